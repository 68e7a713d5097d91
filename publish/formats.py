"""What a rendered scene, or a whole course of them, can be published as.

A format is a module of this package: a function that makes it, and below that its `FORMAT`. It is
made from records and videos only, into an empty folder, so that all of it can be put in its place
when it is complete. A format of a scene goes into the scene's own folder of its lesson, one of
the course into the folder of all videos.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publish.scene import Scene

_NAMES = (
    "mp4", "clips", "gif", "webm", "mov", "burned", "described", "stills", "handout", "pptx",
    "slides", "deck", "transcript", "explore", "quiz", "page", "lms",
)  # fmt: skip

GIF_SIZE = 2_000_000
"""Bytes of a GIF; with more, mail and forums begin to refuse it."""

_SCENE = "<Scene>"


@dataclass(frozen=True)
class Format:
    """Something made of one scene, or of all scenes together.

    Attributes:
        make: Writes it into an empty folder. It is given the scene, or all of them, the folder
            and, where there is a limit, that.
        says: What it is, in a line.
        makes: Names of its files and folders at the top, which end in a slash; <Scene> stands for
            the scene's name, <lesson> for the lesson's.
        more: What else is to be known of it; may be empty.
        is_of_course: Whether it is made of all scenes together.
        limit: Bytes that each file may have unless somebody says otherwise; None if the maker
            takes no limit.
        embed: Returns the HTML that shows its first file inside another page.
        is_figure: Whether it is made of what can be explored, and given the table of that; of a
            scene that has nothing to explore, nothing is made.
        is_spoken: Whether it is made of descriptions that were said, and given them; of a scene
            in which there is nothing to describe, or nobody to say it, nothing is made.
        has_figure: Whether it has that figure in it, too, where there is one.
        shows: Formats that are made before it, because it shows them.
    """

    make: Callable[..., None]
    says: str
    makes: tuple[str, ...]
    more: str = ""
    is_of_course: bool = False
    limit: int | None = None
    embed: Callable[[Scene], str] | None = None
    is_figure: bool = False
    is_spoken: bool = False
    has_figure: bool = False
    shows: tuple[str, ...] = ()

    @property
    def shared(self) -> tuple[str, ...]:
        """Folders at the top in which scenes put their files side by side."""
        folders = (name.removesuffix("/") for name in self.makes if name.endswith("/"))
        return () if self.is_of_course else tuple(one for one in folders if _SCENE not in one)

    def file_of(self, scene: Scene) -> str:
        """Return the name of the first file it makes of a scene."""
        return self.makes[0].replace(_SCENE, scene.name)

    def write(
        self,
        what: Scene | Sequence[Scene],
        folder: Path,
        limit: int | None = None,
        given: Mapping[Any, Any] | None = None,
    ) -> None:
        """Make it in an empty folder.

        Args:
            what: The scene, or all of them.
            folder: Where.
            limit: Bytes that each file may have, where the maker takes a limit.
            given: What a figure can show, or the descriptions that were said.
        """
        limits = () if self.limit is None else (limit or self.limit,)
        more = () if given is None else (given,)
        self.make(what, folder, *limits, *more)


class _Formats(Mapping[str, Format]):
    """Looks formats up; their modules are imported only then, with encoders and the like."""

    def __getitem__(self, name: str) -> Format:
        if name not in _NAMES:
            raise KeyError(name)
        found: Format = import_module(f"{__package__}.{name}").FORMAT
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_NAMES)

    def __len__(self) -> int:
        return len(_NAMES)


FORMATS: Mapping[str, Format] = _Formats()
"""Every format by its name, in the order in which they are made."""


def modules(names: Iterable[str]) -> list[str]:
    """Return the modules that make formats."""
    return [f"{__package__}.{name}" for name in names]
