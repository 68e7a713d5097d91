"""Every model as a flow of data: inputs, representations, scores, decisions, and mistakes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from manim import Animation, LaggedStart, VGroup, VMobject

from calculus.errors import LessonError
from calculus.logistic import BIAS, WEIGHT
from scenes.base import LessonScene
from scenes.look.text import Text, math
from scenes.look.theme import Role
from scenes.picture.carrying import Merge
from scenes.picture.compose import fit, in_column, in_row
from scenes.picture.layout import Box
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, light, vanish
from scenes.picture.rolling import Roll
from scenes.picture.table import Table
from scenes.pipeline.curve import Curve
from scenes.pipeline.facts import THRESHOLDS, Decided, PipelineFacts
from scenes.pipeline.stage import HEIGHT, Balance, Flow
from scenes.settings.examples import ExampleInputs, Labels
from scenes.settings.kinds import NumbersLike
from scenes.settings.parameters import Number, Parameters
from scenes.telling.claims import Sentence
from scenes.telling.claims_of_neurons import Between
from scenes.words import terms
from scenes.words.wording import Wordable

_FLOW, _FLOW_ABOVE, _MOST_ABOVE = 0.66, 0.6, 0.75  # shares: of the width, of the height
_LANE = 0.42  # height of a lane at least, Manim units
_TABLE = 2.1  # height of the table, Manim units
_GAP = 0.4  # between what is said of the model
_APART = 0.3  # from the table to the name of the axis under it, Manim units
_SIZE = 38.0  # font size in the table
_COMMA = 0.08  # Manim units that a decimal comma hangs below its line
_ALARM, _MISS = Role.TEXT, Role.FUNCTION  # the threshold, which makes both, has its own
_SAME = 1e-3  # difference of font sizes that is none
_COMES = 0.5  # of a sentence's time, for numbers that come at a station


class PipelineScene(LessonScene[PipelineFacts]):
    """Examples flow through a model, and a threshold decides which mistakes are made."""

    inputs: ExampleInputs = (-2, -1, 0, 1, 2)
    labels: Labels = (0, 1, 0, 1, 1)
    weight: Annotated[Number, "the weight w of the model"] = 1
    bias: Annotated[Number, "the bias b of the model"] = "1/2"
    thresholds: Annotated[NumbersLike, THRESHOLDS] = (0.5, 0.3, 0.7)

    @classmethod
    def compute(cls, given: Parameters) -> PipelineFacts:
        return PipelineFacts.of(
            given.inputs, given.labels, given.weight, given.bias, given.thresholds
        )

    def __init__(self, overrides: Mapping[str, object] | None = None, **options: Any) -> None:
        super().__init__(overrides, **options)
        # Whether there is room must be known before anything is drawn.
        body = self.regions.body
        least = (HEIGHT + _LANE * len(self.facts.guesses)) / body.height
        share = min(max(_FLOW_ABOVE, least), _MOST_ABOVE)
        left, right = body.beside(_FLOW) if self.regions.is_wide else body.above(share, 0.1)
        self.flow = Flow(self, left, self.facts)
        upper, lower = right.parts(_TABLE, 0.5)
        if self.regions.is_wide and not right.is_flat:
            lower = lower.inset(top=_APART)
        self.table = self._table(upper.inset(bottom=_COMMA))
        self.model = self._model(upper)
        self.balance = Balance(self, lower, (_MISS, _ALARM))
        self.curve = Curve(lower, self.facts, self.theme)
        if not (self.flow.is_legible and self.table.readable and self.balance.is_legible):
            rule = "are few, so that they can be read in a picture of this shape"
            raise LessonError("inputs", rule, f"{len(self.facts.guesses)} of them", "-1, 0, 1")

    @property
    def title(self) -> str:
        return self.say("A flow of data").text

    def construct(self) -> None:
        first, *others = self.facts.decided
        self.marks: list[VMobject] = []
        self.decisions = self.flow.decisions(first)
        self.rule = self.flow.rule(first)
        self.let_it_flow()
        self.decide(first)
        self.count_mistakes(first)
        for row, decided in enumerate(others, start=1):
            self.move_the_threshold(decided, row)
        self.watch()

    def let_it_flow(self) -> None:
        """Let the examples run from station to station, and their numbers change."""
        flow, (x, z, p) = self.flow, self.flow.numbers
        self.chapter("Four stations")
        self.add(flow.belts, flow.beads, *flow.names[:-1])
        axes, *curve = self.curve.parts
        if self.regions.is_wide:
            self.add(axes)
        self.show_title("A flow of data")
        with self.beat(
            "Read every model as a flow of data, from inputs to decisions.", kind="setup",
            teaches="U14.8",
        ):  # fmt: skip
            self.play(flow.to(3), share=0.7)
        flow.set(run=0.0)
        with self.beat(
            "Inputs come in: here {n} examples, one number each.", n=len(self.facts.guesses)
        ):
            come = [appear(one) for one in x]
            self.play(appear(flow.heads[0]), LaggedStart(*come, lag_ratio=0.3), share=_COMES)
            self.play(appear(flow.shapes[0]))
            if not self.regions.is_wide:  # below the lanes it was one thing more to look at
                self.play(appear(axes))
        with self.beat("They become representations: here a weight times the input, plus a bias."):
            self.play(appear(self.model), run_time=0.4)
            self._arrive(1, x, z)
            self.play(*map(appear, curve), run_time=0.4)
        bounds = Between(Formula("z", "sigma(z)"), 0, 1)
        with self.beat(
            "Representations become scores: the sigmoid puts each between {zero} and {one}.",
            claims=[bounds], zero=0, one=1,
        ):  # fmt: skip
            self.play(dim(self.model), run_time=0.3)
            self.play(Drive(self.curve, drawn=1.0), share=0.15)
            self.play(Drive(self.curve, fallen=1.0), share=0.15)
            self._arrive(2, z, p)
            self.add(flow.axes, *flow.bars)
            self.play(Drive(flow, grown=1.0), share=0.1)

    def _arrive(self, station: int, before: list[Text], after: list[Text]) -> None:
        """Let numbers run to the next station, and become others there."""
        flow = self.flow
        self.play(appear(flow.heads[station]), Pulse(flow.names[station]), run_time=0.6)
        become = [Merge(a, into=b, dims=1.0) for a, b in zip(before, after, strict=True)]
        self.play(flow.to(station), LaggedStart(*become, lag_ratio=0.2), share=_COMES)
        self.play(appear(flow.shapes[station]), run_time=0.3)

    def decide(self, first: Decided) -> None:
        """Let the threshold come in, and say yes or no to each score."""
        flow = self.flow
        t = self.digits.as_given(first.threshold)
        with self.beat(
            "Scores become decisions: {one} means yes, from the threshold {t} upward.",
            one=1, t=t, teaches="U14.8",
        ):  # fmt: skip
            self.add(flow.line, flow.name)
            self.play(*self._move_to(first.threshold.number), share=0.3)
            self.play(appear(self.rule), at="t")
            become = [
                Merge(bar, into=one, dims=1.0)
                for bar, one in zip(flow.bars, self.decisions, strict=True)
            ]
            self.play(flow.to(3), LaggedStart(*become, lag_ratio=0.2), share=0.4)
            self.play(appear(flow.shapes[3]), run_time=0.3)

    def count_mistakes(self, first: Decided) -> None:
        """Compare decisions with labels, and count where they differ."""
        flow = self.flow
        self.chapter("Mistakes")
        with self.beat("Which decisions are wrong?", kind="question"):
            come = [appear(one) for one in flow.labels]
            self.play(
                appear(flow.truth, flow.names[-1]), LaggedStart(*come, lag_ratio=0.3), share=0.6
            )
        with self.beat(self._mistakes(first), kind="result", answers=True):
            self.play(vanish(self.model), run_time=0.3)
            self.play(appear(self.table.head))
            self._book(first, 0)

    def move_the_threshold(self, decided: Decided, row: int) -> None:
        """Move the threshold, and count again."""
        with self.beat(self._mistakes_at(decided), kind="result", poster=1):
            self._decide_anew(decided, self.facts.decided[row - 1])
            self._book(decided, row)

    def _decide_anew(self, decided: Decided, before: Decided) -> None:
        """Move the threshold, and let decisions change that it passes."""
        flow = self.flow
        after, after_rule = flow.decisions(decided), flow.rule(decided)
        after_rule.place(self.rule.start, self.rule.baseline, anchor=-1)
        if self.marks:
            self.play(vanish(*self.marks), run_time=0.3)
        moves = self._move_to(decided.threshold.number)
        same = abs(self.rule.font_size - after_rule.font_size) < _SAME
        rolls = Roll(self.rule, after_rule) if same else Merge(self.rule, into=after_rule, dims=0)
        self.play(*moves, rolls, share=0.2)
        changed = [i for i, yes in enumerate(decided.yes) if yes != before.yes[i]]
        if changed:
            self.play(*(Roll(self.decisions[i], after[i]) for i in changed))
        for i in changed:
            self.decisions[i] = after[i]
        self.rule, self.marks = after_rule, []

    def _mark(self, wrong: Sequence[int], role: Role, at: str | None = None) -> list[VMobject]:
        """Mark some mistakes, when a field is said."""
        marks = [self.flow.mark(i, role) for i in wrong]
        if marks:
            self.play(*map(Trace, marks), run_time=0.5, at=at)
        self.marks += marks
        return marks

    def _book(self, decided: Decided, row: int) -> None:
        """Mark the mistakes, and let their numbers come into the table."""
        t, alarms, misses = self.table.cells[row]
        self.play(Merge(self.rule, into=t, dims=1.0))
        for said, wrong, role, cell in (
            ("alarms", decided.alarms, _ALARM, alarms),
            ("misses", decided.misses, _MISS, misses),
        ):
            at = said if decided.alarms or decided.misses else None
            marks = self._mark(wrong, role, at)
            comes = Merge(*(marks or [self.flow.line]), into=cell, dims=1.0)
            self.play(comes, at=None if marks else at)

    def _move_to(self, t: float) -> list[Animation]:
        """Move the threshold, wherever it is seen."""
        return [Drive(self.flow, t=t), Drive(self.curve, t=t)]

    def watch(self) -> None:
        """Say what to watch: shapes, evaluation, and what a mistake means."""
        flow, balance = self.flow, self.balance
        last = self.facts.decided[-1]
        before, after = self.facts.trade or self.facts.decided[-2:]
        with self.beat(self._decided(), kind="result", teaches="U14.8"):
            scores = map(Pulse, flow.numbers[2])  # one by one, until the threshold is spoken of
            self.play(LaggedStart(*scores, lag_ratio=0.3), share=0.45)
            for decided, other in ((before, last), (after, before)):
                self._decide_anew(decided, other)
                self._mark(decided.alarms, _ALARM)
                self._mark(decided.misses, _MISS)
        self.chapter("What to watch")
        counted = [cell for row in self.table.cells for cell in row]
        examples = [*flow.numbers[0], *flow.labels]
        rest = [*flow.numbers[1], *flow.numbers[2], *flow.bars, flow.line, flow.name,
                *self.decisions, *self.marks, *self.curve.parts]  # fmt: skip
        with self.beat(
            "So watch three things. First, the shape of the data at every station.",
            teaches="U14.9",
        ):
            self.play(dim(*rest, *examples, *counted))
            for station, shape in enumerate(flow.shapes):
                self.play(flow.to(station, 0.5), Pulse(shape, run_time=0.5), share=0.15)
        with self.beat(
            "Second, how you evaluate: on which examples, and what is counted.", teaches="U14.9"
        ):
            self.play(light(*examples))
            self.play(flow.to(0), Pulse(*examples), share=0.3)
            self.play(light(*counted), at=0.6)
            self.play(flow.to(3), Pulse(*counted), share=0.3)
        with self.beat(
            "Third, what a mistake means. A miss and a false alarm rarely cost the same.",
            teaches="U14.9",
        ):
            self.play(vanish(*self.curve.parts), run_time=0.3)
            self.play(appear(balance.picture), light(*self.marks))
            there = 1.0 if after.misses else -1.0  # in the end, a mistake that can be seen weighs
            self.play(Drive(balance, tilted=-there), at=0.4, share=0.25)
            self.play(Drive(balance, tilted=there), share=0.25)
        last_words = "When something goes wrong, look there first."
        with (
            self.exempt("layout.closing", "all that is to be watched keeps its name"),
            self.beat(last_words, kind="conclusion", poster=2, teaches="U14.9"),
        ):
            self.play(light(*rest[: -len(self.curve.parts)]))
            for marks in (flow.shapes, counted, balance.names):
                self.play(Pulse(*marks), share=0.25)

    def _model(self, box: Box) -> VGroup:
        """Return what a representation is, with its weight and its bias."""
        at, size = self.facts.model.at, self.theme.title
        w, b, x, z = (terms.name(name) for name in "wbxz")
        rule = self.formula("{z} = {w} {x} + {b}", size, Role.VALUE, z=z, w=w, x=x, b=b)
        given = [
            self.formula("{n} {v:equals}", size, Role.INPUT, n=n, v=self.digits.as_given(at[name]))
            for n, name in ((w, WEIGHT), (b, BIAS))
        ]
        return fit(in_column(rule, in_row(*given, gap=2 * _GAP), gap=_GAP), box, up=0)

    def _decided(self) -> str:
        """Say what decides; which mistakes are made only where one kind is traded for the other."""
        if self.facts.trade:
            return (
                "The loss decided how scores are learned. The threshold decides which mistakes we "
                "make."
            )
        return "The loss decided how scores are learned. The threshold decides what they lead to."

    def _mistakes(self, decided: Decided) -> Sentence:
        alarms, misses = len(decided.alarms), len(decided.misses)
        if not alarms + misses:
            return Sentence("None, on these examples.", {}, (decided.claim,))
        fields = {"alarms": alarms, "misses": misses}
        return Sentence("False alarms: {alarms}. Misses: {misses}.", fields, (decided.claim,))

    def _mistakes_at(self, decided: Decided) -> Sentence:
        alarms, misses = len(decided.alarms), len(decided.misses)
        t = self.digits.as_given(decided.threshold)
        if not alarms + misses:
            template = "Move the threshold to {t}: no mistakes, on these examples."
            return Sentence(template, {"t": t}, (decided.claim,))
        fields: dict[str, Wordable] = {"t": t, "alarms": alarms, "misses": misses}
        template = "Move the threshold to {t}. False alarms: {alarms}. Misses: {misses}."
        return Sentence(template, fields, (decided.claim,))

    def _table(self, box: Box) -> Table:
        """Return the table of mistakes for each threshold."""
        heads = math("t"), self.say("false alarms").markup, self.say("misses").markup
        rows = [
            (
                self.digits.as_given(one.threshold),
                self.digits.shown(len(one.alarms)),
                self.digits.shown(len(one.misses)),
            )
            for one in self.facts.decided
        ]
        return Table(box, heads, (Role.GRADIENT, _ALARM, _MISS), rows, self.theme, _SIZE)
