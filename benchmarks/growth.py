"""Shows how the time grows with the length of a video and with the number of scenes.

    python benchmarks/growth.py --repeat 3

A lesson with one, two and four points, and one, two, four and eight scenes. The time of a run
has a fixed part, starting Manim; "each" is what one more second of video costs, counted from
the row before.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median

from measuring import arguments, folder, render_py

from engine.jobs.quality import QUALITIES, Quality

_LONGER = {1: "3", 2: "3, 2", 4: "3, 2, -3, 1"}


def main() -> None:
    """Measure, and print seconds."""
    options = arguments(__doc__, "draft").parse_args()
    quality = QUALITIES[options.quality]
    print(f"at {quality}, medians of {options.repeat}")
    print("length of the video (one scene, --jobs 1)")
    _table({n: f'[TangentSlopes]\npoints = "{p}"\n' for n, p in _LONGER.items()}, quality, options)
    print("number of scenes (--jobs 1)")
    courses = {}
    for count in (1, 2, 4, 8):
        variants = (f"[TangentSlopes.variant.v{n}]\nlanguage = 'en'\n" for n in range(count - 1))
        courses[count] = '[TangentSlopes]\npoints = "3, 2"\n' + "".join(variants)
    _table(courses, quality, options)


def _table(courses: dict[int, str], quality: Quality, options: object) -> None:
    before = None
    for count, course in courses.items():
        times = []
        for _ in range(options.repeat):  # type: ignore[attr-defined]
            with folder() as out:
                file = out / "course.toml"
                file.write_text(course, encoding="utf-8")
                more = ("--params", str(file), "--jobs", "1")
                times.append(render_py(["tangents"], quality, out, *more))
                shown = sum(map(_duration, out.glob("*/*.beats.json")))
        taken = median(times)
        each = (taken - before[0]) / (shown - before[1]) if before else None
        costs = "" if each is None else f", each {each * 1000:.1f} ms"
        print(f"  {count}×: {shown:6.1f} s of video in {taken:6.1f} s{costs}", flush=True)
        before = taken, shown


def _duration(record: Path) -> float:
    return float(json.loads(record.read_text(encoding="utf-8"))["duration"])


if __name__ == "__main__":
    main()
