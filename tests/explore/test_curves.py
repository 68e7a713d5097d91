"""Every cell of the tables of curves is what an oracle says."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

import pytest
from mpmath import mp, mpf

from calculus.errors import LessonError
from explore.tables import table
from record.figure import Figure
from tests.explore.oracle import CLOSE, exactly, read, real, says, slope, worth

NUDGED = {
    "line": ("f(a) = 3*a", "2; 5", "1/10; 1/100; 1/1000; 1/1000000"),
    "cube": ("f(a) = a**3", "2", "1/10; 1/100; 1/1000"),
    "square": ("f(a) = a**2", "2; 5", "1/10; 1/100; 1/1000"),
    "logarithm": ("f(a) = ln(a)", "2", "1/10; 1/100; 1/1000"),
    "tangents": ("J(w) = w**2", "3; 2; -3", "1; 1/10; 1/100; 1/1000"),
    # A pole among the inputs, thirds that no decimal is.
    "pole": ("f(a) = 1/a", "-1/3; 1/2", "-1/7"),
    # An end and a corner, irrational inputs, decimals that end.
    "corner": ("g(x_1) = 0.5*abs(x_1 - 1)*sqrt(x_1)", "pi/3", "1"),
    # Numbers that take powers of ten.
    "large": ("f(a) = 1000000*a**5", "2000", "1/1000000"),
}


@cache
def made(which: str) -> dict[str, Any]:
    function, points, nudges = NUDGED[which]
    given = {"function": function, "points": points, "nudges": nudges, "nudge": "delta"}
    return table(Figure("nudge", given))


@pytest.mark.parametrize("which", NUDGED)
def test_every_cell_is_what_it_says(which: str) -> None:
    function = NUDGED[which][0]
    head, _, body = function.partition(" = ")
    name = head[2:-1]
    figure = made(which)
    nudges = [exactly(text) for text in figure["nudges"]]
    step = Fraction(str(figure["unit"])) / figure["fine"]
    first = exactly(figure["at"][figure["start"]])
    wrong = []
    for i, text in enumerate(figure["at"]):
        place = first + (i - figure["start"]) * step
        at = real(place)
        wrong += [(text, "input")] * (not says(text, at))
        value = worth(body, **{name: at})
        wrong += [(text, "value")] * (not says(figure["value"][i], value))
        wrong += [(text, "slope")] * (
            not says(figure["slope"][i], slope(body, name, at), slack=CLOSE)
        )
        for k, cells in enumerate(figure["rows"][i]):
            after = worth(body, **{name: real(place + nudges[k])})
            if value is None or after is None:
                assert cells is None, (text, figure["nudges"][k])
                continue
            truths = after, after - value, (after - value) / real(nudges[k])
            wrong += [
                (text, figure["nudges"][k], cell)
                for cell, truth in zip(cells, truths, strict=True)
                if not says(cell, truth)
            ]
    assert wrong == []


@pytest.mark.parametrize("which", NUDGED)
def test_what_is_drawn_stands_where_the_numbers_are(which: str) -> None:
    figure = made(which)
    for floats, cells in (("x", "at"), ("y", "value"), ("s", "slope"), ("h", "nudges")):
        for drawn, cell in zip(figure[floats], figure[cells], strict=True):
            assert (drawn is None) == (cell is None)
            if cell is not None:
                told, off = read(cell)
                assert abs(drawn - told) <= off + abs(told) * mpf(10) ** -6 + mpf(10) ** -12
    for ticks in figure["ticks"].values():
        assert all(mp.almosteq(read(text)[0], place, abs_eps=1e-9) for place, text in ticks)


@pytest.mark.parametrize("which", NUDGED)
def test_the_points_of_the_scene_are_told_on_the_grid_or_beside_it(which: str) -> None:
    function, points, nudges = NUDGED[which]
    head, _, body = function.partition(" = ")
    name, figure = head[2:-1], made(which)
    assert len(figure["named"]) == len(points.split("; "))
    for one, text in zip(figure["named"], points.split("; "), strict=True):
        at, place = worth(text), one["place"]
        assert at is not None
        off = [abs(x - at) for x in figure["x"]]
        assert min(off) > 1e-9 if place is None else off[place] < 1e-9
        before = worth(body, **{name: at})
        assert before is not None
        assert says(one["value"], before)
        assert says(one["slope"], slope(body, name, at), slack=CLOSE)
        told = [exactly(figure["nudges"][h]) for h, *_ in one["nudged"]]
        assert told == [Fraction(nudge) for nudge in nudges.split("; ")]
        for h, (_, *cells) in zip(told, one["nudged"], strict=True):
            after = worth(body, **{name: at + real(h)})
            assert after is not None
            truths = after, after - before, (after - before) / real(h)
            assert all(says(*pair) for pair in zip(cells, truths, strict=True)), (text, h)


@pytest.mark.parametrize(
    ("bodies", "point"),
    [
        ("w**2; w**3; w; 1/w; ln(w)", "2"),
        ("abs(w - 1); sqrt(w + 1/2); w", "1/2"),
        ("exp(w)/1000; exp(-w**2); tanh(w)", "-20"),
        ("1/(w**2 - 1); sin(pi*w); 1000000*w", "1/4"),
    ],
)
def test_every_cell_of_several_functions_is_what_it_says(bodies: str, point: str) -> None:
    given = {"functions": "; ".join(f"J(w) = {body}" for body in bodies.split("; "))}
    figure = table(Figure("functions", given | {"points": point}))
    for body, one in zip(bodies.split("; "), figure["curves"], strict=True):
        for text, value, steep in zip(one["at"], one["value"], one["slope"], strict=True):
            at = real(exactly(text))
            assert says(value, worth(body, w=at)), (body, text, value)
            assert says(steep, slope(body, "w", at), slack=CLOSE), (body, text, steep)


def test_a_number_is_called_exact_where_it_is() -> None:
    figure = made("logarithm")
    row = figure["rows"][figure["start"]]
    assert (figure["value"][figure["start"]], figure["slope"][figure["start"]]) == (
        "≈ 0.693147",
        "0.5",
    )
    assert all(cell.startswith("≈ ") for cells in row[len(row) // 2 :] for cell in cells)
    square = made("square")
    texts = [*square["value"], *square["slope"], *square["at"]]
    assert not [text for text in texts if "≈" in text]


def test_decimals_are_as_the_scene_writes_them() -> None:
    given = {"function": "f(a) = a**2/3", "points": "1/2", "nudges": "1/10", "nudge": "h"}
    figure = table(Figure("nudge", given, places=3, decimal=","))
    i = figure["start"]
    assert (figure["at"][i], figure["value"][i], figure["slope"][i]) == (
        "0,5",
        "≈ 0,083",
        "≈ 0,333",
    )
    assert figure["labels"]["after"]["plain"] == "f(a + h)"


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("nudges", {}, "figure: is one of nudge, tangents, functions, descent, chain"),
        ("nudge", {"function": "f(a) = a"}, "figure: says points"),
        ("nudge", {"function": "f(a) = open('x')", "points": "2"}, "function: "),
        ("nudge", {"function": "f(a) = ln(a)", "points": "-1", "nudges": "1", "nudge": "h"},
         "f(a) = ln(a): has a value and a slope near its first point"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_figure_is_refused(kind: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(LessonError) as refused:
        table(Figure(kind, given))
    assert str(refused.value).startswith(message)
