"""How the numbers of a figure are written: as in the video."""

from __future__ import annotations

from dataclasses import dataclass

from calculus.quantity import Quantity, to_float
from calculus.readable import Digits
from calculus.shown import Shown, Writable
from record.figure import Figure

Cell = str | None
"""A number as it is shown, "4.001" or "≈ 0.693"; None where there is none."""

_FARTHEST = 1e100  # that anything is drawn: sums of such floats are floats
_DRAWN = 12  # significant digits of a float: small changes of large numbers are seen, too


@dataclass(frozen=True)
class Pen:
    """Writes numbers.

    Attributes:
        digits: How many of them.
        decimal: What stands before the decimals.
    """

    digits: Digits
    decimal: str

    @classmethod
    def of(cls, figure: Figure) -> Pen:
        """Return the pen of a figure."""
        return cls(Digits(figure.places), figure.decimal)

    def number(self, value: Writable | None) -> Cell:
        """Write a number that was worked out."""
        return None if value is None else self._text(self.digits.brief(value))

    def given(self, value: Writable) -> str:
        """Write a number that was chosen: 1/3 stays 1/3."""
        return self._text(self.digits.as_given(value))

    def beside(self, value: Quantity | None, other: Quantity | None) -> Cell:
        """Write a number in as many digits as it takes to tell it from another."""
        if value is None or other is None or value.value == other.value:
            return self.number(value)
        if self.digits.brief(value).text != self.digits.brief(other).text:
            return self.number(value)
        return self._text(self.digits.apart(value, other)[0])

    def _text(self, number: Shown) -> str:
        return number.marked.replace(".", self.decimal)


def drawn(value: Writable | None) -> float | None:
    """Return the float that a number is drawn at; None where there is none."""
    if value is None:
        return None
    number = to_float(value.value if isinstance(value, Quantity) else value)
    return float(f"{number:.{_DRAWN}g}") if abs(number) < _FARTHEST else None
