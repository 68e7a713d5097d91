"""Own words for a sentence: said wherever it was said, with its numbers and its claims."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from calculus.errors import ParameterError
from calculus.quantity import quantity
from calculus.shown import shown
from engine.jobs import lessons
from engine.jobs.job import CheckResult, Job
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES
from engine.telling.scene import check
from scenes.base import LessonScene
from scenes.nudge import NudgeScene
from scenes.telling import claims as said
from scenes.words.language import codes, known_sentences
from scenes.words.wording import Clause
from tests.scenes.telling import tell
from tests.scenes.test_languages import catalogue

REFERENCE = Path(__file__).parents[2] / "docs" / "lessons.md"
BASE = "Along the height, {f} changes by {rise}."
LIMIT = "This limit, {slope}, is called the slope where {x} {a:equals}."
SHORT = {"points": "2", "nudges": "0.001"}


class Worded(NudgeScene):
    """A lesson that sets nothing but parameters."""

    wording = {BASE: "Climb by {rise}.", "The nudge": "A push", "nudging": "pushing"}


class More(Worded):
    """Another one, which adds to it."""

    wording = {"The nudge": "A shove", "Nudging {f}": "A shove for {f}"}


def test_own_words_are_said_in_captions_speech_chapters_and_titles() -> None:
    plain, told = tell(NudgeScene, **SHORT), tell(More, **SHORT)
    assert told.title == "A shove for f(a) = a²"
    other = {a.text: b for a, b in zip(plain.beats, told.beats, strict=True) if a.text != b.text}
    (beat,) = other.values()
    assert [*other] == ["Along the height, f changes by 0.004001."]
    assert beat.text == "Climb by 0.004001."
    assert beat.speech == "Climb by zero point zero zero four zero zero one."
    assert "".join(cue.text for cue in beat.cues) == beat.text
    assert [b.claims for b in told.beats] == [a.claims for a in plain.beats]
    assert [b.templates for b in told.beats] == [a.templates for a in plain.beats]
    chapters = [(a.chapter, b.chapter) for a, b in zip(plain.beats, told.beats, strict=True)]
    assert {one for one in chapters if one[0] != one[1]} == {("The nudge", "A shove")}
    record = told.beats_record("a lesson").parameters["wording"]
    assert json.loads(record) == Worded.wording | More.wording


def test_what_is_given_goes_before_the_lesson_which_goes_before_its_parent() -> None:
    given, *_ = More.prepare({"wording": {"nudging": "prodding"}})
    assert given.wording["nudging"] == "prodding"
    assert given.wording["The nudge"] == "A shove"
    assert given.wording[BASE] == Worded.wording[BASE]
    assert Worded.prepare({})[0].wording == Worded.wording
    assert NudgeScene.prepare({})[0].wording == {}


def test_own_words_are_in_the_language_and_called_by_the_english_ones() -> None:
    with_words = {
        BASE: "Allez de {rise} à droite !",
        LIMIT: "Ici, la pente de {x} {a:equals} : {slope}",
    }
    texts = [
        beat.text for beat in tell(NudgeScene, **SHORT, language="fr", wording=with_words).beats
    ]
    assert "Allez de 0,004001 à droite\N{NARROW NO-BREAK SPACE}!" in texts
    assert "Ici, la pente de a = 2\N{NO-BREAK SPACE}: 4" in texts


# What is refused, each with a remedy.

BAD = [
    (
        {BASE: "Climb {g}."},
        "has no braces but those of the sentence's fields, {f}, {rise} (did you",
    ),
    (
        {BASE: "Climb {rise:equal}."},
        "has no braces but those of the sentence's fields, {f}, {rise}",
    ),
    ({BASE: "Climb {rise:plain}."}, "has no braces but"),
    ({BASE: "Climb {rise!r}."}, "has no braces but"),
    (
        {BASE: "Climb {rise."},
        "has no braces but those of the sentence's fields, {f}, {rise}; got 'Climb",
    ),
    ({BASE: "Climb rise}."}, "has no braces but"),
    ({BASE: "Climb {{rise}}."}, "has no braces but"),
    ({BASE: "Climb {f{rise}}."}, "has no braces but"),
    ({BASE: "Climb {} {0}."}, "has no braces but"),
    ({LIMIT: "It is {slope} where {x} {a}."}, "has no braces but"),
    ({"The zoom": "The {zoom}"}, "has no braces but those of the sentence's fields, none; got"),
    (
        {BASE: "Climb by 0.004001."},
        "has its numbers in fields, never typed; got 'Climb by 0.004001",
    ),
    ({BASE: "Climb {rise}, not ½."}, "has its numbers in fields"),
    ({BASE: "Climb {rise}, not ٣."}, "has its numbers in fields"),
    ({"The zoom": '#read("/etc/passwd")'}, "is plain words, with “ ” around quotations"),
    ({"The zoom": "$ integral $"}, "is plain words"),
    ({"The zoom": "The zoom // in"}, "is plain words"),
    ({BASE: ""}, "gives sentences other words, each in one line of at most 300 characters; got ''"),
    ({BASE: "x" * 301}, "gives sentences other words, each in one line"),
    ({BASE: "Climb {rise}\nto the right."}, "gives sentences other words, each in one line"),
    ({BASE: 3}, "gives sentences other words, each in one line"),
    ({BASE: None}, "gives sentences other words, each in one line"),
    ([[BASE, "Climb {rise}."]], "gives sentences other words; got"),
    ("Climb {rise}.", "gives sentences other words; got"),
    ("[" * 100_000, "gives sentences other words; got"),
    (
        {"Along the height, f changes by 0.004001.": "Climb {rise}."},
        "is for sentences that are said (did you",
    ),
    (
        {"The zom": "Nearer"},
        "is for sentences that are said (did you mean “The zoom”?); got",
    ),
    ({"The {zoom": "Nearer"}, "is for sentences that are said"),
    (
        {"Along the height, {f} changes by {n}.": "{n} up."},
        f"is for sentences that are said (did you mean “{BASE}”?); got",
    ),
    ({"Ω" * 300: "{lost} 3"}, "is for sentences that are said"),
]


def refusal(overrides: Mapping[str, Any]) -> ParameterError:
    with pytest.raises(ParameterError) as error:
        NudgeScene.prepare(overrides)
    assert "\n" not in str(error.value)
    return error.value


@pytest.mark.parametrize(("wording", "rule"), BAD)
def test_a_mistake_is_refused_before_anything_is_told(wording: Any, rule: str) -> None:
    error = refusal({"wording": wording})
    assert str(error).startswith(f"wording: {rule}")
    assert NudgeScene.prepare({"wording": error.remedy.removeprefix("wording=")})


def test_the_remedy_is_the_nearest_sentence_or_the_one_that_was_there() -> None:
    assert refusal(
        {"wording": {"Along the height, f changes by 0.004001.": "Climb {rise}."}}
    ).remedy == (f'wording={{"{BASE}": "Climb {{rise}}."}}')
    french = catalogue("fr")["sentences"][BASE]
    assert refusal({"wording": {BASE: "Marchez de 1."}, "language": "fr"}).remedy == (
        f'wording={{"{BASE}": "{french}"}}'
    )


def test_the_known_sentences_are_those_that_every_language_has() -> None:
    others = (code for code in codes() if code != "en")
    assert set(known_sentences()) == {
        key for code in others for key in catalogue(code)["sentences"]
    }


# Numbers that a sentence claims something about.


class Claims(LessonScene):
    """Two sentences with the same numbers: one claims something about them, one does not."""

    def construct(self) -> None:
        far = Clause("{s} times as far", {"s": shown(6)})
        with self.beat("It moves {far}.", far=far):
            pass
        rises = [said.Sign(quantity("6"), 1)]
        with self.beat("Up it goes {far}, by {rise}.", claims=rises, far=far, rise=shown(6)):
            pass


@pytest.mark.parametrize(
    ("wording", "lost"),
    [
        ({"It moves {far}.": "It moves."}, None),
        ({"Up it goes {far}, by {rise}.": "By {rise} it goes up, {far}."}, None),
        ({"Up it goes {far}, by {rise}.": "Up it goes, {far}."}, "rise"),
        ({"Up it goes {far}, by {rise}.": "Up it goes by {rise}."}, "far"),
        ({"{s} times as far": "much further"}, "s"),
    ],
)
def test_numbers_of_a_claim_stay(wording: dict[str, str], lost: str | None) -> None:
    if lost is None:
        assert len(tell(Claims, wording=wording).beats) == 2
        return
    with pytest.raises(ParameterError) as error:
        tell(Claims, wording=wording)
    assert f"keeps the number {{{lost}}}, about which the sentence claims" in str(error.value)
    ((sentence, _),) = wording.items()
    remedy = error.value.remedy.removeprefix("wording=")
    assert json.loads(remedy) == {sentence: sentence}
    assert len(tell(Claims, wording=remedy).beats) == 2


# Sentences of a lesson's own beats.

OWN = """

class Own(_Story):
    points = (3,)
    wording = {"A circle and {value}.": "{value} and a ring.", "The zoom": "Nearer"}


class Lost(Own):
    wording = {"A circle with {value}.": "{value} and a ring."}
"""


def test_a_sentence_of_own_beats_can_be_reworded_and_one_that_nobody_says_is_told(
    write_lesson: Callable[..., Path], tmp_path: Path
) -> None:
    path = write_lesson(OWN)

    def checked(scene: str) -> CheckResult:
        job = Job(LessonFile(path), scene, (), QUALITIES["draft"], tmp_path)
        return check(job, tmp_path, lambda _: None)

    assert checked("Own").beats == ("9 and a ring.",)
    assert checked("Own").warnings == ("wording: “The zoom” isn't said here",)
    with pytest.raises(ParameterError) as error:
        checked("Lost")
    assert str(error.value) == (
        "wording: is for sentences that are said (did you mean “A circle and {value}.”?); "
        "got 'A circle with {value}.'. Try: "
        'wording={"A circle and {value}.": "{value} and a ring."}'
    )


def test_sentences_beside_a_lesson_are_known(
    write_lesson: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "words").mkdir()
    beside = '[sentences]\n"Beside {it}." = "À côté de {it}."\n'
    (tmp_path / "words" / "fr.toml").write_text(beside, encoding="utf-8")
    own = "class Own(First):\n    wording = {'Beside {it}.': 'Next to {it}.'}\n"
    job = Job(LessonFile(write_lesson(own)), "Own", (), QUALITIES["draft"], tmp_path)
    told = check(job, tmp_path, lambda _: None)
    assert told.warnings == ("wording: “Beside {it}.” isn't said here",)


# The reference.


def test_the_example_of_the_reference_says_what_it_shows(tmp_path: Path) -> None:
    (example,) = re.findall(r"```python\n([^`]*wording =[^`]*)```", REFERENCE.read_text("utf-8"))
    path = tmp_path / "mine.py"
    path.write_text(f"from scenes.nudge import NudgeScene\n\n\n{example}", encoding="utf-8")
    (scene,) = lessons.load(LessonFile(path))
    assert "Climb by 0.009." in [beat.text for beat in tell(scene, **SHORT).beats]
