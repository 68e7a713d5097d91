"""A story's own words: translations of its sentences in a folder `words` beside its file.

``words/fr.toml`` has what a file of `scenes/words/languages` has under ``[sentences]``, and goes
before it. The same holds for a lesson, whose sentences may be its own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scenes.words.language import codes, known_sentences
from scenes.words.translations import sentences_of


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
            found |= sentences_of(path)
    return found


def sentences_known_to(story: type) -> tuple[str, ...]:
    """Return the English sentences of all stories, and those whose translations lie beside one."""
    beside = (english for code in codes() for english in sentences_beside(story, code))
    return tuple(dict.fromkeys((*known_sentences(), *beside)))
