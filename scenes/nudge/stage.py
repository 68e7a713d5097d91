"""The world of the nudge story: a curve that is dived into, a triangle with rods, tangents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import Animation, VGroup, VMobject

from calculus.nudge import NudgeRow, NudgeTable
from calculus.quantity import quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text, scale_to_fit
from scenes.look.theme import Role
from scenes.nudge.facts import NudgeFacts
from scenes.nudge.guests import Guest
from scenes.nudge.ledger import Names, card_height
from scenes.nudge.sentences import brief
from scenes.nudge.windows import dives, side_by_side, view_of_all
from scenes.picture.card import RADIUS, chip, panel
from scenes.picture.compose import in_column, in_row
from scenes.picture.diving import Chips
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Formula
from scenes.picture.motion import Scale, appear, vanish
from scenes.picture.placing import Obstacles, along, around, clearest
from scenes.picture.plot import DOT_RADIUS, knocked_out, stroke
from scenes.picture.rods import BESIDE, MOST, Rods
from scenes.picture.shapes import circle, rounded
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.telling.claims import Hidden, LooksStraight, Magnified, Sentence, Straight
from scenes.words import terms

_LOOKS = 101  # places at which a curve is looked at
_FINE = 2001  # places across a picture: as many as it has columns, so that no spike is overlooked
_STRAIGHT = 0.03  # of the window's height: a curve that leaves its chord by less looks straight
_WIDER = 0.5  # than usual is the card: its table has three columns, Manim units
_APART = 0.25  # between cards and the action, and between chips and a title, Manim units
_AHEAD = 0.12  # of the window, free around a point that rides
_TANGENT = pen(3.5)  # width: the curve is seen at both sides of it
_BESIDE = 0.25  # between a line and its slope, Manim units
_ROWS = 6  # heights of a key, at most, from the base that it is about
_SPOKEN = 50  # font size of what is said
_NAMED = "{name} {value:equals}"
_AT_EDGE = 0.5, 1.0, 1.25  # at the foot are numbers, at the top chips, a title and a name
_HEADROOM = 0.6  # over what is labelled: there are the chips


class NudgeStage:
    """A world with a point, and a triangle at its corner.

    The world's state is that of a `NudgeTriangle` with its `Rods`; ``slid`` says how far the
    triangles of other points have come, from 0 to 1; its ``card`` is what is seen of that now.

    Attributes:
        facts: What the story is about.
        names: The names in it.
        plot: The world.
        card: Where what is read is, beside the action or under it.
        panel: What is behind that.
        curve: The graph.
        triangle: The triangle.
        rods: How often its base fits into its height.
        dot: The point before the nudge.
        moved_dot: The point after the nudge.
        overview: A window that shows all points.
        dive: The windows of the point that the story is at.
        chips: They say how much is magnified.
    """

    def __init__(self, scene: LessonScene, facts: NudgeFacts) -> None:
        self._scene, self.facts, self._background = scene, facts, scene.theme.background
        self._title: tuple[VGroup, ...] = ()
        self._function = function = facts.function
        self.names = Names(function, scene.given.nudge_name)
        regions, count = scene.regions, max(len(facts.tables), len(facts.tables[0].rows))
        height = card_height(count, regions.is_wide)
        action, card = regions.action(card=True), regions.card
        if regions.is_wide:
            foot = max(card.top - height, action.bottom)
            self.card = Box(card.left - _WIDER, foot, card.right, card.top)
            action = action.inset(right=_WIDER)
        else:
            foot = regions.safe.bottom
            self.card = Box(card.left, foot, card.right, foot + height)
            action = Box(action.left, self.card.top + _APART, action.right, action.top)
        self._strip = Box(action.left, regions.chip.bottom, action.right, regions.chip.top)
        self._dives = dives(facts.tables, action)
        self.overview = view_of_all(facts.tables, self._dives, action)
        self._safe = action.inset(top=_HEADROOM)
        first = facts.tables[0]
        state = {
            "area": action, "x": first.at.number, "h": Scale(first.rows[0].nudge.number),
            "slid": 0.0, **dict.fromkeys(("base", "height", "stacked"), 0.0), "card": self.card,
        }  # fmt: skip
        names = terms.on_axes(function)
        self.plot = World(
            regions, self._dives[0].wide, scene.theme, names=names, card=True, state=state,
            heights=scene.say("heights").markup,
        )  # fmt: skip
        self.curve = self.plot.curve(function)
        self.triangle = NudgeTriangle(self.plot, function)
        self.rods = Rods(self.plot, function, self.names.dx.text)
        self.dot = self.plot.dot(self.triangle.start, Role.FUNCTION, on=function)
        self.moved_dot = self.plot.dot(self.triangle.end, Role.OUTPUT, on=function)
        self.guides = self.plot.guides(self.triangle.start)
        self.panel = self.plot.derive(panel(self.card, scene.theme), self._draw_panel)
        self.turn_to(first)

    def turn_to(self, table: NudgeTable) -> None:
        """Let a point be the one that the story is at."""
        self.table = table
        self.dive = self._dives[self.facts.tables.index(table)]
        powers = sorted({0, *self.dive.powers})
        texts = [
            self._scene.formula("times {n:plain}", self.plot.theme.small, n=10**power)
            for power in powers
        ]
        self.chips = Chips(
            self.plot, self.dive.whole, dict(zip(powers, texts, strict=True)), self._strip
        )

    def _draw_panel(self, shape: VMobject) -> None:
        """Draw the panel of the card, as high as that is now."""
        box = self.plot["card"]
        shape.set_points(rounded(box.left, box.bottom, box.right, box.top, RADIUS))

    def power(self, row: NudgeRow) -> int:
        """Return the power of ten that the triangle of a nudge is magnified by."""
        return self.dive.powers[self.table.rows.index(row)]

    @property
    def middle(self) -> Box:
        """Where a card can stand over the world."""
        return self.plot.area.inset(bottom=_AT_EDGE[0], top=_AT_EDGE[1 + len(self._title)])

    def title(self, text: Text) -> VGroup:
        """Put the title in its place, over the world."""
        title = chip(text, replace(self._strip, right=self._scene.regions.safe.right))
        self._title = (title,)
        self.clear()
        return title

    def clear(self, *labels: VMobject) -> None:
        """Let the numbers at the edges yield to labels, and to what is at the top."""
        chips = [self.chips] if self.chips in self._scene.mobjects else []
        self.plot.yield_to(*self._title, *chips, *labels)

    def show_chips(self) -> list[Animation]:
        """Return how the chips appear; a title that has no room beside them leaves."""
        shown: list[Animation] = [appear(self.chips)]
        self.plot.yield_to(*self._title, self.chips)
        title = self._title
        if title and title[0].width + self.chips.width + _APART > self.plot.area.width:
            self._title = ()
            shown.append(vanish(*title))
        return shown

    # Ways.

    def leads(self, start: float, end: float, window: Window) -> bool:
        """Return whether a point can ride on the curve from one input to another in a window."""
        ys = self._function.sample(np.linspace(start, end, _LOOKS))
        room = _AHEAD / 2 * window.height
        inside = (ys > window.bottom + room) & (ys < window.top - room)  # not where there is none
        return bool(inside.all())

    # Claims.

    def hides(self, row: NudgeRow) -> tuple[Hidden, ...]:
        """Return the claim that the point after a nudge lies over the one before; else nothing."""
        scale = self._scale(self.dive.whole)
        apart = np.hypot(row.nudge.number * scale[0], row.rise.number * scale[1])
        return (self._hidden(row, scale, True),) if apart < DOT_RADIUS else ()

    def parts(self, row: NudgeRow) -> Hidden:
        """Return the claim that the points before and after a nudge are seen apart, magnified."""
        return self._hidden(row, self._scale(self.dive.window(self.power(row))), False)

    def _hidden(self, row: NudgeRow, scale: tuple[float, float], hidden: bool) -> Hidden:
        return Hidden(Formula.of(self._function), row.at, row.nudge, scale, hidden)

    def _scale(self, window: Window) -> tuple[float, float]:
        """Return how many Manim units an axis unit takes in a window, across and up."""
        return self.plot.area.width / window.width, self.plot.area.height / window.height

    def magnified(self, row: NudgeRow) -> Magnified:
        """Return the claim that a nudge's triangle is seen magnified."""
        power = self.power(row)
        return Magnified(self.dive.whole.width, self.dive.window(power).width, quantity(10**power))

    def looks(self) -> Sentence:
        """Say whether the curve looks straight as it is seen now."""
        return self._look(
            self.plot.window,
            "The line looks the same at every scale.",
            "At this scale the curve looks straight.",
            "At this scale the curve still bends.",
        )

    def peels(self) -> Sentence:
        """Say what is seen when the picture is no longer magnified."""
        return self._look(
            self.dive.wide,
            "Move back out: nothing bends away, for a line is its own tangent.",
            "Move back out: the line stands still, and the curve still lies along it.",
            "Move back out: the line stands still, and the curve bends away from it.",
        )

    def _look(self, window: Window, of_a_line: str, straight: str, bends: str) -> Sentence:
        """Say of a line, or of a curve that looks straight or bends in a window, that it does."""
        of = Formula.of(self._function)
        if self.facts.is_straight:
            return Sentence(of_a_line, claims=(Straight(of, True),))
        ys = self._function.sample(np.linspace(window.left, window.right, _FINE))
        seen = np.isfinite(ys)  # a hole is no bend, but an end without a value is
        bend = np.abs(ys - np.linspace(ys[0], ys[-1], _FINE))[seen].max() / window.height
        is_straight = bool(bend < _STRAIGHT)
        look = LooksStraight(of, window.left, window.right, window.height, is_straight)
        return Sentence(straight if is_straight else bends, claims=(look,))

    # What is drawn.

    def ring(self) -> VMobject:
        """Return a ring around the point."""
        ring = stroke(self._scene.theme[Role.INPUT], pen(5), "line")
        return ring.set_points(circle(self.plot.point(*self.triangle.start(self.plot)), 0.3))

    def tangent(self, table: NudgeTable) -> VMobject:
        """Return the tangent at a point."""
        x, y, slope = table.at.number, table.rows[0].value.number, table.slope.number
        return self.plot.straight(
            lambda _: (x, y, slope), Role.SLOPE, width=_TANGENT, of=self._function
        )

    def point(self, table: NudgeTable) -> VMobject:
        """Return a point of the story, as a dot that stays there."""
        x, y = table.at.number, table.rows[0].value.number
        return self.plot.dot(lambda _: (x, y), Role.FUNCTION, on=self._function)

    def side_labels(self, row: NudgeRow) -> tuple[Text, Text]:
        """Return the labels of the triangle's sides.

        They stand outside of the whole triangle with its rods, in the window of the nudge.
        """
        plot, state = self.plot, dict(self.plot.state)
        window = self.dive.window(self.power(row))
        plot.set(window=window, h=Scale(row.nudge.number), base=1.0, height=1.0)
        plot.set(stacked=self.rods.quotient)
        obstacles = Obstacles.of(
            self._safe, self.curve, self.dot, self.moved_dot, *self.rods.submobjects
        )
        labels = self.triangle.labelled(lambda size: self._sides(row, size), obstacles, BESIDE)
        plot.set(**{name: state[name] for name in ("window", "h", "base", "height", "stacked")})
        return labels

    def key(self, row: NudgeRow, *others: VMobject) -> Text:
        """Return what says how long the base is, and each rod where these can be told apart."""
        most = max(abs(self.facts.featured(table).quotient.number) for table in self.facts.tables)
        form = "■ = {name} {value:equals}" if most < MOST + 1 else _NAMED
        key = knocked_out(self._side(form, row, _SPOKEN), self._background)
        drawn = self.curve, self.dot, self.triangle.sides, self.rods, *others
        return self.triangle.under(key, Obstacles.of(self._safe, *drawn), _ROWS)

    def _sides(self, row: NudgeRow, size: float) -> tuple[Text, Text]:
        rise = brief(self.table, row.rise, self._scene.digits)
        height = self._scene.formula(_NAMED, size, Role.OUTPUT, name=self.names.df, value=rise)
        return self._side(_NAMED, row, size), height

    def _side(self, form: str, row: NudgeRow, size: float) -> Text:
        nudge = self._scene.digits.as_given(row.nudge)
        return self._scene.formula(form, size, Role.INPUT, name=self.names.dx, value=nudge)

    def slope_label(
        self, table: NudgeTable, slope: Shown, line: VMobject, *others: VMobject
    ) -> Text:
        """Return the slope of a tangent, beside it where there is room, as near as can be."""
        said = self._scene.say("slope {s:equals}", s=slope)
        label = Text(said.markup, _SPOKEN, Role.SLOPE, self.plot.theme)
        label.numbers = said.numbers
        drawn = self.curve, line, self.dot, self.plot.zero, *others
        full = *self.plot.edges, *self.plot.plates
        obstacles = Obstacles.of(self._safe, *drawn).filling(full)
        x, y, _ = self.plot.point(table.at.number, table.rows[0].value.number)
        far = sorted(along(label, line, _BESIDE), key=lambda at: np.hypot(at[0] - x, at[1] - y))
        places = [*around(label, (float(x), float(y)), _BESIDE), *far]
        label.move_to((*clearest(label, places, obstacles), 0))
        return knocked_out(label, self._background)

    # Triangles of other points, at the corner of this one.

    def compared(self) -> Window | None:
        """Return the window in which all triangles are seen, or None."""
        rows = [self.facts.featured(table) for table in self.facts.tables]
        return side_by_side(self._dives, rows, self.plot.area)

    def guests(self) -> list[Guest]:
        """Return the triangles of the other points, with their rods."""
        rows = [self.facts.featured(t) for t in self.facts.tables if t is not self.table]
        return [
            Guest(self.plot, self.triangle, row, place, len(rows))
            for place, row in enumerate(rows, start=1)
        ]

    def layers(self) -> list[Guest]:
        """Return the triangles of the larger nudges that have room in the window of the last."""
        (x, y), h = self.triangle.start(self.plot), self.plot["h"]
        rows = self.table.rows[:-1]
        return [
            Guest(self.plot, self.triangle, row, among=len(rows))
            for row in rows
            if self.plot.window.contains(x + h, y + h * row.quotient.number)
        ]

    def tips(self, drawn: Sequence[VMobject], named: bool) -> tuple[list[NumberText], list[Text]]:
        """Return quotients beside the ends of the heights: for equal ones the same.

        Args:
            drawn: What they keep clear of.
            named: Whether beside each, or under it, stands at which points it is that.
        """
        plot, theme, digits = self.plot, self.plot.theme, self._scene.digits
        h = plot["h"]
        tables, featured = self.facts.tables, self.facts.featured
        quotients = [brief(table, featured(table).quotient, digits) for table in tables]
        numbers = {one.text: NumberText(one, _SPOKEN, Role.SLOPE, theme) for one in quotients}
        x, y = self.triangle.start(plot)
        counted = self.rods.submobjects[-1]
        stacks = len(tables) * BESIDE + _BESIDE
        foot = plot.point(x + h, y)[0]
        room = max(self._safe.right - foot, foot - self._safe.left) - stacks
        found: list[VMobject] = []
        points: list[Text] = []
        for text, number in numbers.items():
            alike = [at for at, one in zip(tables, quotients, strict=True) if one.text == text]
            names = [self._named(table) for table in alike] if named else []
            group = in_row(number, *names, gap=_BESIDE)
            if group.width > room:
                group = in_column(number, *names, gap=_BESIDE / 2)
            scale_to_fit(group, room)
            tip = plot.point(x + h, y + h * featured(alike[0]).quotient.number)
            across = stacks + group.width / 2
            places = [
                (tip[0] + np.sign(h) * way * across, tip[1] + side * off)
                for way in (1, -1)
                for off in np.arange(0, 2, 0.1)
                for side in (1, -1)
            ]
            obstacles = Obstacles.of(self._safe, counted, *drawn, *found)
            group.move_to((*clearest(group, places, obstacles), 0))
            found += [knocked_out(one, self._background) for one in (number, *names)]
            points += names
        return [numbers[one.text] for one in quotients], points

    def _named(self, table: NudgeTable) -> Text:
        """Return which point it is."""
        at = self._scene.digits.as_given(table.at)
        return self._scene.formula(
            _NAMED, self.plot.theme.body, Role.INPUT, name=self.names.x, value=at
        )
