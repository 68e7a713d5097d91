"""Ways to damage a file."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

Way = Callable[[Path, random.Random], None]

GARBAGE = [
    b"", b"{", b"[]", b"null", b"{}", b"\xff\xfe\x00", b"[" * 100_000, b'{"files": {}}',
    b'{"files": {"a\\u0000b": "1"}, "sources": ["a\\u0000b"], "system_fonts": 1}',
    b'{"sources": 5, "system_fonts": [], "files": [], "checked": {}}', b"1" * 5000,
]  # fmt: skip


def flipped(path: Path, chance: random.Random) -> None:
    """Flip a bit."""
    content = bytearray(path.read_bytes())
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def truncated(path: Path, chance: random.Random) -> None:
    """Keep only the beginning."""
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content) or 1)])


def garbage(path: Path, chance: random.Random) -> None:
    """Write something else."""
    path.write_bytes(chance.choice(GARBAGE))


def removed(path: Path, chance: random.Random) -> None:
    """Remove it."""
    path.unlink()


def replaced(path: Path, chance: random.Random) -> None:
    """Put a folder with a file in its place, in which others are."""
    path.unlink()
    path.mkdir()
    (path / "file").write_bytes(b"something")


WAYS = (flipped, truncated, garbage, removed, replaced)
