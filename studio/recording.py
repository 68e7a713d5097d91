"""One's own voice for a beat: what a microphone has heard, levelled, among the recordings."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

from calculus.errors import VoiceError
from studio.resident.messages import Said
from voice import recorded


def is_there(folder: Path, said: Said) -> bool:
    """Say whether a beat has a recording, of what is said in it now."""
    with suppress(VoiceError):  # it has several
        return recorded.fitting(folder, said.index + 1, _whole(said.speech)) is not None
    return True


def keep(sound: bytes, folder: Path, number: int, speech: str) -> Path:
    """Write a recording; it takes the place of those that the beat had. A worker does it.

    Args:
        sound: What was recorded, in any usual format.
        folder: The recordings of the scene.
        number: Of which beat, counted from 1.
        speech: The sentence.

    Returns:
        The file.

    Raises:
        VoiceError: There is nothing to hear.
    """
    from voice import audio
    from voice.loudness import levelled

    try:
        samples = levelled(audio.trimmed(audio.read(BytesIO(sound))))
    except ValueError as error:
        remedy = "recording it again, nearer to the microphone"
        raise VoiceError("recording", "can be heard", f"a sound that {error}", remedy) from None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{recorded.name(number, _whole(speech))}.wav"
    new = target.with_name(f".{target.name}")
    audio.write(new, samples)
    for old in recorded.numbered(folder, number):
        old.unlink()
    return new.replace(target)


def _whole(speech: str) -> str:
    return " ".join(speech.split())
