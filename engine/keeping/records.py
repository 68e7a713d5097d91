"""Small records on the disk that are there whole or not at all.

The first line is a checksum of the rest. Without it a flipped bit could make another number, or
another word, that nobody would notice.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


class Damaged(ValueError):
    """A record isn't what was written."""


def write(path: Path, record: object, scratch: Path) -> None:
    """Write a record.

    Args:
        path: The file; its folder is made if it is missing.
        record: Plain data.
        scratch: A folder on the same file system, for the time being.

    Raises:
        OSError: It cannot be written; what was there before still is.
    """
    text = json.dumps(record)  # only ASCII: paths may hold what is no text
    new = scratch / path.name
    new.write_text(f"{_checksum(text)}\n{text}", encoding="utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    new.replace(path)


def read(path: Path) -> Any:
    """Read a record.

    Raises:
        OSError: It isn't there, or cannot be read.
        Damaged: It isn't what was written.
    """
    try:
        checksum, _, text = path.read_bytes().decode("utf-8").partition("\n")
    except UnicodeDecodeError as error:
        raise Damaged(path) from error
    if checksum != _checksum(text):
        raise Damaged(path)
    return json.loads(text)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
