"""A voice that reads a scene out: what it is given to say, and what it says when.

A scene knows a voice only by the protocol here; the voices themselves are in `voice`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Protocol

import numpy as np

from record.beats import Cue
from scenes.telling.beats import LONGEST_CUE, reading_time, split
from scenes.telling.lines import Chunk, line, tokens

PAUSE = 0.5  # seconds between one sentence and the next, as a calm speaker makes it


@dataclass(frozen=True)
class SpokenLine:
    """A sentence to be said.

    Attributes:
        number: Of which beat, counted from 1.
        parts: The words, in as many parts as there are captions.
        least: Seconds that each part has to take, so that its caption can be read.
        language: A code such as "en".
        whole: The words in one piece, where parts are not joined by spaces.
    """

    number: int
    parts: tuple[str, ...]
    least: tuple[float, ...]
    language: str
    whole: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        return self.whole or " ".join(self.parts)

    @property
    def places(self) -> list[int]:
        """Where in the text the parts begin."""
        found = [0]
        for one, following in pairwise(self.parts):
            found.append(self.text.index(following, found[-1] + len(one)))
        return found


@dataclass(frozen=True)
class Utterance:
    """A sentence that was said.

    Attributes:
        sound: A file with its sound, and with nothing else.
        seconds: How long that is.
        onsets: When each part begins, in seconds from the start; the first at 0.
        times: When the voice comes to places in what it says, as far as it knows.
    """

    sound: Path
    seconds: float
    onsets: tuple[float, ...]
    times: Mapping[int, float] = field(default_factory=dict)


class Voice(Protocol):
    """Says sentences."""

    @property
    def name(self) -> str:
        """What it is called, for the record."""
        ...

    def say(self, line: SpokenLine) -> Utterance | None:
        """Say a sentence; None if it can't say this one, which then is only read."""
        ...


@dataclass(frozen=True)
class Narration:
    """A sentence that was said, with the captions it was said for.

    Attributes:
        captions: The text of each.
        line: The words, in a part for each caption.
        utterance: What was said.
    """

    captions: tuple[str, ...]
    line: SpokenLine
    utterance: Utterance

    @property
    def seconds(self) -> float:
        """How long a beat has to be for it."""
        *_, last = zip(self.captions, self.utterance.onsets, strict=True)
        return max(self.utterance.seconds + PAUSE, last[1] + reading_time(last[0]))

    def reaches(self, place: int) -> float:
        """Return when the voice comes to a character of what it says, in seconds.

        What lies between two that are known takes its share of the letters.
        """
        parts = dict(zip(self.line.places, self.utterance.onsets, strict=True))
        known = {**self.utterance.times, **parts, len(self.line.text): self.utterance.seconds}
        places = sorted(known)
        return float(np.interp(place, places, [known[one] for one in places]))

    def cues(self, start: float, end: float) -> tuple[Cue, ...]:
        """Return the captions in the time of a scene: each comes with its words, and knows them.

        Args:
            start: When the voice begins, in seconds.
            end: When the beat ends; the last caption stays until then, or for seven seconds.
        """
        onsets = [start + onset for onset in self.utterance.onsets]
        ends = [min(end, onset + LONGEST_CUE) for onset in onsets]
        ends = [*map(min, ends, (*onsets[1:], end))]
        words = map(self._words, self.captions, self.line.parts, self.line.places)
        return tuple(
            Cue(onset, until, text, tuple(min(max(onset, start + time), until) for time in said))
            for text, onset, until, said in zip(self.captions, onsets, ends, words, strict=True)
        )

    def _words(self, caption: str, part: str, place: int) -> list[float]:
        """Return when the voice comes to each word of a caption, in seconds from its start.

        Args:
            caption: The caption.
            part: What is said for it, in which numbers and formulas have more words.
            place: Where that begins in the whole text.
        """
        shown, said = caption.split(), part.split()
        begins = [*accumulate((len(word) + 1 for word in said), initial=place)]
        words, spoken = _plain(map(Chunk, shown)), _plain(map(Chunk, said))
        matcher = SequenceMatcher(None, words, spoken, autojunk=False)
        indices = [_place(i, matcher, len(shown), len(said)) for i in range(len(shown))]
        return [round(self.reaches(begins[index]), 3) for index in indices]


def narrate(voice: Voice, number: int, text: str, speech: str, language: str) -> Narration | None:
    """Let a voice say a sentence, in parts of which none takes longer than a caption may stay.

    Args:
        voice: Who says it.
        number: Of which beat, counted from 1.
        text: The sentence as captions show it.
        speech: The sentence as a voice says it.
        language: A code such as "en".

    Returns:
        What was said, or None if the voice can't say it.
    """
    captions = split(text)
    while True:
        least = tuple(map(reading_time, captions))
        whole = " ".join(speech.split())
        spoken = SpokenLine(number, parted(captions, whole), least, language, whole)
        utterance = voice.say(spoken)
        if utterance is None:
            return None
        ends = (*utterance.onsets[1:], utterance.seconds)
        longest = max(end - start for start, end in zip(utterance.onsets, ends, strict=True))
        finer = split(text, len(captions) + 1)
        if longest <= LONGEST_CUE or len(finer) == len(captions):
            return Narration(captions, spoken, utterance)
        captions = finer


def parted(captions: Sequence[str], speech: str) -> tuple[str, ...]:
    """Split what is said where the captions are split.

    Words that are the same in both show where that is; numbers and formulas have more words
    when they are said.

    Args:
        captions: The parts of the sentence as they are shown.
        speech: The sentence as a voice says it.

    Example:
        >>> parted(["Nudge by 0.01,", "and f = 2."], "Nudge by zero point zero one, and f is two.")
        ('Nudge by zero point zero one,', 'and f is two.')
    """
    shown = [tokens(caption) for caption in captions]
    said = tokens(speech)
    if len(said) < len(captions):  # nothing to say for one of them would be an error of the voice
        said = tokens(speech, all_characters=True)
    words = [word for caption in shown for word in caption]
    matcher = SequenceMatcher(None, _plain(words), _plain(said), autojunk=False)
    places, known = [0], 0
    for caption in shown[:-1]:
        known += len(caption)
        found = _place(known, matcher, len(words), len(said))
        left = len(shown) - len(places)  # every part that follows gets a word, if there are enough
        places.append(max(places[-1] + 1, min(found, len(said) - left)))
    ends = (*places[1:], len(said))
    return tuple(line(said[start:end]) for start, end in zip(places, ends, strict=True))


def _place(cut: int, matcher: SequenceMatcher[str], shown: int, said: int) -> int:
    """Return before which spoken word there is a cut before a shown one."""
    before, after = (0, 0), (shown, said)
    for start, place, length in matcher.get_matching_blocks():
        if start < cut < start + length:
            return place + cut - start
        if start + length <= cut:
            before = (start + length, place + length)
        elif start >= cut:
            after = (start, place)
            break
    if before[0] == cut:  # the words before it are the same
        return before[1]
    if after[0] == cut:
        return after[1]
    share = (cut - before[0]) / (after[0] - before[0])
    return before[1] + round(share * (after[1] - before[1]))


def _plain(words: Iterable[Chunk]) -> list[str]:
    return [word.text.strip(".,:;?!").lower() for word in words]
