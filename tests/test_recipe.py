"""The recipe for a new kind of story: a folder of its own, through the door alone, told truly."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from calculus.errors import LessonError, LessonFileError
from calculus.quantity import quantity
from engine.jobs import lessons, sources
from engine.jobs.lessons import LessonFile
from scenes.base import LessonScene
from scenes.words.fields import fields_of
from tests.checks.looking import findings, look
from tests.scenes.telling import tell

RECIPES = Path(__file__).parents[1] / "docs" / "recipes"
LESSON = LessonFile(RECIPES / "areas.py")
FOLDER = RECIPES / "area"
PARABOLA, ARCH, NO_FORMULA = lessons.load(LESSON)
FRENCH, SPANISH = (FOLDER / "words" / f"{code}.toml" for code in ("fr", "es"))


def facts_of(**given: object) -> Any:
    return PARABOLA.prepare(given)[2]


@cache
def told(scene: type[LessonScene], code: str) -> LessonScene:
    return tell(scene, language=code)


def strings(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.value for node in tree if isinstance(node, ast.Constant) and node.value}


def translations(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]  # type: ignore[no-any-return]


def test_a_story_is_one_folder_behind_the_door() -> None:
    lines = 0
    for path in FOLDER.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        lines += len(text.splitlines())
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module is not None:
                room = node.module.split(".")[0]
                assert room in {"calculus", "manim", "sympy", *sys.stdlib_module_names} or (
                    node.module == "scenes.kit"
                )
    assert lines <= 450


@pytest.mark.parametrize("count", [2, 3, 8, 40])
def test_sums_are_exact(count: int) -> None:
    """f(x) = x³ − x/3, summed up with fractions."""
    facts = facts_of(function="f(x) = x**3 - x/3", start="-1/2", end=2, rectangles=count)
    start, width = Fraction(-1, 2), Fraction(5, 2) / count
    heights = [(x := start + k * width) ** 3 - x / 3 for k in range(count + 1)]
    (row,) = facts.rows
    assert Fraction(str(row.left.value)) == width * sum(heights[:-1])
    assert Fraction(str(row.right.value)) == width * sum(heights[1:])
    assert Fraction(str(facts.area.value)) == Fraction(16 - Fraction(1, 16), 4) - Fraction(
        4 - Fraction(1, 4), 6
    )
    assert facts.dips


AREAS = [
    ("x**2", 0, 1, sp.Rational(1, 3)),
    ("sin(x)", 0, "pi", sp.Integer(2)),
    ("1/x", 1, 2, sp.log(2)),
    ("sqrt(1 - x**2)", -1, 1, sp.pi / 2),
]


@pytest.mark.parametrize(("body", "start", "end", "area"), AREAS)
def test_an_area_with_a_formula_is_exact(body: str, start: Any, end: Any, area: Any) -> None:
    facts = facts_of(function=f"f(x) = {body}", start=start, end=end)
    assert sp.simplify(facts.area.value - area) == 0
    assert facts.within is None


@pytest.mark.parametrize(("body", "start", "end"), [("abs(x)", -1, 2), ("1/x", -2, -1)])
def test_where_no_formula_is_found_the_area_has_a_bound(body: str, start: int, end: int) -> None:
    facts = facts_of(function=f"f(x) = {body}", start=start, end=end)
    true = {"abs(x)": 2.5, "1/x": float(-sp.log(2))}[body]
    assert abs(facts.area.number - true) <= facts.within.number < 0.5


@pytest.mark.parametrize("scene", [PARABOLA, ARCH, NO_FORMULA], ids=lambda one: one.__name__)
def test_the_checks_find_nothing(scene: type[LessonScene]) -> None:
    assert look(scene) == ((), ())


def test_the_checks_find_nothing_below_the_axis() -> None:
    assert findings(PARABOLA, function="f(t) = t**3 - t", start=-1, end=1, rectangles="2, 5") == []


def test_a_false_area_is_found() -> None:
    class Lying(PARABOLA):  # type: ignore[misc, valid-type]
        @classmethod
        def compute(cls, given: Any) -> Any:
            return replace(super().compute(given), area=quantity("1/4"))

    assert {rule for rule, _ in findings(Lying)} == {"claims.true"}


def test_rectangles_are_told_to_those_who_do_not_see_them() -> None:
    said = [beat.shown for beat in told(PARABOLA, "en").beats]
    counts = [found[1] for text in said if (found := re.search(r"(\d+) rectangles", text))]
    assert counts == ["4", "8", "16"]


@pytest.mark.parametrize("scene", [PARABOLA, NO_FORMULA], ids=lambda one: one.__name__)
@pytest.mark.parametrize("code", ["fr", "es"])
def test_it_is_told_in_every_language(scene: type[LessonScene], code: str) -> None:
    """A sentence without a translation warns, which is an error in tests."""
    there, here = told(scene, "en"), told(scene, code)
    for english, beat in zip(there.beats, here.beats, strict=True):
        assert beat.text != english.text
    assert here.beats_record("areas").course["title"] in {"Les aires", "Áreas"}


@pytest.mark.parametrize("path", [FRENCH, SPANISH], ids=lambda path: path.stem)
def test_its_own_words_are_what_it_says(path: Path) -> None:
    written = strings(FOLDER / "story.py")
    assert set(translations(path)) - written == {"Areas"}
    for english, translation in translations(path).items():
        assert fields_of(english) == fields_of(translation)


@pytest.mark.parametrize(
    ("changes", "thing"),
    [
        ({"end": 0}, "end"),
        ({"rectangles": "4, 8.5"}, "rectangles"),
        ({"rectangles": 1}, "rectangles"),
        ({"rectangles": "4, 4"}, "rectangles"),
        ({"function": "f(x) = 1/(x - 1/2)"}, "function"),
        ({"function": "f(x) = ln(x)"}, "function"),
    ],
)
def test_what_has_no_area_is_refused(changes: dict[str, object], thing: str) -> None:
    with pytest.raises(LessonError) as refused:
        facts_of(**changes)
    assert refused.value.thing == thing


def test_words_beside_a_story_are_among_its_sources() -> None:
    used = sources.used(LESSON)
    assert {"lesson:area/words/fr.toml", "lesson:area/story.py"} <= set(used)


BAD_WORDS = [
    ('[sentences]\n"The area is {A}." = "L\'aire est {B}."', "keeps the fields"),
    ('[sentences]\n"The area is {A}." = "L\'aire est {A"', "keeps the fields"),
    ('[sentences]\n"Areas" = "Les 2 aires"', "numbers in fields"),
    ("sentences = [", "is TOML"),
]


@pytest.mark.parametrize(("text", "rule"), BAD_WORDS)
def test_words_that_cannot_be_used_are_refused(text: str, rule: str, tmp_path: Path) -> None:
    path = tmp_path / "worded.py"
    path.write_text("from scenes.nudge import NudgeScene\nclass Worded(NudgeScene): ...\n")
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "fr.toml").write_text(text, encoding="utf-8")
    (scene,) = lessons.load(LessonFile(path))
    with pytest.raises(LessonFileError, match=rule):
        tell(scene, language="fr")
