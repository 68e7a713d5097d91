"""A scene may break a rule by name and with a reason; the table says so."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import ClassVar

import pytest
from rich.console import Console

import render
from calculus.errors import LessonFileError
from checks.finding import Exempted, Finding
from engine import report
from engine.jobs.job import CheckResult, Job, Outcome
from engine.jobs.lessons import LessonFile
from engine.jobs.quality import QUALITIES
from engine.telling import scene as telling
from scenes.base import LessonScene
from scenes.look.text import Text
from tests.checks.looking import look

BROKEN = '''

class Broken(_Story):
    """A text that is too small."""

    def construct(self):
        with self.beat("First comes a sentence."):
            pass
        with self.beat("Then comes a text."):
            self.add(self.label("tiny", size=18))


class Untrue(_Story):
    """A number that nobody computed."""

    def construct(self):
        with self.beat("Here is a number."):
            self.add(Text("42", 36))
'''


class Small(LessonScene):
    """Two small texts, one of them on purpose."""

    def construct(self) -> None:
        with self.exempt("layout.small", "a footnote"), self.beat("Look at this text now."):
            self.add(Text("small", 18))
        with self.beat("Look at that text now."):
            self.add(Text("smaller", 16).shift((0, 1, 0)))


class Everywhere(Small):
    """Small on purpose in every beat."""

    exemptions: ClassVar = {"layout.small": "it is an eye test"}


class Unknown(LessonScene):
    """An exemption from nothing."""

    exemptions: ClassVar = {"layout.smal": "a slip"}


class UnknownInABeat(LessonScene):
    """The same for one beat."""

    def construct(self) -> None:
        with self.exempt("layout.smal", "a slip"), self.beat("Look at this text now."):
            pass


def test_an_exemption_holds_for_its_beats_only() -> None:
    findings, exempted = look(Small)
    assert [finding.beat for finding in findings] == [1]
    assert exempted == (Exempted("layout.small", "a footnote", 1),)


def test_a_scene_can_be_exempt_as_a_whole() -> None:
    findings, exempted = look(Everywhere)
    assert findings == ()
    assert Exempted("layout.small", "it is an eye test", 2) in exempted


@pytest.mark.parametrize("scene", [Unknown, UnknownInABeat])
def test_an_unknown_rule_is_told_with_the_nearest(scene: type[LessonScene]) -> None:
    with pytest.raises(LessonFileError, match=r"^rule: .*did you mean layout\.small\?\); got"):
        look(scene)


def test_the_table_shows_findings_and_exemptions() -> None:
    job = Job(LessonFile(Path.cwd() / "my.py"), "Mine", (), QUALITIES["draft"], Path("out"))
    finding = Finding("layout.small", 0, "text “x” is small", False)
    checked = CheckResult(
        1, 1.0, ("x",), (1,), (1,), 0, (finding,), (Exempted("layout.crowded", "a map", 2),)
    )
    console = Console(width=120, record=True, file=StringIO())
    console.print(report.check_table([Outcome(job, checked, 1.0)]))
    text = console.export_text()
    assert "1 finding" in text
    assert "exempt from layout.crowded (2): a map" in text
    assert report.findings(Outcome(job, checked, 1.0)) == [
        "my.py:Mine:1: text “x” is small [layout.small]"
    ]


def test_what_is_hard_to_read_is_told_and_what_is_false_is_not_drawn(
    write_lesson: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_lesson("from scenes.look.text import Text\n" + BROKEN)
    out = ["--out", str(tmp_path / "out"), "-q", "draft"]
    assert render.main([f"{path}:Broken", *out]) == render.OK
    assert "tiny.py:Broken:2: text “tiny” is set in 18.0 points" in capsys.readouterr().err
    assert render.main([f"{path}:Untrue", *out]) == render.FAILED
    assert "[numbers.typed]" in capsys.readouterr().err
    assert [file.name for file in (tmp_path / "out" / "tiny").glob("*.mp4")] == ["Broken.mp4"]
    assert render.main([f"{path}:Broken", "--check"]) == render.FAILED


def test_a_check_carries_its_findings(write_lesson: Callable[..., Path]) -> None:
    job = Job(LessonFile(write_lesson(BROKEN)), "Broken", (), QUALITIES["draft"], Path("out"))
    checked = telling.check(job, job.lesson.path.parent, lambda step: None)
    assert [finding.rule for finding in checked.findings] == ["layout.small"]
    assert checked.findings
