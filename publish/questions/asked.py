"""What a page that asks the questions of a scene is made of: cards, and what compares answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from publish.questions.items import Item, items
from publish.words import Words, words
from record import Record

_SAID = "right", "wrong", "again", "choose_one", "score", "step_of"


def asked(record: Record) -> dict[str, Any]:
    """Return what the templates of questions need."""
    language = words(record.language)
    return {
        "items": (found := items(record)),
        "quiz": _compared(found, record, language),
        "examples": language("examples"),
    }


def _compared(found: Iterable[Item], record: Record, language: Words) -> dict[str, Any]:
    """Return what the script of a page needs to compare answers, and what it says."""
    known = [
        {
            "id": item.identifier,
            "kind": item.kind,
            "beat": item.beat,
            "stop": record.beats[item.beat].end,
            "value": str(item.value or 0),
            "right": item.right,
            "answer": item.answer,
            "question": item.question,
            "choices": [
                {"key": one.key, "text": one.text, "why": one.why, "value": str(one.value or "")}
                for one in item.choices
            ],
        }
        for item in found
    ]
    said = {key: language.sentences[key] for key in _SAID}
    said["no_number"] = language("no_number", examples=language("examples"))
    return {"items": known, "words": said, "comma": language("decimal") == ","}
