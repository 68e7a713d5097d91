"""Browsers play what holds are written as, and find any picture of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext

from engine.drawing.conversion import Region
from engine.drawing.encoder import KEYS, Encoder
from engine.jobs.quality import DELIVERY, DRAFT, Encoding
from tests.publish.browsing import until

RATE, SIZE = 25, (160, 90)
GREYS = (40, 120, 200, 80)
PAGE = """<!doctype html><link rel="icon" href="data:,"><title>x</title>
<video id="video" src="film.mp4" muted preload="auto"></video>"""
# The grey in the middle of the picture that is shown.
GREY = """() => {
  const video = document.getElementById('video');
  const picture = document.createElement('canvas').getContext('2d');
  picture.drawImage(video, 0, 0);
  return picture.getImageData(80, 45, 1, 1).data[0];
}"""


def film(path: Path, hold: int, encoding: Encoding) -> None:
    """Four pictures, each of which stands; a clip could be cut where the third begins."""
    encoder = Encoder(path, SIZE, Fraction(RATE), encoding)
    for number, grey in enumerate(GREYS):
        if number == 2:
            encoder.cut()
        picture = np.full((SIZE[1], SIZE[0], 4), (grey, grey, grey, 255), np.uint8)
        encoder.write(picture, Region(0, 0, *SIZE))
        encoder.repeat(hold - 1)
    encoder.close()


@pytest.mark.parametrize("encoding", [DRAFT, DELIVERY], ids=["draft", "delivery"])
def test_a_browser_finds_every_picture_of_a_hold(
    context: BrowserContext, serve: Callable[[Path], str], tmp_path: Path, encoding: Encoding
) -> None:
    tab = context.new_page()
    hold = KEYS + 30  # longer than from one key frame to the next
    film(tmp_path / "film.mp4", hold, encoding)
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    tab.goto(f"{serve(tmp_path)}/index.html")
    until(tab, "document.getElementById('video').readyState >= 2")
    assert tab.evaluate("document.getElementById('video').duration") == pytest.approx(
        len(GREYS) * hold / RATE, abs=0.05
    )
    for frame in (0, hold // 2, hold - 1, hold, 2 * hold - 1, 3 * hold + KEYS, 2 * hold + 5, 1):
        tab.evaluate(
            "time => new Promise(done => { const video = document.getElementById('video');"
            "video.addEventListener('seeked', done, {once: true}); video.currentTime = time; })",
            (frame + 0.5) / RATE,
        )
        assert tab.evaluate(GREY) == pytest.approx(GREYS[frame // hold], abs=3), frame
    tab.evaluate("document.getElementById('video').currentTime = 0")
    tab.evaluate("document.getElementById('video').playbackRate = 16")
    tab.evaluate("document.getElementById('video').play()")
    until(tab, "document.getElementById('video').ended")
    assert tab.evaluate(GREY) == pytest.approx(GREYS[-1], abs=3)
