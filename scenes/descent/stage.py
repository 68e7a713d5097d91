"""What the descent story draws with: the hill on the left, rule, ledger and chart right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from manim import VGroup

from calculus.descent import Descent, Iterate, Verdict
from calculus.evaluate import sign_of
from calculus.quantity import Quantity
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.descent.panel import Panel
from scenes.landscape.distance import ALPHA, distance_to_minimum
from scenes.landscape.hill import ROOM, Hill
from scenes.landscape.outcomes import outcome
from scenes.landscape.valley import Surroundings
from scenes.look.text import Text, coloured, math
from scenes.look.theme import Role
from scenes.picture.motion import Drive, appear, vanish
from scenes.picture.window import Window
from scenes.words import terms
from scenes.words.wording import Term, relation

Move = tuple[Iterate, Iterate]

_STAGE_SHARE = 0.53  # of the width; the ledger has five columns
_ABOVE, _ABOVE_HIGH = 0.56, 0.46  # of the height, in a square and in a high frame
_PLACES = 3  # decimals, and digits where rounded, of a number in the ledger
_SLOW = 9  # steps of a walk that are taken one by one, each with its arrow
_QUICK, _ALL_QUICK = 0.2, 8.0  # seconds for each of the others, and for all of them at most
_FARTHEST = 4.0  # a runaway ball is followed this many starting distances, or first steps, out


class DescentStage:
    """The hill with its ball, and what is written beside it.

    Args:
        scene: Where it is shown.
        descent: The descent.
        mirrored: The descent from the opposite start, where it is told too.

    Attributes:
        hill: The hill.
        panel: What is written beside it.
        whole: A window with both starts and what is near.
        escaped: Whether the ball has left the picture.
    """

    def __init__(self, scene: LessonScene, descent: Descent, mirrored: Descent | None) -> None:
        self._scene = scene
        self._descent = descent
        regions = scene.regions
        wide = regions.is_wide
        above = _ABOVE_HIGH if regions.body.height > regions.body.width else _ABOVE
        stage, side = regions.split(_STAGE_SHARE) if wide else regions.body.above(above)
        function = descent.function
        self.w, self.J = terms.name(function.variable), terms.name(function.name)
        self.slope = terms.derivative(self.J, self.w)
        self._rate = descent.learning_rate
        self._around = Surroundings.of([descent])
        first_steps = [self._around.distance(it.w.number) for it in descent.iterates[:2]]
        self._farthest = _FARTHEST * max(1.0, *first_steps)
        start = descent.start.number
        self.hill = Hill(
            stage,
            Window(start - 1, -1, start + 1, 1),
            (math(self.w.typst), math(terms.applied(function).typst)),
            scene.theme,
            function=function,
            start=start,
        )
        self.whole = self._whole([descent] if mirrored is None else [descent, mirrored])
        self.hill.set(window=self.whole)
        self.escaped = False
        rule = scene.formula(
            f"{{w}} := {{w}} - {{alpha}} thin {coloured(Role.SLOPE, '{d}')}",
            w=self.w, alpha=ALPHA, d=self.slope, size=scene.theme.title,
        )  # fmt: skip
        self.panel = Panel(
            side,
            rule,
            (self.w, self.J, self.slope, terms.change(self.w.text)),
            descent.iterates,
            [
                [self.rounded(q) for q in (it.k, it.w, it.value, it.gradient, it.update)]
                for it in descent.iterates
            ],
            scene.theme,
        )

    def rounded(self, value: Quantity | int) -> Shown:
        """Return a number as the ledger shows it."""
        return self._scene.digits.shown(value, places=_PLACES, significant=_PLACES)

    def slope_label(self, at: Iterate) -> Text:
        """Return the slope under the ball."""
        label = self._scene.formula("{d} {s:equals}", d=self.slope, s=at.gradient, role=Role.SLOPE)
        return self.above_the_hill(label)

    def filled_rule(self, here: Iterate, there: Iterate) -> VGroup:
        """Return the step with its numbers, and where it leads."""
        shown = self._scene.digits.shown
        alpha, slope, update = map(shown, (self._rate, here.gradient, here.update))
        step = self._scene.formula(
            f"{{change}} {{r}} - {{alpha:plain}} dot {coloured(Role.SLOPE, '{s}')} "
            "{r} {u:plain}",
            change=terms.change(self.w.text), alpha=alpha, s=terms.factor(slope), u=update,
            r=relation(alpha, slope, update), role=Role.GRADIENT,
        )  # fmt: skip
        w, new, way = map(shown, (here.w, there.w, abs(here.update.value)))
        line = self._scene.formula(
            f"{{name}} := {{w:plain}} {coloured(Role.GRADIENT, '{sign} {u:plain}')} {{r}} "
            "{new:plain}",
            name=self.w, w=w, sign=terms.sign("-" if sign_of(here.update.value) < 0 else "+"),
            u=way, r=relation(w, way, new), new=new,
        )  # fmt: skip
        return self.panel.put([step, line])

    def law(self, factor: Shown) -> VGroup:
        """Return what each step does to the distance to the minimum, and what follows."""
        write, size = self._scene.formula, self._scene.theme.title
        distance, f = terms.grouped(self.distance()), terms.factor(factor)
        alpha = self._scene.digits.shown(self._rate)
        if not self._descent.minimum:
            derivative = terms.body(self._descent.function.derivative)
            law = write(
                "{d} := {d} - {alpha:plain} dot {slope} {r} {f} {d}",
                d=distance, slope=derivative, f=f, alpha=alpha, r=relation(alpha, factor),
            )  # fmt: skip
        else:
            about = terms.sign("" if factor.exact else "approx")
            law = write("{d} := {about} {f} dot {d}", d=distance, f=f, about=about)
        sign = {-1: "<", 0: "=", 1: ">"}[int(np.sign(abs(factor.number) - 1))]
        verdict = write(
            "abs({f:plain}) {sign} {one}",
            f=factor, one=1, sign=terms.sign(sign), role=Role.SLOPE, size=size,
        )  # fmt: skip
        return self.panel.put([law, verdict])

    def distance(self) -> Term:
        """Return the distance to the minimum as a formula: w, or w - m."""
        return distance_to_minimum(self._descent, self._scene.digits)

    def above_the_hill(self, text: Text) -> Text:
        """Place a text at the top right of the hill."""
        area = self.hill.area
        return text.place(area.right, area.top + 0.18, anchor=1)

    def walk(self, moves: Sequence[Move], on_record: bool = True) -> None:
        """Show some steps, each a little quicker, until the ball has left the picture.

        Args:
            moves: From where to where each of them leads.
            on_record: Whether they belong to the ledger and the chart.
        """
        quick = min(_QUICK, _ALL_QUICK / len(moves))
        for i, (here, there) in enumerate(moves):
            if self.escaped:
                break
            if i < _SLOW:
                self.step(here, there, max(0.35, 1.0 - 0.15 * i), on_record)
            else:
                self.widen(there)
                self.roll(there, quick, *(self.entries(there) if on_record else ()))
        else:
            return
        if on_record:
            self._scene.play(*(entry for _, to in moves[i:] for entry in self.entries(to)))

    def step(self, here: Iterate, there: Iterate, run_time: float, on_record: bool = True) -> None:
        """Show a step's arrow, roll, and write the new iterate down.

        Args:
            here: Where the ball is.
            there: Where it goes.
            run_time: Seconds for the roll.
            on_record: Whether the step belongs to the ledger and the chart.
        """
        self.widen(there)
        arrow = self.hill.step_arrow(here.w.number, here.update.number)
        self.hill.set(arrow=1.0)
        self._scene.play(appear(arrow), run_time=min(0.3, run_time / 3))
        self.roll(there, run_time, *(self.entries(there) if on_record else ()))
        self._scene.play(vanish(arrow), run_time=0.2)

    def entries(self, there: Iterate) -> list[Any]:
        """Return what writes an iterate down: in the chart and, while it has room, the ledger."""
        entries: list[Any] = [Drive(self.panel.chart, k=float(there.k))]
        if there.k < self.panel.rows:
            entries.append(appear(self.panel.ledger.lines[there.k]))
        return entries

    def widen(self, there: Iterate, run_time: float = 0.7) -> None:
        """Let the window follow a ball that is about to leave it, unless that has run away."""
        w = there.w.number
        if not self.hill.shows(w) and self._around.distance(w) <= self._farthest:
            wider = self.hill.sight(self._around.around(w))
            self._scene.play(Drive(self.hill, window=wider), run_time=run_time)

    def roll(self, there: Iterate, run_time: float, *meanwhile: Any) -> None:
        """Roll the ball to an iterate, or out of the picture, leaving a ghost."""
        w = self.hill.within_sight(there.w.number)
        self.escaped = w != there.w.number
        ghost = self.hill.leave_ghost()
        if ghost is not None:
            self._scene.add(ghost)
        self._scene.play(Drive(self.hill, w=w), *meanwhile, run_time=run_time)
        if self.escaped:
            self._scene.play(vanish(self.hill.tangent), run_time=0.2)

    def back_to_the_start(self, start: Iterate) -> None:
        """Take the ball and its ghosts away, and put it at another start, out of sight."""
        hill, ghosts = self.hill, self.hill.ghosts
        self._scene.play(vanish(hill.ball, hill.drop, *ghosts.values()), run_time=0.4)
        ghosts.clear()
        if hill.window != self.whole:
            self._scene.play(Drive(hill, window=self.whole), run_time=0.6)
        hill.restart(start.w.number)
        self.escaped = False

    def _whole(self, walks: Sequence[Descent]) -> Window:
        """Return a window with the starts, the minimum, and iterates that don't run away."""
        around = self._around
        places = [around.middle, *(walk.start.number for walk in walks)]
        if self._descent.verdict is Verdict.STAYS:
            places += [around.middle - around.reach, around.middle + around.reach]
        for walk in walks:
            runs_away = outcome(walk) in (Verdict.DIVERGES, "falls")
            farthest = ROOM if runs_away else _FARTHEST
            ws = [iterate.w.number for iterate in walk.iterates]
            if walk.blocked:
                ws.append(ws[-1] + walk.iterates[-1].update.number)
            places += [w for w in ws if around.distance(w) <= farthest]
        return self.hill.sight(places, least=0.25 * around.reach)
