"""The video in other containers: WebM for web pages, ProRes for editors and slides."""

from __future__ import annotations

from pathlib import Path

import av
from av.container import OutputContainer

from publish import sound, video
from publish.encoding import add_stream, encoded
from publish.scene import Scene

# Of 150 frames of NudgeLine (480p, key frames included) this keeps a PSNR of 50.6 dB in 115 kB
# and 2.4 s; "realtime" takes 0.5 s and 160 kB, for 50.1 dB; rate factor 30 87 kB, for 48.5 dB.
_VP9 = {"deadline": "good", "cpu-used": "4", "crf": "24", "b": "0", "row-mt": "1", "threads": "2"}

# 4:2:2, and 4:4:4 with alpha. FFmpeg's other encoder, prores_ks, takes five times as long for
# pictures that are no better (47.7 dB, not 48.3), and puts a few alpha values wrong by half.
_PRORES = {"profile": "2"}
_PRORES_ALPHA = {"profile": "4"}


def write_webm(scene: Scene, folder: Path) -> None:
    """Write a WebM: VP9, with an alpha channel where the scene is transparent, and Opus.

    Args:
        scene: The scene.
        folder: Where the file goes.
    """
    record = scene.record
    options = dict(_VP9)
    layout = "yuv420p"
    if record.transparent:
        layout = "yuva420p"
        options["auto-alt-ref"] = "0"  # frames that aren't shown have no alpha channel
    with (
        video.video(scene.video) as (_, pictures),
        # Without a number at random: what is made of the same video is the same file.
        av.open(folder / f"{scene.name}.webm", "w", options={"fflags": "+bitexact"}) as result,
    ):
        stream = add_stream(result, pictures, "libvpx-vp9", layout, options)
        video.label_colours(stream)
        frames = video.frames(scene.video, 0, record.frames)
        streams = [(stream, encoded(frames, stream)), *_sound(scene, result, "libopus")]
        video.describe(result, streams, record)
        video.mux(result, streams)


def write_mov(scene: Scene, folder: Path) -> None:
    """Write a MOV for Keynote, PowerPoint, OBS and editors.

    ProRes 422, or ProRes 4444 with an alpha channel where the scene is transparent. It is called
    ``<Scene>.prores.mov``: a transparent scene's own video is a MOV, too. Its
    sound isn't compressed.

    Args:
        scene: The scene.
        folder: Where the file goes.
    """
    record = scene.record
    layout, options = ("yuv422p10le", _PRORES)
    if record.transparent:
        layout, options = ("yuva444p10le", _PRORES_ALPHA)
    with (
        video.video(scene.video) as (_, pictures),
        av.open(folder / f"{scene.name}.prores.mov", "w", options=video.FASTSTART) as result,
    ):
        stream = add_stream(result, pictures, "prores", layout, options)
        video.label_colours(stream)
        frames = video.frames(scene.video, 0, record.frames)
        streams = [(stream, encoded(frames, stream)), *_sound(scene, result, "pcm_s16le")]
        video.fill(result, streams, record)


def _sound(scene: Scene, result: OutputContainer, codec: str) -> list[video.Track]:
    """Add a stream for a scene's sound to a file; none if it is silent."""
    heard = sound.part(scene.video, 0, sound.position(scene.record, scene.record.frames))
    if heard is None:
        return []
    stream = sound.add_stream(result, codec)
    return [(stream, sound.encoded(heard, stream))]
