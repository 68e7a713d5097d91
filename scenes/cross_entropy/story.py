"""What guesses cost: the cross-entropy of one, the average of all, and the slopes of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from manim import VMobject

from calculus.logistic import BIAS, WEIGHT
from calculus.quantity import Quantity
from scenes.base import LessonScene
from scenes.cross_entropy.average import Average
from scenes.cross_entropy.data import LABELS, Data
from scenes.cross_entropy.facts import CrossEntropyFacts
from scenes.cross_entropy.guess import EDGE, GuessCost, make_way
from scenes.cross_entropy.ledger import Ledger
from scenes.cross_entropy.sentences import GUESS, SUM, J, Sentences, W
from scenes.cross_entropy.slice import Slice
from scenes.look.text import Text, coloured, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit, in_column, in_row
from scenes.picture.diving import approach
from scenes.picture.layout import Box
from scenes.picture.motion import Drive, Pulse, appear, dim, light, vanish
from scenes.picture.placing import Obstacles, around, box_of, clearest
from scenes.picture.plot import knocked_out
from scenes.picture.rolling import Roll
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.settings.examples import ExampleInputs, Labels
from scenes.settings.parameters import Nudge, Number, Parameters
from scenes.words import terms
from scenes.words.wording import Wordable

_GAP, _UNDER = 0.3, 0.1  # between texts, side by side and one under another, Manim units
_BELOW, _NARROW = 0.45, 0.85  # from a picture to labels under it; share of a slot for one
_OVER = 1.2  # times the highest bar is what is seen upwards
_RINGS = 6  # places around a guess that are tried for its label
_INSIDE = 0.1, 0.9  # where a guess is tried
_DRAWN = 2.0  # beyond all guesses
_SQUEEZED = 1.5  # times the room for it, a line becomes two
_APART = 0.25  # a guess that costs more for one label than for the other
_DIVE = 4.0  # seconds of the zoom to where the curve is its tangent


class CrossEntropyScene(LessonScene[CrossEntropyFacts]):
    """A guess costs what its probability says; the average of all has a slope by each parameter."""

    inputs: ExampleInputs = (-2, -1, 0, 1, 2)
    labels: Labels = (0, 1, 0, 1, 1)
    weight: Number = 0
    bias: Number = 0
    nudge: Nudge = 0.001

    @classmethod
    def compute(cls, given: Parameters) -> CrossEntropyFacts:
        return CrossEntropyFacts.of(
            given.inputs, given.labels, given.weight, given.bias, given.nudge
        )

    @property
    def title(self) -> str:
        return self.say("What guesses cost").text

    def construct(self) -> None:
        self.said = Sentences(self.facts, self.digits)
        self.data = Data(self)
        self.panes = self.data.places
        self.ledger = Ledger(self, self.panes.ledger)
        self.meet_the_data()
        self.cost_of_one_guess()
        self.cost_of_all()
        self.find_the_slopes()
        self.check_with_a_nudge()
        self.conclude()

    def meet_the_data(self) -> None:
        """Lift the labels, and let the model guess them."""
        self.chapter("The data")
        data, ledger = self.data, self.ledger
        title = self.label("What guesses cost", self.theme.small, Role.NEUTRAL)
        knocked_out(fit(title, self.regions.chip), self.theme.background)
        self.add(title, data.axes, data.ties, data.dots)
        with self.beat(self.said.examples(), kind="setup"):
            self.play(Drive(data, lifted=1.0), share=0.45)
        with self.beat(self.said.model()):
            self.add(data.line)
            self.play(data.into(self.panes.whole, 0.6))
            self.play(appear(*ledger.values.values()), run_time=0.4)
            self.play(Drive(data, drawn=1.0), share=0.35)
            self.add(data.rings)
            self.play(Drive(data, raised=1.0), share=0.35)

    def cost_of_one_guess(self) -> None:
        """Find what a guess costs, where it is sure, and in one line for both labels."""
        self.chapter("The cost of one guess")
        self.costs = GuessCost(self, self.panes)
        self.ask()
        self.price()
        self.write_one_line()

    def ask(self) -> None:
        """Look at one guess, which could be another."""
        facts, data, costs = self.facts, self.data, self.costs
        every = [part for i in range(len(data.dots)) for part in data.parts(i)]
        others = [part for part in every if part not in data.parts(facts.lit)]
        with self.beat("What should one guess cost?", kind="question"):
            self.play(data.into(self.panes.left))
            model = [data.line, *self.ledger.values.values()]  # it says none of what is tried
            self.play(dim(*others, *model), appear(costs.axes))
            self.remove(data.rings[facts.lit])
            self.add(data.trials[0])
            for p in (*costs.ends, costs.p):
                self.play(Drive(data, tried=float(np.clip(p, *_INSIDE)), run_time=0.6))
            value = self.digits.brief(facts.guesses[facts.lit].probability)
            role = LABELS[costs.label]
            self.guess = self.formula("{p} {v:equals}", role=role, p=GUESS, v=value)
            self._beside(self.guess, data.trials[0], data, data.area, data.line, *every)
            self.play(bring(data.trials[0], self.guess))

    def price(self) -> None:
        """Ride on the curve of the cost, to both its ends."""
        data, costs = self.data, self.costs
        self.form = form = costs.form(self, self.panes.formula)
        cost = self.digits.brief(self.facts.guesses[self.facts.lit].cost)
        template, fields = costs.written
        written = self.formula(f"{template} {{c:equals}}", None, Role.VALUE, c=cost, **fields)
        with self.beat(
            "Minus the logarithm of the probability that it gave to the true label.", answers=True
        ):
            self.add(costs.curves[costs.label])
            self.play(Drive(costs, drawn=_DRAWN), share=0.3)
            self.play(appear(form), run_time=0.4)
            self.add(*costs.rider)
            self.play(Drive(costs, up=1.0), share=0.2)
            bar, dot = costs.rider
            room = replace(costs.area, bottom=box_of(bar).bottom)  # over the axis
            self._beside(written, dot, costs, room, bar, costs.curves[costs.label])
            self.play(bring(dot, written))
        with self.beat(self.said.ends(), kind="result"):
            self.play(vanish(written, self.guess), run_time=0.3)
            make_way(data, "tried", data.trials[0], costs.ends)
            make_way(costs, "p", costs.rider[1], costs.ends)
            for p, at in zip(costs.ends, (0.1, 0.55), strict=True):
                self.play(Drive(data, tried=p), Drive(costs, p=p), at=at, share=0.2)

    def _beside(
        self, text: Text, dot: VMobject, world: World, room: Box, *others: VMobject
    ) -> None:
        """Put what a dot stands for near it, in a box."""
        clear = Obstacles.of(room, dot, *others)
        scale_to_fit(text, room.width)
        place = clearest(text, around(text, box_of(dot).centre, rings=_RINGS), clear)
        knocked_out(text.move_to((*place, 0)), self.theme.background)
        world.yield_to(text, dot)

    def write_one_line(self) -> None:
        """Let the label switch off one term, and then the other; each has its curve's colour."""
        facts, data, costs, size = self.facts, self.data, self.costs, self.theme.title
        values = [self.digits.shown(one) for one in (costs.label, 1 - costs.label)]
        roles = LABELS[costs.label], LABELS[1 - costs.label]
        before, after = (
            self.formula("y {v:equals}", size, role, v=v)
            for role, v in zip(roles, values, strict=True)
        )
        zero, one = LABELS
        for_one = self.formula("-y ln {p}", size, one, p=GUESS)
        for_zero = self.formula("-({one} - y) ln({one} - {p})", size, zero, one=1, p=GUESS)
        between = costs.between(self.panes.formula).inset(left=EDGE, right=EDGE)
        line = in_row(for_one, for_zero, gap=_GAP)
        if line.width > _SQUEEZED * between.width:
            line = in_column(for_one, for_zero, gap=_UNDER)
        fit(in_column(before, line, gap=_UNDER), between, 0, 0)
        after.scale(before.font_size / after.font_size)
        after.place(before.start, before.baseline, anchor=-1)
        for text in (before, after, for_one, for_zero):
            knocked_out(text, self.theme.background)
        on, off = (for_one, for_zero) if costs.label else (for_zero, for_one)
        this, other = costs.curves[costs.label], costs.curves[1 - costs.label]
        trial, *others = data.trials
        with self.beat(self.said.line(), teaches="U10.4"):
            self.play(Drive(data, tried=_APART), Drive(costs, p=_APART), run_time=0.6)
            self.play(vanish(self.form), run_time=0.3)
            self.play(bring(costs.rider[1], before), appear(line), run_time=0.6)
            self.add(other)
            self.play(dim(off), Drive(costs, other=_DRAWN), share=0.25)
            self.play(dim(other))
            lit, lights = data.parts(facts.lit)[:2], [light(off, other)]
            if facts.other is not None:
                lights += [light(*data.parts(facts.other)[:2]), appear(*others)]
            crosses = Drive(costs, crossed=1.0, run_time=0.6)  # as long as the label rolls
            self.play(Roll(before, after), crosses, dim(on, this, *lit), vanish(trial), *lights)
        self.line, self.left = [for_one, for_zero], list[VMobject]([after, *others])

    def cost_of_all(self) -> None:
        """Let the costs of all guesses level out to their average."""
        self.chapter("The cost of all")
        facts, data, costs = self.facts, self.data, self.costs
        n = facts.examples.count
        feet = costs.feet(data.guessed(data.weight), data.ys)
        costs_of_all = [guess.cost for guess in facts.guesses]
        self.bars = bars = Average(
            self, self.panes.right, costs.window.bottom, costs.top, self.say("cost").markup,
            [costs_of_all], lambda: feet, Role.VALUE, data.costs,
        )  # fmt: skip
        zero, one = LABELS
        both = coloured(one, "y ln {p}"), coloured(zero, "({one} - y) ln({one} - {p})")
        sum_of = self.formula(
            f"J = -{{one}}/{{n}} {{sum}} ({' + '.join(both)})",
            self.theme.body, Role.VALUE, one=1, n=n, p=GUESS, sum=SUM,
        )  # fmt: skip
        cost = self.formula("J {c:equals}", self.theme.title, Role.SLOPE,
                            c=self.digits.brief(facts.model.cost))  # fmt: skip
        fit(in_column(sum_of, cost, gap=2 * _UNDER), self.panes.formula, 0, 0)
        for text in (sum_of, cost):
            knocked_out(text, self.theme.background)
        with self.beat(self.said.average(), kind="result", poster=1, teaches="U10.4"):
            self.add(data.rings[facts.lit])
            every = [data.ties, data.dots, data.rings, data.line, *self.ledger.values.values()]
            self.play(light(*every, *self.line), vanish(*costs.rider), run_time=0.3)
            self.add(bars.bars)
            self.play(Drive(bars, shown=1.0, run_time=0.8))
            self.play(vanish(costs.axes, *costs.curves), appear(bars.axes), run_time=0.3)
            self.play(Drive(bars, flown=1.0, window=self._near(bars)), vanish(*self.left))
            self.factors = self._factors()
            if self.factors:
                self.play(*map(bring, data.dots, self.factors), run_time=0.8)
            self.play(vanish(*self.line), Merge(bars.bars, into=sum_of, dims=1.0))
            self.add(bars.mean)
            for motion in bars.level_out():
                self.play(motion, share=0.2)
            self.play(bring(bars.mean, cost))
        with self.beat("This is the number that training makes small.", kind="result",
                       teaches="U10.8"):  # fmt: skip
            self.add(bars.pull)
            self.play(Drive(bars, pulls=1.0), share=0.4)
            self.play(Pulse(cost))
        self.left = [sum_of, cost]

    def _near(self, bars: Average) -> Window:
        """Return a window in which the bars are large, also after `turn`."""
        top = _OVER * float(max(self.data.costs(share).max() for share in (0.0, 1.0)))
        return replace(bars.window, bottom=-0.1 * top, top=top)

    def find_the_slopes(self) -> None:
        """Tilt the curve, take the errors, and average them into both slopes."""
        self.chapter("Its slopes")
        data, bars = self.data, self.bars
        with self.beat("To lower it, which way should {w} go?", kind="question", w=W):
            self.play(vanish(*self.left, bars.pull), run_time=0.3)
            self.add(data.ghost)
            for weight in (*data.tilts, data.weight):
                self.play(Drive(data, ghost=weight))
            self.remove(data.ghost)
        self.errors = errors = self._errors()
        self.error, self.product = (self._name(form) for form in ("{p} - y", "({p} - y) x"))
        with self.beat("Take the errors first: prediction minus label.", teaches="U10.6"):
            self.play(vanish(bars.axes, bars.bars, bars.mean), run_time=0.3)
            self.add(data.errors)
            self.play(Drive(data, errors=1.0), share=0.3)
            self.play(appear(errors.axes, self.error), run_time=0.3)
            self.add(errors.bars)
            errors.set(shown=1.0)
            self.play(Drive(errors, flown=1.0), share=0.3)
        self._average(WEIGHT)
        self.play(Drive(errors, lined=0.0), run_time=0.4)
        self._average(BIAS)
        self.left = [errors.axes, errors.bars, errors.mean, self.error]
        self.turn()

    def _errors(self) -> Average:
        """Return bars of the errors, which become products."""
        guesses = self.facts.guesses
        stages = [[guess.error for guess in guesses], [guess.product for guess in guesses]]
        self.windows = [self._window(stage) for stage in stages]
        first = self.windows[0]
        return Average(self, self.panes.right, first.bottom, first.top, "", stages,
                       self.data.arrows, Role.GRADIENT)  # fmt: skip

    def _window(self, numbers: Sequence[Quantity]) -> Window:
        """Return a window in which bars of some numbers are seen."""
        low, high = (pick(0.0, *(one.number for one in numbers)) for pick in (min, max))
        room = 0.15 * ((high - low) or 1.0)
        count, pane = self.facts.examples.count, self.panes.right
        return Average.window_of(count, pane, low - room, high + room)

    def _factors(self) -> list[Text]:
        """Return the inputs under their slots, where there is room for them."""
        bars, digits = self.bars, self.digits
        found = [
            self.formula("{x:plain}", self.theme.body, Role.INPUT, x=digits.as_given(guess.input))
            for guess in self.facts.guesses
        ]
        exact = all(text.numbers[0].exact for text in found)
        if not exact or max(text.width for text in found) > _NARROW * bars.slot_width:
            return []
        for i, text in enumerate(found):
            text.place(bars.slot(i), bars.area.bottom - _BELOW)
            knocked_out(text, self.theme.background)
        return found

    def _name(self, form: str) -> Text:
        """Return what stands over bars."""
        name, area = self.formula(form, role=Role.GRADIENT, p=GUESS), self.errors.area
        name.place(area.left, area.top, anchor=-1)
        self.errors.yield_to(name)
        return knocked_out(name, self.theme.background)

    def _average(self, name: str) -> None:
        """Average errors, times inputs or alone, into the slope by a parameter."""
        errors, ledger = self.errors, self.ledger
        stage = int(name == WEIGHT)
        slope = self.facts.model.slopes[name]
        template = "{d} = {one}/{n} {sum} ({p} - y)"
        template += " x {s:equals}" if name == WEIGHT else " {s:equals}"
        written = self._over(
            template, Role.SLOPE, d=terms.derivative(J, terms.name(name)), one=1, sum=SUM,
            n=self.facts.examples.count, p=GUESS, s=self.digits.brief(slope),
        )  # fmt: skip
        with self.beat(self.said.slope(name), kind="result", teaches="U10.6"):
            if stage and self.factors:
                self.play(Pulse(*self.factors))
            become = Drive(errors, stage=float(stage), window=self.windows[stage])
            names = (self.error, self.product)[:: -1 if stage else 1]
            self.play(become, appear(names[0]), vanish(names[1]), share=0.2)
            self.add(errors.mean)
            for motion in errors.level_out():
                self.play(motion, share=0.2)
            self.play(bring(errors.mean, written), at="s")
        self.play(bring(written, ledger.slopes[name]), run_time=0.6)
        self.play(vanish(written), run_time=0.2)

    def turn(self) -> None:
        """Say which way the parameters go."""
        data, ledger, bars = self.data, self.ledger, self.bars
        with self.beat(self.said.ways(), kind="result", answers=True):
            for name, way in ledger.ways.items():
                self.play(Pulse(ledger.slopes[name]), appear(way))
            if ledger.ways:
                written, (w, b) = [*ledger.values.values(), *ledger.slopes.values()], data.lower
                costs = [bars.axes, bars.bars, bars.mean]
                self.play(vanish(*self.left), run_time=0.3)
                self.play(appear(*costs), run_time=0.3)
                self.left = costs
                bars.set(tried=0.0)
                self.play(dim(*written), run_time=0.3)  # they hold where the curve has been
                self.play(Drive(data, w=w, b=b), Drive(bars, tried=1.0), share=0.25)
                back = Drive(data, w=data.weight, b=data.bias), Drive(bars, tried=0.0)
                self.play(*back, share=0.2)
                bars.set(tried=None)
                self.play(light(*written), run_time=0.3)

    def check_with_a_nudge(self) -> None:
        """Nudge the weight, and see what the cost does."""
        along = Slice(self, self.data)
        digits, dj, dw = self.digits, terms.change("J"), terms.change(WEIGHT)
        ratio = self._over("{n} {q:equals}", Role.SLOPE, n=terms.over(dj, dw),
                           q=digits.brief(self.facts.ratio))  # fmt: skip
        with self.beat(self.said.nudge(), kind="result", teaches="U10.6"):
            self.play(vanish(*self.left, *self.factors), run_time=0.3)
            self.play(appear(along.axes, along.line, *along.rider), run_time=0.4)
            for motion in approach(along, along.close_up, _DIVE):
                self.play(motion)
            base, height = along.labels(self)
            along.yield_to(base, height, along.rider[1], along.there)
            self.add(along.nudging.base, along.nudging.height)
            self.play(Drive(along, base=1.0, run_time=0.6), bring(along.rider[1], base))
            self.add(along.there)
            self.play(Drive(along, height=1.0, run_time=0.6), bring(along.there, height))
            self.play(dim(along.rider[0]), appear(along.nudging.chord), at="q")
            self.play(Merge(along.nudging.chord, height, base, into=ratio, dims=1.0))
        self.left = [along.axes, along.line, *along.rider, along.there, base, height, ratio,
                     along.nudging.base, along.nudging.height, along.nudging.chord]  # fmt: skip

    def conclude(self) -> None:
        """Let both slopes stay."""
        data, ledger = self.data, self.ledger
        with self.beat("Two slopes, one for each parameter: all that gradient descent asks for.",
                       kind="conclusion", poster=2):  # fmt: skip
            self.play(vanish(*self.left), run_time=0.3)
            self.play(data.into(self.panes.whole))
            written = [*ledger.values.values(), *ledger.slopes.values()]
            heres = data.weight, data.bias
            for name, here, there in zip(ledger.slopes, heres, data.lower, strict=True):
                self.play(Pulse(ledger.slopes[name]))
                if name in ledger.ways:
                    self.play(dim(*written), run_time=0.3)
                    self.play(Pulse(ledger.ways[name]), Drive(data, **{name: there}), share=0.15)
                    self.play(Drive(data, **{name: here}), share=0.1)
                    self.play(light(*written), run_time=0.3)

    def _over(self, template: str, role: Role, **fields: Wordable) -> Text:
        """Return a formula over the right picture."""
        text = self.formula(template, self.theme.title, role, **fields)
        return knocked_out(fit(text, self.panes.formula, 0, 0), self.theme.background)
