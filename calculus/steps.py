"""From formulas to the steps of a computation graph, as written and in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calculus.errors import ExpressionError, GraphError
from calculus.expression import (
    Expression,
    Name,
    fresh_name,
    rebuilt,
    source,
    substitute,
    variables,
    walk,
)
from calculus.grammar import check_name, parse_expression
from calculus.limits import RECORDED

MAX_STEPS = 40
MAX_PARTS = 400
"""Parts of the whole formula, written out in the inputs."""

_INTERMEDIATE = "uvstpqrmnklyzxdgo"
_EXAMPLE = "J = 3*(a + b*c)"
_SUCH = f"a formula with a name, such as {_EXAMPLE}"
_STEP = re.compile(r"\s*([^\s=()]+)\s*=(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One named step: u = b*c."""

    name: str
    expression: Expression


def read_steps(texts: Sequence[str]) -> tuple[Step, ...]:
    """The steps of a computation graph, each after the ones that it uses.

    One formula is taken apart into elementary operations; several are one step each.

    Raises:
        GraphError: if they form no graph with one output.
        ExpressionError: for a formula outside the grammar.

    >>> from calculus.expression import source
    >>> [f"{step.name} = {source(step.expression)}" for step in read_steps([_EXAMPLE])]
    ['u = b*c', 'v = a + u', 'J = 3*v']
    """
    if not texts:
        raise GraphError("graph", "has a formula", "", _SUCH)
    if len(texts) > MAX_STEPS:
        raise _too_many(len(texts))
    heads = [_head(text) for text in texts]
    names = {name for name, _ in heads}
    written = [
        Step(name, parse_expression(body, thing=f"step {name}", names=names, head=f"{name} = "))
        for name, body in heads
    ]
    for step in written:
        _check_operation(step)
    steps = _taken_apart(written[0]) if len(written) == 1 else written
    if len(steps) > MAX_STEPS:
        raise _too_many(len(steps))
    _check_names(steps)
    ordered = _in_order(steps)
    _check_output(ordered)
    _check_size(ordered)
    return tuple(ordered)


def _too_many(steps: int) -> GraphError:
    return GraphError("graph", f"has at most {MAX_STEPS} steps", str(steps), "fewer steps")


def _head(text: str) -> tuple[str, str]:
    """The name of a step and what stands after its equals sign."""
    match = _STEP.fullmatch(text)
    if match is None:
        raise GraphError("step", "is a name, an equals sign and a formula", text, _SUCH)
    name, formula = match.groups()
    try:
        check_name(name, thing="step", constants=True)
    except ExpressionError as error:
        raise GraphError("step", error.rule, name, error.remedy) from error
    return name, formula


def _check_operation(step: Step) -> None:
    if isinstance(step.expression, Name) or not variables(step.expression):
        rule = "does something to an input"
        raise GraphError(f"step {step.name}", rule, _text(step), "an operation with an input")


def _taken_apart(step: Step) -> list[Step]:
    """Elementary operations, inner before outer, left before right; constants stay in them."""
    steps: list[Step] = []
    used = {step.name, *variables(step.expression)}

    def named(expression: Expression) -> Expression:
        if isinstance(expression, Name) or not variables(expression):
            return expression
        operation = rebuilt(expression, named)
        name = fresh_name(_INTERMEDIATE, used)
        used.add(name)
        steps.append(Step(name, operation))
        return Name(name)

    whole = rebuilt(step.expression, named)
    return [*steps, Step(step.name, whole)]


def _check_names(steps: Iterable[Step]) -> None:
    seen: set[str] = set()
    for step in steps:
        if step.name in seen:
            remedy = "another name for one of them"
            raise GraphError(f"step {step.name}", "is defined once", _text(step), remedy)
        seen.add(step.name)


def _in_order(steps: Iterable[Step]) -> list[Step]:
    """Each step after the ones that it uses, otherwise as given."""
    waiting = {step.name: step for step in steps}
    ordered: list[Step] = []
    while waiting:
        ready = next(
            (step for step in waiting.values() if not waiting.keys() & variables(step.expression)),
            None,
        )
        if ready is None:
            got = ", ".join(_text(step) for step in waiting.values())
            rule = "has no step that needs its own result"
            raise GraphError("graph", rule, got, "steps that use inputs or other steps")
        ordered.append(waiting.pop(ready.name))
    return ordered


def _check_output(steps: Iterable[Step]) -> None:
    used = {name for step in steps for name in variables(step.expression)}
    outputs = [step.name for step in steps if step.name not in used]
    if len(outputs) > 1:
        rule = "has one output: every other step is used by a later one"
        raise GraphError("graph", rule, ", ".join(outputs), "a last step that uses them all")


def _check_size(steps: Iterable[Step]) -> None:
    """The whole formula must stay of a size that can be written out and worked out.

    Raises:
        GraphError: for a formula with too many parts.
        ExpressionError: for one that is over another limit of the grammar.
    """
    parts: dict[str, int] = {}
    formulas: dict[str, Expression] = {}
    for step in steps:
        parts[step.name] = sum(
            parts.get(part.name, 1) if isinstance(part, Name) else 1
            for part in walk(step.expression)
        )
        if parts[step.name] > MAX_PARTS:
            rule = f"has at most {MAX_PARTS} parts when written out in the inputs"
            raise GraphError(f"step {step.name}", rule, _text(step), "fewer steps")
        formulas[step.name] = substitute(step.expression, formulas)
        text, thing = source(formulas[step.name]), f"step {step.name}"
        parse_expression(text, thing=thing, limits=RECORDED, names=parts)


def _text(step: Step) -> str:
    return f"{step.name} = {source(step.expression)}"
