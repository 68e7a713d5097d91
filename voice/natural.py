"""A natural voice that needs no network and no account: hibari in English, Pico in French and more.

Both come as packages with a voice inside (``hibari-tts`` and ``py-nanotts``, Apache-2.0). They say
a minute in a second or two, and the same line always alike.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import numpy as np

from calculus.errors import VoiceError
from calculus.names import unknown
from scenes.telling.narration import SpokenLine
from voice import english, installed
from voice.audio import Samples, read, resampled
from voice.built_in import BUILT_IN, PICO
from voice.speaker import Spoken, in_parts

Say: TypeAlias = Callable[[str], Samples]

_PAUSE = 0.2  # seconds between the captions of a sentence
_SPEEDS = 0.5, 2.0  # at least and at most, where 1 is the voice's own pace
_LETTER = "[a](/ˈA/)"  # in hibari's own letters for sounds; without them A is the article
_RATE = 24_000  # samples a second, of hibari
_ENDS = ".,:;?!…"


class Natural:
    """Says lines with hibari or Pico, whichever speaks the language.

    Args:
        settings: See `voice.built_in`; the voice is one of hibari's, for English.
        language: A code such as "en".

    Raises:
        VoiceError: It doesn't speak the language, isn't installed, or a setting can't be used.
    """

    def __init__(self, settings: Mapping[str, str], language: str) -> None:
        usual = BUILT_IN["natural"].settings
        speed, voice = (
            _speed(settings.get("speed", usual["speed"])),
            settings.get("voice", usual["voice"]),
        )
        code = language.split("-")[0]
        self._say: Say
        if code == "en":
            _require("hibari-tts")
            _file_of(voice)  # now, so that what is wrong with it is said before anything is told
            self._say, says = partial(_in_english, voice, speed), voice
        elif code in PICO:
            _require("py-nanotts")
            self._say, says = partial(_by_pico, PICO[code], speed), PICO[code]
        else:
            rule = f"speaks {', '.join(['en', *PICO])}"
            raise VoiceError("--voice natural", rule, language, "--voice espeak")
        self.key = f"{installed.natural()} {says} {speed}"

    def needs(self, line: SpokenLine) -> Sequence[object]:
        """Return the parts, which are said one by one, and how long each takes at least."""
        return [line.parts, line.least]

    def speak(self, line: SpokenLine) -> Spoken:
        """Say a line, part by part, so that it is known when each begins."""
        # A part that goes on in the next one doesn't end as a sentence does.
        parts = [part if part[-1:] in _ENDS else f"{part}," for part in line.parts]
        return in_parts([self._say(part) for part in parts], line, _PAUSE)


def _require(package: str) -> None:
    if package not in installed.natural():
        remedy = "pip install -e '.[natural]'"
        raise VoiceError("--voice natural", f"needs {package}", "none on this machine", remedy)


def phonemes(text: str, voice: str = "heart") -> list[str]:
    """Return how English words are said, sentence by sentence, in hibari's letters for sounds."""
    # Whatever else looks like its letters for sounds is only text.
    plain = text.replace("[", "(").replace("]", ")")
    found: list[str] = _hibari(voice).phonemize(english.VARIABLE.sub(_LETTER, plain))
    return found


def _in_english(voice: str, speed: float, text: str) -> Samples:
    engine, seed = _hibari(voice), 0  # always the same breath
    said = [engine.from_phonemes(one, speed, seed) for one in phonemes(text, voice)]
    sound: Samples = np.concatenate([np.zeros(0, np.float32), *said])
    return resampled(sound, _RATE)


def _by_pico(voice: str, speed: float, text: str) -> Samples:
    # A process for each: in one and the same, its noise goes on from what it said before.
    # It would read what stands in angle brackets as a command.
    with TemporaryDirectory() as folder:
        wav = Path(folder) / "said.wav"
        options = ["--output", str(wav), "--voice", voice, "--speed", str(speed)]
        plain = re.sub("[<>&]", " ", text)
        command = [sys.executable, "-I", "-m", "py_nanotts", *options, "--", plain]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode:
            raise VoiceError("--voice natural", "says every sentence", text, "another voice")
        return read(wav)


@cache
def _hibari(voice: str) -> Any:
    from hibari import Hibari

    return Hibari(model=_file_of(voice), voice=voice)


def _file_of(voice: str) -> Any:
    from hibari.voices import VOICES, voice_path

    if voice not in VOICES:
        raise unknown(VoiceError, "--voice natural: voice", voice, VOICES)
    try:
        return voice_path(voice, download_missing=False)
    except FileNotFoundError as missing:
        rule = f"is in the package, or at {missing}"
        raise VoiceError("--voice natural: voice", rule, voice, "natural:voice=heart") from None


def _speed(text: str) -> float:
    low, high = _SPEEDS
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) or not low <= float(text) <= high:
        rule = f"is a number from {low} to {high} (1 is its own pace)"
        remedy = f"natural:speed={BUILT_IN['natural'].settings['speed']}"
        raise VoiceError("--voice natural: speed", rule, text, remedy)
    return float(text)
