"""Numbers in English words."""

from __future__ import annotations

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = (
    (10**12, "trillion"),
    (10**9, "billion"),
    (10**6, "million"),
    (1000, "thousand"),
    (100, "hundred"),
)
LARGEST = 10**15
"""From here on a whole number is said digit by digit."""


def spoken_integer(value: int) -> str:
    """A whole number in words; digit by digit from a thousand trillion on.

    >>> spoken_integer(33), spoken_integer(-120), spoken_integer(1_000_207)
    ('thirty-three', 'minus one hundred twenty', 'one million two hundred seven')
    """
    if value < 0:
        return f"minus {spoken_integer(-value)}"
    if value >= LARGEST:
        return " ".join(_ONES[int(digit)] for digit in str(value))
    for scale, word in _SCALES:
        if value >= scale:
            many, rest = divmod(value, scale)
            return f"{spoken_integer(many)} {word}" + (f" {spoken_integer(rest)}" if rest else "")
    if value < len(_ONES):
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
