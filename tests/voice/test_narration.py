"""What is given to a voice, and how captions and beats follow what it said."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene
from scenes.telling.beats import LONGEST_CUE, split
from scenes.telling.narration import SpokenLine, Utterance, narrate, parted

FRAME = 1 / 10


@dataclass
class Talker:
    """Says so many words a second, and remembers them."""

    pace: float = 2.5
    name: str = "talker"
    lines: list[SpokenLine] = field(default_factory=list)

    def say(self, line: SpokenLine) -> Utterance | None:
        self.lines.append(line)
        lengths = [len(part.split()) / self.pace for part in line.parts]
        onsets = tuple(sum(lengths[:number]) for number in range(len(lengths)))
        return Utterance(Path("said.wav"), sum(lengths), onsets)


class Mute(Talker):
    """Can't say the second beat."""

    def say(self, line: SpokenLine) -> Utterance | None:
        return None if line.number == 2 else super().say(line)


SENTENCES = "Short.", "This is a somewhat longer sentence, with a few more words in it."


class Story(LessonScene):
    def construct(self) -> None:
        for sentence in SENTENCES:
            with self.beat(sentence, kind="setup"):
                self.hold(0.1)


def told_by(voice: Any) -> LessonScene:
    with configured({"dry_run": True, "progress_bar": "none", "frame_rate": 10}):
        scene = Story({}, make_renderer=BlindRenderer)
        scene.voice = voice
        scene.render()
    return scene


@pytest.mark.parametrize("pace", [1.5, 2.5, 4])
def test_a_beat_is_as_long_as_the_voice_needs_and_a_breath(pace: float) -> None:
    voice = Talker(pace)
    _, second = told_by(voice).beats
    spoken = len(second.speech.split()) / pace
    assert spoken + 0.5 <= second.end - second.start + 1e-9
    read = sum(len(cue.text) for cue in second.cues) / 17
    assert second.end - second.start <= max(spoken + 0.5, read) + FRAME


def test_a_voice_starts_with_its_beat_and_so_does_the_caption() -> None:
    for beat in told_by(Talker()).beats:
        assert beat.sound == Path("said.wav")
        assert beat.cues[0].start == beat.start
        assert beat.cues[-1].end <= beat.end


def test_what_a_voice_cannot_say_is_only_read() -> None:
    mute, silent = told_by(Mute()), told_by(None)
    assert mute.beats[1].sound is None
    lengths = [scene.beats[1].end - scene.beats[1].start for scene in (mute, silent)]
    assert lengths[0] == pytest.approx(lengths[1])
    assert mute.beats_record("lesson").beats[1].spoken is None


def test_the_record_says_who_speaks_and_how_long() -> None:
    record = told_by(Talker()).beats_record("lesson")
    assert record.voice == "talker"
    assert record.beats[0].spoken == pytest.approx(1 / 2.5)
    assert told_by(None).beats_record("lesson").voice == ""


def test_a_slow_voice_gets_more_captions_so_that_none_stays_too_long() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    assert len(split(text)) == 1
    narration = narrate(Talker(pace=0.8), 1, text, text, "en")
    assert narration is not None
    cues = narration.cues(0, narration.seconds)
    assert len(cues) == 3
    assert all(cue.end - cue.start <= LONGEST_CUE for cue in cues)
    assert " ".join(cue.text.replace("\n", " ") for cue in cues) == text


def test_what_cannot_be_split_further_is_said_as_it_is() -> None:
    text = "La pente\N{NO-BREAK SPACE}: 3."  # as French sets it
    narration = narrate(Talker(pace=0.1), 1, text, text, "fr")
    assert narration is not None
    assert narration.captions == ("La", "pente\N{NO-BREAK SPACE}:", "3.")


CHINESE = "我们把输入增加一点点，然后观察输出增加了多少，最后用上升的高度除以底边，斜率就是三。"
COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@pytest.mark.parametrize(
    "text", [CHINESE, COMPOUND, "ความชันเท่ากับสามและอีกมากมายที่เราต้องการจะพูดในวันนี้"]
)
def test_words_without_spaces_are_said_part_by_part(text: str) -> None:
    voice = Talker(pace=0.1)  # so slow that there are as many captions as can be
    narration = narrate(voice, 1, text, text, "en")
    assert narration is not None
    assert len(narration.captions) > 1
    for said in voice.lines:
        assert said.text == text
        assert "".join(said.parts) == text
        assert all(said.parts)
        assert [
            text[place:].startswith(part)
            for place, part in zip(said.places, said.parts, strict=True)
        ] == [True] * len(said.parts)


@pytest.mark.parametrize(
    ("captions", "speech", "parts"),
    [
        (["All of it."], "All of it.", ["All of it."]),
        (
            ["Nudge w by 0.001 and J rises by", "0.006001: about 6 times the nudge."],
            "Nudge w by zero point zero zero one and J rises by zero point zero zero six zero zero "
            "one: about six times the nudge.",
            [
                "Nudge w by zero point zero zero one and J rises by",
                "zero point zero zero six zero zero one: about six times the nudge.",
            ],
        ),
        (
            ["Here a = 2 and", "then f(a) = 4 again."],
            "Here A equals two and then f of A equals four again.",
            ["Here A equals two and", "then f of A equals four again."],
        ),
        (["Con α = 0,1 el paso", "es −0,6."], "Con alfa igual a cero coma uno el paso es menos "
         "cero coma seis.", ["Con alfa igual a cero coma uno el paso",
                             "es menos cero coma seis."]),
    ],
)  # fmt: skip
def test_speech_is_split_where_the_captions_are(
    captions: list[str], speech: str, parts: list[str]
) -> None:
    assert list(parted(captions, speech)) == parts


WORDS = st.lists(
    st.sampled_from(["so", "we", "go", "0.5", "=", "f(a)", "and", "on"]), min_size=4, max_size=40
)


@given(WORDS, st.integers(1, 4), st.data())
def test_every_word_is_said_once_and_in_order(words: list[str], count: int, data: Any) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(words) - 1), max_size=count - 1)))
    captions = [
        " ".join(words[start:end])
        for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True)
    ]
    speech = " ".join(words).replace("0.5", "zero point five").replace("=", "equals")
    parts = parted(captions, speech)
    assert len(parts) == len(captions)
    assert " ".join(parts) == speech
    assert all(parts)
