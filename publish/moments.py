"""From a moment of a video to the state of its figure that shows the same."""

from __future__ import annotations

from collections.abc import Mapping

from record import Record
from record.beats import Beat
from record.figure import Figure

_NUDGED = "nudge", "tangents"


def moments(record: Record) -> list[tuple[float, str]]:
    """Return when a beat is about a place that the figure can show, and the address of that state.

    The address names the last inputs that a number of the beat comes from: "a=2&h=1/1000", with how
    far it is nudged; "x=12/5", or "x=-22/5&y=14/5", for where a descent has come to; "a=5&b=3", the
    inputs of a graph.
    """
    if record.figure is None:
        return []
    keys = _keys(record.figure)
    nudged = record.figure.kind in _NUDGED
    found = ((beat.start, _state(beat, keys, nudged)) for beat in record.beats)
    return [(start, state) for start, state in found if state]


def _keys(figure: Figure) -> dict[str, str]:
    """Return what addresses call the inputs of a figure, by their names."""
    if figure.kind == "chain":
        names = [one.partition("=")[0].strip() for one in figure.given.get("inputs", "").split(";")]
        return dict(zip(names, names, strict=True))
    if figure.kind == "fit":
        return {"w": "x", "b": "y"}
    head = figure.given.get("function", "").partition("=")[0]
    names = [one.strip() for one in head.partition("(")[2].partition(")")[0].split(",")]
    return dict(zip(names, "a" if figure.kind in _NUDGED else "xy", strict=False))


def _state(beat: Beat, keys: Mapping[str, str], nudged: bool) -> str:
    state: dict[str, str] = {}
    for number in beat.numbers:
        if keys.keys() <= number.where.keys():
            state |= {key: number.where[name] for name, key in keys.items()}
            if nudged:
                others = (value for name, value in number.where.items() if name not in keys)
                state |= dict(zip("h", others, strict=False))
    return "&".join(f"{name}={value}" for name, value in state.items())
