"""What somebody asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from engine.jobs import keys, sources
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile, Target
from engine.jobs.quality import Quality
from engine.planning.params import ParamsFile
from voice.choice import Choice


@dataclass(frozen=True)
class Request:
    """Scenes to render, before anything is known of them.

    Attributes:
        targets: The lessons and scenes.
        overrides: Parameters that replace those of every scene that has them.
        quality: How large and smooth.
        out: The folder for everything; temporary files go into a hidden folder in it.
        params: Parameters of some scenes, and their variants; `overrides` go before it.
        beat: The only beat to draw, counted from 0, or None for all of them.
        voice: Who reads it out, or None for nobody.
        sounds: Whether motions are heard.
    """

    targets: Sequence[Target]
    overrides: Mapping[str, str]
    quality: Quality
    out: Path
    params: ParamsFile | None = None
    beat: int | None = None
    voice: Choice | None = None
    sounds: bool = False

    def job(
        self, lesson: LessonFile, scene: str, overrides: Iterable[tuple[str, object]], variant: str
    ) -> Job:
        """Return the job for a scene or a variant of it, with all that replaces parameters."""
        return Job(
            lesson=lesson,
            scene=scene,
            overrides=tuple(overrides),
            quality=self.quality,
            folder=self.out / lesson.name,
            variant=variant,
            beat=self.beat,
            voice=self.voice,
            sounds=self.sounds,
        )

    @cached_property
    def key(self) -> str:
        """The request in one word, for the lessons' files as they are when this is first read."""
        return self._key_now()

    def is_current(self) -> bool:
        """Whether the lessons' files are still what they were when the key was read."""
        return self.key == self._key_now()

    def _key_now(self) -> str:
        lessons = [
            [str(target.lesson.path), target.scene, sources.checksum(target.lesson.path)]
            for target in self.targets
        ]
        params = None if self.params is None else [self.params.path, self.params.tables]
        overrides, quality = dict(self.overrides), asdict(self.quality)
        sound = self.voice, self.sounds
        return keys.of_request(lessons, overrides, quality, params, self.beat, *sound)
