"""What is open, as far as it needs no process and no browser."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from engine import session
from engine.jobs import lessons
from engine.planning import params
from studio import describing, saved, sentences
from studio.describing import Described
from studio.kept import Kept
from studio.model import Changes, History, Known
from studio.resident.messages import Picture, Refused, Said
from studio.saving.files import OpenFile
from studio.values import authored, replaced


@pytest.fixture(scope="module")
def scenes() -> dict[str, Described]:
    """All scenes of two lessons."""
    work = partial(describing.describe, lessons.find(["nudge", "descent"]))
    return {one.name: one for one in session.ask(work)}


def said(index: int, start: float, version: int = 1) -> Said:
    return Said(version, index, start, start + 2, "", "", "", "action", "", "")


def test_every_parameter_has_a_control_by_its_declaration(scenes: dict[str, Described]) -> None:
    controls = {one.name: one for one in scenes["BallDescent"].controls}
    assert controls["function"].widget == "function"
    assert (controls["steps"].widget, controls["steps"].low, controls["steps"].high) == (
        "slider", 1, 200,
    )  # fmt: skip
    assert controls["theme"].options == ("dark", "light")
    assert controls["language"].options == ("en", "es", "fr")
    momentum = next(one for one in scenes["Momentum"].controls if one.name == "momentum")
    assert (momentum.widget, momentum.low) == ("slider", 0)
    assert momentum.high < 1  # which is refused
    shared = [one.is_shared for one in scenes["BallDescent"].controls]
    assert shared == sorted(shared)


def test_a_control_knows_what_the_lesson_says_and_what_the_story_does(
    scenes: dict[str, Described],
) -> None:
    function = scenes["NudgeLine"].controls[0]
    assert (function.value, function.inherited) == ("f(a) = 3*a", "f(a) = a**2")


def test_the_lessons_own_value_is_no_change(scenes: dict[str, Described]) -> None:
    scene = scenes["NudgeSquare"]
    changes = Changes().with_value(scene, "points", "3").with_value(scene, "theme", "light")
    assert changes.values == {"points": "3", "theme": "light"}
    assert changes.with_value(scene, "points", "2,5").values == {"theme": "light"}


def test_words_are_changed_sentence_by_sentence(scenes: dict[str, Described]) -> None:
    scene = scenes["NudgeSquare"]
    changes = Changes().with_words(scene, "A {x}.", "Some {x}.").with_words(scene, "B.", "C.")
    assert changes.words == {"A {x}.": "Some {x}.", "B.": "C."}
    again = changes.with_words(scene, "A {x}.", "A {x}.").with_words(scene, "B.", "B.")
    assert again.values == {}


def test_what_is_dragged_is_taken_back_in_one_step() -> None:
    history = History()
    for value in "345":
        history.change("points", Changes({"points": value}))
    history.change("theme", Changes({"points": "5", "theme": "light"}))
    history.undo()
    assert history.now.values == {"points": "5"}
    history.undo()
    assert (history.now.values, history.can_undo) == ({}, False)
    history.undo()
    history.redo()
    assert history.now.values == {"points": "5"}
    history.change("steps", Changes({"steps": "3"}))
    assert not history.can_redo


def test_changes_that_there_are_at_first_are_taken_back_at_once() -> None:
    history = History(Changes({"points": "5", "theme": "light"}, "1:1"))
    history.undo()
    assert (history.now, history.can_undo) == (Changes(aspect="1:1"), False)
    history.redo()
    assert history.now.values == {"points": "5", "theme": "light"}
    assert not History(Changes()).can_undo


def test_beats_of_an_older_version_stay_until_there_are_new_ones() -> None:
    known = Known(version=2, beats=[said(0, 0), said(1, 2), said(2, 4)])
    known.heard(said(0, 0, 2))
    assert [one.version for one in known.beats] == [2, 1, 1]
    known.heard(said(1, 3, 2))
    assert [one.version for one in known.beats] == [2, 2, 1]
    assert [known.beat_at(time) for time in (0, 2.9, 3, 99)] == [0, 0, 1, 2]


def test_a_picture_is_old_as_soon_as_its_scene_cannot_be_told_any_more() -> None:
    known = Known(picture=Picture(1, 0.0, b"", (), ()))
    known.renewed(1)
    assert (known.is_old, known.is_anothers) == (False, False)
    known.refused = Refused(1, "it raises in its third beat")
    assert known.is_old
    known.renewed(2)
    assert (known.is_old, known.is_anothers) == (True, False)
    following = Known(picture=known.picture)
    following.renewed(3)
    assert (following.is_old, following.is_anothers) == (True, True)


def test_changes_outlive_the_studio(scenes: dict[str, Described], tmp_path: Path) -> None:
    scene = scenes["NudgeSquare"]
    Kept(tmp_path).keep(scene, Changes({"points": "3", "gone": "1"}))
    assert Kept(tmp_path).of(scene).values == {"points": "3"}
    assert Kept(tmp_path).of(scenes["NudgeCube"]).values == {}
    Kept(tmp_path).keep(scene, Changes())
    assert Kept(tmp_path).of(scene).values == {}
    for broken in ("", "[1]", '{"a": ', "{}"):
        (tmp_path / ".studio.json").write_text(broken, encoding="utf-8")
        assert Kept(tmp_path).of(scene).values == {}


@pytest.mark.parametrize(
    ("words", "told", "fields"),
    [
        ("So {f} rises.", "So f(2) rises.", {"{f}": "f(2)"}),
        ("{a}", "1", {"{a}": "1"}),
        ("{a} is {b:equals}, {c}", "x is = 2, z", {"{a}": "x", "{b:equals}": "= 2", "{c}": "z"}),
        ("Nothing.", "Nothing.", {}),
        ("({a}) [.*]", "(9) [.*]", {"{a}": "9"}),
        ("de {a}", "del 4", {"{a}": "a"}),  # joined in another way: then its name stands there
    ],
)
def test_a_sentence_is_taken_apart_and_put_together(
    words: str, told: str, fields: dict[str, str]
) -> None:
    parts = sentences.parts(words, told)
    assert {part.field: part.text for part in parts if part.field} == fields
    assert sentences.joined([part.field or part.text for part in parts]) == words


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("numbers", "2, 1/3, 0.5, -1", (2, "1/3", 0.5, -1)),
        ("numbers", "0.10", ("0.10",)),
        ("number", "0.000001", "0.000001"),
        ("whole number", "7", 7),
        ("inputs", "a=5, b=1/2", {"a": 5, "b": "1/2"}),
        ("function", "f(a) = a**2", "f(a) = a**2"),
        ("graph", "u = b*c; J = a + u", ("u = b*c", "J = a + u")),
        ("colours", "input=#ffaa33", {"input": "#ffaa33"}),
    ],
)
def test_values_are_written_as_authors_do(kind: str, text: str, value: object) -> None:
    assert repr(authored(kind, text)) == repr(value)


@pytest.mark.parametrize(
    ("text", "index", "value", "step", "moved"),
    [("2, 5", 0, 3.14159, 0.1, "3.1, 5"), ("3", None, -0.04, 0.1, "0"),
     ("3", None, 412.7, 10, "413"),
     ("1/3, 2", 1, 2.0, 0.01, "1/3, 2")],
)  # fmt: skip
def test_what_is_dragged_becomes_a_round_number(
    text: str, index: int | None, value: float, step: float, moved: str
) -> None:
    assert replaced(text, index, value, step) == moved


def test_variants_stand_beside_their_scenes_and_are_saved_into_their_file(tmp_path: Path) -> None:
    file = tmp_path / "course.toml"
    file.write_text("[NudgeLine.variant.steep]\npoints = [1, 2]  # near\n", encoding="utf-8")
    target = lessons.find(["nudge:NudgeLine"])
    plain, steep = session.ask(partial(describing.describe, target, params.read(file)))
    assert (plain.told, steep.told) == ("NudgeLine", "NudgeLine-steep")
    points = next(one for one in steep.controls if one.name == "points")
    assert (points.value, points.inherited) == ("1, 2", "2, 5")
    changes = Changes().with_value(steep, "nudge_name", "h")
    assert saved.together(steep, changes.values) == {"points": [1, 2], "nudge_name": "h"}
    saved.save_variant(OpenFile(file), steep, "steep", changes.values)
    text = '[NudgeLine.variant.steep]\npoints = [1, 2]  # near\nnudge_name = "h"\n'
    assert file.read_text(encoding="utf-8") == text
