"""An eye that knows objects again sees what one sees that has never looked before."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import numpy as np
import pytest
from manim import Circle, Group, Square, VMobject

from checks.view import Eye, Piece, view_of
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text
from scenes.look.theme import DARK
from scenes.picture.meaning import Backdrop, Passing, Ticks, claim
from scenes.picture.motion import shade
from tests.checks.looking import inspected

Change = Callable[["Things"], object]


class Things:
    """A picture with a shape of two parts, a text of two colours, a number and labels."""

    def __init__(self) -> None:
        self.inner = Circle(0.4, fill_opacity=0.5)
        self.shape = Square(2.5, fill_opacity=0.8).add(self.inner)
        self.text = Text("$cslope(a) + b$", theme=DARK)
        self.number = NumberText("3.25").shift((2, 0, 0))
        self.ticks = VMobject(fill_opacity=1, stroke_width=0)
        self.ticks.set_points(np.vstack([Square(0.2).shift((i, -2, 0)).points for i in range(3)]))
        claim(self.ticks, Ticks())
        self.all = [Group(self.shape, self.text), self.number, self.ticks]


def _fill(part: VMobject, place: tuple[slice, slice], value: float) -> None:
    part.fill_rgbas[place] = value


COLOUR, OPACITY = (slice(None), slice(0, 3)), (slice(None), slice(3, 4))
CHANGES: dict[str, Change] = {
    "moved": lambda of: of.shape.shift((1, 0, 0)),
    "a point moved in place": lambda of: np.add.at(of.inner.points, (0, 0), 0.01),
    "all points moved in place": lambda of: np.multiply(of.text[0].points, 1.5, of.text[0].points),
    "fewer points": lambda of: of.ticks.set_points(of.ticks.points[:16]),
    "no points": lambda of: of.text[1].set_points(np.empty((0, 3))),
    "another fill": lambda of: of.shape.set_fill("#123456"),
    "another fill in place": lambda of: _fill(of.text[1], COLOUR, 0.25),
    "fainter in place": lambda of: _fill(of.ticks, OPACITY, 0.3),
    "gone in place": lambda of: _fill(of.number, OPACITY, 0.0),
    "another stroke": lambda of: of.inner.set_stroke("#654321"),
    "fainter stroke": lambda of: of.inner.set_stroke(opacity=0.4),
    "wider stroke": lambda of: of.inner.set_stroke(width=9),
    "no stroke": lambda of: setattr(of.shape, "stroke_width", 0),
    "knocked out": lambda of: of.text.set_stroke("#000000", 6, 1, background=True),
    "labels knocked out": lambda of: setattr(of.ticks, "background_stroke_width", 3),
    "in front": lambda of: of.inner.set_z_index(99),
    "half lit": lambda of: shade(of.number, 0.5),
    "half lit, as bright": lambda of: (shade(of.number, 0.5), of.number.set_fill(opacity=1)),
    "a part more": lambda of: of.shape.add(Circle(0.2)),
    "a part more in place": lambda of: of.text.submobjects.append(of.text[0].copy().scale(2)),
    "a part less": lambda of: of.shape.remove(of.inner),
    "parts in another order": lambda of: of.text.submobjects.reverse(),
    "another number": lambda of: of.number.rewrite("3.27"),
    "other words": lambda of: setattr(of.text, "source", "$c$"),
    "it stands back": lambda of: claim(of.shape, Backdrop()),
    "a text stands back": lambda of: claim(of.text, Backdrop()),
    "it is on its way": lambda of: claim(of.inner, Passing()),
    "labels with a part": lambda of: of.ticks.add(Circle(0.3)),
    "labels no more": lambda of: claim(of.ticks, None),
}  # fmt: skip


def _told(piece: Piece) -> tuple[object, ...]:
    """Return all that a piece tells, but its object."""
    starts, ends = piece.pieces
    return (
        piece.kind, piece.name, piece.box, piece.outline.tolist(), piece.inks, piece.stroke,
        piece.layer, piece.light, piece.size, piece.is_knocked_out, piece.stands_back,
        piece.is_panel, piece.glyphs, starts.tolist(), ends.tolist(),
    )  # fmt: skip


def _seen(pieces: tuple[Piece, ...]) -> list[tuple[object, ...]]:
    return [_told(piece) for piece in pieces]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_in_place_is_seen(change: Change) -> None:
    things, eye = Things(), Eye()
    before = _seen(eye.view(things.all, True, (0, 0, 0)).pieces)
    eye.large_areas(things.all)
    change(things)
    after = _seen(eye.view(things.all, True, (0, 0, 0)).pieces)
    assert after == _seen(view_of(things.all, True, (0, 0, 0)).pieces)
    assert after != before
    assert _seen(eye.large_areas(things.all)) == _seen(Eye().large_areas(things.all))


def test_what_has_not_changed_is_the_same_piece_and_what_was_seen_stays_what_it_was() -> None:
    things, eye = Things(), Eye()
    before = eye.view(things.all, True, (0, 0, 0)).pieces
    told = _seen(before)
    np.multiply(things.inner.points, 2, things.inner.points)
    after = eye.view(things.all, False, (0, 0, 0)).pieces
    assert {piece.mobject for piece in {*before} - {*after}} == {things.inner}
    assert _seen(before) == told


class Told(LessonScene):
    """A text that a panel hides, and a line crosses."""

    def construct(self) -> None:
        with self.beat("Look at this picture now."):
            self.add(Text("$a + b$"), Circle(3, fill_opacity=1).set_z_index(99), Square(0.1))


def test_nothing_is_kept_of_a_scene_that_has_been_told() -> None:
    inspector, told = inspected(Told)
    assert inspector.findings(told)[0]
    kept = [weakref.ref(mobject) for mobject in told.mobjects]
    del inspector, told
    gc.collect()
    assert {mobject() for mobject in kept} == {None}
