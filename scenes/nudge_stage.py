"""What the nudge story draws with: the stage on the left, the ledger on the right."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup, VMobject

from calculus.function import Function
from calculus.nudge import NudgeRow, NudgeTable
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.framing import CloseUps, overview
from scenes.layout import Box
from scenes.ledger import Table
from scenes.motion import Scale
from scenes.plot import Plot, stroke
from scenes.shapes import circle
from scenes.text import Text, coloured, math, scale_to_fit
from scenes.theme import Role
from scenes.triangle import NudgeTriangle
from scenes.window import Window
from scenes.wording import Term

_LINE = 0.62  # from baseline to baseline in the ledger, Manim units
_ANSWER = 0.75  # the same in the list of answers
_LAW = 1.41  # height of the formula of the derivative above the list of answers


class Names:
    """The names of a function, its variable and their changes, for sentences and formulas."""

    def __init__(self, function: Function, nudge_name: str) -> None:
        self.x, self.f = terms.name(function.variable), terms.name(function.name)
        self.fx = terms.applied(function)
        self.dx = terms.nudge(function.variable, nudge_name)
        self.df = terms.change(function.name)


class NudgeStage:
    """The plot with the curve, the point before and after the nudge, and the triangle.

    Attributes:
        whole: The window that shows all points.
        plot: The plot; its state is that of a `NudgeTriangle`.
        badge: The zoom that is shown now.
    """

    def __init__(
        self, scene: LessonScene, function: Function, tables: Sequence[NudgeTable], first: NudgeRow
    ) -> None:
        self._scene = scene
        self._function = function
        self._names = names = Names(function, scene.given.nudge_name)
        self._closeups = CloseUps(tables, overview(function, tables))
        self.whole = self._closeups.whole
        state = {
            **NudgeTriangle.STATE,
            "x": first.at.number,
            "h": Scale(first.nudge.number),
        }
        axes = math(names.x.typst), math(names.fx.typst)
        self.plot = Plot(scene.regions.stage, self.whole, axes, scene.theme, state=state)
        self.curve = self.plot.curve(function)
        self.triangle = NudgeTriangle(self.plot, function)
        self.dot = self.plot.dot(self.triangle.start, Role.FUNCTION, on=function)
        self.moved_dot = self.plot.dot(self.triangle.end, Role.OUTPUT, on=function)
        self.guides = self.plot.guides(self.triangle.start)
        self.badge = self.zoom_badge(1)

    @property
    def picture(self) -> VGroup:
        """All that is drawn."""
        return VGroup(
            self.plot.axes, self.curve, self.triangle.sides, self.dot, self.moved_dot, self.badge
        )

    def ring(self) -> VMobject:
        """Return a ring around the point."""
        ring = stroke(self._scene.theme[Role.INPUT], 4, "line")
        return ring.set_points(circle(self.plot.point(*self.triangle.start(self.plot)), 0.3))

    def zooms(self, row: NudgeRow) -> list[int]:
        """Return the magnifications, ten times more each, that lead to a nudge's triangle."""
        last = self._closeups.magnification(row)
        return [last // 10**i for i in range(len(str(last)) - 1, 0, -1) if last > 10**i] + [last]

    def closeup(self, row: NudgeRow, magnification: int | None = None) -> Window:
        """Return a window on a nudge's triangle; by default the one that suits it best."""
        if magnification is None:
            magnification = self._closeups.magnification(row)
        return self._closeups.window(row, magnification)

    def zoom_badge(self, zoom: int) -> Text:
        """Return the badge that says how much the picture is magnified."""
        badge = self._scene.formula("times {zoom:plain}", zoom=shown(zoom), role=Role.NEUTRAL)
        area = self.plot.area
        return badge.place(area.right, area.top + 0.18, anchor=1)

    def side_labels(self, row: NudgeRow) -> VGroup:
        """Return the labels of the triangle's sides, outside of it."""
        base = self._side("{name} {value:equals}", self._names.dx, row.nudge, Role.INPUT)
        height = self._side("{name} {value:equals}", self._names.df, row.rise, Role.OUTPUT)
        scale_to_fit(height, self._closeups.beside(row) * self.plot.area.width + 0.2)
        return VGroup(self.triangle.below_base(base), self.triangle.beside_height(height))

    def tangent(self, table: NudgeTable) -> VGroup:
        """Return a point of the curve with its tangent; a straight line has no other."""
        x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
        dot = self.plot.dot(lambda _: (x, y), Role.FUNCTION, on=self._function)
        if table.quotient_is_constant:
            return VGroup(dot)
        line = self.plot.straight(lambda _: (x, y, slope), Role.SLOPE, width=3, of=self._function)
        return VGroup(line, dot)

    def small_picture(self, row: NudgeRow, box: Box) -> VGroup:
        """Return the close-up of a nudge in a box of its own, at the scale of the others."""
        names = self._names
        state = {"x": row.at.number, "h": row.nudge.number, "base": 1.0, "height": 1.0}
        axes = math(names.x.typst), math(names.fx.typst)
        plot = Plot(box, self.closeup(row), axes, self._scene.theme, state=state)
        curve = plot.curve(self._function)
        triangle = NudgeTriangle(plot, self._function)
        dots = (
            plot.dot(triangle.start, Role.FUNCTION, on=self._function),
            plot.dot(triangle.end, Role.OUTPUT, on=self._function),
        )
        base = triangle.below_base(self._side("{value}", names.dx, row.nudge, Role.INPUT))
        height = triangle.beside_height(self._side("{value}", names.df, row.rise, Role.OUTPUT))
        quotient = self._scene.formula(
            r"{df} \/ {dx} {q:equals}",
            df=names.df, dx=names.dx, q=shown(row.quotient), role=Role.SLOPE,
        ).place(plot.area.right, plot.area.top + 0.18, anchor=1)  # fmt: skip
        return VGroup(plot.axes, curve, triangle.sides, *dots, base, height, quotient)

    def _side(self, form: str, name: Term, value: object, role: Role) -> Text:
        return self._scene.formula(form, name=name, value=shown(value), role=role)


class NudgeLedger:
    """The numbers beside the picture, line by line, and the table of nudges."""

    def __init__(self, scene: LessonScene, function: Function) -> None:
        self._scene = scene
        self._names = Names(function, scene.given.nudge_name)
        self._side = scene.regions.side

    def point(self, row: NudgeRow) -> VGroup:
        """Return the lines about the point: where it is, and the function's value."""
        write, names, a = self._scene.formula, self._names, shown(row.at)
        return VGroup(
            self._line(write("{x} {a:equals}", x=names.x, a=a, role=Role.INPUT), 0),
            self._line(write("{f}({a:plain}) {v:equals}", f=names.f, a=a, v=shown(row.value)), 1),
        )

    def moved(self, row: NudgeRow) -> VGroup:
        """Return the lines about the nudge: the new value, and the rise."""
        write, names = self._scene.formula, self._names
        at, value = shown(row.nudged_at), shown(row.nudged_value)
        rise = write("{df} {v:equals}", df=names.df, v=shown(row.rise), role=Role.OUTPUT)
        return VGroup(
            self._line(write("{f}({a:plain}) {v:equals}", f=names.f, a=at, v=value), 2),
            self._line(rise, 3),
        )

    def division(self, row: NudgeRow) -> VGroup:
        """Return height over base, divided; in two lines where one is too long."""
        names, write = self._names, self._scene.formula
        box = self._side.parts(4 * _LINE)[1]
        left = f"{coloured(Role.OUTPUT, '{df}')}/{coloured(Role.INPUT, '{dx}')}"
        right = f"{coloured(Role.OUTPUT, '{rise:plain}')}/{coloured(Role.INPUT, '{h}')}"
        fraction = write(
            f"{left} {{rise:relation}} {right}",
            dx=names.dx, df=names.df, rise=shown(row.rise), h=shown(row.nudge),
        )  # fmt: skip
        result = write("{q:equals}", q=shown(row.quotient), role=Role.SLOPE)
        _put(fraction, box, 0.62)
        if fraction.width + 0.2 + result.width <= box.width:
            result.place(fraction.end + 0.2, fraction.baseline, anchor=-1)
        else:
            _put(result, box, 1.6)
        return VGroup(fraction, result)

    def table(self, rows: Sequence[Sequence[Shown]]) -> Table:
        """Return the table of nudge, rise and quotient."""
        names = self._names
        return Table(
            self._side.parts(1.2 * _LINE)[1],
            (
                math(names.dx.typst),
                math(names.df.typst),
                math(terms.over(names.df, names.dx).typst),
            ),
            (Role.INPUT, Role.OUTPUT, Role.SLOPE),
            rows,
            self._scene.theme,
        )

    def limit(self, table: NudgeTable, below: VMobject) -> Text:
        """Return what the quotient is for every nudge, and where it goes, under the table."""
        names, slope = self._names, shown(table.slope)
        excess = table.excess_is_nudge and not table.quotient_is_constant
        form = r"{df} \/ {dx} "
        if table.quotient_is_constant:
            form += "= {slope}"
        elif excess:
            form += f"= {{slope}} + {coloured(Role.INPUT, '{dx}')} -> {{slope}}"
        else:
            form += "-> {slope}"
        line = self._scene.formula(form, df=names.df, dx=names.dx, slope=slope, role=Role.SLOPE)
        scale_to_fit(line, self._side.width)
        return line.place(float(below.get_left()[0]), float(below.get_bottom()[1]) - 0.7, -1)

    def law(self, function: Function) -> Text:
        """Return the formula of the derivative."""
        f = terms.body(function)
        grouped = any(sign in f.typst[1:] for sign in (" + ", " - "))
        line = self._scene.formula(
            "(dif)/(dif {x}) ({f}) = {slope}" if grouped else "(dif)/(dif {x}) {f} = {slope}",
            x=self._names.x, f=f, slope=terms.body(function.derivative),
            role=Role.SLOPE, size=self._scene.theme.title,
        )  # fmt: skip
        return _put(line, self._side.parts(_LAW)[0], 0.71)

    def answers(self, rows: Sequence[tuple[NudgeRow, Shown]]) -> list[VGroup]:
        """Return a heading and a line for each point: what nudging and the formula say.

        Args:
            rows: For each point the nudge that was tried, and the slope.
        """
        scene, box = self._scene, self._side.parts(_LAW)[1]
        columns = [box.left + share * box.width for share in (0.08, 0.42, 0.8)]
        lines = [
            (
                scene.formula("{x}", x=self._names.x, role=Role.INPUT),
                scene.label("nudging", role=Role.NEUTRAL),
                scene.label("formula", role=Role.NEUTRAL),
            )
        ]
        for row, slope in rows:
            lines.append(
                (
                    scene.formula("{a}", a=shown(row.at), role=Role.INPUT),
                    scene.formula("{q}", q=shown(row.quotient), role=Role.SLOPE),
                    scene.formula("{s}", s=slope, role=Role.SLOPE),
                )
            )
        step = min(_ANSWER, (box.height - 0.5) / len(rows))
        return [
            VGroup(
                *(
                    text.place(x, box.top - 0.45 - i * step)
                    for text, x in zip(line, columns, strict=True)
                )
            )
            for i, line in enumerate(lines)
        ]

    def _line(self, line: Text, index: int) -> Text:
        """Place one of the first lines."""
        first = self._side.parts(4 * _LINE)[0]
        return _put(line, first, 0.4 + index * min(_LINE, (first.height - 0.45) / 3))


def _put(line: Text, box: Box, below: float) -> Text:
    """Place a line in a box, shrunk to its width, so far below its top."""
    scale_to_fit(line, box.width)
    return line.place(box.left, box.top - below, anchor=-1)
