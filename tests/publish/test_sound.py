"""The sound of a scene is heard when its pictures are seen, in whatever it is published as."""

from __future__ import annotations

import base64
import json
import re
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from publish import bundle, clips, deck, lms, mov, mp4, page, pptx, slides, sound, webm
from publish.scene import Scene
from record import Record
from tests.publish.making import data_of
from tests.publish.moving import scene_of
from tests.publish.moving import times as times_of
from tests.publish.sounding import RATE, clicks, heard, onsets, save, tone

# At 20 frames per second; each beat has a click near its start, and one near its end.
BEATS: list[dict[str, Any]] = [
    {"end": 0.7, "text": "One."},
    {"end": 1.5, "text": "Two.", "chapter": "The end"},
    {"end": 3.0, "text": "Three.", "chapter": "The end"},
]
ENDS = [0.0, 0.7, 1.5, 3.0]
TIMES = [0.02, 0.6, 0.72, 1.4, 1.52, 2.0, 2.9]
IN_BEATS = [[0.02, 0.6], [0.02, 0.7], [0.02, 0.5, 1.4]]  # the same from each beat's start on
CLOSE = 0.005  # seconds; nobody hears or sees less


def narrated(
    folder: Path,
    samples: np.ndarray,
    transparent: bool = False,
    beats: list[dict[str, Any]] = BEATS,
    **more: Any,
) -> Scene:
    """Publish a small scene with a sound."""
    drawn = folder / "drawn"
    drawn.mkdir()
    silent = scene_of(drawn, beats, transparent=transparent, **more)
    if transparent:
        more["parameters"] = {"background": "transparent"}
    quality = {"width": 96, "height": 64, "frame_rate": 20}
    data = data_of(beats, quality=quality, voice="somebody", **more)
    bundle.write(Record.of(data), silent.video, folder, sound=save(samples, drawn / "voice.wav"))
    return Scene(folder, Record.of(data))


@pytest.fixture(scope="module", params=[False, True], ids=["mp4", "mov"])
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("lesson")
    return narrated(folder, clicks(TIMES, 3.0), request.param, language="es")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "new").mkdir()
    return tmp_path / "new"


def boxes(data: bytes, *path: bytes) -> Iterator[bytes]:
    """The contents of the boxes of an MP4 on a path of names."""
    place = 0
    while place < len(data):
        size, name = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        if name == path[0]:
            inside = data[place + 8 : place + size]
            yield from boxes(inside, *path[1:]) if path[1:] else [inside]
        place += size


def packets(path: Path) -> list[bytes]:
    with av.open(path) as container:
        return [bytes(one) for one in container.demux(audio=0) if one.size]


def test_clicks_are_where_they_were(scene: Scene) -> None:
    assert onsets(heard(scene.video)) == pytest.approx(TIMES, abs=CLOSE)


def test_it_is_one_voice_in_the_language_of_the_video_and_lasts_as_long(scene: Scene) -> None:
    with av.open(scene.video) as container:
        (stream,) = container.streams.audio
        assert (stream.codec_context.name, stream.profile) == ("aac", "LC")
        assert (stream.channels, stream.rate) == (1, RATE)
        assert stream.language == "spa"
        assert float(stream.duration * stream.time_base) == pytest.approx(3.0, abs=1 / RATE)
        assert container.duration == 3_000_000
    assert scene.record.voice == "somebody"


def test_the_file_says_what_to_leave_out_at_the_start(scene: Scene) -> None:
    """What AAC's encoder puts before the sound, 1024 samples, is in an edit list."""
    edits = []
    for track in boxes(scene.video.read_bytes(), b"moov", b"trak"):
        (handler,) = boxes(track, b"mdia", b"hdlr")
        if handler[8:12] == b"soun":
            edits += list(boxes(track, b"edts", b"elst"))
    (edit,) = edits
    count, duration, start = (int.from_bytes(edit[n : n + 4], "big") for n in (4, 8, 12))
    assert (count, start) == (1, 1024)
    assert duration == 3000  # milliseconds


def test_pictures_and_sound_lie_side_by_side(scene: Scene) -> None:
    with av.open(scene.video) as container:
        times = {
            packet.pos: float(packet.dts * packet.time_base)
            for packet in container.demux()
            if packet.dts is not None
            and packet.stream.type in ("audio", "video")
            and packet.time_base != 1
        }
    along = [times[place] for place in sorted(times)]
    assert max(abs(a - b) for a, b in pairwise(along)) < 0.6


def test_repacking_copies_the_sound(scene: Scene, out: Path) -> None:
    mp4.make(scene, out)
    (out / "Story.png").write_bytes(scene.poster.read_bytes())
    assert packets(out / scene.video.name) == packets(scene.video)
    assert onsets(heard(out / scene.video.name)) == pytest.approx(TIMES, abs=CLOSE)
    again = out / "again"
    again.mkdir()
    mp4.make(Scene(out, scene.record), again)
    assert (again / scene.video.name).read_bytes() == (out / scene.video.name).read_bytes()


def test_another_sound_takes_its_place(scene: Scene, tmp_path: Path) -> None:
    other = Record.of(data_of(BEATS, parameters=dict(scene.record.parameters)))
    path = bundle.write(other, scene.video, tmp_path, save(clicks([1.0], 3.0), tmp_path / "x.wav"))
    assert onsets(heard(path)) == pytest.approx([1.0], abs=CLOSE)


def test_a_clip_sounds_as_its_beat_does_and_no_other(scene: Scene, out: Path) -> None:
    clips.make(scene, out)
    folder = out / "Story.clips"
    assert json.loads((folder / "index.json").read_text("utf-8"))["sound"] is True
    paths = sorted(folder.glob(f"*{scene.video.suffix}"))
    for path, times, start, end in zip(paths, IN_BEATS, ENDS, ENDS[1:], strict=False):
        samples = heard(path)
        assert onsets(samples) == pytest.approx(times, abs=CLOSE)
        with av.open(path) as container:
            (stream,) = container.streams.audio
            assert stream.duration * stream.time_base == pytest.approx(end - start, abs=1 / RATE)
            assert stream.language == "spa"
        # What lies before the sound shifts no picture.
        assert list(times_of(path)) == [Fraction(n, 20) for n in range(round(20 * (end - start)))]
        assert len(samples) - (end - start) * RATE < 1024  # what fills AAC's last frame
        assert np.abs(samples[round((end - start) * RATE) :]).max(initial=0) < 0.01


def test_a_clip_starts_and_ends_in_silence(tmp_path: Path, out: Path) -> None:
    scene = narrated(tmp_path, tone(3.0))
    clips.make(scene, out)
    whole = heard(scene.video)
    for path, start, end in zip(sorted(out.rglob("*.mp4")), ENDS, ENDS[1:], strict=False):
        samples, count = heard(path), round((end - start) * RATE)
        assert np.abs(samples[:5]).max() < 0.02
        assert np.abs(samples[count - 5 : count]).max() < 0.02
        inner = slice(RATE // 20, count - RATE // 20)
        due = whole[round(start * RATE) : round(end * RATE)][inner]
        # Encoded once more it is still the same tone, in phase to a fraction of a sample.
        assert np.sqrt(np.mean((samples[inner] - due) ** 2)) < 0.01


def test_any_part_is_the_part_of_the_whole(tmp_path: Path) -> None:
    noise = np.random.default_rng(3).normal(0, 3000, 3 * RATE).astype(np.int16)
    scene = narrated(tmp_path, noise)
    whole = heard(scene.video)
    for first, end in [(0, 1), (0, 5000), (1, 1024), (33_600, 72_000), (100_001, 144_000)]:
        part = sound.part(scene.video, first, end)
        assert part is not None
        assert part.shape == (end - first,)
        error = part / 32768 - whole[first:end]
        assert np.abs(error).max() < 1.5 / 32768


def test_where_a_file_has_no_sound_any_more_there_is_silence(scene: Scene) -> None:
    part = sound.part(scene.video, 2 * RATE + RATE // 2, 4 * RATE)
    assert part is not None
    assert onsets(part / 32768) == pytest.approx([0.4], abs=CLOSE)
    assert not part[RATE:].any()


def test_a_webm_has_opus(scene: Scene, out: Path) -> None:
    webm.make(scene, out)
    with av.open(out / "Story.webm") as container:
        (stream,) = container.streams.audio
        assert stream.codec_context.name in ("opus", "libopus")
        assert stream.language == "spa"
    samples = heard(out / "Story.webm")
    assert onsets(samples) == pytest.approx(TIMES, abs=CLOSE)
    assert len(samples) == 3 * RATE


def test_a_mov_for_editors_has_the_samples_themselves(scene: Scene, out: Path) -> None:
    mov.make(scene, out)
    with av.open(out / "Story.prores.mov") as container:
        assert container.streams.audio[0].codec_context.name == "pcm_s16le"
    samples = heard(out / "Story.prores.mov")
    assert len(samples) == 3 * RATE
    decoded = np.clip(heard(scene.video), -1, 1)  # 16 bits have no more room
    assert np.abs(samples - decoded[: 3 * RATE]).max() < 1.5 / 32768


def test_slides_speak_and_are_silent_backwards(scene: Scene, out: Path) -> None:
    slides.make(scene, out)
    for slide, times in zip(
        json.loads((out / "slides" / "Story.json").read_bytes())["slides"], IN_BEATS, strict=True
    ):
        assert onsets(heard(out / slide["file"])) == pytest.approx(times, abs=CLOSE)
        with av.open(out / slide["rev_file"]) as container:
            assert not container.streams.audio


def test_presentations_speak(scene: Scene, out: Path, tmp_path: Path) -> None:
    pptx.make(scene, out)
    with zipfile.ZipFile(out / "Story.pptx") as package:
        names = [name for name in package.namelist() if name.endswith(".mp4")]
        parts = {name: package.read(name) for name in names}
    deck.make(scene, out)
    text = (out / "Story.deck.html").read_text("utf-8")
    assert not re.search(r"<video[^>]*\bmuted\b", text)
    found = re.findall(r'class="clip">([^<]*)<', text)
    parts |= {str(number): base64.b64decode(one) for number, one in enumerate(found)}
    said = []
    for data in parts.values():
        (tmp_path / "x.mp4").write_bytes(data)
        said.append([round(time, 1) for time in onsets(heard(tmp_path / "x.mp4"))])
    assert sorted(said) == sorted([round(time, 1) for time in times] for times in IN_BEATS * 2)
    assert {path.name for path in out.iterdir()} == {"Story.pptx", "Story.deck.html"}


def test_pages_play_the_video_with_its_sound(tmp_path: Path, out: Path) -> None:
    (tmp_path / "lesson").mkdir()
    scene = narrated(tmp_path / "lesson", clicks(TIMES, 3.0))
    page.make([scene], out)
    lms.make([scene], out)
    with zipfile.ZipFile(out / "lesson.scorm.zip") as package:
        package.extractall(out / "unpacked")
    pages = [path for path in out.rglob("*.html") if "<video" in path.read_text("utf-8")]
    assert len(pages) == 3  # the scene's, the one for frames, the learning system's
    for path in pages:
        assert not re.search(r"<video[^>]*\bmuted\b", path.read_text("utf-8"))
        assert (path.parent / "Story.mp4").read_bytes() == scene.video.read_bytes()


def test_a_beat_of_one_frame_sounds(tmp_path: Path, out: Path) -> None:
    scene = narrated(tmp_path, tone(0.1), beats=[{"end": 0.05}, {"end": 0.1}])
    clips.make(scene, out)
    for path in out.rglob("*.mp4"):
        assert 2400 <= len(heard(path)) < 2400 + 1024
        assert np.abs(heard(path)[500:1900]).max() > 0.3


def test_a_silent_scene_has_no_sound_anywhere(tmp_path: Path, out: Path) -> None:
    silent = scene_of(tmp_path, BEATS)
    assert not sound.is_in(silent.video)
    assert sound.part(silent.video, 0, RATE) is None
    for module in (mp4, clips, slides, webm, mov):
        module.make(silent, out)
    made = [path for path in out.rglob("*.*") if path.suffix in (".mp4", ".webm", ".mov")]
    assert {path.suffix for path in made} == {".mp4", ".webm", ".mov"}
    for path in made:
        with av.open(path) as container:
            assert not container.streams.audio
    assert json.loads((out / "Story.clips/index.json").read_text("utf-8"))["sound"] is False
    deck.make(silent, out)
    assert (out / "Story.deck.html").read_text("utf-8").count(" muted ") == 2
    assert silent.record.voice == ""
