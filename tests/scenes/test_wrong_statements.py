"""Slips that courses on derivatives are known for stand nowhere: neither said nor shown."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
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


@cache
def told(scene: type[LessonScene], code: str) -> LessonScene:
    return tell(scene, language=code)


EACH = pytest.mark.parametrize(
    ("scene", "code"), [(one, code) for one in SCENES for code in codes()],
    ids=[f"{name}-{code}" for name in IDS for code in codes()],
)  # fmt: skip


@EACH
def test_no_lesson_has_one_in_any_language(scene: type[LessonScene], code: str) -> None:
    lesson = told(scene, code)
    texts = [lesson.title, *(text for beat in lesson.beats for text in (beat.text, beat.speech))]
    texts += [one for beat in lesson.beats for one in beat.shown.split(";")]
    assert len(texts) > 3 * len(lesson.beats)
    assert [(text, found) for text in texts if (found := slips(text))] == []


def decimals(text: str) -> Iterator[str]:
    """Give the decimals of a text that stand behind a sign of equality."""
    yield from re.findall(r"= (-?\d+\.\d+)(?![\w.⁻⁰¹²³]|·10)", plain(text))


@EACH
def test_no_rounded_number_stands_behind_an_equals_sign(
    scene: type[LessonScene], code: str
) -> None:
    for beat in told(scene, code).beats:
        said = {plain(one.marked) for one in beat.numbers if not one.exact}
        exact = {plain(one.marked) for one in beat.numbers if one.exact}
        for text in (beat.text, *beat.shown.split(";")):
            assert not {f"≈ {digits}" for digits in decimals(text) if digits not in exact} & said
