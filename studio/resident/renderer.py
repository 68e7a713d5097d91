"""A renderer that tells a scene without pictures, as fast as it can, and stops at moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.telling.scene import BlindRenderer

OnStretch = Callable[[Any], None]
"""Hears of an animation of a scene when it has begun."""


class PassingRenderer(BlindRenderer):
    """Lets every animation jump to its end, unless somebody wants to see a moment of it.

    Args:
        on_stretch: Hears of every animation when it has begun; it may go to a moment of it
            by the scene's `update_to_time`, never back.
    """

    def __init__(self, on_stretch: OnStretch, **options: Any) -> None:
        super().__init__(**options)
        self._on_stretch = on_stretch

    def play(self, scene: Any, *animations: Any, **options: Any) -> None:
        """Tell an animation, as Manim does while it skips one, without what only drawing needs."""
        scene.compile_animation_data(*animations, **options)
        self.skip_animations = True
        self.time += scene.duration
        for animation in scene.animations:
            animation._setup_scene(scene)
            animation.begin()
        self._on_stretch(scene)
        if not scene.is_current_animation_frozen_frame():
            if scene.updaters or any(one.has_time_based_updater() for one in scene.mobjects):
                scene.update_to_time(scene.duration)
            for animation in scene.animations:
                animation.finish()
                animation.clean_up_from_scene(scene)
        self.num_plays += 1
