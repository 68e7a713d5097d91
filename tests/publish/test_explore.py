"""Figures are moved by mouse, touch and keyboard, and show what an oracle says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from mpmath import mpf
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.explore.oracle import (
    exactly,
    in_a_valley,
    of_a_model,
    on_a_curve,
    real,
    says,
    worth,
)
from tests.publish.browsing import until, violations, watched
from tests.publish.exploring import FIGURES, SHOWN, figure, page, shared, told

MAPPED = {"a": "across", "b": "up", "rate": "rates", "momentum": "momenta"}
WITHOUT_FONTS = 300_000  # bytes
# Goes to a state by the address, as a link does, and returns what is shown there.
VISIT = """async (states) => {
    const seen = [];
    for (const state of states) {
        const there = new Promise(done => addEventListener("hashchange", done, { once: true }));
        location.hash = state;
        await there;
        seen.push([...document.querySelectorAll("dd[data-key]")]
            .map(one => [one.dataset.key, one.textContent]));
    }
    return seen;
}"""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a figure, made for all processes when it is first asked for."""
    return partial(shared, tmp_path_factory)


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    """A tab with a figure."""
    with watched(context) as tab:
        yield tab


def opened(tab: Page, file: Path, state: str = "") -> dict[str, str]:
    tab.goto(file.as_uri() + state)
    return shown(tab)


def shown(tab: Page) -> dict[str, str]:
    found: dict[str, str] = tab.evaluate(SHOWN)
    return found


def table_of(tab: Page) -> dict[str, Any]:
    found: dict[str, Any] = tab.evaluate("JSON.parse(document.getElementById('table').textContent)")
    return found


def middle(tab: Page, name: str) -> tuple[float, float]:
    box = tab.get_by_role("slider", name=name).locator(".dot").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize(
    ("name", "body"), [("nudge", "a**2"), ("logarithm", "ln(a)"), ("tangents", "w**2")]
)
def test_what_is_shown_is_true_in_two_hundred_states(
    tab: Page, figures: Callable[[str], Path], name: str, body: str
) -> None:
    opened(tab, figures(name))
    table = table_of(tab)
    # Every state by a stride that has no part in common with their number.
    states = [
        (a, h)
        for a, there in enumerate(table["rows"])
        for h, cells in enumerate(there)
        if cells is not None
    ]
    chosen = [states[k * 1009 % len(states)] for k in range(200)]
    exact = [
        tuple(exactly(table[key][i]) for key, i in zip(("at", "nudges"), one, strict=True))
        for one in chosen
    ]
    seen = tab.evaluate(VISIT, [f"a={float(a)!r}&h={float(h)!r}" for a, h in exact])
    wrong = []
    for (a, h), rows in zip(exact, seen, strict=True):
        before, after = (worth(body, a=real(x), w=real(x)) for x in (a, a + h))
        assert before is not None
        assert after is not None
        truths = {
            "x": real(a), "f": before, "h": real(h), "after": after, "rise": after - before,
            "quotient": (after - before) / real(h),
        }  # fmt: skip
        cells = dict(rows)
        wrong += [(a, h, key) for key in truths if not says(told(cells[key]), truths[key])]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "truth", "keys"),
    [
        ("descent", on_a_curve, {"a": "starts", "rate": "rates"}),
        ("momentum", in_a_valley, MAPPED),
        ("fit", of_a_model, MAPPED),
    ],
)
def test_a_descent_shows_what_is_true_in_two_hundred_states(
    tab: Page,
    figures: Callable[[str], Path],
    name: str,
    truth: Callable[..., dict[str, mpf]],
    keys: dict[str, str],
) -> None:
    opened(tab, figures(name))
    table = table_of(tab)
    choices = [[exactly(text) for text in table[key]] for key in keys.values()]
    states = [*product(*choices, range(len(table["steps"])))]
    chosen = [states[k * 1009 % len(states)] for k in range(200)]
    named = [dict(zip((*keys, "k"), map(float, state), strict=True)) for state in chosen]
    seen = tab.evaluate(VISIT, [urlencode(state) for state in named])
    wrong = []
    for state, rows in zip(chosen, seen, strict=True):
        cells = {key: told(cell) for key, cell in rows}
        assert cells["k"] == str(state[-1])
        truths = truth(*state)
        wrong += [(state, key) for key in truths if not says(cells[key], truths[key])]
    assert wrong == []


def test_a_graph_shows_what_is_true_in_every_state(
    tab: Page, figures: Callable[[str], Path]
) -> None:
    opened(tab, figures("chain"))
    states = [
        (a, b, c, nudged)
        for a in range(3, 8)
        for b in range(2, 6)
        for c in range(5)
        for nudged in (1, 2)
    ]
    # Each differs from the one before, or nothing would be heard of it.
    seen = tab.evaluate(VISIT, [f"a={a}&b={b}&c={c}&nudged={n}" for a, b, c, n in states])
    drawn = tab.locator(".node .value").all_text_contents()
    assert drawn == ["a = 7", "b = 5", "c = 4", "u = 20", "v = 27", "J = 81"]
    for (a, b, c, nudged), rows in zip(states, seen, strict=True):
        gradient = (3, 3 * c)[nudged - 1]
        assert {key: told(cell) for key, cell in rows} == {
            "node_J": str(3 * (a + b * c)), "gradient_u": "3", "local_4": str(b),
            "contribution_4": str(3 * b), "h": "0.001", "quotient": str(gradient),
            "rise": f"{gradient / 1000:g}", f"gradient_{'ab'[nudged - 1]}": str(gradient),
        }  # fmt: skip


def test_an_edge_tells_its_local_derivative(tab: Page, figures: Callable[[str], Path]) -> None:
    opened(tab, figures("chain"))
    tab.get_by_role("button", name="Edge from b to u").hover()
    assert shown(tab)["local_3"] == "= 2"
    assert "∂u/∂b = c" in [
        one.get_attribute("aria-label") for one in tab.locator(".readout dt span").all()
    ]
    tab.get_by_role("button", name="Edge from v to J").focus()
    assert shown(tab)["local_0"] == "= 3"
    slider = tab.get_by_role("slider", name="b")
    slider.focus()
    tab.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "= 4")
    assert shown(tab)["node_J"] == "= 39"
    tab.get_by_role("button", name="Nudge c").click()
    assert (shown(tab)["rise"], shown(tab)["quotient"]) == ("= 0.012", "= 12")


def test_another_function_has_another_slope(tab: Page, figures: Callable[[str], Path]) -> None:
    assert opened(tab, figures("functions"))["derivative0"] == "= 4"
    tab.get_by_role("button", name="J(w) = w³").click()
    assert (shown(tab)["f"], shown(tab)["derivative1"]) == ("= 8", "= 12")
    tab.goto(figures("functions").as_uri() + "#a=1/2&f=5")
    tab.reload()
    assert (shown(tab)["f"], shown(tab)["derivative4"]) == ("≈ −0.693147", "= 2")
    tab.get_by_role("slider", name="Point on the curve").focus()
    for key in ("Home", "ArrowRight"):  # where the function has no value, no point can stand
        tab.keyboard.press(key)
    assert "value" not in shown(tab)["f"]


def test_a_ball_steps_runs_and_goes_back(tab: Page, figures: Callable[[str], Path]) -> None:
    opened(tab, figures("descent"))
    tab.clock.install()
    tab.get_by_role("button", name="Step").click()
    assert shown(tab)["x"] == "= 2.4"
    tab.get_by_role("button", name="Run").click()
    tab.clock.run_for(20_000)
    assert shown(tab)["k"] == "= 10"
    verdict = tab.locator(
        ".verdict", has_text="It comes nearer and nearer, and converges. That is proven."
    )
    expect(verdict).to_be_visible()
    tab.get_by_role("slider", name="Learning rate").focus()
    for key in ("ArrowRight", "Shift+ArrowRight"):
        tab.keyboard.press(key)
    assert shown(tab)["x"] == "= 3"
    expect(verdict).to_be_hidden()
    for _ in range(10):
        tab.get_by_role("button", name="Step").click()
    expect(
        tab.locator(".verdict", has_text="It goes back and forth for ever. That is proven.")
    ).to_be_visible()
    tab.get_by_role("button", name="Back to the start").click()
    x, y = middle(tab, "Start of the ball")
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x - 500, y, steps=3)
    tab.mouse.up()
    after = shown(tab)
    assert exactly(told(after["x"])) < 0
    assert exactly(told(after["f"])) == exactly(told(after["x"])) ** 2


def test_a_ball_is_put_anywhere_on_a_map(browser: Browser, figures: Callable[[str], Path]) -> None:
    """By mouse, by keys, by a finger: wherever it starts, the numbers are those of the valley."""
    context = browser.new_context(viewport={"width": 360, "height": 900}, has_touch=True)
    tab = context.new_page()
    before = opened(tab, figures("momentum"))
    assert (before["x"], before["y"], before["f"]) == ("= −5", "= −2", "= 10,5")
    ball = tab.get_by_role("slider", name="Départ de la bille")
    ball.focus()
    for key in ("ArrowUp", "Shift+ArrowRight", "ArrowDown", "ArrowLeft"):
        tab.keyboard.press(key)
    expect(ball).to_have_attribute("aria-valuetext", "w₁ = −3, w₂ = −2, J = 8,9")
    x, y = middle(tab, "Départ de la bille")
    wide = tab.locator(".plot").first.bounding_box()
    assert wide
    unit = wide["width"] / 11.5
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x + 4 * unit, y - 3 * unit, steps=4)
    tab.mouse.up()
    after = shown(tab)
    assert (after["x"], after["y"], after["f"]) == ("= 1", "= 1", "= 2,1")
    assert (after["slope"], after["slope2"]) == ("= 0,2", "= 4")
    x, y = middle(tab, "Départ de la bille")
    fingers = context.new_cdp_session(tab)
    for kind, by in (
        ("touchStart", 0.0),
        ("touchMove", unit),
        ("touchMove", 2 * unit),
        ("touchEnd", 0.0),
    ):
        points = [] if kind == "touchEnd" else [{"x": x - by, "y": y + by}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    after = shown(tab)
    assert (after["x"], after["y"]) == ("= −1", "= −1")
    assert tab.evaluate("scrollY") == 0
    # With what it keeps of a step it settles where it escapes without.
    tab.get_by_role("slider", name="Inertie").press("Home")
    steps = tab.get_by_role("button", name="Un pas")
    while steps.is_enabled():
        steps.click()
    assert exactly(told(shown(tab)["x"]).removeprefix("≈ ")) < 0
    expect(tab.locator(".verdict", has_text="elle diverge. C’est démontré.")).to_be_visible()
    tab.get_by_role("slider", name="Inertie").press("End")
    while steps.is_enabled():
        steps.click()
    expect(tab.locator(".verdict", has_text="Elle se pose au point le plus bas.")).to_be_visible()
    context.close()


def test_the_point_is_dragged_along_the_curve(tab: Page, figures: Callable[[str], Path]) -> None:
    before = opened(tab, figures("nudge"))
    assert (before["x"], before["f"], before["slope"]) == ("= 2", "= 4", "= 4")
    x, y = middle(tab, "Point on the curve")
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.mouse.move(x + 150, y - 300, steps=5)  # far from the curve, on which it stays
    tab.mouse.up()
    after = shown(tab)
    a = Fraction(told(after["x"]))
    assert a > 3
    assert Fraction(told(after["f"])) == a**2
    assert Fraction(told(after["slope"])) == 2 * a
    assert Fraction(told(after["quotient"])) == 2 * a + Fraction(told(after["h"]))
    assert abs(middle(tab, "Point on the curve")[0] - x - 150) < 8


def test_a_finger_drags_the_nudge(browser: Browser, figures: Callable[[str], Path]) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True
    )
    tab = context.new_page()
    assert opened(tab, figures("nudge"))["h"] == "= 1"
    x, y = middle(tab, "Nudged point")
    fingers = context.new_cdp_session(tab)
    for kind, left in (("touchStart", 0), ("touchMove", -40), ("touchMove", -100), ("touchEnd", 0)):
        points = [] if kind == "touchEnd" else [{"x": x + left, "y": y}]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    after = shown(tab)
    assert after["h"] == "= −1"
    assert (after["after"], after["rise"], after["quotient"]) == ("= 1", "= −3", "= 3")
    assert tab.evaluate("scrollY") == 0  # the page stands still meanwhile
    context.close()


def test_the_keyboard_is_enough(tab: Page, figures: Callable[[str], Path]) -> None:
    opened(tab, figures("nudge"))
    point = tab.get_by_role("slider", name="Point on the curve")
    point.focus()
    seen = []
    for keys in ("ArrowRight", "Alt+ArrowUp", "ArrowLeft", "Shift+ArrowRight", "Home", "End"):
        tab.keyboard.press(keys)
        seen.append(told(shown(tab)["x"]))
    assert seen == ["2.5", "2.55", "2.05", "7.05", "−0.5", "7.5"]
    expect(point).to_have_attribute("aria-valuetext", "a = 7.5, f(a) = 56.25")
    expect(point).to_have_attribute("aria-valuenow", point.get_attribute("aria-valuemax") or "")
    tab.get_by_role("slider", name="Nudged point").focus()
    tab.keyboard.press("ArrowLeft")
    assert shown(tab)["h"] == "= 0.5"
    expect(tab.locator("#says")).to_have_text(
        "a = 7.5, f(a) = 56.25, Δa = 0.5, f(a + Δa) = 64, Δf = 7.75, Δf/Δa = 15.5, f′(a) = 15"
    )


def test_zooming_in_makes_the_nudge_small_and_an_address_of_it(
    tab: Page, figures: Callable[[str], Path]
) -> None:
    opened(tab, figures("nudge"), "#a=-1/2&h=1/10")
    assert shown(tab)["quotient"] == "= −0.9"
    for _ in range(2):
        tab.get_by_role("button", name="Zoom in").click()
    assert shown(tab)["h"] == "= 0.01"
    expect(tab.get_by_text("Magnified × 100")).to_be_visible()
    assert tab.evaluate("location.hash") == "#a=-0.5&h=0.01&zoom=2"
    tab.get_by_role("button", name="Start over").click()
    assert shown(tab)["x"] == "= 2"


def test_the_slope_draws_itself(tab: Page, figures: Callable[[str], Path]) -> None:
    opened(tab, figures("tangents"))
    trail = tab.locator(".trail")
    assert (trail.get_attribute("d") or "").count("L") == 0
    tab.get_by_role("slider", name="Point sur la courbe").focus()
    tab.keyboard.press("ArrowLeft")
    assert (trail.get_attribute("d") or "").count("L") == 10
    tab.get_by_role("button", name="Tout tracer").click()
    assert (trail.get_attribute("d") or "").count("L") == 160


@pytest.mark.parametrize("name", FIGURES)
def test_a_question_is_answered_by_the_figure(
    tab: Page, figures: Callable[[str], Path], name: str
) -> None:
    opened(tab, figures(name))
    box = tab.locator(".ask")
    box.locator(".more").click()
    asked = box.locator("h2").inner_text()
    answers = box.locator(".row button")
    texts = answers.all_inner_texts()
    assert 2 <= len(texts) == len(set(texts)) <= 4
    before = shown(tab)
    for answer in texts:
        box.get_by_role("button", name=answer, exact=True).click()
        if shown(tab) != before:
            break
    assert answers.locator("nth=0").is_disabled()
    now = shown(tab)
    tells = {"descent": "x", "chain": "quotient", "functions": "derivative0"}.get(name, "slope")
    assert told(now[tells]) == answer
    expect(box.locator(".feedback")).to_contain_text(answer)
    assert asked.endswith("?")


@pytest.mark.parametrize("name", FIGURES)
def test_everybody_can_use_it_at_every_width(
    tab: Page, figures: Callable[[str], Path], name: str
) -> None:
    opened(tab, figures(name))
    widths: tuple[tuple[int, Any], ...] = ((360, "light"), (768, "dark"), (1440, "light"))
    for width, scheme in widths:
        tab.set_viewport_size({"width": width, "height": 900})
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        until(tab, f"document.documentElement.dataset.theme === '{scheme}'")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(tab) == [], scheme


def test_a_figure_has_the_colours_of_its_scene(tab: Page, tmp_path: Path) -> None:
    own = figure("nudge", "NudgeLine", theme="light", colours="function=#123456")
    tab.emulate_media(color_scheme="light")
    opened(tab, page(own, tmp_path, "own", parameters={"theme": "light"}))
    curve = tab.locator(".curve")
    expect(curve).to_have_css("stroke", "rgb(18, 52, 86)")
    tab.get_by_role("button", name="Dark theme").click()
    expect(curve).to_have_css("stroke", "rgb(86, 180, 233)")  # the house's


@pytest.mark.parametrize("name", FIGURES)
def test_it_is_small_enough_to_be_sent(figures: Callable[[str], Path], name: str) -> None:
    text = figures(name).read_text(encoding="utf-8")
    fonts = sum(len(part.partition(")")[0]) for part in text.split("data:font/woff;base64,")[1:])
    assert len(text.encode()) - fonts <= WITHOUT_FONTS


def test_a_paused_video_and_its_page_leave_the_figure_alone(
    tab: Page, figures: Callable[[str], Path], tmp_path: Path
) -> None:
    """In a page of somebody else it has all the room it asks for, and moves by itself."""
    file = figures("nudge")
    frame = f'<!doctype html><title>x</title><iframe src="{file.as_uri()}"></iframe>'
    (tmp_path / "blog.html").write_text(frame, encoding="utf-8")
    tab.goto((tmp_path / "blog.html").as_uri())
    inside = tab.frame_locator("iframe")
    inside.get_by_role("slider", name="Point on the curve").press("ArrowRight")
    expect(inside.locator("dd[data-key=x]")).to_have_text("= 2.5")
    expect(inside.get_by_role("button", name="Dark theme")).to_be_hidden()
    until(tab.frames[1], "document.documentElement.classList.contains('embedded')")
