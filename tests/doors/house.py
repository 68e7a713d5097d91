"""A folder with a lesson that is rendered, and around it what nobody may touch."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests import running
from tests.conftest import LESSON
from tests.publish.browsing import chromium

PROGRAM = Path(__file__).parents[2] / "render.py"
ASKED = "tiny.py:First", "-q", "draft"
_PYTHON = re.compile(r"Traceback|\b[A-Z]\w+(Error|Exception): ")


@dataclass(frozen=True)
class Run:
    """How a run of the program ended.

    Attributes:
        code: Its exit code; negative for the signal that ended it.
        out: What it said on standard output.
        said: What it said on standard error.
        seconds: How long it took.
        wrong: What it touched outside of its folder of videos, or left behind in it.
    """

    code: int
    out: str
    said: str
    seconds: float
    wrong: tuple[str, ...]


class House:
    """A home with a lesson whose scene is rendered, in a street with what belongs to others.

    Args:
        folder: An empty folder.
        rendered: A folder that `build` has filled.

    Attributes:
        street: All that is looked at.
        home: Where the program is run.
        out: The folder of videos.
        temporary: The folder for what a program keeps for the time being.
        aside: What an attack itself needs; anybody can get there.
    """

    def __init__(self, folder: Path, rendered: Path) -> None:
        self._rendered = rendered
        self._stack = ExitStack()
        self._opened: dict[str, Any] = {}
        self._kept = folder / "kept"
        self.street = folder / "street"
        self.home = self.street / "home"
        self.out = self.home / "out"
        self.temporary = folder / "tmp"
        self.aside = Path(self._stack.enter_context(tempfile.TemporaryDirectory())) / "aside"

    def begin(self) -> None:
        """Let everything be as it was before any attack."""
        for folder in (self.street, self.temporary, self.aside):
            shutil.rmtree(folder, ignore_errors=True)
        subprocess.run(["cp", "-a", str(self._rendered), str(self.street)], check=True)
        self.temporary.mkdir()
        for folder in (self.aside.parent, self.aside):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o777)

    def run(self, *words: object) -> Run:
        """Run the program in this process."""
        before, began = self._others(), time.monotonic()
        done = running.run(*words, folder=self.home)
        seconds = time.monotonic() - began
        return self._run(done.returncode, done.stdout, done.stderr, seconds, before)

    def start(
        self,
        *words: object,
        system: Mapping[str, str] | None = None,
        before: Sequence[str] = (),
        patience: float = 120,
    ) -> Run:
        """Run the program in a process of its own.

        Args:
            words: Its command line.
            system: Variables of its environment.
            before: What goes before the command, such as ``env``.
            patience: Seconds until it counts as one that never ends.
        """
        others, began = self._others(), time.monotonic()
        command = [*before, sys.executable, str(PROGRAM), *map(str, words)]
        with subprocess.Popen(
            command,
            cwd=self.home,
            env=os.environ | {"TMPDIR": str(self.temporary)} | dict(system or {}),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        ) as program:
            try:
                out, said = program.communicate(timeout=patience)
            except subprocess.TimeoutExpired:
                os.killpg(program.pid, signal.SIGKILL)
                out, said = program.communicate()
                said += "it never ended"
        seconds = time.monotonic() - began
        return self._run(program.returncode, out, said, seconds, others)

    def once(self, name: str, make: Callable[[Path], None]) -> Path:
        """Return a folder that is filled when it is first asked for, and only read."""
        folder = self._kept / name
        if not folder.exists():
            folder.mkdir(parents=True)
            make(folder)
        return folder

    def open(self, name: str, what: Callable[[], AbstractContextManager[Any]]) -> Any:
        """Return what is opened when it is first asked for, and closed with the house."""
        if name not in self._opened:
            self._opened[name] = self._stack.enter_context(what())
        return self._opened[name]

    @contextmanager
    def page(self) -> Iterator[tuple[Page, list[str]]]:
        """Open an empty page in a browser, with a list of what it asks for."""
        browser: Browser = self.open("browser", chromium)
        with browser.new_context() as context:
            asked: list[str] = []
            context.on("request", lambda request: asked.append(request.url))
            yield context.new_page(), asked

    @contextmanager
    def listening(self) -> Iterator[tuple[str, list[str]]]:
        """Listen on this machine; yield the address, and a list of the paths that are asked for."""
        heard: list[str] = []

        class Ear(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                heard.append(self.path.partition("?")[0])
                self.send_response(204)
                self.end_headers()

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_port}", heard
            server.shutdown()

    def close(self) -> None:
        """Close what was opened."""
        self._stack.close()

    def videos(self) -> dict[str, bytes]:
        """Return what is in the files of the lesson's scenes, by their names."""
        folder = self.out / "tiny"
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    def _run(
        self, code: int, out: str, said: str, seconds: float, before: Mapping[str, str]
    ) -> Run:
        wrong = [f"it told what Python tells: {said[-300:]}"] * bool(_PYTHON.search(said))
        after = self._others()
        wrong += [
            f"outside of out/ it has touched {name}"
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        ]
        wrong += [f"{path.name} was left over" for path in self.out.glob(".rendering*")]
        # Python keeps a socket in such a folder as long as the tests run.
        left = [path.name for path in self.temporary.iterdir() if path.name[:5] != "pymp-"]
        wrong += [f"{name} was left over in the temporary folder" for name in left]
        return Run(code, out, said, seconds, tuple(wrong))

    def _others(self) -> dict[str, str]:
        """Return what there is outside of the folder of videos: texts, and where links lead."""
        found = {}
        for place, folders, files in os.walk(self.street):
            if Path(place) == self.home and "out" in folders and not self.out.is_symlink():
                folders.remove("out")
            for name in (*folders, *files):
                path = Path(place, name)
                told = os.path.relpath(path, self.street)
                if path.is_symlink():
                    found[told] = os.readlink(path)
                elif path.is_file():
                    found[told] = sha256(path.read_bytes()).hexdigest()
                elif "__pycache__" not in told:
                    found[told] = "a folder"
        return found


def build(street: Path) -> None:
    """Fill a folder for all houses: a rendered scene, and what belongs to others."""
    home = street / "home"
    home.mkdir()
    (home / "tiny.py").write_text(LESSON, encoding="utf-8")
    (street / "others").mkdir()
    for name in ("precious.txt", "tiny", "First.beats.json"):
        (street / "others" / name).write_text("belongs to somebody else\n", encoding="utf-8")
    done = running.run(*ASKED, folder=home)
    assert done.returncode == 0, done.stderr


def is_one_message(said: str) -> bool:
    """Whether what is refused is told in one line, warnings aside."""
    lines = [line for line in said.splitlines() if "warning: " not in line]
    return len(lines) == 1 and lines[0].startswith("render.py")
