"""Why the slope is what it is: of simple polynomials the difference quotient can be divided out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import sympy as sp

from calculus.expression import Binary, Expression, Name, Negate, degree, integer, substitute
from calculus.function import Function
from calculus.nudge import NudgeTable
from calculus.quantity import Quantity, evaluated
from calculus.symbolic import expression_of, symbol
from calculus.typst import typst
from scenes.look.text import coloured
from scenes.look.theme import Role
from scenes.telling.claims import Equal, Sentence
from scenes.words import terms
from scenes.words.wording import Term

_HIGHEST = 3  # degree of a polynomial whose quotient is short
_NUDGE = "nudge"  # what a nudge is called in a formula that is computed with


@dataclass(frozen=True)
class Algebra:
    """The difference quotient of a polynomial, before and after it is divided out.

    Attributes:
        function: The polynomial.
        style: How a nudge is named, one of `terms.NUDGES`.
        rise: What the nudge adds, multiplied out: 2w·h + h².
    """

    function: Function
    style: str
    rise: sp.Expr

    @classmethod
    def of(cls, function: Function, style: str) -> Self | None:
        """Return the algebra of a function, if it is short and leaves a nudge to vanish."""
        power = degree(function.expression, function.variable)
        if power is None or power > _HIGHEST:
            return None
        w, h = function.symbol, symbol(_NUDGE)
        rise = sp.expand(function.symbolic.subs(w, w + h) - function.symbolic)
        found = cls(function, style, rise)
        return found if found._rest != 0 else None

    @property
    def _rest(self) -> sp.Expr:
        """What is left beside the slope, when the rise is divided by the nudge: 3w·h + h²."""
        return sp.expand(self.rise / symbol(_NUDGE) - self.function.derivative.symbolic)

    def _plus(self, start: Expression | None, more: sp.Expr) -> Expression:
        """Write the terms of a polynomial, those with less of the nudge first, after others."""
        found, w, h = start, self.function.symbol, symbol(_NUDGE)
        written = sp.Poly(more, h, w).terms()
        for (nudges, inputs), factor in sorted(written, key=lambda term: (term[0][0], -term[0][1])):
            term: Expression = Name(_NUDGE)
            if nudges > 1:
                term = Binary("**", term, integer(nudges))
            size, parts = sp.fraction(abs(factor) * w**inputs)
            term = term if size == 1 else Binary("*", expression_of(size), term)
            term = term if parts == 1 else Binary("/", term, expression_of(parts))
            if found is None:
                found = term if factor > 0 else Negate(term)
            else:
                found = Binary("+" if factor > 0 else "-", found, term)
        assert found is not None, "a rise has terms"
        return found

    @cached_property
    def _divided_out(self) -> Expression:
        """The slope first, then every term with a nudge."""
        return self._plus(self.function.derivative.expression, self._rest)

    @property
    def quotient(self) -> Term:
        """The difference quotient as its definition has it."""
        w, h = Name(self.function.variable), Name(_NUDGE)
        moved = substitute(self.function.expression, {w.name: Binary("+", w, h)})
        return self._term(Binary("/", Binary("-", moved, self.function.expression), h))

    @property
    def expanded(self) -> Term:
        """The same, with the powers multiplied out: each term has a nudge."""
        return self._term(Binary("/", self._plus(None, self.rise), Name(_NUDGE)))

    @property
    def simplified(self) -> Term:
        """The same, divided out: 2w + h, the slope first."""
        return self._term(self._divided_out)

    @property
    def vanishing(self) -> Term:
        """What of it goes to 0 with the nudge: + h."""
        whole, slope = self.simplified, typst(self.function.derivative.expression)
        return terms.sign(str(whole.typst).removeprefix(slope))

    def sentence(self, change: Term, tables: Sequence[NudgeTable]) -> Sentence:
        """Say what the difference quotient is; claim it of all nudges that have been told."""
        claims = tuple(
            Equal((row.quotient, self._at(row.at.value, row.nudge.value)))
            for table in tables
            for row in table.rows
        )
        fields = {"change": change, "quotient": self.simplified, "dw": self._nudge}
        template = "Multiply out, then divide: {change} is {quotient}, and {dw} shrinks to nothing."
        return Sentence(template, fields, claims)

    def _at(self, at: sp.Expr, nudge: sp.Expr) -> Quantity:
        return evaluated(self._divided_out, {self.function.variable: at, _NUDGE: nudge})

    @property
    def _nudge(self) -> Term:
        return terms.nudge(self.function.variable, self.style)

    def _term(self, expression: Expression) -> Term:
        """Return a formula in which a nudge is called what it is called elsewhere."""
        term, nudge = terms.formula(expression), self._nudge
        return replace(
            term,
            text=re.sub(f"( · )?{_NUDGE}", nudge.text, term.text),
            typst=re.sub(f'(dot )?"{_NUDGE}"', coloured(Role.INPUT, nudge.typst), term.typst),
            said=lambda words: re.sub(rf"\b{_NUDGE}\b", nudge.said(words), term.said(words)),
        )
