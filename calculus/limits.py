"""How large an expression may be: far above what a lesson shows, and always quick."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an expression may be.

    Attributes:
        length: characters.
        depth: operations inside each other.
        nesting: functions and powers inside each other.
        parts: numbers, names and operations.
        digits: of all numbers together, each raised to the powers that it stands under.
    """

    length: int
    depth: int
    nesting: int
    parts: int
    digits: int


WRITTEN = Limits(length=500, depth=60, nesting=10, parts=200, digits=2000)
"""For what an author writes."""

RECORDED = Limits(length=50_000, depth=250, nesting=20, parts=10_000, digits=8000)
"""For what is derived from it, and for numbers."""

MAX_NAME = 20
MAX_LITERAL = 4000
"""Digits of one number, written out."""
MAX_EXPONENT = 1000
"""Of a constant exponent, above and below the line; of powers of powers, the product of them."""
