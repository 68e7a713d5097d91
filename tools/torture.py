"""Does every fault to the renderer many times and prints what came of it (`make torture`).

With ``--only doors`` it tries what comes in from outside instead, each attack once.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from tests.doors import all as doors
from tests.engine import bad_scenes, damage, faults, publish_faults
from tests.engine.bench import NEW, OLD, Bench, Trial
from tests.engine.publish_faults import PublishBench

Fault = Callable[[Bench, random.Random], Trial | None]
PublishFault = Callable[[PublishBench, random.Random], Trial | None]


def plan(chance: random.Random, share: float) -> Iterator[Fault]:
    """Yield every fault as often as it is to be done.

    Args:
        chance: Decides what is left to it.
        share: How often the faults at random moments are done, besides the 50 kills of each kind.
    """
    often, sometimes = max(1, round(12 * share)), max(1, round(4 * share))
    for _ in range(50):
        yield faults.kill_parent
        yield faults.kill_worker
    for _ in range(often):
        yield faults.kill_helper
        yield faults.interrupt
        yield _fill
        yield partial(faults.remove_cache, at_once=chance.random() < 0.3)
        yield _render_equals
        yield _render_different
    for _ in range(sometimes):
        yield _kill_parent_of_endless
        for early in (True, False):
            yield partial(faults.lock_disk, at_once=early)
            yield partial(_edit, helper=early)
        for how in damage.WAYS:
            yield partial(faults.damage_files, how=how)
    for bad in bad_scenes.BAD:
        yield partial(_render_bad, bad)


def publish_plan(chance: random.Random, share: float) -> Iterator[PublishFault]:
    """Yield every fault of publishing as often as it is to be done; see `plan`."""
    for _ in range(max(1, round(25 * share))):
        yield publish_faults.kill_parent
        yield publish_faults.kill_worker
    for _ in range(max(1, round(8 * share))):
        yield publish_faults.kill_helper
        yield publish_faults.interrupt
        yield publish_faults.terminate
        yield _fill_while_publishing
        yield _crash_while_publishing
        yield partial(publish_faults.publish_at_once, count=chance.choice((2, 3)))
        yield publish_faults.render_meanwhile


def steps(bench: Bench, kept: bool, stride: int) -> Iterator[Trial]:
    """Kill the program before its first change of a file, its second, and so on."""
    for step in count(1, stride):
        trial = faults.crash(bench, step, kept)
        if trial is None:
            return
        yield trial


def table(trials: list[Trial]) -> Table:
    """Count what was done, and what went wrong."""
    result = Table("fault", "times", "lost or wrong", "what the program said, for example")
    wrong = Counter(trial.fault for trial in trials if trial.wrong)
    for fault, times in Counter(trial.fault for trial in trials).items():
        said = max((trial.said for trial in trials if trial.fault == fault), key=len)
        line = said.strip().partition("\n")[0]
        result.add_row(fault, str(times), str(wrong[fault]), escape(line))
    result.add_row("all", str(len(trials)), str(wrong.total()), "")
    return result


def try_doors(console: Console) -> int:
    """Try every attack once and print what came of them; 1 if one ended as it must not."""
    ended = list[tuple[str, str, tuple[str, ...]]]()
    with tempfile.TemporaryDirectory() as room, doors.house(Path(room)) as house:
        for attack in doors.ATTACKS:
            began = time.monotonic()
            house.begin()
            try:
                came = attack.do(house)
                ending, wrong, said = came.ending, attack.faults(came), came.said
            except Exception as error:  # the next one is tried all the same
                ending, wrong, said = "failed", (repr(error),), ""
            ended.append((attack.door, ending, wrong))
            line = (" ".join(wrong) or said).replace("\n", " ")[:400]
            mark = "WRONG" if wrong else "fine"
            took = time.monotonic() - began
            console.print(
                f"{mark} {attack.door}: {attack.name}: {ending} ({took:.0f} s) {line}",
                markup=False, soft_wrap=True,
            )  # fmt: skip
    result = Table("door", "tried", "refused", "survived", "failed")
    for door in (*dict.fromkeys(door for door, *_ in ended), "all"):
        of_it = [one for one in ended if door in (one[0], "all")]
        right = Counter(ending for _, ending, wrong in of_it if not wrong)
        refused = right["refused"] + right["told"]
        failed = len(of_it) - right.total()
        counts = len(of_it), refused, right.total() - refused, failed
        result.add_row(door, *map(str, counts))
    console.print(result)
    return 1 if any(wrong for *_, wrong in ended) else 0


def main() -> int:
    """Run everything; the exit code is 1 when anything was lost or wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--share", type=float, default=1.0, help="do the other faults less often")
    parts = ["render", "publish", "doors"]
    parser.add_argument("--only", choices=parts, help="leave the other faults out")
    asked = parser.parse_args()
    if asked.only == "doors":
        return try_doors(Console(width=160))
    print(f"seed {asked.seed}", flush=True)
    # A shell lets what runs in the background ignore Ctrl-C, and so would what we start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    began, chance, console = time.monotonic(), random.Random(asked.seed), Console(width=160)
    todo = list(plan(chance, asked.share)) if asked.only != "publish" else []
    later = list(publish_plan(chance, asked.share)) if asked.only != "render" else []
    trials, lock = list[Trial](), Lock()
    chance.shuffle(todo)
    chance.shuffle(later)

    def note(trial: Trial | None) -> None:
        if trial is None:
            return
        with lock:
            trials.append(trial)
            for one in trial.wrong:
                console.print(f"WRONG {trial.fault}: {one[-400:]}", markup=False)
            if len(trials) % 50 == 0:
                console.print(f"{len(trials)} done, {time.monotonic() - began:.0f} s")

    def work(folder: Path, number: int) -> None:
        own = random.Random(f"{asked.seed} {number}")
        if todo:
            bench = Bench(folder / f"bench{number}")
            for trial in steps(bench, kept=bool(number), stride=1 if number else 5):
                note(trial)
            while fault := take(todo):
                note(fault(bench, own))
        if later:
            publishing = PublishBench(folder / f"publishing{number}")
            while fault := take(later):
                note(fault(publishing, own))

    def take(faults: list[Any]) -> Any:
        with lock:
            return faults.pop() if faults else None

    with tempfile.TemporaryDirectory() as room, ThreadPoolExecutor(2) as threads:
        running = [threads.submit(work, Path(room), number) for number in (0, 1)]
        try:
            for done in running:
                done.result()
        finally:
            todo.clear()  # after Ctrl-C nothing new is begun
            later.clear()
    trials.sort(key=lambda trial: trial.fault)
    console.print(table(trials))
    print(f"{len(trials)} faults in {time.monotonic() - began:.0f} s, seed {asked.seed}")
    return 1 if any(trial.wrong for trial in trials) else 0


def _fill(bench: Bench, chance: random.Random) -> Trial:
    leave = chance.choice((0, chance.randrange(150_000)))
    return faults.fill_disk(bench, leave, kept=chance.random() < 0.2)


def _render_equals(bench: Bench, chance: random.Random) -> Trial:
    return faults.render_at_once(bench, chance, NEW, NEW)


def _render_different(bench: Bench, chance: random.Random) -> Trial:
    return faults.render_at_once(bench, chance, OLD, NEW, NEW)


def _kill_parent_of_endless(bench: Bench, _: random.Random) -> Trial:
    return bad_scenes.kill_parent_of_endless(bench)


def _render_bad(bad: bad_scenes.Bad, bench: Bench, _: random.Random) -> Trial:
    return bad_scenes.render_bad(bench, bad)


def _edit(bench: Bench, chance: random.Random, helper: bool) -> Trial:
    return faults.edit(bench, chance, faults.edited(bench), helper)


def _fill_while_publishing(bench: PublishBench, chance: random.Random) -> Trial:
    return publish_faults.fill_disk(bench, chance.choice((0, chance.randrange(2_000_000))))


def _crash_while_publishing(bench: PublishBench, chance: random.Random) -> Trial | None:
    return publish_faults.crash(bench, chance.randrange(1, 150))


if __name__ == "__main__":
    sys.exit(main())
