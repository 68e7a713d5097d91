"""What a small nudge does at a point, compared with the slope there."""

from __future__ import annotations

from typing import cast

from manim import VGroup

from calculus.digits import magnitude, sign_of
from calculus.nudge import NudgeTable
from scenes.base import LessonScene
from scenes.look.text import LEAST_SIZE, Text, coloured
from scenes.look.theme import Role
from scenes.picture.breaking import in_lines
from scenes.picture.compose import fit, in_column
from scenes.picture.layout import Box
from scenes.tangents.sentences import Fields, check
from scenes.telling.claims import is_near
from scenes.words import terms
from scenes.words.wording import Term, Wordable

_SIZE, _LARGE, _LEADING = 42, 60, 0.15  # font sizes; between lines, Manim units


class TangentCheck:
    """The smallest nudge of a point, what comes of it, and what the slope said about it.

    Where the rise is about the slope times the nudge, that is what is shown. It isn't where
    the slope is 0, or nearly, or in as few digits as were asked for: there the quotient of both is
    shown to be on its way.

    Attributes:
        sentence: What is said.
        row: The nudge, and what comes of it.
    """

    def __init__(
        self,
        scene: LessonScene,
        table: NudgeTable,
        names: tuple[Term, Term],
        changes: tuple[Term, Term],
    ) -> None:
        self._scene = scene
        self._dw, self._dJ = changes
        self._named: Fields = {"w": names[0], "J": names[1], "dw": self._dw, "dJ": self._dJ}
        self.row = row = min(table.rows, key=lambda row: magnitude(row.nudge.value))
        digits = scene.digits
        self._slope, self._nudge = digits.shown(table.slope), digits.as_given(row.nudge)
        self._rise = digits.shown(row.rise)
        predicted = table.slope.value * row.nudge.value
        self._exactly = sign_of(row.rise.value - predicted) == 0
        # What is shown has to come out for whoever computes with it, too.
        said = self._slope.digits * self._nudge.digits
        self._about = is_near(row.rise.value, predicted, predicted) and is_near(
            self._rise.digits, said, said
        )
        self.sentence = check(row, table.slope, *names, digits)

    def lines(self, box: Box) -> VGroup:
        """Return the calculation, from the top of a box: ΔJ = 0.006001 ≈ 6 · 0.001.

        Without the moved value, where all would be too small.
        """
        for moved in (True, False):
            lines = self._lines(box, moved)
            if min(line.font_size for line in lines) >= LEAST_SIZE:
                break
        return VGroup(*lines)

    def _lines(self, box: Box, with_value: bool) -> list[Text]:
        nudge, rise, slope = self._nudge, self._rise, self._slope
        ups = [
            "↑ " if sign_of(change.value) > 0 else "" for change in (self.row.nudge, self.row.rise)
        ]
        first = self._line(f"{ups[0]}{{dw}} {{h:equals}}", Role.INPUT, h=nudge)
        moved = self._line("{J}({w} + {dw}) {v:equals}", Role.OUTPUT, v=self.row.nudged_value)
        risen = self._line(f"{ups[1]}{{dJ}} {{rise:equals}}", Role.OUTPUT, rise=rise)
        if self._about:
            exact = self._exactly and slope.exact and nudge.exact and rise.exact
            relation = "=" if exact else "approx"
            product = f"{relation} {coloured(Role.SLOPE, '{s}')} dot {coloured(Role.INPUT, '{h}')}"
            factors = {"s": terms.factor(slope), "h": terms.factor(nudge)}
            whole = self._line(
                f"{ups[1]}{{dJ}} {{rise:equals}} {product}", Role.OUTPUT, rise=rise, **factors
            )
            parts = risen, self._line(product, Role.OUTPUT, **factors)
            others = in_lines(whole, parts, box) if with_value else in_column(*parts)
        else:
            change = terms.over(self._dJ, self._dw)
            quotient = self._line(
                "{change} {q:equals} -> {s}",
                Role.SLOPE,
                change=change,
                q=self.row.quotient,
                s=slope,
            )
            others = in_column(risen, quotient, gap=_LEADING)
        some = [first, moved] if with_value else [first]
        fit(in_column(*some, others, gap=_LEADING), box)
        return [*some, *cast(list[Text], [*others])]

    def turned(self, box: Box) -> list[Text]:
        """Return what a fall is, and what rise that is, from the top of a box."""
        size = self._scene.digits.shown(abs(self._slope.quantity.value))
        forms = "↓ thick {n:plain} thin {dw}", "= thick ↑ thick {s} thin {dw}"
        fields: Fields = {"dw": self._dw, "n": size, "s": terms.factor(self._slope)}
        lines = [self._scene.formula(one, _LARGE, Role.OUTPUT, **fields) for one in forms]
        fit(in_column(*lines), box)
        return lines

    def _line(self, template: str, role: Role, **fields: Wordable) -> Text:
        return self._scene.formula(template, _SIZE, role, **{**self._named, **fields})
