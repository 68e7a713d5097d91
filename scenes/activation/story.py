"""A neuron: a score, what its activation makes of it, and a slope that the output alone tells."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from manim import Animation, VMobject

from calculus.grammar import parse_expression
from scenes.activation.box import SlopeBox
from scenes.activation.facts import SHAPES, ActivationFacts
from scenes.activation.sentences import Sentences
from scenes.activation.stage import Neuron, SlopeBelow
from scenes.base import LessonScene
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.compose import fit, in_column
from scenes.picture.diving import approach
from scenes.picture.motion import Drive, Pulse, Trace, appear, vanish
from scenes.picture.nest import Nest
from scenes.picture.placing import Obstacles, around, box_of, clearest
from scenes.picture.plot import knocked_out
from scenes.settings.choices import choice
from scenes.settings.parameters import Nudge, Number, Parameters, Points
from scenes.words import terms
from scenes.words.wording import Term, Wordable, relation

_OVER, _APART, _RINGS = 0.14, 0.25, 6  # Manim units over a bar, between texts; places around a dot
_TYPICAL = 1.0  # a score whose output is neither 0 nor at a bound, for every activation
_BESIDE = 0.75  # from -1 to 1: right of an axis in the middle
_FACTORS = "1/(1 + e**(-z))", "e**(-z)/(1 + e**(-z))", "1 - 1/(1 + e**(-z))"


class ActivationScene(LessonScene[ActivationFacts]):
    """A neuron makes a score, and of it an output, which alone tells how steep that is."""

    activation: Annotated[
        str, choice(*SHAPES, means="what the neuron makes of its score", example="sigma")
    ] = "sigma"
    weights: Annotated[Points, "the weights of the inputs, one to four"] = (1, -1)
    features: Annotated[Points, "the inputs, as many"] = (2, 1)
    bias: Annotated[Number, "what is added to weights times inputs"] = "1/2"
    points: Annotated[Points, "other scores to look at, one to four"] = (-2, 0, 2)
    nudge: Nudge = 0.1

    @classmethod
    def compute(cls, given: Parameters) -> ActivationFacts:
        return ActivationFacts.of(
            given.activation, given.weights, given.features, given.bias, given.points, given.nudge
        )

    @property
    def title(self) -> str:
        return self.say("A neuron and its slope").text

    def construct(self) -> None:
        facts, function = self.facts, self.facts.function
        self.z, self.a = terms.name(function.variable), terms.name(function.name)
        self.da = terms.derivative(self.a, self.z)
        self.said = Sentences(facts, self.digits)
        self.neuron = Neuron(self)
        self.panes = self.neuron.places
        self.box: SlopeBox | None = None
        self.make_a_score()
        self.bend_the_line()
        self.look_at_points()
        self.find_the_slope()
        self.find_its_formula()
        self.check_with_a_nudge()
        self.conclude()

    def make_a_score(self) -> None:
        """Lay the products and the bias end to end."""
        self.chapter("A score")
        facts, neuron = self.facts, self.neuron
        score, made = self.digits.brief(facts.score), terms.formula(facts.formula)
        title = self.label("A neuron and its slope", self.theme.small, Role.NEUTRAL)
        names = self._over("{z} = {made}", z=self.z, made=made)
        labels = [self._bar_label(i) for i in range(len(facts.parts))]
        knocked_out(fit(title, self.regions.chip), self.theme.background)
        self.add(title, neuron.axes, *neuron.bars, names)
        with self.beat(
            "A neuron makes a score first: weights times inputs, plus a bias.", kind="setup"
        ):
            for i, label in enumerate(labels):
                self.play(Drive(neuron, laid=i + 1.0), share=0.5 / len(labels))
                self.play(bring(neuron.bars[i][1], label))
        self.formula_now = self._over("{z} = {made} {s:equals}", z=self.z, made=made, s=score)
        with self.beat("Here the score is {s}.", s=score):
            self.add(neuron.spot)
            self.play(Drive(neuron, fallen=1.0), share=0.3)
            self.play(vanish(names), run_time=0.2)
            self.play(Merge(*labels, into=self.formula_now, dims=1.0), at="s")
        self.left: list[VMobject] = [*labels, *neuron.bars, self.formula_now]
        self.formula_now = names

    def _bar_label(self, i: int) -> Text:
        """Return what a bar is, over its middle, or as near to that as there is room."""
        facts, neuron = self.facts, self.neuron
        part, names = self.digits.brief(facts.parts[i]), [*facts.values]
        w, x = names[2 * i : 2 * i + 2] if i + 1 < len(facts.parts) else ("", names[-1])
        fields: dict[str, Wordable] = {"x": terms.name(x), "v": part}
        form = "{x} {v:equals}"
        if w:
            p, q = (self.digits.as_given(facts.values[name]) for name in (w, x))
            fields |= {"w": terms.name(w), "r": relation(p, q)}
            fields |= {"p": terms.factor(p), "q": terms.factor(q)}
            form = "{w} {x} {r} {p} dot {q} {v:equals}"
        text = self.formula(form, self.theme.body, Role.INPUT, **fields)
        low, high = neuron.span(i)
        area, half = neuron.area, text.width / 2
        middle = min(max((low[0] + high[0]) / 2, area.left + half), area.right - half)
        text.place(middle, low[1] + neuron.half + _OVER)
        return knocked_out(text, self.theme.background)

    def _over(self, template: str, role: Role = Role.VALUE, **fields: Wordable) -> Text:
        """Return a formula over the world, beside the axis where there is room."""
        text = self.formula(template, self.theme.title, role, **fields)
        return knocked_out(fit(text, self.panes.strip, _BESIDE, 0), self.theme.background)

    def bend_the_line(self) -> None:
        """Let the line of scores become the curve, and see how outputs crowd together."""
        self.chapter("An activation")
        facts, neuron = self.facts, self.neuron
        with self.beat(self.said.question(), kind="question"):
            self.play(vanish(*self.left), run_time=0.4)
            self.play(
                appear(self.formula_now), Drive(neuron, window=neuron.curve_window), share=0.2
            )
            for place in (*reversed(neuron.ends), facts.score.number):
                self.play(Drive(neuron, score=place, run_time=0.9))
        meaning = self._over("{f} = {m}", Role.FUNCTION, f=terms.body(facts.function),
                             m=terms.formula(parse_expression(facts.shape.means)))  # fmt: skip
        with self.beat(self.said.squeezes(), answers=True, teaches="U10.2"):
            neuron.show_outputs()
            self.add(*neuron.bent)
            self.play(vanish(self.formula_now), Drive(neuron, bent=1.0), share=0.4)
            self.add(neuron.line)
            self.remove(neuron.bent[0])
            self.play(bring(neuron.line, meaning), share=0.2)
            self.play(Drive(neuron, slid=1.0), share=0.3)
        made = self._output_of()
        output = self._over("{made} {p:equals}", Role.OUTPUT, made=made,
                            p=self.said.score_and_output[1])  # fmt: skip
        with self.beat(self.said.output(), kind="result", poster=1, teaches="U10.1"):
            self.play(vanish(neuron.bent[1], meaning), run_time=0.3)
            self.play(Drive(neuron, up=1.0), at="z", share=0.3)
            self.play(bring(neuron.spot, output), at="p")
        self.formula_now = output

    def _output_of(self) -> Term:
        """Return the output, as it is made of weights and inputs: ŷ = σ(wᵀx + b)."""
        applied = terms.body(self.facts.function)
        name = ("ŷ", "hat(y)") if self.facts.is_guess else (self.a.text, self.a.typst)
        text, typst = applied.text.replace("z", "wᵀx + b"), applied.typst.replace("z", "w^T x + b")
        return Term(f"{name[0]} = {text}", f"{name[1]} = {typst}", applied.said)

    def look_at_points(self) -> None:
        """Put other points on the curve, with what they are."""
        facts, neuron = self.facts, self.neuron
        dots = [neuron.mark(at, value) for at, value in facts.points]
        clear = Obstacles.of(neuron.area, neuron.line, neuron.spot, *dots)
        labels: list[Text] = []
        for dot, (at, value) in zip(dots, facts.points, strict=True):
            z, p = self.digits.as_given(at), self.said.few(value)
            label = self.formula("{a}({z}) {p:equals}", role=Role.OUTPUT, a=self.a, z=z, p=p)
            places = around(label, box_of(dot).centre, _APART, _RINGS)
            place = clearest(label, places, clear)
            labels.append(knocked_out(label.move_to((*place, 0)), self.theme.background))
            clear = clear.adding(label)
        with self.beat(self.said.points(), kind="result", teaches="U10.2"):
            neuron.yield_to(*labels, *dots)
            for dot, label in zip(dots, labels, strict=True):
                self.play(appear(dot), run_time=0.3)
                self.play(bring(dot, label), share=0.5 / len(dots))
        self.left = [*dots, *labels, neuron.spot]

    def find_the_slope(self) -> None:
        """Ride along with a tangent; the slope is drawn under the curve once it is asked about."""
        self.chapter("The slope")
        neuron, (start, end) = self.neuron, self.neuron.ends
        self.below = below = SlopeBelow(self, neuron)
        with self.beat(self.said.where(), kind="question"):
            self.play(vanish(*self.left, self.formula_now), run_time=0.3)
            neuron.set(taken=())
            self.play(neuron.into(self.panes.halves[0]))
            neuron.set(x=end)
            self.play(appear(below.axes), run_time=0.3)
            self.add(neuron.rider)
            self.play(Drive(neuron, 3.0, x=start))
        shape, brief = self.facts.shape, self.digits.brief
        stops: list[tuple[float, str, Wordable]]
        with self.beat(self.said.steepest(), kind="result", answers=True, teaches="U10.3"):
            self.add(below.trail, *below.rider)
            if shape.steepest is None:
                form = "{s:plain}" if shape.corner else "-> {s:plain}"
                stops = [(start, form, shape.ends[0]), (end, form, shape.ends[1])]
            else:
                stops = [(shape.steepest, "{s:plain}", brief(self.facts.nudged.slope))]
            self.left = []
            for place, form, slope in stops:
                if place > start:
                    self.play(*self._ride(place), share=0.35)
                label = below.at_the_tip(self.formula(form, role=Role.SLOPE, s=slope))
                self.play(bring(below.rider[0], label))
                self.left.append(label)
            if shape.steepest is not None:
                self.play(*self._ride(end), share=0.3)
            self.add(below.line)
            self.remove(below.trail)

    def _ride(self, x: float, run_time: float = 1.5) -> list[Animation]:
        """Move the riding point, above and below, and in the box."""
        pictures = (self.neuron, self.below, self.box)
        return [Drive(one, run_time, x=float(x)) for one in pictures if one is not None]

    def find_its_formula(self) -> None:
        """Write what calculus says, take it apart, and see it as an area."""
        facts, panes = self.facts, self.panes
        law, by_output = map(terms.formula, facts.laws)
        self.by_output = self._at_the_top("{d} = {law}", d=self.da, law=by_output)
        self.laws: list[Text] = []
        if facts.shape.corner:
            return
        self.laws = [self._at_the_top("{d} = {law}", d=self.da, law=law)]
        self.chapter("The formula")
        with self.beat(self.said.law(), teaches="U10.3"):
            unused = [self.neuron.rider[0]] if facts.shape.area else []  # no point is looked at
            self.play(vanish(*self.left, *unused), run_time=0.2)
            self.play(self.neuron.into(panes.narrow[0]), self.below.into(panes.narrow[1]))
            self.play(bring(self.below.line, self.laws[0]), at="d")
            if not facts.shape.area:
                for place in self.neuron.ends:
                    self.play(*self._ride(place), share=0.2)
        if facts.is_guess:
            self.split()
        if facts.shape.area:
            self.see_the_area()

    def split(self) -> None:
        """Take the slope of the sigmoid apart."""
        p, q, rest = (terms.formula(parse_expression(factor)) for factor in _FACTORS)
        product, from_one = (
            self.formula(form, self.theme.title, Role.SLOPE, p=p, **fields)
            for form, fields in (("= {p} dot {q}", {"q": q}), ("= {p} ({q})", {"q": rest}))
        )
        named = self.formula("= {s}", self.theme.title, Role.SLOPE,
                             s=terms.body(self.facts.function.derivative))  # fmt: skip
        self.laws += [product, from_one, named]
        fit(in_column(*self.laws, gap=_APART), self.panes.side)
        with self.beat(self.said.factors(), teaches="U10.3"):
            for before, after in pairwise(self.laws):
                self.play(Merge(before, into=after, dims=1.0), share=0.7 / (len(self.laws) - 1))

    def _at_the_top(self, template: str, **fields: Wordable) -> Text:
        text = self.formula(template, self.theme.title, Role.SLOPE, **fields)
        across = -1 if self.facts.shape.area else 0
        return knocked_out(fit(text, self.panes.side, across), self.theme.background)

    def see_the_area(self) -> None:
        """Let the area ride along that is the slope."""
        end = 0.0 if self.facts.shape.area == "box" else _TYPICAL
        short = terms.body(self.facts.function.derivative)
        top = self._at_the_top("{d} = {s}", d=self.da, s=short)
        self.box = box = SlopeBox(self, self.panes.square_under(top), self.neuron["x"])
        with self.beat(self.said.area(), kind="result", poster=2, teaches="U10.3"):
            if self.facts.is_guess:
                self.play(Merge(self.laws[-1], into=top, dims=1.0), vanish(*self.laws))
                self.laws = [top]
            self.play(Trace(box.axes.submobjects[0]), appear(self.neuron.rider[0]), run_time=0.6)
            self.add(box.axes, box.filled, *box.names)
            self.play(*self._ride(end), share=0.5)
            if end == self.facts.shape.steepest:
                slope = self.digits.brief(self.facts.nudged.slope)
                label = self.below.at_the_tip(self.formula("{s:plain}", role=Role.SLOPE, s=slope))
                self.play(bring(box.filled, label))
                self.left = [label]

    def check_with_a_nudge(self) -> None:
        """Zoom in, and nudge."""
        self.chapter("Is it right?")
        facts, neuron, row = self.facts, self.neuron, self.facts.nudged.rows[0]
        dz, da = terms.change(facts.function.variable), terms.change(facts.function.name)
        hidden = [*self.left, self.below.axes, self.below.line, *self.below.rider]
        if not facts.shape.area:  # the ratio takes the place of the formula
            hidden += self.laws
            self.laws = []
        with self.beat(self.said.nudge(), kind="result", teaches="U10.3"):
            self.play(vanish(*hidden), run_time=0.3)
            self.play(*self._ride(row.at.number, 0.6))
            self.play(neuron.into(self.panes.column, 0.6))
            neuron.set(h=row.nudge.number)
            for motion in approach(neuron, neuron.close_up, 2.0):
                self.play(motion)
            base, height, ratio, *slope = labels = neuron.labels(self, dz, da)
            self.add(neuron.nudging.base, neuron.nudging.height)
            neuron.yield_to(*labels)
            self.play(Drive(neuron, base=1.0, run_time=0.5), bring(neuron.rider[1], base))
            self.add(neuron.there)
            self.play(Drive(neuron, height=1.0, run_time=0.5), bring(neuron.there, height))
            lines = [neuron.secant] if slope else []
            self.play(Merge(height, base, into=ratio, dims=1.0), *map(Trace, lines), at="q")
            if slope:
                self.play(bring(neuron.rider[1], slope[0]), at="s")
        self.left = [*labels, *lines, neuron.there, neuron.nudging.base, neuron.nudging.height]

    def conclude(self) -> None:
        """Let the output alone tell the slope, wherever the point rides."""
        neuron, (start, end), law = self.neuron, self.neuron.ends, self.by_output
        with self.beat(self.said.last(), kind="conclusion", poster=3, teaches="U10.3"):
            self.play(vanish(*self.left), run_time=0.3)
            neuron.set(taken=(), nest=Nest())
            self.play(Drive(neuron, window=neuron.curve_window, run_time=0.8))
            self.play(bring((*self.laws, neuron.rider[1])[0], law), *map(vanish, self.laws))
            for place in (end, start, _TYPICAL):
                self.play(*self._ride(place), share=0.2)
            self.play(Pulse(law))
