"""The numbers of a scene as people read them, from what the record says of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from publish.record import Beat, Record
from publish.words import Words

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "theta": "θ",
    "lambda": "λ", "mu": "μ", "sigma": "σ", "phi": "φ", "omega": "ω", "pi": "π",
}  # fmt: skip
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_NAME = re.compile(r"[A-Za-z_]+")


@dataclass(frozen=True)
class Row:
    """One number of the table.

    Attributes:
        text: As it is shown.
        value: Its exact value.
        expression: What it was calculated from; empty when that says no more than the value.
        where: The inputs of that: "a = 2, h = 0.001".
        rounding: "exact", or how it was rounded.
        start: When it is first shown or said, in seconds.
    """

    text: str
    value: str
    expression: str
    where: str
    rounding: str
    start: float


def readable(expression: str) -> str:
    """Write an expression as people do.

    Example:
        >>> readable("((a + h)**2 - a**2)/h"), readable("w - alpha*(2*w)")
        ('((a + h)² − a²)/h', 'w − α · (2w)')
    """
    text = re.sub(r"\*\*(\d+)\b", lambda found: found[1].translate(_SUPERSCRIPT), expression)
    text = re.sub(r"\*\*\((-\d+)\)", lambda found: found[1].translate(_SUPERSCRIPT), text)
    text = _NAME.sub(lambda found: _GREEK.get(found[0], found[0]), text)
    text = re.sub(r"\blog\b", "ln", text)
    text = re.sub(r"\bsqrt\b", "√", text)
    text = re.sub(r"(?<![\w.])(\d+)\*(?=[^\W\d])", r"\1", text)  # 3*a: the usual 3a
    return text.replace("**", "^").replace("*", " · ").replace("-", "−")


def rows(record: Record, words: Words) -> tuple[Row, ...]:
    """Return every number of a scene, each once, in the order in which they are first shown."""
    values = _as_shown(record)
    written = _decimals(record, words)
    found: dict[tuple[str, ...], Row] = {}
    for beat in record.beats:
        for number in beat.numbers:
            row = Row(
                text=written(number["text"]),
                value=written(readable(number["value"])),
                expression="" if _says_no_more(number) else written(readable(number["expression"])),
                where=written(_where(number["where"], values)),
                rounding=_rounding(number["rounding"], words),
                start=beat.first / record.frame_rate,
            )
            key = (row.text, row.value, row.expression, row.where, row.rounding)
            found.setdefault(key, row)
    return tuple(found.values())


def described(record: Record, beat: Beat, words: Words) -> str:
    """Return in words what a beat shows, for people who don't see the picture.

    That is what the record says; a record that doesn't is described by its numbers, and a beat
    without numbers by what it is for.

    Args:
        record: The scene it is from.
        beat: One of its beats.
        words: The language.
    """
    if beat.shown:
        return beat.shown
    if not beat.numbers:
        key = beat.kind if beat.kind in words.sentences else "action"
        return words(key, chapter=beat.chapter or record.title)
    plain = _unique(one["text"] for one in beat.numbers if _says_no_more(one))
    parts = _calculated(beat.numbers, _as_shown(record), _names(record), words)
    if plain:
        listed = plain[0] if len(plain) == 1 and not parts else ", ".join(plain)
        parts.append(listed if not parts else words("also", numbers=listed))
    return _decimals(record, words)(words("on_screen", what=words("apart").join(parts)))


def _calculated(
    numbers: Iterable[Mapping[str, Any]],
    values: Mapping[str, str],
    names: Mapping[str, str],
    words: Words,
) -> list[str]:
    """Return the equations among numbers, those at the same inputs together."""
    groups: list[tuple[dict[str, str], list[str]]] = []
    for number in numbers:
        if _says_no_more(number):
            continue
        expression, where = number["expression"], number["where"]
        at, equations = _fitting(groups, where)
        at.update(where)
        sign = " " if number["text"].startswith("≈") else " = "
        if expression not in where:  # an input is listed with the others
            name = names.get(expression) or readable(expression)
            equations.append(f"{name}{sign}{number['text']}")
    told = []
    for at, equations in groups:
        inputs = _where(at, values)
        shown = ", ".join(_unique(equations))
        told.append(f"{shown} ({words('with', where=inputs)})" if shown else inputs)
    return told


def _fitting(
    groups: list[tuple[dict[str, str], list[str]]], where: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Return the group in which no input has another value; a new one if there is none."""
    for at, equations in groups:
        if all(at.get(name, value) == value for name, value in where.items()):
            return at, equations
    groups.append(({}, []))
    return groups[-1]


def _names(record: Record) -> dict[str, str]:
    """Return what the story calls its function, by the expression that defines it."""
    defined = (record.parameters.get(name, "") for name in ("function", "graph"))
    halves = (text.split("=", 1) for text in defined if "=" in text)
    return {body.strip(): head.strip() for head, body in halves}


def _as_shown(record: Record) -> dict[str, str]:
    """Return how the story writes exact values: 0.001 rather than 1/1000."""
    return {
        one["value"]: one["text"] for beat in record.beats for one in beat.numbers if one["exact"]
    }


def _decimals(record: Record, words: Words) -> Callable[[str], str]:
    """Return what puts decimals into the form that the video has; records have points."""
    asked = record.parameters.get("decimal_separator", "auto")
    sign = {"comma": ",", "point": "."}.get(asked, words("decimal"))
    return lambda text: _POINT.sub(sign, text)


def _where(inputs: Mapping[str, str], values: Mapping[str, str]) -> str:
    return ", ".join(
        f"{readable(name)} = {values.get(value) or readable(value)}"
        for name, value in sorted(inputs.items())
    )


def _says_no_more(number: Mapping[str, Any]) -> bool:
    return not number["where"] and number["expression"] == number["value"]


def _rounding(rule: str, words: Words) -> str:
    if rule == "none":
        return words("exact")
    count, _, what = rule.partition(" ")
    key = {"significant digits": "digits", "decimals": "decimals"}.get(what)
    return words(key, count=count) if key else rule


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
