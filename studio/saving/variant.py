"""Sets parameters in the text of a params file; its comments and its order stay."""

from __future__ import annotations

import json
from collections.abc import Mapping, MutableMapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Comment, Table, Whitespace

from engine.jobs.naming import composed
from engine.planning import params
from engine.planning.params import ParamsFile
from studio.saving.values import DEFAULT, Default, SavingError, number, plain


def edited(
    source: str,
    scene: str,
    variant: str,
    changes: Mapping[str, object | Default],
    lesson: str | None = None,
    file: str = "course.toml",
) -> str:
    """Return the text of a params file with other parameters in a variant of a scene.

    A variant that isn't there comes at the end of the file. `DEFAULT` takes a parameter out of the
    variant, which then has what the file says about its scene, or the lesson.

    Args:
        source: The text, without a byte order mark.
        scene: Name of the scene.
        variant: Name of the variant, or nothing for the scene and all its variants.
        changes: Plain values, or `DEFAULT`, by the names of parameters.
        lesson: Name of the lesson, if the file is to name it before the scene.
        file: What messages call the file.

    Raises:
        LessonFileError: The text is no file of parameters, or no variant can be called so.
        SavingError: The changed text would not say what it should.
    """
    before = params.parsed(source.encode(), Path(file))
    home = [composed(part) for part in (lesson, scene) if part is not None]
    path = [*home, "variant", composed(variant)] if variant else home
    wanted = {composed(name): _writable(name, value) for name, value in changes.items()}
    has_crlf = source.count("\n") == source.count("\r\n") > 0
    text = source.replace("\r\n", "\n") if has_crlf else source
    try:
        if _found(tomlkit.parse(text), path) is None:
            text = f"{text.rstrip()}\n\n[{tomlkit.key(path).as_string()}]\n".lstrip()
        document = tomlkit.parse(text)
        for name, value in wanted.items():
            _set(_found(document, path), name, value)
        text = document.as_string()
    except (TOMLKitError, ValueError):  # such as a table to be in one that is on a single line
        raise _refused(file, path, wanted) from None
    text = text.replace("\n", "\r\n") if has_crlf else text
    after = params.parsed(text.encode(), Path(file))
    _require_usable(after, home)
    if not _is_said(after.tables, before.tables, path, wanted):
        raise _refused(file, path, wanted)
    return text


def _set(table: Any, name: str, value: Any) -> None:
    """Set a parameter in a table, or take it out, and touch as little as possible."""
    key = next((key for key in table if composed(key) == name), name)
    old = table.get(key)
    if isinstance(old, MutableMapping) and isinstance(value, dict) and _extends(value, old):
        for one in [*old, *value]:
            _set(old, one, value.get(one, DEFAULT))
    elif isinstance(old, Table) and any(isinstance(item, Comment) for _, item in old.value.body):
        raise ValueError  # comments in front of the next table would go, too
    elif value is DEFAULT:
        table.pop(key, None)
    elif isinstance(old, Array) and isinstance(value, list):
        _set_items(old, value)
    elif old is None:
        _add(table, key, _item(value))
    elif repr(old.unwrap()) != repr(value):
        table[key] = _item(value)


def _set_items(array: Array, wanted: Sequence[Any]) -> None:
    """Make an array hold other items; those that stay keep their lines and comments."""
    stood = [*map(repr, array.unwrap())]
    changes = SequenceMatcher(None, stood, [*map(repr, wanted)], autojunk=False).get_opcodes()
    for tag, start, end, first, last in reversed(changes):
        if tag == "equal":
            continue
        for place in reversed(range(start + last - first, end)):
            del array[place]
        for offset, value in enumerate(wanted[first:last]):
            if start + offset < end:
                array[start + offset] = _item(value)
            else:
                array.insert(start + offset, _item(value))


def _add(table: Any, name: str, item: Any) -> None:
    """Add a parameter to a table, but not behind the comments above the next one."""
    if not isinstance(table, Table):
        table[name] = item
        return
    body = table.value.body
    end = 1 + max((place for place, (key, _) in enumerate(body) if key is not None), default=-1)
    while end < len(body) and not isinstance(body[end][1], Whitespace):
        end += 1
    below = body[end:]
    del body[end:]
    table.append(name, item)
    body.extend(below)


def _item(value: Any) -> Any:
    match value:
        case float():
            return tomlkit.value(number(value))
        case list():
            array = tomlkit.array()
            array.extend(map(_item, value))
            return array
        case dict():
            table = tomlkit.inline_table()
            table.update({key: _item(one) for key, one in value.items()})
            return table
    return tomlkit.item(value)


def _writable(name: str, value: object) -> Any:
    """Return a value as TOML has it, with lists for tuples.

    Raises:
        SavingError: It is None.
    """
    match value if isinstance(value, Default) else plain(name, value):
        case None:
            raise SavingError(name, "is something, in TOML", "None", '""')
        case list(items) | tuple(items):
            return [_writable(name, one) for one in items]
        case dict(pairs):
            return {str(key): _writable(name, one) for key, one in pairs.items()}
        case other:
            return other


def _extends(new: Mapping[str, Any], old: Mapping[str, Any]) -> bool:
    """Say whether a mapping has the keys of another in their order, and further ones at the end."""
    kept = [key for key in old if key in new]
    return [*new][: len(kept)] == kept


def _found(tables: Any, path: Sequence[str]) -> Any:
    """Return a table inside others, however accents in their names are written, or None."""
    for part in path:
        tables = next((tables[key] for key in tables if composed(key) == part), None)
        if not isinstance(tables, MutableMapping):
            return None
    return tables


def _require_usable(file: ParamsFile, home: Sequence[str]) -> None:
    """Make sure that the variants of a scene can be called as they are.

    Raises:
        LessonFileError: One cannot.
    """
    *lesson, scene = home
    table = _found(file.tables, home)
    names = {*table, *(name for one in table.get("variant", {}).values() for name in one)}
    tables = {lesson[0]: {scene: table}} if lesson else {scene: table}
    known = {"".join(lesson): {scene: [*names]}}
    params.sections(ParamsFile(file.path, tables), known)


def _is_said(after: Any, before: Any, path: Sequence[str], wanted: Mapping[str, Any]) -> bool:
    """Say whether what is read has the wanted values, and for the rest what was read before."""
    for tables in (before, after):
        table = tables
        for part in path:
            table = table.setdefault(part, {})
        said = {name: table.pop(name, DEFAULT) for name in wanted}
    rest = [json.dumps(tables, sort_keys=True, default=str) for tables in (before, after)]
    return _is_same(said, wanted) and rest[0] == rest[1]


def _is_same(read: Any, wanted: Any) -> bool:
    """Compare a value with what is read, where decimals are text."""
    match wanted:
        case float():
            return isinstance(read, str) and float(read) == wanted
        case list():
            pairs = zip(read, wanted, strict=True)
            return len(read) == len(wanted) and all(_is_same(*pair) for pair in pairs)
        case dict():
            return [*read] == [*wanted] and all(_is_same(read[key], wanted[key]) for key in wanted)
    return repr(read) == repr(wanted)


def _refused(file: str, path: Sequence[str], wanted: Mapping[str, Any]) -> SavingError:
    rule, remedy = "has a form that can be changed here", "a change by hand"
    return SavingError(f"{file}:{'.'.join(path)}", rule, ", ".join(wanted), remedy)
