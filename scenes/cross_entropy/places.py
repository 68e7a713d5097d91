"""Where everything is while a cost is explained: two pictures, and what is written over them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from scenes.picture.layout import Box, Layout
from scenes.picture.world import Pane

_LINES, _FORMULA = 1.35, 1.5  # Manim units for the ledger and for a formula, over pictures
_LABELS = 0.55  # under the right picture
_GAP, _AXIS = 0.35, 0.5  # between pictures; from a picture's edge to its axis upwards
_DATA = 0.44  # share of the data, where two pictures stand one under the other


@dataclass(frozen=True)
class Places:
    """Where everything is.

    Attributes:
        alone: The data at first.
        whole: The same under the ledger.
        left: The data while something is explained beside them, or under them.
        right: What explains.
        ledger: For both parameters and their slopes.
        formula: For what is said of the right picture.
    """

    alone: Pane
    whole: Pane
    left: Pane
    right: Pane
    ledger: Box
    formula: Box

    @classmethod
    def of(cls, regions: Layout) -> Self:
        """Return where everything is in a frame."""
        frame, action = regions.frame, regions.action()
        body = replace(action, top=regions.chip.bottom)
        if regions.is_wide:
            ledger, formula = body.beside(0.5, _GAP)
            ledger = replace(ledger, bottom=body.top - _LINES)
            formula = replace(formula, top=action.top, bottom=ledger.bottom).inset(left=_AXIS)
            left, right = _columns(frame, replace(body, top=ledger.bottom))
        elif frame.height > frame.width * 1.2:
            ledger = replace(body, bottom=body.top - _LINES)
            upper, lower = replace(body, top=ledger.bottom).above(_DATA, _GAP)
            formula = replace(lower, bottom=lower.top - _FORMULA)
            cut = (upper.bottom + lower.top) / 2
            left = Pane(replace(frame, bottom=cut), upper)
            right = Pane(replace(frame, top=cut), lower.inset(top=_FORMULA))
        else:
            ledger = replace(body, bottom=body.top - _LINES)
            formula = Box(body.left, ledger.bottom - _FORMULA, body.right, ledger.bottom)
            left, right = _columns(frame, replace(body, top=formula.bottom))
        alone = Pane(frame, body.inset(top=_GAP))
        whole = replace(alone, area=replace(body, top=ledger.bottom))
        right = replace(right, area=right.area.inset(bottom=_LABELS))
        return cls(alone, whole, left, right, ledger, formula)


def _columns(frame: Box, body: Box) -> tuple[Pane, Pane]:
    one, other = body.beside(0.5, 2 * _GAP)
    cut = (one.right + other.left) / 2
    return Pane(replace(frame, right=cut), one), Pane(replace(frame, left=cut), other)
