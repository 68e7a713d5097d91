"""How many nudges fit into a height is counted while rods are stacked along it."""

from __future__ import annotations

from math import floor

from calculus.nudge import NudgeRow
from calculus.readable import Digits
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.text import NumberText, Text
from scenes.nudge.stage import NudgeStage
from scenes.picture.carrying import Merge
from scenes.picture.rods import MOST
from scenes.picture.rolling import Count


def count_rods(
    scene: LessonScene,
    stage: NudgeStage,
    row: NudgeRow,
    hero: NumberText,
    labels: tuple[Text, Text],
    share: float = 0.0,
    pace: float = 1.0,
) -> None:
    """Stack rods along the height, and count them.

    Args:
        scene: The scene.
        stage: Its world.
        row: The nudge.
        hero: The quotient, which comes on screen by it.
        labels: What base and height are; the quotient comes of these where nothing is counted.
        share: Of the time that the sentence takes.
        pace: Of the time that it takes by itself.
    """
    rods = stage.rods
    scene.add(rods)
    stack, counts = rods.stack(), _counts(row, scene.digits)
    stack.run_time *= pace
    if counts:
        scene.play(stack, Count(hero, counts, stack.run_time), share=share)
    else:
        if row.rise.number:
            scene.play(stack, share=share / 2)
        scene.play(Merge(*labels, into=hero, dims=1.0))


def _counts(row: NudgeRow, digits: Digits) -> list[Shown | int]:
    """Return what is counted while rods are stacked; nothing where there are too many."""
    quotient = digits.brief(row.quotient)
    whole = floor(abs(row.quotient.number))
    if not 1 <= whole < MOST:
        return []
    sign = 1 if row.quotient.number > 0 else -1
    counts: list[Shown | int] = [sign * k for k in range(1, whole + 1)]
    return counts[:-1] + [quotient] if abs(quotient.number) == whole else [*counts, quotient]
