"""Steps and reactions, from one line: those in learning rates, these in nudges."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from manim import VMobject

from calculus.quantity import Quantity, quantity, size
from calculus.shown import Shown
from scenes.look.colour import blend
from scenes.look.text import LEAST_SIZE, Text
from scenes.look.theme import Role
from scenes.picture.card import on_card
from scenes.picture.lanes import Lanes
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Length, claim
from scenes.picture.motion import Drive
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import NOTHING, Points, arrow, segments
from scenes.picture.window import Window
from scenes.step_sizes.facts import Place, StepSizesFacts
from scenes.words import terms
from scenes.words.wording import Term, Wordable, relation
from scenes.words.writing import Writing

_PITCH, _LINE = 1.3, 0.5  # Manim units: of a lane at most, and of what is written over its bar
_HALF, _SINKS = 0.17, 0.38  # half of a bar's thickness, and from the top of a lane to a baseline
_SHAFT, _HEAD = 0.2, 0.5  # of an arrow: how thick it is, and how long its head
_GAP = 0.3  # between texts
_NARROW = 5.0  # a board less wide has places without the name of the input
_FEW = 3  # digits of numbers that have little room
_LONGEST = 1e9  # pieces


class Board(Lanes):
    """A lane for each place: on one side its step, on the other how a nudge comes out.

    The state says what is seen: ``step i`` how far the arrow of a step is on its way from the hill,
    ``run`` which share of all arrows is drawn, ``grown`` how many pieces of the bars, and
    ``limit`` how far these have gone to what they are in the limit.

    Args:
        scene: Writes what stands there.
        box: Where.
        facts: What the story is about.
        origin: Gives where the arrow of a step comes from: both of its ends in the frame.
        alpha: The name of the learning rate.
        nudge: The name of the nudge.

    Attributes:
        units: One learning rate and one nudge, as long as each other, and how long they are.
        arrows: The steps, by place.
        names: Where each step is taken.
        steps: How many learning rates each is long, and how long that is; None for no step.
        bars: What becomes of the nudges.
        numbers: How many nudges each is long, with the name of the nudge.
        slopes: How many it is in the limit.
    """

    def __init__(self, scene: Writing, box: Box, facts: StepSizesFacts,
                 origin: Callable[[int], Points], alpha: Term, nudge: Term) -> None:  # fmt: skip
        self._scene, self._origin, self._places = scene, origin, facts.places
        known = [n for p in facts.places for n in (p.steps, p.nudged.quotient)]
        self._longest = max(1.0, *(min(abs(n.number), _LONGEST) for n in known))
        state = {f"step {i}": 0.0 for i in range(len(facts.places))}
        state |= {"run": 1.0, "grown": 0.0, "limit": 0.0}
        window = Window(-self._longest, 0.0, self._longest, 1.0)
        super().__init__(box, window, None, scene.theme, state=state)
        rate, given = facts.walk.learning_rate, scene.tongue.digits.as_given
        long = size(facts.nudge)
        form = "{e} {v:equals}" if facts.nudge.number > 0 else "abs({e}) {v:equals}"
        units = [
            self._written("{a} {v:equals}", Role.GRADIENT, 0, -1, a=alpha, v=given(rate)),
            self._written(form, Role.INPUT, 0, 1, e=nudge, v=given(long)),
        ]
        self.units = [*zip(units, map(self._over, self._ones()), strict=True)]
        self._over(self.axes)
        w, is_narrow = terms.name(facts.walk.function.variable), self.area.width < _NARROW
        form = "{v}" if is_narrow else "{w} {v:equals}"
        self.names = [
            self._written(form, Role.TEXT, i, 0, w=w, v=given(place.here.w))
            for i, place in enumerate(facts.places, 1)
        ]
        self.arrows = [self._over(self._arrow(i, p)) for i, p in enumerate(facts.places)]
        self.bars = [self._over(self._bar(i, p)) for i, p in enumerate(facts.places)]
        self.steps = [self._step(i, p, alpha) for i, p in enumerate(facts.places, 1)]
        self.numbers = [
            self._number(i, p, p.nudged.quotient, Role.OUTPUT, nudge)
            for i, p in enumerate(facts.places, 1)
        ]
        self.slopes = [
            self._number(i, p, p.here.gradient, Role.SLOPE) for i, p in enumerate(facts.places, 1)
        ]

    @property
    def is_legible(self) -> bool:
        """Whether nothing had to be set too small to fit."""
        texts = [*self.names, *self.numbers, *(text for text in self.steps if text is not None)]
        return all(text.font_size >= LEAST_SIZE - 1e-6 for text in texts)

    def come(self, i: int, run_time: float = 0.8) -> Drive:
        """Let the arrow of a step come from the hill, as large as all of them are here."""
        return Drive(self, run_time, **{f"step {i}": 1.0})

    def grow(self, run_time: float = 2.5) -> Drive:
        """Let all bars grow, piece by piece, as fast as one another."""
        return Drive(self, run_time, grown=self._longest)

    @property
    def _pitch(self) -> float:
        return min(_PITCH, self.area.height / (len(self._places) + 1))

    def _middle(self, lane: int) -> float:
        """Return where the middle of a bar is, as a share of the height."""
        return 1 - (lane * self._pitch + _LINE + _HALF) / self.area.height

    def _over(self, part: VMobject) -> VMobject:
        """Let something lie on the panel."""
        on_card(part)
        return part

    # What is written.

    def _written(self, form: str, role: Role, lane: int, side: int, **fields: Wordable) -> Text:
        text = self._scene.formula(form, self.theme.body, role, **fields)
        return self._put(text, lane, side)

    def _put(self, text: Text, lane: int, side: int) -> Text:
        """Put a text over a bar: in the middle, or at one side of that."""
        area = self.area
        room = area.width / 2 - (self.names[lane - 1].width / 2 + _GAP if side and lane else 0)
        text.scale(min(1.0, room / (text.end - text.start)))
        aside, anchor = (area.width / 2, side) if lane else (_GAP, -side)
        x = area.centre[0] + side * aside
        return text.place(x, area.top - lane * self._pitch - _SINKS, anchor=anchor)

    def _side(self, number: Quantity) -> int:
        return 1 if number.number > 0 else -1

    def _step(self, lane: int, place: Place, alpha: Term) -> Text | None:
        if place.is_level:
            return None
        side = self._side(place.steps)
        names = {"sign": terms.sign("+" if side > 0 else "-"), "alpha": alpha}
        forms: list[tuple[str, dict[str, Wordable]]] = []
        for form in ("{sign} {m:plain} {alpha} {r} {u:plain}", "{about} {sign} {m:plain} {alpha}"):
            for brief in self._briefs:
                m, u = brief(place.steepness), brief(place.here.update)
                about = terms.sign("" if m.exact else "approx")
                forms.append((form, {**names, "m": m, "u": u, "r": relation(m, u), "about": about}))
        return self._readable(Role.GRADIENT, lane, side, forms)

    def _number(self, lane: int, place: Place, number: Quantity, role: Role,
                of: Term | None = None) -> Text:  # fmt: skip
        side = 1 if place.is_level else -self._side(place.steps)
        form, unit = ("{n}", {}) if of is None else ("{n} thin {e}", {"e": of})
        forms: list[tuple[str, dict[str, Wordable]]] = [
            (form, {"n": brief(number), **unit}) for brief in self._briefs
        ]
        return self._readable(role, lane, side, forms)

    @property
    def _briefs(self) -> tuple[Callable[[Quantity], Shown], ...]:
        """Ways to write a number, the longest first."""
        brief = self._scene.tongue.digits.brief
        return brief, partial(brief, significant=_FEW)

    def _readable(self, role: Role, lane: int, side: int,
                  forms: Sequence[tuple[str, Mapping[str, Wordable]]]) -> Text:  # fmt: skip
        """Return the first of some texts that is large enough to be read, or else the last."""
        for form, fields in forms:
            text = self._written(form, role, lane, side, **fields)
            if text.font_size >= LEAST_SIZE:
                break
        return text

    # What is drawn.

    def _ones(self) -> tuple[VMobject, VMobject]:
        """Return an arrow one learning rate long, and a bar one nudge long."""
        y, half = self._middle(0), _HALF / self.area.height

        def shape(part: VMobject) -> None:
            foot, end = self.points([[0, y], [-1, y]])
            part.set_points(arrow(foot, end, width=_SHAFT, head=_HEAD))

        one = filled(self.theme[Role.GRADIENT], "line")
        claim(one, Length(self, lambda: quantity(-1), lambda: 1.0))
        bar = self.bar(Role.INPUT, lambda: (0, y, 1, y), lambda: half, lambda: 1.0)
        return self.derive(one, shape), bar

    def _arrow(self, i: int, place: Place) -> VMobject:
        y = self._middle(i + 1)

        def shape(part: VMobject) -> None:
            came = self[f"step {i}"]
            if not came:
                part.set_points(NOTHING)
                return
            there = self.points([[0, y], [self["run"] * place.steps.number, y]])
            here = self._origin(i)
            foot, end = here + came * (there - here)
            part.set_points(arrow(foot, end, width=_SHAFT, head=_HEAD))

        part = filled(self.theme[Role.GRADIENT], "line")
        claim(part, Length(self, lambda: place.steps if self[f"step {i}"] == 1 else None,
                           lambda: float(self["run"])))  # fmt: skip
        return self.derive(part, shape)

    def _bar(self, i: int, place: Place) -> VMobject:
        quotient, slope = place.nudged.quotient, place.here.gradient
        y, half = self._middle(i + 1), _HALF / self.area.height

        def number() -> Quantity | None:
            return {0.0: quotient, 1.0: slope}.get(self["limit"])

        def length() -> float:
            return float(quotient.number + self["limit"] * (slope.number - quotient.number))

        def share() -> float:
            return min(1.0, self["grown"] / abs(length())) if length() else 1.0

        def coloured(bar: VMobject) -> None:
            start, end = self.theme[Role.OUTPUT], self.theme[Role.SLOPE]
            bar.set_fill(blend(start, end, self["limit"]), family=False)

        def cut(joints: VMobject) -> None:
            joints.set_points(self.joints(length(), share() * abs(length()), (y, half)))

        def count(numbers: VMobject) -> None:
            numbers.set_points(self.numerals(length(), share() * abs(length()), y))

        bar = self.bar(Role.OUTPUT, lambda: (0, y, length(), y), lambda: half, share,
                       says=Length(self, number, share))  # fmt: skip
        return VMobject().add(
            self.derive(bar, coloured),
            self.derive(self.around(stroke(self.theme.panel, pen(3), "dot")), cut),
            self.derive(self.around(filled(self.theme.background, "label")), count),
        )

    def _draw_line(self, line: VMobject) -> None:
        high = 1.5 * _HALF / self.area.height
        ys = [self._middle(lane) for lane in range(len(self._places) + 1)]
        starts, ends = ([[0, y + side * high] for y in ys] for side in (-1, 1))
        line.set_points(segments(self.points(starts), self.points(ends)))
