"""How long a way along a curve is, compared with lengths in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from checks.axes import AxisScale
from checks.roll import way
from scenes.picture.window import Window

FRAME = AxisScale(-9.0, -9.0, 9.0, 9.0, Window(-9.0, -9.0, 9.0, 9.0))  # units of the frame


def cusp(b: float) -> float:
    """The length of y = x^(2/3) from 0 to b."""
    return ((4 + 9 * b ** (2 / 3)) ** 1.5 - 8) / 27


@pytest.mark.parametrize("end", [-0.0196908, -0.139382, -0.2305, -0.05686, -1.7, 0.02])
def test_a_ball_rolls_into_the_tip_of_a_cusp_and_out(end: float) -> None:
    found, error = way(lambda x: float(np.cbrt(x * x)), FRAME, 0.1, end)
    truth = cusp(0.1) + cusp(-end) if end < 0 else cusp(0.1) - cusp(end)
    assert found == pytest.approx(-truth, abs=2e-3)
    assert error < 1e-3


@pytest.mark.parametrize("step", [0.006, 0.02, 1.0])
def test_a_ball_falls_down_a_step_without_rolling(step: float) -> None:
    found, _ = way(lambda x: float(step * np.floor(x)), FRAME, 0.5, 2.5)
    assert found == pytest.approx(2, abs=1e-3)
