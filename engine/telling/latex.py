"""Manim objects that are set by LaTeX, on machines without it."""

from __future__ import annotations

from calculus.errors import LessonError

_PROGRAMS = {"latex", "pdflatex", "luatex", "lualatex", "xelatex", "dvisvgm"}


def missing(error: Exception) -> LessonError | None:
    """Return what to use instead if an error is about a missing LaTeX, else nothing.

    Manim sets its formulas with it, but also numbers: of DecimalNumber, at axes, in tables.
    """
    if not isinstance(error, FileNotFoundError) or error.filename not in _PROGRAMS:
        return None
    mistake = LessonError(
        "LaTeX",
        "is installed, for Manim's MathTex, Tex, DecimalNumber and numbers at axes",
        f"no {error.filename} on this machine",
        'self.formula("sqrt(x) = {n}", n=2) for formulas and numbers, self.label("words"), '
        "scenes.kit.Plot for axes; or Manim's own without LaTeX: "
        'Axes(axis_config={"label_constructor": Text})',
    )
    mistake.__cause__ = error
    return mistake
