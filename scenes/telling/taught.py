"""What of the curriculum it teaches to nudge a function."""

from __future__ import annotations

import re

from calculus.function import Function

# By the formula, with x for its variable.
_NUDGED = {"x": "U6.2", "x**2": "U3.1", "x**3": "U6.1", "1/x": "U6.3", "ln(x)": "U6.4"}


def taught_by(function: Function) -> str:
    """Return the id of what is taught, or nothing."""
    body = re.sub(rf"\b{re.escape(function.variable)}\b", "x", function.body_source)
    return _NUDGED.get(body, "")
