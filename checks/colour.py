"""How colours differ for other kinds of colour vision, and what they look like over each other.

Colour vision deficiencies are simulated as by Machado, Oliveira & Fernandes 2009, "A
physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15(6), with
their matrices for full severity. Differences are CIE76 distances in L*a*b* (D65), where 2.3 is
just noticeable.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.look.colour import Colour, linear

Matrix = NDArray[np.float64]

VISION: dict[str, Matrix] = {
    "normal vision": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _TO_XYZ.sum(axis=1)


def over(colour: Colour, opacity: float, behind: Colour) -> Colour:
    """Return what a colour looks like over another."""
    red, green, blue = (
        opacity * c + (1 - opacity) * b for c, b in zip(colour, behind, strict=True)
    )
    return red, green, blue


def difference(one: Colour, other: Colour, vision: str) -> float:
    """Return how different two colours look to a kind of vision, one of `VISION`."""
    a, b = (_lab(np.clip(VISION[vision] @ linear(c), 0, 1)) for c in (one, other))
    return float(np.linalg.norm(a - b))


def _lab(light: Matrix) -> Matrix:
    ratio = _TO_XYZ @ light / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
