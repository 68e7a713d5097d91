"""A scene's parameters: declared once, as annotations, and parsed before anything is drawn.

A story annotates public class attributes with the types below and gives them defaults; a
lesson restates the ones it changes; the command line has the last word::

    class NudgeScene(LessonScene[NudgeFacts]):
        function: FunctionParameter = "f(a) = 3*a"
        points: Annotated[Points, "where the nudges happen"] = (2, 5)

Values are what an author may write: a number, some text, a tuple of them. Numbers stay
exact: 0.1 is one tenth and "1/3" a third. What `resolve` returns is parsed: functions,
SymPy numbers, graphs. A string in the annotation says what the parameter means to a scene.

Other kinds are made where they are needed. There is none for yes and no: a switch is a choice
of two words, which say what each means::

        laps: Annotated[int | str, whole_number(1, 12, "times it is told", "3")] = 1
        notation: Annotated[str, choice("d", "partial", means="how a derivative is written")] = "d"
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ConfigDict, create_model

from calculus.errors import ParameterError
from calculus.grammar import NumberLike
from calculus.names import unknown
from calculus.shown import MOST_PLACES
from scenes.settings import choices, kinds, wording
from scenes.settings.kind import Kind
from scenes.settings.schemas import Schema
from scenes.settings.undeclared import require_declared
from scenes.words.language import SEPARATORS, codes
from scenes.words.terms import NUDGES

BACKGROUNDS = "solid", "transparent"

FunctionParameter = Annotated[kinds.FunctionLike, kinds.FUNCTION]
SurfaceParameter = Annotated[kinds.SurfaceLike, kinds.SURFACE]
SeveralParameter = Annotated[kinds.SeveralLike, kinds.SEVERAL]
Formulas = Annotated[kinds.FormulasLike, kinds.FORMULAS]
Called = Annotated[str, kinds.NAME]
Names = Annotated[str | Sequence[str], kinds.NAMES]
GraphParameter = Annotated[kinds.GraphLike, kinds.GRAPH]
Number = Annotated[NumberLike, kinds.NUMBER]
Points = Annotated[kinds.NumbersLike, kinds.POINTS]
Nudge = Annotated[NumberLike, kinds.NUDGE]
Nudges = Annotated[kinds.NumbersLike, kinds.NUDGES]
LearningRate = Annotated[NumberLike, kinds.LEARNING_RATE]
OtherRate = Annotated[NumberLike | None, kinds.or_nothing(kinds.LEARNING_RATE)]
LearningRates = Annotated[kinds.NumbersLike, kinds.LEARNING_RATES]
Momentum = Annotated[NumberLike, kinds.MOMENTUM]
Steps = Annotated[int | str, kinds.STEPS]
Inputs = Annotated[kinds.InputsLike, kinds.INPUTS]
NudgeName = Annotated[str, choices.choice(*NUDGES, means="how the nudge is written")]
Notation = Annotated[str, choices.choice("d", "partial", means="d or ∂ in derivatives")]
LanguageCode = Annotated[str, choices.choice(*codes(), means="what it is told in", example="fr")]
DecimalSeparator = Annotated[
    str, choices.choice(*SEPARATORS, means="before decimals; auto is what the language has")
]
TextFont = Annotated[str, choices.font("the typeface of words", "Libertinus Serif")]
MathFont = Annotated[str, choices.font("the typeface of formulas", "New Computer Modern Math")]
Background = Annotated[
    str,
    choices.choice(
        *BACKGROUNDS, means="what lies behind; transparent makes a MOV for other pictures"
    ),
]
Places = Annotated[
    int | str,
    kinds.whole_number(
        1,
        MOST_PLACES,
        "decimals at most, but small numbers keep two digits or more; ≈ marks rounded ones",
        "3",
    ),
]
Author = Annotated[str, choices.line("who made it; told in what is published", "Ada Lovelace")]
Licence = Annotated[str, choices.line("what others may do with it", "CC BY 4.0")]
Colour = Annotated[str, choices.COLOUR]
Colours = Annotated[choices.ColoursLike, choices.COLOURS]
OwnWords = Annotated[wording.OwnWordsLike, wording.OWN_WORDS]

ADDED = "wording"
"""The parameter whose values add up: those of a lesson's parents, its own, those of a file."""


class Parameters(BaseModel):
    """A scene's parameters, parsed: each is an attribute, and none can be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    if TYPE_CHECKING:  # which there are is known when a scene's class is

        def __getattr__(self, name: str) -> Any: ...


@dataclass(frozen=True)
class ParameterInfo:
    """What there is to know about a parameter of a scene.

    Attributes:
        name: The class attribute.
        kind: What it is, in a word or two: ``function``, ``numbers``.
        default: The value it has unless something else is given, as text.
        description: What it means, and within which limits.
        example: Text that works.
        schema: What may stand for it in a file, as JSON Schema.
    """

    name: str
    kind: str
    default: str
    description: str
    example: str
    schema: Schema


def resolve(scene: type, overrides: Mapping[str, object] | None = None) -> Parameters:
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
    require_declared(scene, declared)
    for name in overrides:
        if name not in declared:
            raise unknown(ParameterError, "parameter", name, declared)
    for name, hint in declared.items():
        if name not in overrides and not hasattr(scene, name):
            example = f"{name}={_kind(hint).example}"
            raise ParameterError(name, "needs a value", "nothing", example)
    given = dict(overrides)
    if ADDED in declared:
        said = [vars(base)[ADDED] for base in reversed(scene.__mro__) if ADDED in vars(base)]
        given[ADDED] = [*said, given.get(ADDED, {})]
    return _model(scene).model_validate(given)


def _model(scene: type) -> type[Parameters]:
    fields: dict[str, Any] = {
        # An attribute that is nowhere set is a required field.
        name: (hint, getattr(scene, name, ...))
        for name, hint in _declared(scene)
    }
    return create_model(f"{scene.__name__}Parameters", __base__=Parameters, **fields)


def names(scene: type) -> tuple[str, ...]:
    """Return the names of a scene's parameters, in the order in which they are declared."""
    return tuple(dict(_declared(scene)))


def require_free(scene: type, base: type, taken: Iterable[str]) -> None:
    """Make sure that no parameter is called like something else that a scene has.

    Args:
        scene: The scene class.
        base: Whose parameters need not be looked at.
        taken: The names of what scenes have.

    Raises:
        ParameterError: One is.
    """
    for name in dict.fromkeys(names(scene)).keys() - names(base) & set(taken):
        rule = "is a name that every scene has for something else"
        raise ParameterError(f"parameter {name}", rule, name, f"{name}_given, or another name")


def declares(scene: type) -> bool:
    """Say whether a class declares parameters of its own, and does not only set inherited ones."""
    return bool(_own(scene))


def only_sets(scene: type) -> bool:
    """Say whether a lesson sets parameters of a story and has no code of its own."""
    declared = names(scene)
    return all(
        name in declared or name.startswith("__")
        for base in scene.__mro__
        if not base.__module__.startswith(("scenes.", "manim.", "typing"))
        for name in vars(base)
    )


def describe(scene: type) -> tuple[ParameterInfo, ...]:
    """Describe a scene's parameters, in the order in which they are declared."""
    defaults = dump(resolve(scene))
    declared = dict(_declared(scene))
    return tuple(_info(name, hint, defaults) for name, hint in declared.items())


def _info(name: str, hint: Any, defaults: Mapping[str, str]) -> ParameterInfo:
    kind = _kind(hint)
    means = next((part for part in _extras(hint) if isinstance(part, str)), kind.means)
    return ParameterInfo(
        name=name,
        kind=kind.name,
        default=defaults[name],
        description=f"{means} ({kind.limits})" if kind.limits else means,
        example=kind.example_in(defaults),
        schema=kind.schema,
    )


def dump(given: Parameters) -> dict[str, str]:
    """Return resolved parameters as text: exact, and `resolve` reads it again."""
    return given.model_dump()


def _declared(scene: type) -> Iterator[tuple[str, Any]]:
    """Yield name and annotation of every parameter, those of base classes first."""
    for base in reversed(scene.__mro__):
        if base.__module__.split(".")[0] == "manim":
            continue
        yield from _own(base)


@lru_cache(maxsize=1024)
def _own(base: type) -> tuple[tuple[str, Any], ...]:
    """Return name and annotation of the parameters that a class itself declares."""
    return tuple(
        (name, hint)
        for name, hint in inspect.get_annotations(base, eval_str=True).items()
        if any(isinstance(part, Kind) for part in _extras(hint))
    )


def _kind(hint: Any) -> Kind:
    return next(part for part in _extras(hint) if isinstance(part, Kind))


def _extras(hint: Any) -> tuple[Any, ...]:
    """Return what an annotation says beyond the type, the outermost first."""
    return tuple(reversed(get_args(hint)[1:])) if get_origin(hint) is Annotated else ()
