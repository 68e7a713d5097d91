"""The video as a MOV, for Keynote, PowerPoint, OBS and editors."""

from __future__ import annotations

from pathlib import Path

import av

from publish import encoding, video
from publish.formats import Format
from publish.scene import Scene

# 4:2:2, and 4:4:4 with alpha. FFmpeg's other encoder, prores_ks, takes five times as long for
# pictures that are no better (47.7 dB, not 48.3), and puts a few alpha values wrong by half.
_PRORES = "yuv422p10le", {"profile": "2"}
_PRORES_ALPHA = "yuva444p10le", {"profile": "4"}


def make(scene: Scene, folder: Path) -> None:
    """Write ``<Scene>.prores.mov``: a transparent scene's own video is a MOV, too.

    It is ProRes 422, or ProRes 4444 with an alpha channel where the scene is transparent. Its
    sound isn't compressed.

    Args:
        scene: The scene.
        folder: Where the file goes.
    """
    layout, options = _PRORES_ALPHA if scene.record.transparent else _PRORES
    target = folder / f"{scene.name}.prores.mov"
    with av.open(target, "w", options=video.FASTSTART) as result:
        streams = encoding.again(scene, result, "prores", layout, options, "pcm_s16le")
        video.fill(result, streams, scene.record)


FORMAT = Format(
    make,
    "ProRes for editors and slides, with alpha if transparent",
    ("<Scene>.prores.mov",),
    "422, or 4444 with alpha; Keynote, PowerPoint and OBS play it, too",
)
