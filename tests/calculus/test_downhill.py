"""Descents on surfaces, against fractions, long floats and the eigenvalues of NumPy."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calculus.downhill import Downhill, descend, level_at
from calculus.quantity import Quantity, quantity
from calculus.surface import Surface


def downhill(text: str, start: str, rate: str, steps: int, momentum: str = "0") -> Downhill:
    x, y = map(sp.Rational, start.split())
    surface = Surface.parse(f"J(x, y) = {text}")
    return descend(surface, (x, y), sp.Rational(rate), steps, sp.Rational(momentum))


def fractions(pair: tuple[Quantity, Quantity]) -> list[Fraction]:
    return [Fraction(int(one.value.p), int(one.value.q)) for one in pair]


def floats(known: Downhill, k: int = -1) -> list[float]:
    return [one.number for one in known.stops[k].point]


def test_the_bowl_of_the_course() -> None:
    known = downhill("x**2 + 2*y**2", "-5 -2", "1/10", 20)
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
    assert (known.settles, [mode.size for mode in known.modes]) == (
        True, [sp.Rational(3, 5), sp.Rational(4, 5)],
    )  # fmt: skip


def test_the_valley_of_the_course_needs_momentum() -> None:
    plain = downhill("x**2/10 + 2*y**2", "-5 -2", "3/5", 20)
    assert plain.settles is False
    assert plain.stops[1].value.number == pytest.approx(17.616)
    kept = downhill("x**2/10 + 2*y**2", "-5 -2", "3/5", 20, "1/2")
    assert kept.settles is True
    assert [float(mode.size) for mode in kept.modes] == pytest.approx([0.5**0.5] * 2)
    assert floats(kept) == pytest.approx([0.00718787, 0.00255327], rel=1e-5)


def test_a_saddle_has_no_minimum_and_a_bowl_has_one() -> None:
    assert downhill("x*y", "1 1", "1/10", 3).minimum is None
    bowl = downhill("x**2 + x*y + y**2 - 3*x", "1 1", "1/10", 3)
    assert bowl.minimum is not None
    assert fractions(bowl.minimum) == [2, -1]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x**2 + x*y + y**2", "bottom"),
        ("-cosh(x) - y**2", "top"),
        ("x*y", "saddle"),
        ("x**4 + y**2", "level"),
        ("abs(x)*x + y**2", "level"),
    ],
)
def test_what_kind_of_place_it_is_where_all_is_level(text: str, place: str) -> None:
    surface = Surface.parse(f"J(x, y) = {text}")
    assert level_at(surface, (quantity(0), quantity(0))) == place


def test_a_descent_stops_where_there_is_no_slope() -> None:
    assert len(downhill("sqrt(x) + y", "1 0", "1", 9).stops) == 2
    assert downhill("sqrt(x) + y", "1 0", "1", 9).stopped


whole = st.integers(-6, 6)


@settings(max_examples=40)
@given(whole, whole, whole, whole, whole, st.integers(1, 12), st.sampled_from(["0", "1/2", "9/10"]))
def test_whether_a_descent_on_a_quadratic_function_settles_is_told_by_eigenvalues(
    a: int, b: int, c: int, x: int, y: int, tenths: int, momentum: str
) -> None:
    known = downhill(
        f"({a})*x**2 + ({b})*x*y + ({c})*y**2", f"{x} {y}", f"{tenths}/10", 2, momentum
    )
    matrix = np.array([[2 * a, b], [b, 2 * c]], float)
    values, vectors = np.linalg.eigh(matrix)
    parts = vectors.T @ (matrix @ [x, y])
    kept = float(Fraction(momentum))
    active = [v for v, part in zip(values, parts, strict=True) if abs(part) > 1e-9]
    middles = [1 + kept - tenths / 10 * value for value in active]
    sizes = [float(max(abs(np.roots([1, -middle, kept])))) for middle in middles]
    assume(all(abs(size - 1) > 1e-6 for size in sizes))
    still = len(active) < 2 and known.settles is None  # a direction that it does not go
    assert still or known.settles is (max(sizes, default=0.0) < 1)


def test_rounded_stops_lie_within_their_errors() -> None:
    known = downhill("(1 - x)**2 + 100*(y - x**2)**2", "-1 6/5", "1/1000", 60, "9/10")
    with mpmath.workdps(120):
        x, y = mpmath.mpf(-1), mpmath.mpf(6) / 5
        u, v = mpmath.mpf(0), mpmath.mpf(0)
        rate, kept = mpmath.mpf(1) / 1000, mpmath.mpf(9) / 10
        for stop in known.stops:
            for one, true in zip(stop.point, (x, y), strict=True):
                off = abs(mpmath.mpf(int(one.value.p)) / int(one.value.q) - true)
                error = one.error or sp.Integer(0)
                assert off <= mpmath.mpf(int(error.p)) / int(error.q) + mpmath.mpf(10) ** -100
            across = -2 * (1 - x) - 400 * x * (y - x**2)
            u, v = kept * u - rate * across, kept * v - rate * 200 * (y - x**2)
            x, y = x + u, y + v
    assert any(not one.exact for one in known.stops[-1].point)


def test_a_surface_is_sampled_and_cut_along_its_variables() -> None:
    surface = Surface.parse("J(x, y) = x**2*y + ln(y)")
    xs, ys = np.array([1.0, 2.0]), np.array([1.0, -1.0])
    assert surface.sample(xs, ys) == pytest.approx([1.0, np.nan], nan_ok=True)
    across, up = surface.gradients(xs, ys)
    assert (across.tolist(), up.tolist()) == ([2.0, -4.0], [2.0, 3.0])
    cut = surface.along("x", 3)
    assert (cut.name, cut.variable, cut(2)) == ("J", "x", 12 + sp.log(3))
