"""What a session with SymPy is about: lines that were run, and what they say in mathematics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import sympy as sp

from calculus.digits import digits_of
from calculus.errors import ExpressionError, LessonError
from calculus.evaluate import sign_of
from calculus.expression import Expression
from calculus.function import Function
from calculus.nudge import NudgeRow, nudge_table
from calculus.quantity import Quantity, quantity
from calculus.session import CodeLine, Session, code_of, free_name, read, written_out
from calculus.symbolic import expression_of, symbolic
from record.figure import Figure
from scenes.settings.parameters import Parameters
from scenes.telling.explorable import tabled
from scenes.telling.subject import Subject

MOST = 5  # functions
_DIGITS = 40
"""To which what is printed and what is known are compared."""

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
    writes: CodeLine
    asks: CodeLine
    derivative: Function
    puts: CodeLine
    slope: Quantity


@dataclass(frozen=True)
class SessionFacts:
    """What the story is about.

    Attributes:
        imports: The first line, which imports SymPy.
        names: The second, which makes the variable a symbol.
        J: What the cost is called there, where its own name means something else.
        w: What the variable is called there, likewise.
        keeps: The line that keeps the first derivative under a name.
        worked: The functions, in the order given.
        also: A line for another point of the first function, and the slope there; None without.
        nudged: What a nudge makes of the first function.
    """

    imports: CodeLine
    names: CodeLine
    J: str
    w: str
    keeps: CodeLine
    worked: tuple[Worked, ...]
    also: tuple[CodeLine, Quantity, Quantity] | None
    nudged: NudgeRow

    @property
    def at(self) -> Quantity:
        """The point."""
        return self.nudged.at

    def known(self) -> Subject:
        """Return what others may know of the story."""
        printed = Subject.of_functions(*(one.derivative for one in self.worked)).written
        slopes = (str(one.puts.output) for one in self.worked)
        subject = Subject.of_functions(*(one.function for one in self.worked))
        return replace(subject, written=(*subject.written, *printed, *slopes))

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        return tabled((one.function for one in self.worked), given.at)

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
        functions = Function.named(name, formulas)
        first, variable = functions[0], functions[0].variable
        session, J = Session(), free_name(name, {variable, "sp"})
        w = free_name(variable, {J, "sp"})
        dJ = free_name(f"d{J}_d{w}", {J, w})
        asks = f"sp.diff({J}, {w})"
        imports = session.run("import sympy as sp")
        names = session.run(f"{w} = sp.symbols('{w}')")

        def code(function: Function) -> str:
            return code_of(function.expression, {variable: w})

        def put(asked: str, place: sp.Expr) -> CodeLine:
            return session.run(f"{asked}.subs({w}, {code_of(expression_of(place))})")

        worked = list[Worked]()
        for function in functions:
            slope = function.derivative_at(at)
            try:
                require_short(code(function))
                writes, printed = session.run(f"{J} = {code(function)}"), session.run(asks)
                derivative = read_derivative(function, printed, w)
            except ExpressionError as error:
                raise error.but(thing=f"functions, {function.body_source}: {error.thing}") from None
            if function is first:
                keeps = session.run(f"{dJ} = {asks}")
            puts = put(dJ if function is first else asks, at)
            slope = require_printed(puts, slope)
            worked.append(Worked(function, writes, printed, derivative, puts, slope))
        also = None
        if sign_of(also_at - at):
            line = put(f"sp.diff({code(first)}, {w})", also_at)
            also = line, quantity(also_at), require_printed(line, first.derivative_at(also_at))
        nudged = nudge_table(first, at, [nudge]).rows[0]
        return cls(imports, names, J, w, keeps, tuple(worked), also, nudged)


def read_derivative(function: Function, line: CodeLine, w: str) -> Function:
    """Read what SymPy prints as a derivative, and make sure that it is the function's.

    Args:
        function: The function.
        line: What is run.
        w: What its variable is called there.

    Raises:
        ExpressionError: It is not, or it is too long.
    """
    assert line.output is not None
    require_short(line.output)
    found = read(line.output, {w: function.variable})
    derivative = Function(function.derivative.name, function.variable, found)
    plain = Function(function.name, function.variable, written_out(function.expression))
    if sp.simplify(symbolic(found) - plain.derivative.symbolic) != 0:
        raise _unlike(line)
    return derivative


def require_printed(line: CodeLine, number: Quantity) -> Quantity:
    """Make sure that a line prints a number, and return that.

    Raises:
        ExpressionError: It prints another one, or what is too long.
    """
    assert line.output is not None
    require_short(line.output)
    printed, known = (digits_of(sp.sympify(each), _DIGITS) for each in (line.value, number.value))
    if abs(printed - known) > (number.error or abs(known) / 10 ** (_DIGITS - 2)):
        raise _unlike(line)
    return number


def require_short(code: str) -> None:
    """Make sure that some code can be read at a glance.

    Raises:
        ExpressionError: It is too long.
    """
    if len(code) > _LONGEST:
        rule = f"takes {_LONGEST} characters at most in Python, and so does what is printed for it"
        raise ExpressionError("formula", rule, f"{len(code)}: {code}", "a shorter one")


def _unlike(line: CodeLine) -> ExpressionError:
    rule = f"has a derivative that SymPy prints; {line.code} gives another one"
    return ExpressionError("formula", rule, str(line.output), "w**2")
