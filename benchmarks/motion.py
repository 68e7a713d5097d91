"""How much of each scene moves, whether its numbers come from what is seen, and what fills it.

    python benchmarks/motion.py lessons/nudge.py lessons/descent.py

Scenes are told without drawing, as for `--check`. A text that swells so that the picture does not
stand for too long counts as moving, a fade as well; the latter's share is told. Of the pictures
that stand: how long the longest thing drawn is, at least, as a share of the frame's shorter side,
and the largest rectangle without anything but a grid, as a share of the frame above the captions:
the median by time, and the largest. Of numbers that stand: how high the digits of the smallest are,
and in the median those of one that is said, where it stands largest, as shares of the shorter side.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from checks.inspector import Inspector
from checks.layout import longest_drawn
from checks.view import Piece, View, view_of
from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.layout import FRAME_SIDE, Box

_DIGIT = 0.65  # of an em: how high a digit is
_ROWS = 36  # of the raster in which empty rectangles are looked for


def main() -> None:
    """Measure, and print a line for each scene."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "lessons", nargs="*", type=Path, default=sorted(Path("lessons").glob("*.py"))
    )
    print(f"{'scene':16} seconds moving longest still fading made drawn empty largest digits said")
    for path in parser.parse_args().lessons:
        for scene in lessons.load(LessonFile(path)):
            print(_line(scene), flush=True)


class Watching(Inspector):
    """Measures what fills the pictures that stand: seconds, longest thing drawn, empty share."""

    def __init__(self) -> None:
        super().__init__()
        self.pictures: list[tuple[float, float, float]] = []
        self.digits: defaultdict[int, dict[str, float]] = defaultdict(dict)  # the largest, by beat
        self.smallest = 1.0

    def look(self, scene: LessonScene, seconds: float, still: bool) -> None:
        """Look at a picture as the checks do, and measure it if it stands."""
        super().look(scene, seconds, still)
        if still:
            view, regions = view_of(scene.mobjects, still, (0, 0, 0)), scene.regions
            above = regions.frame.inset(bottom=regions.safe.bottom - regions.frame.bottom)
            drawn = longest_drawn(view, regions)
            self.pictures.append((seconds, drawn, _largest_empty(_covered(view, above))))
            self._read(view, self.digits[len(scene.beats)])

    def _read(self, view: View, largest: dict[str, float]) -> None:
        for piece in view.seen:
            for number in getattr(piece.mobject, "numbers", ()) if piece.size else ():
                high = piece.size * EM_PER_FONT_SIZE * _DIGIT / FRAME_SIDE
                largest[number.text] = max(high, largest.get(number.text, 0.0))
                self.smallest = min(self.smallest, high)


def _line(scene: type[LessonScene]) -> str:
    inspector = Watching()
    with configured({"dry_run": True, "progress_bar": "none", "verbosity": "ERROR"}):
        told = scene({}, make_renderer=lambda: BlindRenderer(inspector))
        told.render()
    found = inspector.motion(told)
    seconds, drawn, empty = np.array(sorted(inspector.pictures, key=lambda one: one[2])).T
    median = empty[np.searchsorted(np.cumsum(seconds), seconds.sum() / 2)]
    said = [
        inspector.digits[beat.index][number.text]
        for beat in told.beats
        for number in beat.numbers
        if number.text in beat.text and number.text in inspector.digits[beat.index]
    ]
    return (
        f"{scene.__name__:16} {told.now:7.1f} {found.moving:6.0%} {found.longest_still:11.1f} s "
        f"{found.fading:6.0%} {found.made:4.0%} {drawn.min():5.2f} {median:5.0%} {empty[-1]:7.0%} "
        f"{inspector.smallest:6.1%} {np.median(said):4.1%}"
    )


def _covered(view: View, frame: Box) -> NDArray[np.bool_]:
    """Return where something is, in cells of the frame from below; grids and guides are nothing."""
    columns = round(_ROWS * frame.width / frame.height)
    covered = np.zeros((_ROWS, columns), dtype=bool)
    for piece in view.seen:
        if not piece.stands_back:
            cells = (_points(piece) - (frame.left, frame.bottom)) * _ROWS / frame.height
            x, y = cells.astype(int).T
            inside = (x >= 0) & (x < columns) & (y >= 0) & (y < _ROWS)
            covered[y[inside], x[inside]] = True
    return covered


def _points(piece: Piece) -> NDArray[np.float64]:
    """Return points on a line, or in the box of anything else, closer than the cells."""
    steps = np.linspace(0, 1, 4 * _ROWS)
    if piece.kind == "line":
        starts, ends = piece.pieces
        return (starts + steps[:, None, None] * (ends - starts)).reshape(-1, 2)
    box = piece.box
    x, y = np.meshgrid(box.left + steps * box.width, box.bottom + steps * box.height)
    return np.column_stack([x.ravel(), y.ravel()])


def _largest_empty(covered: NDArray[np.bool_]) -> float:
    """Return the share of the largest rectangle in which nothing is."""
    largest, free = 0, np.zeros(covered.shape[1], dtype=int)  # free: empty cells up to a row
    for row in covered:
        free = np.where(row, 0, free + 1)
        for first in range(len(free)):
            lowest = np.minimum.accumulate(free[first:])
            largest = max(largest, int((lowest * np.arange(1, len(lowest) + 1)).max()))
    return largest / covered.size


if __name__ == "__main__":
    main()
