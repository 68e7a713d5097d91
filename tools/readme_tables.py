"""Make the README's table of parameters from their declarations: ``python tools/readme_tables.py``.

With ``--print`` the table goes to standard output, and the README stays as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engine.jobs import lessons
from engine.planning import starter
from scenes.base import LessonScene
from scenes.settings import parameters

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- parameters -->\n", "<!-- /parameters -->\n"


def table() -> str:
    """Return a table in Markdown: every parameter of every story, and those they share."""
    rows = ["| scene class | parameter | meaning | default |", "|---|---|---|---|"]
    shared = parameters.names(LessonScene)
    stories = [story for lesson in lessons.available() for story in starter.stories(lesson)]
    for story in (*stories, LessonScene):
        named = f"`{starter.face(story)}.{story.__name__}`"
        name = "every scene" if story is LessonScene else named
        for info in parameters.describe(story):
            if story is LessonScene or info.name not in shared:
                default = f"`{info.default}`" if info.default else ""
                cells = (name, f"`{info.name}`", info.description, default)
                rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
                name = ""
    return "\n".join(rows) + "\n"


def filled(readme: str) -> str:
    """Return a README with the table between its markers.

    Raises:
        ValueError: The markers are not there.
    """
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the README has no {BEGIN.strip()} … {END.strip()}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> None:
    """Write the table into the README, or print it."""
    if sys.argv[1:] == ["--print"]:
        print(table(), end="")
    else:
        README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
