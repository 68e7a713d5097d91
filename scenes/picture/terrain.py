"""A terrain: a function of two variables, seen from above as a map with lines of equal height."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from manim import VGroup, VMobject

from calculus.surface import Surface
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture import grid, meaning, meaning_of_maps
from scenes.picture.layout import Box, Layout, pen, px
from scenes.picture.plot import filled, knocked_out, stroke
from scenes.picture.relief import Relief
from scenes.picture.shapes import NOTHING, Points, arrow, circle, polyline, rounded, segments
from scenes.picture.ticks import PLATE, edge_label
from scenes.picture.window import Window
from scenes.picture.world import World

Place = tuple[float, float]
Places = Callable[[], Sequence[Place]]

LONGEST = 6.0
"""A window that is longer in proportion does not have equal scales on both axes."""

BEYOND = 0.6
"""How far outside of a map that fills the frame a path is followed, in sizes of the map."""

_ROOM = 1.18  # times the way between the places that are to be seen is what is seen
_ALONE = 4.0  # axis units around a single place
_SHARES = 0.008, 0.035, 0.09, 0.18, 0.3, 0.45, 0.62, 0.8  # of the ground, below each line
_NAMED = slice(1, 7, 2)  # lines at which their heights are written
_INSIDE, _LETTERS = 0.14, 6  # so far from an edge, in shares of a side; letters of a height
_FAR, _CLEAR = 1e4, 0.45  # Manim units: beyond all pictures; from a height to a path, at least
_FAINTEST = 0.45  # how strongly the highest line is drawn
_LIT, _LINE = pen(8), pen(4)
_BALL, _GHOST = px(24), px(9)  # radii
_SHAFT, _HEAD = px(9), px(34)  # of an arrow
_POINTED = 0.3  # share of an arrow's way, at its end, in which it gets its head
_EDGE = 1e-6  # of the picture, at its edge: a path that leaves it is cut off there
_DIRECTIONS = 120  # of a rose


class Terrain(World):
    """A map that fills the frame.

    Its state has besides that of a world how many of the lines of equal height are drawn
    (``risen``; the next is on its way there from the one before), and the share of the line
    through a place that is lit (``lit``).

    Args:
        regions: The regions of the frame.
        area: The part of the frame that shows the window for certain.
        window: What part of the plane that is.
        theme: The colours.
        surface: The function.
        names: Names of the axes, Typst markup.
        state: Further values that what is drawn depends on, or the ``frame`` that it fills.
        whole: The most that will be seen; the window if nothing else is said.
        clear_of: Stops of a path from which the heights that are written at lines keep away; one
            of the lines goes through the first of them.

    Attributes:
        levels: The heights of its lines, from the lowest.
        near: How many of them belong to the window at first; the others lie farther out.
        contours: The lines.
    """

    def __init__(
        self,
        regions: Layout,
        area: Box,
        window: Window,
        theme: Theme,
        surface: Surface,
        names: tuple[str, str],
        state: Mapping[str, Any],
        whole: Window | None = None,
        clear_of: Sequence[Place] = (),
    ) -> None:
        own, self._regions = {"risen": 0.0, "lit": 0.0}, regions
        super().__init__(regions, window, theme, names=names, card=True, state=own | dict(state))
        self.set(area=area)
        self.surface, self.of = surface, meaning_of_maps.Heights.of(surface)
        self._goes_beyond, all_of_it = whole is not None, self.extended(whole or window)
        self.relief = Relief.of(
            surface.sample,
            all_of_it,
            self.frame.width / self.frame.height,
            finer=all_of_it.width / self.seen.window.width,
        )
        self._lines = lru_cache(maxsize=64)(self.relief.lines)
        self.levels = self.relief.levels(_SHARES, self.seen.window)
        self.near = len(self.levels)
        self._pass_through(clear_of[:1])
        if whole:
            beside, last = self.levels[-2:]
            self.levels += [
                one for one in self.relief.levels(_SHARES) if one - last > last - beside
            ]
        self.contours = VGroup(*map(self._contour, range(len(self.levels))))
        meaning.claim(strip := filled(theme.background, "curve"), meaning.Around(self))
        self.axes.add(self.derive(strip.set_z_index(LAYER["curve"] + 0.5), self._draw_strip))
        self._near = window
        self._written = [*self._heights(clear_of)]
        values = filled(theme[Role.FUNCTION], "guide")  # over all lines of equal height
        meaning.claim(values, meaning.Ticks())
        self.axes.add(self.derive(knocked_out(values, theme.background, PLATE), self._draw_values))

    @property
    def row_end(self) -> float:  # a card beside a map does not come down to there
        is_whole = self.frame == self._regions.frame
        return self._regions.safe.right if is_whole else self.area.right

    def _pass_through(self, places: Sequence[Place]) -> None:
        """Let the line that is nearest to a place go through it."""
        for height in self.surface.sample(*np.array(places).reshape(-1, 2).T):
            if self.levels and self.levels[0] < height < self.levels[-1]:
                nearest = int(np.argmin(np.abs(np.array(self.levels) - height)))
                self.levels[nearest] = float(height)

    def _heights(self, clear_of: Sequence[Place]) -> Iterator[tuple[int, Place, Points]]:
        """Give some lines, a place on each that is far from other places, and its height there."""
        room = self.area.inset(*(_INSIDE * min(self.area.width, self.area.height),) * 4)
        known = [place for place in clear_of if np.isfinite(place).all()]
        stops = np.clip(self.points(known)[:, :2], -_FAR, _FAR)
        taken = [*pairwise(stops)]
        for i in range(*_NAMED.indices(self.near)):
            text = grid.plain(Decimal(str(self.levels[i])))
            on_lines = np.vstack([np.empty((0, 2)), *self._lines(self.levels[i])])
            x, y, _ = self.points(on_lines).T
            inside = (x > room.left) & (x < room.right) & (y > room.bottom) & (y < room.top)
            if len(text) > _LETTERS or not inside.any():
                continue
            at = np.column_stack([x, y])[inside]
            free = np.min([_apart(at, *ends) for ends in taken or [(at[0], at[0])]], axis=0)
            if taken and free.max() < _CLEAR:
                continue
            taken.append((at[free.argmax()], at[free.argmax()]))
            points, width = edge_label(text, self.theme)
            middle = np.array([width / 2, np.ptp(points[:, 1]) / 2, 0])
            place = on_lines[inside][free.argmax()]
            yield i, (float(place[0]), float(place[1])), points - middle

    def _draw_values(self, values: VMobject) -> None:
        """Draw the heights of lines that have risen, unless something else is there."""
        seen = [NOTHING]
        for i, at, outline in self._written if self.window == self._near else ():
            points = self.point(*at) + outline
            box = Box(*points[:, :2].min(axis=0), *points[:, :2].max(axis=0))
            if self["risen"] >= i + 1 and not self.is_taken(box):
                seen.append(points)
        values.set_points(np.vstack(seen))

    def _draw_strip(self, strip: VMobject) -> None:
        """Draw what hides lines between the numbers across, where they would be read as signs."""
        points, around = self.numbers["across"].points, px(PLATE)
        if len(points):
            (left, bottom, _), (right, top, _) = points.min(axis=0), points.max(axis=0)
            left, bottom, right, top = left - around, bottom - around, right + around, top + around
            points = rounded(left, bottom, right, top, (top - bottom) / 2)
        strip.set_points(points)

    def _contour(self, i: int) -> VMobject:
        """Return a line that grows from the one below it as the state says."""
        faint = 1 - (1 - _FAINTEST) * i / len(self.levels)
        line = stroke(self.theme[Role.FUNCTION], _LINE, "curve", faint)
        low = self.levels[i - 1] if i else float(np.nanmin(self.relief.heights))

        def level() -> float:
            share = float(np.clip(self["risen"] - i, 0, 1))
            return low + share * (self.levels[i] - low)

        def shape(line: VMobject) -> None:
            ways = self._lines(level()) if self["risen"] > i else []
            line.set_points(self._drawn(ways))

        meaning.claim(line, meaning_of_maps.Contour(self, self.of, level))
        return self.derive(line, shape)

    def _drawn(self, ways: Sequence[Points]) -> Points:
        if not self._goes_beyond:
            return np.vstack([NOTHING, *(polyline(self.points(way)) for way in ways)])
        pieces = (_inside(way, self.seen.window) for way in ways)
        return np.vstack([NOTHING, *(segments(*map(self.points, ends)) for ends in pieces)])

    def line_through(self, place: Place, role: Role) -> VMobject:
        """Return the line of equal height through a place, lit from there both ways."""
        height = float(self.surface.sample(*np.array(place)[:, None])[0])
        ways = self._lines(height)
        near = [np.hypot(*(self.points(way) - self.point(*place))[:, :2].T) for way in ways]
        nearest = min(range(len(ways)), key=lambda i: near[i].min(), default=None)

        def shape(line: VMobject) -> None:
            parts = [NOTHING]
            if nearest is not None and self["lit"]:
                way, at = ways[nearest], int(near[nearest].argmin())
                closed = bool((way[0] == way[-1]).all())
                if closed:  # it begins on the other side
                    way, at = np.roll(way[:-1], len(way) // 2 - at, axis=0), len(way) // 2
                    way = np.vstack([way[-1:] if len(way) % 2 else way[:0], way, way[:1]])
                for part in (way[at::-1], way[at:]):
                    parts.append(_first(self.points(part), self["lit"]))
                if self["lit"] == 1:
                    parts += [self._drawn([w for i, w in enumerate(ways) if i != nearest])]
            line.set_points(np.vstack(parts))

        line = stroke(self.theme[role], _LIT, "curve")
        meaning.claim(line, meaning_of_maps.Contour(self, self.of, lambda: height))
        return self.derive(line, shape)

    def line_at(self, place: Callable[[], Place], role: Role) -> VMobject:
        """Return the line of equal height through a place that may move."""

        def level() -> float:
            return float(self.surface.sample(*np.array(place())[:, None])[0])

        line = stroke(self.theme[role], _LIT, "curve")
        meaning.claim(line, meaning_of_maps.Contour(self, self.of, level))
        return self.derive(line, lambda it: it.set_points(self._drawn(self._lines(level()))))

    def ball(self, place: Callable[[], Place], role: Role, radius: float = _BALL) -> VMobject:
        """Return a dot at a place; there is none outside of what is seen."""

        def shape(dot: VMobject) -> None:
            x, y = place()
            inside = self.seen.window.contains(x, y)
            dot.set_points(circle(self.point(x, y), radius) if inside else NOTHING)

        dot = filled(self.theme[role], "dot")
        meaning.claim(dot, meaning.Spot(self, place))
        return self.derive(dot, shape)

    def vector(
        self,
        ends: Callable[[], tuple[float, float, float, float]],
        role: Role,
        share: meaning.Here,
        along: bool = False,
    ) -> VMobject:
        """Return an arrow, of which a share is drawn; `along` the gradient, or against it.

        It gets its head at the end: until then it says which way, and not yet how far.
        """

        def shape(line: VMobject) -> None:
            x0, y0, x1, y1 = ends()
            foot, tip = self.point(x0, y0), self.point(x1, y1)
            pointed = float(np.clip(1 - (1 - share()) / _POINTED, 0, 1))
            line.set_points(arrow(foot, foot + share() * (tip - foot), _SHAFT, _HEAD, pointed))

        line = filled(self.theme[role], "line")
        of = self.of if along else None
        meaning.claim(line, meaning_of_maps.Vector(self, ends, share, of))
        return self.derive(line, shape)

    def trail(self, places: Places, role: Role, width: float = pen(6)) -> VGroup:
        """Return a path from place to place, with a dot at each of them inside the picture."""
        line, dots = stroke(self.theme[role], width, "line"), filled(self.theme[role], "line")
        meaning.claim(line, meaning_of_maps.Trail(self, places))
        meaning.claim(dots, meaning.Around(self))

        def draw(line: VMobject) -> None:
            now = self.points(places())
            line.set_points(polyline(now) if len(now) > 1 else NOTHING)

        def draw_dots(dots: VMobject) -> None:
            seen = self.seen.window
            inside = [at for at in places() if seen.contains(*at, slack=-_EDGE)]
            rings = [circle(self.point(*at), _GHOST) for at in inside]
            dots.set_points(np.vstack([NOTHING, *rings]))

        return VGroup(self.derive(line, draw), self.derive(dots, draw_dots))

    def rose(self, at: Place, unit: float, turn: Callable[[], float]) -> VGroup:
        """Return how fast the height changes in each direction, as far as a hand has turned.

        The hand is as long as it changes that way.

        Args:
            at: The place.
            unit: How long a change of 1 for each unit of way is, in axis units.
            turn: Gives how far the hand is, as a share of a turn.
        """
        gradient = np.array([part[0] for part in self.surface.gradients(*np.array(at)[:, None])])
        angles = np.linspace(0, 2 * np.pi, _DIRECTIONS + 1)
        ways = np.column_stack([np.cos(angles), np.sin(angles)])
        slopes = ways @ gradient
        places = at + unit * np.abs(slopes)[:, None] * ways
        heights = meaning_of_maps.Rose(self, self.of, lambda: at, lambda: unit)

        def half(role: Role, sign: int) -> VMobject:
            def shape(line: VMobject) -> None:
                seen = (sign * slopes >= 0) & (angles <= 2 * np.pi * turn() + 1e-9)
                pairs = np.flatnonzero(seen[1:] & seen[:-1])
                now = self.points(places)
                line.set_points(segments(now[pairs], now[pairs + 1]))

            line = stroke(self.theme[role], pen(7), "line")
            meaning.claim(line, heights)
            return self.derive(line, shape)

        hand = stroke(self.theme[Role.TEXT], pen(4), "line")
        meaning.claim(hand, meaning.Around(self))

        def draw_hand(hand: VMobject) -> None:
            angle = 2 * np.pi * turn()
            way = np.array([np.cos(angle), np.sin(angle)])
            points = self.points(np.array([at, at + unit * abs(way @ gradient) * way]))
            hand.set_points(polyline(points) if 0 < turn() < 1 else NOTHING)

        return VGroup(half(Role.SLOPE, 1), half(Role.GRADIENT, -1), self.derive(hand, draw_hand))

    def ring(self, at: Place, radius: float, share: meaning.Here) -> VMobject:
        """Return a thin circle around a place, of a radius in axis units."""
        angles = np.linspace(0, 2 * np.pi, _DIRECTIONS + 1)
        ways = radius * np.column_stack([np.cos(angles), np.sin(angles)])
        line = stroke(self.theme[Role.NEUTRAL], pen(4), "guide")
        meaning.claim(line, meaning.Around(self))
        return self.derive(line, lambda it: it.set_points(_first(self.points(at + ways), share())))


def _apart(places: Points, start: Points, end: Points) -> Points:
    """Return how far places are from a straight line between two others, all shape (…, 2)."""
    way = end - start
    share = np.clip((places - start) @ way / max(float(way @ way), 1e-12), 0, 1)
    apart: Points = np.hypot(*(places - start - share[:, None] * way).T)
    return apart


def _first(points: Points, share: float) -> Points:
    """Return the first part of a line through points, as long as a share of it."""
    lengths = np.hypot(*np.diff(points[:, :2], axis=0).T)
    ends = np.append(0, np.cumsum(lengths))
    along = share * ends[-1]
    whole = points[ends < along]
    if not len(whole):
        return NOTHING
    last = [np.interp(along, ends, points[:, axis]) for axis in range(3)]
    return polyline(np.vstack([whole, last]))


def _inside(way: Points, window: Window) -> tuple[Points, Points]:
    """Return where the pieces of a line that lie in a window start and end, shape (n, 2) each."""
    starts, along = way[:-1], np.diff(way, axis=0)
    low, high = np.array([window.left, window.bottom]), np.array([window.right, window.top])
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.sort([(low - starts) / along, (high - starts) / along], axis=0)
    first = np.nan_to_num(ends[0], nan=0.0).max(axis=1).clip(min=0)
    last = np.nan_to_num(ends[1], nan=1.0).min(axis=1).clip(max=1)
    seen = first < last
    first, last, starts, along = first[seen], last[seen], starts[seen], along[seen]
    return starts + first[:, None] * along, starts + last[:, None] * along


def sight(places: Sequence[Place], area: Box) -> Window:
    """Return a window with some places and room around, as long as high in the units of an area.

    Where that would be longer than `LONGEST`, the axes have scales of their own.
    """
    low, high = np.min(places, axis=0), np.max(places, axis=0)
    size = _ROOM * (high - low)
    size[size <= 1e-9 * size.max()] = size.max() or max(_ALONE, *np.abs(low) / 10)
    shape = np.array([area.width, area.height])
    if size.max() <= LONGEST * size.min():
        size = shape * (size / shape).max()
    left, bottom = (low + high - size) / 2
    return Window(left, bottom, left + size[0], bottom + size[1])


def followed(places: Sequence[Place], window: Window, beyond: float = BEYOND) -> list[Place]:
    """Return places up to the first that lies outside a window, cut off there.

    Args:
        places: The places.
        window: The window.
        beyond: How far outside that is, in sizes of the window.
    """
    low, high = np.array([window.left, window.bottom]), np.array([window.right, window.top])
    room = beyond * (high - low)
    found: list[Place] = []
    for place in places:
        off = np.maximum(low - room - place, place - high - room)
        if not (np.isfinite(off).all() and off.max() <= 0):
            if found and np.isfinite(place).all():
                inside = np.array(found[-1])
                way = np.array(place) - inside
                ends = np.where(way > 0, high + room, low - room)
                share = np.min((ends - inside)[way != 0] / way[way != 0])
                x, y = inside + share * way
                found.append((float(x), float(y)))
            break
        found.append((float(place[0]), float(place[1])))
    return found
