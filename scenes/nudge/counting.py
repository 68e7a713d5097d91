"""How many nudges fit into a height is counted while rods are stacked along it."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

from manim import Animation

from calculus.nudge import NudgeRow
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
    labels: Sequence[Text],
    *others: Animation,
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
        others: What moves meanwhile.
        share: Of the time that the sentence takes.
        pace: Of the time that it takes by itself.
    """
    scene.add(stage.rods)
    stack, counts = stage.rods.stack(), _counts(hero.numbers[0])
    stack.run_time *= pace
    if counts:
        scene.play(stack, Count(hero, counts, stack.run_time), *others, share=share)
        return
    if moves := [*([stack] if row.rise.number else []), *others]:
        scene.play(*moves, share=share / 2)
    scene.play(Merge(*labels, into=hero, dims=1.0, run_time=0.8 * pace))


def _counts(quotient: Shown) -> list[Shown | int]:
    """Return what is counted while rods are stacked; nothing where there are too many."""
    whole = floor(abs(quotient.number))
    if not 1 <= whole <= MOST:
        return []
    sign = 1 if quotient.number > 0 else -1
    counts: list[Shown | int] = [sign * k for k in range(1, whole + 1)]
    return counts[:-1] + [quotient] if abs(quotient.number) == whole else [*counts, quotient]
