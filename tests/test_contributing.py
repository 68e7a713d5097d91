"""What the recipes show is what they say: their examples are told, and nothing is found in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from scenes.base import LessonScene
from scenes.nudge import NudgeScene
from tests.checks.looking import findings
from tests.scenes.telling import tell

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PLACE = re.compile(r"`((?:[a-z_]+/)+[\w.]*)`")


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGES[2].read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(params=examples(), ids=lambda text: re.findall(r"class (\w+)", text)[0])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> type[LessonScene]:
    path = tmp_path / "mine.py"
    path.write_text(request.param, encoding="utf-8")
    (found,) = lessons.load(LessonFile(path))
    return found


def test_an_example_of_a_recipe_is_told_and_true(scene: type[LessonScene]) -> None:
    said = [beat.text for beat in tell(scene).beats]
    assert any(
        text in said for text in ("We shall look at 2 points.", "Where x is 3, the value is 9.")
    )
    assert findings(scene) == []


def test_the_parts_of_a_story_are_those_that_a_beat_can_be_told_in() -> None:
    found = re.search(r"`scenes/nudge/story.py`: ([^)]*)\)", PAGES[2].read_text(encoding="utf-8"))
    assert found is not None
    parts = re.findall(r"`(\w+)`", found[1])
    assert len(parts) == 3
    assert set(parts) <= set(vars(NudgeScene))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in LINK.findall(text):
        assert "://" in target or (page.parent / target).exists(), target
    if page.name in ("ARCHITECTURE.md", "CONTRIBUTING.md"):
        for place in PLACE.findall(text):
            homes = [ROOT, *(ROOT / name for name in ("scenes", "engine", "studio"))]
            known = [home / place for home in homes]
            assert any(path.exists() for path in known) or place.startswith("words/"), place
