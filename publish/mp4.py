"""The video again, with all that files of today carry, from one that was rendered before."""

from __future__ import annotations

import html
import logging
from pathlib import Path

from publish import captions, chapters, video
from publish.formats import Format
from publish.scene import Scene

_log = logging.getLogger(__name__)


def make(scene: Scene, folder: Path) -> None:
    """Write video, captions and YouTube's chapters; the pictures aren't encoded again.

    Args:
        scene: The scene; a transparent one stays a MOV.
        folder: Where the files go.
    """
    record = scene.record
    cover = scene.poster if scene.poster.is_file() else None
    video.publish(scene.video, record, folder / scene.video.name, cover)
    captions.write_srt(record, folder / f"{scene.name}.srt")
    captions.write_vtt(record, folder / f"{scene.name}.vtt")
    lines = chapters.text(record)
    if lines is None:
        _log.warning(
            "%s: no chapters for YouTube, which wants at least %d of %d seconds each",
            scene.name,
            chapters.FEWEST,
            chapters.SHORTEST,
        )
    else:
        target = folder / f"{scene.name}.chapters.txt"
        target.write_text(lines, encoding="utf-8", newline="\n")


def snippet(scene: Scene) -> str:
    """Return the HTML that shows a scene's video, with captions, inside another page."""
    name, title = html.escape(scene.name), html.escape(scene.record.title)
    language = html.escape(scene.record.language)
    return (
        f'<video src="{name}.mp4" poster="{name}.png" title="{title}" controls preload="metadata" '
        f'style="width: 100%"><track src="{name}.vtt" srclang="{language}" kind="captions" '
        f'label="{language}" default></video>'
    )


FORMAT = Format(
    make,
    "MP4 with chapters, captions and cover, and YouTube's chapters",
    ("<Scene>.mp4", "<Scene>.srt", "<Scene>.vtt", "<Scene>.chapters.txt"),
    "the video again, all of it as of today; the HTML to embed it is printed",
    embed=snippet,
)
