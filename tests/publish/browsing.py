"""A browser for tests, an eye on what it asks of the network, and one on whom it shuts out."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    BrowserType,
    Error,
    Frame,
    Page,
    expect,
    sync_playwright,
)

from tests.waiting import PATIENCE

# What Debian, Ubuntu, Fedora and Google call it.
_NAMES = "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"

# A browser talks to its maker on its own; the tests watch what the page does.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--use-fake-device-for-media-stream",  # a microphone that beeps every second
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium without a window: the system's, or else Playwright's own.

    A machine without any fails the tests of pages: what nobody has looked at isn't shown.
    """
    expect.set_options(timeout=PATIENCE * 1000)
    with sync_playwright() as playwright:
        kind = playwright.chromium
        browser = kind.launch(executable_path=executable(kind), args=QUIET)
        yield browser
        browser.close()


def executable(kind: BrowserType) -> str:
    """Return where Chromium is."""
    found = next(filter(None, map(shutil.which, _NAMES)), kind.executable_path)
    if not Path(found).exists():
        pytest.fail(
            "install Chromium: sh tools/setup.sh tests (Debian and Ubuntu), "
            "or anywhere: python -m playwright install chromium",
            pytrace=False,
        )
    return found


def violations(page: Page) -> list[str]:
    """What axe-core, the checkers' checker, finds wrong with a page."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def watch(page: Page) -> tuple[list[str], list[str]]:
    """Return lists that fill with the addresses a page asks for and with its errors."""
    asked: list[str] = []
    errors: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    return asked, errors


@contextmanager
def watched(context: BrowserContext, *excused: str) -> Iterator[Page]:
    """Open a tab in which nothing goes wrong, and from which nothing is asked of the network.

    Args:
        context: Where.
        excused: What is in errors that may be.
    """
    tab = context.new_page()
    tab.emulate_media(reduced_motion="reduce")
    asked, errors = watch(tab)
    yield tab
    assert [one for one in errors if not any(text in one for text in excused)] == []
    assert {urlsplit(address).hostname for address in asked} <= {None, "127.0.0.1"}


def until(page: Page | Frame, condition: str) -> None:
    """Wait until something is true in a page, which may be on its way to another one.

    Playwright's own `wait_for_function` can't: the pages forbid making code from text.
    """
    deadline = time.monotonic() + PATIENCE
    while (seen := _holds(page, condition)) is not True:
        assert time.monotonic() < deadline, f"never: {condition} ({seen})"
        page.wait_for_timeout(30)


def _holds(page: Page | Frame, condition: str) -> bool | Error:
    """Ask a page; one that is leaving, or hasn't come yet, has nothing to be asked of."""
    try:
        return bool(page.evaluate(f"Boolean({condition})"))
    except Error as error:
        return error
