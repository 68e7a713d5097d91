"""The word that is being said is underlined in the captions of pages, for whoever wants that."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from publish import bundle, lms
from publish import page as pages
from publish.scene import load
from record import Record
from tests.publish.browsing import until, violations
from tests.publish.conftest import SIZE, movie
from tests.publish.making import data_of

CUES = [
    {"start": 0.0, "end": 4.0, "text": "f <\n2 & a*b,", "words": [0.0, 0.5, 1.0, 1.5, 2.5]},
    {"start": 4.0, "end": 9.0, "text": "done.", "words": [4.1]},
]
BUTTON = "Underline what is said"
SAID = {
    0.2: "<u>f</u> &lt;\n2 &amp; a*b,",
    0.7: "f <u>&lt;</u>\n2 &amp; a*b,",
    1.2: "f &lt;\n<u>2</u> &amp; a*b,",
    1.7: "f &lt;\n2 <u>&amp;</u> a*b,",
    2.6: "f &lt;\n2 &amp; <u>a*b,</u>",
    3.7: "f &lt;\n2 &amp; a*b,",  # it has been said
    4.05: "<u>done.</u>",
    6.0: "done.",
    10.0: "",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site and a SCORM package of one narrated scene, unpacked."""
    out = tmp_path_factory.mktemp("words")
    lesson = out / "lesson"
    lesson.mkdir()
    record = Record.of(
        data_of([{"end": 12.0, "cues": CUES, "description": "A dot."}], quality=SIZE, voice="x")
    )
    record.check()
    movie(out / "movie.mp4", 120)
    bundle.write(record, out / "movie.mp4", lesson)
    scene = load(lesson / "Story.beats.json")
    pages.make([scene], out)
    lms.make([scene], out)
    with zipfile.ZipFile(out / "lesson.scorm.zip") as package:
        package.extractall(out / "unit")
    return out


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    wrong: list[str] = []
    tab = context.new_page()
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    yield tab
    context.close()
    assert wrong == []


def shown(tab: Page, time: float) -> str:
    """What the captions say at a time."""
    tab.evaluate(f"document.getElementById('video').currentTime = {time}")
    until(tab, f"Math.abs(document.getElementById('video').currentTime - {time}) < .01")
    until(tab, "!document.getElementById('video').seeking")
    tab.wait_for_timeout(60)
    text: str = tab.evaluate(
        "[...document.getElementById('video').textTracks].filter(t => t.mode === 'showing')"
        ".flatMap(t => [...(t.activeCues ?? [])]).map(c => c.text).join('|')"
    )
    return text


def opened(tab: Page, address: str) -> None:
    tab.goto(address)
    until(tab, "document.getElementById('video').readyState >= 1")


@pytest.mark.parametrize(
    ("how", "place"),
    [("file", "site/lesson/Story"), ("http", "site/lesson/Story"), ("http", "unit/Story")],
)
def test_each_word_is_underlined_while_it_is_said(
    tab: Page, folder: Path, serve: Callable[[Path], str], how: str, place: str
) -> None:
    opened(tab, f"{folder.as_uri() if how == 'file' else serve(folder)}/{place}/index.html")
    expect(tab.get_by_role("button", name=BUTTON)).to_have_attribute("aria-pressed", "true")
    assert {time: shown(tab, time) for time in SAID} == SAID


def test_it_can_be_turned_off_and_stays_off(
    tab: Page, folder: Path, serve: Callable[[Path], str]
) -> None:
    address = f"{serve(folder)}/site/lesson/Story/index.html"
    opened(tab, address)
    assert shown(tab, 0.7) == SAID[0.7]
    assert violations(tab) == []
    button = tab.get_by_role("button", name=BUTTON)
    button.focus()
    tab.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert shown(tab, 1.2) == SAID[3.7]
    opened(tab, address)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert shown(tab, 0.7) == SAID[3.7]
    button.click()
    assert shown(tab, 0.7) == SAID[0.7]
    # Whoever has turned captions off is not shown any when the words are no longer followed.
    tab.evaluate("for (const t of document.getElementById('video').textTracks) t.mode = 'disabled'")
    button.click()
    assert shown(tab, 0.7) == ""


def test_whoever_wants_less_motion_has_whole_captions(
    tab: Page, folder: Path, serve: Callable[[Path], str]
) -> None:
    tab.emulate_media(reduced_motion="reduce")
    opened(tab, f"{serve(folder)}/unit/Story/index.html")
    expect(tab.get_by_role("button", name=BUTTON)).to_have_attribute("aria-pressed", "false")
    assert shown(tab, 0.7) == SAID[3.7]


def test_a_player_alone_has_whole_captions(
    tab: Page, folder: Path, serve: Callable[[Path], str]
) -> None:
    opened(tab, f"{serve(folder)}/site/lesson/Story/embed.html")
    expect(tab.get_by_role("button", name=BUTTON)).to_have_count(0)
    assert shown(tab, 0.7) == SAID[3.7]
