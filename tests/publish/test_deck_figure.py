"""The figure in a deck: over the picture, with keys and a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FrameLocator, Page, expect

from explore.tables import table
from publish import deck
from publish.scene import Scene
from record.beats import Number
from tests.publish.browsing import until, violations
from tests.publish.decks import BEATS, QUALITY, SHOWN, arrives, colour, driven
from tests.publish.exploring import figure
from tests.publish.filming import scene_of

STATES = {"a": "5", "h": "1/1000"}, {"a": "3", "h": "1/100"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("lesson")
    found = figure("nudge", "NudgeSquare")
    scene = scene_of(folder, BEATS, colour, language="en", quality=QUALITY, title="A nudge")
    told = [
        Number("4", exact=True, rounding="none", value="4", expression="a", where=where, error=None)
        for where in STATES
    ]
    beats = [
        replace(beat, numbers=(number,))
        for beat, number in zip(scene.record.beats, told, strict=False)
    ]
    record = replace(scene.record, figure=found, beats=(*beats, *scene.record.beats[2:]))
    deck.make(Scene(folder, record), folder, table(found))
    return (folder / "Story.deck.html").as_uri()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    with driven(context, address) as page:
        yield page


def explored(page: Page) -> FrameLocator:
    page.keyboard.press("e")
    inside = page.frame_locator("#figure")
    expect(inside.locator("dd[data-key=x]")).to_be_visible()
    return inside


def test_it_opens_in_the_state_of_the_stop_and_keeps_that_of_the_viewer(page: Page) -> None:
    arrives(page, 1)
    inside = explored(page)
    value = inside.locator("dd[data-key=x]")
    expect(value).to_have_text("= 5")
    expect(inside.locator("dd[data-key=h]")).to_have_text("= 0.001")
    inside.get_by_role("slider", name="Point on the curve").press("ArrowRight")
    expect(value).to_have_text("= 5.5")
    assert page.evaluate("deck.at") == 0  # the key was the figure's
    button = page.get_by_role("button", name="Explore")
    expect(button).to_have_attribute("aria-pressed", "true")
    inside.get_by_role("slider", name="Point on the curve").press("Escape")
    expect(page.locator("#figure")).to_be_hidden()
    expect(button).to_be_focused()
    explored(page)
    expect(value).to_have_text("= 5.5")  # as it was left
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#figure")).to_be_hidden()
    arrives(page, 2)
    explored(page)
    expect(value).to_have_text("= 3")


def test_a_playing_video_and_its_figure_leave_each_other_alone(page: Page) -> None:
    page.keyboard.press("ArrowRight")
    inside = explored(page)
    inside.get_by_role("slider", name="Point on the curve").press("ArrowLeft")
    expect(inside.locator("dd[data-key=x]")).to_have_text("= 2.5")
    arrives(page, 2)  # it has gone on to its end meanwhile
    expect(inside.locator("dd[data-key=x]")).to_have_text("= 2.5")
    assert page.evaluate(f"{SHOWN}.paused")
    inside.get_by_role("button", name="Zoom in").click()
    expect(inside.get_by_text("Magnified × 10")).to_be_visible()
    assert page.evaluate("deck.at") == 1


def test_from_the_figure_back_to_the_stop_that_is_about_it(page: Page) -> None:
    back = page.get_by_role("button", name="Show in the video")
    page.keyboard.press("v")
    expect(back).to_be_hidden()
    arrives(page, 1)
    inside = explored(page)
    expect(back).to_have_accessible_name("Show in the video 1")
    inside.get_by_role("slider", name="Point on the curve").press("ArrowRight")
    expect(back).to_have_attribute("aria-disabled", "true")  # no stop is about 5.5
    back.press("Enter")
    expect(inside.locator("dd[data-key=x]")).to_have_text("= 5.5")
    page.evaluate("deck.go(1)")
    arrives(page, 2)
    explored(page)
    expect(back).to_have_accessible_name("Show in the video 2")
    page.evaluate("deck.go(3)")  # which is about nothing that can be explored
    explored(page)
    back.click()
    expect(page.locator("#figure")).to_be_hidden()
    assert page.evaluate("deck.at") == 1
    expect(page.get_by_role("button", name="Explore")).to_be_focused()
    arrives(page, 2)


@pytest.mark.parametrize("width", [320, 360, 901, 1440])
def test_it_has_the_room_and_the_theme_of_the_deck(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="light")  # the deck is dark, whatever the system asks for
    arrives(page, 1)
    explored(page)
    stage, frame = page.locator("#stage").bounding_box(), page.locator("#figure").bounding_box()
    assert stage == frame
    boxes = [one.bounding_box() for one in page.locator("nav button:visible").all()]
    assert len(boxes) == 9
    assert len({box["y"] for box in boxes if box}) == 1  # in one row
    assert all(box and box["x"] + box["width"] <= width for box in boxes)
    until(page.frames[1], "document.documentElement.dataset.theme === 'dark'")
    assert page.frames[1].evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []


def test_a_deck_without_a_figure_has_no_button_for_it(tmp_path: Path) -> None:
    scene = scene_of(tmp_path, BEATS[:1], colour, quality=QUALITY, title="A nudge")
    deck.make(scene, tmp_path)
    text = (tmp_path / "Story.deck.html").read_text(encoding="utf-8")
    assert 'data-does="explore"' not in text
