"""Makes the recording of the studio in README.md: ``python -m tools.studio_pictures``.

A browser is driven through it: a point is dragged, a function is changed, a sentence is edited, and
all is saved. After every step a picture is taken, so that the recording shows no waiting.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.publish.browsing import QUIET, executable

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "studio.gif"
_WIDTH, _HEIGHT, _SHOWN = 1280, 800, 880  # pixels
_COLOURS = 128
_WAIT = 60_000  # milliseconds


def main() -> None:
    """Save the recording."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lesson = Path(folder) / "mine.py"
        source = (ROOT / "lessons" / "nudge.py").read_text(encoding="utf-8")
        lesson.write_text(source, encoding="utf-8")
        command = [sys.executable, str(ROOT / "render.py"), "studio", f"{lesson}:NudgeSquare"]
        studio = subprocess.Popen(
            [*command, "--no-browser"], cwd=folder, stdout=subprocess.PIPE, encoding="utf-8"
        )
        assert studio.stdout is not None
        found = re.search(r"http://\S+", studio.stdout.readline())
        assert found is not None
        kind = playwright.chromium
        browser = kind.launch(executable_path=executable(kind), args=QUIET)
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT}, color_scheme="dark")
        page.set_default_timeout(_WAIT)
        page.goto(found[0])
        shots = [*_told(page)]
        browser.close()
        studio.terminate()
        studio.wait()
    frames = [_frame(png) for png, _ in shots]
    times = [milliseconds for _, milliseconds in shots]
    first, *others = frames
    first.save(PICTURE, save_all=True, append_images=others, duration=times, loop=0, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size / 1e6:.2f} MB, {len(frames)} pictures")


def _told(page: Page) -> Iterator[tuple[bytes, int]]:
    """Go through the studio, and yield pictures with the milliseconds that each stays."""
    page.wait_for_selector(".reads:not(:empty)")
    yield page.screenshot(), 1500
    box = page.get_by_role("button", name="Move points 2", exact=True).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 7):
        page.mouse.move(x + 12 * step, y)
        _settled(page)
        yield page.screenshot(), 180
    page.mouse.up()
    yield page.screenshot(), 1200
    field = page.get_by_label("Function", exact=True)
    field.fill("f(a) = a**3/4 + 1")
    _settled(page)
    yield page.screenshot(), 1800
    for _ in range(4):
        page.get_by_role("button", name="A beat on").click()
        _settled(page)
        yield page.screenshot(), 1100
    sentence = page.locator("li.now .sentence")
    sentence.focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(", as you see")
    page.wait_for_function("() => document.querySelector('.rail').innerText.includes('as you see')")
    _settled(page)
    yield page.screenshot(), 1600
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved in mine.py").wait_for()
    page.wait_for_selector(".reads:not(:empty)")
    _settled(page)
    yield page.screenshot(), 2200


def _settled(page: Page) -> None:
    """Wait until the picture is that of what was changed."""
    page.wait_for_timeout(250)
    page.wait_for_function("() => !document.querySelector('.screen.old')")
    page.wait_for_timeout(150)


def _frame(png: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    size = _SHOWN, round(_SHOWN * _HEIGHT / _WIDTH)
    small = picture.resize(size, Image.Resampling.LANCZOS)
    return small.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main()
