"""All figures can be walked in words, with the keys of a tree, as the picture shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.explore.oracle import exactly, in_a_valley, on_a_curve, says
from tests.publish.browsing import violations, watch
from tests.publish.exploring import SHOWN, figure, page, shared
from tests.publish.exploring import told as cell_of


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """J = 3(a + bc)."""
    return page(figure("chain_rule", "ChainRule"), tmp_path_factory.mktemp("tree"), "Graph")


@pytest.fixture
def tab(context: BrowserContext) -> Iterator[Page]:
    tab = context.new_page()
    _, errors = watch(tab)
    yield tab
    assert errors == []


def assert_that_all_can_use(tab: Page) -> None:
    """Make sure that there is no barrier, and that nothing is wider than the window."""
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        for width in (360, 1200):
            tab.set_viewport_size({"width": width, "height": 900})
            assert violations(tab) == []
            assert tab.evaluate("document.documentElement.scrollWidth") <= width


def told(a: int, b: int, c: int) -> list[str]:
    """What the tree says, worked out by hand."""
    u, v = b * c, a + b * c
    nodes = {
        "a": (a, 3),
        "b": (b, 3 * c),
        "c": (c, 3 * b),
        "u": (u, 3),
        "v": (v, 3),
        "J": (3 * v, 1),
    }
    edges = {
        ("v", "J"): (3, 3), ("a", "v"): (1, 3), ("u", "v"): (1, 3),
        ("b", "u"): (c, 3 * c), ("c", "u"): (b, 3 * b),
    }  # fmt: skip
    lines = []
    for name, (value, gradient) in nodes.items():
        lines.append(f"{name}: value {value}, gradient {gradient}")
        found = []
        for (source, target), (slope, share) in edges.items():
            says = f"local derivative {slope}"
            if target == name:
                found.append(f"from {source}: {says}, sends back {share}")
            if source == name:
                found.append(f"to {target}: {says}, brings back {share}")
        lines += sorted(found)
    return lines


def said(tab: Page) -> list[str]:
    """What the tree says, edges of a node in the order of letters."""
    lines: list[str] = []
    for branch in tab.locator("[role=tree] > li").all():
        node, *edges = branch.locator("[role=treeitem]").all_text_contents()
        lines += [node, *sorted(edges)]
    return lines


def focused(tab: Page) -> str:
    text: str = tab.evaluate("document.activeElement.textContent")
    return text


@pytest.mark.parametrize(("a", "b", "c"), [(5, 3, 2), (3, 5, 0), (7, 2, 4)])
def test_it_says_what_is_true(tab: Page, file: Path, a: int, b: int, c: int) -> None:
    tab.goto(f"{file.as_uri()}#a={a}&b={b}&c={c}")
    assert said(tab) == told(a, b, c)
    objects = tab.locator("[role~='graphics-object']").all()
    assert [one.get_attribute("aria-label") for one in objects] == [
        line for line in told(a, b, c) if "value" in line
    ]


def test_the_keys_of_a_tree_walk_through_it(tab: Page, file: Path) -> None:
    tab.goto(file.as_uri())
    tree = tab.get_by_role("tree", name="The graph in words")
    expect(tree).to_be_hidden()
    tab.get_by_text("The graph in words").click()
    expect(tree).to_be_visible()
    tab.keyboard.press("Tab")
    assert focused(tab).startswith("a: value 5")
    walked = []
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowDown",
                "ArrowLeft", "End", "Enter", "ArrowDown", "Home", "j", "ArrowUp"):  # fmt: skip
        tab.keyboard.press(key)
        walked.append(focused(tab).split(",")[0].split(":")[0])
    assert walked == ["b", "b", "to u", "b", "b", "c", "c", "J", "J", "from v", "a", "J", "v"]
    assert tab.locator("[role=treeitem][tabindex='0']").count() == 1
    expanded = tab.locator("[role=treeitem][aria-expanded=true]").all_text_contents()
    assert [one[0] for one in expanded] == ["J"]


def test_what_is_reached_is_seen_in_the_picture_and_numbers_follow_it(
    tab: Page, file: Path
) -> None:
    tab.goto(file.as_uri())
    tab.get_by_text("The graph in words").click()
    tab.get_by_role("treeitem", name="u: value").click()
    expect(tab.locator(".node.looked .value")).to_have_text("u = 6")
    tab.get_by_role("treeitem", name="from b").click()
    expect(tab.locator(".edge.chosen")).to_have_attribute("aria-label", "Edge from b to u")
    expect(tab.locator(".node.looked")).to_have_count(0)
    assert tab.evaluate("document.activeElement.getAttribute('role')") == "treeitem"
    assert_that_all_can_use(tab)


@pytest.fixture(scope="module")
def square(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """f(a) = a², at points of which one is none that the figure can be moved to."""
    settings = {"points": "2, 5, 1/7", "nudges": "0.1, 0.001", "language": "fr"}
    found = figure("nudge", "NudgeSquare", **settings)
    return page(found, tmp_path_factory.mktemp("square"), "Square", language="fr")


def test_the_points_of_a_curve_are_told_with_their_slopes_and_nudges(
    tab: Page, square: Path
) -> None:
    tab.goto(square.as_uri())
    tab.get_by_text("Les points en mots").click()
    tree = tab.get_by_role("tree", name="Les points en mots")
    branches = tree.locator("> li > [role=treeitem]")
    assert branches.all_text_contents() == [
        "a = 2, f(a) = 4, f′(a) = 4",
        "a = 5, f(a) = 25, f′(a) = 10",
        "a = 1/7, f(a) ≈ 0,0204082, f′(a) ≈ 0,285714",
    ]
    tab.keyboard.press("Tab")
    tab.keyboard.press("ArrowDown")
    value, nudge = tab.locator("dd[data-key=x]"), tab.locator("dd[data-key=h]")
    expect(value).to_have_text("= 5")  # the picture shows what is reached
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        tab.keyboard.press(key)
    assert focused(tab) == "Δa = 0,001, f(a + Δa) = 25,010001, Δf = 0,010001, Δf/Δa = 10,001"
    expect(nudge).to_have_text("= 0,001")
    expect(tab.locator("dd[data-key=quotient]")).to_have_text("= 10,001")
    tab.keyboard.press("End")
    assert focused(tab).startswith("a = 1/7")
    expect(value).to_have_text("= 5")  # the figure isn't there, and words are
    assert_that_all_can_use(tab)


def test_of_several_functions_each_has_its_points(
    tab: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tab.goto(shared(tmp_path_factory, "functions").as_uri())
    tab.get_by_text("The points in words").click()
    cube = tab.get_by_role("treeitem", name="J(w) = w³")
    cube.press("ArrowRight")
    expect(tab.get_by_role("button", name="J(w) = w³")).to_have_attribute("aria-pressed", "true")
    cube.press("ArrowRight")
    assert focused(tab) == "w = 2, J(w) = 8, J′(w) = 12"
    expect(tab.locator("dd[data-key=derivative1]")).to_have_text("= 12")


def descents(tab: Page) -> list[tuple[list[str], list[dict[str, str]]]]:
    """What the tree says of each descent: its settings, its end; and its stops, cells by names."""
    found = []
    for branch in tab.locator("[role=tree] > li:not([hidden])").all():
        walk, *stops = filter(None, branch.locator("[role=treeitem]").all_text_contents())
        parts = [[re.split(" (?==|≈|has)", cell) for cell in stop.split(", ")] for stop in stops]
        found.append((walk.split(": "), [dict(cells) for cells in parts]))
    return found


ENDS = {
    "converges": "It comes nearer and nearer, and converges. That is proven.",
    "arrives": "It arrives in a single step. That is proven.",
    "overshoots": "It overshoots, but settles. That is proven.",
    "cycles": "It goes back and forth for ever. That is proven.",
    "diverges": "It moves farther and farther away: it diverges. That is proven.",
}


def end_of(rate: Fraction) -> str:
    """What becomes of a descent on w²: a step multiplies w by this."""
    factor = 1 - 2 * rate
    if abs(factor) >= 1:
        return "diverges" if abs(factor) > 1 else "cycles"
    return "overshoots" if factor < 0 else "converges" if factor else "arrives"


def test_every_descent_of_a_ball_is_told_stop_by_stop(
    tab: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tab.goto(shared(tmp_path_factory, "descent").as_uri() + "#a=-1.5")
    rates = []
    for (named, *end), stops in descents(tab):
        rates.append(exactly(named.removeprefix("α = ")))
        assert ": ".join(end) == ENDS[end_of(rates[-1])]
        assert [cell_of(stop["k"]) for stop in stops] == [str(k) for k in range(11)]
        for k, stop in enumerate(stops):
            truth = on_a_curve(Fraction(-3, 2), rates[-1], k)
            told = {
                "x": stop["w"], "f": stop["J(w)"], "slope": stop["J′(w)"],
                "update": stop["−α · J′(w)"],
            }  # fmt: skip
            assert all(says(cell_of(told[key]), truth[key]) for key in truth)
    assert [float(rate) for rate in rates] == [0.01, 0.05, 0.1, 0.2, 0.5, 0.9, 1, 1.1]


def test_who_reaches_a_stop_sees_it(tab: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    tab.goto(shared(tmp_path_factory, "momentum").as_uri())
    tab.get_by_text("Les descentes en mots").click()
    for (named, *_), stops in descents(tab):
        rate, kept = (exactly(one.partition(" = ")[2]) for one in named.split(", "))
        for k, stop in enumerate(stops):
            truth = in_a_valley(Fraction(-5), Fraction(-2), rate, kept, k)
            assert len(stop) == 1 + len(truth)
            cells = [cell_of(cell) for name, cell in stop.items() if name != "k"]
            assert all(map(says, cells, truth.values()))
    branch = tab.locator("[role=tree] > li").nth(4)
    branch.locator("> [role=treeitem]").press("ArrowRight")
    slider = tab.get_by_role("slider", name="Taux d’apprentissage")
    expect(slider).to_have_attribute("aria-valuetext", "= 0,6")
    for key in ("ArrowRight", "ArrowDown", "ArrowDown"):
        tab.keyboard.press(key)
    shown = tab.evaluate(SHOWN)
    assert focused(tab).split(", ") == [
        f"{name} {shown[key]}"
        for name, key in zip(
            ("k", "w₁", "w₂", "J", "∂J/∂w₁", "∂J/∂w₂"),
            ("k", "x", "y", "f", "slope", "slope2"),
            strict=True,
        )
    ]
    assert shown["k"] == "= 2"
    assert_that_all_can_use(tab)


def test_what_is_not_there_is_not_told(tab: Page, tmp_path: Path) -> None:
    """From 2, long steps lead to where w - ln(w) has no value: there are fewer."""
    settings = {"function": "J(w) = w - ln(w)", "start": "2", "learning_rate": "3/4"}
    file = page(figure("descent", "BallDescent", **settings), tmp_path, "End")
    tab.goto(file.as_uri())
    tab.get_by_text("The descents in words").click()
    told = descents(tab)
    blocked = [stops for (_, *end), stops in told if end[0].startswith("It stops")]
    assert blocked
    assert all(0 < len(stops) < len(told[0][1]) for stops in blocked)
    tab.locator("[role=tree] > li").last.locator("> [role=treeitem]").press("ArrowRight")
    tab.keyboard.press("End")
    stops = blocked[-1]
    assert focused(tab).startswith(f"k {stops[-1]['k']}, w {stops[-1]['w']}")
    tab.keyboard.press("ArrowDown")
    assert focused(tab).startswith(f"k {stops[-1]['k']}, w {stops[-1]['w']}")
