"""Says whether a folder of videos is as it should be.

It shares no code with the project: it knows what files there are for a scene, reads them with the
libraries that players and editors use, and compares them with those of a render that nobody
disturbed.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import srt
import webvtt
from PIL import Image

from tests.waiting import PATIENCE

KINDS = ("mp4", "beats.json", "png", "srt", "vtt")
IN_CACHE = {"lock", "scenes", "uses", "last", "requests", "lessons"}

Set = Mapping[str, bytes]  # what is in a scene's files, by the ending of their names


@dataclass(frozen=True)
class Reference:
    """What an undisturbed render makes.

    Attributes:
        name: What was asked for.
        scenes: The files of each scene.
    """

    name: str
    scenes: Mapping[str, Set]


def published(folder: Path) -> dict[str, dict[str, bytes]]:
    """Read every file under a final name, by scene and ending; logs aside."""
    found: dict[str, dict[str, bytes]] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        scene, _, kind = path.name.partition(".")
        if kind != "log":
            found.setdefault(scene, {})[kind] = path.read_bytes()
    return found


def damages(scene: str, files: Set) -> list[str]:
    """Say what is wrong with the files of one scene, by themselves and together."""
    wrong = [f"{scene}.{kind} is missing" for kind in KINDS if kind not in files]
    wrong += [f"{scene}.{kind} is nothing we make" for kind in files if kind not in KINDS]
    if wrong:
        return wrong
    try:
        record = json.loads(files["beats.json"])
        said = [cue["text"] for beat in record["beats"] for cue in beat["cues"]]
        frames = round(record["duration"] * record["quality"]["frame_rate"])
        if (shown := _frames(files["mp4"])) != frames:
            wrong.append(f"{scene}.mp4 has {shown} frames, the record says {frames}")
        if [cue.content for cue in srt.parse(files["srt"].decode())] != said:
            wrong.append(f"{scene}.srt says something else than the record")
        cues = webvtt.from_string(files["vtt"].decode())
        if [cue.text for cue in cues] != said:
            wrong.append(f"{scene}.vtt says something else than the record")
        Image.open(io.BytesIO(files["png"])).load()
    except Exception as error:
        wrong.append(f"{scene}: {type(error).__name__}: {error}")
    return wrong


def faults(folder: Path, *allowed: Reference, partial: bool = False) -> list[str]:
    """Say what is wrong with a lesson's folder.

    Args:
        folder: The folder with the published files.
        allowed: Each scene must have the files of one of these, or none at all.
        partial: Whether some of a scene's files may be missing. It may be so after a kill in the
            few microseconds in which a scene's files change places; what is there must belong
            together even then, and the video must be there.
    """
    wrong = []
    for scene, files in published(folder).items():
        wanted = [one.scenes[scene] for one in allowed if scene in one.scenes]
        if files in wanted:
            continue  # the reference was decoded when it was made
        if partial and "mp4" in files and any(files.items() <= one.items() for one in wanted):
            continue
        wrong += damages(scene, files) or [f"{scene} is neither the old nor the new one"]
    return wrong


def unlike(folder: Path, reference: Reference) -> list[str]:
    """Say in what a lesson's folder differs from an undisturbed render."""
    found = published(folder)
    wrong = [
        f"{scene}.{kind} isn't what an undisturbed render makes"
        for scene, files in reference.scenes.items()
        for kind, content in files.items()
        if found.get(scene, {}).get(kind) != content
    ]
    return wrong + [f"{scene} is left over" for scene in found if scene not in reference.scenes]


def leftovers(out: Path, *known: Reference) -> list[str]:
    """Say what a finished program left behind, in its folder and in the cache."""
    wrong = [f"{path.name} is left over" for path in out.glob(".*") if path.name != ".cache"]
    cache = out / ".cache"
    wrong += [f".cache/{name.name} is left over" for name in cache.glob("*") if _odd(name, "")]
    for name in ("uses", "requests"):
        wrong += [f"{one.name} is left over" for one in (cache / name).glob("*") if _odd(one, name)]
    whole = [files for one in known for files in one.scenes.values()]
    for entry in (cache / "scenes").glob("*"):
        files = {path.name.partition(".")[2]: path.read_bytes() for path in entry.iterdir()}
        manifest = files.pop("json", b"") if "json" in files else None
        if manifest is None or files not in whole:
            wrong.append(f".cache/scenes/{entry.name[:8]} is half an entry")
    return wrong


def processes(session: int) -> dict[int, int]:
    """Return the processes of a session that still run, each with its parent."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent, _, owner = stat.read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue  # it ended meanwhile
        if int(owner) == session and state not in "ZX":
            found[int(stat.parent.name)] = int(parent)
    return found


def orphans(session: int) -> list[str]:
    """Say which processes go on after the program has ended."""
    end = time.monotonic() + PATIENCE
    while left := processes(session):
        if time.monotonic() > end:
            return [f"process {number} still runs" for number in left]
        time.sleep(0.02)
    return []


@cache
def _frames(movie: bytes) -> int:
    """Decode a whole video and count its frames."""
    with av.open(io.BytesIO(movie)) as container:
        return sum(1 for _ in container.decode(video=0))


def _odd(path: Path, folder: str) -> bool:
    return path.suffix != ".json" if folder else path.name not in IN_CACHE
