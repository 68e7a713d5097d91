"""Beeps are as many as the words, and begin with the captions: the example of a voice."""

from __future__ import annotations

import pytest

from scenes.telling.narration import SpokenLine
from tests.voice.hearing import begins
from voice.audio import RATE
from voice.choice import Choice
from voice.speaker import Spoken, onsets


def said(*parts: str, least: float = 0.5) -> tuple[Spoken, tuple[float, ...]]:
    choice = Choice.of("beeps")
    assert choice is not None
    line = SpokenLine(1, parts, (least,) * len(parts), "en")
    spoken = choice.speaker("nudge", "NudgeLine", "en").speak(line)
    assert spoken is not None
    return spoken, onsets(line, spoken.marks, len(spoken.samples) / RATE)


@pytest.mark.parametrize("count", [1, 3, 20])
def test_there_is_a_beep_for_each_word(count: int) -> None:
    spoken, _ = said(" ".join(["word"] * count))
    assert len(begins(spoken.samples.astype(float), 0.1)) == count
    assert len(spoken.samples) / RATE == pytest.approx(0.4 * count, abs=0.25)


def test_a_caption_begins_with_its_first_beep_and_can_be_read() -> None:
    spoken, times = said("One two three,", "four.", "five.", least=2.5)
    assert times == (0, 2.5, 5)
    heard = begins(spoken.samples.astype(float), gap=1)
    assert heard == pytest.approx(times, abs=0.05)
