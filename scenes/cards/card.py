"""A card: it turns by shrinking to an edge and growing again with its other side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any

import numpy as np
from manim import VMobject

from scenes.look.text import NumberText
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture.arriving import Entrance
from scenes.picture.card import OPAQUE, RADIUS
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Sheet, claim
from scenes.picture.motion import Drive, Picture, Steady
from scenes.picture.paragraph import Paragraph
from scenes.picture.shapes import NOTHING, Points, letters, rounded

_EDGE = 0.02  # of its width: narrower than that nothing on a side can be seen


class _Left(Box):
    """A box that a card leaves for another while it is seen from its edge."""

    def toward(self, other: Box, alpha: float) -> Box:
        """Return the box a share of the way to another: it, or the other."""
        return self if alpha < 0.5 else other


@dataclass(frozen=True)
class _Ink:
    """Letters on sides of a card.

    Attributes:
        sides: Which sides; they are written on the first.
        place: Where these are read.
        letters: Their outlines, where they are read.
        start: Share of the text at which they begin.
        end: Share of the text at which they end; both are 0 for what comes by itself.
    """

    sides: tuple[int, ...]
    place: Box
    letters: list[Points]
    start: float
    end: float

    def written(self, said: float) -> Points:
        """Return the letters; those that aren't written yet are pressed flat, and unseen."""
        length = self.end - self.start
        share = (said - self.start) / length if length and said < self.end else 1.0
        left = min(one[:, 0].min() for one in self.letters)
        width = max(one[:, 0].max() for one in self.letters) - left
        shapes = []
        for one in self.letters:
            seen = share >= 1 or (one[:, 0].max() - left) <= share * width
            shapes.append(one if seen else one * [1, 0, 1] + [0, one[:, 1].min(), 0])
        return np.vstack(shapes)


class _Turn(Drive):
    """A card turns, and shows texts again that have been read."""

    def __init__(self, card: Card, run_time: float, again: Sequence[Paragraph], **state: Any):
        super().__init__(card, run_time, **state)
        self._again = again

    def entrances(self) -> Iterator[Entrance]:
        """Give the numbers that are seen again: each comes from itself."""
        for part in (part for text in self._again for part in text.get_family()):
            if isinstance(part, NumberText):
                yield Entrance(part, "carry", part.numbers)


class Card(Picture):
    """A card in the state's ``box``; at a whole number of half-turns a side is seen in full.

    Side 0 is empty. The state ``said`` writes the texts: up to 1 one on the first side, from there
    up to 2 one on the second.

    Args:
        theme: The colours.
        box: Where it lies at first.
        place: Where it is read; it may lie in a higher box.

    Attributes:
        place: Where what is written from now on is read.
        panel: The card itself, without what is on it.
    """

    def __init__(self, theme: Theme, box: Box, place: Box) -> None:
        super().__init__(box=box, turn=0.0, said=0.0)
        self.place = place
        self.panel = VMobject(
            fill_color=theme.panel, fill_opacity=OPAQUE,
            stroke_color=theme[Role.NEUTRAL], stroke_width=pen(3),
        )  # fmt: skip
        claim(self.panel, Sheet())
        self.derive(self.panel.set_z_index(LAYER["card"]), self._draw_panel)

    def write(self, sides: Sequence[int], text: Paragraph, at_once: bool = False) -> None:
        """Put a text on some sides, set where it is read.

        Args:
            sides: The sides; it is written on the first of them.
            text: The text.
            at_once: Whether it is there from the beginning.
        """
        self.set(said=max(self.state["said"], sides[0] - 1.0))  # what has no text counts as written
        own = text.get_family()
        for part, start, end in text.spans:
            span = (start, end) if part in own and not at_once else (0.0, 0.0)
            for run in part.get_family():
                if isinstance(run, VMobject) and len(run.points):
                    ink = _Ink(tuple(sides), self.place, letters(run.points), *span)
                    self.derive(run, partial(self._draw, ink=ink))

    def keep(self, text: VMobject, slot: Box) -> None:
        """Let something that lies in a small box go along with the card, where its foot is.

        Args:
            text: What lies there.
            slot: The box.
        """
        for part in text.get_family():
            if isinstance(part, VMobject) and len(part.points):
                self.derive(part, partial(self._go_along, slot=slot, points=part.points.copy()))

    @property
    def written(self) -> float:
        """The share that is written of the text that can be read."""
        return float(self.state["said"] - self.state["turn"] + 1)

    def writes(self, share: float, run_time: float) -> Steady:
        """Write the text that can be read up to a share, evenly."""
        return Steady(self, run_time, said=self.state["turn"] - 1 + share)

    def go(self, to: Box, run_time: float = 0.8, again: Sequence[Paragraph] = ()) -> Drive:
        """Turn it to its next side, which comes to be seen elsewhere, with texts read before."""
        self.set(box=_Left(*astuple(self.state["box"])))
        return _Turn(self, run_time, again, box=to, turn=self.state["turn"] + 1)

    def turn(self, run_time: float = 0.8, again: Sequence[Paragraph] = ()) -> Drive:
        """Turn it to its next side, with texts that have been read before."""
        return _Turn(self, run_time, again, turn=self.state["turn"] + 1)

    def _draw_panel(self, panel: VMobject) -> None:
        box, wide = self["box"], abs(np.cos(np.pi * self["turn"]))
        x, half = box.centre[0], max(wide, _EDGE) * box.width / 2
        panel.set_points(rounded(x - half, box.bottom, x + half, box.top, RADIUS))

    def _draw(self, part: VMobject, ink: _Ink) -> None:
        box, turn = self["box"], self["turn"]
        said = self["said"] + 1 - ink.sides[0]
        wide = abs(np.cos(np.pi * turn)) if round(turn) in ink.sides else 0.0
        if wide < _EDGE or said <= 0 < ink.end:
            part.set_points(NOTHING)
            return
        scale = min(box.width / ink.place.width, box.height / ink.place.height, 1.0)
        here, there = np.array([*ink.place.centre, 0]), np.array([*box.centre, 0])
        points = ink.written(said)
        part.set_points(there + (points - here) * [scale * wide, scale, 1])

    def _go_along(self, part: VMobject, slot: Box, points: Points) -> None:
        box, wide = self["box"], abs(np.cos(np.pi * self["turn"]))
        if wide < _EDGE:
            part.set_points(NOTHING)
            return
        scale = min(box.width / slot.width, box.height / slot.height, 1.0)
        here = np.array([*slot.centre, 0])
        there = np.array([box.centre[0], box.bottom + slot.height / 2, 0])
        part.set_points(there + (points - here) * [scale * wide, scale, 1])


def nowhere(place: Box) -> Box:
    """Return a box that has no size, in the middle of another."""
    x, y = place.centre
    return Box(x, y, x, y)
