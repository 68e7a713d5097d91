"""What motions sound like, in samples: sines that come and go softly, always alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from record.beats import Sound
from voice import loudness
from voice.audio import RATE, Samples

TARGET = -30.0  # LUFS, far below speech
_BLOCK = 0.4  # seconds: loudness is measured in blocks as long as that
_LEVELS = {"tick": 0.25, "knock": 0.3, "swell": 0.08}  # about equally loud, each alone
_RISES = {"tick": 0.004, "knock": 0.008}  # seconds
_FADES = 0.035  # seconds in which ticks and knocks fall to 1/e
_OCTAVE = 0.25  # how strong the octave is in each, so that small speakers have something


def track(sounds: Iterable[Sound], length: int) -> Samples:
    """Return the sounds of a scene: each run of them has −30 LUFS by itself.

    A run is what follows within 0.4 seconds, measured as a programme of its own (ITU-R BS.1770);
    a shorter one counts as if it were 0.4 seconds long. So a sound is as loud in its beat alone
    as in a whole scene, and a fast row of ticks no louder than a single one.

    Args:
        sounds: They, with their times from the start of the track.
        length: Samples of the track; what comes later is left out.
    """
    whole = np.zeros(length, np.float32)
    for run in _runs(sorted(sounds)):
        start = round(run[0].start * RATE)
        samples = _levelled(run)[: max(0, length - start)]
        whole[start : start + len(samples)] += samples
    return whole


def _runs(sounds: Iterable[Sound]) -> Iterator[list[Sound]]:
    run: list[Sound] = []
    for sound in sounds:
        if run and sound.start - max(one.end for one in run) > _BLOCK:
            yield run
            run = []
        run.append(sound)
    if run:
        yield run


def _levelled(run: Sequence[Sound]) -> Samples:
    """Return a run of sounds, as loud as `TARGET`."""
    begin = run[0].start
    seconds = max(_BLOCK, max(sound.end for sound in run) - begin)
    samples = np.zeros(round(seconds * RATE) + 1, np.float32)
    for sound in run:
        start = round((sound.start - begin) * RATE)
        wave = _wave(sound)[: len(samples) - start]
        samples[start : start + len(wave)] += wave
    gain = 10 ** ((TARGET - loudness.measured(samples)[0]) / 20)
    return (samples * gain).astype(np.float32)


def _wave(sound: Sound) -> Samples:
    seconds = sound.end - sound.start
    times = np.arange(round(seconds * RATE)) / RATE
    if sound.kind in _RISES:
        rise = np.sin(np.pi / 2 * np.minimum(times / _RISES[sound.kind], 1)) ** 2
        shape = rise * np.exp(-times / _FADES) * (1 - times / seconds)
    else:
        shape = np.sin(np.pi * times / seconds) ** 2
    turns = 2 * np.pi * sound.pitch * times
    tone = np.sin(turns) + _OCTAVE * np.sin(2 * turns)
    return (_LEVELS[sound.kind] * shape * tone).astype(np.float32)
