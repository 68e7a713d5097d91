"""Which voice speaks, as ``--voice`` says it: ``espeak``, ``files:recordings``, ``gtts:tld=ca``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from calculus.errors import VoiceError
from calculus.names import unknown
from voice import installed, recorded
from voice.built_in import BUILT_IN, FILES, SILENT

if TYPE_CHECKING:
    from voice.speaker import Speaker

FOLDER = "recordings"

_SERVICE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


@dataclass(frozen=True)
class Choice:
    """A voice that was chosen.

    Attributes:
        name: Which: one of `BUILT_IN`, or a service of manim-voiceover.
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
        if name == FILES:
            return cls(name, folder=Path(rest or FOLDER).expanduser())
        if not _SERVICE.fullmatch(name):
            rule = f"is {', '.join(BUILT_IN)} or a service of manim-voiceover"
            raise VoiceError("--voice", rule, text, "--voice espeak")
        own = BUILT_IN.get(name)
        if colon and own is not None and not own.settings:
            raise VoiceError(f"--voice {name}", "has no settings", rest, f"--voice {name}")
        pairs = [part.partition("=") for part in rest.split(",")] if colon else []
        settings = {key.strip(): value.strip() for key, _, value in pairs}
        if not all(key and sign and value.strip() for key, sign, value in pairs):
            rule = "has settings NAME=VALUE, separated by commas"
            raise VoiceError("--voice", rule, text, f"--voice {BUILT_IN['espeak'].example}")
        for key in settings:
            if own is not None and key not in own.settings:
                raise unknown(VoiceError, f"--voice {name}", key, own.settings)
        return None if name == SILENT else cls(name, tuple(sorted(settings.items())))

    @property
    def text(self) -> str:
        """What stands for it on record: `of` reads it again.

        Folders are left out, and so are settings of services, among which may be secrets.
        """
        own = BUILT_IN.get(self.name)
        pairs = (f"{key}={value}" for key, value in self.settings) if own else ()
        return ":".join(filter(None, (self.name, ",".join(pairs))))

    @property
    def at_hand(self) -> tuple[str, ...]:
        """Modules that a process imports before those that speak are forked from it."""
        own = BUILT_IN.get(self.name)
        return (own.at_hand,) if own and own.at_hand else ()

    def speaker(self, lesson: str, scene: str, language: str) -> Speaker:
        """Return the voice, ready to speak.

        Args:
            lesson: Name of the lesson.
            scene: What the scene's files are called.
            language: A code such as "en".

        Raises:
            VoiceError: It can't speak here.
        """
        from voice import recordings, services  # with all that decodes and measures sound

        given: Mapping[str, str] = dict(self.settings)
        if self.folder is not None:
            return recordings.Recordings(self.folder / lesson / scene)
        if self.name in BUILT_IN:
            module, _, name = BUILT_IN[self.name].made_by.rpartition(".")
            made: Speaker = getattr(import_module(module), name)(given, language)
            return made
        return services.Service(self.name, given, language)

    def files(self, lesson: str, scene: str) -> list[Path]:
        """Return the recordings that a scene is told with, and their folder, if there is one."""
        if self.folder is None:
            return []
        folder = self.folder / lesson / scene
        return [*recorded.recordings(folder), *([folder] if folder.is_dir() else [])]

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
        own = BUILT_IN.get(self.name)
        return f"{self} {own.version() if own else installed.voiceover()}"
