"""A video for each beat: to be put into slides, or played one after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from publish import captions, cut, pixels, poster, sound, video
from publish.formats import Format
from publish.scene import Scene
from record.beats import Beat

_SIDE = 8  # pixels; squares of this size are compared
_TOLERANCE = 6.0  # of 255: what compression changes the mean of a square by, and nobody sees


def make(scene: Scene, folder: Path) -> None:
    """Write a folder with a clip for each beat, its poster, its captions, and an index.

    Args:
        scene: The scene.
        folder: Where the folder goes.
    """
    inside = folder / f"{scene.name}.clips"
    inside.mkdir()
    index = {
        "scene": scene.name,
        "title": scene.record.title,
        "language": scene.record.language,
        "width": scene.record.quality.width,
        "height": scene.record.quality.height,
        "frame_rate": scene.record.quality.frame_rate,
        "sound": sound.is_in(scene.video),
        "clips": [_write(scene, beat, inside) for beat in scene.record.beats],
    }
    text = json.dumps(index, ensure_ascii=False, indent=2) + "\n"
    (inside / "index.json").write_text(text, encoding="utf-8", newline="\n")


FORMAT = Format(
    make,
    "a video for each beat, with captions, and a list of them",
    ("<Scene>.clips/",),
    "cut on the frame, each with a poster; the list says which can be looped",
)


def _write(scene: Scene, beat: Beat, folder: Path) -> dict[str, Any]:
    """Write the files of a clip and return what the index says of it."""
    name = folder / beat.slug
    clip, picture = (Path(f"{name}{suffix}") for suffix in (scene.record.suffix, ".png"))
    span = scene.record.span(beat)
    first, last = (video.frame(scene.video, number) for number in (span[0], span[-1]))
    poster.save(last, picture, scene.record)
    cut.cut(scene, beat, clip, picture)
    part = scene.record.excerpt(beat)
    captions.write_srt(part, Path(f"{name}.srt"))
    captions.write_vtt(part, Path(f"{name}.vtt"))
    return {
        "file": clip.name,
        "poster": picture.name,
        "captions": f"{name.name}.vtt",
        "first_frame": span.start,
        "frames": len(span),
        "text": beat.text,
        "speech": beat.speech,
        "chapter": beat.chapter,
        "kind": beat.kind,
        # It can be played over and over without a jump, as when nothing moves in it.
        "loop": _are_alike(first, last),
    }


def _are_alike(one: av.VideoFrame, other: av.VideoFrame) -> bool:
    """Find out whether no part of a picture differs visibly from the same part of another."""
    return float(np.abs(_squares(one) - _squares(other)).max(initial=0)) <= _TOLERANCE


def _squares(picture: av.VideoFrame) -> NDArray[np.float64]:
    """Return the mean colour and opacity of each square of a picture.

    Of a mean, compression changes little; of a single pixel beside an edge, a lot.
    """
    shown = pixels.shown(picture)
    high, wide = (length // _SIDE * _SIDE for length in shown.shape[:2])
    parts = shown[:high, :wide].reshape(high // _SIDE, _SIDE, wide // _SIDE, _SIDE, -1)
    means: NDArray[np.float64] = parts.mean(axis=(1, 3))
    return means
