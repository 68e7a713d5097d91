"""A beat drawn alone has the frames that it has in the whole scene."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

import render
from engine.drawing.excerpt import draw_only
from engine.drawing.renderer import LessonRenderer
from engine.jobs.quality import DRAFT
from scenes.base import LessonScene
from tests.engine.drawing.test_identity import SIZE, Frames, configured_for_frames, ours
from tests.test_house import SCENES


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_beat_alone_is_the_same_as_in_its_scene(
    scene: type[LessonScene], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, beats = ours(scene)
    count = len(beats)
    for number in (0, count // 3, count // 2, count - 1):
        frames, beat = Frames(), beats[number]
        with configured_for_frames(), frames.of_ours(monkeypatch):
            alone = scene({}, make_renderer=partial(LessonRenderer, DRAFT))
            draw_only(alone, number)
            alone.render()
        rate = SIZE["frame_rate"]
        assert frames == whole[round(beat.start * rate) : round(beat.end * rate)], f"beat {number}"
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
