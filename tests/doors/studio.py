"""The studio: who is let in, and what is too much for it."""

from __future__ import annotations

import random
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from tests.doors.attack import REFUSED, SURVIVED, Attack, Came, each
from tests.doors.house import House
from tests.studio.window import Studio
from tests.waiting import PATIENCE, await_that

DOOR = "studio"
_MOST_MEMORY = 200 * 2**20  # bytes that an attack may cost
_UPGRADE = {
    "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}  # fmt: skip
_SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"


@dataclass(frozen=True)
class Asking:
    """What is asked of the studio.

    Attributes:
        path: The path, with what follows it.
        headers: What is said besides; `None` leaves a header out. TOKEN and PORT stand for them.
        method: How.
        body: What is sent.
        knows: Whether the token comes along.
    """

    path: str = "/"
    headers: tuple[tuple[str, str | None], ...] = ()
    method: str = "GET"
    body: bytes = b""
    knows: bool = True


STRANGERS = {
    "no token": Asking(knows=False),
    "a wrong token": Asking("/?token=wrong", knows=False),
    "a token of a megabyte": Asking("/?token=" + "x" * 60_000, knows=False),
    "a foreign Host": Asking(headers=(("Host", "evil.example"),)),
    "no Host": Asking(headers=(("Host", None),)),
    "a foreign Origin": Asking(headers=(("Origin", "http://evil.example"),)),
    "an Origin of nowhere": Asking(headers=(("Origin", "null"),)),
    "another site's picture": Asking(headers=(("Sec-Fetch-Site", "cross-site"),)),
    "a socket without a token": Asking(_SOCKET, tuple(_UPGRADE.items()), knows=False),
    "a socket of another site": Asking(
        _SOCKET, (*_UPGRADE.items(), ("Origin", "http://evil.example"))
    ),
    "a request of 10 GB": Asking("/recording/0/0", (("Content-Length", str(10**10)),), "POST"),
    "a request of −1 bytes": Asking("/recording/0/0", (("Content-Length", "-1"),), "POST"),
    "a request of unknown length": Asking(
        "/recording/0/0", (("Transfer-Encoding", "chunked"),), "POST", b"0\r\n\r\n"
    ),
    "a file of a folder above": Asking("/out/../../../../etc/passwd"),
    "the same, written otherwise": Asking("/out/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    "the same with backslashes": Asking("/out/..%5c..%5cetc%5cpasswd"),
    "a file with an end of text": Asking("/out/a%00b"),
    "the lesson itself": Asking("/out/../mine.py"),
    "a picture of a great number": Asking(f"/picture/{10**30}.png"),
    "a clip of nothing": Asking("/clip/-1/-1.mp4"),
    "a typeface of a path": Asking("/font/..%2f..%2fpyproject.toml"),
    "a way to ask that is none": Asking(method="BREW"),
    "a recording of another version": Asking("/recording/999/0", (), "POST", b"no sound"),
}


def asked(house: House, asking: Asking) -> Came:
    """Ask for something; the studio refuses, and goes on."""
    with _standing(house) as (studio, wrong):
        answer = _answer(studio, asking)
        status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else 0
        wrong += ["a file of others was given out"] * (b"root:" in answer)
    ending = REFUSED if 400 <= status < 500 or not answer else f"answered with {status}"
    return Came(ending, answer[:80].decode(errors="replace").partition("\r")[0], tuple(wrong))


def huge_message(house: House, size: int) -> Came:
    """Send a message of many bytes through a socket that is let in."""
    with _standing(house) as (studio, wrong), _connected(studio) as link:
        link.sendall(_written(studio, Asking(_SOCKET, tuple(_UPGRADE.items()))))
        opened = link.recv(4096)
        wrong += [f"no socket: {opened[:80]!r}"] * (b" 101 " not in opened)
        link.sendall(b"\x81\xff" + size.to_bytes(8, "big") + bytes(4))
        try:
            for _ in range(size >> 16):
                link.sendall(b"4" * (1 << 16))
        except OSError:
            return Came(REFUSED, "hung up", tuple(wrong))
    return Came(SURVIVED, "", tuple(wrong))


def crowd(house: House, way: tuple[int, bytes]) -> Came:
    """Open many connections that say little, or nothing."""
    count, says = way
    with _standing(house) as (studio, wrong), ExitStack() as stack:
        for _ in range(count):
            stack.enter_context(_connected(studio)).sendall(says)
        wrong += _alive(studio)
    return Came(SURVIVED, "", tuple(wrong))


def _studio(house: House) -> Studio:
    """The studio of a house, started when it is first attacked."""
    return house.open("studio", partial(_opened, house.once("studio", lambda _: None)))


@contextmanager
def _opened(folder: Path) -> Iterator[Studio]:
    studio = Studio(folder)
    await_that(lambda: not _alive(studio))  # it says where it is before it listens
    try:
        yield studio
    finally:
        studio.process.send_signal(signal.SIGINT)
        studio.process.wait(60)


@contextmanager
def _standing(house: House) -> Iterator[tuple[Studio, list[str]]]:
    """Attack a studio; say whether it still stands afterwards, as large as before."""
    studio, wrong = _studio(house), list[str]()
    program = psutil.Process(studio.process.pid)
    before, said = program.memory_info().rss, studio.folder / "said.txt"
    told = len(said.read_text(encoding="utf-8"))
    yield studio, wrong
    wrong += _alive(studio)
    grown = program.memory_info().rss - before
    wrong += [f"it has grown by {grown >> 20} MB"] * (grown > _MOST_MEMORY)
    new = said.read_text(encoding="utf-8")[told:]
    wrong += [f"it told a traceback: {new[-300:]}"] * ("Traceback" in new)


def _alive(studio: Studio) -> list[str]:
    answer = _answer(studio, Asking())
    return [] if b" 200 " in answer[:20] else [f"it is gone: {answer[:80]!r}"]


def _answer(studio: Studio, asking: Asking) -> bytes:
    """Return what the studio answers, or nothing where it hangs up."""
    try:
        with _connected(studio) as link:
            link.sendall(_written(studio, asking))
            return link.recv(1 << 16)
    except ConnectionError:
        return b""


@contextmanager
def _connected(studio: Studio) -> Iterator[socket.socket]:
    place = urlsplit(studio.address)
    with socket.create_connection((place.hostname or "", place.port or 0), PATIENCE) as link:
        yield link


def _written(studio: Studio, asking: Asking) -> bytes:
    """Return a request as it is sent."""
    place = urlsplit(studio.address)
    headers: dict[str, str | None] = {"Host": place.netloc}
    if asking.knows:
        token = place.query.removeprefix("token=")
        headers["Cookie"] = f"studio-{place.port}={token}"
    if asking.body:
        headers["Content-Length"] = str(len(asking.body))
    headers |= dict(asking.headers)
    if "Transfer-Encoding" in headers:
        del headers["Content-Length"]
    lines = [f"{name}: {text}" for name, text in headers.items() if text is not None]
    head = "\r\n".join([f"{asking.method} {asking.path} HTTP/1.1", *lines, "", ""])
    return head.encode("latin-1") + asking.body


_HALF = b"GET / HTTP/1.1\r\nHost: x\r\nX: "
ATTACKS: list[Attack] = [
    *each(DOOR, [REFUSED], asked, STRANGERS),
    *each(
        DOOR, [REFUSED, "answered with 200"], asked,
        {"a header of a megabyte": Asking(headers=(("X-Long", "x" * 10**6),))},
    ),
    *each(DOOR, [REFUSED], huge_message, {"a message of 64 MB": 64 << 20}),
    *each(
        DOOR, [SURVIVED], crowd,
        {"100 silent connections": (100, b""), "100 requests that never end": (100, _HALF),
         "100 requests that are none": (100, random.Random(7).randbytes(4096))},
    ),
]  # fmt: skip
