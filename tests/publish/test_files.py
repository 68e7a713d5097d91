"""Files appear whole, or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from publish.files import check_writable, staged


def test_files_appear_when_all_are_written(tmp_path: Path) -> None:
    target = tmp_path / "out" / "lesson"
    with staged(target, tmp_path) as folder:
        (folder / "a").write_text("new")
        assert not target.exists()
    assert (target / "a").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_leaves_the_old_files_and_no_others(tmp_path: Path) -> None:
    target = tmp_path / "lesson"
    target.mkdir()
    (target / "a").write_text("old")

    def fill() -> None:
        with staged(target, tmp_path) as folder:
            (folder / "a").write_text("new")
            (folder / "b").write_text("ne")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        fill()
    assert (target / "a").read_text() == "old"
    assert [path.name for path in tmp_path.rglob("*")] == ["lesson", "a"]


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
