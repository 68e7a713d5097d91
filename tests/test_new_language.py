"""The recipe for a language: begun in a copy of the project, it names what is still missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.test_house import MAY_IMPORT, ROOT


def run(*words: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": "."},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()


def without(path: Path, start: str) -> None:
    """Remove the last line that starts so."""
    head, found, rest = path.read_text(encoding="utf-8").rpartition(f"\n{start}")
    assert found
    path.write_text(f"{head}\n{rest.partition(chr(10))[2]}", encoding="utf-8")


def test_what_a_language_still_lacks_is_told(tmp_path: Path) -> None:
    for name in (*MAY_IMPORT, "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "render.py", tmp_path)
    assert run("tools/new_language.py", "it", folder=tmp_path) == []
    without(tmp_path / "scenes" / "words" / "languages" / "it.toml", '"The function" =')
    without(tmp_path / "publish" / "templates" / "words.toml", "chapters =")
    without(tmp_path / "publish" / "templates" / "words.toml", "gifs =")
    check = "render.py", "nudge:NudgeLine", "--check", "--language", "it"
    assert [line.partition(" language it: ")[2] for line in run(*check, folder=tmp_path)] == [
        "no translation of 'The function', so it stays English",
        "nobody hears its numbers; add its Tongue to TONGUES in checks/speech.py",
        "2 words of pages stay English (chapters, …); add them to [it] in "
        "publish/templates/words.toml",
    ]
