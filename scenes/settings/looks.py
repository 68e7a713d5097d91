"""How every scene can be told to look and speak, and whose it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from calculus.readable import Digits
from calculus.shown import MOST_PLACES
from scenes.look.theme import THEMES, Theme, themed
from scenes.look.typesetting import MATH_FONT, TEXT_FONT, Typefaces
from scenes.settings.choices import choice
from scenes.settings.parameters import (
    Author,
    Background,
    Colours,
    DecimalSeparator,
    LanguageCode,
    Licence,
    MathFont,
    Notation,
    OwnWords,
    Parameters,
    Places,
    TextFont,
)
from scenes.words.beside import sentences_beside
from scenes.words.language import Language, speaking


class Looks:
    """The parameters that all stories share."""

    theme: Annotated[Any, choice(*THEMES, means="the set of colours")] = "dark"
    colours: Colours = {}
    background: Background = "solid"
    text_font: TextFont = TEXT_FONT
    math_font: MathFont = MATH_FONT
    notation: Notation = "d"
    language: LanguageCode = "en"
    decimal_separator: DecimalSeparator = "auto"
    wording: OwnWords = {}
    places: Places = MOST_PLACES
    author: Author = ""
    licence: Licence = ""


def tongue_of(given: Parameters, story: type) -> Language:
    """Return the language that a story is told in, with its author's own words and decimals."""
    beside = sentences_beside(story, given.language)
    language = speaking(given.language, given.decimal_separator, beside)
    return replace(language, own=given.wording, digits=Digits(given.places))


def theme_of(given: Parameters) -> Theme:
    """Return the theme that parsed parameters ask for.

    Raises:
        ParameterError: A colour cannot be told from what lies behind it.

    Warns:
        MissingFont: A font isn't installed; the house's own is used instead.
    """
    typefaces = Typefaces(given.text_font, given.math_font)
    typefaces.warn_of_missing()
    return themed(
        given.theme, given.colours, typefaces=typefaces, partial=given.notation == "partial"
    )
