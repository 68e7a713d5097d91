"""Sentences and formulas with named fields.

Everything a viewer reads or hears is a template such as ``"The rise is {rise}."``. A field
holds something that knows how to be written and spoken; a number is always a `Shown`
value, so it comes from the computation layer. A digit typed into a template is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter
from typing import Protocol, runtime_checkable

from calculus.shown import Shown


@runtime_checkable
class Wordable(Protocol):
    """Anything a field can hold: it has a form for captions, for formulas and for speech."""

    @property
    def text(self) -> str: ...
    @property
    def typst(self) -> str: ...
    @property
    def speech(self) -> str: ...


@dataclass(frozen=True)
class Term:
    """A name or a formula, in its three forms.

    Attributes:
        text: For captions, for example ``Δa``.
        typst: For formulas, Typst mathematics, for example ``Delta a``.
        speech: For a voice, for example ``delta a``.
    """

    text: str
    typst: str
    speech: str


@dataclass(frozen=True)
class Wording:
    """A template with its fields filled in.

    Attributes:
        text: What the caption says.
        typst: The template as Typst source.
        speech: What a voice says.
        numbers: The numbers among the fields, in order of appearance.
    """

    text: str
    typst: str
    speech: str
    numbers: tuple[Shown, ...] = ()


def fill(template: str, **fields: Wordable) -> Wording:
    """Fill the named fields of a template.

    A rounded number says so: in a formula by its ≈, in a sentence by "about". Where
    the template itself says ``= {value}``, write ``{value:equals}`` so that the relation is
    chosen by the number: ``=`` when it is exact and ``≈`` when it is rounded.

    Raises:
        ValueError: A digit stands in the template: numbers belong in fields.
        KeyError: A field of the template was not given.

    Example:
        >>> from calculus.shown import shown
        >>> fill("It rises by {rise}.", rise=shown("0.004001")).text
        'It rises by 0.004001.'
    """
    text, typst, speech = "", "", ""
    numbers = []
    for literal, name, form, _ in Formatter().parse(template):
        if re.search(r"\d", literal):
            raise ValueError(f"a digit is typed into the template {template!r}: make it a field")
        text, typst, speech = text + literal, typst + literal, speech + literal
        if name is None:
            continue
        value = fields[name]
        if isinstance(value, Shown):
            numbers.append(value)
            value = _NUMBER_FORMS[form or "marked"](value)
        text, typst, speech = text + value.text, typst + value.typst, speech + value.speech
    return Wording(text, typst, _spoken(speech), tuple(numbers))


def relation(*numbers: Shown) -> Term:
    """Return the sign before numbers: = if all of them are exact, else ≈."""
    if all(number.exact for number in numbers):
        return Term("=", "=", "equals")
    return Term("≈", "≈", "is about")


def _with_relation(number: Shown) -> Term:
    sign = relation(number)
    return Term(number.equals, number.equals_typst, f"{sign.speech} {number.speech}")


def _in_words(number: Shown) -> str:
    return number.text if number.exact else f"about {number.text}"


_NUMBER_FORMS: dict[str, Callable[[Shown], Term]] = {
    "marked": lambda number: Term(_in_words(number), number.marked_typst, number.marked_speech),
    "equals": _with_relation,
    "plain": lambda number: Term(number.text, number.typst, number.speech),
    "relation": relation,
}


def _spoken(speech: str) -> str:
    """Leave no sign in the speech that a voice would read out or stumble over."""
    return re.sub(r"\s+", " ", speech).strip()
