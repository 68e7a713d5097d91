"""Our frames are Manim's own, byte for byte, before they are encoded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from manim import (
    BLUE,
    GREEN,
    PI,
    RED,
    UP,
    Circle,
    Create,
    Dot,
    LaggedStart,
    Line,
    PointCloudDot,
    Rotate,
    Square,
    Transform,
    ValueTracker,
    VGroup,
    always_redraw,
    linear,
)
from manim.scene.scene_file_writer import SceneFileWriter

from engine.drawing.encoder import Encoder
from engine.drawing.excerpt import draw_only
from engine.drawing.renderer import LessonRenderer
from engine.jobs.job import Part
from engine.jobs.quality import DRAFT
from engine.telling.configuration import configured
from scenes.base import LessonScene
from scenes.picture.motion import appear, dim, light, vanish
from scenes.telling.beats import Beat
from tests.test_house import SCENES

SIZE = {"pixel_width": 214, "pixel_height": 120, "frame_rate": 2}
QUIET = {"progress_bar": "none", "disable_caching": True, "verbosity": "ERROR"}


class Frames(list[bytes]):
    """Frames as they come, before they are encoded: what SHA-256 makes of each."""

    def keep(self, pixels: np.ndarray, times: int = 1) -> None:
        self.extend([sha256(pixels.tobytes()).digest()] * times)

    @contextmanager
    def of_manim(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        def write(_: object, pixels: np.ndarray, *, repeat: int = 1) -> None:
            self.keep(pixels, repeat)

        with monkeypatch.context() as patch:
            patch.setattr(SceneFileWriter, "write_frame", write)
            patch.setattr(SceneFileWriter, "finish", lambda _: None)
            yield

    @contextmanager
    def of_ours(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        def write(_: Any, pixels: np.ndarray, changed: object) -> None:
            self.keep(pixels)

        with monkeypatch.context() as patch:
            patch.setattr(Encoder, "write", write)
            patch.setattr(Encoder, "repeat", lambda _, count: self.extend([self[-1]] * count))
            patch.setattr(Encoder, "close", Encoder.abort)
            yield


Ours = tuple[type[LessonScene], Frames, list[Beat]]


def drawn(scene: type[LessonScene], **overrides: object) -> tuple[Frames, list[Beat]]:
    """The frames of a scene as we draw them, and its beats."""
    frames = Frames()
    with configured_for_frames(), pytest.MonkeyPatch.context() as patch, frames.of_ours(patch):
        told = scene(overrides, make_renderer=partial(LessonRenderer, DRAFT))
        told.render()
    return frames, told.beats


@pytest.fixture(scope="module", params=SCENES, ids=lambda scene: scene.__name__)
def ours(request: pytest.FixtureRequest) -> Ours:
    """A lesson's scene, drawn: compared with Manim's frames, and with beats drawn alone."""
    return request.param, *drawn(request.param)


@contextmanager
def configured_for_frames() -> Iterator[None]:
    with TemporaryDirectory() as media, configured(SIZE | QUIET | {"media_dir": media}):
        yield


def of_manim(scene: type[LessonScene], **overrides: object) -> Frames:
    """The frames of a scene as Manim draws them."""
    frames = Frames()
    with configured_for_frames(), pytest.MonkeyPatch.context() as patch, frames.of_manim(patch):
        scene(overrides).render()
    return frames


def assert_same(manims: Frames, our: Frames) -> None:
    assert len(manims) == len(our)
    different = [i for i, pair in enumerate(zip(manims, our, strict=True)) if pair[0] != pair[1]]
    assert different == []
    assert len(set(our)) > 3  # something moves


def test_every_lesson_has_the_frames_of_manim(ours: Ours) -> None:
    scene, frames, _ = ours
    assert_same(of_manim(scene), frames)


def test_a_beat_alone_is_the_same_as_in_its_scene(
    ours: Ours, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene, whole, beats = ours
    late = len(beats) // 2 if SCENES.index(scene) % 2 else len(beats) - 1
    for number in (0, late):
        frames, beat = Frames(), beats[number]
        with configured_for_frames(), frames.of_ours(monkeypatch):
            alone = scene({}, make_renderer=partial(LessonRenderer, DRAFT))
            draw_only(alone, Part(number, number + 1))
            alone.render()
        rate = SIZE["frame_rate"]
        assert frames == whole[round(beat.start * rate) : round(beat.end * rate)], f"beat {number}"
        assert len(alone.beats) == number + 1  # the rest isn't even told


def test_a_transparent_scene_has_the_frames_of_manim() -> None:
    scene = next(scene for scene in SCENES if scene.__name__ == "Notation")
    look = {"background": "transparent", "theme": "light"}
    assert_same(of_manim(scene, **look), drawn(scene, **look)[0])


class Everything(LessonScene):
    """What lessons of others may use: updaters, point clouds, gradients, transforms."""

    def construct(self) -> None:
        tracker = ValueTracker(0)
        square = Square(fill_opacity=0.5, fill_color=[RED, BLUE], stroke_width=6)
        square.set_sheen(0.4, UP)
        ring = Circle(stroke_color=GREEN, stroke_opacity=0.6).set_z_index(-1)
        arm = always_redraw(lambda: Line((0, 0, 0), (2, tracker.get_value(), 0)))
        with self.beat("Many things move."):
            self.play(Create(square), run_time=0.5)
            cloud = PointCloudDot(density=3).shift((4, -2, 0))
            self.add(ring, arm, cloud)
            self.play(tracker.animate.set_value(2), run_time=0.5)
            self.play(Rotate(square, PI / 3), rate_func=linear, run_time=0.5)
            self.play(Transform(square, Circle()), dim(ring), run_time=0.5)
        dots = VGroup(*(Dot((x, -2, 0)) for x in range(4)))
        arm.clear_updaters()
        with self.beat("Then the rest."):
            self.play(LaggedStart(*(appear(dot) for dot in dots)), run_time=0.6)
            self.play(light(ring), vanish(square), run_time=0.4)
            self.bring_to_back(dots)
            self.wait(0.3)
            self.remove(cloud)
            self.play(ring.animate.shift(UP), run_time=0.4)


def test_any_scene_of_manim_has_its_frames() -> None:
    assert_same(of_manim(Everything), drawn(Everything)[0])
