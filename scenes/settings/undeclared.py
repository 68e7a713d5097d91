"""Attributes of a scene that look like parameters, and are declared as none."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar, get_args, get_origin

from calculus.errors import ParameterError
from calculus.names import hint, unknown

_PLAIN = {int, float, Decimal, Fraction}
_FUNCTION = re.compile(r"\w+\(\w+\) *=")  # what a function begins with
_KINDS = "FunctionParameter", "GraphParameter", "Points", "Inputs", "choice(…)", "whole_number(…)"


def require_declared(scene: type, declared: Mapping[str, Any]) -> None:
    """Make sure that a scene's attributes that look like parameters are some.

    Args:
        scene: The scene class.
        declared: The annotations of its parameters, by name.

    Raises:
        ParameterError: One is misspelt, or isn't annotated, or with a plain type.
    """
    for name, value in _assigned(scene, declared):
        error = unknown(ParameterError, "parameter", name, declared)
        if hint(name, declared):
            raise error
        remedy = f"{error.remedy}; or, to declare it, {_declaration(name, value)}"
        raise ParameterError(error.thing, error.rule, name, remedy)
    for name, annotation, value in _plainly_annotated(scene, declared):
        rule = "is annotated with a kind of parameter, or with ClassVar if it is none"
        got = f"{name}: {annotation}"
        raise ParameterError(f"parameter {name}", rule, got, _declaration(name, value))


def _assigned(scene: type, declared: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield plain values nobody declared.

    Without this a misspelt parameter in a lesson file would be passed over in silence.
    """
    for base in scene.__mro__[:-1]:
        annotated = inspect.get_annotations(base)
        parents = base.__mro__[1:]
        for name, value in vars(base).items():
            if (
                name not in declared
                and name not in annotated
                and name.islower()
                and not name.startswith("_")
                and isinstance(value, (str, int, float, tuple, list, dict))
                and not any(hasattr(parent, name) for parent in parents)
            ):
                yield name, value


def _plainly_annotated(
    scene: type, declared: Mapping[str, Any]
) -> Iterator[tuple[str, str, object]]:
    """Yield numbers and functions that are annotated as plain values, and so no parameters."""
    for base in scene.__mro__[:-1]:
        if base.__module__.split(".")[0] in ("manim", "scenes"):
            continue
        for name, one in inspect.get_annotations(base, eval_str=True).items():
            is_public = name.islower() and not name.startswith("_") and name not in declared
            value = vars(base).get(name, 0)
            if (
                is_public
                and str(get_origin(one)) != str(ClassVar)
                and ({one, *get_args(one)} & _PLAIN or (one is str and _is_function(value)))
            ):
                yield name, getattr(one, "__name__", str(one)), value


def _is_function(value: object) -> bool:
    return isinstance(value, str) and _FUNCTION.match(value) is not None


def _declaration(name: str, value: object) -> str:
    kind = "Points" if isinstance(value, (tuple, list)) else "Number"
    kind = "FunctionParameter" if _is_function(value) else kind
    written = value if isinstance(value, (int, float, tuple)) else repr(value)
    *others, last = (one for one in _KINDS if one != kind)
    return f"{name}: {kind} = {written} (or {', '.join(others)} or {last}, from scenes.kit)"
