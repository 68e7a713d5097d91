"""An attack: something hostile that comes in by a door, and what has to come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.doors.house import House, Run, is_one_message

REFUSED, TOLD, SURVIVED = "refused", "told", "survived"
"""One message and exit code 2; exit code 1, and all else is made; nothing has happened."""


@dataclass(frozen=True)
class Came:
    """What came of an attack.

    Attributes:
        ending: One of `REFUSED`, `TOLD`, `SURVIVED`, or what else the program did.
        said: What was said about it.
        wrong: What was let in, touched, or left behind.
    """

    ending: str
    said: str = ""
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attack:
    """Something hostile, and what has to come of it.

    Attributes:
        door: By which it comes in.
        name: What it is.
        must: The endings that are right.
        do: Does it, in a house.
        quick: Whether it is tried in every run of the tests.
    """

    door: str
    name: str
    must: tuple[str, ...]
    do: Callable[[House], Came] = field(compare=False)
    quick: bool = False

    def faults(self, came: Came) -> tuple[str, ...]:
        """Say what is wrong with what came of it."""
        if came.ending in self.must:
            return came.wrong
        return (f"{came.ending}, not {' or '.join(self.must)}: {came.said}", *came.wrong)


def came(run: Run, *wrong: str) -> Came:
    """Return what came of an attack on a run of the program.

    Args:
        run: How it ended.
        wrong: What else is wrong.
    """
    endings = {0: SURVIVED, 1: TOLD, 2: REFUSED}
    ending = endings.get(run.code, f"ended with {run.code}")
    odd = ["it was refused in other words than one message"]
    odd *= run.code == 2 and not is_one_message(run.said)
    return Came(ending, run.said.strip(), (*run.wrong, *odd, *wrong))


def each(
    door: str,
    must: Iterable[str],
    do: Callable[..., Came],
    ways: dict[str, Any],
    quick: Iterable[str] = (),
) -> list[Attack]:
    """Return an attack for each way to do something.

    Args:
        door: By which it comes in.
        must: The endings that are right.
        do: Does it, in a house, in one of the ways.
        ways: The ways, by the names of the attacks.
        quick: Those that are tried in every run of the tests.
    """
    must, quick = tuple(must), {*quick}
    assert quick <= ways.keys()
    return [
        Attack(door, name, must, partial(_done, do, way), name in quick)
        for name, way in ways.items()
    ]


def _done(do: Callable[..., Came], way: Any, house: House) -> Came:
    return do(house, way)
