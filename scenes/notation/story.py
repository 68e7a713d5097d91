"""How derivatives are written: straight d, curly d, and the words for a nudge."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

import numpy as np
from manim import Transform

from calculus.edges import slopes
from calculus.errors import LessonError
from scenes.base import LessonScene
from scenes.look.text import LEAST_SIZE, Text
from scenes.look.theme import Role
from scenes.look.typesetting import EM_PER_FONT_SIZE
from scenes.notation.facts import NotationFacts
from scenes.notation.machine import Machine
from scenes.notation.spellings import Spellings, together
from scenes.picture.bending import Bend
from scenes.picture.card import panel
from scenes.picture.carrying import Merge, Unfold, bring
from scenes.picture.compose import fit, in_row
from scenes.picture.framing import to_scale
from scenes.picture.layout import Box, pen
from scenes.picture.meaning import Formula
from scenes.picture.motion import Drive, Pulse, Scale, Trace, appear, dim, vanish
from scenes.picture.placing import Obstacles
from scenes.picture.plot import Plot, knocked_out
from scenes.picture.triangle import NudgeTriangle
from scenes.picture.window import Window
from scenes.picture.world import World
from scenes.settings.choices import choice
from scenes.settings.parameters import (
    FunctionParameter,
    Inputs,
    Number,
    Parameters,
    SeveralParameter,
)
from scenes.telling.answers import Answer
from scenes.telling.claims import Limit, Sentence
from scenes.words import terms
from scenes.words.terms import CURLY, STRAIGHT
from scenes.words.wording import Clause, Enumeration, Term

_INSET, _STRIP = 0.3, 0.55  # around what is on the card; above the machine, for its formula
_SIDES, _HIGH = 2.0, 1.8  # of a window around a triangle, in nudges and in heights of the triangle
_NUDGES = 1.0, 0.5, 0.25, 0.1, -0.1, 0.01, -0.01  # that a triangle may have, the best first
_SPELLED = 44.0  # font size of labels at the triangle
_EQUALS = 5 / 18  # em before an equals sign, as formulas have it
_SMALLER, _BUMPED = 0.1, 0.6  # of its nudge is left as it goes to the slope; and in a bump
_NEARER, _SHRINKS = 6.0, 1.5  # times, to see it then, when the curve is hardly bent; and seconds
_LITTLE = 0.3  # of a nudge shows that something moves, and not yet how far


class NotationScene(LessonScene[NotationFacts]):
    """Derivatives have several spellings, and nudges several names; they mean the same."""

    single: Annotated[FunctionParameter, "a function of one variable"] = "J(w) = w**2"
    where: Annotated[Number, "where it is looked at"] = 1
    several: Annotated[SeveralParameter, "a function of two to four variables"] = (
        "J(w_1, w_2) = w_1**2 + w_1*w_2"
    )
    at: Annotated[Inputs, "a number for each of them"] = {"w_1": 3, "w_2": 2}
    index: Annotated[str, choice("i", "j", "k", means="the letter for any number of them")] = "j"

    @classmethod
    def compute(cls, given: Parameters) -> NotationFacts:
        single = given.single
        if given.index in (single.variable, single.name):
            other = next(one for one in "ijk" if one not in (single.variable, single.name))
            raise LessonError("index", "is not the name of anything else", given.index, other)
        return NotationFacts.of(single, given.where, given.several, given.at)

    @property
    def title(self) -> str:
        return self.say("How derivatives are written").text

    def construct(self) -> None:
        facts, regions = self.facts, self.regions
        self.J = terms.name(facts.several.name)
        self.spelled = Spellings(self, facts, self.given.index)
        self.inner = regions.card.inset(*[_INSET] * 4)
        self.card = panel(regions.card, self.theme)
        self.make_the_triangle()
        self.spell_with_one_variable()
        self.nudge_one_of_several()
        self.bend_the_letters()
        self.say_it_in_other_words()

    def make_the_triangle(self) -> None:
        """Make a picture of the function of one variable, with a triangle on it."""
        single, x = self.facts.single, self.facts.where.number
        y, steep = single.sample_at(x), abs(self.facts.slope.number)
        usable = (h for h in _NUDGES if np.isfinite(single.sample_at(x + h)))
        h = next(usable, _NUDGES[-1])
        high = max(abs(single.sample_at(x + h) - y), steep * abs(h), abs(h) / 2) * _HIGH
        window = Window(x - _SIDES * abs(h), y - high, x + _SIDES * abs(h), y + high)
        window = to_scale(window, self.regions.action(card=True))
        state = NudgeTriangle.STATE | {"x": x, "h": h, "at": x}
        self.world = World(
            self.regions,
            window,
            self.theme,
            names=terms.on_axes(single),
            card=True,
            state=state,
            heights=self.say("heights").markup,
        )
        self.line = self.world.curve(single)
        self.triangle = NudgeTriangle(self.world, single)
        self.dot = self.world.dot(self._riding, Role.FUNCTION, on=single)
        self.tangent = self.world.straight(
            lambda plot: (*self._riding(plot), float(slopes(single, plot["at"]))),
            Role.SLOPE, pen(6), of=single,
        )  # fmt: skip
        self.world.set(card=self.regions.card)

    def _riding(self, plot: Plot) -> tuple[float, float]:
        return plot["at"], self.facts.single.sample_at(plot["at"])

    def spell_with_one_variable(self) -> None:
        self.chapter("One variable")
        world, x, h = self.world, self.facts.where.number, abs(self.world["h"])
        beside, on_top = self.spelled.beside(STRAIGHT), self.spelled.on_top(STRAIGHT)
        together(self.inner, beside, on_top)
        self._require_readable(beside, on_top)
        self.add(world.axes, self.line, self.tangent, self.dot, self.card)
        with self.beat(
            "Derivatives have several spellings. With one variable, mathematicians write a "
            "straight d.",
            kind="setup", teaches="U8.1",
        ):  # fmt: skip
            self.play(Drive(world, 1.0, at=self._near(x + 0.6 * h)), share=0.2)
            self.play(Drive(world, 1.0, at=x), share=0.2)
            self.play(Merge(self.tangent, into=beside, dims=1.0))
        with self.beat(
            "The function may stand beside the fraction or on top of it. Both mean the same.",
            teaches="U2.6",
        ):
            self.play(Unfold(beside.part(Role.FUNCTION), into=on_top), share=0.3)
            self.play(Pulse(beside), share=0.2)
            self.play(Pulse(on_top), share=0.2)
        self.one = [beside, on_top]

    def _near(self, x: float) -> float:
        """Return a place to ride to, or where the point is if there is no tangent on the way."""
        way = np.linspace(self.facts.where.number, x, 25)
        there = self.facts.single.derivative.sample(way)
        return x if np.isfinite(there).all() else float(way[0])

    def nudge_one_of_several(self) -> None:
        """Hold all variables still but one, and see what that does; then another one."""
        self.chapter("Several variables")
        facts, action = self.facts, self.regions.action(card=True)
        strip = Box(action.left, action.top - _STRIP, action.right, action.top)
        machine = self.machine = Machine(self, action.inset(top=_STRIP), facts)
        first, second = facts.moved
        w1, w2 = terms.name(first.variable), terms.name(second.variable)
        self.defined = self.formula(
            "{J}({list}) = {f}", role=Role.FUNCTION, J=self.J,
            f=terms.in_line(terms.formula(facts.several.expression)), list=self.spelled.all,
        )  # fmt: skip
        fit(self.defined, strip, -1, 0)
        straight = [self.spelled.worked_out(one, STRAIGHT) for one in facts.moved]
        curly = [self.spelled.worked_out(one, CURLY) for one in facts.moved]
        for texts in (straight, curly):
            together(self.inner, *texts)
        self._require_readable(self.defined, *straight, *machine.values)
        old = [self.world.axes, self.line, self.tangent, self.dot]
        self.play(vanish(*old), dim(*self.one), run_time=0.4)
        self.play(appear(self.defined, machine.axes, *machine.names), run_time=0.5)
        self.add(*machine.nudges, *machine.reactions, *machine.pins)
        values = [
            Clause("{n} {v:equals}", {"n": terms.name(name), "v": self.digits.as_given(value)})
            for name, value in facts.point.items()
        ]
        with self.beat("A cost of several parameters may move whenever one of them moves."):
            one, other = machine.marks
            self.add(*one)
            self.play(Drive(machine, **{"nudge 0": _LITTLE}), share=0.2)
            self.play(Drive(machine, 0.5, **{"nudge 0": 0.0}))
            machine.set(window=machine.windows[1])
            self.remove(*one)
            self.add(*other)
            self.play(Drive(machine, **{"nudge 1": _LITTLE}), share=0.2)
            self.play(Drive(machine, 0.5, **{"nudge 1": 0.0}))
            machine.set(window=machine.windows[0], reacts=0.0)
            self.remove(*other)
            self.add(*one)
        with self.beat(
            "Where {values}, {J} {v:equals}.", values=Enumeration((*values,)), J=self.J,
            v=self.digits.brief(facts.value),
        ):  # fmt: skip
            *names, output = machine.names
            *known, value = machine.values
            self.play(appear(*known), vanish(*names), at=0.1)
            self.play(Merge(*known, into=value, dims=1.0), vanish(output), at="J")
        this, that, *_, moves = machine.changes
        others = {f"pin {i}": 1.0 for i in range(1, len(facts.several.variables))}
        fields = {"w": w1, "J": self.J} | ({} if facts.held else {"other": w2})
        template = (
            "Hold all others still, and nudge {w} alone. How strongly does {J} react?"
            if facts.held
            else "Hold {other} still, and nudge {w} alone. How strongly does {J} react?"
        )
        with self.beat(Sentence(template, fields), kind="question"):
            self.play(Drive(machine, 0.8, **others))
            self.play(Drive(machine, 1.2, **{"nudge 0": 1.0}), appear(this), at="w")
        with self.beat(
            "The derivative with respect to {w} is {g}.",
            answers=Answer(
                self.digits.brief(first.slope), (("value", facts.value), ("other", second.slope))
            ),
            w=w1, g=self.digits.brief(first.slope),
        ):  # fmt: skip
            self.play(Drive(machine, 1.2, reacts=1.0), appear(moves), vanish(*self.one), share=0.3)
            self.play(bring(machine.reactions[0], straight[0]))
        with self.beat(
            "Hold {w} still and nudge {other} instead, and it is {g}.",
            w=w1, other=w2, g=self.digits.brief(second.slope),
        ):  # fmt: skip
            self.play(Drive(machine, 0.6, **{"nudge 0": 0.0, "pin 1": 0.0}), vanish(this))
            scaled = [vanish(*one)] if one else []
            scaled += [appear(*other)] if other else []
            self.play(Drive(machine, 0.4, window=machine.windows[1], **{"pin 0": 1.0}), *scaled)
            self.play(Drive(machine, 1.0, **{"nudge 1": 1.0}), appear(that))
            self.play(bring(machine.reactions[1], straight[1]))
        with self.beat(
            "Such a derivative is called partial, and is written with a curly d.",
            kind="result", poster=1, teaches="U8.2",
        ):  # fmt: skip
            self.play(*map(Bend, straight, curly), share=0.6)
        self.two = curly

    def bend_the_letters(self) -> None:
        """Write any of the derivatives short, and then all of them with one letter."""
        machine, spelled, world = self.machine, self.spelled, self.world
        full, short = spelled.any_in_full(), spelled.any_in_short()
        together(self.inner, full, short)
        with self.beat(
            "Let {w} be any of them. Written short, the function goes on top.",
            w=spelled.any, teaches="U8.3",
        ):  # fmt: skip
            self.play(Merge(*self.two, into=full, dims=1.0), vanish(*self.two))
            self.play(Unfold(full.part(Role.FUNCTION), into=short), share=0.4)
        _, that, *_, moves = machine.changes
        gone = [machine.axes, self.defined, *machine.values, that, moves, *machine.pins]
        bars = [*machine.nudges, *machine.reactions, *machine.marks[1]]
        self.play(vanish(full, *gone, *bars), run_time=0.4)
        ways = {
            d: [spelled.beside(d), spelled.on_top(d), spelled.short(d)] for d in (STRAIGHT, CURLY)
        }
        for texts in ways.values():
            together(self.inner, *texts)
        back = [world.axes, self.line, self.tangent, self.dot]
        *some, last = ways[STRAIGHT]
        self.play(appear(*back, *some), bring(short, last), vanish(short))
        with self.beat(
            "Most costs have several parameters. So some teachers write the curly d everywhere.",
            kind="result", teaches="U8.4",
        ):  # fmt: skip
            self.play(*map(Bend, ways[STRAIGHT], ways[CURLY]), share=0.55)
        keeps = self.given.notation == "partial"
        self.final = ways[CURLY if keeps else STRAIGHT]
        with self.beat(
            "Here we write it everywhere, too. The meaning is the same: a slope."
            if keeps
            else "You will meet both; here the straight d stays. The meaning is the same: a slope.",
            kind="result", teaches="U8.4",
        ):  # fmt: skip
            if keeps:
                self.play(Pulse(*self.final), share=0.4)
            else:
                self.play(*map(Bend, ways[CURLY], self.final), share=0.4)
            self.play(Drive(world, at=self._near(world["x"] + 0.4 * abs(world["h"]))))
            self.play(Drive(world, at=world["x"]))

    def say_it_in_other_words(self) -> None:
        """Give both sides of a triangle their names, one after the other."""
        self.chapter("Other words")
        world, single, triangle = self.world, self.facts.single, self.triangle
        taken = single.name, single.variable
        nudges = [name for name in ("epsilon", "h", "k", "delta") if name not in taken][:2]
        output = next(name for name in ("y", "z", "u") if name not in taken)
        bases = [*map(terms.name, nudges), terms.change(single.variable)]
        heights = [terms.change(output), terms.change(single.name)]
        whole = {"h": Scale(world["h"]), "window": world.window}
        near = world.window.zoomed(_NEARER, *self._riding(world))
        small = {"h": Scale(_SMALLER * world["h"]), "window": near}
        world.set(base=1.0, height=1.0, **small)
        goals = [*chain(*self._labels(bases, heights))]
        world.set(**whole)
        widths, rises = self._labels(bases, heights)
        labels = [*widths, *rises]
        world.yield_to(*labels, *goals)
        world.set(base=0.0, height=0.0)
        self.add(triangle.sides)
        with self.beat(
            "A nudge is also called a bump, or a pump. It is written {eps}, {h} or {dw}.",
            eps=bases[0], h=bases[1], dw=bases[2], teaches="U8.5",
        ):  # fmt: skip
            self.play(vanish(self.tangent), Drive(world, 0.8, base=1.0))
            for share in (_BUMPED, 1.0):
                self.play(Drive(world, 0.4, base=share))
            for text, field in zip(widths, ("eps", "h", "dw"), strict=True):
                self.play(Merge(triangle.base, into=text, dims=1.0), at=field)
        with self.beat(
            "What the output does is written {dy} or {dJ}. Height over width goes to the slope.",
            dy=heights[0], dJ=heights[1], teaches="U8.5",
            claims=[Limit(Formula.of(single), self.facts.where, self.facts.slope)],
        ):  # fmt: skip
            self.play(Drive(world, 0.8, height=1.0))
            for text, field in zip(rises, ("dy", "dJ"), strict=True):
                self.play(Merge(triangle.height, into=text, dims=1.0), at=field)
            ways = zip(labels, goals, strict=True)
            along = (Transform(*way, run_time=_SHRINKS) for way in ways)
            self.play(Drive(world, _SHRINKS, **small), *along)
            self.play(Trace(self.tangent))
        with self.beat(
            "Many spellings, one idea: how far the output moves for each step of the input.",
            kind="conclusion", poster=2,
        ):  # fmt: skip
            for sides in ({"base": 0.0, "height": 0.0}, {"base": 1.0}, {"height": 1.0}):
                self.play(Drive(world, 0.6, **sides))
            self.play(Pulse(*self.final), share=0.3)

    def _labels(self, bases: list[Term], heights: list[Term]) -> list[list[Text]]:
        """Return the names of both sides of the triangle, those of a side in a row beside it."""
        sides = (bases, Role.INPUT), (heights, Role.OUTPUT)

        def row(names: list[Term], role: Role, size: float) -> Text:
            fields = {f"n{i}": name for i, name in enumerate(names)}
            form = " = ".join(f"{{{field}}}" for field in fields)
            return self.formula(form, min(size, _SPELLED), role, **fields)

        placed = self.triangle.labelled(
            lambda size: (row(*sides[0], size), row(*sides[1], size)),
            Obstacles.of(self.world.area, self.line, self.dot, self.tangent), 0.0,
        )  # fmt: skip
        found = []
        for whole, (names, role) in zip(placed, sides, strict=True):
            size = whole.font_size
            forms = ["{n}", *["= {n}"] * (len(names) - 1)]
            texts = [
                self.formula(form, size, role, n=name)
                for form, name in zip(forms, names, strict=True)
            ]
            apart = in_row(*texts, gap=_EQUALS * size * EM_PER_FONT_SIZE)
            apart.shift((whole.start, whole.baseline, 0))
            for text in texts:
                knocked_out(text, self.theme.background)
            found.append(texts)
        return found

    def _require_readable(self, *texts: Text) -> None:
        """Make sure that formulas can be read in this shape of the picture.

        Raises:
            LessonError: One of them is too long for that.
        """
        if min(text.font_size for text in texts) < LEAST_SIZE:
            rule = "is short enough to be read in a picture of this shape, with its derivatives"
            raise LessonError("several", rule, self.facts.several.source, "a shorter formula")
