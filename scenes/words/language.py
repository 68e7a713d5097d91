"""Languages: a catalogue of sentences, the words of formulas, and the decimal separator.

Stories are written in English. Every other language is a file in `scenes/words/languages`: what
stands there for each English sentence, label and title, and how formulas are read out. A
sentence that is missing, or reads there as in English, stays English, with a warning that names it.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from num2words import num2words

from calculus.errors import LessonWarning
from calculus.readable import Digits
from calculus.vocabulary import ENGLISH as ENGLISH_WORDS
from calculus.vocabulary import Vocabulary
from scenes.words.fields import is_english_still, needs_translation
from scenes.words.joints import Joints
from scenes.words.translations import language_of

Separator = Literal["auto", "point", "comma"]
SEPARATORS: tuple[Separator, ...] = "auto", "point", "comma"

_FOLDER = Path(__file__).with_name("languages")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


class MissingTranslation(LessonWarning):
    """A sentence isn't in the catalogue of a language."""


@dataclass(frozen=True)
class Language:
    """What a scene is told in.

    Attributes:
        code: Such as "fr" (ISO 639-1).
        words: The words of formulas and numbers.
        decimal_comma: Whether decimals are written with a comma.
        sentences: The translation of every English sentence; None for English itself.
        joints: What happens where fields bring words together: "de el", "del".
        digits: How numbers are written.
        own: An author's own words for sentences, by the English ones.
        asked: The English sentences that were asked for so far.
    """

    code: str = "en"
    words: Vocabulary = ENGLISH_WORDS
    decimal_comma: bool = False
    sentences: Mapping[str, str] | None = None
    joints: Joints = field(default_factory=Joints)
    digits: Digits = field(default_factory=Digits)
    own: Mapping[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set, repr=False, compare=False)
    _missed: set[str] = field(default_factory=set, repr=False, compare=False)

    def sentence(self, english: str) -> str:
        """Return a sentence or label in this language; fields stay as they are."""
        self.asked.add(english)
        if english in self.own:
            return self.own[english]
        if self.sentences is None or not needs_translation(english):
            return english
        if english not in self.sentences and english not in self._missed:
            self._missed.add(english)
            message = f"language {self.code}: no translation of {english!r}, so it stays English"
            warnings.warn(message, MissingTranslation, stacklevel=2)
        return self.sentences.get(english, english)

    def decimals(self, text: str) -> str:
        """Return text with the decimal separator of this language.

        Example:
            >>> Language(decimal_comma=True).decimals("0.5a² = 2.")
            '0,5a² = 2.'
        """
        return _POINT.sub(",", text) if self.decimal_comma else text


ENGLISH = Language()


def codes() -> tuple[str, ...]:
    """Return the languages there are, English first."""
    return "en", *sorted(path.stem for path in _FOLDER.glob("*.toml"))


@cache
def known_sentences() -> tuple[str, ...]:
    """Return every sentence, label and title of the stories: what the languages translate."""
    others = (code for code in codes() if code != "en")
    return tuple(dict.fromkeys(key for code in others for key in _contents(code)["sentences"]))


def speaking(
    code: str, separator: Separator = "auto", beside: Mapping[str, str] = MappingProxyType({})
) -> Language:
    """Return a language.

    Args:
        code: One of `codes`.
        separator: What stands between the whole part and the decimals; "auto" is what the
            language has.
        beside: Translations of a story's own sentences, which go before those of the language.

    Raises:
        LessonFileError: The file of the language cannot be used.
    """
    if code == "en":
        return Language(decimal_comma=separator == "comma")
    if separator == "auto":
        separator = _contents(code)["decimal_separator"]
    vocabulary, joints, sentences = _parts(code)
    own = {key: joints.spaced(text) for key, text in beside.items()}
    return Language(code, vocabulary, separator == "comma", {**sentences, **own}, joints)


@cache
def _parts(code: str) -> tuple[Vocabulary, Joints, Mapping[str, str]]:
    """The words of a language, how they meet, and its sentences."""
    contents = _contents(code)
    joints = Joints.of(contents.get("joints", ()), contents.get("signs"))
    sentences = {
        key: joints.spaced(text)
        for key, text in contents["sentences"].items()
        if not is_english_still(key, text)
    }
    return _vocabulary(code, contents["speech"]), joints, sentences


@cache
def _contents(code: str) -> dict[str, Any]:
    return language_of(_FOLDER / f"{code}.toml")


def _vocabulary(code: str, speech: Mapping[str, Any]) -> Vocabulary:
    return Vocabulary(integer=partial(_integer, code), **speech)


@cache
def _integer(code: str, value: int) -> str:
    return str(num2words(value, lang=code))
