"""What the tangent story draws with: a point on a curve with its secant or tangent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import sympy as sp
from manim import Mobject, VGroup, VMobject

from calculus.edges import slopes
from calculus.function import Function
from calculus.nudge import NudgeTable
from calculus.quantity import Quantity, quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text
from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.card import panel
from scenes.picture.compose import fit
from scenes.picture.curves import Sight
from scenes.picture.framing import overview
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Formula, Here, Reads, Side, Span, claim
from scenes.picture.motion import Scale
from scenes.picture.placing import Obstacles, around, box_at, clearest
from scenes.picture.plot import Plot, filled, knocked_out, stroke
from scenes.picture.rods import Rods
from scenes.picture.shapes import NOTHING, polyline
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.tangents.places import Places
from scenes.tangents.ways import has_slopes, is_whole
from scenes.words import terms

_ROLLING_DIGITS = 4  # of a slope on its way, where it is steepest
_ZOOM = 1.5  # how much smaller a window has to be to be worth zooming in
# A step goes one across, or a power of ten where that has such a share of the window's width.
_SHORTEST_STEP, _LONGEST_STEP = 0.02, 0.7
_NEAR = 1e-8  # of a number: a second one so near has digits enough in common with it
_GAP, _RINGS = 0.22, 6  # between a thing and its label, Manim units, and distances that are tried
_SHORT = 8  # characters of an exact number that is shown in full
_PLACES, _SIGNIFICANT = 3, 3  # digits of a number in the picture; the table has more
_EDGE = 0.02  # of a window, in which a dot would touch its edge
_PEN, _THIN = pen(6), 6  # of lines; half the width of a step, in pixels
_AROUND = 0.2  # at both sides of what stands in a chip, Manim units
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
        badge: The slope of the line, rolling along.
    """

    def __init__(
        self,
        scene: LessonScene,
        function: Function,
        tables: Sequence[NudgeTable],
        places: Places,
        heading: VMobject,
    ) -> None:
        self._scene = scene
        self._function = function
        self._tables = tables
        self._places, self._heading = places, heading
        self._background = scene.theme.background
        self.ghosts: list[VGroup] = []
        first = tables[0]
        self.run = _run_of(overview(function, tables))
        whole, self.close_up = _windows(function, tables, float(self.run))
        state = {
            "area": places.action, "x": first.at.number, "h": 0.0, "across": 0.0, "up": 0.0,
            "unit": Scale(abs(first.rows[0].nudge.number)), **Rods.STATE,
        }  # fmt: skip
        names = terms.on_axes(function)
        self.plot = World(scene.regions, whole, scene.theme, names=names, state=state)
        self.curve = self.plot.curve(function)
        self.dot, self.second, self.line = (
            self.part_of(self.plot, name) for name in ("dot", "second", "line")
        )
        self.guides = self.plot.guides(self.here)
        self.rod = self._base(self._x, lambda: float(self.plot["h"]))
        self.across = self._base(self._x, self._run, lambda: self.plot["across"])
        self.up = self._rise(self._x, lambda: self.plot["up"])
        self.badge = self._slope_badge()

    def part_of(self, plot: Plot, name: str) -> VMobject:
        """Return the line or one of the two dots, drawn in the world or in a lens on it."""
        if name == "line":
            return plot.straight(
                lambda _: (*self.here(self.plot), self.slope(self.plot)),
                Role.SLOPE,
                width=_PEN,
                of=self._function,
                reach=lambda _: float(self.plot["h"]),
            )
        place, role = (self.here, Role.FUNCTION) if name == "dot" else (self.there, Role.OUTPUT)
        return plot.dot(lambda _: in_sight(self.plot, *place(self.plot)), role, on=self._function)

    def here(self, plot: Plot) -> tuple[float, float]:
        """Return the point, in axis coordinates."""
        return plot["x"], self._function.sample_at(plot["x"])

    def there(self, plot: Plot) -> tuple[float, float]:
        """Return the second point, in axis coordinates."""
        x = plot["x"] + plot["h"]
        return x, self._function.sample_at(x)

    def slope(self, plot: Plot) -> float:
        """Return the secant's slope, or the tangent's where the second point has arrived."""
        if plot["h"] == 0:
            return float(slopes(self._function, plot["x"]))
        (x0, y0), (x1, y1) = self.here(plot), self.there(plot)
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

    def place_labels(self, at: Text, value: Text) -> tuple[Text, Text]:
        """Put the names of a point's coordinates to the ends of its guides."""
        area, (x, y, _) = self.plot.area, self.plot.point(*self.here(self.plot))
        is_right = x + _GAP + at.width < area.right
        at.place(
            x + (_GAP if is_right else -_GAP), area.bottom + 0.06, anchor=-1 if is_right else 1
        )
        top = self._places.badge.bottom - value.height
        value.place(area.left, min(max(y, at.get_top()[1]) + _GAP / 2, top), anchor=-1)
        for text in (at, value):
            knocked_out(text, self._background)
        return at, value

    def clear(self, *labels: Mobject) -> None:
        """Let no number at the edges stand where labels or points are."""
        dots = [self.dot, *(ghost[-1] for ghost in self.ghosts)]
        self.plot.yield_to(self._heading, self.badge, *dots, *labels)

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
        across, up = self._base(lambda: x, self._run), self._rise(lambda: x)
        dot = self.plot.dot(lambda _: (x, y), Role.FUNCTION, on=self._function)
        return VGroup(line, across, up, dot)

    def step_labels(self, table: NudgeTable) -> tuple[Text, ...]:
        """Return the labels of a step: how far across, and, where it is not level, how far up."""
        across = self._scene.formula("{run}", run=self.run, role=Role.INPUT)
        up = self._scene.formula("{rise}", rise=self.short(self.rise(table)), role=Role.SLOPE)
        labels = (across, up) if table.slope.number else (across,)
        ghost = self.ghost(table.at.number)
        self.put(zip(labels, ghost[1:3], strict=False), ghost)
        return labels

    def slope_labels(self) -> tuple[Text, ...]:
        """Return the slopes at all points, each beside its own."""
        labels = tuple(self.slope_label(table) for table in self._tables)
        dots = [ghost[-1] for ghost in self.ghosts]
        self.put(zip(labels, dots, strict=True), *self.ghosts)
        return labels

    def slope_label(self, table: NudgeTable) -> Text:
        """Return the slope at a point, to be put somewhere."""
        return self._scene.formula("{s}", s=self.short(table.slope), role=Role.SLOPE)

    def put(self, labels: Iterable[tuple[Text, Mobject]], *drawn: Mobject) -> None:
        """Put labels beside what they belong to, where nothing else is."""
        taken = Obstacles.of(self.plot.area, self.curve, self.badge, self._heading, *drawn)
        put_beside(labels, taken, self._background)

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

    def _base(self, at: Here, by: Here, share: Here = _whole) -> VMobject:
        """Return a line from a point of the curve, so far across."""

        def shape(base: VMobject) -> None:
            x, y = at(), self._function.sample_at(at())
            start, end = self.plot.points([[x, y], [x + by(), y]])
            end = start + share() * (end - start)
            base.set_points(polyline([start, (start + end) / 2, end]))

        base = stroke(self._scene.theme[Role.INPUT], pen(2 * _THIN), "line")
        claim(base, Side(self.plot, Formula.of(self._function), "base", at, by, share))
        return self.plot.derive(base, shape)

    def _rise(self, at: Here, share: Here = _whole) -> VMobject:
        """Return a bar up to the tangent at a point of the curve, a step further on."""

        def ends() -> tuple[float, float, float, float]:
            y, run = self._function.sample_at(at()), self._run()
            return at() + run, y, at() + run, y + run * self._slope_at(at())

        def shape(bar: VMobject) -> None:
            x0, y0, x1, y1 = ends()
            foot, end = self.plot.points([[x0, y0], [x1, y1]])
            end = foot + share() * (end - foot)
            seen = np.isfinite([foot, end]).all()
            bar.set_points(bar_outline(foot, end, px(_THIN)) if seen else NOTHING)

        bar = filled(self._scene.theme[Role.SLOPE], "line")
        claim(bar, Span(self.plot, ends, share))
        return self.plot.derive(bar, shape)

    def _slope_badge(self) -> VGroup:
        scene, theme, box = self._scene, self._scene.theme, self._places.badge
        word = scene.label("slope", role=Role.SLOPE)
        quotients = [row.quotient for row in self._tables[0].rows]
        slopes = [table.slope for table in self._tables]
        steepest = max(abs(slope.number) for slope in (*quotients, *slopes))
        order = int(np.floor(np.log10(steepest))) if steepest else 0
        self._rolling_places = int(np.clip(_ROLLING_DIGITS - 1 - order, 0, 9))
        number = NumberText("-", theme.title, Role.SLOPE, theme)
        shown = scene.digits.shown
        sources = [shown(slope).marked_typst for slope in (*quotients, *slopes)]
        sources.append(f"-{steepest:.{self._rolling_places}f}")  # the longest on its way
        longest = max(NumberText(one, theme.title, theme=theme).width for one in sources)
        claim(number, Reads(self.plot, self.line))
        width = word.width + 0.25 + longest + 2 * _AROUND
        middle = self.plot.window.middle[0]
        # At the side where the point is not.
        left = box.left if self._tables[0].at.number >= middle else box.right - width
        box = replace(box, left=left, right=left + width)
        start, baseline = box.right - _AROUND - longest, box.bottom + 0.1
        word.place(left + _AROUND, baseline, anchor=-1)

        def write(number: NumberText) -> None:
            source = self._slope_source()
            if source:
                number.write(source).place(start, baseline, anchor=-1)
            else:
                number.clear_points()

        self.plot.derive(number, write)
        return VGroup(panel(box, theme), word, number)

    def _slope_source(self) -> str:
        """Return the slope as Typst: exact where the scene stops, rounded on the way.

        Nothing where there is none.
        """
        x, h = self.plot["x"], self.plot["h"]
        table = next((table for table in self._tables if table.at.number == x), None)
        if table is not None and h == 0:
            return self._scene.digits.shown(table.slope).marked_typst
        rows = table.rows if table is not None else ()
        row = next((row for row in rows if row.nudge.number == h), None)
        if row is not None:
            return self._scene.digits.shown(row.quotient).marked_typst
        slope = self.slope(self.plot)
        return f"{slope:.{self._rolling_places}f}" if np.isfinite(slope) else ""


def in_sight(plot: Plot, x: float, y: float) -> tuple[float, float]:
    """Return a place of a plot; none, where a dot would not be seen as a whole."""
    return (x, y) if plot.window.contains(x, y, slack=-_EDGE) else (np.nan, np.nan)


def put_beside(
    labels: Iterable[tuple[Text, Mobject]], taken: Obstacles, background: str
) -> Obstacles:
    """Put labels beside what they belong to, where nothing else is; return what is taken then."""
    for label, thing in labels:
        x, y, _ = thing.get_center()
        far = [gap + side / 2 for gap, side in ((_GAP, thing.width), (_GAP, thing.height))]
        beside = [
            (x + right * (far[0] + label.width / 2), y + above * (far[1] + label.height / 2))
            for right, above in ((1, 0), (0, -1), (-1, 0), (0, 1))
        ]
        near = [*beside, *around(label, (float(x), float(y)), _GAP, _RINGS)]
        inside = [place for place in near if _holds(taken.within, box_at(place, label))]
        label.move_to((*clearest(label, inside or near, taken), 0.0))
        taken = taken.adding(knocked_out(label, background))
    return taken


def _holds(outer: Box, inner: Box) -> bool:
    across = outer.left <= inner.left and inner.right <= outer.right
    return across and outer.bottom <= inner.bottom and inner.top <= outer.top


def chip(text: Text, box: Box) -> VGroup:
    """Return a small text on a chip at the left end of a strip."""
    fit(text, box.inset(left=_AROUND, right=_AROUND), up=0)
    return VGroup(panel(replace(box, right=text.end + _AROUND), text.theme), text)


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
