"""Pixels are what the video says, rounded; what can be seen through gets something behind it."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from publish import pixels
from publish.scene import Scene
from record import Record
from tests.publish.making import data_of
from tests.publish.moving import scene_of


def flat(y: int, u: int, v: int) -> av.VideoFrame:
    """A frame of one colour, as video has it."""
    planes = np.full((48, 32), y, dtype=np.uint8)  # 32 × 32, and two planes of 16 × 16 below
    planes[32:40], planes[40:] = u, v
    return av.VideoFrame.from_ndarray(planes, format="yuv420p")


def test_colours_are_those_of_bt_601_and_no_darker() -> None:
    errors = []
    for y in range(40, 220, 9):
        for u, v in ((128, 128), (120, 140), (140, 118), (110, 126)):
            luma = (y - 16) * 255 / 219
            red = luma + 1.402 * (v - 128) * 255 / 224
            blue = luma + 1.772 * (u - 128) * 255 / 224
            green = (luma - 0.299 * red - 0.114 * blue) / 0.587
            exact = np.clip([red, green, blue], 0, 255)
            shown = pixels.shown(flat(y, u, v))
            assert shown.shape == (32, 32, 3)
            assert (shown == shown[0, 0]).all()
            errors.append(shown[0, 0] - exact)
    assert np.abs(errors).max() < 1
    assert np.abs(np.mean(errors)) < 0.1


def test_an_opaque_picture_stays_as_it_is() -> None:
    picture = flat(120, 128, 128)
    assert not pixels.has_alpha(picture)
    assert np.array_equal(pixels.opaque(picture, (255, 0, 0)), pixels.shown(picture))


def test_a_transparent_picture_is_laid_on_a_colour() -> None:
    drawn = np.zeros((16, 16, 4), dtype=np.uint8)
    drawn[:4] = (200, 100, 50, 255)
    drawn[4:8] = (200, 100, 50, 128)
    picture = av.VideoFrame.from_ndarray(drawn, format="rgba").reformat(format="argb")
    assert np.array_equal(pixels.shown(picture), drawn)
    laid = pixels.opaque(picture, (10, 20, 255))
    assert laid.shape == (16, 16, 3)
    assert (laid[:4] == (200, 100, 50)).all()
    share = 128 / 255
    half = [share * a + (1 - share) * b for a, b in ((200, 10), (100, 20), (50, 255))]
    assert np.abs(laid[4:8] - half).max() <= 0.5
    assert (laid[8:] == (10, 20, 255)).all()


def test_the_background_is_the_first_pixel(tmp_path: Path) -> None:
    scene = scene_of(tmp_path, [{}])
    assert np.abs(np.subtract(pixels.background(scene), 90)).max() <= 2


@pytest.mark.parametrize(
    ("parameters", "behind"),
    [
        ({}, (0, 0, 0)),
        ({"theme": "dark"}, (0, 0, 0)),
        ({"theme": "light", "colours": "slope=#7a2e00"}, (255, 255, 255)),
        ({"theme": "dark", "colours": "slope=#7a2e00, background=#FFf0e0"}, (255, 240, 224)),
    ],
)
def test_a_transparent_scene_is_shown_on_what_its_colours_are_made_for(
    parameters: dict[str, str], behind: tuple[int, int, int], tmp_path: Path
) -> None:
    data = data_of([{}], parameters={"background": "transparent", **parameters})
    assert pixels.background(Scene(tmp_path, Record.of(data))) == behind
