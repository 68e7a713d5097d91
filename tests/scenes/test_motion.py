"""What a picture shows follows its state, and only what a change concerns is drawn again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim import VMobject

from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.look.text import Text
from scenes.look.theme import DARK, Role
from scenes.picture.motion import Picture, Pulse
from scenes.picture.shapes import letters
from scenes.sympy_session import SymPyScene
from scenes.tangents import TangentScene


def test_a_rule_is_applied_again_when_a_value_it_read_has_changed() -> None:
    picture, drawn = Picture(x=1.0, y=2.0), []
    picture.derive(VMobject(), lambda _: drawn.append(("x", picture["x"])))
    picture.derive(VMobject(), lambda _: drawn.append(("both", picture["x"] + picture["y"])))
    assert drawn == [("x", 1.0), ("both", 3.0)]
    drawn.clear()
    picture.set(y=5.0)
    assert drawn == [("both", 6.0)]
    picture.set(y=5.0, x=1.0)
    assert drawn == [("both", 6.0)]
    picture.set(x=0.0)
    assert drawn[1:] == [("x", 0.0), ("both", 5.0)]


def test_a_value_that_a_rule_reads_only_sometimes_counts_when_it_did() -> None:
    picture, drawn = Picture(shown=False, x=1.0), []
    picture.derive(VMobject(), lambda _: drawn.append(picture["shown"] and picture["x"]))
    picture.set(x=2.0)
    assert drawn == [False]
    picture.set(shown=True)
    picture.set(x=3.0)
    assert drawn == [False, 2.0, 3.0]


def test_a_rule_may_read_another_picture() -> None:
    above, below = Picture(x=1.0), Picture(y=0.0)
    drawn: list[float] = []
    below.derive(VMobject(), lambda _: drawn.append(above["x"]))
    above.set(x=2.0)
    assert drawn == [1.0]  # a picture draws when it is driven itself
    below.set(y=0.0)
    assert drawn == [1.0, 2.0]


def test_a_rule_that_fails_leaves_no_trace() -> None:
    picture, drawn = Picture(x=1.0), []

    def fail(_: VMobject) -> None:
        raise ValueError(picture["x"])

    with pytest.raises(ValueError, match="1"):
        picture.derive(VMobject(), fail)
    other = Picture(x=1.0)
    other.derive(VMobject(), lambda _: drawn.append(np.sign(other["x"])))
    other.set(x=-1.0)
    assert drawn == [1.0, -1.0]


class _InBetween(BlindRenderer):
    """Goes through an animation as one that draws does."""

    def save_static_frame_data(self, scene: Any, *_: Any, **__: Any) -> None:
        for share in np.linspace(0, 1, 7)[1:-1]:
            scene.update_to_time(share * scene.duration)


@pytest.mark.parametrize("story", [SymPyScene, TangentScene])
def test_what_is_left_behind_is_the_same_to_the_last_bit_drawn_or_skipped(story: Any) -> None:
    """Else a beat's pictures would depend on who draws the beats before it."""

    def ends(renderer: type[BlindRenderer]) -> list[bytes]:
        found: list[bytes] = []
        with configured({"dry_run": True, "progress_bar": "none", "frame_rate": 10}):
            told = story({}, make_renderer=renderer)
            told.on_play = lambda told: found.extend(
                part.points.tobytes() for part in told.get_mobject_family_members()
            )
            told.render()
        return found

    assert ends(BlindRenderer) == ends(_InBetween)


def test_what_pulses_keeps_clear_of_the_full_stop_behind_it() -> None:
    sentence = Text("$8.012006001$.", 44, Role.TEXT, DARK)
    number, stop = Text("$8.012006001$", 44, Role.TEXT, DARK), letters(sentence[-1].points)[-1]
    number.move_to((-3, 0, 0))  # where it grows to the right
    free = stop[:, 0].min() - (sentence.get_left()[0] + number.width)
    assert free > 0
    before = number.width
    pulse = Pulse(number)
    pulse.begin()
    pulse.interpolate(0.5)
    assert before < number.width < before + free
