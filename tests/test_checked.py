"""Lessons nobody prepared are true and readable: the list of docs/checked.toml, at draft size.

Every third of them, of each scene the first; ``make fuzz`` takes them all, as does
``tools/checked.py``, which writes the page.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from engine.telling import stills
from record import output_name
from tools import checked

LISTED = checked.listed()
EVERY = 1 if os.environ.get("FUZZ_EXAMPLES") else 3
TRIED = [(scene, variant) for scene, all_ in LISTED.items() for variant in all_[::EVERY]]
PAGE = checked.PAGE.read_text(encoding="utf-8").splitlines()


PLAIN = ("ChainRule", "LearningRates")  # all others fill the frame


def ignore(_: object) -> None:
    """Hear of an animation."""


@pytest.mark.parametrize(("scene", "variant"), TRIED)
def test_a_lesson_nobody_prepared_is_true_and_readable(
    scene: str, variant: str, tmp_path: Path
) -> None:
    job = checked.job(scene, variant)
    taken = stills.take(job, tmp_path, ignore)
    found = taken.checked.findings
    assert [finding.at(job.lesson.name, job.output) for finding in found] == []
    assert len(taken.pictures) == len(taken.checked.beats)
    background = taken.pictures[0][0, 0].astype(int)
    for picture in taken.pictures:  # none is empty, and nothing touches the edge of the frame
        drawn = np.abs(picture.astype(int) - background).max(axis=2) > 40
        assert drawn.mean() > 0.002
        if job.scene not in PLAIN:  # lines go on to the edges; the checks look for all else
            continue
        assert not drawn[0].any()
        assert not drawn[:, 0].any()
        assert not drawn[:, -1].any()
    line = checked.row(job, 0, len(taken.checked.beats), taken.checked.numbers)
    assert any(written.startswith(line) for written in PAGE)


def test_the_list_is_long_enough() -> None:
    graphs = len(LISTED["ChainRule"])
    assert graphs >= 15
    assert sum(map(len, LISTED.values())) - graphs >= 30


def test_every_lesson_has_its_pictures() -> None:
    for scene, variants in LISTED.items():
        for variant in variants:
            picture = checked.PICTURES / f"{output_name(scene, variant)}.webp"
            assert picture.stat().st_size > 1000
