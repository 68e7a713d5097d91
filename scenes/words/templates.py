"""What stands in a template: fields in braces, and words between them."""

from __future__ import annotations

import re
import unicodedata
from string import Formatter


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
