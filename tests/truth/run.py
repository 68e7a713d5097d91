"""The truth fuzz: tells random lessons and checks every sentence and every number.

``python -m tests.truth.run --lessons 1000``, or ``make fuzz``.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from tests.truth import shrinking
from tests.truth.hearing import Fault
from tests.truth.lessons import Lesson, lesson
from tests.truth.telling import ended

AUDITED = 7  # of so many lessons one is looked at by the project's own audit, which takes longer

_TIDINGS = 250  # lessons after which it says how far it is


class Result(NamedTuple):
    """What came of one lesson."""

    number: int
    lesson: Lesson
    refused: str
    faults: list[Fault]
    counts: Counter[str]
    seconds: float


def result(numbered: tuple[int, int]) -> Result:
    """Make a lesson, tell it and hear it."""
    seed, index = numbered
    began = time.monotonic()
    made = lesson(seed, index)
    found = ended(made.story, made.given, audit=index % AUDITED == 0)
    refused = str(found.refused) if found.refused else ""
    faults, counts = found.findings.faults, found.findings.counts
    return Result(index, made, refused, faults, counts, time.monotonic() - began)


def _quiet() -> None:
    logging.disable(logging.INFO)


def results(seed: int, first: int, many: int, workers: int) -> Iterator[Result]:
    """Tell lessons in some processes; what Python keeps of them goes with each process."""
    numbered = [(seed, index) for index in range(first, first + many)]
    if workers == 1:
        yield from map(result, numbered)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, initializer=_quiet, maxtasksperchild=400) as pool:
        yield from pool.imap_unordered(result, numbered, chunksize=8)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--lessons", type=int, default=1000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--most", type=int, default=40, help="faults whose lesson is made small")
    given = asked.parse_args()
    _quiet()
    began = time.monotonic()
    counts: Counter[str] = Counter()
    kinds: dict[tuple[str, str, str], list[tuple[Lesson, Fault, int]]] = {}
    for one in results(given.seed, given.first, given.lessons, given.workers):
        counts += one.counts
        counts["lessons"] += 1
        counts["refused"] += bool(one.refused)
        counts["with a fault"] += bool(one.faults)
        for fault in one.faults:
            kinds.setdefault(fault.key, []).append((one.lesson, fault, one.number))
        if counts["lessons"] % _TIDINGS == 0:
            print(f"{counts['lessons']} lessons, {len(kinds)} faults", file=sys.stderr, flush=True)
    seconds = time.monotonic() - began
    _report(kinds, given.most)
    print(
        f"{counts['lessons']} lessons in {seconds:.0f} s: "
        f"{counts['lessons'] - counts['refused']} told, {counts['refused']} refused, "
        f"{counts['audited']} audited; {counts['sentence']} sentences checked and "
        f"{counts['nothing claimed']} that claim nothing, {counts['number']} numbers on record, "
        f"{counts['voice']} spoken sentences, {counts['screen']} lines on screen, "
        f"{counts['remedy']} remedies; {counts['with a fault']} lessons with a fault, "
        f"{len(kinds)} kinds of them"
    )
    return int(bool(kinds))


def _report(kinds: dict[tuple[str, str, str], list[tuple[Lesson, Fault, int]]], most: int) -> None:
    """Print each kind of fault with its smallest lesson."""
    ordered = sorted(kinds.items(), key=lambda kind: -len(kind[1]))
    for number, (key, examples) in enumerate(ordered, start=1):
        made, fault, index = min(examples, key=lambda example: example[0].size)
        if number <= most:
            made, fault = shrinking.smallest(made, fault)
        print(f"{number}. {fault.kind}, {len(examples)} times (lesson {index})")
        print(f"   {fault.said or key[1]}\n   false: {fault.why}\n   {made.command}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
