"""What people write, cut into numbers, names and signs that a keyboard has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from calculus.calls import UncertainError
from calculus.slips import RAISED, keyboard

_TOKEN = re.compile(
    r"(?P<space>\s*)(?:(?P<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign>\*\*|//|\S))",
    re.ASCII,
)
_HEAD = re.compile(r"\s*[A-Za-z]\w*(\s*\(\s*\w+(\s*,\s*\w+)*\s*\))?\s*", re.ASCII)
_ELEMENT = re.compile(r"[A-Za-z_]\w*\[\s*\d+\s*\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name or a sign.

    Attributes:
        kind: "number", "name", the sign itself, or nothing at the end.
        text: as it is written.
        apart: whether there is a space before it.
    """

    kind: str
    text: str = ""
    apart: bool = True


def tokens_of(text: str) -> tuple[list[Token], list[str]]:
    """The tokens of a formula with one that ends them, and the slips so far.

    Raises:
        UncertainError: for characters and equals signs that no formula has.

    >>> [token.text for token in tokens_of("y = 2·x²")[0]]
    ['2', '*', 'x', '⇑', '2', '']
    """
    if element := _ELEMENT.search(text):
        rule = f"has a name of its own for every number, not {element[0]}"
        raise UncertainError(rule, "names such as x1 and x2")
    head, *sides = re.split("=+", text)
    rule = "is one formula, without an equals sign"
    if len(sides) > 1 or (sides and not _HEAD.fullmatch(head)):
        raise UncertainError(rule, "the side of the = that is meant")
    typed, wrong = keyboard(sides[0] if sides else text)
    _check_characters(typed)
    tokens = []
    for found in _TOKEN.finditer(typed):
        kind = found.lastgroup or ""
        written = found[kind]
        tokens.append(Token(written if kind == "sign" else kind, written, bool(found["space"])))
    return [*tokens, Token("")], [slip for slip in (rule if sides else "", wrong) if slip]


def _check_characters(typed: str) -> None:
    for character in typed:
        known = character.isascii() and (character.isalnum() or character in " _.,+-*/()|!%")
        if not known and character != RAISED:
            shown = f"without {character}" if character.isprintable() else "that can be printed"
            rule = f"is made of letters a to z, digits and + - * / ** ( ) | , {shown}"
            raise UncertainError(rule, "the formula in these characters")
