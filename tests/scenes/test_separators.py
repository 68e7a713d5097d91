"""Commas between numbers and before decimals: what is accepted can be read in one way only."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise, product, zip_longest
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculus.errors import LessonError, ParameterError
from scenes.settings import parameters
from scenes.settings.parameters import (
    DecimalSeparator,
    Inputs,
    LanguageCode,
    LearningRate,
    Number,
    Points,
    Steps,
)
from scenes.words.language import codes, speaking


class Story:
    """Stands for a scene with a language."""

    language: LanguageCode = "en"
    decimal_separator: DecimalSeparator = "auto"
    points: Points = (2, 5)
    start: Number = 3
    steps: Steps = 10
    learning_rate: LearningRate = 0.1
    inputs: Inputs = {"a": 1}


SPOKEN = [({"language": code}, speaking(code).decimal_comma) for code in codes()]
COMMA = [*(given for given, has_comma in SPOKEN if has_comma), {"decimal_separator": "comma"}]
POINT = [given for given, has_comma in SPOKEN if not has_comma]
POINT += [{}, {"language": "fr", "decimal_separator": "point"}]


def value_of(name: str, written: object, **more: str) -> Any:
    value = getattr(parameters.resolve(Story, {name: written, **more}), name)
    if isinstance(value, dict):
        return {key: Fraction(int(one.p), int(one.q)) for key, one in value.items()}
    return [Fraction(int(one.p), int(one.q)) for one in value] if name == "points" else value


def told(name: str, written: object, **more: str) -> str:
    with pytest.raises(ParameterError) as error:
        value_of(name, written, **more)
    return str(error.value)


@pytest.mark.parametrize("more", COMMA + POINT, ids=str)
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0,5; 1,5", ["1/2", "3/2"]),
        ("[0,5; 1,5]", ["1/2", "3/2"]),
        ("0,1;0,01;", ["1/10", "1/100"]),
        ("0.5,1.5", ["1/2", "3/2"]),
        ("0.5,1.5,2", ["1/2", "3/2", 2]),
        ("2, 5", [2, 5]),
        ("2;5", [2, 5]),
        ("1,-1", [1, -1]),
        ("sqrt(4),3", [2, 3]),
        (["0,5", "-1,5"], ["1/2", "-3/2"]),
    ],
)
def test_what_is_clear_is_read_in_every_language(
    written: object, meant: list[Any], more: dict[str, str]
) -> None:
    assert value_of("points", written, **more) == [Fraction(one) for one in meant]


@pytest.mark.parametrize(
    ("written", "more", "readings"),
    [
        *((text, more, ["0.5", "0; 5"]) for text in ("0,5", "(0,5)") for more in COMMA),
        *(("1,2,3", more, ["1.2; 3", "1; 2; 3"]) for more in COMMA),
        *(("1/2,5", more, ["1/2.5", "1/2; 5"]) for more in COMMA),
        *(("0,1,0,01", more, ["0.1; 0.01"]) for more in COMMA + POINT),
        *(("0,05", more, ["0.05"]) for more in POINT),
        *(("1,500", more, ["1; 500", "1500"]) for more in POINT),
        *(("1,000; 2,000", more, ["1000; 2000", "1.000; 2.000"]) for more in POINT),
    ],
)
def test_what_has_two_readings_is_refused_with_both(
    written: str, more: dict[str, str], readings: list[str]
) -> None:
    message = told("points", written, **more)
    remedies = message.partition("Try: ")[2].split(" or ")
    assert remedies == [f"points={one}" for one in readings]
    values = [value_of("points", one, **more) for one in readings]
    assert all(one != other for one, other in pairwise(values))


@pytest.mark.parametrize("name", ["start", "learning_rate"])
def test_a_single_number_may_have_a_comma(name: str) -> None:
    for more in COMMA + POINT:
        assert value_of(name, "0,1", **more) == value_of(name, "0.1")
    for more in COMMA:
        assert value_of(name, "1,000", **more) == 1
    for more in POINT:
        assert told(name, "1,000", **more).endswith(f"Try: {name}=1000 or {name}=1.000")
        assert value_of(name, "1,000,000", **more) == 10**6
    assert "is a whole number from 1 to 200; got '1000'" in told("steps", "1,000", language="fr")


def test_numbers_with_names_are_cut_before_the_names() -> None:
    meant = {"a": Fraction(1, 2), "b": Fraction(3)}
    for written in ("a=0,5,b=3", "a=0,5, b = 3", "a=0,5; b=3", "(a=0.5,b=3)"):
        for more in COMMA + POINT:
            assert value_of("inputs", written, **more) == meant
    assert value_of("inputs", {"a": "0,5", "b": 3}) == meant
    assert told("inputs", {"a": "1,500"}).endswith("Try: inputs=a=1500 or inputs=a=1.500")


def test_the_example_is_one_that_works_in_the_language() -> None:
    class French(Story):
        language = "fr"

    for scene in (Story, French):
        for info in parameters.describe(scene):
            parameters.resolve(scene, {info.name: info.example})
    message = told("points", "", language="fr")
    remedy = message.partition("Try: points=")[2]
    assert value_of("points", remedy, language="fr") == [2, 5]


# Whatever is accepted is what everybody means who would write so.

DIGITS = st.from_regex(r"-?(0|[1-9][0-9]{0,3})([.,][0-9]{1,3})?", fullmatch=True)
LIST = st.builds(lambda items, comma: comma.join(items), st.lists(DIGITS, min_size=1, max_size=4),
                 st.sampled_from([",", ", ", ";", "; "]))  # fmt: skip


def meanings(text: str, comma: bool) -> set[tuple[Fraction, ...]]:
    """Return what a text can mean: at every comma something else begins, or decimals, or thousands.

    Where semicolons or spaces say what separates, they do. Nobody begins a whole number with 0.
    """
    spaced = [bool(found[1]) for found in re.finditer(r",(\s*)", text)]
    found = set()
    for kinds in product("|.+", repeat=len(spaced)):
        if any(space and kind != "|" for space, kind in zip(spaced, kinds, strict=True)):
            continue
        if ";" in text and "|" in kinds:
            continue
        marked = "".join(map("".join, zip_longest(text.split(","), kinds, fillvalue="")))
        items = [item.strip() for item in re.split(r"[;|]", marked)]
        if all(is_number(item, comma) for item in items):
            found.add(tuple(Fraction(item.replace("+", "")) for item in items))
    return found


def is_number(item: str, comma: bool) -> bool:
    thousands = r"-?[1-9][0-9]{0,2}(\+[0-9]{3})+(\.[0-9]+)?"
    plain = r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"
    return bool(re.fullmatch(plain, item) or (not comma and re.fullmatch(thousands, item)))


@given(LIST, st.sampled_from(COMMA + POINT))
def test_nothing_is_accepted_that_can_mean_two_things(text: str, more: dict[str, str]) -> None:
    comma = more in COMMA
    try:
        value = tuple(value_of("points", text, **more))
    except LessonError:
        return
    possible = meanings(text, comma)
    if comma or ";" in text:
        assert possible == {value}
    else:  # among English readers 2,5 are two numbers: no decimals have a comma there
        assert value in possible
        assert not any("," in one for one in thousands_in(text))


def thousands_in(text: str) -> list[str]:
    return [found[0] for found in re.finditer(r"(?<![\d.])[1-9]\d{0,2}(,\d{3})+(?!\d)", text)]
