"""A scene as one piece of HTML, which a notebook keeps in itself and shows without a network."""

from __future__ import annotations

import base64
from pathlib import Path

from publish import player
from publish.scene import Scene
from publish.templating import render

_KINDS = {".mp4": "video/mp4", ".vtt": "text/vtt", ".png": "image/png"}


def html(scene: Scene) -> str:
    """Return the HTML: a page of its own in a frame, with all files in it, and the transcript.

    The frame keeps names and styles of several cells apart. A notebook that nobody trusts yet
    shows no frames, but the transcript.

    Args:
        scene: The scene.
    """
    shared = player.context(scene)
    playable = {} if scene.record.transparent else {"video": _data(scene.video)}
    captions = _data(scene.folder / shared["captions"])
    files = {"poster": _data(scene.poster), "captions": captions, **playable}
    # The frame has no room for buttons, so it has nothing that they would begin.
    less = {"descriptions": {**shared["descriptions"], "told": []}, "worded": False}
    page = render("cell_page.html", **{**shared, **files, **less})
    return render("cell.html", **shared, page=page)


def _data(file: Path) -> str:
    """Return a file as an address that contains it."""
    content = base64.b64encode(file.read_bytes()).decode("ascii")
    return f"data:{_KINDS[file.suffix]};base64,{content}"
