"""A scene that asks one question of each kind, with texts that mean harm to every format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from publish import bundle
from publish.scene import Scene, load
from record import Record
from tests.publish.conftest import SIZE, movie
from tests.publish.making import data_of

HARM = '<script>alert(1)</script> ]]> & "q" ~ = # { } : \\ %50% // $CATEGORY -> é'
SLOPE = "How steep is it where w = 3?"
SEVEN = "What is 1/7 + 1/7?"
DRAWN = "What does its slope draw?"
ORDER = "Put these steps in order."
WHY = "Why not nudge every parameter?"
STEPS = "nudge the input", "measure the output", "divide", "update"


def option(text: str, value: str = "", mistake: str = "") -> dict[str, str]:
    return {"text": text, "value": value, "mistake": mistake}


def asked(harm: str = "") -> list[dict[str, Any]]:
    """The questions as a record has them; `harm` stands behind each text."""
    found: list[dict[str, Any]] = [
        {
            "beat": 0, "question": SLOPE, "answer": "The slope is −6.", "kind": "number",
            "options": [
                option("−6", "-6"), option("9", "9", "value"), option("6", "6", "sign"),
                option("≈ −1.8", "", "factor"),
            ],
        },
        {
            "beat": 1, "question": SEVEN, "answer": "That makes 2/7.", "kind": "number",
            "options": [option("2/7", "2/7"), option("1/7", "1/7", "factor")],
        },
        {
            "beat": 2, "question": DRAWN, "answer": "That line is 2w.", "kind": "choice",
            "options": [
                option("2w"), option("w²", "", "value"), option("−2w", "", "sign"),
                option("w", "", "other"),
            ],
        },
        {
            "beat": 3, "question": ORDER, "answer": "First: nudge the input.", "kind": "order",
            "options": [option(step) for step in STEPS],
        },
        {"beat": 4, "question": WHY, "answer": "Each nudge takes a pass of its own."},
    ]  # fmt: skip
    for one in found:
        one["answered"] = one["beat"] + 1
        one["question"] += harm
        one["answer"] += harm
        for other in one.get("options", ()):
            other["text"] += harm
    return found


def record_of(harm: str = "", **more: Any) -> Record:
    """The record of the scene: six beats of two seconds, of which one needs a description."""
    beats = [
        {
            "start": 2.0 * i, "end": 2.0 * (i + 1), "text": f"Sentence {i + 1}.",
            "chapter": "First" if i < 3 else "Last",
            "description": f"New on screen: a ball.{harm}" if i == 1 else "",
        }
        for i in range(6)
    ]  # fmt: skip
    about = {"lesson": "slopes", "scene": "Asks", "title": "Slopes", "quality": SIZE}
    found = Record.of(data_of(beats, **about | {"questions": asked(harm)} | more))
    found.check()
    return found


def filmed(folder: Path, **more: Any) -> Scene:
    """The scene as rendering leaves it in the folder of its lesson."""
    (folder / "slopes").mkdir(parents=True)
    record = record_of(**more)
    movie(folder / "movie.mp4", 120)
    bundle.write(record, folder / "movie.mp4", folder / "slopes")
    return load(folder / "slopes" / "Asks.beats.json")
