"""What the story of a graph says is true of that graph and of that nudge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
import sympy as sp

from calculus.graph import Graph
from scenes.chain_rule import ChainRuleScene
from scenes.chain_rule.facts import PathWalks
from tests.scenes.telling import sentences

TOY = {"graph": "J = 3*(a + b*c)", "inputs": "a=5, b=3, c=2"}


def heard(**given: object) -> tuple[str, ...]:
    return sentences(ChainRuleScene, **given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (TOY, "Path by path, the chain rule walks 8 edges: 2 of the 5 more than once."),
        ({"graph": "J = a*b + a", "inputs": "a=2, b=3"},
         "Path by path, the chain rule walks 5 edges: one of the 4 more than once."),
        (TOY, "J = 3(a + bc): a computer takes small steps, one operation at a time."),
        ({"graph": "z = w*x + b; p = sigma(z); L = -ln(p)", "inputs": "w=1, x=2, b=0"},
         "L = −ln(σ(wx + b)): a computer takes small steps."),
        ({"graph": "J = a + b", "inputs": "a=1, b=2"},
         "J = a + b: a computer takes it in one step."),
        ({"graph": "J = a + b", "inputs": "a=1, b=2"}, "J moved by 0.001: just as far as a."),
        ({"graph": "J = 3 - a", "inputs": "a=1"},
         "J moved by −0.001: just as far as a, the other way."),
        ({"graph": "J = -2*a", "inputs": "a=1"},
         "The nudge agrees: J moved 2 times as far as a, the other way, and the gradient of a "
         "is −2."),
        ({"graph": "J = 4*a", "inputs": "a=1", "nudge": "-0.001"},
         "J moved by −0.004: 4 times as far as a."),
        ({"graph": "J = 1/a", "inputs": "a=1", "nudge": "1"},
         "This nudge was too large: J moved 0.5 times as far as a, the other way; the gradient of "
         "a is −1. Nudge by 0.01, and J moves about 0.990099 times as far as a, the other way."),
        ({"graph": "J = a**2", "inputs": "a=3", "nudge": "9"},
         "This nudge was too large: J moved 15 times as far as a; the gradient of a is 6. "
         "Nudge by 0.09, and J moves 6.09 times as far as a."),
        ({"graph": "J = a**2", "inputs": "a=-1", "nudge": "2"},
         "This nudge was too large: J did not move; the gradient of a is −2. "
         "Nudge by 0.02, and J moves 1.98 times as far as a, the other way."),
        ({"graph": "J = a**2", "inputs": "a=0", "nudge": "0.001"},
         "The nudge came close: J moved 0.001 times as far as a; the gradient of a is 0."),
        ({"graph": "J = 0*a + b", "inputs": "a=1, b=2"}, "J does not move."),
        ({"graph": "J = a + b", "inputs": "a=1, b=2"},
         "But that was one input. Must we run everything again for the other one?"),
        ({"graph": "J = a**2", "inputs": "a=0"},
         "With many inputs, must we run everything again for each of them?"),
    ],
)  # fmt: skip
def test_the_sentence_is_chosen_by_the_facts(given: dict[str, object], sentence: str) -> None:
    assert sentence in heard(**given)


GRAPHS = [
    "J = 3*(a + b*c)", "J = a + b", "J = a*b + a", "J = (a + b)*(b + c)", "J = sin(a)**2",
    "u = a*b; v = u*a; w = v*u; J = w*v", "J = ((a + b)*(c + d) + (a - b)*(c - d))*(a*c + b*d)",
]  # fmt: skip


def every_path(edges: list[tuple[str, str]], start: str) -> Iterator[list[tuple[str, str]]]:
    """Follow the edges from a node to the output, in every way there is."""
    onward = [edge for edge in edges if edge[0] == start]
    if not onward:
        yield []
    for edge in onward:
        yield from ([edge, *rest] for rest in every_path(edges, edge[1]))


@pytest.mark.parametrize("text", GRAPHS)
def test_walks_are_counted_as_all_paths_are_walked(text: str) -> None:
    graph = Graph.parse(*text.split(";"))
    edges = [(edge.source, edge.target) for edge in graph.edges]
    paths = [path for name in graph.inputs for path in every_path(edges, name)]
    walked = Counter(edge for path in paths for edge in path)
    counted = PathWalks.of(graph)
    assert counted.total == sum(walked.values())
    assert (counted.edges, counted.repeated) == (
        len(walked), sum(many > 1 for many in walked.values())
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "point"),
    [("a**2", 3), ("a**3", 1), ("1/a", 1), ("sin(a)", 0), ("exp(a)", 0), ("a**2", 0), ("2*a", 1)],
)
@pytest.mark.parametrize("nudge", ["0.0001", "0.1", "-0.5", "2", "-3"])
def test_a_nudge_is_called_close_where_it_is(body: str, point: int, nudge: str) -> None:
    a, h = sp.Symbol("a"), sp.Rational(nudge)
    formula = sp.sympify(body)
    quotient = (formula.subs(a, point + h) - formula.subs(a, point)) / h
    gradient = sp.diff(formula, a).subs(a, point)
    off = abs(quotient - gradient) / (abs(gradient) or 1)
    said = next(
        text
        for text in heard(graph=f"J = {body}", inputs=f"a={point}", nudge=nudge)
        if text.startswith(("The nudge agrees", "The nudge came", "This nudge", "The nudge did"))
    )
    expected = "The nudge agrees" if off == 0 else "The nudge came close" if off <= 0.05 else "T"
    assert said.startswith(expected)
    assert ("too large" in said or "did not come" in said) == bool(off > 0.05)
    assert "the other way" in said.partition(";")[0].partition(", and")[0] or quotient >= 0


@pytest.mark.parametrize("language", ["fr", "es"])
def test_nothing_moves_a_negative_distance_in_any_language(language: str) -> None:
    told = heard(graph="J = -2*a", inputs="a=1", language=language)
    moved = {
        "fr": "J a varié de −0,002 : 2 fois autant que a, dans l'autre sens.",
        "es": "J ha cambiado en −0,002: 2 veces lo que a, en sentido contrario.",
    }
    assert any(text.replace("\N{NO-BREAK SPACE}", " ") == moved[language] for text in told)
