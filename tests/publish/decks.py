"""The deck that tests drive, and what they ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.publish.browsing import until, watch

COLOURS = [(200, 60, 40), (40, 160, 60), (60, 80, 220), (220, 200, 60)]
BEATS: list[dict[str, Any]] = [
    {
        "end": 0.5,
        "text": "When a = 2 & b < 3 </script>",
        "speech": "When A is two.",
        "chapter": "The function",
        "cues": [
            {"start": 0.0, "end": 0.25, "text": "First half"},
            {"start": 0.25, "end": 0.5, "text": "Second half,\ntwo lines"},
        ],
    },
    {"end": 1.0, "text": "Zweitens", "chapter": "The nudge"},
    {"end": 1.5, "text": "Drittens", "chapter": "The nudge"},
    {"end": 2.0, "text": "Viertens", "chapter": "The nudge"},
]
QUALITY = {"width": 320, "height": 180, "frame_rate": 20}
TITLE = "a -- b --> c <script>"

SHOWN = "document.querySelector('.film.shown')"


@contextmanager
def driven(context: BrowserContext, address: str) -> Iterator[Page]:
    """The deck, opened; whatever a test does, nothing fails and nothing leaves the machine."""
    page = context.new_page()
    asked, errors = watch(page)
    page.goto(address)
    yield page
    assert errors == []
    assert {one.partition(":")[0] for one in asked} <= {"file", "data", "blob", "about"}


def colour(number: int) -> tuple[int, int, int]:
    return COLOURS[number // 10]


def arrives(page: Page, stop: int) -> None:
    """Wait until a stop, counted from 1, has been played to its end."""
    until(
        page, f"deck.at === {stop - 1} && {SHOWN}?.dataset.stop === '{stop - 1}' && {SHOWN}.ended"
    )


def middle(page: Page) -> tuple[int, ...]:
    """The colour in the middle of the video that is shown."""
    pixel = page.evaluate(
        f"""() => {{
            const canvas = document.createElement("canvas").getContext("2d");
            canvas.drawImage({SHOWN}, -160, -90);
            return Array.from(canvas.getImageData(0, 0, 1, 1).data);
        }}"""
    )
    return tuple(pixel[:3])


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    # The browser's conversion of colours is its own affair; which of four it is must be clear.
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) < 45
