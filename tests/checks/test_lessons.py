"""The project's own lessons pass every check: of truth, of what is seen, of how it moves."""

from __future__ import annotations

from functools import cache

import pytest

from scenes.base import LessonScene
from tests.checks.looking import inspected
from tests.test_house import IDS, SCENES

looked_at = cache(inspected)


@pytest.mark.parametrize("scene", SCENES, ids=IDS)
def test_every_lesson_can_be_told(scene: type[LessonScene]) -> None:
    _, told = looked_at(scene)
    assert 40 < told.now < 180
    assert any(beat.kind == "conclusion" for beat in told.beats)


@pytest.mark.parametrize("scene", SCENES, ids=IDS)
def test_the_lessons_are_true_and_readable_and_their_pictures_make_the_numbers(
    scene: type[LessonScene],
) -> None:
    inspector, told = looked_at(scene)
    findings, _ = inspector.findings(told)
    assert [finding.at("", scene.__name__) for finding in findings] == []
