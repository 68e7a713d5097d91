"""Renders on many machines, with a Dask scheduler that hands the scenes out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.pool import Pool


@contextmanager
def workers(
    address: str,
    scratch: Path,
    timeout: float | None = None,
    superseded: threading.Event | None = None,
) -> Iterator[Pool]:
    """Open a pool of the workers of a Dask scheduler."""
    raise NotImplementedError
    yield


def serve(address: str, jobs: int) -> None:
    """Work for whoever renders with this scheduler, until the program is stopped."""
    raise NotImplementedError
