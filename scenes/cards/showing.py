"""How exhibits are drawn: a curve, a table, or beads, and what moves in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import ceil

import numpy as np
from manim import Animation, VMobject

from calculus.edges import slopes
from calculus.graph import Graph
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.cards.exhibits import STEPS, Exhibit
from scenes.cards.walked import Walked
from scenes.look.text import NumberText, Text, math
from scenes.look.theme import Role
from scenes.picture.bars import spanning
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit
from scenes.picture.framing import overview
from scenes.picture.layout import Box, px
from scenes.picture.meaning import Beads, claim
from scenes.picture.motion import Drive, Picture, Steady, appear
from scenes.picture.placing import Obstacles, around, clearest
from scenes.picture.plot import Plot, filled, knocked_out
from scenes.picture.shapes import NOTHING, circle
from scenes.picture.table import Table
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.telling.score import Score
from scenes.words import terms
from scenes.words.wording import Clause, Term

_STRIP, _SIZE = 0.65, 44.0  # height of what is read over a picture, and its font size
_AROUND, _RIDE = 1.5, 0.35  # of a triangle: its window; of a window: how far a tangent rides
_GAP = 0.16  # Manim units from a step to its numbers
_STEP, _BEYOND = 0.06, 0.15  # shares of a window: of a step that is seen, at least; beyond it
_BEAD, _PITCH = px(16), px(52)  # radius of a bead, and from one to the next
_CLOSEST = 0.7  # of that, for the sake of one row
_CLOSER = 0.9  # what that shrinks by until all beads have room
_SHARE = 0.2  # of a sentence's time that each motion takes, at least
_NAMED = 0.33  # Manim units over beads, for what they are
_BESIDE = 1.0  # Manim units beside beads, for their number
_GRAPH, _ROW = 0.52, 0.7  # share of the room for a graph; the least height of a row under it
_PACE = 0.2  # seconds for an edge
_FINE, _MARGIN = 200, 0.15  # samples between steps; share of a window around them
_HOP = px(4)  # half the width of a step
_CELL, _PITCHES = 40.0, 0.64  # font size in a table, and from row to row at most
Step = tuple[str | None, list[Animation]]  # when its field is said, or at once; and what moves


class Showing:
    """An exhibit in a box.

    Attributes:
        parts: All that is drawn, to be taken away.
    """

    def __init__(self, scene: LessonScene, exhibit: Exhibit, box: Box) -> None:
        self._scene, self._exhibit, self._box = scene, exhibit, box
        kinds = {
            "tangent": self._tangent,
            "bars": self._bars,
            "graph": self._beads,
            "steps": self._hops,
        }
        self._steps = kinds.get(exhibit.kind, self._table)()
        self.parts: list[VMobject] = []

    def begin(self) -> None:
        """Draw what is there before it is talked of."""
        _, moves = next(self._steps)
        self._scene.play(*moves)

    def show(self, score: Score) -> None:
        """Draw the rest while it is talked of."""
        share = _SHARE / 2 if self._exhibit.kind == "steps" else _SHARE  # there are twice as many
        for field, moves in self._steps:
            at = field if field in score.onsets else None
            self._scene.play(*moves, at=at, share=share)

    def _strip(self) -> tuple[Box, Box]:
        """Return where something is read, and what is left under it."""
        return self._box.above(_STRIP / self._box.height, 0)

    def _number(self, index: int, role: Role, box: Box, across: float) -> NumberText:
        number = self._scene.digits.shown(self._exhibit.numbers[index][0])
        return fit(NumberText(number, _SIZE, role, self._scene.theme), box, across, 0)

    def _formula(self, term: Term, role: Role, box: Box) -> Text:
        return fit(self._scene.formula("{f}", _SIZE, role, f=terms.in_line(term)), box, -1, 0)

    def _tangent(self) -> Iterator[Step]:
        """A tangent rides to its point, where it goes one across, and up by its slope."""
        function, table = self._exhibit.functions[0], self._exhibit.tables[0]
        theme, at, slope = self._scene.theme, table.at.number, table.slope.number
        (strip, _), room = self._strip(), self._box
        window, y = overview(function, [table]), table.rows[0].value.number
        is_seen = window.width * _STEP < 1.0
        if is_seen:
            window = window.including(at + 1, y + slope, _BEYOND)
        state = {"x": at, "base": 0.0, "height": 0.0}
        names = terms.on_axes(function)[:1]
        plot = Plot(room, window, names, theme, tick_labels="across", state=state)
        starts = (at + side * _RIDE * window.width for side in (-1, 1))
        way = next((x for x in starts if np.isfinite(slopes(function, np.linspace(x, at, 9))).all()
                    and np.isfinite(function.sample(np.linspace(x, at, 9))).all()), at)  # fmt: skip
        curve = plot.curve(function)

        def through(plot: Plot) -> tuple[float, float, float]:
            x = plot["x"]
            return x, function.sample_at(x), float(slopes(function, x))

        tangent = plot.straight(through, Role.SLOPE, of=function)
        dot = plot.dot(lambda plot: through(plot)[:2], Role.FUNCTION, on=function)
        label = self._formula(terms.body(function), Role.FUNCTION, strip)
        self.parts += (plot.axes, curve, tangent, dot, label)
        if not is_seen:
            number = self._number(0, Role.SLOPE, strip, 1)
            self.parts.append(number)
            plot.set(x=way)
            yield None, [appear(plot.axes, curve, label)]
            yield "a", [appear(tangent, dot, run_time=0.4), Drive(plot, 1.2, x=at)]
            yield "s", [bring(tangent, number)]
            return
        ends = at + 1, y, at + 1, y + slope
        rise = spanning(plot, Role.SLOPE, lambda: ends, lambda: float(plot["height"]))
        across = plot.triangle(
            function, "base", lambda: at, lambda: 1.0, lambda: float(plot["base"])
        )
        plot.set(base=1.0, height=1.0)
        found = self._scene.digits.shown(self._exhibit.numbers[0][0])
        one = self._scene.formula("{v}", _SIZE, Role.INPUT, v=1)
        steepness = self._scene.formula("{v}", _SIZE, Role.SLOPE, v=found)
        below = -1 if slope >= 0 else 1
        one.next_to(across, (0, below, 0), _GAP)
        aside = (1, 0, 0) if slope else (0, 1, 0)  # a level tangent goes on there
        steepness.next_to(plot.point(at + 1, y + slope / 2), aside, 2 * _GAP)
        for text in (one, steepness):
            knocked_out(text, theme.panel)
        self.parts += (across, rise, one, steepness)
        plot.set(x=way, base=0.0, height=0.0)
        yield None, [appear(plot.axes, curve, label)]
        yield "a", [appear(tangent, dot, run_time=0.4), Drive(plot, 1.8, x=at)]
        self._scene.add(across, rise)
        yield None, [Drive(plot, 0.6, base=1.0), appear(one)]
        if slope:
            yield "s", [Drive(plot, 0.8, height=1.0)]
        yield "s", [bring(rise if slope else tangent, steepness)]

    def _bars(self) -> Iterator[Step]:
        """A nudge, and what comes of it, to one scale."""
        function, row = self._exhibit.functions[0], self._exhibit.tables[0].rows[0]
        scene, theme = self._scene, self._scene.theme
        (strip, _), room = self._strip(), self._box
        x, h, rise = row.at.number, row.nudge.number, row.rise.number
        value = row.value.number
        inner = room.width - 1.1, room.height - 1.1
        unit = _AROUND * max(abs(h) / inner[0], abs(rise) / inner[1])
        window = Window.around(x + h / 2, value + rise / 2, unit * inner[0], unit * inner[1])
        state = {**NudgeTriangle.STATE, "x": x, "h": h, "base": 1.0, "height": 1.0}
        names = terms.on_axes(function)[:1]
        plot = Plot(room, window, names, theme, tick_labels="across", state=state)
        triangle, curve = NudgeTriangle(plot, function), plot.curve(function)
        label = self._formula(terms.body(function), Role.FUNCTION, strip)
        given, found = scene.digits.as_given(row.nudge), self._exhibit.numbers[0][0]

        def write(size: float) -> tuple[Text, Text]:
            shown = scene.digits.shown(found)
            return (
                scene.formula("{v}", size, Role.INPUT, v=given),
                scene.formula("{v}", size, Role.OUTPUT, v=shown),
            )

        nudge, moved = triangle.labelled(write, Obstacles.of(plot.area, curve), 0.0)
        for text in (nudge, moved):
            knocked_out(text, theme.panel)
        plot.set(base=0.0, height=0.0)
        self.parts += (plot.axes, curve, label, triangle.base, triangle.height, nudge, moved)
        yield None, [appear(plot.axes, curve, label)]
        scene.add(triangle.base, triangle.height)
        yield "h", [Drive(plot, 1.2, base=1.0)]
        yield None, [bring(triangle.base, nudge)]
        if rise:
            yield "rise", [Drive(plot, 1.2, height=1.0)]
        yield "rise", [bring(triangle.height, moved)]

    def _hops(self) -> Iterator[Step]:
        """A dot goes from step to step of a descent."""
        scene, exhibit, theme = self._scene, self._exhibit, self._scene.theme
        function, start = exhibit.functions[0], exhibit.points[0]
        (strip, _), room = self._strip(), self._box
        xs = np.array([float(start), *(found.number for found, _ in exhibit.numbers)])
        ys, whole = function.sample(xs), np.arange(len(xs))
        low, high = xs.min(), xs.max()
        if abs(xs[-1] - xs[0]) == high - low:  # one way: one sees what is ahead
            low, high = min(low, 2 * xs[-1] - xs[0]), max(high, 2 * xs[-1] - xs[0])
        between = function.sample(np.linspace(low, high, _FINE))
        window = Window(low, np.nanmin([*ys, *between]), high, ys.max())
        for x, y in (window.left, window.bottom), (window.right, window.top):
            window = window.including(x, y, _MARGIN)
        plot = Plot(room, window, terms.on_axes(function)[:1], theme, tick_labels="across",
                    state={"taken": float(STEPS)})  # fmt: skip

        def place(plot: Plot) -> tuple[float, float]:
            x, y = (float(np.interp(plot["taken"], whole, some)) for some in (xs, ys))
            return x, y

        def hop(i: int) -> VMobject:
            ends = xs[i], ys[i], xs[i + 1], ys[i + 1]
            return spanning(plot, Role.GRADIENT, lambda: ends, partial(taken, i), _HOP)

        def taken(i: int) -> float:
            return float(np.clip(plot["taken"] - i, 0, 1))

        def stop(i: int, plot: Plot) -> tuple[float, float]:
            return xs[i], ys[i]

        curve, hops = plot.curve(function), [hop(i) for i in range(STEPS)]
        label = self._formula(terms.body(function), Role.FUNCTION, strip)
        dot = plot.dot(place, Role.FUNCTION)
        stops = [plot.dot(partial(stop, i), Role.FUNCTION, on=function) for i in range(STEPS)]
        shown = [scene.digits.as_given(start)]
        shown += [scene.digits.shown(found) for found, _ in exhibit.numbers]
        clear = Obstacles.of(plot.area, curve, *hops)
        numbers = list[NumberText]()
        for one, x, y in zip(shown, xs, ys, strict=True):
            number = NumberText(one, _SIZE, Role.VALUE if numbers else Role.INPUT, theme)
            spots = around(number, (*plot.point(x, y)[:2],), _GAP)
            number.move_to((*clearest(number, spots, clear), 0))
            clear = clear.adding(number)
            numbers.append(knocked_out(number, theme.panel))
        self.parts += (plot.axes, curve, *hops, *stops, dot, label, *numbers)
        plot.set(taken=0.0)
        yield None, [appear(plot.axes, curve, dot, label, numbers[0])]
        scene.add(*hops)
        for i, (field, number) in enumerate(zip("pqr", numbers[1:], strict=True), start=1):
            scene.add(stops[i - 1])
            yield field, [Drive(plot, 0.8, taken=float(i))]
            yield None, [bring(dot, number)]

    def _beads(self) -> Iterator[Step]:
        """A bead for each edge that is walked: path by path, and each of them once."""
        strip, room = self._strip()
        formula = self._formula(self._exhibit.equation, Role.FUNCTION, strip)
        self.parts.append(formula)
        yield None, [appear(formula)]
        upper, lower = room.above(_GRAPH, 0)
        graph = Walked(Graph.parse(self._exhibit.graph), upper, self._scene.theme)
        has_graph = bool(graph.picture) and lower.height > 2 * _ROW
        if has_graph:
            room = lower
            self.parts.append(graph.picture)
            yield None, [appear(graph.picture)]
        said = Clause("path by path:"), Clause("backward:")
        size = self._scene.theme.small
        names = [self._scene.formula("{way}", size, Role.NEUTRAL, way=way) for way in said]
        wide = max(name.width for name in names) + _GAP
        is_beside = room.is_flat and wide < room.width / 2
        ways = zip((1, 0), ("walked", "swept"), names, room.rows(2, 0.0), strict=True)
        for index, state, name, half in ways:
            count = int(self._exhibit.numbers[index][0].number)
            share = wide / half.width if is_beside else _NAMED / half.height
            top, row = half.beside(share, 0.0) if is_beside else half.above(share, 0)
            fit(name, top, -1, 0)
            beads = _Beads(self._scene, count, row.inset(right=_BESIDE))
            end = replace(row, left=row.left + beads.width + _PITCH)
            number = self._number(index, Role.GRADIENT, end, -1)
            self.parts += (name, beads.row, number)
            self._scene.add(name, beads.row)
            seconds = _PACE * count
            walks = [Steady(graph, seconds, **{state: float(count)})] if has_graph else []
            yield None, [Steady(beads, seconds, count=float(count)), *walks]
            yield None, [bring(beads.row, number)]

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
        x, y = room.centre
        table.move_to((x, table.get_y() if are_slopes else y, 0))  # what flies has room below
        names = list[Text]()
        if are_slopes:  # what stands over the places is what is found there
            left = min(row[1].get_left()[0] for row in table.cells)
            name = fit(scene.formula("{d}", _SIZE, Role.SLOPE, d=slope), strip, 0, 0)
            name.shift(((left + table.get_right()[0]) / 2 - strip.centre[0], 0, 0))
            names.append(name)
        for cell in (cell for row in table.cells for cell in row if are_slopes):
            cell.heading = ""  # a place, which is no name
        self.parts += (*names, table.head, *table.lines)
        yield None, [appear(*names, table.head, *(row[0] for row in table.cells))]
        for row in table.cells:
            yield None, [Merge(row[0], into=cell, dims=1.0) for cell in row[1:]]


class _Beads(Picture):
    """Beads in rows, of which the first ``count`` are drawn.

    Attributes:
        row: All of them.
        width: How long the longest row is.
    """

    def __init__(self, scene: LessonScene, most: int, box: Box) -> None:
        super().__init__(count=0.0)
        pitch = min(_PITCH, max(box.width / most, _CLOSEST * _PITCH))  # in one row, if it may be
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
