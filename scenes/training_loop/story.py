"""Why derivatives: what a framework does lap after lap, and the question behind it."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Annotated, Any

from manim import VMobject

from calculus.evaluate import sign_of
from scenes.base import LessonScene
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, light, vanish
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import GraphParameter, Inputs, LearningRate, Names, Parameters
from scenes.telling import claims
from scenes.telling.claims import Sentence
from scenes.training_loop.facts import TrainingFacts
from scenes.training_loop.loop import STATIONS
from scenes.training_loop.stage import Stage
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Wordable

_ROUND = 0.85  # of a sentence's time that all further laps take


class TrainingLoopScene(LessonScene[TrainingFacts]):
    """Forward, backward, update, lap after lap; two of the three run on derivatives."""

    graph: GraphParameter = "J = (w*x - y)**2"
    inputs: Inputs = {"w": 1, "x": 2, "y": 6}
    trained: Annotated[Names, "the inputs that are trained (1 to 12)"] = "w"
    learning_rate: LearningRate = 0.1
    laps: Annotated[int | str, whole_number(1, 6, "how many laps", "3")] = 3

    @classmethod
    def compute(cls, given: Parameters) -> TrainingFacts:
        return TrainingFacts.of(
            given.graph, given.inputs, given.trained, given.learning_rate, given.laps
        )

    def __init__(self, overrides: Mapping[str, object] | None = None, **options: Any) -> None:
        super().__init__(overrides, **options)
        # Whether there is room must be known before anything is drawn.
        self.stage = Stage(self, self.facts, self.regions, self.theme)

    @property
    def title(self) -> str:
        return self.say("Why derivatives?").text

    def construct(self) -> None:
        self.J = terms.name(self.facts.graph.output)
        self.meet_the_framework()
        self.run_forward()
        self.run_backward()
        if self.facts.is_level:
            with self.beat("The cost is level here: nothing changes.", kind="result",
                           claims=self._level()):  # fmt: skip
                self.play(Drive(self.stage.loop, turn=3.0), share=0.4)
        else:
            self.update()
            self.go_round()
        self.ask_the_question()

    def meet_the_framework(self) -> None:
        """A network and its cost go into a framework; it opens, and there is a loop."""
        self.chapter("What a framework does")
        stage = self.stage
        loop, network = stage.loop, stage.loop.network
        self.add(network.rest)
        self.show_title("Why derivatives?")
        with self.beat("You describe a network, and what its mistakes cost.", kind="setup"):
            self.play(Trace(network.lines), share=0.4)
            self.play(appear(stage.card), at=0.6)
        with self.beat(
            "A framework does the rest: it computes the outputs, and trains the network by itself.",
            teaches="U1.1",
        ):
            self.play(
                appear(stage.lid), Merge(stage.card, into=stage.framework, dims=1.0), share=0.25
            )
            self.play(Drive(loop, turn=1.0 - STATIONS), at=0.35, share=0.2)
            self.play(Drive(loop, turn=0.0), at=0.62, share=0.3)
        with self.beat("What happens inside?", kind="question"):
            self.play(vanish(stage.lid, stage.framework), Drive(loop, place=loop.inside), share=0.3)
            self.play(Trace(loop.ring), share=0.25)
            self.add(loop.ways)
            for station in loop.stations:
                self.play(appear(station, run_time=0.3))

    def run_forward(self) -> None:
        self.chapter("One lap")
        stage = self.stage
        *values, cost = stage.table.cells[0]
        self.add(stage.loop.token, stage.costs.foot, stage.costs.bars)
        with self.beat(self._forward(), answers=True):
            self.play(appear(stage.table.head, *values))
            self.play(Drive(stage.loop, turn=1.0), share=0.4)
            self.play(Merge(stage.loop.token, into=cost, dims=1.0), at="J")
            self.play(Drive(stage.costs, 0.6, shown=1.0))

    def run_backward(self) -> None:
        stage = self.stage
        with self.beat(
            "Backward: backpropagation finds the derivative of the cost with respect to every "
            "parameter.",
            answers=True, teaches="U1.2",
        ):  # fmt: skip
            self.play(Drive(stage.loop, turn=2.0), share=0.6)
        self.inside = stage.gradients()
        network = stage.loop.network
        self.gives_way = [] if stage.is_square else [network.lines, network.rest]
        with self.beat(self._derivatives(), kind="result"):
            if self.gives_way:
                self.play(vanish(*self.gives_way))
            for line in self.inside:
                self.play(Merge(stage.loop.token, into=line, dims=1.0))

    def update(self) -> None:
        stage = self.stage
        with self.beat(self._update(), answers=True, teaches="U1.1"):
            before, self.inside = self.inside, stage.worked_out()
            update, worked = self.inside
            self.play(vanish(*before), appear(update))
            self.play(Merge(*before, into=worked, dims=1.0))
            self.play(Drive(stage.loop, turn=3.0), share=0.3)
            self._arrive(1, worked if stage.is_worked_out else stage.loop.token)
        with self.beat(self._change(), kind="result", poster=1):
            self.play(Drive(stage.loop, turn=4.0), share=0.3)
            self._compute(1)

    def go_round(self) -> None:
        last = len(self.facts.laps) - 1
        if last == 1:
            return
        self.chapter("Lap after lap")
        stage = self.stage
        with self.beat(
            "Round and round: after {n} laps the cost is {J}.",
            kind="result", poster=2, n=last, J=self.digits.brief(self.facts.laps[-1].cost),
        ):  # fmt: skip
            if stage.is_worked_out:
                (update, worked), rule = self.inside, stage.rule_alone()
                self.play(vanish(update, worked), bring(update, rule))
                self.inside = [rule]
            for k in range(2, last + 1):
                share = _ROUND / (2 * (last - 1))
                self.play(Drive(stage.loop, 0.9, turn=float(STATIONS * k)), share=share)
                self._arrive(k, stage.loop.token)
                self.play(Drive(stage.loop, 0.5, turn=float(STATIONS * k + 1)), share=share / 2)
                self._compute(k)

    def ask_the_question(self) -> None:
        self.chapter("The question")
        stage, loop = self.stage, self.stage.loop
        forward, *others = loop.stations
        without = forward[1], loop.ways[0]
        with self.beat(
            "Backward and update run on derivatives. So what is a derivative?",
            kind="question", teaches="U1.4",
        ):  # fmt: skip
            self.play(dim(*without))
            lap = STATIONS * ceil(loop["turn"] / STATIONS)
            self.play(Drive(loop, turn=float(lap)), share=0.3)
            slope = self.inside[0].part(Role.SLOPE)
            self.play(Pulse(slope, *(station[1] for station in others)), share=0.3)
        pieces, (dw, dJ, name) = stage.pieces, stage.labels()
        with self.beat(
            "It answers one question: nudge the input a little, and how far does the output move?",
            kind="result", answers=True, poster=3, teaches="U1.5",
        ):  # fmt: skip
            known: list[VMobject] = [
                stage.table.head,
                *(one for row in stage.table.cells for one in row),
            ]
            known += [stage.costs.foot, stage.costs.bars]
            self.play(vanish(*(one for one in known if one in self.mobjects)), run_time=0.3)
            self.add(pieces.axes, pieces.nudge, pieces.output)
            self.play(Drive(pieces, nudged=1.0), appear(dw), share=0.25)
            self.play(Drive(pieces, grown=1.0), appear(name), share=0.25)
            self.play(pieces.lay(stage.facts.ratio.number), share=0.25)
            self.play(bring(pieces.output, dJ), vanish(name))
        with self.beat(
            "You can train networks without knowing it. So these lessons are optional.",
            teaches="U1.3",
        ):
            if self.gives_way:  # what is inside is the network again
                self.play(vanish(*self.inside), appear(*self.gives_way))
            self.play(light(*without), Drive(loop, turn=loop["turn"] + STATIONS), share=0.7)
        with self.beat(
            "They start from nothing. If you know calculus, enjoy the pictures.",
            kind="conclusion", teaches="U1.3",
        ):  # fmt: skip
            self.play(Drive(loop, turn=loop["turn"] + STATIONS), share=0.6)

    def _arrive(self, k: int, source: VMobject) -> None:
        """Show what is trained after so many updates."""
        *values, _ = self.stage.table.cells[k]
        self.play(*(bring(source, value) for value in values))

    def _compute(self, k: int) -> None:
        """Show the cost after so many updates."""
        cost = self.stage.table.cells[k][-1]
        grow = Drive(self.stage.costs, shown=k + 1.0)
        self.play(Merge(self.stage.loop.token, into=cost, dims=1.0), grow)

    def _forward(self) -> Sentence:
        lap = self.facts.laps[0]
        where = [
            Clause(
                "{w} {a:equals}",
                {"w": terms.name(name), "a": self.digits.as_given(lap.inputs[name])},
            )
            for name in self.facts.trained
        ]
        fields: dict[str, Wordable] = {"values": Enumeration((*where,)), "J": lap.cost}
        return Sentence("Forward: with {values}, the cost is {J}.", fields)

    def _derivatives(self) -> Sentence:
        lap, facts = self.facts.laps[0], self.facts
        many, shown = len(facts.trainer.trained), facts.trained
        found = [self.digits.brief(lap.gradients[name]) for name in shown]
        if many == 1:
            w = terms.name(shown[0])
            template = "Here there is one parameter, {w}, and its derivative is {g}."
            return Sentence(template, {"w": w, "g": found[0]})
        listed = Enumeration(tuple(Clause("{s}", {"s": one}) for one in found))
        if many == len(shown):
            template = "Here there are {n} parameters, and the derivatives are {list}."
        else:
            template = "Here there are {n} parameters. The first derivatives are {list}."
        return Sentence(template, {"n": many, "list": listed})

    def _update(self) -> Sentence:
        first, after = self.facts.laps[:2]
        if len(self.facts.trainer.trained) > 1:
            return Sentence(
                "Update: gradient descent, or a relative such as Adam, moves all of them."
            )
        (name,) = self.facts.trained
        a, b = self.digits.apart(first.inputs[name], after.inputs[name])
        return Sentence(
            "Update: gradient descent, or a relative such as Adam, moves {w} from {a} to {b}.",
            {"w": terms.name(name), "a": a, "b": b},
        )

    def _change(self) -> Sentence:
        risen = self.facts.risen(1)
        way = sign_of(risen.value)
        before, after = self.digits.apart(self.facts.laps[0].cost, self.facts.laps[1].cost)
        if not way and not risen.exact:  # so little that nobody can tell which way
            cost = self.facts.laps[1].cost
            less = claims.FarLess(risen, cost)
            return Sentence("The cost hardly moves: it is {K}.", {"K": after}, (less,))
        template = {
            -1: "The cost falls from {J} to {K}.",
            0: "The cost stays {K}.",
            1: "The cost rises from {J} to {K}: this learning rate is too large.",
        }[way]
        fields: dict[str, Wordable] = {"J": before, "K": after} if way else {"K": after}
        return Sentence(template, fields, (claims.Sign(risen, way),))

    def _level(self) -> tuple[claims.Claim, ...]:
        return tuple(claims.Sign(one, 0) for one in self.facts.laps[0].gradients.values())
