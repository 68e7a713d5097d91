"""Whatever happens to a render, no file is broken, none is mixed up, and the next run repairs it.

Each fault is done to the real program, a few times; `make torture` does it many times.
"""

from __future__ import annotations

import random
import sys

import pytest

from tests.engine import bad_scenes, damage, faults
from tests.engine.bad_scenes import Bad
from tests.engine.bench import NEW, OLD, Bench, require

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks and processes are Linux's")


@pytest.fixture
def chance() -> random.Random:
    return random.Random(7)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("faults") / "bench", here=True)


def test_killing_the_program_leaves_whole_files_and_the_next_run_repairs(
    bench: Bench, chance: random.Random
) -> None:
    require(*(faults.kill_parent(bench, chance) for _ in range(2)))


def test_a_killed_worker_is_told_and_the_next_run_repairs(
    bench: Bench, chance: random.Random
) -> None:
    require(*(faults.kill_worker(bench, chance) for _ in range(2)))


def test_ctrl_c_is_told_and_leaves_whole_files(bench: Bench, chance: random.Random) -> None:
    require(faults.interrupt(bench, chance))


def test_a_killed_helper_process_does_no_harm(bench: Bench, chance: random.Random) -> None:
    require(faults.kill_helper(bench, chance))


@pytest.mark.parametrize("step", range(3, 40, 4))
def test_a_kill_between_two_changes_of_files_never_mixes_old_and_new(
    bench: Bench, step: int
) -> None:
    require(faults.crash(bench, step, kept=True))


def test_a_kill_while_new_files_are_published_is_repaired(bench: Bench) -> None:
    require(faults.crash(bench, 12, kept=False))


def test_no_process_outlives_the_program_whatever_it_is_busy_with(bench: Bench) -> None:
    require(bad_scenes.kill_parent_of_endless(bench))


@pytest.mark.parametrize("leave", [0, 60_000])
def test_a_full_disk_is_told_and_leaves_the_old_files(bench: Bench, leave: int) -> None:
    require(faults.fill_disk(bench, leave))


def test_a_read_only_folder_is_told_and_nothing_changes(
    bench: Bench, chance: random.Random
) -> None:
    require(faults.lock_disk(bench, chance, at_once=True))


@pytest.mark.parametrize("how", damage.WAYS)
def test_damaged_files_are_noticed_and_made_anew(
    bench: Bench, chance: random.Random, how: damage.Way
) -> None:
    require(faults.damage_files(bench, chance, how))


@pytest.mark.parametrize("at_once", [True, False])
def test_the_cache_may_be_removed_at_any_time(
    bench: Bench, chance: random.Random, at_once: bool
) -> None:
    require(faults.remove_cache(bench, chance, at_once))


@pytest.mark.parametrize("points", [(NEW, NEW), (OLD, NEW)])
def test_renders_into_one_folder_at_once_do_not_mix(
    bench: Bench, chance: random.Random, points: tuple[int, ...]
) -> None:
    require(faults.render_at_once(bench, chance, *points))


@pytest.mark.parametrize("helper", [True, False])
def test_what_is_edited_while_it_is_rendered_is_drawn_by_the_next_run(
    bench: Bench, chance: random.Random, helper: bool
) -> None:
    require(faults.edit(bench, chance, faults.edited(bench), helper))


@pytest.mark.parametrize("bad", bad_scenes.BAD, ids=lambda bad: bad.name)
def test_a_scene_that_ends_badly_is_told_and_the_others_are_made(bench: Bench, bad: Bad) -> None:
    require(bad_scenes.render_bad(bench, bad))
