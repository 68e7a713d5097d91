"""From a moment of the video to the state of its figure, and from there back to the video."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from publish import page as pages
from publish.files import link
from publish.scene import Scene
from tests.publish.browsing import until, violations, watched
from tests.publish.exploring import SHOWN, figure, shared, told

# A page that shows a figure, tells it moments and keeps what it answers last.
HOST = """<!doctype html><title>A page</title><iframe src="{address}"></iframe><script>
  const frame = document.querySelector("iframe");
  let met = null;
  addEventListener("message", ({{ data }}) => {{ if (data.met) met = data.met.join(); }});
  const tell = (moments) => frame.contentWindow.postMessage({{ moments }}, "*");
  const visit = (state) => {{ met = null; frame.src = `{address}#${{state}}`; }};
</script>"""


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """A tab with a page; one that was opened as a file may be refused its track at first."""
    with watched(context, "Unsafe attempt") as tab:
        yield tab


@pytest.mark.parametrize(
    ("name", "moment", "place"),
    [
        # A stop of the scene's own descent; the start of another one.
        ("descent", "x=48/25", {"k": "2", "x": "1.92"}),
        ("descent", "x=-3", {"k": "0", "x": "−3"}),
        ("momentum", "x=-893/250&y=-38/25", {"k": "2", "x": "−3,572", "y": "−1,52"}),
        # Without momentum it comes elsewhere.
        ("momentum", "x=-484/125&y=-98/25", {"k": "2", "x": "−3,872", "y": "−3,92"}),
        ("momentum", "x=1&y=0", {"k": "0", "x": "1", "y": "0"}),
        ("fit", "x=4&y=1", {"k": "1", "x": "4", "y": "1"}),
        ("fit", "x=7&y=1", {"k": "0", "x": "0", "y": "0"}),  # nowhere
    ],
)
def test_a_moment_of_the_video_is_a_stop_of_a_descent(
    tab: Page,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    moment: str,
    place: dict[str, str],
) -> None:
    tab.goto(f"{shared(tmp_path_factory, name).as_uri()}#{moment}")
    found = tab.evaluate(SHOWN)
    assert {key: told(found[key]) for key in place} == place


MOMENTS = {
    # Of a point, of a nudge there, twice, of another point, of one that the figure does not have.
    "nudge": ["a=2", "a=2&h=1/10", "a=3&h=1/1000", "a=2&h=1/10", "a=100&h=1/10"],
    "descent": ["x=3", "x=12/5", "x=-3", "x=1/7"],
    "momentum": ["x=-5&y=-2", "x=-893/250&y=-38/25"],
    "chain": ["a=5&b=3&c=2", "a=5&b=4&c=2", "a=5&b=99&c=2"],
}


@pytest.mark.parametrize(
    ("name", "states"),
    [
        (
            "nudge",
            {
                "a=2&h=0.1": "1,3", "a=2&h=1": "0", "a=3&h=0.001&zoom=1": "2", "a=3&h=0.1": "",
                "a=2.5&h=0.1": "",
            },
        ),
        (
            "descent",
            {
                "a=3&rate=0.1&k=1": "1", "a=3&rate=0.1&k=0": "0", "a=3&rate=0.1&k=2": "",
                "a=3&rate=0.9&k=1": "", "a=-3&rate=0.9&k=0": "2", "a=-3&rate=0.9&k=1": "",
            },
        ),
        (
            "momentum",
            {
                "a=-5&b=-2&k=2": "1", "a=-5&b=-2&k=1": "", "a=-5&b=-2&k=0": "0",
                "a=-5&b=-1&k=0": "", "a=-5&b=-2&momentum=0&k=2": "",
            },
        ),
        (
            "chain",
            {
                "a=5&b=4&c=2": "1", "a=5&b=4&c=1": "", "a=5&b=3&c=2&nudged=2": "0",
                "b=4": "1",  # the others stay
            },
        ),
    ],
)  # fmt: skip
def test_a_figure_says_which_moments_it_shows(
    tab: Page,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
    name: str,
    states: dict[str, str],
) -> None:
    address = shared(tmp_path_factory, name).as_uri()
    host = tmp_path / "host.html"
    host.write_text(HOST.format(address=address), encoding="utf-8")
    tab.goto(host.as_uri())
    expect(tab.frame_locator("iframe").locator("dd").first).to_be_visible()
    tab.evaluate("moments => tell(moments)", MOMENTS[name])
    until(tab, "met !== null")
    for state, wanted in states.items():
        tab.evaluate("state => visit(state)", state)
        until(tab, "met !== null")
        assert tab.evaluate("met") == wanted, state


STATES = {"a": "5", "h": "1/1000"}, {"a": "3"}, {"a": "5", "h": "1/1000"}


@pytest.fixture
def published(
    tmp_path_factory: pytest.TempPathFactory, course: tuple[Scene, ...], tmp_path: Path
) -> Path:
    """The site of a scene with a figure, whose first three beats are about states of it."""
    square = next(scene for scene in course if scene.name == "Square")
    folder = tmp_path / "nudge"
    folder.mkdir()
    for file in (square.video, square.poster, square.folder / "Square.vtt"):
        link(file, folder / file.name)
    link(shared(tmp_path_factory, "nudge"), folder / "Square.explore.html")
    about = next(beat.numbers[0] for beat in square.record.beats if beat.numbers)
    beats = [
        replace(beat, numbers=(replace(about, where=where),))
        for beat, where in zip(square.record.beats, STATES, strict=False)
    ]
    found, others = figure("nudge", "NudgeSquare"), square.record.beats[len(beats) :]
    pages.make(
        [Scene(folder, replace(square.record, figure=found, beats=(*beats, *others)))], tmp_path
    )
    return tmp_path / "site"


def test_a_moment_of_the_video_opens_the_figure_and_that_leads_back(
    tab: Page, published: Path, serve: Callable[[Path], str]
) -> None:
    tab.goto(f"{serve(published)}/nudge/Square/index.html")
    until(tab, "document.getElementById('video').readyState >= 1")
    here = tab.get_by_role("button", name="Show this moment of the video")
    back = tab.get_by_role("button", name="Show in the video")
    now = "document.getElementById('video').currentTime"
    here.click()
    inside = tab.frame_locator("#explorer")
    value, point = inside.locator("dd[data-key=x]"), inside.get_by_role("slider").first
    expect(value).to_have_text("= 5")
    expect(inside.locator("dd[data-key=h]")).to_have_text("= 0.001")
    expect(back).to_have_text("Show in the video 0:00")
    tab.evaluate(f"{now} = 3")
    expect(value).to_have_text("= 5")  # until it is asked for
    here.click()
    expect(value).to_have_text("= 3")
    expect(back).to_have_text("Show in the video 0:02")
    point.press("ArrowRight")
    expect(value).to_have_text("= 3.5")
    expect(back).to_be_disabled()  # no moment is about that
    expect(back).to_have_text("Show in the video")
    tab.evaluate(f"{now} = 11")
    for _ in range(3):
        point.press("ArrowRight")
    expect(value).to_have_text("= 5")
    # Two beats are about it: the one that was seen last.
    expect(back).to_have_text("Show in the video 0:04")
    back.click()
    until(tab, f"Math.abs({now} - 4) < 0.05")
    expect(tab.locator("#video")).to_be_in_viewport()
    assert violations(tab) == []
    # The figure has all the room it needs, and the theme of the page.
    until(tab.frames[1], "document.documentElement.scrollHeight <= innerHeight + 1")
    tab.get_by_role("button", name="Dark theme").click()
    dark = tab.evaluate("document.documentElement.dataset.theme")
    until(tab.frames[1], f"document.documentElement.dataset.theme === '{dark}'")
    assert violations(tab) == []


def test_a_figure_that_is_there_before_the_page_is_told_all_the_same(
    tab: Page, published: Path, serve: Callable[[Path], str]
) -> None:
    held: list[Route] = []
    tab.route("**/player.js", lambda route: held.append(route))
    tab.goto(f"{serve(published)}/nudge/Square/index.html", wait_until="commit")
    value = tab.frame_locator("#explorer").locator("dd[data-key=x]")
    expect(value).to_have_text("= 2")
    held[0].continue_()
    expect(tab.locator("#explorer")).to_have_attribute("style", re.compile("height"))
    for _ in range(2):
        tab.frame_locator("#explorer").get_by_role("slider").first.press("ArrowRight")
    expect(tab.get_by_role("button", name="Show in the video")).to_have_text(
        "Show in the video 0:02"
    )


def test_it_leads_back_on_a_page_from_the_disk_and_a_phone(tab: Page, published: Path) -> None:
    tab.set_viewport_size({"width": 360, "height": 700})
    tab.goto((published / "nudge" / "Square" / "index.html").as_uri())
    tab.locator("#explorer").scroll_into_view_if_needed()
    inside = tab.frame_locator("#explorer")
    back = tab.get_by_role("button", name="Show in the video")
    expect(inside.locator("dd[data-key=x]")).to_have_text("= 2")
    expect(back).to_be_disabled()
    for _ in range(2):
        inside.get_by_role("slider").first.press("ArrowRight")
    expect(back).to_have_text("Show in the video 0:02")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    back.press("Enter")
    until(tab, "Math.abs(document.getElementById('video').currentTime - 2) < 0.05")
