"""The kind of value that an author's own words for sentences are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TypeAlias

from scenes.settings import schemas
from scenes.settings.choices import SIGN
from scenes.settings.kind import Kind, RefusedError

OwnWordsLike: TypeAlias = str | Mapping[str, str]

_LONGEST = 300  # characters of a sentence: it becomes captions
_SENTENCE = re.compile(rf"(?=.*\S){SIGN}{{1,{_LONGEST}}}")


def _own_words(value: object) -> dict[str, str]:
    """Parse a mapping, one as JSON, or a list of such, of which the last has its way."""
    found: dict[str, str] = {}
    for one in value if isinstance(value, list) else [value]:
        read = _object(one) if isinstance(one, str) else one
        if not isinstance(read, Mapping):
            raise RefusedError("gives sentences other words", one)
        for text in (*read, *read.values()):
            if not isinstance(text, str) or not _SENTENCE.fullmatch(text):
                limits = f"each in one line of at most {_LONGEST} characters"
                raise RefusedError(f"gives sentences other words, {limits}", text)
        found |= {sentence.strip(): words.strip() for sentence, words in read.items()}
    return found


def _object(text: str) -> object:
    try:
        return json.loads(text or "{}")
    except (ValueError, RecursionError):
        return None


def _written(words: Mapping[str, str]) -> str:
    return json.dumps(words, ensure_ascii=False) if words else ""


OWN_WORDS = Kind(
    "wording",
    "your own words for a sentence",
    _written({"Along the height, {f} changes by {rise}.": "Climb by {rise}."}),
    schemas.own_words(_SENTENCE.pattern),
    _own_words,
    _written,
    '{"as it is in English": "as you say it"}, with its fields',
)
