"""A beat drawn alone has the frames that it has in the whole scene."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from manim import tempconfig

import render
from engine.drawing.excerpt import draw_only
from engine.drawing.renderer import LessonRenderer
from engine.jobs.quality import DRAFT
from scenes.base import LessonScene
from tests.engine.drawing.test_identity import QUIET, SIZE, Frames
from tests.test_house import SCENES


def told(scene: LessonScene, monkeypatch: pytest.MonkeyPatch) -> Frames:
    frames = Frames()
    with frames.of_ours(monkeypatch):
        scene.render()
    return frames


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_beat_alone_is_the_same_as_in_its_scene(
    scene: type[LessonScene], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    make = partial(LessonRenderer, DRAFT)
    with tempconfig(SIZE | QUIET | {"media_dir": str(tmp_path)}):
        whole = scene({}, make_renderer=make)
        frames = told(whole, monkeypatch)
        count = len(whole.beats)
        for number in (0, count // 3, count // 2, count - 1):
            beat = whole.beats[number]
            alone = scene({}, make_renderer=make)
            draw_only(alone, number)
            rate = SIZE["frame_rate"]
            first, last = round(beat.start * rate), round(beat.end * rate)
            same = told(alone, monkeypatch) == frames[first:last]
            assert same, f"beat {number}"
            assert len(alone.beats) == number + 1  # the rest isn't even told


def test_a_beat_that_is_not_there_is_refused(lesson: Any, capsys: Any) -> None:
    out = ["--out", str(lesson.parent / "out"), "-q", "draft"]
    assert render.main([f"{lesson}:First", *out, "--beat", "3"]) == 2
    said = capsys.readouterr().err
    assert "--beat: is a beat of tiny:First, from 1 to 2; got '3'. Try: --beat 2" in said
    assert render.main([str(lesson), *out, "--beat", "1"]) == 2
    assert "--beat: is a beat of one scene; got '2 scenes'" in capsys.readouterr().err
    assert render.main([f"{lesson}:First", *out, "--beat", "2"]) == render.OK
    made = lesson.parent / "out" / "tiny"
    assert [file.name for file in made.iterdir()] == ["First.beat-2.mp4"]
