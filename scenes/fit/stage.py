"""What the story of a fit draws with: a map of the cost, the data, and room for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from manim import VGroup, VMobject

from calculus.downhill import Downhill, Stop
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.fit.data import Data
from scenes.fit.facts import FitFacts
from scenes.landscape.distance import ALPHA, update_rule
from scenes.landscape.on_maps import cost_change, place_at, place_of
from scenes.look.text import Text, coloured, math
from scenes.look.theme import Role
from scenes.picture.card import chip
from scenes.picture.compose import envelope, fit, in_column, in_row
from scenes.picture.layout import Box, Layout, pen, px
from scenes.picture.meaning import Around, Detail, claim
from scenes.picture.plot import stroke
from scenes.picture.shapes import NOTHING, Points, polyline, segments
from scenes.picture.terrain import Place, Terrain, followed, sight
from scenes.picture.window import Window
from scenes.picture.world import Pane
from scenes.words import terms
from scenes.words.wording import Clause, relation

_MAP, _TOP, _DATA = 0.52, 0.6, 0.5  # shares: of the width; of the height over numbers; of data
_TALL_MAP, _TALL_DATA = 0.42, 0.36  # where one is under the other
_GAP, _EDGE, _NAMES, _PLATE = 0.3, 0.15, 0.35, 0.1  # Manim units; for names of axes
_REACH, _BEFORE = 0.5, 0.3  # of the way from the start to the lowest place, beyond both
_FARTHEST = 1.3  # such ways from the lowest place: what is farther is not seen at first
_WIDEST = 4.0  # times as much is seen at most, for another learning rate
_ROOMY = 2.0  # Manim units: so high it has room for more than the rule and its numbers
_MARK = px(20)  # from the middle of the cross to its ends
SLOWLY, DRIVEN = 5, 12
"""Steps from beside the lowest place: the first ones are seen one by one."""
_FAR, _LEAST = 0.3, 0.02  # where they lead, and where they begin at least; shares of the map
_TRIED, _RIM = 9, 0.04  # windows between two; share of one at its edges that is kept free
_LITTLE = 1e-4  # of the map: there the slopes are taken of which the steepest way is found


@dataclass(frozen=True)
class Places:
    """Where everything is.

    Attributes:
        ground: Of the map.
        data: Of the data.
        numbers: The room for numbers, formulas and the chart.
    """

    ground: Pane
    data: Pane
    numbers: Box

    @classmethod
    def of(cls, regions: Layout) -> Places:
        """Return where everything is in a frame."""
        frame, safe = regions.frame, regions.safe
        if regions.is_wide:
            left, right = frame.beside(_MAP, _EDGE)
            upper, lower = right.above(_DATA, 0)
            ground, data = left, upper
            numbers = replace(lower, bottom=safe.bottom, right=safe.right).inset(_GAP, 0, 0, _GAP)
        elif frame.width < frame.height:
            ground, rest = frame.above(_TALL_MAP, _EDGE)
            data, numbers = rest.above(_TALL_DATA, _EDGE)
            numbers = replace(numbers, bottom=safe.bottom, left=safe.left, right=safe.right)
            numbers = numbers.inset(top=_GAP)
        else:
            upper, lower = frame.above(_TOP, _EDGE)
            ground, data = upper.beside(_MAP, _EDGE)
            numbers = replace(lower, bottom=safe.bottom, left=safe.left, right=safe.right)
            numbers = numbers.inset(top=_GAP)
        return cls(_pane(ground, safe), _pane(data, safe), numbers)


def _pane(frame: Box, safe: Box) -> Pane:
    area = Box(
        max(frame.left + _NAMES, safe.left),
        max(frame.bottom + _NAMES, safe.bottom + _PLATE),
        min(frame.right - _NAMES, safe.right),
        min(frame.top - _NAMES, safe.top - _PLATE),
    )
    return Pane(frame, area)


class FitStage:
    """A map, the data beside it, and numbers under them.

    The state of the map says how many steps have been taken, ``t`` of the descent, ``m`` of the
    other one, or ``beside`` of that from beside the lowest place, if it begins there; how far the
    point is on a round trip before all steps, ``astray``; and how much is drawn of the arrow of a
    first step, ``first`` or ``leap``.

    Attributes:
        land: The map.
        data: The data.
        inner: The room for numbers.
        ball: The pair that is looked at.
        mark: A cross where the cost is least.
        near: What the map shows at first.
        whole: What it shows of the other descent, too.
    """

    def __init__(self, scene: LessonScene[FitFacts]) -> None:
        self._scene, self._facts = scene, scene.facts
        theme, surface = scene.theme, scene.facts.way.surface
        one, other = surface.variables
        self.names, self.J = (terms.name(one), terms.name(other)), terms.name(surface.name)
        self.lowest = terms.name(f"{surface.name}_min")
        self.slopes = tuple(terms.derivative(self.J, name) for name in self.names)
        places = Places.of(scene.regions)
        frame, area = places.ground.frame, places.ground.area
        self.inner = places.numbers
        seen = self._seen()
        window = sight(seen, area)
        whole = self._whole(seen, window, area)
        state = {"frame": frame, "astray": 0.0, "t": 0.0, "m": 0.0, "first": 0.0, "leap": 0.0,
                 "beside": None}  # fmt: skip
        names = (math(self.names[0].typst), math(self.names[1].typst))
        ways = scene.facts.way, scene.facts.other
        self.land = Terrain(
            scene.regions, area, window, theme, surface, names, state, whole,
            clear_of=[place_of(stop) for way in ways if way for stop in way.stops],
        )  # fmt: skip
        self.near, self.whole = window, whole or window
        self.ball = self.land.ball(self.here, Role.VALUE)
        self.mark = self._cross()
        self.data = Data(scene, places.data, self.land, self.here)
        title = scene.label("How a model learns", theme.small, Role.NEUTRAL)
        strip = scene.regions.chip
        self.title = chip(title, replace(strip, right=min(strip.right, frame.right)))
        self.land.yield_to(self.title, self.ball)

    @property
    def is_roomy(self) -> bool:
        """Whether there is room for a line more than is needed."""
        return self.inner.height > _ROOMY

    def here(self) -> Place:
        """Return the pair that is looked at now."""
        land, facts = self.land, self._facts
        if land["beside"] is not None:
            return self._beside()[-1]
        if land["m"] and facts.other is not None:
            return place_at(facts.other, land["m"])
        place = np.array(place_at(facts.way, land["t"]))
        turn = 2 * np.pi * land["astray"]
        if turn:
            place = place + (1 - np.cos(turn)) * self._along + np.sin(turn) * self._across
        x, y = place
        return float(x), float(y)

    def trail(self) -> VGroup:
        """Return the path of the other descent from beside the lowest place, as far as it is."""
        return self.land.trail(
            lambda: followed(self._beside(), self.land.seen.window, 0.0), Role.GRADIENT
        )

    def distance(self) -> VMobject:
        """Return the line from the lowest place to the point."""
        line, bottom = stroke(self._scene.theme[Role.OUTPUT], pen(6), "line"), self._facts.bottom
        claim(line, Around(self.land))
        assert bottom is not None
        ends = place_of(bottom), self.here
        return self.land.derive(
            line, lambda line: line.set_points(polyline(self.land.points([ends[0], ends[1]()])))
        )

    @property
    def around(self) -> Window:
        """The least window, between both of the map, with all of that path that can be seen."""
        seen = [at for at in self._driven if self.whole.contains(*at, -_RIM)]
        windows = (self.near.toward(self.whole, share) for share in np.linspace(0, 1, _TRIED))
        return next(
            (one for one in windows if all(one.contains(*at, -_RIM) for at in seen)), self.whole
        )

    def _beside(self) -> list[Place]:
        """Return where the other descent has been, from beside the lowest place to now."""
        t, stops = self.land["beside"] or 0.0, self._driven
        x, y = (float(np.interp(t, range(len(stops)), part)) for part in zip(*stops, strict=True))
        return [*stops[: int(t) + 1], (x, y)]

    @cached_property
    def _driven(self) -> list[Place]:
        """Steps of the other descent that begin beside the lowest place, in the steepest way."""
        facts, near = self._facts, self.near
        assert facts.bottom is not None
        assert facts.other is not None
        assert facts.factor is not None
        rate, sizes = facts.other.learning_rate.number, np.array([near.width, near.height])

        def slopes(at: Points) -> Points:
            return np.array([part[0] for part in facts.way.surface.gradients(*at[:, None])])

        middle, little = np.array(place_of(facts.bottom)), np.diag(_LITTLE * sizes)
        bends = [(slopes(middle + h) - slopes(middle - h)) / (2 * h.sum()) for h in little]
        way = np.linalg.eigh(np.array(bends))[1][:, -1]
        share = max(_FAR / abs(facts.factor.number) ** SLOWLY, _LEAST)
        places = [middle + share * way / np.max(np.abs(way) / sizes)]
        for _ in range(DRIVEN):
            places.append(places[-1] - rate * slopes(places[-1]))
        return [(float(x), float(y)) for x, y in places]

    def _seen(self) -> list[Place]:
        """Return what the map shows at first: the start, the lowest place, and the way there."""
        way, start = self._facts.way, np.array(place_of(self._facts.way.stops[0]))
        bottom = self._facts.bottom
        lowest = np.array(place_of(bottom or way.stops[-1]))
        apart = float(np.hypot(*(lowest - start)))
        if bottom is None and not apart < 1e6 * (1 + np.abs(start).max()):
            lowest = start + np.array([one.number for one in way.stops[0].step])
            apart = float(np.hypot(*(lowest - start)))
        self._along = (lowest - start) / 2 if apart else np.array([0.6, 0.0])
        self._across = 0.5 * np.array([-self._along[1], self._along[0]])
        places = [start - _BEFORE * (lowest - start), lowest + _REACH * (lowest - start)]
        stops = [np.array(place_of(stop)) for stop in way.stops]
        places += [at for at in stops if np.hypot(*(at - lowest)) <= _FARTHEST * apart]
        return [(float(x), float(y)) for x, y in places]

    def _whole(self, near: Sequence[Place], window: Window, area: Box) -> Window | None:
        """Return a larger window, in which more of the other descent is seen; None without."""
        if self._facts.other is None:
            return None
        found = window
        for at in map(place_of, self._facts.other.stops):
            wider = sight([*near, at], area) if np.isfinite(at).all() else window
            if wider.width > _WIDEST * window.width or wider.height > _WIDEST * window.height:
                break
            near, found = [*near, at], wider
        return found if found.width > window.width else None

    def _cross(self) -> VMobject:
        """Return the mark of the lowest place."""
        mark = stroke(self._scene.theme[Role.OUTPUT], pen(7), "dot")
        claim(mark, Around(self.land))
        bottom = self._facts.bottom

        def shape(mark: VMobject) -> None:
            if bottom is None:
                mark.set_points(NOTHING)
                return
            middle = self.land.point(*place_of(bottom))
            ways = np.array([[1, 1, 0], [1, -1, 0]]) * _MARK
            mark.set_points(segments(middle - ways, middle + ways))

        return self.land.derive(mark, shape)

    # What stands among the numbers.

    def at(self, stop: Stop, role: Role, given: bool = False) -> list[Text]:
        """Return where a stop is and its cost, not yet in its place."""
        write = self._scene.digits.as_given if given else self._scene.digits.brief
        cost = self.lowest if stop is self._facts.bottom else self.J
        values = [*map(write, stop.point), self._scene.digits.brief(stop.value)]
        pairs = zip((*self.names, cost), values, strict=True)
        return [
            self._scene.formula("{n} {v:equals}", self._scene.theme.title, role, n=name, v=value)
            for name, value in pairs
        ]

    def cost(self, value: Shown, role: Role, lowest: bool = False) -> Text:
        """Return what the cost is, or the lowest."""
        name, size = self.lowest if lowest else self.J, self._scene.theme.body
        return self._scene.formula("{n} {v:equals}", size, role, n=name, v=value)

    def columns(self, *columns: Sequence[VMobject]) -> VGroup:
        """Put columns side by side into the room for numbers."""
        groups = [in_column(*some, gap=_GAP) for some in columns]
        return fit(in_row(*groups, gap=2 * _GAP), self.inner, up=0)

    def rule(self) -> tuple[list[Text], list[Text], Text, list[Text], VMobject]:
        """Return what is done at each step, for w and for b.

        That is the rule, beside it the derivatives at the start, and the learning rate, under it
        the rule with numbers, at last, where there is room, what becomes of the cost; and the
        brace before both rules.
        """
        write, brief = self._scene.formula, self._scene.digits.brief
        first = self._facts.way.stops[0]
        pairs = [*zip(self.names, self.slopes, strict=True)]
        size = self._scene.theme.title
        rule = [update_rule(self._scene, name, slope, size) for name, slope in pairs]
        filled = [self._filled(i, size) for i in range(2)]
        slopes = [
            write("{d} {g:equals}", size, Role.SLOPE, d=slope, g=brief(value))
            for slope, value in zip(self.slopes, first.gradient, strict=True)
        ]
        blocks = [in_column(*both, gap=_EDGE) for both in zip(rule, filled, strict=True)]
        for line, slope, block in zip(rule, slopes, blocks, strict=True):
            block.add(slope.place(line.end + 2 * _GAP, line.baseline, anchor=-1))
        rate, left = self.rate(self._facts.way), max(line.end for line in (*rule, *filled))
        blocks[0].add(rate.place(left + 2 * _GAP, filled[0].baseline, anchor=-1))
        cost = [self.change(self._facts.way)] * self.is_roomy
        fit(in_column(*blocks, *cost, gap=_GAP), self.inner.inset(left=_GAP), up=0)
        return rule, slopes, rate, [*filled, *cost], self._brace(envelope(VGroup(*blocks)))

    def change(self, way: Downhill) -> Text:
        """Return what the first step of a descent makes of the cost."""
        size = self._scene.theme.title
        return cost_change(self._scene, self.J, way.stops, Role.VALUE, size)

    def rate(self, way: Downhill) -> Text:
        """Return the learning rate of a descent."""
        size, rate = self._scene.theme.title, self._scene.digits.as_given(way.learning_rate)
        return self._scene.formula("{alpha} {a:equals}", size, Role.GRADIENT, alpha=ALPHA, a=rate)

    def law(self, factor: Shown) -> list[Text]:
        """Return what a step makes of the offset from the lowest place, and its name."""
        size, later, now = self._scene.theme.title, "d_(k + {one})", "d_k"
        law = self._scene.formula(
            f"{coloured(Role.OUTPUT, later)} {{r}} {{f}} thin {coloured(Role.OUTPUT, now)}",
            size, Role.GRADIENT, one=1, r=relation(factor), f=terms.factor(factor),
        )  # fmt: skip
        words = Clause("offset from the lowest place")
        return [law, self._scene.formula("d = {words}", size, Role.OUTPUT, words=words)]

    def rule_alone(self) -> list[Text]:
        """Return the rule once more, as large as there is room for."""
        pairs = zip(self.names, self.slopes, strict=True)
        size = self._scene.theme.title
        lines = [update_rule(self._scene, name, slope, size) for name, slope in pairs]
        self.columns(lines)
        return lines

    def _brace(self, box: Box) -> VMobject:
        """Return a brace at the left of a box."""
        left, inside = box.left - _GAP, box.left - _EDGE
        corners = [[inside, box.top], [left, box.top], [left, box.bottom], [inside, box.bottom]]
        brace = stroke(self._scene.theme[Role.NEUTRAL], pen(5), "label")
        brace.set_points(polyline([[x, y, 0] for x, y in corners]))
        claim(brace, Detail())
        return brace

    def _filled(self, i: int, size: float) -> Text:
        here, there = self._facts.way.stops[:2]
        digits, write = self._scene.digits, self._scene.formula
        alpha = digits.as_given(self._facts.way.learning_rate)
        a, s, b = map(digits.brief, (here.point[i], here.gradient[i], there.point[i]))
        if not all(one.exact for one in (alpha, a, s, b)):
            return write("{w} {b:equals}", size, Role.TEXT, w=self.names[i], b=b)
        return write(
            f"{{a:plain}} - {coloured(Role.GRADIENT, '{alpha:plain}')} dot "
            f"{coloured(Role.SLOPE, '{s}')} {{r}} {{b:plain}}",
            size, Role.TEXT, a=a, alpha=alpha, s=terms.factor(s), r=relation(a, s, b), b=b,
        )  # fmt: skip
