"""Text that can be read on any colour."""

from __future__ import annotations

Colour = tuple[int, int, int]


def luminance(colour: Colour) -> float:
    """Return how bright a colour is, from 0 to 1, as WCAG 2 defines it."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def is_dark(colour: Colour) -> bool:
    """Tell whether white is easier to read on a colour than black.

    The better of the two has a contrast of at least 4.58 on every colour.
    """
    bright = luminance(colour)
    return 1.05 / (bright + 0.05) >= (bright + 0.05) / 0.05


def code(colour: Colour) -> str:
    """Return a colour as ``#rrggbb``."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
