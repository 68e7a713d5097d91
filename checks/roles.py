"""Whether a meaning has one colour in every lesson: a slope that of slopes, a nudge that of inputs.

`MEANT` is the table of what has which roles; what is not in it may have any. A colour on its way to
the background, or to another, is none of a role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import isclose

from checks.formula import closing
from checks.rules import Rule, rule
from checks.view import Piece, View
from scenes.look.colour import Colour, rgb
from scenes.look.text import Placed
from scenes.look.theme import Role, Theme
from scenes.picture.meaning import (
    AtNode,
    Ball,
    Formula,
    Link,
    LocalSlope,
    Meaning,
    Reads,
    Side,
    SlopeArea,
    Spot,
    Stack,
    Step,
    Straight,
    Verdict,
)
from scenes.picture.meaning_of_maps import Vector

# What is shown, which of its kinds ("" for all), and its roles.
MEANT: dict[tuple[type[Meaning], str], tuple[Role, ...]] = {
    (Straight, ""): (Role.SLOPE,),
    (Side, "chord"): (Role.SLOPE,),
    (Side, "area"): (Role.SLOPE,),
    (SlopeArea, ""): (Role.SLOPE,),
    (Reads, ""): (Role.SLOPE,),
    (LocalSlope, ""): (Role.SLOPE,),
    (Side, "base"): (Role.INPUT,),
    (Side, "height"): (Role.OUTPUT,),
    (Stack, ""): (Role.INPUT,),
    (AtNode, "rods"): (Role.INPUT,),
    (AtNode, "value"): (Role.VALUE, Role.INPUT),  # of an input that is nudged, the latter
    (AtNode, "gradient"): (Role.GRADIENT,),
    (Step, ""): (Role.GRADIENT,),
    (Vector, "along"): (Role.GRADIENT,),
    (Ball, ""): (Role.VALUE,),
    (Link, ""): (Role.NEUTRAL, Role.GRADIENT, Role.TEXT, Role.OUTPUT),
    (Verdict, ""): (Role.TEXT,),
}
_OF_DERIVATIVES = Role.SLOPE, Role.GRADIENT, Role.TEXT, Role.NEUTRAL
_DERIVATIVE = re.compile(r"\b(?:dif|dd)\b[^()]*\)?\s*\\?/\s*\(?(?:dif|dd)\b")
_MACRO = re.compile(r"c(" + "|".join(Role) + r")\(")
_SAME = 0.005  # of a part of a colour
_Place = tuple[int, Formula, float]  # of which plot, on which curve, and the input

Found = tuple[Rule, str, str]  # a rule, what is wrong, and what its author can do

MEANING = rule(
    "role.meaning",
    "in a story a meaning has one colour: slopes and derivatives, nudges, changes of the output, "
    "moved points, steps and gradients, values, verdicts",
)


def meanings(view: View, theme: Theme) -> Iterator[Found]:
    """Find what is drawn in the colour of something else."""
    base, moved = _places(view)
    for piece in view.seen:
        claim = piece.claim
        wanted: tuple[Role, ...] = ()
        if isinstance(claim, Spot) and claim.on is not None:
            place = id(claim.plot), claim.on, claim.place()[0]
            wanted += (Role.FUNCTION,) * _is_in(place, base)
            wanted += (Role.OUTPUT,) * _is_in(place, moved)
        elif claim is not None:
            wanted = MEANT.get((type(claim), _kind(claim)), ())
        elif isinstance(piece.mobject, Placed):
            yield from _derivatives(piece, theme)
        if wanted:
            yield from _unlike(piece.name, (ink.colour for ink in piece.inks), wanted, theme)


def _kind(claim: Meaning) -> str:
    match claim:
        case Side(part=part):
            return part
        case AtNode(what=what):
            return what
        case Vector(along=along) if along is not None:
            return "along"
    return ""


def _places(view: View) -> tuple[list[_Place], list[_Place]]:
    """Return where points stand that are nudged, and where they are moved to."""
    base, moved = [], []
    for piece in view.seen:
        match piece.claim:
            case (
                Side(plot=plot, of=of, at=at, by=by) | Straight(plot=plot, of=of, at=at, reach=by)
            ) if by():
                base.append((id(plot), of, at()))
                moved.append((id(plot), of, at() + by()))
    return base, moved


def _is_in(place: _Place, places: Iterable[_Place]) -> bool:
    return any(place[:2] == one[:2] and isclose(place[2], one[2], rel_tol=1e-12) for one in places)


def _derivatives(piece: Piece, theme: Theme) -> Iterator[Found]:
    """Look at the derivatives in a formula: by what colours them, or else by the formula's own."""
    parts = _parts(piece.mobject.source)
    given = {role: rgb(theme[role]) for role, _ in parts if role}
    own = [
        ink.colour for ink in piece.inks if not any(_same(ink.colour, c) for c in given.values())
    ]
    for role, text in parts:
        if _DERIVATIVE.search(text):
            colours = [given[role]] if role else own
            yield from _unlike(piece.name, colours, _OF_DERIVATIVES, theme)


@lru_cache(maxsize=4096)
def _parts(source: str) -> tuple[tuple[Role | None, str], ...]:
    """Return what each role colours of a formula, and what none does, innermost first."""
    found: list[tuple[Role | None, str]] = []
    while macro := [*_MACRO.finditer(source)]:
        inner = macro[-1]
        end = closing(source, inner.end() - 1)
        found.append((Role(inner[1]), source[inner.end() : end]))
        source = f"{source[: inner.start()]} {source[end + 1 :]}"
    return *found, (None, source)


def _unlike(
    name: str, colours: Iterable[Colour], wanted: tuple[Role, ...], theme: Theme
) -> Iterator[Found]:
    for colour in colours:
        roles = [role for role in Role if _same(colour, rgb(theme[role]))]
        if roles and not {*roles} & {*wanted}:
            yield (
                MEANING,
                f"{name} has the colour of {roles[0].value}",
                f"let it have that of {' or '.join(role.value for role in wanted)}",
            )
            return


def _same(one: Colour, other: Colour) -> bool:
    return all(isclose(a, b, abs_tol=_SAME) for a, b in zip(one, other, strict=True))
