"""Lessons and variants with names as people give them, from the command line to the pages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

import render
from engine.jobs.quality import QUALITIES, Quality
from tests.test_render_cli import PROGRAM

NAME = "leçon [3] 100% #1 - été"
APART = unicodedata.normalize("NFD", NAME)
COURSE = f"""
["{APART}".Second]
points = 3

["{NAME}".Second.variant."e\u0301te\u0301"]
points = 4
"""
RENDERED = {"mp4", "beats.json", "srt", "vtt", "png"}


@pytest.fixture
def folder(
    write_lesson: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A folder with a lesson of a name that is none of a module, where tests may be quick."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(QUALITIES, "tiny", Quality("tiny", 128, 72, 5))
    write_lesson().rename(tmp_path / f"{APART}.py")
    return tmp_path


def test_a_lesson_of_any_name_is_rendered_with_variants_and_published(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # As editors on Windows save it: with a byte order mark, and two signs at the end of lines.
    Path("course.toml").write_bytes(b"\xef\xbb\xbf" + COURSE.replace("\n", "\r\n").encode())
    lesson = Path(f"{APART}.py")
    lesson.write_bytes(b"\xef\xbb\xbf" + lesson.read_bytes().replace(b"\n", b"\r\n"))
    words = [f"{NAME}.py:Second", "-q", "tiny", "--params", "course.toml"]
    assert render.main([*words, "--formats", "page,lms,transcript"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert f"{NAME}:Second-été" in said.out

    out = folder / "out"
    home = out / NAME
    names = {path.name.partition(".")[::2] for path in home.iterdir()}
    transcripts = {"transcript.md", "transcript.html"}
    kinds = RENDERED | transcripts
    assert names == {(scene, kind) for scene in ("Second", "Second-été") for kind in kinds}
    record = json.loads((home / "Second-été.beats.json").read_text(encoding="utf-8"))
    assert (record["lesson"], record["variant"]) == (NAME, "été")
    assert record["parameters"]["points"] == "4"

    # Every address on every page leads to a file.
    pages = sorted((out / "site").rglob("*.html"))
    assert out / f"site/{NAME}/Second-été/index.html" in pages
    found = 0
    for page in pages:
        for address in html.fromstring(page.read_bytes()).xpath("//@href | //@src"):
            parts = urlsplit(address)
            if parts.path and not parts.scheme:
                assert (page.parent / unquote(parts.path)).exists(), (page, address)
                found += NAME in unquote(parts.path)
    assert found >= 4
    with zipfile.ZipFile(out / f"{NAME}.scorm.zip") as package:
        assert package.testzip() is None
        assert "Second-été/index.html" in package.namelist()

    # The same again, in the other spelling: nothing has changed.
    words[0] = f"{APART}.py:Second"
    assert render.main(words) == 0
    assert capsys.readouterr().out.count("unchanged") == 2


def test_a_record_with_a_byte_order_mark_is_published(folder: Path) -> None:
    assert render.main([f"{NAME}.py:Second", "-q", "tiny"]) == 0
    record = folder / "out" / NAME / "Second.beats.json"
    record.write_bytes(b"\xef\xbb\xbf" + record.read_bytes())
    assert render.main(["publish", "--formats", "transcript"]) == 0
    assert (record.parent / "Second.transcript.md").exists()


def test_tables_and_lists_show_names_as_they_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = (folder / f"{APART}.py").rename(folder / "[bold]a[x] [red]été.py")
    text = lesson.read_text(encoding="utf-8").replace("class Second", "class One")
    lesson.write_text(text.replace("One beat.", "See [red]it[/] :one: too."), encoding="utf-8")
    assert render.main([f"{lesson.name}:One", "--check"]) == 0
    assert f"{lesson.stem}:One" in capsys.readouterr().out
    assert render.main([f"{lesson.name}:One", "--list"]) == 0
    assert f"{lesson.stem}:One  See [red]it[/] :one: too." in capsys.readouterr().out
    assert render.main([f"{lesson.name}:One", "--schema"]) == 0
    assert lesson.stem in json.loads(capsys.readouterr().out)["properties"]


@pytest.mark.parametrize(
    "system",
    [
        {"LC_ALL": "C", "PYTHONOPTIMIZE": "2", "TZ": "Asia/Kathmandu"}
        | {"PYTHONWARNINGS": "error", "PYTHONPYCACHEPREFIX": "compiled"},  # all compiled anew
        {"PYTHONIOENCODING": "ascii", "TERM": "dumb", "HOME": "/nowhere", "TMPDIR": "/nowhere"},
    ],
    ids=["C", "ascii"],
)
def test_no_setting_of_a_machine_ends_the_program(system: dict[str, str], folder: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'ulimit -n 64; exec <&-; exec "$@"', "sh", *PROGRAM]
        + [f"{NAME}.py:Second", "--check", "--set", "points=4"],
        env={**os.environ, **system},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    encoding = system.get("PYTHONIOENCODING", "utf-8")
    shown = f"{NAME}:Second".encode(encoding, "backslashreplace")
    assert shown in done.stdout


def test_a_name_that_is_no_text_is_refused_and_a_folder_of_such_a_name_is_none_the_worse(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cafe = folder / os.fsdecode(b"caf\xe9")
    cafe.mkdir()
    lesson = (folder / f"{APART}.py").rename(cafe / "tiny.py")
    for _ in range(2):
        assert render.main([f"{lesson}:Second", "-q", "tiny", "--out", str(cafe / "out")]) == 0
    assert "unchanged" in capsys.readouterr().out
    strange = lesson.rename(folder / os.fsdecode(b"\xe9t\xe9.py"))
    assert render.main([str(strange), "--check"]) == 2
    assert "lesson file: has a name that is text in utf-8" in capsys.readouterr().err


def test_a_lesson_in_utf16_is_refused_by_that_name(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lesson = folder / f"{APART}.py"
    lesson.write_text(lesson.read_text(encoding="utf-8"), encoding="utf-16")
    assert render.main([str(lesson), "--check"]) == 2
    said = capsys.readouterr().err
    assert "text: is text in UTF-8; got 'UTF-16" in said
    assert said.count("\n") == 1


def test_plain_manim_renders_it_too(folder: Path) -> None:
    command = [
        sys.executable, "-m", "manim", "render", "--resolution", "160,90", "--fps", "4",
        "--disable_caching", "--media_dir", "media", f"{APART}.py", "Second",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list((folder / "media").rglob("Second.mp4"))) == 1
