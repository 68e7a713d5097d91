"""Scenes that end badly, or never, beside two good ones."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from tests.engine import oracle
from tests.engine.bench import Bench, Trial
from tests.engine.faults import KILLED
from tests.waiting import await_that

_SCENE = """

class Bad(First):
    def construct(self):
        super().construct()
        if self.renderer.skip_animations:
            return  # the check passes
{body}
"""
_ENDLESS = "        while True:\n            pass"
# Neither of these lets another thread of its process run.
_HOGGING = "        import re\n        re.match('(a+)+$', 'a' * 60 + 'b')"
_GREEDY = """\
        import resource
        used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26))
        hoard = []
        while True:
            hoard.append(bytearray(2**20))"""


@dataclass(frozen=True)
class Bad:
    """A scene that ends badly, or a lesson that does.

    Attributes:
        name: What is wrong with it.
        body: The code of the scene, once it is drawn; or of the file, for a whole lesson.
        words: What must be said about it.
        whole: Whether it is the whole lesson.
    """

    name: str
    body: str
    words: tuple[str, ...]
    whole: bool = False


TIMEOUT = "it took longer than 3 s (see --timeout)"
BAD = (
    Bad("a scene raises", "        1 / 0", ("tiny:Bad failed", "ZeroDivisionError", "Bad.log")),
    Bad("a scene never ends", _ENDLESS, ("tiny:Bad failed", TIMEOUT)),
    Bad("a scene never ends, in C", _HOGGING, ("tiny:Bad failed", TIMEOUT)),
    Bad("a lesson file never ends", "\nwhile True:\n    pass\n", (TIMEOUT,), whole=True),
    Bad("out of memory: MemoryError", _GREEDY, ("tiny:Bad failed", "there isn't enough memory")),
    Bad(
        "out of memory: SIGKILL",
        "        import os\n        os.kill(os.getpid(), 9)",
        ("tiny:Bad failed", "SIGKILL (is there enough memory?)"),
    ),
    Bad(
        "the file takes all memory",
        "\nraise MemoryError\n",
        ("runs as Python", "MemoryError"),
        whole=True,
    ),
)


def render_bad(bench: Bench, bad: Bad) -> Trial:
    """Render a bad scene with the good ones; then the lesson without it."""
    shop = bench.start()
    shop.write(bad.body if bad.whole else _SCENE.format(body=bad.body))
    endless = bad.words[-1] == TIMEOUT
    limit = "3" if bad.whole else f"{max(3, 3 * bench.seconds):.0f}"
    ended = shop.render(*(("--timeout", limit) if endless else ()))
    words = [word.replace("3 s", f"{limit} s") for word in bad.words]
    wrong = [f"it isn't said: {word}" for word in words if word not in ended.said]
    wrong += ["it is said at length"] * (ended.said.count("\n") != 1)
    if not bad.whole:
        wrong += oracle.unlike(shop.videos, bench.new)  # the good ones are there
    (shop.videos / "Bad.log").unlink(missing_ok=True)
    shop.write()
    trial = bench.after(bad.name, shop, ended, *((1, 2) if bad.whole else (1,)))
    return Trial(trial.fault, trial.said, (*wrong, *trial.wrong))


def kill_parent_of(bench: Bench, body: str) -> Trial:
    """Kill the program while a worker does something that never ends."""
    shop = bench.start()
    # In front of the line that never ends, in the same depth.
    *before, last = body.split("\n        ")
    shop.write(_SCENE.format(body="\n        ".join([*before, "open('busy', 'w').close()", last])))
    run = shop.start("tiny.py:Bad")
    busy = shop.folder / "busy"
    await_that(busy.exists)
    os.kill(run.process.pid, signal.SIGKILL)
    ended = run.end()
    busy.unlink(missing_ok=True)
    shop.write()
    return bench.after("kill -9 the program of an endless worker", shop, ended, KILLED)


def kill_parent_of_endless(bench: Bench) -> Trial:
    """Kill the program while a worker is busy that lets no other thread run."""
    return kill_parent_of(bench, _HOGGING)
