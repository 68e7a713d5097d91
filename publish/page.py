"""The course as a web site: pages that need no server, no framework and nobody else's files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from publish import player
from publish.formats import Format
from publish.player import PAGE, Neighbour
from publish.scene import Scene
from publish.templating import render
from publish.words import Words, words

SITE = "site"
_FOR_EDITORS = "prores.mov"  # forty times the video: it would be nearly all of the site


@dataclass(frozen=True)
class Download:
    """A file that a page offers.

    Attributes:
        file: Its name.
        address: What to open, relative to the page.
        says: What it is.
        size: How much there is to load, with its unit; empty for a folder.
    """

    file: str
    address: str
    says: str
    size: str


def make(scenes: Sequence[Scene], folder: Path) -> None:
    """Write the site.

    Args:
        scenes: What it shows, in this order.
        folder: Where the folder of the site is made.

    Raises:
        FileExistsError: A lesson's own folder has the name of the site's.
    """
    if any(scene.folder.name == SITE for scene in scenes):
        raise FileExistsError(f"a lesson is called {SITE!r}, and so is the folder of the web site")
    site = folder / SITE
    player.write_assets(site / "assets")
    for index, scene in enumerate(scenes):
        before = scenes[index - 1] if index else None
        after = scenes[index + 1] if index + 1 < len(scenes) else None
        _write_scene(scene, site / _place(scene), before, after)
    player.write(site / PAGE, _index(scenes))


FORMAT = Format(
    make,
    "a web site of the whole course",
    (f"{SITE}/",),
    "needs no server: players, chapters, transcripts, questions, numbers, downloads",
    is_of_course=True,
    shows=("explore",),
)


def _write_scene(scene: Scene, folder: Path, before: Scene | None, after: Scene | None) -> None:
    folder.mkdir(parents=True)
    beside = _beside(scene)
    player.copy(beside, folder)
    player.describe(scene, folder)
    shared = player.context(scene) | {"root": "../../"}
    downloads = [_download(file, shared["words"]) for file in beside]
    text = render(
        "scene.html",
        **shared,
        downloads=downloads,
        previous=_neighbour(before),
        next=_neighbour(after),
    )
    player.write(folder / PAGE, text)
    alone = {**shared, "worded": False}  # over the picture there is no room for more buttons
    player.write(folder / "embed.html", render("embed.html", **alone))


def _index(scenes: Sequence[Scene]) -> str:
    languages = {scene.record.language for scene in scenes}
    language = languages.pop() if len(languages) == 1 else "en"
    lessons = [
        (lesson[0].record.heading, [(scene, f"{_place(scene)}/") for scene in lesson])
        for lesson in (
            list(members) for _, members in groupby(scenes, key=lambda scene: scene.folder)
        )
    ]
    return render("index.html", lessons=lessons, words=words(language), language=language, root="")


def _place(scene: Scene) -> str:
    """Return the folder of a scene's page on the site."""
    return f"{scene.folder.name}/{scene.name}"


def _neighbour(scene: Scene | None) -> Neighbour | None:
    if scene is None:
        return None
    record = scene.record
    return Neighbour(record.title, record.language, f"../../{_place(scene)}/{PAGE}")


def _beside(scene: Scene) -> list[Path]:
    """Return what was made of a scene by now and is of use alone; what the page needs first."""
    own = list(player.media(scene))
    kinds = words(scene.record.language).kinds
    named = (scene.folder / f"{scene.name}.{kind}" for kind in kinds if kind != _FOR_EDITORS)
    return own + sorted(path for path in named if path.exists() and path not in own)


def _download(path: Path, words: Words) -> Download:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        start = path / PAGE if path / PAGE in files else next(iter(files), path)
        address = start.relative_to(path.parent).as_posix()
        return Download(path.name, address, _says(path, words.kinds), "")
    return Download(
        path.name, path.name, _says(path, words.kinds), _size(path.stat().st_size, words)
    )


def _says(path: Path, kinds: Mapping[str, str]) -> str:
    """Return what a file is, by the longest ending that is known; else the ending itself."""
    endings = path.name.split(".")[1:]
    for start in range(len(endings)):
        known = kinds.get(".".join(endings[start:]))
        if known:
            return known
    return ".".join(endings)


def _size(count: int, words: Words) -> str:
    """Write a number of bytes with its unit.

    Example:
        >>> _size(512, words("en")), _size(1_234_567, words("fr"))
        ('1 kB', '1,2 Mo')
    """
    size, units = count / 1000, words("units").split()
    while size >= 1000 and len(units) > 1:
        size, units = size / 1000, units[1:]
    text = f"{max(1, round(size))}" if units[0] == words("units").split()[0] else f"{size:.1f}"
    return f"{text.replace('.', words('decimal'))} {units[0]}"
