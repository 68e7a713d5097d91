"""Reads formulas and numbers as they stand on the screen: 3(a + bc), −1/w², √2, 6.02 × 10⁷.

They are turned into Python's notation, so that their value can be compared with what is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from tests.truth.arithmetic import Real, Undefined
from tests.truth.functions import FUNCTIONS, SYNONYMS
from tests.truth.jets import value

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu",
    "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ", "0123456789-n")
_POWER_OF_TEN = r"(?:\s×\s10([⁰-⁹¹²³⁻]+))?"
_NUMBER = re.compile(rf"(\d+(?:\.\d+)?){_POWER_OF_TEN}")
_SIGNS = re.compile(r"[-+−·×/^√|(),⌊⌋∛]")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_KNOWN = {*FUNCTIONS, *SYNONYMS, "max", "min"}


class NotAFormula(ValueError):
    """Nobody can read this, or it can be read in two ways."""


def pointed(text: str) -> str:
    """Text with a decimal point, whatever stood there."""
    return _COMMA.sub(".", text)


def formula(text: str, names: Iterable[str] = ()) -> str:
    """A formula in Python's notation.

    Args:
        text: as it stands on the screen.
        names: the variables there are.

    Raises:
        NotAFormula: It cannot be read.
    """
    return _Reader(pointed(text), names).whole()


def figure(text: str) -> Real:
    """The value of a number as it stands on the screen, or of a formula of numbers.

    Raises:
        NotAFormula: It is no number.
    """
    try:
        return value(formula(text))
    except (Undefined, SyntaxError) as error:
        raise NotAFormula(f"{text!r} has no value") from error


class _Reader:
    def __init__(self, text: str, names: Iterable[str]) -> None:
        self._text = text
        self._tokens = list(self._cut(text, {*names}))
        self._place = 0
        self._bars = 0

    def whole(self) -> str:
        if not self._tokens:
            raise NotAFormula("nothing")
        found = self._sum()
        if self._place < len(self._tokens):
            raise NotAFormula(f"{self._text!r} goes on at {self._peek()!r}")
        return found

    def _cut(self, text: str, names: set[str]) -> Iterable[tuple[str, str]]:
        shown = {name: name for name in names} | dict(GREEK.items())
        words = sorted([*shown, *_KNOWN, "e"], key=len, reverse=True)
        place = 0
        while place < len(text):
            rest = text[place:]
            if rest[0].isspace():
                place += 1
            elif match := _NUMBER.match(rest):
                mantissa, exponent = match.groups()
                power = f"*10**({exponent.translate(_RAISED)})" if exponent else ""
                yield "number", f"({mantissa}{power})" if power else mantissa
                place += match.end()
            elif match := re.match(r"[⁰-⁹¹²³⁻ⁿ]+", rest):
                yield "raised", match[0].translate(_RAISED)
                place += match.end()
            elif match := _SIGNS.match(rest):
                yield "sign", match[0].replace("−", "-")
                place += 1
            else:
                word = next((word for word in words if rest.startswith(word)), None)
                if word == "e" and re.match("e[0-9]", rest):
                    word = None  # the name of something, as e1 is
                if word is None:
                    raise NotAFormula(f"{text!r} has an unknown {rest[0]!r}")
                known = shown.get(word, word)
                yield (
                    ("function" if self._calls(known, rest[len(word) :], names) else "name"),
                    known,
                )
                place += len(word)

    @staticmethod
    def _calls(word: str, rest: str, names: set[str]) -> bool:
        return word in _KNOWN and word not in names and rest.startswith("(")

    def _peek(self, kind: str | None = None) -> str:
        if self._place >= len(self._tokens):
            return ""
        found, text = self._tokens[self._place]
        return text if kind in (None, found) else ""

    def _take(self) -> str:
        self._place += 1
        return self._tokens[self._place - 1][1]

    def _sum(self) -> str:
        found = (
            f"-({(self._take(), self._product())[1]})" if self._peek() == "-" else self._product()
        )
        while self._peek("sign") in ("+", "-") and self._peek("sign"):
            found = f"({found}) {self._take()} ({self._product()})"
        return found

    def _product(self) -> str:
        found = self._factor()
        while True:
            sign = self._peek("sign")
            if sign in ("·", "×", "/") and sign:
                self._take()
                minus = "-" if self._peek("sign") == "-" and self._take() else ""
                found = f"({found}) {'/' if sign == '/' else '*'} ({minus}({self._factor()}))"
            elif self._starts_factor():
                found = f"({found}) * ({self._factor()})"
            else:
                return found

    def _starts_factor(self) -> bool:
        if self._place >= len(self._tokens):
            return False
        kind, text = self._tokens[self._place]
        opens = text in ("(", "√", "∛", "⌊") or (text == "|" and self._bars == 0)
        return kind in ("name", "function", "number") or (kind == "sign" and opens)

    def _factor(self) -> str:
        found = self._base()
        while True:
            if raised := self._peek("raised"):
                self._take()
                found = f"({found})**({raised})"
            elif self._peek("sign") == "^":
                self._take()
                minus = "-" if self._peek("sign") == "-" and self._take() else ""
                exponent = self._base()
                if inner := self._peek("raised"):  # the exponent has an exponent of its own
                    self._take()
                    exponent = f"({exponent})**({inner})"
                found = f"({found})**({minus}({exponent}))"
            else:
                return found

    def _base(self) -> str:
        if self._place >= len(self._tokens):
            raise NotAFormula(f"{self._text!r} ends too soon")
        kind, text = self._tokens[self._place]
        self._place += 1
        if kind in ("number", "name"):
            return text
        if kind == "function":
            return f"{SYNONYMS.get(text, text)}({self._within('(', ')', several=True)})"
        if text == "(":
            self._place -= 1
            return f"({self._within('(', ')')})"
        if text in ("√", "∛"):
            inner = self._base()
            if self._peek("raised"):
                raise NotAFormula(f"{self._text!r}: is the root raised, or what is under it?")
            return f"{'sqrt' if text == '√' else 'cbrt'}({inner})"
        if text == "|":
            self._place -= 1
            self._bars += 1
            inner = self._within("|", "|")
            self._bars -= 1
            return f"abs({inner})"
        if text == "⌊":
            self._place -= 1
            return f"floor({self._within('⌊', '⌋')})"
        raise NotAFormula(f"{self._text!r} has {text!r} where something should stand")

    def _within(self, opening: str, closing: str, several: bool = False) -> str:
        if self._peek() != opening:
            raise NotAFormula(f"{self._text!r} lacks {opening}")
        self._take()
        bars, self._bars = self._bars, self._bars if opening == "|" else 0
        parts = [self._sum()]
        while several and self._peek() == ",":
            self._take()
            parts.append(self._sum())
        if self._peek() != closing:
            raise NotAFormula(f"{self._text!r} lacks {closing}")
        self._take()
        self._bars = bars
        return ", ".join(parts)


def decimals(text: str) -> tuple[Fraction, int, int]:
    """The value of a decimal as shown, the exponent of its last digit, and its digits.

    Example:
        >>> decimals("−0.0120"), decimals("6.02 × 10⁷")
        ((Fraction(-3, 250), -4, 3), (Fraction(60200000, 1), 5, 3))
    """
    match = _NUMBER.fullmatch(pointed(text).lstrip("+−").strip())
    if match is None:
        raise NotAFormula(f"{text!r} is no decimal")
    mantissa, exponent = match.groups()
    raised = int(exponent.translate(_RAISED)) if exponent else 0
    last = raised - len(mantissa.partition(".")[2])
    digits = mantissa.replace(".", "").lstrip("0")
    found = Fraction(mantissa) * Fraction(10) ** raised
    return (-found if text.lstrip().startswith("−") else found), last, len(digits)
