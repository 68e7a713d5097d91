"""Make the README's pictures from rendered lessons: ``python -m tools.readme_pictures out``.

Stills are the posters, made smaller; the animation is the peel of NudgeSquare: from the
smallest nudge back out; its page of the web site is looked at in Chromium. The lessons are
rendered and published before: ``python render.py --formats page``.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import av
from PIL import Image

from tests.publish.browsing import chromium, until

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "images"
STILLS = ("nudge/NudgeSquare", "tangents/TangentSlopes", "chain_rule/ChainRule")
STILLS += ("descent/LearningRates",)
STILL_WIDTH, GIF_WIDTH, GIF_RATE = 640, 480, 10
PAGE, PAGE_SIZE, PAGE_WIDTH = "site/nudge/NudgeSquare/index.html", (1440, 1440), 960
COLOURS = 96
RARE_COLOURS_TOO = Image.Quantize.MAXCOVERAGE


def main() -> None:
    """Read the folder named on the command line, write into docs/images."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "out")
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name in STILLS:
        still = _smaller(Image.open(out / f"{name}.png").convert("RGB"), STILL_WIDTH)
        still.save(PICTURES / f"{Path(name).name}.png", optimize=True)
    _save_peel(out / "nudge" / "NudgeSquare.mp4")
    _save_page(out / PAGE)


def _save_page(page: Path) -> None:
    """Save what somebody sees who opens a page."""
    width, height = PAGE_SIZE
    with chromium() as browser:
        looked_at = browser.new_page(viewport={"width": width, "height": height})
        looked_at.goto(page.resolve().as_uri())
        looked_at.wait_for_load_state("networkidle")
        until(looked_at, "document.querySelector('video').readyState === 4")
        looked_at.wait_for_timeout(1000)  # Chromium's own sign that it loads goes slowly
        shot = Image.open(io.BytesIO(looked_at.screenshot())).convert("RGB")
    _smaller(shot, PAGE_WIDTH).save(PICTURES / "page.png", optimize=True)


def _save_peel(video: Path) -> None:
    """Save how the curve looks straight from near, and bends away from the line, as a GIF."""
    beats = json.loads(video.with_suffix(".beats.json").read_text(encoding="utf-8"))["beats"]
    peel = next(i for i, beat in enumerate(beats) if beat["text"].startswith("Move back out"))
    before, end = beats[peel - 1], beats[peel]["end"]
    start = (before["start"] + before["end"]) / 2  # what explained the numbers has left by then
    frames = []
    with av.open(str(video)) as container:
        wanted = start
        for frame in container.decode(video=0):
            if frame.time is not None and wanted <= frame.time < end:
                frames.append(_smaller(frame.to_image(), GIF_WIDTH))
                wanted += 1 / GIF_RATE
    palette = frames[-1].quantize(COLOURS, RARE_COLOURS_TOO, kmeans=8, dither=Image.Dither.NONE)
    first, *rest = (f.quantize(palette=palette, dither=Image.Dither.NONE) for f in frames)
    first.save(
        PICTURES / "peel.gif",
        save_all=True,
        append_images=rest,
        duration=1000 // GIF_RATE,
        loop=0,
        optimize=True,
    )


def _smaller(image: Image.Image, width: int) -> Image.Image:
    return image.resize(
        (width, round(width * image.height / image.width)), Image.Resampling.LANCZOS
    )


if __name__ == "__main__":
    main()
