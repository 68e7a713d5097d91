"""How formulas among parameters read, as captions write them."""

from __future__ import annotations

from collections.abc import Iterator

from calculus.function import Function
from calculus.graph import Graph
from calculus.plain import plain
from calculus.several import Several
from calculus.spoken import spoken
from scenes.settings.parameters import Parameters


def of(given: Parameters) -> Iterator[tuple[str, str]]:
    """Yield parameters that are formulas, and how each reads."""
    for name in type(given).model_fields:
        match getattr(given, name):
            case Function(name=called, variable=variable, expression=expression):
                head = f"{called}({variable})"
            case Several(name=called, variables=variables, expression=expression):
                head = f"{called}({', '.join(variables)})"
            case Graph(output=head, formula=expression):
                pass
            case _:
                continue
        yield name, f"{head} = {plain(expression)}, said: {spoken(expression)}"
