"""Workers take checks first, then the longest scene, of which each takes its share of the beats."""

from __future__ import annotations

from collections import deque
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.finding import Finding
from engine.jobs.job import CheckResult, DrawingResult, Failure, Job, Outcome, Part, Progress
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES
from engine.schedule import Schedule
from engine.shares import divided
from engine.tasks import Draw, Join
from engine.workers.pool import News, Watcher

FRAMES = {"short": 10, "middle": 20, "long": 30, "false": 25, "torn": 40, "alone": 60, "traced": 60}


def job(name: str) -> Job:
    return Job(LessonFile(Path("some.py")), name, (), QUALITIES["draft"], Path("out"))


def name_of(task: Any) -> str:
    if isinstance(task, Draw):
        first, end = task.part.first, task.part.end
        return "draw" if task == Draw() else f"draw {first}–{'' if end is None else end}"
    return "join" if isinstance(task, Join) else "check"


class Workers:
    """Some workers that need no time: what was begun first ends first.

    Attributes:
        said: What they were asked to do, in order.
        joined: The parts that were put together, in order.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.said: list[str] = []
        self.joined: list[str] = []
        self._running: deque[tuple[Any, Job]] = deque()
        self._cancelled: list[tuple[Any, Job]] = []

    @property
    def has_room(self) -> bool:
        return len(self._running) < self.size

    def submit(self, task: Any, job: Job) -> None:
        assert self.has_room
        self._running.append((task, job))
        self.said.append(f"{name_of(task)} {job.scene}")

    def cancel(self, task: Any, job: Job) -> None:
        if (task, job) in self._running:
            self._cancelled.append((task, job))
            self.said.append(f"cancel {name_of(task)} {job.scene}")

    def news(self) -> News:
        task, job = self._running.popleft()
        end: Any
        if (task, job) in self._cancelled or (job.scene == "torn" and task == Draw(Part(0, 2))):
            end = Failure("it was stopped", None)
        elif isinstance(task, Draw):
            end = DrawingResult(Path(name_of(task)), {}, "x.mp4", 1.0, (), False)
        elif isinstance(task, Join):
            self.joined = [*dict.fromkeys(str(one.video.parent) for one in task.stretches)]
            end = DrawingResult(Path("x"), {}, "x.mp4", 1.0, (), False)
        elif job.scene == "broken":
            end = Failure("it broke", 2)
        else:
            found = Finding("a.rule", 0, "hm", is_untrue=job.scene == "false")
            frames = FRAMES[job.scene]
            ends = tuple(range(10, frames + 1, 10))
            end = CheckResult(
                frames,
                1.0,
                ("x",) * len(ends),
                ends,
                ends,
                0,
                (found,),
                divisible=job.scene != "traced",
            )
        return News(task, job, Outcome(job, end, 1.0))


class Measured(Watcher):
    """Keeps how long scenes are said to be."""

    def __init__(self) -> None:
        self.frames: dict[str, int] = {}

    def measured(self, job: Job, frames: int) -> None:
        self.frames[job.scene] = frames

    def advanced(self, job: Job, progress: Progress) -> None:
        raise AssertionError("nobody reported progress")


def schedule(*names: str, size: int) -> tuple[Workers, dict[str, str]]:
    workers, watcher = Workers(size), Measured()
    told = Schedule(map(job, names), workers, watcher).run()  # type: ignore[arg-type]
    ends = {
        one.job.scene: type(one.end).__name__
        + (f" {type(drawing.end).__name__}" if drawing else "")
        for one, drawing in told
    }
    assert watcher.frames == {name: FRAMES[name] for name in names if " " in ends[name]}
    return workers, ends


def test_one_worker_draws_the_first_scene_at_once_and_of_the_others_the_longest_first() -> None:
    workers, ends = schedule("short", "middle", "long", size=1)
    assert workers.said == [
        *("check short", "draw short"),
        *("check middle", "check long"),
        *("draw long", "draw middle"),
    ]
    assert set(ends.values()) == {"CheckResult DrawingResult"}


def test_what_is_untrue_or_cannot_be_checked_is_not_drawn() -> None:
    for size in (1, 2, 7):
        workers, ends = schedule("false", "broken", "short", size=size)
        assert workers.said == ["check false", "check broken", "check short", "draw short"]
        assert ends == {
            "false": "CheckResult",
            "broken": "Failure",
            "short": "CheckResult DrawingResult",
        }


@pytest.mark.parametrize(
    ("size", "parts"),
    [
        (1, ["draw"]),
        (2, ["draw 0–3", "draw 3–"]),
        (3, ["draw 0–2", "draw 2–4", "draw 4–"]),
        (50, [f"draw {i}–{i + 1}" for i in range(5)] + ["draw 5–"]),
    ],
)
def test_a_scene_alone_is_drawn_by_all_workers(size: int, parts: list[str]) -> None:
    workers, ends = schedule("alone", size=size)
    joins = ["join alone"] if size > 1 else []
    assert workers.said == ["check alone", *(f"{part} alone" for part in parts), *joins]
    assert workers.joined == (parts if size > 1 else [])
    assert ends == {"alone": "CheckResult DrawingResult"}


def test_a_scene_whose_pictures_depend_on_those_before_is_not_shared_out() -> None:
    workers, _ = schedule("traced", size=2)
    assert workers.said == ["check traced", "draw traced"]


def test_a_scene_is_shared_out_if_it_is_the_first_or_more_than_a_workers_share() -> None:
    workers, _ = schedule("long", "middle", "alone", "torn", size=2)
    first, *drawn = (what for what in workers.said if "draw" in what and what[-6:] != "middle")
    assert first.startswith("draw 0–")
    assert drawn[0] == f"draw {first[7]}– long"
    assert drawn[1:] == ["draw alone", "draw torn"]
    workers, _ = schedule("alone", "short", size=1)
    assert workers.said == ["check alone", "draw alone", "check short", "draw short"]
    shared = ["draw 0–3 alone", "draw 3– alone", "join alone"]
    for names in (("alone", "false"), ("false", "alone")):
        workers, _ = schedule(*names, size=2)
        assert workers.said[2:] == shared
    workers, _ = schedule("short", "alone", size=2)
    assert workers.said[-3:] == shared
    workers, _ = schedule("short", "alone", "middle", "long", "torn", size=2)
    assert "draw alone" in workers.said


def test_many_workers_do_everything_once() -> None:
    workers, ends = schedule("short", "false", "middle", "long", size=7)
    drawings = [what for what in workers.said if what.startswith("draw")]
    assert len(drawings) == len(set(drawings)) == 1 + 2 + 3
    assert ends.pop("false") == "CheckResult"
    assert set(ends.values()) == {"CheckResult DrawingResult"}


def test_a_part_that_fails_ends_its_scene_and_no_other() -> None:
    workers, ends = schedule("torn", size=2)
    assert workers.said[-2:] == ["draw 2– torn", "cancel draw 2– torn"]
    assert ends == {"torn": "CheckResult Failure"}
    workers, ends = schedule("short", "torn", size=2)
    assert not any(what.startswith("join torn") for what in workers.said)
    assert ends == {"torn": "CheckResult Failure", "short": "CheckResult DrawingResult"}


@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(0, 300)), min_size=1, max_size=30),
    st.integers(1, 40),
)
def test_parts_are_all_of_a_scene_and_take_no_longer_than_a_share_and_a_beat(
    beats: list[tuple[int, int]], count: int
) -> None:
    moving = tuple(accumulate(move for move, _ in beats))
    parts = divided(tuple(accumulate(move + still for move, still in beats)), moving, count)
    bounds = [(part.first, part.end) for part in parts]
    assert [first for first, _ in bounds] == [0, *(end for _, end in bounds[:-1])]
    assert bounds[-1][1] is None
    for (first, end), frames in zip(bounds, parts.values(), strict=True):
        assert frames == sum(move + still for move, still in beats[first:end])
        longest = max(move for move, _ in beats)
        assert sum(move for move, _ in beats[first:end]) <= moving[-1] / count + longest
    assert len(parts) <= min(count, len(beats))


@given(
    st.lists(st.tuples(st.integers(1, 300), st.booleans()), min_size=1, max_size=30),
    st.integers(1, 5),
)
def test_parts_are_of_the_beats_that_are_not_left_out(
    beats: list[tuple[int, bool]], count: int
) -> None:
    ends = tuple(accumulate(frames for frames, _ in beats))
    without = frozenset(beat for beat, (_, out) in enumerate(beats) if out)
    parts = divided(ends, ends, count, without)
    drawn = [beat for part in parts for beat in range(len(beats)) if beat in part]
    assert drawn == [beat for beat in range(len(beats)) if beat not in without]
    for part, frames in parts.items():
        assert frames == sum(beats[beat][0] for beat in range(len(beats)) if beat in part) > 0
    # What is played after the last beat belongs to it.
    assert any(len(beats) in part for part in parts) == (len(beats) - 1 not in without)
