"""Draws some beats of a scene and tells the others without pictures.

That asks two things of a scene. A beat's pictures depend on what is told and on how far it is,
never on the frames before: no updater counts time (``dt``), and no trace grows with what was
drawn. And what an animation leaves behind is the same whether it was drawn or skipped.
"""

from __future__ import annotations

from manim.utils.exceptions import EndSceneEarlyException

from engine.drawing.renderer import LessonRenderer
from engine.jobs.job import Part
from scenes.base import LessonScene


def draw_only(scene: LessonScene, part: Part) -> None:
    """Let some beats of a scene be drawn, or looked at, and let it end there.

    Every beat begins as if nothing had been before it, so that it is the same whoever draws it.

    Args:
        scene: A scene that hasn't been told yet, with a renderer of ours.
        part: The beats. What leads over to one belongs to it.
    """
    renderer = scene.renderer
    assert isinstance(renderer, LessonRenderer)

    def begin(beat: int) -> None:
        renderer.skip(beat not in part)
        renderer.look_only(beat in part.looked)

    def look(scene: LessonScene) -> None:
        told = len(scene.beats)
        if told == part.end:
            raise EndSceneEarlyException
        begin(told)
        renderer.cut()

    scene.on_beat = look
    begin(0)
