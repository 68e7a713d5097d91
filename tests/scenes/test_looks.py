"""Themes, colours and frames of other shapes: the same story, still readable."""

from __future__ import annotations

import numpy as np
import pytest

from calculus.errors import ParameterError
from engine.telling.configuration import configured
from scenes.activation import ActivationScene
from scenes.base import LessonScene
from scenes.cards import FlipCardsScene, PauseScene
from scenes.cross_entropy import CrossEntropyScene
from scenes.descent import DescentScene
from scenes.fit import FitScene
from scenes.look.theme import LIGHT, Role, themed
from scenes.nudge import NudgeScene
from scenes.picture.layout import FRAME_SIDE, layout
from scenes.step_sizes import StepSizesScene
from scenes.surface_descent import SurfaceDescentScene
from scenes.tangents import TangentScene
from tests.checks.looking import findings
from tests.scenes.telling import picture, tell
from tests.stories import STORIES

# Their lines go on to the edges of the frame.
WORLDS: list[type[LessonScene]] = [
    NudgeScene,
    TangentScene,
    DescentScene,
    StepSizesScene,
    SurfaceDescentScene,
    ActivationScene,
    CrossEntropyScene,
    FitScene,
]
SHORT = [PauseScene, FlipCardsScene]  # a deck of theirs may have few cards
SHAPES = [(16, 9), (9, 16), (1, 1), (4, 3)]


@pytest.mark.parametrize("shape", SHAPES)
def test_regions_do_not_overlap_and_stay_inside(shape: tuple[int, int]) -> None:
    across, up = shape
    regions = layout(across / up)
    half = FRAME_SIDE / 2 * max(across / up, 1), FRAME_SIDE / 2 * max(up / across, 1)
    for box in (regions.title, regions.stage, regions.side):
        assert -half[0] < box.left < box.right < half[0]
        assert -half[1] + 0.14 * 2 * half[1] - 1e-9 <= box.bottom < box.top < half[1]
    stage, side = regions.stage, regions.side
    assert stage.right <= side.left or side.top <= stage.bottom
    assert min(stage.top, side.top) < regions.title.bottom + 1e-9


@pytest.mark.parametrize("scene", [story for story in STORIES if story not in WORLDS])
@pytest.mark.parametrize("shape", SHAPES[1:])
def test_nothing_leaves_the_safe_area_in_another_shape(
    scene: type[LessonScene], shape: tuple[int, int]
) -> None:
    width, height = (90 * side // min(shape) for side in shape)
    frame = picture(scene, beat=1 if scene in SHORT else 5, width=width, height=height)
    drawn = np.abs(frame - frame[0, 0]).max(axis=2) > 40
    rows, columns = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    height, width = drawn.shape
    assert rows.min() >= 0.05 * height - 2
    assert rows.max() <= 0.86 * height + 2
    assert columns.min() >= 0.05 * width - 2
    assert columns.max() <= 0.95 * width + 2


@pytest.mark.parametrize("scene", WORLDS)
@pytest.mark.parametrize("shape", SHAPES[1:])
def test_what_is_to_be_read_stays_in_the_safe_area_of_a_world(
    scene: type[LessonScene], shape: tuple[int, int]
) -> None:
    across, up = shape
    with configured({"pixel_width": 90 * across, "pixel_height": 90 * up}):
        assert [rule for rule, _ in findings(scene) if rule.startswith("layout.")] == []


def test_the_light_theme_is_drawn_in_its_colours() -> None:
    frame = picture(NudgeScene, beat=1, width=160, theme="light")
    background = [int(LIGHT.background[i : i + 2], 16) for i in (1, 3, 5)]
    assert np.abs(frame[0, 0] - background).max() <= 1


def test_the_same_sentences_are_told_in_any_theme() -> None:
    dark, light = tell(NudgeScene), tell(NudgeScene, theme="light")
    assert [beat.text for beat in dark.beats] == [beat.text for beat in light.beats]


def test_a_single_colour_can_be_replaced() -> None:
    theme = themed("dark", {"input": "#ffcc66", "background": "#000000"})
    assert (theme[Role.INPUT], theme.background) == ("#ffcc66", "#000000")


@pytest.mark.parametrize(
    ("colours", "message"),
    [
        ("input=#333333", "contrast"),
        ("inputs=#ffffff", "did you mean input"),
        ("input=red", "is a colour"),
        ("input", "name=colour"),
        ("background=#ffffff", "contrast"),
    ],
)
def test_colours_that_cannot_be_used_are_refused(colours: str, message: str) -> None:
    with pytest.raises(ParameterError, match=message):
        NudgeScene.prepare({"colours": colours})


@pytest.mark.parametrize("font", ["", 'Sans", "Serif', "a" * 61, "Sans)"])
def test_fonts_that_cannot_be_one_are_refused(font: str) -> None:
    with pytest.raises(ParameterError, match="is the name of a font family"):
        NudgeScene.prepare({"text_font": font})


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ParameterError, match="did you mean light"):
        NudgeScene.prepare({"theme": "ligth"})


def test_author_and_licence_are_on_record_and_in_no_picture() -> None:
    said = {"author": "Émilie du Châtelet", "licence": "CC BY 4.0"}
    record = tell(NudgeScene, **said).beats_record("nudge")
    assert {name: getattr(record, name) for name in said} == said
    assert tell(NudgeScene).beats_record("nudge").author == ""
    signed, plain = (picture(NudgeScene, beat=1, width=160, **given) for given in (said, {}))
    assert np.array_equal(signed, plain)
