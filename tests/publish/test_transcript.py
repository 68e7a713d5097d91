"""A transcript says what is said and what is shown, and when, in the scene's language."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest

from publish import transcript
from publish.numbers import readable, rows
from publish.record import Record
from publish.scene import Scene
from publish.words import words
from tests.publish.conftest import BEATS, NUMBERS, number
from tests.publish.making import data_of


def told(**beat: object) -> str:
    """What the transcript says is shown in a scene of one beat."""
    data = data_of([beat], parameters={"function": "f(a) = a**2"})
    ((line,),) = (part.lines for part in transcript.parts(Record.of(data)))
    return line.shown


def test_a_beat_is_described_by_its_numbers() -> None:
    assert told(numbers=NUMBERS) == (
        "On screen: f(a) = 4, ((a + h)² − a²)/h = 4.001 (with a = 2, h = 0.001); also 20."
    )


def test_what_happens_at_different_inputs_is_kept_apart() -> None:
    other = [number("5", "a", "5", a="5"), number("25", "a**2", "25", a="5")]
    assert told(numbers=NUMBERS[:2] + other) == (
        "On screen: f(a) = 4 (with a = 2); f(a) = 25 (with a = 5)."
    )


def test_a_rounded_number_is_not_equal() -> None:
    about = number("≈ 0.693147", "ln(a)", "log(2)", a="2") | {"exact": False}
    assert told(numbers=[about]) == "On screen: ln(a) ≈ 0.693147 (with a = 2)."


def test_what_the_record_says_comes_first() -> None:
    assert told(numbers=NUMBERS, shown="A curve.") == "A curve."


@pytest.mark.parametrize("kind", ["setup", "question", "action", "result", "conclusion", "new"])
def test_every_beat_is_described(kind: str) -> None:
    assert "“The nudge”" in told(kind=kind, chapter="The nudge")
    assert "a title" in told(kind=kind)  # the scene's own, where there are no chapters


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ("3*a**2", "3a²"), ("a**(-2)", "a⁻²"), ("2**x*y", "2^x · y"), ("a**10", "a¹⁰"),
        ("-alpha*(2*w)", "−α · (2w)"), ("-log(2) + sqrt(x)", "−ln(2) + √(x)"), ("2*3", "2 · 3"),
    ],
)  # fmt: skip
def test_expressions_are_written_as_people_do(expression: str, read: str) -> None:
    assert readable(expression) == read


def test_the_table_has_every_number_once() -> None:
    beats = [{"numbers": NUMBERS}, {"numbers": NUMBERS + [number("7", "7", "7")]}]
    table = rows(Record.of(data_of(beats)), words("en"))
    assert [row.text for row in table] == ["2", "4", "20", "0.001", "4.001", "7"]
    assert [row.start for row in table] == [0.0] * 5 + [1.0]
    assert table[4].value == "4001/1000"
    assert table[4].where == "a = 2, h = 0.001"


def test_decimals_are_written_as_in_the_video() -> None:
    beats = [{"numbers": NUMBERS}]
    for language, asked, text in [
        ("fr", "auto", "4,001"), ("fr", "point", "4.001"), ("en", "comma", "4,001"),
    ]:  # fmt: skip
        data = data_of(beats, language=language, parameters={"decimal_separator": asked})
        row = rows(Record.of(data), words(language))[4]
        assert row.text == text
        assert text.replace("4", "0", 1) in row.where
        assert row.expression == "((a + h)² − a²)/h"


def test_roundings_are_said_in_the_language() -> None:
    rules = ["none", "6 significant digits", "3 decimals", "something else"]
    beats = [{"numbers": [number("1", rule, "1") | {"rounding": rule}]} for rule in rules]
    said = [row.rounding for row in rows(Record.of(data_of(beats)), words("fr"))]
    assert said == ["exact", "6 chiffres significatifs", "3 décimales", "something else"]


def test_every_language_has_the_same_words() -> None:
    english, others = words("en"), [words("fr"), words("es")]
    for other in others:
        assert other.language != "en"
        assert set(other.sentences) == set(english.sentences)
        assert set(other.kinds) == set(english.kinds)
        for key, said in english.sentences.items():
            fields = re.findall(r"{\w+}", said)
            assert sorted(re.findall(r"{\w+}", other.sentences[key])) == sorted(fields), key


def test_both_files_have_all_of_it(course: tuple[Scene, ...], tmp_path: Path) -> None:
    (scene,) = (scene for scene in course if scene.name == "Carré")
    transcript.make(scene, tmp_path)
    plain = (tmp_path / "Carré.transcript.md").read_text(encoding="utf-8")
    source = (tmp_path / "Carré.transcript.html").read_text(encoding="utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(source)
    assert tree.get("lang") == "fr"
    assert "\nlang: fr\n" in plain
    read = "".join(tree.itertext())
    for beat in BEATS:
        assert str(beat["text"]) in read
    for chapter in ("The function", "The nudge", "The end"):
        assert chapter in read
    assert "## 0:04 The nudge\n\n**0:04** Sentence 3 \\<of\\> f & a\\*b.\n\n> À l’écran" in plain
    assert [time.text for time in tree.iter("time")] == [f"0:{2 * i:02}" for i in range(6)]
    assert "http" not in source  # it needs no other file, nor anybody's server
