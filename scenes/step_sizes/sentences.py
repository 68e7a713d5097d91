"""What the story of step sizes says where that depends on the facts, with what it claims."""

from __future__ import annotations

from collections.abc import Iterator

from calculus.digits import sign_of
from calculus.quantity import quantity
from calculus.readable import Digits
from scenes.step_sizes.facts import Place, StepSizesFacts
from scenes.telling.claims import Claim, Sentence, Sign, Size
from scenes.words.wording import Term, Wordable

_FAR = 2  # times as large: so much larger a nudge comes out where a step is said to gain more


def step(place: Place, w: Term) -> Sentence:
    """Say how steep it is at a place, and how long the step is."""
    here = place.here
    fields: dict[str, Wordable] = {"w": w, "a": here.w}
    if place.is_level:
        template = "Where {w} {a:equals}, all is level: no step."
        return Sentence(template, fields, (Sign(here.gradient, 0),))
    template = "Where {w} {a:equals}, the slope is {s}: the step is {u}."
    return Sentence(template, {**fields, "s": here.gradient, "u": here.update})


def longest(facts: StepSizesFacts) -> Sentence:
    """Say where steps are longest."""
    steepest, places = facts.steepest, facts.places
    first = steepest[0].here.gradient
    claims: tuple[Claim, ...] = tuple(
        Size(first, "=" if place in steepest else ">", place.here.gradient) for place in places
    )
    if len(steepest) == len(places):
        template = "Nowhere: all places are equally steep, so all steps are equally long."
    elif len(steepest) == 1:
        template = "The steepest place takes the longest step. The learning rate never changed."
    else:
        template = "The steepest places take the longest steps. The learning rate never changed."
    return Sentence(template, {}, claims)


def reactions(facts: StepSizesFacts, w: Term, digits: Digits) -> Iterator[tuple[Place, Sentence]]:
    """Say where a nudge comes out larger than it is, and where smaller, if there is a place."""
    most, least, one = facts.liveliest, facts.dullest, quantity(1)
    if len(facts.steepest) == len(facts.places):
        return
    if sign_of(most.reaction.value - 1) > 0:
        template = "Here a nudge comes out {q} times as large: moving {w} pays."
        fields: dict[str, Wordable] = {"q": digits.brief(most.reaction), "w": w}
        yield most, Sentence(template, fields, (Size(most.reaction, ">", one),))
    less = sign_of(least.reaction.value - 1) < 0
    if less and sign_of(most.reaction.value - _FAR * least.reaction.value) > 0:
        claim = Size(least.reaction, "<", one), Size(least.reaction, "<", most.reaction)
        if not sign_of(least.reaction.value):
            template = "Here nothing of the nudge comes out at all."
            yield least, Sentence(template, {}, (Sign(least.reaction, 0),))
            return
        template = "Here only {q} of a nudge comes out: a long step would gain little."
        yield least, Sentence(template, {"q": digits.brief(least.reaction)}, claim)
