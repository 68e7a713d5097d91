"""The hill as the world of steps: a ball, and the slope under it as a bar that is squeezed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from manim import Mobject, VMobject

from calculus.edges import slopes
from calculus.function import Function
from scenes.landscape.hill import Hill
from scenes.look.theme import Role
from scenes.picture.bars import Squeeze
from scenes.picture.layout import Box, Layout, pen
from scenes.picture.meaning import Around, claim, claim_of
from scenes.picture.motion import Drive
from scenes.picture.plot import Axis, stroke
from scenes.picture.shapes import NOTHING, Points, dashed, polyline, segments
from scenes.picture.window import Window
from scenes.words import terms

_BESIDE = 0.785  # share of the action's width that a hill has which stands over its card
_LEAST, _LIES = 0.5, 0.7  # of a bar: so long it should be, and that much of what is free it is
_STEEPEST = 1e100  # so that a bar has ends, wherever they are
_ASIDE = 0.1  # Manim units, by which an axis's name goes aside
_FAR = 1e6  # Manim units; a bar is cut beyond the frame long before
_UNDERFOOT, _PLACES = 0.8, 41  # Manim units of the curve on either side of the ball, and its points


class Land(Hill):
    """A hill that fills the frame; under its axis there is room for steps.

    Its state has besides that of a hill how much of the unit step beside the ball is drawn
    (``hung``), how far its bar is on its way to the axis (``laid``: 1 there, uphill; 2 flipped
    about its foot, as it is in the rule with a minus; without room uphill, it turns downhill at
    once), what is left of it
    (``factor``), how far the values are on their way to the chart (``across``), how many steps each
    walk has taken (``t`` and the ``other``), and whether it is the other one that is told
    (``cross``).

    Args:
        regions: The regions of the frame.
        theme: The colours.
        function: Its graph is the hill.
        start: Where the ball is at first.
        headroom: Manim units kept free above the start.
        state: Further values that what is drawn depends on.
    """

    compared: ClassVar[bool] = False  # the bar keeps its number when it is laid on the axis
    floor: ClassVar[float] = 1.3  # Manim units kept free below the axis

    def __init__(
        self,
        regions: Layout,
        theme: Any,
        function: Function,
        start: float,
        headroom: float,
        state: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        own = {
            "hung": 0.0, "laid": 0.0, "across": 0.0, "t": 0.0, "other": 0.0, "bars": 0.0,
            "cross": 0.0, **Squeeze.STATE,
        }  # fmt: skip
        self._safe, self._headroom = regions.safe, headroom
        self._is_wide = regions.is_wide
        super().__init__(
            regions, Window(start - 1, -1, start + 1, 1), theme, card=True, state=own | dict(state),
            names=self.named(function), function=function, start=start,
        )  # fmt: skip
        if not regions.is_wide:
            self.set(area=regions.action(card=True).beside(_BESIDE)[0])
        drop = stroke(self.theme[Role.INPUT], 2.5, "guide")
        self.drop = self.derive(drop, lambda line: line.set_points(self._drop()))
        self.tangent = self.straight(
            lambda p: (p["w"], function.sample_at(p["w"]), float(slopes(function, p["w"]))),
            Role.SLOPE,
            width=pen(6),
            of=function,
        )
        self.bar = SlopeBar(self)

    @staticmethod
    def named(function: Function) -> tuple[str, ...]:
        """Return the names of the axes; what the function is stands in the title."""
        across, _, short = terms.on_axes(function)
        return across, short

    @property
    def row_end(self) -> float:  # what stands beside a wide hill does not come down to there
        return self._safe.right if self._is_wide else self.area.right

    @property
    def foot(self) -> float:
        return self.area.bottom + self.floor

    @property
    def rooms(self) -> tuple[float, float]:
        height = self.area.height
        return self.floor / height, self._headroom / height

    def standing(self, points: Points) -> Points:
        safe = self._safe
        inside = len(points) and (
            safe.left <= points[:, 0].min() and points[:, 0].max() <= safe.right
            and safe.bottom <= points[:, 1].min() and points[:, 1].max() <= safe.top
        )  # fmt: skip
        return points if inside else NOTHING

    def yield_to(self, *labels: Mobject) -> None:
        super().yield_to(self.ball, *labels)

    def _drop(self) -> Points:
        """Return a dashed line from where the ball touches the curve down to the axis."""
        touch = self.touch()
        area = self.seen.area
        if not (area.left <= touch[0] <= area.right and area.bottom <= touch[1] <= area.top):
            return NOTHING
        foot = touch.copy()
        foot[1] = self.foot
        return dashed(foot, touch)

    @property
    def slope(self) -> float:
        """The slope under the ball."""
        slope = float(slopes(self.function, self["w"]))
        return float(np.clip(np.nan_to_num(slope), -_STEEPEST, _STEEPEST))

    def _spots(self, axis: Axis, plate: Box) -> Iterator[tuple[float, float]]:
        """Give how far the name of an axis may be from its place; not where the curve is.

        That of the axis upward goes down as far as a label is there, and then aside.
        """
        if axis == "across":
            yield from super()._spots(axis, plate)
            return
        down = [up for right, up in super()._spots(axis, plate) if not right]
        first = next((i for i, up in enumerate(down) if not self.is_taken(plate.moved(up=up))), 0)
        for up in down[first:]:
            for right in np.arange(0, self.area.right - plate.right, _ASIDE):
                if not self._is_crossed(plate.moved(right, up)):
                    yield float(right), up

    def _is_crossed(self, box: Box) -> bool:
        """Whether the curve goes through a box."""
        xs = np.linspace(box.left, box.right, 9)
        ys = np.array([self.touch(self.place(np.array([x, 0, 0]))[0])[1] for x in xs])
        return bool((ys < box.top).any() and (ys > box.bottom).any())

    def underfoot(self) -> VMobject:
        """Return the little of the curve that the ball touches."""

        def shape(line: VMobject) -> None:
            steepness = self.slope * self.seen.up / self.seen.across
            far = _UNDERFOOT / self.seen.across / float(np.hypot(1, steepness))
            xs = self["w"] + far * np.linspace(-1, 1, _PLACES)
            places = np.column_stack([xs, self.function.sample(xs)])
            line.set_points(polyline(self.points(places[np.isfinite(places).all(axis=1)])))

        line = stroke(self.theme[Role.FUNCTION], self.curve_pen, "curve")
        claim(line, Around(self))
        return self.derive(line, shape)


class SlopeBar(Squeeze):
    """The rise of a unit step under the ball, which can be laid on the axis and squeezed there."""

    def __init__(self, land: Land) -> None:
        self._land = land
        super().__init__(land, lambda _: self.ends(), Role.SLOPE)
        _, now, _ = self
        self._now, self._span = now, claim_of(now)
        base = stroke(land.theme[Role.INPUT], pen(12), "line")
        claim(base, Around(land))
        self.add(land.derive(base, self._draw_base))

    def _fits(self, factor: float = 1.0) -> bool:
        (x, *_), (end, *_) = super()._ends(factor)
        safe = self._land.frame.inset(0.7, 0, 0.7, 0)
        return bool(safe.left <= min(x, end) and max(x, end) <= safe.right)

    def ends(self) -> tuple[float, float, float, float]:
        """Return foot and end, in axis coordinates."""
        land = self._land
        foot, lain, laid = land.touch(), land.touch(), land["laid"]
        lain[1] = land.foot + land.lift
        size, uphill = abs(land.slope), np.sign(land.slope)
        if self.has_room_uphill:
            laid, flipped = min(laid, 1.0), max(laid - 1, 0.0)
        else:
            laid, flipped, uphill = laid / 2, 0.0, -uphill
        hanging = min(size * self.unit * land.seen.up, _FAR) * max(0.0, 2 * land["hung"] - 1)
        length = (1 - laid) * hanging + laid * min(size * land.seen.across, _FAR)
        turn = (uphill * laid - 1) * np.pi / 2
        start = foot + laid * (lain - foot)
        way = length * np.cos(np.pi * flipped)
        end = start + way * np.array([np.cos(turn), np.sin(turn), 0])
        return (*land.place(start), *land.place(end))

    @property
    def has_room_uphill(self) -> bool:
        """Whether all of it is in sight when it lies uphill on the axis."""
        land = self._land
        end = land.touch()[0] + np.clip(land.slope * land.seen.across, -_FAR, _FAR)
        return bool(land.area.left <= end <= land.area.right)

    def lies_down(self, pace: float) -> Iterator[Drive]:
        """Give the motions that lay it on the axis, from where it hangs."""
        if self.has_room_uphill:
            yield Drive(self._land, 0.7 * pace, laid=1.0)
        yield Drive(self._land, 0.6 * pace if self.has_room_uphill else pace, laid=2.0)

    @property
    def unit(self) -> float:
        """How long the step is: 1, if it can be seen and has room; else a round number."""
        land = self._land
        each = abs(land.slope) * land.seen.up
        room = max(land.touch()[1] - land.area.bottom - land.floor / 2, _LEAST)
        room = min(room, _LIES * land.area.width * each / land.seen.across)
        if not each or _LEAST <= each <= room:
            return 1.0
        power = 10.0 ** np.floor(np.log10(room / each))
        return float(max((k * power for k in (2, 5) if k * power * each <= room), default=power))

    def _ends(self, factor: float = 1.0) -> Points:
        ends = super()._ends(factor)
        frame = self._land.frame
        ends[:, 0] = np.clip(ends[:, 0], frame.left - 1, frame.right + 1)
        return ends

    def _draw_marks(self, joints: VMobject) -> None:
        if self._fits() and self._land["laid"] == 2:
            super()._draw_marks(joints)
        else:
            joints.set_points(NOTHING)

    def _draw_base(self, base: VMobject) -> None:
        """Draw the step across, to under the ball; and let the bar say how long it is, if seen."""
        land = self._land
        claim(self._now, self._span if self._fits(land["factor"]) else Around(land))
        drawn = min(1.0, 2 * land["hung"]) * max(0.0, 1 - land["laid"])
        w, slope, unit = land["w"], land.slope, self.unit
        low = land.function.sample_at(w) - abs(slope) * unit
        far, near = land.points([[w - np.sign(slope) * unit, low], [w, low]])
        base.set_points(segments([far], [far + drawn * (near - far)]) if drawn else NOTHING)
