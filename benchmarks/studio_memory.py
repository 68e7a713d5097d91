"""Measures how much memory the studio takes in all, with its page's server (Linux).

    python benchmarks/studio_memory.py

The scenes of four lessons are opened in Chromium, one after the other, while each is told, looked
at and checked. What processes share is counted once; Chromium is not counted.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress

import psutil
from measuring import ROOT, folder

sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright

from tests.publish.browsing import QUIET, executable

_LESSONS = "nudge", "tangents", "chain_rule", "descent"
_LOOKS = 15  # at each scene
_APART = 0.5  # seconds


def main() -> None:
    """Measure, and print megabytes."""
    with folder() as out, sync_playwright() as playwright:
        lessons = [shutil.copy(ROOT / "lessons" / f"{name}.py", out) for name in _LESSONS]
        program = [sys.executable, str(ROOT / "render.py"), "studio", "--no-browser", *lessons]
        studio = subprocess.Popen(program, cwd=out, stdout=subprocess.PIPE, encoding="utf-8")
        assert studio.stdout is not None
        found = re.search(r"http://\S+", studio.stdout.readline())
        assert found is not None
        kind = playwright.chromium
        page = kind.launch(executable_path=executable(kind), args=QUIET).new_page()
        page.goto(found[0])
        time.sleep(10)  # the lessons are described
        sizes: list[float] = []
        scenes = page.locator(".shelf .scene")
        for number in range(scenes.count()):
            scenes.nth(number).click()
            for _ in range(_LOOKS):
                time.sleep(_APART)
                sizes.append(_megabytes(studio.pid))
        studio.terminate()
        studio.wait()
    done = sizes[_LOOKS - 1 :: _LOOKS]
    print(f"{len(done)} scenes: {max(sizes):.0f} MB at most, {max(done):.0f} when all is checked")


def _megabytes(process: int) -> float:
    """Return the memory of a process and of all that it has started, shared parts once."""
    first, total = psutil.Process(process), 0.0
    for one in [first, *first.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):  # it has just ended
            total += one.memory_full_info().pss
    return total / 1e6


if __name__ == "__main__":
    main()
