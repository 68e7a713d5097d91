"""What the studio writes into files of parameters: the change, and nothing else."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from calculus.errors import LessonError
from engine.planning import params
from studio.saving import variant
from studio.saving.values import DEFAULT, SavingError
from tests.studio.comparing import as_list, changed_lines

COURSE = """\
# course
[NudgeLine]
function = "f(a) = 4*a"  # steeper

[NudgeLine.variant.steep]   # rendered as well
function = "f(a) = 9*a"
points = [
  1,  # one
  2,
]

# about descent
[descent.BallDescent]
learning_rate = "1/3"
[descent.BallDescent.variant."été"]
steps = 5
"""
VARIANTS = [
    ("steep", {"function": "f(a) = 8*a"}, ['function = "f(a) = 9*a"'], ['function = "f(a) = 8*a"']),
    ("steep", {"points": (1, 0.00001)}, ["  2,"], ["  0.00001,"]),
    ("steep", {"points": [1, 2, 3]}, [], ["  3,"]),
    ("steep", {"points": [2]}, ["  1,  # one"], []),
    ("steep", {"zoomed": 0.1, "places": 3}, [], ["zoomed = 0.1", "places = 3"]),
    ("steep", {"function": DEFAULT, "at": DEFAULT}, ['function = "f(a) = 9*a"'], []),
    ("steep", {"wording": {"Nudge": "Push"}}, [], ['wording = {Nudge = "Push"}']),
    ("", {"function": "f(a) = a"}, ['function = "f(a) = 4*a"  # steeper'],
     ['function = "f(a) = a"  # steeper']),
    ("", {"points": 3}, [], ["points = 3"]),
    ("flat", {"points": "1/2"}, [], ["", "[NudgeLine.variant.flat]", 'points = "1/2"']),
    ("e\u0301te\u0301", {}, [], ["", '[NudgeLine.variant."été"]']),
]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("name", "change", "gone", "came"), VARIANTS, ids=range(len(VARIANTS)))
def test_a_variant_is_changed_alone(
    name: str, change: dict[str, Any], gone: list[str], came: list[str], end: str
) -> None:
    source = COURSE.replace("\n", end)
    new = variant.edited(source, "NudgeLine", name, change)
    assert changed_lines(source, new) == (
        [f"{line}{end}" for line in gone],
        [f"{line}{end}" for line in came],
    )
    read = tomllib.loads(new)
    table = read["NudgeLine"]
    table = table["variant"][unicodedata.normalize("NFC", name)] if name else table
    for key, value in change.items():
        assert as_list(table.get(key, DEFAULT)) == as_list(value)


def test_variants_of_a_named_lesson_and_of_an_empty_file() -> None:
    new = variant.edited(COURSE, "BallDescent", "e\u0301te\u0301", {"steps": 7}, "descent")
    assert changed_lines(COURSE, new) == (["steps = 5\n"], ["steps = 7\n"])
    new = variant.edited("", "A", "b", {"inputs": {"x": 1, "y": "1/2"}}, "leçon 3")
    assert new == '["leçon 3".A.variant.b]\ninputs = {x = 1, y = "1/2"}\n'
    changes = {"inputs": {"x": 1, "y": 2, "z": 0.5}}
    assert variant.edited(new, "A", "b", changes, "leçon 3").endswith("{x = 1, y = 2, z = 0.5}\n")
    changes = {"inputs": {"y": 2, "x": 1}}  # whose order matters
    assert variant.edited(new, "A", "b", changes, "leçon 3").endswith("{y = 2, x = 1}\n")


def test_the_programs_own_reader_finds_the_variant() -> None:
    new = variant.edited(COURSE, "NudgeLine", "flat", {"points": [1, 0.1]})
    file = params.parsed(new.encode(), Path("course.toml"))
    known = {
        "nudge": {"NudgeLine": ["function", "points"]},
        "descent": {"BallDescent": ["steps", "learning_rate"]},
    }
    found = {section.variant: section.overrides for section in params.sections(file, known)}
    assert found["flat"] == {"points": [1, "0.1"]}


@pytest.mark.parametrize(
    ("source", "name", "change", "message"),
    [
        (COURSE, "Steep", {"at": 3}, "differs from others in more than capital letters"),
        (COURSE, "a b", {"at": 3}, "is called by 1 to 40 letters"),
        (COURSE, "steep", {"at": None}, "is something, in TOML"),
        (COURSE, "steep", {"at": {1}}, "is a number, a text"),
        ("[NudgeLine\n", "steep", {"at": 3}, "course.toml:1: is TOML"),
        ("NudgeLine = 3\n", "steep", {"at": 3}, "has a form that can be changed here"),
        ("[NudgeLine]\nvariant = {a = {at = 1}}\n", "b", {"at": 3}, "has a form"),
    ],
)  # fmt: skip
def test_no_variant_is_written_that_could_not_be_read(
    source: str, name: str, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(LessonError) as error:
        variant.edited(source, "NudgeLine", name, change)
    assert message in str(error.value)


def test_variants_in_other_forms_are_changed_too() -> None:
    inline = "[NudgeLine]\nvariant = {a = {at = 1}}\n"
    assert variant.edited(inline, "NudgeLine", "a", {"at": 3}) == inline.replace("1", "3")
    dotted = "NudgeLine.variant.a.at = 1 # one\nNudgeLine.points = 3\n"
    assert variant.edited(dotted, "NudgeLine", "a", {"at": 3}) == dotted.replace("= 1", "= 3")
    apart = "[NudgeLine]\nat = 1\n[B]\n[NudgeLine.variant.a]\nat = 2\n\n# end\n"
    new = variant.edited(apart, "NudgeLine", "a", {"at": 5, "to": 6})
    assert new == apart.replace("at = 2\n", "at = 5\nto = 6\n")
    below = '[N.variant.a]\nat = 2\n\n[N.variant.a.wording]\n"x" = "y"\n\n# b\n[N.variant.b]\n'
    new = variant.edited(below, "N", "a", {"to": 5, "wording": {"x": "z", "q": "r"}})
    expected = below.replace("at = 2", "at = 2\nto = 5").replace('"y"', '"z"\nq = "r"')
    assert new == expected
    with pytest.raises(SavingError):  # the comment would be lost
        variant.edited(below, "N", "a", {"wording": DEFAULT})
