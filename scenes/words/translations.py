"""Reads files of translations, and tells each mistake in one of them in a message."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from num2words import CONVERTER_CLASSES, num2words

from calculus.errors import LessonFileError
from calculus.names import unknown
from calculus.vocabulary import ENGLISH
from scenes.words.fields import fields_of, typed_numeral

_PATTERNS = {
    one.name: getattr(ENGLISH, one.name)
    for one in fields(ENGLISH)
    if isinstance(getattr(ENGLISH, one.name), str)
}
NEEDED: dict[str, Any] = {
    "decimal_separator": "comma",
    "speech": {**_PATTERNS, "functions": dict(ENGLISH.functions)},
    "sentences": {},
}
"""What the file of a language must have, with values that would work."""
_OPTIONAL = {"": ("joints", "signs"), "speech": ("names",)}


def sentences_of(path: Path) -> dict[str, str]:
    """Return the translation of each English sentence that a file has under ``[sentences]``.

    Raises:
        LessonFileError: It cannot be read, or a translation cannot be used.
    """
    sentences: dict[str, str] = _read(path).get("sentences", {})
    _require_words(path, "sentences", sentences)
    for english, translation in sentences.items():
        _require_fields(path, english, translation)
        if numeral := typed_numeral(translation):
            rule = "has its numbers in fields, not as digits"
            raise LessonFileError(str(path), rule, translation, f"{{n}} for {numeral}")
    return sentences


def language_of(path: Path) -> dict[str, Any]:
    """Return what the file of a language says.

    Raises:
        LessonFileError: Something is missing, unknown, or cannot be used.
    """
    try:
        num2words(0, lang=path.stem)
    except NotImplementedError:
        thing = f"{path}: language of num2words"
        raise unknown(LessonFileError, thing, path.stem, CONVERTER_CLASSES) from None
    contents = _read(path)
    _require_keys(path, "", contents, NEEDED, *_OPTIONAL[""])
    if contents["decimal_separator"] not in ("point", "comma"):
        thing, got = f"{path}: decimal_separator", str(contents["decimal_separator"])
        raise LessonFileError(thing, "is point or comma", got, 'decimal_separator = "comma"')
    _require_words(path, "speech.names", contents["speech"].get("names", {}))
    _require_words(path, "signs", contents.get("signs", {}))
    joints = contents.get("joints", [])
    if not (isinstance(joints, list) and all(map(_is_joint, joints))):
        rule = "has words and, where it matters what follows, before, a regular expression"
        remedy = 'words = { "de el" = "del " }'
        raise LessonFileError(f"{path}: [[joints]]", rule, str(joints), remedy)
    return {**contents, "sentences": sentences_of(path)}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        rule, remedy = "is TOML in UTF-8", '[sentences], and under it "English" = "translation"'
        what, _, where = str(error).removesuffix(")").rpartition(" (at ")
        got = f"{where}: {what}" if what else where  # the place first: messages cut long quotes
        raise LessonFileError(str(path), rule, got, remedy) from None


def _require_keys(
    path: Path, where: str, table: object, needed: Mapping[str, Any], *more: str
) -> None:
    """Make sure that a table has what is needed, tables in it too, and nothing unknown."""
    if not isinstance(table, dict):
        raise LessonFileError(f"{path}: {where}", "is a table", str(table), f"[{where}]")
    for name in table:
        if name not in (*needed, *more):
            thing = f"{path}: a key of [{where}]" if where else f"{path}: a key"
            raise unknown(LessonFileError, thing, name, (*needed, *more))
    for name, example in needed.items():
        inner = f"{where}.{name}".lstrip(".")
        is_table = isinstance(example, dict)
        if name not in table:
            remedy = f"[{inner}]" if is_table else f'{name} = "{example}"'
            raise LessonFileError(str(path), f"has {inner}", "none", remedy)
        if is_table and example:
            _require_keys(path, inner, table[name], example, *_OPTIONAL.get(inner, ()))
        elif not is_table:
            _require_fields(path, example, table[name])


def _require_words(path: Path, where: str, table: object) -> None:
    if not isinstance(table, dict) or not all(isinstance(word, str) for word in table.values()):
        remedy = f'[{where}], and under it "one" = "another"'
        raise LessonFileError(f"{path}: {where}", "gives words for words", str(table), remedy)


def _require_fields(path: Path, english: str, translation: object) -> None:
    if _fields(translation) != _fields(english):
        rule = f"keeps the fields of “{english}”"
        raise LessonFileError(str(path), rule, str(translation), english)


def _fields(text: object) -> object:
    """Return the fields of a sentence; of what is none, that it is none."""
    try:
        return fields_of(text) if isinstance(text, str) else text
    except ValueError as error:
        return str(error)


def _is_joint(joint: object) -> bool:
    if not (isinstance(joint, dict) and {"words"} <= {*joint} <= {"words", "before"}):
        return False
    try:
        re.compile(joint.get("before", ""))
    except (TypeError, re.error):
        return False
    words = joint["words"]
    return isinstance(words, dict) and all(isinstance(word, str) for word in words.values())
