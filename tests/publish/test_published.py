"""One command publishes a real lesson, and what it makes works in a browser, without a network."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from publish.mp4 import snippet
from publish.scene import load
from tests.publish.browsing import until, violations, watch
from tests.publish.decks import arrives
from tests.running import run
from tests.sharing import once

ROOT = Path(__file__).parents[2]
FORMATS = "page,deck,transcript,lms"
PAGE = '<!doctype html><title>Mine</title><link rel="icon" href="data:,">'  # of somebody else


@dataclass(frozen=True)
class Published:
    """A lesson that was published.

    Attributes:
        out: The folder.
        said: What the command printed.
        record: The record of the scene.
    """

    out: Path
    said: str
    record: dict[str, Any]

    @property
    def page(self) -> str:
        return (self.out / "site" / "descent" / "BallDescent" / "index.html").as_uri()

    @property
    def deck(self) -> Path:
        return self.out / "descent" / "BallDescent.deck.html"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """A ball that rolls down another hill, signed, with all that is for browsers."""

    def make(folder: Path) -> None:
        done = run(
            "descent:BallDescent", "-q", "draft", "--out", folder / "out",
            "--set", "function=J(w) = (w - 1)**2", "--set", "steps=3",
            "--set", "author=Ada Lovelace", "--set", "licence=CC BY 4.0",
            "--formats", FORMATS, folder=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        (folder / "said.txt").write_text(done.stdout, encoding="utf-8")

    folder = once(tmp_path_factory, "ball", make)
    record = folder / "out" / "descent" / "BallDescent.beats.json"
    said = (folder / "said.txt").read_text(encoding="utf-8")
    return Published(folder / "out", said, json.loads(record.read_text(encoding="utf-8")))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context
    context.close()


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """A tab in which nothing fails, and from which nothing leaves the machine."""
    tab = context.new_page()
    asked, errors = watch(tab)
    yield tab
    # A page that was opened as a file may be refused its track before its script replaces it.
    assert [one for one in errors if not ("Unsafe attempt" in one and ".vtt" in one)] == []
    assert {urlsplit(one).scheme for one in asked} <= {"file", "data", "blob", "about"}


def open_page(tab: Page, published: Published) -> None:
    tab.goto(published.page)
    until(tab, "document.getElementById('video').readyState >= 1")


def at(tab: Page, seconds: float) -> None:
    """Wait until the video stands at a time."""
    until(tab, f"Math.abs(document.getElementById('video').currentTime - {seconds}) < 0.1")


def test_captions_are_visible_while_it_plays(tab: Page, published: Published) -> None:
    open_page(tab, published)
    tab.evaluate("document.getElementById('video').muted = true")  # nobody has touched the page
    tab.evaluate("document.getElementById('video').play()")
    first = published.record["beats"][0]
    until(
        tab,
        "!document.getElementById('video').paused && document.getElementById('video').currentTime"
        " > 0.2 && [...document.getElementById('video').textTracks].some(track =>"
        " track.mode === 'showing' && track.activeCues.length === 1 &&"
        f" track.activeCues[0].text.startsWith({json.dumps(first['cues'][0]['text'])}))",
    )


def test_chapters_and_sentences_jump_and_the_transcript_follows(
    tab: Page, published: Published
) -> None:
    open_page(tab, published)
    beats = published.record["beats"]
    third = next(beat for beat in beats if beat["chapter"] == "Step after step")
    tab.get_by_role("button", name="Step after step").click()
    at(tab, third["start"])
    expect(tab.locator(".lines [aria-current]")).to_contain_text(third["text"])
    tab.get_by_role("button", name=beats[-1]["text"]).click()
    at(tab, beats[-1]["start"])
    expect(tab.locator(".chapters [aria-current]")).to_contain_text(beats[-1]["chapter"])


def test_the_keyboard_alone_plays_jumps_and_answers(tab: Page, published: Published) -> None:
    open_page(tab, published)
    reached: list[str] = []
    wanted = ("One step", "Show the answer", "Copy")
    for _ in range(150):
        tab.keyboard.press("Tab")
        text = tab.evaluate("document.activeElement.innerText ?? ''").replace("\n", " ")
        reached.append(text)
        found = next((one for one in wanted if text.endswith(one)), None)
        style = "getComputedStyle(document.activeElement).outlineStyle"
        assert not text or tab.evaluate(style) == "solid", text  # where one is can be seen
        if found == "One step":
            tab.keyboard.press("Enter")
        elif found == "Show the answer":
            at(
                tab,
                next(b for b in published.record["beats"] if b["chapter"] == "One step")["start"],
            )
            tab.keyboard.press("Enter")
            answer = published.record["questions"][0]["answer"]
            expect(tab.get_by_text(f"Answer: {answer}")).to_be_visible()
        elif found == "Copy":
            break
    assert reached[-1] == "Copy", reached


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("width", [400, 1440])
def test_everything_fits_and_nobody_is_shut_out(
    browser: Browser, published: Published, width: int, scheme: str
) -> None:
    size: Any = {"width": width, "height": 850}
    with browser.new_context(viewport=size, color_scheme=scheme) as context:
        tab = context.new_page()
        folder = published.out / "descent"
        for address in (
            (published.out / "site" / "index.html").as_uri(),
            published.page,
            published.page.replace("index.html", "embed.html"),
            (folder / "BallDescent.transcript.html").as_uri(),
            published.deck.as_uri(),
        ):
            tab.goto(address)
            for summary in tab.locator("summary").filter(visible=True).all():
                summary.click()
            tab.wait_for_timeout(200)  # until colours that change slowly have changed
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, address
            assert violations(tab) == [], address


def test_questions_and_descriptions_come_from_the_lesson(tab: Page, published: Published) -> None:
    open_page(tab, published)
    felt, question = published.record["questions"]
    assert felt["question"] == (
        "A ball on J(w) = (w − 1)² cannot see ahead. What does it feel, where w = 3?"
    )
    assert felt["answer"] == "The slope under the ball is 4."
    assert question["question"] == "With α = 0.1, the step is −0.4. Where does it lead from w = 3?"
    assert question["answer"] == "The new w = 2.6."
    asked = [felt["question"], question["question"]]
    expect(tab.locator(".question")).to_have_text(asked)
    tab.get_by_role("button", name="Describe the picture").click()
    rolls = published.record["beats"][question["answered"] + 1]["shown"]
    assert rolls.endswith("The ball moves to the left.")
    expect(tab.get_by_text(rolls).first).to_be_visible()
    plain = (published.out / "descent" / "BallDescent.transcript.md").read_text(encoding="utf-8")
    assert f"> {rolls}" in plain
    assert 'author: "Ada Lovelace"' in plain


def test_the_deck_goes_on_and_stands_in_a_frame(tab: Page, published: Published) -> None:
    tab.goto(published.deck.as_uri())
    arrives(tab, 1)
    tab.keyboard.press("ArrowRight")
    arrives(tab, 2)
    (code,) = re.findall("<iframe.*deck.html.*</iframe>", published.said)
    blog = published.deck.with_name("blog.html")
    blog.write_text(f"<!DOCTYPE html><title>A blog</title>{code}", encoding="utf-8")
    tab.goto(blog.as_uri())
    frame = tab.frame_locator("iframe")
    expect(frame.locator("#still")).to_be_visible()
    frame.get_by_role("button", name="Play", exact=True).click()
    until(tab.frames[1], "deck.at === 0 && document.querySelector('.film.shown')?.ended")


def test_with_reduced_motion_there_are_stills(browser: Browser, published: Published) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.goto(published.deck.as_uri())
        tab.keyboard.press("q")  # nothing to be asked on the way
        for beat in published.record["beats"][:3]:
            still = tab.locator("#still")
            expect(still).to_have_attribute("alt", beat["speech"])
            assert still.evaluate("image => image.decode().then(() => image.naturalWidth)") == 854
            assert tab.evaluate("document.querySelector('.film.shown') === null")
            tab.keyboard.press("ArrowRight")


def test_the_site_works_from_any_server(
    context: BrowserContext, published: Published, serve: Callable[[Path], str]
) -> None:
    tab = context.new_page()
    asked, errors = watch(tab)
    host = serve(published.out)
    tab.goto(f"{host}/site/index.html")
    expect(tab.get_by_role("heading", name="Gradient descent", exact=True)).to_be_visible()
    tab.get_by_role("link", name="Gradient descent on J(w) = (w − 1)²").click()
    until(tab, "document.getElementById('video').readyState >= 1")
    assert f'src="{host}/site/descent/BallDescent/embed.html"' in tab.locator("#code").input_value()
    assert errors == []
    assert {urlsplit(one).netloc for one in asked} == {urlsplit(host).netloc}


def test_a_video_is_embedded_with_its_captions(
    published: Published, context: BrowserContext, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """The code stands in a page of somebody else's, beside the files."""
    scene = load(published.out / "descent" / "BallDescent.beats.json")
    for kind in ("mp4", "png", "vtt"):
        (tmp_path / f"BallDescent.{kind}").symlink_to(scene.folder / f"BallDescent.{kind}")
    (tmp_path / "mine.html").write_text(f"{PAGE}{snippet(scene)}")
    tab = context.new_page()
    tab.goto(f"{serve(tmp_path)}/mine.html")
    until(tab, "document.querySelector('video').readyState > 0")
    until(tab, "(document.querySelector('video').textTracks[0].cues || []).length > 5")
    shown = tab.evaluate("document.querySelector('video').textTracks[0].cues[0].text")
    assert " ".join(shown.split()) in published.record["beats"][0]["text"]
