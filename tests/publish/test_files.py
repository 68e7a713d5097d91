"""Files appear whole, or not at all."""

from __future__ import annotations

import errno
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from publish import files
from publish.files import check_writable, place, place_tree


def written(folder: Path, **files: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return [folder / name for name in files]


def test_files_appear_under_their_names_and_stay_where_they_were(tmp_path: Path) -> None:
    drawn = written(tmp_path / "drawn", a="new", b="as well")
    place(drawn, tmp_path / "out" / "lesson", tmp_path)
    for folder in (tmp_path / "out" / "lesson", tmp_path / "drawn"):
        assert [(folder / name).read_text() for name in "ab"] == ["new", "as well"]
    assert {path.name for path in tmp_path.iterdir()} == {"out", "drawn"}


def test_a_full_disk_leaves_the_old_files_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = written(tmp_path / "drawn", a="new", b="new")
    written(tmp_path / "lesson", a="old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)  # where a disk says so at the latest
    with pytest.raises(OSError, match="No space left"):
        place(drawn, tmp_path / "lesson", tmp_path)
    assert (tmp_path / "lesson" / "a").read_text() == "old"
    assert {path.name for path in tmp_path.rglob("*")} == {"drawn", "lesson", "a", "b"}
    assert not (tmp_path / "lesson" / "b").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it may be missing for a moment")
def test_a_folder_changes_at_once_whenever_somebody_looks(tmp_path: Path) -> None:
    target = tmp_path / "out"
    seen: set[frozenset[str]] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(frozenset(os.listdir(target / "clips")))

    def make(number: int) -> Path:
        made = tmp_path / f"made{number}"
        made.mkdir()
        written(made / "clips", **{f"{name}{number % 2}": "film" for name in "abcdefgh"})
        return made

    place_tree(make(0), target)
    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(look)
        for number in range(1, 40):
            place_tree(make(number), target)
        done.set()
        looking.result()
    assert seen == {frozenset(f"{name}{number}" for name in "abcdefgh") for number in (0, 1)}


@pytest.mark.parametrize("can_exchange", [True, False])
def test_a_tree_takes_the_place_of_an_old_one(
    can_exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not can_exchange:  # as on some systems and some disks
        monkeypatch.setattr(files, "_exchange", lambda one, other: False)
    for name in ("old", "new"):
        (tmp_path / name / "clips" / "deep").mkdir(parents=True)
        written(tmp_path / name, page=name)
        written(tmp_path / name / "clips", **{name: name})
        written(tmp_path / name / "clips" / "deep", both=name)
    assert place_tree(tmp_path / "new", tmp_path / "old") == [
        tmp_path / "old" / "clips", tmp_path / "old" / "page",
    ]  # fmt: skip
    found = {path.relative_to(tmp_path / "old"): path for path in tmp_path.rglob("old/**/*")}
    assert {str(name): path.read_text() for name, path in found.items() if path.is_file()} == {
        "clips/deep/both": "new", "clips/new": "new", "page": "new",
    }  # fmt: skip


def test_a_folder_that_can_be_made_is_writable_and_not_made(tmp_path: Path) -> None:
    check_writable(tmp_path / "not" / "there" / "yet")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="Not a directory"):
        check_writable(tmp_path / "file" / "inside")


def test_a_folder_of_the_system_is_not_writable() -> None:
    with pytest.raises(OSError, match="/proc"):
        check_writable(Path("/proc/videos"))
