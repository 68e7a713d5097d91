"""The derivative as an answer: nudge the input, and count how many nudges the output moves."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import numpy as np
from manim import VMobject

from calculus.expression import fresh_name
from calculus.nudge import NudgeRow
from scenes.base import LessonScene
from scenes.derivative.facts import DerivativeFacts
from scenes.derivative.readings import LARGE, Readings
from scenes.derivative.rungs import Rungs
from scenes.derivative.sentences import Sentences
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, Unfold, bring
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.picture.magnification import magnified
from scenes.picture.motion import Drive, Pulse, appear, vanish
from scenes.picture.pieces import FOOT, Pieces
from scenes.picture.window import Window
from scenes.settings.parameters import FunctionParameter, NudgeName, Nudges, Number, Parameters
from scenes.words import terms
from scenes.words.wording import Wordable

_THIN = 0.2  # of another nudge: less is hardly seen to its scale
_SLIVER = 0.1  # of a nudge: less, left over of a bar, isn't seen to be a piece of it
_LITTLE = 0.4  # of a nudge shows that something moves, and not yet how far
_LOOKED = 1.1  # seconds for which each magnification stands
_TITLE, _UNDER, _GAP = 0.65, 0.12, 0.3  # Manim units: over and under the bars; between texts


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
        stage = self.regions.action().inset(top=_TITLE)
        self.foot = Box(
            stage.left, stage.bottom, stage.right, stage.bottom + FOOT * stage.height - _UNDER
        )
        slope = facts.table.slope.number
        ratios = [row.quotient.number for row in facts.table.rows]
        self.pieces = Pieces(stage, slope, ratios, facts.turns, self.theme)
        change = terms.change(function.name)
        self.rungs = Rungs(self, self.pieces, facts, (change, self.e))
        self.readings = Readings(self, self.pieces, facts, self.foot, (self.w, self.J, self.e))

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
        function, readings, pieces = self.facts.table.function, self.readings, self.pieces
        definition = terms.definition(function)
        other = terms.name(fresh_name(("b", "c"), {function.variable, function.name}))
        title = self.label("The derivative of {f}", self.theme.small, Role.NEUTRAL, f=definition)
        several = self._at_the_foot("{J}({w}, {b})", Role.FUNCTION, J=self.J, w=self.w, b=other)
        self.alone = self._at_the_foot("{f}", Role.FUNCTION, f=definition)
        self.add(fit(title, self.regions.chip), pieces.axes, readings.names)
        self.add(pieces.nudge, pieces.output)
        with self.beat(
            "Let {J} be a cost. A real one depends on several parameters, such as {w} and {b}.",
            kind="setup", J=self.J, w=self.w, b=other,
        ):  # fmt: skip
            self.play(Drive(pieces, nudged=_LITTLE, grown=_LITTLE), share=0.2)
            self.play(Drive(pieces, nudged=0.0, grown=0.0), share=0.15)
            self.play(Merge(*readings.names, into=several, dims=1.0), share=0.3)
        with self.beat(
            "Let us pretend that only {w} matters: {f}.", w=self.w, f=definition, teaches="U4.1"
        ):
            self.play(Unfold(several, into=self.alone, dims=0), share=0.3)
        row = self.facts.told[0]
        with self.beat(
            "Where {w} {a:equals}, {J} {v:equals}.",
            w=self.w, a=self.digits.as_given(row.at), J=self.J, v=self.digits.shown(row.value),
            teaches="U4.1",
        ):  # fmt: skip
            self.play(bring(readings.names[0], readings.at), at="a")
            self.play(Merge(readings.at, self.alone, into=readings.value, dims=1.0), at="v")

    def nudge(self, row: NudgeRow, again: bool = False) -> None:
        """Nudge the input, see what the output does, and lay the nudge along that."""
        pieces, readings, taught = self.pieces, self.readings, "U4.3" if again else "U4.2"
        way = 1.0 if row.nudge.number > 0 else -1.0
        with self.beat(self.said.question(row, self.w, again=again), kind="question"):
            window = pieces.turned(way, row.quotient.number)
            start, seen = self._clear(row, window) if again else (0.0, window)
            self.add(readings.arrows)
            pieces.set(way=way, laid=0.0, ratio=row.quotient.number, nudged=start, window=seen)
            self.play(Drive(pieces, nudged=1.0), *readings.nudged(row), share=0.3)
            if seen != window:
                self.play(Drive(pieces, window=window))
        with self.beat(self.said.move(row), answers=True, teaches=f"{taught} U4.8"):
            self.play(Drive(pieces, grown=1.0, run_time=2.0), readings.moved(row), share=0.4)
            self.play(*readings.rise(row), at="rise" if row.rise.number else None)
        said = self.said.ratio(row, again=again)
        with self.beat(said, kind="result", poster=1, teaches=taught):
            gone = [] if again else [vanish(self.alone)]
            least = _SLIVER if again else 0.0  # what is left over of the first comes out
            self.play(pieces.lay(row.quotient.number, least), *gone, share=0.4)
            self.play(*readings.ratio(row), share=0.2)
        self._left: list[Text] = []
        left = self.said.left(row)
        if left is not None and not again:
            with self.beat(left, teaches="U4.4"):
                self._pull_out(row)

    def _clear(self, row: NudgeRow, window: Window) -> tuple[float, Window]:
        """Let nothing be left of the nudge before but its bar, from which this one's grows.

        Args:
            row: This nudge.
            window: Where it is to be seen.

        Returns:
            What share of this nudge that bar is, and the window in which this one is as long at
            first as to the scale of the one before, if it has room.
        """
        pieces, readings = self.pieces, self.readings
        gone = [vanish(*self._left, *readings.found), *readings.back()]
        before = self.facts.told[self.facts.told.index(row) - 1]
        share = before.nudge.number / row.nudge.number
        if not _THIN < share < 1 / _THIN:
            self.play(Drive(pieces, nudged=0.0, grown=0.0, pulled=0.0), *gone)
            return 0.0, window
        close = _times(share, window)
        grows = close.left < np.sign(row.nudge.number) < close.right
        self.play(Drive(pieces, pulled=0.0, laid=0.0, grown=0.0), *gone)
        scale = window if grows else _times(1 / share, window)
        if scale != pieces.window:
            self.play(Drive(pieces, window=scale))
        return share, close if grows else window

    def _pull_out(self, row: NudgeRow) -> None:
        """Let what is left over come out of the bar, as large as it takes to be seen."""
        pieces, table = self.pieces, self.facts.table
        loupe = pieces.loupe_for(row.quotient.number, 1)
        pieces.set(loupe=loupe)
        window = pieces.turned(pieces["way"], row.quotient.number, table.slope.number)
        if window != pieces.window:
            self.play(Drive(pieces, window=window))
        self.play(Drive(pieces, pulled=1.0), share=0.4)
        form = "{e} dot {e} {left:equals}" if table.excess_is_nudge else "{left}"
        left = self.digits.brief(self.facts.left(row))
        amount = self.formula(form, role=Role.VALUE, left=left, e=self.e)
        zoom = magnified(self, loupe, self.theme.small)
        self._left = [amount, zoom] if loupe > 1 else [amount]
        pieces.put_beside_the_loupe(*self._left)
        self.play(bring(pieces.output, amount), at="left")
        if loupe > 1:
            self.play(appear(zoom))

    def try_others(self) -> None:
        """Try the other nudges, and say what all of them have in common."""
        self.chapter("Other nudges")
        self.add(*self.pieces.rungs)
        steps = [*self.rungs.begin(self.readings, *self._left)]
        for said, rows in self.said.trials():
            with self.beat(said, teaches="U4.5"):
                steps += [step for row in rows for step in self.rungs.add(row)]
                for step in steps:
                    self.play(*step, share=0.7 / len(steps))
                steps = []
        law = self._at_the_foot(self.said.law_formula, Role.SLOPE, **self._names)
        with self.beat(self.said.law(), kind="result", teaches="U4.4"):
            for step in steps:
                self.play(*step)
            self.play(appear(self.pieces.pointer, run_time=0.3))
            self.play(self.rungs.down(), share=0.4)
            self.play(Merge(*self.rungs.values[:-1], into=law, dims=1.0))
        self.formula_now = law

    def define(self) -> None:
        """Give the number its name, in everyday words and in the precise one."""
        self.chapter("The definition")
        rungs, table = self.rungs, self.facts.table
        with self.beat(self.said.name(self.w), kind="result", poster=2):
            self.add(self.pieces.limit)
            self.play(Drive(self.pieces, limit=1.0), share=0.3)
            self._becomes("(dif {J})/(dif {w}) {k:equals}")
        with self.beat(
            "Informally: if a tiny nudge {e} raises {J} by about {k} times {e}, "
            "the derivative is {k}.",
            e=self.e, J=self.J, k=terms.name("k"), teaches="U4.6 U4.8",
        ):  # fmt: skip
            self._becomes("{w} ↑ {e} quad {J} ↑ k {e} quad (dif {J})/(dif {w}) = k")
            self.play(Pulse(*rungs.values[:-1]), at="k", share=0.3)
        small = self.said.infinitely_small()
        if small is not None:
            with self.beat(small, teaches="U4.7"):
                for point, look in rungs.closer():
                    self.play(point)
                    if look:
                        self.play(*look)
                    self.hold(_LOOKED)
        with self.beat(self.said.limit(self.e), kind="result", poster=3, teaches="U4.7"):
            for step in (*rungs.leave(), *rungs.limit()):
                self.play(*step, share=0.2)
            self._becomes(
                "lim_({e} -> {zero}) ({J}({a:plain} + {e}) - {J}({a:plain}))/{e} {k:equals}",
                rungs.values[-1], a=self.digits.as_given(table.at), zero=0,
            )  # fmt: skip
        with self.beat(self.said.last(), kind="conclusion", poster=4, teaches="U4.5"):
            self.play(rungs.down(), share=0.4)
            self.play(Pulse(rungs.values[-1]))

    @property
    def _names(self) -> dict[str, Wordable]:
        slope = self.digits.brief(self.facts.table.slope)
        return {"J": self.J, "w": self.w, "e": self.e, "k": slope}

    def _becomes(self, form: str, source: VMobject | None = None, **fields: Wordable) -> None:
        """Let the formula at the foot become another, whose number comes from a source."""
        before = self.formula_now
        now = self._at_the_foot(form, Role.SLOPE, **self._names, **fields)
        self.play(bring(source or before, now), vanish(before))
        self.formula_now = now

    def _at_the_foot(self, form: str, role: Role, **fields: Wordable) -> Text:
        size = LARGE if role is Role.FUNCTION else self.theme.title
        return fit(self.formula(form, size, role, **fields), self.foot, 0, 0)


def _times(share: float, window: Window) -> Window:
    """Return a window whose ends are so many times as far away."""
    return replace(window, left=share * window.left, right=share * window.right)
