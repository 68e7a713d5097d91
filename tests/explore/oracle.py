"""What the numbers of a figure are, by arithmetic that shares nothing with the project."""

from __future__ import annotations

import re
from fractions import Fraction

from mpmath import mp, mpc, mpf

mp.dps = 60
EXACT = mpf(10) ** -40
CLOSE = mpf(10) ** -12  # of slopes, which are measured here
RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
FUNCTIONS = {
    "ln": mp.log, "exp": mp.exp, "sin": mp.sin, "cos": mp.cos, "sqrt": mp.sqrt, "abs": abs,
    "tanh": mp.tanh, "pi": mp.pi,
}  # fmt: skip


def worth(text: str, **names: mpf) -> mpf | None:
    """What a formula of the lessons is worth; None where that is no real number."""
    text = re.sub(r"(?<![\w.])(\d+(?:\.\d+)?)", r"mpf('\1')", text)
    try:
        found = eval(text, {"mpf": mpf, **FUNCTIONS, **names})
    except ZeroDivisionError:
        return None
    if isinstance(found, mpc) or not mp.isfinite(found):
        return None
    return mpf(found)


def exactly(text: str) -> Fraction:
    """The number that an input is, which is never irrational."""
    return Fraction(text.replace("−", "-").replace(",", "."))


def real(value: Fraction) -> mpf:
    """The same for formulas."""
    return mpf(value.numerator) / value.denominator


def read(text: str) -> tuple[mpf, mpf]:
    """What digits say, and how far they may be off: nothing, or half of what the last is worth."""
    rounded = text.startswith("≈ ")
    text = text.removeprefix("≈ ").replace("−", "-").replace(",", ".")
    mantissa, _, power = text.partition(" × 10")
    unit = mpf(10) ** int(power.translate(RAISED) or 0)
    whole = Fraction(mantissa)
    decimals = len(mantissa.partition(".")[2])
    value = real(whole) * unit
    return value, mpf(10) ** -decimals * unit / 2 + EXACT if rounded else EXACT


def slope(body: str, name: str, at: mpf) -> mpf | None:
    """The slope that a function has from both sides; None where they differ."""
    h = mpf(10) ** -25
    before, here, after = (worth(body, **{name: at + k * h}) for k in (-1, 0, 1))
    if before is None or here is None or after is None:
        return None
    left, right = (here - before) / h, (after - here) / h
    return (left + right) / 2 if abs(left - right) < CLOSE * abs(here) + CLOSE else None


def says(cell: str | None, value: mpf | None, slack: mpf = EXACT) -> bool:
    """Whether a cell says what is true."""
    if cell is None or value is None:
        return cell is value
    told, off = read(cell)
    return bool(abs(told - value) <= off + slack * max(1, abs(value)))
