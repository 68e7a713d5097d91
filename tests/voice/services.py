"""Speech services as somebody may write them for manim-voiceover, good and bad ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from manim_voiceover.services.base import SpeechService

from tests.voice.hearing import silence, syllables, write_wav


class Beeper(SpeechService):  # type: ignore[misc]
    """Beeps for every word, two a second, and tells when."""

    def generate_from_text(
        self, text: str, cache_dir: Any = None, path: Any = None, **options: object
    ) -> Any:
        words = text.split()
        beeps = [np.concatenate([syllables(0.3), silence(0.2)]) for _ in words]
        write_wav(Path(cache_dir) / "beeps.wav", silence(0.25), *beeps)
        offset, boundaries = 0, []
        for number, word in enumerate(words):
            time = round((0.25 + number * 0.5) * 10_000_000)
            boundaries.append({"audio_offset": time, "text_offset": offset, "text": word})
            offset += len(word) + 1
        return {"original_audio": "beeps.wav", "word_boundaries": boundaries}

    def __init__(self, **options: Any) -> None:
        if "colour" in options:
            raise TypeError("there is no setting colour")
        super().__init__(**options)


class Curious(Beeper):
    def generate_from_text(self, *_: Any, **__: Any) -> Any:
        return input("Which key may I use? ")


class Broken(Beeper):
    def generate_from_text(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("there is no such voice")


class Quitter(Beeper):
    def generate_from_text(self, *_: Any, **__: Any) -> Any:
        raise SystemExit(1)


class Empty(Beeper):
    def generate_from_text(self, *_: Any, **__: Any) -> Any:
        return {"original_audio": "nowhere.wav"}
