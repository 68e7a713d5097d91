"""What a machine refuses, in a sentence with a remedy."""

from __future__ import annotations

import errno

_FULL = "the disk is full; free some space and run it again"
_MEMORY = "there isn't enough memory; use fewer --jobs, end other programs or render fewer pixels"
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your share of the disk is full; free some space and run it again",
    errno.EFBIG: "a file became too large for this disk or this user; use another folder",
    errno.EROFS: "the disk is read-only; use another folder",
    errno.EIO: "the disk cannot be read or written; use another folder",
    errno.ENOMEM: _MEMORY,
}


def sentence(error: BaseException) -> str:
    """Tell an error in a line, with what to do about it where that is known."""
    refusal = reason(error)
    if refusal is None:
        return " ".join(str(error).split())
    file = getattr(error, "filename", None)
    return refusal if file is None else f"{file}: {refusal}"


def reason(error: BaseException) -> str | None:
    """Say what a machine refused, or None when the error is about something else.

    Nobody has to read a traceback for it, because the program isn't to blame.

    Example:
        >>> reason(OSError(errno.EROFS, "Read-only file system"))
        'the disk is read-only; use another folder (Read-only file system)'
    """
    if isinstance(error, MemoryError):
        return _MEMORY
    if isinstance(error, OSError) and error.errno in _REASONS:
        return f"{_REASONS[error.errno]} ({error.strerror})"
    return None
