"""A voice for a scene: every sentence equally loud, and said only once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from filelock import FileLock

from calculus.errors import VoiceError
from scenes.telling.narration import SpokenLine, Utterance
from voice import audio, installed, loudness
from voice.speaker import Speaker, onsets, times

_SOUND, _TOLD = "sound.wav", "told.json"
_TRIES = 3


class Narrator:
    """Says the sentences of a scene, and keeps what was said for the next time.

    Args:
        name: What the record calls the voice.
        speaker: The voice itself.
        folder: Where what was said is kept, for this scene and others; anybody may clear it.
        scratch: A folder for the time being.
    """

    def __init__(self, name: str, speaker: Speaker, folder: Path, scratch: Path) -> None:
        self.name = name
        self._speaker = speaker
        self._folder = folder
        self._scratch = Path(mkdtemp(dir=scratch))

    def say(self, line: SpokenLine) -> Utterance | None:
        """Say a sentence.

        Raises:
            VoiceError: The voice can't speak.
            OSError: There is no room for the sound.
        """
        needs = [line.language, *self._speaker.needs(line)]
        asked = json.dumps([_program(), self._speaker.key, needs], ensure_ascii=False)
        entry = self._folder / hashlib.sha256(asked.encode()).hexdigest()
        self._folder.mkdir(parents=True, exist_ok=True)
        # Two processes may tell a scene at once, and a service may want to be paid for each time.
        with FileLock(self._folder / f"lock-{entry.name[0]}"):
            for _ in range(_TRIES):
                with suppress(FileNotFoundError):  # somebody clears the cache at this moment
                    self._folder.mkdir(parents=True, exist_ok=True)
                    if not _is_whole(entry) and not self._said(line, entry):
                        return None
                    return self._kept(line, entry)
        return self._kept(line, entry)

    def _said(self, line: SpokenLine, entry: Path) -> bool:
        """Say a sentence and keep it, or return that it can't be said."""
        try:
            spoken = self._speaker.speak(line)
            if spoken is None:
                return False
            sound = loudness.levelled(spoken.samples)
        except ValueError as error:
            rule, remedy = f"says something that can be heard ({error})", "another voice"
            raise VoiceError(f"--voice {self.name}", rule, line.text, remedy) from None
        with TemporaryDirectory(dir=self._folder, prefix="new-", ignore_cleanup_errors=True) as it:
            fresh = Path(it) / entry.name
            fresh.mkdir()
            audio.write(fresh / _SOUND, sound)
            told = {
                "seconds": audio.seconds(sound),
                "marks": list(spoken.marks.items()),
                "sha256": installed.checksum(fresh / _SOUND),
            }
            (fresh / _TOLD).write_text(json.dumps(told), encoding="utf-8")
            shutil.rmtree(entry, ignore_errors=True)  # what is damaged
            fresh.rename(entry)
        return True

    def _kept(self, line: SpokenLine, entry: Path) -> Utterance:
        """Return what was said, in a copy that nobody clears away meanwhile."""
        os.utime(entry)  # what was used last is kept longest
        told = json.loads((entry / _TOLD).read_text(encoding="utf-8"))
        sound = self._scratch / f"{entry.name}.wav"
        shutil.copyfile(entry / _SOUND, sound)
        marks, length = dict(told["marks"]), told["seconds"]
        begun = onsets(line, marks, length)
        return Utterance(sound, length, begun, times(line, marks, length))


@cache
def _program() -> list[str]:
    """Return what speech is made by: it sounds otherwise when that has changed."""
    return [installed.checksum(path) for path in sorted(Path(__file__).parent.glob("*.py"))]


def _is_whole(entry: Path) -> bool:
    try:
        told = json.loads((entry / _TOLD).read_text(encoding="utf-8"))
        return bool(installed.checksum(entry / _SOUND) == told["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
