"""A browser for tests, and an eye on what it asks of the network."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Frame, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

# A browser talks to its maker on its own; the tests watch what the page does.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def watch(page: Page) -> tuple[list[str], list[str]]:
    """Return lists that fill with the addresses a page asks for and with its errors."""
    asked: list[str] = []
    errors: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    return asked, errors


def until(page: Page | Frame, condition: str) -> None:
    """Wait until something is true in a page.

    Playwright's own `wait_for_function` can't: the pages forbid making code from text.
    """
    deadline = time.monotonic() + 20
    while not page.evaluate(f"Boolean({condition})"):
        assert time.monotonic() < deadline, f"never: {condition}"
        page.wait_for_timeout(30)
