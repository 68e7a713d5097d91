"""Descents on maps: where they are, their paths, and where a first step leads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from calculus.carried import difference
from calculus.digits import sign_of
from calculus.downhill import Downhill, Stop
from calculus.mistakes import uphill
from calculus.quantity import Quantity
from calculus.readable import Digits
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.terrain import BEYOND, Place, Terrain, followed
from scenes.telling.answers import Answer
from scenes.telling.claims import FarLess, Sentence, Sign
from scenes.words.wording import Clause, Term, Wordable, relation

FALLS = "To {w} {a:equals} and {v} {b:equals}: the cost falls from {J} to {K}."
RISES = "To {w} {a:equals} and {v} {b:equals}: the cost rises from {J} to {K}."
STAYS = "To {w} {a:equals} and {v} {b:equals}: the cost stays {K}."
HARDLY_MOVES = "To {w} {a:equals} and {v} {b:equals}: the cost hardly moves, it is {K}."
"""So little that nobody can tell which way."""


def place_of(stop: Stop) -> Place:
    """Return where a stop is on the map."""
    return stop.point[0].number, stop.point[1].number


def place_at(way: Downhill, t: float) -> Place:
    """Return where a descent is after some steps."""
    stops = way.stops
    i = min(int(t), len(stops) - 2)
    here, there = np.array(place_of(stops[i])), np.array(place_of(stops[i + 1]))
    x, y = here + (min(t, len(stops) - 1) - i) * (there - here)
    return float(x), float(y)


def path_of(
    land: Terrain,
    way: Downhill,
    state: str,
    role: Role,
    beyond: float = BEYOND,
    steps: int | None = None,
) -> VGroup:
    """Return the path of a descent, as far as a state of the map says it has come.

    Args:
        land: The map.
        way: The descent.
        state: The state's name.
        role: The path's colour.
        beyond: How far it goes outside of the map, in sizes of that: nowhere beside a picture.
        steps: How many of the last steps are seen; None for all.
    """
    known = [place_of(stop) for stop in way.stops]

    def places() -> list[Place]:
        t = land[state]
        first = max(0, int(t) - steps) if steps else 0
        return followed([*known[first : int(t) + 1], place_at(way, t)], land.seen.window, beyond)

    return land.trail(places, role)


def first_step(land: Terrain, way: Downhill, state: str, beyond: float = BEYOND) -> VMobject:
    """Return the arrow of the first step, as far as a state says; cut off outside the picture."""
    ends = [place_of(stop) for stop in way.stops[:2]]

    def seen() -> tuple[float, float, float, float]:
        start, tip = followed(ends, land.seen.window, beyond)
        return *start, *tip

    return land.vector(seen, Role.GRADIENT, lambda: float(land[state]), along=True)


def costs_seen(land: Terrain, way: Downhill) -> list[float]:
    """Return the costs of a descent until its path leaves the map."""
    count = len(followed([place_of(stop) for stop in way.stops], land.seen.window, 0.0))
    return [stop.value.number for stop in way.stops[:count]]


def cost_change(
    scene: LessonScene, name: Term, stops: Sequence[Stop], role: Role, size: float | None = None
) -> Text:
    """Return what the cost was and what it is after the first step, as a formula: J = 9 → 5.76."""
    old, new = (scene.digits.brief(stop.value) for stop in stops[:2])
    template = "{J} {r} {a:plain} thick -> thick {b:plain}"
    return scene.formula(template, size, role, J=name, r=relation(old, new), a=old, b=new)


def landed(stops: Sequence[Stop], name: str, w: Term, v: Term, digits: Digits) -> Sentence:
    """Say where the first step of a descent leads, and what becomes of the cost.

    Args:
        stops: Of the descent.
        name: What the cost is called.
        w: The name of one parameter.
        v: And of the other.
        digits: How numbers are written.
    """
    here, there = stops[:2]
    change = difference(there.value, here.value, name)
    a, b, old, new = map(digits.brief, (*there.point, here.value, there.value))
    fields: dict[str, Wordable] = {"w": w, "a": a, "v": v, "b": b, "J": old, "K": new}
    way = sign_of(change.value)
    if way:
        return Sentence(FALLS if way < 0 else RISES, fields, (Sign(change, way),))
    del fields["J"]
    if change.exact:
        return Sentence(STAYS, fields, (Sign(change, 0),))
    return Sentence(HARDLY_MOVES, fields, (FarLess(change, there.value),))


def reached(stops: Sequence[Stop], w: Term, v: Term, digits: Digits) -> Answer:
    """Return where the first step leads, beside the step itself and one the other way."""
    here, there = stops[:2]

    def place(a: Quantity, b: Quantity) -> Clause:
        fields: dict[str, Wordable] = {"w": w, "a": digits.brief(a), "v": v, "b": digits.brief(b)}
        return Clause("{w} {a:equals}, {v} {b:equals}", fields)

    back = (uphill(at, step) for at, step in zip(here.point, here.step, strict=True))
    return Answer(place(*there.point), (("step", place(*here.step)), ("sign", place(*back))))
