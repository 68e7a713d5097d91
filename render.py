"""Render the lessons: ``python render.py --help``."""

from __future__ import annotations

import json
import shlex
import sys
import threading
from collections.abc import Sequence
from functools import partial
from typing import Any

from rich.console import Console
from rich.table import Table

from calculus.errors import LessonError, LessonFileError
from engine import options, report, session, tasks
from engine.commands import Clean, Command, New, Publish, Render, Work
from engine.jobs import lessons, refusals
from engine.jobs.job import CheckResult, Failure, Outcome
from engine.keeping.cache import Cache
from engine.planning import catalogue, params, schema
from engine.planning.catalogue import SceneInfo
from engine.planning.request import Request
from engine.session import SceneOutcome, Workers
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
    try:
        words = sys.argv[1:] if arguments is None else arguments
        with stoppable():
            is_studio = words[:1] == ["studio"]
            return _studio(words[1:]) if is_studio else _run(options.parse(words))
    except LessonError as error:
        print(f"render.py: {error}", file=sys.stderr)
        return options.MISTAKE
    except (OSError, MemoryError) as error:
        print(f"render.py: {refusals.sentence(error)}", file=sys.stderr)
        return FAILED
    except Stopped as stopped:
        print("render.py: stopped", file=sys.stderr)
        return 128 + stopped.signal


def _studio(words: Sequence[str]) -> int:
    """Show lessons in the browser, where they can be changed."""
    from studio import command

    return command.run(words)


def _run(asked: Command) -> int:
    """Do what somebody asks for, and return the exit code."""
    match asked:
        case Render(mode="list"):
            return _list(asked)
        case Render(mode="schema"):
            return _schema(asked)
        case Render(mode="check"):
            return _check(asked)
        case Render(mode="watch"):
            return _watch(asked)
        case Render():
            return _render(asked)
        case Publish():
            return _publish(asked, report.console())
        case New():
            return _new(asked)
        case Clean():
            return _clean(asked)
        case Work():
            return _work(asked)


def _list(asked: Render) -> int:
    """Show the parameters of scenes."""
    scenes, console = _described(asked), report.console()
    for scene in scenes:
        console.print(report.parameter_table(scene))
    return OK


def _schema(asked: Render) -> int:
    """Print the schema of a file for --params."""
    print(json.dumps(schema.schema(_described(asked)), indent=2))  # ASCII, for wherever it goes
    return OK


def _check(asked: Render) -> int:
    """Check scenes without drawing them."""
    console = report.console()
    checks = session.check(_request(asked), _workers(asked), console, asked.timeout)
    failed = _tell(console, report.check_table(checks), checks, checks)
    return failed or (FAILED if any(map(report.findings, checks)) else OK)


def _watch(asked: Render) -> int:
    """Render, and again after every change, until somebody ends it."""
    from engine import watch

    console = report.console()
    files = [target.lesson.path for target in lessons.find(asked.targets)]
    files += [asked.params.resolve()] if asked.params else []
    watch.watch(partial(_again, asked, console), files, console)


def _render(asked: Render) -> int:
    """Render scenes, unless nothing has changed, and publish formats of them."""
    request, console = _request(asked), report.console()
    if asked.voice is not None:
        asked.voice.require_folder()
    for target in request.targets:
        session.require_writable(asked.out / target.lesson.name)
    outcomes = None if asked.force else session.unchanged(request)
    if outcomes is None:
        outcomes = session.render(request, _workers(asked), console, asked.timeout, asked.force)
    return _finish(asked, outcomes, console)


def _again(asked: Render, console: Console, superseded: threading.Event) -> None:
    """Render once more, for somebody who watches."""
    try:
        request, workers = _request(asked), _workers(asked, superseded)
        outcomes = session.render(request, workers, console, asked.timeout, asked.force)
        _finish(asked, outcomes, console, superseded)
    except (LessonError, OSError) as error:
        print(f"render.py: {refusals.sentence(error)}", file=sys.stderr)


def _publish(
    asked: Publish,
    console: Console,
    outcomes: Sequence[SceneOutcome] | None = None,
    superseded: threading.Event | None = None,
) -> int:
    """Publish formats of some scenes, or of all in a folder."""
    from engine.publishing import session as publishing

    done = publishing.publish(asked, console, outcomes, superseded)
    for path in done.made:
        print(path)
    for path, code in done.embeds.items():
        print(f"\nTo show {path.name} inside another page, beside which it lies:\n{code}")
    for line in done.warnings:
        print(f"render.py: warning: {line}", file=sys.stderr)
    for line in done.failures:
        print(f"render.py: {line}", file=sys.stderr)
    return FAILED if done.failures else OK


def _new(asked: New) -> int:
    """Write a new lesson, and say how to render it."""
    path = lessons.file_to_write(asked.file)
    (like,) = lessons.find([asked.like])
    source = session.ask(partial(tasks.starter, like.lesson, path))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(source)
    except OSError as error:
        rule = f"can be written ({error.strerror})"
        raise LessonFileError("new lesson", rule, str(path), "another folder") from None
    command = shlex.join(["python", sys.argv[0], str(path)])
    print(f"Wrote {path}. Render it with:\n  {command} -q draft")
    return OK


def _clean(asked: Clean) -> int:
    """Remove finished scenes from the cache."""
    removed = Cache(asked.out).clean(asked.limit)
    print(f"Removed {removed / 10**6:.1f} MB of finished scenes from {asked.out}.")
    return OK


def _work(asked: Work) -> int:
    """Work for a cluster until somebody stops it."""
    from engine.cluster import workers as cluster

    worker.warm_up()
    cluster.serve(asked.address, asked.jobs)
    return OK


def _described(asked: Render) -> tuple[SceneInfo, ...]:
    """Return what there is to know about the scenes."""
    return session.ask(partial(catalogue.describe, lessons.find(asked.targets)), asked.timeout)


def _request(asked: Render) -> Request:
    """Find the lessons, and read the file of parameters."""
    return Request(
        targets=lessons.find(asked.targets),
        overrides=dict(asked.overrides),
        quality=asked.quality.shaped(asked.aspect),
        out=asked.out,
        params=None if asked.params is None else params.read(asked.params),
        beat=asked.beat,
        voice=asked.voice,
        sounds=asked.sounds,
    )


def _workers(asked: Render, superseded: threading.Event | None = None) -> Workers:
    """Return who does it: processes of this machine, or workers of a cluster."""
    if asked.cluster is None:
        worker.warm_up(worker.DRAWING, *(asked.voice.at_hand if asked.voice else ()))
        return partial(pool.local, asked.jobs, timeout=asked.timeout, superseded=superseded)
    from engine.cluster import workers as cluster

    return partial(cluster.workers, asked.cluster, timeout=asked.timeout, superseded=superseded)


def _finish(
    asked: Render,
    outcomes: Sequence[SceneOutcome],
    console: Console,
    superseded: threading.Event | None = None,
) -> int:
    """Tell what became of scenes, and publish formats of them; return the exit code.

    What is hard to read is told, but no failure: the video is there to be looked at.
    """
    checks, videos = [one.check for one in outcomes], [one.video for one in outcomes]
    code = _tell(console, report.video_table(videos), videos, checks)
    if asked.formats:
        code = max(code, _publish(asked, console, outcomes, superseded))
    if warning := session.outdated(asked.out, outcomes):
        print(f"render.py: warning: {warning}", file=sys.stderr)
    return code


def _tell(
    console: Console,
    table: Table,
    outcomes: Sequence[Outcome[Any]],
    checks: Sequence[Outcome[CheckResult]],
) -> int:
    """Print what became of scenes, what was found in them and why some failed; return the code."""
    console.print(table)
    for check in checks:
        for line in report.remarks(check):
            print(line, file=sys.stderr)
    code = OK
    for outcome, check in zip(outcomes, checks, strict=True):
        said = check.end.beats if isinstance(check.end, CheckResult) else ()
        message = report.failure(outcome, said, session.keep_log(outcome))
        if message is not None:
            print(f"render.py: {message}", file=sys.stderr)
            is_mistake = isinstance(outcome.end, Failure) and outcome.end.is_mistake
            code = max(code, options.MISTAKE if is_mistake else FAILED)
    return code


if __name__ == "__main__":
    sys.exit(main())
