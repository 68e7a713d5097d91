"""The files of the web site: valid pages, and links that lead somewhere, wherever it lies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

from publish import page as pages
from publish.scene import Scene, in_order
from record import Record
from tests.publish.conftest import BEATS, CLIP, SCENE
from tests.publish.making import data_of


def addresses(site: Path) -> Iterator[tuple[Path, str]]:
    """Every address in every page."""
    for file in site.rglob("*.html"):
        tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(file.read_text("utf-8"))
        for element in tree.iter():
            for name in ("href", "src", "poster"):
                if name in element.attrib:
                    yield file, element.attrib[name]


def test_every_page_is_html_in_the_language_of_its_scene(site: Path) -> None:
    languages = {}
    for file in site.rglob("*.html"):
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        tree = parser.parse(file.read_text(encoding="utf-8"))
        names = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(names) == len(set(names)), file
        languages[file.relative_to(site).as_posix()] = tree.get("lang")
    assert languages["nudge/Carré/index.html"] == languages["nudge/Carré/embed.html"] == "fr"
    assert set(languages.values()) == {"en", "fr"}
    assert len(languages) == 7


def test_every_link_is_relative_and_leads_somewhere(site: Path) -> None:
    for file, address in addresses(site):
        parts = urlsplit(address)
        assert not parts.scheme, address
        assert not parts.netloc, address
        assert not parts.path.startswith("/"), address
        assert not parts.path or (file.parent / unquote(parts.path)).is_file(), (file, address)


def test_whatever_lies_beside_can_be_downloaded(site: Path) -> None:
    square = {address for file, address in addresses(site) if file == site / SCENE}
    endings = ("mp4", "srt", "vtt", "png", "beats.json", "gif")
    assert {f"Square.{ending}" for ending in endings} <= square
    assert f"{CLIP}/01-a.mp4" in square


def test_videos_take_no_room_twice(site: Path, course: tuple[Scene, ...]) -> None:
    (square,) = (scene for scene in course if scene.name == "Square")
    assert os.path.samefile(square.video, site / "nudge" / "Square" / "Square.mp4")


def test_nothing_of_a_record_becomes_a_tag(site: Path) -> None:
    source = (site / "nudge" / "Carré" / "index.html").read_text(encoding="utf-8")
    assert "Le carré &lt;a²&gt;" in source
    assert "<of>" not in source


def test_what_browsers_cannot_play_is_a_picture_and_a_download(tmp_path: Path) -> None:
    data = data_of(BEATS, parameters={"background": "transparent"})
    scene = Scene(tmp_path / "nudge", Record.of(data))
    scene.folder.mkdir()
    for ending in ("mov", "vtt", "png"):
        (scene.folder / f"Story.{ending}").write_bytes(b"")
    pages.make([scene], tmp_path)
    file = tmp_path / "site" / "nudge" / "Story" / "index.html"
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        file.read_text(encoding="utf-8")
    )
    assert tree.find(".//video") is None
    assert tree.find(".//main//img").get("src") == "Story.png"
    assert "Story.mov" in {link.get("href") for link in tree.iter("a")}


def test_the_index_has_the_order_and_the_titles_of_the_course(tmp_path: Path) -> None:
    courses: dict[tuple[str, str], dict[str, Any]] = {
        ("z", "Second"): {"title": "Slopes", "place": 1, "scene": 1},
        ("z", "Third"): {"title": "Slopes", "place": 1, "scene": 2},
        ("z", "First"): {"title": "Slopes", "place": 1, "scene": 0},
        ("y", "Only"): {"title": "Nudges & more", "place": 2, "scene": 0},
        ("a_lesson", "Apart"): {"title": "", "place": None, "scene": 0},
    }
    found = []
    for (lesson, scene), course in courses.items():
        (tmp_path / lesson).mkdir(exist_ok=True)
        data = data_of(BEATS, lesson=lesson, scene=scene, course=course, title=scene)
        found.append(Scene(tmp_path / lesson, Record.of(data)))
        for ending in ("beats.json", "mp4", "vtt", "png"):
            (tmp_path / lesson / f"{scene}.{ending}").write_bytes(b"")
    scenes = in_order(found)
    assert [scene.name for scene in scenes] == ["First", "Second", "Third", "Only", "Apart"]
    pages.make(scenes, tmp_path)
    source = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", source) == ["Slopes", "Nudges &amp; more", "A lesson"]


def test_a_page_offers_what_is_of_use_alone_and_not_too_large(tmp_path: Path) -> None:
    folder = tmp_path / "lesson"
    folder.mkdir()
    data = data_of(BEATS, lesson="lesson", scene="Story", title="Story")
    for ending in ("mp4", "vtt", "png", "webm", "prores.mov", "pptx.log", "slides", "beat-3.mp4"):
        (folder / f"Story.{ending}").write_bytes(b"")
    pages.make([Scene(folder, Record.of(data))], tmp_path)
    offered = {path.name for path in (tmp_path / "site/lesson/Story").iterdir()}
    assert {name for name in offered if name.startswith("Story")} == {
        "Story.mp4", "Story.vtt", "Story.png", "Story.webm",
    }  # fmt: skip


def test_a_lesson_may_not_be_where_the_site_is(course: tuple[Scene, ...], tmp_path: Path) -> None:
    with pytest.raises(FileExistsError, match="site"):
        pages.make([Scene(tmp_path / "site", course[0].record)], tmp_path)
