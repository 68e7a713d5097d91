"""What one guess costs: a curve for each label, over the probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from manim import VMobject

from calculus.function import Function
from scenes.base import LessonScene
from scenes.cross_entropy.data import LABELS
from scenes.cross_entropy.facts import CrossEntropyFacts
from scenes.cross_entropy.places import Places
from scenes.cross_entropy.sentences import COSTS, GUESS
from scenes.look.markup import joined
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.bars import bar_outline
from scenes.picture.compose import fit
from scenes.picture.layout import Box, px
from scenes.picture.meaning import Around, claim
from scenes.picture.plot import Plot, filled, knocked_out
from scenes.picture.shapes import Points
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.words.wording import Wordable

_SIDES, _ROOM, _LEAST = 0.1, 1.2, 3.5  # beside 0 and 1; over the highest guess; the least height
_SURE, _WRONG = 0.95, 0.75  # of a guess that is right, and of the height of one that is wrong
_BETWEEN = Function.parse("f(p) = sqrt(p) + sqrt(1 - p)")  # has values where guesses can be
_FOR_ZERO: tuple[str, dict[str, Wordable]] = "-ln({one} - {p})", {"one": 1, "p": GUESS}
EDGE = 0.15  # Manim units between a formula and curves beside it
_HALF = px(12)  # of the bar's width


class GuessCost(World):
    """Curves of what a guess costs, and a guess that rides on them.

    The state says how far the curve is ``drawn``, and the ``other`` one; where the guess is, ``p``;
    how far it has gone ``up`` to the curve, and over to the other one, ``crossed``.

    Attributes:
        top: How far up the window goes.
        curves: The curves, by label.
        rider: The guess, and from the axis up to it what it costs.
    """

    compared = False

    def __init__(self, scene: LessonScene[CrossEntropyFacts], places: Places) -> None:
        facts, pane = scene.facts, places.right
        guess = facts.guesses[facts.lit]
        self.label = int(guess.label.value)
        self.p = guess.probability.number
        highest = max(one.cost.number for one in facts.guesses)
        self.top = max(_LEAST, _ROOM * highest)
        window = Window(-_SIDES, -0.1 * self.top, 1 + _SIDES, self.top)
        state = {"area": pane.area, "frame": pane.frame, "drawn": 0.0, "other": 0.0, "p": self.p,
                 "up": 0.0, "crossed": 0.0}  # fmt: skip
        names = joined(("$", GUESS.typst, "$")), scene.say("cost").markup
        super().__init__(scene.regions, window, scene.theme, names=names, state=state)
        self._functions = [Function.parse(f"c(p) = {of.body}") for of in COSTS]
        ends = {self.label: "drawn", 1 - self.label: "other"}
        self.curves = [
            self.curve(function, LABELS[label], partial(_ends, ends[label]), within=_BETWEEN)
            for label, function in enumerate(self._functions)
        ]
        bar = self.derive(filled(self.theme[Role.VALUE], "line", 0.95), self._draw_bar)
        claim(bar, Around(self))
        self.rider = [bar, self.dot(self._here, Role.TEXT)]

    @property
    def ends(self) -> tuple[float, float]:
        """A guess that is sure and right, and one that is sure and wrong."""
        wrong = float(np.exp(-_WRONG * self.top))
        return (_SURE, wrong) if self.label == 1 else (1 - _SURE, 1 - wrong)

    @property
    def written(self) -> tuple[str, dict[str, Wordable]]:
        """A formula of what the guess costs, with its fields."""
        return ("-ln {p}", {"p": GUESS}) if self.label else _FOR_ZERO

    def form(self, scene: LessonScene[CrossEntropyFacts], box: Box) -> Text:
        """Return the formula of the curve, beside it, as high as a box over the axes."""
        template, fields = self.written
        text = scene.formula(template, scene.theme.title, LABELS[self.label], **fields)
        room = self.between(box).inset(left=EDGE, right=EDGE)
        return knocked_out(fit(text, room, -1 if self.label else 1, 0), scene.theme.background)

    def between(self, box: Box) -> Box:
        """Return what of a box over the axes lies between both curves."""
        left, right = (float(self.point(p, 0)[0]) for p in (self._least, 1 - self._least))
        return replace(box, left=max(box.left, left), right=min(box.right, right))

    @property
    def _least(self) -> float:
        """The least guess that is seen under the top."""
        return float(np.exp(-self.top))

    def feet(self, ps: Points, labels: Points) -> Points:
        """Return the bars of guesses in the frame, each from the axis up, shape (n, 2, 3)."""
        costs = [
            self._functions[int(label)].sample_at(p) for p, label in zip(ps, labels, strict=True)
        ]
        feet = self.points(np.column_stack([ps, np.zeros(len(ps))]))
        return np.stack([feet, self.points(np.column_stack([ps, costs]))], axis=1)

    def _here(self, _: Plot) -> tuple[float, float]:
        costs = [function.sample_at(self["p"]) for function in self._functions]
        first, second = costs[self.label], costs[1 - self.label]
        return self["p"], self["up"] * (first + self["crossed"] * (second - first))

    def _draw_bar(self, bar: VMobject) -> None:
        p, cost = self._here(self)
        foot, end = self.points([[p, 0.0], [p, cost]])
        bar.set_points(bar_outline(foot, end, _HALF))


def make_way(world: World, state: str, dot: VMobject, places: Sequence[float]) -> None:
    """Let numbers at the edges yield to a dot wherever a state of its world puts it, and will."""
    now, found = world[state], []
    for place in (now, *places):
        world.set(**{state: place})
        found.append(dot.copy())
    world.set(**{state: now})
    world.yield_to(*found)


def _ends(state: str, plot: Plot) -> float:
    return float(plot[state])
