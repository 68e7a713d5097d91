"""Keys: one text for everything that a scene's files depend on. Equal keys mean equal files.

There are two. The first is made from what is known before anything is loaded: what was asked
for, what the lesson's file says about the scene, and the versions of what draws. The second adds
the sources that were run when the scene was last drawn. As long as those are the same, running
them imports the same; so nothing that matters is missing.

What a lesson reads besides Python sources (a file it opens, the time) isn't seen.
"""

from __future__ import annotations

import ast
import hashlib
import json
import platform
import re
from collections.abc import Iterable
from dataclasses import asdict
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version

from engine.jobs import sources
from engine.jobs.fonts import font_files
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile

# What draws, typesets, computes or encodes.
_PACKAGES = (
    "animated-calculus-lessons", "manim", "numpy", "scipy", "sympy", "mpmath", "pycairo", "typst",
    "font-source-sans-pro", "svgelements", "igraph", "av", "pillow", "num2words", "srt",
    "webvtt-py", "pydantic", "uniseg",
)  # fmt: skip


def of_scene(job: Job) -> str:
    """Return the key of what is known before a scene is loaded.

    Raises:
        OSError: A recording cannot be read.
    """
    quality = asdict(job.quality) | {"name": ""}  # the same size by another name is no other
    return _digest(
        "scene",
        job.lesson.name,
        _said_of(job.scene, job.lesson.path.read_bytes()),
        job.scene,
        job.variant,
        job.beat,
        sorted([name, value] for name, value in job.overrides),
        quality,
        versions(),
        None if job.voice is None else job.voice.state(job.lesson.name, job.told),
        job.sounds,
    )


def of_files(scene: str, lesson: LessonFile, used: Iterable[str], system_fonts: bool) -> str:
    """Return the key of a scene's files.

    Args:
        scene: The scene's key.
        lesson: Its lesson.
        used: The sources that are run to draw it.
        system_fonts: Whether fonts of this machine are used.

    Raises:
        OSError: One of the sources is gone.
    """
    sums = [[name, sources.state_of(sources.path_of(name, lesson))] for name in sorted(used)]
    states = [(path, path.stat()) for path in (font_files() if system_fonts else ())]
    fonts = [[str(path), state.st_size, state.st_mtime_ns] for path, state in states]
    return _digest("files", scene, sums, fonts)


def of_place(job: Job) -> str:
    """Return a key of what is rendered, whatever it looks like: of the place of its files."""
    quality = asdict(job.quality) | {"name": ""}
    return _digest("place", job.lesson.name, job.told, job.beat, quality)


def of_request(*asked: object) -> str:
    """Return a key of what somebody asked for, in plain data, and of what plans it."""
    return _digest("request", asked, of_program())


@cache
def of_program() -> str:
    """Return a key of the project's sources and of the versions of what it uses."""
    files = [
        [path.relative_to(sources.ROOT).as_posix(), sources.state_of(path)]
        for path in sources.project()
    ]
    return _digest("program", files, versions())


@cache
def of_drawing() -> str:
    """Return a key of the sources that paint and encode, and of the versions of what they use."""
    files = [path for path in sources.project() if path.parent == sources.ROOT / "engine/drawing"]
    return _digest("drawing", [[path.name, sources.state_of(path)] for path in files], versions())


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of what a scene's files depend on, and the kind of machine."""
    found = [(name, _version(name)) for name in _PACKAGES]
    return (("python", platform.python_version()), ("machine", platform.machine()), *found)


@lru_cache(maxsize=256)
def _said_of(scene: str, source: bytes) -> str:
    """Return what a lesson's file says about a scene: neither comments nor other scenes.

    Classes that nothing else mentions are left out, unless something decorates them.
    """
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):
        return source.hex()
    others = {
        node.name: node
        for node in module.body
        if isinstance(node, ast.ClassDef) and node.name != scene and not node.decorator_list
    }
    kept: list[ast.stmt] = [node for node in module.body if node not in others.values()]
    unread = list(kept)
    while unread:
        for name in _mentioned(unread.pop()):
            if name in others:
                unread.append(others.pop(name))
    left_out = list(others.values())
    return "\n".join(ast.dump(node) for node in module.body if node not in left_out)


def _mentioned(node: ast.AST) -> Iterable[str]:
    """Yield every name in some code, also those in texts, such as annotations."""
    for part in ast.walk(node):
        match part:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.Constant(value=str() as text):
                yield from re.findall(r"\w+", text)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _digest(*parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
