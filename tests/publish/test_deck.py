"""The deck, driven in a browser as people drive it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from publish import deck
from publish.scene import Scene
from tests.publish.browsing import QUIET, executable, until, violations, watch
from tests.publish.decks import (
    BEATS,
    COLOURS,
    QUALITY,
    SHOWN,
    TITLE,
    arrives,
    colour,
    driven,
    middle,
    near,
)
from tests.publish.filming import scene_of
from tests.publish.sounding import save, tone

SIGNED = {"author": "Ada <L>", "licence": "CC BY 4.0"}


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("lesson")
    scene = scene_of(folder, BEATS, colour, language="de", quality=QUALITY, title=TITLE, **SIGNED)
    deck.make(scene, folder)
    return scene


@pytest.fixture(scope="module")
def address(scene: Scene) -> str:
    return (scene.folder / "Story.deck.html").as_uri()


@pytest.fixture
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    with driven(context, address) as page:
        yield page


def test_it_plays_by_itself_and_stops_after_the_first_sentence(page: Page) -> None:
    arrives(page, 1)
    assert near(middle(page), COLOURS[0])
    page.wait_for_timeout(300)
    assert page.evaluate("deck.at") == 0


def test_keys_go_on_back_and_to_both_ends(page: Page) -> None:
    for key, stop in [
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("ArrowLeft", 2),
        ("End", 4),
        ("ArrowRight", 4),
        ("Home", 1),
        ("ArrowLeft", 1),
        (" ", 2),
    ]:
        page.keyboard.press(key)
        arrives(page, stop)
        assert near(middle(page), COLOURS[stop - 1]), key
        progress = page.locator("#progress")
        expect(progress).to_have_attribute("aria-valuenow", str(stop))
    expect(page.locator("#where")).to_contain_text("2 / 4 The nudge")
    expect(page.locator("#says")).to_have_text("2. Zweitens")


def test_keys_pressed_fast_lead_to_the_last_one_s_stop(page: Page) -> None:
    for key in ["ArrowRight"] * 3 + ["ArrowLeft"]:
        page.keyboard.press(key)
    arrives(page, 3)
    assert near(middle(page), COLOURS[2])


def test_replay_plays_the_same_again(page: Page) -> None:
    arrives(page, 1)
    page.keyboard.press("r")
    assert not page.evaluate(f"{SHOWN}.ended")
    arrives(page, 1)


def test_captions_are_those_of_the_moment(page: Page) -> None:
    arrives(page, 1)
    captions = page.locator("#captions")
    expect(captions).to_be_hidden()
    page.keyboard.press("c")
    expect(captions).to_have_text("Second half,\ntwo lines")
    box, stage = captions.bounding_box(), page.locator("#stage").bounding_box()
    assert box is not None
    assert stage is not None
    assert stage["y"] + stage["height"] <= box["y"] + 1  # nothing drawn is covered
    page.keyboard.press("r")
    expect(captions).to_have_text("First half")
    expect(captions).to_have_text("Second half,\ntwo lines")
    page.keyboard.press("C")
    expect(captions).to_be_hidden()


def test_notes_are_what_is_said(page: Page) -> None:
    page.keyboard.press("n")
    notes = page.locator("#notes > div")
    expect(notes).to_have_text("When a = 2 & b < 3 </script>\n\nWhen A is two.")
    page.keyboard.press("ArrowRight")
    expect(notes).to_have_text("Zweitens")


def test_the_keyboard_reaches_every_button_and_shows_where_it_is(page: Page) -> None:
    arrives(page, 1)
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        reached.append(focused.get_attribute("data-does"))
        assert focused.evaluate("node => parseFloat(getComputedStyle(node).outlineWidth)") >= 2
    assert reached == ["back", "next", "replay", "captions", "notes", "present", "full"]
    page.locator("[data-does=next]").focus()
    page.keyboard.press("Enter")
    arrives(page, 2)
    page.keyboard.press("Space")
    arrives(page, 3)


def test_full_screen(page: Page) -> None:
    page.keyboard.press("f")
    until(page, "document.fullscreenElement !== null")
    until(page, "document.body.classList.contains('alone')")
    page.keyboard.press("Tab")
    expect(page.locator("nav")).to_be_visible()
    page.keyboard.press("f")
    until(page, "document.fullscreenElement === null")


def test_clicks_and_swipes_go_on_and_back(page: Page) -> None:
    page.mouse.click(800, 300)
    arrives(page, 2)
    page.mouse.click(100, 300)
    arrives(page, 1)
    page.mouse.move(600, 300)
    page.mouse.down()
    page.mouse.move(300, 310)
    page.mouse.up()
    arrives(page, 2)


def test_a_finger_taps(browser: Browser, address: str) -> None:
    with browser.new_context(has_touch=True, viewport={"width": 400, "height": 700}) as context:
        page = context.new_page()
        page.goto(address)
        page.touchscreen.tap(300, 200)
        arrives(page, 2)
        page.touchscreen.tap(50, 200)
        arrives(page, 1)


def test_the_presenter_sees_now_next_notes_and_time(page: Page) -> None:
    arrives(page, 1)
    with page.expect_popup() as opened:
        page.keyboard.press("p")
    view = opened.value
    expect(view.locator(".now")).to_have_attribute("alt", "When A is two.")
    expect(view.locator(".next")).to_have_attribute("alt", "Zweitens")
    expect(view.locator(".clock")).to_have_text(re.compile(r"^0:0\d$"))
    expect(view.locator(".clock")).not_to_have_text("0:00")
    assert violations(view) == []
    view.keyboard.press("ArrowRight")
    arrives(page, 2)
    expect(view.locator(".script > div")).to_have_text("Zweitens")
    view.locator(".back").click()
    arrives(page, 1)
    page.keyboard.press("End")
    expect(view.locator(".next")).to_have_attribute("alt", "The end")


def test_an_address_can_name_a_stop(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    page.goto(address + "#3")
    arrives(page, 3)


def test_with_reduced_motion_nothing_moves_before_it_is_asked_to(
    browser: Browser, address: str
) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(address)
        still = page.locator("#still")
        expect(still).to_be_visible()
        expect(still).to_have_attribute("alt", "When A is two.")
        assert still.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
        page.keyboard.press("ArrowRight")
        expect(still).to_have_attribute("alt", "Zweitens")
        page.wait_for_timeout(300)
        assert page.evaluate(f"{SHOWN} === null")
        assert violations(page) == []
        page.get_by_role("button", name="Play", exact=True).click()
        arrives(page, 2)
        expect(page.get_by_role("button", name="Play", exact=True)).to_be_hidden()


@pytest.mark.parametrize("size", [(400, 260), (400, 800), (1440, 900)])
def test_the_button_to_start_lies_below_what_is_drawn(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    width, height = size
    viewport: ViewportSize = {"width": width, "height": height}
    with browser.new_context(reduced_motion="reduce", viewport=viewport) as context:
        page = context.new_page()
        page.goto(address)
        start, stage = page.locator("#start").bounding_box(), page.locator("#stage").bounding_box()
        assert start is not None
        assert stage is not None
        assert start["width"] >= 24 <= start["height"]
        assert start["y"] + start["height"] <= stage["y"] + stage["height"]
        assert start["y"] >= stage["y"] + 0.75 * stage["height"]


def test_in_a_frame_it_waits_for_its_button(
    context: BrowserContext, scene: Scene, tmp_path: Path
) -> None:
    other = scene.folder / "blog.html"
    code = deck.snippet(scene)
    other.write_text(f"<!DOCTYPE html><title>A blog</title>{code}", encoding="utf-8")
    assert code.replace("--", "&#45;&#45;") in (scene.folder / "Story.deck.html").read_text("utf-8")
    page = context.new_page()
    asked, errors = watch(page)
    page.goto(other.as_uri())
    frame = page.frame_locator("iframe")
    expect(frame.locator("#still")).to_be_visible()
    frame.get_by_role("button", name="Play", exact=True).click()
    inside = page.frames[1]
    until(inside, f"deck.at === 0 && {SHOWN}?.ended")
    page.keyboard.press("ArrowRight")
    until(inside, f"deck.at === 1 && {SHOWN}?.ended")
    page.keyboard.press("f")
    until(inside, "document.fullscreenElement !== null")
    assert errors == []
    assert {one.partition(":")[0] for one in asked} <= {"file", "data", "blob"}


@pytest.mark.parametrize("size", [(400, 700), (1440, 900)])
def test_everything_has_room(size: tuple[int, int], page: Page) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.keyboard.press("c")
    page.keyboard.press("n")
    arrives(page, 1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for name in ("#captions", "#notes", "nav"):
        box = page.locator(name).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= size[1]
    buttons = [node.bounding_box() for node in page.locator("nav button:visible").all()]
    assert len(buttons) == 7
    for box in buttons:
        assert box is not None
        assert 0 <= box["x"] <= box["x"] + box["width"] <= size[0]
    assert len({box["y"] for box in buttons if box}) == 1  # in one row
    stage = page.locator("#stage").bounding_box()
    assert stage is not None
    assert stage["height"] >= size[1] / 3


@pytest.mark.parametrize("width", [400, 1440])
def test_nobody_is_shut_out(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    arrives(page, 1)
    assert violations(page) == []
    page.keyboard.press("c")
    page.keyboard.press("n")
    assert violations(page) == []


def test_it_says_its_title_and_language(page: Page, scene: Scene) -> None:
    assert page.title() == TITLE
    assert page.locator("html").get_attribute("lang") == "de"
    text = (scene.folder / "Story.deck.html").read_text("utf-8")
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_it_says_whose_it_is_where_notes_are(page: Page) -> None:
    for name, text in {"author": "Ada <L>", "rights": "CC BY 4.0"}.items():
        assert page.locator(f"meta[name={name}]").get_attribute("content") == text
    expect(page.locator(".whose")).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator("#notes .whose")).to_have_text("By Ada <L>. Licence: CC BY 4.0.")


def test_a_light_scene_has_a_light_page(browser: Browser, tmp_path: Path) -> None:
    scene = scene_of(tmp_path, [{"end": 0.2}], lambda _: (240, 240, 235), corner=(250, 250, 245))
    deck.make(scene, tmp_path)
    text = (tmp_path / "Story.deck.html").read_text("utf-8")
    assert "--ink: #000000" in text
    assert 'name="author"' not in text  # it is nobody's
    assert 'class="whose"' not in text
    page = browser.new_page()
    page.goto((tmp_path / "Story.deck.html").as_uri())
    arrives(page, 1)
    assert violations(page) == []
    page.close()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a deck with sound."""
    folder = tmp_path_factory.mktemp("spoken")
    voice = save(tone(2.0), folder / "voice.wav")
    scene = scene_of(folder, BEATS, colour, sound=voice, quality=QUALITY, title=TITLE)
    deck.make(scene, folder)
    return (folder / "Story.deck.html").as_uri()


@pytest.mark.parametrize("how", ["ArrowRight", "PageDown", " ", "Enter", "x", "click", "button"])
def test_with_sound_it_waits_for_a_key_and_then_speaks(
    how: str, context: BrowserContext, spoken: str
) -> None:
    """Browsers play no sound before somebody has touched the page."""
    page = context.new_page()
    _, errors = watch(page)
    page.goto(spoken)
    expect(page.locator("#hint")).to_be_visible()
    expect(page.locator("#still")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate(f"{SHOWN} === null")
    assert violations(page) == []
    page.keyboard.press("Shift")  # no key that does anything
    expect(page.locator("#hint")).to_be_visible()
    if how == "click":
        page.mouse.click(700, 250)
    elif how == "button":
        page.get_by_role("button", name="Play", exact=True).click()
    else:
        page.keyboard.press(how)
    arrives(page, 1)  # it starts, and doesn't go on to the second
    assert near(middle(page), COLOURS[0])
    expect(page.locator("#hint")).to_be_hidden()
    assert page.evaluate(f"{SHOWN}.muted") is False
    assert page.evaluate(f"{SHOWN}.webkitAudioDecodedByteCount") > 0
    page.keyboard.press("ArrowRight")
    arrives(page, 2)
    assert errors == []


def test_while_it_waits_other_keys_do_what_they_say(context: BrowserContext, spoken: str) -> None:
    page = context.new_page()
    page.goto(spoken)
    expect(page.locator("#hint")).to_be_visible()
    page.keyboard.press("End")
    arrives(page, 4)
    expect(page.locator("#hint")).to_be_hidden()


def test_where_sound_may_play_by_itself_it_does(browser: Browser, spoken: str) -> None:
    arguments = [*QUIET, "--autoplay-policy=no-user-gesture-required"]
    kind = browser.browser_type
    other = kind.launch(executable_path=executable(kind), args=arguments)
    page = other.new_page()
    page.goto(spoken)
    arrives(page, 1)
    expect(page.locator("#hint")).to_be_hidden()
    other.close()
