"""Real frames, measured pixel by pixel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scenes.look.theme import DARK, Role
from scenes.nudge import NudgeScene
from scenes.picture.layout import FRAME_SIDE, layout
from scenes.picture.plot import DOT_RADIUS
from tests.scenes.telling import picture, sentences

WIDTH = 960
UNIT = WIDTH / (FRAME_SIDE * 16 / 9)  # pixels in a Manim unit


def coloured(frame: np.ndarray, role: Role) -> np.ndarray:
    colour = [int(DARK[role][i : i + 2], 16) for i in (1, 3, 5)]
    return np.abs(frame - colour).max(axis=2) < 12


def longest_run(mask: np.ndarray) -> int:
    """Return the length of the longest row of adjacent pixels."""
    best = 0
    for row in mask:
        ends = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
        best = max(best, *(ends[1::2] - ends[::2]), 0) if len(ends) else best
    return best


@pytest.mark.parametrize(("text", "quotient"), [("f(a) = a**2", 4.001), ("f(a) = 3*a", 3)])
def test_the_triangle_in_the_picture_is_as_high_as_it_should_be(text: str, quotient: float) -> None:
    told: dict[str, Any] = {}
    said = sentences(NudgeScene, function=text, points="2")
    tried = next(i for i, sentence in enumerate(said) if i and "0.001" in sentence)
    frame = picture(NudgeScene, beat=tried, width=WIDTH, keep=told, function=text, points="2")
    plot = told["scene"].stage.plot
    # The dot at the start covers a radius of the base; the one at the end, in the same colour,
    # stands a radius out of the height.
    across = longest_run(coloured(frame, Role.INPUT)) / UNIT + DOT_RADIUS
    up = longest_run(coloured(frame, Role.OUTPUT).T) / UNIT - DOT_RADIUS
    base = across / plot.area.width * plot.window.width
    height = up / plot.area.height * plot.window.height
    assert base == pytest.approx(0.001, rel=0.04)
    assert height / base == pytest.approx(quotient, rel=0.06)


def test_nothing_stands_where_captions_go() -> None:
    """Lines of the world go on there; what fills more of it is text, a dot or a rod."""
    frame = picture(NudgeScene, beat=5, width=WIDTH, function="f(a) = a**2", points="2")
    safe = layout().safe
    for role in (Role.INPUT, Role.OUTPUT, Role.TEXT):
        rows, columns = np.nonzero(coloured(frame, role))
        assert rows.min() >= (FRAME_SIDE / 2 - safe.top) * UNIT - 1
        assert rows.max() <= (FRAME_SIDE / 2 - safe.bottom) * UNIT + 1
        assert columns.min() >= 0.05 * WIDTH - 1
        assert columns.max() <= 0.95 * WIDTH + 1


def test_the_same_scene_gives_the_same_pixels() -> None:
    first, second = (picture(NudgeScene, beat=3, width=320) for _ in range(2))
    assert (first == second).all()
