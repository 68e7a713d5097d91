"""A graph of any shape is laid out readably, or refused."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculus.errors import ParameterError
from calculus.graph import Graph
from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.chain_rule import ChainRuleScene
from scenes.chain_rule.cards import SMALLEST
from scenes.chain_rule.stage import GraphStage
from scenes.look.theme import Role
from scenes.picture.motion import Trace

FORMULAS = [
    "J = 3*(a + b*c)",
    "J = (a + b)*(b + c)",
    "J = a**2",
    "L = (sigma(w*x + b) - y)**2",
    "y = a*b + b*c + c*a",
    "z = exp(-(a*b + c)**2) + ln(a)/c",
    "u = a*b; v = u + c; J = v**2 + u/v - sqrt(a)",
    "loss = (weight*height + bias - target)**2 + weight**2",
]
LARGE = "J = ((a + b)*(c + d) + (a - b)*(c - d))*(a*c + b*d) - (a + d)**2/(b + c)"
DEEP = "J = " + "sin(" * 10 + "a" + ")" * 10
WIDE, HIGH, SQUARE = (1280, 720), (720, 1280), (720, 720)


@cache
def staged(text: str, size: tuple[int, int] = WIDE) -> GraphStage:
    """Return the graph of a formula with all numbers at its nodes."""
    names = Graph.parse(*text.split(";")).inputs
    inputs = ",".join(f"{name}={i + 2}" for i, name in enumerate(names))
    shape = {"pixel_width": size[0], "pixel_height": size[1], "dry_run": True}
    with configured(shape):
        scene = ChainRuleScene({"graph": text, "inputs": inputs}, renderer=BlindRenderer())
    stage, facts = scene.stage, scene.facts
    for name, value in facts.forward.values.items():
        stage.value(name, stage.nudged(value, facts.nudged.after.values[name])[1], Role.INPUT)
        stage.gradient(name, stage.number(facts.backward.gradients[name]))
    return stage


def graph_of(text: str) -> Graph:
    return Graph.parse(*text.split(";"))


def extent(*mobjects: object) -> np.ndarray:
    """Return left, bottom, right and top of what is drawn."""
    points = np.vstack(
        [part.points for m in mobjects for part in m.get_family() if len(part.points)]
    )
    return np.array([*points.min(axis=0)[:2], *points.max(axis=0)[:2]])


def blocks(stage: GraphStage) -> dict[str, np.ndarray]:
    """Return what each node takes with its numbers, measured."""
    return {
        name: extent(card, stage.values[name], stage.gradients[name])
        for name, card in stage.view.cards.items()
    }


def along(line: object) -> np.ndarray:
    """Return points on a drawn line, evaluated from its Bezier curves."""
    t = np.linspace(0, 1, 40)[:, None]
    curves = line.points.reshape(-1, 4, 3)
    return np.vstack(
        [
            (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d
            for a, b, c, d in curves
        ]
    )[:, :2]


SHOWN = [(text, size) for text in FORMULAS for size in (WIDE, HIGH)]
SHOWN += [(LARGE, WIDE), (LARGE, HIGH), (DEEP, WIDE), (FORMULAS[0], SQUARE)]


@pytest.mark.parametrize(("text", "size"), SHOWN)
def test_nodes_keep_apart_and_stay_in_the_safe_area(text: str, size: tuple[int, int]) -> None:
    stage = staged(text, size)
    taken = blocks(stage)
    for (a, one), (b, other) in combinations(taken.items(), 2):
        apart = max(*(one[:2] - other[2:]), *(other[:2] - one[2:]))
        assert apart > 0.05, (a, b)
    safe = stage._scene.regions.safe
    for left, bottom, right, top in taken.values():
        assert safe.left - 0.01 <= left
        assert right <= safe.right + 0.01
        assert safe.bottom - 0.01 <= bottom
        assert top <= safe.top + 0.01


@pytest.mark.parametrize(("text", "size"), SHOWN)
def test_no_edge_crosses_a_node_or_its_numbers(text: str, size: tuple[int, int]) -> None:
    stage = staged(text, size)
    for (source, target), way in stage.view._ways.items():
        points = along(way)
        for name, (left, bottom, right, top) in blocks(stage).items():
            if name in (source, target):
                left, bottom, right, top = extent(stage.view.cards[name].frame)
            inside = (
                (points[:, 0] > left + 0.01)
                & (points[:, 0] < right - 0.01)
                & (points[:, 1] > bottom + 0.01)
                & (points[:, 1] < top - 0.01)
            )
            assert not inside.any(), (source, target, name)


@pytest.mark.parametrize(("text", "size"), SHOWN)
def test_edges_join_the_outlines_of_their_cards(text: str, size: tuple[int, int]) -> None:
    view = staged(text, size).view
    for (source, target), way in view._ways.items():
        for name, end in ((source, way.points[0]), (target, way.points[-1])):
            left, bottom, right, top = extent(view.cards[name].frame)
            x, y = end[:2]
            sides = [abs(x - left), abs(x - right), abs(y - bottom), abs(y - top)]
            assert min(sides) == pytest.approx(0, abs=1e-6)
            assert left - 1e-6 <= x <= right + 1e-6
            assert bottom - 1e-6 <= y <= top + 1e-6


@pytest.mark.parametrize(("text", "size"), SHOWN)
def test_text_is_large_enough(text: str, size: tuple[int, int]) -> None:
    stage = staged(text, size)
    texts = [card.label for card in stage.view.cards.values()]
    for label in (*texts, *stage.values.values(), *stage.gradients.values()):
        assert label.font_size >= SMALLEST - 1e-6


@pytest.mark.parametrize(("text", "size"), SHOWN)
def test_labels_of_edges_cover_nothing(text: str, size: tuple[int, int]) -> None:
    stage = staged(text, size)
    for edge in stage.view.edges:
        stage.locals.clear()
        stage.show_local(edge)
        for label in stage.locals.values():
            left, bottom, right, top = extent(label)
            for name, taken in blocks(stage).items():
                apart = max(left - taken[2], taken[0] - right, bottom - taken[3], taken[1] - top)
                assert apart > 0, (edge, name)


def crossings(text: str) -> int:
    """Count edges that cross, away from their ends; they run from left to right."""
    ways = {edge: along(way) for edge, way in staged(text).view._ways.items()}
    count = 0
    for (one, a), (other, b) in combinations(ways.items(), 2):
        if set(one) & set(other):
            continue
        left, right = max(a[0, 0], b[0, 0]), min(a[-1, 0], b[-1, 0])
        if left >= right:
            continue
        xs = np.linspace(left, right, 80)
        gap = np.interp(xs, a[:, 0], a[:, 1]) - np.interp(xs, b[:, 0], b[:, 1])
        count += int((np.sign(gap[1:]) * np.sign(gap[:-1]) < 0).sum())
    return count


@pytest.mark.parametrize(
    "text",
    ["J = 3*(a + b*c)", "J = (a + b)*(b + c)", "J = a**2", "J = (w*x + b - y)**2", "J = a*b + c*d"],
)
def test_no_edges_cross_where_none_need_to(text: str) -> None:
    assert crossings(text) == 0


@st.composite
def formulas(draw: st.DrawFn) -> str:
    """A sum of products over a few names, one to eight operations."""
    terms = draw(
        st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3), min_size=2, max_size=3)
    )
    return "J = " + " + ".join("*".join(term) for term in terms)


@given(formulas())
@settings(max_examples=20, deadline=None)
def test_any_small_graph_has_room(text: str) -> None:
    test_nodes_keep_apart_and_stay_in_the_safe_area(text, WIDE)
    test_no_edge_crosses_a_node_or_its_numbers(text, WIDE)


def test_a_graph_without_room_is_refused_with_the_shapes_that_have_it() -> None:
    with pytest.raises(
        ParameterError, match=r"graph: .* 24 points; .*Try: a frame of 16:9 or 9:16"
    ):
        staged(LARGE, SQUARE)
    with pytest.raises(ParameterError, match=r"graph: .*Try: fewer steps"):
        staged("J = " + " + ".join(f"sin({a}*{b})" for a in "abc" for b in "mnpq"))


@pytest.mark.parametrize("share", [0.2, 0.3, 0.5, 0.97, 1.0])
def test_the_head_of_an_edge_is_where_the_pen_is(share: float) -> None:
    """Seen at any moment of the drawing: the tip is the end of the line so far."""
    for edge in staged(FORMULAS[1]).view.edges.values():
        edge = edge.copy()
        start, whole = edge.line.get_start(), edge.line.get_arc_length()
        drawing = Trace(edge)
        drawing.begin()
        drawing.interpolate_mobject(share)
        pen = edge.line.get_end()
        away = np.hypot(*(edge.head.points - pen).T[:2])
        assert away.min() < 1e-6
        assert away.max() < 0.5
        assert edge.line.get_start() == pytest.approx(start)
        drawn = edge.line.get_arc_length() / whole
        assert 0 < drawn < 1 if share < 1 else drawn == pytest.approx(1)
