"""Controls for parameters, made from what their declarations say: a JSON Schema and a kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:  # what holds a control needs none of what a lesson needs
    from scenes.settings.parameters import ParameterInfo

Widget: TypeAlias = Literal["text", "function", "numbers", "slider", "choice", "colour", "inputs"]

_CHOICE = re.compile(r"\^\\s\*\(([\w|.-]+)\)\\s\*\$")
_STEPS = 100  # of a slider between two numbers


@dataclass(frozen=True)
class Control:
    """What somebody changes a parameter with.

    Attributes:
        name: The parameter.
        kind: What its value is, such as "function".
        value: What it is in the lesson, as text.
        inherited: What it is where the scene's class does not say.
        is_shared: Whether every scene has it.
        label: Its name in words.
        widget: What it looks like.
        help: What the parameter means.
        example: A value that works.
        options: The words of a choice.
        low: The lower end of a slider.
        high: Its upper end.
        step: How far it moves.
    """

    name: str
    kind: str
    value: str
    inherited: str
    is_shared: bool
    label: str
    widget: Widget
    help: str
    example: str
    options: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0


def control(info: ParameterInfo, inherited: str, is_shared: bool) -> Control:
    """Return the control of a parameter.

    Args:
        info: What is declared of it.
        inherited: What it is where the scene's class does not say.
        is_shared: Whether every scene has it.
    """
    widget, more = _widget(info.kind, info.schema)
    label = info.name.replace("_", " ").capitalize()
    return Control(
        info.name,
        info.kind,
        info.default,
        inherited,
        is_shared,
        label,
        widget,
        info.description,
        info.example,
        **more,
    )


def _widget(kind: str, schema: Mapping[str, Any]) -> tuple[Widget, dict[str, Any]]:
    if kind == "choice" and (found := _CHOICE.fullmatch(schema.get("pattern", ""))):
        return "choice", {"options": tuple(found[1].split("|"))}
    if kind in ("whole number", "number") and (ends := _ends(schema)):
        return "slider", ends
    known: dict[str, Widget] = {"colour": "colour", "numbers": "numbers", "inputs": "inputs"}
    is_formula = kind.startswith(("function", "formulas", "graph"))
    return known.get(kind, "function" if is_formula else "text"), {}


def _ends(schema: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the ends of a slider, if a schema bounds a number on both sides."""
    number = schema["anyOf"][0]
    low = number.get("minimum", number.get("exclusiveMinimum"))
    high = number.get("maximum", number.get("exclusiveMaximum"))
    if low is None or high is None:
        return None
    if number["type"] == "integer":
        return {"low": low, "high": high, "step": 1}
    step = (high - low) / _STEPS
    return {
        "low": low + step * ("exclusiveMinimum" in number),
        "high": high - step * ("exclusiveMaximum" in number),
        "step": step,
    }
