"""Which moments of a video its figure can show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from publish.moments import moments
from record import Record
from record.beats import Number
from record.figure import Figure
from tests.publish.making import data_of

SURFACE = {"function": "J(w_1, w_2) = w_1**2 + w_2**2"}


@pytest.mark.parametrize(
    ("kind", "given", "where", "state"),
    [
        ("nudge", {"function": "f(a) = a**2"}, [{"a": "2"}, {"a": "2", "h": "1/10"}], "a=2&h=1/10"),
        ("descent", {"function": "J(w) = w"}, [{"w": "3", "alpha": "1"}, {"w": "12/5"}], "x=12/5"),
        ("surface", SURFACE, [{"w_2": "4", "w_1": "-5"}, {"w_1": "7"}], "x=-5&y=4"),
        ("fit", {"model": "linear"}, [{"w": "0", "b": "1/3", "alpha": "1"}], "x=0&y=1/3"),
        ("chain", {"inputs": "a = 5; b = 3"}, [{"b": "3", "h": "1/9", "a": "5"}], "a=5&b=3"),
        ("chain", {"inputs": "a = 5; b = 3"}, [{"b": "3"}], None),
        ("functions", {"functions": "J(w) = w"}, [{"w": "3"}], None),
    ],
)  # fmt: skip
def test_a_beat_is_about_the_last_place_of_its_numbers(
    kind: str, given: dict[str, str], where: list[dict[str, Any]], state: str | None
) -> None:
    record = Record.of(data_of([{}]))
    numbers = tuple(
        Number("1", exact=True, rounding="none", value="1", expression="1", where=one, error=None)
        for one in where
    )
    (beat,) = record.beats
    told = replace(record, figure=Figure(kind, given), beats=(replace(beat, numbers=numbers),))
    assert moments(told) == ([] if state is None else [(beat.start, state)])
