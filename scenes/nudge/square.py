"""Why a square gains as much as it does: two strips and a corner, drawn as areas."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from manim import VGroup, VMobject

from calculus.expression import Binary, Name, integer
from calculus.line import nudge_name
from calculus.nudge import NudgeTable
from calculus.quantity import Quantity, evaluated
from scenes.base import LessonScene
from scenes.look.text import LEAST_SIZE, Text, coloured, scale_to_fit
from scenes.look.theme import Role
from scenes.nudge.ledger import Names
from scenes.nudge.stage import NudgeStage
from scenes.picture.card import panel
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit, in_column
from scenes.picture.layout import Box
from scenes.picture.meaning import Detail, claim
from scenes.picture.motion import Drive, Picture, appear, vanish
from scenes.picture.placing import box_of
from scenes.picture.plot import filled
from scenes.picture.shapes import polyline

_SPOKEN = 46  # font size
_LEAST, _MOST = 1 / 30, 1 / 2  # of the side: narrower strips are no strips, wider ones no nudge
_DRAWN = 0.22  # of the side: narrower strips are drawn so wide
_ROOM, _UNDER = 0.3, 0.6  # Manim units: around all, and over and under the square
_SMALLEST = 2.0  # side of a square, Manim units: the strips of a smaller one are not seen
_WIDE = 1.3  # a card that is wider has the sums beside the square
_GAP, _APART = 0.12, 0.3  # between the square and what is written at it, and between its sides


@dataclass(frozen=True)
class Square:
    """A number times itself, as a square that grows with the first nudge.

    Attributes:
        side: The number.
        nudge: By how much the side grows.
        strip: The area of each of two strips that the square gains.
        corner: And of the corner between them.
        quotient: What is gained, by the nudge.
    """

    side: Quantity
    nudge: Quantity
    strip: Quantity
    corner: Quantity
    quotient: Quantity

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
        corner = evaluated(Binary("**", Name(h), integer(2)), values)
        return cls(row.at, row.nudge, strip, corner, row.quotient)

    def tell(self, scene: LessonScene, stage: NudgeStage) -> None:
        """Let the square grow on a card over the world, if that has room for it."""
        figure = _Figure(self, scene, stage.names, stage.middle)
        if not figure.is_legible:
            return
        stage.clear(figure.card)
        with scene.beat(
            "Why? A square of side {a} gains two strips of {s} and a corner of {c}.", kind="result",
            a=scene.digits.as_given(self.side), s=scene.digits.brief(self.strip),
            c=scene.digits.brief(self.corner),
        ):  # fmt: skip
            first = figure.card, figure.parts[0], *figure.sides, *figure.notes
            scene.play(appear(*first), run_time=0.4)
            scene.add(*figure.parts[1:])
            scene.play(Drive(figure.state, grown=1.0, run_time=1.0), share=0.2)
            above, beside, corner = figure.labels
            strips = zip(figure.parts[1:3], (above, beside), strict=True)
            scene.play(*(bring(part, label) for part, label in strips), at="s")
            scene.play(bring(figure.parts[3], corner), at="c")
            scene.play(Merge(*figure.labels, into=figure.sum, dims=1.0))
            scene.play(*(bring(side, figure.quotient) for side in figure.sides))
            scene.play(Merge(figure.quotient, into=figure.total, dims=1.0))
        scene.play(vanish(figure.card, *figure.parts, *figure.texts))
        stage.clear()


class _Figure:
    """What is drawn: a square, two strips and a corner; ``grown`` of the state is their width."""

    def __init__(self, square: Square, scene: LessonScene, names: Names, area: Box) -> None:
        self.state, theme = Picture(grown=0.0), scene.theme
        self.card = panel(area, theme)
        self._write(square, scene, names)
        box = area.inset(*[_ROOM] * 4)
        flat = box.width > _WIDE * box.height
        figure, rest = box.beside(0.53, gap=0.2) if flat else box.above(0.68)
        aside = max(label.width for label in self.labels) + 2 * _GAP
        whole = min(figure.width - aside, figure.height - 2 * _UNDER)
        share = square.nudge.number / square.side.number
        self._share = max(share, _DRAWN)
        if share == self._share:
            self.notes.clear()
        left, bottom = figure.left, figure.centre[1] - whole / 2
        self._whole = Box(left, bottom, left + whole, bottom + whole)
        self._place(rest)
        colours = (Role.FUNCTION, 0.75), (Role.OUTPUT, 1), (Role.OUTPUT, 1), (Role.INPUT, 1)
        self.parts = [filled(theme[role], "label", opacity) for role, opacity in colours]
        layer = self.card.z_index + 1
        for i, part in enumerate(self.parts):
            claim(part, Detail())
            self.state.derive(part, partial(self._shape, i)).set_z_index(layer)
        for text in self.texts:
            text.set_z_index(layer + 1)

    @property
    def texts(self) -> tuple[Text, ...]:
        """All that is written."""
        return *self.sides, *self.labels, *self.lines, *self.notes

    @property
    def is_legible(self) -> bool:
        """Whether all is large enough, and nothing rounded."""
        exact = all(number.exact for text in self.texts for number in text.numbers)
        nudge = box_of(self.sides[1])
        within = box_of(self.card).holds(nudge) and not box_of(self.quotient).meets(nudge)
        least = min(line.font_size for line in self.lines)
        return exact and within and self._whole.width >= _SMALLEST and least >= LEAST_SIZE

    def _write(self, square: Square, scene: LessonScene, names: Names) -> None:
        write, digits = scene.formula, scene.digits
        a, h = digits.as_given(square.side), digits.as_given(square.nudge)
        strip, corner = digits.brief(square.strip), digits.brief(square.corner)
        self.sides = [
            write("{name} {v:equals}", _SPOKEN, role, name=name, v=value)
            for name, value, role in ((names.x, a, Role.FUNCTION), (names.dx, h, Role.INPUT))
        ]
        areas = (strip, Role.OUTPUT), (strip, Role.OUTPUT), (corner, Role.INPUT)
        self.labels = [write("{v}", _SPOKEN, role, v=value) for value, role in areas]
        parts = "{s} + {s}", coloured(Role.INPUT, "{c}")
        h_under = coloured(Role.INPUT, "{h:plain}")
        self.sum = write(
            f"({{df}})/({{dx}}) = ({coloured(Role.OUTPUT, ' + '.join(parts))})/({h_under})",
            _SPOKEN, Role.SLOPE, df=names.df, dx=names.dx, s=strip, c=corner, h=h,
        )  # fmt: skip
        self.quotient = write(f"= {' + '.join(parts)}", _SPOKEN, Role.SLOPE, s=a, c=h)
        self.total = write("{q:equals}", _SPOKEN, Role.SLOPE, q=digits.brief(square.quotient))
        self.lines = self.sum, self.quotient, self.total
        self.notes = [scene.label("not to scale", scene.theme.small, Role.NEUTRAL)]

    def _place(self, rest: Box) -> None:
        whole, inner = self._whole, self._inner
        side, nudge = self.sides
        line = whole.bottom - _GAP - side.height
        side.place(inner.centre[0], line)
        nudge.place(max(side.end + _APART, inner.right - _GAP), line, anchor=-1)
        above, beside, corner = self.labels
        above.move_to((inner.centre[0], whole.top + _GAP + above.height / 2, 0))
        for text, y in ((beside, inner.centre[1]), (corner, (inner.top + whole.top) / 2)):
            text.move_to((whole.right + _GAP + text.width / 2, y, 0))
        scale_to_fit(self.sum, rest.width)
        for note in self.notes:
            fit(note, rest, across=1, up=-1)
            rest = replace(rest, bottom=note.get_top()[1] + _GAP)
        fit(VGroup(*in_column(*self.lines, gap=0.35)), rest, up=0)

    @property
    def _inner(self) -> Box:
        """The square before it grows."""
        whole = self._whole
        side = whole.width / (1 + self._share)
        return Box(whole.left, whole.bottom, whole.left + side, whole.bottom + side)

    def _shape(self, i: int, part: VMobject) -> None:
        inner = self._inner
        thick = (self._whole.right - inner.right) * self.state["grown"]
        right, top = inner.right + thick, inner.top + thick
        box = (
            inner,
            Box(inner.left, inner.top, inner.right, top),
            Box(inner.right, inner.bottom, right, inner.top),
            Box(inner.right, inner.top, right, top),
        )[i]
        part.set_points(polyline(box.outline, closed=True))
