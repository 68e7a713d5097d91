"""Sentences in Hebrew and Arabic end where they do, in everything that is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pptx as oracle
import pytest
import srt
import webvtt
from playwright.sync_api import Browser, Page

from publish import deck, page, pptx, transcript
from publish.captions import write_srt, write_vtt
from publish.direction import isolated, marked, runs_leftwards
from publish.scene import Scene
from record.beats import Cue
from tests.publish.filming import scene_of
from tests.publish.making import record_of

SAID, TITLE, CHAPTER, ANSWER, AUTHOR = (
    f"{word} עולם." for word in ("שלום", "נגזרת", "פרק", "תשובה", "מרצה")
)
ARABIC = "\u2067\u2066f(a)\u2069 هو الميل.\u2069"
RLI, LRI, PDI = (
    "\N{RIGHT-TO-LEFT ISOLATE}",
    "\N{LEFT-TO-RIGHT ISOLATE}",
    "\N{POP DIRECTIONAL ISOLATE}",
)
# For each text with a full stop: whether that is to the left of the first letter.
STOPS = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const at = (node, place) => {
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    return range.getBoundingClientRect();
  };
  while (walker.nextNode()) {
    const text = walker.currentNode.data, first = text.search(/[\\u05d0-\\u05ea]/);
    const inside = walker.currentNode.parentElement;
    if (first < 0 || inside.closest("script, textarea, template")) continue;
    const stop = at(walker.currentNode, text.lastIndexOf("."));
    const letter = at(walker.currentNode, first);
    if (letter.width) found.push([text.trim(), stop.x < letter.x]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return scene_of(
        tmp_path_factory.mktemp("lesson"),
        [{"text": SAID, "chapter": CHAPTER, "shown": f"New on screen: {SAID}"},
         {"text": SAID, "chapter": "Two"}],
        title=TITLE, author=AUTHOR, course={"title": TITLE, "place": 1, "scene": 0},
        questions=[{"beat": 0, "question": SAID, "answer": ANSWER, "answered": 1}],
        quality={"width": 160, "height": 90, "frame_rate": 10},
    )  # fmt: skip


@pytest.fixture(scope="module")
def published(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    for make in (transcript.make, deck.make, pptx.make):
        make(scene, folder)
    page.make([scene], folder)
    return folder


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    tab = browser.new_page()
    yield tab
    tab.close()


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("site/*/Story/index.html", {SAID, TITLE, CHAPTER, ANSWER, AUTHOR}),
        ("site/*/Story/embed.html", {TITLE}),
        ("site/index.html", {TITLE}),
        ("Story.transcript.html", {SAID, TITLE, CHAPTER, AUTHOR}),
        ("Story.deck.html", {TITLE, AUTHOR}),
    ],
)
def test_pages_end_a_sentence_on_its_own_side(
    tab: Page, published: Path, name: str, texts: set[str]
) -> None:
    (path,) = published.glob(name)
    tab.goto(path.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tab.evaluate("document.querySelectorAll('[hidden]').forEach((one) => { one.hidden = false; })")
    found = tab.evaluate(STOPS)
    assert all(any(text in said for said, _ in found) for text in texts), found
    about = [said for said, leftwards in found if not leftwards]
    # A sentence in English ends on its own side, whatever it speaks of.
    assert all(re.match("New on screen|By|Answer", said) for said in about), about
    assert all("\N{FIRST STRONG ISOLATE}" in said or "New" in said for said in about), about


def test_slides_and_their_notes_run_leftwards(published: Path) -> None:
    slides = oracle.Presentation(str(published / "Story.pptx")).slides
    texts = {}
    for slide in slides:
        frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
        frames += [slide.notes_slide.notes_text_frame] if slide.has_notes_slide else []
        for paragraph in (paragraph for frame in frames for paragraph in frame.paragraphs):
            texts[paragraph.text] = paragraph._p.pPr is not None and paragraph._p.pPr.get("rtl")
    assert texts[SAID] == texts[CHAPTER] == texts[TITLE] == "1"
    assert not texts["Two"]


def test_a_transcript_as_markdown_says_its_direction(published: Path) -> None:
    text = (published / "Story.transcript.md").read_text(encoding="utf-8")
    assert f"# {RLI}{TITLE}{PDI}\n" in text
    assert f"{RLI}{SAID}{PDI}\n" in text
    assert "## 0:01 Two\n" in text


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (SAID, f"{RLI}{SAID}{PDI}"),
        (f"{SAID}\n{SAID}", f"{RLI}{SAID}{PDI}\n{RLI}{SAID}{PDI}"),
        (
            f"{LRI}f(a)\n= 2{PDI}, {SAID}",
            f"{RLI}{LRI}f(a){PDI}{PDI}\n{RLI}{LRI}= 2{PDI}, {SAID}{PDI}",
        ),
        (f"3 {SAID}", f"{RLI}3 {SAID}{PDI}"),
        (f"The word {SAID}", f"The word {SAID}"),
        ("The slope is 3.", "The slope is 3."),
    ],
)
def test_captions_say_their_direction(tmp_path: Path, said: str, written: str) -> None:
    record = record_of([Cue(0.0, 2.0, said)], 2.0)
    write_srt(record, tmp_path / "x.srt")
    write_vtt(record, tmp_path / "x.vtt")
    (subtitle,) = srt.parse((tmp_path / "x.srt").read_text(encoding="utf-8"))
    assert subtitle.content == written
    assert webvtt.read(str(tmp_path / "x.vtt"))[0].text == written


def test_the_first_letter_outside_of_isolates_decides() -> None:
    assert runs_leftwards(ARABIC[1:])
    assert not runs_leftwards(f"f(a) {SAID}")
    assert not runs_leftwards("")
    assert marked("") == ""
    assert isolated("Ada") == "Ada"
    assert isolated(SAID) == f"\N{FIRST STRONG ISOLATE}{SAID}{PDI}"
