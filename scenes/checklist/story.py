"""From concept to code: each idea of the course is a line of a program, which is really run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

from manim import Animation, LaggedStart

from calculus.errors import LessonError
from calculus.quantity import Quantity
from calculus.readable import Form
from calculus.shown import Shown
from scenes.asking import AskingScene
from scenes.checklist.facts import ChecklistFacts, Entry
from scenes.checklist.stage import Checklist, Row
from scenes.look.text import Text, coloured
from scenes.look.theme import LAYER, Role
from scenes.picture.carrying import Merge
from scenes.picture.compose import fit
from scenes.picture.countdown import Ring
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, Pulse, appear, vanish
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
from scenes.words.fields import pieces
from scenes.words.wording import Term, Wordable

_SECONDS = whole_number(3, 60, "seconds to think", "12")
_TYPED, _ALL = 0.4, 0.35  # of a sentence's time, for typing what is new, and all code
_READ = 0.4  # seconds for each line of a backward pass, to read it once more
_TURN = 0.28  # seconds in which a head makes room for something else
_HEAD, _LARGE = 34.0, 84.0  # font sizes: of heads and formulas, and of what is looked at
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
        if not self.list.is_legible:
            lines = [entry.line.code for row in self._rows() for entry in row.entries]
            rule = "lead to lines of code that can be read in a picture of this shape"
            raise LessonError("function", rule, max(lines, key=len), "J(w) = w**2")
        room = self.list.last
        self._formulas = [
            fit(row.formula.scale(_LARGE / _HEAD), room, 0, 0) for row in self._rows()
        ]
        self.large: Text | None = None
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
        fields: dict[str, Wordable] = {"w": self.w}
        template = "First, say that {w} is a symbol, not a number."
        if facts.symbol != facts.function.variable:
            template = "First, say that {w} is a symbol, not a number. The code calls it {code}."
            fields["code"] = terms.code(facts.symbol)
        with self.beat(Sentence(template, fields)):
            self._type(at="w")
        with self.beat("The cost is an expression, {f}.", f=J):
            self._type(1, at="f")
            self._enlarge(stage.typed(0, 1))
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
            with self.beat(
                "Its limit is the slope again: {s}.", s=self._short(number), claims=[limit]
            ):
                self._next()
                self._run(at="s", after=stage.given(self.row - 1, 1))

    def take_a_step(self) -> None:
        """Write the line of a step of descent."""
        here, after = self.facts.here, self.facts.steps.number
        assert after is not None
        with self.beat(
            "One step of descent takes the learning rate times {k} away: {w} becomes {v}.",
            k=self._short(here.gradient), w=self.w, v=self._short(after), teaches="U14.7",
        ):  # fmt: skip
            self._next()
            self._run(at="v", after=self.list.given(2, 0))

    def go_backward(self) -> None:
        """Write a line for each gradient of the graph."""
        facts, stage = self.facts, self.list
        graph = facts.graph
        J = terms.name(graph.output)
        fields: dict[str, Wordable] = {"J": J}
        template = (
            "The backward pass takes a derivative for each node before {J}, "
            "from {J} back to the inputs."
        )
        if self._whole is not None:
            template = "Backward, {f} takes a derivative for each node before {J}, from {J} back."
            fields |= {"f": self._whole}
        with self.beat(Sentence(template, fields)):
            self._next()
            self.play(appear(stage.rows[self.row].formula))
            share = 0.7 / len(stage.rows[self.row].entries)
            for i, entry in enumerate(stage.rows[self.row].entries):
                self.play(Typing(stage.typed(self.row, i)), share=share / 2)
                if entry.line.output is not None:
                    given = stage.given(self.row, i)
                    self.play(
                        Merge(stage.typed(self.row, i), into=given, dims=1.0, run_time=0.4),
                        appear(stage.arrow(self.row, i), run_time=0.4),
                        share=share / 2,
                    )
            lines = [Pulse(*texts) for texts in stage.lines(self.row)]
            self.play(LaggedStart(*lines, lag_ratio=1.0, run_time=_READ * len(lines)))

    def recall(self) -> None:
        """Hide all code, and show it again."""
        self.chapter("From memory")
        stage, rows = self.list, self.list.rows
        nowhere = Drive(stage, band=stage.nowhere)
        with self.beat("Which of these lines can you write from memory?", kind="question"):
            backward = vanish(rows[-1].formula)
            self.play(nowhere, Drive(stage, typed=0.0), backward, share=_ALL)
            self.play(appear(self.ring.picture))
        with self.beat("Here they are again. Compare.", kind="result", answers=True):
            self.play(vanish(self.ring.picture), run_time=0.3)
            self.play(Drive(stage, 0.5 * len(rows), typed=1.0, ticked=1.0))
        with self.beat("Every line is one idea of this course.", kind="result", teaches="U14.6"):
            for i in range(len(rows)):
                self._formulate(i)
            self.play(nowhere, run_time=_TURN)
        code = [text for i in range(len(rows)) for text in stage.texts(i)]
        heads, formulas = [row.head for row in rows], [row.formula for row in rows]
        if self.regions.is_wide:  # as they are read
            columns = heads, code, formulas
            said = "Concept, code, formula: one idea, said in three ways."
        else:
            columns = heads, formulas, code
            said = "Concept, formula, code: one idea, said in three ways."
        with self.beat(said, kind="conclusion", poster=1):
            for column in columns:
                self.play(Pulse(*column, run_time=0.8))
            self.play(stage.at(0, _TURN))
            self.play(stage.at(len(rows) - 1, 0.25 * len(rows)))
            self.play(nowhere, run_time=_TURN)

    def _formulate(self, i: int) -> None:
        """Let the formula of a row come, its number out of what the code gives."""
        stage = self.list
        given, formula = stage.texts(i)[-1], stage.rows[i].formula
        self.play(stage.at(i), run_time=_TURN)
        self.play(_comes(formula, given), run_time=2 * _TURN)

    def _enlarge(self, source: Text) -> None:
        """Let a line, or what it gives, be seen as mathematics, large where no code is yet."""
        formula = self._formulas[self.row]
        self.play(_comes(formula, source), run_time=2 * _TURN)
        self.large = formula

    def _next(self) -> None:
        """Go on to the next row; what is large says something else, and leaves."""
        self.row += 1
        gone = [] if self.large is None else [vanish(self.large)]
        self.play(self.list.at(self.row), *gone)
        self.large = None

    def _type(self, line: int = 0, at: str | None = None) -> None:
        """Type a line of the row."""
        self.play(Typing(self.list.typed(self.row, line)), at=at, share=_TYPED)

    def _run(self, line: int = 0, at: str | None = None, after: Text | None = None) -> None:
        """Type a line of the row, and let what it gives come out of the row, as it is said."""
        self._type(line)
        sources = [self.list.band] if after is None else [self.list.band, after]
        given = self.list.given(self.row, line)
        arrow = appear(self.list.arrow(self.row, line))
        self.play(Merge(*sources, into=given, dims=1.0), arrow, at=at)
        self._enlarge(given)

    def _derivative(self) -> Sentence:
        of, by = Formula.of(self.facts.function), Formula.of(self.facts.derivative)
        d = terms.body(self.facts.derivative)
        template = "The derivative is one call. It gives {d}."
        return Sentence(template, {"d": d}, (claims.Derivative(of, by),))

    def _slope(self) -> Sentence:
        slope = self.facts.puts.number
        assert slope is not None
        template = "The slope is that, with a number put in: where {w} {a:equals}, {s}."
        return Sentence(template, {"w": self.w, "a": self.a, "s": self._short(slope)})

    def _quotient(self) -> Sentence:
        nudged = self.facts.nudged
        template = "A nudge is a quotient of differences: for {h}, it gives {q}."
        return Sentence(template, {"h": nudged.nudge, "q": self._short(nudged.quotient)})

    def _short(self, number: Quantity) -> Shown:
        """Write a number as its code gives it where that is short: a fraction, say."""
        given = self.digits.as_given(number)
        return given if isinstance(given, Form) else self.digits.brief(number)

    def _shown(self, entry: Entry) -> Shown:
        assert entry.number is not None
        return self.digits.shown(entry.number)

    @property
    def _output(self) -> Term:
        """What the backward pass begins at: the whole formula, or the last step of a long one."""
        graph = self.facts.graph
        last = terms.equation(graph.output, graph.node(graph.output).formula)
        return self._whole or (last if len(last.text) <= _LONGEST else terms.name(graph.output))

    @property
    def _whole(self) -> Term | None:
        """The formula of the graph, if it is short."""
        graph = self.facts.graph
        formula = terms.equation(graph.output, graph.formula)
        return formula if len(formula.text) <= _LONGEST else None

    def _rows(self) -> list[Row]:
        """Return the rows, each with its concept, its formula and its code."""
        facts, f = self.facts, self.facts.function
        w, J = terms.name(f.variable), terms.name(f.name)
        slope, quotient, after = map(
            self._short,
            (facts.here.gradient, facts.nudged.quotient, cast(Quantity, facts.steps.number)),
        )
        known: dict[str, Wordable] = {
            "w": w,
            "alpha": terms.name("alpha"),
            "f": terms.in_line(terms.definition(f)),
            "J": terms.applied(f),
            "dJ": terms.derivative(J, w),
            "d": terms.in_line(terms.body(facts.derivative)),
            "r": terms.over(terms.change(f.name), terms.nudge(f.variable, "delta")),
            "a": self.digits.as_given(facts.here.w),
            "s": slope,
            "q": quotient,
            "v": after,
            "g": terms.in_line(self._output),
        }

        def row(head: str, form: str, short: str, ink: Role, *entries: Entry, **more: Any) -> Row:
            formula, brief = (self._formula(one, _HEAD, ink, known) for one in (form, short))
            return Row(self.label(head, _HEAD), formula, brief, entries, **more)

        of = Formula.of(f)
        limit = () if facts.limit is None else (facts.limit,)
        parts = coloured(Role.GRADIENT, "{alpha}"), coloured(Role.SLOPE, "{dJ}")
        step = "{w} - " + " thin ".join(parts)
        back = *facts.values, *facts.backward
        rows = [
            row("Cost", "{f}", "{J}", Role.FUNCTION, facts.declares,
                facts.cost, of=of),
            row("Derivative", "{dJ} = {d}", "{dJ}", Role.SLOPE, facts.asks, of=of),
            row("Slope", "{dJ} |_({w} {a:equals}) {s:equals}", "{dJ}", Role.SLOPE, facts.puts),
            row("Nudge", "{r} {q:equals}", "{r}", Role.OUTPUT, *facts.quotient),
            row("Limit", "{r} -> thick {s}", "{r}", Role.SLOPE, *limit),
            row("Step", f"{step} {{v:equals}}", step, Role.INPUT, facts.steps),
            row("Backward", "{g}", "{g}", Role.TEXT, *back, values=len(facts.values),
                role=Role.GRADIENT),
        ]  # fmt: skip
        return [one for one in rows if one.entries]

    def _formula(self, form: str, size: float, role: Role, known: dict[str, Wordable]) -> Text:
        """Return a formula with those of some fields that it has."""
        fields = {name: known[name] for _, name, _ in pieces(form) if name is not None}
        return self.formula(form, size, role, **fields)


def _comes(formula: Text, source: Text) -> Animation:
    """Return what lets a formula come: out of what has its number, if it has one."""
    return Merge(source, into=formula, dims=1.0) if formula.numbers else appear(formula)
