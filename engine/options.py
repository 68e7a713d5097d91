"""The grammar of the command line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from calculus.names import hint
from engine.commands import Clean, Command, New, Publish, Render, Work
from engine.jobs.quality import ASPECTS, QUALITIES, Quality
from engine.workers.pool import default_jobs
from publish.formats import FORMATS, GIF_SIZE
from voice.built_in import BUILT_IN
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
  render.py studio                open the lessons in the browser, and change them there
  render.py new mine.py           a lesson to start from
  render.py publish               make slides, pages and more of what is rendered
  render.py clean                 remove what is kept of finished scenes
  render.py worker ADDRESS        work for render.py --cluster ADDRESS
"""
MODES = {
    "watch": "stay, and draw again whatever a change affects",
    "list": "list scenes and their parameters",
    "check": "check without drawing",
    "schema": "print the JSON Schema of a file for --params",
}


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one message, with what may have been meant.

    Options are written out: an abbreviation would change its meaning with the next option.

    Args:
        command: Makes a command of the values of all arguments.
        options: What else is told to argparse.
    """

    def __init__(self, command: Callable[..., Command], **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)
        self._command = command

    def parse(self, words: Sequence[str]) -> Command:
        """Return the command that words stand for."""
        values = vars(self.parse_intermixed_args(words))
        frozen = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
        return self._command(**frozen)

    def error(self, message: str) -> NoReturn:
        """Print the message and leave with exit code 2."""
        _, unrecognized, words = message.partition("unrecognized arguments: ")
        if unrecognized:
            options = [option for action in self._actions for option in action.option_strings]
            message += "".join(hint(word.partition("=")[0], options) for word in words.split()[:1])
        self.exit(MISTAKE, f"{self.prog}: {message}\n")


def parse(words: Sequence[str]) -> Command:
    """Return what somebody asks for.

    Args:
        words: The command line without the program's name.

    Raises:
        SystemExit: It cannot be understood, or asks for help; either is answered already.
        LessonError: What is asked for makes no sense.
    """
    grammars = {"new": _new, "publish": _publish, "clean": _clean, "worker": _worker}
    name = words[0] if words else ""
    if name in grammars:
        return grammars[name]().parse(words[1:])
    return _render().parse(words)


def _render() -> Parser:
    result = Parser(
        Render,
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
    add("--aspect", choices=ASPECTS, default="16:9", help="shape of the picture; default: 16:9")
    add(
        "--set",
        action="append",
        default=[],
        type=_override,
        metavar="NAME=VALUE",
        dest="overrides",
        help="change a parameter of the scenes that have it; repeatable",
    )
    add(
        "--language",
        action="append",
        type=lambda code: ("language", code),
        metavar="CODE",
        dest="overrides",
        help="short for --set language=CODE",
    )
    add(
        "--params",
        type=Path,
        metavar="FILE.toml",
        help="parameters for several scenes, and variants of scenes; --set goes before it",
    )
    _add_out(result, "where to")
    _add_jobs(result)
    add(
        "--timeout",
        type=_seconds,
        default=3600.0,
        metavar="SECONDS",
        help="how long a scene may take; default: 3600",
    )
    published = "what else to publish: " + ", ".join(FORMATS)
    add("--formats", type=_formats, default=(), metavar="NAME,NAME", help=published)
    _add_gif_size(result)
    add(
        "--voice",
        type=Choice.of,
        metavar="VOICE",
        help=f"who reads it out: {', '.join(one.example for one in BUILT_IN.values())}, or a "
        "service of manim-voiceover such as gtts:tld=ca; default: silent",
    )
    sounds = (
        "let motions be heard: a tick for a rod, a swell for a dive, a knock where numbers land"
    )
    add("--sounds", action="store_true", help=sounds)
    add("--force", action="store_true", help="draw also what is finished and hasn't changed")
    add("--beat", type=_beat, metavar="N", help="draw only this beat of a scene")
    add("--cluster", metavar="ADDRESS", help="let the workers of a Dask scheduler do it")
    modes = result.add_mutually_exclusive_group()
    for mode, does in MODES.items():
        modes.add_argument(f"--{mode}", action="store_const", const=mode, dest="mode", help=does)
    result.set_defaults(mode="render")
    return result


def _new() -> Parser:
    does = "Write a lesson to start from, which renders as it is."
    result = Parser(New, prog="render.py new", description=does)
    result.add_argument("file", metavar="FILE.py", help="the lesson to write, anywhere")
    like = "which lesson it is like; default: nudge"
    result.add_argument("--from", default="nudge", metavar="LESSON", dest="like", help=like)
    return result


def _clean() -> Parser:
    does = "Remove what is kept of finished scenes; the videos stay."
    result = Parser(Clean, prog="render.py clean", description=does)
    _add_out(result, "of which folder")
    stays = "what was used last may stay, up to so much, for example 2GB; default: 0"
    result.add_argument("--limit", type=_size, default=0, metavar="SIZE", help=stays)
    return result


class _PublisherParser(Parser):
    """Lists the formats when it is asked for help: what tells of them takes time to import."""

    def format_help(self) -> str:
        """Return the help."""
        listed = "\n".join(f"  {name:<11} {kind.says}" for name, kind in FORMATS.items())
        return f"{super().format_help()}\nformats:\n{listed}\n"


def _publish() -> Parser:
    result = _PublisherParser(
        Publish,
        prog="render.py publish",
        description="Make more of videos that are rendered, without rendering them again.",
    )
    add, every, videos = result.add_argument, tuple(FORMATS), "the folder of videos; default: out"
    add("out", nargs="?", type=Path, default=Path("out"), metavar="DIR", help=videos)
    add("--formats", type=_formats, default=every, metavar="NAME,NAME", help="which; default: all")
    _add_gif_size(result)
    _add_jobs(result, "how many")
    return result


def _worker() -> Parser:
    does = "Work for those who render with --cluster ADDRESS, until Ctrl-C."
    result = Parser(Work, prog="render.py worker", description=does)
    result.add_argument("address", metavar="ADDRESS", help="of the Dask scheduler")
    _add_jobs(result)
    return result


def _add_out(result: Parser, what: str) -> None:
    help = f"{what}; default: out"
    result.add_argument("--out", type=Path, default=Path("out"), metavar="DIR", help=help)


def _add_gif_size(result: Parser) -> None:
    result.add_argument(
        "--gif-size",
        type=_file_size,
        default=GIF_SIZE,
        metavar="SIZE",
        help="how large a GIF may become, such as 500kB; default: 2 MB",
    )


def _add_jobs(result: Parser, what: str = "how many scenes") -> None:
    help = f"{what} at a time; default: one for each core"
    result.add_argument("--jobs", type=_count, default=default_jobs(), metavar="N", help=help)


def _quality(name: str) -> Quality:
    if name not in QUALITIES:
        known, near = ", ".join(QUALITIES), hint(name, QUALITIES)
        if lines := re.fullmatch(r"([2-9]\d\d|\d{4})p?", name):
            nearest = min(QUALITIES.values(), key=lambda one: abs(one.height - int(lines[1])))
            near = f" (did you mean {nearest.name}?)"
        raise argparse.ArgumentTypeError(f"{name!r} is none of {known}{near}")
    return QUALITIES[name]


def _override(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, for example points=2,5")
    return name.strip(), value.strip()


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


def _beat(text: str) -> int:
    """Read the number of a beat; everywhere else the first one is beat 0."""
    return _count(text) - 1
