"""Times the studio: from a moved control to the new picture, and from the scrubber to a picture.

    python benchmarks/previews.py

For each of the first eight scenes five parameters are changed, each while another beat is looked
at, from the first to the last; then moments are looked at by chance. At the end it says how much
memory all processes have that draw, counting what they share once.
"""

from __future__ import annotations

import importlib
import queue
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from engine.jobs import lessons
from engine.jobs.quality import QUALITIES
from engine.planning.request import Request
from engine.workers import worker
from studio.resident.messages import Answer, Look, Moment, Picture, Refused, Tell, Told
from studio.resident.process import Resident

NUDGES = [("points", "3, 6"), ("function", "f(a) = 2*a"), ("nudges", "0.1, 0.001"),
          ("places", "3"), ("points", "1, 4")]  # fmt: skip
CURVES = [("points", "3"), ("function", "f(a) = a**2/2"), ("nudges", "0.1, 0.001"),
          ("places", "3"), ("points", "1.5")]  # fmt: skip
# For each scene five changes.
CHANGES = {
    "nudge:NudgeLine": NUDGES,
    "nudge:NudgeSquare": NUDGES,
    "nudge:NudgeCube": CURVES,
    "nudge:NudgeLog": CURVES,
    "tangents:TangentSlopes": [
        ("points", "2, 1, -3"), ("function", "f(w) = w**2/2"), ("places", "3"),
        ("theme", "light"), ("points", "3, 2, -2"),
    ],
    "chain_rule:ChainRule": [
        ("inputs", "a=4, b=3, c=2"), ("graph", "J = 2*(a + b*c)"), ("nudge", "0.01"),
        ("theme", "light"), ("inputs", "a=5, b=2, c=3"),
    ],
    "descent:BallDescent": [
        ("start", "2.5"), ("learning_rate", "0.2"), ("steps", "8"), ("function", "J(w) = w**2/2"),
        ("start", "-3"),
    ],
    "descent:LearningRates": [
        ("start", "2.5"), ("learning_rates", "0.01, 0.5, 0.9, 1.1"), ("steps", "6"),
        ("function", "J(w) = w**2/2"), ("start", "-3"),
    ],
}  # fmt: skip
_ALONE = "--alone"
_LOOKS = 20  # at each scene
_PATIENCE = 60.0


@dataclass(frozen=True)
class Times:
    """Some seconds.

    Attributes:
        clock: As a clock counts them.
        processor: What processors were busy with in them, in all processes that draw.
    """

    clock: float
    processor: float

    @classmethod
    def now(cls) -> Times:
        """Return what has gone by."""
        busy = 0.0
        for one in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                busy += sum(one.cpu_times()[:4])
        return cls(time.perf_counter(), busy)

    def since(self, before: Times) -> Times:
        """Return what has gone by since another moment."""
        return Times(self.clock - before.clock, self.processor - before.processor)


def main() -> None:
    """Measure, and print milliseconds."""
    if _ALONE in sys.argv:
        _alone()
        return
    print(f"first picture {_first_picture():.1f} s after the start")
    worker.warm_up()
    answers: queue.Queue[Answer] = queue.Queue()
    resident = Resident(answers.put)
    changed: list[Times] = []
    looked: list[Times] = []
    memory: list[float] = []
    chance = random.Random(1)
    for name, changes in CHANGES.items():
        told, beats = _told(resident, answers, name, {}, Moment(0))[1:]
        here: list[Times] = []
        for number, (parameter, value) in enumerate(changes):
            beat = round(number / (len(changes) - 1) * (beats - 1))
            times, told, beats = _told(
                resident, answers, name, {parameter: value}, Moment(beat, 1.0)
            )
            here.append(times)
        time.sleep(2)  # somebody stops to look
        memory.append(_megabytes())
        there = [
            _seconds(resident, answers, told, chance.uniform(0, told.duration))
            for _ in range(_LOOKS)
        ]
        print(f"{name:24} changed {_spread(here)}, looked at {_spread(there)}", flush=True)
        changed += here
        looked += there
    print(f"{'all':24} changed {_spread(changed)}, looked at {_spread(looked)}")
    print(f"memory {max(memory):.0f} MB at most")
    resident.close()


def _told(
    resident: Resident, answers: queue.Queue[Answer], name: str, values: dict[str, str],
    moment: Moment,
) -> tuple[Times, Told, int]:  # fmt: skip
    """Return the seconds until the first picture, and what is known at the end."""
    version = next(_versions)
    request = Request(lessons.find([name]), values, QUALITIES["draft"], Path("out"))
    began = Times.now()
    resident.tell(Tell(version, request, "", moment))
    seconds, beats = began, 0
    while True:
        match answers.get(timeout=_PATIENCE):
            case Picture(version=of) if of == version:
                seconds = Times.now().since(began)
            case Told(version=of) as told if of == version:
                return seconds, told, beats
            case Refused(version=of, message=message) if of == version:
                raise SystemExit(message)
            case answer if answer.version == version:
                beats += 1


def _seconds(resident: Resident, answers: queue.Queue[Answer], told: Told, moment: float) -> Times:
    """Return the seconds until a picture of a moment is there."""
    began = Times.now()
    resident.look(Look(told.version, moment))
    while not isinstance(answers.get(timeout=_PATIENCE), Picture):
        pass
    return Times.now().since(began)


def _first_picture() -> float:
    """Return the seconds from the start of a program to its first picture."""
    began = time.perf_counter()
    subprocess.run([sys.executable, __file__, _ALONE], check=True)
    return time.perf_counter() - began


def _alone() -> None:
    """Show one picture, as a studio that has just been started does."""
    worker.warm_up()
    importlib.import_module("studio.server")  # meanwhile
    answers: queue.Queue[Answer] = queue.Queue()
    resident = Resident(answers.put)
    request = Request(lessons.find(["nudge:NudgeLine"]), {}, QUALITIES["draft"], Path("out"))
    resident.tell(Tell(1, request, "", Moment(0, 0.0)))
    while not isinstance(answers.get(timeout=_PATIENCE), Picture):
        pass
    resident.close()


def _megabytes() -> float:
    """Return the memory of this process and all others that it has started, shared parts once."""
    own = psutil.Process()
    return sum(one.memory_full_info().pss for one in [own, *own.children(recursive=True)]) / 1e6


def _spread(values: Sequence[Times]) -> str:
    by_clock = [1000 * one.clock for one in values]
    by_processor = [1000 * one.processor for one in values]
    return (
        f"{median(by_clock):.0f} ms in the median, {max(by_clock):.0f} at most "
        f"(processors {median(by_processor):.0f}, {max(by_processor):.0f}; n = {len(values)})"
    )


_versions = iter(range(10**6))

if __name__ == "__main__":
    main()
