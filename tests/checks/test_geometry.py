"""Figures that claim more than they show are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest
from manim import Rectangle, VGroup, VMobject

from calculus.function import Function
from calculus.quantity import quantity
from calculus.shown import shown
from checks.nodes import number
from checks.view import view_of
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.chain_rule.stage import GraphStage
from scenes.landscape.hill import Hill
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.bars import Squeeze, bar_outline
from scenes.picture.countdown import Ring
from scenes.picture.meaning import (
    AtNode,
    Bar,
    Beads,
    Countdown,
    Formula,
    Length,
    SlopeArea,
    claim,
)
from scenes.picture.plot import Plot, filled
from scenes.picture.rods import Rods
from scenes.picture.shapes import circle, polyline
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.settings.parameters import LearningRate, Parameters
from scenes.telling.subject import Subject
from tests.checks.looking import findings, message

SQUARE = Function.parse("f(a) = a**2")
WINDOW = Window(-1, -1, 4, 10)


class Drawn(LessonScene):
    """Shows what `figure` returns, in a plot."""

    state: ClassVar = {"x": 2.0, "h": 0.5, "base": 1.0, "height": 1.0}

    def figure(self, plot: Plot) -> VMobject:
        raise NotImplementedError

    def construct(self) -> None:
        plot = Plot(self.regions.stage, WINDOW, None, self.theme, state=self.state)
        with self.beat("Look at this picture now."):
            self.add(plot.axes, self.figure(plot))


def picture(figure: Any) -> type[LessonScene]:
    return type("Picture", (Drawn,), {"figure": lambda self, plot: figure(plot)})


def tangent(slope: float, y: float = 4.0) -> Any:
    return lambda plot: plot.straight(lambda _: (2.0, y, slope), Role.SLOPE, of=SQUARE)


def secant(slope: float) -> Any:
    return lambda plot: plot.straight(
        lambda _: (2.0, 4.0, slope), Role.SLOPE, of=SQUARE, reach=lambda plot: plot["h"]
    )


def moved(part: str, by: float) -> Any:
    def figure(plot: Plot) -> VGroup:
        triangle = NudgeTriangle(plot, SQUARE)
        getattr(triangle, part).shift((by, 0, 0))
        return triangle.sides

    return figure


def shifted_curve(plot: Plot) -> VMobject:
    return plot.curve(SQUARE).shift((0, 0.2, 0))


def ring(drawn: float, left: float) -> Any:
    def figure(plot: Plot) -> VGroup:
        ring = Ring(plot.theme, (0, 0), 1)
        ring.set(left=drawn)
        claim(ring.picture[1], Countdown(1, lambda: left))
        return ring.picture

    return figure


def beads(drawn: int, counted: int) -> Any:
    def figure(plot: Plot) -> VMobject:
        row = filled(plot.theme[Role.GRADIENT], "dot")
        claim(row, Beads(lambda: counted))
        return row.set_points(np.vstack([circle((i, 0, 0), 0.1) for i in range(drawn)]))

    return figure


def bar(side: float, **off: float) -> Any:
    """A rectangle over 1 to 3 that claims to meet the curve at a share of its base."""

    def figure(plot: Plot) -> VMobject:
        left, right, top = 1 + off.get("left", 0), 3, 4 + off.get("top", 0)
        corners = plot.points([[left, 0], [right, 0], [right, top], [left, top]])
        shape = filled(plot.theme[Role.OUTPUT], "area", 0.3)
        claim(shape, Bar(plot, Formula.of(SQUARE), 1.0, 3.0, lambda: side))
        return plot.derive(shape, lambda bar: bar.set_points(polyline(corners, closed=True)))

    return figure


def length(end: float, share: float = 1.0, of: str = "4", upright: bool = False) -> Any:
    """A bar from 0 that claims to be as long as a number."""

    def figure(plot: Plot) -> VMobject:
        foot, tip = plot.points([[2, 0], [2, end]] if upright else [[0, 2], [end, 2]])
        shape = filled(plot.theme[Role.OUTPUT], "area")
        claim(shape, Length(plot, lambda: quantity(of), lambda: share, upright))
        return plot.derive(shape, lambda bar: bar.set_points(bar_outline(foot, tip)))

    return figure


def slope_area(at: float, width: float, height: float) -> Any:
    """A rectangle that claims to have the area of the slope at a place."""

    def figure(plot: Plot) -> VMobject:
        corners = plot.points([[1, 1], [1 + width, 1], [1 + width, 1 + height], [1, 1 + height]])
        shape = filled(plot.theme[Role.SLOPE], "area", 0.3)
        claim(shape, SlopeArea(plot, Formula.of(SQUARE), lambda: at))
        return plot.derive(shape, lambda area: area.set_points(polyline(corners, closed=True)))

    return figure


FIGURES = [
    (None, length(4)),
    (None, length(2, share=0.5)),
    (None, length(-0.5, of="-1/2")),
    (None, length(-0.5, of="-1/2", upright=True)),
    ("geometry.bar", length(3.9, upright=True)),
    ("geometry.bar", length(3.9)),
    ("geometry.bar", length(4, share=0.5)),
    ("geometry.bar", length(0.5, of="-1/2")),
    (None, slope_area(1.5, 1.5, 2)),
    ("geometry.point", slope_area(1.5, 1.5, 1.9)),
    (None, bar(0.5)),
    ("geometry.point", bar(0)),
    ("geometry.point", bar(0.5, top=0.1)),
    ("geometry.point", bar(0.5, left=-0.1)),
    (None, tangent(4)),
    (None, secant(4.5)),
    (None, moved("base", 0)),
    (None, lambda plot: plot.dot(lambda _: (2.0, 4.0), Role.FUNCTION, on=SQUARE)),
    (None, lambda plot: plot.curve(SQUARE)),
    ("geometry.slope", tangent(4.2)),
    ("geometry.point", tangent(4, y=4.3)),
    ("geometry.slope", secant(4)),
    ("geometry.point", moved("base", 0.1)),
    ("geometry.point", moved("height", 0.1)),
    ("geometry.point", moved("chord", 0.1)),
    ("geometry.point", moved("area", 0.1)),
    ("geometry.point", lambda plot: plot.dot(lambda _: (2.0, 4.1), Role.FUNCTION, on=SQUARE)),
    ("geometry.point", shifted_curve),
    (None, ring(0.25, 0.25)),
    ("geometry.countdown", ring(0.25, 0.5)),
    (None, beads(3, 3)),
    ("geometry.beads", beads(3, 4)),
]


@pytest.mark.parametrize(("rule", "figure"), FIGURES)
def test_what_is_drawn_is_measured(rule: str | None, figure: Any) -> None:
    assert findings(picture(figure)) == ([(rule, 0)] if rule else [])


def test_a_message_gives_both_slopes() -> None:
    assert "slope 4.2, but a**2 has 4" in message(picture(tangent(4.2)), "geometry.slope")


@dataclass(frozen=True)
class About:
    """Facts that are nothing but what is known of them."""

    subject: Subject

    def known(self) -> Subject:
        return self.subject


class Rolling(LessonScene[About]):
    """A ball, and the arrow of its step."""

    learning_rate: LearningRate = 0.1
    at: ClassVar[float] = 2.4
    length: ClassVar[float] = -0.6
    turn: ClassVar[float] = 0.0
    lifted: ClassVar[float] = 0.0

    @classmethod
    def compute(cls, given: Parameters) -> About:
        return About(Subject(rates=(str(given.learning_rate),)))

    def construct(self) -> None:
        hill = Hill(self.regions, Window(-4, -1, 4, 12), self.theme, function=SQUARE, start=3.0)
        arrow = hill.step_arrow(3.0, self.length)
        with self.beat("Look at this ball now."):
            hill.set(w=self.at, arrow=1.0)
            hill.ball.rotate(self.turn).shift((0, self.lifted, 0))
            self.add(hill.axes, hill.line, hill.ball, arrow)


ROLLS = [
    (set(), {}),
    ({"geometry.ball"}, {"lifted": 0.1}),
    ({"geometry.ball"}, {"turn": 0.3}),
    ({"geometry.step"}, {"length": -0.5}),
]


@pytest.mark.parametrize(("rules", "changes"), ROLLS)
def test_balls_touch_and_turn_and_steps_are_updates(
    rules: set[str], changes: dict[str, Any]
) -> None:
    scene = type("Rolled", (Rolling,), changes)
    assert {rule for rule, _ in findings(scene)} == rules


GRAPH = {"graph": "u = a*b; J = 3*u", "inputs": "a=2, b=3"}


class Wired(LessonScene[ChainRuleFacts]):
    """A graph with a value and a gradient at a node."""

    value: ClassVar[int] = 6
    gradient: ClassVar[int] = 3
    shift: ClassVar[float] = 0.0

    @classmethod
    def compute(cls, given: Parameters) -> ChainRuleFacts:
        return ChainRuleScene.prepare(GRAPH)[2]

    def construct(self) -> None:
        stage = GraphStage(self, self.facts)
        texts = stage.value("u", shown(self.value)), stage.gradient("u", shown(self.gradient))
        view = stage.view
        next(iter(view.edges.values())).shift((0, self.shift, 0))
        with self.beat("Look at this graph now."):
            self.add(*view.cards.values(), *view.edges.values(), *texts)


WIRES = [
    (set(), {}),
    ({"geometry.value"}, {"value": 7}),
    ({"geometry.value"}, {"gradient": 2}),
    ({"geometry.edge"}, {"shift": 0.6}),
]


@pytest.mark.parametrize(("rules", "changes"), WIRES)
def test_nodes_and_edges_are_measured(rules: set[str], changes: dict[str, Any]) -> None:
    assert {rule for rule, _ in findings(type("Wiring", (Wired,), changes))} == rules


@pytest.mark.parametrize(("height", "stands"), [(0, True), (0.7, True), (0.5, False), (3, False)])
def test_a_number_stands_in_a_card_or_beside_it(height: float, stands: bool) -> None:
    frame = Rectangle(width=2, height=1)
    text = Text("$5$").move_to((0, height, 0))
    (piece,) = view_of([text], True, (0, 0, 0)).pieces
    meaning = AtNode("value", "u", (("u", "a*b"),), "5", frame)
    assert (list(number(meaning, piece, Subject())) == []) is stands


def test_the_scale_is_read_off_the_drawn_axes() -> None:
    def lying(plot: Plot) -> VMobject:
        dot = plot.dot(lambda _: (2.0, 4.0), Role.FUNCTION, on=SQUARE)
        plot.axes.shift(np.array([0.2, 0, 0]))
        return dot

    assert ("geometry.point", 0) in findings(picture(lying))


class Worldly(LessonScene):
    """A world with rods and a bar, all of them moved a little."""

    moved: ClassVar[dict[str, float]] = {}
    stacked: ClassVar[float] = 4.5

    def construct(self) -> None:
        state = {"x": 2.0, "h": 0.5, "stacked": self.stacked, "factor": -0.5}
        world = World(self.regions, WINDOW, self.theme, card=True, state=state)
        figures = {
            "curve": world.curve(SQUARE),
            "line": world.straight(lambda _: (2.0, 4.0, 4.0), Role.SLOPE, of=SQUARE),
            "dot": world.dot(lambda _: (3.0, 9.0), Role.FUNCTION, on=SQUARE),
            "rods": Rods(world, SQUARE),
            "bar": Squeeze(world, lambda _: (1.0, 0.0, 3.0, 0.0), Role.SLOPE),
        }
        for name, by in self.moved.items():
            figures[name].shift((by, by, 0))
        with self.beat("Look at this world now."):
            self.add(world.axes, *figures.values())


WORLDS: list[tuple[set[str], dict[str, Any]]] = [
    (set(), {}),
    (set(), {"stacked": 3.0}),
    ({"geometry.point"}, {"moved": {"curve": 0.1}}),
    ({"geometry.point"}, {"moved": {"line": 0.1}}),
    ({"geometry.point"}, {"moved": {"dot": 0.1}}),
    ({"geometry.point"}, {"moved": {"bar": 0.1}}),
    ({"stack.true"}, {"moved": {"rods": 0.1}}),
    ({"stack.true"}, {"stacked": 4.4}),
    ({"stack.true"}, {"stacked": 5.0}),
]


@pytest.mark.parametrize(("rules", "changes"), WORLDS)
def test_what_fills_the_frame_is_measured(rules: set[str], changes: dict[str, Any]) -> None:
    """By the lines of its grid; and nothing else is wrong with it."""
    found = {rule for rule, _ in findings(type("InAWorld", (Worldly,), changes))}
    assert {rule for rule in found if rule.startswith(("geometry", "stack"))} == rules
    assert "layout.outside" not in found
