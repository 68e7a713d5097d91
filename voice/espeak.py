"""espeak-ng: a voice that needs no network and speaks a hundred languages.

Debian's package is espeak-ng. It says a line in milliseconds and always alike.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from calculus.errors import VoiceError
from scenes.telling.narration import SpokenLine
from voice import english, installed
from voice.audio import Samples, read
from voice.built_in import BUILT_IN
from voice.installed import ESPEAK_NG
from voice.speaker import Spoken, in_parts

_RANGES = {"speed": (80, 300, "words a minute"), "pitch": (0, 99, "from low to high")}
_SPEED = 150  # words a minute, a calm pace
_PAUSE = 0.25  # seconds between the captions of a sentence
_LETTER = "[['eI]]"  # in espeak's own letters for sounds; without them A is the article


class Espeak:
    """Says lines with espeak-ng.

    Args:
        settings: See `voice.built_in`; the voice is that of the lesson's language
            unless told.
        language: A code such as "en".

    Raises:
        VoiceError: It isn't installed, has no such voice, or a setting can't be used.
    """

    def __init__(self, settings: Mapping[str, str], language: str) -> None:
        speed = _whole("speed", settings.get("speed", str(_SPEED)))
        pitch = _whole("pitch", settings.get("pitch", "50"))
        voice = settings.get("voice", language)
        if shutil.which(ESPEAK_NG) is None:
            remedy = f"apt-get install {ESPEAK_NG}, or brew install {ESPEAK_NG}"
            raise VoiceError("--voice espeak", f"needs {ESPEAK_NG}", "none on this machine", remedy)
        self._english = voice.split("-")[0] == "en"
        self._command = [ESPEAK_NG, "-v", voice, "-s", str(speed), "-p", str(pitch)]
        self.key = f"{installed.espeak()} {self._command}"
        if _run([*self._command, "-q", "."]) is None:
            raise VoiceError(
                "--voice espeak", "has a voice for the language", voice, "--voice espeak:voice=en"
            )

    def needs(self, line: SpokenLine) -> Sequence[object]:
        """Return the parts, which are said one by one, and how long each takes at least."""
        return [line.parts, line.least]

    def speak(self, line: SpokenLine) -> Spoken:
        """Say a line, part by part, so that it is known when each begins."""
        # Whatever else looks like espeak's letters for sounds is only text.
        text = "\n".join(line.parts).replace("[[", "[ [")
        if self._english:
            text = english.VARIABLE.sub(_LETTER, text)
        return in_parts([self._said(part) for part in text.split("\n")], line, _PAUSE)

    def _said(self, text: str) -> Samples:
        wav = _run([*self._command, "--stdin", "--stdout"], text)
        if not wav:
            raise VoiceError("--voice espeak", "says every sentence", text, "another voice")
        return read(io.BytesIO(wav))


def _run(command: list[str], text: str = "") -> bytes | None:
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def _whole(name: str, text: str) -> int:
    least, most, means = _RANGES[name]
    if not re.fullmatch("[0-9]{1,3}", text) or not least <= int(text) <= most:
        rule = f"is a whole number from {least} to {most} ({means})"
        remedy = f"espeak:{name}={BUILT_IN['espeak'].settings[name]}"
        raise VoiceError(f"--voice espeak: {name}", rule, text, remedy)
    return int(text)
