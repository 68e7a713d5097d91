"""A transcript says what is said and what is shown, and when, in the scene's language."""

from __future__ import annotations

from pathlib import Path

import html5lib
import pytest

from publish import player, transcript
from publish.numbers import rows
from publish.scene import Scene
from publish.templating import render
from publish.words import words
from record import Record
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.descent import DescentScene
from scenes.nudge import NudgeScene
from tests.publish.conftest import BEATS, NUMBERS, number
from tests.publish.making import data_of
from tests.scenes.telling import tell


def told(**beat: object) -> str:
    """What the transcript says is shown in a scene of one beat."""
    record = Record.of(data_of([beat]))
    return transcript.described(record, record.beats[0])


def test_what_the_record_says_comes_first() -> None:
    assert told(kind="result", shown="A curve.") == "A curve."


@pytest.mark.parametrize("kind", ["setup", "question", "action", "result", "conclusion", "new"])
def test_every_beat_is_described(kind: str) -> None:
    assert "“The nudge”" in told(kind=kind, chapter="The nudge")
    assert "a title" in told(kind=kind)  # the scene's own, where there are no chapters


def test_the_table_has_every_number_once() -> None:
    beats = [{"numbers": NUMBERS}, {"numbers": NUMBERS + [number("7", "7")]}]
    table = rows(Record.of(data_of(beats)), words("en"))
    assert [row.plain.text for row in table] == ["2", "4", "20", "0.001", "4.001", "7"]
    assert [row.start for row in table] == [0.0] * 5 + [1.0]
    assert table[4].plain.value == "4001/1000"
    assert table[4].plain.where == "a = 2, h = 0.001"


def test_a_table_of_a_record_without_plain_text_has_what_was_computed() -> None:
    bare = {**NUMBERS[4], "expression": "a**2*h", "where": {"a": "2", "h": "1/1000"}}
    del bare["plain"]
    (row,) = rows(Record.of(data_of([{"numbers": [bare]}])), words("en"))
    assert vars(row.plain) == {
        "text": "4.001", "value": "4001/1000", "expression": "a**2*h", "where": "a = 2, h = 1/1000",
    }  # fmt: skip


def test_roundings_are_said_in_the_language() -> None:
    rules = ["none", "6 significant digits", "3 decimals", "something else"]
    beats = [{"numbers": [number("1", "1") | {"rounding": rule}]} for rule in rules]
    said = [row.rounding for row in rows(Record.of(data_of(beats)), words("fr"))]
    assert said == ["exact", "6 chiffres significatifs", "3 décimales", "something else"]


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
    assert "://" not in source  # it needs no other file, nor anybody's server


@pytest.mark.parametrize(
    ("scene", "given", "texts"),
    [
        (NudgeScene, {"function": "f(eta) = 2*eta", "points": "2"}, ["2η", "0.001"]),
        (NudgeScene, {"function": "f(w1) = exp(w1)/(w1*sqrt(w1))", "points": "1", "language": "fr"},
         ["e^w1/(w1√w1)", "0,001"]),
        (NudgeScene, {"function": "J(x_12) = exp(0.5*x_12)/2 - x_12", "points": "1"},
         ["e^(0.5x_12)/2 − x_12", "0.1"]),
        (DescentScene, {"function": "J(x_12) = exp(0.5*x_12)/2 - x_12", "start": "1"}, ["0.1"]),
        (ChainRuleScene, {"graph": "J = a/(b*c)", "inputs": "a=0.5, b=2, c=3"}, ["a/(bc)", "0.5"]),
    ],
)  # fmt: skip
def test_a_formula_and_a_number_are_the_same_text_everywhere(
    scene: type[LessonScene], given: dict[str, object], texts: list[str], tmp_path: Path
) -> None:
    told = tell(scene, **given).beats_record("a lesson")
    record = Record.read(told.text)
    assert record == told
    transcript.make(Scene(tmp_path, record), tmp_path)
    (written,) = tmp_path.glob("*.html")
    lines = Path(written).read_text(encoding="utf-8")
    alone = {"downloads": [], "previous": None, "next": None, "root": ""}
    page = render("scene.html", **player.context(Scene(tmp_path, record)), **alone)
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    table = {"".join(cell.itertext()) for kind in ("td", "th") for cell in tree.iter(kind)}
    for text in texts:
        assert any(text in " ".join(cue.text.split()) for cue in record.cues)
        assert any(text in " ".join(beat.shown.split()) for beat in record.beats)
        assert lines.count(text) > 1  # said, and shown
        assert text in table
