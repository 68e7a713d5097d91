"""What gradients mean is told where it is so: nudges, the whole formula, larger and smaller."""

from __future__ import annotations

from typing import Any

import pytest

from scenes.chain_rule import ChainRuleScene
from tests.scenes.telling import sentences, tell

NEURON = {"graph": "z = w*x + b; p = sigma(z); L = -ln(p)", "inputs": "w=1/2, x=2, b=-1"}


def said(**given: str) -> tuple[str, ...]:
    return sentences(ChainRuleScene, **given)


def test_the_toy_stands_for_a_network_and_all_its_nodes_are_nudged() -> None:
    told = said(purpose="toy", checks="all")
    assert told[1] == "Its cost is a long formula. This short one stands in for it."
    assert "Nudge v by 0.001, and J moves by 0.003: 3 times as far as v." in told
    together = "The same nudge at other nodes gives their gradients, too: {}."
    assert together.format("3 for u, 9 for c and 3 for a") in told
    assert "At J, a small change of c arrives 9 times as large." in told
    assert "To make J smaller, lower b. To make J larger, raise b." in told
    assert told[-1].startswith("A network is such a graph")


def test_nudges_that_miss_their_gradients_are_not_told_with_those_that_do_not() -> None:
    told = said(checks="all", graph="J = a*b + c**2", inputs="a=3, b=2, c=4")
    assert [text for text in told if "its gradient is" in text] == [
        "Nudge c by 0.001, and the ratio is 8.001; its gradient is 8."
    ]
    same = "The same nudge at other nodes gives their gradients, too: "
    assert [text[len(same) :] for text in told if text.startswith(same)] == ["1 for u and 3 for b."]
    told = said(**NEURON, checks="all")
    assert any("−0.499875 for z" in text and "their gradients are" in text for text in told)


def test_a_cost_is_only_made_smaller() -> None:
    told = said(**NEURON, purpose="loss")
    assert "From left to right, this pass computes L. That is what one wants to make small." in told
    assert "To make L smaller, raise w." in told
    assert not any("larger" in text and "L" in text for text in told)


@pytest.mark.parametrize("given", [{}, NEURON, NEURON | {"nudge": "-0.001"}])
def test_the_output_gets_smaller_first_and_then_larger_as_is_said(given: dict[str, str]) -> None:
    shown: list[tuple[int, float]] = []

    def watch(told: Any) -> None:
        if told.stage.values:
            output = told.stage.values.get(told.facts.graph.output)
            shown.extend((len(told.beats), one.number) for one in getattr(output, "numbers", ()))

    told: Any = tell(ChainRuleScene, watch, **given)
    (place,) = (i for i, beat in enumerate(told.beats) if beat.text.startswith("To make"))
    before = [number for beat, number in shown if beat < place][-1]
    first, *_, last = (n for beat, n in shown if beat == place and abs(n - before) > 5e-4)
    assert first < before < last


@pytest.mark.parametrize(
    ("given", "direct", "arrives", "tuned"),
    [
        (NEURON, False, "", "To make L smaller, raise w."),  # formulas are long, gradients small
        ({"graph": "J = -3*a*b", "inputs": "a=2, b=1"}, True, "6 times as large, the other", ""),
        ({"graph": "J = a**2", "inputs": "a=3"}, True, "about 6 times as large.", "lower a"),
        ({"graph": "J = a*b", "inputs": "a=0, b=0"}, True, "", ""),  # nothing moves
        ({"graph": "J = (a - 2)**2 + b", "inputs": "a=2, b=1"}, True, "", ""),  # level
    ],
)
def test_what_is_not_so_is_not_said(
    given: dict[str, str], direct: bool, arrives: str, tuned: str
) -> None:
    told = " ".join(said(**given))
    assert ("Differentiate the whole formula" in told) is direct
    assert ("a small change of" in told) is bool(arrives)
    assert arrives in told
    assert tuned in told
