"""Manim's renderer with another way to draw and to write frames.

A plug-in for `manim.Scene`: nothing of Manim is changed, and the frames are the same, byte for
byte. There is one encoder for a whole scene, and no play cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from manim import CairoRenderer, Mobject
from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.iterables import list_update

from engine.drawing.canvas import Canvas
from engine.drawing.conversion import Pixels
from engine.drawing.encoder import Encoder
from engine.drawing.fingerprints import Fingerprints
from engine.jobs.quality import TRANSPARENT, Encoding
from scenes.telling.quick import displayed


class _Writer(SceneFileWriter):
    """Leaves writing frames to the renderer; Manim's segments aren't made."""

    def begin_animation(self, *_: Any, **__: Any) -> None:
        """There is nothing to open."""

    def end_animation(self, *_: Any, **__: Any) -> None:
        """There is nothing to close."""

    def finish(self) -> None:
        """There is nothing to put together."""


class LessonRenderer(CairoRenderer):
    """Draws what has changed, and encodes it while the next frame is drawn.

    Args:
        encoding: How frames are encoded, unless the scene is transparent.

    Attributes:
        frames: How many have been drawn or looked at, not skipped.
    """

    def __init__(self, encoding: Encoding, **options: Any) -> None:
        super().__init__(file_writer_class=_Writer, **options)
        self.frames = 0
        self._encoding = encoding
        self._looks_only = False
        self._behind: list[Mobject] = []  # drawn first, in every frame of an animation
        self._canvas: Canvas | None = None
        self._encoder: Encoder | None = None
        self._fingerprints: Fingerprints | None = None

    def init_scene(self, scene: Any, *settings: Any, **more: Any) -> None:
        """Note what the video is like."""
        super().init_scene(scene, *settings, **more)
        camera = self.camera
        if self.file_writer.output_spec.transparent:
            self._encoding = TRANSPARENT
        size = int(camera.pixel_width), int(camera.pixel_height)
        self._format = size, Fraction(camera.frame_rate).limit_denominator(1001), self._encoding

    @property
    def movie(self) -> Path | None:
        """The video, if anything was drawn."""
        return None if self._encoder is None else self.file_writer.movie_file_path

    def fingerprints(self, beats: int) -> tuple[str, ...]:
        """Return the fingerprints of so many beats that were not skipped, if they can be told."""
        return self._fingerprints.of(beats) if self._fingerprints else ()

    def cut(self) -> None:
        """Encode the next frame as if it were the first: a beat starts there."""
        if self._fingerprints is not None:
            self._fingerprints.cut()
        if self._encoder is not None:
            self._encoder.cut()

    def skip(self, skipping: bool) -> None:
        """From the next animation on tell what happens without drawing it, or draw again."""
        self._original_skipping_status = skipping

    def look_only(self, looking: bool) -> None:
        """From now on only take the fingerprints of what would be drawn, or draw again."""
        self._looks_only = looking

    def save_static_frame_data(self, scene: Any, static_mobjects: Iterable[Mobject]) -> None:
        """Remember what is drawn first; it is drawn once if it doesn't change."""
        self._behind = displayed(static_mobjects)

    def update_frame(
        self,
        scene: Any,
        mobjects: Iterable[Mobject] | None = None,
        *_: Any,
        **__: Any,
    ) -> None:
        """Draw the objects over what is drawn first; what is skipped isn't drawn at all."""
        if self.skip_animations:
            return
        shown = mobjects or list_update(scene.mobjects, scene.foreground_mobjects)
        if self._canvas is None:  # the background is known by now
            behind = hashlib.sha256(np.array(self.camera.background).tobytes()).hexdigest()
            self._fingerprints = Fingerprints(self._format, self.camera.frame_center, behind)
            self._canvas = Canvas(self.camera, self._fingerprints)
        seen = [*self._behind, *displayed(shown)]
        if self._looks_only:
            self._canvas.look(seen)
        else:
            self._changed = self._canvas.paint(seen)

    def get_frame(self) -> Pixels:
        """Return the frame drawn last; it is nobody's to change."""
        pixels: Pixels = self.camera.pixel_array
        return pixels

    def add_frame(self, frame: Pixels, num_frames: int = 1) -> None:
        """Encode the frame drawn last, some times."""
        if self.skip_animations:
            return
        self.frames += num_frames
        self.time += num_frames / self.camera.frame_rate
        assert self._fingerprints is not None, "a frame is shown before one is drawn"
        self._fingerprints.shown(num_frames)
        if self._looks_only:
            return
        if self._encoder is None:
            movie = self.file_writer.movie_file_path
            movie.parent.mkdir(parents=True, exist_ok=True)
            self._encoder = Encoder(movie, *self._format)
        if self._changed is not None:
            self._encoder.write(frame, self._changed)
            self._changed, num_frames = None, num_frames - 1
        if num_frames:
            self._encoder.repeat(num_frames)

    def scene_finished(self, scene: Any) -> None:
        """Close the video."""
        if self._encoder is not None:
            self._encoder.close()

    def abort(self) -> None:
        """Leave no video."""
        if self._encoder is not None:
            self._encoder.abort()
