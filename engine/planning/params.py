"""A file of parameters for several scenes, and variants of scenes in it.

A table for each scene, under its name or after the name of its lesson; in it tables of
variants, which state what else is different::

    [NudgeLine]
    function = "f(a) = 4*a"

    [NudgeLine.variant.steep]
    points = [1, 2]

    [descent.BallDescent]
    steps = 5
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from calculus.errors import LessonFileError, ParameterError
from calculus.names import unknown
from engine.jobs import naming, texts
from engine.planning import headings

MOST_BYTES = 1_000_000
LONGEST_VARIANT = 40  # characters

Known: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""The parameters of every scene of every lesson, by name."""

_EXAMPLE = '[NudgeLine] and below it function = "f(a) = 4*a"'
_LINE = re.compile(r"(.*) \(at line (\d+), column \d+\)")


@dataclass(frozen=True)
class ParamsFile:
    """What was read from a file of parameters.

    Attributes:
        path: Where, as its user wrote it.
        tables: What is in it, by the names at the top; floating-point numbers as text, because
            0.1 is meant exactly.
    """

    path: str
    tables: Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """One table of a file: parameters of a scene or of a variant of it.

    Attributes:
        lesson: Name of the lesson, or None for every lesson with such a scene.
        scene: Name of the scene.
        variant: Name of the variant, or nothing for the scene and all its variants.
        overrides: The parameters.
        where: The file and the table, for messages.
    """

    lesson: str | None
    scene: str
    variant: str
    overrides: Mapping[str, Any]
    where: str


def read(path: Path) -> ParamsFile:
    """Read a file of parameters; whether there are such scenes, `sections` tells.

    Raises:
        LessonFileError: It cannot be read, or is no TOML.
    """
    try:
        with path.open("rb") as file:
            return parsed(file.read(MOST_BYTES + 1), path)
    except OSError as error:
        raise _unreadable(path, f"can be read ({error.strerror})") from None


def parsed(data: bytes, path: Path) -> ParamsFile:
    """Read what is in a file of parameters, or is going to be.

    Args:
        data: What is in it.
        path: What messages call it.

    Raises:
        LessonFileError: It is too much, or no TOML.
    """
    try:
        if len(data) > MOST_BYTES:
            raise _unreadable(path, f"has at most {MOST_BYTES} bytes")
        texts.require_narrow(data, f"--params {path}")
        text = data.decode("utf-8-sig")
        return ParamsFile(str(path), _composed(tomllib.loads(text, parse_float=_decimal), path))
    except UnicodeDecodeError:
        remedy = "saving it as UTF-8"
        raise LessonFileError("--params", "is text in UTF-8", str(path), remedy) from None
    except tomllib.TOMLDecodeError as error:
        raise _broken(path, text, str(error)) from None
    except RecursionError:
        raise _unreadable(path, "nests a few levels deep") from None
    except ValueError:  # from Python, which reads integers up to thousands of digits
        raise _unreadable(path, "has numbers of a few digits") from None


def sections(file: ParamsFile, known: Known) -> tuple[Section, ...]:
    """Take a file apart into its tables; those of scenes alone come before those of variants.

    Args:
        file: What was read.
        known: What it may speak of.

    Raises:
        LessonFileError: A scene that nobody knows, or something that is not in its place.
        ParameterError: A parameter that the scene doesn't have.
    """
    found = [
        section
        for name, table in file.tables.items()
        for section in _sections(file, name, table, known)
    ]
    # What is said about one lesson's scene is said more precisely than about all of this name.
    return tuple(sorted(found, key=lambda each: (each.variant != "", each.lesson is not None)))


def _sections(file: ParamsFile, name: str, table: Any, known: Known) -> Iterator[Section]:
    where = f"{file.path}:{name}"
    lessons = {lesson: scenes for lesson, scenes in known.items() if name in scenes}
    if lessons:
        names = [each for scenes in lessons.values() for each in scenes[name]]
        yield from _scene(None, name, _table(table, where), where, names)
    elif name in known:
        for scene, inner in _table(table, where).items():
            if scene not in known[name]:
                raise unknown(LessonFileError, f"{where}: scene", scene, known[name])
            inner_where = f"{where}.{scene}"
            yield from _scene(
                name, scene, _table(inner, inner_where), inner_where, known[name][scene]
            )
    elif dotted := [lesson for lesson in known if lesson.startswith(f"{name}.")]:
        rule, scene = "has quotes around a name with dots", next(iter(known[dotted[0]]))
        raise LessonFileError(where, rule, name, f'["{dotted[0]}".{scene}]')
    elif isinstance(table, Mapping):
        every = dict.fromkeys(scene for scenes in known.values() for scene in scenes)
        raise unknown(LessonFileError, f"{file.path}: scene", name, every)
    else:
        raise LessonFileError(file.path, "has every parameter in a scene's table", name, _EXAMPLE)


def _scene(
    lesson: str | None, scene: str, table: Mapping[str, Any], where: str, names: Sequence[str]
) -> Iterator[Section]:
    """Yield the tables of a scene: its own, and one for each variant."""
    variants = _table(table.get("variant", {}), f"{where}.variant")
    overrides = {name: value for name, value in table.items() if name != "variant"}
    yield _section(lesson, scene, "", overrides, where, names)
    folded = [variant.casefold() for variant in variants]
    for variant, overrides in variants.items():
        inner = f"{where}.variant.{variant}"
        if not _is_variant(variant):
            rule = "is called by 1 to 40 letters, digits, - and _, for the names of files"
            raise LessonFileError(f"{where}: variant", rule, variant, "steep or steep-2")
        if folded.count(variant.casefold()) > 1:
            rule = "differs from others in more than capital letters, for the names of files"
            raise LessonFileError(f"{where}: variant", rule, variant, _free(variant, folded))
        yield _section(lesson, scene, variant, _table(overrides, inner), inner, names)


def _is_variant(name: str) -> bool:
    """Whether a variant may be called so: letters of any script, with marks on them, and digits."""
    signs = [unicodedata.category(sign) for sign in name if sign not in "-_"]
    known = all(sign[0] in "LM" or sign == "Nd" for sign in signs)
    return 0 < len(name) <= LONGEST_VARIANT and known and not unicodedata.combining(name[0])


def _free(variant: str, taken: Sequence[str]) -> str:
    """Return a name like this one that no variant has."""
    stem = variant[: LONGEST_VARIANT - 4]
    names = (f"{stem}-{number}" for number in count(2))
    return next(name for name in names if name.casefold() not in taken)


def _composed(
    table: Mapping[str, Any], path: Path, into: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return a table whose keys have composed accents, as names have everywhere else.

    Raises:
        LessonFileError: Two keys are the same then, and hold more than tables.
    """
    result: dict[str, Any] = {} if into is None else into
    for key, value in table.items():
        name = naming.composed(key)
        if isinstance(value, Mapping) and isinstance(result.setdefault(name, {}), dict):
            _composed(value, path, result[name])
        elif name in result:
            rule, remedy = "says everything once", "one of the two"
            raise LessonFileError(f"{path}: {name}", rule, f"{name} twice", remedy)
        else:
            result[name] = value
    return result


def _section(
    lesson: str | None,
    scene: str,
    variant: str,
    overrides: Mapping[str, Any],
    where: str,
    names: Sequence[str],
) -> Section:
    known = dict.fromkeys(names if variant else [*names, "variant"])
    for name in overrides:
        if name not in known:
            raise unknown(ParameterError, f"{where}: parameter", name, known)
    return Section(lesson, scene, variant, overrides, where)


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        kinds = {str: "text", list: "a list", bool: "true or false"}
        got = kinds.get(type(value), "a number")
        raise LessonFileError(where, "is a table of parameters", got, _EXAMPLE)
    return value


def _unreadable(path: Path, rule: str) -> LessonFileError:
    return LessonFileError("--params", rule, str(path), f"a file with {_EXAMPLE}")


def _broken(path: Path, text: str, message: str) -> LessonFileError:
    """Tell where a file is no TOML: the line, or its end."""
    found = _LINE.fullmatch(message)
    what = found[1] if found else message.removesuffix(" (at end of document)")
    lines = text.removesuffix("\n").split("\n")  # as TOML counts them
    number = int(found[2]) if found else len(lines)
    got = lines[min(number, len(lines)) - 1].strip()
    thing = f"{path}:{number}"
    if (quoted := headings.quoted(got)) is not None:
        rule = "is TOML, with quotes around names of more than A to Z, digits, - and _"
        return LessonFileError(thing, rule, got, quoted)
    remedy = "saying it once" if what.startswith("Cannot") else 'function = "f(a) = 4*a"'
    return LessonFileError(thing, f"is TOML ({what})", got, remedy)


def _decimal(written: str) -> str:
    """Keep a floating-point number as it was written, in the notation of the lessons."""
    return written.replace("_", "").removeprefix("+")
