"""Colours, sizes and fonts: one colour for each role, the same in every lesson."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from calculus.errors import ParameterError
from calculus.names import unknown
from scenes.look.colour import contrast, faint, rgb
from scenes.look.typesetting import HOUSE, Typefaces

# What lies over what, from the back to the front.
LAYER = {
    "grid": 0, "axes": 1, "curve": 2, "guide": 3, "area": 3, "line": 4, "dot": 5, "card": 6,
    "label": 7,
}  # fmt: skip


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
        small: Font size of ticks, names and table cells; nothing is smaller.
        typefaces: The fonts.
        partial: Whether derivatives are written with ∂ rather than d.
        decimal_comma: Whether decimals are set with a comma.
    """

    background: str
    panel: str
    rule: str
    colours: dict[Role, str]
    title: float = 44
    body: float = 36
    small: float = 34
    typefaces: Typefaces = HOUSE
    partial: bool = False
    decimal_comma: bool = False

    def __getitem__(self, role: Role) -> str:
        return self.colours[role]

    @cached_property
    def grid(self) -> str:
        """Colour of the lines of a world's grid: seen, and yet behind everything."""
        return faint(self[Role.NEUTRAL], self.background, _GRID)

    @cached_property
    def fine_grid(self) -> str:
        """Colour of the finer lines between them."""
        return faint(self[Role.NEUTRAL], self.background, _FINE_GRID)


_GRID, _FINE_GRID = 1.6, 1.2  # contrast against the background
LEAST_CONTRAST = 4.5  # of text against what lies behind it (WCAG 2.2, 1.4.3)


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

LIGHT = Theme(
    background="#FBFAF6",
    panel="#EDEFEE",
    rule="#C4CBD2",
    colours={
        Role.FUNCTION: "#0069A8",
        Role.INPUT: "#A65300",
        Role.OUTPUT: "#00734F",
        Role.SLOPE: "#756000",
        Role.VALUE: "#4A55B8",
        Role.GRADIENT: "#A82B77",
        Role.NEUTRAL: "#55616E",
        Role.TEXT: "#15202B",
    },
)

THEMES = {"dark": DARK, "light": LIGHT}
_SURFACES = ("background", "panel", "rule")


def themed(name: str, colours: Mapping[str, str] = MappingProxyType({}), **more: Any) -> Theme:
    """Return a theme with some of its colours replaced.

    Args:
        name: One of `THEMES`.
        colours: ``#rrggbb`` by role, or for ``background``, ``panel`` or ``rule``.
        more: Other attributes of the theme.

    Raises:
        ParameterError: There is no such role, or a colour cannot be read on its background.
    """
    theme = THEMES[name]
    for role in colours:
        if role not in (*Role, *_SURFACES):
            raise unknown(ParameterError, "colours", role, (*Role, *_SURFACES))
    surfaces: dict[str, Any] = {name: c for name, c in colours.items() if name in _SURFACES}
    roles = {Role(role): colour for role, colour in colours.items() if role not in _SURFACES}
    theme = replace(theme, colours={**theme.colours, **roles}, **surfaces, **more)
    for role, colour in theme.colours.items():
        for behind in (theme.background, theme.panel):
            if (found := contrast(rgb(colour), rgb(behind))) < LEAST_CONTRAST:
                raise ParameterError(
                    "colours",
                    f"{role.value} has a contrast of at least {LEAST_CONTRAST}:1 against {behind}",
                    f"{colour} ({found:.1f}:1)",
                    "a lighter or a darker colour",
                )
    return theme
