"""Figures of the lessons, made without their videos."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from explore.tables import table
from publish import explore
from publish.scene import Scene
from record import Record
from record.figure import Figure
from scenes.settings.looks import tongue_of
from scenes.telling.explorable import figure_of
from tests.publish.making import data_of
from tests.sharing import once

FIGURES = {
    "nudge": ("nudge", "NudgeSquare", {}),
    "logarithm": ("nudge", "NudgeLog", {"language": "es"}),
    "tangents": ("tangents", "TangentSlopes", {"language": "fr"}),
    "functions": ("table", "DerivativeTable", {"theme": "light"}),
    "descent": ("descent", "BallDescent", {}),
    "chain": ("chain_rule", "ChainRule", {}),
    "momentum": ("descent", "Momentum", {"language": "fr"}),
    "fit": ("logistic", "LogisticDescent", {}),
}
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("dd[data-key]")]
    .map(one => [one.dataset.key, one.textContent]))"""


def figure(lesson: str, scene: str, **settings: str) -> Figure:
    """What a scene of a lesson says can be explored."""
    story = getattr(import_module(f"lessons.{lesson}"), scene)
    given, theme, facts = story.prepare(settings)
    tongue = tongue_of(given, story)
    found = figure_of(SimpleNamespace(given=given, theme=theme, facts=facts, tongue=tongue))
    assert found is not None
    return found


def scene_of(found: Figure, folder: Path, name: str, **more: object) -> Scene:
    """A scene of which that can be explored."""
    record = replace(Record.of(data_of([{}], scene=name, **more)), figure=found)
    record.check()
    return Scene(folder, record)


def page(found: Figure, folder: Path, name: str, **more: object) -> Path:
    """The file of a figure."""
    explore.make(scene_of(found, folder, name, **more), folder, table(found))
    return folder / f"{name}.explore.html"


def shared(factory: pytest.TempPathFactory, name: str) -> Path:
    """The file of one of `FIGURES`, made once for all tests and processes."""
    lesson, scene, settings = FIGURES[name]
    title = f"{scene} </script><script>alert(1)</script>"
    language = settings.get("language", "en")

    def make(folder: Path) -> None:
        page(figure(lesson, scene, **settings), folder, name, title=title, language=language)

    return once(factory, f"figure-{name}", make) / f"{name}.explore.html"


def told(text: str) -> str:
    """A cell, without the sign of equality before it."""
    return text.removeprefix("= ")
