"""A function of several variables as a machine: a nudge of one of them goes in, and J moves."""

from __future__ import annotations

from collections.abc import Callable
from math import floor, log10

import numpy as np
from manim import VMobject

from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.notation.facts import NotationFacts, Partial
from scenes.picture.lanes import Lanes
from scenes.picture.layout import Box, pen, px
from scenes.picture.magnification import magnified
from scenes.picture.meaning import Detail, Length, claim
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, circle, polyline, segments
from scenes.picture.window import Window
from scenes.words import terms
from scenes.words.wording import Wordable
from scenes.words.writing import Writing

_PITCH, _THICK, _SINKS = 2.3, 0.28, 0.4  # Manim units: of a lane, of a bar, down to a baseline
_UNDER, _APART = 0.56, 0.04  # from the top of a lane to its bar, and from that to the next lane
_PIN, _NEEDLE, _DROPS = px(14), 0.6, 0.7  # radius of a pin's head, its length in bars, and its fall
_FURTHEST = 1e9  # nudges
_ASIDE = 0.9  # Manim units from a value to what its bar is called
_BESIDE = 0.3  # Manim units beside bars and pins, at least


class Machine(Lanes):
    """A lane for each variable, and one for what the output does: all in nudges of one length.

    The state says what is seen: ``nudge i`` which share of a nudge of the first or the second
    variable; ``reacts`` which share of what comes of that; ``pin i`` how far the pin of a variable
    has dropped.

    Args:
        scene: Writes what stands there.
        box: Where.
        facts: What the story is about.

    Attributes:
        names: The variables, and the output.
        values: The same with their values.
        changes: What the bars under them show: by how much each of them moves.
        nudges: The nudges of the first two variables.
        reactions: What the output does, for each of these.
        pins: What holds the variables still.
        windows: For each nudge what shows it, and what comes of it: to one scale, or to one a
            power of ten larger where the bar would be short.
        marks: For each nudge what says how many times it is magnified, if it is.
    """

    def __init__(self, scene: Writing, box: Box, facts: NotationFacts) -> None:
        self._scene, variables = scene, facts.several.variables
        self._count = len(variables) + 1
        state = {f"pin {i}": 0.0 for i in range(len(variables))}
        state |= {f"nudge {i}": 0.0 for i in range(len(facts.moved))} | {"reacts": 1.0}
        slopes = [partial.slope.number for partial in facts.moved]
        ends = [float(np.clip(slope, -_FURTHEST, _FURTHEST)) for slope in slopes]
        powers = [_power(end, *ends) for end in ends]
        self.windows = [
            _window(box, *_seen(end, _span(*ends) / 10**power))
            for end, power in zip(ends, powers, strict=True)
        ]
        super().__init__(box, self.windows[0], None, scene.theme, state=state)
        self.axes.add(*(self.rail(self._foot(lane)) for lane in range(self._count)))
        names = [*variables, facts.several.name]
        self.names = [self._name(lane, name, "{n}") for lane, name in enumerate(names)]
        digits = scene.tongue.digits
        values = [*(digits.as_given(value) for value in facts.point.values())]
        self.values = [
            self._name(lane, name, "{n} {v:equals}", v=value)
            for lane, (name, value) in enumerate(
                zip(names, [*values, digits.brief(facts.value)], strict=True)
            )
        ]
        self.changes = [
            self._change(value, name) for value, name in zip(self.values, names, strict=True)
        ]
        self.marks = [[self._mark(power)] if power else [] for power in powers]
        self.nudges = [self._nudge(i) for i in range(len(facts.moved))]
        self.reactions = [self._reaction(i, one) for i, one in enumerate(facts.moved)]
        self.pins = [self._pin(i) for i in range(len(variables))]

    @property
    def _pitch(self) -> float:
        return min(_PITCH, self.area.height / self._count)

    @property
    def _half(self) -> float:
        """Half of a bar's thickness, Manim units."""
        return min(_THICK, (self._pitch - _UNDER - _APART) / 2)

    def _middle(self, lane: int) -> float:
        """Return where the middle of a bar is, as a share of the height."""
        return 1 - (lane * self._pitch + _UNDER + self._half) / self.area.height

    def _foot(self, lane: int) -> float:
        """Return where a bar stands, as a share of the height."""
        return self._middle(lane) - self._half / self.area.height

    def _name(self, lane: int, name: str, form: str, **fields: Wordable) -> Text:
        area, role = self.area, Role.OUTPUT if lane == self._count - 1 else Role.INPUT
        text = self._scene.formula(form, self.theme.body, role, n=terms.name(name), **fields)
        text.scale(min(1.0, area.width / (text.end - text.start)))
        return text.place(area.left, area.top - lane * self._pitch - _SINKS, anchor=-1)

    def _change(self, beside: Text, name: str) -> Text:
        """Return what a bar shows, beside the value over it."""
        role = Role.OUTPUT if beside is self.values[-1] else Role.INPUT
        change = self._scene.formula("{d}", self.theme.body, role, d=terms.change(name))
        return change.place(beside.end + _ASIDE, beside.baseline, anchor=-1)

    def _mark(self, power: int) -> Text:
        """Return how many times the bars are magnified, at the end of the output's line."""
        mark = magnified(self._scene, 10.0**power, self.theme.small)
        return mark.place(self.area.right, self.names[-1].baseline, anchor=1)

    def _nudge(self, i: int) -> VMobject:
        y, half = self._middle(i), self._half / self.area.height
        share = self._share(i)
        bar = self.bar(Role.INPUT, lambda: (0, y, 1, y), lambda: half, share)
        return bar.set_stroke(self.theme[Role.INPUT], pen(3))  # seen beside the longest output

    def _share(self, i: int) -> Callable[[], float]:
        return lambda: float(self[f"nudge {i}"])

    def _reaction(self, i: int, partial: Partial) -> VMobject:
        y, half = self._middle(self._count - 1), self._half / self.area.height
        end, nudged = partial.slope.number, self._share(i)

        def share() -> float:
            return nudged() * float(self["reacts"])

        def cut(joints: VMobject) -> None:
            joints.set_points(self.joints(end, share() * abs(end), (y, half)))

        def count(numbers: VMobject) -> None:
            numbers.set_points(self.numerals(end, share() * abs(end), y))

        return VMobject().add(
            self.bar(Role.OUTPUT, lambda: (0, y, end, y), lambda: half, share,
                     says=Length(self, lambda: partial.slope, share)),
            self.derive(self.around(stroke(self.theme.background, 3, "dot")), cut),
            self.derive(self.around(filled(self.theme.background, "label")), count),
        )  # fmt: skip

    def _pin(self, i: int) -> VMobject:
        """Return a pin, which falls on a variable's line and holds it."""
        y = self._foot(i)

        def shape(part: VMobject) -> None:
            dropped = self[f"pin {i}"]
            if not dropped:
                part.set_points(NOTHING)
                return
            tip = self.point(0, y) + [0, (1 - dropped) * _DROPS, 0]
            head = tip + [0, 2 * _NEEDLE * self._half, 0]
            needle = polyline([tip, head + [px(4), 0, 0], head - [px(4), 0, 0]], closed=True)
            part.set_points(np.vstack([circle(head, _PIN), needle]))

        pin = filled(self.theme[Role.TEXT], "label")
        claim(pin, Detail())
        return self.derive(pin, shape)

    def _draw_line(self, line: VMobject) -> None:
        high = self._half / self.area.height
        ys = [self._middle(lane) for lane in range(self._count)]
        starts, ends = ([[0, y + side * high] for y in ys] for side in (-1, 1))
        line.set_points(segments(self.points(starts), self.points(ends)))


def _span(*ends: float) -> float:
    """Return how long it is from end to end of a nudge and bars, in nudges."""
    return max(1.0, *ends) - min(0.0, *ends)


def _power(end: float, *ends: float) -> int:
    """Return by what power of ten a bar can be magnified where others have room."""
    return floor(log10(_span(*ends) / _span(end)))


def _seen(end: float, span: float) -> tuple[float, float]:
    """Return the ends of so many nudges that are seen with a bar."""
    high = span if end >= 0 else max(1.0, end)
    return high - span, high


def _window(box: Box, *ends: float) -> Window:
    """Return a window with room for a nudge and for bars to some ends."""
    low, high = min(0.0, *ends), max(1.0, *ends)
    beside = _BESIDE * (high - low) / (box.width - 2 * _BESIDE)
    return Window(low - beside, 0.0, high + beside, 1.0)
