"""Make docs/motions.md and its moving pictures: ``python tools/motion_pictures.py``.

Every scene of docs/recipes/motions.py is rendered; its last beat is the picture.
"""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from textwrap import dedent

from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from scenes.base import LessonScene

ROOT = Path(__file__).resolve().parents[1]
LESSON = ROOT / "docs" / "recipes" / "motions.py"
PAGE, PICTURES = ROOT / "docs" / "motions.md", ROOT / "docs" / "images" / "motions"
_SIZE = "300kB"  # of a picture, at most
_HEAD = """# How things move

Each motion means something, and is a pure function of how far it is: any frame can be drawn alone.
All are in `scenes.kit`. They are placed on the sentence of a beat: `at="n"` waits for the field
`{n}` to be said, `at=0.3` for a share of the sentence; `share=0.6` goes on for a share of its time.

The scenes are those of [recipes/motions.py](recipes/motions.py); this page is written by
`python tools/motion_pictures.py`.
"""


def main() -> None:
    """Render the scenes, take their pictures, write the page."""
    with tempfile.TemporaryDirectory() as out:
        words = [str(LESSON), "-q", "draft", "--formats", "mp4,gif", "--gif-size", _SIZE]
        subprocess.run([sys.executable, ROOT / "render.py", *words, "--out", out], check=True)
        PICTURES.mkdir(parents=True, exist_ok=True)
        for scene in scenes():
            folder = Path(out) / LESSON.stem / f"{scene.__name__}.gifs"
            shutil.copy(max(folder.iterdir()), PICTURES / f"{scene.__name__}.gif")
    PAGE.write_text(page(), encoding="utf-8")


def scenes() -> list[type[LessonScene]]:
    """Return the scenes that show a motion."""
    return list(lessons.load(LessonFile(LESSON)))


def page() -> str:
    """Return the page: what each motion means, how it looks, and how it is written."""
    return "\n".join([_HEAD, *map(_section, scenes())])


def _section(scene: type[LessonScene]) -> str:
    meaning, _, how = (scene.__doc__ or "").partition(": ")
    code = dedent(inspect.getsource(scene.construct)).strip()
    picture = f"![{meaning}](images/motions/{scene.__name__}.gif)"
    text = how[:1].upper() + how[1:]
    return f"## {meaning}\n\n{text}\n\n{picture}\n\n```python\n{code}\n```\n"


if __name__ == "__main__":
    main()
