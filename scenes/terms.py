"""The names that stories use in sentences and formulas."""

from __future__ import annotations

from calculus.function import Function
from calculus.plain import plain, plain_name
from calculus.spoken import spoken_name
from calculus.typst import typst_name
from scenes.wording import Term


def name(text: str) -> Term:
    """Return a variable or function name."""
    return Term(plain_name(text), typst_name(text), spoken_name(text))


def change(text: str) -> Term:
    """Return the change of a variable or value: Δa."""
    return Term(f"Δ{plain_name(text)}", f"Delta {typst_name(text)}", f"delta {spoken_name(text)}")


def definition(function: Function) -> Term:
    """Return a whole definition: f(a) = a²."""
    variable = function.variable
    head = f"{plain_name(function.name)}({plain_name(variable)})"
    return Term(f"{head} = {plain(function.expression)}", function.typst, function.speech)


def body(function: Function) -> Term:
    """Return the right side of a definition: a²."""
    return Term(plain(function.expression), function.body_typst, function.body_speech)


def applied(function: Function) -> Term:
    """Return a function of its variable: f(a)."""
    f, a = name(function.name), name(function.variable)
    return Term(f"{f.text}({a.text})", f"{f.typst}({a.typst})", f"{f.speech} of {a.speech}")
