"""The table of a scene's numbers."""

from __future__ import annotations

from dataclasses import dataclass

from publish.words import Words
from record import Record
from record.beats import Plain


@dataclass(frozen=True)
class NumberRow:
    """One number of the table.

    Attributes:
        plain: What is shown, and where it comes from.
        rounding: "exact", or how it was rounded.
        start: When it is first shown or said, in seconds.
    """

    plain: Plain
    rounding: str
    start: float


def rows(record: Record, words: Words) -> tuple[NumberRow, ...]:
    """Return every number of a scene, each once, in the order in which they are first shown."""
    found: dict[tuple[Plain, str], NumberRow] = {}
    for beat in record.beats:
        for number in beat.numbers:
            row = NumberRow(number.readable, _rounding(number.rounding, words), beat.start)
            found.setdefault((row.plain, row.rounding), row)
    return tuple(found.values())


def _rounding(rule: str, words: Words) -> str:
    if rule == "none":
        return words("exact")
    count, _, what = rule.partition(" ")
    key = {"significant digits": "digits", "decimals": "decimals"}.get(what)
    return words(key, count=count) if key else rule
