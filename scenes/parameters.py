"""A scene's parameters: declared once, as annotations, and parsed before anything is drawn.

A story annotates public class attributes with the types below and gives them defaults; a
lesson restates the ones it changes; the command line has the last word::

    class NudgeScene(LessonScene):
        function: FunctionParameter = "f(a) = 3*a"
        points: Annotated[Points, "where the nudges happen"] = (2, 5)

Values are what an author may write: a number, some text, a tuple of them. Numbers stay
exact: 0.1 is one tenth and "1/3" a third. What `resolve` returns is parsed: functions,
SymPy numbers, graphs. A string in the annotation says what the parameter means to a scene.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, create_model

from calculus.errors import ParameterError
from calculus.grammar import NumberLike
from scenes import kinds
from scenes.kinds import Kind
from scenes.names import unknown

FunctionParameter = Annotated[kinds.FunctionLike, kinds.FUNCTION]
GraphParameter = Annotated[kinds.GraphLike, kinds.GRAPH]
Number = Annotated[NumberLike, kinds.NUMBER]
Points = Annotated[kinds.NumbersLike, kinds.POINTS]
Nudge = Annotated[NumberLike, kinds.NUDGE]
Nudges = Annotated[kinds.NumbersLike, kinds.NUDGES]
LearningRate = Annotated[NumberLike, kinds.LEARNING_RATE]
LearningRates = Annotated[kinds.NumbersLike, kinds.LEARNING_RATES]
Steps = Annotated[int | str, kinds.STEPS]
Inputs = Annotated[kinds.InputsLike, kinds.INPUTS]


@dataclass(frozen=True)
class ParameterInfo:
    """What there is to know about a parameter of a scene.

    Attributes:
        name: The class attribute.
        kind: What it is, in a word or two: ``function``, ``numbers``.
        default: The value it has unless something else is given, as text.
        description: What it means.
        example: Text that works.
    """

    name: str
    kind: str
    default: str
    description: str
    example: str


def resolve(scene: type, overrides: Mapping[str, object] | None = None) -> BaseModel:
    """Parse a scene's parameters.

    Args:
        scene: The scene class; its attributes are the defaults.
        overrides: Values that replace the defaults, as text or as Python values.

    Returns:
        A frozen model with one parsed value for each parameter.

    Raises:
        ParameterError: A parameter nobody declared, or a value that cannot be used.
        LessonError: What the calculus says about a function or a graph.
    """
    overrides = overrides or {}
    declared = dict(_declared(scene))
    for name in (*_assigned(scene), *overrides):
        if name not in declared:
            raise unknown(ParameterError, "parameter", name, declared)
    for name, hint in declared.items():
        if name not in overrides and not hasattr(scene, name):
            example = f"{name}={_kind(hint).example}"
            raise ParameterError(name, "needs a value", "nothing", example)
    return model(scene).model_validate(dict(overrides))


def model(scene: type) -> type[BaseModel]:
    """Return the pydantic model of a scene's parameters; it also knows their JSON schema."""
    fields: dict[str, Any] = {
        # An attribute that is nowhere set is a required field.
        name: (hint, getattr(scene, name, ...))
        for name, hint in _declared(scene)
    }
    return create_model(
        f"{scene.__name__}Parameters",
        __config__=ConfigDict(frozen=True, extra="forbid", validate_default=True),
        **fields,
    )


def names(scene: type) -> tuple[str, ...]:
    """Return the names of a scene's parameters, in the order in which they are declared."""
    return tuple(dict(_declared(scene)))


def describe(scene: type) -> tuple[ParameterInfo, ...]:
    """Describe a scene's parameters, in the order in which they are declared."""
    declared = dict(_declared(scene))
    defaults = dump(resolve(scene))
    return tuple(
        ParameterInfo(
            name=name,
            kind=(kind := _kind(hint)).name,
            default=defaults[name],
            description=next((part for part in _extras(hint) if isinstance(part, str)), kind.means),
            example=kind.example,
        )
        for name, hint in declared.items()
    )


def dump(given: BaseModel) -> dict[str, str]:
    """Return resolved parameters as text: exact, and `resolve` reads it again."""
    return given.model_dump()


def _declared(scene: type) -> Iterator[tuple[str, Any]]:
    """Yield name and annotation of every parameter, those of base classes first."""
    for base in reversed(scene.__mro__):
        if base.__module__.split(".")[0] == "manim":
            continue
        for name, hint in inspect.get_annotations(base, eval_str=True).items():
            if any(isinstance(part, Kind) for part in _extras(hint)):
                yield name, hint


def _assigned(scene: type) -> Iterator[str]:
    """Yield attributes of a lesson that look like parameters: plain values nobody declared.

    Without this a misspelt parameter in a lesson file would be passed over in silence.
    """
    declared = dict(_declared(scene))
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
                yield name


def _kind(hint: Any) -> Kind:
    return next(part for part in _extras(hint) if isinstance(part, Kind))


def _extras(hint: Any) -> tuple[Any, ...]:
    """Return what an annotation says beyond the type, the outermost first."""
    return tuple(reversed(get_args(hint)[1:])) if get_origin(hint) is Annotated else ()
