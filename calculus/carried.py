"""Numbers worked out from others that may be rounded: errors are carried through, as bounds."""

from __future__ import annotations

from collections.abc import Mapping

from calculus.enclosure import enclosure
from calculus.errors import LimitError
from calculus.expression import Binary, Expression, Name, variables
from calculus.quantity import Quantity, evaluated, recorded
from calculus.walk import rounded


def carried(expression: Expression, known: Mapping[str, Quantity], thing: str) -> Quantity:
    """An expression at known numbers; if those in it are not exact, with a bound on its error.

    Args:
        expression: what is worked out.
        known: its variables, by name.
        thing: what it belongs to, for a message.

    Raises:
        DomainError: if it has no value; a `LimitError` where errors hide whether it has.
    """
    values = {name: one.value for name, one in known.items()}
    errors = {
        name: one.error for name in variables(expression) if (one := known[name]).error is not None
    }
    if not errors:
        return evaluated(expression, values)
    bounds = enclosure(expression, values, errors)
    if bounds is None:
        raise LimitError(thing, "has a value that can be bounded", "rounded inputs", "fewer steps")
    low, high = bounds
    return rounded(recorded((low + high) / 2, expression, values), (high - low) / 2)


def difference(one: Quantity, other: Quantity, thing: str) -> Quantity:
    """One number minus another, with a bound on its error if one of them has an error."""
    return carried(Binary("-", Name("J_1"), Name("J_0")), {"J_1": one, "J_0": other}, thing)
