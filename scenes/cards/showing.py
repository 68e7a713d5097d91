"""How exhibits are drawn: a curve, a table, or beads, and what moves in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

import numpy as np
from manim import Animation, VMobject

from calculus.edges import slopes
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.cards.exhibits import Exhibit
from scenes.look.text import NumberText, Text, math
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit
from scenes.picture.framing import overview
from scenes.picture.layout import Box, px
from scenes.picture.meaning import Beads, claim
from scenes.picture.motion import Drive, Picture, Steady, appear
from scenes.picture.plot import Plot, filled
from scenes.picture.shapes import NOTHING, circle
from scenes.picture.table import Table
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.telling.score import Score
from scenes.words import terms
from scenes.words.wording import Clause, Term

_STRIP, _SIZE = 0.65, 44.0  # height of what is read over a picture, and its font size
_AROUND, _RIDE = 2.4, 0.35  # of a triangle: its window; of a window: how far a tangent rides
_BEAD, _PITCH = px(16), px(52)  # radius of a bead, and from one to the next
_CLOSER = 0.9  # what that shrinks by until all beads have room
_SHARE = 0.15  # of a sentence's time that each motion takes, at least
_NAMED = 0.33  # Manim units over beads, for what they are
_BESIDE = 1.0  # Manim units beside beads, for their number
_CELL, _PITCHES = 40.0, 0.9  # font size in a table, and from row to row at most
Step = tuple[str | None, list[Animation]]  # when its field is said, or at once; and what moves


class Showing:
    """An exhibit in a box.

    Attributes:
        parts: All that is drawn, to be taken away.
        result: What is kept of it: a number or a formula.
    """

    def __init__(self, scene: LessonScene, exhibit: Exhibit, box: Box) -> None:
        self._scene, self._exhibit, self._box = scene, exhibit, box
        self.parts: list[VMobject] = []
        self.result: NumberText | Text | None = None

    def show(self, score: Score) -> None:
        """Draw it while it is talked of."""
        kinds = {"tangent": self._tangent, "bars": self._bars, "graph": self._beads}
        for field, moves in kinds.get(self._exhibit.kind, self._table)():
            at = field if field in score.onsets else None
            self._scene.play(*moves, at=at, share=_SHARE)

    def _strip(self) -> tuple[Box, Box]:
        """Return where something is read, and what is left under it."""
        return self._box.above(_STRIP / self._box.height, 0)

    def _number(self, index: int, role: Role, box: Box, across: float) -> NumberText:
        number = self._scene.digits.shown(self._exhibit.numbers[index][0])
        return fit(NumberText(number, _SIZE, role, self._scene.theme), box, across, 0)

    def _formula(self, term: Term, role: Role, box: Box) -> Text:
        return fit(self._scene.formula("{f}", _SIZE, role, f=terms.in_line(term)), box, -1, 0)

    def _tangent(self) -> Iterator[Step]:
        """A tangent rides to its point."""
        function, table = self._exhibit.functions[0], self._exhibit.tables[0]
        strip, room = self._strip()
        window, at = overview(function, [table]), table.at.number
        plot = Plot(room, window, None, self._scene.theme, tick_labels="across", state={"x": at})
        starts = (at + side * _RIDE * window.width for side in (-1, 1))
        way = next((x for x in starts if np.isfinite(slopes(function, np.linspace(x, at, 9))).all()
                    and np.isfinite(function.sample(np.linspace(x, at, 9))).all()), at)  # fmt: skip
        curve = plot.curve(function)

        def through(plot: Plot) -> tuple[float, float, float]:
            x = plot["x"]
            return x, function.sample_at(x), float(slopes(function, x))

        tangent = plot.straight(through, Role.SLOPE, of=function)
        dot = plot.dot(lambda plot: through(plot)[:2], Role.FUNCTION, on=function)
        plot.set(x=way)
        label = self._formula(terms.body(function), Role.FUNCTION, strip)
        self.result = self._number(0, Role.SLOPE, strip, 1)
        self.parts += (plot.axes, curve, tangent, dot, label, self.result)
        yield None, [appear(plot.axes, curve, tangent, dot, label)]
        yield "a", [Drive(plot, 1.2, x=at)]
        yield "s", [bring(tangent, self.result)]

    def _bars(self) -> Iterator[Step]:
        """A nudge, and what comes of it, to one scale."""
        function, row = self._exhibit.functions[0], self._exhibit.tables[0].rows[0]
        strip, room = self._strip()
        x, h, rise = row.at.number, row.nudge.number, row.rise.number
        value = row.value.number
        inner = room.width - 1.1, room.height - 0.6
        unit = _AROUND * max(abs(h) / inner[0], abs(rise) / inner[1])
        window = Window.around(x + h / 2, value + rise / 2, unit * inner[0], unit * inner[1])
        state = {**NudgeTriangle.STATE, "x": x, "h": h}
        theme = self._scene.theme
        plot = Plot(room, window, None, theme, tick_labels="across", state=state)
        triangle, curve = NudgeTriangle(plot, function), plot.curve(function)
        given = self._scene.digits.as_given(row.nudge)
        nudge = fit(NumberText(given, _SIZE, Role.INPUT, theme), strip, -1, 0)
        self.result = self._number(0, Role.OUTPUT, strip, 1)
        self.parts += (plot.axes, curve, triangle.base, triangle.height, nudge, self.result)
        yield None, [appear(plot.axes, curve)]
        self._scene.add(triangle.base, triangle.height)
        yield "h", [Drive(plot, 0.8, base=1.0)]
        yield None, [bring(triangle.base, nudge)]
        yield "rise", [Drive(plot, 0.8, height=1.0)]
        yield None, [bring(triangle.height, self.result)]

    def _beads(self) -> Iterator[Step]:
        """As many beads as edges are walked: path by path, and each of them once."""
        strip, room = self._strip()
        formula = self._formula(self._exhibit.equation, Role.FUNCTION, strip)
        self.parts.append(formula)
        yield None, [appear(formula)]
        ways = (1, Clause("path by path:")), (0, Clause("backward:"))
        for (index, way), half in zip(ways, room.rows(2), strict=True):
            count = int(self._exhibit.numbers[index][0].number)
            top, row = half.above(_NAMED / half.height, 0)
            name = self._scene.formula("{way}", self._scene.theme.small, Role.NEUTRAL, way=way)
            fit(name, top, -1, 0)
            beads = _Beads(self._scene, count, row.inset(right=_BESIDE))
            end = replace(row, left=row.left + beads.width + _PITCH)
            number = self._number(index, Role.GRADIENT, end, -1)
            self.parts += (name, beads.row, number)
            self._scene.add(name, beads.row)
            yield None, [Steady(beads, 1.0, count=float(count))]
            yield None, [bring(beads.row, number)]
            self.result = number

    def _table(self) -> Iterator[Step]:
        """Functions with their slopes at two places, or with their derivatives."""
        scene, exhibit = self._scene, self._exhibit
        f, variable = terms.name("f"), terms.name(exhibit.functions[0].variable)
        are_slopes = bool(exhibit.points)
        slope = terms.derivative(f, variable)
        places = [
            math(f"{variable.typst} {scene.digits.as_given(one).equals_typst}")
            for one in exhibit.points
        ]
        heads = [math(f.typst), *(places or [math(slope.typst)])]
        rows: list[list[Shown | Text]] = []
        for i, function in enumerate(exhibit.functions):
            found = exhibit.numbers[2 * i : 2 * i + 2]
            values: list[Shown | Text] = [scene.digits.brief(number) for number, _ in found]
            derived = terms.in_line(terms.body(function.derivative))
            values = values or [scene.formula("{d}", _CELL, Role.SLOPE, d=derived)]
            body = terms.in_line(terms.body(function))
            rows.append([scene.formula("{f}", _CELL, Role.FUNCTION, f=body), *values])
        roles = Role.FUNCTION, *[Role.SLOPE] * (len(heads) - 1)
        strip, room = self._strip() if are_slopes else (self._box, self._box)
        table = Table(room, heads, roles, rows, scene.theme, _CELL, _PITCHES)
        table.move_to((*room.centre, 0))
        if are_slopes:  # what stands over the places is what is found there
            left = min(row[1].get_left()[0] for row in table.cells)
            name = fit(scene.formula("{d}", _SIZE, Role.SLOPE, d=slope), strip, 0, 0)
            name.shift(((left + table.get_right()[0]) / 2 - strip.centre[0], 0, 0))
            self.parts.append(name)
            yield None, [appear(name)]
        for cell in (cell for row in table.cells for cell in row if are_slopes):
            cell.heading = ""  # a place, which is no name
        self.parts += (table.head, *table.lines)
        yield None, [appear(table.head, *(row[0] for row in table.cells))]
        for row in table.cells:
            yield None, [Merge(row[0], into=cell, dims=1.0) for cell in row[1:]]
        self.result = table.cells[0][1]


class _Beads(Picture):
    """Beads in rows, of which the first ``count`` are drawn.

    Attributes:
        row: All of them.
        width: How long the longest row is.
    """

    def __init__(self, scene: LessonScene, most: int, box: Box) -> None:
        super().__init__(count=0.0)
        pitch = _PITCH
        while ceil(most / (per_row := int(box.width / pitch))) * pitch > box.height:
            pitch *= _CLOSER
        per_row = min(most, per_row)
        self.width = per_row * pitch
        top = box.centre[1] + (ceil(most / per_row) - 1) / 2 * pitch
        steps = (divmod(i, per_row) for i in range(most))
        places = [(box.left + (k + 0.5) * pitch, top - row * pitch, 0) for row, k in steps]
        radius = _BEAD * pitch / _PITCH
        self.row = filled(scene.theme[Role.GRADIENT], "dot")
        claim(self.row, Beads(lambda: int(self.state["count"])))

        def draw(row: VMobject) -> None:
            drawn = [circle(place, radius) for place in places[: int(self["count"])]]
            row.set_points(np.vstack(drawn) if drawn else NOTHING)

        self.derive(self.row, draw)
