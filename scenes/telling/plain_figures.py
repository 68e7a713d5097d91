"""What Manim's own objects are called, for scenes that are drawn with them.

The figures of this project say themselves what they show; see `scenes.picture.meaning`.
"""

from __future__ import annotations

from typing import Any

from manim import Mobject, TipableVMobject, VMobject

from scenes.look.shape import Shape
from scenes.picture.meaning import claim_of

# By the names of Manim's classes; of a class that isn't here, the nearest base counts.
_KINDS = {
    "BarChart": "bar chart", "CoordinateSystem": "bare", "NumberLine": "number line",
    "ParametricFunction": "plain curve", "ImplicitFunction": "plain curve",
    "ArcBetweenPoints": "plain curve", "CubicBezier": "plain curve", "TracedPath": "plain curve",
    "Arrow": "arrow", "CurvedArrow": "arrow", "Arrow3D": "arrow", "Dot": "dot", "Dot3D": "dot",
    "Circle": "circle", "Ellipse": "ellipse", "Annulus": "ring", "AnnularSector": "sector",
    "Arc": "arc", "Angle": "angle", "Line": "plain line", "Square": "square",
    "Rectangle": "rectangle", "Triangle": "triangle", "Polygram": "polygon", "Brace": "brace",
    "Table": "table", "Matrix": "table", "AbstractImageMobject": "picture",
    "SVGMobject": "drawing",
}  # fmt: skip
# What is no longer round or square once it has been stretched.
_STRETCHED = {"circle": "ellipse", "square": "rectangle"}
_TIPPED = "plain line", "arc", "plain curve"  # an arrow, with a tip
_EVEN = 0.01  # of the height: a difference in width that nobody sees

# One of a kind, and several.
FIGURES = {
    "bar chart": ("a bar chart", "{count} bar charts"),
    "number line": ("a number line", "{count} number lines"),
    "plain curve": ("a curve", "{count} curves"),
    "arrow": ("an arrow", "{count} arrows"),
    "dot": ("a dot", "{count} dots"),
    "circle": ("a circle", "{count} circles"),
    "ellipse": ("an ellipse", "{count} ellipses"),
    "ring": ("a ring", "{count} rings"),
    "sector": ("a sector of a circle", "{count} sectors of a circle"),
    "arc": ("an arc", "{count} arcs"),
    "angle": ("an angle", "{count} angles"),
    "plain line": ("a line", "{count} lines"),
    "square": ("a square", "{count} squares"),
    "rectangle": ("a rectangle", "{count} rectangles"),
    "triangle": ("a triangle", "{count} triangles"),
    "polygon": ("a polygon", "{count} polygons"),
    "brace": ("a brace", "{count} braces"),
    "table": ("a table", "{count} tables"),
    "picture": ("a picture", "{count} pictures"),
    "drawing": ("a drawing", "{count} drawings"),
}


def plain_figure(part: Mobject) -> str | None:
    """Return the kind of one of Manim's objects; None for what isn't seen or has parts to tell.

    What lies in a layer of its own and is nothing but an outline is a detail of this project's
    figures, such as a guide line.
    """
    kind = _kind(part)
    if kind is None or not any(map(_is_seen, part.get_family())):
        return None
    if kind == "drawing" and type(part) in (VMobject, Shape) and part.z_index:
        return None
    if kind in _STRETCHED and abs(part.width - part.height) > _EVEN * part.height:
        return _STRETCHED[kind]
    return kind


def written(part: Any) -> str | None:
    """Return what one of Manim's texts, numbers or formulas says; None for anything else."""
    names = [base.__name__ for base in type(part).__mro__]
    if not any(map(_is_seen, part.get_family())):
        return None
    if "DecimalNumber" in names:
        return f"{part.number:.{part.num_decimal_places}f}"
    if "SingleStringMathTex" in names:
        return str(part.tex_string)
    if "Text" in names or "MarkupText" in names:
        return str(part.original_text)
    return None


def _kind(part: Any) -> str | None:
    if claim_of(part) is not None or type(part).__module__.startswith("scenes."):
        return None
    names = [base.__name__ for base in type(part).__mro__]
    kind = next((_KINDS[name] for name in names if name in _KINDS), None)
    if kind in _TIPPED and isinstance(part, TipableVMobject) and part.has_tip():
        return "arrow"
    # An object without an outline of its own is told by its parts, such as a group.
    return kind or ("drawing" if part.has_points() else None)


def _is_seen(part: Mobject) -> bool:
    if not isinstance(part, VMobject):
        return True
    inked = part.get_stroke_opacity() * part.get_stroke_width() + part.get_fill_opacity() > 0
    return part.has_points() and bool(inked)
