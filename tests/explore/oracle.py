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


def on_a_curve(a: Fraction, rate: Fraction, k: int) -> dict[str, mpf]:
    """After k steps down w², each of which multiplies w by the same."""
    w = a * (1 - 2 * rate) ** k
    found = {"x": w, "f": w**2, "slope": 2 * w, "update": -rate * 2 * w}
    return {key: real(value) for key, value in found.items()}


def in_a_valley(a: Fraction, b: Fraction, rate: Fraction, kept: Fraction, k: int) -> dict[str, mpf]:
    """After k steps down w₁²/10 + 2w₂², with momentum."""
    (x, y), (p, q) = (a, b), (Fraction(0), Fraction(0))
    for _ in range(k):
        p, q = kept * p - rate * x / 5, kept * q - rate * 4 * y
        x, y = x + p, y + q
    found = {"x": x, "y": y, "f": x**2 / 10 + 2 * y**2, "slope": x / 5, "slope2": 4 * y}
    return {key: real(value) for key, value in found.items()}


def of_a_model(a: Fraction, b: Fraction, rate: Fraction, kept: Fraction, k: int) -> dict[str, mpf]:
    """After k steps of a sigmoid that learns from the lesson's five examples."""
    assert kept == 0
    pairs = [(-2, 0), (-1, 1), (0, 0), (1, 1), (2, 1)]
    w, c = real(a), real(b)
    for left in range(k, -1, -1):
        guesses = [1 / (1 + mp.exp(-(w * x + c))) for x, _ in pairs]
        errors = [guess - y for guess, (_, y) in zip(guesses, pairs, strict=True)]
        slope = sum(e * x for e, (x, _) in zip(errors, pairs, strict=True)) / 5
        slope2 = sum(errors) / 5
        if left:
            w, c = w - real(rate) * slope, c - real(rate) * slope2
    costs = [mp.log(g if y else 1 - g) for g, (_, y) in zip(guesses, pairs, strict=True)]
    return {"x": w, "y": c, "f": -sum(costs) / 5, "slope": slope, "slope2": slope2}
