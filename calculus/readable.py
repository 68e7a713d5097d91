"""Numbers the way a teacher writes them on the board: π/3, not 1.04720; 6439.88, not 13 digits."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from calculus.evaluate import sign_of
from calculus.expression import Binary, Call, Constant, Expression, Negate, Number
from calculus.plain import plain
from calculus.quantity import Quantity, quantity
from calculus.shown import MOST_PLACES, Shown, Writable, shown
from calculus.spoken import spoken
from calculus.symbolic import expression_of
from calculus.typst import typst
from calculus.vocabulary import Vocabulary

LONGEST_FORM = 7
"""Characters of a number that is written as a formula; a longer one is read more easily rounded."""

MOST_DIGITS = 10
"""Digits of a number that are written in full; nobody reads more of them."""

_FEWEST, _MOST_APART = 6, 40
"""Significant digits of numbers that are told apart."""

_LEAST = 3
"""Significant digits that a small rounded number keeps."""


@dataclass(frozen=True, slots=True)
class Form(Shown):
    """A number that is shown as the formula it is: 1/3, π/3, √2.

    Attributes:
        formula: what it is.
    """

    formula: Expression

    def said(self, words: Vocabulary) -> str:
        """The formula in the words of a language."""
        return spoken(self.formula, words)


@dataclass(frozen=True, slots=True)
class Digits:
    """How numbers are written: with so many decimals at most.

    Longer ones are rounded and marked ≈; two significant digits always remain. So do all digits
    that a rounded number has anyway, where `places` is `MOST_PLACES`. Every method takes a
    quantity or an exact number, and raises `ExpressionError` for what is not a real constant.

    Attributes:
        places: decimals at most.

    >>> three = Digits(3)
    >>> [three.shown(text).marked for text in ("12.006001", "ln(2)", "0.004001")]
    ['≈ 12.006', '≈ 0.693', '≈ 0.0040']
    """

    places: int = MOST_PLACES

    def shown(
        self, value: Writable, *, places: int = MOST_PLACES, significant: int | None = None
    ) -> Shown:
        """A number as by `calculus.shown.shown`."""
        return shown(value, places=places, significant=significant, most=self.places)

    def as_given(
        self, value: Writable, *, places: int = MOST_PLACES, significant: int | None = None
    ) -> Shown:
        """A number that an author chose, exactly where it has a short form.

        Decimals that end stay decimals; what would have to be rounded is written as a fraction,
        a multiple of π, a root or the like. Anything longer is rounded as by `shown`.

        Args:
            value: the number.
            places: decimals up to which it is written in full.
            significant: digits kept of a rounded one.

        >>> [as_given(text).equals for text in ("0.001", "1/3", "-2*pi/3", "pi*sqrt(123)")]
        ['= 0.001', '= 1/3', '= −2π/3', '≈ 34.8419']
        """
        known = quantity(value)
        digits = self.shown(known, places=places, significant=significant)
        if digits.exact or not known.exact:
            return digits
        formula = expression_of(known.value)
        text, line = plain(formula), _in_line(formula)
        if line is None or len(text) > LONGEST_FORM:
            return digits
        return Form(
            text=text, typst=line, speech=spoken(formula), number=digits.number, exact=True,
            places=0, rounding="none", quantity=known, formula=formula,
        )  # fmt: skip

    def brief(self, value: Writable, significant: int = 6) -> Shown:
        """A number in few digits, for a table.

        An exact one with too many of them is rounded; a rounded one with many zeros before its
        digits keeps fewer of these.

        Args:
            value: the number.
            significant: digits kept of a rounded one, if zeros leave room for them.

        >>> [brief(text).marked for text in ("4.001", "6439.880978201", "0.00000001200601")]
        ['4.001', '≈ 6439.88', '≈ 0.0000000120']
        """
        full = self.shown(value, significant=significant)
        digits = sum(character.isdigit() for character in full.text.lstrip("−0."))
        if full.exact:
            short = digits <= MOST_DIGITS
            return full if short else self.shown(value, places=0, significant=significant)
        zeros = sum(character.isdigit() for character in full.text) - digits
        kept = max(_LEAST, MOST_DIGITS + 1 - zeros)
        return self.shown(value, significant=kept) if kept < digits else full

    def apart(self, *values: Quantity) -> tuple[Shown, ...]:
        """Numbers in few digits, but in as many as it takes to see which of them differ.

        >>> close = quantity("4.00000012"), quantity("4.000000123")
        >>> [number.text for number in Digits().apart(*close)]
        ['4.00000012', '4.000000123']
        >>> [one.text for one in Digits(2).apart(*map(quantity, ("1.23456", "1.23478")))]
        ['1.2346', '1.2348']
        >>> [one.text for one in Digits(5).apart(*map(quantity, ("1.99999701", "2")))]
        ['1.999997', '2']
        >>> [one.text for one in Digits(5).apart(*map(quantity, ("8.5749e-6", "8.5676e-6")))]
        ['0.000008575', '0.000008568']
        """
        different = len({value.value for value in values})
        # However few decimals were asked for, it takes as many as it takes.
        asked = self.places
        tries = [(some, _FEWEST + some - asked) for some in range(asked, MOST_PLACES)]
        if tries:  # of small numbers, more decimals than the most that are asked for
            tries += [(MOST_PLACES, some) for some in range(_LEAST, _FEWEST)]
        for places, significant in (
            *tries,
            (MOST_PLACES, _FEWEST),
            *((some, some) for some in range(_FEWEST + 1, _MOST_APART)),
        ):
            numbers = tuple(Digits(places).brief(value, significant) for value in values)
            if len({number.text for number in numbers}) == different:
                break
        return numbers

    def beside_one(self, value: sp.Expr) -> Shown:
        """A number in as many digits as it takes to see whether its size is below, at or above 1.

        >>> Digits().beside_one(1 - sp.Rational(1, 10**11)).text
        '0.99999999999'
        >>> Digits(2).beside_one(sp.Rational(998, 1000)).text
        '0.998'
        """
        side = sign_of(abs(value) - 1)
        number = self.shown(value)
        for some in range(_FEWEST, _MOST_APART):
            if sign_of(abs(number.digits) - 1) == side:
                break
            # more than were asked for, where it takes more
            number = shown(value, places=some, significant=some, most=some)
        return number


as_given, brief = Digits().as_given, Digits().brief


def _in_line(formula: Expression) -> str | None:
    """The formula for Typst without stacked fractions; None where it has another form."""
    match formula:
        case Negate(operand):
            inner = _in_line(operand)
            return None if inner is None else f"-{inner}"
        case Binary("/", left, Number() | Constant() as right):
            inner = _in_line(left)
            return None if inner is None else rf"{inner}\/{typst(right)}"
        case Number() | Constant() | Call("sqrt" | "ln", (Number(),)):
            return typst(formula)
        case Binary("*", Number(), Constant() | Call("sqrt", (Number(),))):
            return typst(formula)
        case _:
            return None
