"""Faults, each done to the real program while it renders."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable

from tests.engine import damage, oracle
from tests.engine.bench import NEW, OLD, Bench, Trial
from tests.engine.disk import small
from tests.engine.workshop import Ended, Run

KILLED = -signal.SIGKILL
DISK = 4 * 2**20  # bytes; the lesson needs a fraction of it

# Kills the program just before it changes something in a folder for the n-th time.
CRASH = """
import os, runpy, signal, sys
left, folder = int(sys.argv[1]), sys.argv[2]
CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "open"}
def hook(event, arguments):
    global left
    if event not in CHANGES or event == "open" and not arguments[2] & (os.O_WRONLY | os.O_RDWR):
        return
    if any(str(one).startswith(folder) for one in arguments[:2]):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
sys.argv = sys.argv[3:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def kill_parent(bench: Bench, chance: random.Random) -> Trial:
    """Kill the program at a random moment."""
    shop = bench.start(kept=chance.random() < 0.2)
    run = shop.start()
    time.sleep(chance.uniform(0, bench.seconds))
    run.process.kill()
    ended = run.end()
    if ended.code != KILLED:  # it was over already; the moment comes earlier next time
        return kill_parent(bench, chance)
    return bench.after("kill -9 the program", shop, ended, KILLED, partial=True)


def kill_worker(bench: Bench, chance: random.Random) -> Trial:
    """Kill one of the workers at a random moment."""
    return _kill(bench, chance, "kill -9 a worker", Run.workers, (0, 1))


def kill_helper(bench: Bench, chance: random.Random) -> Trial:
    """Kill the process that workers are forked from, or the one that tidies up after all."""
    return _kill(bench, chance, "kill -9 a helper process", Run.children, (0, 1))


def crash(bench: Bench, step: int, kept: bool) -> Trial | None:
    """Kill the program just before it changes a file or folder for the n-th time.

    Returns:
        None when it doesn't change that many.
    """
    shop = bench.start(kept=kept)
    run = shop.start(program=["-c", CRASH, str(step), str(shop.out)])
    ended = run.end()
    if ended.code != KILLED:
        return None
    name = "kill -9 before each change " + ("(nothing to draw)" if kept else "(while drawing)")
    return bench.after(name, shop, ended, KILLED, partial=True)


def interrupt(bench: Bench, chance: random.Random) -> Trial:
    """Press Ctrl-C at a random moment."""
    shop = bench.start()
    run = shop.start()
    time.sleep(chance.uniform(0.15, bench.seconds))
    if run.is_over():  # the moment comes earlier next time
        run.end()
        return interrupt(bench, chance)
    os.killpg(run.process.pid, signal.SIGINT)
    ended = run.end()
    ended = Ended(ended.code, ended.said, ended.seconds, _not_before_it_listens(ended))
    return bench.after("Ctrl-C", shop, ended, 130, -signal.SIGINT)


def fill_disk(bench: Bench, leave: int, kept: bool = False) -> Trial:
    """Leave so many bytes free on the disk."""
    with small(bench.shop.folder / "disk", DISK) as disk:
        shop = bench.start(disk, kept=kept)
        ballast = disk.fill(leave)
        ended = shop.render()
        wrong = _must_say("the disk is full", ended)
        left = oracle.leftovers(shop.out, bench.old, bench.new)
        ballast.unlink()
        trial = bench.after("full disk", shop, ended, 0, 1)
    return Trial(trial.fault, trial.said, (*wrong, *left, *trial.wrong))


def lock_disk(bench: Bench, chance: random.Random, at_once: bool) -> Trial:
    """Make the disk read-only, before the program starts or while it runs."""
    with small(bench.shop.folder / "disk", DISK) as disk:
        shop = bench.start(disk)
        if at_once:
            disk.read_only()
            ended = shop.render()
        else:
            run = shop.start()
            time.sleep(chance.uniform(0, bench.seconds))
            locked = _try(disk.read_only)  # refused while a file is being written
            ended = run.end()
        wrong = _must_say("Read-only file system", ended)
        if at_once and ended.code == 0:
            wrong += ("it said nothing of a read-only folder",)
        if at_once or locked:
            disk.read_only(False)
        trial = bench.after("read-only folder", shop, ended, 0, 1, 2)
    return Trial(trial.fault, trial.said, (*wrong, *trial.wrong))


def damage_files(bench: Bench, chance: random.Random, how: damage.Way) -> Trial:
    """Damage one or several files of the cache, or under a final name."""
    shop = bench.start(kept=True)
    files = sorted(path for path in shop.out.rglob("*") if path.is_file() and path.name != "lock")
    if how is damage.replaced:  # a folder under a final name is somebody else's
        files = [path for path in files if shop.videos not in path.parents]
    for path in chance.sample(files, chance.choice((1, 1, 2, 5, len(files)))):
        how(path, chance)
    ended = shop.render_quietly()
    wrong = oracle.unlike(shop.videos, bench.new)
    # What is asked for is repaired: the old scenes, too, once they are.
    wrong += shop.repair(bench.old, bench.new, points=OLD)
    trial = bench.after(f"damaged files: {how.__name__}", shop, ended, 0, drawn=bench.old)
    return Trial(trial.fault, trial.said, (*wrong, *trial.wrong))


def remove_cache(bench: Bench, chance: random.Random, at_once: bool) -> Trial:
    """Remove the cache, before the program starts or while it runs."""
    shop = bench.start(kept=chance.random() < 0.5)
    if at_once:
        shutil.rmtree(shop.out / ".cache")
    run = shop.start()
    if not at_once:
        end = time.monotonic() + chance.uniform(0, bench.seconds)
        while time.monotonic() < end:
            shutil.rmtree(shop.out / ".cache", ignore_errors=True)
            time.sleep(chance.uniform(0, 0.2))
    return bench.after("cache removed", shop, run.end(), 0)


def render_at_once(bench: Bench, chance: random.Random, *points: int) -> Trial:
    """Render into the same folder several times at once."""
    shop = bench.start(kept=chance.random() < 0.5)
    if chance.random() < 0.5:
        shutil.rmtree(shop.out)
    runs = []
    for number in points:
        runs.append(shop.start(points=number))
        time.sleep(chance.choice((0, 0, 0.01, 0.3)))
    ends = [run.end() for run in runs]
    wrong = [fault for ended in ends for fault in ended.wrong]
    wrong += [
        f"it ended with {ended.code}: {ended.said}" for ended in ends if ended.code or ended.said
    ]
    wrong += oracle.faults(shop.videos, bench.old, bench.new)
    wrong += [
        f"{scene} is missing"
        for scene in bench.new.scenes
        if scene not in oracle.published(shop.videos)
    ]
    wrong += oracle.leftovers(shop.out, bench.old, bench.new)
    wrong += shop.repair(bench.new, bench.old)
    kind = "different" if len(set(points)) > 1 else "equal"
    return Trial(f"{kind} renders into one folder at once", "", tuple(wrong))


def edit(bench: Bench, chance: random.Random, newer: oracle.Reference, helper: bool) -> Trial:
    """Change the lesson, or a file it imports, while it is rendered."""
    shop = bench.start()
    run = shop.start()
    time.sleep(chance.uniform(0, bench.seconds))
    if helper:
        shop.write(size=0.5)
    else:
        lesson = shop.folder / "tiny.py"
        lesson.write_text(lesson.read_text().replace("SIZE * value", "0.5 * value"))
    ended = run.end()
    refused = ended.code == 1 and "was changed while it was rendered" in ended.said
    odd = ended.code != 0 and not refused
    wrong = list(ended.wrong) + [f"it ended with {ended.code}: {ended.said}"] * odd
    wrong += oracle.faults(shop.videos, bench.new, newer, *([bench.old] * refused))
    wrong += shop.repair(newer, bench.old, bench.new, points=NEW)
    return Trial("edited while it is rendered", ended.said, tuple(wrong))


def edited(bench: Bench) -> oracle.Reference:
    """Render the lesson as `edit` leaves it."""
    shop = bench.start()
    shop.write(size=0.5)
    return shop.reference("edited", NEW)


def _kill(
    bench: Bench,
    chance: random.Random,
    fault: str,
    victims: Callable[[Run], list[int]],
    codes: tuple[int, ...],
) -> Trial:
    shop = bench.start()
    run = shop.start()
    time.sleep(chance.uniform(0, bench.seconds))
    done = run.kill_one(chance, victims)
    ended = run.end()
    if not done:  # it was over already; the moment comes earlier next time
        return _kill(bench, chance, fault, victims, codes)
    return bench.after(fault, shop, ended, *codes)


def _must_say(word: str, ended: Ended) -> tuple[str, ...]:
    """A failure is told with those words, in a line for each scene."""
    if ended.code == 0 or (word in ended.said and 1 <= ended.said.count("\n") <= 2):
        return ()
    return (f"it isn't said what happened: {ended.said}",)


def _not_before_it_listens(ended: Ended) -> tuple[str, ...]:
    """Python itself tells a traceback of Ctrl-C until the program has begun."""
    return () if "KeyboardInterrupt" in ended.said else ended.wrong


def _try(change: Callable[[], None]) -> bool:
    try:
        change()
    except Exception:
        return False
    return True
