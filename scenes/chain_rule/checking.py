"""Other ways to the gradients, and what they mean: nudges, the whole formula, larger or smaller."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from manim import Animation

from calculus.expression import variables
from calculus.forward import GraphNudge
from calculus.shown import Shown
from scenes.chain_rule import gradients
from scenes.chain_rule.calculation import line, quotient_of
from scenes.chain_rule.gradients import Meaning
from scenes.chain_rule.stage import Part
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.motion import Pulse, Trace, appear, vanish
from scenes.picture.placing import box_of
from scenes.words import terms

_THIN, _THICKER = 8.0, 6.0  # width of a path at its input, and by how much each edge is thicker


class CheckStory(Part):
    """Tells what gradients mean.

    Attributes:
        after: What undoes the picture before.
    """

    def tell(self, after: list[Animation]) -> list[Animation]:
        """Tell it.

        Args:
            after: What undoes the picture before.

        Returns:
            What undoes the last one.
        """
        self.after, meaning = after, self._facts.meaning
        self._hidden: list[Text] = []
        for nudged in meaning.checked:
            self._nudge(nudged)
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

    def _nudge(self, nudged: GraphNudge) -> None:
        """Nudge a node, and lay the quotient beside its gradient."""
        scene, stage = self._scene, self._stage
        gradient = self._facts.backward.gradients[nudged.name]
        said = gradients.checked(nudged, gradient, self._J, scene.digits)
        with scene.beat(said, kind="result", teaches=gradients.taught_by(self._graph, nudged.name)):
            self._undo()
            self._change(stage.finer(nudged), Role.VALUE)
            self._ripple(nudged)
            stage.write(
                quotient_of(nudged, scene.digits), of=[stage.values[self._graph.output]], share=0.2
            )
            if stage.gradients[nudged.name] not in self._hidden:
                scene.play(Pulse(stage.gradients[nudged.name]))
        self._restore(nudged)

    def _ripple(self, *runs: GraphNudge) -> None:
        """Let values change from the nudged node on, as one nudge of it and then others have it."""
        stage, before = self._stage, self._facts.forward.values
        for number, nudged in enumerate(runs, start=1):
            for names in stage.groups(nudged.reached):
                after = {name: [run.after.values[name] for run in runs] for name in names}
                new = {name: stage.nudged(before[name], *after[name])[number] for name in names}
                self._change(new, Role.INPUT)

    def _change(self, new: Mapping[str, Shown], role: Role) -> None:
        """Let values become others, if any; gradients they would lie over make room."""
        if not new:
            return
        stage = self._stage
        moves = [stage.change(name, value, role) for name, value in new.items()]
        pairs = [(stage.values[name], stage.gradients[name]) for name in new]
        hidden = [one for value, one in pairs if box_of(value).meets(box_of(one))]
        new_ones = [one for one in hidden if one not in self._hidden]
        self._scene.play(*moves, *map(vanish, new_ones), run_time=0.5)
        self._hidden += new_ones

    def _restore(self, nudged: GraphNudge) -> None:
        stage, before = self._stage, self._facts.forward.values
        values = ((name, stage.number(before[name])) for name in nudged.reached)
        back = [stage.change(name, value, Role.VALUE) for name, value in values]
        self.after = [*back, *stage.clear(), *map(appear, self._hidden)]
        self._hidden = []

    def _differentiate(self, meaning: Meaning) -> None:
        """Write the derivative of the whole formula for each input."""
        scene, stage, known = self._scene, self._stage, self._facts.backward.gradients
        said = gradients.directly(meaning, self._facts.forward, known)
        with scene.beat(said, kind="result", teaches="U12.7"):
            self._undo()
            for name, formula in meaning.formulas.items():
                middle = " = {f}" if variables(formula) else ""
                written = line(
                    f"(dif {{J}})/(dif {{a}}){middle} {{g:equals}}", Role.GRADIENT, J=self._J,
                    a=terms.name(name), f=terms.formula(formula), g=stage.number(known[name]),
                )  # fmt: skip
                stage.write(written, of=[stage.gradients[name]], share=0.2)
                scene.play(Pulse(stage.gradients[name]), run_time=0.6)
        self.after = [*stage.clear()]

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

    def _tune(self, down: GraphNudge) -> None:
        """Lower an input and raise it, and see where the output goes."""
        gradient, up = self._facts.backward.gradients[down.name], self._facts.nudged
        with self._scene.beat(gradients.tuning(down, gradient, self._J), teaches="U12.11"):
            self._undo()
            self._change(self._stage.finer(down, up), Role.VALUE)
            self._ripple(down, up)
        self._restore(up)
