"""Notebooks show scenes: run as people run them, then looked at in a browser."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av
import html5lib
import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Browser, Frame, Page

from engine import notebook
from engine.jobs import keys
from publish import cell
from publish.scene import load
from scenes.kit import LessonError, LessonScene, show
from scenes.settings import parameters
from tests.publish.browsing import chromium, until, violations, watch
from tests.running import run
from tests.sharing import once
from tests.test_house import SCENES

ROOT = Path(__file__).parents[1]
LESSON = """\
import time

from manim import Circle, Create

from scenes.kit import LessonScene, Number, Points


class First(LessonScene):
    points: Points = (2,)

    @property
    def title(self):
        return "Circles <b> & \\"quotes\\""

    def construct(self):
        for number, point in enumerate(self.given.points):
            self.chapter(("One <i>", "Two <i>")[number])
            with self.beat("A circle & {value}.", value=point):
                self.play(Create(Circle()), run_time=0.2)


class Broken(First):
    def construct(self):
        with self.beat("This fails."):
            self.play(Create(Circle()), run_time=0.2)
            1 / 0


class Slow(First):
    def construct(self):
        time.sleep(100)


class Clashing(First):
    quality: Number = 1
"""
SHOWN = 'show("tiny.py:First", points=[2, Fraction(5, 2)])'
CELLS = {
    "import": "from fractions import Fraction\n\nfrom scenes.kit import show",
    "shown": f"shown = {SHOWN}\nshown",
    "again": SHOWN,
    "files": """\
import asyncio, os, shutil
asyncio.get_running_loop()
for file in (shown.video, shown.captions, shown.record):
    shutil.copy(file, "kept" + file.suffix)
print(shown)
print(*sorted(os.listdir()))""",
    "value": 'show("tiny.py:First", points="2 +")',
    "class": "from scenes.kit import LessonScene\n"
    "class Mine(LessonScene):\n    pass\nshow(Mine)",
    "broken": 'show("tiny.py:Broken")',
    "clashing": 'show("tiny.py:Clashing", {"quality": "one"})',
    "slow": """\
import os, signal, threading
threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGINT)).start()
show("tiny.py:Slow")""",
    "after": """\
import psutil
print([path.name for path in shown.video.parents[2].rglob(".rendering*")])
print(max(len(child.children()) for child in psutil.Process().children()))""",
}  # fmt: skip
MARIMO = f"""\
import marimo

app = marimo.App()


@app.cell
def _():
    from fractions import Fraction

    from scenes.kit import show

    {SHOWN}
    return


if __name__ == "__main__":
    app.run()
"""


def make(folder: Path) -> None:
    """Run notebooks beside a lesson, and render the same scene on the command line."""
    (folder / "tiny.py").write_text(LESSON, encoding="utf-8")
    environment = os.environ | {"XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    cells = [new_code_cell(source) for source in CELLS.values()]
    client = NotebookClient(new_notebook(cells=cells), allow_errors=True, timeout=120)
    done = client.execute(cwd=str(folder), env=environment)
    nbformat.write(done, folder / "run.ipynb")
    (folder / "nb.py").write_text(MARIMO, encoding="utf-8")
    export = [sys.executable, "-m", "marimo", "export", "html", "nb.py", "-o", "nb.html"]
    with (folder / "said.txt").open("w") as said:
        marimo = subprocess.Popen(
            [*export, "--no-sandbox"], cwd=folder, env=environment, stdout=said, stderr=said
        )
        command = ("tiny.py:First", "--set", "points=2,5/2", "-q", "draft")
        assert run(*command, folder=folder).returncode == 0
        assert marimo.wait(timeout=120) == 0, (folder / "said.txt").read_text()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "notebook", make)


@pytest.fixture(scope="module")
def outputs(folder: Path) -> dict[str, list[nbformat.NotebookNode]]:
    """What each cell has left in the notebook, as it is saved."""
    saved = nbformat.read(folder / "run.ipynb", as_version=4)
    nbformat.validate(saved)
    return dict(zip(CELLS, (cell.outputs for cell in saved.cells), strict=True))


@pytest.fixture(scope="module")
def html(outputs: dict[str, list[nbformat.NotebookNode]]) -> str:
    return str(outputs["shown"][-1].data["text/html"])


def frame_of(html: str) -> str:
    """The page inside the frame."""
    (frame,) = html5lib.parse(html, namespaceHTMLElements=False).iter("iframe")
    return str(frame.get("srcdoc"))


def data_in(page: str) -> dict[str, bytes]:
    """The files that are in a page, by their kind."""
    found = re.findall(r'"data:([^;"]+);base64,([^"]*)"', page)
    return {kind: base64.b64decode(content) for kind, content in found}


def said(output: list[nbformat.NotebookNode]) -> str:
    return "".join(one.text for one in output if one.output_type == "stream")


def test_the_cell_holds_the_video_of_the_command_line(
    folder: Path, html: str, tmp_path: Path
) -> None:
    held = data_in(frame_of(html))
    rendered = folder / "out" / "tiny"
    assert held["video/mp4"] == (rendered / "First.mp4").read_bytes()
    assert held["text/vtt"] == (rendered / "First.vtt").read_bytes()
    assert held["image/png"] == (rendered / "First.png").read_bytes()
    (tmp_path / "held.mp4").write_bytes(held["video/mp4"])
    record = json.loads((folder / "kept.json").read_text(encoding="utf-8"))
    with av.open(tmp_path / "held.mp4") as movie:
        frames = sum(1 for _ in movie.decode(video=0))
    assert frames == record["duration"] * record["quality"]["frame_rate"]


def test_its_files_are_kept_and_none_lies_beside_the_notebook(
    folder: Path, outputs: dict[str, list[nbformat.NotebookNode]]
) -> None:
    for kept, name in (("kept.mp4", "First.mp4"), ("kept.vtt", "First.vtt")):
        assert (folder / kept).read_bytes() == (folder / "out" / "tiny" / name).read_bytes()
    sentence, *beside = said(outputs["files"]).splitlines()
    assert re.fullmatch(r"tiny:First, 0:0\d: .*First\.mp4", sentence)
    assert beside == ["cache kept.json kept.mp4 kept.vtt tiny.py"]


def test_an_unchanged_scene_is_not_drawn_again(
    outputs: dict[str, list[nbformat.NotebookNode]], html: str
) -> None:
    assert said(outputs["shown"]) == "Drawing tiny:First …\n"
    assert said(outputs["again"]) == ""
    assert outputs["again"][-1].data["text/html"] == html


def test_the_html_is_valid_and_needs_nothing_else(html: str) -> None:
    parser = html5lib.HTMLParser(strict=True)
    parser.parseFragment(html)
    page = frame_of(html)
    html5lib.HTMLParser(strict=True).parse(page)
    for text in (html, page):
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        for element in tree.iter():
            for name in ("src", "href", "poster", "data", "action"):
                assert element.get(name, "data:").startswith("data:"), element.tag
    assert "url(" not in page
    assert "://" not in re.sub(r'"data:[^"]*"', "", page)
    # A notebook that nobody trusts shows no frames, but what is said.
    assert "A circle &amp; 2.5." in html.partition("</iframe>")[2]


@pytest.mark.parametrize(
    ("cell", "name", "message"),
    [
        ("value", "ParameterError",
         "tiny:First: points: is complete; got '2 +'. Try: points=2,5"),
        ("class", "LessonFileError",
         "show: takes a scene that stands in a file, from where other processes load it; "
         "got '<class '__main__.Mine'>'. Try: %%writefile mine.py above the class, and in the "
         'next cell show("mine.py:Mine")'),
    ],
)  # fmt: skip
def test_a_mistake_is_one_message(
    outputs: dict[str, list[nbformat.NotebookNode]], cell: str, name: str, message: str
) -> None:
    error = outputs[cell][-1]
    assert (error.ename, error.evalue) == (name, message)
    lines = "\n".join(error.traceback).splitlines()
    assert len(lines) < 20, lines
    assert not any("worker" in line for line in lines)


def test_an_author_sees_where_a_lesson_fails(
    outputs: dict[str, list[nbformat.NotebookNode]],
) -> None:
    error = outputs["broken"][-1]
    first, *traceback = error.evalue.splitlines()
    assert error.ename == "NotDrawn"
    assert re.fullmatch(
        r"tiny\.py:\d+: tiny:Broken failed in beat 1: ZeroDivisionError: division by zero\. "
        r"Details: .*Broken\.log",
        first,
    )
    assert traceback[1] == "Traceback (most recent call last):"
    assert 'tiny.py", line' in traceback[2]
    assert traceback[-1] == "ZeroDivisionError: division by zero"


def test_a_parameter_may_be_called_like_something_that_show_takes(
    outputs: dict[str, list[nbformat.NotebookNode]],
) -> None:
    assert outputs["clashing"][-1].evalue.startswith("tiny:Clashing: quality: ")
    taken = {"quality", "aspect", "voice", "sounds"}
    assert not taken & {name for scene in SCENES for name in parameters.names(scene)}


def test_ctrl_c_leaves_nothing_behind(outputs: dict[str, list[nbformat.NotebookNode]]) -> None:
    assert outputs["slow"][-1].ename == "KeyboardInterrupt"
    assert said(outputs["after"]) == "[]\n0\n"


def test_marimo_shows_the_same(folder: Path, html: str) -> None:
    assert (folder / "said.txt").read_text(encoding="utf-8") == ""  # it was not drawn again
    exported = (folder / "nb.html").read_text(encoding="utf-8")
    place = exported.index('"text/html": "') + len('"text/html": ')
    assert json.JSONDecoder().raw_decode(exported, place)[0] == html


# In a browser.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, html: str, tmp_path: Path) -> Iterator[Page]:
    """Two cells of a notebook that was exported, in a browser without a network."""
    head = "<!doctype html><html lang='en'><meta charset='utf-8'><title>A notebook</title>"
    text = f"{head}<link rel='icon' href='data:,'><main><h1>A notebook</h1>{html}{html}</main>"
    (tmp_path / "shown.html").write_text(text, encoding="utf-8")
    context = browser.new_context(viewport={"width": 1000, "height": 1400}, offline=True)
    page = context.new_page()
    asked, errors = watch(page)
    page.goto((tmp_path / "shown.html").as_uri())
    yield page
    assert asked == [page.url]
    assert errors == []
    context.close()


def frames(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if frame != page.main_frame]


def test_it_plays_with_captions_and_jumps(page: Page) -> None:
    one, other = frames(page)
    until(one, "document.getElementById('video').readyState >= 1")
    one.evaluate("document.getElementById('video').play()")
    until(one, "document.getElementById('video').currentTime > 0.1")
    one.evaluate("document.getElementById('video').pause()")
    button = one.get_by_role("button", name="Two <i>")
    button.focus()
    page.keyboard.press("Enter")
    start = "Number(document.querySelectorAll('button')[1].dataset.start)"
    until(one, f"Math.abs(document.getElementById('video').currentTime - {start}) < 0.05")
    until(one, "document.getElementById('video').textTracks[0].activeCues?.length")
    track = "document.getElementById('video').textTracks[0]"
    assert one.evaluate(f"[{track}.mode, {track}.activeCues[0].text]") == [
        "showing", "A circle &amp; 2.5.",
    ]  # fmt: skip
    assert other.evaluate("document.getElementById('video').currentTime") == 0


@pytest.mark.parametrize("width", [400, 1000])
def test_it_is_as_wide_as_the_cell(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 1400})
    for frame in frames(page):
        video, whole = (
            frame.evaluate(f"document.querySelector('{what}').getBoundingClientRect().toJSON()")
            for what in ("video", "html")
        )
        assert video["width"] == whole["width"] == min(854, width - 16)
        assert abs(video["height"] - video["width"] * 480 / 854) < 20
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_axe_finds_no_barriers(page: Page, browser: Browser, html: str, tmp_path: Path) -> None:
    assert violations(page) == []  # around the frames; in there it cannot look
    (tmp_path / "frame.html").write_text(frame_of(html), encoding="utf-8")
    for scheme in ("dark", "light"):
        alone = browser.new_page(color_scheme=scheme)
        alone.goto((tmp_path / "frame.html").as_uri())
        assert violations(alone) == [], scheme
        alone.close()


# What needs no notebook.


def test_what_was_shown_longest_ago_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for age, name in enumerate(["new", "old", "older"]):
        video = tmp_path / name / "nudge" / "One.mp4"
        video.parent.mkdir(parents=True)
        video.write_bytes(bytes(100))
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    monkeypatch.setattr(notebook, "LIMIT", 250)
    notebook._clean(tmp_path / "new")
    assert {path.name for path in tmp_path.iterdir()} == {"new", "old"}
    monkeypatch.setattr(notebook, "LIMIT", 0)
    notebook._clean(tmp_path / "old")
    assert {path.name for path in tmp_path.iterdir()} == {"old"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"scene": "nudge"}, "show: shows one scene; got 'nudge'. Try: \"nudge:NudgeLine\""),
        ({"scene": "nudge:NudgeLine", "quality": "720"}, "did you mean 720p?"),
        ({"scene": "nudge:NudgeLine", "aspect": "16:10"}, "aspect: there is none of this name"),
        ({"scene": "nudge:NudgeLine", "voice": "espeek:x"}, "--voice: has settings NAME=VALUE"),
        ({"scene": 3}, "show: takes a scene that stands in a file"),
    ],
)
def test_what_makes_no_sense_is_refused(
    words: dict[str, str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(LessonError, match=re.escape(message)):
        show(words.pop("scene"), **words)
    assert not list(tmp_path.rglob("*.mp4"))


def test_a_class_of_a_file_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    shutil.copy(ROOT / "lessons" / "nudge.py", tmp_path / "as_module.py")
    monkeypatch.syspath_prepend(tmp_path)
    scene = __import__("as_module").NudgeLine
    assert issubclass(scene, LessonScene)
    with pytest.raises(LessonError, match=r"as_module:NudgeLine: points: "):
        show(scene, points="2 +")


def test_what_draws_must_be_what_stands_in_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    keys.of_program()
    monkeypatch.setattr(keys.of_program, "__wrapped__", lambda: "edited meanwhile")
    with pytest.raises(LessonError, match=r"Try: to restart the kernel"):
        show("nudge:NudgeLine")


def test_a_script_and_a_thread_may_ask_at_once(tmp_path: Path) -> None:
    """A worker doesn't run the script again, which would ask again."""
    (tmp_path / "script.py").write_text(
        "import threading\n"
        "from functools import partial\n"
        "from engine.workers import worker\n"
        "def ask():\n"
        "    worker.warm_up('json')\n"
        "    print(worker.ask(partial(len, 'abc')))\n"
        "thread = threading.Thread(target=ask)\n"
        "thread.start()\n"
        "thread.join()\n"
    )
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_what_no_browser_plays_is_shown_by_its_poster(folder: Path) -> None:
    (record,) = (folder / "out" / "tiny").glob("*.beats.json")
    scene = load(record)
    clear = dict(scene.record.parameters) | {"background": "transparent"}
    page = frame_of(cell.html(replace(scene, record=replace(scene.record, parameters=clear))))
    html5lib.HTMLParser(strict=True).parse(page)
    assert set(data_in(page)) == {"image/png"}
    assert "<video" not in page
