"""What the benchmarks share: running programs, and the limit that the encoder sets."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from statistics import median

import av
from av.video.frame import PictureType
from av.video.stream import VideoStream

from engine.jobs.lessons import available, find
from engine.jobs.quality import QUALITIES, Encoding, Quality
from engine.planning.plan import plan
from engine.planning.request import Request
from engine.telling.scene import draw
from engine.workers.pool import default_jobs

ROOT = Path(__file__).resolve().parents[1]
_CHUNK = 120  # frames that are encoded again, of every so many
_OF = 600


def arguments(description: str | None, quality: str = "1080p") -> argparse.ArgumentParser:
    """Return a parser with what most benchmarks take."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    lessons = [lesson.name for lesson in available()]
    parser.add_argument("lessons", nargs="*", default=lessons, metavar="LESSON[:SCENE]")
    parser.add_argument("--quality", choices=list(QUALITIES), default=quality)
    parser.add_argument("--repeat", type=int, default=1, metavar="N")
    return parser


@contextmanager
def folder() -> Iterator[Path]:
    """Yield an empty folder for videos."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def render_py(words: Sequence[str], quality: Quality, out: Path, *more: str) -> float:
    """Return the seconds that ``render.py`` takes."""
    options = ["--quality", quality.name, "--out", str(out), *more]
    return seconds([str(ROOT / "render.py"), *words, *options])


def plain_manim(words: Sequence[str], quality: Quality, out: Path) -> float:
    """Return the seconds that plain Manim takes for the same scenes, one file after the other."""
    size = f"{quality.width},{quality.height}"
    options = ["--resolution", size, "--frame_rate", str(quality.frame_rate)]
    options += ["--media_dir", str(out), "--progress_bar", "none", "--verbosity", "ERROR"]
    total = 0.0
    for target in find(words):
        scenes = [target.scene] if target.scene else ["--write_all"]
        program = ["-m", "manim", "render", *options, str(target.lesson.path), *scenes]
        total += seconds(program)
    return total


def seconds(program: Sequence[str]) -> float:
    """Return how long a Python program runs."""
    began = time.perf_counter()
    subprocess.run([sys.executable, *program], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def x264_limit(videos: Iterable[Path], encoding: Encoding) -> float:
    """Return the seconds in which this machine can encode some videos, doing nothing else.

    Every core encodes with one thread, as ``render.py`` does. A fifth of the frames is encoded.
    """
    busy = 0.0
    for path in videos:
        with av.open(path) as container:
            total = container.streams.video[0].frames
            chunk: list[av.VideoFrame] = []
            spent, done = 0.0, 0
            for number, frame in enumerate(container.decode(video=0)):
                if number % _OF < _CHUNK:
                    chunk.append(frame)
                if chunk and (len(chunk) == _CHUNK or number == total - 1):
                    spent += _encoding_time(chunk, encoding)
                    done += len(chunk)
                    chunk = []
            busy += spent * total / done
    return busy / default_jobs()


def lossless(word: str, quality: Quality, scratch: Path) -> Path:
    """Draw a scene and return the movie, encoded without loss."""
    exact = Encoding("libx264", "yuv420p", (("preset", "ultrafast"), ("qp", "0")))
    request = Request(find([word]), {}, replace(quality, encoding=exact), scratch)
    (job,) = plan(request)
    drawn = draw(job, scratch, lambda step: None)
    return drawn.folder / drawn.video


def _encoding_time(frames: Sequence[av.VideoFrame], encoding: Encoding) -> float:
    with av.open("/dev/null" if sys.platform != "win32" else "NUL", "w", format="null") as sink:
        stream = sink.add_stream(encoding.codec, rate=60, options=dict(encoding.options))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = frames[0].width, frames[0].height
        stream.pix_fmt = encoding.layout
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, Fraction(1, 60)
            frame.pict_type = PictureType.NONE  # the encoder decides anew
        began = time.process_time()
        for frame in frames:
            stream.encode(frame)
        stream.encode(None)
        return time.process_time() - began


def spread(values: Sequence[float], unit: str = "s") -> str:
    """Write a median with the smallest and the largest value."""
    return (
        f"{median(values):.2f} {unit} ({min(values):.2f} to {max(values):.2f}, n = {len(values)})"
    )
