"""What the story of a descent on a surface is about, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

from calculus.carried import difference
from calculus.digits import sign_of
from calculus.downhill import Downhill, Level, check_effort, descend, level_at
from calculus.errors import DerivativeError, LessonError
from calculus.expression import Binary, Expression, Name, call, integer, source, variables
from calculus.quantity import Quantity, evaluated, quantity
from calculus.surface import Surface
from calculus.verdict import affine_update
from record.figure import Figure
from scenes.picture.meaning_of_maps import Heights
from scenes.settings.drawable import require_small
from scenes.settings.kinds import number_text
from scenes.settings.parameters import Parameters
from scenes.telling.claims import Claim, Sentence, Sign, Size
from scenes.telling.claims_of_surfaces import Separate, Settles, Stretched
from scenes.telling.explorable import walking
from scenes.telling.subject import Subject
from scenes.words import terms
from scenes.words.wording import Wordable

BETA = terms.name("beta")

SLOPES = "g_1", "g_2"
NORM = call("sqrt", Binary("+", *(Binary("**", Name(name), integer(2)) for name in SLOPES)))
"""The length of a gradient, from both slopes."""

_FAR_MORE = 4  # times as much as along it a valley bends across
_ONE = quantity(1)


@dataclass(frozen=True)
class SurfaceFacts:
    """What the story is about.

    Attributes:
        way: The descent, with the momentum that is asked for.
        plain: The same without; the same descent where there is no momentum.
        falls: How much the cost falls for each unit of way, straight against the gradient.
        level: What kind of place the start is, if all is level there; else None.
        factors: What a step multiplies the distance along each variable by, and from which
            place; None where steps do something else.
    """

    way: Downhill
    plain: Downhill
    falls: Quantity
    level: Level | None
    factors: tuple[tuple[Quantity, Quantity], ...] | None

    @classmethod
    def of(cls, surface: Surface, start: Sequence[sp.Expr], rate: sp.Expr, momentum: sp.Expr,
           steps: int) -> SurfaceFacts:  # fmt: skip
        """Walk downhill.

        Raises:
            LessonError: There are not two numbers to start from, the function has no slope there
                or where the first step leads, or all that takes too long or is too large.
        """
        if len(start) != 2:
            rule = f"has two numbers, one for each of {' and '.join(surface.variables)}"
            raise LessonError("start", rule, ", ".join(map(number_text, start)), "-5, -2")
        check_effort(surface, steps, walks=2 if momentum else 1)
        place = (start[0], start[1])
        way = descend(surface, place, rate, steps, momentum)
        plain = descend(surface, place, rate, steps) if momentum else way
        first = way.stops[0]
        require_small("start", first.point, "smaller numbers")
        require_small("function", [first.value, *first.gradient], "one with smaller values there")
        fewest = 2 if momentum else 1
        if steps < fewest:
            rule = "is 2 or more with momentum, so that there is a last step"
            raise LessonError("steps", rule, str(steps), "20")
        if len(way.stops) <= fewest:
            rule = f"leads to where {surface.source} has a slope"
            raise LessonError("learning_rate", rule, number_text(rate), "a smaller one")
        slopes = dict(zip(SLOPES, (slope.value for slope in first.gradient), strict=True))
        falls = evaluated(NORM, slopes)
        level = level_at(surface, first.point) if not sign_of(falls.value) else None
        factors = None if momentum or level else _factors(surface, way, rate)
        return cls(way, plain, falls, level, factors)

    def known(self) -> Subject:
        """Return what others may know of the story."""
        subject = Subject.of_surface(self.way.surface)
        return replace(subject, written=(*subject.written, source(NORM)))

    def explorable(self, given: Parameters) -> Figure | None:
        """Return what people can explore."""
        return walking(
            self.way.surface, given.start, given.learning_rate, given.momentum, given.steps
        )

    @property
    def is_stretched(self) -> bool:
        """Whether there is a valley that bends far more across than along."""
        bends = [mode.curvature for mode in self.plain.modes]
        if not bends or sign_of(bends[1]) <= 0:
            return False
        return sign_of(bends[0] - _FAR_MORE * bends[1]) >= 0

    @property
    def heights(self) -> Heights:
        """The cost as text."""
        return Heights.of(self.way.surface)


def _factors(
    surface: Surface, way: Downhill, rate: sp.Expr
) -> tuple[tuple[Quantity, Quantity], ...] | None:
    """Return what each step multiplies by, if it does so along each variable by itself."""
    names, found = surface.variables, []
    for name, other, fixed in zip(names, names[::-1], way.stops[0].point[::-1], strict=True):
        try:
            formula: Expression = surface.partial(name)
            update = affine_update(surface.along(name, fixed.value), rate)
        except DerivativeError:
            return None
        if other in variables(formula) or update is None or update.fixed is None:
            return None
        found.append((quantity(update.factor), quantity(update.fixed)))
    return tuple(found)


def where_it_leads(facts: SurfaceFacts, n: int, cost: Wordable) -> Sentence:
    """Say what the cost is after some steps, with momentum and without."""
    way, plain, heights = facts.way, facts.plain, facts.heights
    fields: dict[str, Wordable] = {"n": n, "J": cost}
    zero = quantity(0)
    if way.settles and plain.settles is False:
        with_it = Settles(heights, way.learning_rate, way.momentum, settles=True)
        without = Settles(heights, way.learning_rate, zero, settles=False)
        template = "The same learning rate, and now it settles: after {n} steps the cost is {J}."
        return Sentence(template, fields, (with_it, without))
    if len(way.stops) == len(plain.stops):
        lower = difference(way.stops[-1].value, plain.stops[-1].value, way.surface.name)
        errors = (stop.value.error or 0 for stop in (way.stops[-1], plain.stops[-1]))
        if abs(lower.value) > sum(errors):
            below = sign_of(lower.value) < 0
            template = (
                "The same learning rate: after {n} steps the cost is {J}, "
                "lower than without momentum."
                if below
                else "The same learning rate: after {n} steps the cost is {J}, "
                "higher than without momentum."
            )
            return Sentence(template, fields, (Sign(lower, -1 if below else 1),))
    return Sentence("The same learning rate: after {n} steps the cost is {J}.", fields)


def what_would_help(facts: SurfaceFacts) -> Sentence:
    """Ask for something better than the plain rule."""
    way, plain, heights = facts.way, facts.plain, facts.heights
    if not facts.is_stretched:
        return Sentence("Each step forgets the one before. What if it kept a part of it?")
    stretched = Stretched(heights)
    if any(mode.active and sign_of(mode.size - 1) > 0 for mode in plain.modes):
        template = (
            "The valley is steep across and flat along, and the plain rule escapes. "
            "What would help?"
        )
        settles = Settles(heights, way.learning_rate, quantity(0), settles=False)
        return Sentence(template, {}, (stretched, settles))
    return Sentence("The valley is steep across and flat along. What would help?", {}, (stretched,))


def each_step(factors: Sequence[tuple[Quantity, Wordable, Wordable]], heights: Heights) -> Sentence:
    """Say what each step multiplies the distances by.

    Args:
        factors: For each variable the factor, the distance, and the factor as it is shown.
        heights: The cost.
    """
    (one, d, f), (other, e, g) = factors
    below = [number for number in (one, other) if sign_of(abs(number.value) - 1) < 0]
    fields: dict[str, Wordable] = {"d": d, "f": f, "e": e, "g": g, "one": 1}
    template = {
        2: "Each step multiplies {d} by {f} and {e} by {g}: both factors are below {one} in size.",
        1: "Each step multiplies {d} by {f} and {e} by {g}: "
        "only one factor is below {one} in size.",
        0: "Each step multiplies {d} by {f} and {e} by {g}: neither factor is below {one} in size.",
    }[len(below)]
    claims: list[Claim] = [Separate(heights)]
    for number in (one, other):
        sign = sign_of(abs(number.value) - 1)
        claims.append(Size(number, "<" if sign < 0 else ">" if sign > 0 else "=", _ONE))
    return Sentence(template, fields, tuple(claims))


def in_the_end(change: Quantity, error: sp.Expr) -> Sentence:
    """Say what it comes to, by how the cost has changed."""
    if abs(change.value) <= error:
        return Sentence("No map, only the slopes underfoot: the rule needs nothing else.")
    if sign_of(change.value) < 0:
        template = "No map, only the slopes underfoot: that is enough to go down."
        return Sentence(template, {}, (Sign(change, -1),))
    return Sentence("The same rule, but these steps are too long.", {}, (Sign(change, 1),))
