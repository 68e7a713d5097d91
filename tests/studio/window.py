"""What tests of the studio in a browser share: a studio that runs, and what its page shows."""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.waiting import await_that

ROOT = Path(__file__).parents[2]
# NiceGUI takes a port of its own choice where it believes itself to be tested.
_HIDDEN = "PYTEST_CURRENT_TEST", "PYTEST_VERSION"
ENVIRONMENT = {name: text for name, text in os.environ.items() if name not in _HIDDEN}
LESSON = '''\
"""A lesson of somebody's own."""

from scenes.nudge import NudgeScene


class Mine(NudgeScene):
    """A parabola."""

    function = "f(a) = a**2"  # one variable
    points = 2, 5  # where
    nudges = (0.1, 0.01)
'''


class Studio:
    """A studio that runs.

    Attributes:
        folder: Where it was started.
        lesson: The lesson that is open in it.
        address: Where it is.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lesson = folder / "mine.py"
        self.lesson.write_text(LESSON, encoding="utf-8")
        said = folder / "said.txt"
        with said.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "render.py"), "studio", "mine.py", "--no-browser"],
                cwd=folder,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=ENVIRONMENT,
            )
        await_that(lambda: "Ctrl-C ends it." in said.read_text(encoding="utf-8"))
        found = re.search(r"http://\S+", said.read_text(encoding="utf-8"))
        assert found is not None
        self.address = found[0]

    def changed_lines(self) -> list[str]:
        """The lines in which the lesson isn't what it was at first."""
        now = self.lesson.read_text(encoding="utf-8")
        lines = difflib.ndiff(LESSON.splitlines(), now.splitlines())
        return [line for line in lines if line[0] in "+-"]


def is_away(url: str, home: str) -> bool:
    """Whether something is asked of another machine: the studio works without a network."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != home


def is_told(page: Page, beats: int = 2) -> None:
    """Wait until the picture is not an old one, and all beats are there."""
    expect(page.locator(".sheet img")).to_have_attribute("src", re.compile("picture"))
    expect(page.locator(".screen")).not_to_have_class(re.compile("old"))
    expect(page.locator(".reads").first).not_to_be_empty()
    assert page.locator(".words li.beat").count() >= beats


def picture(page: Page) -> str:
    return page.locator(".sheet img").get_attribute("src") or ""


def is_another(page: Page, before: str) -> None:
    """Wait for another picture."""
    expect(page.locator(".sheet img")).not_to_have_attribute("src", before)
    expect(page.locator(".screen")).not_to_have_class(re.compile("old"))
