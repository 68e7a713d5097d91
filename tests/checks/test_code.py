"""Code on screen that is about another function, or prints what isn't so, is found."""

from __future__ import annotations

from typing import Any

import pytest

from calculus.quantity import quantity
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.picture.meaning import Code, Formula, claim
from scenes.picture.motion import appear
from tests.checks.looking import findings

SQUARE, LOG = Formula("w", "w**2"), Formula("w", "ln(w)")


def shows(
    shown: str, code: str, of: Formula | None, output: str | None = None, **more: Any
) -> type[Any]:
    class Session(LessonScene):
        """A line of code."""

        def construct(self) -> None:
            line = Text(f'#raw("{shown}")')
            claim(line, Code(code, of, output, **more))
            with self.beat("It is as it is."):
                self.play(appear(line))

    return Session


TRUE: list[tuple[Any, ...]] = [
    (">>> import sympy as sp", "import sympy as sp", None),
    (">>> J = w**2", "J = w**2", SQUARE),
    ("2*w", "sp.diff(J, w)", SQUARE, "2*w"),
    ("4", "dJ_dw.subs(w, 2)", SQUARE, "4"),
    ("6", "sp.diff(w**2, w).subs(w, 3)", SQUARE, "6"),
    (">>> J = sp.log(w)", "J = sp.log(w)", LOG),
    ("1/w", "sp.diff(J, w)", LOG, "1/w"),
    ("10", "dJ_dw.subs(w, sp.Rational(1, 10))", LOG, "10"),
]
FALSE: list[tuple[Any, ...]] = [
    (">>> J = w**3", "J = w**2", SQUARE),  # other code than is meant
    (">>> J = w**3", "J = w**3", SQUARE),
    (">>> sp.diff(w**3, w)", "sp.diff(w**3, w)", SQUARE),
    ("3*w", "sp.diff(J, w)", SQUARE, "3*w"),
    ("5", "dJ_dw.subs(w, 2)", SQUARE, "5"),
    ("4", "sp.diff(w**2, w).subs(w, 3)", SQUARE, "4"),
    ("-1/w", "sp.diff(J, w)", LOG, "-1/w"),
    (">>> x = 3", "x = 3", None),  # a number nobody knows of
]


@pytest.mark.parametrize("line", TRUE)
def test_true_lines_are_let_through(line: tuple[Any, ...]) -> None:
    assert ("code.output", 0) not in findings(shows(*line))


@pytest.mark.parametrize("line", FALSE)
def test_false_lines_are_found(line: tuple[Any, ...]) -> None:
    assert ("code.output", 0) in findings(shows(*line))


PROGRAM = "J = w**2", "dJ = sp.diff(J, w)", "q = (J.subs(w, w + h) - J).subs(w, 3)/h"
TRUE_RUNS: list[tuple[Any, ...]] = [
    ("6", "dJ.subs(w, 3)", "6"),
    ("6001/1000", "q.subs(h, sp.Rational(1, 1000))", "6.001"),
    ("6", "sp.limit(q, h, 0)", "2*3"),
    ("0.36787944", "sp.N(sp.exp(-1), 8)", "exp(-1)"),
]
FALSE_RUNS: list[tuple[Any, ...]] = [
    ("5", "dJ.subs(w, 3)", "6"),  # it prints another number
    ("5", "dJ.subs(w, 3)", "5"),  # the program gives another number
    ("6", "dJ.subs(w, 3)", "5"),  # mathematics gives another number
    ("6001/1000", "sp.limit(q, h, 0)", "6.001"),
    ("0.36789", "sp.N(sp.exp(-1), 8)", "exp(-1)"),
    ("1", "sp.zoo(3)", "1"),
    ("6", "b, c = 3, 2", None),  # other code than is meant
]


def runs(shown: str, code: str, number: str | None) -> type[Any]:
    known = None if number is None else quantity(number)
    return shows(shown, code, None, None if known is None else shown, before=PROGRAM, number=known)


@pytest.mark.parametrize("line", TRUE_RUNS)
def test_lines_that_give_what_they_print_are_let_through(line: tuple[Any, ...]) -> None:
    assert ("code.output", 0) not in findings(runs(*line))


@pytest.mark.parametrize("line", FALSE_RUNS)
def test_lines_that_give_something_else_are_found(line: tuple[Any, ...]) -> None:
    assert ("code.output", 0) in findings(runs(*line))


RULES = [({"code.output"}, line) for line in FALSE]  # each of them is a test above
