"""Whether what a sentence claims is so: worked out from the record, with no code of the stories.

Numbers are computed again from the expressions on record, functions from their text. Which
sentence has to claim what stands in `sentences.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib.resources import files

from calculus.quantity import Quantity
from checks import (
    claims_of_decks,  # noqa: F401  # it says whether some claims hold
    claims_of_examples,  # noqa: F401  # which tells how its claims are checked
    claims_of_fits,  # noqa: F401  # which tells how its claims are checked
    claims_of_neurons,  # noqa: F401  # which tells how its claims are checked
    claims_of_surfaces,  # noqa: F401  # which tells how its claims are checked
)
from checks.claims_of_functions import holds
from checks.claims_of_numbers import number
from checks.evaluator import UnknownError, mp
from checks.rules import Rule, rule
from scenes.telling.beats import Beat
from scenes.telling.claims import Claim

TRUE = rule("claims.true", "what a sentence claims is so", untrue=True)
MISSING = rule("claims.missing", "a sentence that claims something carries its claim", untrue=True)


def check(beats: Iterable[Beat]) -> Iterator[tuple[Rule, int, str]]:
    """Check the claims of all sentences, and that none is missing."""
    for beat in beats:
        kinds = {type(claim).__name__ for claim in beat.claims}
        for template in beat.templates:
            for kind in needed().get(template, ()):
                if kinds.isdisjoint(kind.split(" | ")):
                    yield (
                        MISSING,
                        beat.index,
                        f"the sentence “{template}” claims {kind}; give the beat this claim",
                    )
        for claim in beat.claims:
            message = _wrong(claim)
            if message:
                yield TRUE, beat.index, f"“{beat.text}” is not so: {message}"


@cache
def needed() -> Mapping[str, tuple[str, ...]]:
    """What every sentence of the stories claims, by its English words."""
    text = (files(__package__) / "sentences.toml").read_text(encoding="utf-8")
    return {
        sentence: tuple(kinds)
        for table in tomllib.loads(text).values()
        for sentence, kinds in table.items()
    }


def _wrong(claim: Claim) -> str:
    """Return what is wrong with a claim, or nothing."""
    try:
        return "" if holds(claim) else f"{type(claim).__name__} does not hold for {_about(claim)}"
    except (UnknownError, ArithmeticError, ValueError, KeyError) as error:
        return f"{type(claim).__name__} cannot be worked out for {_about(claim)} ({error})"


def _about(claim: Claim) -> str:
    numbers = [mp.nstr(number(one), 8) for one in _numbers_of(claim)]
    texts = [str(part) for part in vars(claim).values() if not isinstance(part, Quantity | tuple)]
    return ", ".join([*numbers, *texts])


def _numbers_of(claim: Claim) -> Iterator[Quantity]:
    """Yield every number that a claim is about."""
    for one in fields(claim):
        value = getattr(claim, one.name)
        parts = value if isinstance(value, tuple) else (value,)
        yield from (part for part in parts if isinstance(part, Quantity))
