"""The world of a neuron: its score on a line, the curve of its activation, and its slope below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from manim import VGroup, VMobject

from calculus.edges import slopes
from calculus.quantity import Quantity
from scenes.activation.facts import OUTPUT, VARIABLE, ActivationFacts
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.compose import envelope, fit
from scenes.picture.layout import Box, Layout, pen, px
from scenes.picture.meaning import Around, Passing, Span, claim
from scenes.picture.motion import Drive, shade
from scenes.picture.placing import Obstacles, along, around, box_of, clearest
from scenes.picture.plot import DOT_RADIUS, Plot, filled, knocked_out, stroke
from scenes.picture.shapes import NOTHING, Points, circle, clipped, dashed, segments
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.picture.world import Pane, World
from scenes.words import terms
from scenes.words.wording import Term

_TOP, _STRIP, _NUMBERS = 1.5, 0.8, 0.4  # over the world, of it for a formula; numbers at an edge
_WIDE_SIDE, _SIDE, _ABOVE, _GAP = 0.4, 0.48, 0.56, 0.35  # shares of the side and the curve; between
_COLUMNS = 0.9  # width over height from which there is a column at the side
_LOW, _HIGH = -0.3, 1.3  # what is seen beside the line of scores, and of slopes, upwards
_BEYOND = 0.18  # of what lies between the bounds of an output, seen beyond them
_NEAR, _AROUND = 6.0, 1.25  # a curve is seen as far as that, or farther around what is looked at
_FALLS, _RISES = -0.2, 1.05  # what is seen of an output without bound, in widths of one side
_BEADS, _BEAD = 13, px(11)  # on the line of scores, about; and their radius
_ROOM = 0.04  # of a window, at both ends of a ride
_TALL, _WIDE = 0.4, 0.3  # of the world, that a triangle takes at most
_AROUND_BOX = 1.05, 0.7, 0.0, 0.2  # Manim units for the names of its sides
_BESIDE = 0.15  # of the width, by which the triangle is off the middle
_OFF, _ASIDE = 0.2, 41  # from a line to what is written at it; places in a strip
_HIDDEN = 1.5  # Manim units that the axis of outputs takes with its numbers and its name


@dataclass(frozen=True)
class Places:
    """Where everything is.

    Attributes:
        whole: Of the world while it is alone.
        strip: For a formula over it.
        halves: Of the curve, and of its slope under it.
        narrow: Of both while something is explained beside them, or under them.
        column: Of the curve alone, meanwhile.
        side: For what is explained.
    """

    whole: Pane
    strip: Box
    halves: tuple[Pane, Pane]
    narrow: tuple[Pane, Pane]
    column: Pane
    side: Box

    @classmethod
    def of(cls, regions: Layout, explained: bool) -> Places:
        """Return where everything is in a frame.

        Args:
            regions: The regions of the frame.
            explained: Whether there is more to explain than a formula over the world.
        """
        frame, safe, action = regions.frame, regions.safe, regions.action()
        body = replace(safe, top=regions.chip.bottom, bottom=safe.bottom + 0.1)
        strip = Box(action.left, body.top - _STRIP, action.right, body.top - 0.1)
        whole = Pane(frame, action.inset(top=_TOP))
        if not explained:
            halves = _halves(frame, body.inset(top=_STRIP))
            return cls(whole, strip, halves, halves, whole, strip)
        if safe.width > _COLUMNS * safe.height:
            column, side = body.beside(1 - (_WIDE_SIDE if regions.is_wide else _SIDE), _GAP)
            both, side = replace(frame, right=column.right), replace(side, top=safe.top)
        else:
            column, side = body.above(1 - _WIDE_SIDE, _GAP)
            both = replace(frame, bottom=column.bottom - _GAP / 2)
        column = column.inset(right=_GAP)
        alone = Pane(both, column.inset(top=_STRIP))
        return cls(whole, strip, _halves(frame, body), _halves(both, column), alone, side)

    def square_under(self, part: VMobject) -> Box:
        """Return the largest square beside or under what stands in the side column."""
        taken = envelope(part)
        rooms = replace(self.side, top=taken.bottom), replace(self.side, left=taken.right)
        room = max(rooms, key=lambda box: min(box.width, box.height)).inset(*_AROUND_BOX)
        side = min(room.width, room.height)
        middle = room.centre[1]
        return Box(room.left, middle - side / 2, room.left + side, middle + side / 2)


def _halves(frame: Box, body: Box) -> tuple[Pane, Pane]:
    upper, lower = body.above(_ABOVE, _GAP)
    cut = (upper.bottom + lower.top) / 2
    return Pane(replace(frame, bottom=cut), upper), Pane(replace(frame, top=cut), lower)


class Neuron(World):
    """Bars end to end on the line of scores; then the curve, and on it whatever is looked at.

    The state says how many bars are ``laid`` and how far the score has ``fallen`` from the last
    one; where the ``score`` is, and how far it is ``up`` at the curve; how far the line of scores
    is ``bent`` into the curve, and copies of its beads ``slid`` to the axis of outputs; where the
    riding point ``x`` is, and what is drawn of its nudge.

    Attributes:
        places: Where everything is.
        bars: The products and the bias, each from where the one before ends.
        spot: The score, and at last the output.
        bent: The line of scores as it becomes the curve, and beads on it.
        line: The curve.
        nudging: The triangle of the nudge.
        secant: The line through the riding point and the one after the nudge.
        rider: The tangent at the riding point, and that point.
        there: The point after the nudge.
    """

    half = px(16)  # of a bar's width
    compared = False

    def __init__(self, scene: LessonScene[ActivationFacts]) -> None:
        self._facts = facts = scene.facts
        self.places = Places.of(scene.regions, bool(facts.shape.area))
        sums = np.cumsum([part.number for part in facts.parts])
        self._sums = [0.0, *sums[:-1].tolist(), facts.score.number]
        room = (_AROUND - 1) * float(np.ptp(self._sums)) or 1.0
        window = Window(min(self._sums) - room, _LOW, max(self._sums) + room, _HIGH)
        state = {"area": self.places.whole.area, "laid": 0.0, "fallen": 0.0, "up": 0.0, "bent": 0.0,
                 "score": facts.score.number, "slid": 0.0, **NudgeTriangle.STATE}  # fmt: skip
        names, function = terms.on_axes(facts.function), facts.function
        super().__init__(scene.regions, window, scene.theme, names=names, state=state)
        self.bars = [self._bar(i) for i in range(len(facts.parts))]
        score = self.theme[Role.VALUE]
        self.spot = self._on_its_way(filled(score, "dot"))
        self.bent = [
            self._on_its_way(stroke(self.theme[Role.FUNCTION], self.curve_pen, "curve")),
            self._on_its_way(filled(score, "dot")),
        ]
        for part, rule in zip(
            (self.spot, *self.bent), (self._draw_spot, self._bend, self._draw_beads), strict=True
        ):
            self.derive(part, rule)
        self.line = self.curve(function)
        self.nudging = NudgeTriangle(self, function)
        here = self.dot(self.nudging.start, Role.FUNCTION, on=function)
        low = -np.inf if facts.shape.low is None else facts.shape.low  # it is not over the numbers
        self.rider = VGroup(
            self.straight(self.nudging.touching, Role.SLOPE, pen(6), of=function, floor=low), here
        )
        self.secant = self.straight(
            self.nudging.through, Role.SLOPE, pen(6), of=function, reach=lambda plot: plot["h"]
        )
        self.there = self.dot(self.nudging.end, Role.OUTPUT, on=function)
        hidden = replace(self.frame, right=self.area.left + _HIDDEN)
        self.set(taken=(replace(hidden, bottom=self.area.bottom + _NUMBERS),))
        self._shade_outputs(0.0)

    def show_outputs(self) -> None:
        """Let the axis of outputs be seen, which nobody needed before."""
        self.set(taken=())
        self._shade_outputs(1.0)

    def _shade_outputs(self, level: float) -> None:
        for row in self.axes:
            if self.names["up"] in row.submobjects:
                for part in row.get_family():
                    shade(part, level)

    @property
    def curve_window(self) -> Window:
        """What is seen of the curve: its shape, the score and all points."""
        facts, shape = self._facts, self._facts.shape
        looked = [facts.score.number, *(at.number for at, _ in facts.points)]
        half = max(_NEAR, _AROUND * max(map(abs, looked)))
        if shape.low is None or shape.high is None:
            return Window(-half, _FALLS * half, half, _RISES * half)
        room = _BEYOND * (shape.high - shape.low)
        return Window(-half, shape.low - room, half, shape.high + room)

    @property
    def ends(self) -> tuple[float, float]:
        """The first and the last input to which one can ride."""
        window, share = self.curve_window, 1 - 2 * _ROOM
        return window.left * share, window.right * share

    @property
    def close_up(self) -> Window:
        """The window in which the triangle of the nudge is large."""
        row, window = self._facts.nudged.rows[0], self.curve_window
        base, rise = row.nudge.number, abs(row.rise.number)
        factor = min(
            _WIDE * window.width / abs(base), _TALL * window.height / rise if rise else np.inf
        )
        width = window.width / factor
        # Beyond the triangle there is room for what is written at its height.
        x = (row.at.number + row.nudged_at.number) / 2 + np.sign(base) * _BESIDE * width
        y = (row.value.number + row.nudged_value.number) / 2
        return Window.around(x, y, width, window.height / factor)

    def into(self, pane: Pane, run_time: float = 0.8) -> Drive:
        """Let the world glide into a pane."""
        return Drive(self, run_time, frame=pane.frame, area=pane.area, window=self.curve_window)

    def mark(self, at: Quantity, value: Quantity) -> VMobject:
        """Return a point of the curve."""
        return self.dot(lambda _: (at.number, value.number), Role.OUTPUT, on=self._facts.function)

    def span(self, i: int) -> Points:
        """Return where a bar starts and ends in the frame."""
        y = self._lane(i)
        return self.points([[self._sums[i], y], [self._sums[i + 1], y]])

    def labels(self, scene: LessonScene[ActivationFacts], dz: Term, da: Term) -> list[Text]:
        """Return what is written at the triangle: its base, its height, and over all the ratio.

        Where the ratio isn't nearly the slope, it stands at the secant, and the slope, which is
        the last, at the tangent.
        """
        row = self._facts.nudged.rows[0]
        obstacles = Obstacles.of(self.area, self.line, *self.rider, self.there)
        sides = self.nudging.measured(scene, (dz, row.nudge), (da, row.rise), obstacles)
        q, s = (scene.digits.brief(one) for one in (row.quotient, self._facts.nudged.slope))
        n, tangent = terms.over(da, dz), self.rider[0]
        equals = partial(scene.formula, "{n} {q:equals}", role=Role.SLOPE)
        if self._facts.is_close:
            form = "{n} {q:equals} -> {s:plain}"
            goes = partial(scene.formula, form, role=Role.SLOPE, n=n, q=q, s=s)
            write = partial(equals, n=n, q=q) if q.text == s.text else goes
            said = [self._over(write, tangent)]
        else:
            a, z = (terms.name(name) for name in (OUTPUT, VARIABLE))
            said = [
                equals(size=self.theme.small, n=n, q=q),
                equals(size=self.theme.small, n=terms.derivative(a, z), q=s),
            ]
            self.set(base=1.0, height=1.0)
            drawn = self.nudging.base, self.nudging.height, self.secant
            clear = obstacles.adding(*sides, *drawn)
            self.set(base=0.0, height=0.0)
            for label, line in zip(said, (self.secant, tangent), strict=True):
                label.move_to((*clearest(label, along(label, line, _OFF), clear), 0))
                clear = clear.adding(label)
        return [*sides, *(knocked_out(label, self.theme.background) for label in said)]

    def _over(self, write: Callable[..., Text], line: VMobject) -> Text:
        """Write over the world, as near to its middle as that is clear of a line."""
        column = self.places.column.area
        strip = replace(column, bottom=column.top, top=column.top + _STRIP)
        clear = Obstacles.of(strip, line)
        for size in (self.theme.title, self.theme.body, self.theme.small):
            label = fit(write(size=size), strip, 0, 0)
            free = max(0.0, (strip.width - label.width) / 2)
            places = [
                (strip.centre[0] + x, strip.centre[1])
                for x in sorted(np.linspace(-free, free, _ASIDE), key=abs)
            ]
            label.move_to((*clearest(label, places, clear), 0))
            if not clear.covered(box_of(label)):
                break
        return label

    # How it is drawn.

    def _lane(self, i: int) -> float:
        """Return the height of a bar, upwards in the window; under the last one is the score."""
        count = len(self._facts.parts)
        return _HIGH * (count - 0.2 - i) / (count + 0.6) if i < count else 0.0

    def _bar(self, i: int) -> VGroup:
        """Return a bar, and the line from its end down to the next, or to the score."""
        (start, end), y, below = self._sums[i : i + 2], self._lane(i), self._lane(i + 1)

        def share() -> float:
            return float(np.clip(self["laid"] - i, 0, 1))

        def shape(bar: VMobject) -> None:
            foot, tip = self.span(i)
            bar.set_points(bar_outline(foot, foot + share() * (tip - foot), self.half))

        def hang(line: VMobject) -> None:
            ends = self.points([[end, y], [end, below]])
            line.set_points(dashed(*ends) if share() == 1 else NOTHING)

        bar, line = (filled(self.theme[Role.INPUT], "line", 0.95),
                     stroke(self.theme[Role.NEUTRAL], pen(3), "guide"))  # fmt: skip
        claim(bar, Span(self, lambda: (start, y, end, y), share))
        claim(line, Around(self))
        return VGroup(self.derive(line, hang), self.derive(bar, shape))

    def _on_its_way(self, part: VMobject) -> VMobject:
        claim(part, Passing())
        return part

    def _draw_spot(self, spot: VMobject) -> None:
        x, last = self["score"], self._lane(len(self._facts.parts) - 1)
        y = self["up"] * self._facts.function.sample_at(x) + (1 - self["fallen"]) * last
        spot.set_points(circle(self.point(x, y), 1.3 * DOT_RADIUS))

    def _bend(self, line: VMobject) -> None:
        sight = self.seen.window
        xs = np.linspace(sight.left, sight.right, 481)
        ys = self["bent"] * self._facts.function.sample(xs)
        starts, ends = clipped(xs, ys, sight.bottom, sight.top)
        line.set_points(segments(self.points(starts), self.points(ends)))

    def _draw_beads(self, beads: VMobject) -> None:
        window = self.window
        step = max(1.0, round(window.width / _BEADS))
        xs = step * np.arange(np.ceil(window.left / step), np.floor(window.right / step) + 1)
        ys = self["bent"] * self._facts.function.sample(xs)
        stay, slide = (np.column_stack([xs * left, ys]) for left in (1.0, 1.0 - self["slid"]))
        places = np.vstack([stay, slide])[np.tile(ys <= window.top, 2)]
        beads.set_points(np.vstack([NOTHING, *(circle(at, _BEAD) for at in self.points(places))]))


class SlopeBelow(World):
    """The slope of the activation under its curve, drawn by a riding point, the state ``x``.

    Attributes:
        trail: The slope's curve, as far as the point has come.
        line: All of it.
        rider: The bar of the slope at the riding point, and the point.
    """

    compared = False

    def __init__(self, scene: LessonScene[ActivationFacts], above: Neuron) -> None:
        facts = scene.facts
        self._function = function = facts.function
        slope = function.derivative
        most = max(*facts.shape.ends, facts.nudged.slope.number)
        window = replace(above.curve_window, bottom=_LOW * most, top=_HIGH * most)
        a, z = terms.name(function.name), terms.name(function.variable)
        names = "", f"$display({terms.derivative(a, z).typst})$"
        pane = above.places.halves[1]
        state = {"area": pane.area, "frame": pane.frame, "x": above.ends[0]}
        super().__init__(scene.regions, window, scene.theme, names=names, state=state)
        self.names["up"].set_fill(self.theme[Role.SLOPE])
        self.trail = self.curve(slope, Role.SLOPE, until=lambda plot: plot["x"], within=function)
        self.line = self.curve(slope, Role.SLOPE, within=function)
        bar = filled(self.theme[Role.SLOPE], "line", 0.8)
        claim(bar, Span(self, lambda: (self["x"], 0.0, *self._here(self)), lambda: 1.0))
        self.rider = [self.derive(bar, self._draw_bar), self.dot(self._here, Role.SLOPE)]

    def into(self, pane: Pane, run_time: float = 0.8) -> Drive:
        """Let the world glide into a pane."""
        return Drive(self, run_time, frame=pane.frame, area=pane.area)

    def at_the_tip(self, label: Text) -> Text:
        """Put a number beside the riding point."""
        clear = Obstacles.of(self.area, self.line, *self.rider)
        place = clearest(label, around(label, box_of(self.rider[1]).centre), clear)
        return knocked_out(label.move_to((*place, 0)), self.theme.background)

    def _here(self, _: Plot) -> tuple[float, float]:
        return self["x"], float(slopes(self._function, self["x"]))

    def _draw_bar(self, bar: VMobject) -> None:
        x, slope = self._here(self)
        ends = self.points([[x, 0.0], [x, slope]])
        bar.set_points(bar_outline(*ends) if np.isfinite(slope) else NOTHING)
