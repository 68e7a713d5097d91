"""Captions: SubRip for players, WebVTT for web pages."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import srt
import webvtt

from publish.direction import marked
from record import Record
from record.beats import Cue

_DESCRIBED = 1.0  # seconds at the end of a beat


def write_srt(record: Record, path: Path) -> None:
    """Write SubRip captions (UTF-8, LF), read by nearly every player."""
    subtitles = [
        srt.Subtitle(
            index=index,
            start=timedelta(milliseconds=_milliseconds(caption.start)),
            end=timedelta(milliseconds=_milliseconds(caption.end)),
            content=marked(caption.text),
        )
        for index, caption in enumerate(record.cues, start=1)
    ]
    path.write_text(srt.compose(subtitles), encoding="utf-8", newline="\n")


def write_vtt(record: Record, path: Path) -> None:
    """Write WebVTT captions (UTF-8, LF), as the HTML ``track`` element wants them."""
    _write_vtt(record.cues, path)


def write_descriptions(record: Record, path: Path) -> None:
    """Write the track of what is shown and not said; of a record that needs none, no file."""
    if found := descriptions(record):
        _write_vtt(found, path)


def descriptions(record: Record) -> tuple[Cue, ...]:
    """Return what is shown and not said, in the last second of each beat: all of it stands then."""
    return tuple(
        Cue(max(beat.start, beat.end - _DESCRIBED), beat.end, beat.description)
        for beat in record.beats
        if beat.description
    )


def _write_vtt(cues: Iterable[Cue], path: Path) -> None:
    captions = webvtt.WebVTT()
    for caption in cues:
        captions.captions.append(
            webvtt.Caption(
                _timestamp(caption.start),
                _timestamp(caption.end),
                # WebVTT has tags and character references: a "<" must not start one.
                html.escape(marked(_lines(caption.text)), quote=False),
            )
        )
    path.write_text(captions.content + "\n", encoding="utf-8", newline="\n")


def _lines(text: str) -> str:
    """Return a text without empty lines, of which the first would end its caption."""
    return "\n".join(line for line in text.splitlines() if line.strip())


def _milliseconds(seconds: float) -> int:
    """Return the finest time both formats know; neighbours stay neighbours."""
    return round(seconds * 1000)


def _timestamp(seconds: float) -> str:
    minutes, milliseconds = divmod(_milliseconds(seconds), 60_000)
    hours, minutes = divmod(minutes, 60)
    whole, milliseconds = divmod(milliseconds, 1000)
    return f"{hours:02}:{minutes:02}:{whole:02}.{milliseconds:03}"
