"""Pictures of H.264 that show the one before again, written without an encoder.

A P picture in which every macroblock is skipped takes about 15 bytes. Encoders write such
pictures, too, but look at every one of them for as long as at a new one. The syntax is that of
ITU-T H.264, clause 7.3; its words are used here.
"""

from __future__ import annotations

import re

_TYPE = 31  # the bits of a unit's first byte that say what it is
_SLICE, _IDR, _SPS = 1, 5, 7
_NUMBERED = 2  # pic_order_cnt_type: pictures are shown in the order of frame_num
_HIGH = (100, 110, 122, 244)  # profiles whose parameter sets say more
_P_ALONE = 5  # slice_type: P, as are all slices of the picture
_NOT_FIRST = b"\x41"  # nal_unit: a slice that is not of an IDR picture, and is referred to
_PARAMETERS = b"\x68"  # nal_unit: a picture parameter set
_START = b"\0\0\0\1"
_OURS = 1  # pic_parameter_set_id; the encoder's own has 0

# What the header of a slice needs to be read: far less than this is looked at.
_HEAD = 32


class _Writer:
    """Bits, one after the other."""

    def __init__(self) -> None:
        self._bits = ""

    def fixed(self, value: int, count: int) -> _Writer:
        """u(n): some bits."""
        self._bits += f"{value:0{count}b}"
        return self

    def golomb(self, *values: int) -> _Writer:
        """ue(v): numbers from 0 on, small ones in fewer bits; se(v) of 0 is the same."""
        for value in values:
            bits = f"{value + 1:b}"
            self._bits += "0" * (len(bits) - 1) + bits
        return self

    def done(self) -> bytes:
        """The bits, with those that end them."""
        bits = self._bits + "1"
        bits += "0" * (-len(bits) % 8)
        return int(bits, 2).to_bytes(len(bits) // 8, "big")


class _Reader:
    """Reads what `_Writer` writes.

    Attributes:
        place: How many bits have been read.
    """

    def __init__(self, data: bytes) -> None:
        self._bits = "".join(f"{byte:08b}" for byte in data)
        self.place = 0

    def fixed(self, count: int) -> int:
        """u(n)."""
        start, self.place = self.place, self.place + count
        return int(self._bits[start : self.place], 2)

    def golomb(self) -> int:
        """ue(v)."""
        zeros = self._bits.index("1", self.place) - self.place
        self.place += zeros
        return self.fixed(zeros + 1) - 1


class Stills:
    """Writes pictures that repeat the last one of a stream, and counts them among the others.

    Args:
        macroblocks: How many squares of 16 × 16 pixels a picture has.
        bits: The length of frame_num, which counts pictures since the last IDR picture.
        extradata: The stream's parameter sets, with one more for such pictures.
    """

    def __init__(self, macroblocks: int, bits: int, extradata: bytes) -> None:
        self.extradata = extradata
        self._macroblocks = macroblocks
        self._bits = bits
        self._number = 0  # frame_num of the last picture
        self._stills = 0  # since the last IDR picture

    @classmethod
    def of(cls, extradata: bytes) -> Stills | None:
        """Read the parameter sets of a stream.

        Returns:
            Nothing where a picture is shown in another order, refers to others than the one
            before, or is made of fields.
        """
        sps = next(unit for unit in _units(extradata) if unit[0] & _TYPE == _SPS)
        reader = _Reader(_plain(sps[1:]))
        profile = reader.fixed(8)
        reader.fixed(16)  # constraints, level
        reader.golomb()  # seq_parameter_set_id
        if profile in _HIGH:
            is_420 = reader.golomb() == 1
            reader.golomb(), reader.golomb()  # bit depths
            if reader.fixed(2) or not is_420:  # lossless; scaling matrices
                return None
        bits = reader.golomb() + 4
        if reader.golomb() != _NUMBERED or reader.golomb() != 1:  # max_num_ref_frames
            return None
        reader.fixed(1)  # gaps in frame_num
        macroblocks = (reader.golomb() + 1) * (reader.golomb() + 1)
        if not reader.fixed(1):  # frame_mbs_only_flag
            return None
        ours = _Writer().golomb(_OURS, 0).fixed(0, 2)  # CAVLC, nothing about order
        ours.golomb(0, 0, 0).fixed(0, 3)  # one slice group, one reference, no weights
        ours.golomb(0, 0, 0).fixed(0b100, 3)  # QP as it is; slices say how they are filtered
        added = _START + _escaped(_PARAMETERS + ours.done())
        return cls(macroblocks, bits, extradata + added)

    def still(self) -> bytes:
        """A picture that shows the one before."""
        self._stills += 1
        self._number = (self._number + 1) % (1 << self._bits)
        header = _Writer().golomb(0, _P_ALONE, _OURS).fixed(self._number, self._bits)
        header.fixed(0, 3)  # references as agreed, and none kept for long
        header.golomb(0, 1)  # QP as agreed, no filter
        return _START + _escaped(_NOT_FIRST + header.golomb(self._macroblocks).done())

    def counted(self, packet: bytes) -> bytes:
        """A picture of the encoder, numbered as it stands among the stills."""
        units = _units(packet)
        for place, unit in enumerate(units):
            kind = unit[0] & _TYPE
            if kind == _IDR:
                self._number = self._stills = 0
            elif kind == _SLICE:
                head = _Reader(_plain(unit[1:_HEAD]))
                head.golomb(), head.golomb(), head.golomb()  # first_mb, slice_type, set
                at = 8 + head.place
                self._number = (head.fixed(self._bits) + self._stills) % (1 << self._bits)
                units[place] = _escaped(_with(_plain(unit), self._number, at, self._bits))
        return b"".join(_START + unit for unit in units) if self._stills else packet


def _with(data: bytes, value: int, at: int, count: int) -> bytes:
    """Data in which some bits have another value."""
    end = (at + count + 7) // 8
    shift = 8 * end - at - count
    head = int.from_bytes(data[:end], "big")
    head = head & ~(((1 << count) - 1) << shift) | value << shift
    return head.to_bytes(end, "big") + data[end:]


def _units(stream: bytes) -> list[bytes]:
    """The NAL units of a byte stream (annex B)."""
    return [unit for unit in re.split(b"\0?\0\0\1", stream) if unit]


def _escaped(unit: bytes) -> bytes:
    """A unit in which nothing looks like a start code."""
    return re.sub(b"\0\0(?=[\0-\3])", b"\0\0\3", unit)


def _plain(unit: bytes) -> bytes:
    """A unit as it was before it was escaped."""
    return unit.replace(b"\0\0\3", b"\0\0")
