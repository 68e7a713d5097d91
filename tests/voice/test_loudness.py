"""Loudness, measured by another program than ours."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from numpy.typing import NDArray
from scipy.signal import resample_poly

from tests.voice.hearing import RATE, silence, syllables
from voice.audio import trimmed
from voice.loudness import levelled


def loudness(samples: NDArray[np.float32]) -> float:
    """Integrated loudness in LUFS, of at least some seconds."""
    repeated = np.tile(samples, 1 + 4 * RATE // len(samples))
    return float(pyloudnorm.Meter(RATE).integrated_loudness(repeated.astype(np.float64)))


def true_peak(samples: NDArray[np.float32]) -> float:
    """The highest peak, between samples too, in dB."""
    return 20 * float(np.log10(np.abs(resample_poly(samples, 8, 1)).max()))


def bursts(seed: int) -> NDArray[np.float32]:
    """Speech at its worst: quiet, with short and loud peaks."""
    random = np.random.default_rng(seed)
    sound = syllables(5, 0.03) + random.normal(0, 0.003, 5 * RATE).astype(np.float32)
    for start in random.integers(0, 5 * RATE - 500, 12):
        sound[start : start + 400] *= 20
    return sound.astype(np.float32)


@pytest.mark.parametrize(
    "sound",
    [
        syllables(5, 0.001),
        syllables(5, 0.9),
        syllables(0.3, 0.2),
        syllables(2, 0.1, pitch=3000),
        bursts(1),
        bursts(2),
    ],
    ids=["faint", "loud", "short", "high", "bursts", "more bursts"],
)
def test_everything_becomes_as_loud_as_speech_without_peaks(sound: NDArray[np.float32]) -> None:
    result = levelled(sound)
    assert len(result) == len(sound)
    assert loudness(result) == pytest.approx(-18, abs=0.5)
    assert true_peak(result) <= -3.5


def test_peaks_are_held_down_in_their_place() -> None:
    sound = bursts(3)
    result = levelled(sound)
    lag = np.argmax(np.correlate(result[:20_000], sound[:20_000], "full")) - 19_999
    assert abs(lag) <= RATE // 1000


def test_silence_has_no_loudness() -> None:
    with pytest.raises(ValueError, match="silent"):
        levelled(silence(2))


def test_silence_before_and_after_is_left_out_and_pauses_stay() -> None:
    sound = np.concatenate([silence(0.7), syllables(0.5), silence(0.4), syllables(0.5), silence(1)])
    assert len(trimmed(sound)) / RATE == pytest.approx(1.4, abs=0.03)
    assert len(trimmed(silence(1))) == 0
    assert len(trimmed(sound[:0])) == 0
