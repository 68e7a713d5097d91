"""Code on screen that is about another function, or prints what isn't so, is found."""

from __future__ import annotations

from typing import Any

import pytest

from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.picture.meaning import Code, Formula, claim
from scenes.picture.motion import appear
from tests.checks.looking import findings

SQUARE, LOG = Formula("w", "w**2"), Formula("w", "ln(w)")


def shows(shown: str, code: str, of: Formula | None, output: str | None = None) -> type[Any]:
    class Session(LessonScene):
        """A line of code."""

        def construct(self) -> None:
            line = Text(f'#raw("{shown}")')
            claim(line, Code(code, of, output))
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


RULES = [({"code.output"}, line) for line in FALSE]  # each of them is a test above
