"""What is true of a graph and of a nudge in it, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import sympy as sp

from calculus.backward import BackwardPass, BackwardStep
from calculus.errors import LessonError
from calculus.evaluate import digits_of, sign_of
from calculus.expression import source
from calculus.forward import ForwardPass, GraphNudge, run_nudge
from calculus.graph import Graph
from calculus.quantity import Quantity, quantity
from calculus.readable import Digits
from record.figure import Figure
from scenes.chain_rule.gradients import Meaning
from scenes.chain_rule.moved import Moved
from scenes.settings.parameters import Parameters
from scenes.telling import claims
from scenes.telling.claims import (
    NEAR,
    Claim,
    Different,
    Equal,
    FarLess,
    Sentence,
    SingleOperations,
    Times,
)
from scenes.telling.explorable import computing
from scenes.telling.subject import Subject
from scenes.words import terms
from scenes.words.wording import Wordable

_SMALLER = 6  # powers of ten by which a nudge is made smaller in search of a close one
_DIGITS = 30
_LONGEST_SAID = 35  # characters of a formula
_MOST_RODS = 12  # that can be counted at a glance


def steps_of(graph: Graph) -> tuple[tuple[str, str], ...]:
    """Return what every step of a graph computes, as text, in order."""
    return tuple((node.name, source(node.formula)) for node in graph.steps)


def in_steps(graph: Graph) -> Sentence:
    """Return what is said when a formula is taken apart; one that is too long is not said."""
    claims: tuple[Claim, ...] = ()
    if len(graph.steps) == 1:
        long, short = (
            "A computer takes it in a single step.",
            "{f}: a computer takes it in one step.",
        )
    elif any(node.operation == "ƒ" for node in graph.steps):  # several operations at once
        long, short = "A computer takes it in small steps.", "{f}: a computer takes small steps."
    else:
        long = "A computer takes it in small steps, one operation at a time."
        short = "{f}: a computer takes small steps, one operation at a time."
        claims = (SingleOperations(steps_of(graph)),)
    formula = terms.equation(graph.output, graph.formula)
    if len(formula.text) > _LONGEST_SAID:
        return Sentence(long, claims=claims)
    return Sentence(short, {"f": formula}, claims)


def others(inputs: int) -> str:
    """Return the question after one of several inputs has been nudged."""
    if inputs == 1:
        return "With many inputs, must we run everything again for each of them?"
    if inputs == 2:
        return "But that was one input. Must we run everything again for the other one?"
    return "But that was one input. Must we run everything again for each of the others?"


@dataclass(frozen=True)
class ChainRuleFacts:
    """What the story is about.

    Attributes:
        graph: The computation graph.
        forward: Its values.
        backward: Its gradients, step by step.
        nudged: What a nudge of one input does.
        path: The only path from some node to the output, of at least two edges; or empty.
        is_small: Whether every step and every edge can have a beat of its own.
        meaning: What else is told of the gradients.
    """

    graph: Graph
    forward: ForwardPass
    backward: BackwardPass
    nudged: GraphNudge
    path: tuple[str, ...]
    is_small: bool
    meaning: Meaning

    def known(self) -> Subject:
        """Return what others may know of the story."""
        found = Subject.of_graph(
            self.graph, self.forward.inputs, self.nudged.by, self.backward.steps
        )
        return replace(found, written=(*found.written, *self.meaning.written))

    def explorable(self, given: Parameters) -> Figure | None:
        """Return what people can explore."""
        return computing(self.graph, self.forward.inputs, given.nudge)


@dataclass(frozen=True)
class Gears:
    """How a nudge is multiplied from edge to edge, as far as that can be counted.

    Attributes:
        at: How many nudges a node moves by, by name.
        leaving: How many of them come over an edge (source, target).
    """

    at: Mapping[str, int]
    leaving: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, nudged: GraphNudge, steps: Iterable[BackwardStep]) -> Gears:
        """Count what becomes of a nudge."""
        local: dict[tuple[str, str], sp.Expr] = {step.edge: step.local.value for step in steps}
        at, leaving = {nudged.name: 1}, dict[tuple[str, str], int]()
        for name in nudged.reached[1:]:
            operands = nudged.before.graph.node(name).operands
            over = [(source, name) for source in operands if source in nudged.reached]
            rise = nudged.rises[name].value / nudged.by.value
            if not (rise.is_Integer and all(local[edge].is_Integer for edge in over)):
                continue
            if not all(edge[0] in at and local[edge] > 0 for edge in over):
                continue
            comes = {edge: at[edge[0]] * int(local[edge]) for edge in over}
            if sum(comes.values()) == rise <= _MOST_RODS:
                at[name] = int(rise)
                leaving |= comes
        return cls(at, leaving)


@dataclass(frozen=True)
class PathWalks:
    """What it takes to walk every path from an input to the output.

    Attributes:
        total: Edges walked in all.
        edges: Edges that there are.
        repeated: How many of these are walked more than once.
        steps: What every step of the graph computes, as text.
    """

    total: int
    edges: int
    repeated: int
    steps: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, graph: Graph) -> PathWalks:
        """Count the walks over the edges of a graph."""
        visits = graph.visits().values()
        repeated = sum(many > 1 for many in visits)
        return cls(sum(visits), len(visits), repeated, steps_of(graph))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What is claimed of it."""
        return (claims.Walks(self.steps, self.total, self.edges, self.repeated),)

    @property
    def sentence(self) -> Sentence:
        """What is said of it, where some are walked more than once."""
        fields = {"total": self.total, "n": self.edges, "k": self.repeated}
        if self.repeated == self.edges:
            template = (
                "Path by path, the chain rule walks {total} edges: each of the {n} more than once."
            )
        elif self.repeated == 1:
            template = (
                "Path by path, the chain rule walks {total} edges: one of the {n} more than once."
            )
        else:
            template = (
                "Path by path, the chain rule walks {total} edges: {k} of the {n} more than once."
            )
        return Sentence(template, fields, self.claims)


@dataclass(frozen=True)
class Agreement:
    """How near the quotient of a nudge comes to the gradient.

    Attributes:
        how: "exact"; "close" to it; "large" where a smaller nudge would be close; or "off".
        moved: How far the output has moved.
        gradient: The gradient.
        smaller: The nudge that is close, and what it does, where this one is too large.
    """

    how: Literal["exact", "close", "large", "off"]
    moved: Moved
    gradient: Quantity
    smaller: GraphNudge | None = None

    @classmethod
    def of(cls, nudged: GraphNudge, gradient: Quantity) -> Agreement:
        """Compare a nudge with the gradient of the node that was nudged."""
        moved = Moved.of(nudged)
        off = _off(nudged, gradient)
        if off <= NEAR:
            return cls("close" if off else "exact", moved, gradient)
        smaller = next((n for n in _smaller(nudged) if _off(n, gradient) <= NEAR), None)
        return cls("large" if smaller else "off", moved, gradient, smaller)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What is claimed of it."""
        quotient, gradient = self.moved.quotient, self.gradient
        if self.how == "exact":
            return *self.moved.claims, Equal((quotient, gradient))
        if self.how == "close":
            return *self.moved.claims, _near(quotient, gradient)
        far = *self.moved.claims, Different((quotient, gradient))
        if self.smaller is None:
            return far
        return *far, *Moved.of(self.smaller).claims, _near(self.smaller.quotient, gradient)

    @property
    def sentence(self) -> str:
        """What is said of it."""
        moves = sign_of(self.moved.quotient.value) != 0
        match self.how:
            case "exact" if moves:
                return "The nudge agrees: {J} moved {far}, and the gradient of {b} is {g}."
            case "exact":
                return "The nudge agrees: {J} did not move, and the gradient of {b} is {g}."
            case "close":
                return "The nudge came close: {J} moved {far}; the gradient of {b} is {g}."
            case "large" if moves:
                return (
                    "This nudge was too large: {J} moved {far}; the gradient of {b} is {g}. "
                    "Nudge by {k}, and {J} moves {nearer}."
                )
            case "large":
                return (
                    "This nudge was too large: {J} did not move; the gradient of {b} is {g}. "
                    "Nudge by {k}, and {J} moves {nearer}."
                )
            case _ if moves:
                return "The nudge did not come close: {J} moved {far}; the gradient of {b} is {g}."
        return "The nudge did not come close: {J} did not move; the gradient of {b} is {g}."

    def fields(self, digits: Digits) -> Mapping[str, Wordable]:
        """What the sentence needs, besides the names and the gradient."""
        far = self.moved.far(digits)
        if self.smaller is None:
            return {"far": far}
        nearer, k = Moved.of(self.smaller).far(digits), digits.as_given(self.smaller.by)
        return {"far": far, "nearer": nearer, "k": k}


def _near(quotient: Quantity, gradient: Quantity) -> Claim:
    """Return the claim that a quotient is close to a gradient; of 1 where that is 0."""
    one = quantity(1)
    if sign_of(gradient.value) == 0:
        return FarLess(quotient, one)
    return Times(quotient, one, gradient, exactly=sign_of(quotient.value - gradient.value) == 0)


def _off(nudged: GraphNudge, gradient: Quantity) -> sp.Rational:
    """How far a quotient is from a gradient, as a share of it; of 1 where the gradient is 0."""
    apart = digits_of(nudged.quotient.value - gradient.value, _DIGITS)
    return abs(apart) / (abs(digits_of(gradient.value, _DIGITS)) or 1)


def _smaller(nudged: GraphNudge) -> Iterator[GraphNudge]:
    """Give smaller and smaller nudges of the same node, as far as they have a value and move."""
    for power in range(1, _SMALLER + 1):
        try:
            some = run_nudge(nudged.before, nudged.name, nudged.by.value / 10**power)
        except LessonError:
            continue
        if sign_of(some.quotient.value):
            yield some
