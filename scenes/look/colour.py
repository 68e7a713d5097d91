"""Colours as light: luminance and contrast, as WCAG 2.2 defines them (1.4.3 and 1.4.11)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Colour = tuple[float, float, float]  # red, green, blue, each from 0 to 1

_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])  # of linear red, green and blue in luminance


def rgb(text: str) -> Colour:
    """Return the colour that ``#rrggbb`` stands for."""
    red, green, blue = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def blend(one: str, other: str, share: float) -> str:
    """Return the colour a share of the way from one ``#rrggbb`` to another."""
    mixed = (a + (b - a) * share for a, b in zip(rgb(one), rgb(other), strict=True))
    return "#" + "".join(f"{round(255 * part):02X}" for part in mixed)


def faint(colour: str, behind: str, ratio: float) -> str:
    """Return a colour ``#rrggbb`` mixed with what lies behind it until that is its contrast.

    Example:
        >>> faint("#FFFFFF", "#000000", 21.0), faint("#FFFFFF", "#000000", 1.2)
        ('#FFFFFF', '#1A1A1A')
    """
    low, high = 0.0, 1.0
    while high - low > 1 / 512:  # finer than colours are told apart
        share = (low + high) / 2
        found = contrast(rgb(blend(behind, colour, share)), rgb(behind))
        low, high = (share, high) if found < ratio else (low, share)
    return blend(behind, colour, high)


def linear(colour: Colour) -> NDArray[np.float64]:
    """Return linear light of an sRGB colour."""
    c = np.asarray(colour, float)
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


@lru_cache(maxsize=4096)
def luminance(colour: Colour) -> float:
    """Return the relative luminance, 0 for black and 1 for white."""
    return float(_WEIGHTS @ linear(colour))


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21.

    Example:
        >>> round(contrast((1, 1, 1), (0, 0, 0)), 3)
        21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
