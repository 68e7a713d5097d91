"""Where labels go: where nothing else is, and inside of their box."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Rectangle

from scenes.picture.layout import Box
from scenes.picture.placing import Obstacles, around, box_at, clearest

BOX = Box(-4, -2, 4, 2)


@pytest.mark.parametrize("side", [1, -1])
def test_a_label_goes_inside_of_its_box_where_none_of_its_places_is_free(side: int) -> None:
    label = Rectangle(width=1.5, height=0.5)
    wall = np.stack(np.meshgrid(np.arange(-4, 2.2, 0.05), np.arange(-2, 2, 0.05)), axis=-1)
    full = Obstacles(BOX, wall.reshape(-1, 2) * [side, 1])
    box = box_at(clearest(label, around(label, (side * 3.6, 0.0)), full), label)
    assert BOX.inset(*[-1e-6] * 4).holds(box)
    assert min(side * box.left, side * box.right) > 2.2


def test_a_place_that_is_free_is_taken_as_it_is() -> None:
    label, empty = Rectangle(width=1.5, height=0.5), Obstacles(BOX, np.empty((0, 2)))
    places = [*around(label, (0.0, 0.0))]
    assert clearest(label, places, empty) == places[0]
