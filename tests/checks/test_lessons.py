"""The project's own lessons pass every check: of truth, of what is seen, of how it moves."""

from __future__ import annotations

import pytest

from scenes.base import LessonScene
from tests.checks.looking import look
from tests.test_house import SCENES


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_the_lessons_are_true_and_readable_and_their_pictures_make_the_numbers(
    scene: type[LessonScene],
) -> None:
    findings, _ = look(scene)
    assert [finding.at("", scene.__name__) for finding in findings] == []
