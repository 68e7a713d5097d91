"""The sound of a scene: one voice, mono, 48 000 samples a second.

It starts with the first picture and ends with the last: a beat's sound lies where its pictures
lie, to the sample.
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from numpy.typing import NDArray

from record import Record

Samples = NDArray[np.int16]

RATE = 48_000
"""Samples per second. Every encoder and player knows this number, Opus hardly another."""

_BITS = 96_000  # per second; AAC's errors in one voice are no longer heard

# Without PNS, which has players make up noise of their own where there is some: it would be other
# noise each time, and clips are encoded from what was encoded. The fast coder is nearer to a voice
# than the other one (55 dB to 33), in half the time.
_OPTIONS = {"aac": {"aac_pns": "0", "aac_coder": "fast"}}

_FRAME = 1024  # samples that are encoded at a time
_FADE = RATE * 5 // 1000  # 5 ms: too short to be heard, and nothing clicks
_LEAD = RATE // 10  # decoded before what is wanted: AAC's frames overlap


def position(record: Record, frame: int) -> int:
    """Return the sample that sounds when a frame comes up, both counted from 0."""
    return round(frame * RATE / record.exact_rate)


def read(path: Path, record: Record) -> Samples:
    """Read the sound of a whole scene.

    What differs from the video's length by less than a frame is cut off, or silence added.

    Args:
        path: A WAV: mono, 16 bits, 48 kHz.
        record: The scene's record.

    Returns:
        The samples, exactly as many as the video lasts.

    Raises:
        ValueError: It is no such WAV, or it is longer or shorter than the video.
        OSError: It cannot be read.
    """
    try:
        with wave.open(str(path), "rb") as file:
            found = (file.getnchannels(), 8 * file.getsampwidth(), file.getframerate())
            samples = np.frombuffer(
                file.readframes(file.getnframes()), "<i2" if found[1] == 16 else "u1"
            )
    except (wave.Error, EOFError) as error:
        raise ValueError(
            f"{path.name} is no WAV of plain samples ({error or 'it is cut off'})"
        ) from error
    if found != (1, 16, RATE):
        raise ValueError(
            f"{path.name} has {found[0]} channels of {found[1]} bits at {found[2]} Hz; "
            f"the sound of a video is 1 of 16 bits at {RATE} Hz"
        )
    wanted = position(record, record.frames)
    if abs(len(samples) - wanted) * record.exact_rate >= RATE:
        raise ValueError(
            f"the sound lasts {len(samples) / RATE:.3f} s, the video {wanted / RATE:.3f} s"
        )
    whole = np.zeros(wanted, np.int16)
    whole[: len(samples)] = samples[:wanted]
    return whole


@contextmanager
def sound(path: Path) -> Iterator[tuple[InputContainer, AudioStream | None]]:
    """Open a video file for reading and pick its sound; nothing where it is silent."""
    with av.open(path) as container:
        yield container, next(iter(container.streams.audio), None)


def is_in(path: Path) -> bool:
    """Tell whether a video has sound.

    Raises:
        OSError: It cannot be read.
    """
    with sound(path) as (_, found):
        return found is not None


def part(path: Path, first: int, end: int) -> Samples | None:
    """Decode a part of a video's sound.

    Args:
        path: The video.
        first: The first sample, counted from 0.
        end: The sample after the last one.

    Returns:
        The samples, silence where the file has none; nothing at all where it is a silent video.
    """
    with sound(path) as (source, found):
        if found is None:
            return None
        assert found.time_base is not None
        if first > _LEAD:  # else from the very start, which lies before time 0
            source.seek(int(Fraction(first - _LEAD, RATE) / found.time_base), stream=found)
        chosen = np.zeros(end - first, np.int16)
        for at, samples in _decoded(source, found):
            if at >= end:
                break
            start, stop = max(at, first), min(at + len(samples), end)
            if start < stop:
                chosen[start - first : stop - first] = samples[start - at : stop - at]
        return chosen


def faded(samples: Samples) -> Samples:
    """Let a part of a sound start and end in silence, within 5 ms, so that nothing clicks."""
    count = min(_FADE, len(samples) // 2)
    loud = np.ones(len(samples))
    loud[:count] = np.arange(count) / count
    loud[len(loud) - count :] = loud[:count][::-1]
    return np.rint(samples * loud).astype(np.int16)


def add_stream(result: OutputContainer, codec: str = "aac") -> AudioStream:
    """Add a stream for sound to a file in which nothing is written yet.

    Args:
        result: The file.
        codec: FFmpeg's name of the encoder: ``aac``, ``libopus``, ``pcm_s16le``.
    """
    added = result.add_stream(codec, rate=RATE, layout="mono", options=_OPTIONS.get(codec, {}))
    assert isinstance(added, AudioStream)
    if codec != "pcm_s16le":
        added.bit_rate = _BITS
    return added


def encoded(samples: Samples, stream: AudioStream) -> Iterator[av.Packet[Any]]:
    """Encode a sound from time 0 on.

    The first packet may lie before that: what an encoder needs to get going. The file says so,
    and players leave it out.
    """
    for start in range(0, len(samples), _FRAME):
        frame = av.AudioFrame.from_ndarray(
            samples[None, start : start + _FRAME], format="s16", layout="mono"
        )
        frame.sample_rate = RATE
        frame.pts, frame.time_base = start, Fraction(1, RATE)
        yield from stream.encode(frame)
    yield from stream.encode()


def _decoded(source: InputContainer, found: AudioStream) -> Iterator[tuple[int, Samples]]:
    """Decode from where the file is read, each piece with its first sample's number."""
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    for frame in source.decode(found):
        assert frame.pts is not None
        assert frame.time_base is not None
        at = round(frame.pts * frame.time_base * RATE)
        pieces = [piece.to_ndarray()[0] for piece in resampler.resample(frame)]
        yield at, np.concatenate(pieces).astype(np.int16, copy=False)
