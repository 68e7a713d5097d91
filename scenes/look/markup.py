"""Typst markup that can be read: it carries what captions write in its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self


class Markup(str):
    """Typst markup.

    Args:
        typst: The markup.
        plain: The same, but with formulas `as_it_is`; the markup itself if there are none.

    Attributes:
        plain: For people who read about the picture; see `scenes.words.readable`.
    """

    plain: str

    def __new__(cls, typst: str, plain: str = "") -> Self:
        markup = super().__new__(cls, typst)
        markup.plain = plain or plain_of(typst)
        return markup


def as_it_is(text: str) -> str:
    """Return plain text that can stand in markup and is not read as such."""
    return f"\ue000{text}\ue001"


def plain_of(markup: str) -> str:
    """Return markup for those who read about the picture."""
    return markup.plain if isinstance(markup, Markup) else markup


def joined(parts: Iterable[str]) -> Markup:
    """Return parts of markup as one."""
    parts = tuple(parts)
    return Markup("".join(parts), "".join(map(plain_of, parts)))
