"""Both parameters, with their slopes and the ways they have to go: a row each."""

from __future__ import annotations

from manim import VGroup

from calculus.digits import sign_of
from calculus.logistic import BIAS, WEIGHT
from scenes.base import LessonScene
from scenes.cross_entropy.facts import CrossEntropyFacts
from scenes.cross_entropy.sentences import DOWN, UP, J
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.compose import fit
from scenes.picture.layout import Box
from scenes.picture.plot import knocked_out
from scenes.words import terms

_ROW, _GAP = 0.62, 0.55  # from line to line, and between columns, Manim units
_ARROWS = {-1: UP, 1: DOWN}


class Ledger:
    """Texts by parameter, in a box.

    Attributes:
        values: What the parameters are.
        slopes: The slopes of the cost by them.
        ways: Arrows up for what has to grow, down for what has to shrink; none at a slope of 0.
    """

    def __init__(self, scene: LessonScene[CrossEntropyFacts], box: Box) -> None:
        model, digits, size = scene.facts.model, scene.digits, scene.theme.title
        self.values: dict[str, Text] = {}
        self.slopes: dict[str, Text] = {}
        self.ways: dict[str, Text] = {}
        for name in (WEIGHT, BIAS):
            w, slope = terms.name(name), model.slopes[name]
            value, sign = digits.as_given(model.at[name]), sign_of(slope.value)
            self.values[name] = scene.formula("{w} {v:equals}", size, Role.INPUT, w=w, v=value)
            self.slopes[name] = scene.formula(
                "{d} {s:equals}", size, Role.SLOPE, d=terms.derivative(J, w), s=digits.brief(slope)
            )
            if sign:
                self.ways[name] = scene.formula("{way}", size, Role.GRADIENT, way=_ARROWS[sign])
        x, everything = 0.0, list[Text]()
        for column in (self.values, self.slopes, self.ways):
            for row, name in enumerate((WEIGHT, BIAS)):
                if name in column:
                    everything.append(column[name].place(x, -row * _ROW, anchor=-1))
            x = max(text.end for text in everything) + _GAP
        fit(VGroup(*everything), box, -1, 0)
        for text in everything:
            knocked_out(text, scene.theme.background)
