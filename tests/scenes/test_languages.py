"""A lesson in another language is the same lesson: complete, with the same numbers."""

from __future__ import annotations

import ast
import re
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import scenes.look.text
from calculus.errors import ParameterError
from calculus.grammar import parse_expression
from calculus.shown import shown
from calculus.spoken import spoken
from calculus.vocabulary import ENGLISH, Vocabulary
from checks.speech import TONGUES
from engine import options
from engine.commands import Render
from engine.jobs.lessons import LessonFile, load
from publish.words import unwritten
from scenes.activation import ActivationScene
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.checklist import ChecklistScene
from scenes.cross_entropy import CrossEntropyScene
from scenes.derivative import DerivativeScene
from scenes.derivative_table import DerivativeTableScene
from scenes.descent import DescentScene
from scenes.fit import FitScene
from scenes.learning_rates import LearningRatesScene
from scenes.look.text import Text, outlines
from scenes.look.theme import DARK
from scenes.look.typesetting import typeset
from scenes.notation import NotationScene
from scenes.nudge import NudgeScene
from scenes.pipeline import PipelineScene
from scenes.settings import parameters
from scenes.settings.decks import Side
from scenes.step_sizes import StepSizesScene
from scenes.tangents import TangentScene
from scenes.telling.course import standing
from scenes.telling.onlooker import Onlooker
from scenes.words import terms
from scenes.words.fields import fields_of, needs_translation
from scenes.words.language import MissingTranslation, codes, speaking
from scenes.words.wording import Enumeration, fill
from tests.scenes.telling import tell
from tests.scenes.test_wrong_statements import plain, slips
from tests.test_house import SCENES

ROOT = Path(__file__).parents[2]
OTHERS = [code for code in codes() if code != "en"]
PATTERNS = [field.name for field in fields(Vocabulary) if isinstance(field.default, str)]
WRITTEN = [*(ROOT / "scenes").rglob("*.py"), ROOT / "calculus" / "verdict.py"]
TITLES = {
    path.read_text(encoding="utf-8").removeprefix('"""').partition(":")[0]
    for path in (ROOT / "lessons").glob("*.py")
}
SPEAKING = {"beat", "chapter", "label", "say", "show_title", "Clause"}

STORIES: list[tuple[type[LessonScene], dict[str, object]]] = [
    *((scene, {}) for scene in SCENES),
    (NudgeScene, {"function": "f(a) = 3*a", "points": "2, 5"}),
    (NudgeScene, {"function": "f(a) = a**2/3", "points": "2, 5"}),
    (NudgeScene, {"function": "f(x) = ln(x)", "points": "2, 1/3", "nudges": "-0.01"}),
    (DerivativeScene, {"function": "J(w) = 3*w", "trials": "0.1"}),
    (DerivativeScene, {"function": "J(w) = -w**2", "at": "0", "nudges": "-0.01", "trials": "1"}),
    (DerivativeScene, {"function": "J(w) = sin(1000*w)", "at": "1"}),
    (DerivativeScene, {"function": "J(w) = cos(pi*w)", "at": "1/2", "nudges": "1, 2"}),
    (DerivativeScene, {"function": "J(w) = ln(w)", "at": "1"}),
    (TangentScene, {"function": "f(x) = sin(x)", "points": "1/3"}),
    (DerivativeTableScene, {"functions": "3 + 0*w, w**2", "at": "0"}),
    (
        NotationScene,
        {"several": "J(w, b, c) = w*b + c", "at": "w=1, b=2, c=3", "notation": "partial"},
    ),
    (ActivationScene, {"activation": "softplus", "weights": "2", "features": "1", "nudge": "9"}),
    (FitScene, {"labels": "0, 0, 1, 1, 1", "learning_rate": "8"}),
    (FitScene, {"model": "linear", "inputs": "1; 2", "labels": "300; 500", "too_large": "0.9"}),
    (CrossEntropyScene, {"inputs": "-1, 1, 2", "labels": "0, 0, 0", "weight": "1", "nudge": "-9"}),
    (ChainRuleScene, {"graph": "J = exp(a)*a", "inputs": "a=0.5"}),
    (DescentScene, {"function": "J(w) = w**4", "start": "-1.5", "learning_rate": "0.05"}),
    (StepSizesScene, {"starts": "3, 2, -3, 0.1"}),
    (StepSizesScene, {"function": "J(w) = w**3", "starts": "0, -1/3, 0.2"}),
    (StepSizesScene, {"function": "J(w) = abs(w)", "starts": "2, -1"}),
    (LearningRatesScene, {"function": "J(w) = (w - 2)**4", "start": "3.5"}),
    (PipelineScene, {"labels": "0, 0, 1, 1, 1", "thresholds": "0.5, 0.6"}),
    (
        ChecklistScene,
        {"graph": "z = w*x + b; p = sigma(z); J = -ln(p)", "inputs": "w=1, x=2, b=-1"},
    ),
]
TOLD = pytest.mark.parametrize("story", range(len(STORIES)))
LANGUAGES = pytest.mark.parametrize("code", OTHERS)


def catalogue(code: str) -> dict[str, Any]:
    path = ROOT / "scenes" / "words" / "languages" / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


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


@cache
def of_decks() -> set[str]:
    """What the cards say that ship with the stories and the lessons."""
    loaded = (load(LessonFile(path)) for path in sorted((ROOT / "lessons").glob("*.py")))
    known = [*chain.from_iterable(loaded), *(story for story, _ in STORIES)]
    values = [value for scene in known for _, value in parameters.resolve(scene)]
    decks = (deck for deck in values if isinstance(deck, tuple))
    cards = (card for deck in decks for card in deck if isinstance(card, tuple))
    sides = chain(values, *cards)
    return {side.template for side in sides if isinstance(side, Side)}


@cache
def sentences() -> set[str]:
    """What the stories say on any branch: all whole sentences, and what they pass to be said."""
    found = of_decks()
    for path in WRITTEN:
        if path.name in ("rules.py", "wording.py", "base.py"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = set(strings(tree)) - documentation(tree)
        found |= {text for text in said if re.fullmatch(r"[A-Z{][^=/|$]* [^|$]*[.?]", text)}
        for call in ast.walk(tree):
            name = getattr(call, "func", None)
            name = getattr(name, "attr", getattr(name, "id", ""))
            if isinstance(call, ast.Call) and name in SPEAKING and call.args:
                found |= set(strings(call.args[0]))
    return {text for text in found if needs_translation(text)}


@LANGUAGES
def test_every_sentence_has_a_translation(code: str) -> None:
    assert len(sentences()) > 120
    assert sentences() - set(speaking(code).sentences or ()) == set(), "missing, or English still"


@LANGUAGES
def test_every_translation_is_of_something_that_is_said(code: str) -> None:
    written = {
        text for path in WRITTEN for text in strings(ast.parse(path.read_text(encoding="utf-8")))
    } | of_decks()
    assert set(catalogue(code)["sentences"]) - written - TITLES == set()


@LANGUAGES
def test_every_lesson_of_the_course_has_a_title(code: str) -> None:
    assert len(TITLES) == 9
    assert set(catalogue(code)["sentences"]) >= TITLES
    title = standing(NudgeScene, speaking(code))["title"]  # scenes/nudge/story.py begins alike
    assert title == catalogue(code)["sentences"]["Nudge triangles"]


@LANGUAGES
def test_translations_keep_the_fields_and_have_no_digits(code: str) -> None:
    for english, translation in catalogue(code)["sentences"].items():
        assert fields_of(translation) == fields_of(english), english
        assert not re.search(r"\d", translation), english


@LANGUAGES
def test_sentences_that_differ_in_english_can_be_told_apart(code: str) -> None:
    by_words: dict[str, set[str]] = {}
    for english, translation in catalogue(code)["sentences"].items():
        if "{" in translation:
            words = by_words.setdefault(re.sub(r"\{\w+", "{", translation), set())
            words.add(re.sub(r"\{\w+", "{", english))
    assert [words for words in by_words.values() if len(words) > 1] == []


@LANGUAGES
def test_a_language_has_words_for_every_formula(code: str) -> None:
    speech = catalogue(code)["speech"]
    assert set(PATTERNS) < set(speech)
    assert set(speech["functions"]) == set(ENGLISH.functions)
    for name in PATTERNS:
        assert speech[name].count("{}") == getattr(ENGLISH, name).count("{}"), name
    assert all(pattern.count("{}") == 1 for pattern in speech["functions"].values())


@pytest.mark.parametrize("code", codes())
def test_somebody_hears_the_numbers_of_a_language(code: str) -> None:
    assert code in TONGUES, "add its Tongue to TONGUES in checks/speech.py"


@LANGUAGES
def test_pages_have_the_same_words_in_every_language(code: str) -> None:
    table = tomllib.loads((ROOT / "publish" / "templates" / "words.toml").read_text("utf-8"))
    english, other = table["en"], table.get(code, {})
    where = f"[{code}] in publish/templates/words.toml"
    assert set(other) == set(english), f"add them to {where}"
    assert unwritten(code) == (), f"English still in {where}"
    assert set(other["kinds"]) == set(english["kinds"])
    for key in set(english) - {"kinds"}:
        assert fields_of(other[key]) == fields_of(english[key]), key


def own_words(code: str) -> set[str]:
    """What a language says in numbers and formulas."""
    speech = catalogue(code)["speech"]
    said = [*speech["functions"].values(), *(speech[name] for name in PATTERNS)]
    return set(re.findall(r"\w+", " ".join([*said, *map(speaking(code).words.whole, range(20))])))


@TOLD
def test_a_story_is_the_same_in_every_language(story: int, monkeypatch: pytest.MonkeyPatch) -> None:
    there = told(story, "en")
    typeset = watched(monkeypatch)
    here = {code: told(story, code) for code in OTHERS}
    for code in OTHERS:
        assert_nothing_stays_english(there, here[code], code)
        assert_numbers_are_the_same(there, here[code])
    for lesson in (there, *here.values()):
        assert_captions_have_short_lines(lesson)
        assert_no_slip_is_said_or_shown(lesson)
        assert_no_rounded_number_stands_behind_a_sign_of_equality(lesson)
    assert_decimals_have_a_comma(typeset)


def told(story: int, code: str) -> LessonScene:
    scene, given = STORIES[story]
    return tell(scene, **given, language=code)


def assert_nothing_stays_english(there: LessonScene, here: LessonScene, code: str) -> None:
    english_words = {"the", "is", "of", "about", "equals", "minus", "zero", "over"}
    english_words -= own_words(code)
    assert here.title != there.title, f"{here.title!r} is no title in {code}"
    for english, beat in zip(there.beats, here.beats, strict=True):
        if needs_translation(re.sub(r"\S*[(=≈]\S*|\b\w′?\b", "", english.text)):
            assert beat.text != english.text
        assert beat.speech != english.speech
        assert not english_words & set(re.findall(r"\w+", beat.speech))
    assert here.beats_record("test").language == code


def assert_numbers_are_the_same(there: LessonScene, here: LessonScene) -> None:
    """Each sentence says the same ones; where a longer word leaves no room, some are not shown."""
    all_there, all_here = (
        {number.marked for beat in lesson.beats for number in beat.numbers}
        for lesson in (there, here)
    )
    assert all_here == all_there
    for english, beat in zip(there.beats, here.beats, strict=True):
        lost = {n.marked for n in english.numbers} ^ {n.marked for n in beat.numbers}
        assert not [one for one in lost if one in english.text]
        assert not re.search(r"\d\.\d", beat.text)
        decimals = re.findall(r"\d+\.\d+", english.text)
        assert sorted(re.findall(r"\d+,\d+", beat.text)) == sorted(
            decimal.replace(".", ",") for decimal in decimals
        )


def assert_captions_have_short_lines(lesson: LessonScene) -> None:
    for beat in lesson.beats:
        for cue in beat.cues:
            lines = cue.text.split("\n")
            assert len(lines) <= 2
            assert all(len(line) <= 42 for line in lines)


def assert_no_slip_is_said_or_shown(lesson: LessonScene) -> None:
    texts = [lesson.title, *(text for beat in lesson.beats for text in (beat.text, beat.speech))]
    texts += [one for beat in lesson.beats for one in beat.shown.split(";")]
    assert len(texts) > 3 * len(lesson.beats)
    assert [(text, found) for text in texts if (found := slips(text))] == []


def assert_no_rounded_number_stands_behind_a_sign_of_equality(lesson: LessonScene) -> None:
    for beat in lesson.beats:
        rounded = {plain(one.marked) for one in beat.numbers if not one.exact}
        exact = {plain(one.marked) for one in beat.numbers if one.exact}
        for text in (beat.text, *beat.shown.split(";")):
            decimals = re.findall(r"= (-?\d+\.\d+)(?![\w.⁻⁰¹²³]|·10)", plain(text))
            equal = {f"≈ {digits}" for digits in decimals if digits not in exact}
            assert not equal & rounded, text


def watched(patch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A list that fills with what is typeset: sources, and what they rest on."""
    seen: list[tuple[str, str]] = []

    def watch(source: str, definitions: str, *more: Any) -> Any:
        seen.append((source, definitions))
        return typeset(source, definitions, *more)

    patch.setattr(scenes.look.text, "typeset", watch)
    return seen


def assert_decimals_have_a_comma(seen: list[tuple[str, str]]) -> None:
    prose = [(re.sub(r'raw\("[^"]*"', "", source), definitions) for source, definitions in seen]
    decimals = [definitions for source, definitions in prose if re.search(r"\d\.\d", source)]
    assert len(decimals) > 3
    assert all('show ".": ","' in definitions for definitions in decimals)
    number = r"(?<![_\d])\d"  # and not the index of a name
    pairs = [one for one, _ in seen if re.search(rf"\(\S*{number}\S*, \S+\)\)\$", one)]
    assert not pairs, "coordinates are separated by a semicolon"


def test_a_decimal_comma_is_set_without_a_space() -> None:
    theme = replace(DARK, decimal_comma=True)
    (ours,), (right,) = outlines("$a/2.001$", theme).runs, typeset('$a/(2","001)$').runs
    assert ours.points == pytest.approx(right.points)
    assert outlines("$a/2.001$", DARK).runs[0].points.shape != right.points.shape


def test_a_decimal_in_code_has_a_point_in_every_language() -> None:
    theme = replace(DARK, decimal_comma=True)
    for code in ('raw("b = 0.5")', 'raw("b") = 5'):
        assert outlines(f"$#{code}$", theme).points == pytest.approx(
            outlines(f"$#{code}$", DARK).points
        )
    beside, right = '$#raw("b") = 0.5$', '$#raw("b") = 0","5$'
    assert outlines(beside, theme).points == pytest.approx(typeset(right).points)


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
    assert speaking("fr").sentence("Who arrives?") == "Qui arrive\N{NARROW NO-BREAK SPACE}?"


THIN, BROAD = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{a}; {a} ?", f"2{THIN}; 2{THIN}?"),
        ("Qui a dit «oui» : toi ?!", f"Qui a dit «{BROAD}oui{BROAD}»{BROAD}: toi{THIN}?!"),
        (f"Ah{BROAD}; bon (vraiment !).", f"Ah{THIN}; bon (vraiment{THIN}!)."),
        ("{a}:{a}, un.deux, a;b", "2:2, un.deux, a;b"),
    ],
)
def test_signs_stand_apart_in_every_french_sentence(template: str, text: str) -> None:
    for _ in range(2):
        said = fill(template, speaking("fr"), a=shown("2"))
        assert said.text == text
        assert not re.search(f"[{THIN}{BROAD}]", said.speech)
        template = text.replace("2", "{a}") if "2" in text else text  # nothing is added again
    assert fill("So; {a} ?", speaking("es"), a=shown("2")).text == "So; 2 ?"


def test_what_is_on_screen_is_listed_as_french_sets_it() -> None:
    def look(code: str) -> str:
        things = [Text("one"), Text("two")]
        return Onlooker(speaking(code), partial=False).look(things)

    assert look("fr") == f"Nouveau à l'écran{BROAD}: one{THIN}; two."
    assert look("en") == "New on screen: one; two."


# What stands before a field, what is in the field, the caption, and what is said.
JOINED = [
    ("fr", "long de {v}", "alpha", "long d'α", "long d'alpha"),
    ("fr", "plus que {v}", "epsilon", "plus qu'ε", "plus qu'epsilon"),
    ("fr", "De {v}", "omega", "D'ω", "D'oméga"),
    ("fr", "de {v}", "error", "d'error", "d'error"),
    ("fr", "de {v}", "a", "de a", "de a"),
    ("fr", "de {v}", "h", "de h", "de h"),
    ("fr", "de {v}", "beta", "de β", "de bêta"),
    ("fr", "de {v}", "a*b", "de ab", "de a b"),
    ("fr", "de {v}", "exp(a)", "de e^a", "de e puissance a"),
    ("fr", "de {v}", "ln(alpha)", "de ln(α)", "du logarithme népérien d'alpha"),
    ("fr", "à {v}", "sin(a)", "à sin(a)", "au sinus de a"),
    ("fr", "de {v}", "sqrt(a)", None, "de la racine carrée de a"),
    ("es", "{w} y {v}", "i", "w e i", "w e i"),
    ("es", "{w} o {v}", "omega", "w u ω", "w u omega"),
    ("es", "{w} y {v}", "alpha", "w y α", "w y alfa"),
    ("es", "de {v}", "ln(a)", "de ln(a)", "del logaritmo natural de a"),
    ("es", "a {v}", "sin(a)", "a sin(a)", "al seno de a"),
    ("en", "of {v} and {v}", "alpha", "of α and α", "of alpha and alpha"),
]
NUMBERS = [
    ("fr", "de {v}", "1", "de 1", "de un"),
    ("fr", "de {v}", "1.5", "de 1,5", "d'un virgule cinq"),
    ("fr", "de {v}", "11", "de 11", "de onze"),
    ("fr", "que {v}", "8", "que 8", "que huit"),
    ("fr", "que {v}", "-1", "que −1", "que moins un"),
    ("es", "7 o {v}", "8", "7 u 8", "7 u ocho"),
    ("es", "7 o {v}", "11", "7 u 11", "7 u once"),
    ("es", "7 o {v}", "9", "7 o 9", "7 o nueve"),
    ("es", "y {v}", "3", "y 3", "y tres"),
]


@pytest.mark.parametrize(("code", "template", "given", "text", "speech"), JOINED)
def test_words_meet_as_a_language_says_them(
    code: str, template: str, given: str, text: str | None, speech: str
) -> None:
    field = terms.formula(parse_expression(given))
    said = fill(template, speaking(code), v=field, w=terms.name("w"))
    assert said.speech == speech
    assert text is None or said.text == text


@pytest.mark.parametrize(("code", "template", "given", "text", "speech"), NUMBERS)
def test_words_meet_numbers_as_a_language_says_them(
    code: str, template: str, given: str, text: str, speech: str
) -> None:
    said = fill(template.replace("7", "{w}"), speaking(code), v=shown(given), w=shown("7"))
    assert said.text == text
    assert said.speech.replace("siete", "7") == speech


def test_what_is_listed_meets_as_well() -> None:
    both = Enumeration((terms.name("a"), terms.name("i")))
    assert fill("{both}", speaking("es"), both=both).speech == "a e i"
    first = Enumeration((terms.name("alpha"), terms.name("b")))
    assert fill("de {first}", speaking("fr"), first=first).speech == "d'alpha et b"


def test_a_formula_on_screen_has_a_sign_where_a_caption_says_about() -> None:
    said = fill("près de {v}", speaking("fr"), v=shown("1/3"))
    assert (said.text, said.markup) == ("près d'environ 0,333333", "près de $approx 0.333333$")
    assert fill("près de {v}", speaking("fr"), v=terms.name("alpha")).markup == "près d'$alpha$"


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
    asked = options.parse(["--set", "points=2", "--language", "fr"])
    assert isinstance(asked, Render)
    assert asked.overrides == (("points", "2"), ("language", "fr"))
    with pytest.raises(ParameterError, match="did you mean fr"):
        NudgeScene.prepare({"language": "fra"})
