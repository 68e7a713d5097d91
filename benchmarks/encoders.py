"""Compares encoder settings: time, size, and how near the result is to what was drawn.

    python benchmarks/encoders.py nudge:NudgeSquare --quality 1080p

The scene is drawn once and encoded without loss. That is encoded again with each of the
settings, in one thread, and compared: PSNR and SSIM of the luma, the latter of every 30th
frame. "Manim" is what plain Manim uses.
"""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import PictureType
from av.video.stream import VideoStream
from measuring import arguments, folder, lossless
from scipy.ndimage import uniform_filter

from engine.jobs.quality import DELIVERY, DRAFT, QUALITIES, Encoding

_NOW = "bframes=0:rc-lookahead=0:sync-lookahead=0:mbtree=0:force-cfr=1"
_LESS = f"{_NOW}:scenecut=0:weightp=0"
SETTINGS = {
    "Manim (medium, crf 23)": {"preset": "medium", "crf": "23"},
    "superfast, B-frames": {"preset": "superfast", "crf": "23", "x264-params": "b-adapt=0"},
    "one by one": {"preset": "superfast", "crf": "23", "x264-params": _NOW},
    "no scene cuts, weights": {"preset": "superfast", "crf": "23", "x264-params": _LESS},
    "subme 0": {"preset": "superfast", "crf": "23", "x264-params": f"{_LESS}:subme=0"},
    "subme 0, crf 24": {"preset": "superfast", "crf": "24", "x264-params": f"{_LESS}:subme=0"},
    "subme 0, crf 24, sharp": {
        "preset": "superfast",
        "crf": "24",
        "x264-params": f"{_LESS}:subme=0:no-deblock=1",
    },
    "no AQ, crf 26": {"preset": "superfast", "crf": "26", "x264-params": f"{_LESS}:aq-mode=0"},
    "ultrafast, crf 23": {"preset": "ultrafast", "crf": "23", "x264-params": _NOW},
}
_EVERY = 30


def main() -> None:
    """Measure, and print a line for each setting."""
    options = arguments(__doc__).parse_args()
    quality = QUALITIES[options.quality]
    with folder() as out:
        movie = lossless(options.lessons[0], quality, out)
        print(f"{options.lessons[0]} at {quality}")
        print(f"ours: delivery {dict(DELIVERY.options)}, draft {dict(DRAFT.options)}")
        for name, setting in SETTINGS.items():
            encoding = Encoding("libx264", "yuv420p", (*setting.items(), ("threads", "1")))
            target = out / "again.mp4"
            frames, spent = _encode(movie, target, encoding)
            psnr, ssim = _likeness(movie, target)
            print(
                f"  {name:23} {frames / spent:6.0f} frames/s {target.stat().st_size / 1e3:8.0f} kB"
                f"  PSNR {psnr:5.2f} dB  SSIM {ssim:.5f}",
                flush=True,
            )


def _encode(movie: Path, target: Path, encoding: Encoding) -> tuple[int, float]:
    """Encode a movie again; return its frames and the processor time of the encoder alone."""
    spent, frames = 0.0, 0
    with av.open(movie) as source, av.open(target, "w") as result:
        stream = result.add_stream(encoding.codec, rate=60, options=dict(encoding.options))
        assert isinstance(stream, VideoStream)
        pictures = source.streams.video[0]
        stream.width, stream.height, stream.pix_fmt = pictures.width, pictures.height, "yuv420p"
        pictures.thread_count = 1
        for frame in source.decode(pictures):
            frame.pts, frame.time_base = frames, Fraction(1, 60)
            frame.pict_type = PictureType.NONE  # the encoder decides anew
            frames += 1
            began = time.thread_time()
            packets = stream.encode(frame)
            spent += time.thread_time() - began
            result.mux(packets)
        began = time.thread_time()
        packets = stream.encode(None)
        spent += time.thread_time() - began
        result.mux(packets)
    return frames, spent


def _likeness(movie: Path, other: Path) -> tuple[float, float]:
    """Return PSNR in decibels and mean SSIM of the luma of two movies."""
    errors, likeness = [], []
    with av.open(movie) as one, av.open(other) as two:
        pairs = zip(one.decode(video=0), two.decode(video=0), strict=True)
        for number, (drawn, encoded) in enumerate(pairs):
            if number % _EVERY and number % 5:
                continue
            a, b = _luma(drawn), _luma(encoded)
            errors.append(float(np.mean((a - b) ** 2)))
            if number % _EVERY == 0:
                likeness.append(_ssim(a, b))
    return 10 * np.log10(255**2 / max(np.mean(errors), 1e-9)), float(np.mean(likeness))


def _luma(frame: av.VideoFrame) -> np.ndarray:
    return frame.to_ndarray()[: frame.height].astype(np.float32)


def _ssim(a: np.ndarray, b: np.ndarray) -> float:
    """Return the mean structural similarity in windows of 7 by 7 (Wang et al., 2004)."""
    mean_a, mean_b = uniform_filter(a, 7), uniform_filter(b, 7)
    var_a = uniform_filter(a * a, 7) - mean_a**2
    var_b = uniform_filter(b * b, 7) - mean_b**2
    both = uniform_filter(a * b, 7) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    shape = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    return float(np.mean(shape / ((mean_a**2 + mean_b**2 + c1) * (var_a + var_b + c2))))


if __name__ == "__main__":
    main()
