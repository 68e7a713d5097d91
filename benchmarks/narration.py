"""How loud narrated lessons are, and how far captions are from their words.

The sound is decoded from the videos, and nothing of what made it is used: loudness after ITU-R
BS.1770 by pyloudnorm, peaks between samples by resampling, words by where silence ends.
"""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pyloudnorm
from measuring import arguments, folder, render_py
from numpy.typing import NDArray
from scipy.signal import resample_poly

from engine.jobs.quality import QUALITIES

_RATE = 48_000
_STEP = _RATE // 200  # 5 ms
_GAP = 40  # steps: a word after so much silence begins something
_HEARD = 0.02  # of the loudest moment


def main() -> None:
    """Measure, and print a line for each scene."""
    parser = arguments(__doc__, "draft")
    parser.add_argument("--voice", default="natural")
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    more = ("--voice", options.voice, "--language", options.language)
    with folder() as out:
        render_py(options.lessons, QUALITIES[options.quality], out, *more)
        for path in sorted(out.glob("*/*.beats.json")):
            record = json.loads(path.read_text(encoding="utf-8"))
            captions = [cue["start"] for beat in record["beats"] for cue in beat["cues"]]
            sound = _decoded(path.with_name(f"{record['scene']}.mp4"))
            begins = _begins(sound)
            drift = max(np.abs(begins - start).min() for start in captions)
            loudness = pyloudnorm.Meter(_RATE).integrated_loudness(sound)
            peak = 20 * np.log10(np.abs(resample_poly(sound, 4, 1)).max())
            print(
                f"{record['scene']:14} {record['duration']:5.1f} s, {len(captions):3} captions, "
                f"drift at most {drift:.3f} s, {loudness:.1f} LUFS, {peak:.1f} dBTP",
                flush=True,
            )


def _decoded(video: Path) -> NDArray[np.float64]:
    with av.open(video) as container:
        parts = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(parts).astype(np.float64)


def _begins(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return when something is heard after silence, in seconds."""
    count = len(sound) // _STEP
    peaks = np.abs(sound[: count * _STEP]).reshape(count, _STEP).max(axis=1)
    heard = np.flatnonzero(peaks > _HEARD * peaks.max())
    before = np.diff(heard, prepend=heard[0] - _GAP)
    return heard[before >= _GAP] * _STEP / _RATE


if __name__ == "__main__":
    main()
