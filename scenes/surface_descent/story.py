"""Gradient descent seen from above: which way is down, and what a memory of steps is good for."""

from __future__ import annotations

from typing import Annotated

from manim import VGroup, VMobject
from manim.utils.rate_functions import linear

from calculus.carried import difference
from calculus.digits import sign_of
from scenes.landscape.distance import ALPHA
from scenes.landscape.on_maps import first_step, path_of
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, Unfold, bring
from scenes.picture.compose import fit, rest_of
from scenes.picture.motion import Drive, Pulse, Trace, appear, dim, vanish
from scenes.settings.parameters import (
    LearningRate,
    Momentum,
    Notation,
    Parameters,
    Points,
    Steps,
    SurfaceParameter,
)
from scenes.surface_descent.arrows import down_the_valley, kept
from scenes.surface_descent.facts import (
    BETA,
    NORM,
    SLOPES,
    SurfaceFacts,
    in_the_end,
    what_would_help,
    where_it_leads,
)
from scenes.surface_descent.walking import WALK, WalkingScene
from scenes.telling.claims_of_surfaces import Level, Steepest, Turns
from scenes.words import terms

_LINES = 8  # of equal height
_AGAIN = 5  # steps of the plain rule that are looked at again
_LEVELS = {
    "bottom": "Here all is level: no direction is down. This is the bottom of a bowl.",
    "top": "Here all is level, so the rule does not move. But this is a top.",
    "saddle": "Here all is level, so the rule does not move. But this is a saddle.",
    "level": "Here all is level, so the rule does not move.",
}


class SurfaceDescentScene(WalkingScene):
    """A ball descends a cost of two parameters; the map shows where, and why that way."""

    function: Annotated[SurfaceParameter, "a cost of two parameters"] = (
        "J(w_1, w_2) = w_1**2 + 2*w_2**2"
    )
    start: Annotated[Points, "where the ball starts: two numbers"] = (-5, -2)
    learning_rate: LearningRate = 0.1
    momentum: Momentum = 0
    steps: Steps = 20
    notation: Notation = "partial"

    @classmethod
    def compute(cls, given: Parameters) -> SurfaceFacts:
        return SurfaceFacts.of(
            given.function, given.start, given.learning_rate, given.momentum, given.steps
        )

    @property
    def title(self) -> str:
        return self.say("Gradient descent on {f}", f=terms.surface(self.facts.way.surface)).text

    def construct(self) -> None:
        facts = self.facts
        self.set_up()
        self.gone: list[VMobject] = []
        self.see_it_from_above()
        if facts.level is not None:
            self.look_along_both()
            self.stay()
        elif facts.way is facts.plain:
            self.look_along_both()
            self.try_all_directions()
            self.take_a_step()
            self.conclude()
        else:
            self.follow_the_plain_rule()
            self.keep_a_part()
            self.compare()

    def see_it_from_above(self) -> None:
        self.chapter("Seen from above")
        stage, land = self.stage, self.land
        first = self.facts.way.stops[0]
        land.set(risen=3.0)
        self.add(land.axes, land.contours, stage.title, stage.sheet)
        with self.beat(
            "A cost of two parameters is a landscape. Here it is, seen from above.", kind="setup"
        ):
            self.play(Drive(land, risen=float(_LINES)).set_rate_func(linear), share=0.7)
        with self.beat("Every line joins places of equal cost."):
            if self.facts.level is None:
                self.add(stage.ball, stage.line)
                self.play(Drive(land, lit=1.0), share=0.6)
            else:  # it starts in the middle of the lines, or where they cross
                land.set(risen=_LINES / 2)
                self.add(stage.ball)
                self.play(Drive(land, risen=float(_LINES)), share=0.6)
        standing = stage.standing()
        with self.beat(
            "We start where {w} {a:equals} and {v} {b:equals}: there {J} {c:equals}.",
            w=self.w[0], a=self.digits.as_given(first.point[0]),
            v=self.w[1], b=self.digits.as_given(first.point[1]),
            J=self.J, c=self.digits.brief(first.value),
        ):  # fmt: skip
            self.play(vanish(stage.title), dim(*land.names.values()), run_time=0.3)
            land.yield_to(stage.ball)
            for k, (line, at) in enumerate(zip(standing, "abc", strict=True), 1):
                self.play(self.grow(*standing[:k]), bring(stage.ball, line), at=at)
        self.on_card += standing

    def look_along_both(self) -> None:
        stop = self.facts.way.stops[0]
        slices, self.labels = self.stage.slices()
        with self.beat(
            "Along {w} alone, the slope is {g}. Along {v} alone, it is {h}.",
            teaches="U8.2", w=self.w[0], v=self.w[1],
            g=self.digits.brief(stop.gradient[0]), h=self.digits.brief(stop.gradient[1]),
        ):  # fmt: skip
            self.lay(slices[0].axes)
            for one, label, at in zip(slices, self.labels, ("g", "h"), strict=True):
                self.play(Trace(one.cut), self.grow(*self.on_card, one.axes), run_time=0.8)
                self.play(appear(one.axes, one.spot, run_time=0.3), Trace(one.graph))
                self.play(Trace(one.tangent, 0.6), at=at)
                self.play(bring(one.tangent, label))
                self.on_card += [label, one.axes, one.spot, one.graph, one.tangent]
        self.cuts = [one.cut for one in slices]

    def stay(self) -> None:
        """Tell of a start where all is level."""
        level, stage, land = self.facts.level, self.stage, self.land
        assert level is not None
        point = self.facts.way.stops[0].point
        with self.beat(
            _LEVELS[level], kind="conclusion", poster=3,
            claims=[Level(self.facts.heights, point, level)],
        ):  # fmt: skip
            ring = stage.ring()
            self.add(ring)
            self.play(vanish(*self.cuts, run_time=0.3))
            self.play(Drive(land, ring=1.0), share=0.6)

    def try_all_directions(self) -> None:
        self.chapter("Which way is down?")
        stage, land, facts = self.stage, self.land, self.facts
        first = facts.way.stops[0]
        ring, rose, arrow, legs = stage.ring(), stage.rose(), stage.downhill(), stage.legs()
        with self.beat("Of all directions, which lowers the cost fastest?", kind="question"):
            self.play(vanish(*self.cuts, stage.line, run_time=0.3))
            land.set(ring=1.0)
            land.yield_to(ring)
            land.set(ring=0.0)
            self.add(ring)
            self.play(Drive(land, ring=1.0), share=0.6)
        with self.beat(
            "Try a tiny step all the way round: the more the cost changes, the longer the line."
        ):
            self.add(rose)
            self.play(Drive(land, turn=1.0).set_rate_func(linear), share=0.6)
            ways = stage.ways(rose)
            self.play(appear(*ways))
        norm, slopes = self.few(facts.falls), [*map(self.digits.brief, first.gradient)]
        root = terms.calculation(NORM, dict(zip(SLOPES, slopes, strict=True)))
        form = "{root} {n:equals}" if all(one.exact for one in slopes) else "{n:marked}"
        with self.beat(
            "Straight against the gradient: the cost falls by {norm} for each unit of way.",
            kind="result", answers=True, poster=1, teaches="U9.7", norm=norm,
            claims=[Steepest(facts.heights, first.point, facts.falls)],
        ):  # fmt: skip
            self.add(arrow)
            self.play(vanish(*ways, run_time=0.3))
            self.play(Drive(land, first=1.0), share=0.3)
            label = self.formula(form, self.theme.body, Role.GRADIENT, n=norm, root=root)
            stage.beside(label, arrow, rose, ring, legs)
            land.yield_to(ring, label)
            if legs:
                self.add(legs)
                self.play(Drive(land, legs=2.0), run_time=0.8)
            self.play(Merge(*self.labels, into=label, dims=1.0), at="norm")
        self.gone = [ring, rose, arrow]
        others = stage.others()
        if not others:  # a plane has one gradient everywhere
            self.gone += [label, legs]
            return
        with self.beat(
            "That holds right here. Elsewhere, the best direction may be another.",
            teaches="U9.5", claims=[Turns(facts.heights, first.point, others[-1][0])],
        ):  # fmt: skip
            roses = [rose for _, rose in others]
            self.play(vanish(label, legs), run_time=0.3)
            land.set(others=float(len(roses)))
            land.yield_to(ring, *roses)
            land.set(others=0.0)
            self.add(*roses)
            self.play(Drive(land, others=float(len(roses))).set_rate_func(linear), share=0.75)
        self.gone += roses

    def take_a_step(self) -> None:
        self.chapter("One rule for all")
        stage, land, facts = self.stage, self.land, self.facts
        with self.beat(
            "So every parameter follows one rule, and all of them move at once.", teaches="U9.1"
        ):
            land.set(first=0.0)
            land.yield_to(stage.ball)
            filled, rest = self.write_the_rule(*self.gone)
        arrow = first_step(land, facts.plain, "first")
        with self.beat(
            "With {alpha} {a:equals}, where does the first step lead?", kind="question",
            alpha=ALPHA, a=self.digits.as_given(facts.way.learning_rate),
        ):  # fmt: skip
            self.add(arrow)
            self.tell_the_rate()
            self.play(Drive(land, first=0.6), share=0.3)
        self.walk(rest, self.land_it(filled, arrow, answers=True))

    def conclude(self) -> None:
        facts, stage = self.facts, self.stage
        way = facts.plain
        said, lines = stage.factors()
        gone: list[VMobject] = []
        if said is not None:
            with self.beat(said, kind="result"):
                stage.fill(lines)
                self.lay(*lines)
                for i, (line, at) in enumerate(zip(lines, ("f", "g"), strict=True)):
                    self.play(appear(along := stage.shadows(i)), run_time=0.5)
                    self.play(Merge(along, into=line, dims=1.0), at=at, share=0.15)
                    gone.append(along)
            self.on_card += lines
        last = way.stops[-1].value
        change = difference(last, way.stops[0].value, way.surface.name)
        with self.beat(in_the_end(change, last.error or 0), kind="conclusion", poster=3):
            rises, sinks = sign_of(change.value) > 0, Drive(self.land, risen=0.0)
            leaves = dim(self.land.contours) if rises else sinks
            self.play(leaves, *map(vanish, gone), share=0.3)
            self.start_again()
            seconds = min(0.2 * (len(way.stops) - 1), WALK / 2)
            again = Drive(self.land, seconds, t=float(len(way.stops) - 1))
            self.play(again.set_rate_func(linear), share=0.4)

    # With momentum.

    def follow_the_plain_rule(self) -> None:
        self.chapter("The plain rule")
        stage, land, facts = self.stage, self.land, self.facts
        with self.beat(
            "Every parameter follows the plain rule, with {alpha} {a:equals}.",
            teaches="U9.1", alpha=ALPHA, a=self.digits.as_given(facts.way.learning_rate),
        ):  # fmt: skip
            filled, rest = self.write_the_rule(stage.line)
            self.tell_the_rate()
        arrow = first_step(land, facts.plain, "first")
        self.walk(rest, self.land_it(filled, arrow))

    def keep_a_part(self) -> None:
        self.chapter("Momentum")
        stage, land, facts = self.stage, self.land, self.facts
        gone: list[VMobject] = [stage.ball]
        with self.beat(what_would_help(facts), kind="question"):
            if self.readings:  # they are of the last step
                self.play(vanish(*self.readings, run_time=0.3))
                self.on_card = [part for part in self.on_card if part not in self.readings]
            self.start_again()
            if facts.is_stretched:
                valley = down_the_valley(land, facts.way)
                self.play(appear(valley, run_time=0.3))
                self.play(Drive(land, valley=1.0), share=0.25)
                gone.append(valley)
            again = Drive(land, t=float(_AGAIN)).set_rate_func(linear)
            self.play(again, share=0.35 if facts.is_stretched else 0.6)
        rule, self.scaled = stage.kept_rule()
        last = facts.way.stops[-1].value
        self.result = self.formula(
            "{J} {c:equals}", self.theme.title, Role.OUTPUT, J=self.J, c=self.few(last)
        )
        gap = 0.2 if stage.inner.is_flat else 0.4
        fit(self.result, rest_of(stage.inner, VGroup(*rule), gap, beside=False))
        old, new, both = kept(land, facts.way)
        with self.beat(
            "Keep a part of the last step, {beta} {b:equals}, and add the new one to it.",
            answers=True, beta=BETA, b=self.digits.as_given(facts.way.momentum),
        ):  # fmt: skip
            self.lay(*rule[:2], gone=gone)
            self.add(stage.kept_ball, old)
            self.play(dim(self.path), Drive(land, 0.6, m=1.0, old=1.0))
            self.play(Drive(land, kept=facts.way.momentum.number), share=0.2)
            self.play(Merge(old, into=rule[0], dims=1.0), appear(rule[1]), at="b")
            self.on_card += rule[:2]
            self.lay(*rule, self.result, stays=rule[:2])
            self.add(new)
            self.play(Drive(land, new=1.0), share=0.2)
            self.play(Merge(new, into=rule[2], dims=1.0), appear(rule[3]))
            for rates in rule[4:]:
                self.play(Unfold(rule[3].part(Role.GRADIENT), into=rates))
            self.add(both)
            self.play(Drive(land, sum=1.0), run_time=0.5)
            self.play(Drive(land, m=2.0), run_time=0.6)
        self.rule = rule
        self.gone = [old, new, both]

    def compare(self) -> None:
        stage, land, facts = self.stage, self.land, self.facts
        way, last = facts.way, facts.way.stops[-1]
        path = path_of(land, way, "m", Role.OUTPUT)
        cost = self.few(last.value)
        with self.beat(where_it_leads(facts, last.k, cost), kind="result", poster=2):
            self.play(vanish(*self.gone), run_time=0.3)
            self.add(path)
            for _, goes, share in self.roll(way, "m"):
                self.play(goes, share=share)
            self.play(Merge(stage.kept_ball, into=self.result, dims=1.0))
        with self.beat(
            "Adam, too, keeps such a memory, and one of squared slopes, "
            "to scale each parameter's steps.",
            kind="conclusion", poster=3, teaches="U1.1",
        ):  # fmt: skip
            memory, steps = self.rule[:2], self.rule[2:4]
            # What momentum has led to, and at which rates, is not what Adam would.
            self.play(vanish(*self.rule[4:], self.result), run_time=0.3)
            self.lay(*memory, *steps, stays=[*memory, *steps])
            self.play(dim(path, stage.kept_ball), *map(Pulse, memory), share=0.3)
            self.play(vanish(*steps), appear(*self.scaled))
            self.play(Pulse(*self.scaled), share=0.2)
