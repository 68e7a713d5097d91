"""Looks for what is wrong with a scene, in a worker that ends when nobody asks any more."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from engine import tasks
from engine.jobs.job import CheckResult, Job, Outcome
from engine.workers import worker

_LIMIT = 120.0  # seconds
_CALM = 0.4  # seconds without another change until somebody looks

Findings = dict[int | None, list[str]]


class Checker:
    """Checks the scene that was asked for last.

    Args:
        heard: Gets the version of the scene and what is wrong, by beat, in a thread of its own.
    """

    def __init__(self, heard: Callable[[int, Findings], None]) -> None:
        self._heard = heard
        self._stop = threading.Event()

    def check(self, version: int, job: Job) -> None:
        """Check a scene, unless another is asked for at once."""
        self.close()
        self._stop = threading.Event()
        arguments = version, job, self._stop
        threading.Thread(target=self._check, args=arguments, daemon=True).start()

    def close(self) -> None:
        """Let go of the scene that is being checked."""
        self._stop.set()

    def _check(self, version: int, job: Job, stop: threading.Event) -> None:
        if stop.wait(_CALM):
            return
        with tempfile.TemporaryDirectory() as room:
            outcome: Outcome[CheckResult] = worker.perform(
                tasks.check, job, Path(room), _LIMIT, lambda _: None, stop
            )
        if not stop.is_set():
            self._heard(version, _findings(outcome))


def _findings(outcome: Outcome[CheckResult]) -> Findings:
    found: Findings = {}
    if not isinstance(outcome.end, CheckResult):
        return {outcome.end.beat: [outcome.end.reason]}
    for finding in outcome.end.findings:
        found.setdefault(finding.beat, []).append(f"{finding.message} [{finding.rule}]")
    for warning in outcome.end.warnings:
        found.setdefault(None, []).append(warning)
    return found
