"""All attacks, and a house for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.doors import (
    cluster,
    machines,
    names,
    recordings,
    records,
    sameness,
    sizes,
    studio,
    texts,
)
from tests.doors.attack import Attack
from tests.doors.house import House, build

DOORS = names, recordings, studio, texts, records, cluster, machines, sameness, sizes
ATTACKS: list[Attack] = [attack for door in DOORS for attack in door.ATTACKS]


@contextmanager
def house(folder: Path, rendered: Path | None = None) -> Iterator[House]:
    """Open a house in an empty folder.

    Args:
        folder: The folder.
        rendered: One that `build` has filled, if there is one.
    """
    if rendered is None:
        rendered = folder / "rendered"
        rendered.mkdir()
        build(rendered)
    made = House(folder, rendered)
    try:
        yield made
    finally:
        made.close()
