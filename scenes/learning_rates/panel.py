"""A panel: the hill with the ball of one learning rate, which may fill the frame or be small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import Animation, VGroup, VMobject
from manim.utils.rate_functions import linear

from calculus.descent import Descent, Verdict, steps_to
from calculus.digits import sign_of
from scenes.base import LessonScene
from scenes.landscape.distance import ALPHA
from scenes.landscape.hill import BALL_RADIUS, Hill
from scenes.landscape.outcomes import outcome
from scenes.landscape.valley import Surroundings
from scenes.landscape.walk import FARTHEST, Walk, shows
from scenes.learning_rates.line import FATES
from scenes.look.colour import blend
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture import meaning
from scenes.picture.layout import Box, pen
from scenes.picture.motion import Drive
from scenes.picture.nest import Nest
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, arrow, circle, cut, polyline
from scenes.picture.window import Window
from scenes.picture.world import GROUND

_FLOOR, _ABOVE = 0.3, 0.15  # shares of the height below and above the way
_BALL = 0.055  # radius of the ball, as a share of the height, at most
_SMALL = 0.09  # radius of a ball in which no spokes can be told apart
_ROOM = 0.12  # from a panel's edge to its window
_BARS, _GAP = 0.8, 0.3  # shares of the floor that the highest bar takes, and of a bar's room
_COLUMNS = 60  # values that are drawn, at most
_MOST = 1e100  # values beyond it are drawn as if they were so large
LABEL = 42.0  # font size
_WIDER = 10.0  # times that the picture surfaces from a ball which escapes
_LONGEST, _BOUNCES = 1_000_000, 20  # steps that are gone on with, and how many of them change sides
_AGAIN = 8  # steps more of a ball that goes to and fro for ever
_NEARER = 100  # times nearer than at first: so a ball is seen to have arrived
_SLACK = 0.03  # of a window, beyond which a ball is out of sight


class RatePanel(Hill):
    """One learning rate: its hill, its ball, and its values as bars under the hill.

    It fills the frame at first, and can be moved to any box. The state ``t`` says how many steps
    have been taken, ``values`` how high the values are, as a share, and ``aside`` how far they are
    on their way to a box beside the panel. Where a law tells it, the ball goes on beyond the steps
    that are worked out one by one, until its fate is seen. The state ``judged`` says how far its
    edge has the colour of that.

    Args:
        scene: Where it is shown.
        descent: The descent with this learning rate.
        around: What is around the start.
        most: How many iterates one of the balls has, at most.

    Attributes:
        walk: The ball's way.
        leaves: After how many steps it is out of sight, and the picture has to surface; or None.
        ends: After how many its fate is seen.
        label: The learning rate, with its name.
        away: An arrow at the edge behind which the ball is, while it is out of sight.
        picture: All of it, without ghosts and arrows.
    """

    def __init__(
        self, scene: LessonScene, descent: Descent, around: Surroundings, most: int
    ) -> None:
        start = descent.start.number
        super().__init__(
            scene.regions, Window(start - 1, -1, start + 1, 1), scene.theme,
            state={"t": 0.0, "values": 0.0, "aside": 0.0, "judged": 0.0},
            function=descent.function, start=start,
        )  # fmt: skip
        self.descent, theme = descent, scene.theme
        sides = [start - around.reach / 2, start + around.reach / 2]
        self.whole = self.sight(around.around(start) if around.has_bottom else sides)
        self.set(window=self.whole)
        ends = [iterate.w.number for iterate in descent.iterates[:2]]
        leaves = not shows(self.whole, ends[-1]) and around.distance(ends[-1]) <= FARTHEST
        self._with_first = self.sight(around.around(*ends)) if leaves else self.whole
        low = float(np.nan_to_num(self.function.sample_at(around.middle)))
        self._wide = self.whole.zoomed(1 / _WIDER, around.middle, low)
        self._escapes = outcome(descent) in (Verdict.DIVERGES, "falls")
        sight = self._wide if self._escapes else self.whole
        has_law = bool(descent.factor) and descent.minimum is not None
        self.walk = Walk(
            self, "t", descent.iterates, around, sight, self._by_law if has_law else None
        )
        self.leaves, self.ends = self._fate(around, has_law)
        if has_law and self._bounces:  # of many steps it takes two at a time
            self.walk.go_on(self.ends)
        self.label = self.named(scene, LABEL)
        ws = np.array([iterate.w.number for iterate in descent.iterates[:_COLUMNS]])
        self._known = np.clip(np.nan_to_num(self.function.sample(ws)), -_MOST, _MOST)
        self._columns, self._beside = min(most, _COLUMNS), self.area
        size = None if descent.factor is None else sign_of(abs(descent.factor) - 1)
        self._verdict = theme.rule if size is None else theme[FATES[size]]
        edge = stroke(theme.rule, pen(3), "guide")
        bars = filled(theme[Role.OUTPUT], "area", 0.6)
        sheet = filled(theme.background, "grid")
        self.away = filled(theme[Role.VALUE], "dot")
        for part in (sheet, edge, bars, self.away):
            meaning.claim(part, meaning.Around(self))
        if not scene.is_transparent:  # what is behind a panel is not to be seen through it
            self.under.set_fill(blend(theme.background, theme[Role.FUNCTION], GROUND), 1)
            self.derive(sheet, lambda sheet: sheet.set_points(self._outline()))
        self.ball.add(self.derive(self.away, self._draw_away)).set_z_index(self.ball.z_index)
        self.picture = VGroup(
            sheet, self.under, self.axes, self.line, self.derive(bars, self._draw_values),
            self.derive(edge, self._draw_edge), self.ball,
        )  # fmt: skip

    @property
    def radius(self) -> float:
        return min(BALL_RADIUS, _BALL * self.area.height)

    @property
    def side(self) -> float:
        return min(self.frame.width, self.frame.height)

    @property
    def foot(self) -> float:
        return self.area.bottom + _FLOOR * self.area.height

    @property
    def rooms(self) -> tuple[float, float]:
        return _FLOOR, _ABOVE

    def standing(self, points: Points) -> Points:
        return points if len(points) and np.array_equal(self._seen(points), points) else NOTHING

    def into(
        self, box: Box, run_time: float = 1.0, *, under: bool = True, beside: Box | None = None
    ) -> Drive:
        """Move the panel into a box of the frame.

        Args:
            box: Where.
            run_time: Seconds.
            under: Whether its values are under the hill.
            beside: Where they are else, if they are seen.
        """
        self._beside = beside or self._beside
        return Drive(
            self, run_time, frame=box, area=box.inset(*[min(_ROOM, 0.1 * box.height)] * 4),
            values=float(under or beside is not None), aside=float(beside is not None),
        )  # fmt: skip

    def named(self, scene: LessonScene, size: float) -> Text:
        """Return the learning rate with its name."""
        return scene.formula(
            "{alpha} {a:equals}", alpha=ALPHA, a=self.descent.learning_rate, size=size
        )

    def rest(self, first: bool = False) -> None:
        """Put the ball back to the start; `first` says whether its first step is to be seen."""
        window = self._with_first if first else self.whole
        self.set(t=0.0, w=self.descent.start.number, window=window, nest=Nest())

    def to(self, t: float, run_time: float) -> Drive:
        """Let the ball take steps until it has taken so many; one that escapes isn't followed."""
        return self.walk.to(t, run_time, zoomed=self._escapes)

    def surface(self, run_time: float) -> Animation:
        """Show ten times as much, with a frame around what was seen."""
        self.set(nest=Nest((self._wide, self.whole), 2))
        return Drive(self, run_time, window=self._wide).set_rate_func(linear)

    def _fate(self, around: Surroundings, has_law: bool) -> tuple[int | None, int]:
        """Return after how many steps the ball is out of sight, and after how many all is seen."""
        last, descent = self.walk.total, self.descent
        ws = np.array([iterate.w.number for iterate in self.walk.iterates])
        leaves, ends = None, None
        if has_law:
            self._far, self._factor = ws[0] - around.middle, float(descent.factor or 0)
        if self._escapes:
            leaves, ends = (self._gone(window, ws, has_law) for window in (self.whole, self._wide))
        elif has_law and descent.minimum is not None:
            near = abs(descent.start.value - descent.minimum) / _NEARER
            ends = near and steps_to(
                descent.function, descent.start.value, descent.learning_rate.value, near, _LONGEST
            )
            if abs(self._factor) == 1:  # it never arrives: a while longer shows that
                ends = last + _AGAIN
        ends = max(ends or 0, last)
        self._bounces = ends - last <= _BOUNCES
        if not self._bounces:
            ends += (ends - last) % 2
            leaves = leaves + (leaves - last) % 2 if leaves and leaves > last else leaves
        return leaves, ends

    def _gone(self, window: Window, ws: Points, has_law: bool) -> int | None:
        """Return after how many steps the ball is out of a window: as known, then by the law."""
        k = 0
        while k < _LONGEST:
            with np.errstate(all="ignore"):
                ys = self.function.sample(ws)
                x, y = (ws - window.left) / window.width, (ys - window.bottom) / window.height
                inside = np.maximum(np.abs(x - 0.5), np.abs(y - 0.5)) < 0.5 + _SLACK
                if not inside.all():
                    return k + int(inside.argmin())
                if not has_law:
                    break
                k += len(ws)  # and as many again
                middle = self.descent.start.number - self._far
                ws = middle + self._far * self._factor ** np.arange(k, 2.0 * k)
        return None

    def _by_law(self, t: float) -> float:
        """Return where the ball is after so many steps; of many it takes two at a time."""
        times, k = self._factor, int(t)
        if times < 0 and self._bounces:
            share = times**k * (1 + (t - k) * (times - 1))
        else:
            share = abs(times) ** t * np.sign(times) ** self.walk.total
        return float(self.descent.start.number + (share - 1) * self._far)

    def _seen(self, points: Points) -> Points:
        """Return what of a filled outline is inside of the panel."""
        if not len(points):
            return NOTHING
        frame, swap = self.frame, [1, 0, 2]
        inside = cut(points, frame.bottom, frame.top)[:, swap]
        return cut(inside, frame.left, frame.right)[:, swap]

    def _draw_ball(self, shape: VMobject, w: float) -> None:
        whole = circle(self.centre(w), self.radius)
        seen = self._seen(whole)
        ball = meaning.Ball(self, self._formula, lambda: float(self["w"]), self._size)
        meaning.claim(shape, ball if np.array_equal(seen, whole) else meaning.Passing())
        shape.set_points(seen)

    def _draw_away(self, shape: VMobject) -> None:
        frame, inner = self.frame, self.frame.inset(*[self.radius] * 4)
        middle = np.nan_to_num(self.centre(), nan=_MOST, posinf=_MOST, neginf=-_MOST)
        low, high = [frame.left, frame.bottom, 0], [frame.right, frame.top, 0]
        is_gone = np.abs(middle - np.clip(middle, low, high)).max() >= self.radius
        at = np.nan_to_num(self.touch(), nan=_MOST, posinf=_MOST, neginf=-_MOST)
        near = np.clip(at, [inner.left, inner.bottom, 0], [inner.right, inner.top, 0])
        beyond = np.abs(at - near)
        way = np.sign(at - near) * (beyond == beyond.max()) * self.radius
        foot, tip = near - 2.3 * way, near + 0.7 * way
        outline = arrow(foot, tip, 0.7 * self.radius, 1.8 * self.radius)
        shape.set_points(outline if is_gone else NOTHING)

    def _spokes(self, w: float, start: float) -> Points:
        radius = self.radius
        is_seen = radius > _SMALL and len(self.standing(circle(self.centre(w), radius)))
        return super()._spokes(w, start) if is_seen else NOTHING

    def _has_no_room(self, box: Box) -> bool:
        """Say whether a number would be hidden, by the ball as well."""
        if super()._has_no_room(box):
            return True
        (x, y, _), radius = self.centre(), self.radius
        return bool(np.isfinite([x, y]).all()) and box.meets(Box(x, y, x, y).inset(*[-radius] * 4))

    def _outline(self) -> Points:
        return polyline(self.frame.outline, closed=True)

    def _draw_edge(self, edge: VMobject) -> None:
        rule, judged = self.theme.rule, self["judged"]
        edge.set_stroke(blend(rule, self._verdict, judged), pen(3 + 3 * judged), family=False)
        edge.set_points(self._outline())

    def _draw_values(self, bars: VMobject) -> None:
        """Draw the values so far, over the least that is on the hill; the next one grows."""
        area, window, known = self.area, self.window, self._known
        floor = replace(area, top=area.bottom + _BARS * _FLOOR * area.height)
        box = floor.toward(self._beside, self["aside"])
        room, low = box.width / self._columns, window.bottom + _FLOOR * window.height
        t = min(self["t"], len(known) - 1.0)
        here = int(t)
        values = known[: here + 1] - low
        if here < t:
            values = np.append(values, self.walk.parts(t)[1] * (known[here + 1] - low))
        shares = np.clip(values / max(self.whole.top - low, *values), 0, 1) * self["values"]
        parts = [NOTHING]
        for k, height in enumerate(box.height * shares):
            left = box.left + (k + _GAP / 2) * room
            bar = Box(left, box.bottom, left + (1 - _GAP) * room, box.bottom + float(height))
            parts.append(polyline(bar.outline, closed=True))
        bars.set_points(np.vstack(parts))
