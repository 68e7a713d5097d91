"""Whether code on screen is about the function it should be, and prints what is true of it.

The code is read by Python's own parser, and every formula in it is evaluated by `checks.evaluator`:
nothing here knows SymPy.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from fractions import Fraction
from functools import lru_cache
from typing import Any

from checks.evaluator import UnknownError, mpf, parse, real, settled, slope, uses, value
from checks.rules import Found, rule
from checks.view import Piece
from scenes.picture.meaning import Code, Formula

OUTPUT = rule(
    "code.output",
    "code is about the function that is told of, and prints its derivative or its slope",
    untrue=True,
)
_NAMES = {
    "log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "E": "e",
}  # fmt: skip
_PLACES = tuple(Fraction(n, 7) for n in (2, 5, 9, 17, 31, -4, -15))
_PRECISE, _ROUNDED = mpf(10) ** -12, mpf(10) ** -6
_TINY = Fraction(1, 10**20)  # a nudge that is nearly none
_SHOWN = re.compile(r'raw\("([^"]*)"\)')


def line(claim: Code, piece: Piece) -> Iterator[Found]:
    """Check a line of code, or what it prints."""
    shown = "".join(_SHOWN.findall(piece.mobject.source)).removeprefix(">>> ")
    if shown != (claim.code if claim.output is None else claim.output):
        yield OUTPUT, f"“{shown}” is shown, but {claim.output or claim.code} is meant"
    if claim.number is not None and claim.output is not None:
        yield from _runs(claim)
        return
    if claim.of is None:
        if claim.before is None and re.search(r"(?<!\w)\d", shown):
            yield OUTPUT, f"“{shown}” holds a number, but is about no function"
        return
    tree = ast.parse(claim.code).body[0]
    assert isinstance(tree, ast.Assign | ast.Expr)
    formulas, at = [*_formulas(tree.value)], _place(tree.value)
    for formula in formulas:
        if not _alike(_read(formula), claim.of):
            yield OUTPUT, f"“{claim.code}” is not about {claim.of.body}"
    if claim.output is not None:
        try:
            true = _is_printed(_read(claim.output), claim.of, at)
        except (UnknownError, ArithmeticError):
            true = False
        if not true:
            where = "" if at is None else f" where {claim.of.variable} is {at}"
            yield OUTPUT, f"“{claim.output}” is not the derivative of {claim.of.body}{where}"


def _runs(claim: Code) -> Iterator[Found]:
    """Run a line after those before it, and compare what it prints with what it should."""
    assert claim.output is not None
    assert claim.number is not None
    names: dict[str, ast.expr] = {}
    lines = (*(claim.before or ()), claim.code)
    for code in lines:
        tree = ast.parse(code).body[0]
        assert isinstance(tree, ast.Assign | ast.Expr)
        given = _Given(names).visit(tree.value)
        if isinstance(tree, ast.Assign):
            for left, right in zip(_parts(tree.targets[0]), _parts(given), strict=True):
                names[ast.unparse(left)] = right
    near = _ROUNDED if any("sp.N(" in line for line in lines) else _PRECISE
    try:
        true = real(settled(claim.number.expression, dict(claim.number.where)))
        gives, says = real(_run(given, {})), real(value(_read(claim.output)))
    except (UnknownError, ArithmeticError):
        yield OUTPUT, f"“{claim.code}” cannot be run here"
        return
    if max(abs(gives - true), abs(says - true)) > near * (1 + abs(true)):
        yield OUTPUT, f"“{claim.code}” prints {claim.output}, not {claim.number.expression}"


class _Given(ast.NodeTransformer):
    """Puts what has been given names in the place of these."""

    def __init__(self, names: Mapping[str, ast.expr]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._names.get(node.id, node)


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _run(node: ast.expr, where: Mapping[str, Any]) -> Any:
    """Evaluate code, in which symbols stand for numbers; derivatives and limits are measured."""
    found = dict(where)

    class Inner(ast.NodeTransformer):
        """Puts a name in the place of what no formula can say."""

        def visit_Call(self, call: ast.Call) -> ast.expr:
            match call:
                case ast.Call(ast.Attribute(ast.Name("sp"), "diff"), [of, ast.Name(x)]):
                    value_of = slope(lambda at: _run(of, {**where, x: at}), where[x])
                case ast.Call(ast.Attribute(ast.Name("sp"), "limit"), [of, ast.Name(h), _]):
                    sides = [real(_run(of, {**where, h: side * _TINY})) for side in (-1, 1)]
                    value_of = sum(sides) / 2
                case ast.Call(ast.Attribute(ast.Name("sp"), "N"), [number, _]) | ast.Call(
                    ast.Name("float"), [number]
                ):
                    value_of = _run(number, where)
                case ast.Call(ast.Attribute(of, "subs"), [ast.Name(x), put]):
                    value_of = _run(of, {**where, x: _run(put, where)})
                case _:
                    return self.generic_visit(call)  # type: ignore[return-value]
            name = f"x_{len(found)}"
            found[name] = value_of
            return ast.Name(name)

    return value(_read(ast.unparse(Inner().visit(deepcopy(node)))), found)


def _formulas(node: ast.expr) -> Iterator[str]:
    """Yield the formulas in a line: what is given a name, or differentiated."""
    match node:
        case ast.Call(ast.Attribute(ast.Name("sp"), "diff"), [first, _]):
            yield from () if isinstance(first, ast.Name) else (ast.unparse(first),)
        case ast.Call(ast.Attribute(asked, "subs"), [_, _]):
            yield from () if isinstance(asked, ast.Name) else _formulas(asked)
        case _:
            yield ast.unparse(node)


def _place(node: ast.expr) -> Any:
    """Return the number that is put in, if one is."""
    match node:
        case ast.Call(ast.Attribute(_, "subs"), [_, number]):
            return value(_read(ast.unparse(number)))
    return None


def _read(code: str) -> str:
    """Return a formula as the lessons write it."""
    code = re.sub(r"sp\.Rational\((\d+), (\d+)\)", r"(\1/\2)", code)
    code = code.replace("sp.Integer", "").replace("sp.", "")
    return re.sub(r"[A-Za-z_]\w*", lambda name: _NAMES.get(name[0], name[0]), code)


@lru_cache(maxsize=512)
def _alike(formula: str, of: Formula) -> bool:
    """Whether a formula is a function, whatever its variable is called there."""
    found = [
        abs(real(_at(formula, of, place)) - real(value(of.body, {of.variable: place})))
        for place in _PLACES
        if _is_defined(of, place)
    ]
    return bool(found) and all(off < _PRECISE for off in found)


@lru_cache(maxsize=512)
def _is_printed(output: str, of: Formula, at: Any) -> bool:
    """Whether an output is the derivative, at a place if one is given."""

    def true(place: Any) -> Any:
        return slope(lambda x: value(of.body, {of.variable: x}), place)

    places = [place for place in _PLACES if _is_defined(of, place)] if at is None else [at]
    off = [abs(real(_at(output, of, place)) - real(true(place))) for place in places]
    return bool(off) and all(one < _PRECISE * (1 + abs(real(true(places[0])))) for one in off)


def _at(formula: str, of: Formula, place: Any) -> Any:
    """Evaluate a formula of one variable, which may have another name in it."""
    names = {name for name in re.findall(r"[A-Za-z_]\w*", formula) if uses(parse(formula), name)}
    (name,) = names - {"e", "pi"} or {of.variable}
    return value(formula, {name: place})


def _is_defined(of: Formula, place: Fraction) -> bool:
    try:
        value(of.body, {of.variable: place})
    except (UnknownError, ArithmeticError):
        return False
    return True
