"""Repeats written without the encoder: every decoder shows the picture before, and counts right."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from engine.drawing.conversion import Region
from engine.drawing.encoder import KEYS, Encoder
from engine.jobs.quality import DELIVERY, DRAFT, Encoding

RATE = Fraction(30)
ENCODINGS = pytest.mark.parametrize("encoding", [DRAFT, DELIVERY], ids=["draft", "delivery"])


def film(path: Path, size: tuple[int, int], encoding: Encoding, seed: int) -> list[np.ndarray]:
    """A video of noise, repeats and cuts; return what was drawn for each of its frames."""
    chance = random.Random(seed)
    noise = np.random.default_rng(seed)
    width, height = size
    encoder = Encoder(path, size, RATE, encoding)
    drawn: list[np.ndarray] = []
    for _ in range(25):
        picture = drawn[-1].copy() if drawn else np.full((height, width, 4), 255, np.uint8)
        left, top = chance.randrange(width // 2), chance.randrange(height // 2)
        part = picture[top : top + height // 2, left : left + width // 2, :3]
        part[:] = noise.integers(0, 255, (*part.shape[:2], 1))  # grey: colours are kept by fours
        changed = Region(left, top, left + width // 2, top + height // 2)
        encoder.write(*spoilt(picture, changed if drawn else Region(0, 0, width, height)))
        drawn.append(picture)
        for _ in range(chance.randrange(3)):
            count = chance.choice([1, 2, 7, 40])
            if chance.random() < 0.3:
                encoder.cut()
            encoder.repeat(count)
            drawn += [picture] * count
        if chance.random() < 0.2:
            encoder.cut()
    encoder.close()
    return drawn


def spoilt(picture: np.ndarray, changed: Region) -> tuple[np.ndarray, Region]:
    """A picture of which nothing is right that is far from where it has changed."""
    height, width = picture.shape[:2]
    rows, columns = np.mgrid[:height, :width]
    far = (rows < changed.top - 64) | (rows > changed.bottom + 64)
    far |= (columns < changed.left - width / 3) | (columns > changed.right + width / 3)
    return np.where(far[..., None], np.uint8(0), picture), changed


def decoded(path: Path) -> list[np.ndarray]:
    """The pictures of a video, by a decoder that forgives nothing."""
    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.codec_context.options = {"err_detect": "explode"}
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(stream)]


@ENCODINGS
@pytest.mark.parametrize(
    "size", [(64, 48), (102, 198)]
)  # the second is no whole macroblocks, and several strips
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_repeats_show_what_was_before_and_the_rest_is_what_was_drawn(
    tmp_path: Path, size: tuple[int, int], encoding: Encoding, seed: int
) -> None:
    drawn = film(tmp_path / "film.mp4", size, encoding, seed)
    shown = decoded(tmp_path / "film.mp4")
    assert len(shown) == len(drawn)
    for one, two in zip(drawn, shown, strict=True):
        assert np.abs(one[..., :3].astype(float) - two).mean() < 12
    with av.open(tmp_path / "film.mp4") as container:
        small = [packet.size < 40 for packet in container.demux(video=0) if packet.size]
    for place, ((one, two), (before, after)) in enumerate(
        zip(pairwise(drawn), pairwise(shown), strict=True)
    ):
        if small[place + 1]:
            assert one is two
            assert np.array_equal(before, after)
    assert sum(small) > len(drawn) / 2


def numbers(path: Path) -> list[tuple[int, int, int]]:
    """Of each picture: the kind of its unit, its parameter set, and frame_num.

    By the book, and by nothing of the project: the sizes of units come before them in an MP4.
    """
    with av.open(path) as container:
        extra = bytes(container.streams.video[0].codec_context.extradata)
        packets = [bytes(packet) for packet in container.demux(video=0) if packet.size]
    assert extra[5] & 31 == 1  # one sequence parameter set
    length = int.from_bytes(extra[6:8], "big")
    assert extra[8 + length] == 2, "one picture parameter set more"
    bits = ExpGolomb(extra[9 : 8 + length])
    profile = bits.take(8)
    bits.take(16)
    bits.number()
    if profile == 100:
        assert (bits.number(), bits.number(), bits.number(), bits.take(2)) == (1, 0, 0, 0)
    width = bits.number() + 4
    assert bits.number() == 2
    found = []
    for packet in packets:
        at = 0
        while at < len(packet):
            size = int.from_bytes(packet[at : at + 4], "big")
            unit, at = packet[at + 4 : at + 4 + size], at + 4 + size
            if unit[0] & 31 in (1, 5):
                bits = ExpGolomb(unit[1:])
                assert bits.number() == 0
                bits.number()
                found.append((unit[0] & 31, bits.number(), bits.take(width)))
            assert not re.search(b"\0\0[\0-\2]", unit), "a start code within a unit"
    assert len(found) == len(packets)
    return [(kind, number, frame) for kind, number, frame in found] + [(0, 0, 2**width)]


class ExpGolomb:
    """Reads bits from bytes in which 0 0 3 stands for 0 0."""

    def __init__(self, data: bytes) -> None:
        self.value = int.from_bytes(b"\1" + data[:64].replace(b"\0\0\3", b"\0\0"), "big")
        self.bits = bin(self.value)[3:]

    def take(self, count: int) -> int:
        head, self.bits = self.bits[:count], self.bits[count:]
        return int(head, 2)

    def number(self) -> int:
        zeros = len(self.bits) - len(self.bits.lstrip("0"))
        return self.take(2 * zeros + 1) - 1


@ENCODINGS
def test_pictures_are_counted_from_each_key_frame_on(tmp_path: Path, encoding: Encoding) -> None:
    film(tmp_path / "film.mp4", (64, 48), encoding, 4)
    *found, (_, _, most) = numbers(tmp_path / "film.mp4")
    assert {number for _, number, _ in found} == {0, 1}  # the encoder's own, and that of repeats
    for (_, _, one), (kind, _, two) in pairwise(found):
        assert two == (0 if kind == 5 else (one + 1) % most)
    assert sum(kind == 5 for kind, _, _ in found) > 5


@ENCODINGS
def test_there_is_a_key_frame_in_a_long_hold(tmp_path: Path, encoding: Encoding) -> None:
    encoder = Encoder(tmp_path / "film.mp4", (64, 48), RATE, encoding)
    encoder.write(np.zeros((48, 64, 4), np.uint8), Region(0, 0, 64, 48))
    encoder.repeat(3 * KEYS)
    encoder.close()
    with av.open(tmp_path / "film.mp4") as container:
        keys = [place for place, packet in enumerate(container.demux(video=0))
                if packet.size and packet.is_keyframe]  # fmt: skip
    assert keys == [0, KEYS, 2 * KEYS, 3 * KEYS]
