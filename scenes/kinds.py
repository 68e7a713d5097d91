"""The kinds of values a parameter can have: how each is written, parsed and explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import sympy as sp
from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from calculus.errors import LessonError, ParameterError
from calculus.evaluate import sign_of
from calculus.expression import source
from calculus.function import Function
from calculus.grammar import NumberLike, check_name, parse_number
from calculus.graph import Graph
from calculus.symbolic import source_of

NumbersLike: TypeAlias = NumberLike | Sequence[NumberLike]
FunctionLike: TypeAlias = str | Function
GraphLike: TypeAlias = str | Sequence[str] | Graph
InputsLike: TypeAlias = str | Mapping[str, NumberLike]

MOST_STEPS = 200


class RefusedError(Exception):
    """A value that breaks a rule.

    Attributes:
        rule: The rule.
        got: The value, or the part of it that breaks the rule, as it was written.
    """

    def __init__(self, rule: str, got: object) -> None:
        super().__init__(rule, got)
        self.rule = rule
        self.got = _written(got)


@dataclass(frozen=True)
class Kind:
    """What a parameter accepts. In an annotation it tells pydantic how to parse.

    Attributes:
        name: What the value is, in a word or two.
        means: What such a parameter is for; a story may say it more precisely.
        example: Text that works.
        parse: Parses what an author wrote, or raises `RefusedError` or a `LessonError`.
        text: Writes a parsed value as text that `parse` reads again; exact.
    """

    name: str
    means: str
    example: str
    parse: Callable[[Any], Any]
    text: Callable[[Any], str]

    def __get_pydantic_core_schema__(
        self, _: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Parse with `parse`, dump with `text`."""
        return core_schema.with_info_plain_validator_function(
            self._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(self.text),
        )

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the text form, which every kind has."""
        return {"type": "string", "description": self.means, "examples": [self.example]}

    def _validate(self, value: object, info: core_schema.ValidationInfo) -> Any:
        parameter = str(info.field_name)
        try:
            return self.parse(value)
        except RefusedError as refused:
            remedy = f"{parameter}={self.example}"
            raise ParameterError(parameter, refused.rule, refused.got, remedy) from None
        except LessonError as error:
            raise type(error)(parameter, error.rule, error.got, error.remedy) from None


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
        raise RefusedError(error.rule, value) from None


def _above_zero(value: object) -> sp.Expr:
    number = _number(value)
    if sign_of(number) <= 0:
        raise RefusedError("is above 0", value)
    return number


def _not_zero(value: object) -> sp.Expr:
    number = _number(value)
    if sign_of(number) == 0:
        raise RefusedError("is not 0", value)
    return number


def _steps(value: object) -> int:
    number = _number(value)
    if not (number.is_Integer and 1 <= number <= MOST_STEPS):
        raise RefusedError(f"is a whole number from 1 to {MOST_STEPS}", value)
    return int(number)


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
        return tuple(parse(item) for item in items)

    return parse_several


def _function(value: object) -> Function:
    if isinstance(value, Function):
        return value
    if not isinstance(value, str):
        raise RefusedError("is a formula, as text", value)
    return Function.parse(value)


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
    try:
        check_name(name, thing="name")
    except LessonError as error:
        raise RefusedError(error.rule, value) from None
    return name


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
    """Return the items of a value: text is cut at its commas, a single value is one item."""
    if not isinstance(value, str):
        return list(value) if isinstance(value, (tuple, list)) else [value]
    parts, depth = [""], 0
    for character in _bare(value):
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    parts = [part.strip() for part in parts]
    return parts if parts[-1] else parts[:-1]  # "2," is one item, as in Python


def _bare(text: str) -> str:
    """Take off the brackets around a whole list: ``(2, 5)`` is the same as ``2, 5``."""
    text = text.strip()
    if text[:1] + text[-1:] not in ("()", "[]"):
        return text
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth == 0:
            return text[1:-1] if place == len(text) - 1 else text
    return text


def _written(value: object) -> str:
    """Return a value as its author may have written it."""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(_written, value))
    return str(value)


def _written_numbers(values: tuple[sp.Expr, ...]) -> str:
    return ", ".join(map(number_text, values))


def _written_inputs(values: Mapping[str, sp.Expr]) -> str:
    return ", ".join(f"{name}={number_text(value)}" for name, value in values.items())


def _numbers(means: str, example: str, parse: Callable[[object], sp.Expr] = _number) -> Kind:
    return Kind("numbers", means, example, _several(parse), _written_numbers)


FUNCTION = Kind(
    "function", "the function", "f(a) = a**2", _function, lambda function: function.source
)
GRAPH = Kind("graph", "one formula, or its steps", "u = b*c; J = a + u", _graph, _written_graph)
INPUTS = Kind("inputs", "a number for each variable", "a=5,b=3", _inputs, _written_inputs)
NUMBER = Kind("number", "where to start", "3", _number, number_text)
NUDGE = Kind("number", "how far the input is nudged", "0.001", _not_zero, number_text)
LEARNING_RATE = Kind("number", "the learning rate α", "0.1", _above_zero, number_text)
STEPS = Kind("whole number", f"how many steps, 1 to {MOST_STEPS}", "10", _steps, str)
POINTS = _numbers("where to look at the function", "2,5")
NUDGES = _numbers("how far the input is nudged, in turn", "0.1,0.01", _not_zero)
LEARNING_RATES = _numbers("the learning rates α to compare", "0.1,0.5,1", _above_zero)
