"""Check and draw the lessons of docs/checked.toml: ``python tools/checked.py``.

Writes docs/checked.md, a table with what the check found and some pictures of each lesson, and
the pictures in docs/checked/. ``--sheets DIR`` writes a sheet with the last picture of every
beat of each lesson as well, to be looked at; ``--only TEXT`` leaves the other lines as they are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rich.console import Console

from engine import progress, report
from engine.jobs import lessons
from engine.jobs.job import Job, Outcome
from engine.jobs.quality import QUALITIES
from engine.planning import params, plan
from engine.planning.request import Request
from engine.telling import stills
from engine.telling.stills import Stills
from engine.workers import pool

DOCS = Path(__file__).resolve().parents[1] / "docs"
LIST, PAGE, PICTURES = DOCS / "checked.toml", DOCS / "checked.md", DOCS / "checked"
SHOWN, WIDTH = 6, 320  # pictures of each lesson on the page, and their width in pixels
SHEET_COLUMNS, SHEET_WIDTH = 5, 427
INTRODUCTION = """\
# Lessons nobody prepared

Steep, flat and level functions, poles and edges of domains, irrational numbers, large and tiny
ones, graphs of 1 to 15 operations: each line is a lesson of this project with other parameters
(they are in [checked.toml](checked.toml)), what `render.py --check` says about it, and some of
its pictures. Made by `python tools/checked.py`; `tests/test_checked.py` holds every line to it.

| lesson | changed | beats | numbers | check | pictures |
|---|---|---|---|---|---|
"""


def jobs() -> tuple[Job, ...]:
    """Return a job for every lesson of the list."""
    targets = [lessons.Target(lesson) for lesson in lessons.available()]
    request = Request(targets, {}, QUALITIES["draft"], Path("out"), params.read(LIST))
    return tuple(job for job in plan.plan(request) if job.variant)


def listed() -> dict[str, list[str]]:
    """Return the names of the lessons of the list by their scenes; nothing is computed for that."""
    return {scene: [*table["variant"]] for scene, table in params.read(LIST).tables.items()}


def job(scene: str, variant: str) -> Job:
    """Return the job for one lesson of the list."""
    (lesson,) = (one for one in lessons.available() if scene in _scenes(one))
    table = params.read(LIST).tables[scene]["variant"][variant]
    alone = params.ParamsFile(str(LIST), {scene: {"variant": {variant: table}}})
    target = lessons.Target(lesson, scene)
    request = Request([target], {}, QUALITIES["draft"], Path("out"), alone)
    (found,) = (job for job in plan.plan(request) if job.variant)
    return found


@cache
def _scenes(lesson: lessons.LessonFile) -> tuple[str, ...]:
    return tuple(scene.__name__ for scene in lessons.load(lesson))


def row(job: Job, findings: int, beats: int, numbers: int) -> str:
    """Return a lesson's line of the table, without its pictures."""
    changed = "<br>".join(f"`{name} = {_written(value)}`" for name, value in job.overrides)
    verdict = f"{findings} findings" if findings else "ok"
    return f"| {job.scene} {job.variant} | {changed} | {beats} | {numbers} | {verdict} |"


def main() -> int:
    """Write the page and its pictures; 1 where a lesson failed or has findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=Path, metavar="DIR", help="where whole sheets go")
    parser.add_argument("--only", default="", metavar="TEXT", help="lessons whose names hold it")
    options = parser.parse_args()
    PICTURES.mkdir(exist_ok=True)
    every, bad = jobs(), 0
    chosen = [job for job in every if options.only in job.name]
    lines = _written_lines(every)
    with (
        tempfile.TemporaryDirectory() as scratch,
        pool.local(pool.default_jobs(), Path(scratch)) as workers,
        progress.counting(Console(stderr=True), "Drawing", chosen) as watcher,
    ):
        outcomes = pool.run(stills.take, chosen, workers, watcher)
    for outcome in outcomes:
        if not isinstance(outcome.end, Stills):
            print(report.failure(outcome, (), None), file=sys.stderr)
            bad += 1
            continue
        found = [
            f.at(outcome.job.lesson.name, outcome.job.output) for f in outcome.end.checked.findings
        ]
        bad += len(found)
        print("\n".join(found), end="\n" * bool(found), file=sys.stderr)
        lines[outcome.job.output] = _line(outcome, options.sheets)
    page = "".join(lines[job.output] for job in every if job.output in lines)
    PAGE.write_text(INTRODUCTION + page, encoding="utf-8")
    return 1 if bad else 0


def _written_lines(every: Sequence[Job]) -> dict[str, str]:
    """Return the lines that the page has now, by the names of the lessons' files."""
    if not PAGE.exists():
        return {}
    page = PAGE.read_text(encoding="utf-8").splitlines(keepends=True)
    return {
        job.output: line
        for job in every
        for line in page
        if line.startswith(f"| {job.scene} {job.variant} |")
    }


def _line(outcome: Outcome[Stills], sheets: Path | None) -> str:
    job, drawn = outcome.job, outcome.end
    assert isinstance(drawn, Stills)
    if sheets is not None:
        sheets.mkdir(parents=True, exist_ok=True)
        whole = stills.sheet(drawn.pictures, SHEET_COLUMNS, SHEET_WIDTH)
        whole.save(sheets / f"{job.output}.png")
    last = len(drawn.pictures) - 1
    some = [drawn.pictures[round(i * last / (SHOWN - 1))] for i in range(SHOWN)]
    name = f"{job.output}.webp"
    stills.sheet(some, SHOWN // 2, WIDTH).save(PICTURES / name, quality=70, method=6)
    checked = drawn.checked
    line = row(job, len(checked.findings), len(checked.beats), checked.numbers)
    return f"{line} ![{job.scene} {job.variant}](checked/{name}) |\n"


def _written(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}={number}" for name, number in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    sys.exit(main())
