"""Times ``render.py`` against plain ``manim render`` of the same lesson files.

    python benchmarks/plain_manim.py --quality 720p --repeat 3

Both draw every scene of the given lessons, into fresh folders, so nothing is cached. Plain
Manim takes one file after the other, as somebody would who has only Manim; it writes a
video for each scene, while ``render.py`` checks every scene first and also writes captions,
posters and records. Repeated runs alternate, so that both see the same machine.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from engine.lessons import available
from engine.quality import QUALITIES, Quality

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure, and print seconds and their ratio."""
    lessons = {lesson.name: lesson.path for lesson in available()}
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("lessons", nargs="*", default=list(lessons))
    parser.add_argument("--quality", choices=list(QUALITIES), default="720p")
    parser.add_argument("--repeat", type=int, default=1, metavar="N")
    options = parser.parse_args()
    quality = QUALITIES[options.quality]
    names = options.lessons
    print(f"{', '.join(names)} at {quality}")

    ours, plain = [], []
    for _ in range(options.repeat):
        plain.append(plain_manim([lessons[name] for name in names], quality))
        print(f"plain manim  {plain[-1]:7.1f} s", flush=True)
        ours.append(render_py(names, quality))
        print(f"render.py    {ours[-1]:7.1f} s", flush=True)
    print(f"ratio        {min(plain) / min(ours):7.2f}   (best of {options.repeat})")


def render_py(names: Sequence[str], quality: Quality) -> float:
    """Return the seconds ``render.py`` takes for some lessons."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = [*names, "--quality", quality.name, "--out", folder]
        return _seconds([str(ROOT / "render.py"), *arguments])


def plain_manim(paths: Sequence[Path], quality: Quality) -> float:
    """Return the seconds plain Manim takes for all scenes of some files, one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        size = f"{quality.width},{quality.height}"
        options = ["--resolution", size, "--frame_rate", str(quality.frame_rate)]
        options += ["--media_dir", folder, "--progress_bar", "none", "--verbosity", "ERROR"]
        return sum(
            _seconds(["-m", "manim", "render", "--write_all", *options, str(path)])
            for path in paths
        )


def _seconds(arguments: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
