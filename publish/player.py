"""A scene's own pages, wherever they are: on the site, in an iframe, in a learning system."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from publish.direction import marked
from publish.files import link
from publish.numbers import rows
from publish.scene import Scene
from publish.templating import asset
from publish.transcript import described
from publish.words import words

PAGE = "index.html"
_FONTS = ("Regular", "Semibold")  # of the typeface of the videos


@dataclass(frozen=True)
class Neighbour:
    """Another scene of the course, as a page links to it.

    Attributes:
        title: Its title.
        language: Its language, a code such as "en".
        address: Its page, relative to the one that has the link.
    """

    title: str
    language: str
    address: str


def context(scene: Scene) -> dict[str, Any]:
    """Return what every page with a scene's player needs."""
    record = scene.record
    language = words(record.language)
    return {
        "record": record,
        "language": record.language,
        "words": language,
        "shown": partial(described, record),
        "rows": rows(record, language),
        "video": scene.video.name,
        "captions": f"{scene.name}.vtt",
        "poster": scene.poster.name,
        "start_of": {beat.index: beat.start for beat in record.beats},
        # Pages opened as files may not load a track, so the captions are in the page, too.
        "cues": [
            [cue.start, cue.end, html.escape(marked(cue.text), quote=False)] for cue in record.cues
        ],
    }


def media(scene: Scene) -> tuple[Path, ...]:
    """Return the files that a scene's player plays: video, captions, poster."""
    return scene.video, scene.folder / f"{scene.name}.vtt", scene.poster


def write_assets(folder: Path, scripts: Iterable[str]) -> None:
    """Write what all pages share: style, scripts and typeface.

    Args:
        folder: A new folder is made for it here.
        scripts: Which of the scripts.
    """
    folder.mkdir(parents=True)
    for name in ("site.css", "icon.svg", *scripts):
        (folder / name).write_bytes(asset(name).read_bytes())
    fonts = files("font_source_sans_pro") / "files"
    for name in [f"SourceSansPro-{style}.otf" for style in _FONTS] + ["LICENSE.txt"]:
        target = name if name.endswith(".otf") else "SourceSansPro-LICENSE.txt"
        (folder / target).write_bytes((fonts / name).read_bytes())


def write(path: Path, text: str) -> None:
    """Write a page."""
    path.write_text(text, encoding="utf-8", newline="\n")


def copy(sources: Iterable[Path], folder: Path) -> None:
    """Put files, and folders with all that is in them, beside a page."""
    for source in sources:
        if source.is_dir():
            (folder / source.name).mkdir()
            copy(sorted(source.iterdir()), folder / source.name)
        else:
            link(source, folder / source.name)
