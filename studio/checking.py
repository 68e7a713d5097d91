"""Looks for what is wrong with a scene, in a worker that ends when nobody asks any more."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from checks.finding import Finding
from engine import tasks
from engine.jobs.job import CheckResult, Job, Outcome, Progress
from engine.workers import worker

_LIMIT = 120.0  # seconds
_CALM = 0.4  # seconds without another change until somebody looks

Findings = dict[int | None, list[str]]


class Checker:
    """Checks the scene that was asked for last.

    Args:
        heard: Gets the version of the scene, what is wrong, by beat, and whether that is all; in a
            thread of its own, whenever more is found.
    """

    def __init__(self, heard: Callable[[int, Findings, bool], None]) -> None:
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
        known = 0

        def hear(progress: Progress) -> None:
            nonlocal known
            if len(progress.findings) > known and not stop.is_set():
                known = len(progress.findings)
                self._heard(version, _by_beat(progress.findings), False)

        with tempfile.TemporaryDirectory() as room:
            outcome: Outcome[CheckResult] = worker.perform(
                tasks.check, job, Path(room), _LIMIT, hear, stop
            )
        if not stop.is_set():
            self._heard(version, _all(outcome), True)


def _all(outcome: Outcome[CheckResult]) -> Findings:
    if not isinstance(outcome.end, CheckResult):
        return {outcome.end.beat: [outcome.end.reason]}
    found = _by_beat(outcome.end.findings)
    for warning in outcome.end.warnings:
        found.setdefault(None, []).append(warning)
    return found


def _by_beat(findings: Iterable[Finding]) -> Findings:
    found: Findings = {}
    for finding in findings:
        found.setdefault(finding.beat, []).append(f"{finding.message} [{finding.rule}]")
    return found
