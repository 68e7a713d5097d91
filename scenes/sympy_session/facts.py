"""What a session with SymPy is about: lines that were run, and what they say in mathematics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import sympy as sp

from calculus.errors import ExpressionError, LessonError
from calculus.evaluate import sign_of
from calculus.expression import Expression, variables
from calculus.function import Function
from calculus.nudge import NudgeRow, nudge_table
from calculus.quantity import Quantity
from calculus.session import Line, Session, code_of, free_name, read, written_out
from calculus.symbolic import expression_of, symbolic
from scenes.telling.subject import Subject

MOST = 5  # functions
_LONGEST = 40  # characters of an output, or of a formula as it is typed


@dataclass(frozen=True)
class Worked:
    """One function in the session.

    Attributes:
        function: The function.
        writes: The line that gives it a name.
        asks: The line that prints its derivative.
        derivative: What that prints, as a function.
        puts: The line that prints the slope.
        slope: The slope at the point.
    """

    function: Function
    writes: Line
    asks: Line
    derivative: Function
    puts: Line
    slope: Quantity


@dataclass(frozen=True)
class SessionFacts:
    """What the story is about.

    Attributes:
        imports: The first line, which imports SymPy.
        names: The second, which makes the variable a symbol.
        keeps: The line that keeps the first derivative under a name.
        worked: The functions, in the order given.
        also: A line for another point of the first function, and the slope there; None without.
        nudged: What a nudge makes of the first function.
    """

    imports: Line
    names: Line
    keeps: Line
    worked: tuple[Worked, ...]
    also: tuple[Line, Quantity, Quantity] | None
    nudged: NudgeRow

    @property
    def at(self) -> Quantity:
        """The point."""
        return self.nudged.at

    @property
    def lines(self) -> int:
        """How many lines of a screen the whole session takes."""
        run = [self.imports, self.names, self.keeps]
        run += [line for one in self.worked for line in (one.writes, one.asks, one.puts)]
        return sum(1 + (line.output is not None) for line in run)

    def known(self) -> Subject:
        """Return what others may know of the story."""
        printed = Subject.of_functions(*(one.derivative for one in self.worked)).written
        slopes = (str(one.puts.output) for one in self.worked)
        subject = Subject.of_functions(*(one.function for one in self.worked))
        return replace(subject, written=(*subject.written, *printed, *slopes))

    @classmethod
    def of(
        cls,
        formulas: Sequence[Expression],
        name: str,
        at: sp.Expr,
        also_at: sp.Expr,
        nudge: sp.Expr,
    ) -> Self:
        """Run the session, and nudge the first function.

        Raises:
            LessonError: There are too many functions, or SymPy prints for one of them what is too
                long, or not the derivative; or it has no slope at the point.
        """
        if len(formulas) > MOST:
            rule = f"are {MOST} at most, so that their lines can be followed"
            raise LessonError("functions", rule, f"{len(formulas)} of them", "w**2, w**3, w")
        (variable,) = variables(formulas[0])
        if name == variable:
            raise LessonError("name", "is not that of the variable", name, "J or f")
        session, J = Session(), free_name(name, {variable, "sp"})
        w = free_name(variable, {J, "sp"})
        dJ = free_name(f"d{J}_d{w}", {J, w})
        imports = session.run("import sympy as sp")
        names = session.run(f"{w} = sp.symbols('{w}')")
        worked, keeps, also = list[Worked](), imports, None
        for number, formula in enumerate(formulas):
            function = Function(name, variable, formula)
            slope = function.derivative_at(at)
            try:
                code = code_of(formula, {variable: w})
                _require_short(function, code)
                writes = session.run(f"{J} = {code}")
                asks = session.run(f"sp.diff({J}, {w})")
                derivative = _read(function, asks, w)
            except ExpressionError as error:
                thing = f"functions, {function.body_source}: {error.thing}"
                raise LessonError(thing, error.rule, error.got, error.remedy) from None
            if not number:
                keeps = session.run(f"{dJ} = sp.diff({J}, {w})")
            asked = f"sp.diff({J}, {w})" if number else dJ
            puts = session.run(f"{asked}.subs({w}, {code_of(expression_of(at))})")
            worked.append(
                Worked(function, writes, asks, derivative, puts, _same(function, puts, slope))
            )
        first = worked[0]
        if sign_of(also_at - at):
            code = code_of(formulas[0], {variable: w})
            line = session.run(f"sp.diff({code}, {w}).subs({w}, {code_of(expression_of(also_at))})")
            slope = first.function.derivative_at(also_at)
            there = nudge_table(first.function, also_at, [nudge]).at
            also = line, there, _same(first.function, line, slope)
        nudged = nudge_table(first.function, at, [nudge]).rows[0]
        return cls(imports, names, keeps, tuple(worked), also, nudged)


def _read(function: Function, line: Line, w: str) -> Function:
    """Read what SymPy prints as a derivative, and make sure that it is the function's.

    Raises:
        ExpressionError: It is not, or it is too long.
    """
    assert line.output is not None
    _require_short(function, line.output)
    found = read(line.output, {w: function.variable})
    derivative = Function(function.derivative.name, function.variable, found)
    plain = Function(function.name, function.variable, written_out(function.expression))
    if sp.simplify(symbolic(found) - plain.derivative.symbolic) != 0:
        raise _unlike(function, line)
    return derivative


def _same(function: Function, line: Line, slope: Quantity) -> Quantity:
    """Make sure that a line prints the slope.

    Raises:
        LessonError: It doesn't.
    """
    assert line.output is not None
    _require_short(function, line.output)
    if sign_of(line.value - slope.value):
        raise _unlike(function, line)
    return slope


def _unlike(function: Function, line: Line) -> ExpressionError:
    rule = f"has a derivative that SymPy prints; {line.code} gives another one"
    return ExpressionError("formula", rule, str(line.output), "w**2")


def _require_short(function: Function, code: str) -> None:
    if len(code) > _LONGEST:
        rule = f"takes {_LONGEST} characters at most in Python, and so does what is printed for it"
        raise ExpressionError("formula", rule, f"{len(code)}: {code}", "a shorter one")
