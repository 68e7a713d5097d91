"""What a small nudge does at a point, compared with the slope there."""

from __future__ import annotations

from typing import Any

from manim import VGroup

from calculus.digits import magnitude, sign_of
from calculus.nudge import NudgeTable
from scenes.base import LessonScene
from scenes.look.text import Text, coloured, math, outlines
from scenes.look.theme import Role
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.compose import fit, in_column
from scenes.picture.layout import Box
from scenes.tangents.sentences import check
from scenes.telling.claims import is_near
from scenes.words import terms
from scenes.words.wording import Term, fill

_LEAST_SIZE = 0.85  # share of its size to which a line is shrunk before it is broken
_SPACE = 5 / 18  # before a relation, in ems


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
        """Return the calculation, from the top of a box: ΔJ = 0.006001 ≈ 6 · 0.001."""
        nudge, rise = self._nudge, self._rise
        lines = [self._line("{dw} {h:equals}", Role.INPUT, dw=self._dw, h=nudge)]
        if not self._about:
            change = terms.over(self._dJ, self._dw)
            lines += [
                self._line("{dJ} {rise:equals}", Role.OUTPUT, dJ=self._dJ, rise=rise),
                self._line(
                    "{change} {q:equals} -> {s}", Role.SLOPE,
                    change=change, q=self.row.quotient, s=self._slope,
                ),
            ]  # fmt: skip
            return _hung(lines, box)
        exact = self._exactly and self._slope.exact and nudge.exact and rise.exact
        relation = "=" if exact else "approx"
        product = f"{relation} {coloured(Role.SLOPE, '{s}')} dot {coloured(Role.INPUT, '{h}')}"
        value = "{dJ} {rise:equals}"
        left: dict[str, Any] = {"dJ": self._dJ, "rise": rise}
        right: dict[str, Any] = {"s": terms.factor(self._slope), "h": terms.factor(nudge)}
        whole = f"{value} {product}"
        if self._width(whole, **left, **right) * _LEAST_SIZE <= box.width:
            return _hung([*lines, self._line(whole, Role.OUTPUT, **left, **right)], box)
        lines += [
            self._line(value, Role.OUTPUT, **left),
            self._line(product, Role.OUTPUT, **right),
        ]
        # The second relation stands under the first.
        return _hung(lines, box, indent=self._width("{dJ}", dJ=self._dJ) + _SPACE * self._em)

    @property
    def _em(self) -> float:
        return float(self._scene.theme.body * EM_PER_FONT_SIZE)

    def _line(self, template: str, role: Role, **fields: Any) -> Text:
        return self._scene.formula(template, role=role, **fields)

    def _width(self, template: str, **fields: Any) -> float:
        source = math(fill(template, self._scene.tongue, **fields).typst)
        return float(outlines(source, self._scene.theme).advance) * self._em


def _hung(lines: list[Text], box: Box, indent: float = 0.0) -> VGroup:
    """Hang lines from the top of a box, the last indented."""
    hung = in_column(*lines)
    lines[-1].shift((max(0.0, min(indent, box.width - lines[-1].width)), 0, 0))
    return fit(hung, box)
