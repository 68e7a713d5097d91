"""One HTML file that presents a scene: videos, captions, notes and keys, without a network.

A browser opens it from the disk; another page shows it in a frame (see `snippet`).
"""

from __future__ import annotations

import base64
import html
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from publish import cut, explore, pixels, poster, sound
from publish.colour import Colour, code, is_dark
from publish.formats import Format
from publish.moments import moments
from publish.questions.asked import asked
from publish.scene import Scene
from publish.templating import render
from publish.words import Words, words
from record import Record
from record.beats import Beat

SUFFIX = ".deck.html"


def make(scene: Scene, folder: Path, table: Mapping[str, Any] | None = None) -> None:
    """Write ``<Scene>.deck.html``.

    Args:
        scene: The scene.
        folder: Where it goes.
        table: Everything that its figure can show, if it has one.
    """
    record = scene.record
    said = words(record.language)
    page = pixels.background(scene)
    dark = is_dark(page)
    states = dict(moments(record))
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        stops = [
            _stop(scene, beat, page, Path(scratch), states.get(beat.start)) for beat in record.beats
        ]
    text = render(
        "deck.html",
        record=record,
        title=record.title,
        language=record.language,
        words=said,
        told=_told(said, record),
        width=record.quality.width,
        height=record.quality.height,
        page=code(page),
        ink="#ffffff" if dark else "#000000",
        scheme="dark" if dark else "light",
        stops=stops,
        figure=None if table is None else explore.document(scene, table),
        figure_scripts=() if table is None else explore.scripts(table),
        silent=not sound.is_in(scene.video),
        snippet=snippet(scene),
        start_of={},  # no moments of a video to go to
        **asked(record),
    )
    target = folder / f"{scene.name}{SUFFIX}"
    target.write_text(text, encoding="utf-8", newline="\n")


def snippet(scene: Scene) -> str:
    """Return the HTML that shows a scene's deck inside another page."""
    record = scene.record
    name = html.escape(f"{scene.name}{SUFFIX}")
    title = html.escape(record.title)
    # The bar below the video takes some room as well.
    size = record.quality
    style = f"width: 100%; aspect-ratio: {size.width} / {size.height + size.height // 6}"
    return (
        f'<iframe src="{name}" title="{title}" style="{style}; border: 0" '
        'allowfullscreen loading="lazy"></iframe>'
    )


FORMAT = Format(
    make,
    "a presentation in one HTML file",
    (f"<Scene>{SUFFIX}",),
    "needs no network: keys, touch, notes, presenter's view, questions, the figure to explore; "
    "the HTML to embed it is printed",
    has_figure=True,
    embed=snippet,
)


def _told(said: Words, record: Record) -> dict[str, str]:
    """Return the words that scripts say; they fill in the number of the stop."""
    return {
        "language": said.language,
        "stop": said("stop", number="{number}", count=len(record.beats)),
        "end": said("end"),
        "no_window": said("no_window"),
        "presenter_title": said("presenter_title", title=record.title),
    }


def _stop(
    scene: Scene, beat: Beat, page: Colour, scratch: Path, state: str | None
) -> dict[str, Any]:
    """Return all that the page needs of one beat."""
    clip = scratch / f"{beat.slug}.mp4"
    # The last frame: what has come about. It stands for the beat where nothing moves.
    picture = scratch / f"{beat.slug}.webp"
    cut.film(scene, beat, clip)
    # WebP at 90 can't be told from the video.
    poster.opaque(scene.video, scene.record.span(beat)[-1], page).save(picture, quality=90)
    return {
        "video": base64.b64encode(clip.read_bytes()).decode("ascii"),
        "still": base64.b64encode(picture.read_bytes()).decode("ascii"),
        "told": {
            "line": beat.line,
            "speech": beat.said,
            "notes": beat.notes,
            "chapter": beat.chapter,
            "state": state,  # of the figure
            "captions": [
                {"start": round(one.start - beat.start, 3), "text": one.text} for one in beat.cues
            ],
        },
    }
