"""The panels that compare learning rates: small hills with their labels, in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from manim import VGroup, VMobject

from calculus.descent import Descent
from scenes.base import LessonScene
from scenes.landscape.distance import ALPHA
from scenes.landscape.hill import Hill
from scenes.landscape.outcomes import LABELS, outcome
from scenes.landscape.valley import Surroundings
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.layout import Box
from scenes.picture.meaning import Backdrop, claim
from scenes.picture.motion import Drive
from scenes.picture.placing import Obstacles, Place, box_at, box_of
from scenes.picture.plot import filled
from scenes.picture.shapes import polyline
from scenes.picture.window import Window

_BALL = 0.13
_LABELS = (30.0, 27.0, 24.0)  # font sizes of a panel's labels, the best first
_LINE, _OVER = 0.4, 0.15  # height of a line of labels, and of the gap under the last
_TICKS = 0.5  # height of the labels under a panel's axis
_ACROSS, _DOWN = 0.5, 0.3  # gaps between panels
_BESIDE = 0.3  # between labels in a line
_SHAPE = 1.9  # width over height that suits a panel's hill
_EMPTY = 0.15  # how much worse each empty place makes a grid
_SIDES, _DOWNWARD = (0.0, 1.0, -1.0), (0.1, 0.2, 0.3, 0.4)  # where a label in a hill is tried
_MARGIN = 0.05  # of the ground under it, around it
_CLEAR = 0.12  # between such a label and the middle line
_FARTHEST = 12.0  # a runaway ball is followed this many starting distances out


class RatePanel:
    """One learning rate: its hill, its label and its verdict."""

    def __init__(self, scene: LessonScene, descent: Descent) -> None:
        self._scene = scene
        self.descent = descent
        self.label = scene.formula(
            "{alpha} {a:equals}", alpha=ALPHA, a=descent.learning_rate, size=_LABELS[0]
        )
        self.verdict = scene.label(LABELS[outcome(descent)], _LABELS[0], Role.SLOPE)
        self._escaped = False

    def settle(self, box: Box, grid: Grid, around: Surroundings) -> None:
        """Take a place in the grid."""
        start = self.descent.start.number
        self._around = around
        self.hill = Hill(
            box.inset(top=grid.header),
            Window(start - 1, -1, start + 1, 1),
            None,
            self._scene.theme,
            function=self.descent.function,
            start=start,
            radius=_BALL,
            tick_labels="across",
        )
        reach = around.reach if around.has_bottom else 0.5 * around.reach
        self.hill.set(window=self.hill.sight(around.around(start), least=reach))
        for text in (self.label, self.verdict):
            text.scale(grid.size / _LABELS[0])
        # With two lines the verdict, which comes later, stands above: the label at the hill.
        lower = box.top - 0.38 - (grid.lines - 1) * _LINE
        self.label.place(box.left, lower, anchor=-1)
        if grid.lines == 1:
            self.verdict.place(self.hill.area.right, lower, anchor=1)
        else:
            self.verdict.place(box.left, box.top - 0.38, anchor=-1)
        self.room = self.verdict.start - self.label.end - _BESIDE if grid.lines == 1 else 0.0
        self.still = VGroup(self.hill.axes, self.hill.line, self.label)

    @property
    def everything(self) -> VGroup:
        """All that is shown of the panel, for dimming."""
        shown_now = self._scene.get_mobject_family_members()
        parts = [part for part in (self.hill.ball, self.verdict) if part in shown_now]
        return VGroup(self.still, *self.hill.ghosts.values(), *parts)

    def widen(self, k: int) -> Drive | None:
        """Return what lets the window follow the ball to an iterate; None if it need not."""
        w = self._next(k)
        if w is None or self.hill.shows(w) or self._around.distance(w) > _FARTHEST:
            return None
        return Drive(self.hill, window=self.hill.sight(self._around.around(w)))

    def move(self, k: int) -> Drive | None:
        """Return the roll to an iterate; None when the ball has stopped or is out of sight."""
        w = self._next(k)
        if w is None:
            return None
        ghost = self.hill.leave_ghost()
        if ghost is not None:
            self._scene.add(ghost)
        target = self.hill.within_sight(w)
        self._escaped = target != w
        return Drive(self.hill, w=target)

    def factor_label(self, size: float) -> Text:
        """Return what each step multiplies the distance by."""
        factor = self.descent.factor
        assert factor is not None, "only told where there is a law"
        f = self._scene.digits.shown(factor, places=4, significant=3)
        form = "times ({f:plain})" if factor < 0 else "times {f:plain}"
        form = form if f.exact else f"approx {form}"
        return self._scene.formula(form, f=f, role=Role.GRADIENT, size=size)

    def put_beside(self, label: Text) -> None:
        """Place a label between the two others."""
        label.place((self.label.end + self.verdict.start) / 2, self.label.baseline)

    def ground(self, label: Text) -> VMobject:
        """Return a patch in the colour of the background under a label."""
        box = box_of(label).inset(*[-_MARGIN] * 4)
        patch = filled(self._scene.theme.background, "axes")
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        corners = [[left, bottom, 0], [right, bottom, 0], [right, top, 0], [left, top, 0]]
        claim(patch, Backdrop())
        return patch.set_points(polyline(corners, closed=True))

    def _next(self, k: int) -> float | None:
        """Return an iterate that the ball has yet to roll to."""
        iterates = self.descent.iterates
        if self._escaped or k >= len(iterates) or iterates[k].w.number == self.hill["w"]:
            return None
        return iterates[k].w.number


@dataclass(frozen=True)
class Grid:
    """How the panels are laid out.

    Attributes:
        columns: Panels side by side.
        rows: Panels one under another.
        size: Font size of their labels.
        lines: Lines that the labels take.
    """

    columns: int
    rows: int
    size: float
    lines: int

    @property
    def header(self) -> float:
        """Height of the labels above a hill."""
        return self.lines * _LINE + _OVER

    @classmethod
    def best(cls, body: Box, panels: Sequence[RatePanel]) -> Grid:
        """Return the grid in which the hills are largest."""
        count = len(panels)
        grids = [cls._of(columns, body, panels) for columns in range(1, count + 1)]

        def worth(grid: Grid) -> float:
            box = grid.boxes(body)[0]
            hill = min(box.width, _SHAPE * (box.height - grid.header - _TICKS))
            return hill * (1 - _EMPTY * (grid.columns * grid.rows - count))

        return max(grids, key=worth)

    @classmethod
    def _of(cls, columns: int, body: Box, panels: Sequence[RatePanel]) -> Grid:
        rows = ceil(len(panels) / columns)
        width = body.columns(columns, _ACROSS)[0].width
        both = max(panel.label.width + panel.verdict.width for panel in panels) + _BESIDE
        longer = max(max(panel.label.width, panel.verdict.width) for panel in panels)
        for lines, needed in ((1, both), (2, longer)):
            for size in _LABELS:
                if needed * size / _LABELS[0] <= width:
                    return cls(columns, rows, size, lines)
        return cls(columns, rows, _LABELS[-1], 2)

    def boxes(self, body: Box) -> list[Box]:
        """Return the boxes of the panels, line by line."""
        return [
            box for row in body.rows(self.rows, _DOWN) for box in row.columns(self.columns, _ACROSS)
        ]


def put_in_the_hills(pairs: Sequence[tuple[RatePanel, Text]]) -> list[VGroup]:
    """Place a label in each panel's hill, at the same height and side, where they cover least.

    Returns:
        The labels, each on a ground that hides the grid.
    """
    hills = [panel.hill for panel, _ in pairs]
    solid = [Obstacles.of(h.area, h.line, h.ball, *h.ghosts.values()) for h in hills]
    grids = [Obstacles.of(hill.area, hill.axes) for hill in hills]

    def place(panel: RatePanel, label: Text, side: float, down: float) -> Place:
        area = panel.hill.area
        widest = max(other.width for _, other in pairs)
        return area.centre[0] + side * (widest / 2 + _CLEAR), area.top - down - label.height / 2

    def covered(choice: tuple[float, float]) -> tuple[float, float]:
        boxes = [box_at(place(*pair, *choice), pair[1]) for pair in pairs]
        first, second = (
            sum(around.covered(box) for around, box in zip(what, boxes, strict=True))
            for what in (solid, grids)
        )
        return first, second

    choices = [(side, down) for down in _DOWNWARD for side in _SIDES]
    if covered(min(choices, key=covered))[0]:
        for _, label in pairs:
            label.scale(_LABELS[-1] / label.font_size)
    best = min(choices, key=covered)
    for panel, label in pairs:
        label.move_to((*place(panel, label, *best), 0))
    return [VGroup(panel.ground(label), label) for panel, label in pairs]
