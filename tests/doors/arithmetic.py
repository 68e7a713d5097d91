"""Random formulas at random points, for as long as one likes: every digit of every number.

``python -m tests.doors.arithmetic --seconds 600 --seed 1`` prints what was compared, and what was
wrong. The truth comes from mpmath, which gets the same formula built by hand: 60 digits that stay
when they are worked out with many more.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from random import Random
from typing import Any

import mpmath
import sympy as sp

from calculus.descent import descend
from calculus.errors import LessonError
from calculus.function import Function
from calculus.graph import Graph
from calculus.nudge import nudge_table
from calculus.quantity import Quantity
from calculus.readable import Digits
from tests.calculus.test_random import SMOOTH, Formula, built, text_of

_DIGITS = 60  # that are compared
_PRECISIONS = 220, 440, 1800  # digits that are worked with, until those compared stay
_MOST = 10_000  # digits in which a number is told from a whole one
_SAME = mpmath.mpf(10) ** -_DIGITS
_CORNERS = (
    ("-a**2", lambda a: -(a**2)),
    ("a**-1", lambda a: 1 / a),
    ("2**3**2 + a", lambda a: 512 + a),
    ("a/3/7", lambda a: a / 3 / 7),
    ("1e-7*a", lambda a: a / 10**7),
    ("-a*-2", lambda a: 2 * a),
    ("2a(a + 1)", lambda a: 2 * a * (a + 1)),
    ("a - 1 - 1", lambda a: a - 2),
    ("(-a)**2/-2", lambda a: -(a**2) / 2),
    ("2 - -a", lambda a: 2 + a),
)
"""Where grammars go wrong, each with what it means."""


class Comparison:
    """Compares numbers with their truth.

    Attributes:
        compared: How many numbers of each kind there were.
        faults: What was wrong.
    """

    def __init__(self) -> None:
        self.compared: Counter[str] = Counter()
        self.faults: list[str] = []

    def number(self, kind: str, ours: Quantity, truth: Callable[[], Any], what: str) -> None:
        """Compare a number, and how it is written with few decimals and with many."""
        with mpmath.workdps(_PRECISIONS[0]):
            settled = _settled(truth)
            if settled is None:
                self.compared["unsettled"] += 1
                return
            self.compared[kind] += 1
            found = mpmath.mpf(sp.N(ours.value, mpmath.mp.dps))
            most = _SAME * abs(settled)
            if ours.error is not None:
                most += mpmath.mpf(sp.N(ours.error, mpmath.mp.dps))
            if not abs(found - settled) <= most:
                few, true = (mpmath.nstr(one, 70) for one in (found, settled))
                self.faults.append(f"{kind} of {what}: {few}, not {true}")
            for places in (1, 3, 9):
                self.compared["digits"] += 1
                written = Digits(places).shown(ours)
                wrong = _misread(written.text, written.exact, settled, most)
                if not wrong and not written.exact and mpmath.isint(settled):
                    wrong = "said to be rounded" if _is_whole(truth) else ""
                if wrong:
                    told = f"{kind} of {what}, {places} places"
                    self.faults.append(f"{told}: {written.text}: {wrong}")


def _settled(truth: Callable[[], Any]) -> Any:
    """Work a number out with more and more digits, until it stays; None if it doesn't.

    What is nothing with all of them is zero, unless something that is not zero is smaller still.
    """
    before = None
    for precision in _PRECISIONS:
        with mpmath.workdps(precision):
            now = truth()
            if before is not None and abs(now) > 0 and abs(now - before) <= _SAME * abs(now):
                return now
            before = now
    return before if before == 0 else None


def _is_whole(truth: Callable[[], Any]) -> bool:
    """Say whether a number is whole: erf(9) looks so in 30 digits, and isn't."""
    with mpmath.workdps(_MOST):
        return bool(mpmath.isint(truth()))


def _misread(text: str, exact: bool, truth: Any, slack: Any) -> str:
    """Say what is wrong with digits: they are the number, or nearest to it of their length."""
    plain = text.replace("−", "-").replace("\N{NO-BREAK SPACE}", "")
    found = re.fullmatch(r"(-?\d+)(?:\.(\d+))?(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?", plain)
    if found is None:
        return "no decimal"
    power = found[3] or "⁰"
    ten = int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    read = mpmath.mpf(f"{found[1]}.{found[2] or 0}") * mpmath.mpf(10) ** ten
    unit = mpmath.mpf(10) ** (ten - len(found[2] or ""))
    if exact:
        return "" if abs(read - truth) <= slack else "said to be exact"
    return "badly rounded" if abs(read - truth) > unit / 2 + slack else ""


def _formula(chance: Random, names: str, deep: int) -> Formula:
    """A random formula of smooth functions."""
    if deep == 0 or chance.random() < 0.15:
        is_name = chance.random() < 0.65
        return ("name", chance.choice(names)) if is_name else ("number", chance.choice("1234"))
    kind = chance.choice(["+", "-", "*", "/", "minus", "power", "function", "function"])
    inner = _formula(chance, names, deep - 1)
    if kind == "minus":
        return kind, inner
    if kind == "power":
        return kind, inner, chance.randint(2, 4)
    if kind == "function":
        return chance.choice(SMOOTH), inner
    return kind, inner, _formula(chance, names, deep - 1)


def _slope(of: Callable[[Any], Any], at: Any) -> Any:
    step = mpmath.mpf(10) ** -(mpmath.mp.dps // 3)  # its square is the share of the error
    return (of(at + step) - of(at - step)) / (2 * step)


def _exactly(number: Fraction) -> Any:
    return mpmath.mpf(number.numerator) / number.denominator


def _point(chance: Random) -> Fraction:
    return Fraction(chance.randint(-300, 300), chance.choice([1, 2, 3, 7, 10, 100]))


def of_one_variable(chance: Random, seen: Comparison) -> None:
    """Nudge a function, take its slope, and go down it."""
    if chance.random() < 0.2:
        text, truth = chance.choice(_CORNERS)
    else:
        formula = _formula(chance, "a", chance.randint(1, 3))
        text = text_of(formula)

        def truth(a: Any) -> Any:
            return built(formula, {"a": a}, mpmath.mpf, 1)

    point, nudge = _point(chance) / 50, Fraction(chance.choice([1, -1]), 10 ** chance.randint(1, 6))
    rate = Fraction(chance.randint(1, 20), 100)
    what = f"{text} at {point}, by {nudge}"
    function = Function.parse(f"f(a) = {text}")
    table = nudge_table(function, sp.Rational(point), [sp.Rational(nudge)])
    (row,) = table.rows

    def value() -> Any:
        return truth(_exactly(point))

    def rise() -> Any:
        return truth(_exactly(point + nudge)) - value()

    def stop_after(steps: int) -> Any:
        w = _exactly(point)
        for _ in range(steps):
            w -= _exactly(rate) * _slope(truth, w)
        return w

    seen.number("value", function.at(sp.Rational(point)), value, what)
    seen.number("rise", row.rise, rise, what)
    seen.number("ratio", row.quotient, lambda: rise() / _exactly(nudge), what)
    seen.number("slope", table.slope, lambda: _slope(truth, _exactly(point)), what)
    for stop in descend(function, sp.Rational(point), sp.Rational(rate), 3).iterates:
        told = f"{what}, step {stop.k} with the rate {rate}"
        seen.number("step", stop.w, partial(stop_after, stop.k), told)


def of_a_graph(chance: Random, seen: Comparison) -> None:
    """Go backward through a graph."""
    formula = _formula(chance, "abc", chance.randint(2, 3))
    graph = Graph.parse(f"J = {text_of(formula)}")
    points = {name: _point(chance) / 50 for name in graph.inputs}
    back = graph.backward(graph.forward(points))

    def gradient(name: str) -> Any:
        where = {name: _exactly(point) for name, point in points.items()}

        def along(x: Any) -> Any:
            return built(formula, where | {name: x}, mpmath.mpf, 1)

        return _slope(along, where[name])

    for name in graph.inputs:
        what = f"{text_of(formula)} at {points} by {name}"
        seen.number("gradient", back.gradients[name], partial(gradient, name), what)


def compare(seconds: float, seed: int) -> Comparison:
    """Compare for some time; what is refused is left out."""
    seen, chance, end = Comparison(), Random(seed), time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            chance.choice((of_one_variable, of_a_graph))(chance, seen)
        except LessonError:
            seen.compared["refused"] += 1
        except (ZeroDivisionError, OverflowError):
            seen.compared["left out"] += 1
    return seen


def main() -> int:
    """Compare, and print what came of it; 1 if something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    seen = compare(asked.seconds, asked.seed)
    print(", ".join(f"{count} {kind}" for kind, count in seen.compared.items()))
    print("\n".join(seen.faults) or "nothing is wrong")
    return 1 if seen.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
