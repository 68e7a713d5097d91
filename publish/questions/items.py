"""Questions as other programs take them: one neutral model, of which each exporter writes its own.

A learning system knows an item by its identifier, which comes from the lesson, the scene and the
question: who imports the same question again replaces it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from string import ascii_lowercase

from publish.words import Words, words
from record import Record
from record.questions import Option, Question

_ID_DIGITS = 16  # of its checksum: two among a million questions are the same once in 10⁷ courses
_MOST_DECIMALS = 12
_ORDERS = 4  # orders of steps, where one of several is to be chosen


@dataclass(frozen=True)
class Choice:
    """Something that can be answered.

    Attributes:
        key: A letter, by which it is answered.
        text: What people read.
        why: What to say to who answers it; empty for what is right.
        value: Its exact value, where it is a fraction.
    """

    key: str
    text: str
    why: str
    value: Fraction | None = None

    @property
    def decimal(self) -> str:
        """Its value as a decimal, where it is one."""
        return _decimal(self.value)


@dataclass(frozen=True)
class Item:
    """A question that can be asked anywhere.

    Attributes:
        identifier: Of the question, an XML name; the same in every import.
        kind: "number", "choice", "order" or "flip"; see `record.questions`.
        question: What is asked.
        answer: What is found, in sentences: feedback for everybody.
        choices: What can be answered, as it is offered; wrong ones alone for "number".
        right: The keys of what is right: one of a choice, all of an order.
        value: The number asked for.
        beat: Index of the beat that asks.
        words: What pages say themselves.
    """

    identifier: str
    kind: str
    question: str
    answer: str
    choices: tuple[Choice, ...]
    right: tuple[str, ...]
    value: Fraction | None
    beat: int
    words: Words

    @property
    def counts(self) -> bool:
        """Whether an answer is right or wrong; of a card only who turns it knows."""
        return self.kind != "flip"

    @property
    def forms(self) -> tuple[str, ...]:
        """Texts that are the number asked for: 1/2, 0.5, .5 and 0,5; none for other kinds."""
        if self.value is None:
            return ()
        found = [str(self.value)]
        if decimal := self.decimal:
            found += [decimal, decimal.replace("0.", ".", 1) if abs(self.value) < 1 else decimal]
        found += [one.replace(".", ",") for one in found]
        found += [one.replace("-", "−") for one in found]
        return tuple(dict.fromkeys(found))

    @property
    def decimal(self) -> str:
        """The number asked for as a decimal, where it is one: "-0.5"."""
        return _decimal(self.value)

    def as_choice(self) -> Item:
        """Return an order as a choice among orders, for programs that know no order."""
        if self.kind != "order":
            return self
        steps = {one.key: one.text for one in self.choices}
        keys = [*self.right]
        swapped = [keys[1], keys[0], *keys[2:]]
        tried = keys, [one.key for one in self.choices], keys[::-1], swapped
        texts = [" → ".join(steps[key] for key in some) for some in tried]
        right, *wrong = [*dict.fromkeys(texts)][:_ORDERS]
        options = Option(right), *(Option(one, mistake="other") for one in wrong)
        return _offered(self, options)

    def remark(self, key: str) -> str:
        """Return what to say to who answers this; nothing stands for the number asked for."""
        if not key or key in self.right:
            return self.words("right")
        why = next(one.why for one in self.choices if one.key == key)
        return why or self.words("wrong")


def items(record: Record) -> tuple[Item, ...]:
    """Return the questions of a scene."""
    said, known, found = words(record.language), set[str](), []
    for question in record.questions:
        identifier = _identifier(record, question.question)
        while identifier in known:  # a scene may ask the same twice
            identifier = _identifier(record, f"{question.question} {identifier}")
        known.add(identifier)
        found.append(_item(identifier, question, said))
    return tuple(found)


def _item(identifier: str, question: Question, said: Words) -> Item:
    item = Item(
        identifier, question.kind, question.question, question.answer,
        (), (), None, question.beat, said,
    )  # fmt: skip
    options = [*question.options]
    match question.kind:
        case "number":
            right, *wrong = options
            choices = _choices([one for one in wrong if one.value], said)  # others cannot be typed
            return replace(item, choices=choices, value=Fraction(right.value))
        case "choice":
            return _offered(item, options)
        case "order":
            mixed = _shuffled(identifier, options)
            if mixed == options:
                mixed.append(mixed.pop(0))
            choices = _choices(mixed, said)
            right_keys = tuple(choices[mixed.index(one)].key for one in options)
            return replace(item, choices=choices, right=right_keys)
    return item


def _offered(item: Item, options: Sequence[Option]) -> Item:
    """Return a choice among options, of which the first is right."""
    choices = _choices(_shuffled(item.identifier, options), item.words)
    right = tuple(one.key for one in choices if one.text == options[0].text)
    return replace(item, kind="choice", choices=choices, right=right)


def _choices(options: Sequence[Option], said: Words) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            key, one.text,
            said(f"mistake_{one.mistake}") if one.mistake not in ("", "other") else "",
            Fraction(one.value) if one.value else None,
        )
        for key, one in zip(ascii_lowercase, options, strict=False)
    )  # fmt: skip


def _shuffled(identifier: str, options: Sequence[Option]) -> list[Option]:
    """Return options in an order that depends on nothing but them and the question."""
    return sorted(options, key=lambda one: checksum(identifier, one.text))


def _identifier(record: Record, question: str) -> str:
    return "q" + checksum(record.lesson, record.name, question)


def checksum(*parts: str) -> str:
    """Return what some texts are known by: the same each time, and no others'."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_ID_DIGITS]


def _decimal(value: Fraction | None) -> str:
    """Return a fraction as a decimal that ends, or nothing.

    Example:
        >>> _decimal(Fraction(-1, 2)), _decimal(Fraction(6)), _decimal(Fraction(1, 3))
        ('-0.5', '6', '')
    """
    if value is None:
        return ""
    for places in range(_MOST_DECIMALS + 1):
        scaled = value * 10**places
        if scaled.denominator == 1:
            digits = f"{abs(scaled.numerator):0{places + 1}}"
            whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
            return "-" * (value < 0) + whole + (f".{rest}" if rest else "")
    return ""
