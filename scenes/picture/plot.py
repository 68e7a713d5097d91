"""The plot: a curve seen through a zooming axes window.

Only the window changes, never the camera: ticks re-label themselves, strokes and text keep
their size, and what is drawn is the true geometry at every scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, Literal, TypeVar

import numpy as np
from manim import VMobject
from manim.constants import LineJointType
from numpy.typing import ArrayLike

from calculus.edges import edges
from calculus.function import Function
from scenes.look.shape import Shape
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture import meaning
from scenes.picture.curves import Sight, graph
from scenes.picture.layout import Box, pen
from scenes.picture.motion import Picture
from scenes.picture.shapes import (
    NOTHING,
    Points,
    circle,
    clipped,
    dashed,
    ended,
    polyline,
    segments,
)
from scenes.picture.ticks import Ticks, label_size, tick_label
from scenes.picture.window import Window

DOT_RADIUS = 0.09
_OUT = 0.02  # shares of a window's size outside it where a corner may still be drawn
_SHORTEST = 1e-9  # of a side, Manim units
# Room around the drawing area for tick labels and axis names, in Manim units.
_LEFT, _BOTTOM, _RIGHT, _TOP = 1.0, 0.5, 0.45, 0.5
_BESIDE = 0.15  # the area stands the name of the axis across

TickLabels = Literal["both", "across", "up"]
Axis = Literal["across", "up"]
AXES: tuple[Axis, Axis] = "across", "up"
Place = Callable[["Plot"], tuple[float, float]]


Inked = TypeVar("Inked", bound=VMobject)


def stroke(colour: str, width: float, layer: str, opacity: float = 1) -> VMobject:
    """Return an empty line object, to be shaped by a rule."""
    line = Shape(stroke_color=colour, stroke_width=width, stroke_opacity=opacity)
    if layer == "grid":
        meaning.claim(line, meaning.Backdrop())
    return line.set_fill(opacity=0).set_z_index(LAYER[layer])


def filled(colour: str, layer: str, opacity: float = 1) -> VMobject:
    """Return an empty filled object, to be shaped by a rule."""
    shape = Shape(stroke_width=0, fill_color=colour, fill_opacity=opacity)
    return shape.set_z_index(LAYER[layer])


def knocked_out(ink: Inked, background: str, around: float = 6) -> Inked:
    """Let nothing be seen behind what is written, and so many pixels around it."""
    ink.set_stroke(background, pen(2 * around), background=True)
    return ink


class Plot(Picture):
    """Axes, grid and curves in a box of the frame.

    Args:
        box: Where in the frame, labels included.
        window: What part of the plane it shows at first.
        names: Names of the axes, Typst markup; None for a small plot without.
        theme: The colours.
        tick_labels: Which axes have labels at their ticks; fewer labels need less room.
        state: Further values that what is drawn in the plot depends on.

    Attributes:
        axes: Axis lines, ticks, grid and names; add this to the scene.
    """

    curve_pen: ClassVar[float] = 5  # width of the stroke

    def __init__(
        self,
        box: Box,
        window: Window,
        names: tuple[str, ...] | None,
        theme: Theme,
        *,
        tick_labels: TickLabels = "both",
        state: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(window=window, **(state or {}))
        self.theme = theme
        self._box, self._named = box, names is not None
        name = Text(names[0], theme.body, Role.TEXT, theme).width if names and names[0] else 0.0
        self._area = box.inset(
            0 if tick_labels == "across" else _LEFT,
            0.05 if tick_labels == "up" else _BOTTOM,
            max(_RIGHT, _BESIDE + name) if names else 0.1,
            _TOP if names else 0,
        )
        # The grid and both rows of labels ask for the ticks of one window, frame by frame.
        self._ticks = lru_cache(maxsize=1)(lambda window: Ticks.of(window, self.area, theme))
        self.axes = self._make_axes(names, tick_labels)

    @property
    def window(self) -> Window:
        """The part of the plane that is shown now."""
        window = self["window"]
        assert isinstance(window, Window)
        return window

    @property
    def area(self) -> Box:
        """The drawing area inside the box: there the window is."""
        return self._area

    @property
    def seen(self) -> Sight:
        """The part of the plane that is drawn, and where: the window in its area."""
        return Sight(self.window, self.area)

    @property
    def card(self) -> Box | None:
        """What lies over it, and under which no line goes on; over most plots nothing."""
        return None

    def point(self, x: float, y: float) -> Points:
        """Return where a point of the plane is in the frame, shape (3,)."""
        window, area = self.window, self.area
        return np.array(
            [
                area.left + (x - window.left) / window.width * area.width,
                area.bottom + (y - window.bottom) / window.height * area.height,
                0.0,
            ]
        )

    def points(self, places: ArrayLike) -> Points:
        """Return where points of the plane, shape (n, 2), are in the frame, shape (n, 3)."""
        x, y = np.asarray(places, float).reshape(-1, 2).T
        window, area = self.window, self.area
        return np.column_stack(
            [
                area.left + (x - window.left) / window.width * area.width,
                area.bottom + (y - window.bottom) / window.height * area.height,
                np.zeros(len(x)),
            ]
        )

    def curve(
        self,
        function: Function,
        role: Role = Role.FUNCTION,
        until: Callable[[Plot], float] | None = None,
        within: Function | None = None,
    ) -> VMobject:
        """Return the graph of a function; a rule keeps it true in every window.

        Args:
            function: What is drawn.
            role: Its colour.
            until: Gives the input at which the graph ends for now; default the window's edge.
            within: Another function, without whose values there are none of this: a derivative
                ends where its function does, whatever its formula says.
        """

        def end() -> float:
            right = self.seen.window.right
            return min(right, until(self)) if until else right

        def shape(line: VMobject) -> None:
            line.set_points(self._graph(function, end(), within))

        line = stroke(self.theme[role], self.curve_pen, "curve")
        line.joint_type = LineJointType.ROUND  # a pointed one reaches beyond the tip of a wave
        limits = None if within is None else meaning.Formula.of(within)
        meaning.claim(line, meaning.Curve(self, meaning.Formula.of(function), end, limits))
        return self.derive(line, shape)

    def dot(self, place: Place, role: Role, on: Function | None = None) -> VMobject:
        """Return a dot at a place; outside the window it isn't drawn.

        Args:
            place: Where, in axis coordinates.
            role: Its colour.
            on: The function whose graph it claims to lie on, for checks.
        """
        dot = filled(self.theme[role], "dot")
        graph = None if on is None else meaning.Formula.of(on)
        meaning.claim(dot, meaning.Spot(self, lambda: place(self), graph))
        return self.derive(
            dot, lambda dot: dot.set_points(self._if_seen(place, lambda p: circle(p, DOT_RADIUS)))
        )

    def guides(self, place: Place, role: Role = Role.NEUTRAL) -> VMobject:
        """Return dashed lines from both axes to a place."""

        def shape(point: Points) -> Points:
            down, across = point.copy(), point.copy()
            down[1], across[0] = self.area.bottom, self.area.left
            return np.vstack([dashed(down, point), dashed(across, point)])

        return self.derive(
            stroke(self.theme[role], 2.5, "guide"),
            lambda line: line.set_points(self._if_seen(place, shape)),
        )

    def straight(
        self,
        through: Callable[[Plot], tuple[float, float, float]],
        role: Role,
        width: float = 4,
        of: Function | None = None,
        reach: Callable[[Plot], float] = lambda plot: 0.0,
        floor: float = -np.inf,
    ) -> VMobject:
        """Return a straight line across the window.

        Args:
            through: Gives a point of the line and its slope, (x, y, slope).
            role: Its colour.
            width: Its stroke width.
            of: The function whose tangent or secant it claims to be, for checks.
            reach: How far on a secant's second point is; 0 for a tangent.
            floor: A height below which it isn't drawn.
        """

        def shape(line: VMobject) -> None:
            x, y, slope = through(self)
            window = self.seen.window
            ends = np.array([window.left, window.right])
            line.set_points(self._laid(ends, y + slope * (ends - x), floor))

        line = stroke(self.theme[role], width, "line")
        if of is not None:
            graph = meaning.Formula.of(of)
            straight = meaning.Straight(self, graph, lambda: through(self)[0], lambda: reach(self))
            meaning.claim(line, straight)
        return self.derive(line, shape)

    def triangle(
        self,
        of: Function,
        part: str,
        at: meaning.Here,
        by: meaning.Here,
        share: meaning.Here = lambda: 1.0,
        width: float = pen(13),
    ) -> VMobject:
        """Return a part of a nudge triangle, where all of it is seen.

        Args:
            of: The function that is nudged.
            part: "base" along which the input grows, "height" along which the function does,
                the "chord" between both points of the curve, or the "area" inside.
            at: Gives the point.
            by: Gives the nudge.
            share: Gives how much of a side is drawn.
            width: Its stroke width.
        """

        def shape(side: VMobject) -> None:
            x, end = at(), at() + by()
            start, corner = (x, of.sample_at(x)), (end, of.sample_at(x))
            whole = start, corner, (end, of.sample_at(end))
            corners = {"base": whole[:2], "height": whole[1:], "chord": whole[::2]}.get(part, whole)
            seen = all(self.seen.window.contains(*corner, slack=_OUT) for corner in corners)
            first, *_, last = points = self.points(corners)
            way = share() * (last - first)
            if not seen or not np.linalg.norm(way) > _SHORTEST:
                side.set_points(NOTHING)
            elif part == "area":
                side.set_points(polyline(points, closed=True))
            else:
                side.set_points(polyline([first, first + way / 2, first + way]))

        roles = {"base": Role.INPUT, "height": Role.OUTPUT}
        colour = self.theme[roles.get(part, Role.SLOPE)]
        side = filled(colour, "area", 0.2) if part == "area" else stroke(colour, width, "line")
        meaning.claim(side, meaning.Side(self, meaning.Formula.of(of), part, at, by, share))
        return self.derive(side, shape)

    def _graph(self, function: Function, right: float, within: Function | None) -> Points:
        sight = self.seen
        known = edges(function) if within is None else (*edges(function), *edges(within))

        def sample(xs: Points) -> Points:
            ys = function.sample(xs)
            if within is not None:
                ys[np.isnan(within.sample(xs))] = np.nan
            return ys

        return self._laid(*graph(sample, sight, right, known))

    def _laid(self, xs: Points, ys: Points, floor: float = -np.inf) -> Points:
        """Return a line through places of the plane over a height, as far as it is seen.

        It goes down to a card that lies under the drawing area, and up to one at its right: what
        came out again behind that would belong to nothing.
        """
        window, card = self.seen.window, self.card
        low = max(window.bottom, floor)
        if card is not None and not self._has_beside(card):
            low = max(low, window.bottom + (card.top - self.seen.area.bottom) / self.seen.up)
        starts, ends = map(self.points, clipped(xs, ys, low, window.top))
        if card is not None and self._has_beside(card):
            starts, ends = ended(starts, ends, card.left, card.bottom)
        return segments(starts, ends)

    def _has_beside(self, card: Box) -> bool:
        """Say whether a card lies at the right of the drawing area, rather than under it."""
        return card.left > self.area.centre[0]

    def _if_seen(self, place: Place, shape: Callable[[Points], Points]) -> Points:
        x, y = place(self)
        return shape(self.point(x, y)) if self.seen.window.contains(x, y, slack=0.01) else NOTHING

    def _make_axes(self, names: tuple[str, ...] | None, tick_labels: TickLabels) -> VMobject:
        area, theme = self.area, self.theme
        corners = [[area.left, area.top], [area.left, area.bottom], [area.right, area.bottom]]
        frame = stroke(theme[Role.NEUTRAL], 2.5, "axes")
        frame.set_points(polyline([[x, y, 0] for x, y in corners]))
        meaning.claim(frame, meaning.Frame(self))
        axes = VMobject().add(
            self.derive(stroke(theme.rule, 1.5, "grid", 0.55), self._draw_grid),
            self.derive(stroke(theme[Role.NEUTRAL], 2, "grid", 0.7), self._draw_zero_lines),
            frame,
        )
        if tick_labels != "up":
            axes.add(self.derive(self._tick_labels(), self._draw_labels_across))
        if tick_labels != "across":
            axes.add(self.derive(self._tick_labels(), self._draw_labels_up))
        across, up = (*(names or ()), "", "")[:2]
        if across and tick_labels != "up":
            name = Text(across, theme.body, Role.TEXT, theme)
            axes.add(name.place(area.right + _BESIDE, area.bottom - 0.08, anchor=-1))
        if up:
            name = Text(up, theme.body, Role.TEXT, theme)
            axes.add(name.place(max(area.left, self._box.left + name.width / 2), area.top + 0.18))
        return axes

    def _tick_labels(self) -> VMobject:
        labels = filled(self.theme[Role.NEUTRAL], "axes")
        meaning.claim(labels, meaning.Ticks())
        return labels

    def _draw_grid(self, grid: VMobject) -> None:
        ticks = self._ticks(self.window)
        across, up = [tick.at for tick in ticks.across], [tick.at for tick in ticks.up]
        grid.set_points(np.vstack([self._lines_at("across", across), self._lines_at("up", up)]))

    def _draw_zero_lines(self, lines: VMobject) -> None:
        window = self.seen.window
        across = [0.0] if window.left < 0 < window.right else []
        up = [0.0] if window.bottom < 0 < window.top else []
        lines.set_points(np.vstack([self._lines_at("across", across), self._lines_at("up", up)]))

    def _lines_at(self, axis: Axis, values: Sequence[float]) -> Points:
        """Return lines through values of an axis, from edge to edge of what is drawn."""
        window = self.seen.window
        low, high = (window.bottom, window.top) if axis == "across" else (window.left, window.right)
        ends = [np.column_stack([values, np.full(len(values), end)]) for end in (low, high)]
        return segments(*(self.points(end if axis == "across" else end[:, ::-1]) for end in ends))

    def _draw_labels_across(self, labels: VMobject) -> None:
        area, window, parts = self.area, self.window, [NOTHING]
        for tick in self._ticks(window).across:
            points, width = tick_label(tick.label, self.theme)
            x = self.point(tick.at, window.bottom)[0]
            beside_the_name = self._named and abs(x - area.right) <= 0.25
            within = self._box.left <= x - width / 2 and x + width / 2 <= self._box.right
            if within and not beside_the_name:
                parts.append(points + np.array([x - width / 2, area.bottom - 0.37, 0]))
        labels.set_points(np.vstack(parts))

    def _draw_labels_up(self, labels: VMobject) -> None:
        area, window, parts = self.area, self.window, [NOTHING]
        room, drop = _LEFT - 0.15, 0.3 * label_size(self.theme)
        for tick in self._ticks(window).up:
            points, width = tick_label(tick.label, self.theme)
            if width > room:
                points, width = points * (room / width), room
            y = self.point(window.left, tick.at)[1]
            if y < area.top - 0.15:  # the axis name stands above
                parts.append(points + np.array([area.left - 0.13 - width, y - drop, 0]))
        labels.set_points(np.vstack(parts))
