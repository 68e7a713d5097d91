"""The words with which formulas and numbers are read out, in English unless told otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from calculus.functions import ROWS
from calculus.words import LARGEST, spoken_integer


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language.

    In patterns each {} stands for what is said there.

    Attributes:
        integer: says a whole number from 0 to below `LARGEST`.
        point: what is said for the decimal point.
        minus, plus: patterns of a sign.
        about: pattern of a rounded number.
        equals, nearly: the relations = and ≈ between two sides.
        sum, difference, product, quotient, power: patterns of two operands.
        squared, cubed: patterns of powers with names of their own.
        quantity: pattern of what stands in parentheses.
        scientific: pattern of a number with a power of ten.
        of: pattern of a function of its variable.
        prime: pattern of a derivative's name.
        change: pattern of Δa.
        derivative: pattern of dJ/dw.
        conjunction: stands before the last of several things.
        functions: pattern of each function of the grammar.
        names: how letters and words in names are said, where not as they are written.
    """

    integer: Callable[[int], str] = spoken_integer
    point: str = "point"
    minus: str = "minus {}"
    plus: str = "plus {}"
    about: str = "about {}"
    equals: str = "equals"
    nearly: str = "is about"
    sum: str = "{} plus {}"
    difference: str = "{} minus {}"
    product: str = "{} times {}"
    quotient: str = "{} over {}"
    power: str = "{} to the power {}"
    squared: str = "{} squared"
    cubed: str = "{} cubed"
    quantity: str = "the quantity {}"
    scientific: str = "{} times ten to the {}"
    of: str = "{} of {}"
    prime: str = "{} prime"
    change: str = "delta {}"
    derivative: str = "d {} by d {}"
    conjunction: str = "and"
    functions: Mapping[str, str] = field(
        default_factory=lambda: {name: row.said for name, row in ROWS.items()}
    )
    # The letter a is written A, so that no voice takes it for the article.
    names: Mapping[str, str] = field(default_factory=lambda: {"a": "A"})

    def whole(self, value: int) -> str:
        """A whole number in words; digit by digit from `LARGEST` on.

        >>> ENGLISH.whole(-33)
        'minus thirty-three'
        """
        if value < 0:
            return self.minus.format(self.whole(-value))
        return self.integer(value) if value < LARGEST else self.digits(str(value))

    def digits(self, digits: str) -> str:
        """Digits one after the other.

        >>> ENGLISH.digits("005")
        'zero zero five'
        """
        return " ".join(self.integer(int(digit)) for digit in digits)

    def decimal(self, text: str) -> str:
        """A decimal: the whole part as a number, what follows the point digit by digit.

        >>> ENGLISH.decimal("-12.005"), ENGLISH.decimal("+3")
        ('minus twelve point zero zero five', 'plus three')
        """
        if text[:1] in ("-", "+"):
            sign = self.minus if text[0] == "-" else self.plus
            return sign.format(self.decimal(text[1:]))
        whole, _, decimals = text.partition(".")
        words = self.whole(int(whole or "0"))
        return f"{words} {self.point} {self.digits(decimals)}" if decimals else words

    def listed(self, things: Sequence[str]) -> str:
        """Several things, the last one after the conjunction.

        >>> ENGLISH.listed(["zero", "A", "b"])
        'zero, A and b'
        """
        *first, last = things
        if not first:
            return last
        lead = ", ".join(first)
        return f"{lead}{self.between(lead, f' {self.conjunction} ', last)}{last}"

    def between(self, before: str, words: str, after: str) -> str:
        """Words between two things, with a pause where all of them would be heard as one number.

        >>> ENGLISH.between("one hundred", " and ", "four"), ENGLISH.between("ten", " and ", "four")
        (', and ', ' and ')
        """
        if words.strip() != self.conjunction or not (before and after):
            return words
        meeting = _words(before)[-1], _words(after)[0].rstrip(".,")
        return f",{words}" if meeting in _within_numbers(self.integer, self.conjunction) else words

    def name(self, name: str) -> str:
        """A variable or function name in words.

        >>> [ENGLISH.name(name) for name in ("w", "a", "x_12", "w1", "f′")]
        ['w', 'A', 'x twelve', 'w one', 'f prime']
        """
        words = ""
        for part in re.findall(r"[A-Za-z]+|[0-9]+|′", name):
            if part == "′":
                words = self.prime.format(words)
            else:
                said = self.whole(int(part)) if part.isdigit() else self.names.get(part, part)
                words = f"{words} {said}".strip()
        return words


@lru_cache
def _within_numbers(integer: Callable[[int], str], conjunction: str) -> set[tuple[str, str]]:
    """Words that follow each other in whole numbers, with a conjunction between them or not."""
    found = set()
    for whole in (0, *(10**power for power in (3, 6, 9))):
        for value in range(whole + 1, whole + 200):
            words = [word for word in _words(integer(value)) if word != conjunction]
            found |= {*pairwise(words)}
    return found


def _words(text: str) -> list[str]:
    return re.split(r"[\s-]", text)


ENGLISH = Vocabulary()
