"""From what a scene says can be explored to the table of a figure."""

from __future__ import annotations

from typing import Any

from calculus.errors import LessonError
from explore import chains, curve, descents, fits, surfaces
from explore.writing import Pen
from record.figure import Figure

_MAKERS = {
    "nudge": curve.nudged,
    "tangents": curve.nudged,
    "functions": curve.several,
    "descent": descents.descents,
    "chain": chains.chain,
    "surface": surfaces.surface,
    "fit": fits.fit,
}

_REMEDY = "rendering it again"


def table(figure: Figure) -> dict[str, Any]:
    """Work out everything that a figure can show, ready for JSON.

    Numbers are texts, as they are shown; floats only say where things are drawn.

    Raises:
        LessonError: There is no such kind, or it cannot be made of what is given.
    """
    if figure.kind not in _MAKERS:
        raise LessonError("figure", f"is one of {', '.join(_MAKERS)}", figure.kind, "nudge")
    try:
        made = _MAKERS[figure.kind](figure.given, Pen.of(figure))
    except KeyError as missing:
        raise LessonError("figure", f"says {missing.args[0]}", figure.kind, _REMEDY) from None
    except (ArithmeticError, ValueError) as error:  # a record that anybody may have written
        rule = f"says what a figure of {figure.kind} is of"
        raise LessonError("figure", rule, str(error), _REMEDY) from None
    return {"kind": figure.kind, **made}
