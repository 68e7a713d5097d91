"""What the command line prints: tables, and sentences about failures."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from engine.jobs import naming
from engine.jobs.job import CheckResult, Failure, Job, Outcome, RenderResult
from engine.planning.catalogue import SceneInfo

# Where nobody looks at a terminal, lines are as long as they need to be.
_PAPER_WIDTH = 160
_FAILED = Text("failed", "red")


def console() -> Console:
    """Return the console for standard output; a pipe or a file gets wide, plain text."""
    terminal = Console(emoji=False)  # a scene called One is no 1️⃣
    return terminal if terminal.is_terminal else Console(width=_PAPER_WIDTH, emoji=False)


def let_print(*streams: TextIO) -> None:
    """Let signs that a terminal or a file has no letters for be written as codes.

    Else a name in the wrong place would end the program.
    """
    for stream in streams:
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def parameter_table(scene: SceneInfo) -> Table:
    """List the parameters of a scene: what they are, what they mean, what they accept."""
    table = _table("parameter", "default", "meaning", "change it with")
    table.title = Text.assemble((scene.name, "bold"), "  ", scene.summary)
    for info in scene.parameters:
        change = f"--set {shlex.quote(f'{info.name}={info.example}')}"
        table.add_row(*map(Text, (info.name, info.default, info.description, change)))
    return table


def check_table(outcomes: Iterable[Outcome[CheckResult]]) -> Table:
    """List what the check found in each scene."""
    counted = "beats", "duration", "moving", "numbers"
    table = _table("scene", *counted, "", right=counted)
    for outcome in outcomes:
        match outcome.end:
            case CheckResult() as checked:
                length, moving = clock(checked.duration), f"{checked.moving:.0%}"
                counts = str(len(checked.beats)), length, moving, str(checked.numbers)
                cells = (*map(Text, counts), _verdict(checked))
            case _:
                cells = (*[Text()] * len(counted), _FAILED)
        table.add_row(Text(outcome.job.name), *cells)
    return table


def findings(outcome: Outcome[CheckResult]) -> list[str]:
    """Return a line for each rule that a scene breaks: `file:Scene:beat: message [rule]`."""
    if not isinstance(outcome.end, CheckResult):
        return []
    return [finding.at(_file(outcome.job), outcome.job.output) for finding in outcome.end.findings]


def advice(outcome: Outcome[CheckResult]) -> list[str]:
    """Return a line about what the author of a scene can change that is hard to read.

    Most pictures are drawn by the stories, so that nobody who writes a lesson can move them; but
    everybody can give them other values or more room, or accept how they look.
    """
    checked = outcome.end
    if not isinstance(checked, CheckResult) or not checked.is_true or not checked.findings:
        return []
    changes = ["what it draws"] if checked.is_authors_own or not checked.parameters else []
    changes += [*checked.parameters, "places"] if checked.parameters else []
    rules = dict.fromkeys(finding.rule for finding in checked.findings)
    accepted = ", ".join(f'"{rule}": "a reason"' for rule in rules)
    return [
        f"{_where(outcome.job)}: true, but hard to read: change {', '.join(changes)} or --aspect, "
        f"or accept it in the lesson: exemptions = {{{accepted}}}"
    ]


def warnings(outcome: Outcome[CheckResult]) -> list[str]:
    """Return a line for each thing an author should know: `file:Scene: warning: message`."""
    if not isinstance(outcome.end, CheckResult):
        return []
    where = _where(outcome.job)
    return [f"{where}: warning: {message}" for message in outcome.end.warnings]


def remarks(outcome: Outcome[CheckResult]) -> list[str]:
    """Return all lines about a scene: warnings, findings, advice."""
    return [*warnings(outcome), *findings(outcome), *advice(outcome)]


def _where(job: Job) -> str:
    return f"{_file(job)}:{job.output}"


def _file(job: Job) -> str:
    return naming.from_here(job.lesson.path)


def _verdict(checked: CheckResult) -> Text:
    """Say whether a scene passed, and what it is exempt from and why."""
    count = len(checked.findings)
    found = Text(f"{count} finding{'s' * (count > 1)}", "red")
    excused = (
        Text(f"exempt from {exempted.rule} ({exempted.count}): {exempted.reason}")
        for exempted in checked.exempted
    )
    return Text("\n").join([found if count else Text("ok", "green"), *excused])


def video_table(outcomes: Iterable[Outcome[RenderResult]]) -> Table:
    """List the videos."""
    table = _table("scene", "duration", "file", "took", right=("duration", "took"))
    for outcome in outcomes:
        match outcome.end:
            case RenderResult(file=file, duration=duration, is_new=is_new):
                took = f"{outcome.seconds:.0f} s" if is_new else "unchanged"
                cells = (Text(clock(duration)), Text(str(file)), Text(took))
            case _:
                cells = (Text(), _FAILED, Text(f"{outcome.seconds:.0f} s"))
        table.add_row(Text(outcome.job.name), *cells)
    return table


def failure(outcome: Outcome[Any], said: Sequence[str], log: Path | None) -> str | None:
    """Tell in one line which scene failed, in which beat and why, and where to read more.

    Args:
        outcome: What became of the scene; for a success there is nothing to tell.
        said: What the beats say, as far as that is known.
        log: Where the details are, if there are any.
    """
    end = outcome.end
    if not isinstance(end, Failure):
        return None
    name = f"{end.where}: {outcome.job.name}" if end.where else outcome.job.name
    if end.is_mistake:
        beat = "" if end.beat is None else f", beat {end.beat + 1}"
        return f"{name}{beat}: {end.reason}"
    where = "" if end.beat is None else f" in beat {end.beat + 1}"
    if end.beat is not None and end.beat < len(said):
        where += f" (“{said[end.beat]}”)"
    more = "" if log is None else f" Details: {log}"
    return f"{name} failed{where}: {end.reason.rstrip('.')}.{more}"


def clock(seconds: float) -> str:
    """Write a duration as minutes and seconds.

    Example:
        >>> clock(75.4)
        '1:15'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _table(*columns: str, right: tuple[str, ...] = ()) -> Table:
    table = Table(box=box.SIMPLE, title_justify="left", title_style="")
    for column in columns:
        table.add_column(column, justify="right" if column in right else "left", overflow="fold")
    return table
