"""A graph of any shape is laid out readably."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculus.graph import Graph
from scenes.graph_layout import arrange
from scenes.graph_view import GraphView
from scenes.layout import Box, layout
from scenes.theme import DARK

BODY = layout().body
STAGE = Box(BODY.left, BODY.bottom + 1.1, BODY.right, BODY.top)

FORMULAS = [
    "J = 3*(a + b*c)",
    "J = (a + b)*(b + c)",
    "J = a**2",
    "L = (sigma(w*x + b) - y)**2",
    "y = a*b + b*c + c*a",
    "z = exp(-(a*b + c)**2) + ln(a)/c",
]


@st.composite
def formulas(draw: st.DrawFn) -> str:
    """A sum of products over a few names, one to eight operations."""
    terms = draw(
        st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3), min_size=2, max_size=3)
    )
    return "J = " + " + ".join("*".join(term) for term in terms)


@given(formulas())
@settings(max_examples=60)
def test_cards_keep_apart_and_stay_in_the_box(text: str) -> None:
    graph = Graph.parse(text)
    found = arrange(graph, STAGE)
    for (x0, y0), (x1, y1) in combinations(found.places.values(), 2):
        assert abs(x0 - x1) > 1e-6 or abs(y0 - y1) >= 0.7 * found.scale - 1e-6
    for x, y in found.places.values():
        assert STAGE.left <= x <= STAGE.right
        assert STAGE.bottom <= y <= STAGE.top


@given(formulas())
@settings(max_examples=60)
def test_every_edge_runs_from_left_to_right(text: str) -> None:
    graph = Graph.parse(text)
    places = arrange(graph, STAGE).places
    assert all(places[edge.source][0] < places[edge.target][0] for edge in graph.edges)


@pytest.mark.parametrize("text", FORMULAS)
def test_edges_join_the_cards(text: str) -> None:
    graph = Graph.parse(text)
    view = GraphView(graph, STAGE, DARK)
    for edge in graph.edges:
        way = view.way(edge.source, edge.target)
        assert way.get_start() == pytest.approx(view.cards[edge.source].frame.get_right())
        assert way.get_end() == pytest.approx(view.cards[edge.target].frame.get_left())


def crossings(view: GraphView, graph: Graph) -> int:
    """Count edges that cross, away from their ends."""
    ways = {}
    for edge in graph.edges:
        way = view.way(edge.source, edge.target)
        ways[edge] = np.array([way.point_from_proportion(t)[:2] for t in np.linspace(0, 1, 60)])
    count = 0
    for one, other in combinations(graph.edges, 2):
        if {one.source, one.target} & {other.source, other.target}:
            continue
        a, b = ways[one], ways[other]
        left, right = max(a[0, 0], b[0, 0]), min(a[-1, 0], b[-1, 0])
        if left >= right:
            continue
        xs = np.linspace(left, right, 80)
        gap = np.interp(xs, a[:, 0], a[:, 1]) - np.interp(xs, b[:, 0], b[:, 1])
        count += int((np.sign(gap[1:]) * np.sign(gap[:-1]) < 0).sum())
    return count


@pytest.mark.parametrize(
    "text", ["J = 3*(a + b*c)", "J = (a + b)*(b + c)", "J = a**2", "L = (sigma(w*x + b) - y)**2"]
)
def test_no_edges_cross_where_none_need_to(text: str) -> None:
    graph = Graph.parse(text)
    assert crossings(GraphView(graph, STAGE, DARK), graph) == 0


@pytest.mark.parametrize("text", FORMULAS)
def test_labels_fit_their_cards(text: str) -> None:
    view = GraphView(Graph.parse(text), STAGE, DARK)
    for card in view.cards.values():
        frame, label = card.submobjects
        assert label.width <= frame.width
        assert label.height <= frame.height
