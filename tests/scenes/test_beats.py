"""Captions can be read: short lines, enough time, nothing lost."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.telling.beats import cues, shortest, split, telling_time

WORD = st.text("abcdefgh,.", min_size=1, max_size=14)
SENTENCE = st.lists(WORD, min_size=1, max_size=60).map(" ".join)


@given(SENTENCE)
def test_a_caption_has_two_lines_of_42_characters_at_most(text: str) -> None:
    for caption in split(text):
        lines = caption.split("\n")
        assert len(lines) <= 2
        assert all(len(line) <= 42 for line in lines)


@given(SENTENCE)
def test_no_word_is_lost_or_moved(text: str) -> None:
    assert " ".join(split(text)).split() == text.split()


@given(SENTENCE, st.floats(0, 1000), st.floats(0, 30))
def test_every_caption_stays_long_enough_to_be_read(text: str, start: float, more: float) -> None:
    end = start + shortest(text) + more
    laid = cues(text, start, end)
    for cue in laid:
        seconds = cue.end - cue.start
        assert 5 / 6 - 1e-6 <= seconds <= 7 + 1e-6
        assert len(cue.text) / seconds <= 17 + 1e-6
        assert start <= cue.start
        assert cue.end <= end + 1e-9
    assert all(before.end <= after.start + 1e-9 for before, after in pairwise(laid))


def test_too_little_time_is_refused() -> None:
    with pytest.raises(ValueError, match="too few to read"):
        cues("This sentence needs more than a second.", 0, 1)


def test_spoken_digits_take_longer_than_written_ones() -> None:
    text, speech = "Nudge by 0.001.", "Nudge by zero point zero zero one, if you please, right now."
    assert telling_time(text, speech) > telling_time(text, text)


# Sentences in scripts with other lines, other paces, and other places where a line may end.
CHINESE = "斜率是三倍。因为“斜率”（如图所示）等于三，我们把输入增加一点点，然后观察输出增加了多少。"
JAPANESE = "これはテストです。斜面の傾きは三になります、そして「次の点」に移動します。"
KOREAN = "기울기는 어디에서나 같습니다. 입력을 조금 늘리고 출력이 얼마나 늘어나는지 봅시다."
THAI = "ความชันเท่ากับสามและอีกมากมายที่เราต้องการจะพูดในวันนี้ครับผมขอบคุณมากครับ"
HINDI = "क्षत्रियस्थितिस्वातन्त्र्यप्रतिष्ठानक्षेत्रविज्ञानप्रकाशनसंस्थानकार्यक्रमक्षमताविकास"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamten"
LONG = [CHINESE, JAPANESE, KOREAN, THAI, HINDI, FAMILY * 30, COMPOUND, "e\u0301" * 60, "7" * 64]


def room(line: str) -> float:
    """Return how much of a line is filled, of 1, by the guides of Netflix for each language."""
    japanese = any("HIRAGANA" in unicodedata.name(one, "") for one in line)
    each = 1 / 13 if japanese else 1 / 16
    shown = [one for one in line if unicodedata.category(one) not in ("Mn", "Me", "Cf")]
    wide = [one for one in shown if unicodedata.east_asian_width(one) in "WF"]
    thai = [one for one in shown if "THAI" in unicodedata.name(one, "")]
    return len(wide) * each + len(thai) / 35 + (len(shown) - len(wide) - len(thai)) / 42


@pytest.mark.parametrize("text", LONG)
def test_what_has_no_spaces_is_split_as_well(text: str) -> None:
    captions = split(text)
    lines = [line for caption in captions for line in caption.split("\n")]
    joined = "".join(lines).replace("-", "").replace(" ", "")
    assert joined == text.replace(" ", "")
    assert all(caption.count("\n") < 2 for caption in captions)
    if FAMILY not in text:
        assert all(room(line) <= 1 + 1e-9 for line in lines), lines


@pytest.mark.parametrize("text", [CHINESE, JAPANESE])
def test_no_line_begins_or_ends_with_the_wrong_sign(text: str) -> None:
    for line in "\n".join(split(text, 4)).split("\n"):
        assert line[0] not in "。，、）」”！？"
        assert line[-1] not in "（「“"


@pytest.mark.parametrize(("text", "whole"), [(FAMILY * 30, FAMILY), ("e\u0301" * 60, "e\u0301")])
def test_nothing_that_is_read_as_one_is_broken(text: str, whole: str) -> None:
    for line in "\n".join(split(text)).split("\n"):
        assert line.rstrip("-").replace(whole, "") == ""


def test_korean_lines_end_between_words() -> None:
    assert " ".join(split(KOREAN, 3)).split() == KOREAN.split()


def test_a_conjunct_is_not_broken() -> None:
    virama = "\N{DEVANAGARI SIGN VIRAMA}"
    for line in "\n".join(split(HINDI)).split("\n"):
        assert not line.rstrip("-").endswith(virama)
        assert unicodedata.category(line[0]) not in ("Mn", "Mc")


def test_a_hyphen_shows_that_a_word_goes_on_and_never_looks_like_a_minus() -> None:
    (compound,) = split(COMPOUND)
    assert compound.split("\n")[0].endswith("-")
    soft = COMPOUND.replace("schifffahrts", "schifffahrts\N{SOFT HYPHEN}")
    assert split(soft)[0].startswith("Donaudampfschifffahrts-")
    assert split(f"Ein Wort{chr(173)}teil.") == ("Ein Wortteil.",)
    assert "-" not in "".join(split("7" * 64) + split(CHINESE) + split(THAI))


@pytest.mark.parametrize(
    ("text", "speed"),
    [
        (CHINESE, 9),
        (JAPANESE, 4),
        ("기울기는어디에서나같습니다", 12),
        (THAI, 17),
        ("The slope is 3.", 17),
    ],
)
def test_each_script_is_read_at_its_own_pace(text: str, speed: float) -> None:
    shown = [one for one in text if unicodedata.category(one) != "Mn"]
    assert shortest(text) == pytest.approx(len(shown) / speed, rel=0.05)
    assert telling_time(text, text) >= shortest(text)


@pytest.mark.parametrize("text", LONG)
def test_captions_of_every_script_stay_long_enough(text: str) -> None:
    laid = cues(text, 1, 1 + telling_time(text, text))
    assert all(5 / 6 - 1e-6 <= cue.end - cue.start <= 7 + 1e-6 for cue in laid)
