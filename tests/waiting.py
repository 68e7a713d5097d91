"""Waiting for programs, workers and pages, however busy the machine is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE = 240.0  # seconds until something is taken to hang
Result = TypeVar("Result")


def await_that(condition: Callable[[], Result]) -> Result:
    """Wait until something is so, for a while, and return what it is."""
    end = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)
    return found
