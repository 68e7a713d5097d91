"""Files that are open in the studio while others write them, disks fill and programs die."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from calculus.errors import LessonError
from studio.saving.files import Conflict, OpenFile
from studio.saving.values import SavingError

ROOT = Path(__file__).parents[2]


@pytest.fixture
def opened(tmp_path: Path) -> OpenFile:
    path = tmp_path / "mine.py"
    path.write_bytes(b"# coding: latin-1\r\nA = '\xe9'\r\n")
    path.chmod(0o640)
    return OpenFile(path)


def test_a_file_is_saved_and_taken_back_in_its_encoding(opened: OpenFile) -> None:
    first, second = opened.text, opened.text.replace("é", "è")
    assert (opened.can_undo, opened.can_redo, opened.changed()) == (False, False, False)
    opened.save(second)
    opened.save(second)  # which is no step
    assert opened.path.read_bytes() == b"# coding: latin-1\r\nA = '\xe8'\r\n"
    assert opened.path.stat().st_mode & 0o777 == 0o640
    assert (opened.can_undo, opened.can_redo, opened.changed()) == (True, False, False)
    assert opened.undo() == opened.undo() == first == opened.path.read_bytes().decode("latin-1")
    assert (opened.can_undo, opened.can_redo) == (False, True)
    assert opened.redo() == opened.redo() == second
    opened.undo()
    opened.save(first + "B = 1")
    assert not opened.can_redo
    with pytest.raises(SavingError, match="is text that iso-8859-1 has; got '∂'"):
        opened.save("# coding: latin-1\n∂")
    assert os.listdir(opened.path.parent) == ["mine.py"]


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    for name in ("a.py", "a.toml"):
        path = tmp_path / name
        path.write_bytes(b"\xef\xbb\xbfA = 1\n")
        file = OpenFile(path)
        file.save(file.text.replace("1", "2"))
        assert path.read_bytes() == b"\xef\xbb\xbfA = 2\n"


@pytest.mark.parametrize("act", [lambda file: file.save("B = 3"), OpenFile.undo, OpenFile.redo])
def test_what_somebody_else_saved_is_never_overwritten(
    opened: OpenFile, act: Callable[[OpenFile], None]
) -> None:
    opened.save("A = 1\nB = 1\n")
    opened.save("A = 1\nB = 2\n")
    opened.undo()
    opened.path.write_text("A = 1\nB = 7\n")
    assert opened.changed()
    with pytest.raises(
        Conflict, match=r"mine.py:2: is what was read.*B = 7 in place of B = 1"
    ) as error:
        act(opened)
    assert error.value.on_disk == opened.path.read_text() == "A = 1\nB = 7\n"
    assert error.value.to_save != error.value.on_disk
    assert opened.reread() == opened.text == "A = 1\nB = 7\n"
    assert (opened.changed(), opened.can_undo, opened.can_redo) == (False, False, False)
    opened.path.unlink()
    with pytest.raises(Conflict, match="no such file"):
        opened.save("B = 3")
    assert not opened.path.exists()


def test_a_link_is_followed_to_the_file_that_was_opened(tmp_path: Path) -> None:
    home, other, link = tmp_path / "home/a.py", tmp_path / "other.py", tmp_path / "a.py"
    home.parent.mkdir()
    home.write_text("A = 1")
    other.write_text("A = 1")
    link.symlink_to(home)
    file = OpenFile(link)
    file.save("A = 2")
    assert link.is_symlink()
    assert home.read_text() == "A = 2"
    other.write_text("A = 2")
    link.unlink()
    link.symlink_to(other)
    with pytest.raises(Conflict):
        file.save("A = 3")
    assert home.read_text() == other.read_text() == "A = 2"


def test_a_fault_while_writing_leaves_the_file_as_it_was(
    opened: OpenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened.path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(SavingError, match=r"can be written \(No space left"):
            opened.save("A = 2")
    assert (opened.path.read_bytes(), opened.can_undo) == (before, False)
    assert os.listdir(opened.path.parent) == ["mine.py"]
    opened.save("A = 2")
    assert opened.path.read_text() == "A = 2"


def full(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


KILLED = """
import os, signal, sys
from pathlib import Path
from studio.saving.files import OpenFile
file = OpenFile(Path(sys.argv[1]))
{when} = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
file.save("A = 2")
"""


@pytest.mark.parametrize("when", ["os.fsync", "Path.replace"])
def test_whoever_is_killed_while_writing_leaves_the_file_as_it_was(
    opened: OpenFile, when: str
) -> None:
    before = opened.path.read_bytes()
    program = [sys.executable, "-c", KILLED.format(when=when), str(opened.path)]
    assert subprocess.run(program, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert opened.path.read_bytes() == before
    opened.save("A = 3")
    assert os.listdir(opened.path.parent) == ["mine.py"]


@pytest.mark.parametrize("data", [b"A = '\xff'", b"# coding: nonsense\n", "A = 1".encode("utf-16")])
def test_what_is_no_text_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(data)
    with pytest.raises(LessonError, match="is text in UTF-8"):
        OpenFile(path)
    with pytest.raises(LessonError, match="can be read"):
        OpenFile(tmp_path)
