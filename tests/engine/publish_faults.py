"""Faults, done to the real program while it publishes.

What is there before is the bundle of an older video; the video itself was rendered again since.
After each fault every file, and every folder with all that is in it, must be that of the older
video or that of the newer one, and the next run must complete what is missing.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from tests.engine.bench import NEW, OLD, Trial
from tests.engine.disk import Disk, small
from tests.engine.faults import CRASH, DISK, KILLED
from tests.engine.workshop import Ended, Run, Workshop

# Files, folders, a shared folder, and what is made of the whole course.
FORMATS = "mp4,clips,stills,slides,page,lms"
SHARED = "slides"  # in this folder every file is a thing of its own
Things = Mapping[str, object]


def things(out: Path) -> dict[str, object]:
    """Return what is in each file, and in each folder as a whole, under final names."""
    tops = [path for path in out.iterdir() if not path.name.startswith(".") and path.name != "tiny"]
    for path in (out / "tiny").iterdir():
        tops += path.iterdir() if path.name == SHARED else [path]
    return {path.relative_to(out).as_posix(): _content(path) for path in tops}


def _content(path: Path) -> object:
    if path.is_dir():
        return {one.relative_to(path).as_posix(): _content(one) for one in path.rglob("*.*")}
    return sha256(path.read_bytes()).hexdigest()


class PublishBench:
    """A workshop in which an older bundle lies beside newer videos.

    Args:
        folder: An empty folder.
        here: Whether runs that nobody disturbs may be in this process.

    Attributes:
        shop: The workshop.
        old: What is there of the older video.
        new: What publishing makes of the newer one.
        seconds: How long that takes when nobody disturbs it.
    """

    def __init__(self, folder: Path, here: bool = False) -> None:
        self.shop = Workshop(folder, here=here)
        self._bundle, self._start = folder / "bundle", folder / "start"
        self._render(OLD)
        self._publish()
        self.old = things(self.shop.out)
        shutil.copytree(self.shop.out, self._bundle)
        self._render(NEW)
        shutil.copytree(self.shop.out, self._start)
        self.seconds = self.shop.publish("--formats", FORMATS).end().seconds
        self.new = things(self.shop.out)
        assert set(self.old) == set(self.new)
        assert all(self.old[name] != self.new[name] for name in self.new if "Second" not in name)

    def start(self, disk: Disk | None = None, *, rendered: bool = True) -> Workshop:
        """Begin a trial.

        Args:
            disk: Where, if not beside the lesson.
            rendered: Whether the newer video is there already.
        """
        shop = self.shop if disk is None else Workshop(self.shop.folder, disk)
        shop.take_over(self._start if rendered else self._bundle)
        return shop

    def after(self, fault: str, shop: Workshop, ended: Ended, *codes: int) -> Trial:
        """Look at what a fault has left, let the program complete it, and look again."""
        wrong = list(ended.wrong)
        wrong += [f"it ended with {ended.code}: {ended.said}"] * (ended.code not in codes)
        wrong += self.faults(shop.out)
        if ended.code == 0:
            wrong += self.unlike_new(shop.out)
        wrong += [f"after the next run: {one}" for one in self.repaired(shop)]
        return Trial(fault, ended.said, tuple(wrong))

    def faults(self, out: Path) -> list[str]:
        """Say what is neither as it was nor as it is to be."""
        found = things(out)
        wrong = [f"{name} is missing" for name in self.old if name not in found]
        for name, content in found.items():
            if content not in (self.old.get(name), self.new.get(name)):
                wrong.append(f"{name} is neither the old nor the new one")
        return wrong

    def unlike_new(self, out: Path) -> list[str]:
        """Say what isn't as it is to be."""
        found = things(out)
        names = {*found, *self.new}
        wrong = [f"{name} is not new" for name in names if found.get(name) != self.new.get(name)]
        return wrong + [f"{path.name} is left over" for path in out.glob(".rendering*")]

    def repaired(self, shop: Workshop) -> list[str]:
        """Publish once more, undisturbed, and say what isn't as it should be then."""
        ended = shop.publish_quietly("--formats", FORMATS)
        wrong = [*ended.wrong, *self.unlike_new(shop.out)]
        wrong += [f"it ended with {ended.code}: {ended.said}"] * (ended.code != 0)
        left = [path.name for path in shop.temporary.iterdir() if path.name[:5] != "pymp-"]
        return wrong + [f"{name} is left over" for name in left]

    def _render(self, points: int) -> None:
        ended = self.shop.render_quietly(points=points)
        assert (ended.code, ended.wrong) == (0, ()), ended

    def _publish(self) -> None:
        ended = self.shop.publish_quietly("--formats", FORMATS)
        assert (ended.code, ended.wrong) == (0, ()), ended


def kill_parent(bench: PublishBench, chance: random.Random) -> Trial:
    """Kill the program at a random moment."""
    return _disturbed(bench, chance, "kill -9 the program", lambda run: run.process.kill(), KILLED)


def interrupt(bench: PublishBench, chance: random.Random) -> Trial:
    """Press Ctrl-C at a random moment."""
    press = lambda run: os.killpg(run.process.pid, signal.SIGINT)  # noqa: E731
    return _disturbed(bench, chance, "Ctrl-C", press, 130, -signal.SIGINT)


def terminate(bench: PublishBench, chance: random.Random) -> Trial:
    """Ask the program alone to end."""
    ask = lambda run: run.process.send_signal(signal.SIGTERM)  # noqa: E731
    return _disturbed(bench, chance, "SIGTERM", ask, 143, -signal.SIGTERM)


def kill_worker(bench: PublishBench, chance: random.Random) -> Trial:
    """Kill a process that makes something."""
    trial = _kill(bench, chance, "kill -9 a worker", Run.workers)
    known = (
        ": its process was killed by SIGKILL",
        ": its process could not be started",
        ": not made, because something that belongs to it is missing",
    )
    lines = [line for line in trial.said.splitlines() if "warning: " not in line]
    odd = [f"it says {line!r}" for line in lines if not any(one in line for one in known)]
    return Trial(trial.fault, trial.said, (*trial.wrong, *odd))


def kill_helper(bench: PublishBench, chance: random.Random) -> Trial:
    """Kill the process that workers are forked from, or the one that tidies up after all."""
    return _kill(bench, chance, "kill -9 a helper process", Run.children)


def crash(bench: PublishBench, step: int) -> Trial | None:
    """Kill the program just before it changes a file or folder for the n-th time.

    Returns:
        None when it doesn't change that many.
    """
    shop = bench.start()
    program = ["-c", CRASH, str(step), str(shop.out)]
    ended = shop.publish("--formats", FORMATS, program=program).end()
    if ended.code != KILLED:
        return None
    return bench.after("kill -9 before each change", shop, ended, KILLED)


def fill_disk(bench: PublishBench, leave: int) -> Trial:
    """Leave so many bytes free on the disk."""
    with small(bench.shop.folder / "disk", 4 * DISK) as disk:
        shop = bench.start(disk)
        ballast = disk.fill(leave)
        ended = shop.publish("--formats", FORMATS).end()
        wrong = []
        if ended.code != 0 and "the disk is full" not in ended.said:
            wrong.append(f"it isn't said what happened: {ended.said}")
        if ended.said.count("the disk is full") > 1:
            wrong.append(f"it is said too often: {ended.said}")
        wrong += [f"{path.name} is left over" for path in shop.out.glob(".rendering*")]
        ballast.unlink()
        trial = bench.after("full disk", shop, ended, 0, 1)
    return Trial(trial.fault, trial.said, (*wrong, *trial.wrong))


def publish_at_once(bench: PublishBench, chance: random.Random, count: int) -> Trial:
    """Publish several times at once."""
    shop = bench.start()
    if chance.random() < 0.5:  # nothing is there before
        shutil.rmtree(shop.out / "site")
        for path in (shop.out / "tiny").iterdir():
            if path.is_dir():
                shutil.rmtree(path)
    runs = []
    for _ in range(count):
        runs.append(shop.publish("--formats", FORMATS))
        time.sleep(chance.choice((0, 0, 0.01, 0.3)))
    ends = [run.end() for run in runs]
    wrong = [fault for ended in ends for fault in ended.wrong]
    wrong += [f"it ended with {ended.code}: {ended.said}" for ended in ends if ended.code]
    wrong += bench.unlike_new(shop.out) + bench.repaired(shop)
    return Trial("published several times at once", "", tuple(wrong))


def render_meanwhile(bench: PublishBench, chance: random.Random) -> Trial:
    """Render something newer while the older video is published."""
    shop = bench.start(rendered=False)
    rendering = shop.start(points=NEW)
    time.sleep(chance.uniform(0, bench.seconds))
    ended = shop.publish("--formats", FORMATS).end()
    drawn = rendering.end()
    wrong = [
        *drawn.wrong,
        *[f"rendering ended with {drawn.code}: {drawn.said}"] * (drawn.code != 0),
    ]
    wrong += ended.wrong
    refused = ended.code == 1 and "was rendered again meanwhile" in ended.said
    # Between two changes of a scene's files it may be in no state to be published.
    refused |= ended.code == 2 and "Try: rendering tiny again" in ended.said
    wrong += [f"it ended with {ended.code}: {ended.said}"] * (ended.code != 0 and not refused)
    wrong += [one for one in bench.faults(shop.out) if not one.startswith("site ")]
    wrong += [f"after the next run: {one}" for one in bench.repaired(shop)]
    return Trial("rendered while it is published", ended.said, tuple(wrong))


def _disturbed(
    bench: PublishBench,
    chance: random.Random,
    fault: str,
    disturb: Callable[[Run], None],
    *codes: int,
) -> Trial:
    shop = bench.start()
    run = shop.publish("--formats", FORMATS)
    time.sleep(chance.uniform(0.15, bench.seconds))
    if run.is_over():  # the moment comes earlier next time
        run.end()
        return _disturbed(bench, chance, fault, disturb, *codes)
    disturb(run)
    ended = run.end()
    if "KeyboardInterrupt" in ended.said:  # Python's own, until the program has begun
        ended = Ended(ended.code, ended.said, ended.seconds, ())
    return bench.after(fault, shop, ended, *codes)


def _kill(
    bench: PublishBench,
    chance: random.Random,
    fault: str,
    victims: Callable[[Run], list[int]],
) -> Trial:
    shop = bench.start()
    run = shop.publish("--formats", FORMATS)
    time.sleep(chance.uniform(0, bench.seconds))
    done = run.kill_one(chance, victims)
    ended = run.end()
    if not done:  # it was over already; the moment comes earlier next time
        return _kill(bench, chance, fault, victims)
    return bench.after(fault, shop, ended, 0, 1)
