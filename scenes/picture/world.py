"""A world: a plot that fills the frame. Its window is what the action box shows for certain.

Grid, axes, curves and straight lines go on to the edges of the frame. The grid has lines of every
scale, faint where they are near to each other; so a zoom is seen by lines that come and go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

import numpy as np
from manim import Mobject, VGroup, VMobject

from calculus.function import Function
from scenes.look.colour import blend
from scenes.look.text import Placed, Text
from scenes.look.theme import LAYER, Role, Theme
from scenes.picture import grid, meaning
from scenes.picture.curves import Sight
from scenes.picture.layout import FRAME_SIDE, Box, Layout, pen, px
from scenes.picture.motion import Drive
from scenes.picture.nest import Nest, nest_figures
from scenes.picture.placing import box_of
from scenes.picture.plot import AXES, Axis, Plot, TickLabels, filled, knocked_out, stroke
from scenes.picture.shapes import NOTHING, Points, polyline, rounded
from scenes.picture.ticks import PLATE, edge_label
from scenes.picture.window import Window

# Shares of a frame's shorter side from line to line: faint lines come, and become strong ones.
_FAINT, _STRONG = (0.05, 0.07), (0.09, 0.14)
_SLOTS = 3  # levels of lines that can be told apart; those beyond are all strong
_APART = {"across": 0.4, "up": 0.75}  # from number to number, Manim units, at least
_ACROSS = 1.4  # the same across, in widths of the widest
_CLEAR, _FACTOR = px(10), px(40)  # over a label, and beside it: there another reads as a factor
_ROW = 0.4  # height of the row of numbers across, with some room, Manim units
_ROOM = px(10)  # around the name of an axis, on its plate
_NAMED = 0.3  # of the action box's width: a name that is wider has no room
_BESIDE_NAME, _UNDER_NAME = 0.3, 0.42  # Manim units, to the scale of an axis
_LOW = 2.6  # Manim units: in a box so low the scale stands beside the name
_ROUND = 0.24  # Manim units, corners of the plate of both
_SAME = 1e-3  # of the scale: so near to it is the picture
GROUND = 0.09  # opacity of what is under a curve


@dataclass(frozen=True)
class Pane:
    """What a world fills, and what of that is seen for certain."""

    frame: Box
    area: Box


class World(Plot):
    """A plot whose grid, axes and lines fill the frame.

    Its state has besides the ``window`` the action box ``area`` that shows it, so a world can
    glide; the ``frame`` that it fills, at first all of it; the ``card`` that lies over it, at first
    none; the boxes ``taken`` by labels, to which the numbers at the edges yield; and the frames of
    a ``nest``, into which one can dive (`scenes.picture.diving`).

    Args:
        regions: The regions of the frame.
        window: What part of the plane the action box shows at first.
        theme: The colours.
        names: Names of the axes, Typst markup: after the numbers along the foot of the action
            box, and above those up its left side; "" for none. Of further names of the latter the
            first that has room is taken. Under it, or in a low box after it, stands by what
            heights are divided, where a unit is not as long upwards as across.
        heights: What these are called there, Typst markup.
        card: Whether there is a card beside the action box.
        state: Further values that what is drawn depends on.

    Attributes:
        axes: Grid, axes and numbers; add this to the scene.
        names: The names of the axes, by axis; empty without.
        zero: The lines on which one of the coordinates is 0.
        numbers: The numbers along the axes, by axis.
    """

    curve_pen: ClassVar[float] = pen(7)
    compared: ClassVar[bool] = True  # whether units across and up can be compared

    def __init__(
        self,
        regions: Layout,
        window: Window,
        theme: Theme,
        *,
        names: tuple[str, ...] | None = None,
        heights: str = "$arrow.t.b$",
        card: bool = False,
        state: Mapping[str, Any] | None = None,
    ) -> None:
        action, self._divided = regions.action(card), heights
        own = {"area": action, "frame": regions.frame, "card": None, "taken": (), "nest": Nest()}
        super().__init__(action, window, names, theme, state=own | dict(state or {}))

    @property
    def area(self) -> Box:
        """The action box, as it is now."""
        area = self["area"]
        assert isinstance(area, Box)
        return area

    @property
    def frame(self) -> Box:
        """The part of the frame that it fills now."""
        frame = self["frame"]
        assert isinstance(frame, Box)
        return frame

    @property
    def card(self) -> Box | None:
        """The card over it, as it is now."""
        card = self["card"]
        assert card is None or isinstance(card, Box)
        return card

    @property
    def paper(self) -> str:
        """The colour behind the numbers at the edges."""
        return self.theme.background

    @property
    def seen(self) -> Sight:
        """What the frame shows: the window, extended to its edges."""
        return Sight(self.extended(self.window), self.frame)

    @property
    def ratio(self) -> float:
        """How long a unit upwards is in the frame, in units across."""
        return self.seen.up / self.seen.across

    @property
    def row_end(self) -> float:
        """Where in the frame the row of numbers across ends, with the name of its axis."""
        return self.area.right

    def place(self, point: Points) -> tuple[float, float]:
        """Return the axis coordinates of a point of the frame."""
        area, window = self.area, self.window
        return (
            float(window.left + (point[0] - area.left) / self.seen.across),
            float(window.bottom + (point[1] - area.bottom) / self.seen.up),
        )

    def extended(self, window: Window) -> Window:
        """Return what the frame shows when the action box shows a window."""
        area, frame = self.area, self.frame
        across, up = window.width / area.width, window.height / area.height
        return Window(
            window.left - (area.left - frame.left) * across,
            window.bottom - (area.bottom - frame.bottom) * up,
            window.right + (frame.right - area.right) * across,
            window.top + (frame.top - area.top) * up,
        )

    def glide(self, area: Box, run_time: float = 0.6) -> Drive:
        """Move the world to another action box, at the same scale, its middle to the new one."""
        window, now = self.window, self.area
        size = window.width * area.width / now.width, window.height * area.height / now.height
        moved = Window.around(*window.middle, *size)
        return Drive(self, run_time=run_time, area=area, window=moved)

    @property
    def edges(self) -> tuple[Box, Box]:
        """The row at the foot and the column at the left in which the numbers stand."""
        area, (across, up) = self.area, map(box_of, self.numbers.values())
        row = replace(area, top=area.bottom + across.height)
        return row, replace(area, right=area.left + up.width)

    @property
    def plates(self) -> list[Box]:
        """What the names of the axes stand on."""
        return [*self._named_at.values()]

    def cover(self, card: Box, run_time: float = 0.6) -> Drive:
        """Let lines draw back to the near edge of a card that appears beside, or under them."""
        if self.card is None:
            self.set(card=self._beyond(card))
        return Drive(self, run_time, card=card)

    def uncover(self, run_time: float = 0.6) -> Drive:
        """Let lines go on to the edges of the frame, when their card leaves."""
        return Drive(self, run_time, card=self.card and self._beyond(self.card))

    def _beyond(self, card: Box) -> Box:
        """Return a card as it is when it has moved out of the frame."""
        if self._has_beside(card):
            return card.moved(self.frame.right - card.left)
        return card.moved(up=self.frame.bottom - card.top)

    def yield_to(self, *labels: Mobject) -> None:
        """Let no number at the edges stand where labels are; without any, all are seen."""
        beside = (_FACTOR if isinstance(label, Placed) else _CLEAR for label in labels)
        pairs = zip(labels, beside, strict=True)
        self.set(taken=tuple(box_of(one).inset(*[-far, -_CLEAR] * 2) for one, far in pairs))

    def ground(self, function: Function, role: Role = Role.FUNCTION) -> VMobject:
        """Return the area under a graph, down to the edge of the frame; whole where it has gaps."""

        def shape(area: VMobject) -> None:
            sight = self.seen
            xs = np.linspace(sight.window.left, sight.window.right, 241)
            ys = np.nan_to_num(function.sample(xs), nan=sight.window.bottom)
            ys = np.clip(ys, sight.window.bottom, sight.window.top)
            ends = [[xs[-1], sight.window.bottom], [xs[0], sight.window.bottom]]
            corners = self.points(np.vstack([np.column_stack([xs, ys]), ends]))
            area.set_points(polyline(corners, closed=True))

        area = filled(self.theme[role], "grid", GROUND)
        meaning.claim(area, meaning.Around(self))
        return self.derive(area, shape)

    def lines(self, axis: Axis, slot: int) -> tuple[float, tuple[float, ...]]:
        """Return how far apart the lines of a slot are in the frame, and their values.

        The first slots have one level each, from the finest; the last has all that are coarser.
        """
        unit, (low, high) = self._along(axis, self.seen.window)
        level = grid.finest(unit, _FAINT[0] * self.side) + slot
        values = grid.multiples(level, low, high, alone=slot < _SLOTS - 1)
        return float(grid.step(level)) * unit, tuple(map(float, values))

    @property
    def side(self) -> float:
        """By how many Manim units the grid's lines are measured; their number goes by it."""
        return FRAME_SIDE

    def _values(self, axis: Axis, slot: int) -> tuple[float, ...]:
        return self.lines(axis, slot)[1]

    def _along(self, axis: Axis, window: Window) -> tuple[float, tuple[float, float]]:
        """Return the Manim units in a unit of an axis, and a window's ends on it."""
        sight = self.seen
        if axis == "across":
            return sight.across, (window.left, window.right)
        return sight.up, (window.bottom, window.top)

    def _make_axes(self, names: tuple[str, ...] | None, tick_labels: TickLabels) -> VMobject:
        axes, theme = VMobject(), self.theme
        for slot in range(_SLOTS):
            for axis in AXES:
                line = stroke(theme.grid, pen(2), "grid")
                meaning.claim(line, meaning.Grid(self, axis, partial(self._values, axis, slot)))
                axes.add(self.derive(line, partial(self._draw_lines, axis, slot)))
        self.zero = stroke(theme[Role.NEUTRAL], pen(3), "axes", 0.75)  # seen on the ground, too
        meaning.claim(self.zero, meaning.Frame(self))
        axes.add(self.derive(self.zero, self._draw_zero_lines))
        self.names: dict[Axis, Text] = {}
        self._ends: dict[Axis, float] = {}  # of the numbers along an axis: there is its name
        self._named_at: dict[Axis, Box] = {}
        across, *up = names or ("",)
        for axis, forms in zip(AXES, ([across], up), strict=True):
            texts = [Text(form, theme.small, Role.NEUTRAL, theme) for form in forms if form]
            if texts:
                room = _NAMED * self.area.width
                text = self.names[axis] = next((t for t in texts if t.width < room), texts[-1])
                plate = filled(theme.panel, "label").set_stroke(theme.rule, pen(2))
                scale = filled(theme[Role.NEUTRAL], "label")
                meaning.claim(plate, meaning.Around(self))
                for part in (text.set_z_index(LAYER["label"]), scale):
                    meaning.claim(part, meaning.Ticks())
                row = VGroup(plate, text, scale)
                axes.add(self.derive_from(row, partial(self._draw_name, axis)))
        self.numbers = {axis: self._tick_labels() for axis in AXES}
        for axis, labels in self.numbers.items():
            axes.add(self.derive(labels, partial(self._draw_labels, axis)))
        return axes.add(*nest_figures(self))

    def _tick_labels(self) -> VMobject:
        labels = super()._tick_labels().set_z_index(LAYER["dot"])  # over the curve
        return knocked_out(labels, self.paper, PLATE)

    def _draw_lines(self, axis: Axis, slot: int, line: VMobject) -> None:
        theme = self.theme
        apart, values = self.lines(axis, slot)
        share = apart / self.side
        faint = blend(theme.background, theme.fine_grid, _share(share, *_FAINT))
        strong = _share(share, *_STRONG)
        line.set_stroke(blend(faint, theme.grid, strong), pen(1.5 + 0.5 * strong), family=False)
        line.set_points(self._lines_at(axis, values))

    def _draw_labels(self, axis: Axis, labels: VMobject) -> None:
        """Draw the numbers of the finest level that has room. Each keeps its digits for ever."""
        unit, ends = self._along(axis, self.window)
        if axis == "across":
            ends = ends[0], self.place(np.array([self.row_end, self.area.bottom]))[0]
        level = grid.finest(unit, _APART[axis])
        while True:
            values = grid.multiples(level, *ends)
            texts = {at: edge_label(grid.plain(at), self.theme) for at in values}
            widest = max((width for _, width in texts.values()), default=0.0)
            if axis == "up" or float(grid.step(level)) * unit >= _ACROSS * widest:
                break
            level += 1
        found = [self._label(axis, float(at), *text) for at, text in texts.items()]
        labels.set_points(np.vstack([NOTHING, *found]))

    def _draw_name(self, axis: Axis, row: VGroup) -> None:
        """Draw the name of an axis on a plate; by that of the upward one stands its scale."""
        plate, _, scale = row
        name = self.names[axis]
        self._place_name(axis, name)
        foot = name.start, name.get_bottom()[1] - _UNDER_NAME, 0.0
        if self.area.height < _LOW:
            foot = name.end + _BESIDE_NAME, name.baseline, 0.0
        scale.set_points(self._scale(axis)[0] + np.array(foot))
        box = self._plate(axis)
        plate.set_points(rounded(box.left, box.bottom, box.right, box.top, _ROUND))

    def _place_name(self, axis: Axis, text: Text) -> None:
        """Put the name of an axis at its end, or farther in where a label is."""
        area = self.area
        if axis == "across":
            text.place(self.row_end, area.bottom, anchor=1)
        else:
            text.place(area.left, area.top, anchor=-1)
            text.shift((0, area.top - text.get_top()[1], 0))
        plate = box = self._plate(axis)
        for right, up in self._spots(axis, plate):
            moved = plate.moved(right, up)
            if not self.is_taken(moved):
                text.shift((right, up, 0))
                box = moved
                break
        left = box.left == plate.left  # else no number is under it
        self._ends[axis] = box.left if axis == "across" else box.bottom if left else area.top
        self._ends[axis] -= _CLEAR
        self._named_at[axis] = box

    def _spots(self, axis: Axis, plate: Box) -> Iterator[tuple[float, float]]:
        """Give how far the name of an axis may be from its place: up from the numbers across.

        Down to these goes the name of the other axis, in the column of its numbers, then beside it.
        """
        area = self.area
        if axis == "across":
            yield from ((0.0, row * _CLEAR) for row in range(int(area.height / _CLEAR)))
            return
        rows = range(1 + max(0, int((plate.bottom - area.bottom - _ROW) / _CLEAR)))
        for column in range(int(area.width / plate.width)):
            yield from ((column * plate.width, -row * _CLEAR) for row in rows)

    def _plate(self, axis: Axis) -> Box:
        """Return what the name of an axis takes, with its scale and some room around."""
        box, (scale, width) = box_of(self.names[axis]).inset(*[-_ROOM] * 4), self._scale(axis)
        if not width:
            return box
        if self.area.height < _LOW:
            return box.inset(right=-width - _BESIDE_NAME)
        under = box.bottom - _UNDER_NAME + float(scale[:, 1].min())
        return replace(box, bottom=under, right=max(box.right, box.left + width + 2 * _ROOM))

    def _scale(self, axis: Axis) -> tuple[Points, float]:
        """Return the outline of what says by what heights are divided, and the room it takes."""
        longer = max(self.ratio, 1 / self.ratio)
        shown = Decimal(f"{longer:.2g}")
        if shown == 1 or axis == "across" or not self.compared:
            return NOTHING, 0.0
        about = "" if abs(longer / float(shown) - 1) < _SAME else "≈ "
        scale = f"{'×' if self.ratio > 1 else '÷'} {about}{grid.plain(shown)}"
        return edge_label(f"{self._divided} {scale}", self.theme)

    @property
    def is_crowded(self) -> bool:
        """Whether the name of an axis has found no place where no label is."""
        return any(map(self.is_taken, self._named_at.values()))

    def is_taken(self, box: Box) -> bool:
        """Say whether a label is in a box, to which other text yields."""
        return any(box.meets(label) for label in self["taken"])

    def _label(self, axis: Axis, value: float, points: Points, width: float) -> Points:
        """Return a number's outline beside its line; nothing where it has no room."""
        area, window = self.area, self.window
        height = float(np.ptp(points[:, 1]))
        if axis == "across":
            x, y = self.point(value, window.bottom)[0] - width / 2, area.bottom
            room = min(x - area.left, self._ends.get(axis, self.row_end) - x - width)
        else:
            x, y = area.left, self.point(window.left, value)[1] - height / 2
            end = self._ends.get(axis, area.top)
            room = min(y - area.bottom - 2 * height, end - y - height)
        box = Box(x, y, x + width, y + height)
        moved: Points = NOTHING if room <= 0 or self._has_no_room(box) else points + (x, y, 0)
        return moved

    def _has_no_room(self, box: Box) -> bool:
        """Say whether a number in a box would be hidden; names of axes go by what is taken, too."""
        return self.is_taken(box) or any(box.meets(plate) for plate in self.plates)


def _share(value: float, low: float, high: float) -> float:
    """Return how far a value is on its way from low to high, from 0 to 1."""
    return float(np.clip((value - low) / (high - low), 0, 1))
