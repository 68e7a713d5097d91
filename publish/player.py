"""A scene's own pages, wherever they are: on the site, in an iframe, in a learning system."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from publish.captions import descriptions, write_descriptions
from publish.direction import marked
from publish.files import link
from publish.moments import moments
from publish.numbers import rows
from publish.questions.asked import asked
from publish.scene import Scene
from publish.templating import asset, clock, render
from publish.transcript import described
from publish.words import words

PAGE = "index.html"
ASSETS = (
    "theme.js", "player.js", "quiz.js", "quiz_player.js", "quiz.css", "describe.js", "words.js",
)  # fmt: skip
"""What pages with a player use, besides style and typeface."""
FIGURE = ".explore.html"
"""How the names of figures end."""

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
        "figure": figure(scene).name if figure(scene).exists() else None,
        "moments": [(start, state, clock(start)) for start, state in moments(record)],
        "video": scene.video.name,
        "captions": f"{scene.name}.vtt",
        "described": _described(scene),
        "poster": scene.poster.name,
        "start_of": {beat.index: beat.start for beat in record.beats},
        **asked(record),
        "descriptions": {
            "language": record.language,
            "told": [[cue.start, cue.end, cue.text] for cue in descriptions(record)],
        },
        # Pages opened as files may not load a track, so the captions are in the page, too.
        "cues": [
            [cue.start, cue.end, html.escape(marked(cue.text), quote=False), cue.words]
            for cue in record.cues
        ],
        "worded": any(cue.words for cue in record.cues),
    }


def media(scene: Scene) -> tuple[Path, ...]:
    """Return the files that a scene's page shows: video, captions, poster, and figure if any."""
    shown = scene.video, scene.folder / f"{scene.name}.vtt", scene.poster
    return (*shown, figure(scene)) if figure(scene).exists() else shown


def figure(scene: Scene) -> Path:
    """Return where the figure of a scene is, if it was made."""
    return scene.folder / f"{scene.name}{FIGURE}"


def write_assets(folder: Path, more: Iterable[str] = ()) -> None:
    """Write what all pages share: style, scripts and typeface.

    Args:
        folder: A new folder is made for it here.
        more: Scripts of some pages.
    """
    folder.mkdir(parents=True)
    for name in ("site.css", "icon.svg", *ASSETS, *more):
        (folder / name).write_bytes(asset(name).read_bytes())
    fonts = files("font_source_sans_pro") / "files"
    for name in [f"SourceSansPro-{style}.otf" for style in _FONTS] + ["LICENSE.txt"]:
        target = name if name.endswith(".otf") else "SourceSansPro-LICENSE.txt"
        (folder / target).write_bytes((fonts / name).read_bytes())


def describe(scene: Scene, folder: Path) -> None:
    """Write the track of descriptions that a player needs, beside its page."""
    write_descriptions(scene.record, folder / _described(scene))


def _described(scene: Scene) -> str:
    return f"{scene.name}.descriptions.vtt"


def write_unit(scene: Scene, folder: Path, root: str, reporting: Sequence[str] = ()) -> Path:
    """Write a scene's page for learning systems, with all that it plays; return where it is.

    Args:
        scene: The scene.
        folder: A new folder is made for it here.
        root: Where the folder of what pages share is, relative to the page.
        reporting: The scripts that tell what somebody does.
    """
    folder.mkdir(parents=True)
    copy(media(scene), folder)
    describe(scene, folder)
    page = folder / PAGE
    write(page, render("unit.html", **context(scene), root=root, reporting=reporting))
    return page


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
