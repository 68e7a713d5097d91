"""Pictures of every size and shape can be encoded."""

from __future__ import annotations

import pytest

from engine.jobs.quality import ASPECTS, QUALITIES


@pytest.mark.parametrize("aspect", ASPECTS)
@pytest.mark.parametrize("name", QUALITIES)
def test_both_sides_are_even_and_have_the_shape(name: str, aspect: str) -> None:
    quality = QUALITIES[name].shaped(aspect)
    across, up = ASPECTS[aspect]
    assert (quality.width % 2, quality.height % 2) == (0, 0)
    assert quality.width * up == pytest.approx(quality.height * across, rel=0.002)
    short = min(QUALITIES[name].width, QUALITIES[name].height)
    assert min(quality.width, quality.height) == short
