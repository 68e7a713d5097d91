"""What a picture shows follows its state, and only what a change concerns is drawn again."""

from __future__ import annotations

import numpy as np
import pytest
from manim import VMobject

from scenes.picture.motion import Picture


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
