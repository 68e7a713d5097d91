"""A deck asks what its scene asks, after the stop that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from explore.tables import table
from publish import deck
from publish.scene import Scene
from tests.publish.asking import DRAWN, HARM, ORDER, SEVEN, SLOPE, STEPS, WHY, asked, filmed
from tests.publish.browsing import until, violations
from tests.publish.decks import QUALITY, SHOWN, arrives, colour, driven
from tests.publish.exploring import figure
from tests.publish.filming import scene_of


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("asking")
    deck.make(filmed(folder), folder)
    return (folder / "Asks.deck.html").as_uri()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    with driven(context, address) as page:
        yield page


@pytest.fixture
def calm(browser: Browser, address: str) -> Iterator[Page]:
    """Where nothing moves by itself, and no video has an end."""
    with browser.new_context(reduced_motion="reduce") as context, driven(context, address) as page:
        yield page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def at(page: Page) -> int:
    """Which stop is shown, counted from 1."""
    return int(page.evaluate("deck.at")) + 1


def test_it_asks_after_the_stop_that_asks_and_the_keyboard_answers(page: Page) -> None:
    panel = page.locator("#ask")
    expect(panel).to_be_hidden()  # the sentence is still said
    arrives(page, 1)
    expect(panel).to_be_focused()
    expect(panel).to_have_accessible_name(SLOPE)
    press(page, "Tab")
    page.keyboard.type("fernpcq 9 ")  # keys of the deck are letters here
    press(page, "ArrowLeft", "Home", "End", "Enter")
    remark = panel.get_by_role("status")
    expect(remark).to_have_text("That is no number. Write one such as −6, 1/2 or 0.5.")
    press(page, "Control+a", "9", "Enter")
    expect(remark).to_have_text(
        "That is the value there, and not the slope. Try again: the first answer counts."
    )
    press(page, "Control+a", "-", "1", "2", "/", "2", "Enter")
    expect(remark).to_have_text("Right. The slope is −6.")
    expect(panel.get_by_text("0 of 4 right")).to_be_visible()
    assert at(page) == 1
    press(page, "Tab", "Tab", "Space")  # it can be looked up
    expect(panel.get_by_text("Answer: The slope is −6.")).to_be_visible()
    press(page, "Tab")
    expect(panel.get_by_role("button", name="Go on")).to_be_focused()
    press(page, "Enter")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Next")).to_be_focused()
    arrives(page, 2)
    expect(panel).to_have_accessible_name(SEVEN)


def test_who_goes_on_is_asked_first_and_may_leave_it(calm: Page) -> None:
    panel = calm.locator("#ask")
    seen = []
    for _ in range(9):
        press(calm, "ArrowRight")
        seen.append((at(calm), panel.is_visible()))
    assert seen == [(n, asks) for n in (1, 2, 3, 4, 5, 6) for asks in (False, True)][1:10]
    press(calm, "ArrowRight", "ArrowRight", "ArrowRight")
    assert (at(calm), panel.is_visible()) == (6, False)  # there is nothing to ask, and no way on
    press(calm, "Home", "ArrowRight", "Tab", "-", "6", "Enter", "PageDown")
    assert at(calm) == 2  # what presenters hold in their hands goes on
    press(calm, "ArrowLeft", "ArrowRight")
    assert at(calm) == 2  # what was answered is not asked again


def test_every_kind_of_question_is_compared(calm: Page) -> None:
    panel, remark = calm.locator("#ask"), calm.locator("#ask").get_by_role("status")
    for question, stop in ((DRAWN, 3), (ORDER, 4), (WHY, 5)):
        calm.goto(calm.url.partition("#")[0] + f"#{stop}")
        calm.reload()
        press(calm, "ArrowRight")
        expect(panel.locator(".question")).to_have_text(question)
        if question == DRAWN:
            press(calm, "Tab", "ArrowDown", "ArrowDown")
            chosen = panel.get_by_role("radio", checked=True)
            right = chosen.locator("..").inner_text() == "2w"
            press(calm, "Enter")
            expect(remark).to_contain_text("That line is 2w." if right else "Try again")
        if question == ORDER:
            for step in STEPS[::-1]:
                for _ in STEPS[1:]:
                    panel.get_by_role("button", name=f"Earlier: {step}").press("Enter")
            panel.get_by_role("button", name="Check").press("Enter")
            expect(remark).to_have_text("Right. First: nudge the input.")
        assert at(calm) == stop
    panel.get_by_text("Show the answer").press("Enter")
    panel.get_by_role("button", name="Not yet").press("Enter")
    expect(remark).to_contain_text("a pass of its own")


def test_who_does_not_want_to_be_asked_is_not(page: Page) -> None:
    switch, panel = page.get_by_role("button", name="Questions"), page.locator("#ask")
    expect(switch).to_have_attribute("aria-pressed", "true")
    arrives(page, 1)
    expect(panel).to_be_visible()
    press(page, "q")
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(panel).to_be_hidden()
    press(page, "ArrowRight")
    arrives(page, 2)
    page.reload()  # it is remembered
    expect(switch).to_have_attribute("aria-pressed", "false")
    arrives(page, 2)
    page.wait_for_timeout(200)
    expect(panel).to_be_hidden()
    switch.click()
    press(page, "ArrowRight")
    expect(panel).to_be_visible()


def test_said_again_it_asks_again_and_back_takes_it_away(page: Page) -> None:
    panel = page.locator("#ask")
    arrives(page, 1)
    expect(panel).to_be_visible()
    press(page, "r")
    expect(panel).to_be_hidden()
    until(page, f"{SHOWN}.ended")
    expect(panel).to_be_visible()
    press(page, "ArrowRight")
    until(page, "deck.at === 1")
    expect(panel).to_be_hidden()
    press(page, "ArrowRight")  # before its sentence is over
    expect(panel).to_have_accessible_name(SEVEN)
    press(page, "ArrowLeft")
    expect(panel).to_be_hidden()
    assert at(page) == 1


@pytest.mark.parametrize("comes", ["deck.go(1)", "deck.does.replay()"])
def test_who_goes_on_at_once_is_asked(page: Page, comes: str) -> None:
    """What tells that a video begins is told later, and takes no question away."""
    arrives(page, 1)
    page.evaluate(f"{comes}; deck.does.next()")
    page.evaluate("""() => {
        const panel = document.querySelector("#ask");
        window.shown = [!panel.hidden];
        new MutationObserver(() => shown.push(!panel.hidden)).observe(panel, {attributes: true});
    }""")
    until(page, f"{SHOWN}?.ended")
    assert False not in page.evaluate("shown")


def test_the_presenter_asks_from_the_other_window(page: Page) -> None:
    arrives(page, 1)
    with page.expect_popup() as opened:
        press(page, "p")
    view = opened.value
    expect(view.locator(".count")).to_have_text("· 1 / 6")
    view.locator(".on").click()
    expect(view.locator(".count")).to_have_text("· 2 / 6")
    view.keyboard.press("ArrowRight")
    expect(page.locator("#ask")).to_have_accessible_name(SEVEN)
    view.locator(".on").click()
    expect(page.locator("#ask")).to_be_hidden()
    expect(view.locator(".count")).to_have_text("· 3 / 6")


@pytest.fixture(scope="module")
def light(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A deck on paper, with a figure and with longer words."""
    folder = tmp_path_factory.mktemp("light")
    scene = scene_of(
        folder, [{}] * 6, lambda _: (240, 240, 235), corner=(250, 250, 245),
        quality=QUALITY, language="fr", questions=asked(),
    )  # fmt: skip
    found = figure("nudge", "NudgeSquare", language="fr")
    deck.make(Scene(folder, replace(scene.record, figure=found)), folder, table(found))
    return (folder / "Story.deck.html").as_uri()


@pytest.mark.parametrize("size", [(320, 560), (360, 740), (400, 800), (600, 400), (1920, 1080)])
@pytest.mark.parametrize("theme", ["dark", "light"])
def test_everybody_can_answer_and_all_of_it_has_room(
    browser: Browser, address: str, light: str, theme: str, size: tuple[int, int]
) -> None:
    width, height = size
    viewport: ViewportSize = {"width": width, "height": height}
    where = light if theme == "light" else address
    with browser.new_context(viewport=viewport) as context, driven(context, where) as page:
        panel, stage = page.locator("#ask"), page.locator("#stage")
        for stop in range(1, 6):
            page.evaluate("stop => deck.go(stop)", stop - 1)
            press(page, "ArrowRight")
            expect(panel).to_be_visible()
            above, below = stage.bounding_box(), panel.bounding_box()
            assert above
            assert below
            assert above["width"] >= width / 3  # the picture can be seen beside it
            assert above["height"] >= 0.3 * height
            assert (  # and is not covered
                above["y"] + above["height"] <= below["y"] + 1
                or above["x"] + above["width"] <= below["x"] + 1
            )
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.evaluate("document.documentElement.scrollHeight") <= height
            assert panel.evaluate("node => node.scrollWidth <= node.clientWidth")
        press(page, "Tab", "Enter")
        assert violations(page) == []
        boxes = [button.bounding_box() for button in page.locator("nav button:visible").all()]
        assert len(boxes) == 8 + (theme == "light")
        assert len({box["y"] for box in boxes if box}) == 1  # in one row
        assert all(box and box["x"] + box["width"] <= width for box in boxes)
        assert all(box and box["width"] >= 24 for box in boxes)


def test_who_explores_the_figure_is_asked_on_the_way_on(browser: Browser, light: str) -> None:
    with browser.new_context() as context, driven(context, light) as page:
        press(page, "e")
        value = page.frame_locator("#figure").locator("dd[data-key=x]")
        expect(value).to_have_text("= 2")
        until(page, f"{SHOWN}.ended")
        page.wait_for_timeout(200)
        panel = page.locator("#ask")
        expect(panel).to_be_hidden()
        page.get_by_role("button", name="Suivant").click()
        expect(panel).to_be_visible()
        expect(value).to_be_visible()  # to find the answer with
        page.get_by_role("button", name="Continuer").click()
        expect(page.locator("#figure")).to_be_hidden()
        arrives(page, 2)


def test_harm_in_a_question_is_text(context: BrowserContext, tmp_path: Path) -> None:
    deck.make(filmed(tmp_path, harm=HARM), tmp_path)
    with driven(context, (tmp_path / "Asks.deck.html").as_uri()) as page:
        arrives(page, 1)
        expect(page.locator("#ask .question")).to_have_text(SLOPE + HARM)


def test_a_deck_that_asks_nothing_has_no_word_of_questions(tmp_path: Path) -> None:
    deck.make(scene_of(tmp_path, [{}], colour, quality=QUALITY), tmp_path)
    text = (tmp_path / "Story.deck.html").read_text(encoding="utf-8")
    assert 'id="ask"' not in text
    assert "quiz" not in text
