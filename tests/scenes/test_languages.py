"""A lesson in French or Spanish is the same lesson: complete, with the same numbers."""

from __future__ import annotations

import ast
import re
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scenes.text
from calculus.errors import ParameterError
from calculus.grammar import parse_expression
from calculus.shown import shown
from calculus.spoken import spoken
from calculus.vocabulary import ENGLISH, Vocabulary
from engine import options
from scenes import terms
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.course import standing
from scenes.descent import DescentScene
from scenes.language import MissingTranslation, codes, fields_of, needs_translation, speaking
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.tangents import TangentScene
from scenes.text import outlines
from scenes.theme import DARK
from scenes.typesetting import typeset
from scenes.wording import fill
from tests.scenes.telling import tell

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in codes() if code != "en"]
PATTERNS = [field.name for field in fields(Vocabulary) if isinstance(field.default, str)]
WRITTEN = [*(ROOT / "scenes").glob("*.py"), ROOT / "calculus" / "verdict.py"]
TITLES = {
    path.read_text(encoding="utf-8").removeprefix('"""').partition(":")[0]
    for path in (ROOT / "lessons").glob("*.py")
}
SPEAKING = {"beat", "chapter", "label", "say", "show_title", "Clause"}

STORIES: list[tuple[type[LessonScene], dict[str, object]]] = [
    (NudgeScene, {"function": "f(a) = 3*a", "points": "2, 5"}),
    (NudgeScene, {"function": "f(a) = a**2/3", "points": "2, 5"}),
    (NudgeScene, {"function": "f(x) = ln(x)", "points": "2, 1/3", "nudges": "-0.01"}),
    (TangentScene, {}),
    (TangentScene, {"function": "f(x) = sin(x)", "points": "1/3"}),
    (ChainRuleScene, {}),
    (ChainRuleScene, {"graph": "J = exp(a)*a", "inputs": "a=0.5"}),
    (DescentScene, {}),
    (DescentScene, {"function": "J(w) = w**4", "start": "-1.5", "learning_rate": "0.05"}),
    (LearningRatesScene, {}),
    (LearningRatesScene, {"function": "J(w) = (w - 2)**4", "start": "3.5"}),
]
TOLD = pytest.mark.parametrize("story", range(len(STORIES)))
LANGUAGES = pytest.mark.parametrize("code", OTHERS)


def catalogue(code: str) -> dict[str, Any]:
    path = ROOT / "scenes" / "languages" / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def told(story: int, code: str) -> LessonScene:
    scene, given = STORIES[story]
    return tell(scene, **given, language=code)


def strings(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def documentation(tree: ast.AST) -> set[str]:
    return {
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for text in strings(node)
    }


def sentences() -> set[str]:
    """What the stories say on any branch: all whole sentences, and what they pass to be said."""
    found: set[str] = set()
    for path in WRITTEN:
        if path.name in ("rules.py", "wording.py", "base.py"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = set(strings(tree)) - documentation(tree)
        found |= {text for text in said if re.fullmatch(r"[A-Z{][^=/]* .*[.?]", text)}
        for call in ast.walk(tree):
            name = getattr(call, "func", None)
            name = getattr(name, "attr", getattr(name, "id", ""))
            if isinstance(call, ast.Call) and name in SPEAKING and call.args:
                found |= set(strings(call.args[0]))
    return {text for text in found if needs_translation(text)}


@LANGUAGES
def test_every_sentence_has_a_translation(code: str) -> None:
    assert len(sentences()) > 120
    assert sentences() - set(catalogue(code)["sentences"]) == set()


@LANGUAGES
def test_every_translation_is_of_something_that_is_said(code: str) -> None:
    written = {
        text for path in WRITTEN for text in strings(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert set(catalogue(code)["sentences"]) - written == TITLES


@LANGUAGES
def test_every_lesson_of_the_course_has_a_title(code: str) -> None:
    assert len(TITLES) == 4
    assert set(catalogue(code)["sentences"]) >= TITLES
    title = standing(NudgeScene, speaking(code))["title"]  # scenes/nudge.py begins alike
    assert title == catalogue(code)["sentences"]["Nudge triangles"]


@LANGUAGES
def test_translations_keep_the_fields_and_have_no_digits(code: str) -> None:
    for english, translation in catalogue(code)["sentences"].items():
        assert fields_of(translation) == fields_of(english), english
        assert not re.search(r"\d", translation), english


@LANGUAGES
def test_a_language_has_words_for_every_formula(code: str) -> None:
    speech = catalogue(code)["speech"]
    assert set(PATTERNS) < set(speech)
    assert set(speech["functions"]) == set(ENGLISH.functions)
    for name in PATTERNS:
        assert speech[name].count("{}") == getattr(ENGLISH, name).count("{}"), name
    assert all(pattern.count("{}") == 1 for pattern in speech["functions"].values())


@TOLD
@LANGUAGES
def test_nothing_stays_english(story: int, code: str) -> None:
    there, here = told(story, "en"), told(story, code)
    assert here.title != there.title
    for english, beat in zip(there.beats, here.beats, strict=True):
        if needs_translation(re.sub(r"\S*[(=≈]\S*|\b\w′?\b", "", english.text)):
            assert beat.text != english.text
        assert beat.speech != english.speech
        assert not re.search(r"\b(the|is|of|about|equals|minus|zero|over)\b", beat.speech)
    assert here.beats_record("test")["language"] == code


@TOLD
@LANGUAGES
def test_the_numbers_are_the_same_in_every_language(story: int, code: str) -> None:
    for english, beat in zip(told(story, "en").beats, told(story, code).beats, strict=True):
        assert sorted(n.marked for n in beat.numbers) == sorted(n.marked for n in english.numbers)
        assert not re.search(r"\d\.\d", beat.text)
        decimals = re.findall(r"\d+\.\d+", english.text)
        assert sorted(re.findall(r"\d+,\d+", beat.text)) == sorted(
            decimal.replace(".", ",") for decimal in decimals
        )


@TOLD
@pytest.mark.parametrize("code", codes())
def test_captions_have_short_lines(story: int, code: str) -> None:
    for beat in told(story, code).beats:
        for cue in beat.cues:
            lines = cue.text.split("\n")
            assert len(lines) <= 2
            assert all(len(line) <= 42 for line in lines)


@TOLD
def test_every_decimal_on_screen_has_a_comma(story: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []

    def watched(source: str, definitions: str, *more: Any) -> Any:
        seen.append((source, definitions))
        return typeset(source, definitions, *more)

    monkeypatch.setattr(scenes.text, "typeset", watched)
    scene, given = STORIES[story]
    tell(scene, **given, decimal_separator="comma")
    decimals = [definitions for source, definitions in seen if re.search(r"\d\.\d", source)]
    assert len(decimals) > 3
    assert all('show ".": ","' in definitions for definitions in decimals)
    pairs = [source for source, _ in seen if re.search(r"\(\S+, \S+\)\)\$", source)]
    assert not pairs, "coordinates are separated by a semicolon"


def test_a_decimal_comma_is_set_without_a_space() -> None:
    theme = replace(DARK, decimal_comma=True)
    (ours,), (right,) = outlines("$a/2.001$", theme).runs, typeset('$a/(2","001)$').runs
    assert ours.points == pytest.approx(right.points)
    assert outlines("$a/2.001$", DARK).runs[0].points.shape != right.points.shape


def test_the_separator_can_be_chosen() -> None:
    half = shown("0.5")
    for code, separator, text in (
        ("en", "auto", "0.5"),
        ("en", "comma", "0,5"),
        ("fr", "auto", "0,5"),
        ("fr", "point", "0.5"),
    ):
        assert fill("{half}", speaking(code, separator), half=half).text == text  # type: ignore[arg-type]


SPOKEN = {
    "fr": {
        "-0.001": "moins zéro virgule zéro zéro un",
        "a**2": "a au carré",
        "ln(a + 1)/2": "le logarithme népérien de la quantité a plus un, sur deux",
        "2*a*(b - 3)": "deux a fois la quantité b moins trois",
    },
    "es": {
        "-0.001": "menos cero coma cero cero uno",
        "a**2": "a al cuadrado",
        "ln(a)": "el logaritmo natural de a",
        "a**10/21": "a elevado a diez sobre veintiuno",
    },
}


@pytest.mark.parametrize(("code", "text"), [(c, text) for c in SPOKEN for text in SPOKEN[c]])
def test_formulas_are_read_out_in_the_language(code: str, text: str) -> None:
    assert spoken(parse_expression(text), speaking(code).words) == SPOKEN[code][text]


def test_words_run_together_where_a_language_wants_it() -> None:
    third, ln = shown("1/3"), terms.formula(parse_expression("ln(a)"))
    assert fill("près de {v}", speaking("fr"), v=third).text == "près d'environ 0,333333"
    assert fill("la derivada de {f}", speaking("es"), f=ln).speech == (
        "la derivada del logaritmo natural de a"
    )


def test_a_number_brings_its_relation_along() -> None:
    said = [fill("w {v:equals}", speaking(c), v=shown("1/4")).speech for c in ("fr", "es")]
    assert said == ["w égale zéro virgule deux cinq", "w igual a cero coma dos cinco"]
    about = [fill("w {v:equals}", speaking(c), v=shown("1/3")).speech for c in ("fr", "es")]
    assert about[0].startswith("w vaut environ zéro virgule trois trois")
    assert about[1].startswith("w aproximadamente igual a cero coma tres tres")


def test_no_line_breaks_before_a_sign_that_french_sets_apart() -> None:
    assert speaking("fr").sentence("Who arrives?") == "Qui arrive\N{NO-BREAK SPACE}?"


def test_a_missing_sentence_stays_english_with_one_warning_that_names_it() -> None:
    french = speaking("fr")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        said = [french.sentence("A new sentence.") for _ in range(3)]
    assert said == ["A new sentence."] * 3
    assert [str(warning.message) for warning in caught] == [
        "language fr: no translation of 'A new sentence.', so it stays English"
    ]
    assert caught[0].category is MissingTranslation


def test_the_language_is_a_parameter_with_an_option_of_its_own() -> None:
    asked = options.parser().parse_args(["--set", "points=2", "--language", "fr"])
    assert asked.settings == [("points", "2"), ("language", "fr")]
    with pytest.raises(ParameterError, match="did you mean fr"):
        NudgeScene.prepare({"language": "fra"})
