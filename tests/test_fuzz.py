"""Whatever a parameter is set to: values, or one clear message; soon, and no code is run.

``make fuzz`` tries tens of thousands of values, and others every time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.base import LessonScene
from tests import fuzzing

MANY = os.environ.get("FUZZ_EXAMPLES")
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("story", fuzzing.STORIES, ids=lambda story: story.__name__)
@settings(
    max_examples=int(MANY or 60),
    derandomize=not MANY,
    suppress_health_check=list(HealthCheck),  # an example may be as large as it likes
)
@given(data=st.data())
def test_any_parameters_are_computed_or_refused(story: type[LessonScene], data: Any) -> None:
    fuzzing.outcome(story, data.draw(fuzzing.overrides(story)))


def test_hostile_parameters_run_no_code_and_need_little_memory(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing", *(["--thorough"] if MANY else [])],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "refused" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_fuzzing_itself_finds_what_is_slow_and_what_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fuzzing, "MOST_SECONDS", 0.2)

    class Slow(fuzzing.NudgeScene):
        @classmethod
        def compute(cls, given: Any) -> Any:
            while True:
                sum(range(1000))

    class Broken(fuzzing.NudgeScene):
        @classmethod
        def compute(cls, given: Any) -> Any:
            raise ArithmeticError

    with pytest.raises(AssertionError, match="takes more than"):
        fuzzing.outcome(Slow, {})
    with pytest.raises(ArithmeticError):
        fuzzing.outcome(Broken, {})
