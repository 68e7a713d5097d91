"""Every cell of the tables of descents is what an oracle says."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from mpmath import mpf

from explore.tables import table
from record.figure import Figure
from tests.explore.oracle import CLOSE, exactly, real, says, slope, worth

DESCENTS = {
    "ball": ("J(w) = w**2", "3", "1/10", 10),
    "rates": ("J(w) = w**2", "3", "1/100; 1/4; 1/2; 9/10; 1; 11/10", 8),
    # Two valleys, iterates that outgrow all digits.
    "valleys": ("J(w) = w**4/4 - w**2 + w/3", "1/3", "1/10; 3/7", 6),
    # An end of the domain, beyond which steps lead.
    "end": ("C(theta) = theta - ln(theta)", "2", "1/2; 3", 5),
    # Irrational from the first step on.
    "waves": ("J(w) = sin(w) + w**2/10", "pi/3", "1; 1/7", 4),
}


@cache
def made(which: str) -> dict[str, Any]:
    function, start, rates, steps = DESCENTS[which]
    given = {"function": function, "start": start, "rates": rates, "steps": str(steps)}
    return table(Figure("descent", given))


@pytest.mark.parametrize("which", DESCENTS)
def test_every_cell_is_what_it_says(which: str) -> None:
    head, _, body = DESCENTS[which][0].partition(" = ")
    name = head[2:-1]
    figure = made(which)
    wrong = []
    for start, walks in zip(figure["starts"], figure["walks"], strict=True):
        for rate, walk in zip(figure["rates"], walks, strict=True):
            w, alpha = real(exactly(start)), real(exactly(rate))
            if walk is None:
                assert slope(body, name, w) is None
                continue
            for cells in walk["cells"]:
                steep = slope(body, name, w)
                assert steep is not None
                value = worth(body, **{name: w})
                truths = w, value, steep, -alpha * steep
                wrong += [
                    (start, rate, cell)
                    for cell, truth in zip(cells, truths, strict=True)
                    if not says(cell, truth, slack=CLOSE)
                ]
                w -= alpha * steep
            if walk["verdict"] == "blocked":
                assert slope(body, name, w) is None
    assert wrong == []


def test_verdicts_on_a_parabola_follow_from_the_factor() -> None:
    """Each step multiplies w by 1 − 2α."""
    for which in ("ball", "rates"):
        figure = made(which)
        for start, walks in zip(figure["starts"], figure["walks"], strict=True):
            for rate, walk in zip(figure["rates"], walks, strict=True):
                factor = 1 - 2 * exactly(rate)
                size = (abs(factor) > 1) - (abs(factor) < 1)
                expected = {
                    -1: "converges" if factor > 0 else "oscillates", 0: "cycles", 1: "diverges",
                }[size]  # fmt: skip
                expected = "one_step" if factor == 0 else expected
                expected = "stays" if exactly(start) == 0 else expected
                assert (walk["verdict"], walk["proven"]) == (expected, True)


def test_the_ball_is_drawn_where_its_numbers_are() -> None:
    figure = made("waves")
    for walks in figure["walks"]:
        for walk in walks:
            for drawn, cells in zip(walk["at"], walk["cells"], strict=True):
                for place, cell in zip(drawn, cells, strict=False):
                    assert says(cell, mpf(place), slack=mpf(10) ** -6)


def test_the_start_of_the_scene_and_its_mirror_image_are_in_sight() -> None:
    figure = made("ball")
    assert (figure["starts"][0], figure["starts"][-1]) == ("−4", "4")
    assert figure["starts"][figure["start"]] == "3"
    assert figure["rates"][figure["rate"]] == "0.1"
