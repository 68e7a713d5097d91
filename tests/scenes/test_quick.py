"""What is found sooner than Manim finds it is what Manim finds, to the bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import Scene, VGroup, VMobject

from calculus.shown import shown
from scenes.cards import OrderScene
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
