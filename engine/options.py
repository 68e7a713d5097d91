"""The grammar of the command line."""

from __future__ import annotations

import argparse
import re
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from calculus.names import hint
from engine.jobs.quality import ASPECTS, QUALITIES, Quality
from engine.workers.pool import default_jobs
from publish.formats import FORMATS, GIF_SIZE
from voice.choice import Choice

MISTAKE = 2  # the exit code

EXAMPLES = """\
examples:
  render.py                       every lesson
  render.py nudge tangents        these lessons
  render.py nudge:NudgeLine       one scene
  render.py path/to/mine.py       a lesson anywhere
  render.py nudge:NudgeSquare --set "function=f(a) = a**3" --set points=1,-1 -q draft
  render.py nudge descent --params course.toml
  render.py mine.py -q draft --watch            draw again whatever a change affects
  render.py mine.py:Mine -q draft --watch --beat 3     only the third beat
other commands, each with --help of its own:
  render.py new mine.py           a lesson to start from
  render.py publish               make slides, pages and more of what is rendered
  render.py clean                 remove what is kept of finished scenes
  render.py worker ADDRESS        work for render.py --cluster ADDRESS
"""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one message, with what may have been meant.

    Options are written out: an abbreviation would change its meaning with the next option.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        """Print the message and leave with exit code 2."""
        _, unrecognized, words = message.partition("unrecognized arguments: ")
        if unrecognized:
            options = [option for action in self._actions for option in action.option_strings]
            message += "".join(hint(word.partition("=")[0], options) for word in words.split()[:1])
        self.exit(MISTAKE, f"{self.prog}: {message}\n")


def parser() -> Parser:
    """Return the command line's grammar."""
    result = Parser(
        prog="render.py",
        description="Render lessons to videos with captions.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = result.add_argument
    add("targets", nargs="*", metavar="LESSON[:SCENE]", help="what to render; default: everything")
    add(
        "-q",
        "--quality",
        type=_quality,
        default="1080p",
        metavar="|".join(QUALITIES),
        help="size and frame rate; default: 1080p",
    )
    add(
        "--aspect",
        choices=ASPECTS,
        default="16:9",
        help="shape of the picture; default: 16:9",
    )
    add(
        "--set",
        action="append",
        default=[],
        type=_setting,
        metavar="NAME=VALUE",
        dest="settings",
        help="change a parameter of the scenes that have it; repeatable",
    )
    add(
        "--language",
        action="append",
        type=_language,
        metavar="CODE",
        dest="settings",
        help="short for --set language=CODE",
    )
    add(
        "--params",
        type=Path,
        metavar="FILE.toml",
        help="parameters for several scenes, and variants of scenes; --set goes before it",
    )
    add("--out", type=Path, default=Path("out"), metavar="DIR", help="where to; default: out")
    _add_jobs(result)
    add(
        "--timeout",
        type=_seconds,
        default=3600.0,
        metavar="SECONDS",
        help="how long a scene may take; default: 3600",
    )
    add(
        "--formats",
        type=_formats,
        default=(),
        metavar="NAME,NAME",
        help="what else to publish: " + ", ".join(FORMATS),
    )
    _add_gif_size(result)
    add(
        "--voice",
        type=Choice.of,
        metavar="VOICE",
        help="who reads it out: silent (the default), files:FOLDER with your own recordings, "
        "espeak, or a service of manim-voiceover such as gtts; settings after a colon, "
        "espeak:voice=en-us,speed=150",
    )
    add("--force", action="store_true", help="draw also what is finished and hasn't changed")
    add("--beat", type=_count, metavar="N", help="draw only this beat of a scene")
    add("--cluster", metavar="ADDRESS", help="let the workers of a Dask scheduler do it")
    modes = result.add_mutually_exclusive_group()
    modes.add_argument(
        "--watch", action="store_true", help="stay, and draw again whatever a change affects"
    )
    modes.add_argument("--list", action="store_true", help="list scenes and their parameters")
    modes.add_argument("--check", action="store_true", help="check without drawing")
    modes.add_argument(
        "--schema", action="store_true", help="print the JSON Schema of a file for --params"
    )
    return result


def starter_parser() -> Parser:
    """Return the grammar of ``render.py new``."""
    result = Parser(
        prog="render.py new",
        description="Write a lesson to start from, which renders as it is.",
    )
    result.add_argument("file", metavar="FILE.py", help="the lesson to write, anywhere")
    result.add_argument(
        "--from",
        default="nudge",
        metavar="LESSON",
        dest="like",
        help="which lesson it is like; default: nudge",
    )
    return result


def cleaner_parser() -> Parser:
    """Return the grammar of ``render.py clean``."""
    result = Parser(
        prog="render.py clean",
        description="Remove what is kept of finished scenes; the videos stay.",
    )
    result.add_argument(
        "--out", type=Path, default=Path("out"), metavar="DIR", help="of which folder; default: out"
    )
    result.add_argument(
        "--limit",
        type=_size,
        default=0,
        metavar="SIZE",
        help="what was used last may stay, up to so much, for example 2GB; default: 0",
    )
    return result


class _PublisherParser(Parser):
    """Lists the formats when it is asked for help: what tells of them takes time to import."""

    def format_help(self) -> str:
        """Return the help."""
        listed = "\n".join(f"  {name:<11} {kind.says}" for name, kind in FORMATS.items())
        return f"{super().format_help()}\nformats:\n{listed}\n"


def publisher_parser() -> Parser:
    """Return the grammar of ``render.py publish``."""
    result = _PublisherParser(
        prog="render.py publish",
        description="Make more of videos that are rendered, without rendering them again.",
    )
    add = result.add_argument
    add(
        "out",
        nargs="?",
        type=Path,
        default=Path("out"),
        metavar="DIR",
        help="the folder of videos; default: out",
    )
    add(
        "--formats",
        type=_formats,
        default=tuple(FORMATS),
        metavar="NAME,NAME",
        help="which; default: all",
    )
    _add_gif_size(result)
    add(
        "--jobs",
        type=_count,
        default=default_jobs(),
        metavar="N",
        help="how many at a time; default: one for each core",
    )
    return result


def worker_parser() -> Parser:
    """Return the grammar of ``render.py worker``."""
    result = Parser(
        prog="render.py worker",
        description="Work for those who render with --cluster ADDRESS, until Ctrl-C.",
    )
    result.add_argument("address", metavar="ADDRESS", help="of the Dask scheduler")
    _add_jobs(result)
    return result


def _add_gif_size(result: Parser) -> None:
    result.add_argument(
        "--gif-size",
        type=_file_size,
        default=GIF_SIZE,
        metavar="SIZE",
        help="how large a GIF may become, such as 500kB; default: 2 MB",
    )


def _add_jobs(result: Parser) -> None:
    result.add_argument(
        "--jobs",
        type=_count,
        default=default_jobs(),
        metavar="N",
        help="how many scenes at a time; default: one for each core",
    )


def _quality(name: str) -> Quality:
    if name not in QUALITIES:
        known = ", ".join(QUALITIES)
        raise argparse.ArgumentTypeError(f"{name!r} is none of {known}{hint(name, QUALITIES)}")
    return QUALITIES[name]


def _setting(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, for example points=2,5")
    return name.strip(), value.strip()


def _language(code: str) -> tuple[str, str]:
    return "language", code


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in FORMATS:
            known = ", ".join(FORMATS)
            raise argparse.ArgumentTypeError(f"{name!r} is none of {known}{hint(name, FORMATS)}")
    if not names:
        raise argparse.ArgumentTypeError(f"{text!r} names none of {', '.join(FORMATS)}")
    return names


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0, such as 600")
    return seconds


def _size(text: str) -> int:
    return _bytes(text, "500MB or 2GB")


def _file_size(text: str) -> int:
    size = _bytes(text, "500kB or 1.5MB")
    if size == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no size of a file, such as 500kB or 1.5MB")
    return size


def _bytes(text: str, such_as: str) -> int:
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([KMG]B)?", text, re.IGNORECASE)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no size, such as {such_as}")
    units = {"": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}
    return int(Fraction(found[1]) * units[(found[2] or "").upper()])


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
