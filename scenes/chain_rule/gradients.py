"""What else is true of gradients: whole formulas differentiated, nudges, and what they are for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import sympy as sp

from calculus.differentiate import derivative_formula
from calculus.errors import LessonError
from calculus.evaluate import sign_of
from calculus.expression import Expression, source
from calculus.forward import ForwardPass, GraphNudge, run_nudge
from calculus.quantity import Quantity, evaluated, size
from calculus.readable import Digits
from calculus.wiring import Wiring
from scenes.chain_rule.moved import Moved
from scenes.telling.claims import Different, Equal, Sentence, Sign, Times, is_near
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Term, Wordable

_MOST, _LONGEST = 4, 16  # inputs whose formulas are differentiated; characters of one of these
MOST_CHECKED = 6  # nodes of a graph that are all nudged
_TAUGHT = "vaubc"  # nodes of the curriculum's graph, from the output on


@dataclass(frozen=True)
class Meaning:
    """What gradients mean, as far as it can be told of this graph.

    Attributes:
        formulas: The whole formula's derivative for each input; none where one is too long.
        strongest: What a nudge does to the input with the largest gradient, if that is told.
        tuned: What a nudge down does to the input that was nudged, if the output goes along.
        checked: What nudges of further nodes do, from the output on.
        gradients: The gradients of all nodes.
    """

    formulas: Mapping[str, Expression]
    strongest: GraphNudge | None
    tuned: GraphNudge | None
    checked: tuple[GraphNudge, ...]
    gradients: Mapping[str, Quantity]

    @classmethod
    def of(
        cls, forward: ForwardPass, gradients: Mapping[str, Quantity], nudged: GraphNudge, all_: bool
    ) -> Meaning:
        """Find it out.

        Args:
            forward: The values.
            gradients: The gradients of all nodes.
            nudged: What the nudge of one input does.
            all_: Whether the other nodes are nudged, too.
        """
        graph, by = forward.graph, nudged.by.value

        def nudge(name: str, by: sp.Expr) -> GraphNudge | None:
            with suppress(LessonError):
                return run_nudge(forward, name, by)
            return None

        steepest = max(graph.inputs, key=lambda name: abs(gradients[name].number))
        others = [n for n in reversed([*gradients]) if n not in (graph.output, nudged.name)]
        found = [nudge(name, by) for name in others] if all_ else []
        return cls(
            _formulas(forward, gradients),
            _amplifies(nudge, steepest, by, gradients[steepest]),
            _turned(nudge(nudged.name, -by), gradients[nudged.name]),
            tuple(one for one in found if one is not None),
            gradients,
        )

    def told_together(self) -> list[list[GraphNudge]]:
        """Return the nudges that are checked: the first alone, the others in at most two groups.

        In one of these are those that agree with their gradients.
        """
        first, others = self.checked[:1], self.checked[1:]
        is_same = {one.name: agrees(one, self.gradients[one.name]) for one in others}
        groups = ([one for one in others if is_same[one.name] is same] for same in (True, False))
        return [[*some] for some in (first, *groups) if some]

    @property
    def written(self) -> tuple[str, ...]:
        """How the formulas are written."""
        return tuple(terms.formula(one).typst for one in self.formulas.values())


def _formulas(forward: ForwardPass, gradients: Mapping[str, Quantity]) -> dict[str, Expression]:
    """Return the derivative of the whole formula for each input, if all are short."""
    found: dict[str, Expression] = {}
    for name in forward.graph.inputs:
        try:
            formula = derivative_formula(forward.graph.formula, name)
            value = evaluated(formula, forward.point).value
        except LessonError:
            return {}
        if len(source(formula)) > _LONGEST or sign_of(value - gradients[name].value):
            return {}
        found[name] = formula
    return found if len(found) <= _MOST else {}


def _amplifies(
    nudge: Callable[[str, sp.Expr], GraphNudge | None],
    name: str,
    by: sp.Expr,
    gradient: Quantity,
) -> GraphNudge | None:
    """Return what a nudge does whose effect is larger, and about as large as the gradient says."""
    found = nudge(name, by)
    if found is None or sign_of(abs(gradient.value) - 1) <= 0:
        return None
    return found if is_near(found.quotient.value, gradient.value, gradient.value) else None


def _turned(down: GraphNudge | None, gradient: Quantity) -> GraphNudge | None:
    """Return what the opposite nudge does, where the output goes where its gradient says."""
    if down is None or sign_of(down.quotient.value) * sign_of(gradient.value) <= 0:
        return None
    return down


def amplified(nudged: GraphNudge, gradient: Quantity, J: Term, digits: Digits) -> Sentence:
    """Say how large a small change arrives at the output."""
    exactly = agrees(nudged, gradient)
    up = sign_of(gradient.value)
    template = {
        (True, 1): "At {J}, a small change of {c} arrives {g} times as large.",
        (False, 1): "At {J}, a small change of {c} arrives about {g:plain} times as large.",
        (True, -1): "At {J}, a small change of {c} arrives {g} times as large, the other way.",
        (False, -1): "At {J}, a small change of {c} arrives about {g:plain} times as large, "
        "the other way.",
    }[exactly, up]
    fields: dict[str, Wordable] = {
        "c": terms.name(nudged.name), "J": J, "g": digits.shown(size(gradient)),
    }  # fmt: skip
    rise = nudged.rises[nudged.before.graph.output]
    return Sentence(
        template, fields, (Times(rise, gradient, nudged.by, exactly), Sign(gradient, up))
    )


def tuning(nudged: GraphNudge, gradient: Quantity, J: Term, is_cost: bool) -> Sentence:
    """Say which way an input makes the output smaller, or larger, which nobody wants of a cost."""
    up = sign_of(gradient.value)
    template = {
        (1, False): "To make {J} smaller, lower {b}. To make {J} larger, raise {b}.",
        (-1, False): "To make {J} smaller, raise {b}. To make {J} larger, lower {b}.",
        (1, True): "To make {J} smaller, lower {b}.",
        (-1, True): "To make {J} smaller, raise {b}.",
    }[up, is_cost]
    return Sentence(template, {"J": J, "b": terms.name(nudged.name)}, (Sign(gradient, up),))


def directly(meaning: Meaning, forward: ForwardPass, gradients: Mapping[str, Quantity]) -> Sentence:
    """Say that the whole formula gives the same gradients."""
    pairs = (
        Equal((evaluated(formula, forward.point), gradients[name]))
        for name, formula in meaning.formulas.items()
    )
    template = "Differentiate the whole formula instead, and the same numbers come out."
    return Sentence(template, {}, tuple(pairs))


def agrees(nudged: GraphNudge, gradient: Quantity) -> bool:
    """Say whether what a nudge of a node does is exactly what its gradient says."""
    return sign_of(nudged.quotient.value - gradient.value) == 0


def checked(nudged: GraphNudge, gradient: Quantity, J: Term, digits: Digits) -> Sentence:
    """Say what a nudge of a node does, compared with its gradient."""
    moved, v = Moved.of(nudged), terms.name(nudged.name)
    fields: dict[str, Wordable] = {"v": v, "h": digits.as_given(nudged.by), "J": J}
    if not agrees(nudged, gradient):
        template = "Nudge {v} by {h}, and the ratio is {q}; its gradient is {g}."
        claim = Different((moved.quotient, gradient))
        return Sentence(template, fields | {"q": moved.quotient, "g": gradient}, (claim,))
    same = *moved.claims, Equal((moved.quotient, gradient))
    if sign_of(moved.quotient.value) == 0:
        return Sentence("Nudge {v} by {h}, and {J} does not move.", fields, same)
    template = "Nudge {v} by {h}, and {J} moves by {rise}: {far}."
    return Sentence(template, fields | {"rise": moved.rise, "far": moved.far(digits)}, same)


def all_checked(runs: Sequence[GraphNudge], known: Mapping[str, Quantity]) -> Sentence:
    """Say what nudges of several nodes do, which all agree with their gradients, or none."""
    pairs = [(one.quotient, known[one.name]) for one in runs]
    ratios, others = (
        Enumeration(
            tuple(
                Clause("{q} for {v}", {"q": one, "v": terms.name(run.name)})
                for run, one in zip(runs, some, strict=True)
            )
        )
        for some in zip(*pairs, strict=True)
    )
    if agrees(runs[0], known[runs[0].name]):
        template = "The same nudge at other nodes gives their gradients, too: {ratios}."
        return Sentence(template, {"ratios": ratios}, tuple(map(Equal, pairs)))
    template = (
        "The same nudge at other nodes gives the ratios {ratios}; their gradients are {gradients}."
    )
    fields = {"ratios": ratios, "gradients": others}
    return Sentence(template, fields, tuple(map(Different, pairs)))


def taught_by(graph: Wiring, *names: str) -> str:
    """Return what of the curriculum gradients of some nodes teach, if it is its graph."""
    known = {*graph.formulas()} - {graph.output}
    ids = (f"U12.{1 + _TAUGHT.index(name)}" for name in names if name in _TAUGHT)
    return " ".join(ids) if known == {*_TAUGHT} else ""
