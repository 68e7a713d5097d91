"""Colours, sizes and fonts: one colour for each role, the same in every lesson."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# What lies over what, from the back to the front.
LAYER = {"grid": 0, "axes": 1, "curve": 2, "guide": 3, "area": 3, "line": 4, "dot": 5, "label": 6}


class Role(StrEnum):
    """What a thing on screen is, which decides its colour."""

    FUNCTION = "function"
    INPUT = "input"
    OUTPUT = "output"
    SLOPE = "slope"
    VALUE = "value"
    GRADIENT = "gradient"
    NEUTRAL = "neutral"
    TEXT = "text"


@dataclass(frozen=True)
class Theme:
    """A set of colours and type sizes.

    The role colours belong to the Okabe-Ito family, which stays distinguishable with the
    common colour vision deficiencies (Okabe & Ito 2008, "Color Universal Design"); some are
    lightened so that they keep 4.5:1 against a dark background.

    Attributes:
        background: Colour behind everything, ``#RRGGBB``.
        panel: Colour of cards and badges, a little off the background.
        rule: Colour of grid and table rules.
        colours: One colour for each role.
        title: Font size of titles, in Manim points.
        body: Font size of formulas and labels.
        small: Font size of ticks and table cells; nothing is smaller.
    """

    background: str
    panel: str
    rule: str
    colours: dict[Role, str]
    title: float = 44
    body: float = 36
    small: float = 28

    def __getitem__(self, role: Role) -> str:
        return self.colours[role]


DARK = Theme(
    background="#0D1420",
    panel="#18222F",
    rule="#33414F",
    colours={
        Role.FUNCTION: "#56B4E9",
        Role.INPUT: "#F0A830",
        Role.OUTPUT: "#2FC99A",
        Role.SLOPE: "#F5E960",
        Role.VALUE: "#A9C9FF",
        Role.GRADIENT: "#EC8FC6",
        Role.NEUTRAL: "#93A3B5",
        Role.TEXT: "#F4F1E8",
    },
)
