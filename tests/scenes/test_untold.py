"""What is shown and not said is described, and only that: every new number and name."""

from __future__ import annotations

import re

import pytest

from scenes.base import LessonScene
from scenes.descent import DescentScene
from scenes.look.text import Text
from scenes.look.theme import DARK, Role
from scenes.nudge import NudgeScene
from scenes.telling.onlooker import Onlooker
from scenes.words.language import ENGLISH
from tests.scenes.telling import tell


def texts(*sources: str) -> list[Text]:
    return [Text(source, 30, Role.TEXT, DARK) for source in sources]


def test_a_number_must_be_said_now_and_a_name_once() -> None:
    onlooker = Onlooker(ENGLISH, partial=False)

    def told(said: str, *sources: str) -> str:
        onlooker.look(texts(*sources))
        return onlooker.untold(said)

    assert told("Where a = 2, the value is 4.", "$a = 2$", "$4$") == ""
    assert told("The value is 4.", "$f = 4$", "$a = 3$") == "New on screen: f = 4; a = 3."
    assert told("The value is 4.", "$f = 4$") == ""  # that was told
    assert told("It is about 5.", "$f approx 5$", "$a = 3$") == ""  # its name was, and so was a = 3
    assert told("It is about 5.", "$a f = 5$") == ""  # a product of names
    assert told("It is negative.", "$-5$") == "New on screen: −5."
    assert told("Nothing new.", "$-5$") == ""


@pytest.mark.parametrize("scene", [NudgeScene, DescentScene])
def test_no_number_is_on_screen_only(scene: type[LessonScene]) -> None:
    """Every number that comes is in the sentence, in the description, or was there before."""
    record, before = tell(scene).beats_record("a lesson"), set[str]()
    assert {bool(beat.description) for beat in record.beats} == {True, False}
    for beat in record.beats:
        listed = beat.shown.removeprefix("New on screen: ").partition(". The ")[0]
        for thing in re.split(r"; |\.$", listed):
            numbers = set(re.findall(r"\d+(?:\.\d+)?", thing))
            heard = set(re.findall(r"\d+(?:\.\d+)?", f"{beat.text} {beat.description}"))
            assert numbers <= heard or thing in before, (beat.number, thing, beat.description)
            before.add(thing)
