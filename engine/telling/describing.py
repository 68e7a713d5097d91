"""The descriptions of a scene, said by the voice that has told it."""

from __future__ import annotations

from pathlib import Path

from calculus.errors import VoiceError
from publish.described import Description
from record import Record
from scenes.telling.narration import narrate
from scenes.words.language import speaking
from voice.aloud import aloud
from voice.built_in import BUILT_IN
from voice.choice import Choice
from voice.narrator import Narrator


def said(record: Record, scratch: Path) -> dict[int, Description]:
    """Let the voice of a scene say its descriptions.

    Recordings have none, and a service is not asked anything that nobody has asked for.

    Args:
        record: The scene's record; it names the voice, with its settings.
        scratch: A folder for the time being, where their sound is kept.

    Returns:
        The descriptions, by the index of their beats.

    Raises:
        LessonError: The voice is none that can say them, or not here.
    """
    choice = Choice.of(record.voice)
    able = [name for name, one in BUILT_IN.items() if one.made_by]
    if choice is None or choice.name not in able:
        rule = f"are said by {', '.join(able)}"
        raise VoiceError("descriptions", rule, record.voice, "--voice natural")
    speaker = choice.speaker(record.lesson, record.name, record.language)
    narrator = Narrator(choice.text, speaker, scratch / "voices", scratch)
    words, speech = speaking(record.language).words, " ".join(beat.speech for beat in record.beats)
    found = {}
    for beat in record.beats:
        text = beat.description
        if text and (
            told := narrate(
                narrator, beat.number, text, aloud(text, words, speech), record.language
            )
        ):
            cues = told.cues(0, told.seconds)
            found[beat.index] = Description(told.utterance.sound, told.seconds, cues)
    return found
