"""A beat is a score: what moves begins with its word and takes its share of the sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Circle, Create, VMobject

from calculus.errors import LessonError
from calculus.shown import shown
from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene
from scenes.picture.motion import RunOut
from scenes.picture.thinking import think
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.telling.beats import Kind
from scenes.telling.narration import SpokenLine, Utterance
from scenes.telling.score import rest
from scenes.words.wording import Clause
from tests.scenes.telling import tell

FRAME = 1 / 10  # seconds


class Told(LessonScene):
    """One beat, in which something is placed."""

    def construct(self) -> None:
        self.tell("a")

    def tell(self, where: str | float, kind: Kind = "action") -> None:
        self.marks: list[tuple[float, bool]] = []  # when an animation ended, and whether it moved
        self.on_play = lambda scene: self.marks.append(
            (scene.now, not scene.is_current_animation_frozen_frame())
        )
        with self.beat(
            "Along the base it grows by {a}, and then along the height by as much as {b} at once.",
            kind=kind, a=shown(2), b=shown(30),
        ):  # fmt: skip
            self.play(Create(Circle()), at=where, share=0.25)

    @property
    def moved(self) -> tuple[float, float]:
        """When the first thing moved, from and until."""
        i = next(i for i, (_, moves) in enumerate(self.marks) if moves)
        return (self.marks[i - 1][0] if i else 0.0), self.marks[i][0]


def scene_that_tells(where: str | float, kind: Kind = "action") -> type[Told]:
    class Other(Told):
        def construct(self) -> None:
            self.tell(where, kind)

    return Other


class Slowly:
    """A voice that takes two seconds for every word, however long."""

    name = "slow"

    def say(self, line: SpokenLine) -> Utterance:
        counts = [len(part.split()) for part in line.parts]
        starts = [2.0 * sum(counts[:i]) for i in range(len(counts))]
        return Utterance(Path("none.wav"), 2.0 * sum(counts), tuple(starts))


def test_what_is_placed_begins_with_its_word_and_takes_its_share() -> None:
    scene = tell(Told)
    (beat,) = scene.beats
    start, end = scene.moved
    read = beat.end - beat.start
    assert start == pytest.approx(read * beat.speech.index("two") / len(beat.speech), abs=FRAME)
    assert end - start == pytest.approx(read / 4, abs=FRAME)
    assert tell(scene_that_tells(0.5)).moved[0] == pytest.approx(read / 2, abs=FRAME)


def test_a_voice_says_when() -> None:
    with configured({"dry_run": True, "progress_bar": "none", "frame_rate": 10}):
        scene = Told({}, make_renderer=BlindRenderer)
        scene.voice = Slowly()
        scene.render()
    (beat,) = scene.beats
    words = beat.speech.split()
    # It can only be told from the captions when a word is said: to within a caption.
    late = 2.0 * words.index("two,")
    assert scene.moved[0] == pytest.approx(late, abs=4)
    assert scene.moved[1] - scene.moved[0] == pytest.approx(2.0 * len(words) / 4, abs=1)


def test_what_is_over_is_played_at_once() -> None:
    class Late(Told):
        def construct(self) -> None:
            with self.beat("It grows by {a} at once.", a=shown(2)):
                self.play(Create(Circle()), run_time=20)
                before = self.now
                self.play(Create(Circle()), at="a", run_time=1)
                self.waited = self.now - before

    assert tell(Late).waited == pytest.approx(1, abs=FRAME)


@pytest.mark.parametrize("where", ["c", "base"])
def test_a_word_that_is_no_field_is_refused(where: str) -> None:
    with pytest.raises(LessonError, match=r"a field of the sentence \(a, b\)"):
        tell(scene_that_tells(where))


def test_nothing_is_placed_outside_of_a_beat() -> None:
    class Outside(LessonScene):
        def construct(self) -> None:
            self.play(Create(Circle()), share=0.5)

    with pytest.raises(LessonError, match="inside a beat"):
        tell(Outside)


def test_a_question_leaves_time_to_think_and_shows_it() -> None:
    scene = tell(scene_that_tells("b", "question"))
    *_, (stood, _), (end, moved) = scene.marks
    assert moved
    assert 2.4 <= end - stood <= 3.1
    assert len([one for one in scene.mobjects if isinstance(one, VMobject)]) == 1  # it has run out


@pytest.mark.parametrize("kind", get_args(Kind))
@given(seconds=st.floats(3, 40), stood=st.floats(0, 2.4))
def test_no_rest_is_too_still_and_all_of_it_is_used(
    kind: Kind, seconds: float, stood: float
) -> None:
    parts = [*rest(seconds, kind, True, stood)]
    ends = [0.0, *(end for _, end in parts)]
    assert ends == sorted(ends)
    assert ends[-1] == pytest.approx(seconds)
    for (what, end), start in zip(parts, ends, strict=False):
        if what == "still":
            assert end - start + (0 if start else stood) <= 2.5 + 1e-9
    what, end = parts[-1]
    lasts = end - ends[-2]
    if kind == "question":
        assert what == "think"
        assert lasts == pytest.approx(min(seconds, 3.0))
    elif kind in ("result", "conclusion"):
        assert what == "still"
        assert lasts >= 2 - 1e-9


def test_where_nothing_can_swell_the_picture_stands() -> None:
    assert [*rest(9.0, "action", swells=False)] == [("still", 9.0)]


def test_the_ring_of_a_question_lies_over_no_title() -> None:
    class Titled(Told):
        def construct(self) -> None:
            self.heading = self.show_title("{words}", words=Clause("a long title " * 6))
            self.tell("a", "question")

        def play(self, *animations: Any, **options: Any) -> None:
            for one in animations:
                if isinstance(one, RunOut):
                    self.ring = one.mobject.copy()  # the one played runs out
            super().play(*animations, **options)

    scene = Titled({}, renderer=BlindRenderer())
    with configured({"dry_run": True, "progress_bar": "none", "frame_rate": 10}):
        scene.render()
    title, ring = scene.heading, scene.ring
    assert title.width > 0.95 * scene.regions.safe.width  # there is no room beside it
    apart = np.abs(title.get_center() - ring.get_center())[:2]
    assert (apart > [(title.width + ring.width) / 2, (title.height + ring.height) / 2]).any()


def test_the_ring_of_a_question_stands_on_a_grid() -> None:
    scene = Told({})
    world = World(scene.regions, Window(-3, -1, 5, 9), scene.theme)
    ring = think(scene.regions.safe, scene.theme, [world.axes], 1.0).mobject
    corner = scene.regions.safe.right, scene.regions.safe.top
    assert [ring.get_right()[0], ring.get_top()[1]] == pytest.approx(corner)
