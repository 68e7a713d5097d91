"""Whatever happens while something is published, each thing is the old or the new one, and whole.

Each fault is done to the real program, a few times; `make torture` does it many times.
"""

from __future__ import annotations

import random
import sys

import pytest

from tests.engine import publish_faults as faults
from tests.engine.bench import require
from tests.engine.publish_faults import PublishBench

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks and processes are Linux's")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(11)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> PublishBench:
    return PublishBench(tmp_path_factory.mktemp("publishing") / "bench", here=True)


def test_killing_the_program_leaves_every_file_and_folder_whole(
    bench: PublishBench, chance: random.Random
) -> None:
    require(*(faults.kill_parent(bench, chance) for _ in range(2)))


@pytest.mark.parametrize("step", [25, 60, 95])
def test_a_kill_between_two_changes_of_files_leaves_them_whole(
    bench: PublishBench, step: int
) -> None:
    require(faults.crash(bench, step))


def test_ctrl_c_ends_it_at_once_and_leaves_no_process(
    bench: PublishBench, chance: random.Random
) -> None:
    require(faults.interrupt(bench, chance))


def test_being_asked_to_end_it_ends_its_processes(
    bench: PublishBench, chance: random.Random
) -> None:
    require(faults.terminate(bench, chance))


def test_a_killed_worker_is_told_and_the_rest_is_made(
    bench: PublishBench, chance: random.Random
) -> None:
    require(faults.kill_worker(bench, chance))


def test_a_killed_helper_process_does_no_harm(bench: PublishBench, chance: random.Random) -> None:
    require(faults.kill_helper(bench, chance))


@pytest.mark.parametrize("leave", [0, 400_000, 1_000_000])
def test_a_full_disk_is_told_and_leaves_the_old_things(bench: PublishBench, leave: int) -> None:
    require(faults.fill_disk(bench, leave))


def test_publishing_several_times_at_once_makes_what_once_makes(
    bench: PublishBench, chance: random.Random
) -> None:
    require(faults.publish_at_once(bench, chance, 2))


def test_what_is_rendered_meanwhile_is_not_mixed_in(
    bench: PublishBench, chance: random.Random
) -> None:
    require(faults.render_meanwhile(bench, chance))
