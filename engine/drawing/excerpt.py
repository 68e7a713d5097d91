"""Draws one beat of a scene and tells the others without pictures.

That asks two things of a scene. A beat's pictures depend on what is told and on how far it is,
never on the frames before: no updater counts time (``dt``), and no trace grows with what was
drawn. And what an animation leaves behind is the same whether it was drawn or skipped.
"""

from __future__ import annotations

from manim.utils.exceptions import EndSceneEarlyException

from engine.drawing.renderer import LessonRenderer
from scenes.base import LessonScene


def draw_only(scene: LessonScene, beat: int) -> None:
    """Let a scene be drawn from the end of one beat to the end of the next, and end there.

    Args:
        scene: A scene that hasn't been told yet, with a renderer of ours.
        beat: The beat, counted from 0. What leads over to it belongs to it.
    """
    renderer = scene.renderer
    assert isinstance(renderer, LessonRenderer)

    def look(scene: LessonScene) -> None:
        if len(scene.beats) > beat:
            raise EndSceneEarlyException
        renderer.skip(len(scene.beats) < beat)

    scene.on_beat = look
    renderer.skip(beat > 0)
