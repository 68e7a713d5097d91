"""Formulas that stand beside the numbers of a figure."""

from __future__ import annotations

from calculus.function import Function
from calculus.plain import plain, plain_name
from calculus.typst import typst_name

Formula = dict[str, str]
"""A formula for Typst, and as plain text."""


def name(text: str) -> Formula:
    """Return the formula that a name is."""
    return {"typst": typst_name(text), "plain": plain_name(text)}


def applied(function: str, inside: str, typst_inside: str = "") -> Formula:
    """Return the formula of a function's value: f(a)."""
    inner = typst_inside or typst_name(inside)
    between = " " if "_" in typst_name(function) else ""
    return {
        "typst": f"{typst_name(function)}{between}({inner})",
        "plain": f"{plain_name(function)}({plain_name(inside)})",
    }


def defined(function: Function) -> Formula:
    """Return the formula that says what a function is: f(a) = a²."""
    head = applied(function.name, function.variable)["plain"]
    return {"typst": function.typst, "plain": f"{head} = {plain(function.expression)}"}


def over(d: tuple[str, str], above: str, below: str) -> Formula:
    """Return the formula of a derivative, with a d or a ∂ for Typst and as plain text."""
    return {
        "typst": f"display(({d[0]} {typst_name(above)})/({d[0]} {typst_name(below)}))",
        "plain": f"{d[1]}{plain_name(above)}/{d[1]}{plain_name(below)}",
    }
