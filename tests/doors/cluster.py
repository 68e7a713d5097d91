"""A cluster: what travels, a scheduler that comes back, and who is let in with TLS."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from engine.cluster.parcel import Delivery, Sources
from engine.jobs import sources
from engine.jobs.job import DrawingResult, Failure, Job, Outcome
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES
from tests.doors.attack import REFUSED, SURVIVED, TOLD, Attack, Came, came, each
from tests.doors.house import ASKED, House
from tests.engine.test_cluster import Cluster, end, start, waiting_lesson
from tests.waiting import await_that

DOOR = "cluster"
FORCED = *ASKED, "--force"

Change = Callable[[Delivery], Delivery]


def _files(names: Mapping[str, bytes]) -> Change:
    """Deliver files of these names, with the checksums that they have."""

    def change(good: Delivery) -> Delivery:
        sums = {name: sha256(content).hexdigest() for name, content in names.items()}
        return replace(good, files=names, end=replace(good.end, files=sums))

    return change


def _video(name: str) -> Change:
    return lambda good: replace(good, end=replace(good.end, video=name))


PARCELS: dict[str, Change] = {
    "a file that was changed": lambda good: replace(good, files={**good.files, "A.mp4": b"x"}),
    "a file that is missing": lambda good: replace(good, files={}),
    "a file too many": lambda good: replace(good, files={**good.files, "B.mp4": b"x"}),
    "a file of a folder above": _files({"../A.mp4": b"x"}),
    "a file of the system": _files({"/tmp/A.mp4": b"x"}),
    "a file called ..": _files({"A.mp4": b"x", "..": b"x"}),
    "a file without a name": _files({"A.mp4": b"x", "": b"x"}),
    "a file with an end of text": _files({"A.mp4": b"x", "A\0.srt": b"x"}),
    "a video of the system": _video("/etc/passwd"),
    "a video of a folder above": _video("../../../others/precious.txt"),
    "checksums of nothing": lambda good: replace(good, end=replace(good.end, files={"A.mp4": ""})),
    "fonts of another machine": lambda good: replace(good, fonts="others"),
}
SOURCES = {
    "a source of a folder above": Sources("tiny.py", {"../others/tiny": b"x"}),
    "a source of the system": Sources("tiny.py", {"/tmp/tiny.py": b"x"}),
    "a lesson of a folder above": Sources("../tiny.py", {"tiny.py": b"x"}),
}


def delivered(house: House, change: Change) -> Came:
    """Unpack what a worker has sent, of which something is not as it should be."""
    drawn = house.aside / "drawn"
    drawn.mkdir()
    (drawn / "A.mp4").write_bytes(b"a film")
    job = Job(LessonFile(house.home / "tiny.py"), "First", (), QUALITIES["draft"], house.out)
    sums = {"A.mp4": sources.checksum(drawn / "A.mp4")}
    result = DrawingResult(drawn, sums, "A.mp4", 1.0, (), False)
    scratch = house.aside / "scratch"
    scratch.mkdir()
    came_back = change(Delivery.of(Outcome(job, result, 1.0))).unpacked(job, scratch)
    wrong = [f"{path.name} was written" for path in scratch.rglob("*")]
    if not isinstance(came_back.end, Failure):
        return Came("taken", "", tuple(wrong))
    return Came(REFUSED, came_back.end.reason, tuple(wrong))


def sent(house: House, what: Sources) -> Came:
    """Write what somebody has sent to a worker."""
    try:
        what.write(house.home)
    except PermissionError as error:
        return Came(REFUSED, str(error))
    return Came("written")


def restarted(house: House) -> Came:
    """End the scheduler while a scene is drawn, and start another in its place."""
    mark = house.aside / "mark"
    lesson = waiting_lesson(lambda more: _lesson(house, more), mark)
    with ExitStack() as stack:
        folder = house.aside / "cluster"
        folder.mkdir()
        cluster = Cluster(folder, stack)
        cluster.workers(1)
        asked = f"{lesson.name}:Waiting", "-q", "draft", "--cluster", cluster.address
        program = start(*asked, folder=house.home)
        await_that(mark.exists)
        cluster.scheduler.kill()
        cluster.scheduler.wait()
        port = cluster.address.rpartition(":")[2]
        again = "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", port
        cluster.start("again", *again, "--dashboard-address", "127.0.0.1:0")
        code, said = end(program)
        cluster.workers(1)
        second = end(start(*asked, folder=house.home))
    wrong = [f"the next run ended with {second}"] * (second != (0, ""))
    wrong += [f"it told a traceback: {said}"] * ("Traceback" in said)
    return Came({0: SURVIVED, 1: TOLD}.get(code, str(code)), said, tuple(wrong))


def _lesson(house: House, more: str) -> Path:
    path = house.home / "tiny.py"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    return path


# TLS, with certificates that are made here.


def _certified(folder: Path, name: str) -> dict[str, str]:
    """Make an authority and a certificate of it; return settings of Dask that use them."""
    ca, key, cert = (folder / f"{name}-{part}.pem" for part in ("ca", "key", "cert"))
    own, asked = folder / f"{name}-ca-key.pem", folder / f"{name}.csr"
    make = "openssl", "req", "-newkey", "rsa:2048", "-nodes"
    days = "-days", "2"
    for command in (
        [*make, "-x509", *days, "-keyout", own, "-out", ca, "-subj", f"/CN={name}-authority"],
        [*make, "-keyout", key, "-out", asked, "-subj", f"/CN={name}"],
        ["openssl", "x509", "-req", "-in", asked, "-CA", ca, "-CAkey", own, "-CAcreateserial",
         *days, "-out", cert],
    ):  # fmt: skip
        subprocess.run([*map(str, command)], check=True, capture_output=True)
    tls = "DASK_DISTRIBUTED__COMM__TLS__"
    roles = ("SCHEDULER", "WORKER", "CLIENT")
    return {
        f"{tls}CA_FILE": str(ca),
        **{f"{tls}{role}__CERT": str(cert) for role in roles},
        **{f"{tls}{role}__KEY": str(key) for role in roles},
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true",
        "DASK_DISTRIBUTED__COMM__DEFAULT_SCHEME": "tls",
    }


@contextmanager
def _set(system: Mapping[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DASK_")]:
            patch.delenv(name)
        for name, value in system.items():
            patch.setenv(name, value)
        yield


def encrypted(house: House, who: str) -> Came:
    """Render with a scheduler that speaks TLS alone, as one of its own, a stranger, or nobody."""
    folder = house.aside / "cluster"
    folder.mkdir()
    own = _certified(folder, "own")
    systems = {"own": own, "stranger": _certified(folder, "stranger"), "nobody": {}}
    known = house.videos()
    with ExitStack() as stack:
        with _set(own):
            cluster = Cluster(folder, stack)
            cluster.workers(1)
        assert cluster.address.startswith("tls://"), cluster.address
        with _set(systems[who]):
            run = house.start(*FORCED, "--cluster", cluster.address, patience=120)
    wrong = ["the files are others"] * (house.videos() != known)
    return came(run, *wrong)


ATTACKS = [
    *each(DOOR, [REFUSED], delivered, PARCELS, quick=PARCELS),
    *each(DOOR, [REFUSED], sent, SOURCES, quick=SOURCES),
    Attack(DOOR, "a scheduler that ends and comes back", (SURVIVED, TOLD), restarted),
    *each(DOOR, [SURVIVED], encrypted, {"TLS with a certificate of one's own": "own"},
          quick=["TLS with a certificate of one's own"]),
    *each(DOOR, [REFUSED], encrypted, {"TLS with a stranger's certificate": "stranger",
                                       "TLS without a certificate": "nobody"}),
]  # fmt: skip
