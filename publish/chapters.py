"""Chapters as YouTube reads them from a video's description."""

from __future__ import annotations

from publish.templating import clock
from record import Record

FEWEST = 3  # YouTube takes no notice of fewer
SHORTEST = 10  # seconds; nor of any when one is shorter


def text(record: Record) -> str | None:
    """Return a line for each chapter, when it starts and what it is called.

    The first starts at 0:00. A chapter of less than ten seconds goes together with the next, the
    last with the one before; they share a line.

    Returns:
        The lines, or nothing where fewer than three chapters are left: YouTube wants three.
    """
    starts: list[int] = []
    titles: list[list[str]] = []
    # Whole seconds, rounded down: a chapter is not to start with its first words missed.
    end = int(record.duration)
    for chapter in record.chapters:
        start = int(chapter.start)
        if not starts or start - starts[-1] >= SHORTEST:
            starts.append(start)
            titles.append([])
        titles[-1].append(" ".join((chapter.title or record.title).split()))
    if len(starts) > 1 and end - starts[-1] < SHORTEST:
        starts.pop()
        rest = titles.pop()
        titles[-1] += rest
    if len(starts) < FEWEST:
        return None
    lines = (
        f"{clock(start)} {' · '.join(dict.fromkeys(names))}\n"
        for start, names in zip(starts, titles, strict=True)
    )
    return "".join(lines)
