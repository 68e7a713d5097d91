"""Definitions such as "f(a) = a**2": a head, an equals sign and a formula."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calculus.calls import UncertainError
from calculus.errors import ExpressionError
from calculus.expression import Expression, variables
from calculus.functions import SYNONYMS
from calculus.grammar import check_name, parse_expression
from calculus.limits import WRITTEN
from calculus.repair import repaired
from calculus.slips import tidy_name

_EXAMPLE = "a name, its variable and a formula, such as f(a) = a**2"
_HEAD = re.compile(r"\s*([^\s(),=]+)\s*\(\s*([^\s(),=]+(?:\s*,\s*[^\s(),=]+)*)\s*\)\s*")


def read_definition(text: str, thing: str) -> tuple[str, tuple[str, ...], Expression]:
    """The name, the variables and the body of a definition.

    Args:
        text: for instance "f(a) = a**2" or "J(w, b) = w**2 + b**2".
        thing: what an error calls it.

    Raises:
        ExpressionError: for anything else.

    >>> name, names, body = read_definition("J(w, b) = w**2 + e*b", "cost")
    >>> name, names
    ('J', ('w', 'b'))
    """
    head, equals, body = text.partition("=")
    named = _HEAD.fullmatch(head)
    if not equals or named is None:
        rule = "has a name, a variable in parentheses, and an equals sign"
        raise ExpressionError(thing, rule, text, _completed(text))
    name, inside = named.groups()
    names = tuple(part.strip() for part in inside.split(","))
    for each in (name, *names):
        try:
            check_name(each, thing=thing)
        except ExpressionError as error:
            remedy = _renamed(name, names, body) or error.remedy
            raise ExpressionError(thing, error.rule, each, remedy) from None
    if len({name, *names}) <= len(names):
        remedy = "another name for one of them"
        raise ExpressionError(thing, "has a different name for each", text, remedy)
    head = f"{name}({', '.join(names)}) = "
    try:
        expression = parse_expression(body, thing=thing, names=names, head=head)
    except ExpressionError as error:
        if error.remedy.startswith(head):
            read_definition(error.remedy, thing)  # or it uses other names: that is told first
        raise
    others = [used for used in variables(expression) if used not in names]
    if others:
        rule = f"uses {'one variable' if len(names) == 1 else 'its variables'}, {', '.join(names)}"
        raise ExpressionError(thing, rule, text, _without(body, others, names, head))
    return name, names, expression


def _renamed(name: str, names: Sequence[str], body: str) -> str:
    """The definition with names that it may have, and its body repaired; empty if there is none."""
    if len(body) > WRITTEN.length:
        return ""
    tidy = [tidy_name(each) for each in names]
    for old, new in zip(names, tidy, strict=True):
        body = re.sub(rf"\b{re.escape(old)}\b", new, body)
    try:
        text = f"{tidy_name(name)}({', '.join(tidy)}) = {repaired(body).text}"
        read_definition(text, "")
    except (ExpressionError, UncertainError):
        return ""
    return text


def _completed(text: str) -> str:
    """A definition of a formula in one variable, perhaps after `y = `; an example if it is none."""
    if len(text) > WRITTEN.length:
        return _EXAMPLE
    try:
        formula = repaired(text).text
        (variable,) = variables(parse_expression(formula))
    except (ExpressionError, UncertainError, ValueError):
        return _EXAMPLE
    head = text.partition("=")[0].strip() if "=" in text else ""
    names = [tidy_name(head)] if head.isidentifier() else []
    name = next(name for name in (*names, "f", "g") if name != variable)
    return f"{name}({variable}) = {formula}"


def _without(body: str, others: Sequence[str], names: Sequence[str], head: str) -> str:
    """The body with names taken apart that are products or calls of variables: xy, sinx."""
    form = re.compile(rf"({'|'.join(SYNONYMS)}|)((?:{'|'.join(names)}|pi)+)")
    for other in others:
        apart = form.fullmatch(other)
        if apart is None:
            return f"a number for {other}"
        factors = "*".join(re.findall("|".join([*names, "pi"]), apart[2]))
        instead = f"{apart[1]}({factors})" if apart[1] else f"({factors})"
        body = re.sub(rf"\b{other}\b", instead, body)
    return head + body.strip()
