"""What an area story is about: exact sums of rectangles, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil, log10

import numpy as np
import sympy as sp
from sympy.integrals.manualintegrate import manualintegrate

from calculus.expression import Expression
from scenes.kit import (
    Binary,
    Function,
    LessonError,
    Quantity,
    Subject,
    brief,
    evaluated,
    expression_of,
    integer,
    quantity,
    require_few,
    require_small,
    sign_of,
    substitute,
)

MOST_ROWS, FEWEST, MOST = 4, 2, 40  # numbers of rectangles: how many of them, least and largest
_PANELS, _NODES = 64, 12  # in which an area is summed up to see how far off rectangles are
_SAME, _FINEST = 1e-4, 1e-6  # of an area: what may be rounding, and the smallest bound told


@dataclass(frozen=True)
class Row:
    """Rectangles of one width.

    Attributes:
        count: How many.
        width: How wide each is.
        left: Their area where they meet the curve at their left corners.
        right: The same at their right corners.
    """

    count: int
    width: Quantity
    left: Quantity
    right: Quantity

    @property
    def gap(self) -> Quantity:
        """How much more the right corners make."""
        return evaluated(Binary("-", self.right.formula, self.left.formula), {})


@dataclass(frozen=True)
class AreaFacts:
    """What the story is about.

    Attributes:
        function: The function.
        start: Where the area begins.
        end: Where it ends.
        rows: The rectangles, from few to many.
        area: The area; where no formula gives it, the mean of the two finest sums.
        antiderivative: What gives the area, or None.
        within: How far off `area` is at most; None where it is exact.
        dips: Whether the curve goes below the axis.
    """

    function: Function
    start: Quantity
    end: Quantity
    rows: tuple[Row, ...]
    area: Quantity
    antiderivative: Function | None
    within: Quantity | None
    dips: bool

    def known(self) -> Subject:
        """Return what others may know of the story."""
        with_formula = [self.antiderivative] if self.antiderivative else []
        return Subject.of_functions(self.function, *with_formula)

    @classmethod
    def of(
        cls, function: Function, start: sp.Expr, end: sp.Expr, counts: Sequence[sp.Expr]
    ) -> AreaFacts:
        """Sum up rectangles between a curve and the axis.

        Raises:
            LessonError: The ends are in the wrong order, a number of rectangles cannot be drawn,
                or the function has no value somewhere between the ends.
        """
        if sign_of(end - start) <= 0:
            got, more = brief(end).text, brief(start + 1).text
            raise LessonError("end", "lies beyond the start", got, more)
        require_few("rectangles", counts, MOST_ROWS)
        for count in counts:
            if not (count.is_Integer and FEWEST <= count <= MOST):
                rule = f"are whole numbers from {FEWEST} to {MOST}"
                raise LessonError("rectangles", rule, brief(count).text, "4, 8, 16")
        xs = np.linspace(float(start), float(end), 50 * MOST + 1)
        if np.isnan(ys := function.sample(xs)).any():
            rule = "has a value everywhere from the start to the end"
            at = f"none at {xs[np.isnan(ys)][0]:.6g}"
            raise LessonError("function", rule, at, "other ends, or another function")
        rows = tuple(_row(function, start, end, int(count)) for count in sorted(counts))
        sums = [one for row in rows for one in (row.left, row.right)]
        require_small("function", sums, "a function with smaller values there")
        near = _summed_up(function, float(start), float(end))
        found = _by_formula(function, start, end, near)
        area, within, dips = found[1] if found else _mean(rows[-1]), None, bool((ys < 0).any())
        if not found:
            off = max(abs(area.number - near), _FINEST * abs(near))
            within = quantity(sp.Integer(10) ** ceil(log10(off)))
        ends = quantity(start), quantity(end)
        return cls(function, *ends, rows, area, found[0] if found else None, within, dips)


def _row(function: Function, start: sp.Expr, end: sp.Expr, count: int) -> Row:
    width = (end - start) / count
    corners = [expression_of(sp.expand(start + k * width)) for k in range(count + 1)]
    heights = [substitute(function.expression, {function.variable: x}) for x in corners]

    def together(some: Sequence[Expression]) -> Quantity:
        total = reduce(lambda one, other: Binary("+", one, other), some)
        return evaluated(Binary("*", expression_of(width), total), {})

    return Row(count, quantity(width), together(heights[:-1]), together(heights[1:]))


def _mean(row: Row) -> Quantity:
    both = Binary("+", row.left.formula, row.right.formula)
    return evaluated(Binary("/", both, integer(2)), {})


def _by_formula(
    function: Function, start: sp.Expr, end: sp.Expr, near: float
) -> tuple[Function, Quantity] | None:
    """Return an antiderivative and the area that it gives, if there is a formula for it."""
    found = manualintegrate(function.symbolic, function.symbol)
    try:
        antiderivative = Function("F", function.variable, expression_of(found))
        ends = (
            substitute(antiderivative.expression, {function.variable: expression_of(x)})
            for x in (end, start)
        )
        area = evaluated(Binary("-", *ends), {})
    except LessonError:
        return None
    # An antiderivative that jumps between the ends gives something else.
    return (antiderivative, area) if abs(area.number - near) <= _SAME * (1 + abs(near)) else None


def _summed_up(function: Function, start: float, end: float) -> float:
    """Return the area in floats (Gauss and Legendre's rule in many panels)."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    width = (end - start) / _PANELS
    middles = start + width * (np.arange(_PANELS) + 0.5)
    return float(
        (function.sample(middles[:, None] + width / 2 * nodes) @ weights).sum() * width / 2
    )
