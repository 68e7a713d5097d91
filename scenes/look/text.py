"""Text and formulas as Manim objects: set by Typst, placed by their baseline."""

from __future__ import annotations

import re
from typing import Self

import numpy as np
from manim import VGroup, VMobject

from calculus.shown import Shown
from scenes.look.glyphs import refusal
from scenes.look.markup import Markup, joined
from scenes.look.shape import Shape
from scenes.look.theme import DARK, LAYER, Role, Theme
from scenes.look.typesetting import EM_PER_FONT_SIZE, NoGlyph, TypesetLine, typeset

THEME = DARK
LEAST_SIZE = 24.0  # font size; smaller text cannot be read from the back of a room
_BEARING = 0.06  # Manim units


class _Measured(Shape):
    """What knows how large it is as Manim has it, to the bit, and without going point by point."""

    def get_points_defining_boundary(self) -> np.ndarray:
        """Return where the curves start and end."""
        curves = [part.points.reshape(-1, 4, 3)[:, ::3] for part in self.get_family()]
        return np.concatenate(curves).reshape(-1, 3)

    def length_over_dim(self, dim: int) -> float:
        """Return how far all points lie apart: across (0) or up (1)."""
        points = np.concatenate([part.points for part in self.get_family()])
        return float(np.ptp(points[:, dim])) if len(points) else 0.0


class Run(_Measured):
    """Adjacent glyphs of one colour, as one object: fast to draw, easy to pick."""

    def __init__(self, points: np.ndarray, colour: str) -> None:
        super().__init__(stroke_width=0, fill_color=colour, fill_opacity=1)
        self.set_points(points)


class Placed(_Measured):
    """A typeset line that knows where its pen started, ended and stood.

    Lines that belong together are aligned by these, not by their ink: a 1 has less ink than
    an 8, yet takes the same room.
    """

    def _measure(self, advance: float, size: float) -> None:
        """Remember start, end and baseline; the pen must start at the origin now.

        They are kept as shares of the ink's box, so they survive moving and scaling.
        """
        left, bottom, width, height = self._ink
        self._size = size / width
        self._baseline = -bottom / height
        self._start = -left / width
        self._end = (advance - left) / width

    @property
    def _ink(self) -> tuple[float, float, float, float]:
        """Its left and its bottom, where curves meet, and how far all points reach."""
        points = np.concatenate([part.points for part in self.get_family()])
        if not len(points):
            return 0.0, 0.0, 0.0, 0.0
        left, bottom, _ = points.reshape(-1, 4, 3)[:, ::3].min(axis=(0, 1)).tolist()
        width, height, _ = np.ptp(points, axis=0).tolist()
        return left, bottom, width, height

    @property
    def _pen(self) -> tuple[float, float, float]:
        """Where it started and ended, horizontally, and the height of the baseline."""
        left, bottom, width, height = self._ink
        start, end = left + self._start * width, left + self._end * width
        return start, end, bottom + self._baseline * height

    @property
    def baseline(self) -> float:
        """Height of the baseline in the frame."""
        return self._pen[2]

    @property
    def font_size(self) -> float:
        """The font size, as it is after all scaling."""
        return float(self._size * self.width)

    @property
    def start(self) -> float:
        """Where the line starts, horizontally."""
        return self._pen[0]

    @property
    def end(self) -> float:
        """Where the line ends, horizontally."""
        return self._pen[1]

    def place(self, x: float, baseline: float, anchor: float = 0) -> Self:
        """Put the text on a baseline.

        Args:
            x: Where the anchor of the text goes.
            baseline: Height of the baseline.
            anchor: -1 places the start at x, 0 the middle, 1 the end.
        """
        start, end, now = self._pen
        here = (start + end) / 2 + anchor * (end - start) / 2
        return self.shift((x - here, baseline - now, 0))


class Text(Placed, VGroup):
    """One line of typeset text, with one `Run` for each change of colour.

    Args:
        source: Typst markup; mathematics between dollar signs.
        size: Manim font size.
        role: Colour of what the source leaves uncoloured.
        theme: The colours.

    Attributes:
        numbers: The numbers it shows, which checks recompute.
        heading: What stands above it in a table, Typst markup; empty outside of tables.
    """

    def __init__(
        self, source: str, size: float = 32, role: Role = Role.TEXT, theme: Theme = THEME
    ) -> None:
        super().__init__()
        self.numbers: tuple[Shown, ...] = ()
        self.heading = ""
        self.source = source
        self.theme = theme
        line = outlines(source, theme)
        em = size * EM_PER_FONT_SIZE
        self.add(*(Run(run.points * em, run.colour or theme[role]) for run in line.runs))
        self._measure(line.advance * em, size)
        self.set_z_index(LAYER["label"])

    def part(self, role: Role) -> Run:
        """Return the first run in a role's colour.

        Raises:
            KeyError: No part of the text has this colour.
        """
        for run in self.submobjects:
            assert isinstance(run, Run)
            if run.fill_color.to_hex().upper() == self.theme[role].upper():
                return run
        raise KeyError(f"nothing in {self.source!r} is in the colour of {role.value}")


class NumberText(Placed):
    """A number in one colour, as one object whose digits can change while it is shown.

    Args:
        text: A number, which goes on record, or Typst mathematics.
        size: Manim font size.
        role: Its colour.
        theme: The colours.

    Attributes:
        numbers: The number it shows, which checks recompute; none while it shows mere text.
    """

    def __init__(
        self, text: str | Shown, size: float = 32, role: Role = Role.TEXT, theme: Theme = THEME
    ) -> None:
        super().__init__(stroke_width=0, fill_color=theme[role], fill_opacity=1)
        self.numbers: tuple[Shown, ...] = ()
        self.size = size
        self.theme = theme
        self.source = ""
        self.write(text)
        self.set_z_index(LAYER["label"])

    def write(self, text: str | Shown) -> Self:
        """Set the number, or Typst mathematics, with the pen starting at the origin."""
        self.numbers = (text,) if isinstance(text, Shown) else ()
        written = text.marked_typst if isinstance(text, Shown) else text
        self.source = math(written)
        line = outlines(self.source, self.theme)
        em = self.size * EM_PER_FONT_SIZE
        self.set_points(line.points * em)
        self._measure(line.advance * em, self.size)
        whole = outlines(math(written.split(".")[0]), self.theme).advance * em
        self._point = (whole - self.get_left()[0]) / self.width
        return self

    @property
    def point(self) -> float:
        """Where the decimal point stands, horizontally, or would stand."""
        return float(self.get_left()[0] + self._point * self.width)

    def rewrite(self, text: str | Shown) -> Self:
        """Set the number where it stands: its decimal point, baseline and size remain."""
        size, point, baseline = self.font_size, self.point, self.baseline
        self.write(text).scale(size / self.font_size)
        return self.shift((point - self.point, baseline - self.baseline, 0))


def math(source: str) -> Markup:
    """Return Typst source for a formula in display style."""
    return joined(("$display(", source, ")$"))


def coloured(role: Role, source: str) -> str:
    """Return mathematics in a role's colour, for use inside a formula."""
    return f"{_MACRO[role]}({source})"


def scale_to_fit(mobject: VMobject, width: float, height: float = np.inf) -> VMobject:
    """Shrink an object that is too large for a box; never enlarge it."""
    # A line placed by its pen may stick out of its box by the first letter's side bearing.
    factor = min(
        1.0,
        (width - _BEARING) / max(mobject.width, 1e-9),
        height / max(mobject.height, 1e-9),
    )
    return mobject.scale(factor) if factor < 1 else mobject


# Decimals are written with a point in all sources, so that they can be read and checked.
_DECIMAL_COMMA = '#show regex("[0-9]+[.][0-9]+"): it => { show ".": ","; it }\n'
# A decimal in code has a point in every language.
_CODE = re.compile(r'raw\("[^"]*[0-9][.][0-9]')
# Inside formulas a role is written as a function: `cinput(Delta a)`.
_MACRO = {role: f"c{role.value}" for role in Role}


def outlines(source: str, theme: Theme) -> TypesetLine:
    """Typeset Typst markup with the colours and the decimal separator of a theme.

    Raises:
        ParameterError: The fonts lack a character; it says which font has it.
    """
    definitions = _definitions(source, theme)
    try:
        return typeset(source, definitions, theme.typefaces)
    except NoGlyph:
        raise refusal(source, definitions, theme.typefaces) from None


def _definitions(source: str, theme: Theme) -> str:
    symbols = "#let dif = $partial$\n#let dd = $partial$\n" if theme.partial else ""
    comma = _DECIMAL_COMMA if theme.decimal_comma and not _CODE.search(source) else ""
    colours = (
        f'#let {macro}(body) = text(fill: rgb("{theme[role]}"), body)\n'
        for role, macro in _MACRO.items()
        if macro in source
    )
    return "".join([symbols, comma, *colours])
