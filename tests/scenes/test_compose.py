"""Composed pictures: measured by the points of what is drawn, and by the pens of text."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import VMobject

from scenes.look.text import Text, math
from scenes.picture.compose import envelope, fit, in_column, in_row, rest_of
from scenes.picture.layout import Box

LENGTH = st.floats(0.05, 9)
SIZES = st.lists(st.tuples(LENGTH, LENGTH), min_size=1, max_size=6)
ALIGNED = st.sampled_from([-1.0, 0.0, 1.0])
LETTERS = ["x", "f(x)", "y", "A", "g_y", "acute(E)"]  # with and without ascenders and descenders


def tile(width: float, height: float, left: float = 3.0, bottom: float = -2.0) -> VMobject:
    """Return a rectangle that stands where nobody asked for it."""
    right, top = left + width, bottom + height
    corners = [[left, bottom, 0], [right, bottom, 0], [right, top, 0], [left, top, 0]]
    return VMobject().set_points_as_corners([*corners, corners[0]])


def ink(part: VMobject) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of all points of the outlines."""
    points = np.vstack([piece.points for piece in part.get_family() if len(piece.points)])
    return (*points[:, :2].min(axis=0), *points[:, :2].max(axis=0))


def boxes() -> st.SearchStrategy[Box]:
    edges = st.tuples(st.floats(-5, 5), st.floats(-5, 5), LENGTH, LENGTH)
    return edges.map(lambda e: Box(e[0], e[1], e[0] + e[2], e[1] + e[3]))


@given(SIZES, st.floats(0, 2))
def test_a_row_keeps_order_and_gaps_and_stands_on_one_line(
    sizes: list[tuple[float, float]], gap: float
) -> None:
    parts = [tile(*size) for size in sizes]
    assert list(in_row(*parts, gap=gap)) == parts
    for before, after in pairwise(map(ink, parts)):
        assert after[0] - before[2] == pytest.approx(gap, abs=1e-9)
        assert after[1] == pytest.approx(before[1], abs=1e-9)


@given(SIZES, st.floats(0, 2))
def test_a_column_keeps_order_and_gaps_and_its_left_side(
    sizes: list[tuple[float, float]], gap: float
) -> None:
    parts = [tile(*size) for size in sizes]
    assert list(in_column(*parts, gap=gap)) == parts
    for above, below in pairwise(map(ink, parts)):
        assert above[1] - below[3] == pytest.approx(gap, abs=1e-9)
        assert below[0] == pytest.approx(above[0], abs=1e-9)


def test_lines_of_text_are_as_far_apart_whatever_their_letters() -> None:
    lines = [Text(math(source)) for source in LETTERS[:4]]
    in_column(*lines)
    apart = [above.baseline - below.baseline for above, below in pairwise(lines)]
    assert apart == pytest.approx([apart[0]] * 3)


def test_a_row_of_text_has_one_baseline() -> None:
    lines = [Text(math(source)) for source in LETTERS]
    in_row(*lines)
    assert [line.baseline for line in lines] == pytest.approx([lines[0].baseline] * len(lines))


def test_a_high_formula_pushes_the_next_line_away() -> None:
    lines = [Text(math(source)) for source in ("x", "1/(1 + 1/x)", "x")]
    in_column(*lines, gap=0.1)
    for above, below in pairwise(lines):
        assert ink(above)[1] - ink(below)[3] >= 0.1 - 1e-9


@pytest.mark.parametrize("source", LETTERS)
def test_an_envelope_holds_ink_and_pen(source: str) -> None:
    text = Text(math(source)).place(1.5, -0.5)
    room, (left, bottom, right, top) = envelope(text), ink(text)
    assert room.left <= min(left, text.start)
    assert room.right >= max(right, text.end)
    assert room.bottom <= bottom
    assert room.top >= top


@given(LENGTH, LENGTH, boxes(), ALIGNED, ALIGNED)
def test_what_is_fitted_stays_in_its_box_and_never_grows(
    width: float, height: float, box: Box, across: float, up: float
) -> None:
    left, bottom, right, top = ink(fit(tile(width, height), box, across, up))
    assert right - left <= min(width, box.width) + 1e-9
    assert top - bottom <= min(height, box.height) + 1e-9
    assert (right - left) / (top - bottom) == pytest.approx(width / height)
    for low, high, begin, end, side in (
        (left, right, box.left, box.right, across), (bottom, top, box.bottom, box.top, up)
    ):  # fmt: skip
        wanted = {-1.0: low - begin, 0.0: low + high - begin - end, 1.0: high - end}[side]
        assert wanted == pytest.approx(0, abs=1e-9)
    full = right - left, top - bottom
    shrunk = full[0] < width - 1e-9
    assert not shrunk or np.isclose(full, (box.width, box.height)).any()


@pytest.mark.parametrize("width", [0.3, 2.0, 9.0])
def test_text_is_fitted_with_its_pen(width: float) -> None:
    lines = [Text(math(source)) for source in LETTERS]
    fit(in_column(*lines), Box(-1, -2, width - 1, 2))
    assert min(line.start for line in lines) >= -1 - 1e-9
    assert max(line.end for line in lines) <= width - 1 + 1e-9


@given(boxes(), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 0.3), st.booleans())
def test_the_rest_of_a_box_is_free(box: Box, x: float, y: float, gap: float, beside: bool) -> None:
    size = box.width / 3, box.height / 3
    part = tile(*size, box.left + x * 2 * size[0], box.bottom + y * 2 * size[1])
    left, bottom, right, _ = ink(part)
    rest = rest_of(box, part, gap, beside)
    if not beside:
        assert rest.top == pytest.approx(bottom - gap)
        assert (rest.left, rest.bottom, rest.right) == (box.left, box.bottom, box.right)
        return
    assert (rest.bottom, rest.top) == (box.bottom, box.top)
    sides = {(box.left, left - gap), (right + gap, box.right)}
    taken = min(sides, key=lambda side: abs(side[0] - rest.left) + abs(side[1] - rest.right))
    assert (rest.left, rest.right) == pytest.approx(taken)
    assert rest.width == pytest.approx(max(end - start for start, end in sides))


def test_the_rest_is_beside_in_a_flat_box_and_under_in_any_other() -> None:
    for box in (Box(0, 0, 6, 2), Box(0, 0, 4, 2)):
        part = fit(tile(1, 0.5), box)
        assert (rest_of(box, part).height == 2) is (box.width == 6)
