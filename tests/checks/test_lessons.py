"""The project's own lessons pass every check, and move as they should."""

from __future__ import annotations

import pytest

from scenes.base import LessonScene
from tests.checks.looking import inspected
from tests.test_house import SCENES

STILL, FADING, MADE = 0.4, 0.25, 0.8  # shares of the time, of the moving time, of the numbers


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_the_lessons_are_true_and_readable_and_their_pictures_make_the_numbers(
    scene: type[LessonScene],
) -> None:
    inspector, told = inspected(scene)
    findings, _ = inspector.findings(told)
    assert [finding.at("", scene.__name__) for finding in findings] == []
    motion = inspector.motion(told)
    assert motion.moving >= 1 - STILL
    assert motion.longest_still <= 2.5
    assert motion.fading <= FADING
    assert motion.made >= MADE
