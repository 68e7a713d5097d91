"""A small course that is rendered already, and a browser to look at what is made of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from fractions import Fraction
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext

from publish import bundle
from publish import page as pages
from publish.files import records_in
from publish.scene import Scene, in_order, load
from record import Record
from tests.publish.browsing import chromium
from tests.publish.making import data_of

RATE = 10
SIZE = {"width": 160, "height": 90, "frame_rate": RATE}


def number(text: str, value: str, plain: str = "", where: str = "") -> dict[str, Any]:
    """What a record says of an exact number, as far as pages tell it."""
    return {
        "text": text, "exact": True, "rounding": "none", "value": value,
        "expression": value, "where": {}, "error": None,
        "plain": {"text": text, "value": value, "expression": plain, "where": where},
    }  # fmt: skip


NUMBERS = [
    number("2", "2", "a", "a = 2"),
    number("4", "4", "a²", "a = 2"),
    number("20", "20"),
    number("0.001", "1/1000", "h", "h = 0.001"),
    number("4.001", "4001/1000", "((a + h)² − a²)/h", "a = 2, h = 0.001"),
]
CHAPTERS = ("The function", "The function", "The nudge", "The nudge", "The end", "The end")
BEATS = [
    {
        "end": 2.0 * (index + 1),
        "start": 2.0 * index,
        "chapter": chapter,
        "text": f"Sentence {index + 1} <of> f & a*b.",
        "numbers": NUMBERS if index == 1 else [],
        "shown": "On screen: f(a) = 4." if index == 1 else "",
    }
    for index, chapter in enumerate(CHAPTERS)
]
SCENE = "nudge/Square/index.html"  # its page on the site
CLIP = "Square.clips"
QUESTIONS = [{"beat": 2, "question": "What is 2²?", "answer": "It is 4.", "answered": 4}]


def movie(path: Path, frames: int) -> None:
    """Write a movie as Manim does; each frame has a grey of its own."""
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"g": "5"})
        stream.width, stream.height, stream.pix_fmt = SIZE["width"], SIZE["height"], "yuv420p"
        for index in range(frames):
            shape = (SIZE["height"], SIZE["width"], 3)
            pixels = np.full(shape, 2 * index, dtype=np.uint8)
            picture = av.VideoFrame.from_ndarray(pixels, format="rgb24")
            picture.pts, picture.time_base = index, Fraction(1, RATE)
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, ...]:
    """Three scenes of two lessons: in English, with questions; in French; of one chapter."""
    out = tmp_path_factory.mktemp("out")
    whole = out / "movie.mp4"
    movie(whole, 120)
    scenes = [
        {"lesson": "nudge", "scene": "Square", "questions": QUESTIONS,
         "author": "Ada <Lovelace>", "licence": "CC BY 4.0",
         "parameters": {"function": "f(a) = a**2"}},
        {"lesson": "nudge", "scene": "Carré", "language": "fr", "title": "Le carré <a²>"},
        {"lesson": "slopes", "scene": "One"},
    ]  # fmt: skip
    for scene in scenes:
        beats = BEATS if scene["scene"] != "One" else [{"end": 12.0, "text": "All of it."}]
        (out / str(scene["lesson"])).mkdir(exist_ok=True)
        record = Record.of(data_of(beats, quality=SIZE, **scene))
        bundle.write(record, whole, out / str(scene["lesson"]))
    return in_order(map(load, records_in(out)))


@pytest.fixture(scope="session")
def site(course: tuple[Scene, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in a folder of somebody's host; one scene has more formats beside it."""
    (square,) = (scene for scene in course if scene.name == "Square")
    (square.folder / "Square.gif").write_bytes(b"GIF89a")
    (square.folder / CLIP).mkdir()
    (square.folder / CLIP / "01-a.mp4").write_bytes(b"film")
    folder = tmp_path_factory.mktemp("host") / "some where"
    folder.mkdir()
    pages.make(course, folder)
    return folder / pages.SITE


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser that doesn't call home."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of a browser that has seen nothing yet."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.set_default_timeout(20_000)
    yield context
    context.close()


class Handler(SimpleHTTPRequestHandler):
    """Serves files in parts, as every real server does, and says nothing."""

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        asked = self.headers.get("Range", "")
        if not (asked.startswith("bytes=") and path.is_file()):
            super().do_GET()
            return
        data = path.read_bytes()
        first, _, last = asked.removeprefix("bytes=").partition("-")
        start, end = int(first), min(int(last or len(data) - 1), len(data) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {start}-{end}/{len(data)}")
        self.send_header("Content-Length", str(end + 1 - start))
        self.end_headers()
        self.wfile.write(data[start : end + 1])

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that has seen enough of a video hangs up
            super().handle()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves folders; returns the address of one, without a slash at the end."""
    servers: list[ThreadingHTTPServer] = []

    def start(folder: Path) -> str:
        handler = partial(Handler, directory=str(folder))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
