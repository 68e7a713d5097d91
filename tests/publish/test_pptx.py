"""A PowerPoint presentation that plays by itself and says in words what it shows."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path

import av
import numpy as np
import pptx as oracle
import pytest
from lxml import etree
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE

from publish import pptx
from publish.scene import Scene
from tests.publish.filming import DARK, levels, scene_of

BEATS = [
    {"end": 0.5, "text": "When a = 2,\nf(a) = 6.", "speech": "f of A is six.", "chapter": "A & B"},
    {"end": 1.0, "text": "Said twice.", "chapter": "A & B"},
    {"end": 1.5, "text": "Said twice.", "chapter": "A <b> again"},
]
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WIDE = {"width": 854, "height": 480, "frame_rate": 20}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("lesson")
    return scene_of(folder, BEATS, language="fr", quality=WIDE, author="Zoë", licence="CC BY 4.0")


@pytest.fixture(scope="module")
def path(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    pptx.make(scene, folder)
    return folder / "Story.pptx"


@pytest.fixture(scope="module")
def deck(path: Path) -> oracle.presentation.Presentation:
    return oracle.Presentation(str(path))


def parts(path: Path, pattern: str) -> dict[str, etree._Element]:
    """The XML parts of a presentation whose names match."""
    with zipfile.ZipFile(path) as package:
        names = [name for name in package.namelist() if re.fullmatch(pattern, name)]
        return {name: etree.fromstring(package.read(name)) for name in sorted(names)}


def videos(deck: oracle.presentation.Presentation) -> list[oracle.slide.Slide]:
    return [
        slide
        for slide in deck.slides
        if any(shape.shape_type == MSO_SHAPE_TYPE.MEDIA for shape in slide.shapes)
    ]


def test_each_beat_has_a_slide_and_each_chapter_one_before(
    deck: oracle.presentation.Presentation,
) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert titles == [
        "A & B",
        "When a = 2, f(a) = 6.",
        "Said twice.",
        "A <b> again",
        "Said twice. (2)",  # people find slides by their titles
    ]
    assert deck.slides[0].placeholders[1].text_frame.text == "Nudging f(a) = a² — a title"
    assert len(videos(deck)) == 3


def test_without_chapters_there_are_only_beats(tmp_path: Path) -> None:
    pptx.make(scene_of(tmp_path, [{"end": 0.1}, {"end": 0.2}]), tmp_path)
    assert len(oracle.Presentation(str(tmp_path / "Story.pptx")).slides) == 2


def test_the_video_fills_the_slide_and_says_what_is_said(
    deck: oracle.presentation.Presentation,
) -> None:
    assert (deck.slide_width, deck.slide_height) == (12_192_000, 6_858_000)
    for slide in videos(deck):
        title, movie = slide.shapes  # and nothing else; the title is read first
        assert (movie.left, movie.top) == (0, 0)
        assert (movie.width, movie.height) == (deck.slide_width, deck.slide_height)
        assert title.top + title.height <= 0  # above the slide, not over the video
    said = [slide.shapes[1]._element.nvPicPr.cNvPr.get("descr") for slide in videos(deck)]
    assert said == ["f of A is six.", "Said twice.", "Said twice."]


@pytest.mark.parametrize(
    ("size", "expected"),
    [((96, 64), (12_192_000, 8_128_000)), ((64, 112), (6_966_857, 12_192_000))],
)
def test_slides_have_the_video_s_shape(
    size: tuple[int, int], expected: tuple[int, int], tmp_path: Path
) -> None:
    quality = {"width": size[0], "height": size[1], "frame_rate": 20}
    pptx.make(scene_of(tmp_path, [{"end": 0.1}], quality=quality), tmp_path)
    deck = oracle.Presentation(str(tmp_path / "Story.pptx"))
    assert (deck.slide_width, deck.slide_height) == expected


def test_notes_are_what_is_said(deck: oracle.presentation.Presentation) -> None:
    notes = [slide.notes_slide.notes_text_frame.text for slide in videos(deck)]
    assert notes == ["When a = 2, f(a) = 6.\n\nf of A is six.", "Said twice.", "Said twice."]


def test_it_says_what_it_is_and_in_which_language(
    path: Path, deck: oracle.presentation.Presentation
) -> None:
    about = deck.core_properties
    assert (about.title, about.language) == ("Nudging f(a) = a² — a title", "fr")
    assert (about.author, about.last_modified_by) == ("Zoë", "")
    assert about.comments == "Licence\N{NO-BREAK SPACE}: CC BY 4.0."
    for part in parts(path, r"ppt/(slides|notesSlides)/[^/]*\.xml").values():
        runs = part.xpath("//*[local-name()='rPr']/@lang")
        assert runs
        assert set(runs) == {"fr"}


def test_each_video_plays_when_its_slide_comes_up(path: Path) -> None:
    for part in parts(path, r"ppt/slides/slide[235]\.xml").values():
        tags = [etree.QName(child).localname for child in part]
        assert tags == ["cSld", "clrMapOvr", "timing"]  # the order the schema wants
        shape = part.find(f".//{P}pic//{P}cNvPr").get("id")
        call = part.find(f".//{P}cmd")
        assert call.get("cmd") == "playFrom(0.0)"
        assert call.find(f".//{P}cBhvr/{P}cTn").get("dur") == "500"
        assert {target.get("spid") for target in part.iter(f"{P}spTgt")} == {shape}
        effect = next(call.iterancestors(f"{P}cTn"))
        assert (effect.get("presetClass"), effect.get("nodeType")) == ("mediacall", "afterEffect")
        # Nothing waits for a click: what starts the first effect is that the slide begins.
        begin = part.find(f".//{P}cond[@evt='onBegin']")
        assert begin.get("delay") == "0"
        root = part.find(f".//{P}cTn[@nodeType='mainSeq']")
        assert begin.find(f"{P}tn").get("val") == root.get("id")
        numbers = [node.get("id") for node in part.iter(f"{P}cTn")]
        assert len(numbers) == len(set(numbers))
    assert not parts(path, r"ppt/slides/slide1\.xml")["ppt/slides/slide1.xml"].findall(f"{P}timing")


def test_every_part_that_is_named_is_there_and_none_is_left_over(path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        names = package.namelist()
    assert len(names) == len(set(names))
    targets = set()
    for name, part in parts(path, r".*\.rels").items():
        folder = posixpath.dirname(posixpath.dirname(name))
        for relation in part:
            assert relation.get("TargetMode") != "External"
            target = relation.get("Target")
            inside = target.lstrip("/") if target[0] == "/" else posixpath.join(folder, target)
            targets.add(posixpath.normpath(inside))
    parts_inside = {name for name in names if not name.endswith((".rels", "[Content_Types].xml"))}
    assert targets == parts_inside
    for name, part in parts(path, r"ppt/.*\.xml").items():
        used = {value for node in part.iter() for key, value in node.items() if key.startswith(R)}
        relations = posixpath.join(
            posixpath.dirname(name), "_rels", posixpath.basename(name) + ".rels"
        )
        known = {
            node.get("Id") for file in parts(path, re.escape(relations)).values() for node in file
        }
        assert used - {""} <= known  # PowerPoint itself writes an empty one for "play the media"


def test_videos_and_their_last_frames_are_inside(path: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(path) as package:
        media = [name for name in package.namelist() if name.startswith("ppt/media/")]
        package.extractall(tmp_path, media)
    clips = sorted(tmp_path / name for name in media if name.endswith(".mp4"))
    pictures = sorted(tmp_path / name for name in media if name.endswith(".png"))
    assert len(clips) == len(pictures) == 3
    ends = sorted(levels(clip)[-1] for clip in clips)
    shown = sorted(round(float(np.asarray(Image.open(one))[40:, 40:].mean())) for one in pictures)
    assert np.allclose(ends, shown, atol=1)
    for clip in clips:
        with av.open(clip) as container:
            assert container.streams.video[0].frames == 10


def test_titles_of_chapters_can_be_read_on_the_colour_of_the_video(path: Path) -> None:
    master = parts(path, r"ppt/slideMasters/slideMaster1\.xml").popitem()[1]
    assert master.find(f"{P}clrMap").get("tx1") == "lt1"  # the video is dark
    background = master.find(f"{P}cSld/{P}bg/{P}bgPr")[0][0].get("val")
    assert np.abs(np.subtract(tuple(bytes.fromhex(background)), DARK)).max() <= 3
