"""Records that tests of publishing are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from record import Record
from record.beats import Cue


def data_of(beats: Iterable[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    """Return the record of a small scene as a scene makes it.

    Args:
        beats: What is different about each beat; a second and a chapter each by default.
        more: What is different about the scene.
    """
    whole: list[dict[str, Any]] = []
    for index, beat in enumerate(beats):
        start = beat.get("start", whole[-1]["end"] if whole else 0.0)
        end = beat.get("end", start + 1.0)
        text = beat.get("text", f"Sentence {index + 1}.")
        usual = {
            "index": index,
            "start": start,
            "end": end,
            "text": text,
            "speech": text,
            "chapter": "",
            "kind": "action",
            "cues": [{"start": start, "end": end, "text": text}],
            "numbers": [],
        }
        whole.append(usual | dict(beat))
    return {
        "lesson": "a lesson",
        "scene": "Story",
        "title": "Nudging f(a) = a² — a title",
        "language": "en",
        "parameters": {},
        "quality": {"width": 96, "height": 64, "frame_rate": 20},
        "duration": whole[-1]["end"],
        "poster": 0.0,
        "beats": whole,
    } | more


def record_of(captions: Iterable[Cue], duration: float, frame_rate: float = 30) -> Record:
    """Return a record of one beat with some captions."""
    cues = [asdict(one) for one in captions]
    quality = {"width": 96, "height": 64, "frame_rate": frame_rate}
    return Record.of(data_of([{"end": duration, "cues": cues}], quality=quality))


def record_at(path: Path) -> Record:
    """Read the record that a scene has left."""
    return Record.of(json.loads(path.read_text(encoding="utf-8")))
