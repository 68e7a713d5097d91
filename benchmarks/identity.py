"""Compares pictures: ours with plain Manim's, and those of different numbers of workers.

    python benchmarks/identity.py --quality 1080p

First every scene is drawn by plain Manim and by our renderer, in two processes at a time, and
the raw frames are compared one by one, before they are encoded. Then ``render.py`` renders all
scenes at draft quality with 1, 2 and 4 workers, and with 2 again, and the decoded frames are
compared.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import product
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import av
from manim import tempconfig
from manim.scene.scene_file_writer import SceneFileWriter
from measuring import arguments, folder, render_py

from engine.drawing.encoder import Encoder
from engine.drawing.renderer import LessonRenderer
from engine.jobs import lessons
from engine.jobs.lessons import find
from engine.jobs.quality import DRAFT, QUALITIES, Quality

Digests = list[str]


def main() -> None:
    """Compare, and print how many frames differ."""
    options = arguments(__doc__).parse_args()
    quality = QUALITIES[options.quality]
    scenes = [
        (str(lesson.path), scene.__name__)
        for lesson, found in lessons.scenes(find(options.lessons)).items()
        for scene in found
    ]
    work = list(product(scenes, (True, False)))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = list(pool.map(partial(_frames, quality), *zip(*work, strict=True)))
    print(f"raw frames at {quality}")
    for scene, plain, ours in zip(scenes, found[::2], found[1::2], strict=True):
        different = sum(one != other for one, other in zip(plain, ours, strict=True))
        print(f"  {scene[1]:14} {len(ours):6} frames, {different} differ", flush=True)

    print("decoded frames at draft quality")
    draft, first = QUALITIES["draft"], None
    for jobs in ("1", "2", "4", "2"):
        with folder() as out:
            render_py(options.lessons, draft, out, "--jobs", jobs)
            decoded = {path.name: _decoded(path) for path in sorted(out.glob("*/*.mp4"))}
        first = first or decoded
        frames = sum(map(len, decoded.values()))
        same = "the same" if decoded == first else "DIFFERENT"
        print(f"  {jobs} workers {frames:6} frames, {same}", flush=True)


def _frames(quality: Quality, scene: tuple[str, str], plain: bool) -> Digests:
    """Return a digest of every frame of a scene, before it is encoded."""
    path, name = scene
    (target,) = find([f"{path}:{name}"])
    (kind,) = (one for one in lessons.load(target.lesson) if one.__name__ == name)
    found: Digests = []
    make: Callable[[], Any] | None = None
    if plain:
        _replace(SceneFileWriter, write_frame=partial(_from_manim, found), finish=_nothing)
    else:
        _replace(Encoder, write=partial(_from_ours, found), repeat=partial(_again, found))
        Encoder.close = Encoder.abort  # type: ignore[method-assign]
        make = partial(LessonRenderer, DRAFT)
    with tempfile.TemporaryDirectory() as media:
        size = {"pixel_width": quality.width, "pixel_height": quality.height}
        quiet = {"progress_bar": "none", "disable_caching": True, "verbosity": "ERROR"}
        with tempconfig(
            {"media_dir": media, "frame_rate": quality.frame_rate} | size | quiet  # type: ignore[arg-type]
        ):
            kind({}, make_renderer=make).render()
    return found


def _replace(kind: type, **methods: Callable[..., None]) -> None:
    """Replace methods of a class in this process."""
    for name, method in methods.items():
        setattr(kind, name, lambda self, *a, _method=method, **o: _method(self, *a, **o))


def _from_manim(found: Digests, _: object, pixels: Any, *, repeat: int = 1) -> None:
    found.extend([_digest(pixels)] * repeat)


def _from_ours(found: Digests, encoder: Any, buffer: Any) -> None:
    found.append(_digest(buffer))
    encoder._free.put(buffer)


def _again(found: Digests, _: object, count: int) -> None:
    found.extend(found[-1:] * count)


def _nothing(_: object) -> None:
    """Write no video."""


def _decoded(path: Path) -> Sequence[str]:
    with av.open(path) as container:
        return [_digest(frame.to_ndarray()) for frame in container.decode(video=0)]


def _digest(pixels: Any) -> str:
    return hashlib.blake2b(pixels.tobytes(), digest_size=16).hexdigest()


if __name__ == "__main__":
    main()
