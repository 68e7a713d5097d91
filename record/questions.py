"""What a viewer is asked, and everything that can be answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

KINDS = "number", "choice", "order", "flip"
"""What one does: type a number, choose, put in order, or think and turn the card over."""

MISTAKES = "sign", "factor", "value", "function", "whole", "change", "step", "other"
"""What leads to a wrong answer: the sign; a factor; f(a) instead of f′(a); f instead of f′;
f(a + h) instead of how far f moves; that instead of its quotient by the nudge; a step instead of
where it leads; nothing that has a name."""

# With a power of ten a few characters would be billions of digits.
_FRACTION = re.compile(r"-?\d{1,200}(/[1-9]\d{0,199})?", re.ASCII)


@dataclass(frozen=True)
class Option:
    """Something that can be answered.

    Attributes:
        text: As people read it, with the decimal separator of the scene.
        value: Its exact value, "-6" or "1/2"; empty where it is no exact fraction.
        mistake: One of `MISTAKES`; empty for what is right.
    """

    text: str
    value: str = ""
    mistake: str = ""


@dataclass(frozen=True)
class Question:
    """Something to try before the video goes on.

    Attributes:
        beat: Index of the beat that asks it.
        question: What is asked.
        answer: What is to be found.
        answered: Index of the beat that answers it; none in records that don't say.
        kind: One of `KINDS`.
        options: What can be answered, the right one first; the steps in their order, of "order".
            Of a number the wrong ones are those that mistakes lead to. None of "flip".
    """

    beat: int
    question: str
    answer: str
    answered: int | None = None
    kind: str = "flip"
    options: tuple[Option, ...] = ()

    def check(self) -> None:
        """Make sure that it can be asked and compared.

        Raises:
            ValueError: It can't; the message says why.
        """
        texts, first = [one.text for one in self.options], self.options[:1]
        least = {"number": 1, "choice": 2, "order": 2, "flip": 0}.get(self.kind)
        if least is None or len(texts) < least or len(set(texts)) < len(texts):
            raise ValueError(f"answers that are none to a question of the kind {self.kind}")
        wrong = () if self.kind == "order" else self.options[1:]
        right = self.options if self.kind == "order" else first
        if any(one.mistake for one in right) or not all(one.mistake in MISTAKES for one in wrong):
            raise ValueError("a question whose first answer isn't the only right one")
        written = [one.value for one in self.options if one.value]
        if not all(map(_FRACTION.fullmatch, written)):
            raise ValueError("a question whose answers are no fractions")
        values = [*map(Fraction, written)]
        if len(set(values)) < len(values) or (self.kind == "number" and not first[0].value):
            raise ValueError("a question whose answers are not exact and different")
