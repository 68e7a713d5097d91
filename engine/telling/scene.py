"""Tells a scene inside a worker: without pictures, to check it, or with them."""

from __future__ import annotations

import hashlib
import tempfile
import threading
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from struct import pack
from typing import Any, Protocol

import numpy as np
from manim import CairoRenderer, Camera, Mobject, PhaseFlow, UpdateFromFunc
from tqdm import tqdm

from calculus.errors import LessonWarning
from checks.inspector import Inspector
from checks.view import family
from engine.drawing import parts
from engine.drawing.excerpt import draw_only
from engine.drawing.renderer import LessonRenderer
from engine.jobs import lessons, sources
from engine.jobs.job import (
    WHOLE,
    BeatError,
    CheckResult,
    DrawingResult,
    Job,
    Part,
    Progress,
    Report,
)
from engine.planning import starter
from engine.telling import languages, latex, narration
from engine.telling.configuration import configured, defaults
from publish import bundle, video
from scenes.base import LessonScene
from scenes.settings import parameters
from scenes.words import own

_SHARES = 0.5, 0.75, 0.95  # of an animation: where something may have moved
_LOOKS = "points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas", "pixel_array"

OnBeat = Callable[[LessonScene], None]


class Observer(Protocol):
    """Sees a scene while it is told without drawing."""

    def look(self, scene: Any, seconds: float, still: bool) -> None:
        """Look at the middle of an animation; `still` where nothing moves in it."""

    def end(self, scene: Any) -> None:
        """Look at the end of an animation."""


class _IdleCamera(Camera):
    """Makes its picture once somebody draws: that takes longer than telling a small scene."""

    @cached_property
    def pixel_array(self) -> Any:  # type: ignore[override]
        super().init_background()
        return np.array(self.background)

    def init_background(self) -> None:
        """Fill the background, if there is a picture."""
        if "pixel_array" in vars(self):
            super().init_background()

    def reset(self) -> Any:
        """Begin another picture, if there is one."""
        return super().reset() if "pixel_array" in vars(self) else self


class BlindRenderer(CairoRenderer):
    """Keeps the time and draws nothing: animations jump to their middle and to their end.

    Args:
        observer: Sees the scene in the middle and at the end of every animation.

    Attributes:
        remembers: Whether a picture may depend on the frames before it, as it may where objects or
            the scene are updated frame by frame.
    """

    def __init__(self, observer: Observer | None = None, **options: Any) -> None:
        super().__init__(**options | {"camera_class": _IdleCamera, "skip_animations": True})
        self.remembers = False
        self._sketches: defaultdict[int, hashlib._Hash] = defaultdict(hashlib.sha256)
        self._observer = observer

    def sketches_of(self, beats: int) -> tuple[str, ...]:
        """Return a checksum of what each of so many beats shows at some moments."""
        return tuple(self._sketches[beat].hexdigest() for beat in range(beats))

    def play(self, scene: Any, *animations: Any, **options: Any) -> None:
        """Tell an animation."""
        super().play(scene, *animations, **options)
        if self._observer is not None:
            self._observer.end(scene)

    def update_frame(self, *_: Any, **__: Any) -> None:
        """Leave the frame as it is."""

    def render(self, *_: Any, **__: Any) -> None:
        """Make no frame."""

    def get_frame(self) -> Any:
        """Have no frame."""
        return np.empty(0, np.uint8)

    def save_static_frame_data(self, scene: Any, *_: Any, **__: Any) -> None:
        """Keep no picture of what stands still; this is the moment before things move."""
        self.remembers |= _remembers(scene)
        if self._observer is None:
            return
        frozen = scene.is_current_animation_frozen_frame()
        pictures = [_seen(scene)] if frozen else [*_changing(scene)]
        sketch = self._sketches[len(scene.beats)]
        for part in (np.float64(scene.duration).tobytes(), *pictures):
            sketch.update(part)
        self._observer.look(scene, scene.duration, still=pictures[0] == pictures[-1])


def _remembers(scene: Any) -> bool:
    by_frame = any(map(_goes_by_frames, scene.animations or ()))
    return by_frame or bool(scene.updaters) or any(map(_is_updated, scene.mobjects))


def _goes_by_frames(animation: Any) -> bool:
    parts = getattr(animation, "animations", ())
    return isinstance(animation, UpdateFromFunc | PhaseFlow) or any(map(_goes_by_frames, parts))


def _is_updated(mobject: Mobject) -> bool:
    return bool(mobject.updaters) or any(map(_is_updated, mobject.submobjects))


def _changing(scene: Any) -> Iterator[bytes]:
    """Go to the middle of an animation, or beyond, until something has changed; yield all seen."""
    before = _seen(scene)
    yield before
    for share in _SHARES:
        scene.update_to_time(share * scene.duration)
        now = _seen(scene)
        yield now
        if now != before:
            return


def _seen(scene: Any) -> bytes:
    """Return all that a picture is drawn from."""
    camera = scene.camera
    found = [np.array([*camera.frame_center, camera.frame_width, camera.frame_height]).tobytes()]
    for mobject in sorted(family(scene.mobjects), key=lambda part: part.z_index):
        state = vars(mobject)
        found += [state[name].tobytes() for name in _LOOKS if name in state]
        found.append(pack("d", float(state.get("stroke_width", 0))))
    return b"".join(found)


def check(job: Job, scratch: Path, report: Report, on_beat: OnBeat | None = None) -> CheckResult:
    """Build every beat of a scene without drawing, and look whether it is true and readable.

    Args:
        job: The scene.
        scratch: A folder for the time being.
        report: Hears of every animation.
        on_beat: Sees the scene at the end of every beat.

    Raises:
        BeatError: Something is wrong with the scene; the cause says what.
    """
    with tempfile.TemporaryDirectory(dir=scratch) as media, _configured(job, media, dry_run=True):
        inspector = Inspector()
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", LessonWarning)
            scene = _scene(job, scratch, report, partial(BlindRenderer, inspector))
            state = sources.state(job.lesson)
            scene.on_beat = on_beat
            scene.on_play = lambda scene: report(
                Progress(scene.frames_drawn, scene.current_beat, inspector.so_far(scene))
            )
            _tell(scene, job)
            _ = scene.title  # a sentence, too, which may stand nowhere else
            own.require_said(scene.tongue, type(scene))
            languages.warn_of_missing(scene.tongue.code)
        findings, exempted = inspector.findings(scene)
        motion = inspector.motion(scene)
        assert isinstance(scene.renderer, BlindRenderer)
        return CheckResult(
            frames=scene.frames_drawn,
            duration=scene.now,
            beats=tuple(beat.text for beat in scene.beats),
            ends=tuple(round(beat.end * job.quality.frame_rate) for beat in scene.beats),
            moving_ends=tuple(
                round(seconds * job.quality.frame_rate) for seconds in accumulate(motion.seconds)
            ),
            numbers=sum(len(beat.numbers) for beat in scene.beats),
            moving=motion.moving,
            findings=findings,
            exempted=exempted,
            warnings=tuple(
                dict.fromkeys(
                    str(one.message) for one in caught if issubclass(one.category, LessonWarning)
                )
            ),
            divisible=not scene.renderer.remembers,
            sketches=scene.renderer.sketches_of(len(scene.beats)),
            parameters=_own_parameters(type(scene)),
            is_authors_own=not starter.story(type(scene)).__module__.startswith("scenes."),
            state=state,
        )


def tell(
    job: Job, scratch: Path, make_renderer: Callable[[], CairoRenderer], prepare: OnBeat
) -> LessonScene:
    """Tell a scene with a renderer of one's own, and make no files.

    Args:
        job: The scene.
        scratch: A folder for the time being.
        make_renderer: Makes the renderer.
        prepare: Gets the scene before it is told.

    Returns:
        The scene, told.

    Raises:
        BeatError: Something is wrong with the scene; the cause says what.
    """
    with (
        tempfile.TemporaryDirectory(dir=scratch) as media,
        _configured(job, media, dry_run=True),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", LessonWarning)  # the check tells them
        scene = _scene(job, scratch, lambda _: None, make_renderer)
        prepare(scene)
        _tell(scene, job)
        return scene


def draw(job: Job, scratch: Path, report: Report, part: Part = WHOLE) -> DrawingResult:
    """Draw a scene, or one beat of it, and write its files.

    Args:
        job: The scene.
        scratch: A folder for the time being; the files are in a new folder in it.
        report: Hears of every animation.
        part: The beats that are drawn, or looked at; unless all are drawn, the files are those of
            `parts.leave`.

    Raises:
        BeatError: Something went wrong in the scene; the cause says what.
        OSError: The files could not be written.
    """
    with (
        tempfile.TemporaryDirectory(dir=scratch) as media,
        _configured(job, media),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", LessonWarning)  # the check tells them
        renderer = partial(LessonRenderer, job.quality.encoding)
        scene = _scene(job, scratch, report, renderer)
        state = sources.state(job.lesson)
        scene.on_play = partial(_advanced, report)
        draw_only(scene, part if job.beat is None else Part(job.beat, job.beat + 1))
        _tell(scene, job)
        folder = Path(tempfile.mkdtemp(dir=scratch))
        assert isinstance(scene.renderer, LessonRenderer)
        file, duration = _write(scene, job, folder, part, scene.renderer.movie, Path(media))
        looked_at = sum(beat.index in part for beat in scene.beats)
    return DrawingResult(
        folder=folder,
        files=sources.checksums(folder),
        video="" if file is None else file.name,
        duration=duration,
        sources=sources.used(job.lesson),
        system_fonts=not scene.theme.typefaces.are_ours,
        state=state,
        fingerprints=scene.renderer.fingerprints(looked_at) if job.beat is None else (),
    )


def _own_parameters(scene: type[LessonScene]) -> tuple[str, ...]:
    """Return the names of the parameters that not every scene has."""
    shared = parameters.names(LessonScene)
    return tuple(name for name in parameters.names(scene) if name not in shared)


def _write(
    scene: LessonScene, job: Job, folder: Path, part: Part, movie: Path | None, room: Path
) -> tuple[Path | None, float]:
    """Write the files of what was drawn: of a scene, of one beat, or of some to be joined.

    Args:
        scene: What was told.
        job: What was asked for.
        folder: Where the files go.
        part: Which beats were drawn.
        movie: Their pictures, if they were.
        room: A folder for the time being.

    Returns:
        The video, if anything was drawn, and how many seconds it has.
    """
    if part.end is not None:
        return parts.leave(movie, folder, None, None), scene.now
    told = scene.beats if job.beat is None else scene.beats[job.beat :]
    sound = narration.write_sound(told, scene.now, room / "sound.wav", job.sounds)
    record = replace(scene.beats_record(job.lesson.name, job.sounds), variant=job.variant)
    if part != WHOLE or movie is None:
        return parts.leave(movie, folder, record, sound), scene.now
    if job.beat is None:
        return bundle.write(record, movie, folder, sound), scene.now
    alone = record.excerpt(record.beats[job.beat])
    target = folder / f"{job.output}{movie.suffix}"
    video.publish(movie, alone, target, sound=sound)
    return target, alone.duration


def _scene(
    job: Job, scratch: Path, report: Report, make_renderer: Callable[[], CairoRenderer]
) -> LessonScene:
    classes = {scene.__name__: scene for scene in lessons.load(job.lesson)}
    try:
        scene = classes[job.scene](dict(job.overrides), make_renderer=make_renderer)
    except Exception as error:
        raise BeatError(None, sources.line_of(error, job.lesson)) from error
    narration.let_speak(scene, job, scratch)
    scene.on_play = lambda scene: report(Progress(scene.frames_drawn, scene.current_beat))
    return scene


def _advanced(report: Report, scene: LessonScene) -> None:
    """Report what has been drawn: what is skipped takes no time."""
    assert isinstance(scene.renderer, LessonRenderer)
    report(Progress(scene.renderer.frames, scene.current_beat))


def _tell(scene: LessonScene, job: Job) -> None:
    try:
        scene.render()
    except Exception as error:
        if isinstance(scene.renderer, LessonRenderer):
            scene.renderer.abort()
        where = sources.line_of(error, job.lesson)
        raise BeatError(scene.current_beat, where) from latex.missing(error) or error


@contextmanager
def _configured(job: Job, media: str, **options: Any) -> Iterator[None]:
    """Configure Manim for a job, whatever configuration files a machine may have.

    Manim's play cache stays off: it takes a changed value for the same picture when the
    value is of a type it cannot look into.
    """
    # Manim's progress bars would else share a lock between processes, which a killed worker
    # leaves behind.
    tqdm.set_lock(threading.RLock())
    own = {
        "media_dir": media,
        "pixel_width": job.quality.width,
        "pixel_height": job.quality.height,
        "frame_rate": job.quality.frame_rate,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with configured({**defaults(), **own, **options}):
        yield
