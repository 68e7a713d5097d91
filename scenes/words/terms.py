"""The names that stories use in sentences and formulas."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from calculus.expression import Expression, Name, Negate, Number, substitute, walk
from calculus.function import Function
from calculus.plain import plain, plain_name
from calculus.shown import Shown
from calculus.spoken import spoken
from calculus.surface import Surface
from calculus.typst import typst, typst_name
from calculus.vocabulary import Vocabulary
from scenes.words.wording import Term


def name(text: str) -> Term:
    """Return a variable or function name."""
    return Term(plain_name(text), typst_name(text), lambda words: words.name(text))


NUDGES = {
    "delta": "Δ and the name of the input",
    "epsilon": "ε",
    "h": "h",
}


def nudge(text: str, style: str) -> Term:
    """Return the name of a nudge of a variable, in one of the styles of `NUDGES`."""
    if style == "delta":
        return change(text)
    return name(style)


def change(text: str) -> Term:
    """Return the change of a variable or value: Δa."""
    return Term(
        f"Δ{plain_name(text)}",
        f"Delta {typst_name(text)}",
        lambda words: words.change.format(words.name(text)),
    )


def definition(function: Function) -> Term:
    """Return a whole definition: f(a) = a²."""
    variable = function.variable
    head = f"{plain_name(function.name)}({plain_name(variable)})"
    return Term(f"{head} = {plain(function.expression)}", function.typst, function.said)


def surface(of: Surface) -> Term:
    """Return a whole definition of a function of two variables: J(w, b) = w² + b²."""
    head, inside, (one, other) = name(of.name), formula(of.expression), map(name, of.variables)

    def said(words: Vocabulary) -> str:
        both = words.listed([one.said(words), other.said(words)])
        return f"{words.of.format(head.said(words), both)} {words.equals} {inside.said(words)}"

    return Term(
        f"{head.text}({one.text}, {other.text}) = {inside.text}",
        f"{head.typst}({one.typst}, {other.typst}) = {inside.typst}",
        said,
    )


def body(function: Function) -> Term:
    """Return the right side of a definition: a²."""
    return formula(function.expression)


def applied(function: Function) -> Term:
    """Return a function of its variable: f(a)."""
    f, a = name(function.name), name(function.variable)
    return Term(
        f"{f.text}({a.text})",
        f"{f.typst}({a.typst})",
        lambda words: words.of.format(f.said(words), a.said(words)),
    )


def on_axes(function: Function) -> tuple[str, str, str]:
    """Return the names of the axes of a graph, Typst markup: x, and f(x) = x² or just f(x)."""
    names = name(function.variable).typst, function.typst, applied(function).typst
    across, whole, short = (f"$display({one})$" for one in names)
    return across, whole, short


def formula(expression: Expression) -> Term:
    """Return an expression as it is written."""
    return Term(plain(expression), typst(expression), lambda words: spoken(expression, words))


def equation(left: str, expression: Expression) -> Term:
    """Return an equation with a name on the left: u = bc."""
    head, body = name(left), formula(expression)
    return Term(
        f"{head.text} = {body.text}",
        f"{head.typst} = {body.typst}",
        lambda words: f"{head.said(words)} {words.equals} {body.said(words)}",
    )


def sign(text: str) -> Term:
    """Return a sign of a formula, which nobody says."""
    return Term(text, text, lambda words: "", same=False)


def nearly(value: Shown) -> Term:
    """Return the ≈ that comes after the := of a formula where a factor is rounded."""
    return sign("" if value.exact else "thick approx")


def factor(value: Shown) -> Term:
    """Return a number as a factor or summand: in parentheses when it is negative.

    A rounded number comes without its ≈: the sign belongs to the relation of the formula.
    """
    source = f"({value.typst})" if value.typst.startswith("-") else value.typst
    return Term(value.text, source, value.said, (value,), same=False)


def calculation(expression: Expression, values: Mapping[str, Shown]) -> Term:
    """Return an expression with numbers, as they are shown, in place of its names.

    The rounded ones come without their ≈, as in `factor`.
    """
    names = [part.name for part in walk(expression) if isinstance(part, Name)]
    written = formula(substitute(expression, {name: _digits(values[name]) for name in names}))
    return replace(written, numbers=tuple(values[name] for name in names))


def _digits(value: Shown) -> Expression:
    number = Number(abs(value.digits), value.text.lstrip("−"))
    return Negate(number) if value.text.startswith("−") else number


def distance(name: Term, place: Term, is_left: bool) -> Term:
    """Return how far it is from a place to a name: w − m, or w + m from the place at −m.

    Args:
        name: The name.
        place: The size of the place.
        is_left: Whether the place is at the left of 0.
    """
    sign, plain = ("+", "+") if is_left else ("−", "-")

    def said(words: Vocabulary) -> str:
        pattern = words.sum if is_left else words.difference
        return pattern.format(name.said(words), place.said(words))

    return Term(
        f"{name.text} {sign} {place.text}",
        f"{name.typst} {plain} {place.typst}",
        said,
        name.numbers + place.numbers,
    )


def grouped(term: Term) -> Term:
    """Return a sum or difference in parentheses; a name needs none."""
    return bracketed(term) if re.search(r"[-+−]", term.text) else term


def bracketed(term: Term) -> Term:
    """Return a formula in parentheses, which are not said."""
    return replace(term, text=f"({term.text})", typst=f"({term.typst})")


def in_line(term: Term) -> Term:
    """Return a formula without stacked fractions."""
    return replace(term, typst=term.typst.replace("/", r" \/ "))


def over(numerator: Term, denominator: Term) -> Term:
    """Return a fraction in one line: Δf/Δa."""
    return Term(
        f"{numerator.text}/{denominator.text}",
        rf"{numerator.typst}\/{denominator.typst}",
        lambda words: words.quotient.format(numerator.said(words), denominator.said(words)),
    )


STRAIGHT, CURLY = "upright(d)", "partial"  # whatever the lessons write otherwise


def derivative(of: Term, by: Term, d: str = "dd") -> Term:
    """Return the name of a derivative in one line: dJ/dw; ∂J/∂w with `CURLY` for its d."""
    letter = "∂" if d == CURLY else "d"
    return Term(
        f"{letter}{of.text}/{letter}{by.text}",
        rf"{d} {of.typst}\/{d} {by.typst}",
        lambda words: words.derivative.format(of.said(words), by.said(words)),
        same=d != STRAIGHT,  # a plain d may be read as ∂, whatever captions say
    )


def printed(text: str, value: Expression) -> Term:
    """Return a formula as a program prints it: 2*w; it is said as mathematics."""
    return Term(text, f'#raw("{text}")', lambda words: spoken(value, words))


def code(text: str) -> Term:
    """Return a name as it is written in a program: dv."""
    return Term(text, f'#raw("{text}")', lambda words: " ".join(text))
