"""Formats are made whole or not at all, and what is wrong with files is said in a line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from publish import formats
from publish.errors import PublishError
from publish.record import save
from publish.scene import RECORD, Scene, find
from publish.workers import workers
from tests.publish.making import data_of
from tests.publish.moving import RATE, SIZE, scene_of

PATIENCE = 30  # seconds for what takes one
ROOT = Path(__file__).parents[2]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder of videos with two scenes."""
    (tmp_path / "out" / "lesson").mkdir(parents=True)
    for name in ("First", "Second"):
        add(tmp_path / "out" / "lesson", name)
    return tmp_path / "out"


def add(folder: Path, name: str) -> Scene:
    beats = [{"end": 0.5}, {"end": 1.5}]
    quality = {"width": SIZE[0], "height": SIZE[1], "frame_rate": RATE}
    save(data_of(beats, scene=name, quality=quality), folder / f"{name}{RECORD}")
    return scene_of(folder, beats, scene=name)


def publish(out: Path, *names: str, tmp_path: Path) -> list[str]:
    made = formats.publish(out, find(out), names, tmp_path, 1)
    return [path.name for path in made]


def files(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_a_damaged_video_is_named_and_the_others_are_made(out: Path, tmp_path: Path) -> None:
    video = out / "lesson" / "First.mp4"
    data = video.read_bytes()
    for damaged in (data[:40], data[: len(data) // 2], b"", bytes(len(data))):
        video.write_bytes(damaged)
        with pytest.raises(PublishError, match="First as stills: its files are damaged"):
            publish(out, "stills", tmp_path=tmp_path)
        assert (out / "lesson" / "Second.stills").is_dir()
        assert not (out / "lesson" / "First.stills").exists()


def test_nothing_is_made_of_a_course_with_a_damaged_video(out: Path, tmp_path: Path) -> None:
    (out / "lesson" / "Second.mp4").write_bytes(b"")
    with pytest.raises(PublishError) as caught:
        publish(out, "stills", "mp4", "page", tmp_path=tmp_path)
    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["Second as mp4", "Second as stills"]
    assert not (out / "site").exists()


def test_a_video_of_something_else_is_refused(out: Path, tmp_path: Path) -> None:
    data = data_of([{"end": 9.0}], scene="First")
    save(data, out / "lesson" / f"First{RECORD}")
    before = files(out)
    with pytest.raises(PublishError, match="the movie has 30 frames, the record says 180"):
        publish(out, "mp4", tmp_path=tmp_path)
    assert {name: files(out)[name] for name in before if "First" in name} == {
        name: data for name, data in before.items() if "First" in name
    }


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"lesson": "x"}', "\xff", '"text"'])
def test_what_is_no_record_is_named(text: str, out: Path) -> None:
    (out / "lesson" / f"First{RECORD}").write_bytes(text.encode("latin-1"))
    with pytest.raises(PublishError, match=r"First\.beats\.json: this is not the record of a sc"):
        find(out)


def test_a_disk_too_small_leaves_what_was_there(out: Path, tmp_path: Path) -> None:
    assert publish(out, "clips", tmp_path=tmp_path) == ["First.clips", "Second.clips"]
    before = files(out)
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from publish import formats\n"
        "from publish.scene import find\n"
        "if __name__ == '__main__':\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "    out, scratch = map(Path, sys.argv[1:])\n"
        "    try:\n"
        "        formats.publish(out, find(out), formats.FORMATS, scratch, 1)\n"
        "    except OSError as error:\n"
        "        sys.exit(error.strerror)\n"
    )
    (tmp_path / "program.py").write_text(program)
    done = subprocess.run(
        [sys.executable, tmp_path / "program.py", out, tmp_path],
        capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (1, "File too large")
    assert files(out) == before


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_an_error_ends_the_processes_that_are_busy() -> None:
    start = time.monotonic()
    with pytest.raises(RuntimeError), workers(1) as pool:  # noqa: PT012
        busy = pool.submit(time.sleep, 10 * PATIENCE)
        until(busy.running)
        raise RuntimeError
    assert time.monotonic() - start < PATIENCE


def test_a_process_that_ends_is_said_to_have_ended() -> None:
    told = pytest.raises(PublishError, match="X as gif: the process that made it was ended")
    with told, workers(1) as pool, formats._named("X as gif"):
        pool.submit(os._exit, 1).result()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="it looks into /proc")
def test_processes_end_with_the_program(tmp_path: Path) -> None:
    program = (
        "import os, time\n"
        "from publish.workers import workers\n"
        "if __name__ == '__main__':\n"
        "    with workers(1) as pool:\n"
        "        print(pool.submit(os.getpid).result(), flush=True)\n"
        "        pool.submit(time.sleep, 600)\n"
    )
    (tmp_path / "program.py").write_text(program)
    started = subprocess.Popen(
        [sys.executable, tmp_path / "program.py"],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert started.stdout is not None
    stat = Path(f"/proc/{int(started.stdout.readline())}/stat")
    started.send_signal(signal.SIGKILL)
    started.communicate()

    def ended() -> bool:
        try:
            return stat.read_text().rpartition(")")[2].split()[0] == "Z"
        except (FileNotFoundError, ProcessLookupError):
            return True

    until(ended)
