"""What answers a question, so that a viewer can be asked: with what else could be answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy as sp

from calculus.errors import LessonError
from calculus.function import Function
from calculus.mistakes import wrong_derivatives, wrong_numbers
from calculus.names import unknown
from calculus.quantity import Quantity, quantity
from calculus.shown import Shown
from record.questions import MISTAKES, Option
from scenes.words import terms
from scenes.words.language import Language
from scenes.words.wording import Wordable, fill


@dataclass(frozen=True)
class Answer:
    """One thing that is right, beside others that are not.

    Attributes:
        right: A number, as the sentence has it, or words.
        wrong: What else could be thought, each with its mistake: of `record.questions.MISTAKES`.
            For a number a wrong sign and a wrong factor come by themselves.
    """

    right: Wordable
    wrong: tuple[tuple[str, Wordable], ...] = ()

    def __post_init__(self) -> None:
        for why, _ in self.wrong:
            if why not in MISTAKES:
                raise unknown(LessonError, "mistake of an answer", why, MISTAKES)

    def solved(self, language: Language) -> tuple[str, tuple[Option, ...]]:
        """Return what kind of question it answers, and all options; none if nothing is left.

        Raises:
            LessonError: Beside a number there is something else.
        """
        right, wrong = self.right, self.wrong
        if _is_number(right):
            right = right if isinstance(right, Shown) else language.digits.shown(right)
            known = [(why, _quantity(one)) for why, one in wrong]
            wrong = tuple(
                (why, _written_like(right, one, language))
                for why, one in wrong_numbers(right.quantity, known)
            )
        found = [_option(right, "", language)]
        for why, one in wrong:
            option = _option(one, why, language)
            if option.text not in [other.text for other in found]:
                found.append(option)
        kind = "number" if found[0].value else "choice" if len(found) > 1 else "flip"
        return kind, tuple(found) if kind != "flip" else ()


def the_derivative(function: Function) -> Answer:
    """Return the derivative of a function, beside what it is taken for."""
    wrong = ((why, terms.body(one)) for why, one in wrong_derivatives(function))
    return Answer(terms.body(function.derivative), tuple(wrong))


@dataclass(frozen=True)
class Order:
    """Steps in their right order."""

    steps: tuple[Wordable, ...]

    def solved(self, language: Language) -> tuple[str, tuple[Option, ...]]:
        """Return the kind of question, and the steps."""
        return "order", tuple(Option(_text(step, language)) for step in self.steps)


Solution = Answer | Order


def solved(answers: bool | Solution, language: Language) -> tuple[str, tuple[Option, ...]]:
    """Return what kind of question a beat answers, and what can be answered.

    Raises:
        LessonError: It is none of an answer.
    """
    if isinstance(answers, bool):
        return "flip", ()
    if not isinstance(answers, Answer | Order):
        rule = "says so with True, with an Answer or with an Order"
        raise LessonError("a beat that answers", rule, str(answers), "answers=Answer(value)")
    return answers.solved(language)


def _option(held: Wordable, mistake: str, language: Language) -> Option:
    if not isinstance(held, Shown):
        return Option(_text(held, language), "", mistake)
    value = held.quantity.value
    is_exact = held.exact and isinstance(value, sp.Rational)
    return Option(language.decimals(held.marked), str(value) if is_exact else "", mistake)


def _text(held: Wordable, language: Language) -> str:
    return " ".join(fill("{it}", language, it=held).text.split())


def _is_number(held: Wordable) -> bool:
    return isinstance(held, Shown | Quantity | sp.Expr | int)


def _quantity(held: Any) -> Quantity:
    if not _is_number(held):
        rule = "has numbers beside a number"
        raise LessonError("an answer", rule, type(held).__name__, 'quantity("9") from scenes.kit')
    return held.quantity if isinstance(held, Shown) else quantity(held)


def _written_like(right: Shown, wrong: Quantity, language: Language) -> Shown:
    """Return a number in no more digits than the right one: they would tell which that is."""
    if right.exact:
        return language.digits.shown(wrong)
    kept = _significant(right)
    found = language.digits.shown(wrong, significant=kept)
    if found.exact and _significant(found) > kept:
        return language.digits.shown(wrong, places=0, significant=kept)
    return found


def _significant(number: Shown) -> int:
    return sum(one.isdigit() for one in number.text.partition(" ")[0].lstrip("−0.")) or 1
