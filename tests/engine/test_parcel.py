"""What travels to a worker and back: whole, or refused."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from pathlib import Path

from engine.cluster.parcel import Delivery, Sources
from engine.jobs.job import DrawingResult, Failure, Job, Outcome
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES


def job(home: Path) -> Job:
    return Job(LessonFile(home / "some.py"), "Some", (), QUALITIES["draft"], Path("out"))


def drawn(folder: Path, **more: object) -> DrawingResult:
    """A scene of two files, as a worker has it."""
    folder.mkdir()
    contents = {"Some.mp4": b"a film", "Some.srt": b"a caption"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    result = DrawingResult(folder, sums, "Some.mp4", 1.0, ("project:engine/jobs/job.py",), False)
    return replace(result, **more)  # type: ignore[arg-type]


def delivered(end: object, there: Path) -> Delivery:
    sent = Delivery.of(Outcome(job(there), end, 2.0))
    back: Delivery = pickle.loads(sent.packed())
    return back


def test_files_arrive_in_a_new_folder_and_the_job_is_that_of_before(tmp_path: Path) -> None:
    there = drawn(tmp_path / "there")
    here = job(tmp_path)
    outcome = delivered(there, tmp_path / "there").unpacked(here, tmp_path)
    assert outcome.job is here
    assert outcome.seconds == 2.0
    assert isinstance(outcome.end, DrawingResult)
    assert outcome.end.folder.parent == tmp_path != there.folder.parent / "there"
    assert replace(outcome.end, folder=there.folder) == there
    assert {file.name: file.read_bytes() for file in outcome.end.folder.iterdir()} == {
        "Some.mp4": b"a film",
        "Some.srt": b"a caption",
    }


def reason(delivery: Delivery, here: Path) -> str:
    before = set(here.iterdir())
    end = delivery.unpacked(job(here), here).end
    assert isinstance(end, Failure)
    assert set(here.iterdir()) == before
    return end.reason


def test_what_is_damaged_missing_or_wants_to_go_elsewhere_is_refused(tmp_path: Path) -> None:
    good = delivered(drawn(tmp_path / "there"), tmp_path)
    damaged = replace(good, files={**good.files, "Some.mp4": b"a fiLm"})
    missing = replace(good, files={"Some.mp4": b"a film"})
    outside = {"../Some.mp4": b"a film"}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in outside.items()}
    elsewhere = replace(good, files=outside, end=replace(good.end, files=sums))
    for bad in (damaged, missing, elsewhere):
        assert reason(bad, tmp_path) == "its files came back damaged; render it again"


def test_fonts_of_a_machine_have_to_be_those_of_ours(tmp_path: Path) -> None:
    good = delivered(drawn(tmp_path / "there", system_fonts=True), tmp_path)
    assert isinstance(good.unpacked(job(tmp_path), tmp_path).end, DrawingResult)
    assert "fonts that differ" in reason(replace(good, fonts="others"), tmp_path)


def test_a_failure_names_the_files_of_this_machine(tmp_path: Path) -> None:
    there = tmp_path / "there"
    file = f"{there}/some.py"
    failure = Failure(f"{file}:3: is wrong", 1, f'File "{file}", line 3', where=f"{file}:3")
    end = delivered(failure, there).unpacked(job(Path("/here")), tmp_path).end
    details, where = 'File "/here/some.py", line 3', "/here/some.py:3"
    assert end == Failure("/here/some.py:3: is wrong", 1, details, where=where)
    end = delivered(failure, there).unpacked(job(Path.cwd()), tmp_path).end
    assert isinstance(end, Failure)
    assert end.where == "some.py:3"


def test_sources_are_written_as_they_lay(tmp_path: Path) -> None:
    sources = Sources("some.py", {"some.py": b"1", "parts/shapes.py": b"2"})
    lesson = sources.write(tmp_path)
    assert lesson == LessonFile(tmp_path.resolve() / "some.py")
    assert (tmp_path / "parts/shapes.py").read_bytes() == b"2"
