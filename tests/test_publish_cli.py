"""``render.py publish`` and ``--formats``: what they make, leave alone, and refuse."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import av
import pytest

import publish
import render
from engine import session
from engine.jobs.job import Failure
from engine.keeping.cache import Cache
from engine.keeping.published import Ledger
from engine.workers import worker
from publish.formats import FORMATS
from publish.words import words
from tests.conftest import LESSON
from tests.engine import disk
from tests.running import run
from tests.sharing import once

RENDERED = ("beats.json", "mp4", "png", "srt", "vtt")
OF_SCENES = {
    name: {kind.removesuffix("/") for made in one.makes for kind in made.split("<Scene>.")[1:]}
    - {*RENDERED}
    for name, one in FORMATS.items()
    if not one.is_of_course
}
NO_DOWNLOAD = {"slides"}  # manim-slides reads it where it is
PROGRAM = [sys.executable, str(Path(render.__file__))]


def content(folder: Path) -> dict[str, str]:
    """What is in every file, but for those of the cache."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and ".cache" not in path.parts
    }


def tops(out: Path) -> set[str]:
    """The names in the lesson's folder."""
    return {path.name for path in (out / "tiny").iterdir()}


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lesson, and with its videos in ``out``."""

    def make(folder: Path) -> None:
        (folder / "tiny.py").write_text(LESSON, encoding="utf-8")
        done = run("tiny.py", "-q", "draft", folder=folder)
        assert (done.returncode, done.stderr) == (0, "")

    return once(tmp_path_factory, "rendered", make)


@pytest.fixture
def folder(rendered: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(rendered, tmp_path / "course"))


@pytest.fixture
def out(folder: Path) -> Path:
    return folder / "out"


# What they make.


def test_formats_are_made_right_after_rendering_of_the_scenes_that_were_asked_for(
    folder: Path, rendered: Path
) -> None:
    shutil.rmtree(folder / "out")
    words = ("tiny.py:First", "-q", "draft", "--formats", "stills,clips,handout")
    done = run(*words, folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    printed = done.stdout.split("\n\n")[-1].split()[-3:]
    made = ["First.clips", "First.handout.pdf", "First.stills"]
    assert printed == [f"out/tiny/{name}" for name in made]
    assert tops(folder / "out") == {*made, *(f"First.{kind}" for kind in RENDERED)}
    before = content(rendered / "out")
    after = content(folder / "out")
    assert {name: after[f"tiny/{name}"] for name in (f"First.{kind}" for kind in RENDERED)} == {
        name: before[f"tiny/{name}"] for name in (f"First.{kind}" for kind in RENDERED)
    }
    # Again, with nothing to draw: only what is missing is made, and of this scene only.
    again = run(*words[:-1], "deck", folder=folder)
    assert (again.returncode, again.stderr) == (0, "")
    assert "unchanged" in again.stdout
    assert "First.deck.html" in tops(folder / "out")


def test_every_format_is_a_module_that_says_what_it_makes() -> None:
    names = {path.stem for path in Path(publish.__path__[0]).glob("*.py")}
    found = {name for name in names if hasattr(import_module(f"publish.{name}"), "FORMAT")}
    assert found == set(FORMATS), "its name belongs in _NAMES of publish/formats.py"


@pytest.mark.parametrize("name", OF_SCENES)
def test_the_site_offers_what_a_format_makes(name: str) -> None:
    kinds = OF_SCENES[name] - NO_DOWNLOAD
    assert kinds <= set(words("en").kinds), "a word for it belongs in words.toml, [en.kinds]"


def test_everything_is_made_later_without_rendering(folder: Path) -> None:
    out = folder / "out"
    files = [out / "tiny" / f"{name}.{kind}" for name in ("First", "Second") for kind in RENDERED]
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}
    others = [name for name in FORMATS if name != "mp4"]
    done = subprocess.run(
        [*PROGRAM, "publish", "--formats", ",".join(others)],
        cwd=folder,
        env=os.environ | {"PYTHONPROFILEIMPORTTIME": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0
    assert before == {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in files}
    # Every process tells what it imports.
    imported = set(re.findall(r"\| +([\w.]+)$", done.stderr, re.MULTILINE))
    assert {"av", "pptx", "fpdf"} <= imported
    assert not {"manim", "sympy", "cairo", "manimpango"} & imported

    # In these scenes nothing is asked or said, and there is nothing to explore.
    own = set().union(
        *(
            kinds
            for name, kinds in OF_SCENES.items()
            if name not in ("mp4", "quiz", "described") and not FORMATS[name].is_figure
        )
    )
    expected = {f"{name}.{kind}" for name in ("First", "Second") for kind in {*own, *RENDERED}}
    assert tops(out) == expected | {"slides"}
    assert {path.name for path in out.iterdir()} == {
        ".cache", "course.imscc", "site", "tiny", "tiny.scorm.zip",
    }  # fmt: skip
    made, *embeds = done.stdout.split("\n\n")
    assert [one.count("<iframe src=") for one in embeds] == [1, 1]
    assert set(made.split()) == {
        *(f"out/tiny/{name}" for name in expected if name.partition(".")[2] in own),
        *("out/tiny/slides", "out/site", "out/tiny.scorm.zip", "out/course.imscc"),
    }
    with zipfile.ZipFile(out / "tiny.scorm.zip") as package:
        assert package.testzip() is None


def test_a_figure_that_cannot_be_made_is_told_and_the_page_goes_without(out: Path) -> None:
    record = out / "tiny" / "First.beats.json"
    figure = {"kind": "nudge", "given": {"function": "f(a) = ln(a)", "points": "-9"}}
    record.write_bytes(changed(record.read_text(encoding="utf-8"), figure=figure))
    done = run("publish", "out", "--formats", "page", folder=out.parent)
    assert done.returncode == 0
    assert done.stderr == (
        "render.py: warning: First: there is no figure to explore: figure: says nudges; "
        "got 'nudge'. Try: rendering it again\n"
    )
    assert not list(out.rglob("*.explore.html"))
    page = (out / "site" / "tiny" / "First" / "index.html").read_text(encoding="utf-8")
    assert "<iframe" not in page.replace("&lt;", "")


def test_publishing_twice_makes_the_same_bytes(folder: Path) -> None:
    out = folder / "out"
    names = "mp4,clips,webm,stills,slides,transcript,handout,pptx,page,lms"
    first = run("publish", "out", "--formats", names, folder=folder)
    (out / "tiny" / "First.clips" / "of an older version.mp4").touch()
    before = content(out)
    again = run("publish", "out", "--formats", names, "--jobs", "1", folder=folder)
    assert (first.returncode, again.returncode) == (0, 0)
    assert first.stdout == again.stdout
    # What isn't part of a format any more is gone from its folder.
    assert before.pop("tiny/First.clips/of an older version.mp4")
    assert content(out) == before
    # And what rendering made is still what rendering makes.
    render_again = run("tiny.py", "-q", "draft", folder=folder)
    assert "unchanged" in render_again.stdout
    assert content(out) == before


def test_scenes_of_the_same_name_in_another_lesson_are_left_alone(folder: Path) -> None:
    shutil.copytree(folder / "out" / "tiny", folder / "out" / "other")
    (folder / "out" / "other" / "First.beats.json").write_text("damaged")
    done = run("tiny.py", "-q", "draft", "--formats", "stills", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (folder / "out" / "other" / "First.stills").exists()


def test_a_scene_that_fails_to_render_is_told_and_the_others_are_published(
    folder: Path,
) -> None:
    with (folder / "tiny.py").open("a") as lesson:
        lesson.write("\n\nclass Broken(_Story):\n    def construct(self):\n        1 / 0\n")
    done = run("tiny.py", "-q", "draft", "--formats", "stills", folder=folder)
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert {"First.stills", "Second.stills"} <= tops(folder / "out")


def test_a_video_of_somebody_else_is_left_out_and_named(folder: Path) -> None:
    shutil.copy(folder / "out/tiny/First.mp4", folder / "out/tiny/mine.mp4")
    done = run("publish", "--formats", "stills", folder=folder)
    assert done.returncode == 0
    assert done.stderr == (
        "render.py: warning: out/tiny/mine.mp4 is left out: mine.beats.json isn't beside it\n"
    )


# What they refuse.


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["publish", "--formats", "clip"], "'clip' is none of mp4, clips,"),
        (["publish", "--formats", "clip"], "did you mean clips?"),
        (["publish", "--formats", "mp4,ppt"], "did you mean pptx?"),
        (["publish", "--formats", ""], "'' names none of mp4,"),
        (["publish", "--formats", " , "], "names none of mp4,"),
        (["publish", "--formats"], "expected one argument"),
        (["publish", "--format", "mp4"], "did you mean --formats?"),
        (["publish", "--jobs", "0"], "'0' is not a whole number above 0"),
        (["publish", "one", "two"], "unrecognized arguments: two"),
        (["nudge", "--formats", "giff"], "did you mean gif?"),
        (["nudge", "--formats", "gif", "--beat", "2"], "--formats: are made of whole scenes"),
        (["nudge", "--formats", "gif", "--check"], "--formats: are made of what is drawn"),
        (["nudge", "--formats", "gif", "--list"], "got '--list'. Try: one of the two options"),
        (["nudge", "--formats", "gif", "--schema", "--voice", "espeak"], "got '--schema'"),
        (["nudge", "--voice", "espeak", "--list"], "--voice: reads out what is drawn or checked"),
        (["publish", "--gif-size", "1.5XB"], "is no size, such as 500kB or 1.5MB"),
        (["clean", "--limit", "1,5GB"], "is no size, such as 500MB or 2GB"),
    ],
)
def test_a_wrong_word_is_refused_with_the_one_that_was_meant(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = render.main(words)
    except SystemExit as left:
        code = int(left.code or 0)
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert message in said.err
    assert said.err.count("\n") == 1


def refusal(out: Path, *words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Publish what cannot be, see that nothing has changed, and return the only line of it."""
    before = content(out) if out.is_dir() else out.exists()
    code = render.main(["publish", str(out), *words])
    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.startswith("render.py: ")
    assert "Try: " in said.err
    assert said.err.count("\n") == 1
    assert (content(out) if out.is_dir() else out.exists()) == before
    return said.err


@pytest.mark.parametrize("kind", ["missing", "empty", "a file", "without records"])
def test_a_folder_without_rendered_scenes_is_refused(
    kind: str, tmp_path: Path, rendered: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "videos"
    if kind == "empty":
        out.mkdir()
    elif kind == "a file":
        out.write_text("no folder")
    elif kind == "without records":
        shutil.copytree(rendered / "out", out)
        for record in out.rglob("*.beats.json"):
            record.unlink()
    said = refusal(out, capsys=capsys)
    assert "is a folder with rendered scenes" in said
    assert str(out)[:40] in said


def changed(text: str, **parts: object) -> bytes:
    return json.dumps(json.loads(text) | parts).encode()


def changed_beat(text: str, **parts: object) -> bytes:
    beats = json.loads(text)["beats"]
    return changed(text, beats=[beats[0] | parts, *beats[1:]])


RECORD: dict[str, Callable[[str], bytes]] = {
    "cut off": lambda text: text[: len(text) // 2].encode(),
    "empty": lambda _: b"",
    "no text": lambda _: b"\xff\xfe\x00",
    "no record": lambda _: b"{}",
    "a list": lambda _: b"[]",
    "nothing": lambda _: b"null",
    "a number": lambda _: b"1" * 5000,
    "deep": lambda _: b"[" * 100_000,
    "of another scene": lambda text: text.replace('"First"', '"Third"').encode(),
    "without beats": lambda text: changed(text, beats=[]),
    "beats in disorder": lambda text: changed(text, beats=json.loads(text)["beats"][::-1]),
    "a duration in words": lambda text: changed(text, duration="x"),
    "without a size": lambda text: changed(text, quality={}),
    "a title of nothing": lambda text: changed(text, title=None),
    "a place in words": lambda text: changed(text, course={"place": "first"}),
    "a place that is no number": lambda text: changed(text, course={"place": float("nan")}),
    "a place in a list": lambda text: changed(text, course={"scene": [1]}),
    "a lesson called by a number": lambda text: changed(text, course={"title": 5}),
    "an author in numbers": lambda text: changed(text, author=5),
    "a licence of nothing": lambda text: changed(text, licence=None),
    "a voice in a list": lambda text: changed(text, voice=["espeak"]),
    "a beat of many kinds": lambda text: changed_beat(text, kind=["setup"]),
    "a picture in numbers": lambda text: changed_beat(text, shown=5),
    "numbers alone": lambda text: changed_beat(text, numbers=[5]),
    "a question of nothing": lambda text: changed(
        text, questions=[{"beat": 0, "question": None, "answer": "4"}]
    ),
    "half a character": lambda text: changed_beat(text, speech="\ud800"),
    "a character that ends texts": lambda text: changed(text, author="a\0b"),
    "yes for a number": lambda text: changed_beat(text, index=False),
    "a poster from elsewhere": lambda text: changed(text, poster=1e6),
    "a question of another beat": lambda text: changed(
        text, questions=[{"beat": 99, "question": "?", "answer": "4"}]
    ),
    "a figure in a list": lambda text: changed(text, figure=["nudge"]),
    "a figure of no colour": lambda text: changed(
        text, figure={"kind": "nudge", "given": {}, "colours": {"text": "red;}"}}
    ),
    "not a number": lambda text: changed(text, duration=float("nan")),
    "too long": lambda text: changed(text, duration=1e400),
}


@pytest.mark.parametrize("damage", RECORD)
def test_a_damaged_record_is_refused(
    damage: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = out / "tiny" / "First.beats.json"
    record.write_bytes(RECORD[damage](record.read_text(encoding="utf-8")))
    said = refusal(out, capsys=capsys)
    assert f"{record}: is the record of " in said
    assert "Try: rendering tiny again" in said


@pytest.mark.parametrize(
    ("linked", "words"),
    [
        ("tiny", ("tiny.py:First", "-q", "draft", "--force")),
        ("tiny", ("publish", "--formats", "transcript")),
        (".cache", ("tiny.py:First", "-q", "draft")),
        (".cache/scenes", ("clean",)),
    ],
)
def test_what_is_behind_a_link_is_left_alone(
    linked: str, words: tuple[str, ...], folder: Path
) -> None:
    link = folder / "out" / linked
    elsewhere = link.rename(folder / "elsewhere")
    link.symlink_to(elsewhere)
    before = {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")}
    done = run(*words, folder=folder)
    assert done.returncode == 2
    assert f"{link.relative_to(folder)}: is a folder of videos, not a link" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in elsewhere.rglob("*")} == before


def test_a_folder_in_the_place_of_a_record_is_refused(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = out / "tiny" / "First.beats.json"
    record.unlink()
    record.mkdir()
    assert f"{record}: is the record of a rendered scene" in refusal(out, capsys=capsys)


def shorter(path: Path) -> None:
    """Leave the last frame out."""
    with av.open(path) as source, av.open(path.with_name("short.mp4"), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        packets = [packet for packet in source.demux(video=0) if packet.size]
        for packet in packets[:-1]:
            packet.stream = stream
            target.mux(packet)
    path.with_name("short.mp4").replace(path)


def cut_off(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 9 // 10])


VIDEO: dict[str, Callable[[Path], object]] = {
    "missing": lambda path: path.unlink(),
    "cut off": cut_off,
    "hardly there": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "empty": lambda path: path.write_bytes(b""),
    "no video": lambda path: path.write_text("no video"),
    "a picture": lambda path: shutil.copy(path.with_suffix(".png"), path),
    "shorter": shorter,
    "of another scene": lambda path: shutil.copy(path.with_name("Second.mp4"), path),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", VIDEO)
def test_a_damaged_video_is_refused(
    damage: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    video = out / "tiny" / "First.mp4"
    VIDEO[damage](video)
    said = refusal(out, "--formats", "stills", capsys=capsys)
    assert f"{video}: is the video of First.beats.json, " in said
    assert re.search(r"\d+ frames of 854×480; got '", said)
    assert "Try: rendering tiny again" in said


def test_rendering_repairs_what_is_damaged(folder: Path) -> None:
    cut_off(folder / "out" / "tiny" / "First.mp4")
    (folder / "out" / "tiny" / "Second.beats.json").write_text("{")
    done = run("tiny.py", "-q", "draft", "--formats", "stills", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"First.stills", "Second.stills"} <= tops(folder / "out")


def test_other_scenes_may_be_damaged_where_they_are_not_asked_for(folder: Path) -> None:
    (folder / "out" / "tiny" / "Second.beats.json").write_text("{")
    done = run("tiny.py:First", "-q", "draft", "--formats", "stills", folder=folder)
    assert (done.returncode, done.stderr) == (0, "")
    words = ("tiny.py:First", "-q", "draft", "--formats", "stills,page")
    course = run(*words, folder=folder)  # of which they are a part
    assert course.returncode == 2
    assert "Second.beats.json: is the record of a rendered scene" in course.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the disk is Linux's")
def test_a_folder_that_cannot_be_written_to_is_refused(rendered: Path, tmp_path: Path) -> None:
    with disk.small(tmp_path / "disk", 4 * 2**20) as small:
        shutil.copytree(rendered / "out", small.seen / "out")
        small.read_only()
        done = subprocess.run(
            [*small.inside, *PROGRAM, "publish", str(small.folder / "out")],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stdout) == (2, "")
    assert "publish: is a folder to write to (Read-only file system)" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_lesson_called_like_the_site_is_told_and_the_rest_is_made(folder: Path) -> None:
    (folder / "out" / "tiny").rename(folder / "out" / "site")
    done = run("publish", "--formats", "stills,page", folder=folder)
    assert done.returncode == 1
    assert done.stderr == (
        "render.py: page: a lesson is called 'site', and so is the folder of the web site\n"
    )
    assert (folder / "out" / "site" / "First.stills").is_dir()


def test_what_was_made_of_an_earlier_video_is_told_and_left_out_of_the_site(folder: Path) -> None:
    out = folder / "out"
    made = ("publish", "out", "--formats")
    assert run(*made, "mp4,stills,transcript,page", folder=folder).returncode == 0
    asked = ("tiny.py:First", "-q", "draft", "--set", "points=3,7")
    done = run(*asked, folder=folder)
    assert done.returncode == 0
    (warning,) = done.stderr.splitlines()
    assert "made of an earlier video: out/site and 3 more" in warning
    assert warning.endswith("render.py publish out --formats page,stills,transcript")

    assert run(*made, "stills,page", folder=folder).returncode == 0
    site = out / "site/tiny"
    assert (site / "First/First.stills").is_dir()
    assert not (site / "First/First.transcript.md").exists()
    assert (site / "Second/Second.transcript.md").exists()
    assert (out / "tiny/First.transcript.md").exists()  # it is somebody's, and stays

    done = run(*asked, folder=folder)
    assert "unchanged" in done.stdout
    assert "First.transcript" in done.stderr
    assert "page" not in done.stderr
    shutil.rmtree(out / ".cache")  # then nobody knows
    assert run(*asked, folder=folder).stderr == ""


def test_a_gif_is_as_small_as_somebody_wants_it(folder: Path) -> None:
    sizes = []
    for limit in ("0.2MB", "6kB"):
        done = run("publish", "--formats", "gif", "--gif-size", limit, folder=folder)
        assert done.returncode == 0
        sizes.append(max(path.stat().st_size for path in folder.rglob("*.gif")))
    assert sizes[1] < sizes[0]
    assert sizes[1] <= 6000


def test_the_way_to_make_gifs_anew_makes_them_as_small_and_in_the_same_folder(folder: Path) -> None:
    out = (folder / "out").rename(folder / "my videos")
    made = ("publish", out.name, "--formats", "gif", "--gif-size", "0.02MB")
    assert run(*made, folder=folder).returncode == 0
    render_again(out)
    done = run("tiny.py:Second", "-q", "draft", "--out", out.name, folder=folder)
    assert done.stderr == ""  # that one is as it was
    record = out / "tiny" / "First.beats.json"
    warning = Ledger(out, out / ".cache").warning([record])
    again = f"render.py publish '{out}' --formats gif --gif-size 20000"
    assert warning is not None
    assert warning.endswith(f"First.gifs; make it anew: {again}")


def test_details_of_a_course_s_failure_are_kept_in_the_folder_of_videos(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    before = tmp_path.stat().st_mtime_ns
    assert session.keep_details(Failure("why", None, "how"), out / "page.log", out) is not None
    assert tmp_path.stat().st_mtime_ns == before  # somebody else's, in which nothing comes or goes
    assert [(path.name, path.read_text()) for path in out.iterdir()] == [("page.log", "how")]


@pytest.mark.parametrize("size", ["0", "-1", "big", "2 GiBi", "", "1.5XB", "0.0MB", ".5MB", "1e3"])
def test_a_size_that_is_none_is_refused(size: str, folder: Path) -> None:
    done = run("publish", "--formats", "gif", "--gif-size", size, folder=folder)
    assert done.returncode == 2
    assert "--gif-size" in done.stderr
    assert done.stderr.count("\n") == 1


# What happens meanwhile.


def render_again(out: Path) -> None:
    record = out / "tiny" / "First.beats.json"
    fresh = record.with_suffix(".new")
    fresh.write_text(record.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    fresh.replace(record)


MEANWHILE: dict[str, Callable[[Path], object]] = {
    "a scene is rendered again": render_again,
    "a scene comes": lambda out: shutil.copytree(out / "tiny", out / "other"),
    "a scene goes": lambda out: (out / "tiny" / "Second.beats.json").unlink(),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_a_site_of_what_is_rendered_again_meanwhile_is_not_put_in_its_place(
    what: str, out: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ask = worker.ask

    def slowly(*words: Any, **more: Any) -> Any:
        end = ask(*words, **more)
        MEANWHILE[what](out)
        return end

    monkeypatch.setattr(worker, "ask", slowly)
    assert render.main(["publish", str(out), "--formats", "page"]) == 1
    said = capsys.readouterr().err
    assert "page: it was rendered again meanwhile; publish it again" in said
    assert not (out / "site").exists()
    assert not (out / ".cache" / "published" / "course.json").exists()


def test_a_record_that_is_away_for_a_moment_is_waited_for(folder: Path) -> None:
    record = folder / "out" / "tiny" / "First.beats.json"
    with Cache(folder / "out").still():
        away = record.rename(folder / "away")
        words = [*PROGRAM, "publish", "--formats", "stills"]
        publishing = subprocess.Popen(words, cwd=folder, stderr=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            publishing.wait(4)
        away.rename(record)
    assert publishing.communicate(timeout=60)[1] == ""
    assert publishing.returncode == 0
    assert {"First.stills", "Second.stills"} <= tops(folder / "out")


def test_what_was_published_earlier_cannot_fail_a_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.chdir(folder)
    monkeypatch.setattr(Ledger, "warning", refuse)
    assert render.main(["tiny.py", "-q", "draft"]) == 0
    assert capsys.readouterr().err == ""
