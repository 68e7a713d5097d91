"""Times what happens after a change: from saving a lesson to its finished video.

    python benchmarks/edit.py --repeat 3

For every scene ``render.py --watch`` runs; a number in its lesson is changed and saved, then a
sentence gets words of its own, each as it never was before, and the time is taken until the new
record is in its place, with all other files. Then the time of a rebuild in which nothing has
changed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from measuring import ROOT, arguments, folder, render_py, spread

from engine.jobs.lessons import available
from engine.jobs.quality import QUALITIES

# For each scene a line of its lesson, where a number is put into it, and a sentence of its story.
EDITS = {
    "NudgeLine": ("points = 2, 5", "points = 2, {}", "Along the height, {f} changes by {rise}."),
    "NudgeSquare": ("points = 2, 5", "points = 2, {}", "Along the height, {f} changes by {rise}."),
    "NudgeCube": ("points = (2,)", "points = ({},)", "Along the height, {f} changes by {rise}."),
    "NudgeLog": ("points = (2,)", "points = ({},)", "Along the height, {f} changes by {rise}."),
    "TangentSlopes": (
        "points = 3, 2, -3", "points = 3, 0.{}, -3", "How steep is it where {w} {a:equals}?",
    ),
    "ChainRule": (
        'inputs = {"a": 5', 'inputs = {{"a": {}',
        "One sweep back gives every slope at once. That is backpropagation.",
    ),
    "BallDescent": (
        "learning_rate = 0.1", "learning_rate = 0.1{}", "The slope under the ball is {s}.",
    ),
    "LearningRates": ("start = 3", "start = 2.{}", "Let them all take their steps together."),
}  # fmt: skip
_PATIENCE = 60  # seconds


def main() -> None:
    """Measure, and print seconds."""
    options = arguments(__doc__, "draft").parse_args()
    numbers: list[float] = []
    sentences: list[float] = []
    for scene in EDITS:
        of_numbers, of_sentences = edits(scene, options.quality, options.repeat)
        numbers.append(median(of_numbers))
        sentences.append(median(of_sentences))
        print(
            f"{scene:14} a number {spread(of_numbers)}, a sentence {spread(of_sentences)}",
            flush=True,
        )
    print(f"median of the scenes: a number {spread(numbers)}, a sentence {spread(sentences)}")
    quality = QUALITIES[options.quality]
    with folder() as out:
        render_py(options.lessons, quality, out)
        unchanged = [render_py(options.lessons, quality, out) for _ in range(5)]
    print(f"everything, unchanged: {spread(unchanged)}")


def edits(scene: str, quality: str, repeat: int) -> tuple[list[float], list[float]]:
    """Return the seconds from saving to the finished files, of changed numbers and sentences."""
    (original,) = (
        lesson.path for lesson in available() if f"class {scene}(" in lesson.path.read_text()
    )
    times: list[float] = []
    with folder() as home:
        lesson = home / original.name
        lesson.write_text(original.read_text(encoding="utf-8"), encoding="utf-8")
        record = home / lesson.stem / f"{scene}.beats.json"
        program = [str(ROOT / "render.py"), f"{lesson}:{scene}", "--watch"]
        with (home / "said").open("w") as said:
            watcher = subprocess.Popen(
                [sys.executable, *program, "--quality", quality, "--out", str(home)], stdout=said
            )
        for text in _edited(lesson.read_text(encoding="utf-8"), scene, repeat):
            _await(lambda: (home / "said").read_text().count("Ctrl-C ends") > len(times))
            times.append(_edit(lesson, text, record))
        watcher.terminate()
        watcher.wait()
    return times[::2], times[1::2]


def _edited(text: str, scene: str, repeat: int) -> Iterator[str]:
    """Yield a lesson with another number, and then with other words; each as it never was."""
    old, new, sentence = EDITS[scene]
    start = text.index(f"class {scene}(")
    assert old in text[start:], f"{scene} has no {old}"
    for number in range(repeat):
        head, tail = text[:start], text[start:].replace(old, new.format(6 + number), 1)
        yield head + tail
        line = f"    {new.format(6 + number)}"
        assert line in tail
        longer = sentence[:-1] + ", as we see" * (number + 1) + sentence[-1]
        yield head + tail.replace(line, f"    wording = {{{sentence!r}: {longer!r}}}\n{line}", 1)


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
