"""The recipe for a language: begun in a copy of the project, it names what is still missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_house import MAY_IMPORT, ROOT


def run(*words: str, folder: Path, code: int = 0) -> list[str]:
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONPATH": "."},
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    return done.stderr.splitlines()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project."""
    for name in (*MAY_IMPORT, "tools"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "render.py", tmp_path)
    return tmp_path


def without(path: Path, start: str) -> None:
    """Remove the last line that starts so."""
    head, found, rest = path.read_text(encoding="utf-8").rpartition(f"\n{start}")
    assert found
    path.write_text(f"{head}\n{rest.partition(chr(10))[2]}", encoding="utf-8")


def translate(path: Path, table: str) -> None:
    """Give all that a file says from a table on other words than English."""
    head, found, rest = path.read_text(encoding="utf-8").partition(f"\n[{table}]\n")
    assert found
    path.write_text(head + found + re.sub(r'"$', ', detto"', rest, flags=re.M), encoding="utf-8")


def test_what_a_language_still_lacks_is_told(copy: Path) -> None:
    language = copy / "scenes" / "words" / "languages" / "it.toml"
    words = copy / "publish" / "templates" / "words.toml"
    check = "render.py", "nudge:NudgeLine", "--check", "--language", "it"

    def told() -> list[str]:
        return [line.partition(" language it: ")[2] for line in run(*check, folder=copy)]

    assert run("tools/new_language.py", "it", folder=copy) == []
    *sentences, numbers, pages = told()
    function = "no translation of 'The function', so it stays English"
    assert function in sentences
    assert len(sentences) > 30
    assert all(line.startswith("no translation of ") for line in sentences)
    assert numbers == "nobody hears its numbers; add its Tongue to TONGUES in checks/speech.py"
    assert re.match(r"\d+ words of pages stay English", pages)

    translate(language, "sentences")
    translate(words, "it")
    assert told() == [numbers]
    without(language, '"The function" =')
    without(words, "chapters =")
    without(words, "gifs =")
    assert told() == [
        function,
        numbers,
        "2 words of pages stay English (chapters, …); add them to [it] in "
        "publish/templates/words.toml",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "required: code"),
        (("Italian",), "'Italian' is no code of num2words: "),
        (("../it",), "'../it' is no code of num2words: "),
        (("en",), "'en' is there already; there are en, es, fr"),
        (("fr",), "'fr' is there already"),
    ],
)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(
    words: tuple[str, ...], message: str, copy: Path
) -> None:
    before = {path: path.read_bytes() for path in copy.rglob("*.toml")}
    assert message in run("tools/new_language.py", *words, folder=copy, code=2)[-1]
    assert before == {path: path.read_bytes() for path in copy.rglob("*.toml")}
