"""Other ways to the gradients, and what they mean: nudges, the whole formula, larger or smaller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from manim import Animation, LaggedStart, VMobject

from calculus.digits import sign_of
from calculus.expression import variables
from calculus.forward import GraphNudge
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.chain_rule import gradients
from scenes.chain_rule.calculation import Calculation, bring_from, line, quotient_of
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.chain_rule.gradients import Meaning
from scenes.chain_rule.stage import APART, READ, WRITTEN, GraphStage, Part
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.carrying import bring
from scenes.picture.compose import fit, in_row
from scenes.picture.countdown import tick_of
from scenes.picture.layout import pen
from scenes.picture.meaning import Detail, claim
from scenes.picture.motion import Pulse, Trace, appear, dim, light, vanish
from scenes.picture.placing import box_of
from scenes.picture.plot import stroke
from scenes.picture.shapes import polyline
from scenes.words import terms

_STEP, _QUICK = 0.5, 0.25  # seconds from a node to the next; where several nudges are told at once
_THIN, _THICKER = 8.0, 6.0  # width of a path at its input, and by how much each edge is thicker


class CheckStory(Part):
    """Tells what gradients mean.

    Attributes:
        after: What undoes the picture before.
    """

    def __init__(self, scene: LessonScene[ChainRuleFacts], stage: GraphStage) -> None:
        super().__init__(scene, stage)
        self._ticks: list[VMobject] = []

    def tell(self, after: list[Animation]) -> list[Animation]:
        """Tell it.

        Args:
            after: What undoes the picture before.

        Returns:
            What undoes the last one.
        """
        self.after, meaning = after, self._facts.meaning
        self._hidden: list[Text] = []
        self._unlit: list[VMobject] = []
        for some in meaning.told_together():
            self._nudge(some)
        if meaning.checked:
            self.after += [vanish(*self._ticks), light(*self._unlit)]
        if meaning.formulas:
            self._differentiate(meaning)
        if meaning.strongest is not None:
            self._amplify(meaning.strongest)
        if meaning.tuned is not None:
            self._tune(meaning.tuned)
        return self.after

    def _undo(self) -> None:
        if self.after:
            self._scene.play(*self.after)
        self.after = []

    def _nudge(self, runs: Sequence[GraphNudge]) -> None:
        """Nudge a node, and lay the quotient beside its gradient; of several, one by one."""
        scene, known = self._scene, self._facts.backward.gradients
        said = (
            gradients.checked(runs[0], known[runs[0].name], self._J, scene.digits)
            if len(runs) == 1
            else gradients.all_checked(runs, known)
        )
        taught = gradients.taught_by(self._graph, *(one.name for one in runs))
        with scene.beat(said, kind="result", teaches=taught):
            for nudged in runs:
                self._look_at(nudged)
                self._change(self._stage.finer(nudged), Role.VALUE)
                self._ripple(nudged, step=_STEP if len(runs) == 1 else _QUICK)
                self._meet(nudged, 0.2 / len(runs))
                back = self._back(nudged)
                if nudged is runs[-1] and self._hidden:
                    # What was found of another node stands again when no more is found out.
                    scene.play(*back, *map(appear, self._hidden))
                    self._hidden, back = [], []
                self.after = [*back, *self._stage.clear()]

    def _look_at(self, nudged: GraphNudge) -> None:
        """Undo the picture before, and turn down what a nudge does not reach."""
        others = self._stage.others(nudged.reached)
        lit = [one for one in self._unlit if one not in others]
        unlit = [one for one in others if one not in self._unlit]
        shades = [shade(*some) for shade, some in ((light, lit), (dim, unlit)) if some]
        for moves in (self.after, shades):  # what rolls back isn't dimmed meanwhile
            if moves:
                self._scene.play(*moves, run_time=_STEP / 2)
        self.after, self._unlit = [], others

    def _meet(self, nudged: GraphNudge, share: float) -> None:
        """Write the quotient of a nudge, and take it to the gradient; a tick says that it is that.

        Args:
            nudged: The nudge.
            share: Of the time of the sentence, that the quotient takes.
        """
        scene, stage, name = self._scene, self._stage, nudged.name
        gradient = stage.gradients[name]
        output = stage.values[self._graph.output]
        written = stage.write(quotient_of(nudged, scene.digits), of=[output], share=share)
        if gradient in self._hidden:
            return
        if not gradients.agrees(nudged, self._facts.backward.gradients[name]):
            scene.play(Pulse(gradient))
            return
        scene.play(bring(written, gradient))
        self.tick(name)

    def tick(self, name: str) -> None:
        """Say by a tick that a nudge of a node agrees with its gradient, where that has room."""
        scene, stage, gradient = self._scene, self._stage, self._stage.gradients[name]
        tick = stroke(scene.theme[Role.TEXT], pen(7), "label")
        claim(tick.set_points(polyline(0.8 * gradient.height * tick_of(1.0))), Detail())
        # In a card the value needs the room beside the gradient, as it gets more digits.
        is_outside = stage.plan.style.numbers == "outside"
        beside = gradient if is_outside else stage.view.cards[name].frame
        if stage.view.put_beside(name, beside, tick, [*stage.locals.values(), *self._ticks]):
            self._ticks.append(tick)
            scene.play(Trace(tick, run_time=0.3))

    def _ripple(self, *runs: GraphNudge, step: float = _STEP) -> None:
        """Let values change from the nudged node on, as one nudge of it and then others have it.

        Args:
            runs: The nudges.
            step: Seconds from a node to the next.
        """
        stage, before = self._stage, self._facts.forward.values
        for number, nudged in enumerate(runs, start=1):
            for names in stage.groups(nudged.reached):
                after = {name: [run.after.values[name] for run in runs] for name in names}
                new = {name: stage.nudged(before[name], *after[name])[number] for name in names}
                self._change(new, Role.INPUT, step)

    def _change(self, new: Mapping[str, Shown], role: Role, seconds: float = _STEP) -> None:
        """Let values become others, if any; gradients they would lie over make room."""
        if not new:
            return
        stage = self._stage
        moves = [stage.change(name, value, role) for name, value in new.items()]
        pairs = [(stage.values[name], stage.gradients[name]) for name in new]
        hidden = [one for value, one in pairs if box_of(value).meets(box_of(one))]
        new_ones = [one for one in hidden if one not in self._hidden]
        self._scene.play(*moves, *map(vanish, new_ones), run_time=seconds)
        self._hidden += new_ones

    def _back(self, nudged: GraphNudge) -> list[Animation]:
        """Return the animations in which values become again what they were before a nudge."""
        stage, before = self._stage, self._facts.forward.values
        values = ((name, stage.number(before[name])) for name in nudged.reached)
        return [stage.change(name, value, Role.VALUE) for name, value in values]

    def _differentiate(self, meaning: Meaning) -> None:
        """Write the derivative of the whole formula for each input."""
        scene, stage, known = self._scene, self._stage, self._facts.backward.gradients
        said = gradients.directly(meaning, self._facts.forward, known)
        with scene.beat(said, kind="result", teaches="U12.7"):
            self._undo()
            written: list[Calculation] = []
            for name, formula in meaning.formulas.items():
                middle = " = {f}" if variables(formula) else ""
                written.append(line(
                    f"(dif {{J}})/(dif {{a}}){middle} {{g:equals}}", Role.GRADIENT, J=self._J,
                    a=terms.name(name), f=terms.formula(formula), g=stage.number(known[name]),
                ))  # fmt: skip
            to = [stage.gradients[name] for name in meaning.formulas]
            if row := self._in_a_row(written):
                for text in row:
                    scene.play(bring_from(stage.formula, text), share=0.5 / len(row))
                carried = map(bring, row, to)
                scene.play(LaggedStart(*carried, lag_ratio=0.4), share=0.3)
                self.after = [vanish(*row)]
                return
            for one, gradient in zip(written, to, strict=True):
                text = stage.write(one, of=stage.formula, share=0.2)
                scene.play(bring(text, gradient), run_time=0.6)
        self.after = [*stage.clear()]

    def _in_a_row(self, lines: Sequence[Calculation]) -> list[Text]:
        """Return calculations side by side in the strip; none where they can't be read there."""
        size = WRITTEN * self._scene.theme.body
        texts = [self._scene.formula(one.template, size, one.role, **one.fields) for one in lines]
        fit(in_row(*texts, gap=APART), self._stage.strip, up=0)
        return texts if texts[0].font_size >= READ else []

    def _amplify(self, nudged: GraphNudge) -> None:
        """Let the ways from an input to the output swell."""
        scene, stage, name = self._scene, self._stage, nudged.name
        gradient = self._facts.backward.gradients[name]
        path = max(([*pairwise(one)] for one in self._graph.paths(name)), key=len)
        lines = [
            stage.view.line([edge], Role.OUTPUT, width=_THIN + i * _THICKER)
            for i, edge in enumerate(path)
        ]
        said = gradients.amplified(nudged, gradient, self._J, scene.digits)
        turned = [stage.walked[edge] for edge in path]
        with scene.beat(said, kind="result", teaches="U12.11"):
            self._undo()
            scene.play(Pulse(stage.values[name]), *stage.show_local(*path), run_time=0.6)
            for some, back in zip(lines, turned, strict=True):
                scene.play(Trace(some), vanish(back), share=0.5 / len(lines))
            stage.write(
                quotient_of(nudged, scene.digits), of=[stage.values[self._graph.output]], share=0.2
            )
        self.after = [vanish(*lines), appear(*turned), *stage.show_local(), *stage.clear()]

    def _tune(self, other: GraphNudge) -> None:
        """Make the output smaller by an input, and then larger, as is said; a cost only smaller."""
        gradient = self._facts.backward.gradients[other.name]
        output, both = self._graph.output, (other, self._facts.nudged)
        runs = sorted(both, key=lambda run: sign_of(run.rises[output].value))
        runs = runs[: 1 if self._is_cost else 2]
        said = gradients.tuning(other, gradient, self._J, self._is_cost)
        with self._scene.beat(said, teaches="U12.11"):
            self._undo()
            self._change(self._stage.finer(*runs), Role.VALUE)
            self._ripple(*runs)
        self.after = [*self._back(other), *self._stage.clear(), *map(appear, self._hidden)]
