"""What the learning rate and the distance to a minimum are called, and what a step does to it."""

from __future__ import annotations

from dataclasses import replace

from calculus.descent import Descent
from calculus.readable import Digits
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.look.text import Text, coloured
from scenes.look.theme import Role
from scenes.words import terms
from scenes.words.wording import Clause, Term, marked_speech
from scenes.words.writing import Writing

ALPHA = terms.name("alpha")


def update_rule(
    scene: Writing, w: Term, slope: Term, size: float | None = None, role: Role = Role.TEXT
) -> Text:
    """Return what is done at each step, as a formula: w := w − α dJ/dw."""
    return scene.formula(
        f"{{w}} := {{w}} - {coloured(Role.GRADIENT, '{alpha}')} thin "
        f"{coloured(Role.SLOPE, '{d}')}",
        size, role, w=w, alpha=ALPHA, d=slope,
    )  # fmt: skip


def distance_to_minimum(descent: Descent, digits: Digits) -> Term:
    """Return the distance to the minimum as a formula: w, w - m, or w + 2 for one at -2."""
    w = terms.name(descent.function.variable)
    if not descent.minimum:
        return w
    m = digits.shown(abs(descent.minimum))
    marked = replace(terms.factor(m), text=m.marked, said=lambda words: marked_speech(m, words))
    return terms.distance(w, marked, is_left=bool(descent.minimum < 0))


def distance_said(descent: Descent, digits: Digits) -> Term | Clause:
    """Return what a sentence calls the distance to the minimum; in words where that is rounded."""
    distance = distance_to_minimum(descent, digits)
    if all(number.exact for number in distance.numbers):
        return distance
    return Clause("the distance to the minimum")


def distance_heading(scene: LessonScene, descent: Descent, factor: float) -> Text:
    """Return what stands over bars for the distance: its size, or with its sign if that changes."""
    form = "{d}" if factor < 0 else "abs({d})"
    distance = distance_to_minimum(descent, scene.digits)
    return scene.formula(form, d=distance, role=Role.INPUT, size=scene.theme.small)


def distance_law(
    scene: LessonScene,
    descent: Descent,
    factor: Shown,
    size: float | None = None,
    role: Role = Role.TEXT,
) -> Text:
    """Return what each step does to the distance to the minimum, as a formula: w := 0.8 · w."""
    return scene.formula(
        "{d} := {about} {f} dot {d}", size, role, f=terms.factor(factor),
        d=terms.grouped(distance_to_minimum(descent, scene.digits)), about=terms.nearly(factor),
    )  # fmt: skip


def times(scene: LessonScene, factor: Shown, size: float) -> Text:
    """Return a factor by itself: × 0.8."""
    form = "times ({f:plain})" if factor.number < 0 else "times {f:plain}"
    form = form if factor.exact else f"approx {form}"
    return scene.formula(form, f=factor, role=Role.GRADIENT, size=size)
