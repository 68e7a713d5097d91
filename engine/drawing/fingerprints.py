"""What pictures are drawn from, as checksums: beats with the same one need no second drawing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from struct import pack
from typing import Protocol

import numpy as np
from manim import Mobject

from engine.jobs import keys


class Look(Protocol):
    """What an object looks like in a frame.

    Attributes:
        points: Its points, byte by byte.
        style: Its colours and widths.
        has_moved: Whether the points are others than in the frame before.
        has_faded: Whether the style is.
    """

    points: bytes
    style: bytes
    has_moved: bool
    has_faded: bool


class Fingerprints:
    """Takes the fingerprints of beats: of all that their frames are drawn from, in order.

    Args:
        about: What else the video depends on, and is the same for all frames.
    """

    def __init__(self, *about: object) -> None:
        self._about = repr((about, keys.of_drawing())).encode()
        self._found: list[str] = []
        self._begin()

    def _begin(self) -> None:
        self._sum = hashlib.sha256(self._about)
        self._is_empty, self._is_certain = True, True
        # Objects by their identity, held so that no other can take it; numbered as they come.
        self._numbers: dict[int, tuple[int, Mobject]] = {}
        self._order: list[int] = []

    def frame(self, seen: Iterable[tuple[Mobject, Look | None]]) -> None:
        """Take down a frame that may differ from the one before.

        Args:
            seen: What it shows, from back to front; without a look what cannot be described.
        """
        order = []
        for mobject, look in seen:
            if look is None:
                self._is_certain = False
                continue
            number, _ = self._numbers.get(id(mobject), (None, None))
            is_new = number is None
            if number is None:
                number = len(self._numbers)
                self._numbers[id(mobject)] = number, mobject
            if is_new or look.has_moved:
                self._add(b"points", number, look.points)
            if is_new or look.has_faded:
                self._add(b"style", number, look.style)
            order.append(number)
        if order != self._order:
            self._add(b"order", len(order), np.array(order).tobytes())
            self._order = order

    def shown(self, count: int) -> None:
        """Take down how many times a frame is shown."""
        self._is_empty = False
        self._add(b"shown", count)

    def cut(self) -> None:
        """End a beat; frames that follow belong to the next."""
        if not self._is_empty:
            self._found.append(self._sum.hexdigest() if self._is_certain else "")
            self._begin()

    def of(self, beats: int) -> tuple[str, ...]:
        """Return the fingerprints of so many beats; what was shown after the last belongs to it.

        Nothing is returned where one of them cannot be told.
        """
        self.cut()
        found = [*self._found[: beats - 1], "+".join(self._found[beats - 1 :])]
        return tuple(found) if beats and all(self._found) else ()

    def _add(self, kind: bytes, number: int, data: bytes = b"") -> None:
        self._sum.update(pack("<6sqq", kind, number, len(data)))
        self._sum.update(data)
