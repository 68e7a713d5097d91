"""What stands in templates: words, and fields in braces, refused where nobody could fill them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from numbers import Real
from string import Formatter

from calculus.errors import LessonError
from calculus.names import hint

FORMS = "marked", "equals", "plain", "relation"
"""How a number is written: with its ≈ where it is rounded (the default), after its = or ≈,
without, or the sign alone."""

Piece = tuple[str, str | None, str]
"""Words, and behind them the name of a field, or None, and its form."""

_BRIEF = 30  # characters of a text that a remedy repeats
_NUMBER = re.compile(rf"[+-]?\d{{1,{_BRIEF}}}([./]\d{{1,{_BRIEF}}})?(e[+-]?\d{{1,3}})?", re.ASCII)


@lru_cache(maxsize=4096)
def pieces(template: str) -> tuple[Piece, ...]:
    """Read a template.

    Raises:
        LessonError: A digit is typed into it, or it has braces that are no field.
    """
    found: list[Piece] = []
    try:
        parsed = [*Formatter().parse(template)]
    except ValueError as error:
        raise _mistake(template, f"has braces in pairs ({error})", template, "{name}") from None
    for literal, name, form, conversion in parsed:
        if re.search(r"\d", literal):
            raise _mistake(template, "has its numbers in fields, not as digits", literal, "{name}")
        if name is not None and not (name.isidentifier() and conversion is None):
            got = f"{{{name}}}" if conversion is None else f"{{{name}!{conversion}}}"
            raise _mistake(template, "has a name for each field", got, "{name}, and name=… for it")
        if form and form not in FORMS:
            rule = f"has fields in one of the forms {', '.join(FORMS)}{hint(form, FORMS)}"
            raise _mistake(template, rule, f"{{{name}:{form}}}", f"{{{name}:equals}}")
        found.append((literal, name, form or "marked"))
    return tuple(found)


def require_all(template: str, given: Collection[str]) -> None:
    """Make sure that all fields of a template are given.

    Raises:
        LessonError: One is missing.
    """
    for _, name, _ in pieces(template):
        if name is not None and name not in given:
            rule = f"is given what {{{name}}} holds{hint(name, given)}"
            got = ", ".join(f"{one}=…" for one in given) or "nothing"
            raise _mistake(template, rule, got, f"{name}=…")


def fields_of(template: str) -> list[tuple[str, str]]:
    """Return the fields of a template with their forms, sorted.

    Example:
        >>> fields_of("Where {w} {a:equals}, it says {s}.")
        [('a', 'equals'), ('s', ''), ('w', '')]
    """
    parsed = Formatter().parse(template)
    return sorted((name, form or "") for _, name, form, _ in parsed if name is not None)


def typed_numeral(template: str) -> str:
    """Return the first numeral between the fields of a template, or nothing: numbers are fields.

    Example:
        >>> typed_numeral("Where {x1} is ½."), typed_numeral("Where {x1} is {a}.")
        ('½', '')
    """
    words = (sign for literal, *_ in Formatter().parse(template) for sign in literal)
    return next((sign for sign in words if unicodedata.category(sign) in ("Nd", "No")), "")


def needs_translation(template: str) -> bool:
    """Say whether there are words between the fields of a template."""
    return any(re.search(r"[^\W\d_]", literal) for literal, *_ in Formatter().parse(template))


def is_english_still(english: str, translation: str) -> bool:
    """Say whether a translation is none yet; one word alone may be the same in both languages.

    Example:
        >>> is_english_still("The nudge", "The nudge"), is_english_still("{n} angles", "{n} angles")
        (True, False)
    """
    words = (re.findall(r"[^\W\d_]+", literal) for literal, *_ in Formatter().parse(english))
    return translation == english and sum(map(len, words)) > 1


def unwritable(template: str, name: str, held: object) -> LessonError:
    """Return the error for a field that holds nothing that can be put into words."""
    kind = type(held).__name__
    rule = f"has exact numbers and terms in its fields, and {{{name}}} holds a {kind}"
    match held:
        case Real() | str() if _NUMBER.fullmatch(str(held)):
            remedy = f'{name}=quantity("{held}") from scenes.kit, which is exact'
        case str():
            written = json.dumps(held, ensure_ascii=False) if len(held) <= _BRIEF else "…"
            remedy = f"{name}=terms.name({written}) for a name, Clause({written}) for words"
        case _:
            remedy = f"{name}=self.digits.shown(…) for a number, terms.name(…) for a name"
    return _mistake(template, rule, str(held), remedy)


def _mistake(template: str, rule: str, got: str, remedy: str) -> LessonError:
    return LessonError(f"“{template}”", rule, got, remedy)
