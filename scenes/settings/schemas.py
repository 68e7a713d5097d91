"""What may stand for a parameter in a file, as JSON Schema (draft 2020-12).

Regular expressions are those that JavaScript and Python read alike. Whether a formula makes
sense only its parser can tell; here it has the right characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]

_NAME = "[A-Za-z][A-Za-z0-9_]*"
_FORMULA = "[A-Za-z0-9 _.,+*/()|-]+"
_NUMBER = "[A-Za-z0-9 _.+*/()|,-]+"  # decimals may have a comma

NOT_ZERO: dict[str, Any] = {"not": {"const": 0}}
ABOVE_ZERO: dict[str, Any] = {"exclusiveMinimum": 0}
FROM_ZERO_BELOW_ONE: dict[str, Any] = {"minimum": 0, "exclusiveMaximum": 1}


def text(pattern: str, **more: Any) -> dict[str, Any]:
    """Return the schema of text that matches a pattern from its beginning to its end."""
    return {"type": "string", "pattern": f"^{pattern}$", **more}


def number(**limits: Any) -> dict[str, Any]:
    """Return the schema of a number: written as one, or as a formula in text.

    Args:
        limits: What JSON Schema says about numbers; the number in a text is not looked at.
    """
    return {"anyOf": [{"type": "number", **limits}, text(_NUMBER)]}


def whole_number(low: int, high: int) -> dict[str, Any]:
    """Return the schema of a whole number from `low` to `high`."""
    return {"anyOf": [{"type": "integer", "minimum": low, "maximum": high}, text(_NUMBER)]}


def numbers(most: int, fewest: int = 1, **limits: Any) -> dict[str, Any]:
    """Return the schema of numbers: a list, a single one if that will do, or separated in text."""
    one = number(**limits)
    several = {"type": "array", "items": one, "minItems": fewest, "maxItems": most}
    single = [] if fewest > 1 else [one["anyOf"][0]]
    return {"anyOf": [several, *single, text(r"[A-Za-z0-9 _.+*/()|\[\],;-]+")]}


NOTHING = text(r"\s*")
FUNCTION = text(rf"\s*{_NAME}\s*\(\s*{_NAME}\s*\)\s*={_FORMULA}")
SURFACE = text(rf"\s*{_NAME}\s*\(\s*{_NAME}\s*,\s*{_NAME}\s*\)\s*={_FORMULA}")
SEVERAL = text(rf"\s*{_NAME}\s*\(\s*{_NAME}(\s*,\s*{_NAME})+\s*\)\s*={_FORMULA}")
NAME = text(rf"\s*{_NAME}\s*")
FORMULAS = {
    "anyOf": [
        {"type": "array", "items": text(r"[A-Za-z0-9\s_.,+*/()|-]+"), "minItems": 1},
        text(r"[A-Za-z0-9\s_.,+*/()|\[\];-]+"),
    ]
}
NAMES = {
    "anyOf": [
        {"type": "array", "items": NAME, "minItems": 1},
        text(rf"\s*{_NAME}\s*([,;\s]\s*{_NAME}\s*)*"),
    ]
}
GRAPH = {
    "anyOf": [
        text(r"[A-Za-z0-9\s_.,+*/()|=;-]+"),
        {"type": "array", "items": text(r"[A-Za-z0-9\s_.,+*/()|=-]*"), "minItems": 1},
    ]
}
INPUTS = {
    "anyOf": [
        {
            "type": "object",
            "propertyNames": {"pattern": rf"^\s*{_NAME}\s*$"},
            "additionalProperties": number(),
            "minProperties": 1,
        },
        text(r"[A-Za-z0-9\s_.+*/()|\[\]=,;-]+"),
    ]
}
COLOUR = text(r"\s*#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\s*")
COLOURS = {
    "anyOf": [
        {"type": "object", "additionalProperties": COLOUR},
        text(r"(\s*[a-z]+\s*=\s*#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})\s*,?)*"),
    ]
}


def own_words(sentence: str) -> dict[str, Any]:
    """Return the schema of own words for sentences: a mapping, or one as JSON in text.

    Args:
        sentence: The pattern of a sentence.
    """
    one = text(sentence)
    mapping = {"type": "object", "propertyNames": one, "additionalProperties": one}
    return {"anyOf": [mapping, text(r"(\s*\{[\s\S]*\}\s*)?")]}
