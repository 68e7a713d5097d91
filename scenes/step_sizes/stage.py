"""What the story of step sizes draws with: a hill with several balls, a board, and a loop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import ClassVar

import numpy as np
from manim import Mobject, Succession, VGroup, VMobject

from calculus.errors import LessonError
from scenes.base import LessonScene
from scenes.landscape.distance import ALPHA
from scenes.landscape.hill import ROOM
from scenes.landscape.labels import HillStage
from scenes.landscape.land import Land
from scenes.landscape.valley import Surroundings
from scenes.landscape.walk import Walk
from scenes.look.theme import LAYER, Role
from scenes.picture.card import panel
from scenes.picture.compose import fit, in_column, in_row
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, Detail, claim
from scenes.picture.motion import Drive
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, arrow, circle, polyline
from scenes.picture.window import Window
from scenes.settings.kinds import number_text
from scenes.step_sizes.board import Board
from scenes.step_sizes.facts import StepSizesFacts
from scenes.words import terms
from scenes.words.wording import Term

_BESIDE, _ABOVE = 0.44, 0.42  # of the hill: share of the width beside the board, or of the height
_LEAST = 4.6  # Manim units across that the board has
_HEADROOM = 1.1  # Manim units above the highest ball
_BALL = px(24)  # largest radius: where a hill is narrow, a large one stands beside its place
_PUSH = 0.4  # radii that a ball is pushed, where it is nudged by less than can be seen
_TOUCH = 0.46  # of the way to the next ball: the largest radius
_INSET = 0.25  # around what is on the board
_FARTHEST = 2.0  # a step longer than so many times the way between all places leads out of sight
_LIGHT, _DARK = 0.09, 0.8  # half of what is seen in the dark, as a share; how dark it is elsewhere
_SOFT, _FADES = 12, 0.6  # steps in which it gets dark, and how much farther out it is so
_LOOP, _PIECES, _BEAD = 0.5, 24, 0.12  # radius, parts of half of it, and what runs around


class Places(Land):
    """A hill with balls at several places.

    The state ``aside i`` says how far one of them is pushed, and ``step i`` how much is drawn of
    the arrow of its step.
    """

    floor: ClassVar[float] = 0.75

    def __init__(self, scene: LessonScene, facts: StepSizesFacts, area: Box, narrow: Box) -> None:
        starts = [place.here.w.number for place in facts.places]
        span = max(starts) - min(starts)
        near = min(b - a for a, b in pairwise(sorted(starts)))
        self._radius = min(_BALL, _TOUCH * near * narrow.width / (ROOM * span))
        state = {f"{what} {i}": 0.0 for what in ("aside", "step") for i in range(len(starts))}
        function = facts.walk.function
        super().__init__(scene.regions, scene.theme, function, starts[0], _HEADROOM, state)
        updates = [place.here.update.number for place in facts.places]
        ends = [s + u for s, u in zip(starts, updates, strict=True) if abs(u) <= _FARTHEST * span]
        self.narrow = narrow, self._with_room([*starts, *ends], narrow)
        self.whole = area, self._with_room([*starts, *ends], area)
        self.set(window=self.whole[1])
        self._ways = [*zip(starts, updates, strict=True)]
        self._rows = _rows(self._ways)
        self.balls = [self._place(i, start) for i, start in enumerate(starts)]
        self.arrows = [
            self.step_arrow(*way, lambda i=i: float(self[f"step {i}"]), self._rows[i])  # type: ignore[misc]
            for i, way in enumerate(self._ways)
        ]

    @property
    def radius(self) -> float:
        return self._radius

    @property
    def row_end(self) -> float:  # the board comes down to there
        return self.area.right

    def _with_room(self, places: Sequence[float], area: Box) -> Window:
        """Return the window in which an area shows some places, with room for balls beside them."""
        self.set(area=area)
        window = self.sight(places)
        aside = 2 * self._radius * window.width / area.width
        return replace(window, left=window.left - aside, right=window.right + aside)

    def yield_to(self, *labels: Mobject) -> None:
        super().yield_to(*self.balls, *labels)

    def step(self, i: int) -> Points:
        """Return where the arrow of a step begins and ends, in the frame."""
        ends = self.on_the_axis(*self._ways[i], self._rows[i])
        ends[:, 0] = np.clip(ends[:, 0], self.area.left, self.area.right)
        return ends

    def _place(self, i: int, start: float) -> VGroup:
        return self.rolling(lambda: start + self[f"aside {i}"], lambda: start)

    def push(self, way: float, which: Iterable[int]) -> Succession:
        """Return what pushes some balls a little, upward or downward, and lets them go back."""
        aside = way * _PUSH * self.radius * self.window.width / self.area.width
        there, back = ({f"aside {i}": to for i in which} for to in (aside, 0.0))
        return Succession(Drive(self, 0.4, **there), Drive(self, 0.4, **back))

    def dark(self) -> VGroup:
        """Return what leaves nothing to be seen but what is near the ball; it has no sharp edge."""

        def shape(part: VMobject, farther: float) -> None:
            frame, x = self.frame, float(self.point(self["w"], 0)[0])
            half = _LIGHT * self.area.width * (1 + farther)
            sides = (frame.left, x - half), (x + half, frame.right)
            boxes = [Box(a, frame.bottom, b, frame.top) for a, b in sides if a < b]
            outlines = [polyline(box.outline, closed=True) for box in boxes]
            part.set_points(np.vstack([NOTHING, *outlines]))

        sheets = VGroup()
        for farther in np.linspace(0, _FADES, _SOFT):
            sheet = filled(self.theme.background, "dot", 1 - (1 - _DARK) ** (1 / _SOFT))
            claim(sheet.set_z_index(LAYER["dot"] + 0.5), Around(self))
            sheets.add(self.derive(sheet, partial(shape, farther=farther)))
        return sheets


class StepSizesStage(HillStage):
    """The hill with its balls, the board with steps and reactions, and the loop of training.

    Args:
        scene: Where it is shown.
        facts: What the story is about.

    Attributes:
        land: The hill.
        panel: What the board stands on.
        board: The steps and reactions.
        walk: The way of the ball that goes on.
        card: What the loop stands on, with the rule.
        loop: Measure, step, measure; a bead runs around as the ball goes on.
    """

    land: Places

    def __init__(self, scene: LessonScene, facts: StepSizesFacts, nudge: Term) -> None:
        function = facts.walk.function
        super().__init__(scene, function)
        regions, theme = scene.regions, scene.theme
        whole = regions.action()
        is_flat = whole.width > whole.height
        share = min(_BESIDE, 1 - _LEAST / whole.width)
        narrow, rest = whole.beside(share) if is_flat else whole.above(_ABOVE)
        self.land = land = Places(scene, facts, whole, narrow)
        f = terms.definition(function)
        title = scene.label("Step sizes on {f}", theme.small, Role.NEUTRAL, f=f)
        self.title = land.entitle(title, regions.chip, *land.balls)
        self.panel = panel(rest, theme)
        inner = rest.inset(*[_INSET] * 4)
        self.board = Board(scene, inner, facts, land.step, ALPHA, nudge)
        if not self.board.is_legible:
            rule = "have numbers short enough to be read in a picture of this shape"
            got = ", ".join(number_text(place.here.w.value) for place in facts.places)
            raise LessonError("starts", rule, got, "fewer places, or rounder numbers")
        land.set(area=regions.action(card=True))
        around = Surroundings.of([facts.walk])
        start, reach = facts.walk.start.number, around.reach
        ways = around.around(start) if around.has_bottom else [start - reach, start + reach]
        self.alone = regions.action(card=True), land.sight(ways)
        self.walk = Walk(land, "t", facts.walk.iterates, around, self.alone[1])
        land.set(area=whole, window=land.whole[1])
        self.dark = land.dark()
        self.card, self.loop = self._loop(regions.card)

    def _loop(self, box: Box) -> tuple[VMobject, VGroup]:
        scene = self._scene
        words = [
            scene.label("measure", scene.theme.body, Role.SLOPE),
            scene.label("step", scene.theme.body, Role.GRADIENT),
        ]
        ring = VGroup(*self._halves())
        ring.shift((-ring.get_left()[0], 0, 0))
        for word in words:
            word.place(0, -word.height / 2, anchor=-1)
        row = in_row(words[0], ring, words[1], gap=_INSET)
        for word in words:
            word.shift((0, ring.get_center()[1] - word.get_center()[1], 0))
        together = in_row if box.is_flat else in_column
        whole = together(row, self.rule_of_steps(), gap=2 * _INSET)
        for part in whole if box.is_flat else ():
            part.shift((0, -part.get_center()[1], 0))
        fit(whole, box.inset(*[_INSET] * 4), 0)
        foot = float(whole.get_bottom()[1]) - _INSET
        centre, radius = ring.get_center(), ring.width / 2
        bead = filled(scene.theme[Role.VALUE], "label")
        claim(bead, Detail())

        def shape(bead: VMobject) -> None:
            angle = np.pi - 2 * np.pi * self.land["t"]
            way = np.array([np.cos(angle), np.sin(angle), 0])
            bead.set_points(circle(centre + radius * way, _BEAD))

        self.land.derive(bead, shape)
        ground = panel(Box(box.left, foot, box.right, box.top), scene.theme)
        return ground, whole.add(bead)

    def _halves(self) -> list[VMobject]:
        """Return the way from measuring to the step, and the way back."""
        theme = self._scene.theme
        halves: list[VMobject] = []
        for start in (np.pi, 0.0):
            angles = np.linspace(start - 0.3, start - np.pi + 0.45, _PIECES)
            way = _LOOP * np.column_stack([np.cos(angles), np.sin(angles), 0 * angles])
            line = stroke(theme[Role.TEXT], pen(6), "label").set_points(polyline(way))
            tip = _LOOP * np.array([np.cos(angles[-1] - 0.35), np.sin(angles[-1] - 0.35), 0])
            head = filled(theme[Role.TEXT], "label")
            head.set_points(arrow(way[-1], tip, width=0, head=0.3))
            for part in (line, head):
                claim(part, Detail())
            halves += [line, head]
        return halves


def _rows(ways: Sequence[tuple[float, float]]) -> list[int]:
    """Return for each step, from a start by an update, the first row where no arrow is over it."""
    rows: list[int] = []
    ends = [sorted((start, start + update)) for start, update in ways]
    for i, (low, high) in enumerate(ends):
        met = [low < end and start < high for start, end in ends[:i]]
        taken = {row for row, meets in zip(rows, met, strict=True) if meets}
        rows.append(next(row for row in range(i + 1) if row not in taken))
    return rows
