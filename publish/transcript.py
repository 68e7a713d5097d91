"""The transcript: what is said and what is shown, to be read instead of watched."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from publish.formats import Format
from publish.markdown import escaped, quoted
from publish.scene import Scene
from publish.templating import clock, render
from publish.words import words
from record import Record
from record.beats import Beat


def described(record: Record, beat: Beat) -> str:
    """Return in words what a beat shows, for people who don't see the picture.

    That is what the record says; where it doesn't, a beat is described by what it is for.

    Args:
        record: The scene it is from.
        beat: One of its beats.
    """
    language = words(record.language)
    key = beat.kind if beat.kind in language.sentences else "action"
    return beat.shown or language(key, chapter=beat.chapter or record.title)


def make(scene: Scene, folder: Path) -> None:
    """Write the transcript as Markdown and as a web page that needs no other file."""
    texts = {".md": _markdown(scene.record), ".html": _page(scene.record)}
    for suffix, text in texts.items():
        path = folder / f"{scene.name}.transcript{suffix}"
        path.write_text(text, encoding="utf-8", newline="\n")


FORMAT = Format(
    make,
    "what is said and shown, as Markdown and HTML",
    ("<Scene>.transcript.md", "<Scene>.transcript.html"),
)


def _markdown(record: Record) -> str:
    # The block at the top is where Pandoc and most site generators look for the language.
    about = {"title": record.title, "author": record.author, "rights": record.licence}
    lines = ["---", *(f"{key}: {quoted(text)}" for key, text in about.items() if text)]
    lines += [f"lang: {record.language}", "---", ""]
    lines += [f"# {escaped(record.title)}", ""]
    for chapter in record.chapters:
        if chapter.title:
            lines += [f"## {clock(chapter.start)} {escaped(chapter.title)}", ""]
        for beat in chapter.beats:
            lines += [f"**{clock(beat.start)}** {escaped(beat.line)}", ""]
            lines += [f"> {escaped(described(record, beat))}", ""]
    return "\n".join(lines)


def _page(record: Record) -> str:
    shown = partial(described, record)
    return render("transcript.html", record=record, shown=shown, words=words(record.language))
