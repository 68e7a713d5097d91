"""What draws the derivative: the curve above, and under it the slope at every point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import Animation, VGroup, VMobject

from calculus.edges import slopes
from calculus.function import Function
from calculus.nudge import NudgeTable
from scenes.base import LessonScene
from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.card import Card
from scenes.picture.framing import to_scale
from scenes.picture.layout import pen, px
from scenes.picture.meaning import Around, Passing, Span, claim
from scenes.picture.motion import Drive, appear
from scenes.picture.placing import Obstacles, box_of
from scenes.picture.plot import Plot, filled, stroke
from scenes.picture.shapes import NOTHING, Points, circle, dashed
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.tangents.labels import put_beside
from scenes.tangents.places import Places
from scenes.tangents.stage import TangentStage, in_sight
from scenes.words import terms

_BEYOND = 1.0  # how far slopes are shown beyond the known ones, in spans of those
_MANY = 20_001  # inputs at which is looked how steep a curve is where all known slopes are level
_POLE = 2.0  # times as steep from ten times as near: beside a pole
_USUAL, _BESIDE = 0.9, 4.0  # share of slopes that are less; times it, all that is shown of a pole
_LEVEL = 1e-4  # of the plot's height from its left to its right: slopes below are level
_SAMPLES = 200
_ROOM = 0.05  # of a window, in which a riding point would touch its edge
_SHARES = 0.4, 0.6  # of the room, at least and at most, for the upper world
_ALIKE = 1.6  # times as much as it needs one of them shows at most
_CRUMBS, _CRUMB = 25, px(6)  # dots that the slope leaves, and their radius
_NUMBERS = 0.4  # height of the numbers at an edge, Manim units


class SlopePlots:
    """The world above, and the slope at every point below; the state ``x`` of both moves them.

    Attributes:
        upper: The world of the function.
        lower: The world of the slope, under it, with the same inputs.
        start: From where both can be followed, an input.
        end: How far.
        bars: The known slopes: the rise of a step at each point, on its way or below it.
        dots: The ends of these bars, below.
        labels: The known slopes as numbers, beside those.
        rider: The slope at the riding point: its bar, the point that draws, and a line between.
        crumbs: Where that point has been.
        trail: The slope's curve, as far as it is drawn.
    """

    def __init__(
        self,
        scene: LessonScene,
        stage: TangentStage,
        tables: Sequence[NudgeTable],
        places: Places,
    ) -> None:
        self._stage, self._theme = stage, scene.theme
        self._function = function = tables[0].function
        derivative, window = function.derivative, stage.close_up
        self.upper = stage.plot
        below = _window_of(function, tables, window)
        if stage.run == 1:  # then a bar below is as long as the rise above
            places, window, below = _alike(places, window, below)
        self._places, self._above = places, window
        self.start, self.end = _inputs_seen(function, window, below)
        state = {"area": places.lower, "frame": places.halves[1]}
        fallen = {_fallen(i): 0.0 for i in range(len(tables))}
        at = dict.fromkeys(("x", "passed", "drawn"), self.start)
        names = terms.on_axes(function)[0], scene.say("slope").markup
        self.lower = World(
            scene.regions, below, scene.theme, names=names, state=state | fallen | at,
            heights=scene.say("heights").markup,
        )  # fmt: skip
        self.lower.names["up"].set_fill(scene.theme[Role.SLOPE])
        self.trail = self.lower.curve(
            derivative, Role.SLOPE, until=lambda plot: plot["drawn"], within=function
        )
        known = [(table.at.number, table.slope.number) for table in tables]
        self.bars = [self._bar(i, x, slope) for i, (x, slope) in enumerate(known)]
        self.dots = [self._dot(place) for place in known]
        self.labels = [stage.slope_label(table) for table in tables]
        whole = self.lower.curve(derivative, Role.SLOPE, within=function)
        self.lower.set(**dict.fromkeys(fallen, 1.0))
        taken = Obstacles.of(places.lower, whole, *self.bars, *self.lower.names.values())
        taken = taken.filling(self.lower.edges)
        put_beside(zip(self.labels, self.dots, strict=True), taken, scene.theme.background)
        self.lower.set(**fallen)
        tip = self.lower.dot(
            lambda plot: in_sight(plot, *self._slope(plot)), Role.SLOPE, on=derivative
        )
        self.rider = VGroup(self._link(), self._riding_bar(), tip)
        self.crumbs = self._crumbs()

    def rise(self, run_time: float) -> Drive:
        """Let the world glide up, to where there is room for another below."""
        frame, area = self._places.halves[0], self._places.upper
        self._share_numbers()
        return Drive(self.upper, run_time, area=area, frame=frame, window=self._above)

    def settle(self) -> None:
        """Let the numbers at the edges be seen that are in nobody's way."""
        self._share_numbers()
        self.lower.yield_to(*self.labels, *self.dots)

    def _share_numbers(self) -> None:
        """Let the numbers at the foot of the lower world be those of both; the badge is gone."""
        self._stage.clear(badge=False)
        foot = self._places.upper.bottom
        end = self._places.upper.right - _NUMBERS - self.upper.names["across"].width
        numbers = replace(self._places.halves[0], bottom=foot, top=foot + _NUMBERS, right=end)
        self.upper.set(taken=(*self.upper["taken"], numbers))

    def ride(self, to: float, **also: float) -> list[Drive]:
        """Let the point ride, above, and its slope below."""
        return [Drive(self.upper, x=to), Drive(self.lower, x=to, **also)]

    def draw(self, run_time: float) -> Drive:
        """Draw the whole curve of the slope."""
        seen = self.lower.seen.window
        self.lower.set(drawn=seen.left)
        return Drive(self.lower, run_time, drawn=seen.right)

    def fall(self, i: int, run_time: float) -> Drive:
        """Let the rise at a point fall down to where it is the slope there."""
        return Drive(self.lower, run_time, **{_fallen(i): 1.0})

    def show(self, *cards: Card) -> list[Animation]:
        """Let cards appear; the lines of both worlds end at the last of them."""
        worlds = self.upper, self.lower
        ends = [world.cover(box_of(card.panel)) for card in cards[-1:] for world in worlds]
        return [*(appear(card.panel) for card in cards), *ends]

    def _slope(self, plot: Plot) -> tuple[float, float]:
        return plot["x"], float(slopes(self._function, plot["x"]))

    def _dot(self, place: tuple[float, float]) -> VMobject:
        return self.lower.dot(lambda _: place, Role.SLOPE, on=self._function.derivative)

    def _bar(self, i: int, x: float, slope: float) -> VGroup:
        """Return a bar while it falls, and as it stands below."""
        lower, colour = self.lower, self._theme[Role.SLOPE]
        y, run = self._function.sample_at(x), float(self._stage.run)
        above = [[x + run, y], [x + run, y + run * slope]]
        below = [[x, 0.0], [x, slope]]

        def fall(bar: VMobject) -> None:
            share = lower[_fallen(i)]
            start, end = self.upper.points(above), lower.points(below)
            bar.set_points(bar_outline(*(start + share * (end - start))) if share < 1 else NOTHING)

        def stand(bar: VMobject) -> None:
            seen = lower[_fallen(i)] == 1
            bar.set_points(bar_outline(*lower.points(below)) if seen else NOTHING)

        falling, standing = (filled(colour, "line") for _ in range(2))
        claim(falling, Passing())
        claim(standing, Span(lower, lambda: (x, 0.0, x, slope), lambda: 1.0))
        return VGroup(lower.derive(falling, fall), lower.derive(standing, stand))

    def _riding_bar(self) -> VMobject:
        lower = self.lower

        def shape(bar: VMobject) -> None:
            x, slope = self._slope(lower)
            seen = lower.window.contains(x, slope, slack=0.01)
            bar.set_points(bar_outline(*lower.points([[x, 0.0], [x, slope]])) if seen else NOTHING)

        bar = filled(self._theme[Role.SLOPE], "line")
        claim(bar, Span(lower, lambda: (lower["x"], 0.0, *self._slope(lower)), lambda: 1.0))
        return lower.derive(bar, shape)

    def _crumbs(self) -> VMobject:
        """Return dots where the slope has been, up to ``passed`` in the state."""
        lower = self.lower
        xs = np.linspace(self.start, self.end, _CRUMBS)
        places = [*zip(xs, slopes(self._function, xs), strict=True)]

        def shape(dots: VMobject) -> None:
            seen = [
                (x, y) for x, y in places if x <= lower["passed"] and lower.window.contains(x, y)
            ]
            dots.set_points(
                np.vstack([NOTHING, *(circle(lower.point(*one), _CRUMB) for one in seen)])
            )

        dots = filled(self._theme[Role.SLOPE], "line")
        claim(dots, Around(lower))
        return lower.derive(dots, shape)

    def _link(self) -> VMobject:
        """Return the line between the riding point and its slope, where both are to be seen."""

        def shape(line: VMobject) -> None:
            x, slope = self._slope(self.lower)
            above = self._function.sample_at(x)
            seen = self.upper.window.contains(x, above) and self.lower.window.contains(x, slope)
            ends = self.upper.point(x, above), self.lower.point(x, slope)
            line.set_points(dashed(*ends) if seen else NOTHING)

        return self.lower.derive(stroke(self._theme[Role.NEUTRAL], pen(3), "guide"), shape)


def _fallen(i: int) -> str:
    return f"fallen {i}"


def _alike(places: Places, above: Window, below: Window) -> tuple[Places, Window, Window]:
    """Share the room of two worlds so that a unit upwards is as long in both, if there is room.

    Args:
        places: Where they are.
        above: What the upper one shows at least.
        below: What the lower one shows at least.

    Returns:
        The places, and what is shown there.
    """
    share = float(np.clip(above.height / (above.height + below.height), *_SHARES))
    shared = places.with_share(share)
    boxes = shared.upper, shared.lower
    units = above.height / boxes[0].height, below.height / boxes[1].height
    if max(units) > _ALIKE * min(units):
        return places, to_scale(above, places.upper), to_scale(below, places.lower)
    wider = to_scale(_as_high(above, max(units) * boxes[0].height), boxes[0])
    return shared, wider, _as_high(below, wider.height / boxes[0].height * boxes[1].height)


def _as_high(window: Window, height: float) -> Window:
    return Window.around(*window.middle, window.width, height)


def _window_of(function: Function, tables: Sequence[NudgeTable], like: Window) -> Window:
    """Return a window with the same inputs that shows the known slopes and those around them."""
    known = [0.0, *(table.slope.number for table in tables)]
    least, most = min(known), max(known)
    beyond, values = _BEYOND * (most - least), _steepness(function, like, _SAMPLES)
    if beyond < _LEVEL * like.height / like.width:  # level as far as can be seen
        values = _steepness(function, like, _MANY)
        usual, steepest = np.quantile(np.abs(values), (_USUAL, 1)) if len(values) else (0, 0)
        is_pole = steepest > _POLE * np.abs(values[::10]).max(initial=0)
        beyond = _BESIDE * usual if is_pole else np.inf
    low = max(min(least, *values), least - beyond)
    high = min(max(most, *values), most + beyond)
    room = 0.1 * (high - low) or 1.0
    return Window(like.left, low - room, like.right, high + room)


def _steepness(function: Function, window: Window, count: int) -> Points:
    """Return the slopes at so many inputs in a window, where there are any."""
    found = slopes(function, np.linspace(window.left, window.right, count))
    return found[np.isfinite(found)]


def _inputs_seen(function: Function, window: Window, slopes_seen: Window) -> tuple[float, float]:
    """Return the first and the last input where both curves are to be seen."""
    room = _ROOM * window.width
    xs = np.linspace(window.left + room, window.right - room, _SAMPLES)
    above, below = function.sample(xs), slopes(function, xs)
    seen = np.ones(_SAMPLES, bool)
    for values, within in ((above, window), (below, slopes_seen)):
        room = _ROOM * within.height  # not where there is no value
        seen &= (values >= within.bottom + room) & (values <= within.top - room)
    inside = xs[seen] if seen.any() else xs
    return float(inside[0]), float(inside[-1])
