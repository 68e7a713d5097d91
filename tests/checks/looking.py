"""Checks tiny scenes in this process, for tests."""

from __future__ import annotations

from types import FunctionType

from checks.finding import Exempted, Finding
from checks.inspector import Inspector
from engine.telling.configuration import configured
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene
from tests.scenes.telling import Watch

OPTIONS = {"dry_run": True, "progress_bar": "none", "frame_rate": 10, "verbosity": "ERROR"}


def look(
    scene: type[LessonScene], **overrides: object
) -> tuple[tuple[Finding, ...], tuple[Exempted, ...]]:
    """Tell a scene without drawing and return what is wrong with it, and what is exempt."""
    inspector, told = inspected(scene, **overrides)
    return inspector.findings(told)


def inspected(
    scene: type[LessonScene], watch: Watch | None = None, /, **overrides: object
) -> tuple[Inspector, LessonScene]:
    """Tell a scene without drawing, and return who looked on, and the scene.

    `watch` sees the scene after every play.
    """
    inspector = Inspector()
    with configured(OPTIONS):
        told = scene(overrides, make_renderer=lambda: BlindRenderer(inspector))
        told.on_play = watch
        told.render()
    return inspector, told


def findings(scene: type[LessonScene], **overrides: object) -> list[tuple[str, int | None]]:
    """Return the rules that a scene breaks, each with the beat, counted from 0."""
    return [(finding.rule, finding.beat) for finding in look(scene, **overrides)[0]]


def message(scene: type[LessonScene], rule: str, **overrides: object) -> str:
    """Return the first message about a rule."""
    found = look(scene, **overrides)[0]
    return next(finding.message for finding in found if finding.rule == rule)


def by_a_story(construct: FunctionType) -> type[LessonScene]:
    """Return a scene whose beats count as a story's: as told in a module of `scenes`."""
    names = construct.__globals__ | {"__name__": "scenes.of_a_test"}
    told = FunctionType(construct.__code__, names, "construct", None, construct.__closure__)
    return type("Story", (LessonScene,), {"construct": told})
