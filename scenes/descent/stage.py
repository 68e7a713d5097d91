"""What the descent story draws with: the hill, a card with the rule, and a chart of values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import VMobject

from calculus.descent import Descent, Iterate, Verdict
from calculus.digits import sign_of
from calculus.quantity import Quantity, quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.descent.chart import TOP, ValueChart
from scenes.descent.facts import NEAR
from scenes.landscape.count import StepCount
from scenes.landscape.distance import (
    distance_heading,
    distance_law,
    distance_to_minimum,
    times,
)
from scenes.landscape.distances import Distances
from scenes.landscape.hill import ROOM
from scenes.landscape.labels import HillStage
from scenes.landscape.land import Land
from scenes.landscape.outcomes import outcome
from scenes.landscape.valley import Surroundings
from scenes.landscape.walk import FARTHEST, Walk
from scenes.look.text import LEAST_SIZE, Text, coloured
from scenes.look.theme import Role
from scenes.picture.card import panel
from scenes.picture.compose import envelope, fit, in_column, rest_of
from scenes.picture.layout import GUTTER, Box
from scenes.picture.meaning import Around, claim
from scenes.picture.placing import box_of
from scenes.picture.plot import filled
from scenes.picture.shapes import polyline
from scenes.picture.window import Window
from scenes.picture.world import GROUND
from scenes.words import terms
from scenes.words.wording import Term, relation

Values = tuple[Text, Text]  # two lines under the rule

_PLACES = 3  # decimals, and digits where rounded, of a number that is one of many
_ROOM, _LEADING = 0.25, 0.2  # around what is on the card, and between its lines
_FLAT = 1.5  # height of a card from which lines stand one under another
_LINES, _LINE = 1.2, 0.45  # height of two lines, and of one
_APART = 0.12  # from the card to the chart under it
_ABOVE = 1.1  # Manim units above the start, for the ball and the title
_SHORT, _DEEPEST = 0.12, 6  # Manim units of an arrow that is not seen; powers of ten of a dive


class DescentStage(HillStage):
    """The hill with its ball, and what is written over it.

    Args:
        scene: Where it is shown.
        descent: The descent.
        rest: The iterates after its own, until it has arrived.
        mirrored: The descent from the opposite start, where it is told too.

    Attributes:
        walk: The ball's way down.
        mirror: Its way from the opposite start.
        whole: A window with both starts and what is near.
        close_ups: Windows to dive into, one after the other, for steps too short to be seen there.
        chart: The values of the iterates.
        goal: A band over the places so near to the minimum that the ball counts as arrived.
        rule: What is done at each step, in the card.
    """

    def __init__(
        self,
        scene: LessonScene,
        descent: Descent,
        rest: Sequence[Iterate],
        mirrored: Descent | None,
    ) -> None:
        self._descent = descent
        self._theme, regions, function = scene.theme, scene.regions, descent.function
        super().__init__(scene, function)
        self._rate = descent.learning_rate
        self._make_card(regions.card, len(descent.iterates) + len(rest) - 1)
        action, wide = regions.action(card=True), regions.is_wide
        top = self._small.bottom - _APART if wide else action.top
        headroom = action.top - top + TOP + 0.1 if wide else _ABOVE
        self.land = land = Land(regions, scene.theme, function, descent.start.number, headroom)
        self._around = around = Surroundings.of([descent])
        self.whole = self._whole([descent] if mirrored is None else [descent, mirrored])
        land.set(window=self.whole)
        self.close_ups = self._close_ups()
        nearest = [self.whole, *self.close_ups][-1]
        self.walk = Walk(land, "t", [*descent.iterates, *rest], around, nearest)
        self.mirror = None
        if mirrored is not None:
            self.mirror = Walk(land, "other", mirrored.iterates, around, self.whole)
        self.steps = min(len(descent.iterates) - 1, self.walk.total)
        f, small = terms.definition(function), self._theme.small
        title = scene.label("Gradient descent on {f}", small, Role.NEUTRAL, f=f)
        self.title = land.entitle(title, regions.chip)
        left, right = regions.card.left, regions.card.right
        if not wide:
            left, right = land.area.right + _ROOM, action.right
            if box_of(self.title).right > left - _ROOM:
                top = box_of(self.title).bottom - _APART
        self._beside = Box(left, land.foot - 0.75, right, top)
        self.chart = ValueChart(
            self._beside, land, self.walk, self.mirror, self.steps, self.J.typst
        )

        goal = filled(self._theme[Role.INPUT], "grid", GROUND)
        claim(goal, Around(land))
        self.goal = land.derive(goal, self._draw_goal)

    def _draw_goal(self, goal: VMobject) -> None:
        land, middle = self.land, self._around.middle
        near = quantity(NEAR).number
        ends = land.points([[middle - near, 0], [middle + near, 0]])[:, 0]
        left, right = np.clip(ends, land.frame.left, land.frame.right)
        band = Box(left, land.foot, right, land.frame.top)
        goal.set_points(polyline(band.outline, closed=True))

    def _make_card(self, box: Box, steps: int) -> None:
        inner = box.inset(*[_ROOM] * 4)
        rule = self.rule = fit(self.rule_of_steps(), inner)
        if inner.height < _FLAT:  # there is as much beside it, if it can be read then
            half = inner.columns(2, gap=_LEADING)[0].width / envelope(rule).width
            fit(rule.scale(min(1.0, max(half, LEAST_SIZE / rule.font_size))), inner)
        self._under = rest_of(inner, rule, _LEADING, beside=inner.height < _FLAT)
        foot = max(inner.bottom, envelope(rule).bottom - _LEADING - _LINES)
        if inner.height >= _FLAT:
            self._under = Box(inner.left, foot, inner.right, self._under.top)
        self.card = panel(Box(box.left, foot - _ROOM, box.right, box.top), self._theme)
        self.small_card = self.card
        if self._scene.regions.is_wide:
            self._small = Box(box.left, self._under.top - _LINE - _ROOM, box.right, box.top)
            self.small_card = panel(self._small, self._theme)
        self.counter = StepCount(self._theme, self._theme.body, steps)
        self.counter.put(self._under.left, self._under.top - 0.36)

    def note(self, at: Iterate, near: Quantity | None) -> Text:
        """Return where the ball is, or that it is near the minimum, beside the count."""
        write, left = self._scene.formula, self.counter.end + GUTTER
        text = (
            write("{w} {v:equals}", w=self.w, v=self.rounded(at.w))
            if near is None
            else write("abs({d}) < {near}", near=near, d=self.distance())
        )
        text.scale(min(1.0, (self._under.right - left) / (text.end - text.start)))
        return text.place(left, self.counter.number.baseline, anchor=-1)

    def rounded(self, value: Quantity | int) -> Shown:
        """Return a number as one of many is written."""
        return self._scene.digits.shown(value, places=_PLACES, significant=_PLACES)

    def step_label(self, at: Iterate) -> Text:
        """Return how long a step is, under its arrow."""
        length, change = self.rounded(abs(at.update.value)), terms.change(self.w.text)
        text = self._write("abs({d}) {u:equals}", Role.GRADIENT, d=change, u=length)
        return self._under_the_axis(text, at.w.number + at.update.number / 2)

    def filled_rule(self, here: Iterate, there: Iterate) -> Values:
        """Return the step with its numbers, and where it leads."""
        lines = self._filled(here, there, self._scene.digits.shown)
        if min(line.font_size for line in lines) < LEAST_SIZE:
            lines = self._filled(here, there, self.rounded)
        return lines

    def _filled(self, here: Iterate, there: Iterate, shown: Callable[..., Shown]) -> Values:
        alpha, slope, update = map(shown, (self._rate, here.gradient, here.update))
        for places in range(self._scene.digits.places - 1, -1, -1):  # as many as these give
            if sign_of(abs(alpha.digits * slope.digits + update.digits) - update.unit) <= 0:
                break
            update = self._scene.digits.shown(here.update, places=places)
        step = self._scene.formula(
            f"{{change}} {{r}} - {{alpha:plain}} dot {coloured(Role.SLOPE, '{s}')} "
            "{r} {u:plain}",
            change=terms.change(self.w.text), alpha=alpha, s=terms.factor(slope), u=update,
            r=relation(alpha, slope, update), role=Role.GRADIENT,
        )  # fmt: skip
        w, new, way = map(shown, (here.w, there.w, abs(here.update.value)))
        falls = sign_of(here.update.value) < 0
        given = w.digits - way.digits if falls else w.digits + way.digits
        if sign_of(abs(given - new.digits) - new.unit) <= 0:
            line = self._scene.formula(
                f"{{name}} := {{w:plain}} {coloured(Role.GRADIENT, '{sign} {u:plain}')} {{r}} "
                "{new:plain}",
                name=self.w, w=w, sign=terms.sign("-" if falls else "+"),
                u=way, r=relation(w, way, new), new=new,
            )  # fmt: skip
        else:  # so few digits of the operands don't give it
            line = self._scene.formula(
                "{name} := {name} + {change} {new:equals}",
                name=self.w, change=terms.change(self.w.text), new=new,
            )  # fmt: skip
        return self._put(step, line)

    def operands(self, step: Text, here: Iterate) -> tuple[Text, Text]:
        """Return the learning rate and the slope, where they stand in the step."""
        alpha, slope = (one for one in step.numbers if one.quantity != here.update)
        first = self._scene.formula(
            "{change} {r} - {a:plain}", step.font_size, Role.GRADIENT,
            change=terms.change(self.w.text), r=relation(*step.numbers), a=alpha,
        )  # fmt: skip
        second = self._scene.formula("{s}", step.font_size, Role.SLOPE, s=terms.factor(slope))
        first.place(step.start, step.baseline, anchor=-1)
        return first, second.place(step.part(Role.SLOPE).get_left()[0], step.baseline, anchor=-1)

    def law(self, factor: Shown) -> Values:
        """Return what each step does to the distance to the minimum, and what follows."""
        write = self._scene.formula
        sign = {-1: "<", 0: "=", 1: ">"}[int(np.sign(abs(factor.number) - 1))]
        verdict = write(
            "abs({f:plain}) {sign} {one}", f=factor, one=1, sign=terms.sign(sign), role=Role.SLOPE
        )
        if not self._descent.minimum:
            alpha = self._scene.digits.shown(self._rate)
            derivative = terms.body(self._descent.function.derivative)
            law = write(
                "{d} := {d} - {alpha:plain} dot {slope} {r} {f} {d}",
                d=terms.grouped(self.distance()), slope=derivative, f=terms.factor(factor),
                alpha=alpha, r=relation(alpha, factor),
            )  # fmt: skip
            if self._put(law, verdict.copy())[0].font_size >= LEAST_SIZE:
                return self._put(law, verdict)
        return self._put(distance_law(self._scene, self._descent, factor), verdict)

    def distances(self, factor: Shown) -> tuple[Distances, Text]:
        """Return bars for the distance to the minimum, and over them what squeezes them."""
        box, scene = self._beside, self._scene
        if scene.regions.is_wide:
            box = Box(box.left, box.bottom, box.right, self._under.bottom - _ROOM - _APART)
        heading = distance_heading(scene, self._descent, factor.number)
        label = times(scene, factor, self._theme.small)
        room = box.width - 3 * _ROOM - (heading.end - heading.start)
        share = min(1.0, room / (label.end - label.start))
        line = 0.0
        if share * label.font_size < LEAST_SIZE:  # not beside the heading, then over it
            share, line = 1.0, 1.5 * label.height
        bars = Distances(box, self.land, "bars", factor.number, heading, over=line)
        label.scale(share)
        return bars, label.place(box.right - _ROOM, heading.baseline + line, anchor=1)

    def distance(self) -> Term:
        """Return the distance to the minimum as a formula: w, or w - m."""
        return distance_to_minimum(self._descent, self._scene.digits)

    def _put(self, first: Text, second: Text) -> Values:
        """Place two lines under the rule, or beside it."""
        fit(in_column(first, second, gap=_LEADING), self._under)
        return first, second

    def _whole(self, walks: Sequence[Descent]) -> Window:
        """Return a window with the starts, the minimum, and iterates that don't run away."""
        around = self._around
        places = [around.middle, *(walk.start.number for walk in walks)]
        if self._descent.verdict is Verdict.STAYS:
            places += [around.middle - around.reach, around.middle + around.reach]
        for walk in walks:
            runs_away = outcome(walk) in (Verdict.DIVERGES, "falls")
            farthest = ROOM if runs_away else FARTHEST
            ws = [iterate.w.number for iterate in walk.iterates]
            if walk.blocked:
                ws.append(ws[-1] + walk.iterates[-1].update.number)
            places += [w for w in ws if around.distance(w) <= farthest]
        return self.land.sight(places, least=0.25 * around.reach)

    def _close_ups(self) -> list[Window]:
        """Return windows around the first steps, where these are too short to be seen."""
        land, (first, *rest) = self.land, self._descent.iterates
        length, start = abs(first.update.number) * land.seen.across, first.w.number
        if not rest or not 0 < length < _SHORT:
            return []
        way, span = rest[: self._scene.given.steps][-1].w.number - start, self.whole.width / ROOM
        if not way:
            return []
        powers = range(1, min(int(np.log10(span / abs(way))), _DEEPEST) + 1)
        return [self._closer(start, start + np.sign(way) * span / 10**power) for power in powers]

    def _closer(self, start: float, end: float) -> Window:
        """Return a window of the shape of the whole one: slopes look alike in both."""
        across, whole = self.land.sight([start, end]), self.whole
        times, height = whole.width / across.width, self.land.function.sample_at(start)
        bottom, top = (height + (y - height) / times for y in (whole.bottom, whole.top))
        return Window(across.left, bottom, across.right, top)

    def zooms(self) -> list[tuple[int, Window]]:
        """Return windows for the dive to the bottom, each ten times narrower, and from which step.

        There are none where the ball lies at the bottom, or where it does not come to it.
        """
        around, walk = self._around, self.walk
        found: list[tuple[int, Window]] = []
        for power in (1, 2):
            size = 10.0**-power
            ws = [iterate.w.number for iterate in walk.iterates[: walk.last + 1]]
            near = [k for k, w in enumerate(ws) if around.distance(w) < size]
            if not near or (near[0] >= walk.last and around.distance(ws[-1]) < size / 100):
                break
            places = [around.middle - size * around.reach, around.middle + size * around.reach]
            found.append((near[0], self.land.sight(places)))
        return found
