"""What the nudge story says where that depends on the facts, with what it claims."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from calculus.digits import magnitude, sign_of
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity, quantity
from calculus.readable import Digits
from calculus.shown import Shown
from scenes.picture.meaning import Formula
from scenes.telling.approaching import approach
from scenes.telling.claims import (
    Claim,
    Descending,
    Different,
    Equal,
    Limit,
    Opposite,
    QuotientLaw,
    Sentence,
    Times,
    is_near,
)
from scenes.words.wording import Clause, Enumeration, Term, Wordable

FEWEST, _MOST = 4, 7  # digits of rounded numbers


def enough(table: NudgeTable, digits: Digits) -> int:
    """Return the fewest digits that tell the quotients of a point and its slope apart."""
    numbers = {row.quotient.value: row.quotient for row in table.rows}
    numbers[table.slope.value] = table.slope
    for few in range(FEWEST, _MOST):
        if len({digits.brief(one, few).text for one in numbers.values()}) == len(numbers):
            break
    return few


def brief(table: NudgeTable, value: Quantity, digits: Digits) -> Shown:
    """Return a number of a point's story in so few digits."""
    return digits.brief(value, enough(table, digits))


def chapter_of(table: NudgeTable) -> str:
    """Return what the chapter is called in which all nudges are tried."""
    if len(table.rows) == 1:
        return "The limit"
    sizes = [magnitude(row.nudge.value) for row in table.rows]
    falling = all(larger > smaller for larger, smaller in pairwise(sizes))
    return "Smaller nudges" if falling else "Other nudges"


def what_the_nudges_say(table: NudgeTable, digits: Digits) -> Sentence:
    """Say what all quotients of a point have to do with its slope."""
    of, limit = Formula.of(table.function), table.slope
    slope = brief(table, limit, digits)
    quotients = [row.quotient for row in table.rows]
    if table.quotient_is_constant:
        template = "Every nudge gives {slope}: the triangle only changes its size."
        return Sentence(template, {"slope": slope}, (QuotientLaw(of, table.at, limit, 0),))
    if table.excess_is_nudge:
        template = "The excess over {slope} is the nudge itself: as it shrinks, {slope} is left."
        return Sentence(template, {"slope": slope}, (QuotientLaw(of, table.at, limit, 1),))
    tends: Claim = Limit(of, table.at, limit)
    if all(sign_of(quotient.value - limit.value) == 0 for quotient in quotients):
        template = "Each of these nudges gives exactly the same: {slope}."
        return Sentence(template, {"slope": slope}, (Equal((*quotients, limit)), tends))
    nudges = [row.nudge for row in table.rows]
    found = approach(nudges, quotients, limit)
    if found is None:
        template = "As the nudge goes to zero, the quotient tends to {slope}."
        return Sentence(template, {"slope": slope}, (tends,))
    template = (
        "The smaller the nudge, the closer the quotient comes to {slope}."
        if found.closer
        else "Smaller is not always closer here, but as the nudge goes to zero, the quotient "
        "tends to {slope}."
    )
    return Sentence(template, {"slope": slope}, (found, tends))


def name_of_the_slope(table: NudgeTable, x: Term, digits: Digits) -> Sentence:
    """Say what the number is called that the nudges have led to."""
    slope, of = brief(table, table.slope, digits), Formula.of(table.function)
    if table.quotient_is_constant:
        template = "This number, {slope}, is the slope of the line."
        return Sentence(template, {"slope": slope}, (QuotientLaw(of, table.at, table.slope, 0),))
    template = "This limit, {slope}, is called the slope where {x} {a:equals}."
    fields: dict[str, Wordable] = {"slope": slope, "x": x, "a": digits.as_given(table.at)}
    return Sentence(template, fields, (Limit(of, table.at, table.slope),))


def comparison(
    tables: Sequence[NudgeTable],
    rows: Sequence[NudgeRow],
    x: Term,
    one_scale: bool,
    digits: Digits,
) -> Sentence:
    """Compare how steep a function is at the points whose triangles stand side by side.

    A comparison is made only where slopes and triangles agree on it.

    Args:
        tables: One for each point.
        rows: The nudges whose triangles are drawn.
        x: The name of the input.
        one_scale: Whether the triangles are drawn to one scale. Equal ones always are.
        digits: How numbers are written.
    """
    slopes = [table.slope for table in tables]
    quotients = [row.quotient for row in rows]
    first, *others = slopes
    if all(table.quotient_is_constant for table in tables):
        of = Formula.of(tables[0].function)
        law = tuple(QuotientLaw(of, table.at, first, 0) for table in tables)
        template = "Drawn to one scale, the triangles are congruent: slope {slope} everywhere."
        return Sentence(template, {"slope": digits.brief(first)}, law)
    if all(sign_of(first.value - other.value) == 0 for other in others):
        return _equal(slopes, quotients, digits.brief(first))
    if len(slopes) == 2 and sign_of(first.value + slopes[1].value) == 0:
        template = "Equally steep, but one rises and the other falls: slopes {first} and {second}."
        fields = {"first": digits.brief(first), "second": digits.brief(slopes[1])}
        return Sentence(template, fields, (Opposite((first, slopes[1]), equal=True),))
    steepest = max(range(len(slopes)), key=lambda i: magnitude(slopes[i].value))
    pairs = [
        (numbers[steepest], number)
        for numbers in (slopes, quotients)
        for i, number in enumerate(numbers)
        if i != steepest
    ]
    agree = all(sign_of(abs(more.value) - abs(less.value)) > 0 for more, less in pairs)
    told_apart = digits.apart(*slopes)
    if not (agree and one_scale):
        listed = Enumeration(tuple(Clause("{s}", {"s": slope}) for slope in told_apart))
        template = "The slope changes from point to point: it is {slopes}."
        return Sentence(template, {"slopes": listed}, (Different(tuple(slopes)),))
    claims = tuple(Descending(pair) for pair in pairs)
    a = digits.as_given(tables[steepest].at)
    if len(slopes) == 2:
        template = (
            "Drawn to one scale, the curve is steeper where {x} {a:equals}: slope {s}, not {t}."
        )
        s, t = told_apart[steepest], told_apart[1 - steepest]
        return Sentence(template, {"x": x, "a": a, "s": s, "t": t}, claims)
    template = (
        "Drawn to one scale, of these points the curve is steepest where {x} {a:equals}: slope {s}."
    )
    return Sentence(template, {"x": x, "a": a, "s": told_apart[steepest]}, claims)


def _equal(slopes: Sequence[Quantity], quotients: Sequence[Quantity], s: Shown) -> Sentence:
    """Say that the slope is the same at all points, and that the triangles look so if they do."""
    slope, one = slopes[0], quantity(1)
    exactly = [sign_of(quotient.value - slope.value) == 0 for quotient in quotients]
    same: tuple[Claim, ...] = (Equal(tuple(slopes)),)
    if not all(is_near(quotient.value, slope.value, slope.value) for quotient in quotients):
        return Sentence("The slope is {s} at each of these points.", {"s": s}, same)
    alike = (
        Times(quotient, one, slope, exact)
        for quotient, exact in zip(quotients, exactly, strict=True)
    )
    template = "Drawn to one scale, they look alike: the slope is {s} at each of these points."
    return Sentence(template, {"s": s}, (*same, *alike))


def values(tables: Sequence[NudgeTable], x: Term, digits: Digits) -> Sentence:
    """Say what the formula gives at each point."""
    parts = (
        Clause(
            "{s} where {x} {a:equals}",
            {"s": brief(table, table.slope, digits), "x": x, "a": digits.as_given(table.at)},
        )
        for table in tables
    )
    return Sentence("It gives {slopes}.", {"slopes": Enumeration((*parts,))})


def agreement(tables: Sequence[NudgeTable]) -> Sentence:
    """Say that both ways lead to the same slopes."""
    of = Formula.of(tables[0].function)
    if all(table.quotient_is_constant for table in tables):
        law = tuple(QuotientLaw(of, table.at, table.slope, 0) for table in tables)
        return Sentence("Two routes, one number, the same at every point.", claims=law)
    limits = tuple(Limit(of, table.at, table.slope) for table in tables)
    return Sentence("Nudging and the formula: two routes, one slope.", claims=limits)
