"""Every cell of the tables of maps is what an oracle says."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from mpmath import mp, mpf

from calculus.errors import LessonError
from explore.tables import table
from record.figure import Figure
from tests.explore.oracle import CLOSE, exactly, read, real, says, worth

H = mpf(10) ** -25
SURFACES = {
    # The lesson's long valley, and a rate that goes back and forth in it.
    "valley": ("J(w_1, w_2) = w_1**2/10 + 2*w_2**2", "-5; -2", "3/5; 1/2", "1/2", 5),
    # Both inputs in one product, no minimum, thirds.
    "saddle": ("C(x, y) = x*y - y/3", "1/3; 1", "1/10; 2/5; 1", "0", 2),
    # Places without a value, steps out of the domain.
    "edge": ("J(u, v) = u - ln(u) + exp(v)/10", "1; -1", "1/2", "1/4", 2),
}
FITS = {
    "logistic": ("logistic", "-2; -1; 0; 1; 2", "0; 1; 0; 1; 1", "0; 0", "1; 10", 3),
    "line": ("linear", "1; 2; 4", "300; 500; 650", "1/3; 0", "1/10", 2),
    "parted": ("logistic", "1; 2; 3", "0; 1; 1", "0; 0", "1/2", 1),
}


@cache
def made(which: str) -> dict[str, Any]:
    if which in SURFACES:
        function, start, rates, momentum, steps = SURFACES[which]
        given = {"function": function, "start": start, "rates": rates, "momentum": momentum}
        return table(Figure("surface", given | {"steps": str(steps)}))
    keys = "model", "inputs", "labels", "start", "rates", "steps"
    return table(Figure("fit", dict(zip(keys, map(str, FITS[which]), strict=True))))


def cost(which: str) -> Callable[[mpf, mpf], mpf | None]:
    """The function, by formulas of the test."""
    if which in SURFACES:
        head, _, body = SURFACES[which][0].partition(" = ")
        one, other = head[2:-1].split(", ")
        return lambda x, y: worth(body, **{one: x, other: y})
    model, inputs, labels, *_ = FITS[which]
    pairs = [
        (real(exactly(x)), real(exactly(y)))
        for x, y in zip(inputs.split("; "), labels.split("; "), strict=True)
    ]
    if model == "linear":
        return lambda w, b: mpf(sum((w * x + b - y) ** 2 for x, y in pairs)) / 2 / len(pairs)
    # softplus(-z) where the label is 1, softplus(z) where it is 0
    return lambda w, b: (
        mpf(sum(mp.log1p(mp.exp((1 - 2 * y) * (w * x + b))) for x, y in pairs)) / len(pairs)
    )


def gradient(of: Callable[[mpf, mpf], mpf | None], x: mpf, y: mpf) -> tuple[mpf, mpf] | None:
    around = of(x + H, y), of(x - H, y), of(x, y + H), of(x, y - H)
    if None in around:
        return None
    right, left, above, below = around
    return (right - left) / (2 * H), (above - below) / (2 * H)  # type: ignore[operator]


def stops(walk: dict[str, Any]) -> list[list[str]]:
    """All stops of a descent after its start, as they are shown."""
    text = walk["steps"].replace("~", "≈ ").replace("-", "−")
    return [row.split("|") for row in text.split(";") if row]


@pytest.mark.parametrize("which", [*SURFACES, *FITS])
def test_every_cell_is_what_it_says(which: str) -> None:
    figure, of = made(which), cost(which)
    starts = [(x, y) for y in figure["up"] for x in figure["across"]]
    assert len(starts) == len(figure["places"]) == len(figure["walks"])
    wrong, nowhere = [], 0
    for start, place, walks in zip(starts, figure["places"], figure["walks"], strict=True):
        first = [real(exactly(text)) for text in start]
        if place is None:
            nowhere += 1
            assert gradient(of, *first) is None
            assert {one for some in walks for one in some} == {None}
            continue
        for momentum, some in zip(figure["momenta"], walks, strict=True):
            for rate, walk in zip(figure["rates"], some, strict=True):
                (x, y), step = first, (mpf(0), mpf(0))
                rows = [[None, None, *place]]
                rows += stops(walk)
                for cells in rows:
                    slopes = gradient(of, x, y)
                    assert slopes is not None
                    truths = x, y, of(x, y), *slopes
                    wrong += [
                        (start, momentum, rate, cell)
                        for cell, truth in zip(cells, truths, strict=True)
                        if cell is not None and not says(cell, truth, slack=CLOSE)
                    ]
                    kept, alpha = real(exactly(momentum)), real(exactly(rate))
                    step = tuple(kept * s - alpha * g for s, g in zip(step, slopes, strict=True))  # type: ignore[assignment]
                    x, y = x + step[0], y + step[1]
    assert wrong == []
    assert (nowhere > 0) == (which == "edge")


def test_verdicts_in_the_valley_follow_from_the_factors() -> None:
    """Along an axis with curvature c, a step makes r² = (1 + β - αc) r - β of the distance."""
    figure = made("valley")
    for at, walks in enumerate(figure["walks"]):
        start = [exactly(figure["across"][at % 11]), exactly(figure["up"][at // 11])]
        for momentum, some in zip(figure["momenta"], walks, strict=True):
            for rate, walk in zip(figure["rates"], some, strict=True):
                beta, alpha = exactly(momentum), exactly(rate)
                sizes = []
                for curvature in (mpf(1) / 5, mpf(4)):
                    half = (1 + real(beta) - real(alpha) * curvature) / 2
                    root = mp.sqrt(half**2 - real(beta))
                    sizes.append(max(abs(half + root), abs(half - root)))
                active = [size for size, place in zip(sizes, start, strict=True) if place]
                expected = "settles" if max(sizes) < 1 else "undecided"
                if active and max(active) >= 1:
                    expected = "diverges" if max(active) > 1 else "cycles"
                expected = expected if active else "stays"
                assert (walk["verdict"], walk["proven"]) == (expected, expected != "undecided")


def test_verdicts_of_models_follow_from_the_safe_rate() -> None:
    """2/L is 4 for the lesson's examples, and more than 1/2 for those that a threshold parts."""
    for which in ("logistic", "parted"):
        figure = made(which)
        below = "settles" if which == "logistic" else "falls"
        for place, walks in zip(figure["places"], figure["walks"], strict=True):
            for rate, walk in zip(figure["rates"], walks[0], strict=True):
                costs = [read(cell)[0] for cell in (place[0], *(row[2] for row in stops(walk)))]
                rises = any(other > one for one, other in pairwise(costs))
                expected = below if exactly(rate) < 2 else "uphill" if rises else "undecided"
                assert (walk["verdict"], walk["proven"]) == (expected, expected != "undecided")


@pytest.mark.parametrize("which", [*SURFACES, *FITS])
def test_lines_and_starts_stand_where_the_numbers_are(which: str) -> None:
    figure, of = made(which), cost(which)
    for floats, cells in (("x", "across"), ("y", "up"), ("alpha", "rates"), ("beta", "momenta")):
        assert all(
            mp.almosteq(place, real(exactly(text)), rel_eps=1e-12, abs_eps=1e-12)
            for place, text in zip(figure[floats], figure[cells], strict=True)
        )
    left, right, bottom, top = map(mpf, figure["view"])
    rows = figure["heights"]
    for j, row in enumerate(rows):
        for i, height in enumerate(row):
            x = left + (right - left) * i / (len(row) - 1)
            truth = of(x, bottom + (top - bottom) * j / (len(rows) - 1))
            assert (height is None) == (truth is None)
            assert truth is None or abs(height - truth) <= abs(truth) / 1000 + mpf(10) ** -12
    assert figure["lines"] == sorted(figure["lines"])


def test_the_start_of_the_scene_is_in_sight_and_the_lowest_place_in_the_middle() -> None:
    figure = made("valley")
    assert (figure["across"][0], figure["across"][-1], figure["up"][3]) == ("−5", "5", "0")
    assert divmod(figure["start"], 11) == (1, 0)
    assert (figure["rates"][figure["rate"]], figure["momenta"][figure["momentum"]]) == (
        "0.6",
        "0.5",
    )


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("surface", {"function": "J(x) = x"}, "function: has two variables"),
        ("surface", {"function": "J(x, y) = x + y", "momentum": "0", "start": "1"},
         "start: has two numbers"),
        ("surface", {"function": "J(x, y) = ln(x) + y", "momentum": "0", "start": "-1; 0",
                     "rates": "1", "steps": "2"}, "slope of ln(x) + y: exists inside"),
        ("fit", {"model": "cubic"}, "model: is one of logistic, linear"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_map_is_refused(kind: str, given: dict[str, str], message: str) -> None:
    with pytest.raises(LessonError) as refused:
        table(Figure(kind, given))
    assert str(refused.value).startswith(message)
