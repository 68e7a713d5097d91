"""Calculations, before they are set, and how they come on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import numpy as np
from manim import Animation, Mobject, VMobject
from manim.utils.rate_functions import smooth

from calculus.expression import Binary, Name
from calculus.forward import GraphNudge
from calculus.readable import Digits
from calculus.shown import Shown
from calculus.worked import operands
from scenes.look.text import Text, coloured
from scenes.look.theme import Role
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.picture.carrying import Carry, Merge, bring, found_in, numbers_of, shape_of
from scenes.picture.flight import Ink, inks_of, landing, part_of
from scenes.picture.ways import centre_of
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Term, Wordable, relation

_SIGNIFICANT = 6  # digits of a rounded number, as in sentences
_DIGIT = 0.66  # of the font size, that a digit is high
_LANDED = 0.6  # of the time, in which numbers have come to their places in a line


@dataclass(frozen=True)
class Calculation:
    """A calculation, before it is set.

    Attributes:
        template: Typst mathematics with fields.
        fields: What the fields hold.
        role: Colour of what the template leaves uncoloured.
    """

    template: str
    fields: Mapping[str, Wordable]
    role: Role = Role.TEXT


def line(template: str, role: Role = Role.TEXT, /, **fields: Wordable) -> Calculation:
    """Return a calculation."""
    return Calculation(template, fields, role)


def gathered(
    left: str,
    names: str,
    sign: Literal["+", "dot"],
    parts: Sequence[Shown] | None,
    roles: Sequence[Role],
    result: Shown,
    **fields: Wordable,
) -> list[Calculation]:
    """Return how a derivative is worked out from its parts, and shorter forms of that.

    Args:
        left: What is worked out; may be empty.
        names: The same in names, such as dJ/du · du/db; may be empty.
        sign: What stands between the parts.
        parts: The numbers; None where they have too many digits.
        roles: Their colours; the last goes on.
        result: What comes out.
        fields: What the templates need.
    """
    known = f"{left} = {names}" if left and names else left or names
    short = [*dict.fromkeys((known, left))]
    alone = [
        line(f"{some} {coloured(Role.GRADIENT, '{p:equals}')}", p=result, **fields)
        for some in short
    ]
    if parts is None:
        return alone
    written = [
        coloured(roles[min(i, len(roles) - 1)], f"{{f{letters(i)}}}") for i in range(len(parts))
    ]
    fields |= {f"f{letters(i)}": terms.factor(part) for i, part in enumerate(parts)}
    # Nothing is rounded in a product with zero.
    rounded = () if sign == "dot" and result.number == 0 else parts
    fields |= {"r": relation(*parts), "s": relation(*rounded, result), "p": result}
    product = f" {sign} ".join(written) + " " + coloured(Role.GRADIENT, "{s} {p:plain}")
    worked = [line(f"{some} {{r}} {product}" if some else product, **fields) for some in short]
    return [*worked, *(alone[-1:] if left else [])]


def quotient_of(nudged: GraphNudge, digits: Digits) -> Calculation:
    """Return the rise over the nudge, with numbers that give the quotient."""
    quotient, output = digits.shown(nudged.quotient), nudged.before.graph.output
    names: dict[str, Wordable] = {
        "J": terms.name(output), "b": terms.name(nudged.name), "q": quotient,
    }  # fmt: skip
    taken = operands(
        Binary("/", Name("rise"), Name("h")), {"rise": nudged.rises[output], "h": nudged.by},
        quotient, lambda value, most: digits.shown(value, significant=max(most, _SIGNIFICANT)),
    )  # fmt: skip
    if taken is None:
        return line(f"(Delta {{J}})/(Delta {{b}}) {coloured(Role.SLOPE, '{q:equals}')}", **names)
    return line(
        f"(Delta {{J}})/(Delta {{b}}) {{r}} "
        f"{coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h:plain}')} "
        f"{coloured(Role.SLOPE, '{s} {q:plain}')}",
        r=relation(*taken.values()), s=relation(*taken.values(), quotient), **taken, **names,
    )  # fmt: skip


def listed(values: Mapping[str, Shown], called: Callable[[str], Term] = terms.name) -> Enumeration:
    """Return values with their names, as part of a sentence."""
    named = values.items()
    return Enumeration(
        tuple(Clause("{a} {v:equals}", {"a": called(name), "v": value}) for name, value in named)
    )


def bring_from(sources: Sequence[VMobject], target: VMobject) -> Animation:
    """Carry a number from where it is seen, or make it out of those that are."""
    if len(sources) == 1 and isinstance(carried := bring(sources[0], target), Carry):
        return carried
    return _IntoALine(*sources, into=cast(Text, target), dims=1.0)


class _IntoALine(Merge):
    """Let numbers fly to where they stand in a line, which is written around them.

    What doesn't stand there melts into its middle, as high as its digits.
    """

    def create_starting_mobject(self) -> Any:
        self._rest = inks_of(self.target)
        return super().create_starting_mobject()

    def _ends(self, sources: Sequence[Mobject], flies: Sequence[Ink]) -> Iterator[Ink]:
        for source, end in zip(sources, super()._ends(sources, flies), strict=True):
            numbers, colour = numbers_of(source), end.colour
            inks = tuple(sorted(self._rest, key=lambda ink: ink.colour != colour))
            if len(numbers) == 1 and (found := found_in(shape_of(numbers[0], self.target), inks)):
                place, self._rest = found
                yield place
                continue
            middle = centre_of(end.points)
            points = end.points - middle
            digits = _DIGIT * cast(Text, self.target).font_size * EM_PER_FONT_SIZE
            size = min(1.0, digits / max(float(np.ptp(points[:, 1])), 1e-6))
            yield replace(end, points=middle + points * size, opacity=0.0)

    def _inks(self, alpha: float) -> Iterator[Ink]:
        if alpha == 1:
            yield from self._becomes
            return
        yield from (route.at(landing(part_of(alpha, 0, _LANDED))) for route in self._routes)
        yield from (ink.lit(smooth(part_of(alpha, _LANDED / 2, 1))) for ink in self._rest)


def letters(index: int) -> str:
    """Name a field by letters: a digit has no place in a template."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(index))
