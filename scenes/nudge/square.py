"""Why a square gains as much as it does: two strips and a corner, drawn as areas."""

from __future__ import annotations

from dataclasses import dataclass

from manim import VGroup, VMobject

from calculus.expression import Binary, Name, integer
from calculus.line import nudge_name
from calculus.nudge import NudgeTable
from calculus.quantity import Quantity, evaluated
from scenes.base import LessonScene
from scenes.look.text import Text, coloured, scale_to_fit
from scenes.look.theme import Role
from scenes.nudge.ledger import Names
from scenes.nudge.stage import NudgeStage
from scenes.picture.card import panel
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit, in_column
from scenes.picture.layout import Box
from scenes.picture.meaning import Detail, claim
from scenes.picture.motion import Drive, Picture, appear, vanish
from scenes.picture.plot import filled
from scenes.picture.shapes import polyline

_SPOKEN, _LINE = 50, 44  # font sizes
_LEAST, _MOST = 1 / 30, 1 / 2  # of the side: narrower strips are not seen, wider ones no nudge
_ROOM, _AT_SIDE, _UNDER = 0.35, 1.1, 0.75  # Manim units: around all, beside and under the square
_GAP = 0.15  # between the square and what is written at it


@dataclass(frozen=True)
class Square:
    """A number times itself, as a square that grows with the first nudge.

    Attributes:
        side: The number.
        nudge: By how much the side grows.
        strip: The area of each of two strips that the square gains.
        corner: And of the corner between them.
    """

    side: Quantity
    nudge: Quantity
    strip: Quantity
    corner: Quantity

    @classmethod
    def of(cls, table: NudgeTable) -> Square | None:
        """Return the square of a point; None where the function is none, or cannot be drawn."""
        function, row = table.function, table.rows[0]
        x, h = function.variable, nudge_name(function)
        if function.body_source != f"{x}**2" or row.at.number <= 0:
            return None
        if not _LEAST <= row.nudge.number / row.at.number <= _MOST:
            return None
        values = {x: row.at.value, h: row.nudge.value}
        strip = evaluated(Binary("*", Name(x), Name(h)), values)
        return cls(row.at, row.nudge, strip, evaluated(Binary("**", Name(h), integer(2)), values))

    def tell(self, scene: LessonScene, stage: NudgeStage) -> None:
        """Let the square grow, on a card over the world."""
        figure = _Figure(self, scene, stage.names, stage.middle)
        stage.clear(figure.card)
        with scene.beat(
            "Why? A square of side {a} gains two strips of {s} and a corner of {c}.",
            a=scene.digits.as_given(self.side), s=scene.digits.brief(self.strip),
            c=scene.digits.brief(self.corner),
        ):  # fmt: skip
            scene.play(appear(figure.card, figure.parts[0], *figure.sides), run_time=0.4)
            scene.add(*figure.parts[1:])
            scene.play(Drive(figure.state, grown=1.0, run_time=1.0), share=0.2)
            above, beside, corner = figure.labels
            strips = zip(figure.parts[1:3], (above, beside), strict=True)
            scene.play(*(bring(part, label) for part, label in strips), at="s")
            scene.play(bring(figure.parts[3], corner), at="c")
            scene.play(Merge(*figure.labels, into=figure.sum, dims=1.0))
            scene.play(Merge(figure.sum, figure.sides[1], into=figure.quotient, dims=1.0))
        scene.play(vanish(figure.card, *figure.parts, *figure.sides, *figure.labels, *figure.lines))
        stage.clear()


class _Figure:
    """What is drawn: a square, two strips and a corner; ``grown`` of the state is their width."""

    def __init__(self, square: Square, scene: LessonScene, names: Names, area: Box) -> None:
        self.state, theme = Picture(grown=0.0), scene.theme
        self.card = panel(area, theme)
        layer = self.card.z_index + 1
        box = area.inset(*[_ROOM] * 4)
        flat = box.width > box.height
        figure, rest = box.beside(0.56) if flat else box.above(0.7)
        share = square.nudge.number / square.side.number
        whole = min(figure.width - _AT_SIDE, figure.height - 2 * _UNDER)
        side = whole / (1 + share)
        left, bottom = figure.left, figure.centre[1] - whole / 2
        self._inner = Box(left, bottom, left + side, bottom + side)
        self._thick = side * share
        colours = (Role.FUNCTION, 0.6), (Role.SLOPE, 0.8), (Role.SLOPE, 0.8), (Role.INPUT, 0.95)
        self.parts = [filled(theme[role], "label", opacity) for role, opacity in colours]
        for i, part in enumerate(self.parts):
            claim(part, Detail())
            self.state.derive(part, lambda part, i=i: self._shape(part, i))
            part.set_z_index(layer)
        self._write(square, scene, names, rest)
        for text in (*self.sides, *self.labels, *self.lines):
            text.set_z_index(layer + 1)

    def _shape(self, part: VMobject, i: int) -> None:
        inner, thick = self._inner, self._thick * self.state["grown"]
        right, top = inner.right + thick, inner.top + thick
        box = (
            inner,
            Box(inner.left, inner.top, inner.right, top),
            Box(inner.right, inner.bottom, right, inner.top),
            Box(inner.right, inner.top, right, top),
        )[i]
        part.set_points(polyline(box.outline, closed=True))

    def _write(self, square: Square, scene: LessonScene, names: Names, rest: Box) -> None:
        write, inner, digits = scene.formula, self._inner, scene.digits
        right, top = inner.right + self._thick, inner.top + self._thick
        a, h = digits.as_given(square.side), digits.as_given(square.nudge)
        strip, corner = digits.brief(square.strip), digits.brief(square.corner)

        def number(value: object, role: Role) -> Text:
            return write("{v}", _SPOKEN, role, v=value)  # type: ignore[arg-type]

        under = inner.bottom - _GAP
        self.sides = number(a, Role.FUNCTION), number(h, Role.INPUT)
        for text, x in zip(self.sides, (inner.centre[0], right), strict=True):
            text.move_to((x, under - text.height / 2, 0))
        above, beside = number(strip, Role.SLOPE), number(strip, Role.SLOPE)
        above.move_to((inner.centre[0], top + _GAP + above.height / 2, 0))
        beside.move_to((right + _GAP + beside.width / 2, inner.centre[1], 0))
        at_corner = number(corner, Role.INPUT)
        at_corner.move_to((right + _GAP + at_corner.width / 2, top + _GAP / 2, 0))
        self.labels = above, beside, at_corner
        twice, last = ("{s} + {s}", coloured(Role.INPUT, "{c}"))
        self.sum = write(
            f"{{df}} = {twice} + {last}", _LINE, Role.SLOPE, df=names.df, s=strip, c=corner
        )
        self.quotient = write(
            f"({{df}})/({{dx}}) = {twice} + {last}", _LINE, Role.SLOPE,
            df=names.df, dx=names.dx, s=a, c=h,
        )  # fmt: skip
        self.lines = self.sum, self.quotient
        size = min(1.0, rest.width / max(line.width for line in self.lines))
        for line in self.lines:
            scale_to_fit(line, size * line.width)
        fit(VGroup(*in_column(*self.lines, gap=0.4)), rest, up=0)
