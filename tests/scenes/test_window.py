"""The window zooms like a map: a fixed point stays, ticks are exact."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.picture.window import Window, ticks

ALPHA = st.floats(0, 1)


@given(st.floats(-50, 50), st.floats(-50, 50), st.floats(1.1, 1e4), ALPHA)
def test_a_zoom_keeps_its_fixed_point_in_place(
    x: float, y: float, factor: float, alpha: float
) -> None:
    start = Window.around(x, y, 4, 9, at=(0.25, 0.4))
    now = start.toward(start.zoomed(factor, x, y), alpha)
    assert (x - now.left) / now.width == pytest.approx(0.25, abs=1e-6)
    assert (y - now.bottom) / now.height == pytest.approx(0.4, abs=1e-6)


@given(st.floats(1.1, 1e4))
def test_half_the_way_is_half_the_zoom(factor: float) -> None:
    start = Window(0, 0, 4, 9)
    middle = start.toward(start.zoomed(factor, 1, 1), 0.5)
    assert middle.width**2 == pytest.approx(4 * 4 / factor)


def test_a_pan_moves_evenly() -> None:
    assert Window(0, 0, 4, 4).toward(Window(8, 2, 12, 6), 0.25) == Window(2, 0.5, 6, 4.5)


@given(st.floats(-1e4, 1e4), st.floats(1e-6, 1e4), st.integers(2, 8))
def test_ticks_are_equally_spaced_exact_decimals_inside(
    low: float, size: float, count: int
) -> None:
    high = low + size
    found = ticks(low, high, count)
    labels = [Fraction(tick.label) for tick in found]
    assert all(float(label) == tick.at for label, tick in zip(labels, found, strict=True))
    assert len({b - a for a, b in itertools.pairwise(labels)}) <= 1
    assert len(set(labels)) == len(labels)
    assert all(low - 1e-5 * size <= tick.at <= high + 1e-5 * size for tick in found)
    assert len(found) <= count + 1


def test_a_finer_window_has_more_decimals() -> None:
    assert [tick.label for tick in ticks(1.9995, 2.0015, 2)] == ["2.000", "2.001"]
    assert [tick.label for tick in ticks(-1, 1, 2)] == ["-1", "0", "1"]


def test_numbers_of_hundreds_of_digits_are_written_with_a_power_of_ten() -> None:
    written = ["0", "5 times 10^(201)", "1 times 10^(202)", "1.5 times 10^(202)"]
    assert [tick.label for tick in ticks(-1e201, 1.6e202, 4)] == written
    assert [tick.label for tick in ticks(-1e-80, 1e-80, 2)] == [
        "-1 times 10^(-80)", "0", "1 times 10^(-80)",
    ]  # fmt: skip
