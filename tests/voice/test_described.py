"""A described lesson, from the command line to what somebody hears who doesn't see it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pyloudnorm
import pytest
import srt

from scenes.words.language import speaking
from tests.publish.sounding import heard
from tests.running import run
from tests.voice.hearing import RATE, begins
from tests.voice.test_loudness import true_peak
from tests.voice.test_narrated import record_of
from voice.aloud import aloud

MORE = '''

class Shows(_Story):
    """Two beats of three show a number that is not said."""

    points = 2, 5, 3

    def construct(self):
        from scenes.words import terms

        for number, point in enumerate(self.given.points):
            value = self.facts[number]
            with self.beat("There is a number, {value}.", value=value, kind="result"):
                if number:
                    shown = self.formula("{v} = {point}", v=terms.name("v"), point=point)
                    shown.scale(1.5).move_to((0, number - 1, 0))
                    self.play(Create(shown), run_time=0.2)
'''


def test_descriptions_are_said_while_the_picture_stands(write_lesson: Callable[..., Path]) -> None:
    folder = write_lesson(MORE).parent
    words = ("tiny.py:Shows", "tiny.py:Second", "-q", "draft", "--voice", "espeak:speed=170")
    done = run(*words, "--formats", "described", folder=folder)
    assert done.returncode == 0
    nothing = "Second: nothing is to be described: all that is shown is said"
    assert done.stderr == f"render.py: warning: {nothing}\n"
    out = folder / "out/tiny"
    assert not list(out.glob("Second.described*"))

    record, samples = record_of(out / "Shows.mp4"), heard(out / "Shows.described.mp4")
    assert record["voice"] == "espeak:speed=170"
    told = [beat["description"] for beat in record["beats"]]
    assert told == ["", "New on screen: v = 5.", "New on screen: v = 3."]
    assert pyloudnorm.Meter(RATE).integrated_loudness(samples) == pytest.approx(-18, abs=1)
    assert true_peak(samples) <= -1

    with av.open(out / "Shows.described.mp4") as container:
        times = [frame.time for frame in container.decode(video=0)]
        length = container.duration / 1_000_000
    steps = np.diff([*times, length])
    stands = [(time, step) for time, step in zip(times, steps, strict=True) if step > 0.5]
    assert len(stands) == 2
    captions = list(srt.parse((out / "Shows.described.srt").read_text("utf-8")))
    spoken = begins(samples)
    for (time, step), text in zip(stands, told[1:], strict=True):
        (caption,) = (one for one in captions if one.content == text)
        start = caption.start.total_seconds()
        assert time < start < caption.end.total_seconds() <= time + step + 0.01
        assert min(abs(start - moment) for moment in spoken) <= 0.1
        quiet = samples[round((time + 0.08) * RATE) : round((start - 0.02) * RATE)]
        assert len(quiet) > 0.15 * RATE
        assert np.abs(quiet).max() < 0.02
    assert length == pytest.approx(
        record["duration"] + sum(step - 1 / 15 for _, step in stands), abs=0.01
    )


def test_nobody_describes_where_nobody_speaks(lesson: Path) -> None:
    words = ("tiny.py", "-q", "draft", "--formats", "described")
    done = run(*words, folder=lesson.parent)
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1  # for both scenes
    assert "described: a scene without a voice is left out; --voice natural" in done.stderr
    assert not list(lesson.parent.rglob("*.described*"))


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "v = −0.05; a ball", "v equals minus zero point zero five; a ball"),
        ("en", "a ball; a = 2 − 5", "a ball; A equals two minus five"),
        ("en", "J = 3(a + bc) · 2", "J equals three times the quantity A plus b c, times two"),
        ("en", "dJ/dc ≈ 9; d/da a²", "d J by d c is about nine; d by d A of A squared"),
        ("en", "du = 3", "d u equals three"),
        ("en", "sin(x) → α₁", "the sine of x, alpha one"),
        ("en", "Δf = 3 · 10⁻⁴", "delta f equals three times ten to the power minus four"),
        ("fr", "l'écran ; y² = 0,5", "l'écran; i grec au carré égale zéro virgule cinq"),
        ("es", "una recta y un punto", "una recta y un punto"),
    ],
)  # fmt: skip
def test_formulas_are_read_as_a_teacher_reads_them(language: str, text: str, said: str) -> None:
    assert aloud(text, speaking(language).words, "the product b c") == said
