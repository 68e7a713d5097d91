"""Shows how the work goes: bars on a terminal, a line for each scene elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Display
from rich.text import Text

from engine.jobs.job import Failure, Job, Outcome, Progress, RenderResult
from engine.workers.pool import Watcher


class Lines(Watcher):
    """Prints a line for every scene that is finished."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def finished(self, outcome: Outcome[Any]) -> None:
        """Say how the job ended."""
        match outcome.end:
            case RenderResult(file=file):
                how = f"{file} ({outcome.seconds:.0f} s)"
            case _:
                how = "failed"
        self._console.print(Text(f"{outcome.job.name}: {how}"), soft_wrap=True)


class Count(Watcher):
    """Counts what is finished.

    Attributes:
        advance: Counts one more.
    """

    def __init__(self, advance: Callable[[], None]) -> None:
        self.advance = advance

    def finished(self, outcome: Outcome[Any]) -> None:
        """Count one more."""
        self.advance()


class Bars(Watcher):
    """A bar for all frames, and under it one for each scene being drawn."""

    def __init__(self, bars: Display, heading: str) -> None:
        self._bars = bars
        self._frames: dict[Job, int] = {}
        self._done: dict[Job, int] = {}
        self._tasks: dict[Job, TaskID] = {}
        self._all = bars.add_task(heading, total=None, beat="")

    def measured(self, job: Job, frames: int) -> None:
        """Make the bars as long as they are."""
        self._frames[job] = frames
        self._bars.update(self._all, total=sum(self._frames.values()))
        if job in self._tasks:
            self._bars.update(self._tasks[job], total=frames)

    def started(self, job: Job) -> None:
        """Add a bar for the scene."""
        self._tasks[job] = self._bars.add_task(
            escape(job.name), total=self._frames.get(job), beat=""
        )

    def advanced(self, job: Job, progress: Progress) -> None:
        """Move the scene's bar, and the one for everything."""
        beat = "" if progress.beat is None else f"beat {progress.beat + 1}"
        self._move(job, progress.frames, beat)

    def finished(self, outcome: Outcome[Any]) -> None:
        """Fill the scene's bar, or say that it failed."""
        if outcome.job in self._tasks:
            failed = isinstance(outcome.end, Failure)
            frames = self._frames.get(outcome.job, 0)
            self._move(outcome.job, frames, "[red]failed" if failed else "done")

    def _move(self, job: Job, frames: int, beat: str) -> None:
        self._done[job] = frames
        self._bars.update(self._tasks[job], completed=frames, beat=beat)
        self._bars.update(self._all, completed=sum(self._done.values()))


@contextmanager
def counting(console: Console, heading: str, total: int) -> Iterator[Count]:
    """Show how many of some things are finished; on a terminal only.

    Args:
        console: Where.
        heading: What is being done to them, for example "Checking".
        total: How many there are.
    """
    if console.is_terminal:
        with _bars(console) as bars:
            task = bars.add_task(heading, total=total, beat="")
            yield Count(lambda: bars.advance(task))
    else:
        yield Count(lambda: None)


@contextmanager
def measuring(console: Console, heading: str) -> Iterator[Watcher]:
    """Show how far each job is.

    Args:
        console: Where.
        heading: What is being done to the jobs, for example "Rendering".
    """
    if console.is_terminal:
        with _bars(console) as bars:
            yield Bars(bars, heading)
    else:
        yield Lines(console)


def _bars(console: Console) -> Display:
    return Display(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        TextColumn("[dim]{task.fields[beat]}"),
        console=console,
    )
