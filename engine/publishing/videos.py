"""What is rendered into a folder, and what was published of it, while nobody changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from calculus.errors import LessonFileError
from engine import session
from engine.keeping.cache import Cache
from engine.keeping.owners import require_no_link
from engine.keeping.published import Ledger
from publish import files
from publish import scene as scenes
from publish.files import RECORD
from publish.scene import Scene, Unusable

_OWN_FOLDER = "publish", "a folder of your own"  # where it was given, and what would work


class Videos:
    """A folder of videos, with a record beside each.

    Args:
        out: The folder.

    Attributes:
        ledger: Knows what was published of them.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._cache = Cache(out)
        self.ledger = Ledger(out, self._cache.folder)

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """Keep it `still`, but begin no cache where nobody has rendered.

        Raises:
            LessonFileError: Nobody can write there.
        """
        if not self._cache.folder.is_dir():
            yield
            return
        session.require_writable(self._out, *_OWN_FOLDER)
        with self.still():
            yield

    @contextmanager
    def still(self) -> Iterator[None]:
        """Let nobody put files in their place for the time being: records are away for a moment.

        Raises:
            OSError: It cannot be written to.
        """
        with self._cache.still():
            yield

    def require_writable(self, records: Iterable[Path]) -> None:
        """Make sure that something can be put beside records.

        Raises:
            LessonFileError: It cannot, or their folder is a link or has one in it, through which
                files of others would be published, or overwritten.
        """
        folders = dict.fromkeys(path.parent for path in records)
        for folder in folders:
            for path in (folder, *sorted(folder.rglob("*"))):
                require_no_link(path)
        for folder in (self._out, *folders):
            session.require_writable(folder, *_OWN_FOLDER)

    def records(self) -> tuple[Path, ...]:
        """Return the records of all scenes."""
        return files.records_in(self._out)

    def without_record(self) -> list[str]:
        """Say which videos are left out, because nobody knows what they show."""
        found = (
            path for kind in ("mp4", "mov") for path in sorted(self._out.glob(f"[!.]*/*.{kind}"))
        )
        return [
            f"{path} is left out: {path.stem}{RECORD} isn't beside it"
            for path in found
            if "." not in path.stem and not path.with_name(path.stem + RECORD).is_file()
        ]

    def stills(self, paths: Iterable[Path], folder: Path, whole: bool = False) -> dict[Path, Scene]:
        """Return scenes as they are now, under second names that nobody changes.

        The caller sees to it that nobody changes them meanwhile.

        Args:
            paths: Their records.
            folder: An empty folder on the same file system.
            whole: Whether everything that was made of them belongs to it.

        Raises:
            LessonFileError: One of them is damaged.
        """
        paths = sorted(paths)
        for path in paths:
            name = path.name.removesuffix(RECORD)
            inside = folder / path.parent.name
            inside.mkdir(exist_ok=True)
            earlier = {old for made in self.ledger.outdated(path).values() for old in made}
            for source in sorted(path.parent.glob(f"{escape(name)}.*")):
                is_ours = source.is_file() or (whole and source.is_dir())  # no pipe, no device
                if source not in earlier and is_ours:
                    _link(source, inside / source.name)
        try:
            return {path: scenes.load(folder / path.parent.name / path.name) for path in paths}
        except Unusable as error:
            lesson = error.file.parent.name
            thing = str(self._out / lesson / error.file.name)
            remedy = f"rendering {lesson} again"
            raise LessonFileError(thing, error.rule, error.got, remedy) from None

    def are(self, stills: Mapping[Path, Path]) -> bool:
        """Tell whether scenes are what they were.

        Args:
            stills: The record of each as it was then, by its place.
        """
        try:
            return all(path.read_bytes() == still.read_bytes() for path, still in stills.items())
        except FileNotFoundError:
            return False


def _link(source: Path, target: Path) -> None:
    """Let a file, or all that is in a folder, have a second name."""
    if source.is_dir():
        target.mkdir()
        for inside in source.iterdir():
            _link(inside, target / inside.name)
    else:
        files.link(source, target)
