"""An author's own words for single sentences: `wording`, a parameter of every scene.

Numbers come through the fields of a sentence whatever the words are. What it claims is checked as
before, so the numbers in it have to stay.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from calculus.errors import LessonWarning, ParameterError
from calculus.names import hint
from scenes.words.beside import sentences_known_to
from scenes.words.fields import fields_of, typed_numeral
from scenes.words.language import Language
from scenes.words.wording import Clause, worded

_FIELD = re.compile(r"\{[^{}]*\}")
# In titles and labels these would be read as commands of Typst.
MARKUP = re.compile(r'[#$*_`\\@<>~\[\]"]|//|/\*')


def require_usable(language: Language, story: type, closed: bool) -> None:
    """Make sure that own words can stand for their sentences.

    Args:
        language: What a scene is told in, with its author's own words.
        story: The class of the scene.
        closed: Whether nothing but the sentences of the stories can be said.

    Raises:
        ParameterError: Some cannot, or there is no such sentence.
    """
    known = sentences_known_to(story) if closed and language.own else ()
    for sentence, words in language.own.items():
        if closed and sentence not in known:
            raise _unknown(sentence, language, known)
        if rule := _broken_rule(words, sentence):
            raise _mistake(rule, words, sentence, language)


def require_said(language: Language, story: type) -> None:
    """Make sure, when a scene has been told, that there are sentences for all own words.

    Args:
        language: What it was told in, with its author's own words.
        story: The class of the scene.

    Raises:
        ParameterError: Neither this scene nor any story says such a sentence.

    Warns:
        LessonWarning: Only this scene doesn't say it; it may be told of other facts.
    """
    unsaid = sorted(language.own.keys() - language.asked)
    known = sentences_known_to(story) if unsaid else ()
    for sentence in unsaid:
        if sentence not in known:
            raise _unknown(sentence, language, (*known, *sorted(language.asked)))
        warnings.warn(f"wording: “{sentence}” isn't said here", LessonWarning, stacklevel=2)


def require_numbers(parts: Iterable[Clause], language: Language) -> None:
    """Make sure that own words for a sentence that claims something leave no number out.

    Args:
        parts: The sentence and its parts, each with what its fields hold.
        language: What they are said in, with the own words.

    Raises:
        ParameterError: A number is missing.
    """
    for part in parts:
        words = language.own.get(part.template, part.template)
        kept = dict(fields_of(words))
        for name in (name for name, _ in fields_of(part.template) if name not in kept):
            if worded(part.fields[name], language).numbers:
                rule = f"keeps the number {{{name}}}, about which the sentence claims something"
                raise _mistake(rule, words, part.template, language)


def _broken_rule(words: str, sentence: str) -> str:
    """Return the rule that own words for a sentence break, or nothing."""
    fields = _FIELD.findall(sentence)
    rest = re.sub("|".join(map(re.escape, fields)) or "$", " ", words)
    if re.search("[{}]", rest):
        listed = ", ".join(dict.fromkeys(fields)) or "none"
        near = hint("".join(_FIELD.findall(rest)[:1]), fields)
        return f"has no braces but those of the sentence's fields, {listed}{near}"
    if typed_numeral(rest):
        return "has its numbers in fields, never typed"
    if MARKUP.search(rest):
        return "is plain words, with “ ” around quotations and without signs of typesetting"
    return ""


def _unknown(sentence: str, language: Language, known: Sequence[str]) -> ParameterError:
    """Make the error for a sentence that nobody says, with the nearest; its words if they fit."""
    words = language.own[sentence]
    (nearest,) = get_close_matches(sentence, known, n=1, cutoff=0)
    rule = f"is for sentences that are said (did you mean “{nearest}”?)"
    fitting = "" if _broken_rule(words, nearest) else words
    return _mistake(rule, sentence, nearest, language, fitting)


def _mistake(
    rule: str, got: str, sentence: str, language: Language, words: str = ""
) -> ParameterError:
    """Make an error whose remedy is a sentence with some words, or with those it had."""
    words = words or (language.sentences or {}).get(sentence, sentence)
    remedy = f"wording={json.dumps({sentence: words}, ensure_ascii=False)}"
    return ParameterError("wording", rule, got, remedy)
