"""Say where the course teaches what: ``python tools/coverage.py out``.

Reads docs/curriculum.toml and the records of all lessons, rendered in English with their own
parameters, and writes docs/coverage.md. ``--print`` prints the page instead; what nobody teaches
goes to standard error, and is the exit status.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from record import Record
from record.beats import Beat

DOCS = Path(__file__).resolve().parents[1] / "docs"
INTRODUCTION = """\
# Where the course teaches what

Every row is something that [the curriculum](curriculum.toml) asks for, and the first beat that
teaches it, in the lessons with their own parameters. Made by `python tools/coverage.py out` from
marks in the scenes (`self.beat("…", teaches="U2.1")`).
"""


def curriculum() -> dict[str, dict[str, str]]:
    """Return what is to be taught: of each unit its title, and what each id means."""
    return tomllib.loads((DOCS / "curriculum.toml").read_text(encoding="utf-8"))


def ids() -> list[str]:
    """Return all ids of the curriculum."""
    return [one for unit in curriculum().values() for one in unit if one != "title"]


def records(out: Path) -> list[Record]:
    """Return the records below a folder of videos, in the order of the course."""
    texts = (path.read_text(encoding="utf-8") for path in out.glob("*/*.beats.json"))
    return sorted(map(Record.read, texts), key=lambda one: one.place)


def taught(course: Iterable[Record]) -> Iterator[tuple[str, Record, Beat]]:
    """Give every id that a beat teaches, in the order of the course."""
    for scene in course:
        for beat in scene.beats:
            for one in beat.teaches:
                yield one, scene, beat


def page(course: Iterable[Record]) -> str:
    """Return the page: what is taught, by which scene, in which beat, with which sentence."""
    where: dict[str, tuple[Record, Beat]] = {}
    for one, scene, beat in taught(course):
        where.setdefault(one, (scene, beat))
    known = ids()
    lines = [INTRODUCTION, f"{len(where.keys() & {*known})} of {len(known)} are taught.\n"]
    for name, unit in curriculum().items():
        lines += [f"## {name} {unit['title']}\n", "| | what | scene | beat | sentence |"]
        lines.append("|---|---|---|---|---|")
        for one, says in unit.items():
            if one != "title":
                at = ("", "", "")
                if one in where:
                    scene, beat = where[one]
                    at = f"`{scene.scene}`", str(beat.number), beat.line
                lines.append("| " + " | ".join((one, says, *at)) + " |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Write the page, or print it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path, help="the folder of videos")
    asked.add_argument("--print", action="store_true", help="leave docs/coverage.md as it is")
    given = asked.parse_args()
    course = records(given.out)
    text = page(course)
    if given.print:
        print(text, end="")
    else:
        (DOCS / "coverage.md").write_text(text, encoding="utf-8")
    missing = [one for one in ids() if one not in {found for found, _, _ in taught(course)}]
    if missing:
        print("not taught:", *missing, file=sys.stderr)
    return len(missing)


if __name__ == "__main__":
    sys.exit(main())
