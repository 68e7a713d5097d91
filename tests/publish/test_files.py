"""Files appear whole, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from publish.files import check_writable, place


def written(folder: Path, **files: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return [folder / name for name in files]


def test_files_appear_under_their_names_and_stay_where_they_were(tmp_path: Path) -> None:
    files = written(tmp_path / "drawn", a="new", b="as well")
    place(files, tmp_path / "out" / "lesson", tmp_path)
    for folder in (tmp_path / "out" / "lesson", tmp_path / "drawn"):
        assert [(folder / name).read_text() for name in "ab"] == ["new", "as well"]
    assert {path.name for path in tmp_path.iterdir()} == {"out", "drawn"}


def test_a_full_disk_leaves_the_old_files_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = written(tmp_path / "drawn", a="new", b="new")
    written(tmp_path / "lesson", a="old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)  # where a disk says so at the latest
    with pytest.raises(OSError, match="No space left"):
        place(files, tmp_path / "lesson", tmp_path)
    assert (tmp_path / "lesson" / "a").read_text() == "old"
    assert {path.name for path in tmp_path.rglob("*")} == {"drawn", "lesson", "a", "b"}
    assert not (tmp_path / "lesson" / "b").exists()


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
