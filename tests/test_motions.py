"""The motions are as docs/motions.md shows them: each scene is told, true, and moves."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scenes import kit
from scenes.base import LessonScene
from tests.checks.looking import inspected

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
import motion_pictures

MOVES = {
    "Carry", "Count", "Drive", "Lens", "Merge", "Rods", "Roll", "Squeeze", "Trace",
    "Unfold", "dim", "dive", "surface",
}  # fmt: skip


@pytest.mark.parametrize("scene", motion_pictures.scenes(), ids=lambda scene: scene.__name__)
def test_a_motion_is_shown_and_nothing_is_found(scene: type[LessonScene]) -> None:
    inspector, told = inspected(scene)
    assert inspector.findings(told)[0] == ()
    assert inspector.motion(told).moving > 0.2


def test_the_page_is_that_of_the_scenes_and_shows_every_motion() -> None:
    page = motion_pictures.PAGE.read_text(encoding="utf-8")
    assert page == motion_pictures.page()
    assert set(kit.__all__) >= MOVES
    assert [name for name in MOVES if name not in page] == []
    for scene in motion_pictures.scenes():
        assert (motion_pictures.PICTURES / f"{scene.__name__}.gif").stat().st_size <= 300_000
