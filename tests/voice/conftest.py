"""Where manim-voiceover is for tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# Manim imports everything that calls itself its plugin, and this one takes its time and says that
# it misses a program. So it stands apart from what lessons are rendered with.
collect_ignore = ["services.py"]
FOLDER = Path(sys.prefix) / "voiceover"


@pytest.fixture
def voiceover(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let manim-voiceover be imported; `make test` installs it."""
    assert (FOLDER / "manim_voiceover").is_dir(), "run tools/setup.sh tests first"
    monkeypatch.syspath_prepend(FOLDER)
