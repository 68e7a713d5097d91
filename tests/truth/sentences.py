"""Sentences as they are said, the templates they come from, and what each of them claims.

The table of claims is made with `says`: a function for each template, written from what the
sentence means. Its parameters are the template's fields, as they are read in the caption::

    @says("Along the height, {f} changes by {rise}.")
    def _(told, f: Name, rise: Number): ...

What it raises as `Untrue` is a lie. A template of which nobody says what it claims is a failure.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, NewType, get_type_hints

from tests.truth.said import Number, Untrue

LANGUAGES = Path(__file__).parents[2] / "scenes" / "words" / "languages"

Name = NewType("Name", str)
"""A name in a caption: α, f, x_1."""

Formula = NewType("Formula", str)
"""A formula in a caption."""

Words = NewType("Words", str)
"""Part of a sentence, in English whatever language it was said in; or a list of things."""

Check = Callable[..., None]

CLAIMS: dict[str, tuple[Check, Mapping[str, Any]]] = {}
NOTHING: dict[str, str] = {}
"""Templates that claim nothing, and why."""

PHRASES: dict[str, Callable[..., bool]] = {}
"""What a descent or a ball does, in words, and whether that is true."""

STEP = "{u} {chain}."
"""How a step of a graph is worked out; there are no words in it to translate."""

_NUMBER = r"(?:≈ |= |{about} ?)?[^\s]+?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
_TYPES = {Name: r"[^\s,;:]+?", Formula: r".+?", Words: r".+?"}


def says(*templates: str) -> Callable[[Check], Check]:
    """Register what some templates claim."""

    def register(check: Check) -> Check:
        hints = get_type_hints(check)
        order = [*inspect.signature(check).parameters][1:]
        for template in templates:
            assert template not in CLAIMS, template
            fields = {name for _, name, _, _ in Formatter().parse(template) if name}
            assert fields == set(order), (template, fields, order)
            CLAIMS[template] = check, {name: hints[name] for name in order}
        return check

    return register


def claims_nothing(because: str, *templates: str) -> None:
    """Register templates that are true whatever the lesson is, and say why."""
    for template in templates:
        assert template not in CLAIMS, template
        NOTHING[template] = because


def does(*phrases: str) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Register when it is true that a descent does something."""

    def register(check: Callable[..., bool]) -> Callable[..., bool]:
        PHRASES.update(dict.fromkeys(phrases, check))
        return check

    return register


def evenly(text: str) -> str:
    """A text with plain spaces, and none before signs that some languages set apart."""
    return re.sub(r"\s+(?=[;:!?»])", "", re.sub(r"[\u00a0\u202f]", " ", text))


@cache
def catalogue(code: str) -> Mapping[str, str]:
    """Every English sentence and what it is in a language."""
    contents = _contents("fr" if code == "en" else code)
    sentences: Mapping[str, str] = contents["sentences"]
    return {key: key if code == "en" else evenly(text) for key, text in sentences.items()}


@cache
def about(code: str) -> str:
    """The word before rounded numbers."""
    if code == "en":
        return "about"
    return str(_contents(code)["speech"]["about"]).replace("{}", "").strip()


@cache
def conjunction(code: str) -> str:
    return "and" if code == "en" else str(_contents(code)["speech"]["conjunction"])


@cache
def _contents(code: str) -> dict[str, Any]:
    return tomllib.loads((LANGUAGES / f"{code}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Heard:
    """A sentence and the template it was recognised by.

    Attributes:
        template: In English.
        fields: As they stand in the caption.
    """

    template: str
    fields: Mapping[str, str]


def recognised(text: str, code: str) -> list[Heard]:
    """The templates that a caption may come from, the most telling first."""
    text = evenly(text)
    found = []
    for template, _, pattern in _patterns(code):
        if match := pattern.fullmatch(text):
            found.append(Heard(template, _distinct(match)))
    found.sort(key=lambda heard: -len(_literal(heard.template)))
    return [heard for heard in found if heard.fields is not None]


def _distinct(match: re.Match[str]) -> Any:
    """The fields; None where one field is read in two ways."""
    fields: dict[str, str] = {}
    for group, text in match.groupdict().items():
        name = group.rpartition("__")[0]
        if fields.setdefault(name, text) != text:
            return None
    return fields


def _literal(template: str) -> str:
    return "".join(literal for literal, *_ in Formatter().parse(template))


@cache
def _patterns(code: str) -> list[tuple[str, str, re.Pattern[str]]]:
    texts = {**catalogue(code), STEP: STEP}
    return [
        (template, text, _pattern(template, text, code))
        for template, text in texts.items()
        if template in CLAIMS or template in NOTHING or template[-1] in ".?!"
    ]


def _pattern(template: str, text: str, code: str) -> re.Pattern[str]:
    hints = CLAIMS[template][1] if template in CLAIMS else {}
    parts = []
    for i, (literal, name, _, _) in enumerate(Formatter().parse(text)):
        parts.append(re.escape(literal))
        if name:
            kind = hints.get(name, Words)
            pattern = (
                _NUMBER.format(about=about(code)) if kind is Number else _TYPES.get(kind, ".+?")
            )
            parts.append(f"(?P<{name}__{i}>{pattern})")
    whole = "".join(parts)
    # Words that run together in front of "about": que environ, qu'environ.
    whole = re.sub(r"\bd(?:e|')(?:\\ )(?=\(\?P)", "(?:de |d')", whole)
    whole = re.sub(r"\bqu(?:e|')(?:\\ )(?=\(\?P)", "(?:que |qu')", whole)
    return re.compile(whole, re.DOTALL)


def read_fields(heard: Heard) -> dict[str, Any]:
    """The fields of a sentence, as the check of its template wants them."""
    _, hints = CLAIMS[heard.template]
    return {
        name: Number(heard.fields[name]) if kind is Number else heard.fields[name]
        for name, kind in hints.items()
    }


def in_english(words: str, code: str) -> str:
    """A phrase that stands in a sentence of some language, as it is in English."""
    words = evenly(words)
    for english, other in catalogue(code).items():
        if other == words:
            return english
    raise Untrue(f"no phrase of the catalogue: {words!r}")


def unknown() -> Iterator[str]:
    """Templates of the catalogue of which nobody says what they claim."""
    for template in catalogue("en"):
        if template not in CLAIMS and template not in NOTHING and template not in PHRASES:
            yield template
