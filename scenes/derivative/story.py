"""The derivative as an answer: nudge the input, and count how many nudges the output moves."""

from __future__ import annotations

from typing import Annotated

from manim import Animation

from calculus.expression import fresh_name
from calculus.nudge import NudgeRow
from scenes.base import LessonScene
from scenes.derivative.facts import DerivativeFacts
from scenes.derivative.readings import Readings
from scenes.derivative.sentences import Sentences
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, Unfold, bring
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, Pulse, appear, vanish
from scenes.picture.pieces import LEFT, Pieces
from scenes.settings.parameters import FunctionParameter, NudgeName, Nudges, Number, Parameters
from scenes.words import terms
from scenes.words.wording import Wordable

_NAMES, _TITLE = 1.0, 0.9  # Manim units free at the left of the bars, and above them


class DerivativeScene(LessonScene[DerivativeFacts]):
    """A nudge is laid along the move that it makes, over and over: so many times it fits."""

    function: FunctionParameter = "J(w) = w**2"
    at: Annotated[Number, "where the input is nudged"] = 3
    nudges: Annotated[Nudges, "one or two nudges that are told in full"] = ("0.001", "0.002")
    trials: Annotated[Nudges, "further nudges, up to seven"] = (1, "0.1", "0.01")
    nudge_name: NudgeName = "epsilon"

    @classmethod
    def compute(cls, given: Parameters) -> DerivativeFacts:
        return DerivativeFacts.of(given.function, given.at, given.nudges, given.trials)

    @property
    def title(self) -> str:
        return self.say("The derivative of {f}", f=terms.definition(self.facts.table.function)).text

    def construct(self) -> None:
        facts = self.facts
        function = facts.table.function
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        self.e = terms.nudge(function.variable, self.given.nudge_name)
        self.said = Sentences(facts, self.J, self.digits)
        stage = self.regions.action(card=True).inset(_NAMES, 0, 0, _TITLE)
        self.pieces = Pieces(stage, facts.table.slope.number, facts.longest, self.theme)
        self.readings = Readings(
            self, self.pieces, facts, self.regions.card, (self.w, self.J, self.e)
        )
        foot = self.pieces.point(0, LEFT + 0.4)[1]
        self.below = Box(stage.left, stage.bottom, stage.right, foot)

        self.meet_the_cost()
        first, *others = facts.told
        self.chapter("A nudge")
        self.nudge(first)
        for row in others:
            self.chapter("Another nudge")
            self.nudge(row, again=True)
        self.try_others()
        self.define()

    def meet_the_cost(self) -> None:
        """Let all but one parameter go, and stand at a point."""
        self.chapter("A cost")
        function, readings = self.facts.table.function, self.readings
        definition = terms.definition(function)
        other = terms.name(fresh_name(("b", "c"), {function.variable, function.name}))
        title = self.label("The derivative of {f}", self.theme.small, Role.NEUTRAL, f=definition)
        self.add(fit(title, self.regions.chip), self.pieces.axes, readings.names)
        self.add(self.pieces.nudge, self.pieces.output)
        several = self._in_the_middle("{J}({w}, {b})", J=self.J, w=self.w, b=other)
        alone = self._in_the_middle("{f}", f=definition)
        self.add(several)
        with self.beat(
            "Let {J} be a cost. A real one depends on several parameters, such as {w} and {b}.",
            kind="setup", J=self.J, w=self.w, b=other,
        ):  # fmt: skip
            self.play(Drive(self.pieces, nudged=1.0, run_time=1.0), at="w", share=0.3)
            self.play(Pulse(several), share=0.3)
        with self.beat("Let us pretend that only {w} matters: {f}.", w=self.w, f=definition):
            self.play(Unfold(several, into=alone), Drive(self.pieces, nudged=0.0))
            self.play(vanish(several))
        row = self.facts.told[0]
        with self.beat(
            "Where {w} {a:equals}, {J} {v:equals}.",
            w=self.w, a=self.digits.as_given(row.at), J=self.J, v=self.digits.shown(row.value),
        ):  # fmt: skip
            self.play(appear(readings.at))
            self.play(Merge(readings.at, into=readings.value, dims=1.0), at="v")
        self.alone = alone

    def nudge(self, row: NudgeRow, again: bool = False) -> None:
        """Nudge the input, see what the output does, and lay the nudge along that."""
        pieces, readings = self.pieces, self.readings
        with self.beat(self.said.question(row, self.w, again=again), kind="question"):
            if again:
                self.play(vanish(*self._left), Drive(pieces, grown=0.0, pulled=0.0, loupe=0.0))
                self.play(*readings.nudged(row, False))
            else:
                self.play(vanish(self.alone), appear(readings.panel))
                pieces.set(way=float(row.nudge.number > 0) * 2 - 1)
                pieces.set(window=pieces.window_for(pieces["way"]))
                self.play(
                    Drive(pieces, nudged=1.0, run_time=1.0), *readings.nudged(row, True), share=0.3
                )
        with self.beat(self.said.move(row), answers=True):
            pieces.set(ratio=row.quotient.number)
            self.play(Drive(pieces, grown=1.0, run_time=2.0), *readings.moved(row), share=0.4)
            self.play(*readings.rise(row, not again))
        with self.beat(self.said.ratio(row, again=again), kind="result", poster=1):
            self.play(*readings.ratio(row, not again), at="q", share=0.3)
        self._left: list[Text] = []
        left = self.said.left(row)
        if left is not None and not again:
            with self.beat(left):
                self._pull_out(row)

    def _pull_out(self, row: NudgeRow) -> None:
        """Let what is left over come out of the bar, and enlarge it where it is too small."""
        pieces = self.pieces
        self.play(Drive(pieces, pulled=1.0), share=0.2)
        enlarged = pieces.loupe_for(row.quotient.number)
        amount = self.formula(
            "{left:plain}", left=self.digits.brief(self.facts.left(row)), role=Role.SLOPE
        )
        self._left = [amount]
        if enlarged:
            self.play(Drive(pieces, loupe=enlarged), share=0.2)
            zoom = self.formula("times {n:plain}", self.theme.small, Role.NEUTRAL, n=int(enlarged))
            self._left.append(pieces.beside_the_loupe(zoom))
        self.play(bring(pieces.output, pieces.beside_what_is_left(amount)))
        self.play(appear(*self._left[1:]))

    def try_others(self) -> None:
        """Try the other nudges, and say what all of them have in common."""
        self.chapter("Other nudges")
        pieces, readings = self.pieces, self.readings
        leaves: list[Animation] = [vanish(*self._left)]
        for said, rows in self.said.trials():
            with self.beat(said):
                self.play(*leaves, Drive(pieces, pulled=0.0, loupe=0.0, run_time=0.6))
                leaves = []
                for row in rows:
                    way = 1.0 if row.nudge.number > 0 else -1.0
                    turned = {} if way == pieces["way"] else {
                        "way": way, "window": pieces.window_for(way),
                    }  # fmt: skip
                    self.play(
                        Drive(pieces, ratio=row.quotient.number, run_time=1.0, **turned),
                        *readings.all_of(row), share=0.7 / len(rows),
                    )  # fmt: skip
        law, names = self.said.law_formula, {"J": self.J, "e": self.e}
        self.law = self._below(law, **names, k=self.digits.brief(self.facts.table.slope))
        with self.beat(self.said.law(), kind="result"):
            self.play(*leaves, Drive(pieces, pulled=0.0, loupe=0.0, run_time=0.6))
            self.play(Merge(readings.hero, into=self.law, dims=1.0))

    def define(self) -> None:
        """Give the number its name, in everyday words and in the precise one."""
        self.chapter("The definition")
        pieces, readings, table = self.pieces, self.readings, self.facts.table
        slope = self.digits.brief(table.slope)
        fields: dict[str, Wordable] = {"J": self.J, "w": self.w, "e": self.e, "s": slope}
        name = self._below("(dif {J})/(dif {w}) {s:equals}", **fields)
        with self.beat(self.said.name(self.w), kind="result", poster=2):
            self.play(bring(self.law, name), vanish(self.law))
        with self.beat(
            "Informally: if a tiny nudge {e} raises {J} by about {k} times {e}, "
            "the derivative is {k}.",
            e=self.e, J=self.J, k=terms.name("k"),
        ):  # fmt: skip
            pieces.set(grown=0.0, nudged=0.0)
            self.play(Drive(pieces, nudged=1.0), share=0.2)
            self.play(Drive(pieces, grown=1.0), share=0.3)
        small = self.said.infinitely_small()
        if small is not None:
            with self.beat(small):
                self.play(Drive(pieces, pulled=1.0), share=0.2)
                for row in table.rows:
                    turns = 1.0 if row.nudge.number > 0 else -1.0
                    if turns == pieces["way"]:
                        drive = Drive(pieces, ratio=row.quotient.number, run_time=0.5)
                        self.play(drive, *readings.all_of(row), share=0.5 / len(table.rows))
        limit = self._below(
            "lim_({e} -> {zero}) ({J}({a:plain} + {e}) - {J}({a:plain}))/{e} {s:equals}",
            a=self.digits.as_given(table.at), zero=0, **fields,
        )  # fmt: skip
        with self.beat(self.said.limit(self.e), kind="result", poster=3):
            collapse = Drive(pieces, ratio=table.slope.number, pulled=0.0, run_time=1.6)
            self.play(collapse, *readings.limit(), share=0.4)
            self.play(bring(readings.hero, limit), vanish(name))
        with self.beat(self.said.last(), kind="conclusion", poster=4):
            pieces.set(grown=0.0, nudged=0.0)
            self.play(Drive(pieces, nudged=1.0), share=0.2)
            self.play(Drive(pieces, grown=1.0), share=0.4)

    def _in_the_middle(self, form: str, **fields: Wordable) -> Text:
        return fit(self.formula(form, self.theme.title, Role.FUNCTION, **fields), self.below, 0, 0)

    def _below(self, form: str, **fields: Wordable) -> Text:
        return fit(self.formula(form, self.theme.title, Role.SLOPE, **fields), self.below, 0, 0)
