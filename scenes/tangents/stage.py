"""What the tangent story draws with: a point on a curve with its secant or tangent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import sympy as sp
from manim import Mobject, VGroup, VMobject

from calculus.edges import slopes
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity, quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.bars import spanning
from scenes.picture.card import chip, panel
from scenes.picture.curves import Sight
from scenes.picture.framing import overview, to_scale
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Here
from scenes.picture.motion import DIMMED, Drive, Scale, shade
from scenes.picture.placing import Obstacles, box_of, clearest
from scenes.picture.plot import Plot, knocked_out, stroke
from scenes.picture.rods import Rods
from scenes.picture.shapes import NOTHING, dashed
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.tangents.badge import SlopeBadge
from scenes.tangents.labels import put_beside
from scenes.tangents.places import Places
from scenes.tangents.ways import has_slopes, is_whole
from scenes.words import terms

_FOOT = 0.4  # height of the numbers along the foot, and what is between these and a guide
_ZOOM = 1.5  # how much smaller a window has to be to be worth zooming in
# A step goes one across, or a power of ten where that has such a share of the window's width.
_SHORTEST_STEP, _LONGEST_STEP = 0.02, 0.7
_NEAR = 1e-8  # of a number: a second one so near has digits enough in common with it
_SHORT = 8  # characters of an exact number that is shown in full
_PLACES, _SIGNIFICANT = 3, 3  # digits of a number in the picture; the table has more
_EDGE = 0.02  # of a window, in which a dot would touch its edge
_PEN, _THIN = pen(6), 6  # of lines; half the width of a step, in pixels
_SPOKEN = 44  # font size of what is said
_AHEAD = 0.15  # of the window's width, to ride along at first


def _whole() -> float:
    return 1.0


class TangentStage:
    """The world with a riding point, its secant or tangent, and a step along it.

    The world's state: ``x`` where the point is, ``h`` how far the second point is (0 for the
    tangent), ``unit`` a nudge of the lens, ``across`` and ``up`` the drawn share of a step.

    Attributes:
        plot: The world.
        run: How far a step goes across: one, or another power of ten.
        ghosts: Points with their tangents and steps, which stay where they are.
        close_up: The window for what comes after the secants.
        line: The secant, or the tangent when the second point has arrived.
        rod: The way across to the second point.
        height: The way up to it.
        plumb: A guide from the point down to its input.
        badge: The slope of the line, rolling along.
        heading: The title, on a chip.
        marks: What else is written, for which the numbers at the edges make room.
    """

    def __init__(
        self, scene: LessonScene, function: Function, tables: Sequence[NudgeTable], places: Places
    ) -> None:
        self._scene, self._function, self._tables = scene, function, tables
        self._places = places
        self._background = scene.theme.background
        self.ghosts: list[VGroup] = []
        first = tables[0]
        self.run = _run_of(overview(function, tables))
        self._whole, self.close_up = (
            to_scale(window, places.action)
            for window in _windows(function, tables, float(self.run))
        )
        alone, size = scene.regions.action(), (self._whole.width, self._whole.height)
        shares = alone.width / places.action.width, alone.height / places.action.height
        first_window = Window.around(*self._whole.middle, size[0] * shares[0], size[1] * shares[1])
        state = {
            "area": alone, "x": first.at.number, "h": 0.0,
            "across": 0.0, "up": 0.0,
            "unit": Scale(abs(first.rows[0].nudge.number)), **Rods.STATE,
        }  # fmt: skip
        names = terms.on_axes(function)
        heights = scene.say("heights").markup
        self.plot = World(
            scene.regions, first_window, scene.theme, names=names, heights=heights, state=state
        )
        self.curve = self.plot.curve(function)
        self.dot, self.second, self.line, self.rod, self.height = (
            self.part_of(self.plot, name) for name in ("dot", "second", "line", "base", "height")
        )
        self.plumb = self._plumb()
        self.across = self.plot.triangle(
            function, "base", self._x, self._run, lambda: float(self.plot["across"])
        )
        self.up = self._rise(self._x, lambda: self.plot["up"])
        self.badge = SlopeBadge(self, scene, tables, self._badge_box())
        f, small = terms.definition(function), scene.theme.small
        title = scene.label("The slope of {f}", small, Role.NEUTRAL, f=f)
        self.heading = self._clear_above(chip(title, self.plot.area))
        self.marks: tuple[VMobject, ...] = (self.heading,)

    def make_room(self) -> Drive:
        """Let the world glide to where there is room for what is read."""
        self.yield_on_the_way(area=self._places.action, window=self._whole)
        return Drive(self.plot, 0.7, area=self._places.action, window=self._whole)

    def yield_on_the_way(self, **end: Box | Window) -> None:
        """Let no number at the edges stand where marks come by while the world glides."""
        start = {name: self.plot[name] for name in end}
        before = [box_of(mark) for mark in self.marks]
        self.plot.set(**end)
        after = [box_of(mark) for mark in self.marks]
        ways = [Box.hull(*ends) for ends in zip(before, after, strict=True)]
        self.plot.set(**start, taken=(*self.plot["taken"], *ways))

    @property
    def risen(self) -> VMobject:
        """What shows the rise; the way across, where the second point is out of sight."""
        return self.height if self.height.has_points() else self.rod

    def part_of(self, plot: Plot, name: str, reach: Here | None = None) -> VMobject:
        """Return a part of the secant's figure, drawn in the world or in a lens on it.

        Args:
            plot: The world or the lens.
            name: "line", "dot" or "second", or a side of the triangle, "base" or "height".
            reach: How far the second point of the line is, if it is not that of now.
        """
        by = reach or (lambda: float(self.plot["h"]))
        if name == "line":
            return plot.straight(
                lambda _: (*self.here(self.plot), self.slope(self.plot, by())),
                Role.SLOPE,
                width=_PEN,
                of=self._function,
                reach=lambda _: by(),
            )
        if name in ("base", "height"):
            return plot.triangle(self._function, name, self._x, by)
        place, role = (self.here, Role.FUNCTION) if name == "dot" else (self.there, Role.OUTPUT)
        return plot.dot(lambda _: in_sight(self.plot, *place(self.plot)), role, on=self._function)

    def past(self, plot: Plot, row: NudgeRow) -> VMobject:
        """Return the secant of a nudge that has been, faint."""
        reach = row.nudge.number
        line = self.part_of(plot, "line", lambda: reach)
        shade(line, DIMMED)
        return line

    def here(self, plot: Plot) -> tuple[float, float]:
        """Return the point, in axis coordinates."""
        return plot["x"], self._function.sample_at(plot["x"])

    def there(self, plot: Plot) -> tuple[float, float]:
        """Return the second point, in axis coordinates."""
        x = plot["x"] + plot["h"]
        return x, self._function.sample_at(x)

    def slope(self, plot: Plot, h: float) -> float:
        """Return the slope of a secant, or the tangent's where its second point has arrived."""
        x0, y0 = self.here(plot)
        if h == 0:
            return float(slopes(self._function, x0))
        x1 = x0 + h
        y1 = self._function.sample_at(x1)
        if abs(x1 - x0) < _NEAR * abs(x0) and abs(y1 - y0) < _NEAR * abs(y0):
            # Rounding leaves little of so small a rise.
            return float(slopes(self._function, (x0 + x1) / 2))
        return (y1 - y0) / (x1 - x0)

    def rise(self, table: NudgeTable) -> Quantity:
        """Return how far a step from a point goes up along its tangent."""
        return table.slope if self.run == 1 else quantity(table.slope.value * self.run)

    def leads_to(self, x: float, h: float) -> bool:
        """Say whether the point, and the second one, can ride along the curve to new places.

        They cannot where it has no value or jumps, or leaves the picture, as it does at a pole;
        nor can the tangent where there is no slope.
        """
        plot, curve, window = self.plot, self._function, self.plot.window
        around = replace(
            window, bottom=window.bottom - window.height, top=window.top + window.height
        )
        ways = [(plot["x"], x), (plot["x"] + plot["h"], x + h)]
        if not all(is_whole(curve, *way, Sight(around, plot.area)) for way in ways):
            return False
        return plot["x"] == x or has_slopes(curve, plot["x"], x, plot.area)

    def first_input(self) -> float:
        """Return where the curve comes into sight on its way to the first point, or from it."""
        window, at = self.plot.window, self._tables[0].at.number

        def way(end: float) -> float:
            xs = np.linspace(at, end, 100)
            seen = [window.contains(x, self._function.sample_at(x), slack=-2 * _EDGE) for x in xs]
            return float(xs[len(xs) - 1 if all(seen) else max(seen.index(False) - 1, 0)])

        left, right = way(window.left), way(window.right)
        return left if at - left > _AHEAD * window.width else right

    def place(self, label: Text) -> Text:
        """Put the name of a point to the foot of its guide, wherever the world glides."""
        knocked_out(label, self._background)
        self.marks = (*self.marks, label)

        def follow(label: VMobject) -> None:
            area, (x, _, _) = self.plot.area, self.plot.point(*self.here(self.plot))
            half = label.width / 2
            assert isinstance(label, Text)
            label.place(np.clip(x, area.left + half, area.right - half), area.bottom + 0.06)

        self.plot.derive_from(label, follow)
        return label

    def clear(self, *labels: Mobject, badge: bool = True) -> None:
        """Let no number at the edges stand where labels or points are, or the badge, if it is."""
        dots = [self.dot, *(ghost[-1] for ghost in self.ghosts)]
        self.plot.yield_to(*[self.badge] * badge, *self.marks, *dots, *labels)

    def settle(self) -> VGroup:
        """Let the point with its tangent and step stay where it is, and return these."""
        ghost = self.ghost(self.plot["x"])
        self.ghosts.append(ghost)
        self.clear()
        self._scene.add(ghost)
        return ghost

    def ghost(self, x: float) -> VGroup:
        """Return a point of the curve with its tangent and step, which stay where they are."""
        y, slope = self._function.sample_at(x), self._slope_at(x)
        line = self.plot.straight(lambda _: (x, y, slope), Role.SLOPE, _PEN, of=self._function)
        across = self.plot.triangle(self._function, "base", lambda: x, self._run)
        up = self._rise(lambda: x)
        dot = self.plot.dot(lambda _: (x, y), Role.FUNCTION, on=self._function)
        return VGroup(line, across, up, dot)

    def step_labels(self, table: NudgeTable, *drawn: Mobject) -> tuple[Text, ...]:
        """Return the labels of a step: how far across, and, where it is not level, how far up.

        Args:
            table: The point.
            drawn: What they keep clear of besides.
        """
        across = self._scene.formula("{run}", _SPOKEN, Role.INPUT, run=self.run)
        rise = self.short(self.rise(table))
        up = self._scene.formula("{rise}", _SPOKEN, Role.SLOPE, rise=rise)
        labels = (across, up) if table.slope.number else (across,)
        ghost = self.ghost(table.at.number)
        self.put(zip(labels, ghost[1:3], strict=False), ghost, *drawn)
        return labels

    def slope_label(self, table: NudgeTable) -> Text:
        """Return the slope at a point, to be put somewhere."""
        return self._scene.formula("{s}", _SPOKEN, Role.SLOPE, s=self.short(table.slope))

    def put(self, labels: Iterable[tuple[Text, Mobject]], *drawn: Mobject) -> None:
        """Put labels beside what they belong to, where nothing else is."""
        taken = Obstacles.of(self.plot.area, self.curve, self.badge, *self.marks, *drawn)
        put_beside(labels, taken.filling(self.plot.edges), self._background)

    def short(self, value: Quantity) -> Shown:
        """Return a number with few digits, for a label in the picture."""
        full = self._scene.digits.shown(value)
        if full.exact and len(full.text) <= _SHORT:
            return full
        return self._scene.digits.shown(value, places=_PLACES, significant=_SIGNIFICANT)

    def _slope_at(self, x: float) -> float:
        return float(slopes(self._function, x))

    def _x(self) -> float:
        return float(self.plot["x"])

    def _run(self) -> float:
        return float(self.run)

    def _plumb(self) -> VMobject:
        """Return a dashed line from the point down to the numbers at the foot."""

        def shape(line: VMobject) -> None:
            place = in_sight(self.plot, *self.here(self.plot))
            point = self.plot.point(*place)
            foot = np.array([point[0], self.plot.area.bottom + _FOOT, 0])
            seen = point[1] > foot[1]  # not where there is no place
            line.set_points(dashed(foot, point) if seen else NOTHING)

        return self.plot.derive(stroke(self._scene.theme[Role.NEUTRAL], pen(3), "guide"), shape)

    def _rise(self, at: Here, share: Here = _whole) -> VMobject:
        """Return a bar up to the tangent at a point of the curve, a step further on."""

        def ends() -> tuple[float, float, float, float]:
            y, run = self._function.sample_at(at()), self._run()
            return at() + run, y, at() + run, y + run * self._slope_at(at())

        return spanning(self.plot, Role.SLOPE, ends, share, px(_THIN))

    def _badge_box(self) -> Box:
        """Return the chip of the slope; in the world it stands where it hides least."""
        box, action = self._places.badge, self._places.action
        if not action.meets(box):
            return box
        self.plot.set(area=action)
        moved = box_of(self._clear_above(panel(box, self._scene.theme)))
        self.plot.set(area=self._scene.regions.action())
        return moved

    def _clear_above(self, part: VMobject) -> VMobject:
        """Move a part along the top of the action box to where it lies on no curve."""
        area, y = self.plot.area, part.get_y()
        room, x = (area.width - part.width) / 2, area.centre[0]
        places = [(x + side * room, y) for side in (0, -1, 1)]
        return part.move_to((*clearest(part, places, Obstacles.of(area, self.curve)), 0.0))


def in_sight(plot: Plot, x: float, y: float) -> tuple[float, float]:
    """Return a place of a plot; none, where a dot would not be seen as a whole."""
    return (x, y) if plot.window.contains(x, y, slack=-_EDGE) else (np.nan, np.nan)


def _run_of(window: Window) -> sp.Rational:
    """Return how far a step goes across: the power of ten nearest to one that can be seen."""
    shares = {power: 10.0**power / window.width for power in range(-12, 13)}
    seen = [p for p, share in shares.items() if _SHORTEST_STEP < share < _LONGEST_STEP]
    return sp.Integer(10) ** min(seen, key=abs, default=0)


def _windows(function: Function, tables: Sequence[NudgeTable], run: float) -> tuple[Window, Window]:
    """Return a window that shows the first secant, and one for the points and the steps.

    They are the same unless the secant's second point lies far away.
    """
    near = overview(function, tables, above=0.4)
    second = tables[0].rows[0]
    whole = near.including(second.nudged_at.number, second.nudged_value.number, room=0.08)
    for table in tables:
        x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
        whole, near = (w.including(x + run, y + slope * run) for w in (whole, near))
    whole = whole.including(second.nudged_at.number, second.nudged_value.number)
    small = near.width * _ZOOM < whole.width or near.height * _ZOOM < whole.height
    return whole, near if small else whole
