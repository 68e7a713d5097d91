"""The parts of a computation graph: inputs, steps, and the edges between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from calculus.expression import Binary, Call, Expression, Name, children, source, variables
from calculus.plain import badge
from calculus.typst import typst, typst_name

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Node:
    """An input or a step of a computation graph.

    Attributes:
        name: what it is called.
        kind: whether it is given or computed.
        operation: a short label for a step: "+", "×3", "x²", "ln"; empty for an input.
        expression: what a step computes from its operands; None for an input.
        operands: the nodes that it uses, each once.
        typst: its right side for Typst, "a + u"; for an input, its name.
    """

    name: str
    kind: Literal["input", "step"]
    operation: str
    expression: Expression | None
    operands: tuple[str, ...]
    typst: str

    @property
    def formula(self) -> Expression:
        """What a step computes; for an input, its name."""
        return self.expression or Name(self.name)


class Edge(NamedTuple):
    """A value used: `target` is computed from `source`."""

    source: str
    target: str


def input_node(name: str) -> Node:
    """A node that is given.

    >>> input_node("x1").typst
    'x_1'
    """
    return Node(name, "input", "", None, (), typst_name(name))


def step_node(name: str, expression: Expression) -> Node:
    """A node that is computed.

    >>> step_node("u", Binary("*", Name("b"), Name("c"))).operation
    '×'
    """
    operands = variables(expression)
    return Node(name, "step", _operation(expression), expression, operands, typst(expression))


def _operation(expression: Expression) -> str:
    """A short label: the operation, with the constant if it has one; "ƒ" for several at once."""
    if not all(isinstance(part, Name) or not variables(part) for part in children(expression)):
        return "ƒ"
    match expression:
        case Call(function):
            return badge(function)
        case Binary("**", base, exponent):
            return _power(base, exponent)
        case Binary("/", left) if not variables(left):
            return f"{source(left)}/x"
        case Binary(operator, left, right) if not variables(left):
            constant = source(left)
            return f"{constant} − x" if operator == "-" else f"{_SIGNS[operator]}{constant}"
        case Binary(operator, _, right):
            return _SIGNS[operator] + ("" if variables(right) else source(right))
        case _:
            return "−"


def _power(base: Expression, exponent: Expression) -> str:
    if not variables(base):
        return f"{source(base)}ˣ"
    raised = source(exponent)
    return "x" + (raised.translate(_RAISED) if raised.isdigit() else "ʸ")
