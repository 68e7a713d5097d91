"""Reads the formulas on screen: Typst mathematics as chains of sides and relations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from checks.evaluator import FUNCTIONS, Tree, UnknownError, Value, value

NUMBER = r"\d+(?:\.\d+)?"
ROUNDED = "~"  # stands behind the digits of a rounded number, before a formula is read
_MACRO = re.compile(r"\bc(?:function|input|output|slope|value|gradient|neutral|text)\(")
_TOKEN = re.compile(
    rf'{NUMBER}{ROUNDED}?|"[^"]*"|#raw\("[^"]*"\)|[A-Za-z]+\'*|∂\w+/∂\w+|:=|->|\\/|\S'
)
_NAME = r"([A-Za-z]\w*(?:_\([^)]*\))?)"
_DERIVATIVES = [
    re.compile(rf"\(dif {_NAME}\)\s*/\s*\(dif {_NAME}\)"),
    re.compile(rf"dif {_NAME}\s*\\?/\s*dif {_NAME}"),
]
_RELATIONS = {"=": "=", "approx": "≈", "≈": "≈", "->": "→", ":=": "≔", "<": "<", ">": ">"}
_APART = {"quad", ",", ";", ":"}
_SILENT = {"thin", "med", "thick"}


@dataclass(frozen=True)
class Side:
    """One side of an equation.

    Attributes:
        text: Its Typst source, tidied.
        tree: What it says; None when it cannot be read.
        by: The variable it is differentiated by, where it is a derivative.
    """

    text: str
    tree: Tree | None
    by: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is one number, perhaps negative or with a power of ten."""
        return (
            re.fullmatch(rf"[-+]? ?{NUMBER}( times 10 \^ \( [-+]? ?\d+ \))?", self.text) is not None
        )


@dataclass(frozen=True)
class Chain:
    """Sides joined by relations: a = b ≈ c.

    Attributes:
        sides: The sides.
        relations: What stands between them, one less.
    """

    sides: tuple[Side, ...]
    relations: tuple[str, ...]


def mathematics(source: str) -> list[str]:
    """Return the formulas of Typst markup: what stands between dollar signs.

    Example:
        >>> mathematics("The slope of $f(a)$ and $3$")
        ['f(a)', '3']
    """
    found = re.findall(r"\$([^$]*)\$", source)
    return [re.sub(r"^display\((.*)\)$", r"\1", formula, flags=re.S) for formula in found]


def words(source: str) -> str:
    """Return what stands outside the formulas."""
    return re.sub(r"\$[^$]*\$", " ", source)


def chains(formula: str, functions: frozenset[str] = frozenset()) -> list[Chain]:
    """Read a formula.

    Args:
        formula: Typst mathematics, with `ROUNDED` behind digits that are rounded.
        functions: Names that are functions here.
    """
    tokens = _TOKEN.findall(_prepared(formula))
    found = []
    for statement in _split(tokens, _APART):
        relations = [_RELATIONS[t] for t in _at_top(statement) if t in _RELATIONS]
        sides = [_side(part, functions) for part in _split(statement, set(_RELATIONS))]
        if len(sides) == len(relations) + 1:
            found.append(Chain(tuple(sides), tuple(relations)))
    return found


def constant(text: str) -> Value | None:
    r"""Return the value of a number that is written as a formula; None where it is none.

    Args:
        text: As it is shown, or its Typst source.

    Example:
        >>> constant("−3/4"), constant(r"-3\/4"), constant("n/4")
        (Fraction(-3, 4), Fraction(-3, 4), None)
    """
    source = re.sub(r"√(\w+|\([^)]*\))", r"sqrt(\1)", text).replace("π", " pi ").replace("−", "-")
    try:
        tree = _Parser(_TOKEN.findall(source), frozenset()).parse()
        return value(tree)
    except (UnknownError, ArithmeticError):
        return None


def _prepared(formula: str) -> str:
    """Take the colours out, and give derivatives a name of their own."""
    formula = re.sub(r"\bpartial\b|upright\(d\)", "dif", uncoloured(formula))
    formula = re.sub(r"(?<=\d)(?:\\,|\",\"|,)(?=\d)", ".", formula)  # a decimal comma
    for pattern in _DERIVATIVES:
        formula = pattern.sub(lambda m: f" ∂{_bare(m[1])}/∂{_bare(m[2])} ", formula)
    return formula


def uncoloured(formula: str) -> str:
    """Take the colours out; a coloured part of a fraction or a power stays together."""
    while macro := _MACRO.search(formula):
        end = closing(formula, macro.end() - 1)
        before, after = formula[: macro.start()], formula[end + 1 :]
        inner = formula[macro.end() : end]
        held = after.lstrip()[:1] in ("/", "^") or before.rstrip()[-1:] in ("/", "^")
        held = held and re.fullmatch(rf"\s*({NUMBER}|\w)\s*", inner) is None
        formula = before + (f"({inner})" if held else f" {inner} ") + after
    return formula


def _bare(name: str) -> str:
    return re.sub(r"[_()]", "", name)


def closing(text: str, opening: int) -> int:
    """Return where the parenthesis closes that opens at a place; the end where it doesn't."""
    depth = 0
    for place in range(opening, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    return len(text)


def _at_top(tokens: list[str]) -> list[str]:
    """Return the tokens that stand in no parentheses."""
    top, depth = [], 0
    for token in tokens:
        depth -= token == ")"
        if depth == 0 and token not in "()":
            top.append(token)
        depth += token == "("
    return top


def _split(tokens: list[str], signs: set[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token == "(") - (token == ")")
        if depth == 0 and token in signs:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _side(tokens: list[str], functions: frozenset[str]) -> Side:
    text = " ".join(tokens).replace(ROUNDED, "")
    by = None
    if tokens[:5] == ["(", "dif", ")", "/", "("] and tokens[5:6] == ["dif"]:
        by, tokens = tokens[6], tokens[8:]
    try:
        return Side(text, _Parser(tokens, functions).parse(), by)
    except UnknownError:
        return Side(text, None, by)


def _number(token: str) -> Tree:
    """Return digits as they are; rounded ones may be off by half of the last one."""
    digits = token.removesuffix(ROUNDED)
    half = Fraction(1, 2 * 10 ** len(digits.partition(".")[2]))
    return Tree("number", value=Fraction(digits), radius=half if digits != token else Fraction(0))


class _Parser:
    """One side on its way to a tree."""

    def __init__(self, tokens: list[str], functions: frozenset[str]) -> None:
        self._tokens = [token for token in tokens if token not in _SILENT]
        self._functions = functions | FUNCTIONS | {"root"}

    def parse(self) -> Tree:
        tree = self._sum()
        if self._tokens:
            raise UnknownError(self._tokens[0])
        return tree

    def _next(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def _take(self, expected: str | None = None) -> str:
        if not self._tokens or (expected and self._tokens[0] != expected):
            raise UnknownError(expected or "nothing")
        return self._tokens.pop(0)

    def _sum(self) -> Tree:
        tree = self._product()
        while self._next() in ("+", "-"):
            sign = self._take()
            tree = Tree(sign, (tree, self._product()))
        return tree

    def _product(self) -> Tree:
        if self._next() in ("-", "+"):
            sign = self._take()
            tree = self._product()
            return Tree("minus", (tree,)) if sign == "-" else tree
        tree = self._power()
        while token := self._next():
            if token in ("dot", "times", "*"):
                self._take()
                tree = Tree("*", (tree, self._factor()))
            elif token in ("/", r"\/"):
                self._take()
                tree = Tree("/", (tree, self._factor()))
            elif token == "(" or token[0].isalnum() or token[0] in '"∂#':
                tree = Tree("*", (tree, self._power()))
            else:
                break
        return tree

    def _factor(self) -> Tree:
        if self._next() == "-":
            self._take()
            return Tree("minus", (self._power(),))
        return self._power()

    def _power(self) -> Tree:
        base = self._atom()
        if self._next() != "^":
            return base
        self._take()
        return Tree("**", (base, self._atom()))

    def _atom(self) -> Tree:
        token = self._take()
        if re.fullmatch(NUMBER + f"{ROUNDED}?", token):
            return _number(token)
        if token == "(":
            tree = self._sum()
            self._take(")")
            return tree
        if token == "op":
            return self._call(self._group())
        if token[0] in "∂":
            return Tree("name", text=token)
        if token[0] == '"':
            return Tree("name", text=token.strip('"'))
        if not token[0].isalpha() or token in ("dif", "Delta", "lim", "upright"):
            raise UnknownError(token)
        name = token + self._subscript()
        return self._call(name) if name in self._functions else Tree("name", text=name)

    def _call(self, name: str) -> Tree:
        self._take("(")
        arguments = [self._sum()]
        while self._next() in (",", ";"):
            self._take()
            arguments.append(self._sum())
        self._take(")")
        if name == "root":
            return self._root(*arguments)
        return Tree("call", tuple(arguments), name)

    def _root(self, index: Tree, *radicand: Tree) -> Tree:
        if index.value != 3:
            raise UnknownError("root")
        return Tree("call", radicand, "cbrt")

    def _group(self) -> str:
        self._take("(")
        name = self._take().strip('"')
        self._take(")")
        return name

    def _subscript(self) -> str:
        if self._next() != "_":
            return ""
        self._take()
        if self._next() != "(":
            return self._take().strip('"')
        self._take()
        name = self._take().strip('"')
        self._take(")")
        return name
