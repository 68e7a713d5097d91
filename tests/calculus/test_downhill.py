"""Descents on surfaces, against fractions, long floats and the eigenvalues of NumPy."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calculus.downhill import Downhill, descend
from calculus.errors import LessonError
from calculus.quantity import Quantity
from calculus.surface import Surface
from calculus.verdict import Verdict

BOWL = Surface.parse("J(w_1, w_2) = w_1**2 + 2*w_2**2")
VALLEY = Surface.parse("J(w_1, w_2) = w_1**2/10 + 2*w_2**2")


def fractions(pair: tuple[Quantity, Quantity]) -> list[Fraction]:
    return [Fraction(int(one.value.p), int(one.value.q)) for one in pair]


def floats(known: Downhill, k: int = -1) -> list[float]:
    return [one.number for one in known.stops[k].point]


def test_the_bowl_of_the_course() -> None:
    known = descend(BOWL, (-5, -2), "0.1", 20)
    first, second = known.stops[:2]
    assert [one.value for one in first.gradient] == [-10, -8]
    assert fractions(second.point) == [Fraction(-4), Fraction("-1.2")]
    assert [stop.value.number for stop in (first, second)] == [33, pytest.approx(18.88)]
    for k in range(1, 8):
        assert fractions(known.stops[k].point) == [
            -5 * Fraction(4, 5) ** k,
            -2 * Fraction(3, 5) ** k,
        ]
    assert floats(known) == pytest.approx([-5 * 0.8**20, -2 * 0.6**20], rel=1e-12)
    assert (known.phrase, [mode.factors for mode in known.modes]) == (
        "converges", [(Fraction(3, 5),), (Fraction(4, 5),)],
    )  # fmt: skip


def test_the_valley_of_the_course_needs_momentum() -> None:
    plain = descend(VALLEY, (-5, -2), "0.6", 20)
    assert plain.phrase == "diverges"
    assert plain.stops[1].value.number == pytest.approx(17.616)
    kept = descend(VALLEY, (-5, -2), "0.6", 20, "0.5")
    assert kept.phrase == "overshoots but settles"
    assert [float(mode.size) for mode in kept.modes] == pytest.approx([0.5**0.5] * 2)
    assert floats(kept) == pytest.approx([0.00718787, 0.00255327], rel=1e-5)


@pytest.mark.parametrize(
    ("text", "start", "rate", "momentum", "verdict", "proven"),
    [
        ("x**2 + y**2", (3, 1), "1/2", 0, Verdict.ONE_STEP, True),
        ("x**2 + y**2", (3, 1), 1, 0, Verdict.CYCLES, True),
        ("x**2 + y**2", (0, 0), 1, 0, Verdict.STAYS, True),
        ("x + y", (0, 0), 1, 0, Verdict.DIVERGES, True),
        ("x**2 - y**2", (1, "0.1"), "0.1", 0, Verdict.DIVERGES, True),
        ("x**2 - y**2", (1, 0), "0.1", 0, Verdict.CONVERGES, True),
        ("x**2", (3, 1), "0.1", 0, Verdict.CONVERGES, True),
        ("sqrt(x**2 + y**2 + 1)", (3, 1), "0.3", 0, Verdict.CONVERGES, False),
        ("x**4 + y**2", (3, 1), 1, 0, Verdict.DIVERGES, False),
    ],
)
def test_what_becomes_of_a_descent(
    text: str, start: tuple[int, int], rate: str, momentum: int, verdict: Verdict, proven: bool
) -> None:
    known = descend(Surface.parse(f"J(x, y) = {text}"), start, rate, 12, momentum)
    assert (known.verdict, known.proven) == (verdict, proven)


def test_a_saddle_has_no_minimum_and_a_bowl_has_one() -> None:
    saddle = descend(Surface.parse("J(x, y) = x*y"), (1, 1), "0.1", 3)
    assert saddle.minimum is None
    bowl = descend(Surface.parse("J(x, y) = x**2 + x*y + y**2 - 3*x"), (1, 1), "0.1", 3)
    assert bowl.minimum is not None
    assert fractions(bowl.minimum) == [2, -1]


whole = st.integers(-6, 6)


@given(whole, whole, whole, whole, whole, st.integers(1, 12), st.sampled_from(["0", "1/2", "9/10"]))
def test_verdicts_on_quadratic_functions_are_those_of_their_eigenvalues(
    a: int, b: int, c: int, x: int, y: int, tenths: int, momentum: str
) -> None:
    surface = Surface.parse(f"J(x, y) = ({a})*x**2 + ({b})*x*y + ({c})*y**2")
    known = descend(surface, (x, y), f"{tenths}/10", 2, momentum)
    matrix = np.array([[2 * a, b], [b, 2 * c]], float)
    values, vectors = np.linalg.eigh(matrix)
    parts = vectors.T @ (matrix @ [x, y])
    kept = float(Fraction(momentum))
    active = [v for v, part in zip(values, parts, strict=True) if abs(part) > 1e-9]
    middles = [1 + kept - tenths / 10 * value for value in active]
    sizes = [float(max(abs(np.roots([1, -middle, kept])))) for middle in middles]
    assume(all(abs(size - 1) > 1e-6 for size in sizes))
    if not active:
        assert known.verdict is Verdict.STAYS
    elif max(sizes) > 1:
        assert known.verdict is Verdict.DIVERGES
    else:
        assert known.verdict in (Verdict.CONVERGES, Verdict.OSCILLATES, Verdict.ONE_STEP)
    assert known.proven


def test_rounded_stops_lie_within_their_errors() -> None:
    surface = Surface.parse("J(x, y) = (1 - x)**2 + 100*(y - x**2)**2")
    known = descend(surface, (-1, "1.2"), "0.001", 60, "0.9")
    mpmath.mp.dps = 120
    x, y = mpmath.mpf(-1), mpmath.mpf("1.2")
    u, v = mpmath.mpf(0), mpmath.mpf(0)
    rate, kept = mpmath.mpf("0.001"), mpmath.mpf("0.9")
    for stop in known.stops:
        for one, true in zip(stop.point, (x, y), strict=True):
            off = abs(mpmath.mpf(int(one.value.p)) / int(one.value.q) - true)
            error = one.error or 0
            assert off <= mpmath.mpf(int(error.p)) / int(error.q) if error else off < 1e-100
        across = -2 * (1 - x) - 400 * x * (y - x**2)
        u, v = kept * u - rate * across, kept * v - rate * 200 * (y - x**2)
        x, y = x + u, y + v
    assert any(not one.exact for one in known.stops[-1].point)


@pytest.mark.parametrize(
    ("rate", "momentum", "steps", "message"),
    [
        (0, 0, 5, "learning rate: is more than 0"),
        ("0.1", 1, 5, "momentum: is from 0 to below 1"),
        ("0.1", -1, 5, "momentum: is from 0 to below 1"),
        ("0.1", 0, 0, "steps: is a whole number from 1 to 200"),
    ],
)
def test_what_cannot_be_used_is_refused(rate: str, momentum: str, steps: int, message: str) -> None:
    with pytest.raises(LessonError, match=message):
        descend(BOWL, (1, 1), rate, steps, momentum)
