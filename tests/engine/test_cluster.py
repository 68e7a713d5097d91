"""Scenes drawn by the workers of a real scheduler, all of them on this machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import render
from tests import running
from tests.waiting import PATIENCE, await_that

ROOT = Path(render.__file__).parent


class Cluster:
    """A scheduler and workers, with a folder for their files; everything ends with it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.stack = stack
        record = folder / "scheduler.json"
        dask = "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0"
        quiet = "--dashboard-address", "127.0.0.1:0", "--scheduler-file", str(record)
        self.scheduler = self.start("scheduler", *dask, *quiet)
        self.address = str(json.loads(await_that(lambda: whole(record)))["address"])

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a Python program that writes to a file of this name."""
        output = self.stack.enter_context((self.folder / name).open("wb"))
        program = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
        self.stack.callback(program.wait)
        self.stack.callback(program.kill)
        return program

    def workers(self, count: int, root: Path = ROOT) -> list[subprocess.Popen[bytes]]:
        """Start workers of a copy of the project, and wait until they are there."""
        names = [f"worker of {root.name} {number}" for number in range(count)]
        script = str(root / "render.py")
        started = [
            self.start(name, script, "worker", self.address, "--jobs", "1") for name in names
        ]
        for name in names:
            await_that(lambda name=name: "Working for" in self.said(name))
        return started

    def said(self, name: str) -> str:
        """What a program has written by now."""
        return (self.folder / name).read_text(encoding="utf-8")


def whole(record: Path) -> str:
    """The text of a JSON file, as soon as it is complete."""
    text = record.read_text(encoding="utf-8") if record.exists() else ""
    return text if text.rstrip().endswith("}") else ""


@contextmanager
def started(folder: Path, workers: int = 0) -> Iterator[Cluster]:
    with ExitStack() as stack:
        cluster = Cluster(folder, stack)
        cluster.workers(workers)
        yield cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler with two workers, for those who don't harm them."""
    with started(tmp_path_factory.mktemp("cluster"), workers=2) as it:
        yield it


@pytest.fixture
def own_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler of one's own, without workers."""
    with started(tmp_path_factory.mktemp("own")) as it:
        yield it


def start(*arguments: object, folder: Path) -> subprocess.Popen[str]:
    """Start the program in a folder, with a cluster or without."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "render.py"), *map(str, arguments)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def end(program: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a program and return its exit code and what it complained of."""
    try:
        _, errors = program.communicate(timeout=PATIENCE)
    finally:
        program.kill()
    return program.returncode, errors


def run(*arguments: object, folder: Path) -> tuple[int, str]:
    return end(start(*arguments, folder=folder))


def run_near(*arguments: object, folder: Path) -> tuple[int, str]:
    """Run the program without a cluster; that takes no program of its own."""
    done = running.run(*arguments, folder=folder)
    return done.returncode, done.stderr


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("voice", ["silent", "espeak"])
def test_files_are_those_of_a_local_render(
    voice: str, cluster: Cluster, write_lesson: Callable[..., Path]
) -> None:
    lesson = write_lesson("\n\nfrom parts.numbers import POINTS\n\nFirst.points = POINTS\n")
    folder = lesson.rename(lesson.with_name("leçon [3] - e\u0301te\u0301.py")).parent
    (folder / "parts").mkdir()
    (folder / "parts/numbers.py").write_text("POINTS = 3, 4\n", encoding="utf-8")
    same = "leçon [3] - été.py", "-q", "draft", "--voice", voice
    assert run(*same, "--out", "far", "--cluster", cluster.address, folder=folder) == (0, "")
    assert run_near(*same, "--out", "near", folder=folder) == (0, "")
    far, near = (contents(folder / name / "leçon [3] - été") for name in ("far", "near"))
    assert len(far) == 10
    assert far == near  # the videos too, bit by bit
    assert b'"A circle and 16."' in far["First.beats.json"]
    assert not list((folder / "far").glob(".rendering*"))


FAILING = """

class Broken(_Story):
    def construct(self):
        super().construct()
        if not self.renderer.skip_animations:
            1 / 0
"""


def test_a_scene_that_fails_is_told_as_ever(
    cluster: Cluster, write_lesson: Callable[..., Path]
) -> None:
    folder = write_lesson(FAILING).parent
    code, errors = run("tiny.py", "-q", "draft", "--cluster", cluster.address, folder=folder)
    near = run_near("tiny.py", "-q", "draft", "--jobs", "2", folder=folder)
    assert (code, errors) == near
    assert code == 1
    assert "tiny:Broken failed" in errors
    log = (folder / "out/tiny/Broken.log").read_text(encoding="utf-8")
    assert f'File "{folder}/tiny.py"' in log
    assert (folder / "out/tiny/First.mp4").exists()


STEPS = """
import sys, tempfile
from pathlib import Path
from engine import tasks
from engine.cluster import workers as cluster
from engine.workers import pool
from engine.jobs.job import Job
from engine.jobs.lessons import LessonFile
from engine.workers.pool import Watcher
from engine.jobs.quality import QUALITIES

class Loud(Watcher):
    def advanced(self, job, progress):
        print(progress.beat, progress.frames)

if __name__ == "__main__":
    job = Job(LessonFile(Path(sys.argv[2])), "First", (), QUALITIES["draft"], Path("out"))
    with tempfile.TemporaryDirectory() as room, cluster.workers(sys.argv[1], Path(room)) as pool_:
        print(pool_.size)
        (outcome,) = pool.run(tasks.Draw(), [job], pool_, Loud())
    print(outcome.end.video)
"""


def test_steps_are_heard_while_a_worker_draws(cluster: Cluster, lesson: Path) -> None:
    script = lesson.with_name("steps.py")
    script.write_text(STEPS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(script), cluster.address, str(lesson)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert done.stderr == ""
    size, *steps, video = done.stdout.splitlines()
    assert (size, video) == ("2", "First.mp4")
    beats, frames = zip(*(map(int, step.split()) for step in steps), strict=True)
    assert set(beats) == {0, 1}
    assert list(frames) == sorted(frames)


WAITING = """

class Waiting(_Story):
    def construct(self):
        super().construct()
        mark = __import__("pathlib").Path({mark!r})
        if not self.renderer.skip_animations and not mark.exists():
            from multiprocessing import parent_process
            mark.with_suffix(".new").write_text(f"{{parent_process().pid}} {{os.getpid()}}")
            mark.with_suffix(".new").rename(mark)
            time.sleep(600)
"""


def waiting_lesson(write_lesson: Callable[..., Path], mark: Path) -> Path:
    """A lesson with a scene that, when first drawn, writes its worker's and its own number down
    and stops there."""
    return write_lesson(WAITING.format(mark=str(mark)))


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_lost_worker_was_drawing_is_drawn_by_another(
    how: signal.Signals, own_cluster: Cluster, write_lesson: Callable[..., Path], tmp_path: Path
) -> None:
    workers = {worker.pid: worker for worker in own_cluster.workers(2)}
    folder = waiting_lesson(write_lesson, tmp_path / "mark").parent
    program = start(
        "tiny.py:Waiting", "-q", "draft", "--cluster", own_cluster.address, folder=folder
    )
    await_that((tmp_path / "mark").exists)
    worker, scene = map(int, (tmp_path / "mark").read_text().split())
    workers[worker].send_signal(how)
    assert end(program) == (0, "")
    assert workers[worker].wait(PATIENCE) == (-9 if how == signal.SIGKILL else 143)
    await_that(lambda: not is_alive(scene))
    assert sum(other.poll() is None for other in workers.values()) == 1
    far = contents(folder / "out/tiny")
    assert run_near("tiny.py:Waiting", "-q", "draft", "--out", "near", folder=folder) == (0, "")
    assert far == contents(folder / "near/tiny")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_stop_what_nobody_waits_for(
    how: signal.Signals, cluster: Cluster, write_lesson: Callable[..., Path], tmp_path: Path
) -> None:
    folder = waiting_lesson(write_lesson, tmp_path / "mark").parent
    program = start("tiny.py:Waiting", "-q", "draft", "--cluster", cluster.address, folder=folder)
    await_that((tmp_path / "mark").exists)
    worker, scene = map(int, (tmp_path / "mark").read_text().split())
    began = time.monotonic()
    program.send_signal(how)
    code, errors = end(program)
    assert (code, errors) in [(-9, ""), (143, "render.py: stopped\n")]
    assert time.monotonic() - began < PATIENCE / 2
    await_that(lambda: not is_alive(scene))
    assert is_alive(worker)


def test_a_worker_with_another_program_is_refused_and_gets_no_job(
    own_cluster: Cluster, write_lesson: Callable[..., Path], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    for package in ("calculus", "checks", "scenes", "engine", "publish", "record", "voice"):
        shutil.copytree(ROOT / package, other / package)
    shutil.copy(ROOT / "render.py", other)
    with (other / "calculus/words.py").open("a") as file:
        file.write("# changed\n")
    asked = "tiny.py:Waiting", "-q", "draft", "--cluster", own_cluster.address
    folder = waiting_lesson(write_lesson, tmp_path / "mark").parent

    (good,) = own_cluster.workers(1)
    program = start(*asked, folder=folder)
    await_that((tmp_path / "mark").exists)  # it is being drawn; now another worker comes,
    own_cluster.workers(1, other)
    good.kill()  # and soon is the only one
    good.wait()
    time.sleep(2)
    assert program.poll() is None
    own_cluster.workers(1)
    assert end(program) == (0, "")

    code, errors = run(*asked, "--force", folder=folder)
    assert code == 2
    assert errors.startswith("render.py: worker tcp://127.0.0.1:")
    assert errors.endswith(
        ": runs the same sources and packages as this machine; got 'other sources of the "
        "project'. Try: git pull and pip install -e '.[cluster]' there, then start it again\n"
    )


def test_a_plain_dask_worker_is_refused(own_cluster: Cluster, lesson: Path) -> None:
    own_cluster.start("plain", "-m", "dask", "worker", own_cluster.address, "--no-dashboard")
    await_that(lambda: "Registered to" in own_cluster.said("plain"))
    code, errors = run("tiny.py", "--cluster", own_cluster.address, folder=lesson.parent)
    assert code == 2
    assert errors.count("\n") == 1
    assert "is started by render.py; got 'a plain Dask worker'" in errors
    assert f"Try: python render.py worker {own_cluster.address}\n" in errors


def test_without_scheduler_or_workers_there_is_one_message(
    own_cluster: Cluster, lesson: Path
) -> None:
    nobody = "tcp://127.0.0.1:9"
    programs = [
        start("tiny.py", "--cluster", nobody, folder=lesson.parent),
        start("worker", nobody, folder=lesson.parent),
        start("tiny.py", "--cluster", "no:where:", folder=lesson.parent),
        start("tiny.py", "--cluster", own_cluster.address, folder=lesson.parent),
    ]
    rule = "is the address of a Dask scheduler that answers within 10 s"
    try_this = "Try: dask scheduler, and the address it prints\n"
    assert [end(program) for program in programs] == [
        (2, f"render.py: --cluster: {rule}; got '{nobody}'. {try_this}"),
        (2, f"render.py: ADDRESS: {rule}; got '{nobody}'. {try_this}"),
        (2, f"render.py: --cluster: {rule}; got 'no:where:'. {try_this}"),
        (2, f"render.py: --cluster: has workers; got 'none at {own_cluster.address}'. "
            f"Try: python render.py worker {own_cluster.address}\n"),
    ]  # fmt: skip


def test_without_dask_the_message_says_how_to_install_it(lesson: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "none/distributed.py").write_text("raise ImportError", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "render.py"), "worker", "tcp://127.0.0.1:9"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "none")},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "render.py: ADDRESS: needs the package distributed; got 'none'. "
        "Try: pip install -e '.[cluster]'\n"
    )


def test_a_worker_ends_with_its_scheduler(own_cluster: Cluster) -> None:
    (worker,) = own_cluster.workers(1)
    own_cluster.scheduler.terminate()
    assert worker.wait(PATIENCE) == 1
    _, *rest = own_cluster.said(f"worker of {ROOT.name} 0").splitlines()
    address = own_cluster.address
    assert rest == [
        f"render.py: the scheduler at {address} has ended, or has sent this worker away"
    ]
