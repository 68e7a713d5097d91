"""Manim's renderer with another way to draw and to write frames.

A plug-in for `manim.Scene`: nothing of Manim is changed, and the frames are the same, byte for
byte. There is one encoder for a whole scene, and no play cache.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from manim import CairoRenderer, Mobject
from manim.scene.scene_file_writer import SceneFileWriter
from manim.utils.iterables import list_update

from engine.drawing.canvas import Canvas
from engine.drawing.conversion import Pixels
from engine.drawing.encoder import Encoder
from engine.jobs.quality import TRANSPARENT, Encoding


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
        frames: How many have been drawn, not skipped.
    """

    def __init__(self, encoding: Encoding, **options: Any) -> None:
        super().__init__(file_writer_class=_Writer, **options)
        self.frames = 0
        self._encoding = encoding
        self._behind: list[Mobject] = []  # drawn first, in every frame of an animation

    def init_scene(self, scene: Any, *settings: Any, **more: Any) -> None:
        """Open the video."""
        super().init_scene(scene, *settings, **more)
        camera = self.camera
        self.file_writer.movie_file_path.parent.mkdir(parents=True, exist_ok=True)
        self._encoder = Encoder(
            self.file_writer.movie_file_path,
            (int(camera.pixel_width), int(camera.pixel_height)),
            Fraction(camera.frame_rate).limit_denominator(1001),
            TRANSPARENT if self.file_writer.output_spec.transparent else self._encoding,
        )
        self._canvas: Canvas | None = None

    def cut(self) -> None:
        """Encode the next frame as if it were the first: a beat starts there."""
        self._encoder.cut()

    def skip(self, skipping: bool) -> None:
        """From the next animation on tell what happens without drawing it, or draw again."""
        self._original_skipping_status = skipping

    def save_static_frame_data(self, scene: Any, static_mobjects: Iterable[Mobject]) -> None:
        """Remember what is drawn first; it is drawn once if it doesn't change."""
        self._behind = self.camera.get_mobjects_to_display(static_mobjects)

    def update_frame(
        self,
        scene: Any,
        mobjects: Iterable[Mobject] | None = None,
        include_submobjects: bool = True,
        ignore_skipping: bool = True,
        **options: Any,
    ) -> None:
        """Draw the objects over what is drawn first; what is skipped isn't drawn at all."""
        if self.skip_animations:
            return
        shown = mobjects or list_update(scene.mobjects, scene.foreground_mobjects)
        front = self.camera.get_mobjects_to_display(shown, include_submobjects, **options)
        if self._canvas is None:  # the background colour is known by now
            self._canvas = Canvas(self.camera)
        self._changed = self._canvas.paint([*self._behind, *front])

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
        if self._changed is not None:
            self._encoder.write(frame, self._changed)
            self._changed, num_frames = None, num_frames - 1
        if num_frames:
            self._encoder.repeat(num_frames)

    def scene_finished(self, scene: Any) -> None:
        """Close the video."""
        self._encoder.close()

    def abort(self) -> None:
        """Leave no video."""
        self._encoder.abort()
