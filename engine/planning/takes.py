"""All ways to tell a scene: as it is, and its variants in a file of parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.planning.params import Section
from scenes.settings import parameters


@dataclass
class Take:
    """One way to tell a scene.

    Attributes:
        variant: Its name, or nothing for the scene itself.
        overrides: Parameters that replace those of the lesson.
        origins: The table from which each of them comes; nothing for the command line.
    """

    variant: str = ""
    overrides: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    def override(self, names: Sequence[str], overrides: Mapping[str, Any], where: str = "") -> None:
        """Take over parameters, as far as the scene has them: those with these names."""
        for name in names:
            if name in overrides:
                match self.overrides.get(name), overrides[name]:
                    case dict(before), dict(value) if name == parameters.ADDED:
                        self.overrides[name] = before | value
                    case _, value:
                        self.overrides[name] = value
                self.origins[name] = where


def takes(
    sections: Sequence[Section],
    overrides: Mapping[str, str],
    lesson: str,
    scene: str,
    names: Sequence[str],
) -> Iterator[Take]:
    """Yield all ways to tell a scene: as it is, and its variants in the order of the file.

    Args:
        sections: The tables of the file.
        overrides: What the command line says, which goes before them.
        lesson: Name of the scene's lesson.
        scene: Name of the scene.
        names: The scene's parameters.
    """
    about = [s for s in sections if s.scene == scene and s.lesson in (None, lesson)]
    for variant in dict.fromkeys(("", *(section.variant for section in about))):
        take = Take(variant)
        for section in about:
            if section.variant in ("", variant):
                take.override(names, section.overrides, section.where)
        take.override(names, overrides)
        yield take
