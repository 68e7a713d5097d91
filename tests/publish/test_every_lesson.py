"""What is published of every lesson is decoded again, and is what the record says.

All scenes of the project are rendered, small, and published by the program itself; one of them
transparent as well. That is done lesson by lesson, when a lesson's first scene is looked at. Every
format is made of one lesson, opaque and transparent; of the others each has a third of those that
take long, and the rest.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from base64 import b64decode
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import av
import numpy as np
import pptx
import pypdf
import pytest
from lxml import html
from PIL import Image
from rich.console import Console

from engine import session
from engine.jobs import lessons
from engine.jobs.job import RenderResult
from engine.jobs.quality import DRAFT, Quality
from engine.planning.request import Request
from engine.workers import pool
from record import Record
from tests.publish import decoding
from tests.publish.decoding import Whole, difference, pictures
from tests.running import run
from tests.sharing import once
from tools import coverage
from voice.natural import phonemes

TINY = Quality("tiny", 160, 90, 5, DRAFT)
CLEAR = "clear/descent"  # where a scene is that is rendered with an alpha channel, too
SCENES = [  # those of a lesson one after another
    "descent/BallDescent", "descent/LearningRates", "descent/Downhill", "descent/Momentum",
        "descent/StepSizes", "clear/descent/LearningRates",
    "chain_rule/ChainRule", "chain_rule/LossOfOneExample",
    "nudge/NudgeLine", "nudge/NudgeSquare", "nudge/NudgeCube", "nudge/NudgeLog",
    "logistic/Sigmoid", "logistic/CrossEntropy", "logistic/LogisticDescent",
    "table/DerivativeTable", "table/SymPySession", "table/Notation",
    "recap/PauseAndTry", "recap/FlipCards", "recap/Interview", "recap/PutInOrder",
        "recap/Takeaways", "recap/ConceptToCode", "recap/Dataflow",
    "motivation/WhyDerivatives", "derivative/Epsilon", "tangents/TangentSlopes",
]  # fmt: skip


_QUICK = "mp4", "transcript", "quiz", "page", "lms"
_LONG = "clips", "gif", "webm", "mov", "stills", "handout", "pptx", "slides", "deck", "explore"
_WHOLE = "descent", CLEAR  # of which all formats are made
_AT_ONCE = 40  # files that FFmpeg decodes in one go
LESSONS = [*dict.fromkeys(scene.rpartition("/")[0] for scene in SCENES)]
_OTHERS = [lesson for lesson in LESSONS if lesson not in _WHOLE]
FORMATS = dict.fromkeys(_WHOLE, _QUICK + _LONG) | {
    lesson: _QUICK + _LONG[number % 3 :: 3] for number, lesson in enumerate(_OTHERS)
}
Course = Callable[[str], Path]


def having(*formats: str) -> pytest.MarkDecorator:
    """Test what is made of the scenes of lessons that are published in some formats."""
    scenes = [one for one in SCENES if {*formats} <= {*FORMATS[one.rpartition("/")[0]]}]
    return pytest.mark.parametrize("scene", scenes, indirect=True, scope="session")


def published(out: Path, lesson: str, target: str, overrides: dict[str, str]) -> None:
    """Render some scenes, small, and publish them."""
    request = Request(lessons.find([target]), overrides, TINY, out)
    workers = partial(pool.local, pool.default_jobs())
    outcomes = session.render(request, workers, Console(file=io.StringIO()))
    assert all(isinstance(one.video.end, RenderResult) for one in outcomes), outcomes
    done = run("publish", out, "--formats", ",".join(FORMATS[lesson]), folder=out)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A function that returns the folder of videos with a lesson, made when it is asked for."""

    def folder_of(lesson: str) -> Path:
        def make(folder: Path) -> None:
            if lesson == CLEAR:
                published(folder, lesson, "descent:LearningRates", {"background": "transparent"})
            else:
                published(folder, lesson, lesson, {})

        return once(tmp_path_factory, lesson.replace("/", "-"), make)

    return folder_of


# Of the whole session, so that all tests of one scene come one after another.
@pytest.fixture(scope="session", params=SCENES)
def scene(request: pytest.FixtureRequest, course: Course) -> Whole:
    where, _, name = request.param.rpartition("/")
    return Whole(course(where) / where.rpartition("/")[2] / f"{name}.beats.json")


def test_beats_follow_one_another_and_captions_stay_within_them(scene: Whole) -> None:
    assert decoding.follow(scene.spans, scene.frames)
    for beat in scene.beats:
        assert beat["text"].split() == " ".join(cue["text"] for cue in beat["cues"]).split()
        for cue in beat["cues"]:
            assert beat["start"] <= cue["start"] < cue["end"] <= beat["end"]


NAMES = {  # of letters, in the alphabet of Kokoro's voices
    "A": "A", "b": "bi", "c": "si", "d": "di", "e": "i", "f": "ɛf", "g": "ʤi", "h": "Aʧ", "i": "I",
    "J": "ʤA", "k": "kA", "L": "ɛl", "m": "ɛm", "n": "ɛn", "p": "pi", "r": "ɑɹ", "s": "ɛs",
    "t": "ti", "u": "ju", "v": "vi", "w": "dʌbᵊlju", "x": "ɛks", "y": "wI", "z": "zi",
}  # fmt: skip
_OPENS = re.compile(r"A (?!equals|is|plus|minus|times|over|squared|cubed|to)")  # an article


def test_letters_are_said_by_their_names(scene: Whole) -> None:
    """Every word of every sentence has its sounds, and those of a letter are its name."""
    for beat in scene.beats:
        said = " ".join(phonemes(beat["speech"])).split()
        words = beat["speech"].replace("SymPy", "Sym Py").split()
        assert len(said) == len(words), beat["speech"]
        at = 0
        for word, sounds in zip(words, said, strict=True):
            at = beat["speech"].find(word, at)
            starts = at == 0 or beat["speech"][at - 2] in ".?!"
            letter = word.strip(".,:;?!“”")
            if len(letter) > 1 or letter == "a" or letter not in NAMES:
                continue
            if letter == "A" and starts and _OPENS.match(beat["speech"], at):
                continue
            assert re.sub("[^A-Za-zɛʧʤɑɹʌᵊ]", "", sounds) == NAMES[letter], (beat["speech"], word)


def test_the_video_has_every_frame_at_its_time(scene: Whole) -> None:
    assert decoding.times(scene.video) == [Fraction(n, scene.rate) for n in range(scene.frames)]
    with av.open(str(scene.video)) as container:
        stream = container.streams.video[0]
        codec = stream.codec_context
        assert stream.duration * stream.time_base == Fraction(scene.frames, scene.rate)
        assert (codec.width, codec.height) == (160, 90)
        expected = ("qtrle", "argb") if scene.is_clear else ("h264", "yuv420p")
        assert (codec.name, codec.pix_fmt) == expected
        assert container.metadata["title"] == scene.data["title"]


def test_ffmpeg_reads_and_decodes_every_file_without_a_word(scene: Whole) -> None:
    found = scene.video.parent.glob(f"{scene.name}.*")
    inside = chain(*(path.rglob("*") if path.is_dir() else [path] for path in found))
    files = [path for path in inside if path.suffix in (".mp4", ".mov", ".webm", ".gif")]
    filmed = {"clips", "gif", "slides"} & {*FORMATS[scene.folder.name]}
    assert len(files) > len(scene.beats) * len(filmed)
    ffprobe = ["ffprobe", "-v", "error", "-show_streams", "-show_chapters", str(scene.video)]
    said = [subprocess.run(ffprobe, capture_output=True, check=True).stderr]
    for first in range(0, len(files), _AT_ONCE):
        some = files[first : first + _AT_ONCE]
        given = chain(*(("-i", str(path)) for path in some))
        taken = chain(*(("-map", f"{number}:v:0") for number in range(len(some))))
        ffmpeg = ["ffmpeg", "-v", "error", "-xerror", *given, *taken, "-f", "null", "-"]
        said.append(subprocess.run(ffmpeg, capture_output=True, check=True).stderr)
    assert not any(said)


def test_chapters_are_those_of_the_beats(scene: Whole) -> None:
    others = (path for path in map(scene.file, ("webm", "prores.mov")) if path.exists())
    for path in (scene.video, *others):
        for (start, end, title), due in zip(decoding.chapters(path), scene.chapters, strict=True):
            assert title == due[2]
            assert (start, end) == pytest.approx(due[:2], abs=0.0011)  # files know milliseconds


def test_captions_in_the_file_are_in_sync(scene: Whole) -> None:
    others = (path for path in (scene.file("prores.mov"),) if path.exists())
    for path in (scene.video, *others):
        found = decoding.inside(path)
        assert decoding.in_sync(found, scene.cues(), Fraction(1, scene.rate))


@pytest.mark.parametrize("suffix", ["srt", "vtt"])
def test_captions_beside_the_file_are_in_sync(scene: Whole, suffix: str) -> None:
    found = decoding.beside(scene.file(suffix))
    assert decoding.in_sync(found, scene.cues(), Fraction(1, scene.rate))


def test_chapters_for_youtube_start_when_those_of_the_video_do(scene: Whole) -> None:
    path = scene.file("chapters.txt")
    if not path.exists():  # YouTube wants three of ten seconds each
        lengths = [end - start for start, end, _ in scene.chapters]
        assert sum(length >= 10 for length in lengths) < 3
        return
    lines = [line.partition(" ") for line in path.read_text(encoding="utf-8").splitlines()]
    starts = []
    for clock, _, titles in lines:
        minutes, seconds = clock.split(":")
        starts.append(60 * int(minutes) + int(seconds))
        (first,) = (one for one in scene.chapters if int(one[0]) == starts[-1])
        assert titles.split(" · ")[0] == first[2]
    assert starts[0] == 0
    ends = [*starts[1:], int(scene.frames / scene.rate)]
    assert min(end - start for start, end in zip(starts, ends, strict=True)) >= 10
    named = {title for _, _, titles in lines for title in titles.split(" · ")}
    assert named == {title for _, _, title in scene.chapters}


def clips(scene: Whole) -> list[dict[str, Any]]:
    index = json.loads((scene.file("clips") / "index.json").read_text(encoding="utf-8"))
    return list(index["clips"])


@having("clips")
def test_clips_are_the_beats_frame_by_frame(scene: Whole) -> None:
    layout = "rgba" if scene.is_clear else "rgb24"
    whole = pictures(scene.video, layout)
    parts = clips(scene)
    assert [(one["first_frame"], one["frames"]) for one in parts] == [
        (first, end - first) for first, end in scene.spans
    ]
    for one, (first, end), beat in zip(parts, scene.spans, scene.beats, strict=True):
        path = scene.file("clips") / one["file"]
        found = decoding.decoded(path.read_bytes(), layout)
        assert len(found) == end - first
        assert max(map(difference, found, whole[first:end])) < 1
        step = Fraction(1, scene.rate)
        assert decoding.times(path) == [number * step for number in range(end - first)]
        due = scene.cues(beat, since=beat["start"])
        assert decoding.in_sync(decoding.inside(path), due, step)
        assert decoding.in_sync(decoding.beside(path.with_suffix(".vtt")), due, step)
        assert decoding.in_sync(decoding.beside(path.with_suffix(".srt")), due, step)
        with Image.open(scene.file("clips") / one["poster"]) as poster:
            assert difference(np.asarray(poster), whole[end - 1]) < 2
    files = {path.name for path in scene.file("clips").iterdir()}
    assert len(files) == 4 * len(parts) + 1


@having("gif")
def test_gifs_last_as_long_as_their_beats_and_show_them(scene: Whole) -> None:
    whole = pictures(scene.video, "rgba")
    paths = sorted(scene.file("gifs").iterdir())
    for path, (first, end) in zip(paths, scene.spans, strict=True):
        shown, lasts = decoding.gif(path)
        assert sum(lasts) == pytest.approx(100 * (end - first) / scene.rate, abs=1)
        assert min(lasts) >= 2  # browsers show anything shorter much slower
        for picture, due in ((shown[0], whole[first]), (shown[-1], whole[end - 1])):
            assert difference(picture, due) < 4  # what is transparent is laid on black
        assert path.stat().st_size < 2_000_000


@having("webm")
def test_a_webm_has_every_frame_and_an_alpha_plane_where_promised(scene: Whole) -> None:
    path = scene.file("webm")
    assert decoding.times(path) == pytest.approx(
        [number / scene.rate for number in range(scene.frames)], abs=0.001
    )
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        has_alpha = stream.metadata.get("alpha_mode") == "1"
        assert (stream.codec_context.name, has_alpha) == ("vp9", scene.is_clear)
        assert container.duration / av.time_base == pytest.approx(
            scene.frames / scene.rate, abs=0.5 / scene.rate
        )
    shown, whole = decoding.as_browsers_do(path), pictures(scene.video, "rgba")
    for one, due in zip(shown, whole, strict=True):
        assert np.abs(one[..., 3].astype(int) - due[..., 3]).mean() < 6
        assert difference(one, due) < 4
    assert bool(np.min([picture[..., 3].min() for picture in shown]) < 10) == scene.is_clear


@having("mov")
def test_prores_has_every_frame_and_an_alpha_channel_where_promised(scene: Whole) -> None:
    path = scene.file("prores.mov")
    assert decoding.times(path) == [Fraction(n, scene.rate) for n in range(scene.frames)]
    with av.open(str(path)) as container:
        codec = container.streams.video[0].codec_context
        expected = ("ap4h", True) if scene.is_clear else ("apcn", False)
        assert codec.name == "prores"
        assert (codec.codec_tag, any(part.is_alpha for part in codec.format.components)) == expected
    shown, whole = decoding.decoded(path.read_bytes(), "rgba"), pictures(scene.video, "rgba")
    for one, due in zip(shown, whole, strict=True):
        assert np.abs(one[..., 3].astype(int) - due[..., 3]).mean() < 1
        assert difference(one, due) < 3


@having("stills")
def test_a_still_is_the_last_frame_of_its_beat(scene: Whole) -> None:
    whole = pictures(scene.video, "rgba" if scene.is_clear else "rgb24")
    paths = sorted(scene.file("stills").iterdir())
    for path, (_, end) in zip(paths, scene.spans, strict=True):
        with Image.open(path) as picture:
            assert difference(np.asarray(picture), whole[end - 1]) < 2


@having("handout")
def test_a_handout_has_a_picture_and_the_sentence_of_each_beat(scene: Whole) -> None:
    read = pypdf.PdfReader(scene.file("handout.pdf"))
    images = sum(
        operator == b"Do"
        for page in read.pages
        for _, operator in page.get_contents().operations  # type: ignore[union-attr]
    )
    assert images == len(scene.beats)
    text = "".join("".join(page.extract_text() for page in read.pages).split())
    for number, beat in enumerate(scene.beats, start=1):
        # Some signs are written as others that mean the same, and the typeface has.
        said = "".join(beat["text"].split()).translate(str.maketrans("⋅⁻", "·−"))
        assert f"{number}.{said}" in text


def video_of(slide: Any) -> bytes | None:
    """The video on a slide."""
    kinds = [part for part in slide.part.rels.values() if part.reltype.endswith("/media")]
    return bytes(kinds[0].target_part.blob) if kinds else None


@having("pptx")
def test_powerpoint_has_a_slide_for_each_beat_and_each_chapter(scene: Whole) -> None:
    slides = list(pptx.Presentation(str(scene.file("pptx"))).slides)
    films = [(slide, film) for slide in slides if (film := video_of(slide)) is not None]
    titles = [slide.shapes.title.text_frame.text for slide in slides if not video_of(slide)]
    assert titles == [
        title if titles[:number].count(title) == 0 else titles[number]
        for number, (_, _, title) in enumerate(scene.chapters)
    ]
    for (slide, film), (first, end), beat in zip(films, scene.spans, scene.beats, strict=True):
        assert len(decoding.decoded(film)) == end - first
        said = " ".join(beat["text"].split())
        notes = slide.notes_slide.notes_text_frame.text
        assert notes.split("\n")[0] == said
        assert " ".join(beat["speech"].split()) in notes
        assert slide.shapes.title.text_frame.text.startswith(said)


@having("slides")
def test_slides_for_manim_slides_play_forwards_and_backwards(scene: Whole) -> None:
    path = scene.folder / "slides" / f"{scene.name}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    assert data["resolution"] == [160, 90]
    whole = pictures(scene.video, "rgba")
    for slide, (first, end), beat in zip(data["slides"], scene.spans, scene.beats, strict=True):
        forwards = decoding.decoded((scene.folder / slide["file"]).read_bytes())
        backwards = decoding.decoded((scene.folder / slide["rev_file"]).read_bytes())
        assert len(forwards) == len(backwards) == end - first
        assert max(map(difference, forwards, reversed(backwards))) < 4
        for one, due in zip(forwards, whole[first:end], strict=True):
            assert difference(one, due) < 4
        assert slide["notes"].startswith(" ".join(beat["text"].split()))


@having("deck")
def test_a_deck_has_a_stop_for_each_beat_with_its_video_inside(scene: Whole) -> None:
    text = scene.file("deck.html").read_text(encoding="utf-8")
    films = [
        b64decode(one) for one in html.fromstring(text).xpath("//script[@class='clip']/text()")
    ]
    assert [len(decoding.decoded(film)) for film in films] == [
        end - first for first, end in scene.spans
    ]
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)  # nothing is loaded from elsewhere


def test_a_transcript_has_every_sentence(scene: Whole) -> None:
    text = " ".join(scene.file("transcript.md").read_text(encoding="utf-8").split())
    plain = text.replace("\\", "")
    for beat in scene.beats:
        assert " ".join(beat["text"].split()) in plain


def test_the_site_has_the_same_files_and_no_link_leads_nowhere(scene: Whole) -> None:
    page = scene.folder.parent / "site" / scene.folder.name / scene.name
    for path in (scene.video, *map(scene.file, ("vtt", "pptx", "webm"))):
        assert not path.exists() or (page / path.name).read_bytes() == path.read_bytes()
    targets = list(decoding.links(page / "index.html"))
    assert page / scene.video.name in targets
    assert [target for target in targets if not target.exists()] == []


@pytest.fixture(scope="session")
def all_of_it(course: Course) -> dict[str, Path]:
    """The folders with all lessons; the last come first, for the first are being made elsewhere."""
    return {lesson: course(lesson) for lesson in reversed(LESSONS)}


def test_all_scenes_of_all_lessons_are_here(all_of_it: dict[str, Path]) -> None:
    found = {
        f"{lesson}/{path.name.removesuffix('.beats.json')}"
        for lesson, folder in all_of_it.items()
        for path in folder.glob("*/*.beats.json")
        if path.parent.name == lesson.rpartition("/")[2]
    }
    assert found == set(SCENES)
    assert {*LESSONS} == {CLEAR, *(lesson.name for lesson in lessons.available())}


@pytest.mark.parametrize("lesson", LESSONS)
def test_packages_for_learning_systems_list_what_is_in_them(lesson: str, course: Course) -> None:
    folder, name = course(lesson), lesson.rpartition("/")[2]
    assert [path.name for path in folder.glob("*.zip")] == [f"{name}.scorm.zip"]
    with zipfile.ZipFile(folder / f"{name}.scorm.zip") as package:
        assert package.testzip() is None
        manifest = ET.fromstring(package.read("imsmanifest.xml"))
        listed = [one.get("href") for one in manifest.iter() if one.tag.endswith("}file")]
        assert sorted(map(str, listed)) == sorted(
            name for name in package.namelist() if name != "imsmanifest.xml"
        )
        records = [*(folder / name).glob("*.beats.json")]
        assert records
        for record in records:
            scene = Whole(record)
            inside = package.read(f"{scene.name}/{scene.video.name}")
            assert inside == scene.video.read_bytes()


@pytest.fixture(scope="session")
def told(all_of_it: dict[str, Path]) -> list[Record]:
    """What the records of all lessons say, in the order of the course."""
    folders = (folder for lesson, folder in all_of_it.items() if lesson != CLEAR)
    return sorted(chain.from_iterable(map(coverage.records, folders)), key=lambda one: one.place)


def test_marks_say_what_the_curriculum_knows(told: list[Record]) -> None:
    known = coverage.ids()
    assert len(known) == 97 == len({*known})
    assert {one for one, _, _ in coverage.taught(told)} <= {*known}


def test_the_page_of_what_is_taught_is_true(told: list[Record], all_of_it: dict[str, Path]) -> None:
    page = (coverage.DOCS / "coverage.md").read_text(encoding="utf-8")
    assert page == coverage.page(told)
    paths = chain.from_iterable(
        folder.glob("*/*.beats.json") for lesson, folder in all_of_it.items() if lesson != CLEAR
    )
    records = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    lines = {
        (one["scene"], beat["index"] + 1): beat["text"] for one in records for beat in one["beats"]
    }
    rows = re.findall(r"^\| (U[\d.]+) \| .* \| `(\w+)` \| (\d+) \| (.*) \|$", page, re.M)
    for _, scene, number, sentence in rows:
        assert sentence == " ".join(lines[scene, int(number)].split())
    assert page.count("\n| U") == 97
    assert f"{len(rows)} of 97 are taught" in page
    readme = (coverage.DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert f"{len(rows)} of the 97 items" in readme
