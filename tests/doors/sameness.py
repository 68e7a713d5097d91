"""The same render elsewhere: in another folder, time zone and language, and by somebody else."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from functools import partial
from pathlib import Path

from tests.doors.attack import SURVIVED, Attack, Came, came, each
from tests.doors.house import ASKED, House

DOOR = "sameness"
_FORMATS = "clips,stills,slides,transcript,handout,pptx,deck,quiz,page,lms"
_COMMAND = *ASKED, "--formats", _FORMATS


def made(folder: Path) -> dict[str, bytes]:
    """Return what is in all files of a folder of videos, by their places in it."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def reference(house: House) -> dict[str, bytes]:
    """Return what a run makes that nobody disturbs, once for a house."""
    return made(house.once("sameness", partial(_reference, house)))


def _reference(house: House, folder: Path) -> None:
    house.begin()
    run = house.run(*_COMMAND)
    assert run.code == 0, run.said
    shutil.copytree(house.out, folder, dirs_exist_ok=True)


def elsewhere(house: House, way: tuple[dict[str, str], bool]) -> Came:
    """Render and publish anew, elsewhere: every file is the same, byte for byte."""
    system, by_another = way
    known = reference(house)
    house.begin()
    other = house.aside / "leçon (2)" / "deep"
    other.mkdir(parents=True)
    shutil.copy(house.home / "tiny.py", other)
    before: tuple[str, ...] = ("env", f"--chdir={other}")
    if by_another:
        for folder in (other.parent, other):
            folder.chmod(0o777)
        system = system | {"HOME": str(other), "TMPDIR": str(house.aside)}
        before += ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    later = time.time() - 10**7
    os.utime(other / "tiny.py", (later, later))
    run = house.start(*_COMMAND, system=system, before=before, patience=300)
    found = made(other / "out")
    wrong = [f"{name} is another" for name in sorted(known) if found.get(name) != known[name]]
    wrong += [f"there is {name}" for name in sorted({*found} - {*known})]
    return came(run, *(wrong if run.code == 0 else ()))


WAYS = {
    "another folder, time zone and locale": (
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "5"}, False,
    ),
    "another user": ({"TZ": "America/St_Johns"}, True),
}  # fmt: skip


def _may_others_run() -> bool:
    """Whether another user can be, and reaches the Python that runs this."""
    places = Path(sys.base_prefix).resolve().parents
    return os.getuid() == 0 and all(place.stat().st_mode & stat.S_IXOTH for place in places)


ATTACKS: list[Attack] = each(
    DOOR,
    [SURVIVED],
    elsewhere,
    {name: way for name, way in WAYS.items() if not way[1] or _may_others_run()},
)
