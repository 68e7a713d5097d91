"""Where data flows: a lane for each example, with a column for each station it passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import count, pairwise

import numpy as np
from manim import VGroup, VMobject

from calculus.digits import sign_of
from calculus.quantity import Quantity
from calculus.shown import Shown
from scenes.look.text import LEAST_SIZE, Text
from scenes.look.theme import Role
from scenes.picture.compose import fit
from scenes.picture.lanes import Lanes
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Around, Detail, Sketch, claim
from scenes.picture.motion import Drive, Picture
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, circle, polyline, rounded, segments
from scenes.picture.window import Window
from scenes.pipeline.facts import Decided, PipelineFacts
from scenes.words import terms
from scenes.words.wording import Wordable
from scenes.words.writing import Writing

COLUMNS = 0, 1, 2, 4
"""Of the stations: inputs, representations, scores, decisions. Bars and labels have one, too."""

LABELS = Role.INPUT, Role.OUTPUT
"""The colours of no and yes."""

# Shares of the width at which columns end: inputs, representations, scores, bars, decisions.
_ENDS = (0.14, 0.44, 0.635, 0.81, 0.90, 1.0)
_LABELS, _NARROW, _SCORES = 5, 0.15, 0.195  # a column; shares of the width for what stands in one
_HEAD, _FOOT, _NAMES = 1.4, 0.5, 0.45  # Manim units over and under the lanes, and of a name
HEIGHT = _HEAD + _FOOT
"""Of what stands over and under the lanes."""

_SIZE, _LANE = 38.0, 0.8  # font size of numbers at most, and height of a lane at most
_BEAD, _BAR = px(9), 0.2  # radius, and half a thickness as a share of a lane
_FREE, _LEAST = px(14), 0.2  # around what stands at a station; half of its width at least
_APART = 0.2  # Manim units from the name of a station to the next, at least
_SIZES = 6  # of these names, from the largest to the least that can be read
_DROP, _SINKS = 1.3, 0.3  # of a balance: how far pans hang, and of that how far they sink
_PAN, _UNDER = 0.55, 0.6  # Manim units: half of a pan, and under it for its name
_FEW = 3  # digits of numbers that aren't exact


class Flow(Lanes):
    """A lane for each example, on which its number travels from station to station.

    The state says to which column beads have ``run``; how far bars have ``grown``;
    and the threshold ``t``.

    Args:
        scene: Writes what stands there.
        box: Where.
        facts: What the story is about.

    Attributes:
        belts: The lanes themselves, between stations.
        beads: What runs along the lanes.
        names: Of the stations, over the lanes; and of the labels.
        heads: What is done at each station, and over the labels.
        shapes: The shape of the data at each station.
        numbers: The inputs, representations and scores, by station and example.
        labels: The label of each example.
        bars: The scores, as bars.
        line: The threshold.
        name: What it is called, under it.
    """

    def __init__(self, scene: Writing, box: Box, facts: PipelineFacts) -> None:
        self._scene, self._facts, self._box_of_all = scene, facts, box
        rows = len(facts.guesses)
        spare = max(0.0, box.height - _HEAD - _FOOT - rows * _LANE)
        lanes = box.inset(bottom=_FOOT + spare / 2, top=_HEAD + spare / 2)
        self._lanes = lanes
        left, right = (box.left + share * box.width for share in _ENDS[2:4])
        inner = replace(lanes, left=left + 0.15, right=right - 0.15)
        state = {"run": 0.0, "grown": 0.0, "t": 0.0}
        super().__init__(inner, Window(0.0, 0.0, 1.0, 1.0), None, scene.theme, state=state)
        self._size = min(_SIZE, 0.62 * 96 * self._pitch)
        names = ("inputs", "representations", "scores", "decisions", "truth")
        self.names = self._stations(names)
        w, x, b = (terms.name(name) for name in "wxb")
        known = {"w": w, "x": x, "b": b, "z": terms.name("z"), "y": terms.name("y")}
        forms = "{x}", "{z}", "sigma({z})"
        self.heads = [self._head(k, form, **known) for k, form in enumerate(forms)]
        self.truth = self._head(_LABELS, "{y}", **known)
        many = {"n": rows, "one": 1}
        self.shapes = [self._foot(k, "{n} times {one}", **many) for k in range(len(COLUMNS))]
        digits = scene.tongue.digits
        columns: list[list[Shown]] = [
            [digits.as_given(guess.input) for guess in facts.guesses],
            [digits.brief(guess.score, significant=_FEW) for guess in facts.guesses],
            self._scores(),
        ]
        roles = Role.TEXT, Role.VALUE, Role.SLOPE
        self.numbers = [
            [self._number(k, i, one, roles[k]) for i, one in enumerate(column)]
            for k, column in enumerate(columns)
        ]
        self.labels = [
            self._number(_LABELS, i, digits.shown(guess.label), LABELS[int(guess.label.value)])
            for i, guess in enumerate(facts.guesses)
        ]
        self._wires = self._between_stations()
        self.belts = self._belts()
        self.beads = self.derive(filled(self.theme[Role.TEXT], "dot"), self._draw_beads)
        claim(self.beads, Detail())
        self.bars = [self._bar(i, guess.probability) for i, guess in enumerate(facts.guesses)]
        self.line = self.derive(
            stroke(self.theme[Role.GRADIENT], pen(8), "dot"), self._draw_threshold
        )
        claim(self.line, Around(self))
        self.name = scene.formula("{t}", self.theme.body, Role.GRADIENT, t=terms.name("t"))
        self.derive_from(self.name, self._draw_name)

    @property
    def is_legible(self) -> bool:
        """Whether nothing had to be set too small to fit."""
        numbers = [text for column in self.numbers for text in column]
        texts = [*numbers, *self.labels, *self.names, *self.heads, *self.shapes]
        return all(text.font_size >= LEAST_SIZE - 1e-6 for text in texts)

    def decisions(self, decided: Decided) -> list[Text]:
        """Return the decision about each example."""
        return [
            self._number(COLUMNS[-1], i, self._scene.tongue.digits.shown(int(yes)), LABELS[yes])
            for i, yes in enumerate(decided.yes)
        ]

    def rule(self, decided: Decided) -> Text:
        """Return what stands over the decisions: from which score on they are yes.

        A threshold that is not exact has its number in the table alone, where its sign has room.
        """
        number = self._scene.tongue.digits.as_given(decided.threshold)
        t: Wordable = number if number.exact else terms.name("t")
        form = ">= {t:plain}" if number.exact else ">= {t}"
        text = self._scene.formula(form, self.theme.body, Role.GRADIENT, t=t)
        return fit(text, self._cell(COLUMNS[-1], self._lanes.top, _NAMES), 0, 0)

    def mark(self, i: int, role: Role) -> VMobject:
        """Return a frame around a decision and a label that differ."""
        left, right = self._box_of_all.left + _ENDS[3] * self._box_of_all.width, self._lanes.right
        y, half = self._middle(i), 0.46 * self._pitch
        frame = stroke(self.theme[role], pen(7), "line")
        claim(frame, Detail())
        return frame.set_points(rounded(left + 0.05, y - half, right - 0.02, y + half, px(14)))

    def to(self, station: int, run_time: float = 1.2) -> Drive:
        """Let the beads run to a station."""
        return Drive(self, run_time, run=float(COLUMNS[station]))

    @property
    def _pitch(self) -> float:
        return self._lanes.height / len(self._facts.guesses)

    def _middle(self, i: int) -> float:
        return self._lanes.top - (i + 0.5) * self._pitch

    def _x(self, column: float) -> float:
        """Return the middle of a column, or a place between two."""
        starts = 0.0, *_ENDS[:-1]
        middles = [(start + end) / 2 for start, end in zip(starts, _ENDS, strict=True)]
        box = self._box_of_all
        return box.left + float(np.interp(column, range(len(_ENDS)), middles)) * box.width

    def _cell(self, column: float, foot: float, high: float, wide: float = _NARROW) -> Box:
        """Return a box in a column, over or under it; its width is a share of all."""
        x, half = self._x(column), wide / 2 * self._box_of_all.width
        return Box(x - half, foot, x + half, foot + high)

    def _scores(self) -> list[Shown]:
        """Write scores in as many digits as it takes to see on which side of thresholds all are."""
        facts, digits = self._facts, self._scene.tongue.digits
        for some in count(_FEW):
            found = [digits.shown(one.probability, significant=some) for one in facts.guesses]
            sides = (
                number.exact or one.yes[i] == (sign_of(number.digits - one.threshold.value) >= 0)
                for one in facts.decided
                for i, number in enumerate(found)
            )
            if some > 9 or all(sides):
                break
        return found

    def _number(self, column: int, i: int, number: Shown, role: Role) -> Text:
        text = self._scene.formula("{v}", self._size, role, v=number)
        foot, high = self._middle(i) - 0.36 * self._pitch, 0.8 * self._pitch
        wide = _SCORES if column == COLUMNS[2] else _NARROW
        return fit(text, self._cell(column, foot, high, wide), 0, 0)

    def _stations(self, names: Sequence[str]) -> list[Text]:
        """Return the names of the stations: in a line, or neighbours in two if there is no room."""
        sizes = np.linspace(self.theme.small, LEAST_SIZE, _SIZES)
        left = self._box_of_all.left - 1e-6
        lines = (self._in_a_line(names, size) for size in sizes)
        found = next((texts for texts in lines if texts[0].start > left), None)
        if found:
            return found
        texts = self._over_columns(names, self.theme.small)
        for text in texts[::2]:
            text.shift((0, _NAMES, 0))
        return texts

    def _over_columns(self, names: Sequence[str], size: float) -> list[Text]:
        """Return the names of the stations, each over its column as far as there is room."""
        box, foot = self._box_of_all, self._lanes.top + _NAMES
        texts = [self._scene.label(name, size, Role.NEUTRAL) for name in names]
        for column, text in zip((*COLUMNS, _LABELS), texts, strict=True):
            fit(text, self._cell(column, foot, _NAMES, wide=0.35), 0, 0)
            over = max(0.0, box.left - text.start) - max(0.0, text.end - box.right)
            text.shift((over, 0, 0))
        return texts

    def _in_a_line(self, names: Sequence[str], size: float) -> list[Text]:
        """Return the names side by side; where there is no room the first begins too far left."""
        box, texts = self._box_of_all, self._over_columns(names, size)
        for before, text in pairwise(texts):
            text.shift((max(0.0, before.end + _APART - text.start), 0, 0))
        texts[-1].shift((min(0.0, box.right - texts[-1].end), 0, 0))
        for after, text in pairwise(reversed(texts)):
            text.shift((min(0.0, after.start - _APART - text.end), 0, 0))
        return texts

    def _head(self, column: int, form: str, **known: Wordable) -> Text:
        text = self._scene.formula(form, self.theme.body, Role.NEUTRAL, **known)
        return fit(text, self._cell(column, self._lanes.top, _NAMES), 0, 0)

    def _foot(self, station: int, form: str, **known: int) -> Text:
        text = self._scene.formula(form, self.theme.small, Role.TEXT, **known)
        column = COLUMNS[station]
        return fit(text, self._cell(column, self._lanes.bottom - _FOOT, _FOOT), 0, 0)

    def _between_stations(self) -> list[tuple[float, float]]:
        """Return where lanes can be seen: from what stands at a station to the next."""
        halves = [max(text.width for text in column) / 2 + _FREE for column in self.numbers]
        places = [self._x(column) for column in COLUMNS]
        pairs = [*zip(places, [*(max(half, _LEAST) for half in halves), _LEAST], strict=True)]
        return [(x + half, y - other) for (x, half), (y, other) in pairwise(pairs)]

    def _belts(self) -> VMobject:
        belts = stroke(self.theme[Role.NEUTRAL], pen(3), "line")
        claim(belts, Sketch())
        ends = [
            [[x, self._middle(i), 0] for x in wire]
            for i in range(len(self._facts.guesses))
            for wire in self._wires
        ]
        belts.set_points(segments(*zip(*ends, strict=True)))
        return belts

    def _bar(self, i: int, probability: Quantity) -> VMobject:
        y = 1 - (i + 0.5) / len(self._facts.guesses)
        p, half = probability.number, _BAR / len(self._facts.guesses)
        return self.bar(
            Role.SLOPE, lambda: (0.0, y, p, y), lambda: half, lambda: float(self["grown"])
        )

    def _draw_beads(self, beads: VMobject) -> None:
        """Draw beads between stations: at a station they are the numbers there."""
        x, rows = self._x(self["run"]), range(len(self._facts.guesses))
        runs = any(left < x < right for left, right in self._wires)
        dots = [circle((x, self._middle(i), 0), _BEAD) for i in rows]
        beads.set_points(np.vstack(dots) if runs else NOTHING)

    def _draw_line(self, line: VMobject) -> None:
        line.set_points(segments([self.point(0, 0)], [self.point(0, 1)]))

    def _draw_threshold(self, line: VMobject) -> None:
        x = self["t"]
        line.set_points(segments([self.point(x, 0)], [self.point(x, 1)]) if x else NOTHING)

    def _draw_name(self, name: Text) -> None:
        """Keep the name of the threshold under its line."""
        name.place(float(self.point(self["t"], 0)[0]), self.shapes[0].baseline)


class Balance(Picture):
    """A balance with a miss and a false alarm: the one that weighs more is larger.

    In its state is how far it is ``tilted``, to the miss, from 1 to -1.

    Args:
        scene: Writes what hangs there.
        box: Where.
        roles: The colours of both.

    Attributes:
        picture: All of it.
        names: What hangs there.
    """

    def __init__(self, scene: Writing, box: Box, roles: tuple[Role, Role]) -> None:
        super().__init__(tilted=0.0)
        self.names = [
            fit(scene.label(name, scene.theme.small, role), half, 0, 0)
            for name, role, half in zip(
                ("miss", "false alarm"), roles, box.columns(2, 0.2), strict=True
            )
        ]
        x, top = box.centre[0], box.top - 0.25
        self._drop = min(_DROP, (box.height - 0.25 - _UNDER) / (1 + _SINKS))
        half = min(0.25 * box.width, 1.6)
        self._ends = np.array([[x - half, top, 0], [x + half, top, 0]])
        post, arms = (stroke(scene.theme[Role.TEXT], pen(6), "line") for _ in range(2))
        foot = top - (1 - _SINKS) * self._drop  # over all names, wherever pans are
        post.set_points(polyline([[x, top, 0], [x, foot, 0]]))
        for part in (post, arms):
            claim(part, Sketch())
        self.is_legible = all(text.font_size >= LEAST_SIZE - 1e-6 for text in self.names)
        self.picture = VGroup(post, self.derive(arms, self._draw), *self.names)
        for side, (name, role) in enumerate(zip(self.names, roles, strict=True)):
            weight = filled(scene.theme[role], "dot")
            claim(weight, Sketch())
            self.picture.add(self.derive(weight, partial(self._draw_weight, side=side)))
            self.derive_from(name, partial(self._draw_name, side=side))

    def _pan(self, side: int) -> Points:
        """Return the middle of a pan: 0 is that of the miss, 1 the other."""
        sinks = self._drop * (1 + (1 - 2 * side) * _SINKS * self["tilted"])
        end: Points = self._ends[side] - [0, sinks, 0]
        return end

    def _draw(self, arms: VMobject) -> None:
        pans = [self._pan(side) for side in (0, 1)]
        ends = [pan + [0, self._drop, 0] for pan in pans]
        wide = np.array([_PAN, 0, 0])
        hung = [
            polyline([p - wide, e, p + wide, p - wide]) for p, e in zip(pans, ends, strict=True)
        ]
        arms.set_points(np.vstack([polyline(ends), *hung]))

    def _draw_weight(self, weight: VMobject, side: int) -> None:
        heavier = 1 + 0.5 * (1 - 2 * side) * self["tilted"]
        (x, y, _), half = self._pan(side), heavier * self._drop / 7
        weight.set_points(rounded(x - half, y, x + half, y + 2 * half, px(6)))

    def _draw_name(self, name: VMobject, side: int) -> None:
        name.move_to(self._pan(side) - [0, _UNDER / 2, 0])
