"""Kinds of values that are chosen rather than computed: one of some words, a colour, a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeAlias

from calculus.names import hint
from scenes.settings import schemas
from scenes.settings.kind import Kind, RefusedError

ColoursLike: TypeAlias = str | Mapping[str, str]

_COLOUR = re.compile("#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")


def choice(*options: str, means: str, example: str = "") -> Kind:
    """Return a kind that is one of some words; a switch is a choice of two.

    Args:
        options: The words.
        means: What such a parameter is for.
        example: One of the words; the last one unless told.

    Example:
        >>> choice("dark", "light", means="the colours").parse("light")
        'light'
    """
    listed = ", ".join(options)

    def parse(value: object) -> str:
        word = value.strip() if isinstance(value, str) else ""
        if word not in options:
            raise RefusedError(f"is one of {listed}{hint(word, options)}", value)
        return word

    schema = schemas.text(rf"\s*({'|'.join(options)})\s*")
    return Kind("choice", means, example or options[-1], schema, parse, str, f"one of {listed}")


def _colour(value: object) -> str:
    match = _COLOUR.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise RefusedError("is a colour, # and 3 or 6 hexadecimal digits", value)
    digits = match[1].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


COLOUR = Kind("colour", "a colour", "#1e2a38", schemas.COLOUR, _colour, str, "#rgb or #rrggbb")


_FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+-]{0,59}")


def font(means: str, example: str) -> Kind:
    """Return a kind that is the name of a font family.

    Args:
        means: What the font is for.
        example: A family that comes with the installation.
    """

    def parse(value: object) -> str:
        name = " ".join(value.split()) if isinstance(value, str) else ""
        if not _FONT.fullmatch(name):
            raise RefusedError("is the name of a font family", value)
        return name

    return Kind("font", means, example, schemas.text(rf"\s*{_FONT.pattern}\s*"), parse, str)


_LONGEST = 100  # characters of a line: it goes into labels and under pictures
# None that would end the line, or turn around what is beside it.
SIGN = r"[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
_LINE = re.compile(rf"{SIGN}{{0,{_LONGEST}}}")


def line(means: str, example: str) -> Kind:
    """Return a kind that is a line of free text, or nothing.

    Args:
        means: What such a parameter is for.
        example: Text that works.

    Example:
        >>> line("who made it", "Ada").parse("  Ada   Lovelace ")
        'Ada Lovelace'
    """
    limits = f"at most {_LONGEST} characters"

    def parse(value: object) -> str:
        if not isinstance(value, str) or not _LINE.fullmatch(value):
            raise RefusedError(f"is a line of text, {limits}", value)
        return " ".join(value.split())

    return Kind("text", means, example, schemas.text(_LINE.pattern), parse, str, limits)


def _colours(value: object) -> dict[str, str]:
    """Parse colours by name: a mapping, or text such as input=#ff8800, output=#00aa88."""
    if isinstance(value, str):
        pairs = [part.partition("=") for part in value.split(",") if part.strip()]
        if not all(sign for _, sign, _ in pairs):
            raise RefusedError("is name=colour, separated by commas", value)
        value = {name.strip(): colour for name, _, colour in pairs}
    if not isinstance(value, Mapping):
        raise RefusedError("is name=colour, separated by commas", value)
    return {str(name): _colour(colour) for name, colour in value.items()}


def _colours_text(colours: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={colour}" for name, colour in colours.items())


COLOURS = Kind(
    "colours",
    "colours that differ from the theme's",
    "input=#ffaa33, background=#101010",
    schemas.COLOURS,
    _colours,
    _colours_text,
    "name=#rrggbb, for a role, background, panel or rule",
)
