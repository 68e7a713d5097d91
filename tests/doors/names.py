"""Names as paths: of lessons, scenes and variants, and links in what is read and written."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.doors.attack import REFUSED, SURVIVED, Attack, Came, came, each
from tests.doors.house import ASKED, House

DOOR = "names"
LONG = "x" * 300
MARK = "belongs to somebody else"

LESSONS = {
    "a lesson called ..": "..",
    "a lesson called by its parent": "../others/tiny",
    "a lesson of the system": "/etc/passwd",
    "a lesson with a path that is no Python": "../others/precious.txt",
    "a lesson with an end of text": "ti\0ny.py",
    "a lesson of 300 bytes": f"{LONG}.py",
    "a scene called by a path": "tiny.py:../../First",
    "a scene with an end of text": "tiny.py:Fi\0rst",
    "a lesson called like an option": "--tiny.py",
}
FILES = {
    "a lesson called CON": "CON.py",
    "a lesson called aux.tar": "aux.tar.py",
    "a lesson with a dot at its end": "tiny..py",
    "a lesson with a space at its end": "tiny .py",
    "a lesson that runs from right to left": "ti\u202eny.py",
    "a lesson with a line in its name": "ti\nny.py",
    "a lesson of 250 bytes": "x" * 247 + ".py",
}
VARIANTS = {
    "a variant called ..": "..",
    "a variant called by a path": "../../others/tiny",
    "a variant that is absolute": "/tmp/steep",
    "a variant with an end of text": "ste\0ep",
    "a variant with a line in its name": "ste\nep",
    "a variant of 300 letters": LONG,
    "a variant that is a tag": "<b>steep</b>",
    "a variant with a dot at its end": "steep.",
}


def called(house: House, word: str) -> Came:
    """Ask for a lesson by a name."""
    return came(house.run(word, "-q", "draft"))


def filed(house: House, name: str) -> Came:
    """Ask for a lesson in a file that is called so."""
    (house.home / "tiny.py").rename(house.home / name)
    return came(house.run(f"{name}:First", "-q", "draft"))


def varied(house: House, name: str) -> Came:
    """Render a variant that is called so."""
    quoted = "".join(f"\\u{ord(one):04x}" for one in name)
    text = f'[tiny.First]\npoints = 2\n[tiny.First.variant."{quoted}"]\npoints = 3\n'
    (house.home / "course.toml").write_text(text, encoding="utf-8")
    return came(house.run(*ASKED, "--params", "course.toml"))


def composed(house: House) -> Came:
    """Render one lesson by both spellings of its name: it is the same, and drawn once."""
    name = unicodedata.normalize("NFD", "été")
    (house.home / "tiny.py").rename(house.home / f"{name}.py")
    first = house.run(f"{name}.py:First", "-q", "draft")
    second = house.run(f"{unicodedata.normalize('NFC', name)}.py:First", "-q", "draft")
    folders = {path.name for path in house.out.iterdir()} - {"tiny", ".cache"}
    wrong = [f"there are the folders {folders}"] * (folders != {"été"})
    wrong += ["it was drawn twice"] * ("unchanged" not in second.out)
    return came(first if first.code else second, *wrong)


def linked(house: House, way: tuple[str, Callable[[Path], Path], tuple[str, ...]]) -> Came:
    """Put a link to what belongs to others in a place, and run the program.

    Nothing behind it is changed, which the house sees to, or is found in what is published.
    """
    place, target, words = way
    link = house.home / place
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.is_dir() and not link.is_symlink():
        link.rename(house.home / "moved")
    else:
        link.unlink(missing_ok=True)
    link.symlink_to(target(house.street / "others"))
    ended = house.run(*words)
    mine = (house.street / "others", link)
    return came(ended, *published(house.out, mine[0], link))


def published(out: Path, others: Path, link: Path) -> Iterator[str]:
    """Say where in a folder of videos something of others is, besides behind a link put there."""
    for folder, names, files in os.walk(out):
        names[:] = [name for name in names if name != ".cache"]
        for path in (Path(folder, name) for name in (*names, *files)):
            if path.is_symlink() and path != link:
                yield f"{path.relative_to(out)} is a link"
            elif path.is_file() and path != link and MARK.encode() in path.read_bytes():
                yield f"{path.relative_to(out)} has what belongs to others"


def _a(name: str) -> Callable[[Path], Path]:
    return lambda others: others / name


_FORCED = (*ASKED, "--force")
_WORDS = "publish", "--formats", "slides,clips,transcript,page"
LINKS = {
    "a link for the lesson's folder": ("out/tiny", _a(""), _FORCED),
    "a link for the cache": ("out/.cache", _a(""), _FORCED),
    "a link for a folder of the cache": ("out/.cache/scenes", _a(""), ("clean",)),
    "a link for the lock": ("out/.cache/lock", _a("precious.txt"), _FORCED),
    "a link for what is unfinished": ("out/.cache/unfinished", _a(""), _FORCED),
    "a link for an entry of the cache": ("out/.cache/scenes/x", _a(""), ("clean",)),
    "a link for a sentence of a voice": ("out/.cache/voices/x", _a(""), ("clean",)),
    "a link for a request": ("out/.cache/requests/x.json", _a("precious.txt"), _FORCED),
    "a link for who owns a folder": ("out/.cache/lessons/tiny.json", _a("precious.txt"), _FORCED),
    "a link for an old folder of a run": ("out/.rendering-x", _a(""), _FORCED),
    "a link for an old lock of a run": ("out/.rendering-x.lock", _a("precious.txt"), _FORCED),
    "a link for a video": ("out/tiny/First.mp4", _a("precious.txt"), _FORCED),
    "a link for a log": ("out/tiny/First.log", _a("precious.txt"), _FORCED),
    "a link for a record, published": ("out/tiny/First.beats.json", _a("precious.txt"), _WORDS),
    "a link for a video, published": ("out/tiny/First.mp4", _a("precious.txt"), _WORDS),
    "a link for captions, published": ("out/tiny/First.vtt", _a("precious.txt"), _WORDS),
    "a link for a poster, published": ("out/tiny/First.png", _a("precious.txt"), _WORDS),
    "a link for a download": ("out/tiny/First.gif", _a("precious.txt"), _WORDS),
    "a link for clips": ("out/tiny/First.clips", _a(""), _WORDS),
    "a link for clips, not made anew": (
        "out/tiny/First.clips",
        _a(""),
        ("publish", "--formats", "page"),
    ),
    "a link in a folder of slides": ("out/tiny/slides/files", _a(""), _WORDS),
    "a folder of videos of 300 bytes": ("x", _a(""), (*_FORCED, "--out", LONG)),
    "a file of parameters of 300 bytes": ("x", _a(""), (*_FORCED, "--params", f"{LONG}.toml")),
    "a link for a presentation": ("out/tiny/First.deck.html", _a("precious.txt"), _WORDS),
    "a link for slides": ("out/tiny/slides", _a(""), _WORDS),
    "a link for the site": ("out/site", _a(""), _WORDS),
    "a link for what was published": ("out/.cache/published", _a(""), _WORDS),
}
QUICK = {
    "a link for the lock", "a link for an old lock of a run", "a link for slides",
    "a link for clips", "a link for a video, published", "a link for an entry of the cache",
}  # fmt: skip

ATTACKS = [
    *each(DOOR, [REFUSED], called, LESSONS, quick=["a lesson with an end of text"]),
    *each(DOOR, [REFUSED], filed, FILES, quick=["a lesson that runs from right to left"]),
    *each(DOOR, [REFUSED], varied, VARIANTS, quick=["a variant with an end of text"]),
    Attack(DOOR, "accents composed and not", (SURVIVED,), composed),
    *each(DOOR, [REFUSED, SURVIVED], linked, LINKS, quick=QUICK),
]
