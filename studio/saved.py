"""Saves changes where they belong: in the lesson file, or as a variant in a file of parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from calculus.errors import LessonFileError
from engine import tasks
from engine.jobs import lessons
from engine.jobs.job import Failure
from engine.jobs.lessons import LessonFile
from engine.planning import params
from engine.planning.params import ParamsFile
from engine.workers import worker
from studio.describing import Described
from studio.model import WORDING
from studio.saving import lesson as lesson_files
from studio.saving import variant
from studio.saving.files import OpenFile
from studio.saving.values import DEFAULT
from studio.values import authored

_LIMIT = 60.0  # seconds in which a start is written


def text_with(file: OpenFile, scene: Described, values: Mapping[str, str]) -> str:
    """Return the text of a lesson with other values in a scene.

    Args:
        file: The lesson.
        scene: The scene.
        values: The values that differ from those of the file, as text.

    Raises:
        LessonError: The file states them in a way that cannot be changed.
    """
    changes: dict[str, Any] = {}
    for control in scene.controls:
        if control.name in values:
            text = values[control.name]
            if control.name == WORDING:
                words = _words(control.value, text)
                changes[control.name] = words or DEFAULT
            elif text == control.inherited:
                changes[control.name] = DEFAULT
            else:
                changes[control.name] = authored(control.kind, text)
    return lesson_files.edited(file.text, scene.name, changes, str(file.path))


def together(scene: Described, values: Mapping[str, str]) -> dict[str, Any]:
    """Return all by which what is seen differs from the lesson: of the variant, and changed."""
    before = dict(scene.overrides)
    words = before.get(WORDING)
    result: dict[str, Any] = {**before, **values}
    if isinstance(words, Mapping) and WORDING in values:
        result[WORDING] = json.dumps({**words, **json.loads(values[WORDING])})
    return result


def alone(scene: Described, values: Mapping[str, Any]) -> ParamsFile:
    """Return a file of parameters with one variant, which has some values."""
    variants = {"variant": {scene.variant: dict(values)}}
    return ParamsFile("the studio", {scene.lesson.name: {scene.name: variants}})


def beside(lesson: Path, name: str) -> Path:
    """Return the file of parameters that lies beside a lesson.

    Raises:
        LessonFileError: It would lie elsewhere, or is no file of that kind.
    """
    if Path(name).name != name or not name.endswith(".toml"):
        rule = "is called like a TOML file, and lies beside the lesson"
        raise LessonFileError("variants", rule, name, "course.toml")
    return lesson.with_name(name)


def save_variant(file: OpenFile, scene: Described, name: str, values: Mapping[str, str]) -> None:
    """Save changes as a variant in a file of parameters.

    Raises:
        LessonError: It cannot be written, or such a variant cannot be in it.
    """
    kinds = {control.name: control.kind for control in scene.controls}
    values = {key: str(text) for key, text in together(scene, values).items() if key in values}
    changes = {key: authored(kinds[key], text) for key, text in values.items()}
    # A table may be called like the scene alone.
    lesson = None if scene.name in params.read(file.path).tables else scene.lesson.name
    file.save(variant.edited(file.text, scene.name, name, changes, lesson, str(file.path)))


def begun(name: str, like: LessonFile, copied: bool) -> LessonFile:
    """Write a new lesson into this folder.

    Args:
        name: What its file is called.
        like: The lesson that it is like.
        copied: Whether it is a copy, rather than a start from the same story.

    Raises:
        LessonFileError: It cannot be called so, or not be written.
    """
    if Path(name).name != name:
        rule = "lies in the folder where the studio was started"
        raise LessonFileError("new lesson", rule, name, Path(name).name or "mine.py")
    path = lessons.file_to_write(name).resolve()
    if copied:
        source = OpenFile(like.path).text
    else:
        written = worker.ask(partial(tasks.starter, like, path), _LIMIT)
        if isinstance(written, Failure):
            raise OSError(written.reason)
        source = written
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(source)
    return LessonFile(path)


def _words(before: str, changed: str) -> dict[str, str]:
    """Return all own words of a scene; those that are as in English are none."""
    words = json.loads(before or "{}") | json.loads(changed)
    return {sentence: own for sentence, own in words.items() if own != sentence}
