"""Calculations on graphs come out with the digits that are shown, whatever the graph."""

from __future__ import annotations

import re
from typing import Any

import mpmath
import pytest

from checks.finding import Finding
from scenes.chain_rule import ChainRuleScene
from scenes.look.text import Text
from tests.checks.looking import inspected, look
from tests.scenes.telling import tell

CROSS = "a = sigma(z); L = -(y*ln(a) + (1 - y)*ln(1 - a))"
HARD = [
    ("E1 = m*c**2", "m=2, c=299792458"),
    ("J = 1 + a*b", "a=2, b=1000000"),
    ("J = 1 + a*b", "a=2, b=0.000001"),
    ("J = 1 + a*b", "a=-1e-8, b=1e-6"),
    ("J = 1 + a*b", "a=1/3, b=-1e10"),
    ("J = ln(1 + exp(-x))", "x=10"),
    ("J = ln(1 + exp(-x))", "x=40"),
    ("z = w*x + b; a = sigma(z); L = -ln(a)", "w=2, x=5, b=1"),
    (CROSS, "z=20, y=1"),
    (CROSS, "z=20, y=0"),
    (CROSS, "z=-3, y=1"),
    ("J = 1/(x - y)", "x=1.00001, y=1/3*3"),
    ("J = sqrt(x**2 + 1) - x", "x=10000"),
    ("J = exp(x)/exp(y)", "x=200, y=199"),
    ("J = 1/exp(-x) + x", "x=60"),
    ("J = (1 - cos(x))/x**2", "x=0.0001"),
    ("J = (a + b)*(b + c)", "a=1/3, b=2/3, c=1/7"),
    ("J = a**b", "a=2.5, b=1/3"),
]


Looked = tuple[tuple[Finding, ...], list[str]]


@pytest.fixture(scope="module", params=HARD, ids=["-".join(graph) for graph in HARD])
def hard(request: pytest.FixtureRequest) -> Looked:
    """What is wrong with the story of a graph, and the calculations in it."""
    graph, inputs = request.param
    return told_and_written(graph=graph, inputs=inputs)


def test_hard_numbers_are_told_and_found_true(hard: Looked) -> None:
    findings, _ = hard
    assert findings == ()


@pytest.mark.parametrize(
    "given",
    [{"language": "fr"}, {"language": "es", "places": 1}, {"places": 2}],
    ids=["fr", "es", "places"],
)
@pytest.mark.parametrize(("graph", "inputs"), [HARD[0], HARD[7], HARD[8]])
def test_hard_numbers_are_true_in_every_telling(
    graph: str, inputs: str, given: dict[str, object]
) -> None:
    untrue = [*filter(untrue_one, look(ChainRuleScene, graph=graph, inputs=inputs, **given)[0])]
    assert untrue == []


def untrue_one(finding: Finding) -> bool:
    return finding.is_untrue


def told_and_written(**given: object) -> Looked:
    """What is wrong with a story, and its calculations, without colours, as they are written."""
    found: dict[str, None] = {}

    def watch(told: Any) -> None:
        if told.stage._line is not None:
            found[told.stage._line.source] = None

    inspector, told = inspected(ChainRuleScene, watch, **given)
    lines = [uncoloured(re.sub(r"^\$display\(|\)\$$", "", source)) for source in found]
    return inspector.findings(told)[0], lines


def uncoloured(source: str) -> str:
    """Take colours away; what is coloured stays together unless it begins with a relation."""
    while found := re.search(r"\bc(value|gradient|output|input|slope)\(", source):
        end, depth = found.end(), 1
        while depth:
            depth += {"(": 1, ")": -1}.get(source[end], 0)
            end += 1
        inner = source[found.end() : end - 1]
        inner = inner if re.match("[=≈]|approx", inner) else f"({inner})"
        source = source[: found.start()] + inner + source[end:]
    return source


def as_python(side: str) -> str | None:
    """A side of a calculation for Python; None where it holds names."""
    text = re.sub(r"e\^\(", "exp(", side)
    text = text.replace(" times 10^", " * mpf(10)^").replace("^", "**").replace(" dot ", " * ")
    text = re.sub(r"(?<=[\d)]) (?=[\d(a-z])", " * ", text)
    if set(re.findall(r"[A-Za-z]\w*", text)) - {"ln", "exp", "sigma", "sqrt", "cos", "mpf"}:
        return None
    return re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"mpf('\1')", text)


def computed(side: str) -> Any:
    with mpmath.workdps(60):
        names = {
            "mpf": mpmath.mpf, "ln": mpmath.log, "exp": mpmath.exp, "sqrt": mpmath.sqrt,
            "cos": mpmath.cos, "sigma": lambda z: 1 / (1 + mpmath.exp(-z)),
        }  # fmt: skip
        return eval(side, {"__builtins__": {}}, names)


def unit_of(result: str) -> Any:
    digits, _, exponent = result.partition(" times 10^(")
    places = len(digits.partition(".")[2])
    return mpmath.mpf(10) ** (int(exponent.rstrip(") ") or 0) - places)


def test_the_operands_that_are_shown_give_the_result_that_is_shown(hard: Looked) -> None:
    compared = 0
    statements = [part for text in hard[1] for part in text.split("quad")]
    for statement in statements:
        *sides, last = (side.strip() for side in re.split("≈|=|approx", statement))
        numeric = [formula for side in sides if (formula := as_python(side))]
        if not numeric or not (result := as_python(last)):
            continue
        for formula in numeric:
            assert abs(computed(formula) - computed(result)) <= unit_of(last) / 2, statement
            compared += 1
    assert compared > 2


def test_rounded_inputs_are_not_computed_with() -> None:
    told = tell(ChainRuleScene, places=2, graph="J = 3*a", inputs="a=5.12345")
    assert any(beat.text == "J ≈ 15.37." for beat in told.beats)


NEURONS = "h1 = tanh(w1*x); h2 = tanh(w2*x); y = v1*h1 + v2*h2; L = (y - t)**2"
GIVEN = {"w1": 0.5, "w2": -1, "x": 2, "v1": 1, "v2": 3, "t": 1}


@pytest.fixture(scope="module")
def neurons() -> tuple[Any, list[float]]:
    """The story of two neurons, and how far each calculation stands from what is beside it."""
    apart: list[float] = []

    def watch(scene: Any) -> None:
        formulas = [one for one in scene.mobjects if isinstance(one, Text) and one.font_size >= 24]
        line, head = scene.stage._line, scene.stage.head
        beside = [one for one in formulas if one.get_top()[1] > head.bottom and one is not line]
        if line is not None and line.get_y() > head.bottom and beside:
            apart.append(line.start - max(one.end for one in beside if one.start < line.start))

    return tell(ChainRuleScene, watch, graph=NEURONS, inputs=GIVEN), apart


def test_what_a_nudge_does_can_be_read_off_from_values_before_it_and_after(
    neurons: tuple[Any, list[float]],
) -> None:
    told, _ = neurons
    nudged = told.facts.nudged
    for name in nudged.reached:
        pair = told.stage.nudged(nudged.before.values[name], nudged.after.values[name])
        before, after = (mpmath.mpf(str(one.digits.evalf(20))) for one in pair)
        moved = mpmath.mpf(str(nudged.rises[name].value.evalf(20)))
        assert after - before == pytest.approx(moved, rel=1e-3)


def test_a_calculation_does_not_read_on_from_the_formula_beside_it(
    neurons: tuple[Any, list[float]],
) -> None:
    _, apart = neurons
    assert apart
    assert min(apart) > 0.6
