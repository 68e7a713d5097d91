"""From concept to code: each idea of the course is a line of a program, which is really run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast

from manim import LaggedStart

from calculus.errors import LessonError
from calculus.quantity import Quantity
from calculus.shown import Shown
from scenes.asking import AskingScene
from scenes.checklist.facts import ChecklistFacts, Entry
from scenes.checklist.stage import Checklist, Row
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role
from scenes.picture.carrying import Merge
from scenes.picture.compose import fit
from scenes.picture.countdown import Ring
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, appear, dim, light, vanish
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import (
    FunctionParameter,
    GraphParameter,
    Inputs,
    LearningRate,
    Nudge,
    Number,
    Parameters,
)
from scenes.sympy_session.screen import Typing
from scenes.telling import claims
from scenes.telling.claims import Sentence
from scenes.words import terms
from scenes.words.wording import Wordable

_SECONDS = whole_number(3, 60, "seconds to think", "12")
_TYPED, _ALL = 0.4, 0.35  # of a sentence's time, for typing what is new, and all code
_HEAD, _NOTE = 36.0, 30.0  # font sizes
_RADIUS = 1.5  # of the ring, Manim units, at most
_LONGEST = 24  # characters of a formula that is said in a longer sentence


class ChecklistScene(AskingScene[ChecklistFacts]):
    """Concepts become lines of code, are hidden, and can be written from memory."""

    function: FunctionParameter = "J(w) = w**2"
    at: Annotated[Number, "where the slope is found, and a step begins"] = 3
    nudge: Annotated[Nudge, "how far the input is nudged"] = 0.001
    learning_rate: LearningRate = 0.1
    graph: GraphParameter = "J = 3*(a + b*c)"
    inputs: Inputs = {"a": 5, "b": 3, "c": 2}
    seconds: Annotated[int | str, _SECONDS] = 12

    @classmethod
    def compute(cls, given: Parameters) -> ChecklistFacts:
        return ChecklistFacts.of(
            given.function, given.at, given.nudge, given.learning_rate, given.graph, given.inputs
        )

    def __init__(self, overrides: Mapping[str, object] | None = None, **options: Any) -> None:
        super().__init__(overrides, **options)
        # Whether there is room must be known before anything is drawn.
        self.list = Checklist(
            self.regions.safe, self.regions.is_wide, self.theme, self._rows(), self._shown
        )
        if not self.list.readable:
            lines = [entry.line.code for row in self._rows() for entry in row.entries]
            rule = "lead to lines of code that can be read in a picture of this shape"
            raise LessonError("function", rule, max(lines, key=len), "J(w) = w**2, and at = 3")
        free = self.list.free
        self.ring = Ring(self.theme, free.centre, min(_RADIUS, 0.4 * free.width))
        self.ring.picture.set_z_index(LAYER["label"])

    @property
    def title(self) -> str:
        return self.say("From concept to code").text

    def construct(self) -> None:
        facts = self.facts
        self.w = terms.name(facts.function.variable)
        self.a = self.digits.as_given(facts.here.w)
        self.row = 0
        self.chapter("Code for each concept")
        title = self.label("From concept to code", 1.3 * self.theme.title)
        fit(title, self.list.free, 0, 0)
        self.add(self.list.ground, title)
        with self.beat(
            "From concept to code: could you write each of these lines?", kind="setup",
            teaches="U14.6",
        ):  # fmt: skip
            self.play(self.list.at(len(self.list.bands) - 1), share=0.3)
            self.play(self.list.at(0), share=0.3)
        self.play(vanish(title), run_time=0.3)
        self.write_code()
        self.take_a_step()
        self.go_backward()
        self.recall()

    def write_code(self) -> None:
        """Write the lines about a cost and its slope."""
        facts, stage = self.facts, self.list
        J = terms.definition(facts.function)
        with self.beat("The cost is an expression, {f}.", f=J):
            self._type(at="f")
        with self.beat(self._derivative(), teaches="U14.7"):
            self._next()
            self._run(at="d")
        with self.beat(self._slope(), teaches="U14.7"):
            self._next()
            self._run(at="s")
        with self.beat(self._quotient()):
            self._next()
            self._type()
            self._run(1, at="q")
        if facts.limit is not None:
            number = facts.limit.number
            assert number is not None
            limit = claims.Limit(Formula.of(facts.function), facts.here.w, number)
            with self.beat("Its limit is the slope again: {s}.", s=number, claims=[limit]):
                self._next()
                self._run(at="s", after=stage.given(self.row - 1, 1))

    def take_a_step(self) -> None:
        """Write the line of a step of descent."""
        here, after = self.facts.here, self.facts.steps.number
        assert after is not None
        with self.beat(
            "One step of descent takes the learning rate times {k} away: {w} becomes {v}.",
            k=here.gradient, w=self.w, v=after, teaches="U14.7",
        ):  # fmt: skip
            self._next()
            self._run(at="v", after=self.list.given(2, 0))

    def go_backward(self) -> None:
        """Write a line for each gradient of the graph."""
        facts, stage = self.facts, self.list
        graph = facts.graph
        f, J = terms.equation(graph.output, graph.formula), terms.name(graph.output)
        fields: dict[str, Wordable] = {"J": J}
        template = (
            "The backward pass takes a line for each node before {J}, from {J} back to the inputs."
        )
        if len(f.text) <= _LONGEST:
            template = "Backward, {f} takes a line for each node before {J}, from {J} back."
            fields |= {"f": f}
        with self.beat(Sentence(template, fields)):
            self._next()
            note = stage.rows[self.row].note
            assert note is not None
            self.play(appear(note))
            share = 0.7 / len(stage.rows[self.row].entries)
            for i, entry in enumerate(stage.rows[self.row].entries):
                self.play(Typing(stage.typed(self.row, i)), share=share / 2)
                if entry.line.output is not None:
                    given = stage.given(self.row, i)
                    self.play(
                        Merge(stage.typed(self.row, i), into=given, dims=1.0, run_time=0.4),
                        share=share / 2,
                    )

    def recall(self) -> None:
        """Hide all code, and show it again."""
        self.chapter("From memory")
        stage, rows = self.list, self.list.rows
        nowhere = Drive(stage, band=stage.nowhere)
        told = [text for i in range(len(rows) - 1) for text in stage.texts(i)]
        with self.beat("Which of these lines can you write from memory?", kind="question"):
            self.play(nowhere, Drive(stage, typed=0.0), share=_ALL)
            self.play(appear(self.ring.picture))
        with self.beat("Here they are again. Compare.", kind="result", answers=True):
            self.play(vanish(self.ring.picture), run_time=0.3)
            self.play(Drive(stage, 1.6, typed=1.0))
            self.play(light(*told))
            self.play(Drive(stage, 0.25 * len(rows), ticked=float(len(rows))))
        with self.beat("Every line is one idea of this course.", kind="result", teaches="U14.6"):
            self._turn([row.head for row in rows], [row.lesson for row in rows])
        with self.beat(
            "Concept, formula, code: one idea, said in three ways.", kind="conclusion", poster=1
        ):
            self._turn([row.lesson for row in rows], [row.formula for row in rows])
            self.play(vanish(*(row.note for row in rows if row.note is not None)))

    def _turn(self, heads: Sequence[Text], others: Sequence[Text]) -> None:
        """Let what stands at the left become something else, from row to row."""
        pairs = zip(heads, others, strict=True)
        turns = [Merge(head, into=other, dims=0.0) for head, other in pairs]
        self.play(LaggedStart(*turns, lag_ratio=0.4), share=0.7)
        self.remove(*heads)

    def _next(self) -> None:
        """Go on to the next row; those before it stand back."""
        told = dim(*self.list.texts(self.row))
        self.row += 1
        self.play(self.list.at(self.row), told)

    def _type(self, line: int = 0, at: str | None = None) -> None:
        """Type a line of the row."""
        self.play(Typing(self.list.typed(self.row, line)), at=at, share=_TYPED)

    def _run(self, line: int = 0, at: str | None = None, after: Text | None = None) -> None:
        """Type a line of the row, and let what it gives come out of the row, as it is said."""
        self._type(line)
        sources = [self.list.band] if after is None else [self.list.band, after]
        given = self.list.given(self.row, line)
        self.play(Merge(*sources, into=given, dims=1.0), at=at)

    def _derivative(self) -> Sentence:
        of, by = Formula.of(self.facts.function), Formula.of(self.facts.derivative)
        d = terms.body(self.facts.derivative)
        template = "The derivative is one call. It gives {d}."
        return Sentence(template, {"d": d}, (claims.Derivative(of, by),))

    def _slope(self) -> Sentence:
        slope = self.facts.puts.number
        assert slope is not None
        template = "The slope is that, with a number put in: where {w} {a:equals}, {s}."
        return Sentence(template, {"w": self.w, "a": self.a, "s": slope})

    def _quotient(self) -> Sentence:
        nudged = self.facts.nudged
        template = "A nudge is a quotient of differences: for {h}, it gives {q}."
        return Sentence(template, {"h": nudged.nudge, "q": nudged.quotient})

    def _shown(self, entry: Entry) -> Shown:
        assert entry.number is not None
        return self.digits.shown(entry.number)

    def _rows(self) -> list[Row]:
        """Return the rows, each with the lesson that is about it."""
        facts, w = self.facts, terms.name(self.facts.function.variable)
        of, J = Formula.of(facts.function), terms.name(facts.function.name)
        dJ = terms.derivative(J, w)
        moved = terms.over(
            terms.change(facts.function.name), terms.nudge(facts.function.variable, "delta")
        )
        slope, quotient, after = map(
            self.digits.brief,
            (facts.here.gradient, facts.nudged.quotient, cast(Quantity, facts.steps.number)),
        )
        f = terms.in_line(terms.definition(facts.function))
        cost = self.formula("{f}", _HEAD, Role.FUNCTION, f=f)
        found = terms.in_line(terms.body(facts.derivative))
        rows = [
            self._row("The cost", "Why derivatives", cost, facts.cost, of=of),
            self._row(
                "The derivative", "Tables of derivatives",
                self.formula("{dJ} = {f}", _HEAD, Role.SLOPE, dJ=dJ, f=found), facts.asks, of=of,
            ),
            self._row(
                "Its slope", "Tangents",
                self.formula("{dJ} {s:equals}", _HEAD, Role.SLOPE, dJ=dJ, s=slope), facts.puts,
            ),
            self._row(
                "A nudge", "Nudge triangles",
                self.formula("{r} {q:equals}", _HEAD, Role.OUTPUT, r=moved, q=quotient),
                *facts.quotient,
            ),
        ]  # fmt: skip
        if facts.limit is not None:
            limit = self.formula("{r} -> {s:plain}", _HEAD, Role.SLOPE, r=moved, s=slope)
            rows.append(self._row("The limit", "The derivative", limit, facts.limit))
        alpha = terms.name("alpha")
        step = self.formula(
            "{w} - {alpha} {dJ} {v:equals}", _HEAD, Role.INPUT, w=w, alpha=alpha, dJ=dJ, v=after
        )
        whole = terms.in_line(terms.equation(facts.graph.output, facts.graph.formula))
        note, again = (self.formula("{f}", size, f=whole) for size in (_NOTE, _HEAD))
        lines = *facts.values, *facts.backward
        return [
            *rows,
            self._row("One step", "Gradient descent", step, facts.steps),
            self._row("Backward", "The chain rule", again, *lines, note=note),
        ]

    def _row(
        self,
        head: str,
        lesson: str,
        formula: Text,
        *entries: Entry,
        of: Formula | None = None,
        note: Text | None = None,
    ) -> Row:
        title, flows = self.label(lesson, _HEAD, Role.NEUTRAL), note is not None
        role = Role.GRADIENT if flows else Role.SLOPE
        return Row(self.label(head, _HEAD), title, formula, entries, flows, of, note, role)
