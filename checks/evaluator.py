"""A second way to a number: formulas evaluated without the computation layer.

What `calculus` says is compared with what this says, so the two share no code: formulas are
read by Python's own parser and computed with fractions, or with mpmath where those end.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from mpmath import MPContext

DIGITS = 80  # of an irrational value; a small nudge of a large number uses up to half of them
_DEEPEST_ROOT = 64  # that may be a fraction: of the numbers in lessons no other is
_LARGEST_POWER = 10_000
mp = MPContext()  # of our own: its precision is nobody else's business
mp.dps = DIGITS
mpf = mp.mpf
_NOISE = mpf(10) ** (-DIGITS // 2)
# Where what is left may be rounding; the last two tell even exp(-10000) beside 1.
_MORE_DIGITS = tuple(DIGITS * more for more in (2, 8, 55, 56))

Value: TypeAlias = Any  # a Fraction, or an mpf where no fraction will do
Environment: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Tree:
    """A formula: an operation with its operands, or a leaf.

    Attributes:
        kind: "number", "name", "call", or one of the operators + - * / ** and "minus".
        parts: The operands.
        text: Name of a name or a function.
        value: A number.
        radius: How far the true number may be from it, when its digits are rounded.
    """

    kind: str
    parts: tuple[Tree, ...] = ()
    text: str = ""
    value: Fraction = Fraction(0)
    radius: Fraction = Fraction(0)

    @cached_property
    def program(self) -> Callable[[Environment], Value]:
        """What works it out, given its variables."""
        return _program(self)


class UnknownError(Exception):
    """The formula holds something that has no value here."""


_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}


@lru_cache(maxsize=4096)
def parse(text: str) -> Tree:
    """Read a formula in Python's notation.

    Raises:
        UnknownError: It holds more than numbers, names, + - * / ** and functions.
    """
    try:
        body = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnknownError(f"cannot read {text!r}") from error
    return _tree(body, text.strip())


def _tree(node: ast.expr, text: str) -> Tree:
    match node:
        case ast.Constant(int() | float() as number) if number is not True:
            return Tree("number", value=Fraction(text[node.col_offset : node.end_col_offset]))
        case ast.Name(name):
            return Tree("name", text=name)
        case ast.UnaryOp(ast.USub(), operand):
            return Tree("minus", (_tree(operand, text),))
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
            kind = _OPERATORS[type(operator)]
            return Tree(kind, (_tree(left, text), _tree(right, text)))
        case ast.Call(ast.Name(name), [_, *_] as arguments, []):
            return Tree("call", tuple(_tree(argument, text) for argument in arguments), name)
        case _:
            raise UnknownError(f"{text!r} is no formula")


def value(formula: str | Tree, where: Environment | None = None) -> Value:
    """Return the value of a formula: a fraction where that is exact, else an mpf.

    Args:
        formula: The formula.
        where: Values of its variables; a function of one argument is called.

    Raises:
        UnknownError: A variable or function has no value.
        ArithmeticError: The value is not defined.

    Example:
        >>> value("(a + h)**2 - a**2", {"a": Fraction(2), "h": Fraction(1, 1000)})
        Fraction(4001, 1000000)
    """
    tree = parse(formula) if isinstance(formula, str) else formula
    return tree.program(where or {})


def settled(formula: str, where: Mapping[str, str]) -> Value:
    """Return the value of a formula, and 0 where all its digits come from rounding: cos(pi/2).

    Such a value shrinks with the precision of the computation; any other stays what it is, or
    comes to light: 1 - tanh(500).

    Args:
        formula: The formula.
        where: Its variables, as formulas without variables.

    Raises:
        UnknownError: A variable or function has no value.
        ArithmeticError: The value is not defined.
    """
    return settle(lambda: value(formula, {name: value(text) for name, text in where.items()}))


def settle(computed: Callable[[], Value]) -> Value:
    """Return what is computed, with as many digits as `settled` takes."""
    found = computed()
    if isinstance(found, Fraction) or abs(found) > _NOISE:
        return found
    for digits in _MORE_DIGITS:
        before = found
        with mp.workdps(digits):
            found = computed()
            if abs(found - before) < abs(found) * _NOISE:
                return found
    return Fraction(0) if found else found  # of what has vanished nobody can tell


def _program(tree: Tree) -> Callable[[Environment], Value]:
    """Return what works a formula out: it is asked thousands of times where curves are measured."""
    text, parts = tree.text, [part.program for part in tree.parts]
    match tree.kind:
        case "number":
            return lambda where: tree.value
        case "name":
            return lambda where: named(text, where, _CONSTANTS)
        case "call":
            return lambda where: called(text, [part(where) for part in parts], where)
        case "minus":
            return lambda where: -parts[0](where)
        case "**":
            return lambda where: _power(parts[0](where), parts[1](where))
    first, second = parts
    operation = ARITHMETIC[tree.kind]

    def work_out(where: Environment) -> Value:
        left, right = first(where), second(where)
        if not (isinstance(left, Fraction) and isinstance(right, Fraction)):
            left, right = real(left), real(right)
        return operation(left, right)

    return work_out


ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


def uses(formula: str | Tree, name: str) -> bool:
    """Whether a formula holds a name."""
    tree = parse(formula) if isinstance(formula, str) else formula
    return (tree.kind == "name" and tree.text == name) or any(
        uses(part, name) for part in tree.parts
    )


def real(number: Value) -> Any:
    """Return a value as an mpf."""
    if isinstance(number, mpf):
        return number
    if isinstance(number, Fraction):
        return mpf(number.numerator) / number.denominator
    return mpf(number)


_CONSTANTS = {"pi": mp.pi, "e": mp.e}


def named(name: str, where: Environment, constants: Mapping[str, Any]) -> Any:
    """Return the value of a variable, or else of a constant.

    Raises:
        UnknownError: There is none of this name.
    """
    if name in where and not callable(where[name]):
        return where[name]
    if name in constants:
        return +constants[name]  # with the digits of now
    raise UnknownError(name)


def _power(base: Value, exponent: Value) -> Value:
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        if abs(exponent.numerator) > _LARGEST_POWER:
            raise OverflowError("the exponent is too large")
        return base**exponent.numerator
    root = mp.power(real(base), real(exponent))
    if isinstance(root, mp.mpc):
        raise ArithmeticError("not a real number")
    return _as_fraction(root, base, exponent)


def _as_fraction(root: Any, base: Value, exponent: Value) -> Value:
    """Return a root as a fraction where it is one: the square root of 1/4."""
    if not isinstance(base, Fraction) or not isinstance(exponent, Fraction):
        return root
    if exponent.denominator <= _DEEPEST_ROOT and abs(exponent.numerator) <= _LARGEST_POWER:
        near = Fraction(str(mp.nstr(root, 40))).limit_denominator(10**12)
        if near > 0 and near**exponent.denominator == base**exponent.numerator:
            return near
    return root


_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "ln": mp.log,
    "log10": lambda x: mp.log(x, 10),
    "log2": lambda x: mp.log(x, 2),
    "exp": mp.exp,
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "arcsin": mp.asin,
    "arccos": mp.acos,
    "arctan": mp.atan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "softplus": lambda x: mp.log1p(mp.exp(x)),
    "sigma": lambda x: 1 / (1 + mp.exp(-x)),
    "erf": mp.erf,
}
"""What has to be worked out with mpmath."""

_EXACT: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "sign": lambda x: Fraction((x > 0) - (x < 0)),
    "step": lambda x: Fraction(1 + (x > 0) - (x < 0), 2),
    "relu": lambda x: x if x > 0 else Fraction(0),
    "max": max,
    "min": min,
    "floor": lambda x: _floor(x),
    "sqrt": lambda x: _power(x, Fraction(1, 2)),
    "cbrt": lambda x: -_power(-x, Fraction(1, 3)) if x < 0 else _power(x, Fraction(1, 3)),
}
"""What is a fraction where its arguments are."""

SPELLINGS = {
    "log": "ln",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "sigmoid": "sigma",
    "ReLU": "relu",
    "sgn": "sign",
    "Abs": "abs",
}
"""Other names of functions: an author's, Typst's and SymPy's."""

FUNCTIONS = frozenset([*_FUNCTIONS, *_EXACT, *SPELLINGS])


def _floor(x: Value) -> Value:
    """Return the whole number below; what is one but for its last digits counts as one."""
    if isinstance(x, Fraction):
        return Fraction(x.numerator // x.denominator)
    near = mp.nint(x)
    return Fraction(int(near if abs(x - near) < _NOISE * (1 + abs(x)) else mp.floor(x)))


def called(name: str, arguments: Sequence[Value], where: Environment) -> Value:
    """Return the value of a function, by any of its names.

    Raises:
        UnknownError: There is none of this name.
        ArithmeticError: It has no real value there.
    """
    if name in where and callable(where[name]):
        return where[name](*arguments)
    name = SPELLINGS.get(name, name)
    if name in _EXACT:
        same = all(isinstance(argument, Fraction) for argument in arguments)
        return _EXACT[name](*(arguments if same else map(real, arguments)))
    if name not in _FUNCTIONS:
        raise UnknownError(name)
    (argument,) = arguments
    exact = _tame(name, argument)
    if exact is not None:
        return exact
    result = _FUNCTIONS[name](real(argument))
    if isinstance(result, mp.mpc):
        raise ArithmeticError(f"{name} is not real there")
    return result


def _tame(name: str, argument: Value) -> Fraction | None:
    """Return the value where that of a fraction is one: ln(1), erf(0), log2(1/8)."""
    if not isinstance(argument, Fraction):
        return None
    if name in _BASES and argument > 0:
        power = int(mp.nint(mp.log(real(argument), _BASES[name])))
        return Fraction(power) if Fraction(_BASES[name]) ** power == argument else None
    if argument == _AT_ONE.get(name, 0):
        return Fraction(_TAME[name]) if name in _TAME else None
    return None


_BASES = {"log10": 10, "log2": 2}
_AT_ONE = {"ln": 1, "arccos": 1}
_TAME: dict[str, int | Fraction] = {
    **dict.fromkeys(("ln", "arccos", "sin", "tan", "arcsin", "arctan", "sinh", "tanh", "erf"), 0),
    **dict.fromkeys(("exp", "cos", "cosh"), 1),
    "sigma": Fraction(1, 2),
}


def slope(function: Callable[[Value], Value], at: Value) -> Value:
    """Return the slope of a function at a point, to fifty digits.

    Two symmetric differences are extrapolated, so that the error goes with the fourth power of
    the step (Richardson 1911). The step is small against the point, however large or small that
    is, and there are digits enough for what little a function changes over it.
    """
    x = real(at)
    step = mpf(10) ** (-DIGITS // 4) * (abs(x) or 1)
    for digits in _MORE_DIGITS[:-1]:
        with mp.workdps(digits):
            ends = [(real(function(x + h)), real(function(x - h))) for h in (step, step / 2)]
            wide, narrow = (there - here for there, here in ends)
            extrapolated = (8 * narrow - wide) / (6 * step)
            if abs(narrow) > abs(ends[1][0]) * mpf(10) ** (DIGITS - digits):
                break
    return +extrapolated
