"""What the checklist is about: lines of code that are written from formulas, and were run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

import sympy as sp

from calculus.backward import BackwardStep
from calculus.digits import digits_of
from calculus.errors import ExpressionError, LessonError
from calculus.expression import Binary, Expression, Name, variables
from calculus.forward import ForwardPass
from calculus.function import Function
from calculus.graph import Graph
from calculus.nudge import NudgeRow, nudge_table
from calculus.quantity import Quantity
from calculus.readable import Form, as_given
from calculus.session import CodeLine, Session, code_of, free_name
from calculus.symbolic import expression_of, symbol, symbolic
from calculus.walk import Iterate, Walk
from scenes.settings.drawable import require_small
from scenes.sympy_session.facts import read_derivative, require_printed, require_short
from scenes.telling.subject import Subject

MOST = 9
"""Lines of a backward pass."""

_FEW = 3  # steps of a graph that is short
_LONG, _DIGITS = 20, 8  # characters of a number in symbols, and digits of one that would be longer
_NEAR = sp.Rational(1, 10**6)  # share by which such digits may be off


@dataclass(frozen=True)
class Entry:
    """A line of the checklist.

    Attributes:
        line: What is run, and what it gives.
        number: What that is in mathematics; None where it is no number.
        before: The code that has been run before it.
    """

    line: CodeLine
    number: Quantity | None = None
    before: tuple[str, ...] = ()


class _Program:
    """A session, and all the code that has been run in it."""

    def __init__(self) -> None:
        self._session = Session()
        self._session.run("import sympy as sp")
        self._code: tuple[str, ...] = ()

    def declare(self, *names: str) -> Entry:
        """Run a line that makes symbols of names; for what is run after it they are given."""
        code = f"{', '.join(names)} = sp.symbols('{' '.join(names)}')"
        return Entry(self._session.run(code), None, self._code)

    def add(self, code: str, number: Quantity | None = None, keep: str = "") -> Entry:
        """Run a line that gives a number, or keep what it gives under a name.

        What would be long in symbols is asked for in digits, and what is said in decimals as a
        decimal, unless it is kept: that stays exact.

        Raises:
            ExpressionError: It gives another number.
        """
        line = self._run(code, keep)
        if number is not None and not number.value.is_Rational:
            if len(str(line.output)) > _LONG:
                line = self._run(f"sp.N({code}, {_DIGITS})", keep)
        elif number is not None and not keep and _is_decimal(number):
            line = self._run(f"float({code})", keep)
        if number is not None:
            off = abs(digits_of(number.value, _DIGITS)) * _NEAR
            is_rounded = isinstance(line.value, sp.Float | float)
            require_printed(line, replace(number, error=off) if is_rounded else number)
        entry = Entry(line, number, self._code)
        self._code += (line.code,)
        return entry

    def _run(self, code: str, keep: str) -> CodeLine:
        return self._session.keep(keep, code) if keep else self._session.run(code)


@dataclass(frozen=True)
class ChecklistFacts:
    """What the story is about.

    Attributes:
        function: The cost.
        symbol: What its variable is called in the code.
        declares: The line that makes that a symbol.
        cost: The line that writes it.
        asks: The line that differentiates it.
        derivative: What that gives, as a function.
        puts: The line that gives the slope.
        quotient: The line that writes the quotient of a nudge, and the one that gives it.
        nudged: The nudge.
        limit: The line that gives its limit; None if SymPy finds none that is short.
        steps: The line that gives where a step of descent leads.
        here: Where it starts.
        rate: The learning rate.
        graph: A graph for the backward pass.
        forward: Its values.
        values: Lines that give the values a backward pass needs.
        backward: A line for each node, from the output back.
    """

    function: Function
    symbol: str
    declares: Entry
    cost: Entry
    asks: Entry
    derivative: Function
    puts: Entry
    quotient: tuple[Entry, Entry]
    nudged: NudgeRow
    limit: Entry | None
    steps: Entry
    here: Iterate
    rate: Quantity
    graph: Graph
    forward: ForwardPass
    values: tuple[Entry, ...]
    backward: tuple[Entry, ...]

    def known(self) -> Subject:
        """Return what others may know of the story."""
        functions = Subject.of_functions(self.function, self.derivative, rates=[self.rate])
        graph = Subject.of_graph(self.graph, self.forward.inputs)
        written = (*functions.written, *graph.written)
        return replace(graph, functions=functions.functions, written=written)

    @classmethod
    def of(
        cls,
        function: Function,
        at: sp.Expr,
        nudge: sp.Expr,
        rate: sp.Expr,
        graph: Graph,
        inputs: Mapping[str, sp.Expr],
    ) -> Self:
        """Write the code, run it, and make sure that it gives what is true.

        Raises:
            LessonError: The function has no slope there, SymPy knows no code for it or none that
                is short, or the graph has too many nodes.
        """
        if not variables(function.expression):
            rule = "has its variable in it, so that a number can be put in"
            raise LessonError("function", rule, function.body_source, function.variable)
        walk = Walk(function, rate)
        here, nudged = walk.start(at), nudge_table(function, at, [nudge]).rows[0]
        after = walk.landing(here)
        require_small("function", [here.gradient, nudged.quotient, after], "smaller numbers")
        forward = graph.forward(inputs)
        require_small("inputs", graph.backward(forward).gradients.values(), "smaller numbers")
        if len(graph.nodes) - 1 > MOST:
            rule = f"has at most {MOST} nodes before its output, so that all lines can be read"
            got = f"{len(graph.nodes) - 1} of them"
            raise LessonError("graph", rule, got, "J = 3*(a + b*c)")
        try:
            own = _calculus(function, here, nudged, after, rate)
        except ExpressionError as error:
            raise error.but(thing=f"function: {error.thing}") from None
        try:
            values, backward = _backpropagation(graph, forward)
        except ExpressionError as error:
            raise error.but(thing=f"graph: {error.thing}") from None
        return cls(function, *own, here, walk.learning_rate, graph, forward, values, backward)


def _calculus(
    function: Function, here: Iterate, nudged: NudgeRow, after: Quantity, rate: sp.Expr
) -> tuple[
    str, Entry, Entry, Entry, Function, Entry, tuple[Entry, Entry], NudgeRow, Entry | None, Entry
]:  # fmt: skip
    """Write the lines about a function of one variable."""
    J = free_name(function.name, {function.variable, "sp"})
    w = free_name(function.variable, {J, "sp"})
    used = {J, w, "sp"}
    dJ = free_name(f"d{J}", used)
    q, h = (free_name(name, used | {dJ}) for name in ("q", "h"))
    a, by = (code_of(expression_of(one.value)) for one in (here.w, nudged.nudge))
    program = _Program()
    declares = program.declare(w, h)
    body = code_of(function.expression, {function.variable: w})
    require_short(body)
    cost = program.add(f"{J} = {body}")
    asks = program.add(f"sp.diff({J}, {w})", keep=dJ)
    derivative = read_derivative(function, asks.line, w)
    slope = free_name("slope", used | {dJ})
    puts = program.add(f"{dJ}.subs({w}, {a})", here.gradient, keep=slope)
    writes = program.add(f"{q} = ({J}.subs({w}, {w} + {h}) - {J}).subs({w}, {a})/{h}")
    gives = program.add(f"{q}.subs({h}, {by})", nudged.quotient)
    try:
        limit = program.add(f"sp.limit({q}, {h}, 0)", here.gradient)
    except (ExpressionError, NotImplementedError, ValueError):
        limit = None
    step = Binary("*", expression_of(rate), Name(slope))
    steps = program.add(code_of(Binary("-", expression_of(here.w.value), step)), after)
    return w, declares, cost, asks, derivative, puts, (writes, gives), nudged, limit, steps


def _backpropagation(
    graph: Graph, forward: ForwardPass
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Write the values that are needed, and a line for the gradient of each node."""
    names: dict[str, str] = {}
    for node in graph.nodes:
        names[node.name] = free_name(node.name, {*names.values(), "sp"})
    walked = graph.backward(forward)
    back: dict[str, str] = {}
    for step in walked.steps:
        if step.is_last:
            used = {*names.values(), *back.values(), "sp"}
            back[step.edge.source] = free_name(f"d{step.edge.source}", used)
    slopes = {name: _gradient(name, graph, walked.steps, back) for name in back}
    used = {name for slope in slopes.values() for name in variables(slope)}
    needed = used & names.keys() or {*graph.inputs}
    if len(graph.steps) <= _FEW:  # the whole way forward can be seen
        needed |= {node.name for node in graph.nodes}
    for node in reversed(graph.steps):
        if node.name in needed:
            needed |= {*node.operands}
    for exact in (False, True):  # Python divides its own whole numbers into floats
        program = _Program()
        given = [name for name in graph.inputs if name in needed]
        numbers = ", ".join(_number(forward.inputs[name].value, exact) for name in given)
        left = ", ".join(names[name] for name in given)
        values = [program.add(f"{left} = {numbers}")] if given else []
        try:
            for node in graph.steps:
                if node.name in needed:
                    code, name = code_of(node.formula, names), names[node.name]
                    value = forward.values[node.name]
                    is_short = value.value.is_Rational
                    values.append(
                        program.add(code, value, name)
                        if is_short
                        else program.add(f"{name} = {code}")
                    )
            lines = [
                program.add(code_of(slopes[name], names), walked.gradients[name], keep=kept)
                for name, kept in back.items()
            ]
        except ExpressionError:
            if exact:
                raise
        else:
            break
    return (*values,), (*lines,)


def _gradient(
    name: str, graph: Graph, steps: tuple[BackwardStep, ...], back: Mapping[str, str]
) -> Expression:
    """Return the gradient of a node as it is worked out: upstream times local, added up."""
    terms: list[Expression] = []
    for step in steps:
        if step.edge.source == name:
            target = step.edge.target
            known = {symbolic(graph.node(target).formula): symbol(target)}  # exp is its own slope
            local = expression_of(step.local_formula.xreplace(known))
            terms.append(Binary("*", Name(back[target]), local) if target in back else local)
    total, *others = terms
    for one in others:
        total = Binary("+", total, one)
    return total


def _is_decimal(number: Quantity) -> bool:
    """Whether a rational number is said in decimals, and Python writes it in the same."""
    said = as_given(number)
    return said.exact and not isinstance(said, Form) and str(said.number) == said.typst


def _number(value: sp.Expr, exact: bool) -> str:
    code = code_of(expression_of(value))
    return f"sp.Integer({code})" if exact and value.is_Integer else code
