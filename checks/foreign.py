"""Texts of Manim's own on screen, and the numbers they show: nothing stands behind these.

What is written with `scenes.kit` carries the numbers in it. Manim's texts are plain strings, so
that their digits are read and compared with what is on record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from manim import DecimalNumber, MarkupText, NumberLine, Paragraph, SingleStringMathTex
from manim import Text as ManimText

from checks.formula import NUMBER
from scenes.look.text import Placed
from scenes.picture.motion import single

_NAME = re.compile(r"[^\W\d_]+_?[\d.]*\d")  # x1, H2: digits that are no number
_MARKS = re.compile(r"<[^>]*>|&#\w+;")  # of Pango
_COMMANDS = re.compile(r"\\[A-Za-z]+|_(?:\{[^}]*\}|\w)")  # of LaTeX, and its subscripts
_MINUS = re.compile(r"[-−]\s*$")
_SUBTRACTED = re.compile(r"[\w)\]}](?:[-−]|\s+[-−]\s+)$")  # no sign of what follows
_FAINT = 0.02  # opacity below which nothing is seen
_TEXTS = ManimText, MarkupText, SingleStringMathTex, Paragraph, DecimalNumber


def texts(mobjects: Iterable[Any], animations: Iterable[Any], still: bool) -> Iterator[str]:
    """Yield what Manim's texts say that are seen now, or into which something turns.

    Numbers at the ticks of Manim's axes stand where they belong, and a number that rolls is
    looked at once it stands.

    Args:
        mobjects: What there is to see.
        animations: What is played now.
        still: Whether nothing moves.
    """
    # What things turn into: they keep the words of what they were.
    targets = (getattr(animation, "target_mobject", None) for animation in single(animations))
    for mobject in (*mobjects, *filter(None, targets)):
        if isinstance(mobject, Placed):
            continue  # a text of ours
        if not _may_say(mobject.__class__):
            yield from texts(mobject.submobjects, (), still)
            continue
        said = words(mobject)
        if said is None:
            ticks = getattr(mobject, "numbers", None)
            others = (part for part in mobject.submobjects if part is not ticks)
            yield from texts(others, (), still)
        elif (still or not isinstance(mobject, DecimalNumber)) and _is_seen(mobject):
            yield said


def numbers(text: str) -> Iterator[tuple[str, Fraction]]:
    """Yield each number in a text: its digits, and what they say.

    Example:
        >>> [str(value) for _, value in numbers("x1 = -2.50, and 1,000 - 3")]
        ['-5/2', '1000', '3']
    """
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", _NAME.sub("x", text))
    for found in re.finditer(NUMBER, text):
        before = text[: found.start()]
        negative = _MINUS.search(before) and not _SUBTRACTED.search(before)
        yield found[0], Fraction(found[0]) * (-1 if negative else 1)


@lru_cache(maxsize=1024)
def is_text(kind: type) -> bool:
    """Whether objects of a kind are texts of Manim's own; its classes are slow to answer."""
    return issubclass(kind, _TEXTS)


@lru_cache(maxsize=1024)
def _may_say(kind: type) -> bool:
    return is_text(kind) or issubclass(kind, NumberLine)


def words(mobject: Any) -> str | None:
    """Return what one of Manim's texts says; None of anything else."""
    match mobject:
        case ManimText():
            return str(mobject.original_text)
        case MarkupText():
            return _MARKS.sub(" ", mobject.original_text)
        case SingleStringMathTex():
            return _COMMANDS.sub(" ", mobject.tex_string)
        case Paragraph():
            return str(mobject.lines_text.original_text)
        case DecimalNumber():
            return "".join(words(part) or "" for part in mobject.submobjects)
    return None


def _is_seen(text: Any) -> bool:
    parts = [part for part in text.get_family() if len(part.points)]
    return any(max(part.get_fill_opacity(), part.get_stroke_opacity()) > _FAINT for part in parts)
