"""What pages, transcripts and decks say themselves, in the language of the video."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_APART = {
    **dict.fromkeys(";!?", "\N{NARROW NO-BREAK SPACE}"),
    **dict.fromkeys(":»", "\N{NO-BREAK SPACE}"),
}


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Attributes:
        language: The language they are in, a code such as "en".
        sentences: Each by its key; fields are in braces.
        kinds: What files are, by their endings.
    """

    language: str
    sentences: Mapping[str, str] = field(hash=False)
    kinds: Mapping[str, str] = field(hash=False)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a sentence with its fields filled in.

        Raises:
            KeyError: There is no such sentence.
        """
        return self.sentences[key].format(**values)


def words(language: str) -> Words:
    """Return the words of a language; English for those that nobody has written down.

    Example:
        >>> words("fr")("chapters"), words("xx")("chapters")
        ('Chapitres', 'Chapters')
    """
    table = _table()
    known = language if language in table else "en"
    both = {**table["en"], **table[known]}
    sentences = {key: said for key, said in both.items() if isinstance(said, str)}
    return Words(known, sentences, {**table["en"]["kinds"], **both["kinds"]})


def unwritten(language: str) -> tuple[str, ...]:
    """Return the keys of the words that nobody has written down in a language.

    Several words that are the English ones are none of it yet.

    Example:
        >>> unwritten("en"), unwritten("fr"), "chapters" in unwritten("xx")
        ((), (), True)
    """
    if language == "en":
        return ()
    english, own = _table()["en"], _table().get(language, {})
    kinds = _unwritten(english["kinds"], own.get("kinds", {}))
    return *_unwritten(english, own), *(f"kinds.{kind}" for kind in kinds)


def _unwritten(english: Mapping[str, Any], own: Mapping[str, Any]) -> list[str]:
    copied = {key for key, said in english.items() if own.get(key) == said and _is_text(said)}
    return sorted((english.keys() - own.keys()) | copied)


def _is_text(said: Any) -> bool:
    """Whether it has two words or more, besides fields and units such as kB."""
    return isinstance(said, str) and len(re.findall(r"[a-z]{3,}", re.sub(r"\{\w+\}", "", said))) > 1


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    text = (files("publish") / "templates" / "words.toml").read_text(encoding="utf-8")
    # As French sets them: no line begins with one of these signs, or ends with the first.
    for sign, space in _APART.items():
        text = text.replace(f" {sign}", f"{space}{sign}")
    return tomllib.loads(text.replace("« ", "«\N{NO-BREAK SPACE}"))
