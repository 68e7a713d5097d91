"""Recordings of a voice, which somebody else made."""

from __future__ import annotations

import os
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path

import av
import numpy as np

from tests.doors.attack import REFUSED, SURVIVED, Attack, Came, came, each
from tests.doors.house import ASKED, House

DOOR = "recordings"
_RATE = 8000


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _written(path: Path, channels: int, rate: int, seconds: float) -> None:
    times = np.arange(round(rate * seconds)) / rate
    tone = (9000 * np.sin(2 * np.pi * 220 * times)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(tone, channels).tobytes())


def _long(path: Path, hours: float = 10) -> None:
    """A second of a tone, and then nothing: on the disk it takes no room."""
    _written(path, 1, _RATE, 1)
    size = round(3600 * hours * _RATE * 2)
    with path.open("r+b") as file:
        file.truncate(44 + size)
        for place, number in ((4, 36 + size), (40, size)):
            file.seek(place)
            file.write(number.to_bytes(4, "little"))


def _endless(path: Path) -> None:
    """Say that there are 4 GB of sound where there is a second."""
    _written(path, 1, _RATE, 1)
    with path.open("r+b") as file:
        file.seek(40)
        file.write((2**32 - 1).to_bytes(4, "little"))


def _video(path: Path) -> None:
    with av.open(path, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=10)
        stream.width = stream.height = 64
        container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode())


WAYS: dict[str, tuple[tuple[str, ...], Callable[[Path], object]]] = {
    "a recording of 0 bytes": ((REFUSED,), lambda path: path.write_bytes(b"")),
    "a recording that is text": ((REFUSED,), lambda path: path.write_text("no sound\n" * 99)),
    "a recording that is a page": ((REFUSED,), lambda path: path.write_text("<script>1</script>")),
    "a recording that is a video": ((REFUSED,), _video),
    "a recording of a header alone": ((REFUSED,), lambda path: _written(path, 1, _RATE, 0)),
    "a recording of 10 hours": ((REFUSED,), _long),
    "a recording of 12 minutes": ((REFUSED,), partial(_long, hours=0.2)),
    "a recording that says 4 GB": ((SURVIVED,), _endless),
    "a recording of 7 channels at 192 kHz": (
        (SURVIVED,),
        lambda path: _written(path, 7, 192000, 1),
    ),
    "a recording at 1 Hz": ((REFUSED, SURVIVED), lambda path: _written(path, 1, 1, 3)),
    "a recording that is a pipe": ((SURVIVED,), _pipe),
    "a recording that never ends": ((SURVIVED,), lambda path: path.symlink_to("/dev/zero")),
    "a recording that is a folder": ((SURVIVED,), lambda path: path.mkdir()),
    "a recording of the system": ((REFUSED,), lambda path: path.symlink_to("/etc/passwd")),
    "a recording that leads nowhere": ((SURVIVED,), lambda path: path.symlink_to("nowhere.wav")),
}


def heard(house: House, put: Callable[[Path], object]) -> Came:
    """Render a scene of whose recordings one is something else."""
    path = house.home / "recordings" / "tiny" / "First" / "01.wav"
    path.parent.mkdir(parents=True)
    put(path)
    run = house.start(*ASKED, "--voice", "files", "--jobs", "1", "--timeout", "60", patience=100)
    return came(run)


ATTACKS: list[Attack] = []
for name, (must, put) in WAYS.items():
    quick = name in ("a recording of 12 minutes", "a recording that is a pipe")
    ATTACKS += each(DOOR, must, heard, {name: put}, quick=[name] * quick)
