"""Maps that claim more than they show are found."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, ClassVar

import numpy as np
import pytest
from manim import VMobject

from calculus.surface import Surface
from scenes.base import LessonScene
from scenes.look.theme import DARK, Role
from scenes.picture.layout import layout
from scenes.picture.meaning import claim, claim_of
from scenes.picture.meaning_of_maps import Contour
from scenes.picture.relief import Relief
from scenes.picture.terrain import Terrain, followed, sight
from scenes.picture.thinking import think
from scenes.picture.window import Window
from tests.checks.looking import findings, message
from tests.scenes.telling import picture, tell

BOWL = Surface.parse("J(x, y) = x**2 + 2*y**2")
AT = (-5.0, -2.0)
DOWN = (-4.0, -1.2)  # straight against the gradient from there


class Mapped(LessonScene):
    """Shows a map, and what `figure` returns on it."""

    state: ClassVar = {"t": 0.6}

    def figure(self, land: Terrain) -> VMobject:
        raise NotImplementedError

    def construct(self) -> None:
        area = self.regions.action()
        window = sight([AT, (2.0, 1.0)], area)
        names = ("$x$", "$y$")
        land = Terrain(
            self.regions, area, window, self.theme, BOWL, names, self.state,
            clear_of=[AT, DOWN, (0.0, 0.0)],
        )  # fmt: skip
        land.set(risen=7.5, lit=0.5)
        figure = self.figure(land)
        self.add(land.axes)
        with self.beat("Look at this map now."):
            self.add(figure)


def on_a_map(figure: Any) -> type[LessonScene]:
    return type("OnAMap", (Mapped,), {"figure": lambda self, land: figure(land)})


def arrow(tip: tuple[float, float]) -> Any:
    return lambda land: land.vector(lambda: (*AT, *tip), Role.GRADIENT, lambda: 0.8, along=True)


def stretched(by: float) -> Any:
    def figure(land: Terrain) -> VMobject:
        rose = land.rose(AT, 0.1, lambda: 0.9)
        return rose.scale(by, about_point=land.point(*AT))

    return figure


def shifted(of: str, by: float) -> Any:
    def figure(land: Terrain) -> VMobject:
        lit = land.line_through(AT, Role.OUTPUT)
        path = land.trail(lambda: [AT, DOWN, (0.0, 0.0)], Role.TEXT)
        return {"lines": land.contours, "lit": lit, "path": path}[of].shift((by, 0, 0))

    return figure


FIGURES = [
    (None, shifted("lines", 0)),
    (None, shifted("lit", 0)),
    (None, shifted("path", 0)),
    (None, arrow(DOWN)),
    (None, arrow((-6, -2.8))),
    (None, stretched(1)),
    ("geometry.contour", shifted("lines", 0.1)),
    ("geometry.contour", shifted("lit", 0.1)),
    ("geometry.point", shifted("path", 0.1)),
    ("geometry.gradient", arrow((-4, -1.1))),
    ("geometry.gradient", stretched(1.1)),
    ("geometry.point", lambda land: arrow(DOWN)(land).shift((0.1, 0, 0))),
]


@pytest.mark.parametrize(("rule", "figure"), FIGURES)
def test_a_map_is_measured(rule: str | None, figure: Any) -> None:
    assert {found for found, _ in findings(on_a_map(figure))} == ({rule} if rule else set())


def test_messages_say_where_and_what_to_do() -> None:
    off = message(on_a_map(shifted("lit", 0.1)), "geometry.contour")
    assert "the line for 33 goes through" in off
    turned = message(on_a_map(arrow((-4, -1.1))), "geometry.gradient")
    assert "off the gradient (-10, -8) of x**2 + 2*y**2" in turned


class Empty(Mapped):
    """A map on which a test draws."""

    def construct(self) -> None:
        area = self.regions.action()
        window = sight([AT, (2.0, 1.0)], area)
        self.land = Terrain(self.regions, area, window, self.theme, BOWL, ("$x$", "$y$"), {})


def test_heights_are_written_on_their_lines_clear_of_the_path() -> None:
    stops = [AT, DOWN, (0.0, 0.0), (float("inf"), 1.0)]
    area = layout(16 / 9).action()
    window, names = sight([AT, (5.0, 2.0)], area), ("$x$", "$y$")
    land = Terrain(layout(16 / 9), area, window, DARK, BOWL, names, {}, clear_of=stops)
    assert 33.0 in land.levels, "one line goes through the first stop"
    assert len(land._written) > 1
    for i, (x, y), _ in land._written:
        assert x**2 + 2 * y**2 == pytest.approx(land.levels[i], rel=1e-3)
        at, way = land.point(x, y), land.points(stops[:3])
        shares = np.linspace(0, 1, 200)[:, None]
        course = np.vstack([a + shares * (b - a) for a, b in pairwise(way)])
        assert np.hypot(*(course - at).T[:2]).min() > 0.4


@pytest.mark.parametrize(("share", "has_head"), [(0.6, False), (1.0, True)])
def test_an_arrow_gets_its_head_where_it_ends(share: float, has_head: bool) -> None:
    land = tell(Empty).land  # type: ignore[attr-defined]
    tip = (AT[0] + 3, AT[1])
    corners = land.vector(lambda: (*AT, *tip), Role.GRADIENT, lambda: share).points[::4]
    assert (np.ptp(corners[:, 1]) > 1.1 * np.ptp(corners[:2, 1])) == has_head


def test_a_path_has_dots_only_where_stops_are_seen() -> None:
    land = tell(Empty).land  # type: ignore[attr-defined]
    seen = land.seen.window
    cut = (seen.right, 0.0)
    line, dots = land.trail(lambda: [AT, (0.0, 0.0), cut], Role.TEXT)
    assert land.place(line.points[-1])[0] == pytest.approx(seen.right)
    assert land.place(dots.points[dots.points[:, 0].argmax()])[0] < seen.right / 2


SURFACES = [
    ("x**2 + 2*y**2", 8.0, [True]),
    ("x**2 - y**2", 1.0, [False, False]),
    ("x**2 - y**2", 0.0, [False, False]),
    ("x*y", -1.0, [False, False]),
    ("sin(x)*sin(y)", 0.9, [True, True]),
    ("1/(x - y)", 1.0, [False]),  # and none along the pole
    ("ln(x) + y", 0.0, [False]),
    ("x + y", 100.0, []),
]


@pytest.mark.parametrize(("text", "level", "closed"), SURFACES)
def test_lines_of_a_level_go_from_end_to_end(text: str, level: float, closed: list[bool]) -> None:
    surface = Surface.parse(f"J(x, y) = {text}")
    relief = Relief.of(surface.sample, Window(-4, -3, 4, 3), 4 / 3)
    lines = relief.lines(level)
    assert [bool((line[0] == line[-1]).all()) for line in lines] == closed
    for line in lines:
        assert np.abs(surface.sample(*line.T) - level).max() < 1e-6


TROUGH = Surface.parse("J(x, y) = x**2/10 + 2*y**2")


@pytest.mark.parametrize("level", [0.3, 3.0])
def test_no_corner_of_a_line_is_seen(level: float) -> None:
    (line,) = Relief.of(TROUGH.sample, Window(-20, -12, 20, 10), 40 / 22).lines(level)
    x, y = (line[:-1] + line[1:]).T / 2
    off = np.abs(x**2 / 10 + 2 * y**2 - level) / np.hypot(x / 5, 4 * y)
    assert off.max() < 0.2 * 40 / 1920, "no piece is a fifth of a pixel away from the ellipse"


class Struck(LessonScene):
    """Shows a map with a line of equal height all along its row of numbers."""

    def construct(self) -> None:
        flat = Surface.parse("J(x, y) = x**2/1000 + y**2")
        area, window = self.regions.action(card=True), Window(-10, -4, 6, 4)
        land = Terrain(self.regions, area, window, self.theme, flat, ("$x$", "$y$"), {})
        land.set(lit=1.0)
        self.row = np.array([land.numbers["across"].points.min(axis=0),
                             land.numbers["across"].points.max(axis=0)])  # fmt: skip
        middle = land.place(self.row.mean(axis=0))
        self.add(land.axes, land.line_through((0.0, middle[1]), Role.FUNCTION))
        with self.beat("Look at this map now."):
            self.hold(1)


def test_no_line_makes_numbers_negative() -> None:
    kept: dict[str, Any] = {}
    seen = picture(Struck, 0, 960, keep=kept).astype(int)
    (left, bottom, _), (right, top, _) = (kept["scene"].row + [64 / 9, 4, 0]) * 540 / 8
    is_line = seen[..., 2] - seen[..., 0] > 60
    assert is_line[int(540 - top) : int(540 - bottom), int(right) + 40 :].any(), "beside it"
    assert not is_line[int(540 - top) : int(540 - bottom), int(left) : int(right)].any()


@pytest.mark.parametrize("part", ["whole", "left"])
def test_numbers_go_on_under_a_card_but_not_under_another_picture(part: str) -> None:
    regions, window = layout(16 / 9), Window(-10, -4, 6, 4)
    frame = regions.frame if part == "whole" else regions.frame.beside(0.7)[0]
    state = {"frame": frame}
    land = Terrain(regions, regions.action(card=True), window, DARK, BOWL, ("$x$", "$y$"), state)
    end = land.names["across"].get_right()[0]
    edge = regions.safe.right if part == "whole" else land.area.right
    assert end == pytest.approx(edge, abs=0.05)
    last = land.numbers["across"].points[:, 0].max()
    assert (last > land.area.right) == (part == "whole")


def test_a_ring_runs_out_in_a_corner_that_only_lines_of_a_grid_cross() -> None:
    regions = layout(16 / 9)
    land = Terrain(regions, regions.action(), Window(-10, -4, 6, 4), DARK, BOWL, ("", ""), {})
    ring = think(regions.safe, DARK, [land.axes], 2.0).mobject
    x, y, _ = ring.get_center()
    assert regions.safe.right - x < 0.3
    assert regions.safe.top - y < 0.3


def test_a_path_is_followed_to_the_edge_that_it_leaves_through() -> None:
    window, places = Window(0, 0, 10, 10), [(1.0, 1.0), (5.0, 5.0), (5.0, 1e30), (2.0, 2.0)]
    assert followed(places, window, 0.5) == [(1.0, 1.0), (5.0, 5.0), (5.0, 15.0)]
    assert followed(places[:2], window, 0.0) == places[:2]


def test_a_line_that_stands_is_measured_again_when_its_level_changes() -> None:
    def standing(land: Terrain) -> VMobject:
        line = land.line_through(AT, Role.OUTPUT)
        was = claim_of(line)
        assert isinstance(was, Contour)
        levels = iter([was.level(), 40.0, 40.0, 40.0])
        claim(line, replace(was, level=lambda: next(levels)))
        return line

    class Standing(on_a_map(standing)):  # type: ignore[misc]
        def construct(self) -> None:
            super().construct()
            with self.beat("Look at it once more."):
                self.hold(1)

    found = [one for one in findings(Standing) if one[0] == "geometry.contour"]
    assert found == [("geometry.contour", 1)]
