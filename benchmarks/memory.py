"""Measures the largest memory of a worker while lessons are rendered (Linux).

    python benchmarks/memory.py --quality 1080p

The kernel's own record of every process (VmHWM) is read ten times a second; it counts
also what a worker shares with others, such as Manim itself.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from measuring import ROOT, arguments, folder


def main() -> None:
    """Measure, and print megabytes."""
    options = arguments(__doc__).parse_args()
    with folder() as out:
        program = [sys.executable, str(ROOT / "render.py"), *options.lessons]
        program += ["--quality", options.quality, "--out", str(out)]
        running = subprocess.Popen(program, stdout=subprocess.DEVNULL)
        peaks: dict[int, int] = {}
        while running.poll() is None:
            for process in _below(running.pid):
                peaks[process] = max(_peak(process), peaks.get(process, 0))
            time.sleep(0.1)
    peak = max(peaks.values()) / 1000
    print(f"{len(peaks)} processes at {options.quality}; the largest had {peak:.0f} MB")


def _below(process: int) -> list[int]:
    """Return the processes that a process has started, and those that these have."""
    try:
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return []
    children = [int(word) for word in text.split()]
    return [*children, *(other for child in children for other in _below(child))]


def _peak(process: int) -> int:
    """Return the most memory that a process has had, in kilobytes."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


if __name__ == "__main__":
    main()
