"""The comparison of random numbers finds nothing in a while, and would find what is wrong."""

from __future__ import annotations

import mpmath
import pytest

from calculus.quantity import quantity
from tests.doors.arithmetic import Comparison, compare


def test_random_numbers_are_right_in_every_digit() -> None:
    seen = compare(seconds=3, seed=5)
    assert seen.faults == []
    assert all(seen.compared[kind] for kind in ("ratio", "slope", "step", "gradient", "digits"))


@pytest.mark.parametrize(
    ("ours", "truth"), [("0.333", "1/3"), ("2", "2.0000001"), ("-0.5", "0.5"), ("1e-30", "2e-30")]
)
def test_a_wrong_number_is_found(ours: str, truth: str) -> None:
    seen = Comparison()
    over, _, under = truth.partition("/")
    seen.number("value", quantity(ours), lambda: mpmath.mpf(over) / mpmath.mpf(under or 1), "a lie")
    assert seen.faults
