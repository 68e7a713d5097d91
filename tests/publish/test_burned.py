"""Captions in pictures cover nothing that is shown, and nothing of what apps leave is missed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from engine.jobs.quality import ASPECTS, QUALITIES
from publish import burned
from publish.burned import Box, moments, places
from publish.formats import FORMATS
from publish.scene import Scene
from record import Quality
from record.beats import Cue
from scenes.picture.layout import layout
from tests.publish.filming import scene_of
from tests.publish.sounding import clicks, save
from tests.publish.test_sound import packets

CUES = [
    {
        "start": 0.5, "end": 2.0, "text": "Now <nudge> a\nby #0.1",
        "words": [0.5, 0.8, 1.1, 1.4, 1.6],
    },
    {"start": 2.0, "end": 2.5, "text": "No words"},
]  # fmt: skip
BEATS: list[dict[str, Any]] = [
    {"end": 2.5, "cues": CUES, "chapter": "Begin"}, {"end": 3.0, "cues": [], "chapter": "End"},
]  # fmt: skip
RATE = 10


def content(quality: Quality) -> Box:
    """Where a lesson's picture may show something, in its pixels; `layout.outside` is checked."""
    regions = layout(quality.width / quality.height)
    frame, safe = regions.frame, regions.safe
    across, up = quality.width / frame.width, quality.height / frame.height
    return Box.of(
        (safe.left - frame.left) * across, (frame.top - safe.top) * up,
        (safe.right - frame.left) * across, (frame.top - safe.bottom) * up,
    )  # fmt: skip


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("size", QUALITIES)
def test_captions_have_room_of_their_own(aspect: str, size: str) -> None:
    shaped = QUALITIES[size].shaped(aspect)
    quality = Quality(shaped.width, shaped.height, 30)
    where = places(quality)
    if aspect == "9:16":
        assert where is None
        return
    assert where is not None
    picture, strip, shown = where.picture, where.strip, content(quality)
    scale = Fraction(picture.right - picture.left, quality.width)
    assert strip.top >= picture.top + scale * shown.bottom - 2
    assert strip.bottom <= where.height
    if aspect != "1:1":
        assert (where.width, where.height) == (quality.width, quality.height)
        return
    # A video of 9:16, of which apps leave this much in 1080 × 1920.
    assert Fraction(where.width, where.height) == pytest.approx(9 / 16, abs=0.002)
    clear = [side * where.width / 1080 for side in (120, 288, 888, 1248)]
    left, top, right, bottom = (float(scale * side) for side in vars(shown).values())
    placed = left + picture.left, top + picture.top, right + picture.left, bottom + picture.top
    for box in (placed, tuple(vars(strip).values())):
        assert box[0] >= clear[0] - 3
        assert box[1] >= clear[1] - 3
        assert box[2] <= clear[2] + 3
        assert box[3] <= clear[3] + 3


def test_a_word_is_marked_while_it_is_said() -> None:
    cue = Cue(1.0, 4.0, "one two", (1.2, 1.7))
    assert [*moments(cue)] == [(1.0, 0), (1.7, 1), (2.7, None)]
    assert [*moments(Cue(1.0, 2.5, "one two", (1.2, 1.7)))] == [(1.0, 0), (1.7, 1)]
    assert [*moments(Cue(1.0, 2.5, "one two"))] == [(1.0, None)]


def filmed(folder: Path, width: int, height: int) -> tuple[Scene, Path]:
    """A grey scene with sound, and its video with captions."""
    (folder / "made").mkdir()
    quality = {"width": width, "height": height, "frame_rate": RATE}
    wav = save(clicks([0.1, 2.9], 3.0), folder / "voice.wav")
    scene = scene_of(folder, BEATS, sound=wav, quality=quality, voice="somebody")
    FORMATS["burned"].write(scene, folder / "made")
    return scene, folder / "made" / "Story.burned.mp4"


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(path) as container:
        return [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(video=0)]


def yellow(picture: np.ndarray, strip: Box) -> list[int]:
    """The columns and rows of what is yellow in captions: from, to, from, to; or nothing."""
    inside = picture[strip.top : strip.bottom, strip.left : strip.right]
    rows, columns = np.nonzero((inside[..., 0] > 150) & (inside[..., 2] < 110))
    return [columns.min(), columns.max(), rows.min(), rows.max()] if len(rows) else []


def test_captions_are_in_the_strip_and_the_said_word_is_yellow(tmp_path: Path) -> None:
    scene, path = filmed(tmp_path, 640, 360)
    before, after = decoded(scene.video), decoded(path)
    assert len(before) == len(after) == 30
    where = places(scene.record.quality)
    assert where is not None
    strip = where.strip
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        outside = np.ones(old.shape[:2], bool)
        outside[strip.top - 4 : strip.bottom + 4, strip.left - 4 : strip.right + 4] = False
        assert np.abs(old - new)[outside].max() <= 12, number
        inside = new[strip.top : strip.bottom, strip.left : strip.right]
        is_captioned = 5 <= number < 25
        assert (inside.min() < 20 and inside.max() > 200) == is_captioned, number
    marks = [yellow(after[number], strip) for number in (6, 9, 12, 15, 18)]
    # Three words in the upper line from left to right, then two in the lower.
    assert marks[0][1] < marks[1][0] < marks[1][1] < marks[2][0]
    assert marks[3][1] < marks[4][0]
    assert marks[2][3] < marks[3][2]
    assert yellow(after[22], strip) == []  # nobody says it
    with av.open(path) as container:
        assert not container.streams.subtitles
        assert [one["metadata"]["title"] for one in container.chapters()] == ["Begin", "End"]
    assert packets(path) == packets(scene.video)


def test_of_a_square_video_a_high_one_is_made(tmp_path: Path) -> None:
    scene, path = filmed(tmp_path, 360, 360)
    where = places(scene.record.quality)
    assert where is not None
    after = decoded(path)
    assert after[0].shape == (640, 360, 3)
    box = where.picture
    middle = after[29][(box.top + box.bottom) // 2, (box.left + box.right) // 2]
    assert middle == pytest.approx([20 + 4 * 29] * 3, abs=6)
    assert after[29][20, 180] == pytest.approx([16, 24, 40], abs=6)  # the scene's own background
    assert yellow(after[6], where.strip)


def test_of_a_high_video_nothing_is_made_and_why_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _, path = filmed(tmp_path, 180, 320)
    assert not path.exists()
    assert "Story: no captions can be put into it; render it with --aspect 1:1" in caplog.text


@pytest.mark.parametrize(
    "text", ["W" * 40 + "\n" + "W" * 40, "שלום 3 < 5", '"\\ #x $y$ *b* _c_', "斜率"]
)
def test_whatever_a_caption_says_is_written_into_its_room(text: str) -> None:
    strip = Box(20, 300, 300, 340)
    plate = burned._plate(text, 0, strip)
    assert plate.width <= strip.right - strip.left
    assert plate.height <= strip.bottom - strip.top
    assert plate.to_ndarray(format="rgb24").max() > 150
