"""The studio behind its page, with its workers: what is open, and what others do to its files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from engine.jobs import lessons
from studio.hub import Hub
from tests.waiting import PATIENCE

LESSON = '''\
from scenes.nudge import NudgeScene


class {name}(NudgeScene):
    """A parabola."""

    points = 2, 5
    nudges = (0.1,)
'''


@asynccontextmanager
async def working(folder: Path, *files: Path, params: Path | None = None) -> AsyncIterator[Hub]:
    """A studio with some lessons, until nobody needs it any more."""
    targets = lessons.find([str(file) for file in files])
    hub = Hub(targets, folder / "out", folder, params)
    work = asyncio.ensure_future(hub.start())
    try:
        yield hub
    finally:
        work.cancel()
        hub.close()


async def comes(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(PATIENCE):
        while not true():
            await asyncio.sleep(0.02)


def file(folder: Path, name: str) -> Path:
    path = folder / f"{name.lower()}.py"
    path.write_text(LESSON.format(name=name), encoding="utf-8")
    return path


def test_a_lesson_that_is_not_open_is_taken_over_from_its_editor(tmp_path: Path) -> None:
    first, other = file(tmp_path, "First"), file(tmp_path, "Other")
    good = other.read_text(encoding="utf-8")
    other.write_text("class Other(:", encoding="utf-8")

    def points(hub: Hub) -> list[str]:
        return [one.control("points").value for one in hub.shelf.scenes if one.name == "Other"]

    async def edit() -> None:
        async with working(tmp_path, first, other) as hub:
            await comes(lambda: hub.shelf.broken)
            other.write_text(good, encoding="utf-8")
            await comes(lambda: points(hub) == ["2, 5"])
            assert not hub.shelf.broken
            other.write_text(good.replace("2, 5", "7, 8"), encoding="utf-8")
            await comes(lambda: points(hub) == ["7, 8"])
            assert hub.scene is not None
            assert hub.scene.name == "First"

    asyncio.run(edit())


def test_what_a_lesson_imports_is_taken_over_from_its_editor(tmp_path: Path) -> None:
    lesson, helper = file(tmp_path, "First"), tmp_path / "course" / "values.py"
    helper.parent.mkdir()
    helper.write_text("POINTS = 2, 5\n", encoding="utf-8")
    text = lesson.read_text("utf-8").replace("= 2, 5", "= POINTS")
    lesson.write_text(f"from course.values import POINTS\n{text}", encoding="utf-8")

    async def edit() -> None:
        async with working(tmp_path, lesson) as hub:
            await comes(lambda: hub.known.told)
            helper.write_text("POINTS = 7,\n", encoding="utf-8")
            await comes(lambda: hub.value("points") == "7")
            await comes(lambda: hub.known.told and any("7" in one.text for one in hub.known.beats))
            helper.write_text("POINTS = (\n", encoding="utf-8")
            await comes(lambda: hub.known.refused)
            helper.write_text("POINTS = 8,\n", encoding="utf-8")
            await comes(lambda: hub.value("points") == "8" and hub.known.told)

    asyncio.run(edit())


def test_a_scene_that_cannot_be_told_does_not_show_another_ones_picture(tmp_path: Path) -> None:
    files = file(tmp_path, "First"), file(tmp_path, "Other")

    async def look() -> None:
        async with working(tmp_path, *files) as hub:
            await comes(lambda: len(hub.shelf.scenes) == 2 and hub.known.picture)
            first, other = hub.shelf.scenes
            hub.open(other)
            hub.set("function", "f(x) = x**")
            hub.open(first)
            await comes(lambda: hub.known.picture and not hub.known.is_old)
            hub.open(other)
            await comes(lambda: hub.known.refused)
            assert hub.known.picture is None
            hub.undo()  # though it was changed before it was opened
            assert hub.changes.values == {}
            await comes(lambda: hub.known.picture)

    asyncio.run(look())


def test_a_sentence_without_words_is_the_storys(tmp_path: Path) -> None:
    async def empty() -> None:
        async with working(tmp_path, file(tmp_path, "First")) as hub:
            await comes(lambda: hub.scene)
            hub.set_words("A {x}.", "Some {x}.")
            assert hub.changes.words == {"A {x}.": "Some {x}."}
            hub.set_words("A {x}.", "")
            assert hub.changes.values == {}

    asyncio.run(empty())


def test_variants_are_listed_saved_taken_back_and_taken_over(tmp_path: Path) -> None:
    params = tmp_path / "course.toml"
    text = "[First.variant.far]\npoints = [7]\n"

    def points(hub: Hub) -> dict[str, str]:
        return {one.variant: one.control("points").value for one in hub.shelf.scenes}

    async def change(hub: Hub, **values: str) -> None:
        for name, value in values.items():
            hub.set(name, value)
        await comes(lambda: hub.known.told)

    async def vary() -> None:
        async with working(tmp_path, file(tmp_path, "First")) as hub:
            await comes(lambda: hub.scene)
            await change(hub, points="7")
            hub.save_variant("course.toml", "far")
            await comes(lambda: points(hub) == {"": "2, 5", "far": "7"})
            assert "[first.First.variant.far]\npoints = [7]\n" in params.read_text("utf-8")
        params.write_text(text, encoding="utf-8")
        async with working(tmp_path, file(tmp_path, "First"), params=params) as hub:
            await comes(lambda: points(hub).get("far") == "7")
            hub.open(hub.shelf.scenes[1])
            await change(hub, points="8")
            hub.save()
            await comes(lambda: points(hub)["far"] == "8")
            assert params.read_text("utf-8") == text.replace("7", "8")
            hub.undo()
            await comes(lambda: points(hub)["far"] == "7")
            assert params.read_text("utf-8") == text
            params.write_text(text.replace("7", "9"), encoding="utf-8")
            await comes(lambda: hub.value("points") == "9")

    asyncio.run(vary())
