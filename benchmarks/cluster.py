"""Measures what a cluster costs: seconds and bytes of a job, beyond those of the scene itself.

    python benchmarks/cluster.py nudge:NudgeLine --quality draft --repeat 10

It starts a scheduler and one worker on this machine, and lets the worker check and draw a scene
again and again, one job at a time; then the same without a cluster. A job's *overhead* is the
time from asking for it until its files are here, less the time its own process took. It says
nothing of a real network: add what the printed bytes take on yours. docs/cluster.md puts the
figures together.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from engine import tasks
from engine.cluster import parcel
from engine.cluster import workers as cluster
from engine.jobs import lessons
from engine.jobs.job import Failure, Job, Outcome
from engine.jobs.quality import QUALITIES
from engine.workers import pool, worker
from engine.workers.pool import Pool, Watcher

ROOT = Path(__file__).resolve().parents[1]
Opener = Callable[[Path], AbstractContextManager[Pool]]


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("scene", nargs="?", default="nudge:NudgeLine", metavar="LESSON:SCENE")
    parser.add_argument("--quality", choices=list(QUALITIES), default="draft")
    parser.add_argument("--repeat", type=int, default=10, metavar="N")
    options = parser.parse_args()
    (target,) = lessons.find([options.scene])
    job = Job(target.lesson, target.scene or "", (), QUALITIES[options.quality], Path("out"))
    worker.warm_up()
    print(f"{job.name} at {job.quality}, {options.repeat} times")
    with running() as (address, scheduler):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as room, cluster.workers(address, Path(room)):
            print(f"opening and closing the cluster: {time.perf_counter() - began:.2f} s")
        busy, began = processor_time(scheduler), time.perf_counter()
        measure("cluster", partial(cluster.workers, address), job, options.repeat)
        share = (processor_time(scheduler) - busy) / (time.perf_counter() - began)
        print(f"the scheduler meanwhile took {100 * share:.0f} % of a core")
    measure("local", partial(pool.local, 1), job, options.repeat)
    tell_sizes(job)


@contextmanager
def running() -> Iterator[tuple[str, psutil.Process]]:
    """Run a scheduler and a worker that does one job at a time; yield address and scheduler."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "scheduler.json"
        dask = [sys.executable, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0"]
        dask += ["--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(record)]
        quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        programs = [subprocess.Popen(dask, **quiet)]  # type: ignore[call-overload]
        try:
            address = None
            while address is None:
                time.sleep(0.1)
                with suppress(FileNotFoundError, json.JSONDecodeError):
                    address = json.loads(record.read_text(encoding="utf-8"))["address"]
            work = [sys.executable, "render.py", "worker", address, "--jobs", "1"]
            programs.append(subprocess.Popen(work, **quiet))  # type: ignore[call-overload]
            time.sleep(5)  # Manim is imported
            yield address, psutil.Process(programs[0].pid)
        finally:
            for program in reversed(programs):
                program.terminate()
                program.wait()


def processor_time(process: psutil.Process) -> float:
    """Return the seconds of processor time a program has taken by now."""
    times = process.cpu_times()
    return float(times.user + times.system)


def measure(name: str, opener: Opener, job: Job, repeat: int) -> None:
    """Check and draw a scene some times, one after the other, and print what that took."""
    for does, task in (("check", tasks.check), ("draw", tasks.Draw())):
        with tempfile.TemporaryDirectory() as room, opener(Path(room)) as workers:
            done(task, job, workers)  # the first one waits for imports
            ours, over = [], []
            processor = time.process_time()
            for _ in range(repeat):
                began = time.perf_counter()
                outcome = done(task, job, workers)
                over.append(time.perf_counter() - began - outcome.seconds)
                ours.append(outcome.seconds)
            processor = (time.process_time() - processor) / repeat
        print(
            f"{name:8} {does:6} itself {statistics.median(ours):7.2f} s   "
            f"overhead {1000 * statistics.median(over):5.0f} ms "
            f"({1000 * min(over):.0f} to {1000 * max(over):.0f})   "
            f"processor time of the program that asks {1000 * processor:4.0f} ms",
            flush=True,
        )


def done(task: Any, job: Job, workers: Pool) -> Outcome[Any]:
    """Return what a task came to."""
    (outcome,) = pool.run(task, [job], workers, Watcher())
    if isinstance(outcome.end, Failure):
        raise SystemExit(f"{job.name} failed: {outcome.end.reason}")
    return outcome


def tell_sizes(job: Job) -> None:
    """Print how many bytes travel for a job."""
    sources = worker.ask(partial(parcel.collect, job.lesson))
    assert isinstance(sources, parcel.Sources)
    there = parcel.Parcel("0" * 32, tasks.Draw(), job, sources, 3600.0).packed()
    with tempfile.TemporaryDirectory() as room, pool.local(1, Path(room)) as workers:
        checked = parcel.Delivery.of(done(tasks.check, job, workers)).packed()
        drawn = parcel.Delivery.of(done(tasks.Draw(), job, workers)).packed()
    print(f"bytes to a worker: {len(there):,}; back: {len(checked):,} of a check, ", end="")
    print(f"{len(drawn):,} of a drawing")


if __name__ == "__main__":
    main()
