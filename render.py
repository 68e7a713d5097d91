"""Render the lessons: ``python render.py --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from calculus.errors import LessonError
from engine import lessons, pool, report, session
from engine.job import Checked, Outcome
from engine.quality import QUALITIES, Quality
from scenes.names import hint

OK, FAILED, MISTAKE = 0, 1, 2

EXAMPLES = """\
examples:
  render.py                       every lesson
  render.py nudge tangents        these lessons
  render.py nudge:NudgeLine       one scene
  render.py path/to/mine.py       a lesson anywhere
  render.py nudge:NudgeSquare --set "function=f(a) = a**3" --set points=1,-1 -q draft
"""


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one message, with what may have been meant."""

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
        allow_abbrev=False,
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
        "--set",
        action="append",
        default=[],
        type=_setting,
        metavar="NAME=VALUE",
        dest="settings",
        help="change a parameter of the scenes that have it; repeatable",
    )
    add("--out", type=Path, default=Path("out"), metavar="DIR", help="where to; default: out")
    add(
        "--jobs",
        type=_count,
        default=pool.default_jobs(),
        metavar="N",
        help="how many scenes at a time; default: one for each core",
    )
    modes = result.add_mutually_exclusive_group()
    modes.add_argument("--list", action="store_true", help="list scenes and their parameters")
    modes.add_argument("--check", action="store_true", help="build every beat without drawing")
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 when everything is done, 1 when a scene failed, 2 for a mistake in what was asked
        for, 130 after Ctrl-C.
    """
    options = parser().parse_intermixed_args(arguments)
    try:
        with pool.stoppable():
            return _run(options)
    except LessonError as error:
        print(f"render.py: {error}", file=sys.stderr)
        return MISTAKE
    except pool.Stopped as stopped:
        print("render.py: stopped", file=sys.stderr)
        return 128 + stopped.signal


def _run(options: argparse.Namespace) -> int:
    targets = lessons.find(options.targets)
    console = report.console()
    if not (options.list or options.check):
        for target in targets:
            session.require_writable(options.out / target.lesson.name)
    pool.warm_up()
    if options.list:
        for scene in session.describe(targets):
            console.print(report.parameter_table(scene))
        return OK
    jobs = session.plan(targets, dict(options.settings), options.quality, options.out)
    checks = session.check(jobs, options.jobs, console)
    if options.check:
        console.print(report.check_table(checks))
        return _tell_failures(checks, checks)
    videos = session.render(checks, options.out, options.jobs, console)
    console.print(report.video_table(videos))
    return _tell_failures(videos, checks)


def _tell_failures(outcomes: Sequence[Outcome[Any]], checks: Sequence[Outcome[Checked]]) -> int:
    """Print a line for every scene that failed, and return the exit code."""
    code = OK
    for outcome, check in zip(outcomes, checks, strict=True):
        said = check.end.beats if isinstance(check.end, Checked) else ()
        message = report.failure(outcome, said, session.keep_log(outcome))
        if message is not None:
            print(f"render.py: {message}", file=sys.stderr)
            code = FAILED
    return code


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


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
