"""Slips that courses on derivatives are known for stand nowhere: neither said nor shown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scenes.base import LessonScene
from scenes.words.language import codes
from tests.scenes.telling import tell
from tests.test_house import IDS, SCENES

WRONG = tomllib.loads(Path(__file__).with_name("wrong.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """A text of any language, with points in numbers and hyphens for minus."""
    text = re.sub(r"(?<=\d),(?=\d)", ".", text.replace("−", "-").replace("\N{NO-BREAK SPACE}", " "))
    return " ".join(text.split())


def slips(text: str) -> list[str]:
    """The names of those that a text has."""
    return [name for name, one in WRONG.items() if re.search(one["pattern"], plain(text))]


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_is_noticed_and_what_is_right_is_not(name: str) -> None:
    for text in WRONG[name]["wrong"]:
        assert name in slips(text), text
    for text in WRONG[name]["right"]:
        assert slips(text) == [], text


def decimals(text: str) -> list[str]:
    """The decimals of a text that stand behind a sign of equality."""
    return re.findall(r"= (-?\d+\.\d+)(?![\w.⁻⁰¹²³]|·10)", plain(text))


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("scene", SCENES, ids=IDS)
def test_no_lesson_has_one_in_any_language(scene: type[LessonScene], code: str) -> None:
    lesson = tell(scene, language=code)
    texts = [lesson.title, *(text for beat in lesson.beats for text in (beat.text, beat.speech))]
    texts += [one for beat in lesson.beats for one in beat.shown.split(";")]
    assert len(texts) > 3 * len(lesson.beats)
    assert [(text, found) for text in texts if (found := slips(text))] == []
    for beat in lesson.beats:  # and no rounded number stands behind a sign of equality
        rounded = {plain(one.marked) for one in beat.numbers if not one.exact}
        exact = {plain(one.marked) for one in beat.numbers if one.exact}
        for text in (beat.text, *beat.shown.split(";")):
            equal = {f"≈ {digits}" for digits in decimals(text) if digits not in exact}
            assert not equal & rounded, text
