"""What a beat is told, refused where nobody could tell it or work it out anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import fields
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from calculus.errors import LessonError
from calculus.names import unknown
from calculus.quantity import Quantity
from scenes.picture.meaning import Formula
from scenes.telling.beats import KINDS
from scenes.telling.claims import Claim, Sentence
from scenes.telling.score import Score
from scenes.words.fields import require_all
from scenes.words.wording import Wordable

Given = ParamSpec("Given")
Yielded = TypeVar("Yielded")


def in_a_block(
    tells: Callable[Given, Iterator[Yielded]],
) -> Callable[Given, AbstractContextManager[Yielded]]:
    """Let a scene tell something in a ``with`` block, one after the other; see `require_opened`.

    What is told begins with leaving nothing unopened.
    """
    block = contextmanager(tells)

    @wraps(tells)
    def begin(*some: Given.args, **more: Given.kwargs) -> AbstractContextManager[Yielded]:
        scene: Any = some[0]
        require_opened(scene)
        if scene.current_beat is not None:
            rule = "ends before the next one begins"
            raise LessonError("a beat", rule, "one inside another", "with self.beat(…): beside it")
        scene.unopened = told = block(*some, **more)
        return told

    return begin


def require_opened(scene: Any) -> None:
    """Make sure that whatever a scene was to tell has been told.

    Raises:
        LessonError: A beat has no ``with`` block, so nobody says it.
    """
    if scene.unopened is not None:
        rule = "are told in a with block"
        raise LessonError("beats", rule, "self.beat(…) alone", "with self.beat(…): self.hold(1)")


def sentence_of(
    said: str | Sentence, held: Mapping[str, Wordable], claims: Claim | Iterable[Claim]
) -> Sentence:
    """Return the sentence of a beat with its fields and its claims.

    Args:
        said: The sentence, or only its words.
        held: What the fields of mere words hold.
        claims: What mere words claim; one alone needs no list.

    Raises:
        LessonError: A field holds nothing, a claim cannot be worked out, or a sentence that has
            fields and claims of its own is given more of them.
    """
    if isinstance(claims, Claim):
        claims = (claims,)
    if isinstance(said, str):
        said = Sentence(said, held, tuple(claims))
    elif held or claims:
        rule, got = "has its fields and its claims in the Sentence", [*held, "claims"][0]
        remedy = 'Sentence("…{x}…", {"x": …}, (claim,))'
        raise LessonError(f"“{said.template}”", rule, f"{got}=…", remedy)
    require_all(said.template, said.fields)
    for claim in said.claims:
        if not isinstance(claim, Claim):
            rule = "are claims of scenes.kit.claims"
            raise LessonError("claims of a beat", rule, str(claim), "claims=[claims.Sign(…)]")
        for part in fields(claim):
            _require_recorded(claim, part.name, str(part.type))
    return said


def require_known(kind: str, poster: object) -> None:
    """Make sure that a beat is of a known kind, and that its rank as a poster is a number.

    Raises:
        LessonError: It isn't.
    """
    if kind not in KINDS:
        raise unknown(LessonError, "kind of a beat", str(kind), KINDS)
    if type(poster) is not int:
        rule = "is a whole number: of all beats, the one with the highest has the poster"
        raise LessonError("poster of a beat", rule, str(poster), "poster=1")


def require_score(score: Score | None) -> Score:
    """Return what an animation is placed on.

    Raises:
        LessonError: There is no sentence.
    """
    if score is None:
        remedy = "with self.beat(…): self.play(…, at=…, share=…)"
        raise LessonError("at, share", "are for what is played inside a beat", "none", remedy)
    return score


_TAKEN: dict[str, type] = {"Quantity": Quantity, "Numbers": Quantity, "Formula": Formula}
_MADE = {
    Quantity: "function.at(…), evaluated(…) or quantity(…) from calculus, with its formula",
    Formula: "Formula.of(function), from scenes.kit",
}


def _require_recorded(claim: Claim, name: str, annotation: str) -> None:
    """Make sure that a part of a claim can be worked out anew: it has its formula with it."""
    kind = _TAKEN.get(annotation.removesuffix(" | None"))
    held = getattr(claim, name)
    for one in held if annotation == "Numbers" and isinstance(held, tuple | list) else (held,):
        missing = one is None and annotation.endswith("None")
        if kind is not None and not missing and not isinstance(one, kind):
            each = "is made of Quantity" if annotation == "Numbers" else f"is a {kind.__name__}"
            thing = f"{type(claim).__name__}: {name}"
            raise LessonError(thing, each, f"{one} ({type(one).__name__})", _MADE[kind])
