"""What is found sooner than Manim finds it is what Manim finds, to the bit."""

from __future__ import annotations

import random
from itertools import chain
from typing import Any

import numpy as np
import pytest
from manim import Scene, VGroup, VMobject

from calculus.shown import shown
from scenes.cards import OrderScene
from scenes.look.shape import Shape
from scenes.look.text import NumberText, Placed, Run, Text
from scenes.picture import carrying
from scenes.picture.ways import _PROBES, Way, box_around
from tests.scenes.telling import tell


def moved(text: Placed) -> Placed:
    return text.scale(0.37).rotate(0.2).shift((1.1, -2.3, 0))


@pytest.mark.parametrize(
    "text",
    [Text("Two $frac(a, b)$."), moved(Text("$a_1 + b$ by $x$")), moved(NumberText(shown("-1/3")))],
)
def test_texts_are_as_large_as_manim_says(text: Placed) -> None:
    for part in text.get_family():
        assert isinstance(part, Placed | Run)
        ends = VMobject.get_points_defining_boundary(part)
        assert np.array_equal(part.get_points_defining_boundary(), ends)
        for dim in range(3):
            assert part.length_over_dim(dim) == VMobject.length_over_dim(part, dim)
    left, bottom = text.get_left()[0], text.get_bottom()[1]
    assert text.start == left + text._start * text.width
    assert text.end == left + text._end * text.width
    assert text.baseline == bottom + text._baseline * text.height
    assert text.font_size == text._size * text.width


@pytest.mark.parametrize(
    "style",
    [
        {},
        {"stroke_width": 0, "fill_color": "#12AB56", "fill_opacity": 0.4},
        {"stroke_color": "#12AB56", "stroke_width": 3, "stroke_opacity": 0.2},
    ],
)
def test_a_shape_is_the_one_that_manim_makes(style: dict[str, Any]) -> None:
    Shape(**style).set_points([[1, 2, 3]]).set_stroke("#FF0000", 2, 0.5).add(Shape())
    made, whole = Shape(**style), VMobject(**style)  # whatever became of the one before
    assert vars(made).keys() == vars(whole).keys()
    for name, value in vars(whole).items():
        expected = "Shape" if name == "name" else value
        np.testing.assert_equal(vars(made)[name], expected, name)
    assert made.submobjects is not Shape(**style).submobjects


def test_a_shape_finds_its_parts_as_manim_does() -> None:
    leaf = Shape()
    within = Shape().add(leaf, VMobject(), Shape().add(leaf))
    for one in (leaf, within, VGroup(leaf, within)):
        parts = [*chain(*(VMobject.get_family(part) for part in one.submobjects))]
        once = [part for at, part in enumerate(parts) if part not in parts[at + 1 :]]
        assert one.get_family() == [one, *once]


def test_what_is_taken_out_of_a_scene_is_what_manim_takes_out() -> None:
    chance, tried = random.Random(7), 0

    def watch(told: Any) -> None:
        nonlocal tried
        before = told.mobjects
        told.mobjects = [*before, VGroup(*before[:3], VGroup(*before[2:5]))]
        parts = told.get_mobject_family_members()
        for with_families in (True, False):
            gone = chance.sample(parts, min(5, len(parts)))
            after = []
            for kind in (Scene, type(told)):
                told.copied = [*told.mobjects]
                kind.restructure_mobjects(told, gone, "copied", with_families)
                after.append(told.copied)
            assert after[0] == after[1]
            tried += after[0] != told.mobjects
        told.mobjects = before

    tell(OrderScene, watch)
    assert tried > 10


def test_the_parts_of_a_scene_are_those_that_manim_finds() -> None:
    seen = 0

    def watch(told: Any) -> None:
        nonlocal seen
        again = VGroup(*told.mobjects[:2])  # in two places
        told.mobjects.insert(0, again)
        found = told.get_mobject_family_members()
        assert found == Scene.get_mobject_family_members(told)
        seen = max(seen, len(found))
        told.mobjects.remove(again)

    tell(OrderScene, watch)
    assert seen > 50


def test_boxes_on_a_way_are_those_of_what_flies(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Way] = []
    clear_way = carrying.clear_way

    def watch(*given: Any) -> Way:
        found.append(clear_way(*given))
        return found[-1]

    monkeypatch.setattr(carrying, "clear_way", watch)
    tell(OrderScene)
    assert len(found) > 3
    for way in found:
        assert way.boxes == [box_around(way.at(share).points) for share in _PROBES]
