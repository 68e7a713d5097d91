"""``python render.py studio``: its part of the command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from calculus.errors import LessonFileError
from engine.jobs import lessons
from engine.jobs.lessons import Target
from engine.planning import params
from engine.session import require_writable

_PORTS = range(0, 65536)
_PLACE = re.compile(r"^PLACE = (\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Studio:
    """Show lessons in the browser while they are changed.

    Attributes:
        targets: What names them; nothing for all.
        params: A file with variants of their scenes.
        out: The folder of videos.
        host: The address to be heard at.
        port: The port, or 0 for one that is free.
        opens: Whether a browser is opened.
    """

    targets: tuple[str, ...]
    params: Path | None
    out: Path
    host: str
    port: int
    opens: bool


def parse(words: Sequence[str]) -> Studio:
    """Return what somebody asks for.

    Args:
        words: The command line behind ``studio``.

    Raises:
        SystemExit: It cannot be understood, or asks for help; either is answered already.
    """
    does = "Show lessons in the browser, and change them there."
    grammar = argparse.ArgumentParser(prog="render.py studio", description=does, allow_abbrev=False)
    add = grammar.add_argument
    add("targets", nargs="*", metavar="LESSON[:SCENE]", help="what can be opened; default: all")
    add("--params", type=Path, metavar="FILE.toml", help="variants of scenes, to be opened, too")
    add("--out", type=Path, default=Path("out"), metavar="DIR", help="where to; default: out")
    add("--host", default="127.0.0.1", help="where to be heard; default: this machine alone")
    add("--port", type=_port, default=0, metavar="N", help="default: one that is free")
    add("--no-browser", action="store_false", dest="opens", help="only print the address")
    values = grammar.parse_args(words)
    return Studio(**vars(values) | {"targets": tuple(values.targets)})


def run(words: Sequence[str]) -> int:
    """Serve the studio until Ctrl-C.

    Args:
        words: The command line behind ``studio``.

    Returns:
        The exit code.

    Raises:
        LessonError: What is asked for makes no sense, or the studio isn't set up.
    """
    asked = parse(words)
    found = lessons.find(asked.targets)
    targets = found if asked.targets else _in_order(found)
    if asked.params is not None:
        params.read(asked.params)
    require_writable(asked.out)
    try:
        from studio import server
    except ModuleNotFoundError as error:
        rule = "has the packages of its extra"
        remedy = "make studio, or pip install -e .[studio]"
        raise LessonFileError("studio", rule, f"no {error.name}", remedy) from None
    server.serve(targets, asked.params, asked.out, asked.host, asked.port, asked.opens)
    return 0


def _in_order(targets: Sequence[Target]) -> list[Target]:
    """Return lessons in the order of the course, as their files say without being run."""

    def place(target: Target) -> int:
        found = _PLACE.search(target.lesson.path.read_text(encoding="utf-8", errors="replace"))
        return int(found[1]) if found else 0

    return sorted(targets, key=place)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) not in _PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no port, such as 8080")
    return int(text)
