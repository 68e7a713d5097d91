"""Lesson files: finding them, loading them, and the scenes in them."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import traceback
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.machinery import PathFinder
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from calculus.errors import LessonError, LessonFileError
from calculus.names import hint, unknown
from engine.jobs import naming, texts

if TYPE_CHECKING:
    from scenes.base import LessonScene

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
PACKAGES = "calculus", "checks", "explore", "scenes", "engine", "publish", "record", "voice"
_NEAR = 0.75  # so alike two names are that one is taken for the other
INSTALLED = re.compile(r"[/\\](site|dist)-packages[/\\]")


@dataclass(frozen=True)
class LessonFile:
    """A file that defines scenes.

    Attributes:
        path: Where it is, absolute.
    """

    path: Path

    @property
    def name(self) -> str:
        """The lesson's name, which is also the name of its folder of videos.

        Accents are composed, however the disk spells them: the name is the same everywhere.
        """
        return naming.composed(self.path.stem)

    @property
    def address(self) -> str:
        """What names it on the command line, here and now."""
        if self.path.parent == LESSONS:
            return self.name
        return naming.from_here(self.path)


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
    return tuple(LessonFile(path) for path in paths if path.name[0] not in "_.")


def find(words: Iterable[str]) -> tuple[Target, ...]:
    """Find what the words on the command line name: ``nudge``, ``nudge:NudgeLine``, ``my.py``.

    Args:
        words: What to find; none at all means every lesson of the project.

    Raises:
        LessonFileError: There is no such lesson or file, or two lessons have one name.
    """
    targets = tuple(map(_target, words)) or tuple(map(Target, available()))
    paths: dict[str, Path] = {}
    for lesson in (target.lesson for target in targets):
        _require_name("lesson file", lesson.path)
        first = paths.setdefault(lesson.name.casefold(), lesson.path)
        if first != lesson.path:
            rule = "have names of their own, because their videos go to folders of that name"
            got = f"{lesson.path} and {first}"
            raise LessonFileError("lessons", rule, got, "one at a time, each with an --out")
    return targets


def file_to_write(name: str) -> Path:
    """Return where a new lesson may be written.

    Args:
        name: The path its author asks for.

    Raises:
        LessonFileError: It is taken, is in no folder, or has a name that would do harm.
    """
    path = Path(name)
    if path.suffix != ".py":
        rule, remedy = "has a name that ends in .py", f"{naming.mended(path.name)}.py"
        raise LessonFileError("new lesson", rule, name, remedy)
    _require_name("new lesson", path)
    if naming.spelled(path).exists() or path.is_symlink():
        raise LessonFileError("new lesson", "has a name that is not taken", name, _free(path))
    if path.stem in sys.stdlib_module_names or PathFinder.find_spec(path.stem) is not None:
        # Plain Manim looks into the lesson's folder first, and would import it instead.
        remedy = f"my_{path.name}"
        raise LessonFileError("new lesson", "hides no other Python module", name, remedy)
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
    is_file = ":" not in word or word.endswith(".py")  # C:\\lessons\\mine.py has no scene
    name, colon, scene = (word, "", "") if is_file else word.rpartition(":")
    if colon and not scene:
        rule, remedy = "names a scene after the colon", name or available()[0].name
        raise LessonFileError("target", rule, word, remedy)
    lesson = _from_path(name) if name.endswith(".py") else _from_name(naming.composed(name))
    # Python composes the names of classes, too.
    return Target(lesson, unicodedata.normalize("NFKC", scene) or None)


def _from_path(name: str) -> LessonFile:
    try:
        path = naming.spelled(Path(name)).resolve()
        is_there = path.is_file()
    except (OSError, ValueError):  # longer than a path may be, or with what ends one
        path, is_there = Path.cwd(), False
    if not is_there:
        near = hint(name, [str(Path(name).with_name(one.name)) for one in path.parent.glob("*.py")])
        raise LessonFileError("lesson file", f"exists{near}", name, "the path of a .py file")
    return LessonFile(path)


def _from_name(name: str) -> LessonFile:
    lessons = {lesson.name: lesson for lesson in available()}
    if name not in lessons:
        beside = [f"{name}.py"] if Path(f"{name}.py").is_file() else []
        known = [*beside, *lessons, "a path that ends in .py"]
        raise unknown(LessonFileError, "lesson", name, known)
    return lessons[name]


def _require_name(thing: str, path: Path) -> None:
    """Make sure that a folder of videos can be called like a lesson's file."""
    rule = naming.complaint(path.stem)
    if rule is not None:
        raise LessonFileError(thing, rule, path.name, f"{naming.mended(path.stem)}.py")


def _free(path: Path) -> str:
    """Return a path like this one that is not taken."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in count(2))
    return str(next(one for one in numbered if not naming.spelled(one).exists()))


def _run(lesson: LessonFile) -> ModuleType:
    """Run a lesson file as a module whose name clashes with no other.

    Always from its source: Python's cache of compiled files misses a change that is made
    within a second and keeps the length, such as 0.1 to 0.2.
    """
    plain = re.sub(r"\W", "_", lesson.name)
    name = f"lesson_{plain}_{hashlib.sha256(os.fsencode(lesson.path)).hexdigest()[:8]}"
    module = ModuleType(name)
    module.__file__ = str(lesson.path)
    sys.modules[name] = module  # annotations are looked up there
    try:
        with _neighbours(lesson.path.parent):
            source = lesson.path.read_bytes()
            texts.require_narrow(source, "text")
            # With its first words, in which its title stands, also where Python leaves texts out.
            code = compile(source, lesson.path, "exec", dont_inherit=True, optimize=0)
            exec(code, vars(module))
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
    """Tell an error that a lesson, or a file beside it, raised: its line, rule, error, remedy."""
    if isinstance(error, LessonError):
        return f"{path}: {error.thing}", error.rule, error.got, error.remedy
    frames = traceback.extract_tb(error.__traceback__)
    places = [(frame.filename, frame.lineno or 1) for frame in frames]
    what = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError):
        places.append((error.filename or "", error.lineno or 1))
        what = f"{error.msg}: {(error.text or '').strip()}"
    file, line = [(str(path), 1), *(one for one in places if _is_own(Path(one[0]), path))][-1]
    return f"{file}:{line}", "runs as Python", what, _correction(error)


def _is_own(file: Path, lesson: Path) -> bool:
    """Say whether a file is a lesson, or lies beside it and is no part of the project."""
    if file == lesson:
        return True
    others = any(file.is_relative_to(LESSONS.parent / package) for package in PACKAGES)
    return file.is_relative_to(lesson.parent) and not (others or INSTALLED.search(str(file)))


def _correction(error: BaseException) -> str:
    """Say what to write in place of a line that doesn't run; of an import, what there is."""
    if isinstance(error, ImportError) and error.name:
        home, _, part = error.name.rpartition(".")
        if asked := re.match(r"cannot import name '(\w+)'", str(error)):
            near = get_close_matches(asked[1], dir(sys.modules.get(error.name)), 1, _NEAR)
            home, part = error.name, "".join(near)
        if part and hasattr(sys.modules.get(home), part):  # it isn't a module, but stands in one
            return f"from {home} import {part}"
    return "to correct this line"
