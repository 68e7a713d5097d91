"""The voice of a scene, and the sound that goes with its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.jobs.job import Job
from engine.keeping.cache import NAME, VOICES
from scenes.base import LessonScene
from scenes.telling.beats import Beat
from voice import soundtrack
from voice.narrator import Narrator


def let_speak(scene: LessonScene, job: Job, scratch: Path) -> None:
    """Give a scene the voice that was asked for.

    What is said is kept in the cache of the folder of videos. Where there is none, because nothing
    was rendered yet or this is a worker elsewhere, it is kept as long as the folder for the time
    being.

    Raises:
        VoiceError: The voice can't speak here.
    """
    if job.voice is None:
        return
    out = job.folder.parent.resolve()
    here = scratch.resolve().is_relative_to(out) or (out / NAME).is_dir()
    kept = (out / NAME if here else scratch) / VOICES
    speaker = job.voice.speaker(job.lesson.name, job.told, scene.tongue.code)
    scene.voice = Narrator(job.voice.text, speaker, kept, scratch)


def write_sound(beats: Sequence[Beat], end: float, target: Path, sounds: bool) -> Path | None:
    """Write what is heard in some beats that follow each other.

    Args:
        beats: The beats; the sound starts with the first.
        end: Seconds from the start of the scene to the end of the sound.
        target: The WAV to write.
        sounds: Whether motions are heard, too.

    Returns:
        The file, or None if there is nothing to hear.
    """
    start = beats[0].start if beats else 0.0
    said = [(beat.start - start, beat.sound) for beat in beats if beat.sound is not None]
    moved = [one.earlier(start) for beat in beats for one in beat.sounds if sounds]
    if not said and not moved:
        return None
    soundtrack.write(said, end - start, target, moved)
    return target
