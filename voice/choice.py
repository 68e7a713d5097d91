"""Which voice speaks, as ``--voice`` says it: ``espeak``, ``files:recordings``, ``gtts:tld=ca``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from calculus.errors import VoiceError
from calculus.names import unknown
from voice import installed
from voice.installed import BUILT_IN, ESPEAK, ESPEAK_SETTINGS, FILES, SILENT

if TYPE_CHECKING:
    from voice.speaker import Speaker

FOLDER = "recordings"

_SERVICE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


@dataclass(frozen=True)
class Choice:
    """A voice that was chosen.

    Attributes:
        name: Which: files, espeak, or a service of manim-voiceover.
        settings: Its settings, by name, sorted.
        folder: Where recordings are; only files have one.
    """

    name: str
    settings: tuple[tuple[str, str], ...] = ()
    folder: Path | None = None

    @classmethod
    def of(cls, text: str) -> Choice | None:
        """Read what somebody wrote; None is silence.

        Raises:
            VoiceError: It names no voice, or one of its settings has no name or is unknown.

        Example:
            >>> Choice.of("espeak:speed=170").settings, Choice.of("silent")
            ((('speed', '170'),), None)
        """
        name, colon, rest = text.strip().partition(":")
        name = name.lower() if name.lower() in BUILT_IN else name
        if name == SILENT and not colon:
            return None
        if name == FILES:
            return cls(name, folder=Path(rest or FOLDER).expanduser())
        if name == SILENT or not _SERVICE.fullmatch(name):
            rule = "is silent, files, espeak or a service of manim-voiceover"
            raise VoiceError("--voice", rule, text, "--voice espeak")
        pairs = [part.partition("=") for part in rest.split(",")] if colon else []
        settings = {key.strip(): value.strip() for key, _, value in pairs}
        if not all(key and sign and value.strip() for key, sign, value in pairs):
            rule = "has settings NAME=VALUE, separated by commas"
            raise VoiceError("--voice", rule, text, "--voice espeak:voice=en-us,speed=150")
        for key in settings:
            if name == ESPEAK and key not in ESPEAK_SETTINGS:
                raise unknown(VoiceError, "--voice espeak", key, ESPEAK_SETTINGS)
        return cls(name, tuple(sorted(settings.items())))

    def speaker(self, lesson: str, scene: str, language: str) -> Speaker:
        """Return the voice, ready to speak.

        Args:
            lesson: Name of the lesson.
            scene: What the scene's files are called.
            language: A code such as "en".

        Raises:
            VoiceError: It can't speak here.
        """
        from voice import espeak, recordings, services  # with all that decodes and measures sound

        given: Mapping[str, str] = dict(self.settings)
        if self.folder is not None:
            return recordings.Recordings(self.folder / lesson / scene)
        if self.name == ESPEAK:
            return espeak.Espeak(given, language)
        return services.Service(self.name, given, language)

    def files(self, lesson: str, scene: str) -> list[Path]:
        """Return the recordings that a scene is told with, and their folder, if there is one."""
        if self.folder is None:
            return []
        folder = self.folder / lesson / scene
        return [*installed.recordings(folder), *([folder] if folder.is_dir() else [])]

    def require_folder(self) -> None:
        """Make sure that there are recordings, for somebody who wants to hear them.

        Raises:
            VoiceError: There is no such folder.
        """
        if self.folder is not None and not self.folder.is_dir():
            remedy = f"--check --voice files:{self.folder}, which lists what to record"
            raise VoiceError("--voice files", "is a folder", str(self.folder), remedy)

    def state(self, lesson: str, scene: str) -> str:
        """Return all that a scene's sound depends on, as far as it is no part of the lesson.

        Raises:
            OSError: A recording cannot be read.
        """
        if self.folder is not None:
            return installed.state(self.folder / lesson / scene)
        made_by = installed.espeak() if self.name == ESPEAK else installed.voiceover()
        return f"{self} {made_by}"
