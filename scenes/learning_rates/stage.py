"""Where things are in the story of learning rates, and what is written beside a panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import VMobject

from calculus.descent import Descent
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.landscape.count import StepCount
from scenes.landscape.distance import (
    ALPHA,
    distance_heading,
    distance_law,
    distance_to_minimum,
    times,
)
from scenes.landscape.distances import Distances
from scenes.landscape.outcomes import LABELS, VERDICTS, outcome
from scenes.landscape.valley import Surroundings
from scenes.learning_rates.line import FATES, RateLine
from scenes.learning_rates.panel import LABEL, RatePanel
from scenes.look.text import LEAST_SIZE, Text, math, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.cells import cells
from scenes.picture.compose import fit, in_column
from scenes.picture.layout import Box
from scenes.picture.meaning import Verdict, claim
from scenes.picture.placing import Obstacles, around, clearest
from scenes.picture.plot import knocked_out
from scenes.words import terms

_HEADER = 0.7  # Manim units above a panel, for its label
_ROW = 0.6  # from there to a second one
_ABREAST = 3.0  # width of a panel that has both on one line
_APART = 0.2  # between parts of the picture
_LEAST = 1.7  # width of a small panel, with what is between, so that all stand over the line
_CLOSE = 0.95  # share of a width that a formula takes, at most
_HERO = 0.62  # share of the room that a panel has which is talked about
_NAME = 0.5  # height for the name of the values
_ALPHA, _LAW, _WORD = 60.0, 50.0, 50.0  # font sizes beside it


class RatesStage:
    """The panels, the line of learning rates, and where they go.

    Args:
        scene: Where it is shown.
        descents: One for each learning rate.

    Attributes:
        panels: One for each, all of them at first as large as the frame.
        line: The learning rates on an axis.
        law: What a step does for any learning rate; None where nobody knows.
        draws_in: Where that draws the ball in; None where nobody knows.
        unfolded: The same before it is simplified; None where that has no room.
        title: What is asked, top left.
        cells: Where the panels stand side by side.
        hero: Where one is that is talked about.
        small: Where they stand over the line in the end.
    """

    def __init__(self, scene: LessonScene, descents: Sequence[Descent]) -> None:
        self._scene, regions = scene, scene.regions
        around, self._first = Surroundings.of(descents), descents[0]
        most = max(len(descent.iterates) for descent in descents)
        self.panels = [RatePanel(scene, descent, around, most) for descent in descents]
        f, small = terms.definition(self._first.function), scene.theme.small
        title = scene.label("How long a step? {f}", small, Role.NEUTRAL, f=f)
        self.title = self.panels[0].entitle(title, regions.chip)
        has_law = all(one.factor is not None and one.minimum is not None for one in descents)
        function = self._first.function
        self._curvature = function.derivative.derivative_at(self._first.start.value)
        edge = 2 / self._curvature.number if has_law else None
        safe = regions.safe
        self._least = min(float(one.factor or 0) for one in descents)
        self.line = RateLine(scene, safe, descents, edge)
        self.law = self.unfolded = self.draws_in = None
        under = Box(safe.left, safe.bottom, safe.right, regions.chip.bottom - _APART)
        over = Box(safe.left, self.line.top + _APART, safe.right, under.top)
        self.cells = cells(under, len(descents), header=_HEADER)
        wide = safe.width > safe.height
        self.hero, self._card = over.beside(_HERO, _APART) if wide else over.above(_HERO, _APART)
        if has_law:
            self.law, self.unfolded, *draws_in = laws = [*self._laws()]
            self.draws_in = draws_in[0] if draws_in else None
            strip = Box(safe.left, regions.chip.bottom, safe.right, regions.chip.top)
            for text in laws:
                fit(text, strip.inset(0.1, 0, 0.1, 0), across=1, up=0)
            if self.unfolded.font_size < LEAST_SIZE:
                self.unfolded = None
        count = len(descents)
        in_a_row = count if wide and over.width > _LEAST * count else None
        self.small = cells(over, count, in_a_row, _HEADER)
        self._is_narrow = has_law and self.small[0].width < _ABREAST
        if self._is_narrow:  # a rate and its factor stand one over the other
            self.small = cells(over, count, in_a_row, _HEADER + _ROW)
        self._order = sorted(range(len(descents)), key=self.line.places.__getitem__)

    def small_box(self, i: int) -> Box:
        """Return where a panel stands over the line: in the order of the learning rates."""
        return self.small[self._order.index(i)]

    def name_the_balls(self, *panels: RatePanel) -> list[Text]:
        """Return the learning rates of balls on the same hill, each near where its ball is seen."""
        found: list[Text] = []
        room, balls = self._scene.regions.action(), [panel.ball for panel in panels]
        for panel in panels:
            label = panel.named(self._scene, _LAW)
            found.append(self._near_the_ball(label, panel, room, self.title, *found, *balls))
        return found

    def last_seen(self, panel: RatePanel) -> Text | None:
        """Return where a ball out of sight is, near its arrow; None where that is unknown."""
        iterates, k = panel.descent.iterates, int(panel["t"])
        if not len(panel.away.points) or k >= len(iterates):
            return None
        w, digits = terms.name(panel.function.variable), self._scene.digits
        at = digits.shown(iterates[k].w, places=2, significant=3)
        text = self._scene.formula("{w} {v:equals}", role=Role.VALUE, w=w, v=at)
        room = panel.frame.inset(*[_APART] * 4)
        return self._near_the_ball(text, panel, room, panel.ball, *panel.walk.ghosts)

    def _near_the_ball(self, text: Text, panel: RatePanel, room: Box, *others: VMobject) -> Text:
        """Place a text near a ball, or the edge behind which it is, where nothing is."""
        knocked_out(text, self._scene.theme.background)
        at = np.nan_to_num(panel.centre())[:2]
        x, y = np.clip(at, [room.left, room.bottom], [room.right, room.top])
        places = around(text, (float(x), float(y)), gap=0.4, rings=5)
        taken = Obstacles.of(room, panel.line, *others)
        return text.move_to((*clearest(text, places, taken), 0))

    def card(self, i: int) -> RateCard:
        """Return what is written beside a panel that is talked about."""
        return RateCard(self._scene, self.panels[i], self._card, self._least)

    def rate(self, i: int) -> Text:
        """Return the learning rate over a small panel, with room for its factor."""
        return over_panel(self.panels[i].label, self._over(i)[0], _ROW * self._is_narrow)

    def factor(self, i: int) -> Text:
        """Return what each step multiplies the distance by, over a small panel."""
        factor = _shown(self._scene, self.panels[i].descent)
        return over_panel(times(self._scene, factor, LABEL), self._over(i)[1])

    def first(self, i: int) -> Text:
        """Return where the first step leads, over a small panel, in the place of its factor."""
        value = self._scene.digits.brief(self.panels[i].descent.iterates[1].w)
        w = terms.name(self._first.function.variable)
        text = self._scene.formula("{w} {v:equals}", LABEL, Role.VALUE, w=w, v=value)
        return over_panel(text, self._over(i)[1])

    def _over(self, i: int) -> tuple[Box, Box]:
        """Return boxes over which the rate and the factor of a small panel stand."""
        box = self.small_box(i)
        return (box, box) if self._is_narrow or self.law is None else box.beside(0.5, _APART)

    def _laws(self) -> Iterator[Text]:
        """Give what a step does for any learning rate: simplified, and as the rule has it.

        After them comes where it draws the ball in, if that is known exactly.
        """
        scene, curvature = self._scene, self._scene.digits.shown(self._curvature)
        one = curvature.number == 1 and curvature.exact
        d = terms.grouped(distance_to_minimum(self._first, scene.digits))
        fields = {"d": d, "alpha": ALPHA} | (
            {} if one else {"c": terms.factor(curvature), "about": terms.nearly(curvature)}
        )
        simple = "({one} - {alpha}) {d}" if one else "{about} ({one} - {c} {alpha}) {d}"
        rule = "{d} - {alpha} {d}" if one else "{d} - {about} {alpha} dot {c} {d}"
        yield scene.formula("{d} := " + simple, role=Role.GRADIENT, size=_LAW, one=1, **fields)
        yield scene.formula("{d} := " + rule, role=Role.GRADIENT, size=_LAW, **fields)
        if curvature.exact:  # the sign of about has no place between bars
            size = "abs({one} - {alpha}) < {one}" if one else "abs({one} - {c} {alpha}) < {one}"
            yield scene.formula(size, role=FATES[-1], size=_LAW, one=1, **fields)


class RateCard:
    """What is written beside a panel.

    Args:
        scene: Where it is shown.
        panel: The panel.
        box: Where.
        least: The least factor of all cards: if one changes sides, all have distances with a sign.

    Attributes:
        alpha: Its learning rate.
        law: What each step does to the distance; None where nobody knows.
        bars: The distances, each squeezed from the one before; None where there is no law.
        count: The number of steps over them.
        word: What becomes of the ball.
        values: Where the values are; None where there are distances.
        name: What they are called.
        left: Where a ball is that has left its panel; None while that is not said.
    """

    def __init__(self, scene: LessonScene, panel: RatePanel, box: Box, least: float) -> None:
        descent = panel.descent
        self.alpha = panel.named(scene, _ALPHA)
        room, rest = box.beside(0.5) if box.is_flat else (box, box)
        for words in (LABELS, VERDICTS):  # in full, where that has room
            word = scene.label(words[outcome(descent)], _WORD, Role.TEXT)
            if words is LABELS or word.width * LEAST_SIZE < room.width * _WORD * _CLOSE:
                self.word = word
        claim(self.word, Verdict())
        self.law, self.bars, self.count, texts = None, None, None, [self.alpha, self.word]
        self.left: Text | None = None
        if descent.factor is not None and descent.minimum is not None:
            factor = _shown(scene, descent)
            self.law = distance_law(scene, descent, factor, _LAW, Role.GRADIENT)
            if self.law.width * LEAST_SIZE > room.width * _LAW * _CLOSE:
                self.law = times(scene, factor, _LAW)
            texts.insert(1, self.law)
        for text in texts:
            scale_to_fit(text, room.width)
        if box.is_flat:
            fit(in_column(*texts, gap=0.3), room, up=0)
        else:
            fit(in_column(*texts[:-1], gap=0.25), box)
            fit(self.word, box, up=-1)
            foot = self.word.baseline + self.word.height
            rest = Box(box.left, foot + 0.2, box.right, texts[-2].baseline - 0.35)
        named = math(terms.name(descent.function.name).typst)
        self.name = Text(named, scene.theme.body, Role.OUTPUT, scene.theme)
        self.name.place(rest.left, rest.top - _NAME / 2, anchor=-1)
        self.values: Box | None = rest.inset(top=_NAME)
        if self.law is not None:
            is_above = descent.start.value > descent.minimum  # the first bar has its sign
            signed = least if is_above else factor.number
            heading = distance_heading(scene, descent, signed)
            self.bars = Distances(rest, panel, "t", factor.number, heading, panel.ends)
            self.values = None
            self.count = StepCount(scene.theme, scene.theme.small, panel.ends)
            self.count.put(rest.right - 0.25 - self.count.end, heading.baseline)

    @property
    def opening(self) -> list[VMobject]:
        """What is there while the ball takes its steps."""
        return [self.name] if self.bars is None or self.count is None else [self.bars, self.count]

    @property
    def parts(self) -> list[VMobject]:
        """All that is there in the end."""
        more = [text for text in (self.law, self.left) if text is not None]
        return [self.alpha, self.word, *self.opening, *more]


def over_panel(label: Text, box: Box, higher: float = 0.0) -> Text:
    """Place a label above a panel."""
    label.scale(min(1.0, box.width / (label.end - label.start)))
    return label.place(box.left, box.top + 0.16 + higher, anchor=-1)


def _shown(scene: LessonScene, descent: Descent) -> Shown:
    return scene.digits.as_given(descent.factor, places=4, significant=3)
