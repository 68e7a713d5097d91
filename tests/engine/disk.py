"""A small disk that can be full, or read-only, for one program alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_HOLD = 'mount -t tmpfs -o size="$2" small "$1" && echo ready && read -r done'


@dataclass(frozen=True)
class Disk:
    """A disk of its own, in memory, mounted where nobody but us sees it.

    Attributes:
        folder: Where it is mounted, for the program.
        seen: The same place, for us.
        inside: Goes before a command that is to see it.
    """

    folder: Path
    seen: Path
    inside: tuple[str, ...]

    def fill(self, leave: int) -> Path:
        """Write a file that leaves so many bytes free, and return it."""
        ballast = self.seen / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError:
                pass  # full to the last page
            file.truncate(max(0, file.tell() - leave))
        return ballast

    def read_only(self, is_so: bool = True) -> None:
        """Let nobody write to it any more, or again."""
        how = f"remount,{'ro' if is_so else 'rw'}"
        command = [*self.inside, "mount", "-o", how, str(self.folder)]
        subprocess.run(command, check=True, capture_output=True)


@contextmanager
def small(folder: Path, size: int) -> Iterator[Disk]:
    """Mount a small disk over a folder, in a namespace that ends with the `with` block.

    This needs no rights: whoever isn't root is it in a namespace of users of their own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    words = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", _HOLD, "sh"]
    with subprocess.Popen(
        [*words, str(folder), str(size)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "ready\n", "no disk can be mounted here"
        number = str(holder.pid)
        inside = ("nsenter", "--target", number, "--user", "--mount", "--preserve-credentials")
        wd = f"--wdns={folder.parent}"
        try:
            yield Disk(folder, Path(f"/proc/{number}/root{folder}"), (*inside, wd, "--"))
        finally:
            holder.stdin.close()
