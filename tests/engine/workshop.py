"""A folder with a small lesson, and the real program that renders it."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests import running
from tests.engine import oracle
from tests.engine.disk import Disk
from tests.engine.oracle import Reference
from tests.waiting import PATIENCE

PROGRAM = str(Path(__file__).resolve().parents[2] / "render.py")

LESSON = """\
from manim import Circle, Create

from calculus.shown import shown
from scenes.base import LessonScene
from scenes.settings.parameters import FunctionParameter, Points

from helper import SIZE


class First(LessonScene):
    function: FunctionParameter = "f(a) = a**2"
    points: Points = (2,)

    @classmethod
    def compute(cls, given):
        return [given.function(point) for point in given.points]

    def construct(self):
        for value in self.facts:
            with self.beat("A circle and {value}.", value=shown(value)):
                self.play(Create(Circle(SIZE * value.numerator / 10)), run_time=0.2)


class Second(First):
    function = "f(a) = a + 1"
"""


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended.

    Attributes:
        code: Its exit code.
        said: What it said on standard error.
        seconds: How long it took.
        wrong: What is wrong with the way it ended.
    """

    code: int
    said: str
    seconds: float
    wrong: tuple[str, ...]


class Workshop:
    """A lesson with two scenes in a folder of its own.

    Args:
        folder: A new folder for it.
        disk: Where the folder of videos is, if it isn't on the same disk as the lesson.
        here: Whether the program may be run in this process where nobody disturbs it.

    Attributes:
        out: The folder of videos, as we see it.
    """

    def __init__(self, folder: Path, disk: Disk | None = None, here: bool = False) -> None:
        self.folder = folder
        self.here = here and disk is None  # only a program of its own sees such a disk
        self.out = self._out = folder / "out"
        self._before: tuple[str, ...] = ()
        if disk is not None:
            self.out, self._out, self._before = disk.seen / "out", disk.folder / "out", disk.inside
        self.temporary = folder / "tmp"
        self.temporary.mkdir(parents=True, exist_ok=True)
        self.write()

    @property
    def videos(self) -> Path:
        """Where the lesson's files go."""
        return self.out / "tiny"

    def write(self, more: str = "", size: float = 1) -> None:
        """Write the lesson and the file it imports."""
        (self.folder / "tiny.py").write_text(LESSON + more, encoding="utf-8")
        (self.folder / "helper.py").write_text(f"SIZE = {size}\n", encoding="utf-8")

    def command(self, *words: str, points: int = 5) -> list[str]:
        """Return the command that renders the lesson at draft quality."""
        lesson = [] if any(word.startswith("tiny.py") for word in words) else ["tiny.py"]
        asked = [*lesson, *words, "--set", f"points={points}", "-q", "draft", "--jobs", "2"]
        return [PROGRAM, *asked, "--out", str(self._out)]

    def publishing(self, *words: str) -> list[str]:
        """Return the command that publishes what is rendered."""
        return [PROGRAM, "publish", str(self._out), "--jobs", "2", *words]

    def start(self, *words: str, points: int = 5, program: Sequence[str] = ()) -> Run:
        """Start the program.

        Args:
            words: More of its command line.
            points: What the lesson is about.
            program: Python options that come before the program's file.
        """
        command = [*self._before, sys.executable, *program, *self.command(*words, points=points)]
        return Run(command, self.folder, self.temporary)

    def publish(self, *words: str, program: Sequence[str] = ()) -> Run:
        """Start the program to publish what is rendered.

        Args:
            words: More of its command line.
            program: Python options that come before the program's file.
        """
        command = [*self._before, sys.executable, *program, *self.publishing(*words)]
        return Run(command, self.folder, self.temporary)

    def render(self, *words: str, points: int = 5) -> Ended:
        """Run the program undisturbed."""
        return self.start(*words, points=points).end()

    def render_quietly(self, *words: str, points: int = 5) -> Ended:
        """Run the program undisturbed; how its processes fare doesn't matter."""
        if not self.here:
            return self.render(*words, points=points)
        return _ended(running.run(*self.command(*words, points=points)[1:], folder=self.folder))

    def publish_quietly(self, *words: str) -> Ended:
        """Publish undisturbed; how the program's processes fare doesn't matter."""
        if not self.here:
            return self.publish(*words).end()
        return _ended(running.run(*self.publishing(*words)[1:], folder=self.folder))

    def repair(self, reference: Reference, *known: Reference, points: int = 5) -> list[str]:
        """Run the program once more, undisturbed, and say what isn't as it should be then."""
        ended = self.render_quietly(points=points)
        wrong = list(ended.wrong)
        if ended.code != 0 or ended.said:
            wrong.append(f"the next run ended with {ended.code}: {ended.said}")
        wrong += oracle.unlike(self.videos, reference)
        wrong += oracle.leftovers(self.out, reference, *known)
        # Python keeps a socket in such a folder, and leaves it there when it is killed.
        left = [path.name for path in self.temporary.iterdir() if path.name[:5] != "pymp-"]
        wrong += [f"{name} is left over" for name in left]
        return [f"after the next run: {one}" for one in wrong]

    def reference(self, name: str, points: int = 5) -> Reference:
        """Render undisturbed, look at every file, and keep what is in them."""
        ended = self.render_quietly(points=points)
        scenes = oracle.published(self.videos)
        wrong = [fault for scene, files in scenes.items() for fault in oracle.damages(scene, files)]
        assert (ended.code, ended.said, wrong) == (0, "", []), (ended, wrong)
        assert set(scenes) == {"First", "Second"}
        return Reference(name, scenes)

    def take_over(self, other: Path) -> None:
        """Have a copy of another folder of videos, links within it included."""
        shutil.rmtree(self.out, ignore_errors=True)
        subprocess.run(["cp", "-a", str(other), str(self.out)], check=True)


class Run:
    """A run of the program, in a session of its own."""

    def __init__(self, command: Sequence[str], folder: Path, temporary: Path) -> None:
        self._began = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | {"TMPDIR": str(temporary)},
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def children(self) -> list[int]:
        """Return what the program itself has started: what workers are forked from."""
        found = oracle.processes(self.process.pid)
        return [number for number, parent in found.items() if parent == self.process.pid]

    def workers(self) -> list[int]:
        """Return the workers that run now."""
        helpers = self.children()
        found = oracle.processes(self.process.pid)
        return [number for number, parent in found.items() if parent in helpers]

    def kill_one(self, chance: random.Random, victims: Callable[[Run], list[int]]) -> bool:
        """Kill one of some processes as soon as there is one; return whether that was in time."""
        while not self.is_over():
            with suppress(ProcessLookupError):  # it ended by itself
                if found := victims(self):
                    os.kill(chance.choice(found), signal.SIGKILL)
                    return True
        return False

    def is_over(self) -> bool:
        """Whether the program has ended."""
        return self.process.poll() is not None

    def end(self, patience: float = PATIENCE) -> Ended:
        """Wait for the program to end, and look whether it told why, and left no process."""
        try:
            _, said = self.process.communicate(timeout=patience)
            wrong = oracle.orphans(self.process.pid)
        except subprocess.TimeoutExpired:
            said, wrong = "", ["it never ended"]
        for number in oracle.processes(self.process.pid):
            os.kill(number, signal.SIGKILL)
        code = self.process.wait()
        wrong += _odd(code, said)
        return Ended(code, said, time.monotonic() - self._began, tuple(wrong))


def _ended(done: running.Done) -> Ended:
    return Ended(done.returncode, done.stderr, 0.0, tuple(_odd(done.returncode, done.stderr)))


def _odd(code: int, said: str) -> Iterator[str]:
    """Say what is wrong with what a program said at its end."""
    if "Traceback" in said and not (code == -signal.SIGKILL and _is_only_pythons(said)):
        yield f"it told a traceback: {said}"
    if code > 0 and not said.startswith("render.py: "):
        yield f"it ended with {code} and didn't say why: {said!r}"


def _is_only_pythons(said: str) -> bool:
    """Tell whether a traceback is told by the processes of `multiprocessing` alone.

    They hear half of what they are to do when the program is killed while it tells them.
    """
    files = re.findall(r'File "(.+?)"', said)
    return all(file == "<string>" or "multiprocessing" in Path(file).parts for file in files)
