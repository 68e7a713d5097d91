"""The kinds of values a parameter can have: how each is written, parsed and explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar

import sympy as sp

from calculus.errors import LessonError
from calculus.evaluate import sign_of
from calculus.expression import Expression, source, variables
from calculus.function import Function
from calculus.grammar import NumberLike, check_name, parse_expression, parse_number
from calculus.graph import Graph
from calculus.several import Several
from calculus.surface import Surface
from calculus.symbolic import source_of
from scenes.settings import schemas, separators
from scenes.settings.kind import Kind, RefusedError
from scenes.settings.schemas import Schema

Parsed = TypeVar("Parsed", Function, Surface, Several)

NumbersLike: TypeAlias = NumberLike | Sequence[NumberLike]
FunctionLike: TypeAlias = str | Function
SurfaceLike: TypeAlias = str | Surface
SeveralLike: TypeAlias = str | Several
FormulasLike: TypeAlias = str | Sequence[str]
GraphLike: TypeAlias = str | Sequence[str] | Graph
InputsLike: TypeAlias = str | Mapping[str, NumberLike]

MOST_STEPS = 200
MOST_NUMBERS = 24
"""In one list: far more than fit into a picture, few enough to be computed at once."""


def number_text(value: sp.Expr) -> str:
    """Write an exact number: as a decimal where that is exact, else as a formula.

    Example:
        >>> number_text(sp.Rational(1, 1000)), number_text(sp.Rational(-1, 3))
        ('0.001', '-1/3')
    """
    if value.is_Rational:
        decimal = Decimal(value.p) / Decimal(value.q)
        if Fraction(decimal) == Fraction(value.p, value.q):
            return f"{decimal.normalize():f}"
    return source_of(value)


def _number(value: object) -> sp.Expr:
    """Parse one exact, real number."""
    try:
        return parse_number(value, thing="number")
    except LessonError as error:
        if _is_number(error.remedy):
            raise
        raise RefusedError(error.rule, value) from None


def _is_number(text: str) -> bool:
    try:
        parse_number(text)
    except LessonError:
        return False
    return True


def _above_zero(value: object) -> sp.Expr:
    number = _number(value)
    if sign_of(number) <= 0:
        raise RefusedError("is above 0", value)
    return number


def _below_one(value: object) -> sp.Expr:
    number = _number(value)
    if sign_of(number) < 0 or sign_of(1 - number) <= 0:
        raise RefusedError("is from 0 to below 1", value)
    return number


def _not_zero(value: object) -> sp.Expr:
    number = _number(value)
    if sign_of(number) == 0:
        raise RefusedError("is not 0", value)
    return number


def whole_number(low: int, high: int, means: str, example: str) -> Kind:
    """Return a kind of whole numbers.

    Args:
        low: The smallest.
        high: The largest.
        means: What such a parameter is for.
        example: Text that works.

    Example:
        >>> whole_number(1, 12, "decimals shown", "3").parse("4")
        4
    """

    def parse(value: object) -> int:
        number = _number(value)
        if not (number.is_Integer and low <= number <= high):
            raise RefusedError(f"is a whole number from {low} to {high}", value)
        return int(number)

    limits = f"{low} to {high}"
    schema = schemas.whole_number(low, high)
    return Kind("whole number", means, example, schema, parse, str, limits, _whole_readings)


def _whole_readings(value: Any, _: bool) -> separators.Readings:
    """Read 1,000 as a thousand in every language: nobody counts with decimals."""
    return separators.of_number(value, comma=False)[:1]


def _written_graph(graph: Graph) -> str:
    """Write a graph as one formula where that says it all, else step by step."""
    whole = f"{graph.output} = {source(graph.formula)}"
    if Graph.parse(whole) == graph:
        return whole
    return "; ".join(f"{node.name} = {source(node.formula)}" for node in graph.steps)


def _several(parse: Callable[[object], sp.Expr]) -> Callable[[object], tuple[sp.Expr, ...]]:
    """Return a parser of one or more numbers, made from a parser of one."""

    def parse_several(value: object) -> tuple[sp.Expr, ...]:
        items = _items(value)
        if not items:
            raise RefusedError("needs at least one number", value)
        if len(items) > MOST_NUMBERS:
            raise RefusedError(f"has at most {MOST_NUMBERS} numbers", value)
        return tuple(parse(item) for item in items)

    return parse_several


def _formula_of(of: type[Parsed]) -> Callable[[object], Parsed]:
    """Return what parses a function of some sort, which is written as a formula."""

    def parse(value: object) -> Parsed:
        if isinstance(value, of):
            return value
        if not isinstance(value, str):
            raise RefusedError("is a formula, as text", value)
        return of.parse(value)

    return parse


def _formulas(value: object) -> tuple[Expression, ...]:
    """Parse formulas of one variable, which is the same in all of them."""
    items, found = _items(value), list[Expression]()
    if len(items) > MOST_NUMBERS:
        raise RefusedError(f"has at most {MOST_NUMBERS} formulas", value)
    for item in items:
        if not isinstance(item, str):
            raise RefusedError("are formulas, as text", item)
        found.append(parse_expression(item, thing="formula"))
        if len(variables(found[-1])) != 1:
            raise RefusedError("are formulas of one variable each", item)
        if variables(found[-1]) != variables(found[0]):
            raise RefusedError(f"have the same variable, {variables(found[0])[0]}", item)
    if not found:
        raise RefusedError("needs at least one formula", value)
    return tuple(found)


def _graph(value: object) -> Graph:
    if isinstance(value, Graph):
        return value
    steps = value.split(";") if isinstance(value, str) else value
    if not isinstance(steps, Sequence) or not all(isinstance(step, str) for step in steps):
        raise RefusedError("is a formula, or its steps, as text", value)
    steps = [step.strip() for step in steps if step.strip()]
    if not steps:
        raise RefusedError("needs at least one step", value)
    return Graph.parse(*steps)


def _name(value: object) -> str:
    name = str(value).strip()
    check_name(name, thing="name", constants=True)
    return name


def _names(value: object) -> tuple[str, ...]:
    names = tuple(map(_called, _items(value)))
    if not names:
        raise RefusedError("needs at least one name", value)
    return tuple(dict.fromkeys(names))


def _called(value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError("is a name, as text", value)
    return _name(value)


def _inputs(value: object) -> dict[str, sp.Expr]:
    if isinstance(value, Mapping):
        pairs = list(value.items())
    elif isinstance(value, str):
        pairs = [_pair(item) for item in _items(value)]
    else:
        raise RefusedError("gives each variable a number", value)
    names = [_name(name) for name, _ in pairs]
    if not names:
        raise RefusedError("gives each variable a number", value)
    if len(set(names)) < len(names):
        raise RefusedError("gives each variable one number", value)
    return {name: _number(number) for name, (_, number) in zip(names, pairs, strict=True)}


def _pair(text: str) -> tuple[str, str]:
    name, sign, number = text.partition("=")
    if not sign:
        raise RefusedError("gives each variable a number", text)
    return name, number.strip()


def _items(value: object) -> list[Any]:
    """Return the items of a value; a single one that is no text is one item."""
    if isinstance(value, str):
        return separators.items(value)
    return list(value) if isinstance(value, (tuple, list)) else [value]


def _written_numbers(values: tuple[sp.Expr, ...]) -> str:
    return ", ".join(map(number_text, values))


def _written_inputs(values: Mapping[str, sp.Expr]) -> str:
    return ", ".join(f"{name}={number_text(value)}" for name, value in values.items())


def _numbers(
    means: str,
    example: str,
    schema: Schema | None = None,
    parse: Callable[[object], sp.Expr] = _number,
    limits: str = "",
) -> Kind:
    schema = schema or schemas.numbers(MOST_NUMBERS)
    parser = _several(parse)
    readings = separators.of_numbers
    return Kind("numbers", means, example, schema, parser, _written_numbers, limits, readings)


def _one(
    means: str,
    example: str,
    schema: Schema,
    parse: Callable[[object], sp.Expr] = _number,
    limits: str = "",
) -> Kind:
    readings = separators.of_number
    return Kind("number", means, example, schema, parse, number_text, limits, readings)


def or_nothing(kind: Kind) -> Kind:
    """Return a kind of value that may be left out, by an empty text: it is None then."""

    def is_nothing(value: object) -> bool:
        return value is None or (isinstance(value, str) and not value.strip())

    return replace(
        kind,
        schema={"anyOf": [*kind.schema["anyOf"], schemas.NOTHING]},
        parse=lambda value: None if is_nothing(value) else kind.parse(value),
        text=lambda value: "" if value is None else kind.text(value),
        limits=f"{kind.limits}, or empty" if kind.limits else "or empty",
        readings=lambda value, comma: [value] if is_nothing(value) else kind.readings(value, comma),
    )


FUNCTION = Kind(
    "function",
    "a function of one variable",
    "f(a) = a**2",
    schemas.FUNCTION,
    _formula_of(Function),
    lambda function: function.source,
)
SURFACE = Kind(
    "function",
    "a function of two variables",
    "J(w_1, w_2) = w_1**2 + 2*w_2**2",
    schemas.SURFACE,
    _formula_of(Surface),
    lambda surface: surface.source,
)
SEVERAL = Kind(
    "function of several",
    "a function of two variables or more",
    "J(w, b) = w**2 + w*b",
    schemas.SEVERAL,
    _formula_of(Several),
    lambda several: several.source,
)
FORMULAS = Kind(
    "formulas",
    "formulas of one variable",
    "w**2, w**3",
    schemas.FORMULAS,
    _formulas,
    lambda formulas: ", ".join(map(source, formulas)),
)
NAME = Kind("name", "what something is called", "J", schemas.NAME, _called, str)
NAMES = Kind("names", "some of the inputs", "w, b", schemas.NAMES, _names, ", ".join)
GRAPH = Kind(
    "graph",
    "one formula, or its steps",
    "u = b*c; J = a + u",
    schemas.GRAPH,
    _graph,
    _written_graph,
)
INPUTS = Kind(
    "inputs",
    "a number for each variable",
    "a=5,b=3",
    schemas.INPUTS,
    _inputs,
    _written_inputs,
    readings=separators.of_inputs,
)
NUMBER = _one("where to start", "3", schemas.number())
NUDGE = _one(
    "how far the input is nudged",
    "0.001",
    schemas.number(**schemas.NOT_ZERO),
    _not_zero,
    "not 0",
)
LEARNING_RATE = _one(
    "the learning rate α",
    "0.1",
    schemas.number(**schemas.ABOVE_ZERO),
    _above_zero,
    "above 0",
)
MOMENTUM = _one(
    "the momentum β: how much of the last step is kept",
    "0.5",
    schemas.number(**schemas.FROM_ZERO_BELOW_ONE),
    _below_one,
    "from 0 to below 1",
)
STEPS = whole_number(1, MOST_STEPS, "how many steps", "10")
POINTS = _numbers("where to look at the function", "2,5")
NUDGES = _numbers(
    "how far the input is nudged, in turn",
    "0.1,0.01",
    schemas.numbers(MOST_NUMBERS, **schemas.NOT_ZERO),
    _not_zero,
    "not 0",
)
LEARNING_RATES = _numbers(
    "the learning rates α to compare",
    "0.1,0.5,1",
    schemas.numbers(MOST_NUMBERS, **schemas.ABOVE_ZERO),
    _above_zero,
    "above 0",
)
