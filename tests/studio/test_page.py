"""The studio in a browser: what somebody does there is seen, said, saved and rendered."""

from __future__ import annotations

import re
import shutil
import signal
import urllib.request
import wave
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import av
import numpy as np
import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.publish.browsing import chromium, violations
from tests.studio.window import LESSON, Studio, is_another, is_away, is_told, picture
from tests.waiting import PATIENCE, await_that


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with one lesson."""
    studio = Studio(tmp_path_factory.mktemp("studio"))
    yield studio
    workers = psutil.Process(studio.process.pid).children(recursive=True)
    studio.process.send_signal(signal.SIGINT)
    assert studio.process.wait(PATIENCE) == 130
    assert "Traceback" not in (studio.folder / "said.txt").read_text(encoding="utf-8")
    await_that(lambda: not any(one.is_running() for one in workers))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE * 1000)
    yield context
    context.close()


@pytest.fixture
def page(studio: Studio, context: BrowserContext) -> Iterator[Page]:
    """The page, with the lesson as it was at first."""
    expect.set_options(timeout=PATIENCE * 1000)
    page = context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    home = urlsplit(studio.address).netloc
    page.on(
        "request", lambda asked: mistakes.append(asked.url) if is_away(asked.url, home) else None
    )
    page.goto(studio.address)
    is_told(page)
    yield page
    undo = page.get_by_role("button", name="Undo")
    while undo.evaluate("one => { one.click(); return !one.disabled; }"):  # no moment in between
        page.wait_for_timeout(300)
    assert studio.changed_lines() == []
    assert mistakes == []


def test_a_function_is_changed_and_picture_sentence_and_numbers_follow(page: Page) -> None:
    before = picture(page)
    page.get_by_label("Function", exact=True).fill("f(a) = 3*a")
    is_another(page, before)
    expect(page.locator(".reads").first).to_have_text("f(a) = 3a, said: three A")
    expect(page.locator(".words")).to_contain_text("f changes by 0.3")
    expect(page.get_by_role("status").filter(has_text="1 change")).to_be_visible()
    page.get_by_role("button", name="Reset Function").click()
    expect(page.get_by_label("Function", exact=True)).to_have_value("f(a) = a**2")
    expect(page.locator(".top")).to_contain_text("As in mine.py")


def test_a_wrong_value_is_told_beside_its_control_with_what_would_work(page: Page) -> None:
    points = page.get_by_label("Points", exact=True)
    points.fill("2, 2x")
    wrong = page.locator(".control", has=points).locator(".wrong")
    message = "mine:Mine: points: writes every product with *, as in 2*x; got '2x'. Try: points=2,5"
    expect(wrong).to_have_text(message)
    expect(points).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".late")).to_contain_text("cannot be told")
    page.get_by_role("button", name="Use the suggestion: 2,5").click()
    expect(wrong).to_be_empty()
    expect(page.locator(".screen")).not_to_have_class(re.compile("old"))


def test_a_point_is_dragged_in_the_picture_saved_and_taken_back(studio: Studio, page: Page) -> None:
    box = page.get_by_role("button", name="Move points 2").bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    points = page.get_by_label("Points", exact=True)
    before = picture(page)
    page.mouse.move(middle[0] + 30, middle[1], steps=3)
    is_another(page, before)  # and it is held still
    halfway = points.input_value()
    page.mouse.move(middle[0] + 60, middle[1], steps=3)
    expect(points).not_to_have_value(halfway)
    page.mouse.up()
    page.wait_for_timeout(1000)  # until the last of what the mouse did has come
    first, second = points.input_value().split(", ")
    assert float(first) > float(halfway.split(", ")[0])
    assert 2.3 < float(first) < 5
    assert second == "5"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".top")).to_contain_text("As in mine.py")
    assert studio.changed_lines() == [
        "-     points = 2, 5  # where",
        f"+     points = {first}, 5  # where",
    ]
    page.get_by_role("button", name="Undo").click()
    await_that(lambda: studio.changed_lines() == [])
    expect(points).to_have_value("2, 5")


def test_a_sentence_is_edited_and_its_numbers_cannot_be(studio: Studio, page: Page) -> None:
    sentence = page.get_by_role("textbox", name="Sentence of beat 1", exact=True)
    said = sentence.inner_text()
    number = sentence.locator(".chip").first.inner_text()
    sentence.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    expect(sentence.locator(".chip").first).to_have_text(number)
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type(", once more")
    expect(page.locator(".rail")).to_contain_text("once more")
    page.get_by_role("button", name="Save", exact=True).click()
    await_that(lambda: studio.changed_lines() != [])
    lines = studio.changed_lines()
    assert lines[0].startswith("+     wording = {")
    assert {line[0] for line in lines} == {"+"}
    assert "once more" in "".join(lines)
    page.get_by_role("button", name="Undo").click()
    expect(sentence).to_have_text(said)


def test_what_somebody_else_saved_is_taken_over_and_never_overwritten(
    studio: Studio, page: Page
) -> None:
    page.get_by_label("Points", exact=True).fill("4")
    expect(page.locator(".top")).to_contain_text("1 change")
    theirs = LESSON.replace("2, 5", "7, 8").replace("# one variable", "# theirs")
    studio.lesson.write_text(theirs, encoding="utf-8")
    expect(page.locator(".banner")).to_contain_text("points is 7, 8")
    expect(page.get_by_label("Points", exact=True)).to_have_value("4")
    assert studio.lesson.read_text(encoding="utf-8") == theirs
    page.get_by_role("button", name="Keep mine").click()
    page.get_by_role("button", name="Save", exact=True).click()
    await_that(lambda: "points = (4,)  # where" in studio.lesson.read_text(encoding="utf-8"))
    assert "# theirs" in studio.lesson.read_text(encoding="utf-8")
    studio.lesson.write_text(LESSON, encoding="utf-8")
    expect(page.get_by_label("Points", exact=True)).to_have_value("2, 5")


def test_what_is_wrong_with_a_sentence_is_told_among_the_words(page: Page) -> None:
    sentence = page.get_by_role("textbox", name="Sentence of beat 1", exact=True)
    said = sentence.inner_text()
    sentence.focus()
    page.keyboard.press("End")
    page.keyboard.type(" {x")
    expect(page.locator(".words [role=alert]")).to_contain_text("wording: has no braces")
    expect(page.locator(".panel")).not_to_contain_text("braces")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".words [role=alert]")).to_be_empty()
    expect(sentence).to_have_text(said)


def test_the_shape_that_is_chosen_is_the_one_that_is_seen(page: Page) -> None:
    shape = page.get_by_label("Shape")
    shape.select_option("9:16")
    page.get_by_role("button", name="Undo").click()
    expect(shape).to_have_value("16:9")


def test_it_plays_what_is_drawn_and_renders_to_mp4(studio: Studio, page: Page) -> None:
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_label("Quality").select_option("draft")
    page.get_by_role("button", name="Render", exact=True).click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    done = expect(page.locator(".out [role=status]"))
    done.to_have_text("Rendered", timeout=PATIENCE * 1000)
    expect(page.locator(".shelf img")).to_have_attribute("src", "/out/mine/Mine.png")
    with av.open(studio.folder / "out" / "mine" / "Mine.mp4") as video:
        assert (video.duration or 0) > 10_000_000  # microseconds
    expect(page.locator(".embed textarea")).to_have_value(re.compile('<video src="Mine.mp4"'))
    with page.expect_popup() as popup:
        page.get_by_role("link", name=re.compile("Mine.mp4")).click()
    assert "/out/mine/Mine.mp4" in popup.value.url


def test_it_is_worked_with_keys_alone(page: Page) -> None:
    where = page.locator(".where")
    page.keyboard.press("ArrowRight")
    expect(where).to_contain_text("Beat 2 of")
    page.keyboard.press(".")
    page.keyboard.press(",")
    expect(where).to_contain_text("Beat 2 of")
    page.keyboard.press("ArrowLeft")
    expect(where).to_contain_text("Beat 1 of")
    reached: set[str] = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)"))
    for what in (
        "Move points",
        'aria-label="Time"',
        'id="field-function"',
        "Sentence of beat 2",
        "Play",
    ):
        assert any(what in one for one in reached), what
    page.get_by_label("Time").focus()
    page.keyboard.press("ArrowLeft")
    handle = page.get_by_role("button", name="Move points 2", exact=True)
    handle.focus()
    before = picture(page)
    page.keyboard.press("ArrowRight")
    is_another(page, before)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    points = page.get_by_label("Points", exact=True)
    expect(points).to_have_value("2.3, 5")
    page.keyboard.press("Control+s")
    expect(page.locator(".top")).to_contain_text("As in mine.py")
    page.keyboard.press("Control+z")
    expect(points).to_have_value("2, 5")


@pytest.mark.parametrize("width", [400, 800])
def test_a_narrow_window_has_all_of_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    box = page.locator(".sheet").bounding_box()
    assert box is not None
    assert box["width"] > 0.8 * width or box["height"] > 300
    page.locator(".out").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Render", exact=True)).to_be_in_viewport()


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(width: int, scheme: str, studio: Studio, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(studio.address)
    is_told(page)
    assert violations(page) == []
    page.get_by_label("Points", exact=True).fill("2, 2x")
    try:
        expect(page.get_by_role("button", name="Use the suggestion: 2,5")).to_be_visible()
        for summary in page.locator("summary").all():
            summary.click()
        assert violations(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    finally:
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_label("Points", exact=True)).to_have_value("2, 5")
        context.close()


def test_nothing_outside_is_given_out(studio: Studio) -> None:
    base, token = studio.address.split("/?token=")
    cookie = f"studio-{base.rpartition(':')[2]}={token}"

    def status(path: str, **headers: str) -> int:
        request = urllib.request.Request(base + path, headers={"cookie": cookie, **headers})
        try:
            with urllib.request.urlopen(request) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code

    assert status("/") == 200
    (studio.folder / "out").mkdir(exist_ok=True)
    for path in ("/out/../mine.py", "/out/%2e%2e/mine.py", "/out/..%2fmine.py", "/out//etc/passwd",
                 "/font/..%2fLICENSE.txt", "/font/%2e%2e%2f%2e%2e%2fx", "/clip/1/..%2f1.mp4",
                 "/picture/1.png", "/clip/1/99.mp4", "/clip/-1/0.mp4"):  # fmt: skip
        assert status(path) in (404, 422), path
    assert status("/", origin="http://evil.example") == 403
    assert status("/", host="evil.example") == 421


def test_a_hundred_sockets_and_killed_workers_do_not_take_it_down(
    studio: Studio, browser: Browser, page: Page
) -> None:
    script = """async () => {
        const open = (at) => new Promise((done) => {
            const socket = new WebSocket(`ws://${location.host}/_nicegui_ws/socket.io/?EIO=4&transport=websocket`);
            socket.onopen = socket.onerror = () => done(socket);
        });
        window.sockets = await Promise.all([...Array(100).keys()].map(open));
        return window.sockets.length;
    }"""
    assert page.evaluate(script) == 100
    for worker in psutil.Process(studio.process.pid).children(recursive=True):
        worker.kill()
    before = picture(page)
    page.get_by_label("Points", exact=True).fill("3")
    expect(page.get_by_label("Points", exact=True)).to_have_value("3")
    page.get_by_label("Points", exact=True).fill("3, 4")
    is_another(page, before)


def test_changes_that_are_not_saved_outlive_the_tab(studio: Studio, page: Page) -> None:
    page.get_by_label("Points", exact=True).fill("3, 4")
    expect(page.locator(".top")).to_contain_text("1 change")
    page.reload()
    expect(page.get_by_label("Points", exact=True)).to_have_value("3, 4")


def test_ones_own_voice_is_recorded_levelled_heard_and_recorded_again(
    studio: Studio, page: Page
) -> None:
    folder = studio.folder / "recordings" / "mine" / "Mine"
    page.context.grant_permissions(["microphone"])
    button = page.get_by_role("button", name="Record your voice for beat 1", exact=True)
    expect(button).to_have_text("Record")

    def record(seconds: float) -> float:
        """Record beeps, and return how long the recording is."""
        before = {path: path.stat().st_mtime_ns for path in folder.glob("*")}
        button.click()
        expect(button).to_have_text("Stop")
        page.wait_for_timeout(1000 * seconds)
        button.click()
        await_that(lambda: any(before.get(one) != one.stat().st_mtime_ns for one in wavs()))
        expect(button).to_have_text("Record again")
        (path,) = wavs()
        with wave.open(str(path)) as file:
            assert file.getnchannels() == 1
            heard = np.frombuffer(file.readframes(file.getnframes()), np.int16)
            assert 0.05 < np.abs(heard / 2**15).max() < 1
            return file.getnframes() / file.getframerate()

    def wavs() -> list[Path]:
        return [*folder.glob("01-*.wav")]

    short = record(1.5)
    expect(page.get_by_label("Read by")).to_have_value("files:recordings")
    page.get_by_role("button", name="Hear beat 1", exact=True).click()
    page.wait_for_function("document.querySelector('video').currentTime > 0.2")
    assert record(3.5) > short + 1
    page.get_by_label("Read by").select_option("nobody")
    shutil.rmtree(folder)
    is_told(page)
    expect(button).to_have_text("Record")
