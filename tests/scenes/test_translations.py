"""A mistake in the file of a language is told in one message, with a value that works."""

from __future__ import annotations

from pathlib import Path

import pytest

from calculus.errors import LessonFileError
from scenes.nudge import NudgeScene
from scenes.words import language
from scenes.words.translations import language_of
from tools.new_language import of_lessons

# What is replaced, by what, the thing and rule of the message, and its remedy.
MISTAKES = [
    ('decimal_separator = "comma"\n', "", "has decimal_separator; got 'none'",
     'decimal_separator = "comma"'),
    ('"comma"', '"semicolon"', "decimal_separator: is point or comma",
     'decimal_separator = "comma"'),
    ("decimal_sep", 'name = "x"\ndecimal_sep', "a key: there is none of this name",
     "decimal_separator, speech, sentences, joints, signs"),
    ('point = "point"\n', "", "has speech.point; got 'none'", 'point = "point"'),
    ("point =", "pint =", "of [speech]: there is none of this name (did you mean point?)",
     "point, "),
    ('point = "point"', 'point = "x"\npont = "x"', "a key of [speech]: there is none of this name "
     "(did you mean point?)", "point, "),
    ('"minus {}"', '"minus"', "keeps the fields of “minus {}”", "minus {}"),
    ('"minus {}"', "5", "keeps the fields of “minus {}”", "minus {}"),
    ('"{} times {}"', '"{} times {"', "keeps the fields of “{} times {}”", "{} times {}"),
    ('\ncos = "the cosine of {}"', "", "has speech.functions.cos; got 'none'",
     'cos = "the cosine of {}"'),
    ("[speech.functions]", "[speech.names]", "has speech.functions; got 'none'",
     "[speech.functions]"),
    ("[sentences]", "[speech.names]\na = 3\n[sentences]", "speech.names: gives words for words",
     "[speech.names]"),
    ("[sentences]", "[signs]\na = 3\n[sentences]", "signs: gives words for words", "[signs]"),
    ("[sentences]", "[sentence]", "a key: there is none of this name (did you mean sentences?)",
     "decimal_separator, "),
    ("[sentences]", "[signs]", "has sentences; got 'none'", "[sentences]"),
    ("[sentences]", "[sentences]\na = 3", "sentences: gives words for words", "[sentences]"),
    ("[sentences]", '[sentences]\n"A {b}." = "A."', "keeps the fields of “A {b}.”", "A {b}."),
    ("[sentences]", '[sentences]\n"A." = "1."', "has its numbers in fields", "{n} for 1"),
    ("[sentences]", '[[joints]]\nword = { "a" = "b" }\n[sentences]', "[[joints]]: has words",
     "words = {"),
    ("[sentences]", '[[joints]]\nwords = { "a" = "b" }\nbefore = "("\n[sentences]',
     "[[joints]]: has words", "words = {"),
    ("[sentences]", '[joints]\nwords = { "a" = "b" }\n[sentences]', "[[joints]]: has words",
     "words = {"),
    ("[sentences]", "[sentences", "is TOML in UTF-8", "[sentences]"),
]  # fmt: skip


def written(text: str, path: Path) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_line_of_a_mistake_is_told_first(tmp_path: Path) -> None:
    text = of_lessons()
    line = text[: text.index('"The nudge" =')].count("\n") + 1
    bad = text.replace('= "The nudge"\n', '= "Il "passo""\n', 1)
    with pytest.raises(LessonFileError, match=f"; got 'line {line}, column "):
        language_of(written(bad, tmp_path / "it.toml"))


@pytest.mark.parametrize(("old", "new", "message", "remedy"), MISTAKES)
def test_a_mistake_is_told(tmp_path: Path, old: str, new: str, message: str, remedy: str) -> None:
    good = of_lessons()
    assert language_of(written(good, tmp_path / "it.toml"))["sentences"]
    assert old in good
    path = written(good.replace(old, new, 1), tmp_path / "it.toml")
    with pytest.raises(LessonFileError) as caught:
        language_of(path)
    assert str(path) in str(caught.value)
    assert message in str(caught.value)
    assert caught.value.remedy.startswith(remedy)


def test_it_is_a_mistake_of_the_file_for_whoever_tells_a_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(of_lessons().replace("[sentences]", "[sentences"), tmp_path / "es.toml")
    monkeypatch.setattr(language, "_FOLDER", tmp_path)
    for cached in (language._contents, language._parts):
        cached.cache_clear()
    with pytest.raises(LessonFileError, match=f"^{path}: is TOML in UTF-8"):
        NudgeScene.prepare({"language": "es"})


def test_a_language_is_called_as_num2words_calls_it(tmp_path: Path) -> None:
    with pytest.raises(LessonFileError, match="there is none of this name") as caught:
        language_of(written(of_lessons(), tmp_path / "xx.toml"))
    known = caught.value.remedy.split(", ")[5]
    assert language_of(written(of_lessons(), tmp_path / f"{known}.toml"))
