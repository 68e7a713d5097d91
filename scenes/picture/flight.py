"""What flies from place to place, or changes where it stands: a stand-in is drawn meanwhile.

The stand-in is drawn from nothing but how far it is, so any frame can be drawn alone. The thing
itself is on screen only where it stands, and checks look at it there.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

import numpy as np
from manim import Animation, Group, ManimColor, Mobject, Scene, VGroup, VMobject, interpolate_color
from manim.utils.rate_functions import linear

from calculus.shown import Shown
from scenes.look.text import Run
from scenes.look.theme import LAYER
from scenes.picture.arriving import Entrance, Way
from scenes.picture.meaning import Passing, claim
from scenes.picture.motion import lit, shade
from scenes.picture.shapes import NOTHING, Points


@dataclass(frozen=True)
class Ink:
    """Some filled outlines in one colour."""

    points: Points
    colour: ManimColor
    opacity: float

    def lit(self, share: float) -> Ink:
        """Return the same, lit by a share of its opacity."""
        return replace(self, opacity=self.opacity * share)

    def shifted(self, right: float) -> Ink:
        """Return the same, further to the right."""
        return replace(self, points=self.points + [right, 0, 0])

    def toward(self, other: Ink, share: float) -> Ink:
        """Return the same outlines, in a colour on the way to that of another."""
        colour = interpolate_color(self.colour, other.colour, share)
        return Ink(self.points, colour, self.opacity + (other.opacity - self.opacity) * share)


class Flight(Animation):
    """The base of what flies to become something.

    Args:
        target: What it becomes; it comes on screen, unless it is there.
        changed: What else changes meanwhile.
        way: How the target comes on screen.
        sources: The numbers that those of the target come from.
        run_time: Seconds.
    """

    def __init__(
        self,
        target: VMobject,
        changed: Iterable[Mobject],
        way: Way,
        sources: tuple[Shown, ...],
        run_time: float,
    ) -> None:
        self.target = target
        self._way: Way = way
        self._sources = sources
        self._stand_in = VGroup().set_z_index(LAYER["label"] + 1)
        claim(self._stand_in, Passing())
        super().__init__(
            Group(self._stand_in, *changed),
            run_time=run_time,
            rate_func=linear,
            suspend_mobject_updating=False,
            introducer=True,
        )
        self._is_new = False

    def entrances(self) -> Iterator[Entrance]:
        """Give what it has brought on, with all parts."""
        if self._is_new:
            for part in self.target.get_family():
                yield Entrance(part, self._way, self._sources)

    @abstractmethod
    def _inks(self, alpha: float) -> Iterator[Ink]:
        """Give what is to be seen of the stand-in, after the start."""

    def _setup_scene(self, scene: Scene) -> None:
        present = scene.get_mobject_family_members()
        self._is_new = self.target not in present
        if self._is_new:
            for part in self.target.get_family():
                shade(part, 1.0)
        scene.add(self._stand_in)

    def create_starting_mobject(self) -> Any:
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        inks = [*self._inks(alpha)] if alpha > 0 else []
        more = len(inks) - len(self._stand_in.submobjects)
        layer = self._stand_in.z_index
        self._stand_in.add(*(Run(NOTHING, "#FFFFFF").set_z_index(layer) for _ in range(more)))
        for part, ink in zip_longest(self._stand_in.submobjects, inks):
            part.set_points(NOTHING if ink is None else ink.points)
            if ink is not None:
                part.set_fill(ink.colour, ink.opacity)

    def clean_up_from_scene(self, scene: Scene) -> None:
        scene.remove(self._stand_in)
        if self._is_new:
            scene.add(self.target)


class InPlace(Flight):
    """What changes where it stands: a stand-in is seen, and the thing itself is hidden.

    Args:
        target: What is there in the end.
        hidden: What is hidden while it changes.
        rest: What a flight takes.
    """

    def __init__(self, target: VMobject, hidden: VMobject, *rest: Any) -> None:
        self._hidden = hidden
        super().__init__(target, (hidden,), *rest)

    def create_starting_mobject(self) -> Any:
        self._levels = [(part, lit(part)) for part in self._hidden.get_family()]
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        super().interpolate_mobject(alpha)
        for part, level in self._levels:
            shade(part, 0.0 if alpha > 0 else level)

    def _land(self) -> None:
        """Let the target be what the stand-in shows in the end."""

    def clean_up_from_scene(self, scene: Scene) -> None:
        for part, level in self._levels:
            shade(part, level)
        self._land()
        if self._hidden is not self.target:
            scene.remove(self._hidden)
        super().clean_up_from_scene(scene)


def inks_of(mobject: Mobject) -> tuple[Ink, ...]:
    """Return what of an object is filled, as it is now."""
    return tuple(
        Ink(part.points.copy(), part.get_fill_color(), part.get_fill_opacity())
        for part in mobject.get_family()
        if isinstance(part, VMobject) and len(part.points) and part.get_fill_opacity()
    )


def part_of(alpha: float, start: float, end: float) -> float:
    """Return how far a part of a motion is."""
    return float(np.clip((alpha - start) / (end - start), 0, 1))


def landing(alpha: float) -> float:
    """Start from rest, be quick early, and come to rest slowly."""
    return 1 - (1 - alpha) ** 3 * (1 + 3 * alpha)


def bump(alpha: float) -> float:
    """Go from 0 to 1 and back, and rest at both ends."""
    return float(np.sin(np.pi * alpha) ** 2)
