"""Examples that public teaching material works out: the same numbers come out here.

Descents, difference quotients and derivatives of cs231n, *Dive into Deep Learning*, Wikipedia,
micrograd, textbooks and courses; computation graphs are tested with the graphs. The values are
those that are printed there, or were worked out apart from the project.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from fractions import Fraction

import pytest

from calculus.descent import descend
from calculus.function import Function
from calculus.graph import Graph
from tests.truth import hearing, telling
from tests.truth.arithmetic import Undefined, real
from tests.truth.jets import number, value
from tests.truth.told import Told


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


def lesson(story: str, **given: str) -> Told:
    return telling.told(story, given)[0]


def on_record(told: Told) -> Iterator[float]:
    """Every number that is said or shown, worked out again from what is on record."""
    for beat in told.beats:
        for *_, expression, where, _ in beat.numbers:
            try:
                yield float(real(value(expression, {name: number(at) for name, at in where})))
            except Undefined:  # is found by the tests of the record
                continue


def appears(told: Told, text: str) -> bool:
    """Whether a printed number is on record, rounded as it is printed."""
    half = 0.5 * 10 ** -len(text.partition(".")[2])
    return any(abs(each - float(text)) <= half * 1.0001 for each in on_record(told))


DESCENTS = [
    # Dive into Deep Learning, section 12.3: x² from 10
    ("f(x) = x**2", "10", "0.2", 10, "0.060466"),
    ("f(x) = x**2", "10", "0.05", 10, "3.486784"),
    ("f(x) = x**2", "10", "1.1", 10, "61.917364"),
    # the same, a hill with several valleys
    ("f(x) = x*cos(0.15*pi*x)", "10", "2", 10, "-1.528166"),
    # the same, two variables that don't mix: x1² + 2x2² from (−5, −2)
    ("f(x1) = x1**2", "-5", "0.1", 20, "-0.057646"),
    ("f(x2) = 2*x2**2", "-2", "0.1", 20, "-0.0000731"),
    # the same, section 12.6: 0.1x1² + 2x2² from (−5, −2)
    ("f(x1) = 0.1*x1**2", "-5", "0.4", 20, "-0.943467"),
    ("f(x2) = 2*x2**2", "-2", "0.4", 20, "-0.000073"),
    ("f(x2) = 2*x2**2", "-2", "0.6", 20, "-1673.4"),
    # Wikipedia, Gradient descent (2019): the minimum is at 9/4
    ("f(x) = x**4 - 3*x**3 + 2", "6", "0.01", 70, "2.249965"),
]


@pytest.mark.parametrize(("function", "start", "rate", "steps", "printed"), DESCENTS)
def test_a_descent_ends_where_it_is_printed(
    function: str, start: str, rate: str, steps: int, printed: str
) -> None:
    half = 0.5 * 10 ** -len(printed.partition(".")[2])
    last = descend(Function.parse(function), start, rate, steps).iterates[-1]
    assert last.k == steps
    assert abs(last.w.number - float(printed)) <= half


@pytest.mark.parametrize(
    ("function", "start", "rate", "steps", "printed"), [DESCENTS[2], DESCENTS[3]]
)
def test_a_lesson_of_a_descent_has_the_printed_number(
    function: str, start: str, rate: str, steps: int, printed: str
) -> None:
    told = lesson(
        "DescentScene", function=function, start=start, learning_rate=rate, steps=str(steps)
    )
    assert appears(told, printed)


QUOTIENTS = [
    # a stone that falls: the speed after two seconds
    ("f(t) = -16*t**2 + 150", "2", "1, 0.5, 0.1, 0.01, 0.001",
     ["-80", "-72", "-65.6", "-64.16", "-64.016", "-64"]),
    # micrograd's first cells
    ("f(x) = 3*x**2 - 4*x + 5", "3, 2/3", "0.001", ["14", "0"]),
    ("f(x) = 3*x**2 + 5*x - 7", "1, 3", "0.1, 0.01", ["11", "23"]),
    ("f(x) = sin(x)", "0", "0.1", ["0.9983", "1"]),
]  # fmt: skip


@pytest.mark.parametrize("story", ["NudgeScene", "TangentScene"])
@pytest.mark.parametrize(("function", "points", "nudges", "printed"), QUOTIENTS)
def test_a_lesson_of_slopes_has_the_printed_numbers(
    story: str, function: str, points: str, nudges: str, printed: list[str]
) -> None:
    told = lesson(story, function=function, points=points, nudges=nudges)
    assert [text for text in printed if not appears(told, text)] == []


ANSWERS = [
    # the cost of a lesson at 3, 2 and −3, with the nudges that are printed there
    ("J(w) = w**2", "3", "0.001, 0.002", ["9.006001", "9.012004", "6.001", "6.002", "6"]),
    ("J(w) = w**2", "2", "0.001", ["4.004001", "4.001", "4"]),
    ("J(w) = w**2", "-3", "0.001", ["8.994001", "-0.005999", "-6"]),
    # a stone that falls, micrograd's first cell, and the sine at 0
    ("f(t) = -16*t**2 + 150", "2", "0.1, 0.01", ["-65.6", "-64.16", "-64"]),
    ("f(x) = 3*x**2 - 4*x + 5", "3", "0.001", ["20", "14.003", "14"]),
    ("f(x) = sin(x)", "0", "0.1", ["0.9983", "1"]),
]  # fmt: skip


@pytest.mark.parametrize(("function", "at", "nudges", "printed"), ANSWERS)
def test_a_derivative_has_the_printed_numbers(
    function: str, at: str, nudges: str, printed: list[str]
) -> None:
    told = lesson("DerivativeScene", function=function, at=at, nudges=nudges, trials="1")
    assert [text for text in printed if not appears(told, text)] == []
    assert hearing.hear(told).faults == []


def test_a_nudge_starts_from_the_printed_value() -> None:
    assert appears(lesson("NudgeScene", function="f(x) = 3*x**2 - 4*x + 5", points="3"), "20")


def test_the_slopes_of_rosenbrock_s_valley() -> None:
    graph = Graph.parse("f = (1 - x)**2 + 100*(y - x**2)**2")
    forward = graph.forward({"x": "-1.2", "y": 1})
    gradients = graph.backward(forward).gradients
    assert forward.values["f"].value == Fraction("24.2")
    assert [gradients[name].value for name in ("x", "y")] == [Fraction("-215.6"), -88]
    told = lesson("ChainRuleScene", graph="f = (1 - x)**2 + 100*(y - x**2)**2", inputs="x=-1.2,y=1")
    assert [text for text in ("24.2", "-215.6", "-88") if not appears(told, text)] == []


def test_the_slopes_of_a_linear_regression_vanish_where_its_descent_ends() -> None:
    """J(w, b) on (1, 300) and (2, 500): 10 000 steps lead to (199.9929, 100.0116)."""
    graph = Graph.parse("J = ((w + b - 300)**2 + (2*w + b - 500)**2)/4")
    start = graph.backward(graph.forward({"w": 0, "b": 0})).gradients
    assert [start[name].value for name in ("w", "b")] == [-650, -400]
    end = graph.backward(graph.forward({"w": "199.9929", "b": "100.0116"})).gradients
    assert all(abs(end[name].value) < Fraction(1, 1000) for name in ("w", "b"))


@pytest.mark.parametrize(
    ("story", "given"),
    [
        ("ChainRuleScene", {"graph": "J = x**2 - y**2", "inputs": "x=0, y=0"}),  # a saddle
        ("DescentScene", {"function": "J(w) = w**4 - 2*w**2", "start": "2"}),  # two wells
        ("DescentScene", {"function": "J(w) = w**4 - 2*w**2", "start": "2",
                          "learning_rate": "0.01"}),
        ("DescentScene", {"function": "J(w) = w**3", "start": "1"}),  # flat
        ("LearningRatesScene", {"function": "J(w) = w**3", "start": "1"}),
    ],
)  # fmt: skip
def test_hills_that_mislead_are_told_truly(story: str, given: dict[str, str]) -> None:
    assert hearing.hear(lesson(story, **given)).faults == []


FOUND: list[tuple[str, dict[str, str]]] = [
    ("NudgeScene", {"function": "g(a) = softplus(10*a)", "points": "0.3333333333, 1/3",
                    "places": "4"}),
    ("DescentScene", {"function": "J(a) = tanh(5*a)", "start": "100", "learning_rate": "1/6",
                      "steps": "1"}),
    ("DescentScene", {"function": "J(a) = relu(a)", "start": "pi", "learning_rate": "1",
                      "steps": "5"}),
    ("DescentScene", {"function": "J(a) = softplus(10*a)", "start": "100",
                      "learning_rate": "0.99", "steps": "5"}),
    ("LearningRatesScene", {"function": "J(z) = sqrt(z)**2", "start": "100",
                            "learning_rates": "0.2, 0.99", "steps": "10"}),
    ("DescentScene", {"function": "J(a) = a + sign(a - 1)", "start": "10",
                      "learning_rate": "0.75", "steps": "5"}),
    ("NudgeScene", {"function": "J(a) = tanh(50*a)", "points": "2*pi, -2*pi",
                    "nudges": "0.1, 0.01, 0.001"}),
    ("ChainRuleScene", {"graph": "h = sigma(w*x); J = (h*v - y)**2",
                        "inputs": "w=100, x=5, v=299792458, y=5", "nudge": "-0.1"}),
    ("ChainRuleScene", {"graph": "E1 = m*c**2", "inputs": "m=2, c=1/3", "nudge": "1/3"}),
    ("ChainRuleScene", {"graph": "J = sigma(((a + c))**3)", "inputs": "a=5, c=3",
                        "nudge": "-0.01"}),
    ("DescentScene", {"function": "J(a) = sinh(a)", "start": "5", "learning_rate": "10",
                      "steps": "12"}),
    ("DescentScene", {"function": "J(a) = a*sqrt(abs(a))", "start": "0", "learning_rate": "2",
                      "steps": "5"}),
    ("DescentScene", {"function": "J(theta) = 5*(theta + sign(theta - 1))", "start": "-2",
                      "learning_rate": "10", "steps": "40"}),
    ("TangentScene", {"function": "p(theta) = cbrt(theta**2)", "points": "-0.1, -0.5, 10",
                      "nudges": "0.01", "places": "1"}),
    ("DescentScene", {"function": "J(a) = cosh(a)", "start": "2/3", "learning_rate": "0.99",
                      "steps": "40"}),
    ("NudgeScene", {"function": "J(a) = exp(1/a)", "points": "0.5, pi, 2",
                    "nudges": "1e-6, -1e-6", "notation": "partial"}),
    ("ChainRuleScene", {"graph": "z = w*x + b; a = sigma(z); L = -ln(a)",
                        "inputs": "w=20, x=100, b=2.5", "nudge": "0.5", "places": "9"}),
    ("ChainRuleScene", {"graph": "J = abs(sigma((a)**3))", "inputs": "a=10", "nudge": "0.01"}),
    ("ChainRuleScene", {"graph": "J = 2*(x*y + max(z, w))", "nudge": "1/3", "language": "es",
                        "inputs": "x=5, y=1/3, z=100, w=5.12345"}),
    ("DescentScene", {"function": "J(a) = ((2*a - 1)*(a + 1))/(2 + a**2)", "start": "0",
                      "learning_rate": "0.9", "steps": "5"}),
    ("DescentScene", {"function": "J(a) = 3*a**2 - 4*a + 5 + floor(a)", "start": "-0.7",
                      "learning_rate": "0.9", "steps": "20", "notation": "partial"}),
    ("DescentScene", {"function": "J(t) = (e**(-t)) + (1)*t", "start": "100",
                      "learning_rate": "0.05", "steps": "1"}),
    ("NudgeScene", {"function": "J(a) = 0.000001*a**2", "points": "-1/3", "places": "4",
                    "nudges": "-1, 0.1, -0.1, -0.01, 0.001"}),
    ("NudgeScene", {"function": "g(a) = a**(1/3)", "points": "sqrt(2), pi", "nudges": "-1, 1"}),
    ("TangentScene", {"function": "f(a) = (pi)*a**3 - (0.5)*a**2 + a",
                      "points": "1000000, -1000000, 1e-6", "nudges": "0.1, 0.01, 0.001"}),
    ("ChainRuleScene", {"graph": "a = sigma(z); L = -(y*ln(a) + (1 - y)*ln(1 - a))",
                        "inputs": "z=0.5, y=0.5", "nudge": "-1", "notation": "partial"}),
]  # fmt: skip


@pytest.mark.parametrize(("story", "given"), FOUND)
def test_what_the_fuzz_found_is_mended(story: str, given: dict[str, str]) -> None:
    assert hearing.hear(lesson(story, **given)).faults == []


def test_digits_that_do_not_give_a_place_are_no_calculation() -> None:
    """-0.7 + 0.76 isn't about 0.065: found by the project's own audit."""
    given = {"function": "J(a) = a**3 - 3*a", "start": "-0.7", "learning_rate": "1/2",
             "steps": "12", "places": "2"}  # fmt: skip
    assert telling.told("DescentScene", given, audit=True)[1] == []


def test_a_division_by_a_small_nudge_shows_digits_that_give_its_result() -> None:
    """0.0000005907 / 0.000001 isn't about 0.590680: found by the project's own audit."""
    given = {"function": "f(a) = sqrt(exp(a))", "points": "1/3", "nudges": "1e-6, -0.001"}
    assert telling.told("NudgeScene", given, audit=True)[1] == []


def test_numbers_with_thousands_of_zeros_are_looked_at_in_time() -> None:
    given = {"function": "J(a) = exp(-a**2)", "start": "100", "notation": "partial",
             "learning_rates": "2, 0.9, 1/6, 0.75", "steps": "10", "language": "fr"}  # fmt: skip
    assert telling.ended("LearningRatesScene", given, audit=True).findings.faults == []
