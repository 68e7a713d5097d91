"""Values as controls have them, as text, and as an author writes them in a lesson."""

from __future__ import annotations

import json
import re
from typing import Any

_WHOLE = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?(\d+\.\d*|\.\d+)")
_GAP = re.compile(r"\s*[,;]\s*")


def authored(kind: str, text: str) -> Any:
    """Return what an author writes in a lesson for a value.

    Args:
        kind: What the value is; see `scenes.settings.kind.Kind`.
        text: The value as the command line takes it.

    Example:
        >>> authored("numbers", "2, 1/3, 0.5"), authored("inputs", "a=5, b=0.5")
        ((2, '1/3', 0.5), {'a': 5, 'b': 0.5})
    """
    match kind:
        case "whole number" | "number":
            return _number(text)
        case "numbers":
            return tuple(map(_number, items(text)))
        case "inputs" | "colours":
            pairs = (item.partition("=") for item in items(text))
            convert = _number if kind == "inputs" else str.strip
            return {name.strip(): convert(value) for name, _, value in pairs}
        case "your own words for a sentence":
            return json.loads(text or "{}")
        case "graph" if ";" in text:
            return tuple(step.strip() for step in text.split(";") if step.strip())
        case _:
            return text


def items(text: str) -> list[str]:
    """Split a list as it is written in text."""
    return [item for item in _GAP.split(text.strip().strip("()[]")) if item]


def replaced(text: str, index: int | None, value: float, step: float) -> str:
    """Return a number, or one of a list, moved to another value.

    Args:
        text: The parameter.
        index: Which number of the list, or None if it is no list.
        value: The value.
        step: How finely it is meant; it is rounded to a decimal as fine.

    Example:
        >>> replaced("2, 5", 1, 4.0312, 0.1)
        '2, 4'
    """
    places = max(0, -_magnitude(step))
    number = f"{value:.{places}f}"
    number = number.rstrip("0").rstrip(".") if places else number
    number = "0" if float(number) == 0 else number
    if index is None:
        return number
    parts = items(text)
    parts[index] = number
    return ", ".join(parts)


def _magnitude(step: float) -> int:
    """Return the power of ten of a number above 0."""
    return int(f"{step:e}".partition("e")[2])


def _number(text: str) -> int | float | str:
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and str(float(text)) == text.lstrip("+"):
        return float(text)
    return text
