"""A lesson to start from: what a story's parameters are, with values that work."""

from __future__ import annotations

import json

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
        story = next(base for base in scene.__mro__ if base.__module__.startswith("scenes."))
        found.setdefault(story, scene)
    return found


def source(lesson: LessonFile) -> str:
    """Write a lesson that tells the same stories as another one, and explains every parameter.

    Raises:
        LessonFileError: The other lesson cannot be loaded.
    """
    told = stories(lesson)
    imports = "".join(
        f"from {face(story)} import {story.__name__}\n" for story in sorted(told, key=face)
    )
    classes = "".join(f"\n\n{_class(story, scene)}" for story, scene in told.items())
    title = f"A lesson made from {lesson.name}"
    return f"{_HEAD.format(title=title)}\n{imports}{classes}"


def face(story: type[LessonScene]) -> str:
    """Return the package that hands a story out."""
    return story.__module__.rpartition(".")[0]


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
