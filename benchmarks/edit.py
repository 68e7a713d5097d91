"""Times what happens after a change: from saving a lesson to its finished draft.

    python benchmarks/edit.py --repeat 3

For every scene ``render.py --watch`` runs; a number in its lesson is changed and saved, and the
time is taken until the new record is in its place, with all other files. Then the time of a
rebuild in which nothing has changed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from measuring import ROOT, arguments, folder, render_py, spread

from engine.jobs.lessons import available
from engine.jobs.quality import QUALITIES

# For each scene a number in its lesson, and what it becomes.
EDITS = {
    "NudgeLine": ("points = 2, 5", "points = 2, 4"),
    "NudgeSquare": ("points = 2, 5", "points = 2, 4"),
    "NudgeCube": ("points = (2,)", "points = (3,)"),
    "NudgeLog": ("points = (2,)", "points = (3,)"),
    "TangentSlopes": ("points = 3, 2, -3", "points = 3, 1, -3"),
    "ChainRule": ('"a": 5', '"a": 4'),
    "BallDescent": ("learning_rate = 0.1", "learning_rate = 0.2"),
    "LearningRates": ("start = 3", "start = 2"),
}
_PATIENCE = 60  # seconds


def main() -> None:
    """Measure, and print seconds."""
    options = arguments(__doc__, "draft").parse_args()
    every: list[float] = []
    for scene, edit in EDITS.items():
        times = edits(scene, edit, options.quality, options.repeat)
        every.append(median(times))
        print(f"{scene:14} {spread(times)}", flush=True)
    print(f"median of the scenes: {spread(every)}")
    quality = QUALITIES[options.quality]
    with folder() as out:
        render_py(options.lessons, quality, out)
        unchanged = [render_py(options.lessons, quality, out) for _ in range(5)]
    print(f"everything, unchanged: {spread(unchanged)}")


def edits(scene: str, edit: tuple[str, str], quality: str, repeat: int) -> list[float]:
    """Return the seconds from saving to the finished files, for some edits in turn."""
    (original,) = (
        lesson.path for lesson in available() if f"class {scene}(" in lesson.path.read_text()
    )
    with folder() as home:
        lesson = home / original.name
        text = original.read_text(encoding="utf-8")
        lesson.write_text(text, encoding="utf-8")
        record = home / lesson.stem / f"{scene}.beats.json"
        # Forced, because what was drawn before is there at once.
        program = [str(ROOT / "render.py"), f"{lesson}:{scene}", "--watch", "--force"]
        with (home / "said").open("w") as said:
            watcher = subprocess.Popen(
                [sys.executable, *program, "--quality", quality, "--out", str(home)], stdout=said
            )
        times = []
        for number in range(repeat):
            _await(lambda: (home / "said").read_text().count("Ctrl-C ends") > len(times))
            old, new = edit if number % 2 == 0 else edit[::-1]
            start = text.index(f"class {scene}(")
            assert old in text[start:], f"{scene} has no {old}"
            text = text[:start] + text[start:].replace(old, new, 1)
            times.append(_edit(lesson, text, record))
        watcher.terminate()
        watcher.wait()
    return times


def _edit(lesson: Path, text: str, record: Path) -> float:
    """Save a lesson and return the seconds until its record is a new one."""
    before = record.stat().st_ino
    began = time.perf_counter()
    lesson.write_text(text, encoding="utf-8")
    _await(lambda: record.stat().st_ino != before)
    return time.perf_counter() - began


def _await(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.005)


if __name__ == "__main__":
    main()
