"""From Typst source to outlines, the same on every machine.

Unless a lesson asks for others, only fonts that come with the installation are used: Source
Sans Pro for words (the package font-source-sans-pro) and New Computer Modern Math, which is
embedded in Typst, for formulas and numbers. The machine's own fonts are not even looked at.
"""

from __future__ import annotations

import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files

import numpy as np
import svgelements as se
import typst
from numpy.typing import NDArray

from calculus.errors import LessonError, LessonWarning
from scenes.look.scripts import runs_leftwards

TEXT_FONT = "Source Sans Pro"
MATH_FONT = "New Computer Modern Math"
# Typst sets text of this size; one em of a Manim font size of 96 is one unit wide.
SET_SIZE = 10.0  # pt
EM_PER_FONT_SIZE = 1 / 96
# A speck of this colour marks the baseline in the drawing; it is taken out again.
_MARK = "#010203"
_SPECK = f'#box(width: 0.01pt, height: 0.01pt, fill: rgb("{_MARK}"))'
_NOBODY_HAS = "\U0010fffd"  # the last character of a private area
_HREF = "{http://www.w3.org/1999/xlink}href"
_UNCOLOURED = "#000000"  # Typst's own colour of text
_PREAMBLE = """\
#set page(width: auto, height: auto, margin: 20pt, fill: none)
#set text(size: {size}pt, font: {text}, number-type: "lining", number-width: "tabular")
#show math.equation: set text(font: {math}, weight: 450)
#let dd = $upright(d)$
#let words(body) = text(font: {text}, weight: 400, body)
"""

Points = NDArray[np.float64]


class NoGlyph(Exception):
    """No font has a glyph for some character, or none that can be drawn: there would be a box."""


class MissingFont(LessonWarning):
    """A font that a lesson asks for isn't installed."""


@dataclass(frozen=True)
class Typefaces:
    """The font families that text is set in.

    Attributes:
        text: Of words.
        math: Of formulas and numbers.
    """

    text: str = TEXT_FONT
    math: str = MATH_FONT

    @property
    def are_ours(self) -> bool:
        """Whether both come with the installation."""
        return {self.text, self.math} <= set(fonts().families())

    def warn_of_missing(self) -> None:
        """Warn of each family that isn't on this machine; the house's own is used instead."""
        if self.are_ours:
            return
        known = {family.lower() for family in fonts(system=True).families()}
        for name, instead in ((self.text, TEXT_FONT), (self.math, MATH_FONT)):
            if name.lower() not in known:
                message = f"font {name} isn't installed here, so {instead} is used"
                warnings.warn(message, MissingFont, stacklevel=2)


HOUSE = Typefaces()


@dataclass(frozen=True)
class Outline:
    """The outline of some adjacent glyphs of one colour.

    Attributes:
        points: Control points of cubic Bézier curves, four for each curve, shape (4n, 3), in
            ems from the start of the baseline; y points up.
        colour: ``#rrggbb``, or None where the source does not set a colour.
    """

    points: Points
    colour: str | None


@dataclass(frozen=True)
class TypesetLine:
    """A typeset line.

    Attributes:
        runs: Outlines in reading order.
        advance: Distance from the start of the line to its end, in ems. Every digit has the
            same share in it, however wide its ink.
    """

    runs: tuple[Outline, ...]
    advance: float

    @property
    def points(self) -> Points:
        """All outlines as one, whatever their colours."""
        return np.vstack([run.points for run in self.runs])


@lru_cache(maxsize=4096)
def typeset(source: str, definitions: str = "", typefaces: Typefaces = HOUSE) -> TypesetLine:
    """Typeset Typst markup in one line.

    Adjacent glyphs of one colour come as one outline, in reading order.

    Args:
        source: Typst markup.
        definitions: Typst definitions (``#let``) the markup uses.
        typefaces: The fonts; the house's own where one isn't installed or lacks a letter.

    Raises:
        LessonError: The markup is wrong.
        NoGlyph: The fonts lack a character.
    """
    way = "#set text(dir: rtl)\n" if runs_leftwards(_words(source)) else ""
    try:
        svg = _drawing(f"{definitions}{way}{_SPECK}{source}{_SPECK}", typefaces)
    except typst.TypstError as error:
        rule = f"is Typst mathematics ({str(error).splitlines()[0]})"
        formula = source.removeprefix("$display(").removesuffix(")$")
        remedy = 'brackets in pairs, words in quotes ("area"), and {x} for what a field holds'
        raise LessonError("formula", rule, formula, remedy) from error
    if not _glyphs_used(svg) <= _outlines(svg).keys() - _boxes(typefaces):
        raise NoGlyph(source)
    shapes = list(_shapes(svg))
    # The line starts at its left end, in whatever direction it is read.
    start, end = sorted(
        (points for colour, points in shapes if colour == _MARK), key=lambda one: one[0, 0]
    )
    origin = np.array([start[:, 0].max(), start[:, 1].max(), 0.0])
    runs: list[tuple[str | None, list[Points]]] = []
    for fill, points in shapes:
        if fill == _MARK:
            continue
        colour = None if fill == _UNCOLOURED else fill
        if not runs or runs[-1][0] != colour:
            runs.append((colour, []))
        runs[-1][1].append((points - origin) * [1 / SET_SIZE, -1 / SET_SIZE, 0])
    return TypesetLine(
        tuple(Outline(np.vstack(parts), colour) for colour, parts in runs),
        float(end[:, 0].min() - origin[0]) / SET_SIZE,
    )


@cache
def fonts(system: bool = False) -> typst.Fonts:
    """Return the fonts that text can be set in.

    Args:
        system: Whether the machine's own are among them.
    """
    with as_file(files("font_source_sans_pro") / "files") as folder:
        return typst.Fonts(include_system_fonts=system, font_paths=[str(folder)])


@cache
def _compiler(system: bool) -> typst.Compiler:
    return typst.Compiler(font_paths=fonts(system))


def _drawing(body: str, typefaces: Typefaces) -> ET.Element:
    text, math = _families(typefaces.text, TEXT_FONT), _families(typefaces.math, MATH_FONT)
    preamble = _PREAMBLE.format(size=SET_SIZE, text=text, math=math)
    compiler = _compiler(system=not typefaces.are_ours)
    svg = compiler.compile(f"{preamble}{body}".encode(), format="svg")
    assert isinstance(svg, bytes)
    return ET.fromstring(svg)


@cache
def _boxes(typefaces: Typefaces) -> frozenset[str]:
    """Return the glyphs that stand for characters which no font has."""
    box = _NOBODY_HAS
    body = f'{box}#strong[{box}]#emph[{box}]${box} bold({box}) words("{box}")$'
    return frozenset(_glyphs_used(_drawing(body, typefaces)))


def _glyphs_used(svg: ET.Element) -> set[str]:
    return {use.get(_HREF, "").removeprefix("#") for use in svg.iterfind(".//{*}use")}


def _words(source: str) -> str:
    """Return what is written in words: outside of mathematics, or in quotes where all is that."""
    outside = re.sub(r"\$[^$]*\$", "", source)
    return outside if outside.strip() else " ".join(re.findall(r'"([^"]*)"', source))


def _families(first: str, last: str) -> str:
    """Return a Typst list of font families to be tried in turn."""
    return "(" + "".join(f'"{name}",' for name in dict.fromkeys([first, last])) + ")"


def _shapes(svg: ET.Element) -> Iterator[tuple[str, Points]]:
    """Yield colour and points of every drawn shape, in drawing order."""
    yield from _walk(svg, se.Matrix(), _outlines(svg))


def _outlines(svg: ET.Element) -> dict[str, str]:
    """Return the outline of each glyph that has one, by its name."""
    return {
        name: path.get("d", "")
        for element in svg.iter()
        if (name := element.get("id")) and (path := element.find("{*}path")) is not None
    }


def _walk(
    element: ET.Element, matrix: se.Matrix, glyphs: dict[str, str]
) -> Iterator[tuple[str, Points]]:
    for child in element:
        tag = child.tag.rsplit("}", 1)[-1]
        if tag in ("defs", "style"):
            continue
        # svgelements multiplies in reading order: the inner transform first.
        here = se.Matrix(child.get("transform", "")) * matrix
        if tag == "use":
            href = child.get(_HREF, "").removeprefix("#")
            offset = se.Matrix.translate(float(child.get("x", "0")), float(child.get("y", "0")))
            glyph = _curves(glyphs[href])
            if len(glyph):  # a space has no outline
                yield child.get("fill", _UNCOLOURED), _placed(glyph, offset * here)
        elif tag == "path" and child.get("stroke"):
            bar = _bar(_curves(child.get("d", "")), float(child.get("stroke-width", "1")))
            yield child.get("stroke", _UNCOLOURED), _placed(bar, here)
        elif tag == "path":
            yield child.get("fill", _UNCOLOURED), _placed(_curves(child.get("d", "")), here)
        yield from _walk(child, here, glyphs)


def _placed(points: Points, matrix: se.Matrix) -> Points:
    x = matrix.a * points[:, 0] + matrix.c * points[:, 1] + matrix.e
    y = matrix.b * points[:, 0] + matrix.d * points[:, 1] + matrix.f
    return np.column_stack([x, y, np.zeros(len(points))])


@lru_cache(maxsize=1024)
def _curves(data: str) -> Points:
    """Return SVG path data as cubic curves, shape (4n, 2)."""
    curves: list[list[complex]] = []
    for segment in se.Path(data):
        match segment:
            case se.CubicBezier(start=a, control1=b, control2=c, end=d):
                curves.append([complex(*p) for p in (a, b, c, d)])
            case se.QuadraticBezier(start=a, control=b, end=d):
                p, q, r = (complex(*point) for point in (a, b, d))
                curves.append([p, p + 2 / 3 * (q - p), r + 2 / 3 * (q - r), r])
            case se.Line(start=a, end=d) | se.Close(start=a, end=d) if a != d:
                p, r = complex(*a), complex(*d)
                curves.append([p, p + (r - p) / 3, p + 2 * (r - p) / 3, r])
            case _:
                pass
    flat = np.array(curves, dtype=complex).reshape(-1)
    return np.column_stack([flat.real, flat.imag])


def _bar(curves: Points, width: float) -> Points:
    """Turn a stroked straight line (a fraction bar, a root's roof) into a filled bar."""
    start, end = curves[0], curves[-1]
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([-along[1], along[0]]) * width / 2
    corners = np.array([start - across, end - across, end + across, start + across])
    return np.vstack(
        [
            np.linspace(corner, following, 4)
            for corner, following in zip(corners, np.roll(corners, -1, axis=0), strict=True)
        ]
    )
