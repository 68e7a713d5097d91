"""Many scenes: on one page, and in one run."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import psutil

from publish import page as pages
from publish.files import link
from publish.scene import Scene, load
from tests.doors.attack import SURVIVED, Attack, Came, came
from tests.doors.house import House

DOOR = "sizes"
_SCENES = 200
_LOADED = 1.0  # seconds until a page is there
_RUN = 50
_GROWN = 1.3  # how much more memory the last scenes may take than the first


def index(house: House) -> Came:
    """Open the index of a site of many scenes."""
    folder = house.once("sizes", partial(_site, house))
    with house.page() as (page, _):
        page.goto((folder / pages.SITE / "index.html").as_uri())
        page.wait_for_load_state("load")
        took = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd / 1000")
        cards = page.locator(".card").count()
    wrong = [f"it has {cards} cards"] * (cards != _SCENES)
    wrong += [f"it took {took:.2f} s"] * (took > _LOADED)
    return Came(SURVIVED, f"opened in {took:.2f} s", tuple(wrong))


def _site(house: House, folder: Path) -> None:
    known = load(house.out / "tiny" / "First.beats.json")
    scenes = []
    for number in range(_SCENES):
        record = replace(known.record, scene=f"Scene{number:03}", title=f"The title of {number}")
        home = folder / f"lesson{number // 10:02}"
        home.mkdir(exist_ok=True)
        scene = Scene(home, record)
        for old, new in ((known.video, scene.video), (known.poster, scene.poster)):
            link(old, new)
        (home / f"{scene.name}.vtt").write_text("WEBVTT\n", encoding="utf-8")
        scenes.append(scene)
    pages.make(scenes, folder)


def many(house: House) -> Came:
    """Render many scenes in one run: the last ones take no more memory than the first."""
    classes = "".join(f"\n\nclass S{n}(_Story):\n    points = {n + 2},\n" for n in range(_RUN))
    lesson = house.home / "tiny.py"
    lesson.write_text(lesson.read_text(encoding="utf-8") + classes, encoding="utf-8")
    begun = time.monotonic()
    sizes: list[tuple[float, int]] = []
    words = [f"tiny.py:S{number}" for number in range(_RUN)]
    with _Measured(lambda size: sizes.append((time.monotonic() - begun, size))):
        run = house.start(*words, "-q", "draft", "--jobs", "2", patience=600)
    drawn = len([*(house.out / "tiny").glob("S*.mp4")])
    end = sizes[-1][0]
    first, last = (
        max(size for at, size in sizes if low * end <= at <= high * end)
        for low, high in ((0.2, 0.5), (0.7, 1.0))
    )
    wrong = [f"{drawn} videos are there"] * (drawn != _RUN)
    wrong += [f"memory grew from {first >> 20} to {last >> 20} MB"] * (last > _GROWN * first)
    ended = came(run, *wrong)
    said = f"at most {first >> 20} MB at first, {last >> 20} MB at last, {end:.0f} s"
    return replace(ended, said=ended.said or said)


class _Measured:
    """Looks how much memory all children of this process have, as long as it is entered."""

    def __init__(self, note: Callable[[int], None]) -> None:
        self._note = note
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> None:
        self._before = {one.pid for one in psutil.Process().children(recursive=True)}
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.1):
            size = 0
            for one in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    if one.pid not in self._before:
                        size += one.memory_full_info().uss
            if size:
                self._note(size)


ATTACKS = [
    Attack(DOOR, f"{_SCENES} scenes on one page", (SURVIVED,), index, quick=True),
    Attack(DOOR, f"{_RUN} scenes in one run", (SURVIVED,), many),
]
