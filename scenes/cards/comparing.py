"""Functions side by side: a tangent rides from one place to another, and turns, or doesn't."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
from manim import VMobject

from calculus.edges import slopes
from calculus.function import Function
from scenes.cards.drawing import SIZE, Drawing, Step
from scenes.cards.stage import grids
from scenes.look.text import LEAST_SIZE, NumberText, Text
from scenes.look.theme import Role
from scenes.picture.carrying import bring
from scenes.picture.compose import fit
from scenes.picture.framing import seen_around
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, appear
from scenes.picture.placing import Obstacles, box_of, clearest, least
from scenes.picture.plot import Inked, Plot, knocked_out
from scenes.picture.shapes import NOTHING
from scenes.words import terms

_LEAST = 1.4, 1.7  # Manim units: width and height in which a function can be seen
_OVER, _UNDER, _IN = 0.5, 0.42, 0.1  # heights over and under a curve, for numbers; to its name
_SMALL = 30.0  # font size of places
_BETWEEN = 0.3  # Manim units from what is over one place to what is over the other


def panels(of: Drawing) -> list[Panel]:
    """Return one for each function, or none where they can't be seen and read side by side."""
    exhibit, (first, last) = of.exhibit, (float(one) for one in of.exhibit.points)
    known = [number.number for number, _ in exhibit.numbers]
    known += [f.sample_at(x) for f in exhibit.functions for x in (first, last)]
    if first == last or not np.isfinite(known).all():
        return []
    ways = (boxes for boxes in grids(of.box, len(exhibit.functions)) if _room(boxes) >= 1)
    for boxes in sorted(ways, key=_room, reverse=True):
        found = [Panel(of, box, i) for i, box in enumerate(boxes)]
        numbers = [number for panel in found for number in panel.numbers]
        size = min(number.font_size for number in numbers)
        names = (text for panel in found for text in panel.names)
        if min(size, *(text.font_size for text in names)) >= LEAST_SIZE:
            for number in numbers:
                number.scale(size / number.font_size)
            return found
    return []


def _room(boxes: tuple[Box, ...]) -> float:
    """Return how many times as large as they have to be boxes are."""
    return min(boxes[0].width / _LEAST[0], boxes[0].height / _LEAST[1])


def compare(of: Drawing, panels: Sequence[Panel]) -> Iterator[Step]:
    """Tangents stand at the first place, ride to the second, and are as steep there, or not."""
    there = [part for panel in panels for part in panel.there]
    of.parts += there
    yield None, [appear(*there)]
    for field, k in (("p", 0), ("r", 1)):
        tangents = [*chain.from_iterable(panel.tangents[k] for panel in panels)]
        of.parts += tangents
        if k == 0:
            yield field, [appear(*tangents)]
        else:
            of.scene.add(*tangents)
            yield field, [Drive(panel, 1.6, x=panel.last) for panel in panels]
    for panel in panels:
        of.parts += panel.numbers
        pairs = zip(panel.tangents, panel.numbers, strict=True)
        yield None, [bring(line, number) for (line, _), number in pairs]


class Panel(Plot):
    """A function with tangents at two places; the second is where the state says, ``x``.

    Attributes:
        last: The second place.
        there: What is there from the beginning.
        tangents: The tangent at each place, and its point.
        names: Of the function and of the places.
        numbers: How steep they are.
    """

    def __init__(self, of: Drawing, box: Box, i: int) -> None:
        exhibit, digits, theme = of.exhibit, of.scene.digits, of.scene.theme
        function, known = exhibit.functions[i], exhibit.numbers[2 * i : 2 * i + 2]
        places = [float(one) for one in exhibit.points]
        stands = [
            (x, function.sample_at(x), slope.number)
            for x, (slope, _) in zip(places, known, strict=True)
        ]
        over, room = box.inset(_IN, 0, _IN, 0).above(_OVER / box.height, 0)
        super().__init__(room, seen_around(function, stands), None, theme, tick_labels="across",
                         state={"x": places[1]})  # fmt: skip
        first, self.last = places
        curve = self.curve(function)
        self.tangents = [self._tangent(function, lambda _: first),
                         self._tangent(function, lambda plot: float(plot["x"]))]  # fmt: skip
        clear = Obstacles.of(self.area, curve, *chain.from_iterable(self.tangents))
        body = terms.in_line(terms.body(function))
        names = (self._name(of.scene.formula("{f}", size, Role.FUNCTION, f=body), clear)
                 for size in (SIZE, _SMALL))  # fmt: skip
        name = least(names, lambda name: clear.covered(box_of(name)))
        under = replace(room, top=room.bottom + _UNDER)
        self.names, self.numbers = [knocked_out(name, theme.panel)], list[NumberText]()
        variable = terms.name(function.variable)
        for x, one, (slope, _) in zip(places, exhibit.points, known, strict=True):
            a = digits.as_given(one)
            label = of.scene.formula("{x} {a:equals}", _SMALL, Role.INPUT, x=variable, a=a)
            if self._at(x, label, under).font_size < LEAST_SIZE:
                label = self._at(x, of.scene.formula("{a}", _SMALL, Role.INPUT, a=a), under)
            number = NumberText(digits.brief(slope), SIZE, Role.SLOPE, theme)
            self.names.append(label)
            self.numbers.append(self._at(x, number, over))
        self.there: list[VMobject] = [self.axes, curve, *self.names]
        self.set(x=first)

    def _tangent(self, function: Function, x: Callable[[Plot], float]) -> list[VMobject]:
        def through(plot: Plot) -> tuple[float, float, float]:
            return x(plot), function.sample_at(x(plot)), float(slopes(function, x(plot)))

        line = self.straight(through, Role.SLOPE, of=function)
        return [line, self.dot(lambda plot: through(plot)[:2], Role.FUNCTION, on=function)]

    def _name(self, name: Text, clear: Obstacles) -> Text:
        """Put the name of the function into a corner that is free, as far as one is."""
        inner = self.area.inset(*[_IN] * 4)
        fit(name, inner)
        spots = [(x, y) for y in _ends(inner.bottom, inner.top, name.height)[::-1]
                 for x in _ends(inner.left, inner.right, name.width)]  # fmt: skip
        return name.move_to((*clearest(name, spots, clear), 0))

    def _at(self, x: float, text: Inked, strip: Box) -> Inked:
        """Put a text over or under a place, in its half of a strip."""
        middle = self.point(x, 0)[0]
        half = strip.columns(2, _BETWEEN)[int(middle > strip.centre[0])]
        left, right = _ends(half.left, half.right, fit(text, half, 0, 0).width)
        return text.shift((np.clip(middle, left, right) - half.centre[0], 0, 0))

    def _draw_labels_across(self, labels: VMobject) -> None:
        labels.set_points(NOTHING)  # both places have theirs


def _ends(start: float, end: float, size: float) -> list[float]:
    """Return the first and the last middle that something can have between two places."""
    return [start + size / 2, end - size / 2]
