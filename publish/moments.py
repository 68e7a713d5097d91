"""From a moment of a video to the state of its figure that shows the same."""

from __future__ import annotations

from record import Record
from record.beats import Beat


def moments(record: Record) -> list[tuple[float, str]]:
    """Return when a beat is about a point of the figure's curve, and the address of that state.

    The address names the last input that a number of the beat comes from, and how far it is
    nudged, as in "a=2&h=1/1000".
    """
    if record.figure is None or "(" not in record.figure.given.get("function", ""):
        return []
    head = record.figure.given["function"].partition("=")[0]
    variable = head.partition("(")[2].partition(")")[0]
    found = ((beat.start, _state(beat, variable)) for beat in record.beats)
    return [(start, state) for start, state in found if state]


def _state(beat: Beat, variable: str) -> str:
    state: dict[str, str] = {}
    for number in beat.numbers:
        if variable in number.where:
            nudges = (value for name, value in number.where.items() if name != variable)
            state |= {"a": number.where[variable], **dict(zip("h", nudges, strict=False))}
    return "&".join(f"{name}={value}" for name, value in state.items())
