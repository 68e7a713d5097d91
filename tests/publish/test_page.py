"""The web site plays, jumps, follows and can be read by everybody, wherever it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.publish.browsing import until, violations
from tests.publish.conftest import SCENE


@pytest.fixture(scope="module")
def host(site: Path, serve: Callable[[Path], str]) -> str:
    """The address of the site, under a path."""
    return serve(site.parent.parent) + "/some%20where/site"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A new tab in which nothing may go wrong."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda message: wrong.append(message.text) if message.type == "error" else 0)
    yield tab
    context.close()
    # A page that was opened as a file may be refused its track before its script replaces it.
    assert [one for one in wrong if not ("Unsafe attempt" in one and ".vtt" in one)] == []


def open_scene(tab: Page, address: str) -> None:
    tab.goto(f"{address}/{SCENE}")
    until(tab, "document.getElementById('video').readyState >= 1")


def wait_for_time(tab: Page, least: float, most: float) -> None:
    now = "document.getElementById('video').currentTime"
    until(tab, f"{least} <= {now} && {now} < {most}")


def showing(tab: Page) -> str:
    """What the captions say now."""
    return str(
        tab.evaluate(
            "[...document.getElementById('video').textTracks].filter(t => t.mode === 'showing')"
            ".flatMap(t => [...(t.activeCues ?? [])]).map(c => c.text).join('|')"
        )
    )


def current(tab: Page, box: str) -> str:
    return tab.locator(f"{box} [aria-current]").inner_text()


@pytest.mark.parametrize("how", ["file", "http"])
def test_it_plays_jumps_and_follows(tab: Page, site: Path, host: str, how: str) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    open_scene(tab, site.as_uri() if how == "file" else host)
    assert tab.evaluate("document.getElementById('video').paused")  # nothing plays by itself
    tab.evaluate("document.getElementById('video').play()")
    wait_for_time(tab, 0.1, 12)
    tab.evaluate("document.getElementById('video').pause()")
    tab.get_by_role("button", name="The nudge").first.click()
    wait_for_time(tab, 4, 4.1)
    expect(tab.locator(".chapters [aria-current]")).to_contain_text("The nudge")
    expect(tab.locator(".lines [aria-current]")).to_contain_text("Sentence 3")
    until(
        tab,
        "[...document.getElementById('video').textTracks]"
        ".some(t => t.mode === 'showing' && t.activeCues?.length === 1)",
    )
    assert showing(tab) == "Sentence 3 &lt;of&gt; f &amp; a*b."
    tab.get_by_role("button", name="Sentence 6").click()
    wait_for_time(tab, 10, 10.1)
    expect(tab.locator(".lines [aria-current]")).to_contain_text("Sentence 6")
    assert "The end" in current(tab, ".chapters")
    tab.evaluate("document.getElementById('video').currentTime = 3.5")
    expect(tab.locator(".lines [aria-current]")).to_contain_text("Sentence 2")
    hosts = {urlsplit(url).netloc for url in asked}
    assert hosts == ({""} if how == "file" else {urlsplit(host).netloc})


def test_only_the_box_is_scrolled_to_what_is_said(tab: Page, site: Path) -> None:
    tab.emulate_media(reduced_motion="reduce")
    open_scene(tab, site.as_uri())
    tab.locator("#lines").evaluate(
        "({ style }) => { style.setProperty('max-height', '6rem', 'important');"
        " style.setProperty('flex', 'none', 'important'); }"
    )
    tab.evaluate("document.getElementById('video').currentTime = 11")
    expect(tab.locator(".lines [aria-current]")).to_contain_text("Sentence 6")
    until(tab, "document.getElementById('lines').scrollTop > 50")
    assert tab.evaluate("scrollY") == 0
    expect(tab.locator(".lines [aria-current]")).to_be_in_viewport()


def test_an_address_can_name_a_time(tab: Page, host: str) -> None:
    tab.goto(f"{host}/{SCENE}#t=6.5")
    wait_for_time(tab, 6.5, 6.6)


def test_the_keyboard_is_enough(tab: Page, site: Path) -> None:
    open_scene(tab, site.as_uri())
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    expect(tab.locator(".skip")).to_be_in_viewport()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "content"
    reached = []
    for _ in range(25):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.innerText ?? ''").split("\n")[0])
        if "The end" in reached[-1]:
            break
    assert "The end" in reached[-1], reached
    assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.keyboard.press("Enter")
    wait_for_time(tab, 8, 8.1)
    tab.get_by_text("Show the answer").focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("Answer: It is 4.")).to_be_visible()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    wait_for_time(tab, 8, 8.1)


def test_an_answer_is_hidden_until_it_is_asked_for(tab: Page, host: str) -> None:
    open_scene(tab, host)
    expect(tab.get_by_text("What is 2²?")).to_be_visible()
    answer = tab.get_by_text("Answer: It is 4.")
    expect(answer).to_be_hidden()
    tab.get_by_role("button", name="0:04 Watch the question").click()
    wait_for_time(tab, 4, 4.1)
    tab.get_by_text("Show the answer").click()
    expect(answer).to_be_visible()
    tab.get_by_role("button", name="0:08 Watch the answer").click()
    wait_for_time(tab, 8, 8.1)
    tab.goto(f"{host}/slopes/One/index.html")
    expect(tab.get_by_text("Pause and try")).to_have_count(0)


def test_numbers_need_no_pushing_about_on_a_phone(tab: Page, host: str) -> None:
    tab.set_viewport_size({"width": 400, "height": 850})
    open_scene(tab, host)
    box = tab.locator(".numbers .wide")
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    assert box.bounding_box()["height"] <= 850
    row = tab.get_by_role("row").filter(has=tab.get_by_role("rowheader", name="4.001"))
    cells = row.get_by_role("cell").all_inner_texts()
    assert cells == ["((a + h)² − a²)/h", "a = 2, h = 0.001", "4001/1000", "0:02"]


def test_it_says_whose_it_is(tab: Page, host: str) -> None:
    open_scene(tab, host)
    expect(tab.get_by_text("By Ada <Lovelace>.")).to_be_visible()
    expect(tab.get_by_text("Licence: CC BY 4.0.")).to_be_visible()
    tab.goto(f"{host}/slopes/One/index.html")
    expect(tab.locator(".whose")).to_have_count(0)


def test_the_sound_is_on_and_has_the_browser_s_own_controls(tab: Page, host: str) -> None:
    for address in (SCENE, "nudge/Square/embed.html"):
        tab.goto(f"{host}/{address}")
        video = tab.locator("video")
        assert video.evaluate("video => [video.muted, video.defaultMuted, video.volume]") == [
            False, False, 1,
        ]  # fmt: skip
        assert video.evaluate("video => video.controls && !video.controlsList.length")


@pytest.mark.parametrize("width", [400, 1440])
def test_no_page_is_wider_than_the_screen(tab: Page, site: Path, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 850})
    for address in ("index.html", SCENE, "slopes/One/index.html", "nudge/Square/embed.html"):
        tab.goto(f"{site.as_uri()}/{address}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, address


def test_the_picture_can_be_described(tab: Page, site: Path) -> None:
    open_scene(tab, site.as_uri())
    shown = tab.get_by_text("On screen: f(a) = 4")
    assert shown.bounding_box()["width"] <= 1  # there for screen readers only …
    tab.get_by_role("button", name="Describe the picture").click()
    assert shown.bounding_box()["width"] > 100  # … and for everybody who asks
    tab.get_by_role("button", name="Sentence 6").click()
    expect(tab.locator(".lines [aria-current]")).to_contain_text("Sentence 6")
    tab.get_by_role("button", name="Describe the picture").click()
    tab.emulate_media(media="print")
    assert shown.bounding_box()["width"] > 100  # paper has no buttons
    expect(tab.locator("video")).to_be_hidden()


def test_a_theme_is_remembered(tab: Page, host: str) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    tab.emulate_media(color_scheme="light")
    open_scene(tab, host)
    light = tab.evaluate(ground)
    button = tab.get_by_role("button", name="Dark theme")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    dark = tab.evaluate(ground)
    assert (light, dark) == ("rgb(251, 250, 246)", "rgb(13, 20, 32)")
    tab.goto(f"{host}/index.html")
    assert tab.evaluate(ground) == dark
    expect(button).to_have_attribute("aria-pressed", "true")


def test_without_scripts_the_system_chooses_the_theme(browser: Browser, site: Path) -> None:
    for scheme, colour in (("dark", "rgb(13, 20, 32)"), ("light", "rgb(251, 250, 246)")):
        context = browser.new_context(java_script_enabled=False, color_scheme=scheme)
        tab = context.new_page()
        tab.goto(f"{site.as_uri()}/{SCENE}")
        expect(tab.locator("html")).to_have_css("background-color", colour)
        expect(tab.get_by_text("Sentence 6")).to_be_visible()
        context.close()


def test_reduced_motion_is_respected(tab: Page, site: Path) -> None:
    tab.emulate_media(reduced_motion="reduce")
    for address in ("index.html", SCENE):
        tab.goto(f"{site.as_uri()}/{address}")
        moving = (
            "[...document.querySelectorAll('*:not(source, track)')].filter(e => {"
            " const s = getComputedStyle(e);"
            " return s.transitionDuration !== '0s' || s.animationName !== 'none'"
            " || s.scrollBehavior === 'smooth' }).length"
        )
        assert tab.evaluate(moving) == 0


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_no_barriers(tab: Page, host: str, scheme: str) -> None:
    tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in ("index.html", SCENE, "nudge/Carré/index.html", "nudge/Square/embed.html"):
        tab.goto(f"{host}/{address}")
        if address == SCENE:
            tab.get_by_role("button", name="Describe the picture").click()
            tab.get_by_role("button", name="The end").click()
            expect(tab.locator(".lines [aria-current]")).to_contain_text("Sentence 5")
        assert violations(tab) == [], address


def test_the_embed_code_works_in_a_page_of_somebody_else(
    tab: Page, host: str, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    open_scene(tab, host)
    code = tab.locator("#code").input_value()
    assert f'src="{host}/nudge/Square/embed.html"' in code
    head = "<!doctype html><meta charset='utf-8'><link rel='icon' href='data:,'><title>x</title>"
    (tmp_path / "blog.html").write_text(head + code, encoding="utf-8")
    tab.goto(f"{serve(tmp_path)}/blog.html")
    video = tab.frame_locator("iframe").locator("video")
    video.evaluate("video => video.play()")
    video.evaluate("video => new Promise(done => video.addEventListener('timeupdate', done))")
    assert video.evaluate("video => video.currentTime") > 0
    assert video.evaluate("video => video.textTracks[0].mode") == "showing"
