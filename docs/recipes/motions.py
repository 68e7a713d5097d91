"""Every motion of `scenes.kit` in a scene of its own; docs/motions.md shows them moving."""

from __future__ import annotations

from typing import ClassVar

from scenes.kit import (
    Carry,
    Chips,
    Count,
    Drive,
    Function,
    Lens,
    LessonScene,
    Merge,
    NumberText,
    Rods,
    Role,
    Roll,
    Scale,
    Squeeze,
    Trace,
    Unfold,
    Window,
    World,
    appear,
    dim,
    dive,
    shown,
    surface,
)

SQUARE = Function.parse("f(a) = a**2")
NEAR = Window.around(2, 4, 1.4, 0.8, at=(0.35, 0.2))
FAR = NEAR.zoomed(0.1, 2, 4)


class _Motion(LessonScene):
    """What the scenes below share: a world around a point of a curve, and large numbers."""

    state: ClassVar = {"x": 2.0, "h": Scale(0.1)} | Rods.STATE | Squeeze.STATE

    def world(self, window: Window, card: bool = False) -> World:
        """Return the graph of a², shown in a window, with a dot where the state has ``x``."""
        world = World(self.regions, window, self.theme, card=card, state=self.state)
        dot = world.dot(lambda at: (at["x"], SQUARE.sample_at(at["x"])), Role.FUNCTION, SQUARE)
        self.add(world.axes, world.curve(SQUARE), dot)
        return world

    def number(self, value: object, x: float, y: float, role: Role) -> NumberText:
        return NumberText(shown(value), 90, role, self.theme).place(x, y)


class TraceIt(_Motion):
    """This is where it goes: a line draws itself, and an arrowhead goes along with the pen."""

    def construct(self) -> None:
        world = World(self.regions, Window(-3, -1, 5, 9), self.theme)
        self.add(world.axes)
        with self.beat("Here is the graph of a function."):
            self.play(Trace(world.curve(SQUARE)), share=0.6)


class Ride(_Motion):
    """The same thing elsewhere: a point moves along the curve, and all that hangs on it follows."""

    def construct(self) -> None:
        world = self.world(Window(-3, -1, 5, 9))
        tangent = world.straight(
            lambda at: (at["x"], SQUARE.sample_at(at["x"]), 2 * at["x"]), Role.SLOPE, of=SQUARE
        )
        self.add(tangent)
        with self.beat("How steep it is depends on where you stand."):
            self.play(Drive(world, x=-1.5), share=0.7)


class CarryIt(_Motion):
    """This is that number: a copy leaves its place and becomes the number where it lands."""

    def construct(self) -> None:
        here, there = self.number("4.1", -3, 1, Role.OUTPUT), self.number("4.1", 3, -1, Role.SLOPE)
        self.add(here)
        with self.beat("It is {n}, and goes where it is needed.", n=shown("4.1")):
            self.play(Carry(here, there), at=0.3)


class MergeThem(_Motion):
    """Operands make one: they meet, swell a little, and become the result."""

    def construct(self) -> None:
        two, three = self.number(2, -4, 1.5, Role.INPUT), self.number(3, -4, -1.5, Role.INPUT)
        six = self.number(6, 2, 0, Role.VALUE)
        self.add(two, three)
        with self.beat("Times one another, {a} and {b} are {c}.", a=2, b=3, c=6):
            self.play(Merge(two, three, into=six), at=0.4)


class UnfoldIt(_Motion):
    """One is made of: a term lifts out of a formula and keeps its colour; the formula stays."""

    def construct(self) -> None:
        formula = self.formula("J = a + cinput(b c)", size=72).place(-2, 1)
        node = self.formula("u = cinput(b c)", size=72).place(3, -1.5)
        self.add(formula)
        with self.beat("This product is a step of its own."):
            self.play(Unfold(formula.part(Role.INPUT), into=node), at=0.3)


class RollIt(_Motion):
    """From one state to another: digits that differ roll as wheels, equal ones stand."""

    def construct(self) -> None:
        number = self.number("4.1", 0, 0, Role.SLOPE)
        self.add(number)
        with self.beat("Nudge by less: {n}, and then {m}.", n=shown("4.01"), m=shown("4.001")):
            self.play(Roll(number, shown("4.01")), at="n")
            self.play(Roll(number, shown("4.001")), at="m")


class CountUp(_Motion):
    """One tick for each thing; from twelve things on, an odometer runs and comes to rest."""

    def construct(self) -> None:
        few, many = self.number(1, -3, 0, Role.INPUT), self.number(1, 3, 0, Role.INPUT)
        self.add(few, many)
        with self.beat("It takes {a} of them, or {b}.", a=4, b=26):
            self.play(Count(few, range(1, 5)), at="a")
            self.play(Count(many, range(1, 27)), at="b")


class DiveIn(_Motion):
    """The same place at another scale: a frame of the next window becomes the screen."""

    def construct(self) -> None:
        world = self.world(FAR)
        texts = [self.formula("times {n:plain}", n=shown(n), size=28) for n in (1, 10, 100)]
        self.add(Chips(world, FAR, texts, self.regions.chip))
        with self.beat("Go in ten times, and ten times again: it looks ever straighter."):
            self.play(dive(world, NEAR, NEAR.zoomed(10, 2, 4)), share=0.7)


class Peel(_Motion):
    """What a zoom has seen: on the way back the line stands still, and the curve bends away."""

    def construct(self) -> None:
        world = self.world(FAR)
        line = world.straight(lambda at: (2.0, 4.0, 4.0), Role.SLOPE, of=SQUARE)
        with self.beat("Go in, and lay a line along the curve."):
            self.play(dive(world, NEAR, NEAR.zoomed(10, 2, 4)))
            self.play(Trace(line))
        with self.beat("Inside of every frame there is the same straight line."):
            self.play(surface(world, FAR), share=0.7)


class Stack(_Motion):
    """How many fit: the base turns upright, and copies of it are stacked along the height."""

    def construct(self) -> None:
        world = self.world(NEAR)
        rods = Rods(world, SQUARE)
        self.add(rods)
        with self.beat("How many nudges fit? It is {n}.", n=shown("4.1")):
            self.play(rods.stack(), share=0.6)


class LookCloser(_Motion):
    """Look here, keep there: a lens enlarges what is nudged, with a ruler in nudges."""

    def construct(self) -> None:
        world = self.world(Window(-1, -1, 5, 9), card=True)
        world.set(h=Scale(1.0))
        lens = Lens(world, SQUARE, self.regions.card, (-0.3, -1, 1.8, 6))
        self.add(lens.axes, lens.curve(SQUARE))
        with self.beat("While the nudge gets smaller, the curve in the lens becomes straight."):
            self.play(Drive(world, h=Scale(0.01)), share=0.6)


class SqueezeIt(_Motion):
    """Times a factor: a bar shrinks or grows to it; by a negative one it flips about its foot."""

    def construct(self) -> None:
        world = self.world(Window(-3, -3, 9, 9))
        bar = Squeeze(world, lambda at: (2.0, -1.5, 6.0, -1.5), Role.SLOPE)
        self.add(bar)
        with self.beat("A tenth of the slope, and the other way."):
            self.play(bar.to(-0.1), share=0.6)


class Light(_Motion):
    """Now this: what is talked about is lit, and all else stands back."""

    def construct(self) -> None:
        one, other = self.number(3, -2.5, 0, Role.INPUT), self.number(9, 2.5, 0, Role.OUTPUT)
        with self.beat("From {a} it goes to {b}.", a=3, b=9):
            self.play(appear(one, other))
            self.play(dim(one), at="b")
