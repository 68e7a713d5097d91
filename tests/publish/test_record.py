"""A record that anybody may have written is refused with a message, or is one in every part."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from record import Record
from tests.publish.making import data_of

NUMBER = {
    "text": "4", "exact": True, "rounding": "none", "value": "4", "expression": "a**2",
    "where": {"a": "2"}, "error": None,
    "plain": {"text": "4", "value": "4", "expression": "a²", "where": "a = 2"},
}  # fmt: skip
SOUND = {"start": 0.5, "end": 0.6, "kind": "tick", "pitch": 220.0}
DATA: dict[str, Any] = data_of(
    [{"numbers": [NUMBER], "sounds": [SOUND], "spoken": 0.5, "teaches": ["U1.1"]}, {}],
    course={"title": "Course", "place": 1, "scene": 2},
    questions=[
        {
            "beat": 0,
            "question": "What?",
            "answer": "4",
            "answered": 1,
            "kind": "number",
            "options": [
                {"text": "4", "value": "4", "mistake": ""},
                {"text": "−4", "value": "-4", "mistake": "sign"},
            ],
        }
    ],
    parameters={"function": "a**2"},
)
ODD = [
    None, True, 0, -1, 0.5, 1e308, float("nan"), float("inf"), 10**400, "", "x" * 10_000, "\0",
    "\ud800", "../../x", "<script>", "-->", "1e999999999", "1/0",
    [], {}, [[]], [None], {"a": 1}, {"\ud800": "a"},
]  # fmt: skip


def places(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in some JSON."""
    yield place
    if isinstance(data, dict | list):
        for name in data if isinstance(data, dict) else range(len(data)):
            yield from places(data[name], (*place, name))


def put(place: tuple[Any, ...], value: Any) -> Any:
    """The record with something else in one place."""
    whole = {"all": deepcopy(DATA)}
    *way, last = ("all", *place)
    inner: Any = whole
    for name in way:
        inner = inner[name]
    inner[last] = value
    return whole["all"]


def said(text: str) -> str | None:
    """The message with which a record is refused, or nothing; none if it isn't the same again."""
    try:
        record = Record.read(text)
    except ValueError as error:
        return str(error)[:100]
    return "" if Record.read(record.text) == record else None


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:12])
def test_whatever_stands_in_a_place_is_told_or_can_be_written_again(value: Any) -> None:
    for place in places(DATA):
        assert said(json.dumps(put(place, value))) is not None, place


def test_a_part_that_is_missing_is_named() -> None:
    for name in ("lesson", "title", "quality", "beats"):
        with pytest.raises(ValueError, match=name):
            Record.read(json.dumps({key: one for key, one in DATA.items() if key != name}))
