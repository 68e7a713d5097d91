"""How loud speech is, after ITU-R BS.1770 and EBU R 128, and making it as loud as it should be."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.filter import Graph

from voice.audio import RATE, Samples

TARGET = -18.0  # LUFS
PEAK = -4.0  # dBTP, before encoding: AAC was seen to add 1.7
_LEAST = 3 * RATE  # samples; a shorter sound is measured as if it were repeated
_BETWEEN = 4  # times as many samples show the peaks between them
_CLOSE = 0.3  # LU
_ROUNDS = 4


def measured(samples: Samples, *, between: bool = True) -> tuple[float, float]:
    """Return integrated loudness in LUFS and the true peak in dBTP.

    Args:
        samples: What is measured.
        between: Whether peaks between samples count, which takes half of the time.

    Raises:
        ValueError: There is nothing to hear.
    """
    if not np.any(samples):
        raise ValueError("is silent")
    repeated = np.tile(samples, -(-_LEAST // len(samples)))
    graph = Graph()
    source = _source(graph)
    peaks = "true" if between else "sample"
    meter = graph.add("ebur128", f"metadata=1:peak={peaks}:framelog=quiet")
    sink = graph.add("abuffersink")
    graph.link_nodes(source, meter, sink).configure()
    loudness, peak = -70.0, 0.0
    for frame in _pulled(graph, repeated):
        loudness = float(frame.metadata.get("lavfi.r128.I", loudness))
        peak = float(frame.metadata.get(f"lavfi.r128.{peaks}_peak", peak))
    return loudness, 20 * float(np.log10(max(peak, 1e-6)))


def levelled(samples: Samples) -> Samples:
    """Return speech as loud as `TARGET`, with no peak above `PEAK`.

    Raises:
        ValueError: There is nothing to hear.
    """
    result = samples
    finer = 1
    for again in range(_ROUNDS):  # what the limiter takes away is given back
        loudness, peak = measured(result, between=bool(again))
        if again and abs(loudness - TARGET) <= _CLOSE and peak <= PEAK:
            break
        # Speech has no peaks between samples to speak of; a sound that has is looked at closer.
        if again and peak > PEAK:
            finer = _BETWEEN
        gain = 10 ** ((TARGET - loudness) / 20)
        result = (result * gain).astype(np.float32)
        if peak + TARGET - loudness > PEAK:
            result = _limited(result, finer)
    return result


def limited(samples: Samples) -> Samples:
    """Return a sound with no peak above `PEAK`."""
    is_loud = bool(samples.any()) and measured(samples)[1] > PEAK
    return _limited(samples, _BETWEEN) if is_loud else samples


def _limited(samples: Samples, finer: int) -> Samples:
    """Hold peaks down, and those between so many times as many samples, without a sound of it."""
    graph = Graph()
    source = _source(graph)
    # A little lower than asked: coming back to fewer samples lets peaks grow.
    limit = 10 ** ((PEAK - 0.3) / 20)
    nodes = [
        graph.add("aresample", str(finer * RATE)),
        graph.add("alimiter", f"limit={limit:.6f}:attack=2:release=40:level=0:latency=1"),
        graph.add("aresample", str(RATE)),
        graph.add("aformat", "sample_fmts=fltp:channel_layouts=mono"),
        graph.add("abuffersink"),
    ]
    graph.link_nodes(source, *nodes).configure()
    parts = [frame.to_ndarray()[0] for frame in _pulled(graph, samples)]
    whole = np.concatenate(parts)[: len(samples)]
    return np.pad(whole, (0, len(samples) - len(whole))).astype(np.float32)


def _source(graph: Graph) -> av.filter.FilterContext:
    return graph.add_abuffer(
        sample_rate=RATE, format="fltp", layout="mono", time_base=Fraction(1, RATE)
    )


def _pulled(graph: Graph, samples: Samples) -> list[av.AudioFrame]:
    """Send a sound through a graph, and return what comes out at its end."""
    frame = av.AudioFrame.from_ndarray(samples[np.newaxis].copy(), format="fltp", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    graph.push(frame)
    graph.push(None)
    frames: list[av.AudioFrame] = []
    while True:
        try:
            pulled = graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return frames
        assert isinstance(pulled, av.AudioFrame)
        frames.append(pulled)
