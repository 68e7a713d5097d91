"""Sentences and formulas with named fields.

Everything a viewer reads or hears is a template such as ``"The rise is {rise}."``. A field
holds something that knows how to be written and spoken in a language, or a number; that is a
`Shown` value, or becomes one with the digits of the language. A digit typed into a template is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Protocol, TypeAlias

import sympy as sp

from calculus.quantity import Quantity
from calculus.shown import Shown
from calculus.vocabulary import Vocabulary
from scenes.look.markup import Markup, as_it_is, joined
from scenes.look.scripts import runs_leftwards
from scenes.words.fields import fields_of, pieces, require_all, unwritable
from scenes.words.joints import first_word
from scenes.words.language import ENGLISH, Language

_FIELD = re.compile(r"\{.*?\}")
_RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT MARK}"
_ISOLATE = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{RIGHT-TO-LEFT ISOLATE}"

Saying: TypeAlias = Callable[[Vocabulary], str]


@dataclass(frozen=True)
class Wording:
    """A template with its fields filled in.

    Attributes:
        text: What the caption says.
        typst: The template as Typst mathematics; decimals have a point, whatever the language,
            and get their comma when they are set.
        markup: The template as Typst markup, with its fields as formulas.
        speech: What a voice says.
        numbers: The numbers among the fields, in order of appearance.
        places: Where in the speech each field begins, and those of its parts, in characters.
    """

    text: str
    typst: str
    markup: str
    speech: str
    numbers: tuple[Shown, ...] = ()
    places: tuple[tuple[str, int], ...] = ()


class Worded(Protocol):
    """Something that a language has words for."""

    def worded(self, language: Language) -> Wording:
        """Put it into words."""
        ...


Wordable: TypeAlias = Worded | Shown | Quantity | int
"""Anything a field can hold; exact numbers of SymPy, too, of which type checkers know nothing."""


@dataclass(frozen=True)
class Term:
    """A name or a formula, in its three forms.

    Attributes:
        text: For captions, for example ``Δa``.
        typst: For formulas, Typst mathematics, for example ``Delta a``; read as the caption has it.
        said: For a voice: makes the words from the vocabulary of a language.
        numbers: The numbers in it.
        same: Whether a picture shows what captions say, and no other signs.
    """

    text: str
    typst: str
    said: Saying
    numbers: tuple[Shown, ...] = ()
    same: bool = True

    def __post_init__(self) -> None:
        if self.same:
            object.__setattr__(self, "typst", Markup(self.typst, as_it_is(self.text)))

    def worded(self, language: Language) -> Wording:
        """Say it with the words of a language."""
        return _formula(self.text, self.typst, self.said(language.words), *self.numbers)


@dataclass(frozen=True)
class Clause:
    """A part of a sentence, or a label in a formula, that is translated by itself.

    Attributes:
        template: The words in English, with fields.
        fields: What the fields hold.
    """

    template: str
    fields: Mapping[str, Wordable] = field(default_factory=dict)

    def worded(self, language: Language) -> Wording:
        """Translate it."""
        said = fill(language.sentence(self.template), language, **self.fields)
        if self.fields:
            return said
        return Wording(said.text, f'words("{said.text}")', said.text, said.speech)


@dataclass(frozen=True)
class Enumeration:
    """Parts of a sentence, joined: one, two and three."""

    parts: tuple[Worded, ...]

    def worded(self, language: Language) -> Wording:
        """Put commas and "and" between the parts."""
        *most, last = (part.worded(language) for part in self.parts)
        lead = [_literal(", " if i else "") for i in range(len(most))]
        parts = [piece for pair in zip(lead, most, strict=True) for piece in pair]
        if most:
            lead_in, last = _meeting(f" {language.words.conjunction} ", last, language, most[-1])
            parts.append(lead_in)
        return _joined([*parts, last])


def fill(template: str, language: Language = ENGLISH, /, **fields: Wordable) -> Wording:
    """Fill the named fields of a template.

    A rounded number says so: in a formula by its ≈, in a sentence by "about". Where
    the template itself says ``= {value}``, write ``{value:equals}`` so that the relation is
    chosen by the number: ``=`` when it is exact and ``≈`` when it is rounded.

    Args:
        template: The template, in the language of the fields.
        language: What fields are said in.
        fields: What the fields hold.

    Raises:
        LessonError: A digit stands in the template, or a field is none that can be filled.

    Example:
        >>> from calculus.quantity import quantity
        >>> fill("It rises by {rise} in {n} steps.", rise=quantity("0.004001"), n=2).text
        'It rises by 0.004001 in 2 steps.'
    """
    parts: list[Wording] = []
    leftwards = runs_leftwards(_FIELD.sub("", template))
    require_all(template, fields)
    for literal, name, form in pieces(template):
        literal = language.joints.spaced(literal, follows=bool(parts), ends=name is None)
        if name is None:
            parts.append(_literal(literal))
        else:
            if not is_wordable(fields[name]):
                raise unwritable(template, name, fields[name])
            filled = worded(fields[name], language, form)
            lead, filled = _meeting(literal, filled, language, parts[-1] if parts else None)
            filled = replace(filled, places=((name, 0), *filled.places))
            parts += [lead, _isolated(filled) if leftwards else filled]
    whole = _joined(parts)
    if leftwards and not runs_leftwards(whole.text):  # as its first letter is, so is a text
        whole = replace(whole, text=f"{_RIGHT_TO_LEFT}{whole.text}")
    return replace(
        whole,
        text=language.decimals(whole.text),
        speech=_spoken(whole.speech),
        places=tuple((name, len(_spoken(whole.speech[:at]))) for name, at in whole.places),
    )


def is_wordable(held: object) -> bool:
    """Say whether a field can hold this."""
    numbers = isinstance(held, Shown | Quantity | sp.Expr | int) and not isinstance(held, bool)
    return numbers or hasattr(held, "worded")


def worded(held: Wordable, language: Language, form: str = "marked") -> Wording:
    """Put into words what a field holds: a number, if it isn't `Shown` yet, in full."""
    if isinstance(held, Quantity | sp.Expr | int):
        held = language.digits.shown(held)
    return _NUMBER_FORMS[form](held, language) if isinstance(held, Shown) else held.worded(language)


def clauses(whole: Clause) -> Iterator[Clause]:
    """Yield a sentence and all parts of sentences that its fields hold."""
    yield whole
    require_all(whole.template, whole.fields)
    for name, _ in fields_of(whole.template):
        held = whole.fields[name]
        parts = held.parts if isinstance(held, Enumeration) else (held,)
        for part in parts:
            if isinstance(part, Clause):
                yield from clauses(part)


def relation(*numbers: Shown) -> Term:
    """Return the sign before numbers: = if all of them are exact, else ≈."""
    if all(number.exact for number in numbers):
        return Term("=", "=", lambda words: words.equals, same=False)
    return Term("≈", "≈", lambda words: words.nearly, same=False)


def marked_speech(number: Shown, words: Vocabulary) -> str:
    """Say a number, and that it is rounded where it is."""
    return number.said(words) if number.exact else words.about.format(number.said(words))


def _marked(number: Shown, language: Language) -> Wording:
    words = language.words
    text = number.text if number.exact else words.about.format(number.text)
    return _formula(text, number.marked_typst, marked_speech(number, words), number)


def _equals(number: Shown, language: Language) -> Wording:
    sign = relation(number).said(language.words)
    speech = f"{sign} {number.said(language.words)}"
    return _formula(number.equals, number.equals_typst, speech, number)


def _plain(number: Shown, language: Language) -> Wording:
    return _formula(number.text, number.typst, number.said(language.words), number)


def _relation(number: Shown, language: Language) -> Wording:
    sign = relation(number)
    return _formula(sign.text, sign.typst, sign.said(language.words), number)


_NUMBER_FORMS: dict[str, Callable[[Shown, Language], Wording]] = {
    "marked": _marked,
    "equals": _equals,
    "plain": _plain,
    "relation": _relation,
}


def _literal(text: str) -> Wording:
    return Wording(text, text, text, text)


def _meeting(
    text: str, field: Wording, language: Language, before: Wording | None
) -> tuple[Wording, Wording]:
    """Join words and the field after them, as a language wants it after the field before them."""
    joints = language.joints
    said, speech = joints.meet(text, joints.within(field.speech))
    if before is not None:
        said = language.words.between(before.speech, said, speech)
    written = joints.lead(text, field.text, field.speech)
    # Where a caption says "about", a formula has a sign.
    on_screen = written if first_word(field.text) in field.markup else text
    return Wording(written, text, on_screen, said), replace(field, speech=speech)


def _formula(text: str, typst: str, speech: str, *numbers: Shown) -> Wording:
    return Wording(text, typst, joined(("$", typst, "$")), speech, numbers)


def _joined(parts: list[Wording]) -> Wording:
    starts = accumulate((len(part.speech) for part in parts), initial=0)
    return Wording(
        "".join(part.text for part in parts),
        joined(part.typst for part in parts),
        joined(part.markup for part in parts),
        "".join(part.speech for part in parts),
        tuple(number for part in parts for number in part.numbers),
        tuple(
            (name, start + at)
            for start, part in zip(starts, parts, strict=False)
            for name, at in part.places
        ),
    )


def _isolated(part: Wording) -> Wording:
    """Let a formula run from left to right in a sentence that runs from right to left."""
    first, last = _ISOLATE[runs_leftwards(part.text)], "\N{POP DIRECTIONAL ISOLATE}"
    return replace(part, text=f"{first}{part.text}{last}")


def _spoken(speech: str) -> str:
    """Leave no sign in the speech that a voice would read out or stumble over."""
    return re.sub(r"\s+", " ", speech).strip()
