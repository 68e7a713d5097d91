"""What the table of derivatives says where that depends on the facts, with what it claims."""

from __future__ import annotations

from itertools import pairwise

from calculus.digits import sign_of
from calculus.quantity import quantity, size
from calculus.readable import Digits
from scenes.derivative_table.facts import TableFacts, TableRow
from scenes.picture.meaning import Formula
from scenes.telling.claims import (
    Claim,
    Derivative,
    Different,
    Equal,
    Limit,
    QuotientLaw,
    Sentence,
    Sign,
    Size,
    Times,
    is_near,
)
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Wordable

Fields = dict[str, Wordable]

_MOVES = {
    1: "{f}: from {v} to {moved}, a rise of {rise}.",
    0: "{f} stays at {v}: no rise at all.",
    -1: "{f}: from {v} to {moved}, a fall of {rise}.",
}


def move(row: TableRow, digits: Digits) -> Sentence:
    """Say what a nudge does."""
    nudged = row.nudged
    sign = sign_of(nudged.rise.value)
    v, moved = digits.apart(nudged.value, nudged.nudged_value)
    fields: Fields = {"f": terms.body(row.function), "v": v, "moved": moved}
    rise: Fields = {"rise": digits.brief(size(nudged.rise))} if sign else {}
    return Sentence(_MOVES[sign], {**fields, **rise}, (Sign(nudged.rise, sign),))


_EXACTLY = {
    False: "That is exactly {s} times the nudge. The formula says {s} everywhere.",
    True: "{f} moves by exactly {s} times the nudge. The formula says {s} everywhere.",
}
_NEARLY = {
    False: "That is {q} times the nudge. The formula, {d}, says {s}.",
    True: "{f} moves by {q} times the nudge. The formula, {d}, says {s}.",
}


def ratio(row: TableRow, digits: Digits, alone: bool) -> Sentence:
    """Say how many nudges that is, and what the formula says.

    Args:
        row: The row.
        digits: How numbers are written.
        alone: Whether nothing was said of the row before.
    """
    table, of = row.table, Formula.of(row.function)
    law: Claim = Derivative(of, Formula.of(row.function.derivative))
    named: Fields = {"f": terms.body(row.function)} if alone else {}
    if table.quotient_is_constant:
        exactly = QuotientLaw(of, table.at, table.slope, 0)
        known: Fields = {**named, "s": digits.brief(table.slope)}
        return Sentence(_EXACTLY[alone], known, (exactly, law))
    q, s = digits.apart(row.nudged.quotient, table.slope)
    fields: Fields = {**named, "q": q, "d": terms.body(row.function.derivative), "s": s}
    return Sentence(_NEARLY[alone], fields, (law,))


def steepest(facts: TableFacts, digits: Digits) -> Sentence:
    """Say which function is steepest there, or that several are."""
    rows, first = facts.steepest, facts.steepest[0]
    slope = first.table.slope
    claims: list[Claim] = [
        Size(slope, "=" if row in rows else ">", row.table.slope)
        for row in facts.rows
        if row is not first
    ]
    if sign_of(slope.value) == 0:
        return Sentence("None: all of them are level there.", {}, (Sign(slope, 0), *claims))
    if len(rows) == 1:
        fields: Fields = {"f": terms.body(first.function), "s": digits.brief(slope)}
        return Sentence("Steepest is {f}, with the slope {s}.", fields, tuple(claims))
    steep = {"s": digits.brief(size(slope))}
    if len(rows) == len(facts.rows):
        return Sentence("They are equally steep, with slopes of size {s}.", steep, tuple(claims))
    listed = Enumeration(tuple(Clause("{f}", {"f": terms.body(row.function)}) for row in rows))
    template = "Steepest are {list}, with slopes of size {s}."
    return Sentence(template, {"list": listed, **steep}, tuple(claims))


def looked_up(facts: TableFacts) -> Sentence:
    """Say where the formulas come from."""
    laws = tuple(
        Derivative(Formula.of(row.function), Formula.of(row.function.derivative))
        for row in facts.rows
    )
    template = "Nobody has to find these formulas. They stand in tables of calculus: look them up."
    return Sentence(template, {}, laws)


def confirmed(facts: TableFacts) -> Sentence:
    """Say what the ratios have to do with the formulas."""
    pairs = [(row.nudged.quotient, row.table.slope) for row in facts.rows]
    if all(is_near(q.value, s.value, s.value) for q, s in pairs):
        one = quantity(1)
        near = (Times(q, one, s, sign_of(q.value - s.value) == 0) for q, s in pairs)
        template = "And nudging confirms them: every ratio lies close to its formula."
        return Sentence(template, {}, (*near,))
    limits = (Limit(Formula.of(r.function), r.table.at, r.table.slope) for r in facts.rows)
    template = "And nudging confirms them: as the nudge shrinks, every ratio goes to its formula."
    return Sentence(template, {}, (*limits,))


def last(facts: TableFacts) -> Sentence:
    """Say what the slope depends on."""
    slopes, curved = tuple(row.table.slope for row in facts.rows), facts.curved
    same = all(sign_of(a.value - b.value) == 0 for a, b in pairwise(slopes))
    here: Claim = Equal(slopes) if same else Different(slopes)
    if curved is None:
        template = (
            "Different rows, and one slope: here it does not depend on the function."
            if same
            else "Same point, different functions: the slope depends on the function."
        )
        return Sentence(template, {}, (here,))
    row, _, elsewhere = curved
    template = (
        "The slopes agree here. Stand elsewhere, and that of {f} is another."
        if same
        else "Same point, different functions: the slope depends on the function, "
        "and on where you stand."
    )
    fields = {"f": terms.body(row.function)} if same else {}
    return Sentence(template, fields, (here, Different((row.table.slope, elsewhere))))
