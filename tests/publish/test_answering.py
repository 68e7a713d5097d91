"""The player stops at questions, compares answers exactly, counts them, and describes aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import webvtt
from playwright.sync_api import Browser, Locator, Page, expect

from publish import page as pages
from tests.publish.asking import DRAWN, ORDER, SEVEN, SLOPE, STEPS, WHY, filmed
from tests.publish.browsing import until, violations, watch

# A browser with one voice: it says a text in a moment, and keeps what it said.
VOICE = """
  window.told = [];
  const speech = {
    getVoices: () => [{ lang: "en-GB", name: "A voice" }], cancel: () => {},
    speak: (one) => { told.push([one.lang, one.text]); setTimeout(() => one.onend(), 200); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a scene that asks, in English and in French."""
    folder = tmp_path_factory.mktemp("asking")
    for language in ("en", "fr"):
        pages.make([filmed(folder / language / "out", language=language)], folder / language)
    return folder


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A tab in which nothing fails, and from which nothing leaves the machine."""
    with browser.new_context(viewport={"width": 1000, "height": 800}) as context:
        context.set_default_timeout(20_000)
        tab = context.new_page()
        asked, errors = watch(tab)
        yield tab
        assert [one for one in errors if "Unsafe attempt" not in one] == []
        assert {urlsplit(one).scheme for one in asked} <= {"file", "data"}


def open_page(tab: Page, asking: Path, language: str = "en", name: str = "index.html") -> None:
    tab.goto((asking / language / "site" / "slopes" / "Asks" / name).as_uri())
    until(tab, "document.getElementById('video').readyState >= 1")
    tab.evaluate("document.getElementById('video').muted = true")  # nobody has touched the page


def play(tab: Page, start: float) -> None:
    tab.evaluate(
        "start => { const video = document.getElementById('video');"
        " video.addEventListener('seeked', () => video.play(), { once: true });"
        " video.currentTime = start; }",
        start,
    )


def now(tab: Page) -> float:
    return float(tab.evaluate("document.getElementById('video').currentTime"))


def card(tab: Page, question: str) -> Locator:
    return tab.locator(".item").filter(has_text=question)


def press(tab: Page, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


def test_the_video_stops_at_a_question_that_the_keyboard_answers(tab: Page, asking: Path) -> None:
    open_page(tab, asking)
    play(tab, 1.0)
    panel = tab.locator("#ask")
    expect(panel).to_be_visible()
    expect(panel).to_be_focused()
    expect(panel).to_have_accessible_name(SLOPE)
    assert tab.evaluate("document.getElementById('video').paused")
    assert 1.6 < now(tab) < 2.0  # the answer is not to be seen yet
    remark = panel.get_by_role("status")
    press(tab, "Tab", "6", "Enter")
    expect(remark).to_have_text("Look at the sign. Try again: the first answer counts.")
    press(tab, "Control+a", "-", "5", "Enter")
    expect(remark).to_have_text("Not quite. Try again: the first answer counts.")
    press(tab, "Control+a", "-", "6", "Enter")
    expect(remark).to_have_text("Right. The slope is −6.")
    expect(tab.locator("#score")).to_have_text("0 of 4 right")
    press(tab, "Tab", "Tab", "Tab")
    assert tab.evaluate("document.activeElement.id") == "go-on"
    press(tab, "Enter")
    expect(panel).to_be_hidden()
    expect(tab.locator(".try .item")).to_have_count(5)  # it is where it was
    until(tab, "!document.getElementById('ask').hidden")  # at the next one
    expect(panel.locator(".question")).to_have_text(SEVEN)


def test_who_does_not_want_to_be_asked_is_not(tab: Page, asking: Path) -> None:
    open_page(tab, asking)
    switch = tab.get_by_role("button", name="Stop at questions")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    tab.reload()  # it is remembered
    until(tab, "document.getElementById('video').readyState >= 1")
    expect(switch).to_have_attribute("aria-pressed", "false")
    tab.evaluate("document.getElementById('video').muted = true")
    play(tab, 1.2)
    until(tab, "document.getElementById('video').currentTime > 2.3")
    expect(tab.locator("#ask")).to_be_hidden()
    switch.click()
    play(tab, 5.4)  # and who jumps over one isn't either
    until(tab, "!document.getElementById('ask').hidden")
    expect(tab.locator("#ask .question")).to_have_text(DRAWN)


TYPED = (
    "2/7", " 4 / 14 ", "+2/7", "2.0/7.00", "-2/-7", "20/70", "0.2857142857142857",
    "0.285714285714285714285714285714285714", "-2/7", "−2/7", "2", "2,0/7",
)  # fmt: skip
NO_NUMBER = "", "two", "2/0", "2//7", "1/7/2", "2 7", "1e3", ".", "-", "2/", "∞"


def test_a_number_is_compared_exactly(tab: Page, asking: Path) -> None:
    open_page(tab, asking, "fr")
    form = card(tab, SEVEN).locator("form")
    for typed in (*TYPED, *NO_NUMBER):
        form.get_by_role("textbox").fill(typed)
        form.get_by_role("button", name="Vérifier").click()
        said = form.get_by_role("status").inner_text()
        if typed in NO_NUMBER:
            assert said.startswith("Ce n’est pas un nombre."), typed
            expect(form.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
            continue
        above, _, below = re.sub(r"\s", "", typed).replace(",", ".").partition("/")
        value = Fraction(above.replace("−", "-")) / Fraction(below or "1")
        assert said.startswith("C’est juste.") is (value == Fraction(2, 7)), typed
    slope = card(tab, SLOPE).locator("form")
    slope.get_by_role("textbox").fill("-6,0")
    slope.get_by_role("button", name="Vérifier").click()
    expect(slope.get_by_role("status")).to_contain_text("C’est juste.")
    expect(tab.locator("#score")).to_have_text("2 justes sur 4")


def test_choices_steps_and_cards_are_answered_by_keys(tab: Page, asking: Path) -> None:
    open_page(tab, asking)
    drawn, order, why = (card(tab, one) for one in (DRAWN, ORDER, WHY))
    drawn.get_by_role("button", name="Check").click()
    expect(drawn.get_by_role("status")).to_have_text("Choose one first.")
    drawn.get_by_role("radio", name="w²").focus()
    press(tab, "Space")
    drawn.get_by_role("button", name="Check").press("Enter")
    expect(drawn.get_by_role("status")).to_contain_text("That is the value there")
    for step in STEPS[::-1]:
        for _ in STEPS[1:]:
            order.get_by_role("button", name=f"Earlier: {step}").press("Enter")
    expect(order.get_by_role("status")).to_have_text("nudge the input: place 1 of 4")
    order.get_by_role("button", name="Later: divide").press("Enter")
    expect(order.get_by_role("button", name="Later: divide")).to_be_focused()
    order.get_by_role("button", name="Check").press("Enter")
    expect(order.get_by_role("status")).to_contain_text("Not quite.")
    expect(why.get_by_role("button", name="I knew it")).to_be_hidden()  # before it is turned
    why.get_by_text("Show the answer").press("Enter")
    why.get_by_role("button", name="Not yet").press("Enter")
    expect(tab.locator("#score")).to_have_text("0 of 4 right")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_nobody_is_shut_out_and_everything_fits(
    browser: Browser, asking: Path, width: int, scheme: str
) -> None:
    with browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",  # colours are there at once
    ) as context:
        tab = context.new_page()
        open_page(tab, asking)
        play(tab, 1.4)
        until(tab, "!document.getElementById('ask').hidden")
        tab.locator("#ask").get_by_role("textbox").fill("6")
        for button in tab.get_by_role("button", name="Check").all():
            button.click()
        for summary in tab.locator("summary").all():
            summary.click()
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(tab) == []
        open_page(tab, asking, name="embed.html")
        assert violations(tab) == []


DESCRIBED = "New on screen: a ball."


def test_what_is_not_said_is_described_aloud_while_the_video_waits(
    browser: Browser, asking: Path
) -> None:
    with browser.new_context() as context:
        context.add_init_script(VOICE)
        tab = context.new_page()
        open_page(tab, asking, name="embed.html")
        play(tab, 2.8)
        until(tab, "document.getElementById('video').currentTime > 3.3")
        assert tab.evaluate("told") == []  # nobody has asked for it
        tab.get_by_role("button", name="Describe aloud").click()
        play(tab, 2.6)
        until(tab, "told.length === 1")
        assert tab.evaluate("[told[0], document.getElementById('video').paused]") == [
            ["en", DESCRIBED], True,
        ]  # fmt: skip
        assert 3.0 < now(tab) < 3.6
        until(tab, "document.getElementById('video').currentTime > 4.3")  # it has gone on
        expect(tab.locator("#description")).to_be_hidden()
        assert tab.evaluate("told.length") == 1


def test_without_a_voice_it_can_be_read(tab: Page, asking: Path) -> None:
    open_page(tab, asking, name="embed.html")
    tab.evaluate("window.speechSynthesis.getVoices = () => []")
    tab.get_by_role("button", name="Describe aloud").click()
    play(tab, 2.8)
    box = tab.locator("#description")
    expect(box).to_have_text(DESCRIBED)
    expect(box).to_have_attribute("aria-live", "polite")
    assert tab.evaluate("document.getElementById('video').paused")
    tab.evaluate("document.getElementById('video').play()")  # who has read it goes on
    expect(box).to_be_hidden()
    until(tab, "document.getElementById('video').currentTime > 3.6")


def test_the_page_says_where_no_description_is_needed(asking: Path, tab: Page) -> None:
    scene = asking / "en" / "site" / "slopes" / "Asks"
    (cue,) = webvtt.read(str(scene / "Asks.descriptions.vtt"))
    assert (cue.start, cue.end, cue.text) == ("00:00:03.000", "00:00:04.000", DESCRIBED)
    for name in ("index.html", "embed.html"):
        track = '<track kind="descriptions" src="Asks.descriptions.vtt" srclang="en"'
        assert track in (scene / name).read_text(encoding="utf-8")
    open_page(tab, asking)
    needs_none = tab.locator(".shown", has_text="The sentence tells all that is shown.")
    expect(needs_none).to_have_count(5)
