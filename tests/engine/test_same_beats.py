"""After any change the files are those of a fresh render, and only other beats are drawn again."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
from rich.console import Console

from engine import session
from engine.drawing.fingerprints import Fingerprints
from engine.jobs import lessons
from engine.jobs.job import Job, Outcome, Part, RenderResult
from engine.jobs.quality import Quality
from engine.planning.request import Request
from engine.tasks import Draw
from engine.workers.pool import News
from voice.choice import Choice

SMALL = Quality("small", 214, 120, 8)
LESSON = '''
from manim import Circle, Create, FadeOut, Square

from scenes.kit import LessonScene, Points, appear, terms


class Kept(LessonScene):
    """Three beats, each of one number."""

    points: Points = (2, 3, 5)

    def construct(self):
        first, second, third = map(float, self.given.points)
        with self.beat("Here is a circle.", kind="setup"):
            self.play(Create(Circle(first / 4)))
        self.clear()
        with self.beat("Here is a square, and {a} is its side.", a=self.given.points[1]):
            text = self.formula("{a}", a=self.given.points[1])
            self.play(appear(text.shift((2, 0, 0))))
            self.play(Create(Square(second / 4)))
        self.clear()
        with self.beat("And one more circle, which goes away.", kind="conclusion"):
            circle = Circle(third / 4)
            self.play(Create(circle))
        self.play(FadeOut(circle))
'''


class Alone:
    """One worker: this very process, which keeps what was drawn.

    Attributes:
        drawn: The parts, one after the other.
    """

    def __init__(self, room: Path) -> None:
        self.size = 1
        self.drawn: list[Part] = []
        self._room = room
        self._news: SimpleQueue[News] = SimpleQueue()

    @property
    def has_room(self) -> bool:
        return self._news.empty()

    def submit(self, task: Any, job: Job) -> None:
        if isinstance(task, Draw):
            self.drawn.append(task.part)
        result = task(job, self._room, lambda progress: None)
        self._news.put(News(task, job, Outcome(job, result, 1.0)))

    def cancel(self, task: Any, job: Job) -> None:
        raise AssertionError("nothing fails")

    def news(self) -> News:
        return self._news.get()


def render(request: Request, force: bool = False) -> set[int]:
    """Render a scene; return the beats that were drawn."""
    return {beat for part in parts_of(request, force) for beat in range(3) if part.draws(beat)}


def parts_of(request: Request, force: bool = False) -> list[Part]:
    """Render a scene; return the parts it was drawn in, one after the other."""
    pools = []

    @contextmanager
    def workers(room: Path) -> Iterator[Any]:
        pools.append(Alone(room))
        yield pools[-1]

    (outcome,) = session.render(request, workers, Console(file=io.StringIO()), force=force)
    assert isinstance(outcome.video.end, RenderResult), outcome
    return pools[0].drawn if pools else []


def files(out: Path) -> dict[str, bytes]:
    found = (path for path in out.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in found}


Change = Callable[[Path, Request], Request]


def edited(*edits: tuple[str, str]) -> Change:
    def change(lesson: Path, request: Request) -> Request:
        text = lesson.read_text(encoding="utf-8")
        for old, new in edits:
            assert old in text
            text = text.replace(old, new)
        lesson.write_text(text, encoding="utf-8")
        return replace(request)

    return change


def asked(**overrides: str) -> Change:
    return lambda lesson, request: replace(request, overrides=overrides)


def swapped(lesson: Path, request: Request) -> Request:
    """Let the first two beats change places."""
    text = lesson.read_text(encoding="utf-8")
    first = re.search(r'        with self.beat\("Here is a circle.*?self.clear\(\)\n', text, re.S)
    second = re.search(r'        with self.beat\("Here is a square.*?self.clear\(\)\n', text, re.S)
    assert first is not None
    assert second is not None
    text = text.replace(first[0] + second[0], second[0] + first[0])
    lesson.write_text(text, encoding="utf-8")
    return replace(request)


LONGER = ("Here is a circle.", "Here is a circle, which one could also call a ring, I should say.")
# Half of the way, where a check looks, is the same.
HIDDEN = ("Create(Square(second / 4))", "Create(Square(second / 4), rate_func=linear)")
CHANGES: dict[str, tuple[Change, set[int]]] = {
    "a longer sentence": (edited(LONGER), {0}),
    "another word": (edited(("Here is a circle.", "Here is a cercle.")), set()),
    "own words for a sentence": (
        edited(("    points:", f"    wording = {{{LONGER[0]!r}: {LONGER[1]!r}}}\n    points:")),
        {0},
    ),
    "a number of one beat": (asked(points="2, 4, 5"), {1}),
    "a number of the last beat": (asked(points="2, 3, 6"), {2}),
    "numbers in another order": (asked(points="5, 3, 2"), {0, 2}),
    "how a picture is drawn": (
        edited(("Circle(third / 4)", "Circle(third / 4, color='BLUE')")),
        {2},
    ),
    "another animation": (edited(("Create(Square", "FadeIn(Square")), {1}),
    "what is between two looks": (edited(HIDDEN), {1}),
    "what comes after the last beat": (
        edited(("FadeOut(circle)", "FadeOut(circle, scale=2)")),
        {2},
    ),
    "how long it takes": (edited(("FadeOut(circle)", "FadeOut(circle, run_time=2)")), {2}),
    "beats in another order": (swapped, set()),
    "a beat is gone": (
        edited(("            self.play(Create(Circle(first", "            pass #")),
        {0},
    ),
    "the theme": (asked(theme="light"), {0, 1, 2}),
    "the background": (asked(background="transparent"), {0, 1, 2}),
    "the author": (asked(author="Ada"), set()),
    "the decimals": (asked(places="3"), set()),
    "the shape": (
        lambda lesson, request: replace(request, quality=SMALL.shaped("9:16")),
        {0, 1, 2},
    ),
    "the frames a second": (
        lambda lesson, request: replace(request, quality=replace(SMALL, frame_rate=10)),
        {0, 1, 2},
    ),
    "sounds": (lambda lesson, request: replace(request, sounds=True), set()),
}


@pytest.fixture
def request_of(tmp_path: Path) -> Request:
    lesson = tmp_path / "mine.py"
    lesson.write_text(
        LESSON.replace("import Circle, Create,", "import Circle, Create, FadeIn, linear,")
    )
    return Request(lessons.find([str(lesson)]), {}, SMALL, tmp_path / "out")


@pytest.mark.parametrize("what", CHANGES)
def test_only_beats_that_look_different_are_drawn_again(request_of: Request, what: str) -> None:
    change, expected = CHANGES[what]
    assert render(request_of) == {0, 1, 2}
    changed = change(request_of.targets[0].lesson.path, request_of)
    assert render(changed) == expected
    fresh = replace(changed, out=changed.out.with_name("fresh"))
    assert render(fresh) == {0, 1, 2}
    assert files(changed.out) == files(fresh.out)


def test_a_scene_is_told_once_more_only_where_a_beat_is_another_than_it_seems(
    request_of: Request,
) -> None:
    render(request_of)
    seen = edited(LONGER)(request_of.targets[0].lesson.path, request_of)
    assert parts_of(seen) == [Part(looked=frozenset({1, 2, 3}))]
    hidden = edited(HIDDEN)(seen.targets[0].lesson.path, seen)
    assert parts_of(hidden) == [
        Part(looked=frozenset({0, 1, 2, 3})),
        Part(without=frozenset({0, 2, 3})),
    ]


def test_with_a_voice_only_what_is_said_otherwise_is_drawn_again(request_of: Request) -> None:
    spoken = replace(request_of, voice=Choice.of("beeps"))
    render(request_of)
    render(spoken)
    changed = edited(LONGER)(spoken.targets[0].lesson.path, spoken)
    assert render(changed) == {0}
    fresh = replace(changed, out=changed.out.with_name("fresh"))
    render(fresh)
    assert files(changed.out) == files(fresh.out)


def test_what_was_kept_may_be_gone_or_damaged(request_of: Request) -> None:
    render(request_of)
    (kept,) = (request_of.out / ".cache" / "scenes").glob("*/*.mp4")
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes()[:-9] + b"something")
    changed = edited(LONGER)(request_of.targets[0].lesson.path, request_of)
    assert render(changed) == {0, 1, 2}
    assert render(replace(changed), force=True) == {0, 1, 2}


def test_fingerprints_differ_with_whatever_a_video_depends_on() -> None:
    def of(*about: object) -> tuple[str, ...]:
        prints = Fingerprints(*about)
        prints.frame([])
        prints.shown(3)
        return prints.of(1)

    assert of("x264", 1) == of("x264", 1)
    assert len({of(), of("x264"), of("x264", 1), of("x264", "1"), of("x265", 1)}) == 5
