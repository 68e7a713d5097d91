"""Times every format of the lessons' videos, and compares it with rendering them.

    python benchmarks/publishing.py --quality draft

The scenes are rendered once; then ``render.py publish`` makes one format after the other, each
from the beginning, starting the program included. Sizes are those of what was made; a page and a
package for learning systems have the videos in them, which on the disk are second names.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

from measuring import ROOT, arguments, folder, render_py, seconds, spread

from engine.jobs.quality import QUALITIES
from publish.formats import FORMATS


def main() -> None:
    """Measure, and print seconds and megabytes."""
    options = arguments(__doc__, "draft").parse_args()
    quality = QUALITIES[options.quality]
    with folder() as out:
        rendering = render_py(options.lessons, quality, out)
        print(f"rendering at {quality}: {rendering:.1f} s, {_size(_files(out)):.1f} MB", flush=True)
        total = 0.0
        for name in FORMATS:
            before = _files(out)
            times = [_publish(out, name) for _ in range(options.repeat)]
            total += median(times)
            size = _size(_files(out) - before)
            print(f"{name:10} {spread(times)}, {size:6.1f} MB", flush=True)
        print(f"one after the other: {total:.1f} s, {total / rendering:.1f} times rendering")
        print(f"all in one run: {_publish(out, ','.join(FORMATS)):.1f} s")


def _publish(out: Path, names: str) -> float:
    return seconds([str(ROOT / "render.py"), "publish", str(out), "--formats", names])


def _files(out: Path) -> set[Path]:
    return {path for path in out.rglob("*") if path.is_file() and ".cache" not in path.parts}


def _size(files: set[Path]) -> float:
    return sum(path.stat().st_size for path in files) / 10**6


if __name__ == "__main__":
    main()
