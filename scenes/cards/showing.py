"""How exhibits are drawn: a curve, a table, or a graph, and what moves in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import dist
from operator import attrgetter

import numpy as np
from manim import Animation, VMobject

from calculus.edges import slopes
from calculus.shown import Shown
from calculus.walk import Walk
from scenes.base import LessonScene
from scenes.cards.comparing import compare, panels
from scenes.cards.drawing import SIZE, Drawing, Step
from scenes.cards.exhibits import Exhibit
from scenes.cards.walking import beads, path
from scenes.look.text import LEAST_SIZE, NumberText, Placed, Text, math
from scenes.look.theme import Role
from scenes.picture.bars import spanning
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit
from scenes.picture.framing import overview
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Formula, claim
from scenes.picture.meaning import Step as Taken
from scenes.picture.motion import Drive, appear, vanish
from scenes.picture.placing import Obstacles, along, around, clearest, nearest
from scenes.picture.plot import Plot, filled, knocked_out
from scenes.picture.rolling import Roll
from scenes.picture.shapes import arrow
from scenes.picture.table import Table
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.telling.score import Score
from scenes.words import terms

_AROUND, _RIDE = 1.5, 0.35  # of a triangle: its window; of a window: how far a tangent rides
_GAP = 0.16  # Manim units from a step to its numbers
_STEP, _BEYOND = 0.06, 0.15  # shares of a window: of a step that is seen, at least; beyond it
_SHARE, _MOVES = 0.2, 0.8  # of a sentence's time: for a motion at least, and for many together
_LONG = "steps", "path", "limit"  # of so many motions that each takes half of that
_EARLY = {"tangent": "a", "bars": "h", "ratio": "h", "limit": "h", "steps": "l", "step": "l"}
"""The last field at which something moves that leads to what is found."""
_FINE, _MARGIN = 200, 0.15  # samples between steps; share of a window around them
_AHEAD = 3  # steps further on that are in sight
_HOP, _SHAFT = px(4), px(6)  # half the width of a step; that of its arrow along the axis
_CELL, _PITCHES = 40.0, 0.64  # font size in a table, and from row to row at most


class Showing(Drawing):
    """An exhibit in a box."""

    def __init__(self, scene: LessonScene, exhibit: Exhibit, box: Box) -> None:
        super().__init__(scene, exhibit, box)
        self._share = _SHARE / 2 if exhibit.kind in _LONG else _SHARE
        kinds = {
            "tangent": self._tangent,
            "bars": self._bars,
            "ratio": self._bars,
            "limit": self._bars,
            "graph": lambda: beads(self),
            "passes": lambda: beads(self),
            "path": lambda: path(self),
            "steps": self._hops,
            "step": self._hops,
            "slopes": self._slopes,
        }
        self._steps = kinds.get(exhibit.kind, self._table)()
        self._ahead: Step | None = None

    @property
    def is_legible(self) -> bool:
        """Whether what is there at first can be read; it cannot be drawn any more then."""
        next(self._steps)
        texts = [text for part in self.parts for text in part.get_family()]
        return all(text.font_size >= LEAST_SIZE for text in texts if isinstance(text, Placed))

    @property
    def left(self) -> list[VMobject]:
        """Parts that are on screen; what is gone would come back, only to go again."""
        seen = {id(one) for one in self.scene.get_mobject_family_members()}
        return [part for part in self.parts if seen.intersection(map(id, part.get_family()))]

    def begin(self) -> None:
        """Draw what is there before it is talked of."""
        field: str | None = ""
        while field == "":
            field, moves = next(self._steps)
            self.scene.play(*moves)

    def meanwhile(self, whole: bool) -> Iterator[list[Animation]]:
        """Give what moves while an answer is written: what leads to what is found, or all."""
        early = _EARLY.get(self.exhibit.kind)
        while whole or early is not None:
            self._ahead = self._ahead or next(self._steps, None)
            if self._ahead is None or not (whole or self._ahead[0] in (None, early)):
                return
            (_, moves), self._ahead = self._ahead, None
            yield moves

    def show(self, score: Score, whole: bool = True) -> None:
        """Draw the rest while it is talked of, or what is about the next field of its sentence."""
        step, self._ahead = self._ahead or next(self._steps, None), None
        while step is not None:
            field, moves = step
            at = field if field in score.onsets else None
            self.scene.play(*moves, at=at, share=self._share)
            step = next(self._steps, None)
            if not whole and step is not None and step[0] is not None:
                self._ahead = step
                return

    def _tangent(self) -> Iterator[Step]:
        """A tangent rides to its point, where it goes one across, and up by its slope."""
        function, table = self.exhibit.functions[0], self.exhibit.tables[0]
        theme, at, slope = self.scene.theme, table.at.number, table.slope.number
        (strip, _), room = self.strip(), self.box
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
        label = self.formula(terms.body(function), Role.FUNCTION, strip)
        self.parts += (plot.axes, curve, tangent, dot, label)
        if not is_seen:
            number = self.number(0, Role.SLOPE, strip, 1)
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
        found = self.scene.digits.shown(self.exhibit.numbers[0][0])
        one = self.scene.formula("{v}", SIZE, Role.INPUT, v=1)
        steepness = self.scene.formula("{v}", SIZE, Role.SLOPE, v=found)
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
        self.scene.add(across, rise)
        yield None, [Drive(plot, 0.6, base=1.0), appear(one)]
        if slope:
            yield "s", [Drive(plot, 0.8, height=1.0)]
        yield "s", [bring(rise if slope else tangent, steepness)]

    def _bars(self) -> Iterator[Step]:
        """A nudge, and what comes of it, to one scale; perhaps how often the one has the other."""
        function, row = self.exhibit.functions[0], self.exhibit.tables[0].rows[0]
        scene, theme = self.scene, self.scene.theme
        (strip, _), room = self.strip(), self.box
        x, h, rise = row.at.number, row.nudge.number, row.rise.number
        value = row.value.number
        inner = room.width - 1.1, room.height - 1.1
        unit = _AROUND * max(abs(h) / inner[0], abs(rise) / inner[1])
        window = Window.around(x + h / 2, value + rise / 2, unit * inner[0], unit * inner[1])
        state = {**NudgeTriangle.STATE, "x": x, "h": h, "base": 1.0, "height": 1.0, "chord": 1.0}
        names = terms.on_axes(function)[:1]
        plot = Plot(room, window, names, theme, tick_labels="across", state=state)
        triangle, curve = NudgeTriangle(plot, function), plot.curve(function)
        label = self.formula(terms.body(function), Role.FUNCTION, strip)
        given, found = scene.digits.as_given(row.nudge), self.exhibit.numbers[0][0]

        def write(size: float) -> tuple[Text, Text]:
            shown = scene.digits.shown(found)
            return (
                scene.formula("{v}", size, Role.INPUT, v=given),
                scene.formula("{v}", size, Role.OUTPUT, v=shown),
            )

        clear = Obstacles.of(plot.area, curve, label)
        nudge, moved = triangle.labelled(write, clear, 0.0)
        for text in (nudge, moved):
            knocked_out(text, theme.panel)
        chord = plot.triangle(
            function, "chord", lambda: x, lambda: h, lambda: float(plot["chord"]), pen(8)
        )
        ratios = [scene.digits.shown(number) for number, _ in self.exhibit.numbers[1:]] or [given]
        ratio = max((self.label(one, Role.SLOPE) for one in ratios), key=attrgetter("width"))
        middle = plot.point(x + h / 2, value + rise / 2)
        clear = clear.adding(triangle.base, triangle.height, nudge, moved)
        ratio.move_to((*clearest(ratio, around(ratio, (*middle[:2],), _GAP), clear), 0))
        ratio.rewrite(ratios[0])
        plot.set(base=0.0, height=0.0, chord=0.0)
        self.parts += (plot.axes, curve, label, triangle.base, triangle.height, nudge, moved)
        yield None, [appear(plot.axes, curve, label)]
        scene.add(triangle.base, triangle.height)
        yield "h", [Drive(plot, 1.2, base=1.0)]
        yield None, [bring(triangle.base, nudge)]
        if rise:
            yield "rise", [Drive(plot, 1.2, height=1.0)]
        yield None if rise else "rise", [bring(triangle.height, moved)]
        if self.exhibit.kind != "bars":
            self.parts += (chord, knocked_out(ratio, theme.panel))
            scene.add(chord)
            yield "q", [Drive(plot, 0.8, chord=1.0)]
            yield None, [Merge(moved, nudge, into=ratio, dims=1.0)]
        if self.exhibit.kind == "limit":
            yield from self._vanishing(triangle, ratio, [nudge, moved])

    def _vanishing(
        self, triangle: NudgeTriangle, ratio: NumberText, labels: Sequence[Text]
    ) -> Iterator[Step]:
        """The nudge shrinks, and the secant through it becomes the tangent."""
        plot, function, digits = triangle.plot, self.exhibit.functions[0], self.scene.digits
        smaller, slope = (digits.shown(number) for number, _ in self.exhibit.numbers[2:])

        def through(plot: Plot) -> tuple[float, float, float]:
            return triangle.through(plot) if plot["h"] else triangle.touching(plot)

        line = plot.straight(through, Role.SLOPE, of=function, reach=lambda plot: plot["h"])
        self.parts.append(line)
        yield "p", [vanish(*labels), appear(line)]
        yield None, [Drive(plot, 1.2, h=plot["h"] / 10), Roll(ratio, smaller, 1.2)]
        yield "k", [Drive(plot, 1.2, h=0.0), Roll(ratio, slope, 1.2)]

    def _hops(self) -> Iterator[Step]:
        """A dot goes from step to step of a descent."""
        scene, exhibit, theme = self.scene, self.exhibit, self.scene.theme
        function, start, count = exhibit.functions[0], exhibit.points[0], len(exhibit.numbers)
        (strip, _), room = self.strip(), self.box
        xs = np.array([float(start), *(found.number for found, _ in exhibit.numbers)])
        ys, whole = function.sample(xs), np.arange(len(xs))
        low, high = xs.min(), xs.max()
        if abs(xs[-1] - xs[0]) == high - low:  # one way: one sees what is ahead
            ahead = xs[-1] + (xs[-1] - xs[0]) * _AHEAD / count
            low, high = min(low, ahead), max(high, ahead)
        between = function.sample(np.linspace(low, high, _FINE))
        window = Window(low, np.nanmin([*ys, *between]), high, ys.max())
        for x, y in (window.left, window.bottom), (window.right, window.top):
            window = window.including(x, y, _MARGIN)
        plot = Plot(room, window, terms.on_axes(function)[:1], theme, tick_labels="across",
                    state={"taken": float(count), "stepped": 1.0})  # fmt: skip

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

        curve, hops = plot.curve(function), [hop(i) for i in range(count)]
        label = self.formula(terms.body(function), Role.FUNCTION, strip)
        dot = plot.dot(place, Role.FUNCTION)
        stops = [plot.dot(partial(stop, i), Role.FUNCTION, on=function) for i in range(count)]
        shown = [scene.digits.as_given(start)]
        shown += [scene.digits.shown(found) for found, _ in exhibit.numbers]
        clear = Obstacles.of(plot.area, curve, label, plot.axes, *hops)
        tangent, slope, step, change = why = self._why(plot, float(xs[0]), float(ys[0]), clear)
        clear = clear.adding(*why)
        numbers = list[NumberText]()
        for one, x, y in zip(shown, xs, ys, strict=True):
            number = self.label(one, Role.VALUE if numbers else Role.INPUT)
            spots = around(number, (*plot.point(x, y)[:2],), _GAP)
            number.move_to((*clearest(number, spots, clear), 0))
            clear = clear.adding(number)
            numbers.append(knocked_out(number, theme.panel))
        self.parts += (plot.axes, curve, *hops, *stops, dot, label, *numbers, *why)
        plot.set(taken=0.0, stepped=0.0)
        yield "", [appear(plot.axes, curve, dot, label, numbers[0], tangent)]
        yield None, [bring(tangent, slope)]
        scene.add(step)
        yield "l", [Drive(plot, 0.6, stepped=1.0)]
        yield None, [bring(step, change)]
        scene.add(*hops)
        for i, (field, number) in enumerate(zip("pqr", numbers[1:], strict=False), start=1):
            scene.add(stops[i - 1])
            gone = [vanish(*why)] if i == 2 else []
            yield field, [Drive(plot, 0.8, taken=float(i)), *gone]
            yield None, [bring(dot, number)]

    def _why(
        self, plot: Plot, x: float, y: float, clear: Obstacles
    ) -> tuple[VMobject, NumberText, VMobject, NumberText]:
        """Return the tangent at the start, its slope, and the step along the axis: how far."""
        function, (start, rate) = self.exhibit.functions[0], self.exhibit.points
        first, theme = Walk(function, rate).start(start), self.scene.theme
        length = first.update.number
        begin, end = plot.points([[x, y], [x + length, y]])
        tangent = plot.straight(lambda _: (x, y, first.gradient.number), Role.SLOPE, of=function)
        step = filled(theme[Role.GRADIENT], "line")
        claim(step, Taken(plot, Formula.of(function), x, length, lambda: float(plot["stepped"])))
        plot.derive(step, lambda step: step.set_points(
            arrow(begin, begin + plot["stepped"] * (end - begin), _SHAFT)
        ))  # fmt: skip
        slope = self.label(self.scene.digits.shown(first.gradient), Role.SLOPE)
        change = self.label(self.scene.digits.shown(first.update), Role.GRADIENT)
        clear = clear.adding(tangent, step)
        middle = (begin + end) / 2
        change.move_to((*clearest(change, nearest(change, (*middle[:2],), _GAP), clear), 0))
        far = partial(dist, (*begin[:2],))  # other numbers stand at the start, places at the axis
        spots = sorted(
            along(slope, tangent, _GAP), key=lambda at: -min(far(at), at[1] - plot.area.bottom)
        )
        slope.move_to((*clearest(slope, spots, clear.adding(change)), 0))
        for text in (slope, change):
            knocked_out(text, theme.panel)
        return tangent, slope, step, change

    def _slopes(self) -> Iterator[Step]:
        """Functions side by side, or in a table where there is no room for that."""
        found = panels(self)
        if not found:
            return self._table()
        self._share = min(_SHARE, _MOVES / (len(found) + 2))
        return compare(self, found)

    def _table(self) -> Iterator[Step]:
        """Functions with their slopes at two places, or with their derivatives."""
        scene, exhibit = self.scene, self.exhibit
        f, variable = terms.name("f"), terms.name(exhibit.functions[0].variable)
        are_slopes = bool(exhibit.points)
        slope = terms.derivative(f, variable, terms.STRAIGHT)
        places: list[str | Text] = [
            scene.formula(
                "{x} {a:equals}", role=Role.SLOPE, x=variable, a=scene.digits.as_given(one)
            )
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
        strip, room = self.strip() if are_slopes else (self.box, self.box)
        table = Table(room, heads, roles, rows, scene.theme, _CELL, _PITCHES)
        x, y = room.centre
        table.move_to((x, table.get_y() if are_slopes else y, 0))  # what flies has room below
        names = list[Text]()
        if are_slopes:  # what stands over the places is what is found there
            left = min(row[1].get_left()[0] for row in table.cells)
            name = fit(scene.formula("{d}", SIZE, Role.SLOPE, d=slope), strip, 0, 0)
            name.shift(((left + table.get_right()[0]) / 2 - strip.centre[0], 0, 0))
            names.append(name)
        for cell in (cell for row in table.cells for cell in row if are_slopes):
            cell.heading = ""  # a place, which is no name
        self.parts += (*names, table.head, *table.lines)
        yield None, [appear(*names, table.head, *(row[0] for row in table.cells))]
        for row in table.cells:
            yield None, [Merge(row[0], into=cell, dims=1.0) for cell in row[1:]]
