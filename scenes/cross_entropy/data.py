"""The data, and the curve of a model: labels on two lines, guesses on the curve between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial

import numpy as np
from manim import VGroup, VMobject

from calculus.digits import sign_of
from calculus.expression import source
from calculus.logistic import BIAS, WEIGHT
from scenes.base import LessonScene
from scenes.cross_entropy.facts import CrossEntropyFacts
from scenes.cross_entropy.places import Places
from scenes.cross_entropy.sentences import GUESS
from scenes.look.markup import joined
from scenes.look.theme import Role
from scenes.picture.layout import pen, px
from scenes.picture.meaning import Around, Curve, Formula, Passing, Spot, claim
from scenes.picture.motion import Drive
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, arrow, circle, clipped, dashed, segments
from scenes.picture.window import Window
from scenes.picture.world import Pane, World

LABELS = Role.INPUT, Role.OUTPUT  # the colours of the labels 0 and 1
_DOT, _MORE = px(15), px(9)  # radius of an example, and of each further one in the same place
_RING, _PEN = px(17), pen(9)
_NUMBERS = 0.95  # Manim units beside the inputs, for the numbers upwards
_SIDES, _UP = 0.12, (-0.2, 1.2)  # what is seen beside the inputs, and of probabilities
_START = -0.1  # from where labels are lifted
_PLACES = 1201  # of the curve that are joined
_SHIFT = 0.5  # how far the bias goes to be seen
_HALVES = 0.5 ** np.arange(20)  # shares of a way, until it is not too far
_TILT = 1.2  # how far the farthest score goes to and fro while the weight is tried out


class Data(World):
    """Examples at their labels, the model's curve, and on it a ring for each example.

    The state says how far labels are ``lifted`` from the line of inputs, how far the curve is
    ``drawn``, and rings are ``raised`` to it; weight ``w`` and bias ``b`` of the model; how much
    of the ``errors`` is drawn; the weight of the ``ghost``; and where the guess is that is looked
    at, ``tried``, if not on the curve.

    Attributes:
        places: Where everything is.
        dots: The examples.
        line: The curve.
        rings: The guesses.
        ties: From each example to its guess.
        errors: The same as arrows.
        ghost: The curve with another weight, that is thought of.
        trials: The guess that is tried instead of the lit one, and for the other label the same.
    """

    compared = False

    def __init__(self, scene: LessonScene[CrossEntropyFacts]) -> None:
        self._facts = facts = scene.facts
        self.places = Places.of(scene.regions)
        self.xs = np.array([guess.input.number for guess in facts.guesses])
        self.ys = np.array([guess.label.number for guess in facts.guesses])
        self.weight, self.bias = (facts.model.at[name].number for name in (WEIGHT, BIAS))
        room = _SIDES * float(np.ptp(self.xs))
        left = max(room, float(np.ptp(self.xs)) * _NUMBERS / self.places.left.area.width)
        window = Window(self.xs.min() - left, _UP[0], self.xs.max() + room, _UP[1])
        pane = self.places.alone
        state = {"area": pane.area, "lifted": 0.0, "drawn": 0.0, "raised": 0.0, "w": self.weight,
                 "b": self.bias, "errors": 0.0, "ghost": self.weight,
                 "tried": float(self.guessed(self.weight)[facts.lit])}  # fmt: skip
        names = "$display(x)$", joined(("$", GUESS.typst, "$"))
        super().__init__(scene.regions, window, scene.theme, names=names, state=state)
        ghost = stroke(self.theme[Role.NEUTRAL], pen(4), "guide")
        line = stroke(self.theme[Role.FUNCTION], self.curve_pen, "curve")
        self.ghost = self.derive(
            ghost, lambda line: self._draw_curve(line, self["ghost"], self.bias)
        )
        self.line = self.derive(line, lambda line: self._draw_curve(line, self["w"], self["b"]))
        ground, theme = self.theme.background, self.theme
        colours = [theme[LABELS[int(y)]] for y in self.ys]
        self.ties = self._each(self._draw_tie, (stroke(c, pen(3), "guide", 0.8) for c in colours))
        self.dots = self._each(self._draw_dot, (filled(c, "dot") for c in colours))
        self.errors = self._each(
            self._draw_error, (filled(theme[Role.GRADIENT], "line", 0.95) for _ in colours)
        )
        hollow = [stroke(c, _PEN, "dot").set_fill(ground, opacity=1) for c in colours]
        self.rings = self._each(self._draw_ring, hollow)
        self.trials = [
            self.derive(hollow[i].copy(), partial(self._draw_trial, i))
            for i in (facts.lit, facts.other)
            if i is not None
        ]

    def _each(self, draw: Callable[[int, VMobject], None], parts: Iterable[VMobject]) -> VGroup:
        """Return what is drawn for each example."""
        return VGroup(*(self.derive(part, partial(draw, i)) for i, part in enumerate(parts)))

    def parts(self, i: int) -> tuple[VMobject, VMobject, VMobject]:
        """Return what is drawn of an example: its tie, its dot and its ring."""
        return self.ties[i], self.dots[i], self.rings[i]

    def guessed(self, weight: float) -> Points:
        """Return the probabilities with another weight."""
        return self.with_both(weight, self.bias)

    def with_both(self, weight: float, bias: float) -> Points:
        """Return the probabilities with other parameters."""
        return np.asarray(1 / (1 + np.exp(-(weight * self.xs + bias))))

    def costs(self, share: float) -> Points:
        """Return what guesses cost after a share of the way to `lower`."""
        return self._costs(np.array(self.lower) - (self.weight, self.bias), share)

    def _costs(self, way: Points, share: float) -> Points:
        weight, bias = (self.weight, self.bias) + share * way
        return np.asarray(np.logaddexp(0, (weight * self.xs + bias) * np.where(self.ys, -1, 1)))

    @cached_property
    def lower(self) -> tuple[float, float]:
        """A weight and a bias, each on the side to which it has to go, where the cost is lower."""
        slopes = self._facts.model.slopes
        ways = [-sign_of(slopes[name].value) for name in (WEIGHT, BIAS)]
        way = np.array([self.tilts[0] - self.weight, _SHIFT]) * ways
        means = [self._costs(way, share).mean() for share in _HALVES]
        nearer = zip(_HALVES, means, means[1:], strict=False)
        weight, bias = (self.weight, self.bias) + way * next(
            (share for share, far, near in nearer if far < near), 0.0
        )
        return float(weight), float(bias)

    @property
    def tilts(self) -> tuple[float, float]:
        """Two weights on either side of that of the model."""
        way = _TILT / float(np.abs(self.xs).max())
        return self.weight + way, self.weight - way

    def into(self, pane: Pane, run_time: float = 0.8) -> Drive:
        """Let the world glide into a pane."""
        return Drive(self, run_time, frame=pane.frame, area=pane.area)

    def arrows(self) -> Points:
        """Return foot and tip of every error in the frame, shape (n, 2, 3)."""
        feet = self.points(np.column_stack([self.xs, self.ys]))
        return np.stack([feet, self.points(np.column_stack([self.xs, self._now()]))], axis=1)

    def _now(self) -> Points:
        return self.with_both(self["w"], self["b"])

    def _before(self, i: int) -> int:
        """Return how many examples before one are in the same place."""
        return sum(self.xs[k] == self.xs[i] and self.ys[k] == self.ys[i] for k in range(i))

    def _draw_dot(self, i: int, dot: VMobject) -> None:
        x, more = self.xs[i], self._before(i)
        y = _START + self["lifted"] * (self.ys[i] - _START)
        claim(dot, Spot(self, lambda: (x, y)))
        dot.set_points(circle(self.point(x, y), _DOT + more * _MORE))

    def _draw_ring(self, i: int, ring: VMobject) -> None:
        x, y, p = self.xs[i], self.ys[i], float(self._now()[i])
        at = y + self["raised"] * (p - y)
        on = Formula("x", self._body(self["w"], self["b"])) if self["raised"] == 1 else None
        claim(ring, Spot(self, lambda: (x, at), on))
        ring.set_points(circle(self.point(x, at), _RING))

    def _draw_trial(self, i: int, ring: VMobject) -> None:
        x, p = self.xs[i], self["tried"]
        claim(ring, Spot(self, lambda: (x, p)))
        ring.set_points(circle(self.point(x, p), 1.4 * _RING))

    def _draw_tie(self, i: int, line: VMobject) -> None:
        foot, tip = self.arrows()[i]
        claim(line, Around(self))
        line.set_points(dashed(foot, foot + self["raised"] * (tip - foot)))

    def _draw_error(self, i: int, line: VMobject) -> None:
        foot, tip = self.arrows()[i]
        claim(line, Passing())
        line.set_points(arrow(foot, foot + self["errors"] * (tip - foot), px(12), px(40)))

    def _body(self, weight: float, bias: float) -> str:
        if (weight, bias) == (self.weight, self.bias):
            return source(self._facts.curve)
        return f"sigma({weight!r}*x + ({bias!r}))"

    def _draw_curve(self, line: VMobject, weight: float, bias: float) -> None:
        window = self.seen.window
        end = window.left + self["drawn"] * window.width
        xs = np.linspace(window.left, end, _PLACES)
        ys = 1 / (1 + np.exp(-np.clip(weight * xs + bias, -500, 500)))
        called = "sigma(w*x + b)"
        claim(line, Curve(self, Formula("x", self._body(weight, bias)), lambda: end, called=called))
        if end <= window.left:
            line.set_points(NOTHING)
            return
        starts, ends = clipped(xs, ys, window.bottom, window.top)
        line.set_points(segments(self.points(starts), self.points(ends)))
