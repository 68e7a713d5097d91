"""Records and videos that others wrote, as `publish` reads them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from tests.doors.attack import REFUSED, SURVIVED, TOLD, Attack, Came, came, each
from tests.doors.house import House
from tests.test_publish_cli import RECORD, VIDEO

DOOR = "records"
_MANY = 10**6
_LONG = "a long word " * 9000  # more than 65 535 bytes
GIVEN = {"function": "f(a) = a**2", "points": "2", "nudges": "1/10", "nudge": "delta"}
DESCENT = {"function": "J(w) = w**2", "start": "3", "steps": "3", "rates": "1/10"}

Change = Callable[[dict[str, Any]], object]


def _beats(record: dict[str, Any], **parts: Any) -> None:
    record["beats"][0] |= parts


def _cue(record: dict[str, Any], **parts: Any) -> None:
    record["beats"][0]["cues"][0] |= parts


def _figure(record: dict[str, Any], **parts: Any) -> None:
    record["figure"] = {"kind": "nudge", "given": GIVEN} | parts


def _of(**given: str) -> Change:
    return partial(_figure, given=GIVEN | given)


def _many(record: dict[str, Any]) -> None:
    end = record["duration"]
    one = record["beats"][0] | {"cues": [], "numbers": []}
    times = [end * index / _MANY for index in range(_MANY + 1)]
    record["beats"] = [
        one | {"index": index, "start": times[index], "end": times[index + 1]}
        for index in range(_MANY)
    ]


TIMES: Mapping[str, Change] = {
    "a caption that ends before it begins": partial(_cue, end=0.0, start=0.1),
    "a caption before the video": partial(_cue, start=-1.0),
    "a caption after the video": partial(_cue, end=1e6),
    "a beat that ends before it begins": partial(_beats, start=0.2, end=0.1),
    "a beat at no time": partial(_beats, start=float("nan")),
    "a beat that never ends": partial(_beats, end=float("inf")),
    "10⁶ beats": _many,
    "a video of 30 years": lambda record: record.update(duration=1e9, poster=0.0),
    "pictures of 10⁹ points": lambda record: record["quality"].update(width=10**9, height=10**9),
    "10⁹ frames a second": lambda record: record["quality"].update(frame_rate=1e9),
}
BOUNDS: Mapping[str, Change] = {
    "a sentence of 10⁵ characters": partial(_beats, text=_LONG, speech=_LONG),
    "a caption of 10⁵ characters": partial(_cue, text=_LONG),
    "a title of 10⁵ characters": lambda record: record.update(title=_LONG),
    "a chapter of 10⁵ characters": partial(_beats, chapter=_LONG),
    "an author of 10⁵ characters": lambda record: record.update(author=_LONG),
    "a language that is none": lambda record: record.update(language="<b>\n---\nx"),
    "a language of no letters": lambda record: record.update(language=""),
}
FIGURES: Mapping[str, Change] = {
    "a figure of no kind": partial(_figure, kind="../../x"),
    "a figure of 10⁹ places": partial(_figure, places=10**9),
    "a figure of −1 places": partial(_figure, places=-1),
    "a figure of a function that grows": _of(function="f(a) = 9**9**9**a"),
    "a figure of a long function": _of(function="f(a) = " + "+".join(f"a**{n}" for n in range(99))),
    "a figure of code": _of(function="f(a) = __import__('os').system('touch canary')"),
    "a figure of many points": _of(points=";".join(map(str, range(2000)))),
    "a figure of many nudges": _of(nudges=";".join(f"1/{n}" for n in range(1, 2000))),
    "a figure of a far point": _of(points="10**100"),
    "a figure of a small nudge": _of(nudges="10**-900"),
    "a figure of a nudge that is a tag": _of(nudge="<script>"),
    "a figure of nothing": partial(_figure, given={}),
    "a descent of 10⁹ steps": partial(
        _figure, kind="descent", given=DESCENT | {"steps": str(10**9)}
    ),
    "a descent of some steps": partial(_figure, kind="descent", given=DESCENT | {"steps": "some"}),
    "a descent of −1 steps": partial(_figure, kind="descent", given=DESCENT | {"steps": "-1"}),
    "a descent at many rates": partial(
        _figure, kind="descent", given=DESCENT | {"rates": ";".join(["1/10"] * 2000)}
    ),
    "a descent into the distance": partial(
        _figure, kind="descent", given=DESCENT | {"rates": "9**99", "steps": "100"}
    ),
    "a figure of 40 inputs": partial(
        _figure, kind="chain",
        given={"graph": "J = " + "+".join(f"x{n}**2" for n in range(40)), "nudge": "1/10",
               "inputs": ";".join(f"x{n}=1" for n in range(40))},
    ),
    "a figure of inputs without values": partial(
        _figure, kind="chain", given={"graph": "J = x", "nudge": "1/10", "inputs": "x"}
    ),
    "many functions": partial(
        _figure, kind="functions",
        given={"functions": ";".join(["f(a) = sin(a)"] * 200), "points": "1", "nudges": "1"},
    ),
}  # fmt: skip
FILES: Mapping[str, Callable[[Path], object]] = {
    "a record that is a pipe": lambda path: _pipe(path),
    "a video that is a pipe": lambda path: _pipe(path.with_name("First.mp4")),
    "captions that are a pipe": lambda path: _pipe(path.with_name("First.vtt")),
    "a poster that is a pipe": lambda path: _pipe(path.with_name("First.png")),
    "a poster that is text": lambda path: path.with_name("First.png").write_text("no picture"),
    "captions that are no text": lambda path: path.with_name("First.vtt").write_bytes(b"\xff\0"),
}
_ALL = "mp4,clips,stills,slides,transcript,explore,handout,pptx,deck,quiz,page,lms"


def edited(house: House, change: Change, formats: str = "transcript") -> Came:
    """Publish a scene whose record somebody has edited."""
    path = house.out / "tiny" / "First.beats.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record), encoding="utf-8")
    run = house.run("publish", "--formats", formats)
    slow = [f"it took {run.seconds:.0f} s"] * (run.seconds > 60)
    return came(run, *slow)


def damaged(house: House, damage: Callable[[str], bytes]) -> Came:
    """Publish a scene whose record is damaged."""
    path = house.out / "tiny" / "First.beats.json"
    path.write_bytes(damage(path.read_text(encoding="utf-8")))
    return came(house.run("publish", "--formats", "transcript"))


def replaced(house: House, damage: Callable[[Path], object]) -> Came:
    """Publish a scene whose video is another one, or none."""
    house.run("tiny.py:Second", "-q", "draft")
    damage(house.out / "tiny" / "First.mp4")
    return came(house.run("publish", "--formats", "stills"))


def filed(house: House, damage: Callable[[Path], object]) -> Came:
    """Publish a scene of whose files one is something else."""
    damage(house.out / "tiny" / "First.beats.json")
    return came(house.start("publish", "--formats", "transcript,page,mp4", patience=60))


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


ATTACKS: list[Attack] = [
    *each(DOOR, [REFUSED], edited, TIMES, quick=["a caption after the video"]),
    *each(
        DOOR, [REFUSED, TOLD, SURVIVED], partial(edited, formats=_ALL), BOUNDS
    ),
    *each(
        DOOR, [SURVIVED], partial(edited, formats="explore"), FIGURES,
        quick=["a figure of 10⁹ places"],
    ),
    *each(DOOR, [REFUSED, TOLD, SURVIVED], filed, FILES, quick=["a video that is a pipe"]),
    *each(DOOR, [REFUSED], damaged, {f"a record: {name}": way for name, way in RECORD.items()}),
    *each(DOOR, [REFUSED], replaced, {f"a video: {name}": way for name, way in VIDEO.items()}),
]  # fmt: skip
