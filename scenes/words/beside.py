"""A story's own words: translations of its sentences in a folder `words` beside its file.

``words/fr.toml`` has what a file of `scenes/words/languages` has under ``[sentences]``, and goes
before it. The same holds for a lesson, whose sentences may be its own.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

from calculus.errors import LessonFileError
from scenes.words.language import codes, fields_of, known_sentences, typed_numeral


def sentences_beside(story: type, code: str) -> dict[str, str]:
    """Return the translations that lie beside the files of a class and of its bases.

    Args:
        story: The class; what lies beside it goes before what lies beside its bases.
        code: The language.

    Raises:
        LessonFileError: One of the files cannot be read, or a translation cannot be used.
    """
    found: dict[str, str] = {}
    for base in reversed(story.__mro__):
        home = getattr(sys.modules.get(base.__module__), "__file__", None)
        path = Path(home or "").with_name("words") / f"{code}.toml" if home else None
        if path is not None and path.is_file():
            found |= _read(path)
    return found


def sentences_known_to(story: type) -> tuple[str, ...]:
    """Return the English sentences of all stories, and those whose translations lie beside one."""
    beside = (english for code in codes() for english in sentences_beside(story, code))
    return tuple(dict.fromkeys((*known_sentences(), *beside)))


def _read(path: Path) -> dict[str, str]:
    try:
        sentences = tomllib.loads(path.read_text(encoding="utf-8")).get("sentences", {})
    except (OSError, ValueError) as error:
        rule, remedy = "is TOML in UTF-8", '[sentences], and under it "English" = "translation"'
        raise LessonFileError(str(path), rule, str(error), remedy) from None
    for english, translation in sentences.items():
        if _fields(translation) != _fields(english):
            rule = f"keeps the fields of “{english}”"
            raise LessonFileError(str(path), rule, str(translation), english)
        if numeral := typed_numeral(translation):
            rule = "has its numbers in fields, not as digits"
            raise LessonFileError(str(path), rule, translation, f"{{n}} for {numeral}")
    return dict(sentences)


def _fields(text: object) -> object:
    """Return the fields of a sentence; of what is none, that it is none."""
    try:
        return fields_of(text) if isinstance(text, str) else text
    except ValueError as error:
        return str(error)
