"""How much of each scene moves, and whether its numbers come from what is seen.

    python benchmarks/motion.py lessons/nudge.py lessons/descent.py

Scenes are told without drawing, as for `--check`. A text that swells so that the picture does not
stand for too long counts as moving, a fade as well; the latter's share is told.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from manim import tempconfig

from checks.inspector import Inspector
from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from engine.telling.scene import BlindRenderer
from scenes.base import LessonScene


def main() -> None:
    """Measure, and print a line for each scene."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument(
        "lessons", nargs="*", type=Path, default=sorted(Path("lessons").glob("*.py"))
    )
    print(f"{'scene':16} seconds moving longest still fading made")
    for path in parser.parse_args().lessons:
        for scene in lessons.load(LessonFile(path)):
            print(_line(scene), flush=True)


def _line(scene: type[LessonScene]) -> str:
    inspector = Inspector()
    with tempconfig({"dry_run": True, "progress_bar": "none", "verbosity": "ERROR"}):
        told = scene({}, make_renderer=lambda: BlindRenderer(inspector))
        told.render()
    found = inspector.motion(told)
    return (
        f"{scene.__name__:16} {told.now:7.1f} {found.moving:6.0%} {found.longest_still:11.1f} s "
        f"{found.fading:6.0%} {found.made:4.0%}"
    )


if __name__ == "__main__":
    main()
