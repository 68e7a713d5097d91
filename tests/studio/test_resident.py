"""The resident process draws any moment as it is in the video, and survives every lesson."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

from studio.resident.messages import Look, Moment, Picture, Refused, Said, Told
from tests.running import run
from tests.studio.conftest import MOVING, Asker
from tests.waiting import await_that

WIDTH, FRAME_WIDTH, RATE = 854, 14.2222, 15


def place(picture: Picture) -> float:
    """Where the bright dot is, in Manim units from the middle."""
    grey = np.asarray(Image.open(io.BytesIO(picture.png)).convert("L"), float)
    columns = (grey > 128).sum(axis=0)
    return float((columns * np.arange(WIDTH)).sum() / columns.sum() / WIDTH - 0.5) * FRAME_WIDTH


def expected(time: float, second: float) -> float:
    """Where it should be: 2 units a second, for 2 seconds from the start of each beat."""
    return -5 + 2 * min(time, 2) + 2 * min(max(time - second, 0), 2)


def test_any_moment_is_where_the_motion_has_come(asker: Asker, moving: Path) -> None:
    told = asker.tell(moving)
    assert isinstance(told, Told)
    _, second = [
        one for one in asker.heard if isinstance(one, Said) and one.version == told.version
    ]
    for time in (0.0, 0.5, 1.21, 1.9, second.start, second.start + 1.0, told.duration, 0.8):
        picture = asker.look(time)
        assert picture.time == pytest.approx(min(time, told.duration), abs=1 / RATE + 1e-6)
        assert place(picture) == pytest.approx(expected(time, second.start), abs=0.03)


def test_the_first_picture_is_that_of_the_moment_that_is_looked_at(
    asker: Asker, moving: Path
) -> None:
    for moment, at in ((Moment(0, 1.0), -3), (Moment(1, 1.5), 2), (Moment(1, None), 3),
                       (Moment(7, 0.0), 3)):  # fmt: skip
        before = len(asker.heard)
        asker.tell(moving, moment)
        first = next(one for one in asker.heard[before:] if isinstance(one, Picture))
        assert place(first) == pytest.approx(at, abs=0.03)


def test_sentences_follow_the_values(asker: Asker, moving: Path) -> None:
    before = len(asker.heard)
    told = asker.tell(moving, function="f(a) = a**3", points="3")
    said = [one for one in asker.heard[before:] if isinstance(one, Said)]
    assert [one.text for one in said] == ["The value is 27."]
    assert said[0].template == said[0].words == "The value is {y}."
    assert isinstance(told, Told)
    assert told.readings[0] == ("function", "f(a) = a³, said: A cubed")


@pytest.mark.parametrize(
    ("name", "value"),
    [("function", "f(a) = 2*b"), ("points", "2, 2x"), ("points", "1,,"), ("places", "20"),
     ("theme", "sepia"), ("nothing", "1"), ("function", "x" * 300_000)],
)  # fmt: skip
def test_a_wrong_value_is_refused_as_on_the_command_line(
    name: str, value: str, asker: Asker, moving: Path
) -> None:
    refused = asker.tell(moving, **{name: value})
    done = run("moving.py:Moving", "--check", "--set", f"{name}={value}", folder=moving.parent)
    assert done.returncode == 2
    assert isinstance(refused, Refused)
    assert refused.message == done.stderr.strip().removeprefix("render.py: ")
    if refused.suggested:
        assert isinstance(asker.tell(moving, **{refused.suggested: refused.suggestion}), Told)


BAD = {
    "never ends": ("while True: pass", "longer than 4 s"),
    "plays for ever": ("while True: self.play(dot.animate.shift(RIGHT))", "longer than 4 s"),
    "raises": ("self.add(1 / 0)", "ZeroDivisionError"),
    "is killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
    "leaves": ("import os; os._exit(3)", "ended with code 3"),
    "swallows everything": (
        "\n            try:\n                raise SystemExit(3)"
        "\n            except BaseException: raise ValueError('none')",
        "ValueError: none",
    ),
}


@pytest.fixture(scope="module")
def impatient() -> Iterator[Asker]:
    asker = Asker(limit=4.0)
    yield asker
    asker.resident.close()


@pytest.mark.parametrize("what", BAD)
def test_a_lesson_that_does_harm_is_told_and_the_next_one_works(
    what: str, impatient: Asker, moving: Path
) -> None:
    does, reason = BAD[what]
    line = "            with self.beat("
    moving.write_text(MOVING.replace(line, f"            {does}\n{line}"), encoding="utf-8")
    refused = impatient.tell(moving)
    assert isinstance(refused, Refused)
    assert reason in refused.message
    moving.write_text(MOVING, encoding="utf-8")
    assert isinstance(impatient.tell(moving), Told)


def test_a_lesson_that_does_not_end_does_not_keep_others_waiting(tmp_path: Path) -> None:
    marker, endless, moving = (tmp_path / name for name in ("begun", "endless.py", "moving.py"))
    line = "            with self.beat("
    harm = f"            open({str(marker)!r}, 'w').close()\n            while True: pass\n"
    endless.write_text(MOVING.replace(line, harm + line), encoding="utf-8")
    moving.write_text(MOVING, encoding="utf-8")
    asker = Asker(limit=20.0)
    asker.ask(endless)
    await_that(marker.exists)
    assert isinstance(asker.tell(moving), Told)
    asker.resident.close()


def test_only_what_was_asked_last_is_told_to_its_end(asker: Asker, moving: Path) -> None:
    before = len(asker.heard)
    for number in range(20):
        asker.ask(moving, points=str(number))
    told = asker.tell(moving, points="7, 8")
    ended = [one.version for one in asker.heard[before:] if isinstance(one, Told)]
    assert len(ended) < 20
    assert ended[-1] == told.version


def residents() -> set[psutil.Process]:
    """The processes that are forked from what all workers are forked from."""
    direct = psutil.Process().children()
    return {one for parent in direct for one in parent.children()}


def test_of_a_long_story_there_are_a_few_copies_and_every_moment_is_still_found(
    tmp_path: Path,
) -> None:
    path = tmp_path / "moving.py"
    slow = "                end = time.process_time() + 0.06\n"
    slow += "                while time.process_time() < end: pass\n"
    text = MOVING.replace("                self.play", f"{slow}                self.play")
    path.write_text(text.replace("from manim", "import time\nfrom manim", 1), encoding="utf-8")
    before, asker = residents(), Asker()
    told = asker.tell(path, points=", ".join(map(str, range(1, 21))))
    assert isinstance(told, Told)
    assert place(asker.look(1.0)) == pytest.approx(-3, abs=0.03)
    (resident,) = residents() - before
    await_that(lambda: len(resident.children()) == 4)
    said = [one for one in asker.heard if isinstance(one, Said)]
    for beat in said[::7]:
        assert asker.look(beat.start).time == pytest.approx(beat.start, abs=1 / RATE)
    asker.resident.close()


def test_a_scene_in_which_nothing_happens_is_shown(asker: Asker, tmp_path: Path) -> None:
    path = tmp_path / "moving.py"
    path.write_text(MOVING.partition("        dot =")[0] + "        pass\n", encoding="utf-8")
    told = asker.tell(path)
    assert isinstance(told, Told)
    assert told.duration == 0
    assert asker.look(0.0).time == 0


def test_a_moment_of_a_story_that_is_replaced_is_not_looked_for_in_the_next(
    asker: Asker, moving: Path
) -> None:
    asker.tell(moving)
    old = asker.version
    asker.ask(moving, points="7, 8")
    asker.resident.look(Look(old, 3.0))
    seen = []
    while not isinstance(answer := asker.next(), Told):
        seen += [answer.time] if isinstance(answer, Picture) else []
    assert answer.version == asker.version
    assert 3.0 not in seen


def test_nothing_is_left_of_it(moving: Path) -> None:
    before = residents()
    asker = Asker()
    asker.tell(moving)
    asker.look(1.0)
    (resident,) = residents() - before
    all_of_it = [resident, *resident.children(recursive=True)]
    asker.resident.close()
    await_that(lambda: not any(one.is_running() for one in all_of_it))
