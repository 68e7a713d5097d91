"""Each word of a caption is on record with the time at which it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from record import Record
from record.beats import Cue
from scenes.telling.narration import Narration, narrate
from tests.publish.making import data_of
from tests.voice.hearing import begins
from tests.voice.test_voices import line
from voice.audio import read
from voice.beeps import Beeps
from voice.narrator import Narrator
from voice.speaker import times

SHOWN = "Nudge b by 0.001, and J moves by 0.006: that is six times as far as b itself has moved."
SAID = (
    "Nudge b by zero point zero zero one, and J moves by zero point zero zero six: "
    "that is six times as far as b itself has moved."
)


@pytest.fixture
def narration(tmp_path: Path) -> Narration:
    """A sentence said by a tone for each word, 0.4 seconds each."""
    narrator = Narrator("beeps", Beeps({}, "en"), tmp_path / "voices", tmp_path)
    found = narrate(narrator, 1, SHOWN, SAID, "en")
    assert found is not None
    return found


def test_words_are_said_when_they_are_heard(narration: Narration) -> None:
    heard = begins(read(narration.utterance.sound).astype(float), gap=0.1)
    assert len(heard) == len(SAID.split())
    cues = narration.cues(2.0, 2.0 + narration.seconds)
    assert len(cues) == 2
    told = [*zip(SHOWN.split(), (time for cue in cues for time in cue.words), strict=True)]
    # Numbers are more words when they are said: the others are found in the same order.
    said = [(word, 2.0 + time) for word, time in zip(SAID.split(), heard, strict=True)]
    for word, time in told:
        if word[0].isalpha():
            while said[0][0] != word:
                said.pop(0)
            assert time == pytest.approx(
                said.pop(0)[1], abs=0.6
            )  # tones are as long for short words
    assert [word for word, _ in told if not word[0].isalpha()] == ["0.001,", "0.006:"]


def test_what_a_voice_knows_of_its_words_counts() -> None:
    said = line("Nudge a by", "a little.")
    marks = {0: 0.0, 6: 1.7, 8: 1.9, 11: 2.0, 13: 2.4}
    assert times(said, marks, 3.0) == marks
    assert times(said, {**marks, 8: 0.5}, 3.0) == {0: 0.0, 11: 2.0}  # which nobody says


@pytest.mark.parametrize("words", [(0.0,), (0.5, 0.2), (0.2, 1.5), (-0.1, 0.3)])
def test_a_record_whose_words_are_said_at_other_times_is_refused(words: tuple[float, ...]) -> None:
    cues = [{"start": 0.0, "end": 1.0, "text": "Two\nwords", "words": words}]
    record = Record.of(data_of([{"cues": cues}]))
    with pytest.raises(ValueError, match="words of captions"):
        record.check()


def test_words_go_with_their_caption() -> None:
    cue = Cue(2.0, 3.0, "Two words", (2.0, 2.5))
    assert cue.earlier(1.5) == Cue(0.5, 1.5, "Two words", (0.5, 1.0))
    silent = Record.of(data_of([{}]))
    assert "words" not in silent.text
