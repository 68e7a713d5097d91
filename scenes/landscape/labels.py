"""What is written on a hill: places at its axis, and the slope beside its ball."""

from __future__ import annotations

import numpy as np
from manim import Mobject, VMobject

from calculus.function import Function
from calculus.shown import Shown
from calculus.walk import Iterate
from scenes.base import LessonScene
from scenes.landscape.distance import update_rule
from scenes.landscape.land import Land
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.placing import Obstacles, box_of, clearest
from scenes.picture.plot import knocked_out
from scenes.words import terms
from scenes.words.wording import Wordable

_UNDER = 0.88  # from the axis down to the baseline of a number at it
_NEAR = 1.5  # Manim units from the middle of a bar to that of its label, at best
_PROBES = 24  # places that are tried for a label, across and up
_SPOKEN = 46.0  # font size of what is said


class HillStage:
    """A hill, and what is written on it.

    Args:
        scene: Where it is shown.
        function: Its graph is the hill.

    Attributes:
        land: The hill.
        title: What is written above it, on a chip.
        w: The name of the input.
        J: The name of the output.
        slope: The name of the derivative.
    """

    land: Land
    title: VMobject

    def __init__(self, scene: LessonScene, function: Function) -> None:
        self._scene = scene
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        self.slope = terms.derivative(self.J, self.w)

    def rule_of_steps(self) -> Text:
        """Return what is done at each step, as a formula: w := w − α dJ/dw."""
        return update_rule(self._scene, self.w, self.slope)

    def at_the_axis(self, at: Iterate, as_shown: Shown | None = None) -> Text:
        """Return the number where the ball is, under the axis; as it is shown elsewhere."""
        text = self._write("{w} {v:equals}", w=self.w, v=as_shown or at.w)
        return self._under_the_axis(text, at.w.number)

    def _write(self, template: str, role: Role = Role.TEXT, **fields: Wordable) -> Text:
        return self._scene.formula(template, _SPOKEN, role, **fields)

    def _under_the_axis(self, text: Text, w: float) -> Text:
        land, half = self.land, text.width / 2 + 0.1
        low, high = land.area.left + half, land.area.right - half
        x = float(np.clip(land.point(w, 0)[0], low, max(low, high)))
        return knocked_out(text.place(x, land.foot - _UNDER), self._scene.theme.background)

    def slope_label(self, at: Iterate, *others: Mobject, above: float = 0.0) -> Text:
        """Return the slope under the ball, near its bar, and clear of other texts.

        Args:
            at: Where the ball is.
            others: What it keeps clear of, too.
            above: Manim units that stay free at the foot, where the numbers of the axis are.
        """
        text = self._write("{d} {s:equals}", Role.SLOPE, d=self.slope, s=at.gradient)
        knocked_out(text, self._scene.theme.background)
        land = self.land
        text.scale(min(1.0, land.area.width / text.width))
        solid = Obstacles.of(
            land.area, land.line, land.ball, land.bar, land.tangent, land.drop, self.title, *others
        )
        x, y = box_of(land.bar if len(land.bar[1].points) else land.ball).centre
        room = land.area.inset(*[text.width / 2, text.height / 2] * 2).inset(bottom=above)
        across = np.linspace(room.left, room.right, _PROBES)
        up = np.linspace(room.bottom, room.top, _PROBES)
        places = [(float(a), float(b)) for a in across for b in up]
        places.sort(key=lambda place: abs(np.hypot(place[0] - x, place[1] - y) - _NEAR))
        return text.move_to((*clearest(text, places, solid), 0))
