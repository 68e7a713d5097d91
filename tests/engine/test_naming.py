"""Names of lessons and variants: what every system takes is taken, in whichever spelling."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from calculus.errors import LessonFileError
from engine.jobs import lessons, naming
from engine.jobs.lessons import Target
from engine.planning import headings

FINE = [
    "leçon 3 - été",
    "урок",
    "第3课",
    "lesson 1.2",
    "[3] 100% #1 & co",
    "C++",
    "class",
    "_x",
    "é",
]
WRONG = [
    *("", ".", "..", ".hidden", "-x", " x", "x ", "x.", "x. ", "a\tb", "a\nb", "a\0b", "a\x7fb"),
    *("CON", "con", "nul.txt", "Aux", "com1", "LPT9", "COM²", "a/b", "a\\b", "a:b", "a*b", "what?"),
    *('"a"', "a<b", "a|b", "a\u202eb", "a\u2028b", "a\u200bb", "\ud800", "x" * 201, "é" * 101),
]


@pytest.mark.parametrize("name", FINE)
def test_any_name_is_fine_that_every_system_takes(name: str, tmp_path: Path) -> None:
    assert naming.complaint(name) is None
    for written in (name, unicodedata.normalize("NFD", name)):
        path = tmp_path / f"{written}.py"
        path.touch()
        (found,) = lessons.find([str(path)])
        assert found.lesson.name == name
        path.unlink()


@pytest.mark.parametrize("name", WRONG)
def test_a_name_that_some_system_refuses_is_refused(name: str) -> None:
    assert naming.complaint(name) is not None


@given(st.text(max_size=300))
@example("CON.con.CON")
@example("\u0301" * 300)
@example("é" * 99 + " -.")
@example("nul .x")
def test_the_name_that_is_offered_instead_works(name: str) -> None:
    offered = naming.mended(name)
    assert naming.complaint(offered) is None
    # What makes a name safe, said once more: it comes back from a ZIP file, Windows and a Mac.
    assert offered == offered.strip(" .")
    assert len(f"{offered}.transcript.html".encode()) <= 255
    assert not set(offered) & set('<>:"/\\|?*')
    assert not {unicodedata.category(one) for one in offered} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    if naming.complaint(name) is None and len(name.encode()) < naming.MOST_BYTES - 2:
        assert offered.rstrip(".- ") == unicodedata.normalize("NFC", name).rstrip(".- ")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_accents_may_be_composed_or_not(form: str, other: str, tmp_path: Path) -> None:
    folder = tmp_path / unicodedata.normalize(form, "été")
    folder.mkdir()
    path = folder / unicodedata.normalize(form, "leçon.py")
    path.touch()
    word = f"{tmp_path}/{unicodedata.normalize(other, 'été/leçon.py:Première')}"
    (found,) = lessons.find([word])
    assert found.lesson.path.samefile(path)
    assert (found.lesson.name, found.scene) == ("leçon", "Première")


def test_a_lesson_is_found_by_its_own_spelling_first(tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.py")).write_text(form)
    for form in ("NFC", "NFD"):
        (found,) = lessons.find([f"{tmp_path}/{unicodedata.normalize(form, 'é.py')}"])
        assert found.lesson.path.read_text() == form
    with pytest.raises(LessonFileError, match="have names of their own"):
        lessons.find(
            [f"{tmp_path}/{unicodedata.normalize(form, 'é.py')}" for form in ("NFC", "NFD")]
        )


def test_lessons_of_the_project_may_have_such_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lessons, "LESSONS", tmp_path)
    for name in ("leçon 3 - e\u0301te\u0301.py", "_parts.py", ".#nudge.py"):
        (tmp_path / name).touch()
    (lesson,) = lessons.available()
    assert lesson.address == "leçon 3 - été"
    for word in ("leçon 3 - été", "leçon 3 - e\u0301te\u0301"):
        assert lessons.find([f"{word}:A"]) == (Target(lesson, "A"),)


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("[leçon 3 - été.First]", '["leçon 3 - été".First]'),
        ("[First.variant.été]", '[First.variant."été"]'),
        ("variant.été.points = [1, 2]", 'variant."été".points = [1, 2]'),
        ("[ 'a b'.é ] # here", "['a b'.\"é\"]"),
        ("[First]", None),
        ("points =", None),
        ("é = {", None),
        ("é", None),
        ("", None),
    ],
)
def test_names_in_a_file_are_quoted_where_that_helps(line: str, quoted: str | None) -> None:
    assert headings.quoted(line) == quoted
