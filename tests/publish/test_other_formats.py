"""GIFs, WebM, ProRes, stills and handouts show what the video shows, as long as it does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pypdf
import pytest
from PIL import Image, ImageSequence

from publish import gif, handout, mov, stills, typefaces, webm
from publish.scene import Scene
from publish.typefaces import Typeface
from tests.fontmaking import font_with
from tests.publish.moving import RATE, SIZE, frames, scene_of

BEATS: list[dict[str, Any]] = [
    {"end": 1.0, "text": "Here is f(a) = a² · b³.", "chapter": "The function"},
    {"end": 1.5, "text": "Then Δf ≈ −0.003 → α′ and ∂f.", "chapter": "The nudge"},
    {"end": 2.0, "text": "The slope is 6.", "chapter": "The nudge"},
    {"end": 2.5, "text": "Again.", "chapter": "The nudge"},
]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "new"
    folder.mkdir()
    return folder


@pytest.fixture(params=[False, True], ids=["opaque", "transparent"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Scene:
    return scene_of(tmp_path, BEATS, transparent=request.param, author="Zoë", licence="使用可")


def error(one: np.ndarray, other: np.ndarray) -> float:
    """The mean difference of two pictures, of 255, where both can be seen."""
    return float(np.abs(one[..., :3].astype(int) - other[..., :3]).mean())


def webm_frames(path: Path, transparent: bool) -> Iterator[np.ndarray]:
    """Decode as browsers do: FFmpeg's own decoder leaves the alpha channel out."""
    with av.open(path) as container:
        stream = container.streams.video[0]
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        decoder.extradata = stream.codec_context.extradata
        for packet in container.demux(stream):
            for frame in decoder.decode(packet if packet.size else None):
                assert (frame.format.name == "yuva420p") == transparent
                yield frame.to_ndarray(format="rgba")


def test_a_webm_has_every_frame_its_title_and_alpha(scene: Scene, out: Path) -> None:
    webm.make(scene, out)
    path = out / "Story.webm"
    shown = list(webm_frames(path, scene.record.transparent))
    whole = frames(scene.video, "rgba")
    assert len(shown) == len(whole) == 50
    for one, other in zip(shown, whole, strict=True):
        opaque = other[..., 3] > 128
        assert error(one[..., 3:], other[..., 3:]) < 4
        assert error(one[opaque], other[opaque]) < 12  # colours bleed at the edge of the alpha
    with av.open(path) as container:
        assert container.metadata["title"] == scene.record.title
        assert [one["metadata"]["title"] for one in container.chapters()] == [
            "The function",
            "The nudge",
        ]
        assert container.duration / av.time_base == pytest.approx(2.5, abs=0.5 / RATE)


def test_a_mov_for_editors_has_every_frame_and_alpha(scene: Scene, out: Path) -> None:
    mov.make(scene, out)
    path = out / "Story.prores.mov"
    shown, whole = frames(path, "rgba"), frames(scene.video, "rgba")
    for one, other in zip(shown, whole, strict=True):
        assert error(one[..., 3:], other[..., 3:]) < 0.5
        opaque = other[..., 3] > 128
        assert error(one[opaque], other[opaque]) < 6
    with av.open(path) as container:
        stream = container.streams.video[0]
        codec = stream.codec_context
        assert codec.name == "prores"
        assert codec.codec_tag == ("ap4h" if scene.record.transparent else "apcn")
        assert any(part.is_alpha for part in codec.format.components) == scene.record.transparent
        assert (codec.colorspace, codec.color_primaries) == (6, 1)
        assert stream.duration * stream.time_base == pytest.approx(2.5)
        assert len(container.chapters()) == 2


def test_a_still_is_exactly_the_last_frame_of_its_beat(scene: Scene, out: Path) -> None:
    stills.make(scene, out)
    whole = frames(scene.video, "rgba" if scene.record.transparent else "rgb24")
    paths = sorted((out / "Story.stills").iterdir())
    assert paths[0].name == "01-here-is-f-a-a2-b3.png"
    for path, number in zip(paths, (19, 29, 39, 49), strict=True):
        with Image.open(path) as picture:
            assert np.array_equal(np.asarray(picture), whole[number])
            assert picture.info == picture.info | {"Author": "Zoë", "Copyright": "使用可"}


def gif_of(path: Path) -> tuple[list[np.ndarray], list[int]]:
    """The pictures of a GIF and how long each stands, in milliseconds, read by Pillow."""
    with Image.open(path) as whole:
        pictures = [np.asarray(one.convert("RGBA")) for one in ImageSequence.Iterator(whole)]
        durations = []
        for number in range(len(pictures)):
            whole.seek(number)
            durations.append(int(whole.info["duration"]))
        assert whole.info["loop"] == 0  # for ever
    return pictures, durations


def test_a_gif_lasts_as_long_as_its_beat_and_shows_it(scene: Scene, out: Path) -> None:
    gif.make(scene, out)
    paths = sorted((out / "Story.gifs").iterdir())
    whole = frames(scene.video, "rgba")
    for path, beat in zip(paths, scene.record.beats, strict=True):
        pictures, durations = gif_of(path)
        assert sum(durations) == pytest.approx(1000 * len(scene.record.span(beat)) / RATE, abs=10)
        assert len(pictures) == pytest.approx(12 * len(scene.record.span(beat)) / RATE, abs=1)
        assert pictures[0].shape == (SIZE[1], SIZE[0], 4)
        now = 0
        for shown, duration in zip(pictures, durations, strict=True):
            due = whole[scene.record.span(beat).start + round(now / 1000 * RATE)]
            opaque = due[..., 3] > 128
            assert (shown[..., 3] == 255).all()  # no jagged edges
            assert error(shown[opaque], due[opaque]) < 3
            if scene.record.transparent:  # what is drawn is light: it is put on black
                assert (shown[~opaque][:, :3] == 0).all()
            now += duration


def noise(frame: int) -> np.ndarray:
    pixels = np.random.default_rng(frame).integers(0, 256, (SIZE[1], SIZE[0], 4), dtype=np.uint8)
    pixels[..., 3] = 255
    return pixels


def test_a_gif_too_large_gets_slower_then_smaller(tmp_path: Path) -> None:
    """Noise cannot be compressed: size goes with rate and area."""
    wide = scene_of(tmp_path, [{}], pictures=[noise(number) for number in range(RATE)])
    (beat,) = wide.record.beats
    path = tmp_path / "x.gif"
    assert gif.write(wide, beat, path)
    whole = path.stat().st_size
    assert gif.write(wide, beat, path, budget=whole - 1)
    assert len(gif_of(path)[0]) == 10
    assert path.stat().st_size < whole
    assert sum(gif_of(path)[1]) == pytest.approx(1000, abs=10)
    assert not gif.write(wide, beat, path, budget=100)  # it is written all the same
    assert len(gif_of(path)[0]) == 6


def test_a_gif_gets_narrower_where_slower_is_not_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gif, "_NARROWEST", 40)
    wide = scene_of(tmp_path, [{}], pictures=[noise(number) for number in range(RATE)])
    path = tmp_path / "x.gif"
    assert gif.write(wide, wide.record.beats[0], path, budget=20_000)
    assert path.stat().st_size <= 20_000
    with Image.open(path) as shown:
        assert 40 <= shown.width < SIZE[0]
        assert shown.width / shown.height == pytest.approx(1.5, abs=0.03)


def test_a_handout_has_a_picture_and_a_text_for_each_beat(scene: Scene, out: Path) -> None:
    handout.make(scene, out)
    read = pypdf.PdfReader(out / "Story.handout.pdf")
    assert len(read.pages) == 2  # three pictures on a page
    text = "\n".join(page.extract_text() for page in read.pages)
    for beat in scene.record.beats:
        assert f"{beat.number}. {beat.text}" in " ".join(text.split())
    assert "The function" in text
    assert text.count("The nudge") == 1
    assert "2 / 2" in text
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == (scene.record.title, "Zoë")
    assert [len(page.images) for page in read.pages] == [3, 1]
    assert read.pages[0].mediabox.width / 72 * 25.4 == pytest.approx(210, abs=0.1)


def test_a_handout_says_which_characters_it_cannot_show(
    tmp_path: Path, out: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typefaces, "installed", lambda: ())  # whatever there is on this machine
    handout.make(scene_of(tmp_path, [{"text": "Here is ∇f ⋅ 勾, that is α² − ∂ · Δ → ≈ ′."}]), out)
    assert "lacks ∇ 勾\n" in caplog.text


def test_a_handout_takes_other_typefaces_for_what_its_own_lacks(
    tmp_path: Path, out: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    font_with("勾股", "Tiny Han", tmp_path / "tiny.ttf")
    font_with("勾", "Tinier Sans", tmp_path / "tinier.ttf")
    there = [
        Typeface("Tinier Sans", tmp_path / "tinier.ttf"),
        Typeface("Tiny Han", tmp_path / "tiny.ttf"),
    ]
    monkeypatch.setattr(typefaces, "installed", lambda: tuple(there))
    handout.make(scene_of(tmp_path, [{"text": "Here is 勾股."}], author="股"), out)
    (page,) = pypdf.PdfReader(out / "Story.handout.pdf").pages
    assert "Here is 勾股." in page.extract_text()
    assert page.extract_text().count("股") == 2
    assert caplog.text == ""


def test_a_handout_begins_lines_from_right_to_left_at_the_right(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    font_with("שלום", "Tiny Hebrew", tmp_path / "tiny.ttf")
    there = (Typeface("Tiny Hebrew", tmp_path / "tiny.ttf"),)
    monkeypatch.setattr(typefaces, "installed", lambda: there)
    handout.make(scene_of(tmp_path, [{"text": "שלום."}, {"text": "Hello."}]), out)
    (page,) = pypdf.PdfReader(out / "Story.handout.pdf").pages
    starts: dict[str, float] = {}
    page.extract_text(visitor_text=lambda text, _, matrix, *__: starts.update({text: matrix[4]}))
    (hebrew,) = [x for text, x in starts.items() if set("שלום") & set(text)]
    (english,) = [x for text, x in starts.items() if "Hello" in text]
    assert english < 100 < page.mediabox.width / 2 < hebrew
