"""A formula as people write it, in the notation of the grammar: one reader for all slips.

It reads what the grammar refuses, such as `3x^2 sin²(x)`, notes what it had to change, and gives
up with an explanation where two readings are possible. What it makes must be parsed to count.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from keyword import iskeyword

from calculus.brackets import bare
from calculus.calls import UncertainError, called, held
from calculus.expression import CONSTANTS
from calculus.functions import ROWS, SYNONYMS
from calculus.limits import MAX_NAME
from calculus.slips import ALIASES, MEANINGS, RAISED, misspelled, taken_apart, tidy_name
from calculus.tokens import Token, tokens_of

_FACTOR = re.compile(
    r"alpha|delta|epsilon|kappa|lam|mu|nu|rho|tau|chi|omega|[a-ei-z](_?\d+|_[A-Za-z0-9])?"
)
"""What stands before a parenthesis as a factor; any other name may call a function there."""

_DEEPEST = 60
_FACTORIAL = 15


@dataclass(frozen=True, slots=True)
class Repair:
    """A formula repaired.

    Attributes:
        text: in the notation of the grammar.
        rule: what was wrong first; empty if nothing was.
        doubt: under which condition that is meant; empty if it is certain.
    """

    text: str
    rule: str
    doubt: str


def repaired(text: str) -> Repair:
    """The formula that was meant.

    Raises:
        UncertainError: where that is not certain.

    >>> repaired("3x^2 - sin²(2x)").text, repaired("2(a + 1)").rule
    ('3*x**2 - sin(2*x)**2', 'writes every product with *, as in 2*(a + 1)')
    """
    try:
        return _Reader(text).read()
    except RecursionError:
        raise UncertainError("is nested less deeply", "a simpler formula") from None


class _Reader:
    """One text on its way; each method reads a part and returns it repaired."""

    def __init__(self, text: str) -> None:
        self.tokens, self.slips = tokens_of(text)
        self.place = 0
        self.doubt = ""
        self.many_bars = sum(token.kind == "|" for token in self.tokens) > 2
        self.bars = 0
        self.depth = 0
        self.several = False

    def read(self) -> Repair:
        text = self._sum()
        if self._kind == ")":
            raise UncertainError("has a ( for every )", "one ) less, or one more (")
        if self._kind:
            raise self._unreadable()
        return Repair(bare(text), self.slips[0] if self.slips else "", self.doubt)

    @property
    def _kind(self) -> str:
        return self.tokens[self.place].kind

    def _take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1].text

    def _unreadable(self) -> UncertainError:
        if not self._kind:
            return UncertainError("is complete", "the formula with what is missing at its end")
        if self._kind == ",":
            remedy = "a point for decimals; a comma only between the arguments of max and min"
            return UncertainError("has no comma there", remedy)
        token = self.tokens[self.place].text
        return UncertainError(f"has numbers and names where {token} stands", "what is meant there")

    # From what holds loosely to what holds tightly.

    def _sum(self) -> str:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UncertainError(f"nests at most {_DEEPEST} deep", "a simpler formula")
        text = self._product()
        while self._kind in ("+", "-"):
            text += f" {self._take()} {self._product()}"
        self.depth -= 1
        return text

    def _product(self) -> str:
        text = last = self._factor()
        divided = False
        while True:
            if self._kind in ("*", "/"):
                sign = self._take()
                last = self._factor()
                text, divided = f"{text}{sign}{last}", sign == "/"
            elif self._kind in ("//", "%"):
                text = last = self._remainder(text)
                divided = False
            elif self._kind in ("number", "name", "(") or (self._kind == "|" and not self.bars):
                self._check_implicit(divided)
                last, before = self._power(), last
                self.slips.append(f"writes every product with *, as in {before}*{last}")
                text = f"{text}*{last}"
            else:
                return text

    def _applied(self, name: str, arguments: list[str]) -> str:
        text, rule = called(name, arguments)
        self.slips += [rule] if rule else []
        return text

    def _check_implicit(self, divided: bool) -> None:
        """Whether it is certain what a product without a sign multiplies."""
        token, before = self.tokens[self.place], self.tokens[self.place - 1]
        rule = f"writes every product with *, as before {token.text}"
        if token.kind == "number":
            raise UncertainError(f"has a sign between {before.text} and {token.text}", "the sign")
        if self.many_bars and "|" in (token.kind, before.kind):
            raise UncertainError(rule, "abs(…) for what stands between two bars")
        if divided:
            raise UncertainError(rule, "parentheses around all that is divided by")
        if not token.apart and self._in_exponent():
            raise UncertainError(rule, "parentheses around the exponent, or a * after it")

    def _in_exponent(self) -> bool:
        """Whether what follows might belong to an exponent: e^2x, 2^nx; not x^2y."""
        base, power, exponent = [
            *[Token(""), Token("")],
            *(token for token in self.tokens[: self.place] if token.kind != "-"),
        ][-3:]
        if power.kind != "**" or exponent.kind not in ("number", "name"):
            return False
        return exponent.kind == "name" or base.kind == "number" or base.text in CONSTANTS

    def _remainder(self, text: str) -> str:
        sign = self._take()
        if not self._kind or self._kind in "+-*/)":
            raise UncertainError("has no %", "a fraction: 5% is 5/100")
        by = held(self._factor())
        self.slips.append(f"has no {sign}; floor says what is meant")
        if sign == "//":
            return f"floor({text}/{by})"
        return f"({text} - {by}*floor({held(text)}/{by}))"

    def _factor(self) -> str:
        signs = ""
        while self._kind in ("+", "-"):
            sign = self._take()
            if sign == "+":
                self.slips.append("has no + before a number or a name that nothing is added to")
            signs += sign.replace("+", "")
        return signs + self._power()

    def _power(self) -> str:
        base = self._atom()
        if self._kind == RAISED:
            self._take()
            return f"{base}**{self._raised()}"
        if self._kind != "**":
            return base
        self._take()
        exponent = self._factor()
        if exponent == "1" and self._kind == "/":
            raise UncertainError("shows where an exponent ends", "parentheses around the exponent")
        return f"{base}**{exponent}"

    def _raised(self) -> str:
        sign = self._take() if self._kind == "-" else ""
        exponent = self._take()
        return f"({sign}{exponent})" if sign else exponent

    def _atom(self) -> str:
        match self.tokens[self.place].kind:
            case "number":
                text = self._number()
            case "name":
                text = self._name()
            case "(":
                self._take()
                text = f"({self._within(several=False)[0]})"
            case "|":
                text = self._absolute()
            case _:
                raise self._unreadable()
        while self._kind == "!":
            self._take()
            if not text.isdigit() or int(text) > _FACTORIAL:
                raise UncertainError("has no factorials", "a product of whole numbers")
            self.slips.append("has no factorials")
            text = str(math.factorial(int(text)))
        return text

    def _number(self) -> str:
        written = self._take()
        comma, decimals = self.tokens[self.place : self.place + 2] if self._kind else (None, None)
        if (
            comma
            and decimals
            and comma.kind == ","
            and decimals.kind == "number"
            and not (comma.apart or decimals.apart or self.several)
            and written.isdigit()
        ):
            self.place += 2
            self.slips.append("has a point before decimals, not a comma")
            written = f"{written}.{decimals.text}"
        elif self._kind == "name" and written == "0" and not self.tokens[self.place].apart:
            raise UncertainError("has numbers in decimal digits", "the number in decimal digits")
        plain = re.sub(r"^0+(?=\d)", "", written.replace("_", ""))
        if plain != written:
            self.slips.append(f"has numbers without _ and without zeros in front, {plain}")
        return plain

    def _name(self) -> str:
        name = self._take()
        if len(name) > MAX_NAME:
            raise UncertainError(f"has names of at most {MAX_NAME} letters", "a shorter name")
        glued = taken_apart(name)
        if glued and self._kind != "(":
            function, argument = glued
            self.slips.append(f"puts the argument of {function} in parentheses")
            return self._applied(function, [argument])
        if name in SYNONYMS:
            return self._call(name)
        if self._kind == "(":
            return self._called(name)
        return self._variable(name)

    def _called(self, name: str) -> str:
        """A name before a parenthesis: a function, or a factor."""
        if name in MEANINGS:
            return self._call(name)
        if name.lower() in SYNONYMS and len(name) > 1:
            self.slips.append(f"writes {name.lower()} in small letters")
            return self._call(name.lower())
        inside = [token.kind for token in self.tokens[self.place : self.place + 3]]
        if name in CONSTANTS or (_FACTOR.fullmatch(name) and inside != ["(", "name", ")"]):
            return name
        close = misspelled(name)
        rule = f"knows no function called {name}"
        if close is None:
            remedy = f"{name}*(…) for a product, or these functions: {', '.join(ROWS)}"
            raise UncertainError(rule, remedy)
        self.slips.append(rule)
        self.doubt = f"if {close} is meant"
        return self._call(close)

    def _variable(self, name: str) -> str:
        if name in CONSTANTS:
            return name
        if iskeyword(name) and name not in ALIASES:
            raise UncertainError(f"has no variable called {name}", "another name for it")
        tidy = tidy_name(name)
        if iskeyword(name):
            self.slips.append(f"has no variable called {name}, a word of Python")
        elif tidy != name:
            self.slips.append(f"has names such as {tidy}, not {name}")
        return tidy

    def _call(self, name: str) -> str:
        """A function with its argument, perhaps after an exponent of its own."""
        exponent = ""
        if self._kind in ("**", RAISED):
            exponent = self._own_exponent(name)
        if self._kind == "(":
            self._take()
            several = name in SYNONYMS and ROWS[SYNONYMS[name]].several
            arguments = self._within(several or name in ("log", "pow", "power", "hypot"), many=True)
        else:
            arguments = [self._bare_argument(name)]
        text = self._applied(name, arguments)
        return f"{held(text)}**{exponent}" if exponent else text

    def _own_exponent(self, name: str) -> str:
        raised = self._take() == RAISED
        if self._kind == "-" or (self._kind == "(" and self.tokens[self.place + 1].kind == "-"):
            remedy = f"1/{name}(…) for the reciprocal"
            if f"arc{name}" in SYNONYMS:
                remedy += f", arc{name}(…) for the inverse function"
            raise UncertainError(f"says what the -1 after {name} means", remedy)
        exponent = self._raised() if raised else self._atom()
        rule = f"puts an exponent after the argument, as in {name}(x)**{exponent}"
        self.slips.append(rule)
        return exponent

    def _within(self, several: bool, many: bool = False) -> list[str]:
        """What stands in parentheses, up to the closing one; arguments if there are `many`."""
        outside = self.bars, self.several
        self.bars, self.several = 0, several
        if self._kind == ")":
            raise UncertainError("has something in every ( )", "an argument, as in ln(a)")
        parts = [self._sum()]
        while self._kind == "," and many:
            self._take()
            parts.append(self._sum())
        if not self._kind:
            raise UncertainError("has a ) for every (", "one more ) where the parenthesis ends")
        if self._kind != ")":
            raise self._unreadable()
        self._take()
        self.bars, self.several = outside
        return parts

    def _absolute(self) -> str:
        self._take()
        self.bars += 1
        inside = self._sum()
        if self._kind != "|":
            raise UncertainError("has a second | for every |", "abs(…) for an absolute value")
        self._take()
        self.bars -= 1
        return f"abs({inside})"

    def _bare_argument(self, name: str) -> str:
        """An argument without parentheses: sin x, ln 2x, √2; unless it could be longer."""
        factors: list[str] = []
        while self._kind in ("number", "name") and self.tokens[self.place].text not in SYNONYMS:
            if self._kind == "number":
                if factors:
                    break
                factors.append(self._number())
                continue
            factors.append(self._variable(self._take()))
            if factors[-1] not in CONSTANTS:
                break
        if not factors and self._kind == "name":
            factors.append(self._name())
        if not factors:
            raise UncertainError(
                f"gives {name} an argument", f"an argument in parentheses, as in {name}(a)"
            )
        argument = "*".join(factors)
        after = self.tokens[self.place]
        spaced = after.kind in ("*", "/") and after.apart
        ends = after.kind in ("", ")", "+", "-", ",", "|") or after.text in SYNONYMS
        if not (ends or spaced):
            rule = f"puts the argument of {name} in parentheses"
            raise UncertainError(rule, f"parentheses around all that {name} is of")
        self.slips.append(f"puts the argument of {name} in parentheses, {name}({argument})")
        return argument
