"""One's own voice for a beat: what a microphone has heard, levelled, among the recordings."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from calculus.errors import VoiceError

_ENDINGS = "wav", "mp3", "flac", "m4a", "ogg", "webm"


def keep(sound: bytes, folder: Path, number: int, speech: str, language: str) -> Path:
    """Write a recording; it takes the place of those that the beat had. A worker does it.

    Args:
        sound: What was recorded, in any usual format.
        folder: The recordings of the scene.
        number: Of which beat, counted from 1.
        speech: The sentence.
        language: A code such as "en".

    Returns:
        The file.

    Raises:
        VoiceError: There is nothing to hear.
    """
    from scenes.telling.narration import SpokenLine
    from voice import audio, recordings
    from voice.loudness import levelled

    whole = " ".join(speech.split())
    line = SpokenLine(number, (whole,), (0.0,), language, whole)
    try:
        samples = levelled(audio.trimmed(audio.read(BytesIO(sound))))
    except ValueError as error:
        remedy = "recording it again, nearer to the microphone"
        raise VoiceError("recording", "can be heard", f"a sound that {error}", remedy) from None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{recordings.name(line)}.wav"
    new = target.with_name(f".{target.name}")
    audio.write(new, samples)
    for ending in _ENDINGS:
        for old in folder.glob(f"{number:02}-*.{ending}"):
            old.unlink()
    return new.replace(target)
