"""What the tangent story says where that depends on the facts, with what it claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import sympy as sp

from calculus.evaluate import sign_of
from calculus.expression import degree
from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import Quantity
from calculus.readable import Digits
from calculus.shown import Shown
from scenes.picture.meaning import Formula
from scenes.telling.claims import (
    Claim,
    Derivative,
    Descending,
    Different,
    Equal,
    FarLess,
    Limit,
    Opposite,
    Sentence,
    Sign,
    Straight,
    Times,
    is_near,
)
from scenes.words.wording import Clause, Enumeration, Term, Wordable

Fields = dict[str, Wordable]

_PLACES = tuple(sp.Rational(n, 7) for n in (-23, -9, -2, 1, 4, 12, 27))
_FEWEST = 4
"""Where values tell whether a function is a line, and how many of them it takes."""

# One step along the tangent, by the sign of the slope.
_STEPS = {
    1: "Along the tangent, one across is {rise} up.",
    0: "Along the tangent, all is level.",
    -1: "Along the tangent, one across is {rise} down.",
}
_OTHER_STEPS = {
    1: "Along the tangent, {run} across is {rise} up.",
    0: "Along the tangent, all is level.",
    -1: "Along the tangent, {run} across is {rise} down.",
}
_MOVES = {1: "rises by {rise}", -1: "falls by {rise}"}


def first_secant(row: NudgeRow, change: Term, digits: Digits) -> Sentence:
    """Say where the first secant goes, and what its slope is."""
    sign = sign_of(row.nudge.value)
    template = (
        "The secant to a place {h} further on has the slope {change}, here {q}."
        if sign > 0
        else "The secant to a place {h} further back has the slope {change}, here {q}."
    )
    fields: Fields = {"h": _distance(row, digits), "change": change, "q": row.quotient}
    return Sentence(template, fields, (Sign(row.nudge, sign),))


def next_secants(
    rows: Sequence[NudgeRow], digits: Digits
) -> Iterator[tuple[Sentence, Sequence[NudgeRow]]]:
    """Say where the second point goes, and what the slope is then; with the rows it is about.

    In one sentence where it comes closer all the time.
    """
    moves = [(one.nudge.value, other.nudge.value) for one, other in pairwise(rows)]
    if len(moves) > 1 and all(sign_of(a / b - 1) > 0 for a, b in moves):
        parts = tuple(Clause("{s}", {"s": row.quotient}) for row in rows[1:])
        template = "Bring the second point closer and closer: the slope is {slopes}."
        closer = Descending(tuple(row.nudge for row in rows))
        yield Sentence(template, {"slopes": Enumeration(parts)}, (closer,)), rows[1:]
        return
    was_closer = False
    for before, row in pairwise(rows):
        yield _next_secant(before, row, was_closer, digits), [row]
        was_closer = abs(row.nudge.number) < abs(before.nudge.number)


def _next_secant(before: NudgeRow, row: NudgeRow, was_closer: bool, digits: Digits) -> Sentence:
    """Say where the second point goes, compared with where it was, and what the slope is then.

    Args:
        before: Where it was.
        row: Where it goes.
        was_closer: Whether its last move brought it closer, too.
        digits: How numbers are written.
    """
    fields: Fields = {"h": _distance(row, digits), "q": row.quotient}
    one, other = before.nudge, row.nudge
    if sign_of(one.value * other.value) < 0:
        template = "Put the second point on the other side, {h} away: the slope is {q}."
        return Sentence(template, fields, (Opposite((one, other)),))
    if sign_of(abs(one.value) - abs(other.value)) > 0:
        template = (
            "Closer still, only {h} away: the slope is {q}."
            if was_closer
            else "Bring the second point closer, only {h} away: the slope is {q}."
        )
        return Sentence(template, fields, (Descending((one, other)),))
    template = "Move the second point out, {h} away: the slope is {q}."
    return Sentence(template, fields, (Descending((other, one)),))


def limit(table: NudgeTable) -> Sentence:
    """Say what the slope of the secant tends to."""
    template = "In the limit the secant becomes the tangent, and its slope is {s}."
    tends = Limit(Formula.of(table.function), table.at, table.slope)
    return Sentence(template, {"s": table.slope}, (tends,))


def step(rise: Quantity, run: sp.Expr) -> Sentence:
    """Say how far one step along the tangent goes up or down."""
    sign = sign_of(rise.value)
    sentences = _STEPS if run == 1 else _OTHER_STEPS
    fields: Fields = {"run": run, "rise": abs(rise.value)}
    return Sentence(sentences[sign], fields, (Sign(rise, sign),))


def check(row: NudgeRow, slope: Quantity, w: Term, J: Term, digits: Digits) -> Sentence:
    """Say what a nudge does, compared with the slope."""
    nudge, rise = row.nudge, row.rise
    sign = sign_of(rise.value)
    fields: Fields = {"w": w, "h": digits.as_given(nudge), "J": J, "rise": abs(rise.value)}
    moves: Claim = Sign(rise, sign)
    if sign == 0:
        return Sentence("Nudge {w} by {h} and {J} does not move.", fields, (moves,))
    if sign_of(slope.value) == 0:
        if not is_near(abs(rise.value), sp.Integer(0), abs(nudge.value)):
            return _not_yet(row, slope, fields, moves)
        template = "Nudge {w} by {h} and {J} moves by only {rise}, far less than the nudge."
        return Sentence(template, fields, (FarLess(rise, nudge),))
    predicted = slope.value * nudge.value
    exactly = sign_of(rise.value - predicted) == 0
    if not exactly and not is_near(rise.value, predicted, predicted):
        return _not_yet(row, slope, fields, moves)
    s = abs(slope.value)
    if s == 1:
        so = "just as far" if exactly else "about as far"
    else:
        so = "{s} times as far" if exactly else "about {s:plain} times as far"
    return _moved(so, {"s": s}, sign, fields, (moves, Times(rise, slope, nudge, exactly)))


def fall(row: NudgeRow, slope: Quantity, digits: Digits) -> Sentence | None:
    """Say what a fall has to do with a slope below 0, where a nudge forward shows it."""
    exactly = sign_of(row.excess.value) == 0
    shows = sign_of(row.nudge.value) > 0 > sign_of(slope.value) and slope.value != -1
    near = exactly or is_near(row.quotient.value, slope.value, slope.value)
    if not (shows and near and digits.shown(slope).exact):
        return None
    template = "A fall of {n} nudges is a rise of {m} nudges: the slope is {s}."
    fields: Fields = {"n": abs(slope.value), "m": slope.value, "s": slope}
    return Sentence(
        template, fields, (Sign(row.rise, -1), Times(row.rise, slope, row.nudge, exactly))
    )


def _not_yet(row: NudgeRow, slope: Quantity, fields: Fields, moves: Claim) -> Sentence:
    """Say that a nudge is too large for the slope to tell what it does."""
    values: Fields = {"q": row.quotient, "s": slope}
    claims = (moves, Different((row.quotient, slope)))
    so = "the quotient is {q}, not yet {s}"
    return _moved(so, values, sign_of(row.rise.value), fields, claims)


def _moved(
    so: str,
    values: Fields,
    sign: int,
    fields: Fields,
    claims: tuple[Claim, ...],
) -> Sentence:
    parts: Fields = {
        "moves": Clause(_MOVES[sign], {"rise": fields["rise"]}),
        "so": Clause(so, values),
    }
    rest = {name: held for name, held in fields.items() if name != "rise"}
    return Sentence("Nudge {w} by {h} and {J} {moves}: {so}.", rest | parts, claims)


def all_slopes(tables: Sequence[NudgeTable]) -> Sentence:
    """Say whether the slope is the same at all points."""
    slopes = tuple(table.slope for table in tables)
    if len(slopes) == 1:
        return Sentence("Write the slope we know under the curve, below its point.")
    same = all(sign_of(slope.value - slopes[0].value) == 0 for slope in slopes)
    template = (
        "One function, {n} points, and the same slope at all of them."
        if same
        else "One function, {n} points: the slope depends on where you stand."
    )
    claim: Claim = Equal(slopes) if same else Different(slopes)
    return Sentence(template, {"n": len(slopes)}, (claim,))


def put_in(tables: Sequence[NudgeTable]) -> Sentence:
    """Say what the formula says at the points."""
    slopes = Enumeration(tuple(Clause("{s}", {"s": table.slope}) for table in tables))
    return Sentence("Put in what we know: it says {slopes}.", {"slopes": slopes})


def is_line(function: Function) -> bool:
    """Whether a function is a straight line: as it is written, or as far as its values tell."""
    power = degree(function.expression, function.variable)
    if power is not None and power <= 1:
        return True
    found = [(place, function(place)) for place in _PLACES if function.is_defined_at(place)]
    if len(found) < _FEWEST:
        return False
    (a, b), (c, d), *others = found
    return all(sign_of((y - b) * (c - a) - (d - b) * (x - a)) == 0 for x, y in others)


def answer(function: Function, slope: Term) -> Sentence:
    """Say what the slope has drawn."""
    derivative = function.derivative
    line = is_line(derivative)
    template = (
        "That line is the derivative: {slope}."
        if line
        else "That curve is the derivative: {slope}."
    )
    drawn = Formula.of(derivative)
    claims = Straight(drawn, line), Derivative(Formula.of(function), drawn)
    return Sentence(template, {"slope": slope}, claims)


def _distance(row: NudgeRow, digits: Digits) -> Shown:
    return digits.as_given(abs(row.nudge.value))
