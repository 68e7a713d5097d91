"""Captions can be read: short lines, enough time, nothing lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.beats import cues, shortest, split, telling_time

WORD = st.text("abcdefgh,.", min_size=1, max_size=14)
SENTENCE = st.lists(WORD, min_size=1, max_size=60).map(" ".join)


@given(SENTENCE)
def test_a_caption_has_two_lines_of_42_characters_at_most(text: str) -> None:
    for caption in split(text):
        lines = caption.split("\n")
        assert len(lines) <= 2
        assert all(len(line) <= 42 for line in lines)


@given(SENTENCE)
def test_no_word_is_lost_or_moved(text: str) -> None:
    assert " ".join(split(text)).split() == text.split()


@given(SENTENCE, st.floats(0, 1000), st.floats(0, 30))
def test_every_caption_stays_long_enough_to_be_read(text: str, start: float, more: float) -> None:
    end = start + shortest(text) + more
    laid = cues(text, start, end)
    for cue in laid:
        seconds = cue.end - cue.start
        assert 5 / 6 - 1e-6 <= seconds <= 7 + 1e-6
        assert len(cue.text) / seconds <= 17 + 1e-6
        assert start <= cue.start
        assert cue.end <= end + 1e-9
    assert all(before.end <= after.start + 1e-9 for before, after in pairwise(laid))


def test_too_little_time_is_refused() -> None:
    with pytest.raises(ValueError, match="too few to read"):
        cues("This sentence needs more than a second.", 0, 1)


def test_spoken_digits_take_longer_than_written_ones() -> None:
    text, speech = "Nudge by 0.001.", "Nudge by zero point zero zero one, if you please, right now."
    assert telling_time(text, speech) > telling_time(text, text)
