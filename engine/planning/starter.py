"""A lesson to start from: what a story's parameters are, with values that work."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from calculus.errors import LessonFileError
from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from scenes.base import LessonScene
from scenes.settings import parameters

_WIDTH = 100
_HEAD = '''\
"""{title}: change a value, and everything in the video follows.

Each class becomes one video. Delete the ones you don't need, or add more: a class can build on
another one and then states only what is different. Numbers are exact: 0.1 is one tenth, and "1/3"
is one third. Functions are written with + - * / **, ln, exp, sqrt, sin, cos, tanh, abs, max and
more, see docs/lessons.md.
"""
'''


def stories(lesson: LessonFile) -> dict[type[LessonScene], type[LessonScene]]:
    """Return the stories that a lesson tells, each with the first scene that tells it.

    Raises:
        LessonFileError: The lesson cannot be loaded.
    """
    found: dict[type[LessonScene], type[LessonScene]] = {}
    for scene in lessons.load(lesson):
        found.setdefault(story(scene), scene)
    return found


def story(scene: type[LessonScene]) -> type[LessonScene]:
    """Return the story that a scene tells: the nearest class with parameters of its own."""
    declaring = next(base for base in scene.__mro__ if parameters.declares(base))
    return declaring if issubclass(declaring, LessonScene) else scene


def source(lesson: LessonFile, path: Path) -> str:
    """Write a lesson that tells the same stories as another one, and explains every parameter.

    Args:
        lesson: The other lesson.
        path: Where the new one goes; a story that lies beside the other one is found from there.

    Raises:
        LessonFileError: The other lesson cannot be loaded, or its story not be imported.
    """
    told = stories(lesson)
    for story in told:
        _require_found(story, lesson, path)
    imports = "".join(
        f"from {face(story, lesson)} import {story.__name__}\n"
        for story in sorted(told, key=lambda story: face(story, lesson))
    )
    classes = "".join(f"\n\n{_class(story, scene)}" for story, scene in told.items())
    title = f"A lesson made from {lesson.name}"
    return f"{_HEAD.format(title=title)}\n{imports}{classes}"


def face(story: type[LessonScene], lesson: LessonFile) -> str:
    """Return the module that hands a story out: its package, or the lesson that declares it."""
    module = story.__module__
    package = module.rpartition(".")[0]
    if hasattr(sys.modules.get(package), story.__name__):
        return package
    return lesson.path.stem if _file(module) == lesson.path else module


def _require_found(story: type[LessonScene], lesson: LessonFile, path: Path) -> None:
    """Make sure that a new lesson can import a story.

    Raises:
        LessonFileError: It lies elsewhere, or beside a lesson that no module can be called like.
    """
    here = lesson.path.parent
    top = face(story, lesson).partition(".")[0]
    if not any((here / name).exists() for name in (top, f"{top}.py")):
        return  # it is found from everywhere
    if path.resolve().parent != here:
        rule = f"lies beside the story that it tells, {story.__name__}"
        remedy = LessonFile(here / path.name).address
        raise LessonFileError("new lesson", rule, str(path), remedy)
    if not top.isidentifier():
        rule = "is called like a Python module, so that its story can be imported"
        raise LessonFileError("--from", rule, lesson.path.name, re.sub(r"\W", "_", top) + ".py")


def _file(module: str) -> Path:
    return Path(sys.modules[module].__file__ or "")


def _class(story: type[LessonScene], scene: type[LessonScene]) -> str:
    name = f"My{story.__name__.removesuffix('Scene')}"
    told = (story.__doc__ or "").partition("\n")[0]
    lines = [f"class {name}({story.__name__}):", f'    """{told}"""', ""]
    shared = parameters.names(LessonScene)
    # What the story is about comes before what every scene can be told.
    for info in sorted(parameters.describe(scene), key=lambda info: info.name in shared):
        assigned = f"    {info.name} = {_literal(getattr(scene, info.name))}"
        line = f"{assigned}  # {info.description}"
        lines += [line] if len(line) <= _WIDTH else [f"    # {info.description}", assigned]
    return "\n".join(lines) + "\n"


def _literal(value: object) -> str:
    """Write a value of a lesson in Python, with double quotes."""
    match value:
        case int() | float():
            return repr(value)
        case tuple() | list():
            inner = ", ".join(map(_literal, value))
            return f"({inner},)" if len(value) == 1 else inner
        case dict():
            return "{" + ", ".join(f"{_literal(k)}: {_literal(v)}" for k, v in value.items()) + "}"
        case _:
            return json.dumps(str(value), ensure_ascii=False)
