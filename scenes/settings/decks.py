"""The kinds of values that decks of cards are: their texts, and the numbers that these name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any, Self, TypeAlias

from calculus.computation import Computation
from calculus.errors import LessonError
from calculus.expression import variables
from calculus.function import Function
from calculus.grammar import check_name, parse_expression
from scenes.settings import schemas
from scenes.settings.choices import SIGN
from scenes.settings.kind import Kind, RefusedError
from scenes.words import terms
from scenes.words.fields import pieces, typed_numeral
from scenes.words.own import MARKUP
from scenes.words.wording import Term

DeckLike: TypeAlias = str | Sequence[str]
ValuesLike: TypeAlias = str | Mapping[str, str | int | float]

LONGEST = 140
"""Characters of one side of a card."""

_MOST_VALUES = 40
_BAR = r"(?=(?:[^$]*\$[^$]*\$)*[^$]*$)"  # what is no part of a formula stands before this
_SIDES, _CARDS = re.compile(rf"\|{_BAR}"), re.compile(rf"\|\|{_BAR}")
_FORMULA = re.compile(r"\$([^$]*)\$")
_ONES_OWN = "formula_"  # how the fields of formulas begin
_FIELD = re.compile(rf"\{{(?!{_ONES_OWN})[A-Za-z]\w*\}}")
_LINE = re.compile(rf"{SIGN}*")
_PARTIAL = re.compile(r"\s*∂([A-Za-z]\w*)\s*/\s*∂([A-Za-z]\w*)\s*")
_APPLIED = re.compile(r"\s*([A-Za-z])\s*\(\s*([A-Za-z]\w*)\s*\)\s*")


@dataclass(frozen=True)
class Side:
    """One side of a card.

    Attributes:
        source: As it was written: "$w**2$ has the slope {k}."
        template: With a field for each formula: "{formula_a} has the slope {k}."
        formulas: What these hold.
    """

    source: str
    template: str
    formulas: Mapping[str, Term] = field(compare=False)

    @property
    def values(self) -> tuple[str, ...]:
        """The names of values in it, in their order."""
        names = (name for _, name, _ in pieces(self.template) if name is not None)
        return tuple(dict.fromkeys(name for name in names if name not in self.formulas))


class Sides(tuple[Side, ...]):
    """The sides of a card.

    Attributes:
        picture: Words for what the card is shown by; empty where nothing is drawn.
    """

    picture: str

    def __new__(cls, sides: Iterable[Side], picture: str = "") -> Self:
        made = super().__new__(cls, sides)
        made.picture = picture
        return made


Deck: TypeAlias = tuple[Sides, ...]


def deck(
    cards: tuple[int, int],
    sides: Sequence[int],
    means: str,
    example: str,
    each: str = "card",
    longest: int = LONGEST,
    pictures: Iterable[str] = (),
) -> Kind:
    """Return a kind of texts with bars between their sides, and formulas between dollar signs.

    Args:
        cards: How many there are, at least and at most.
        sides: How many sides each of them may have.
        means: What such a parameter is for.
        example: Text that works.
        each: What one of them is called.
        longest: Characters of a side, at most.
        pictures: What a card may be shown by, such as "tangent": "tangent of J(w) = w**2 at 3"
            after its last side.
    """
    drawn = re.compile(rf"({'|'.join(pictures)}) of .*") if pictures else None

    def parse(value: object) -> Deck:
        texts = _CARDS.split(value) if isinstance(value, str) else value
        if not (isinstance(texts, tuple | list) and all(isinstance(one, str) for one in texts)):
            raise RefusedError(f"has a text for each {each}", value)
        if not cards[0] <= len(texts) <= cards[1]:
            got = f"{len(texts)} of them"
            raise RefusedError(f"has {cards[0]} to {cards[1]} {each}s", got)
        return tuple(_sides(f"{each} {i}", text) for i, text in enumerate(texts, start=1))

    def _sides(name: str, text: str) -> Sides:
        parts = [part.strip() for part in _SIDES.split(text)]
        picture = parts.pop() if drawn and drawn.fullmatch(parts[-1]) else ""
        if len(parts) not in sides:
            counts = " or ".join(map(str, sides))
            raise RefusedError(f"{name} has {counts} sides, with | between them", text)
        return Sides((side_of(name, part, longest) for part in parts), picture)

    schema = {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]}
    limits = f"{cards[0]} to {cards[1]}, with | between the sides and $ around formulas"
    limits += f"; last perhaps {', '.join(pictures)} of …" if drawn else ""
    return Kind("deck", means, example, schema, parse, _written, limits)


def one_side(means: str, example: str, longest: int = LONGEST) -> Kind:
    """Return a kind of text with formulas between dollar signs, or none: one side of a card."""

    def parse(value: object) -> Side | None:
        if not isinstance(value, str):
            raise RefusedError("is a text", value)
        return side_of("it", value, longest) if value.strip() else None

    def written(given: Side | None) -> str:
        return "" if given is None else given.source

    limits = f"at most {longest} characters, with $ around formulas; or nothing"
    return Kind("text", means, example, {"type": "string"}, parse, written, limits)


def side_of(name: str, text: str, longest: int) -> Side:
    """Read one side of a card.

    Args:
        name: What it is called in a message.
        text: The side.
        longest: Characters, at most.

    Raises:
        RefusedError: It cannot be used.
    """
    if not text or len(text) > longest or not _LINE.fullmatch(text):
        raise RefusedError(f"{name} has 1 to {longest} characters on a side, in a line", text)
    words = _FIELD.sub(" ", _FORMULA.sub("", text))
    if re.search("[{}]", words):
        raise RefusedError(f"{name} has names of values in its braces, such as {{k}}", text)
    if "$" in words:
        raise RefusedError(f"{name} has dollar signs in pairs, around its formulas", text)
    if numeral := typed_numeral(words):
        rule = f"{name} has its numbers as names of values, {{k}} for {numeral}, never typed"
        raise RefusedError(rule, text)
    if sign := MARKUP.search(words):
        rule = f"{name} has plain words around its formulas, without {sign[0]}"
        raise RefusedError(rule, text)
    formulas: dict[str, Term] = {}

    def field_of(found: re.Match[str]) -> str:
        term = _term(name, found[1])
        known = next((key for key, one in formulas.items() if one.text == term.text), None)
        key = known or f"{_ONES_OWN}{ascii_lowercase[len(formulas) % len(ascii_lowercase)]}"
        formulas[key] = formulas.get(key, term)
        return f"{{{key}}}"

    return Side(text, _FORMULA.sub(field_of, text), formulas)


def _term(name: str, text: str) -> Term:
    """Read a formula: a definition, an equation, J(w), ∂J/∂w, or an expression."""
    head, equals, body = text.partition("=")
    try:
        if equals and "(" in head:
            return terms.in_line(terms.definition(Function.parse(text, thing="formula")))
        if equals:
            check_name(head.strip(), thing="formula")
            right = parse_expression(body, thing="formula")
            return terms.in_line(terms.equation(head.strip(), right))
        if partial := _PARTIAL.fullmatch(text):
            return terms.derivative(terms.name(partial[1]), terms.name(partial[2]), terms.CURLY)
        if applied := _APPLIED.fullmatch(text):
            return terms.applied(Function(applied[1], applied[2], parse_expression(applied[2])))
        expression = parse_expression(text, thing="formula")
    except LessonError as error:
        rule = f"{name} has formulas of the lessons between $: {error.rule}"
        raise RefusedError(rule, error.got) from None
    if not variables(expression):
        rule = f"{name} has its numbers as names of values, never typed, in formulas neither"
        raise RefusedError(rule, text)
    return terms.in_line(terms.formula(expression))


def _written(given: Deck) -> str:
    texts = ([*(side.source for side in sides), sides.picture] for sides in given)
    return " || ".join(" | ".join(filter(None, parts)) for parts in texts)


def _values(value: object) -> dict[str, Computation]:
    """Read names and what they stand for: a mapping, or text such as a = 3; k = 2*a."""
    pairs = [*_pairs(value)]
    if len(pairs) > _MOST_VALUES:
        raise RefusedError(f"has at most {_MOST_VALUES} numbers", f"{len(pairs)} of them")
    found: dict[str, Computation] = {}
    for name, text in pairs:
        try:
            check_name(name, thing="name")
            if name in found or name.startswith(_ONES_OWN):
                raise LessonError("name", "is another for each", name, "another name")
            found[name] = Computation.parse(text)
        except LessonError as error:
            raise RefusedError(f"{name}: {error.rule}", error.got) from None
    return found


def _pairs(value: object) -> Iterator[tuple[str, str]]:
    known: Any = value
    if isinstance(value, str):
        parts = [part.partition("=") for part in value.split(";") if part.strip()]
        if not all(equals for _, equals, _ in parts):
            raise RefusedError("gives each name a number, as in a = 3", value)
        known = [(name, text) for name, _, text in parts]
    elif isinstance(value, Mapping):
        known = value.items()
    else:
        raise RefusedError("gives each name a number", value)
    for name, text in known:
        if isinstance(text, bool) or not isinstance(text, str | int | float):
            raise RefusedError(f"says what {name} is, as a number or as text", text)
        yield str(name).strip(), str(text).strip()


VALUES = Kind(
    "values",
    "the numbers that the texts name in braces",
    "a = 3; k = slope of J(w) = w**2 at a",
    {
        "anyOf": [
            {"type": "object", "additionalProperties": {"type": ["string", "number"]}},
            schemas.text(r"[\s\S]*"),
        ]
    },
    _values,
    lambda values: "; ".join(f"{name} = {one.source}" for name, one in values.items()),
    "each a number, an expression, or slope, ratio, rise, value, gradient, edges, walks of …",
)
