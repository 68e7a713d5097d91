"""Render the lessons: ``python render.py --help``."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from calculus.errors import LessonError, LessonFileError
from engine import options, report, session
from engine.jobs import lessons, refusals
from engine.jobs.job import Checked, Outcome
from engine.keeping.cache import Cache
from engine.options import MISTAKE
from engine.planning import params, schema
from engine.planning.request import Request
from engine.session import Means, Told
from engine.stopping import Stopped, stoppable
from engine.workers import pool, worker

OK, FAILED = 0, 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 when everything is done, 1 when a scene failed or the system refused something, 2 for
        a mistake in what was asked for, 130 after Ctrl-C.
    """
    report.let_print(sys.stdout, sys.stderr)
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands = {
        "new": (options.starter_parser, _new),
        "publish": (options.publisher_parser, _publish_again),
        "clean": (options.cleaner_parser, _clean),
        "worker": (options.worker_parser, _work),
    }
    grammar, command = commands.get(words[0] if words else "", (options.parser, _run))
    try:
        with stoppable():
            rest = words if command is _run else words[1:]
            return command(grammar().parse_intermixed_args(rest))
    except LessonError as error:
        print(f"render.py: {error}", file=sys.stderr)
        return MISTAKE
    except (OSError, MemoryError) as error:
        print(f"render.py: {refusals.sentence(error)}", file=sys.stderr)
        return FAILED
    except Stopped as stopped:
        print("render.py: stopped", file=sys.stderr)
        return 128 + stopped.signal


def _run(asked: argparse.Namespace) -> int:
    _require_use(asked)
    targets = lessons.find(asked.targets)
    console = report.console()
    if asked.list or asked.schema:
        worker.warm_up()
        scenes = session.describe(targets, asked.timeout)
        if asked.schema:
            print(json.dumps(schema.schema(scenes), indent=2))  # ASCII: wherever it is written to
        for scene in scenes if asked.list else ():
            console.print(report.parameter_table(scene))
        return OK
    if asked.watch:
        from engine import watch

        worker.warm_up()
        files = [target.lesson.path for target in targets]
        files += [asked.params.resolve()] if asked.params else []
        watch.watch(partial(_again, asked, console), files, console)
    request = _request(asked)
    if asked.check:
        return _check(request, _means(asked, console))
    if asked.voice is not None:
        asked.voice.require_folder()
    for target in targets:
        session.require_writable(asked.out / target.lesson.name)
    told = None if asked.force else session.unchanged(request)
    if told is None:
        told = _render(request, _means(asked, console), asked.force)
    return _finish(asked, told, console)


def _require_use(asked: argparse.Namespace) -> None:
    """Make sure that what was asked for isn't in vain.

    Raises:
        LessonFileError: One option leaves nothing to do for another.
    """
    modes = [f"--{mode}" for mode in ("list", "schema", "check") if getattr(asked, mode)]
    vain = []
    if asked.formats and asked.beat is not None:
        vain.append(("--formats", "are made of whole scenes", f"--beat {asked.beat}"))
    if asked.formats and modes:
        vain.append(("--formats", "are made of what is drawn", modes[0]))
    if asked.voice is not None and modes and not asked.check:
        vain.append(("--voice", "reads out what is drawn or checked", modes[0]))
    for thing, rule, got in vain:
        raise LessonFileError(thing, rule, got, "one of the two options")


def _request(asked: argparse.Namespace) -> Request:
    """Read what was asked for, from the files it is in."""
    return Request(
        targets=lessons.find(asked.targets),
        settings=dict(asked.settings),
        quality=asked.quality.shaped(asked.aspect),
        out=asked.out,
        file=None if asked.params is None else params.read(asked.params),
        beat=None if asked.beat is None else asked.beat - 1,
        voice=asked.voice,
    )


def _means(
    asked: argparse.Namespace, console: Console, superseded: threading.Event | None = None
) -> Means:
    if asked.cluster is not None and asked.voice is not None and asked.voice.folder is not None:
        rule = "takes a voice that every worker has by itself"
        raise LessonFileError("--cluster", rule, "--voice files", "--voice espeak")

    def workers(scratch: Path) -> AbstractContextManager[pool.Pool]:
        if asked.cluster is not None:
            from engine.cluster import workers as cluster

            return cluster.workers(asked.cluster, scratch, asked.timeout, superseded)
        return pool.local(asked.jobs, scratch, asked.timeout, superseded)

    return Means(workers, console, asked.timeout)


def _check(request: Request, means: Means) -> int:
    worker.warm_up()
    checks = session.check(session.plan(request, means.timeout), means)
    means.console.print(report.check_table(checks))
    _tell_findings(checks)
    failed = _tell_failures(checks, checks)
    return failed or (FAILED if any(map(report.findings, checks)) else OK)


def _render(request: Request, means: Means, force: bool) -> list[Told]:
    worker.warm_up()
    return session.render(request, session.plan(request, means.timeout), means, force)


def _again(asked: argparse.Namespace, console: Console, superseded: threading.Event) -> None:
    """Render once more, for somebody who watches."""
    means = _means(asked, console, superseded)
    try:
        told = _render(_request(asked), means, asked.force)
        _finish(asked, told, console, superseded)
    except (LessonError, OSError) as error:
        print(f"render.py: {refusals.sentence(error)}", file=sys.stderr)


def _new(asked: argparse.Namespace) -> int:
    """Write a new lesson, and say how to render it."""
    path = lessons.file_to_write(asked.file)
    (like,) = lessons.find([asked.like])
    worker.warm_up()
    source = session.starter(like.lesson)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(source)
    except OSError as error:
        rule = f"can be written ({error.strerror})"
        raise LessonFileError("new lesson", rule, str(path), "another folder") from None
    command = shlex.join(["python", sys.argv[0], str(path)])
    print(f"Wrote {path}. Render it with:\n  {command} -q draft")
    return OK


def _publish_again(asked: argparse.Namespace) -> int:
    """Publish what is rendered."""
    return _publish(asked, report.console())


def _publish(
    asked: argparse.Namespace,
    console: Console,
    told: Sequence[Told] | None = None,
    superseded: threading.Event | None = None,
) -> int:
    """Publish formats of some scenes, or of all in a folder; return the exit code."""
    from engine.publishing import session as publishing

    wanted = publishing.Asked(asked.out, asked.formats, asked.jobs, told, asked.gif_size)
    done = publishing.publish(wanted, console, superseded)
    for path in done.made:
        print(path)
    for path, code in done.embeds.items():
        print(f"\nTo show {path.name} inside another page, beside which it lies:\n{code}")
    for line in done.warnings:
        print(f"render.py: warning: {line}", file=sys.stderr)
    for line in done.failures:
        print(f"render.py: {line}", file=sys.stderr)
    return FAILED if done.failures else OK


def _clean(asked: argparse.Namespace) -> int:
    """Remove finished scenes from the cache."""
    removed = Cache(asked.out).clean(asked.limit)
    print(f"Removed {removed / 10**6:.1f} MB of finished scenes from {asked.out}.")
    return OK


def _work(asked: argparse.Namespace) -> int:
    """Work for a cluster until somebody stops it."""
    from engine.cluster import workers as cluster

    worker.warm_up()
    cluster.serve(asked.address, asked.jobs)
    return OK


def _finish(
    asked: argparse.Namespace,
    told: Sequence[Told],
    console: Console,
    superseded: threading.Event | None = None,
) -> int:
    """Tell what became of scenes, publish the formats that were asked for; return the exit code."""
    code = _tell(told, console)
    if asked.formats:
        code = max(code, _publish(asked, console, told, superseded))
    if warning := session.outdated(asked.out, told):
        print(f"render.py: warning: {warning}", file=sys.stderr)
    return code


def _tell(told: Sequence[Told], console: Console) -> int:
    """Print what was made of scenes and what is wrong with them, and return the exit code.

    What is hard to read is told, but no failure: the video is there to be looked at.
    """
    checks, videos = [one.check for one in told], [one.video for one in told]
    console.print(report.video_table(videos))
    _tell_findings(checks)
    return _tell_failures(videos, checks)


def _tell_findings(checks: Sequence[Outcome[Checked]]) -> None:
    """Print a line for every warning and every finding, and what an author can change."""
    for check in checks:
        for line in (*report.warnings(check), *report.findings(check), *report.advice(check)):
            print(line, file=sys.stderr)


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


if __name__ == "__main__":
    sys.exit(main())
