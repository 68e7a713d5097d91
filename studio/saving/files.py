"""A file that is open in the studio, and perhaps in its author's editor, too."""

from __future__ import annotations

import io
import os
import shutil
import tokenize
from itertools import zip_longest
from pathlib import Path

from engine.jobs import texts
from engine.keeping import scratch
from studio.saving.values import SavingError


class Conflict(SavingError):
    """A file isn't what was read or written last: somebody has changed it since.

    Attributes:
        on_disk: What is in it now; None if it is gone.
        to_save: What was not written, therefore.
    """

    on_disk: str | None = None
    to_save: str = ""


class OpenFile:
    """A text file, and the texts it has had since it was opened.

    Where a link leads is looked up once: that file is written, and nothing is if the link comes to
    lead elsewhere. Between the last look at a file and the moment when the new one takes its place
    there is less than a millisecond, in which nobody else must write it.

    Args:
        path: The file.

    Attributes:
        path: As it was given.

    Raises:
        LessonError: It cannot be read, or is no text.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.resolve()
        self.reread()

    @property
    def text(self) -> str:
        """What was read or written last, with line ends as they are, without a byte order mark."""
        return self._texts[self._now]

    @property
    def can_undo(self) -> bool:
        """Whether there is a text before this one."""
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a text after this one, which was taken back."""
        return self._now < len(self._texts) - 1

    def changed(self) -> bool:
        """Say whether the disk has something else than was read or written last."""
        return self._on_disk() != self._data

    def reread(self) -> str:
        """Return what the disk has; there is nothing to undo after it.

        Raises:
            LessonError: It cannot be read, or is no text.
        """
        try:
            data = self._file.read_bytes()
            self._encoding = _encoding(data, self._file)
            text = data.decode(self._encoding)
        except OSError as error:
            rule = f"can be read ({error.strerror})"
            raise SavingError(str(self.path), rule, self._file.name, "another file") from None
        except (UnicodeDecodeError, SyntaxError):  # which a wrong name of an encoding is
            rule, remedy = (
                "is text in UTF-8, or in the encoding that it names",
                "saving it as UTF-8",
            )
            raise SavingError(str(self.path), rule, "something else", remedy) from None
        self._data, self._texts, self._now = data, [text], 0
        return text

    def save(self, text: str) -> None:
        """Write another text, all of it or nothing.

        Raises:
            Conflict: Somebody has changed the file, and nothing was written.
            SavingError: It cannot be written, and is as it was.
        """
        if text != self.text:
            self._write(text)
            self._texts[self._now + 1 :] = [text]
            self._now += 1

    def undo(self) -> str:
        """Write the text before this one, if there is one, as `save` does; return what is there."""
        return self._step(-1) if self.can_undo else self.text

    def redo(self) -> str:
        """Write the text that was taken back, if there is one; return what is there."""
        return self._step(1) if self.can_redo else self.text

    def _step(self, by: int) -> str:
        self._write(self._texts[self._now + by])
        self._now += by
        return self.text

    def _write(self, text: str) -> None:
        self._require_as_read(text)
        try:
            data = text.encode(self._encoding)
            with self._file.open("r+b"):  # a new file would take the place of a protected one, too
                pass
            with scratch.folder(self._file.parent) as folder:
                new = folder / self._file.name
                with new.open("xb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                self._require_as_read(text)
                shutil.copymode(self._file, new)
                new.replace(self._file)
        except UnicodeEncodeError as error:
            rule, remedy = f"is text that {self._encoding} has", "saving the file as UTF-8"
            got = text[error.start : error.end]
            raise SavingError(str(self.path), rule, got, remedy) from None
        except OSError as error:
            rule = f"can be written ({error.strerror})"
            raise SavingError(str(self.path), rule, "no change", "making room for it") from None
        self._data = data

    def _require_as_read(self, text: str) -> None:
        """Make sure that nobody has changed the file.

        Raises:
            Conflict: Somebody has.
        """
        data = self._on_disk()
        if data == self._data:
            return
        found = None if data is None else data.decode(self._encoding, "replace")
        number, got = 1, "no such file"
        if found is not None:
            pairs = zip_longest(self.text.splitlines(), found.splitlines(), fillvalue="no line")
            differ = [(at, *pair) for at, pair in enumerate(pairs, start=1) if len({*pair}) == 2]
            number, old, new = differ[0] if differ else (1, "its line ends", "others")
            got = f"{new} in place of {old}"
        rule = "is what was read or written last, so that nobody's changes are lost"
        conflict = Conflict(f"{self.path}:{number}", rule, got, "reading it again")
        conflict.on_disk, conflict.to_save = found, text
        raise conflict

    def _on_disk(self) -> bytes | None:
        """Return what is in the file that was opened, if it is still there."""
        try:
            return self._file.read_bytes() if self.path.resolve() == self._file else None
        except OSError:
            return None


def _encoding(data: bytes, path: Path) -> str:
    """Return what a file is written in, and with a byte order mark if it has one."""
    texts.require_narrow(data, str(path))
    if path.suffix == ".py":
        return tokenize.detect_encoding(io.BytesIO(data).readline)[0]
    return "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
