"""Whatever comes in by a door is refused with one message or survived, and touches nothing else.

Of the attacks these are the quick ones; `python tools/torture.py --only doors` tries all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.doors import all as doors
from tests.doors.attack import Attack
from tests.doors.house import House, build
from tests.sharing import once

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks and signals are Linux's")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    rendered = once(tmp_path_factory, "street", build)
    with doors.house(tmp_path_factory.mktemp("house"), rendered) as it:
        yield it


@pytest.mark.parametrize(
    "attack", [one for one in doors.ATTACKS if one.quick], ids=lambda one: f"{one.door}: {one.name}"
)
def test_an_attack_ends_as_it_must(attack: Attack, house: House) -> None:
    house.begin()
    assert attack.faults(attack.do(house)) == ()


def test_no_two_attacks_have_one_name() -> None:
    called = [(attack.door, attack.name) for attack in doors.ATTACKS]
    assert len(set(called)) == len(called)
