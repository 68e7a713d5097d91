"""Figures of the lessons, made without their videos."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

from explore.tables import table
from publish import explore
from publish.scene import Scene
from record import Record
from record.figure import Figure
from scenes.settings.looks import tongue_of
from scenes.telling.explorable import figure_of
from tests.publish.making import data_of


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
