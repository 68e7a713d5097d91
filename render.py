"""Render the lessons: ``python render.py --help``."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from calculus.errors import LessonError, LessonFileError
from engine import lessons, params, pool, report, schema, session
from engine.job import Checked, Outcome
from engine.quality import ASPECTS, QUALITIES, Quality
from scenes.names import hint

OK, FAILED, MISTAKE = 0, 1, 2

EXAMPLES = """\
examples:
  render.py                       every lesson
  render.py nudge tangents        these lessons
  render.py nudge:NudgeLine       one scene
  render.py path/to/mine.py       a lesson anywhere
  render.py nudge:NudgeSquare --set "function=f(a) = a**3" --set points=1,-1 -q draft
  render.py nudge descent --params course.toml
  render.py new mine.py           a lesson to start from; see render.py new --help
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
    add(
        "--jobs",
        type=_count,
        default=pool.default_jobs(),
        metavar="N",
        help="how many scenes at a time; default: one for each core",
    )
    modes = result.add_mutually_exclusive_group()
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
        allow_abbrev=False,
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 when everything is done, 1 when a scene failed, 2 for a mistake in what was asked
        for, 130 after Ctrl-C.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        with pool.stoppable():
            if arguments[:1] == ["new"]:
                return _new(starter_parser().parse_intermixed_args(arguments[1:]))
            return _run(parser().parse_intermixed_args(arguments))
    except LessonError as error:
        print(f"render.py: {error}", file=sys.stderr)
        return MISTAKE
    except pool.Stopped as stopped:
        print("render.py: stopped", file=sys.stderr)
        return 128 + stopped.signal


def _run(options: argparse.Namespace) -> int:
    targets = lessons.find(options.targets)
    console = report.console()
    file = None if options.params is None else params.read(options.params)
    if not (options.list or options.check or options.schema):
        for target in targets:
            session.require_writable(options.out / target.lesson.name)
    pool.warm_up()
    if options.list:
        for scene in session.describe(targets):
            console.print(report.parameter_table(scene))
        return OK
    if options.schema:
        print(json.dumps(schema.schema(session.describe(targets)), ensure_ascii=False, indent=2))
        return OK
    settings = dict(options.settings)
    jobs = session.plan(
        targets, settings, options.quality.shaped(options.aspect), options.out, file
    )
    checks = session.check(jobs, options.jobs, console)
    if options.check:
        console.print(report.check_table(checks))
        failed = _tell_failures(checks, checks)
        return failed or (FAILED if any(map(report.findings, checks)) else OK)
    videos = session.render(checks, options.out, options.jobs, console)
    console.print(report.video_table(videos))
    return _tell_failures(videos, checks)


def _new(options: argparse.Namespace) -> int:
    """Write a new lesson, and say how to render it."""
    path = lessons.file_to_write(options.file)
    (like,) = lessons.find([options.like])
    pool.warm_up()
    source = session.starter(like.lesson)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(source)
    except OSError as error:
        rule = f"can be written ({error.strerror})"
        raise LessonFileError("new lesson", rule, str(path), "another folder") from None
    print(f"Wrote {path}. Render it with:\n  {_command(path)} -q draft")
    return OK


def _command(lesson: Path) -> str:
    """Return the command that renders a lesson, as it has to be typed here."""
    return shlex.join(["python", sys.argv[0], str(lesson)])


def _tell_failures(outcomes: Sequence[Outcome[Any]], checks: Sequence[Outcome[Checked]]) -> int:
    """Print a line for every finding and every scene that failed, and return the exit code.

    What is hard to read is told, but no failure: the video is there to be looked at.
    """
    code = OK
    for check in checks:
        for line in (*report.warnings(check), *report.findings(check)):
            print(line, file=sys.stderr)
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


def _language(code: str) -> tuple[str, str]:
    return "language", code


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
