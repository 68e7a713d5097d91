"""Lesson files: finding them, loading them, and the scenes in them."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from keyword import iskeyword
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from calculus.errors import LessonError, LessonFileError
from scenes.names import unknown

if TYPE_CHECKING:
    from scenes.base import LessonScene

_TAKEN = {"calculus", "scenes", "engine", "publish", "voice", "render", "manim", "numpy", "sympy"}
LESSONS = Path(__file__).resolve().parents[1] / "lessons"


@dataclass(frozen=True)
class LessonFile:
    """A file that defines scenes.

    Attributes:
        path: Where it is, absolute.
    """

    path: Path

    @property
    def name(self) -> str:
        """The lesson's name, which is also the name of its folder of videos."""
        return self.path.stem


@dataclass(frozen=True)
class Target:
    """What somebody asked to be rendered: a lesson, or one scene of it.

    Attributes:
        lesson: The lesson.
        scene: Name of the scene, or None for every scene of the lesson.
    """

    lesson: LessonFile
    scene: str | None = None


def available() -> tuple[LessonFile, ...]:
    """Return the lessons that belong to the project, by name."""
    paths = sorted(LESSONS.glob("*.py"))
    return tuple(LessonFile(path) for path in paths if not path.stem.startswith("_"))


def find(words: Iterable[str]) -> tuple[Target, ...]:
    """Find what the words on the command line name: ``nudge``, ``nudge:NudgeLine``, ``my.py``.

    Args:
        words: What to find; none at all means every lesson of the project.

    Raises:
        LessonFileError: There is no such lesson or file, or two lessons have one name.
    """
    targets = tuple(map(_target, words)) or tuple(map(Target, available()))
    paths = {target.lesson.name: target.lesson.path for target in targets}
    for target in targets:
        if paths[target.lesson.name] != target.lesson.path:
            raise LessonFileError(
                "lessons",
                "have names of their own, because their videos go to folders of that name",
                f"{target.lesson.path} and {paths[target.lesson.name]}",
                "one of them at a time",
            )
    return targets


def file_to_write(name: str) -> Path:
    """Return where a new lesson may be written.

    Args:
        name: The path its author asks for.

    Raises:
        LessonFileError: It is taken, is in no folder, or no Python module can be called so.
    """
    path = Path(name)
    if path.suffix != ".py" or not path.stem.isidentifier() or iskeyword(path.stem):
        raise LessonFileError("new lesson", "is named like a Python module", name, "my_lesson.py")
    if path.exists() or path.is_symlink():
        raise LessonFileError("new lesson", "has a name that is not taken", name, "another name")
    if path.stem in sys.stdlib_module_names or path.stem in _TAKEN:
        # Plain Manim looks into the lesson's folder first, and would import it instead.
        raise LessonFileError("new lesson", "hides no other Python module", name, "my_lesson.py")
    if not path.parent.is_dir():
        raise LessonFileError("new lesson", "goes to a folder that exists", name, path.name)
    return path


def scenes(targets: Iterable[Target]) -> dict[LessonFile, tuple[type[LessonScene], ...]]:
    """Load the files of some targets and return the scenes that are meant, in order.

    Raises:
        LessonFileError: A file cannot be loaded, or has no such scene.
    """
    chosen: dict[LessonFile, dict[str, type[LessonScene]]] = {}
    loaded: dict[LessonFile, dict[str, type[LessonScene]]] = {}
    for target in targets:
        lesson = target.lesson
        if lesson not in loaded:
            loaded[lesson] = {scene.__name__: scene for scene in load(lesson)}
        defined = loaded[lesson]
        if target.scene is not None and target.scene not in defined:
            raise unknown(LessonFileError, f"scene of {lesson.name}", target.scene, defined)
        names = defined if target.scene is None else [target.scene]
        chosen.setdefault(lesson, {}).update({name: defined[name] for name in names})
    return {lesson: tuple(named.values()) for lesson, named in chosen.items()}


def load(lesson: LessonFile) -> tuple[type[LessonScene], ...]:
    """Run a lesson file and return the scenes it defines, in order.

    Like plain Manim it counts only classes defined in the file, and lets the file import its
    neighbours.

    Raises:
        LessonFileError: The file cannot be run, or defines no scene.
    """
    from scenes.base import LessonScene  # here, because it imports Manim

    module = _run(lesson)
    found = tuple(
        value
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, LessonScene)
        and (value.__module__, value.__name__) == (module.__name__, name)
        and not name.startswith("_")
    )
    if not found:
        raise LessonFileError(
            str(lesson.path),
            "defines a scene",
            "no subclass of LessonScene",
            "class My(NudgeScene)",
        )
    place = getattr(module, "PLACE", 1)
    if type(place) is not int or place < 1:
        rule = "is a whole number from 1 on, the lesson's place in the course"
        raise LessonFileError(f"{lesson.path}: PLACE", rule, str(place), "PLACE = 2")
    return found


def _target(word: str) -> Target:
    name, colon, scene = word.rpartition(":") if ":" in word else (word, "", "")
    if colon and not scene:
        raise LessonFileError("target", "names a scene after the colon", word, f"{name}:Scene")
    lesson = _from_path(name) if name.endswith(".py") else _from_name(name)
    return Target(lesson, scene or None)


def _from_path(name: str) -> LessonFile:
    path = Path(name).resolve()
    if not path.is_file():
        raise LessonFileError("lesson file", "exists", name, "the path of a .py file")
    if not path.stem.isidentifier():
        raise LessonFileError("lesson file", "is named like a Python module", name, "my_lesson.py")
    return LessonFile(path)


def _from_name(name: str) -> LessonFile:
    lessons = {lesson.name: lesson for lesson in available()}
    if name not in lessons:
        raise unknown(LessonFileError, "lesson", name, [*lessons, "a path that ends in .py"])
    return lessons[name]


def _run(lesson: LessonFile) -> ModuleType:
    """Run a lesson file as a module whose name clashes with no other.

    Always from its source: Python's cache of compiled files misses a change that is made
    within a second and keeps the length, such as 0.1 to 0.2.
    """
    name = f"lesson_{lesson.name}_{hashlib.sha256(str(lesson.path).encode()).hexdigest()[:8]}"
    module = ModuleType(name)
    module.__file__ = str(lesson.path)
    sys.modules[name] = module  # annotations are looked up there
    try:
        with _neighbours(lesson.path.parent):
            source = lesson.path.read_bytes()
            exec(compile(source, lesson.path, "exec", dont_inherit=True), vars(module))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        del sys.modules[name]
        raise LessonFileError(*_mistake(error, lesson.path)) from error
    return module


@contextmanager
def _neighbours(folder: Path) -> Iterator[None]:
    """Let imports find the modules of a folder, after everything else."""
    sys.path.append(str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


def _mistake(error: BaseException, path: Path) -> tuple[str, str, str, str]:
    """Tell an error that a lesson file raised: file and line, rule, error, remedy."""
    if isinstance(error, LessonError):
        return f"{path}: {error.thing}", error.rule, error.got, error.remedy
    if isinstance(error, SyntaxError) and error.filename == str(path):
        line, what = error.lineno, f"{error.msg}: {(error.text or '').strip()}"
    else:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(path)
        ]
        line, what = (lines or [1])[-1], f"{type(error).__name__}: {error}"
    return f"{path}:{line}", "runs as Python", what, "to correct this line"
