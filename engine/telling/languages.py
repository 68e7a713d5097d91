"""Whether a language has all that it needs outside of its own file."""

from __future__ import annotations

import warnings

from calculus.errors import LessonWarning
from checks.speech import TONGUES
from publish.words import unwritten


def warn_of_missing(code: str) -> None:
    """Warn of what a language lacks, and say where it belongs.

    Warns:
        LessonWarning: Nobody hears its numbers, or words of its pages stay English.
    """
    missing = []
    if code not in TONGUES:
        missing.append("nobody hears its numbers; add its Tongue to TONGUES in checks/speech.py")
    if keys := unwritten(code):
        words = f"{len(keys)} words of pages stay English ({keys[0]}, …)"
        missing.append(f"{words}; add them to [{code}] in publish/templates/words.toml")
    for message in missing:
        warnings.warn(f"language {code}: {message}", LessonWarning, stacklevel=2)
