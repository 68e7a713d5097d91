"""The video as a WebM, for web pages."""

from __future__ import annotations

from pathlib import Path

import av

from publish import encoding, video
from publish.formats import Format
from publish.scene import Scene

# Of 150 frames of NudgeLine (480p, key frames included) this keeps a PSNR of 50.6 dB in 115 kB
# and 2.4 s; "realtime" takes 0.5 s and 160 kB, for 50.1 dB; rate factor 30 87 kB, for 48.5 dB.
_VP9 = {"deadline": "good", "cpu-used": "4", "crf": "24", "b": "0", "row-mt": "1", "threads": "2"}
# Frames that aren't shown have no alpha channel.
_ALPHA = {"auto-alt-ref": "0"}


def make(scene: Scene, folder: Path) -> None:
    """Write a WebM: VP9, with an alpha channel where the scene is transparent, and Opus.

    Args:
        scene: The scene.
        folder: Where the file goes.
    """
    clear = scene.record.transparent
    layout, options = ("yuva420p", _VP9 | _ALPHA) if clear else ("yuv420p", _VP9)
    # Without a number at random: what is made of the same video is the same file.
    bitexact = {"fflags": "+bitexact"}
    with av.open(folder / f"{scene.name}.webm", "w", options=bitexact) as result:
        streams = encoding.again(scene, result, "libvpx-vp9", layout, options, "libopus")
        video.describe(result, streams, scene.record)
        video.mux(result, streams)


FORMAT = Format(
    make,
    "WebM (VP9) for web pages, with alpha if transparent",
    ("<Scene>.webm",),
)
