"""The transcript: what is said and what is shown, to be read instead of watched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from publish.direction import marked
from publish.formats import Format
from publish.numbers import described
from publish.scene import Scene
from publish.templating import clock, render
from publish.words import words
from record import Record


@dataclass(frozen=True)
class Line:
    """One beat of a transcript.

    Attributes:
        number: Which beat, counted from 1.
        start: When it begins, in seconds.
        end: When the next one begins, in seconds.
        said: What is said.
        shown: What the picture shows.
    """

    number: int
    start: float
    end: float
    said: str
    shown: str


@dataclass(frozen=True)
class Part:
    """A chapter of a transcript.

    Attributes:
        title: Its title; may be empty.
        lines: Its beats, at least one.
    """

    title: str
    lines: tuple[Line, ...]

    @property
    def start(self) -> float:
        """When it begins, in seconds."""
        return self.lines[0].start


def parts(record: Record) -> tuple[Part, ...]:
    """Return the transcript of a scene, chapter by chapter."""
    language = words(record.language)
    return tuple(
        Part(
            chapter.title,
            tuple(
                Line(
                    number=beat.number,
                    start=beat.start,
                    end=beat.end,
                    said=beat.line,
                    shown=described(record, beat, language),
                )
                for beat in chapter.beats
            ),
        )
        for chapter in record.chapters
    )


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
    lines = ["---", *(f'{key}: "{_quoted(text)}"' for key, text in about.items() if text)]
    lines += [f"lang: {record.language}", "---", ""]
    lines += [f"# {_line(record.title)}", ""]
    for part in parts(record):
        if part.title:
            lines += [f"## {clock(part.start)} {_line(part.title)}", ""]
        for line in part.lines:
            lines += [f"**{clock(line.start)}** {_line(line.said)}", ""]
            lines += [f"> {_line(line.shown)}", ""]
    return "\n".join(lines)


def _page(record: Record) -> str:
    return render(
        "transcript.html", record=record, parts=parts(record), words=words(record.language)
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _line(text: str) -> str:
    return _escaped(marked(text))


def _escaped(text: str) -> str:
    """Return a text in which nothing is Markdown: a product is no emphasis, a < no tag."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", text)
