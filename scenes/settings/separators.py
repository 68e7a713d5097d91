"""What stands between numbers in a text, and what before their decimals.

A comma can be either. ``2, 5`` and ``0.1,0.5`` are two numbers each, ``0,5; 1,5`` are two with
decimals; but ``0,5`` is two numbers to some and a half to others, and ``1,000`` a thousand or one.
Which of them somebody means depends on the language. What can be read in two ways is never
guessed: these functions return every reading, each in a form that can be read in one way only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from calculus.brackets import bare

Readings: TypeAlias = Sequence[Any]
"""One value, or several of which the first is the likeliest."""

_BRACKETS = "()[]"
_ONE_COMMA = re.compile(r"\s*([+-]?\d+),(\d+(?:[eE][+-]?\d+)?)\s*")
_THOUSANDS = re.compile(r"\s*[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?\s*")
_WHOLE = re.compile(r"(?:^|.*[^\w.])\d+", re.DOTALL)
_DECIMALS = re.compile(r"\d+(?:[eE][+-]?\d+)?(?![\w.]).*", re.DOTALL)
_FEW = re.compile(r"(?:^|.*[^\w.])[1-9]\d{0,2}", re.DOTALL)
_THREE = re.compile(r"\d{3}(?!\w).*", re.DOTALL)
_ZERO = re.compile(r"\s*0\d")
_NEXT_INPUT = re.compile(r",(?=\s*(?:[A-Za-z]\w*\s*=|$))")


def of_number(value: Any, comma: bool) -> Readings:
    """Return how a number can be read.

    Args:
        value: As it was written; what is no text is clear.
        comma: Whether decimals have a comma in the language.

    Example:
        >>> of_number("0,1", False), of_number("1,000", False), of_number("1,000", True)
        (['0.1'], ['1000', '1.000'], ['1.000'])
    """
    if not isinstance(value, str):
        return [value]
    decimal = _ONE_COMMA.fullmatch(value)
    readings = [f"{decimal[1]}.{decimal[2]}"] if decimal else []
    if not comma and _THOUSANDS.fullmatch(value):
        readings.insert(0, value.replace(",", "").strip())
    return readings or [value]


def of_numbers(value: Any, comma: bool) -> Readings:
    """Return how a list of numbers can be read.

    Example:
        >>> of_numbers("0,5", True), of_numbers("0,5", False), of_numbers("0,5; 1", False)
        (['0.5', '0; 5'], ['0,5'], ['0.5; 1'])
    """
    if isinstance(value, (tuple, list)):
        return _combined([of_number(item, comma) for item in value])
    if not isinstance(value, str):
        return [value]
    text = _listed(value)
    if len(parts := cut(text, ";")) > 1:
        numbers = _combined([of_number(part.strip(), comma) for part in parts])
        return ["; ".join(some) for some in numbers]
    parts = cut(text, ",")
    apart = "; ".join(part.strip() for part in parts)
    if len(parts) < 2:
        return [value]
    decimals = _together(parts, _WHOLE, _DECIMALS, ".")
    if comma:
        found = [decimals, apart]
    else:  # nobody begins a number with 0 that has no decimals
        zeros = any(_ZERO.match(part) for part in parts)
        found = [decimals if zeros else apart, _together(parts, _FEW, _THREE, "")]
    return [value] if set(found) == {apart} else list(dict.fromkeys(found))


def of_inputs(value: Any, comma: bool) -> Readings:
    """Return how numbers with names can be read: ``a=0,5, b=3``.

    Example:
        >>> of_inputs("a=0,5, b=3", False), of_inputs("a=1,000", False)
        (['a=0.5; b=3'], ['a=1000', 'a=1.000'])
    """
    if isinstance(value, Mapping):
        numbers = _combined([of_number(number, comma) for number in value.values()])
        return [dict(zip(value, some, strict=True)) for some in numbers]
    if not isinstance(value, str) or "," not in value:
        return [value]
    parts = cut(_listed(value), ";")
    parts = parts if len(parts) > 1 else _NEXT_INPUT.split(parts[0])
    pairs = [part.strip().partition("=") for part in parts]
    written = [number for _, _, number in pairs]
    numbers = _combined([of_number(number, comma) for number in written])
    if numbers == [written]:
        return [value]
    names = [f"{name}{sign}" for name, sign, _ in pairs]
    return ["; ".join(map(str.__add__, names, some)) for some in numbers]


def items(text: str) -> list[str]:
    """Cut a text into items: at its semicolons, or at its commas if it has none."""
    text = _listed(text)
    parts = cut(text, ";")
    parts = [part.strip() for part in (parts if len(parts) > 1 else cut(text, ","))]
    return parts if parts[-1] else parts[:-1]  # "2," is one item, as in Python


def cut(text: str, separator: str) -> list[str]:
    """Cut a text at a sign that isn't inside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in _BRACKETS[::2]) - (character in _BRACKETS[1::2])
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _listed(text: str) -> str:
    """Take off the brackets around a whole list: ``(2, 5)`` is the same as ``2, 5``."""
    return bare(text.strip(), _BRACKETS)


def _together(
    parts: Sequence[str], left: re.Pattern[str], right: re.Pattern[str], sign: str
) -> str:
    """Put numbers together again that were cut at a comma within, as far as that can be.

    Args:
        parts: What stands between commas.
        left: What a number may be before such a comma.
        right: What may come after it.
        sign: What stands for the comma; nothing for one between thousands, which come in a row.
    """
    result, grown = [parts[0]], False
    for before, part in pairwise(parts):
        starts = left.fullmatch(before) is not None
        fits = starts and not grown if sign else starts or grown
        grown = fits and right.fullmatch(part) is not None
        if grown:
            result[-1] += sign + part
        else:
            result.append(part)
    return "; ".join(part.strip() for part in result)


def _combined(readings: Sequence[Readings]) -> list[list[Any]]:
    """Return all values in their likeliest readings, and in their others if there are any."""
    first = [one[0] for one in readings]
    return [first] if all(len(one) == 1 for one in readings) else [first, [r[-1] for r in readings]]
