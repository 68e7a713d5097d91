"""Odd machines: little room, other settings, a clock that goes backwards, signals."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.doors.attack import SURVIVED, TOLD, Attack, Came, came, each
from tests.doors.house import ASKED, PROGRAM, House
from tests.engine import oracle
from tests.engine.disk import small

DOOR = "machines"
FORCED = *ASKED, "--force"
# Time as the program sees it: an hour back at every look.
_BACKWARDS = """
import runpy, sys, time
real, looks = time.time, iter(range(10**9))
time.time = lambda: real() - 3600 * next(looks)
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@dataclass(frozen=True)
class Machine:
    """How a machine is set.

    Attributes:
        system: Variables of the environment.
        shell: What a shell does before it runs the program.
    """

    system: Mapping[str, str] = field(default_factory=dict)
    shell: str = ""


MACHINES = {
    "no HOME": Machine(shell="unset HOME"),
    "a HOME that is nowhere": Machine({"HOME": "/nowhere"}),
    "LANG=C": Machine({"LC_ALL": "C", "LANG": "C"}),
    "a locale that isn't there": Machine({"LC_ALL": "xx_XX.UTF-8"}),
    "Turkish": Machine({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}),
    "TERM=dumb": Machine({"TERM": "dumb"}),
    "a time zone 14 hours ahead": Machine({"TZ": "Pacific/Kiritimati"}),
    "a time zone that is none": Machine({"TZ": "../../etc/passwd"}),
    "PYTHONOPTIMIZE=2": Machine({"PYTHONOPTIMIZE": "2"}),
    "PYTHONWARNINGS=error": Machine({"PYTHONWARNINGS": "error"}),
    "PYTHONHASHSEED=7": Machine({"PYTHONHASHSEED": "7"}),
    "a closed standard input": Machine(shell="exec <&-"),
    "a closed standard output": Machine(shell="exec >&-"),
    "64 open files": Machine(shell="ulimit -n 64"),
    "3 GB of addresses": Machine(shell="ulimit -v 3000000"),
    "a temporary folder that is nowhere": Machine({"TMPDIR": "/nowhere"}),
    "a temporary folder of the system": Machine({"TMPDIR": "/proc"}),
    "a file for a temporary folder": Machine({"TMPDIR": "tiny.py"}),
    "files that nobody else reads": Machine(shell="umask 077"),
    "SIGPIPE ignored": Machine(shell="trap '' PIPE"),
}


def set_so(house: House, machine: Machine) -> Came:
    """Render on a machine that is set so: what is made is what was there before."""
    known = house.videos()
    before = ("sh", "-c", f'{machine.shell or ":"}; exec "$@"', "sh")
    run = house.start(*FORCED, "--jobs", "1", system=machine.system, before=before)
    wrong = [f"{name} is another" for name, data in house.videos().items() if known[name] != data]
    return came(run, *(wrong if run.code == 0 else ()))


def backwards(house: House) -> Came:
    """Let the clock go backwards."""
    known = house.videos()
    command = [sys.executable, "-c", _BACKWARDS, str(PROGRAM), *FORCED]
    done = subprocess.run(
        command, cwd=house.home, capture_output=True, text=True, timeout=100, check=False
    )
    wrong = ["the files are others"] * (house.videos() != known)
    ending = SURVIVED if done.returncode == 0 else f"ended with {done.returncode}"
    return Came(ending, done.stderr, tuple(wrong))


def little_room(house: House, way: tuple[bool, int]) -> Came:
    """Render with a temporary folder on a disk that is full, or that nobody can write to."""
    read_only, leave = way
    known = house.videos()
    with small(house.aside / "disk", 1 << 20) as disk:
        if read_only:
            disk.read_only()
        else:
            disk.fill(leave)
        system = {"TMPDIR": str(disk.folder)}
        run = house.start(*FORCED, system=system, before=disk.inside[:-2] + _at(house))
        left = [path.name for path in disk.seen.iterdir() if path.name != "ballast"]
    wrong = [f"{name} was left over in the temporary folder" for name in left]
    wrong += ["the files are others"] * (run.code == 0 and house.videos() != known)
    return came(run, *wrong)


def _at(house: House) -> tuple[str, ...]:
    return f"--wdns={house.home}", "--"


def signalled(house: House, sent: Sequence[signal.Signals]) -> Came:
    """Send signals while a scene is drawn; then no process is left, and the next run is as ever."""
    known = house.videos()
    program = subprocess.Popen(
        [sys.executable, str(PROGRAM), *FORCED], cwd=house.home, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(house.temporary)},
    )  # fmt: skip
    time.sleep(1.2)
    for one in sent:
        os.killpg(program.pid, one) if one is signal.SIGSTOP else program.send_signal(one)
        time.sleep(0.5)
        if one is signal.SIGSTOP:
            os.killpg(program.pid, signal.SIGCONT)
    _, said = program.communicate(timeout=100)
    wrong = [*oracle.orphans(program.pid)]
    wrong += [f"{name} is another" for name, data in house.videos().items() if known[name] != data]
    again = came(house.start(*ASKED))
    return Came(again.ending, said, (*wrong, *again.wrong))


def cut_off(house: House) -> Came:
    """Read one line of what it lists, and hang up."""
    command = f"{sys.executable} {PROGRAM} {' '.join(ASKED)} --list | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"], cwd=house.home, capture_output=True,
        text=True, timeout=100, check=False,
    )  # fmt: skip
    wrong = [f"it complained: {done.stderr}"] * bool(done.stderr)
    return Came(SURVIVED, done.stderr, tuple(wrong))


def crowded(house: House) -> Came:
    """Let the folder of videos be one in which nobody can make anything."""
    before: tuple[str, ...] = ()
    if os.getuid() == 0:
        before = "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"
    else:
        house.out.chmod(0o500)
    others = {"HOME": str(house.aside), "TMPDIR": str(house.aside)}
    shutil.copytree(house.home, house.aside / "home")  # whose owner is another
    before = ("env", f"--chdir={house.aside / 'home'}", *before)
    return came(house.start(*FORCED, system=others, before=before))


_SIGNALS = {
    "SIGQUIT": [signal.SIGQUIT],
    "SIGHUP": [signal.SIGHUP],
    "SIGTERM twice": [signal.SIGTERM, signal.SIGTERM],
    "SIGSTOP and on": [signal.SIGSTOP],
    "SIGWINCH": [signal.SIGWINCH],
    "SIGPIPE": [signal.SIGPIPE],
}
ATTACKS = [
    *each(DOOR, [SURVIVED], set_so, MACHINES, quick=["a temporary folder that is nowhere"]),
    Attack(DOOR, "a clock that goes backwards", (SURVIVED,), backwards),
    *each(
        DOOR, [SURVIVED, TOLD], little_room,
        {"a full temporary folder": (False, 0), "a temporary folder with 4 kB": (False, 4096),
         "a temporary folder that is read-only": (True, 0)},
        quick=["a full temporary folder"],
    ),
    *each(DOOR, [SURVIVED], signalled, _SIGNALS, quick=["SIGQUIT"]),
    Attack(DOOR, "a reader that hangs up", (SURVIVED,), cut_off),
    Attack(DOOR, "a folder of somebody else's", ("refused",), crowded),
]  # fmt: skip
