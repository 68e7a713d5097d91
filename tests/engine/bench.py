"""Where faults are tried: a workshop, what it should make, and a clean start for every trial."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.engine import oracle
from tests.engine.disk import Disk
from tests.engine.oracle import Reference
from tests.engine.workshop import Ended, Workshop

OLD, NEW = 2, 5  # points of the lesson: what is there before a fault, and what is asked for


@dataclass(frozen=True)
class Trial:
    """How a fault was weathered.

    Attributes:
        fault: What was done.
        said: What the program said about it.
        wrong: What was lost, or wrong, or left behind.
    """

    fault: str
    said: str
    wrong: tuple[str, ...]


class Bench:
    """A workshop with reference renders.

    Args:
        folder: An empty folder.
        here: Whether runs that nobody disturbs may be in this process.

    Attributes:
        shop: The workshop.
        old: What is there before a fault.
        new: What is asked for.
        seconds: How long the program takes for it when nobody disturbs it.
    """

    def __init__(self, folder: Path, here: bool = False) -> None:
        self.shop = Workshop(folder, here=here)
        self._drawn = folder / "drawn"  # the old scenes are there
        self._kept = folder / "kept"  # and the new ones in the cache, too
        self.old = self.shop.reference("old", OLD)
        self._drawn.parent.mkdir(exist_ok=True)
        shutil.copytree(self.shop.out, self._drawn)
        self.start()
        self.seconds = self.shop.render(points=NEW).seconds
        self.new = self.shop.reference("new", NEW)
        self.shop.render_quietly(points=OLD)
        shutil.move(self.shop.out, self._kept)

    def start(self, disk: Disk | None = None, *, kept: bool = False) -> Workshop:
        """Begin a trial: the old scenes are there.

        Args:
            disk: Where, if not beside the lesson.
            kept: Whether the new ones are in the cache.
        """
        shop = self.shop if disk is None else Workshop(self.shop.folder, disk)
        shop.write()
        shop.take_over(self._kept if kept else self._drawn)
        return shop

    def after(
        self,
        fault: str,
        shop: Workshop,
        ended: Ended,
        *codes: int,
        partial: bool = False,
        drawn: Reference | None = None,
    ) -> Trial:
        """Look at what a fault has left, let the program repair it, and look again.

        Args:
            fault: What was done.
            shop: Where.
            ended: How the program ended.
            codes: Exit codes that would be right.
            partial: See `tests.engine.oracle.faults`.
            drawn: What is there after a success, if not the new scenes.
        """
        wrong = list(ended.wrong)
        wrong += [f"it ended with {ended.code}: {ended.said}"] * (ended.code not in codes)
        wrong += oracle.faults(shop.videos, self.old, self.new, partial=partial)
        if ended.code == 0:
            wrong += oracle.unlike(shop.videos, drawn or self.new)
        wrong += shop.repair(self.new, self.old, points=NEW)
        return Trial(fault, ended.said, tuple(wrong))


def require(*trials: Trial | None) -> None:
    """Let a test fail that did a fault with a bad end; None is a fault that could not be done."""
    for trial in trials:
        assert trial is None or trial.wrong == ()
