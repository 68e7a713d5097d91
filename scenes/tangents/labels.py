"""The labels of the tangent story, where nothing else is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import sympy as sp
from manim import Mobject, VGroup, VMobject

from calculus.nudge import NudgeTable
from calculus.quantity import Quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.layout import Box
from scenes.picture.placing import Obstacles, Place, around, clearest
from scenes.picture.plot import Plot, stroke
from scenes.picture.shapes import Points, segments

Piece = tuple[Points, Points]  # start and end of a straight piece in the frame

_GAP = 0.2  # between an arrow and its label, Manim units
_LINE = 0.5  # from the baseline of a point's label to that of its slope
_ROOM = 0.18  # at least between two labels
_FAR = 0.4  # from here on a line leads from a label to what it belongs to
_GRID = 0.15  # from one place to the next where any will do
_SHORT = 8  # characters of an exact number that is shown in full
_PLACES, _SIGNIFICANT = 3, 3  # digits of a number in the picture; the table has more


class TangentLabels:
    """Makes labels for one plot and finds places for them.

    Args:
        scene: The scene.
        plot: The plot.
        drawn: What there is in the plot besides its axes.
    """

    def __init__(self, scene: LessonScene, plot: Plot, *drawn: Mobject) -> None:
        self._scene = scene
        stage = scene.regions.stage
        within = plot.area.inset(right=plot.area.right - stage.right)
        axes = plot.axes.submobjects[1:]  # without the grid
        self._plot = plot
        self._taken = Obstacles.of(within, *axes, *drawn)

    def step(self, corners: Points, run: sp.Expr, rise: Quantity) -> VGroup:
        """Return the labels of the arrows of a step.

        Args:
            corners: Where the step starts, turns and ends, in the frame, shape (3, 3).
            run: How far it goes across.
            rise: How far it goes up.
        """
        start, corner, end = corners
        across = self._scene.formula("{run}", run=run, role=Role.INPUT)
        up = self._scene.formula("{rise}", rise=self._short(rise), role=Role.OUTPUT)
        side = -1 if end[1] >= corner[1] else 1
        run_arrow, rise_arrow = (start, corner), (corner, end)
        named = [(across, run_arrow, rise_arrow, (0, side)), (up, rise_arrow, run_arrow, (1, 0))]
        labels = VGroup()
        for label, own, other, outside in named if rise.number else named[:1]:
            near = [*_along(label, *own, outside), *around(label, _xy(own[1]), _GAP)]
            labels.add(self._placed(label, near, own, other)[0])
        return labels

    def points(self, tables: Sequence[NudgeTable]) -> list[VGroup]:
        """Return the labels of points and of their slopes, beside the curve.

        Where there is no room for all of them they say less: the table has it all.
        """
        points, slopes = zip(*map(self._point, tables), strict=True)
        free = self._taken
        for said in (zip(points, slopes, strict=True), zip(points), zip(slopes)):
            self._taken = free
            placed = [
                self._beside(VGroup(*parts), table)
                for parts, table in zip(said, tables, strict=True)
            ]
            if not any(covered for _, covered in placed):
                break
        return [label for label, _ in placed]

    def _point(self, table: NudgeTable) -> tuple[Text, Text]:
        """Return the coordinates of a point, and below them its slope."""
        # A comma between them could be taken for that of a decimal.
        form = "({a} thin ; {v})" if self._scene.theme.decimal_comma else "({a}, {v})"
        a, value = self._scene.digits.as_given(table.at), self._short(table.rows[0].value)
        point = self._scene.formula(form, a=a if a.exact else self._short(table.at), v=value)
        slope = self._scene.formula("{s}", s=self._short(table.slope), role=Role.SLOPE)
        return point, slope.place(point.start, point.baseline - _LINE, anchor=-1)

    def _short(self, value: Quantity) -> Shown:
        """Return a number with few digits, for a label in the picture."""
        full = self._scene.digits.shown(value)
        if full.exact and len(full.text) <= _SHORT:
            return full
        return self._scene.digits.shown(value, places=_PLACES, significant=_SIGNIFICANT)

    def _beside(self, label: VGroup, table: NudgeTable) -> tuple[VGroup, float]:
        """Put a label beside its point, outside the curve if there is room."""
        at = self._plot.point(table.at.number, table.rows[0].value.number)
        across, low = _GAP + label.width / 2, float(at[1]) - label.height / 2 + 0.05
        outside = 1 if table.slope.number >= 0 else -1
        beside = [(float(at[0]) + side * across, low) for side in (outside, -outside)]
        found = self._placed(label, [*beside, *around(label, _xy(at))], (at, at))
        first, *below = label
        if label.get_x() < at[0]:
            for text in below:
                text.place(first.end, text.baseline, anchor=1)
        return found

    def _placed(
        self, label: VMobject, near: Sequence[Place], own: Piece, other: Piece | None = None
    ) -> tuple[VGroup, float]:
        """Put a label at the clearest place, with a line to what it belongs to if that is far.

        Args:
            label: The label.
            near: Places to prefer; any other is taken only where these are covered.
            own: What it belongs to, a straight piece or a point.
            other: What it must not seem to belong to.

        Returns:
            The label, and how much it covers there.
        """

        def allowed(places: Iterable[Place]) -> list[Place]:
            inside = [place for place in places if self._holds(label, place)]
            return [
                place
                for place in inside
                if other is None
                or _belongs(place, own, other)
                or _gap(label, place, other) > _FAR  # then a line says where it belongs
            ]

        away = self._anywhere(label, (own[0] + own[1]) / 2)
        place = clearest(label, allowed(near) or away, self._taken)
        if self._covered(label, place):
            place = clearest(label, [place, *allowed(away)], self._taken)
        covered = self._covered(label, place)
        label.move_to((*place, 0.0))
        found = VGroup(label)
        if _gap(label, place, own) > _FAR:
            line = stroke(self._scene.theme[Role.NEUTRAL], 2, "guide", 0.8)
            found.add(line.set_points(segments(*_leader(label, place, own))))
        self._taken = self._taken.adding(found, _fence(label))
        return found, covered

    def _anywhere(self, label: VMobject, at: Points) -> list[Place]:
        """Return places for a label all over the plot, the nearest to a point first."""
        within, width, height = self._taken.within, label.width / 2, label.height / 2
        places = [
            (float(x), float(y))
            for x in np.arange(within.left + width, within.right - width, _GRID)
            for y in np.arange(within.bottom + height, within.top - height, _GRID)
        ]
        return sorted(places, key=lambda place: _length(at[:2] - place))

    def _covered(self, label: VMobject, place: Place) -> float:
        return self._taken.covered(_box(label, place))

    def _holds(self, label: VMobject, place: Place) -> bool:
        """Say whether a label at a place lies in the plot."""
        box, within = _box(label, place), self._taken.within
        across = within.left <= box.left and box.right <= within.right
        return across and within.bottom <= box.bottom and box.top <= within.top


def _along(label: Text, start: Points, end: Points, outside: tuple[int, int]) -> Iterator[Place]:
    """Give places beside an arrow: at its middle first, then to both ends, then on the other side.

    Args:
        label: The label.
        start: Where the arrow starts.
        end: Where it ends.
        outside: The direction away from the other arrow of the step.
    """
    off = np.array([label.width / 2 + _GAP, label.height / 2 + _GAP]) * outside
    for side in (1, -1):
        for share in (0.5, 0.7, 0.3, 0.9, 0.1):
            x, y = (start + share * (end - start))[:2] + side * off
            yield float(x), float(y)


def _box(label: VMobject, place: Place) -> Box:
    (x, y), width, height = place, label.width / 2, label.height / 2
    return Box(x - width, y - height, x + width, y + height)


def _fence(label: VMobject) -> VMobject:
    """Return what keeps the next label away, so that two are not read as one."""
    box = _box(label, _xy(label.get_center())).inset(*[-_ROOM] * 4)
    corners = box.corners
    return VMobject().set_points(segments(corners[::2] + corners[:2], corners[1::2] + corners[2:]))


def _leader(label: VMobject, place: Place, piece: Piece) -> tuple[Points, Points]:
    """Return ends of a line from a label at a place to a straight piece, shape (1, 3) each."""
    box, end = _box(label, place), _nearest(place, piece)
    edge = np.clip(end, [box.left, box.bottom, 0], [box.right, box.top, 0])
    return edge[None], end[None]


def _gap(label: VMobject, place: Place, piece: Piece) -> float:
    edge, end = _leader(label, place, piece)
    return _length((end - edge)[0])


def _belongs(place: Place, own: Piece, other: Piece) -> bool:
    """Say whether a label at a place is seen to belong to one arrow rather than another."""
    hardly_drawn = min(_length(end - start) for start, end in (own, other)) < _FAR
    margin = 0.05 * (-1 if hardly_drawn else 1)
    return _away(place, own) + margin < _away(place, other)


def _away(place: Place, piece: Piece) -> float:
    return _length(_nearest(place, piece)[:2] - place)


def _nearest(place: Place, piece: Piece) -> Points:
    """Return the point of a straight piece that is nearest to a place."""
    start, end = piece
    way = end - start
    length = float(way @ way)
    share = float((np.array([*place, 0]) - start) @ way) / length if length else 0.0
    point: Points = start + min(max(share, 0.0), 1.0) * way
    return point


def _length(way: Points) -> float:
    return float(np.linalg.norm(way))


def _xy(point: Points) -> Place:
    return float(point[0]), float(point[1])
