"""One beat of a scene is asked for by its number; its frames are looked at in test_identity."""

from __future__ import annotations

from typing import Any

import render


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
