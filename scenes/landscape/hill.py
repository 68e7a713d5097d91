"""The hill: a ball rolls along the graph of a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from manim import Mobject, VGroup, VMobject

from calculus.function import Function
from scenes.look.colour import blend
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role
from scenes.picture import meaning
from scenes.picture.bars import bar_outline
from scenes.picture.card import panel
from scenes.picture.compose import fit
from scenes.picture.curves import jumps
from scenes.picture.layout import Box, px
from scenes.picture.placing import Obstacles, clearest
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, arrow, circle, segments
from scenes.picture.window import Window
from scenes.picture.world import GROUND, World

BALL_RADIUS = px(36)
ROOM = 1.2  # times as wide as what must be seen: a window around a hill
_SPOKES = 3
_ROW = 0.2  # from arrow to arrow below it
_PALE = 0.75  # how strong an arrow is whose step has been taken
_SHAFT = 0.035  # half as thick as the arrow of a step
_ROLL_SAMPLES = 960  # pieces in which the length of the way is measured
_ROUNDS, _FINER = 6, 8  # times, and pieces in the place of one that is steep:
_RISE, _MOST_STEEP = 0.001, 400  # Manim units; where more of them are, it is so all along
_CLIFF, _STEEP = 0.005, 4.0  # Manim units that a ball may fall in one of them, and how steeply
_SUDDEN = 1.5  # times as far as in the piece before or after: perhaps it is a jump
_PLACES, _AROUND = 24, 0.2  # for a title; beside it on its chip, Manim units
_ABOVE, _BELOW = 0.2, 0.055  # shares of the height kept free above and below the way


class Hill(World):
    """A world with a ball on its curve; the state ``w`` says where it touches the curve.

    The ball turns by the length of its way over its radius, as a rolling ball does. Where it
    is and how it is turned follow from ``w`` alone.

    Args:
        place: What a world takes.
        function: Its graph is the hill.
        start: Where the ball is at first.
        state: Further values that what is drawn depends on.
        options: What else a world takes.

    Attributes:
        under: The ground, which is under the curve.
    """

    lift: ClassVar[float] = -0.24  # of the arrows of steps, above the foot

    def __init__(
        self,
        *place: Any,
        function: Function,
        start: float,
        state: Mapping[str, Any] = MappingProxyType({}),
        **options: Any,
    ) -> None:
        own = {"w": start, "arrow": 0.0}
        self.function = function
        super().__init__(*place, state=own | dict(state), **options)
        self._formula = meaning.Formula.of(function)
        self._origin = start
        self.under = self.ground(function)
        self.line = self.curve(function)
        self.ball = self.rolling(lambda: float(self["w"]), lambda: self._origin)

    @property
    def radius(self) -> float:
        """The radius of the ball, in Manim units."""
        return BALL_RADIUS

    @property
    def paper(self) -> str:
        return blend(self.theme.background, self.theme[Role.FUNCTION], GROUND)

    def _size(self) -> float:
        return self.radius

    @property
    def foot(self) -> float:
        """How high in the frame the line from the ball ends; steps are drawn a little above."""
        return self.area.bottom

    @property
    def rooms(self) -> tuple[float, float]:
        """What is kept free below and above the way, as shares of the height."""
        height = self.area.height
        return max(_BELOW, 0.1 / height), max(_ABOVE, (2 * self.radius + 0.1) / height)

    def restart(self, w: float) -> None:
        """Put the ball at another start, as it was before its first step."""
        self._origin = w
        self.set(w=w, arrow=0.0)

    def touch(self, w: float | None = None) -> Points:
        """Return where the ball touches the curve, in the frame."""
        w = self["w"] if w is None else w
        return self.point(w, self.function.sample_at(w))

    def centre(self, w: float | None = None, radius: float | None = None) -> Points:
        """Return the ball's centre, in the frame: one radius above the curve, at right angles."""
        w = self["w"] if w is None else w
        steepness = self.function.derivative.sample_at(w) * self.seen.up / self.seen.across
        turned = np.arctan(steepness)
        normal = np.array([-np.sin(turned), np.cos(turned), 0.0])
        centre: Points = self.touch(w) + (radius or self.radius) * normal
        return centre

    def rolling(self, at: meaning.Here, start: meaning.Here) -> VGroup:
        """Return a ball that has rolled to a place.

        Args:
            at: Gives the place.
            start: Gives where it has come from.
        """
        body = filled(self.theme[Role.VALUE], "dot")
        spokes = stroke(self.theme.background, 2.5, "dot")
        of, size, count = self._formula, self._size, _SPOKES
        meaning.claim(body, meaning.Ball(self, of, at, size))
        meaning.claim(spokes, meaning.Spokes(self, of, start, at, size, count))
        ball = VGroup(
            self.derive(body, lambda shape: self._draw_ball(shape, at())),
            self.derive(spokes, lambda shape: shape.set_points(self._spokes(at(), start()))),
        )
        return ball.set_z_index(LAYER["line"] + 0.5)  # below the numbers at the edges

    def ghost(self, w: float, left: Callable[[], bool] = lambda: True) -> VMobject:
        """Return the outline of the ball at a place where it has been.

        Args:
            w: The place.
            left: Says whether the ball has left it by now.
        """

        def shape(line: VMobject) -> None:
            outline = circle(self.centre(w), self.radius) if left() else NOTHING
            line.set_points(self.standing(outline))

        line = stroke(self.theme[Role.VALUE], 2, "guide", 0.55)
        meaning.claim(line, meaning.Ball(self, self._formula, lambda: w, self._size))
        return self.derive(line, shape)

    def on_the_axis(self, start: float, length: float, row: int = 0) -> Points:
        """Return where the arrow of a step begins and ends, seen or not; shape (2, 3)."""
        y = self.foot + self.lift - row * _ROW
        return np.array([[self.point(w, 0)[0], y, 0.0] for w in (start, start + length)])

    def step_arrow(
        self,
        start: float,
        length: float,
        drawn: Callable[[], float] | None = None,
        row: int = 0,
        past: Callable[[], bool] = lambda: False,
    ) -> VMobject:
        """Return an arrow along the axis; one that leaves the picture ends there, without a head.

        Args:
            start: Where the step starts.
            length: How far it goes.
            drawn: Gives how much of it is drawn; by default the state ``arrow``.
            row: How many arrows it stands below the first.
            past: Says whether it is paler, as the next step is being taken.
        """
        share = drawn or (lambda: float(self["arrow"]))
        theme = self.theme
        lit, pale = theme[Role.GRADIENT], blend(theme.background, theme[Role.GRADIENT], _PALE)

        def shape(mobject: VMobject) -> None:
            shown = share()
            if not shown:
                mobject.set_points(NOTHING)
                return
            area = self.seen.area
            (begin, y, _), (end, *_) = self.on_the_axis(start, length, row)
            end = begin + (end - begin) * shown
            begin, cut = np.clip([begin, end], area.left, area.right)
            mobject.set_fill(pale if past() else lit, family=False)
            if abs(cut - begin) < 1e-6:
                mobject.set_points(NOTHING)
            elif cut == end:
                mobject.set_points(arrow([begin, y, 0], [end, y, 0], width=0.07, head=0.24))
            else:  # its tip is out of sight, and the shaft goes on to the edge
                here, edge = np.array([begin, y, 0]), np.array([cut, y, 0])
                mobject.set_points(bar_outline(here, edge, _SHAFT))

        whole = filled(lit, "line")
        meaning.claim(whole, meaning.Step(self, self._formula, start, length, share))
        return self.derive(whole, shape)

    def entitle(self, title: Text, box: Box, *others: Mobject) -> VGroup:
        """Put a title on a chip at the top left of a box, or where no curve and nothing else is."""
        fit(title, box.inset(*[_AROUND, 0] * 2), up=0)
        chip = VGroup(panel(replace(box, right=title.end + _AROUND), self.theme), title)
        left, y = chip.get_center()[:2]
        places = [(x, y) for x in np.linspace(left, box.right - chip.width / 2, _PLACES)]
        return chip.move_to((*clearest(chip, places, Obstacles.of(box, self.line, *others)), 0))

    def sight(self, places: Sequence[float], least: float = 0.0) -> Window:
        """Return a window in which all the way between some places is seen, with room for the ball.

        A crest between them may be cut off where the places lie far below it.

        Args:
            places: Inputs to be seen.
            least: The smallest distance between the edges and the middle, in axis units.
        """
        near, far = min(places), max(places)
        half = max((far - near) / 2, least) * ROOM
        middle = (near + far) / 2
        way = self.function.sample(np.linspace(near, far, 401))
        way = way[np.isfinite(way)]
        ends = self.function.sample(np.array(places, float))
        ends = ends[np.isfinite(ends)]
        if not len(ends):
            return Window(middle - half, -1, middle + half, 1)
        way = np.append(way, ends)
        low = float(way.min())
        spread = max(float(ends.max()) - low, 2 * (float(np.median(way)) - low))
        high = min(float(way.max()), float(ends.max()) + spread)
        if high - low <= 1e-9 * abs(low):  # level
            spread = max(abs(low), 1.0)
            low, high = low - spread / 2, high + spread / 2
        below, above = self.rooms
        unit = (high - low) / max(1 - above - below, 0.2)
        return Window(middle - half, low - below * unit, middle + half, high + above * unit)

    def standing(self, points: Points) -> Points:
        """Return the outline of something that stands for good, or nothing where it has no room."""
        return self._seen(points)

    def _draw_ball(self, shape: VMobject, w: float) -> None:
        shape.set_points(self._seen(circle(self.centre(w), self.radius)))

    def _spokes(self, w: float, start: float) -> Points:
        centre = self.centre(w)
        angles = self._angle(w, start) + np.arange(_SPOKES) * np.pi / _SPOKES
        out = 0.8 * self.radius * np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
        return self._seen(segments(centre - out, centre + out))

    def _angle(self, w: float, start: float) -> float:
        """Return how far a ball has turned since its start, in radians."""
        sample = self.function.sample
        ws = self._finely(np.linspace(start, w, _ROLL_SAMPLES))
        runs = np.abs(np.diff(ws)) * self.seen.across
        rises = np.abs(np.diff(sample(ws))) * self.seen.up
        cliffs = np.flatnonzero((rises > _CLIFF) & (rises > _SUDDEN * _beside(rises)))
        rises[cliffs[jumps(sample, ws[cliffs], ws[cliffs + 1])]] = 0  # there it falls
        way = float(np.nansum(np.hypot(runs, rises)))
        return -way / self.radius * float(np.sign(w - start))

    def _finely(self, ws: Points) -> Points:
        """Return inputs in order, and more where the way turns back, or is so steep that it may."""
        for _ in range(_ROUNDS):
            halved = np.interp(np.arange(2 * len(ws) - 1) / 2, np.arange(len(ws)), ws)
            runs = np.abs(np.diff(ws)) * self.seen.across / 2
            ways = np.diff(self.function.sample(halved)) * self.seen.up
            rises = np.abs(ways).reshape(-1, 2).max(axis=1)
            turns = np.flatnonzero(ways[:-1] * ways[1:] < 0)
            turned = np.zeros(len(rises), bool)
            turned[np.append(turns, turns + 1) // 2] = True
            high, is_steep = rises > _RISE, rises > _STEEP * runs
            steep = np.flatnonzero(high & (is_steep | turned))
            if len(steep) >= _MOST_STEEP:
                steep = np.flatnonzero(high & turned)
            if not 0 < len(steep) < _MOST_STEEP:
                return ws
            starts, pieces = ws[steep, None], np.diff(ws)[steep, None]
            finer = starts + pieces * np.arange(1, _FINER) / _FINER
            ws = np.insert(ws, np.repeat(steep + 1, _FINER - 1), finer.ravel())
        return ws

    def _seen(self, points: Points) -> Points:
        """Return a shape, or nothing where its middle is outside of what is seen, or nowhere."""
        if not len(points):  # higher than any float
            return NOTHING
        area = self.seen.area
        x, y = (points.min(axis=0) + points.max(axis=0))[:2] / 2
        inside = area.left <= x <= area.right and area.bottom <= y <= area.top
        return points if inside else NOTHING


def _beside(rises: Points) -> Points:
    """Return the smaller of the two values beside each."""
    around = np.pad(rises, 1, constant_values=np.inf)
    return np.minimum(around[:-2], around[2:])
