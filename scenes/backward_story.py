"""The second half of the chain rule story: gradients flow backward."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from calculus.backward import BackwardPass, BackwardStep
from calculus.forward import GraphNudge
from calculus.graph import Graph
from calculus.shown import Shown, shown
from scenes import terms
from scenes.base import LessonScene
from scenes.graph_stage import GraphStage, letters, number
from scenes.motion import Trace, appear, dim, light, vanish
from scenes.text import coloured
from scenes.theme import Role
from scenes.wording import Clause, relation


class BackwardStory:
    """Tells how gradients flow back through a graph, and why that way.

    Args:
        scene: The scene that tells it.
        stage: The graph, with its values.
        graph: The computation graph.
        backward: Its gradients, step by step.
    """

    def __init__(
        self, scene: LessonScene, stage: GraphStage, graph: Graph, backward: BackwardPass
    ) -> None:
        self._scene = scene
        self._stage = stage
        self._graph = graph
        self._backward = backward
        self._J = terms.name(graph.output)

    def sweep_back(self) -> None:
        self._scene.chapter("Backward")
        output, one = self._graph.output, shown(1)
        with self._scene.beat(
            "No: start at the end. Nudge {J}, and {J} moves exactly as far: a factor of {one}.",
            J=self._J, one=one,
        ):  # fmt: skip
            self._stage.write(
                self._scene.formula(
                    "(dif {J})/(dif {J}) = {one}", J=self._J, one=one, role=Role.GRADIENT
                )
            )
        with self._scene.beat(
            "In code, this gradient is called {name}.", name=terms.code(f"d{output}")
        ):
            self._scene.play(appear(self._stage.gradient(output, one)))
        gathered: dict[str, Shown] = {}
        for i, step in enumerate(self._backward.steps):
            self._step_back(step, first=i == 0, earlier=gathered.get(step.edge.source))
            gathered[step.edge.source] = number(step.total)
        self._stage.clear()

    def _step_back(self, step: BackwardStep, first: bool, earlier: Shown | None) -> None:
        """Carry the gradient over one edge, and add it to what came over others."""
        stage, edge = self._stage, (step.edge.source, step.edge.target)
        a, v = (terms.name(name) for name in edge)
        upstream, local = number(step.upstream), number(step.local)
        contribution = number(step.contribution)
        lit = stage.view.lit(*edge, Role.GRADIENT, backward=True)
        # From the output the product would read dJ/dJ; and one of several contributions isn't
        # the gradient, so its line has no left side.
        whole = self._graph.fan_out(edge[0]) == 1
        left = "(dif {J})/(dif {a}) {r} " if whole else ""
        if edge[1] != self._graph.output:
            from_upstream = coloured(Role.GRADIENT, "(dif {J})/(dif {v})")
            left = left.replace("{r}", "=") + f"{from_upstream} dot (dif {{v}})/(dif {{a}}) {{r}} "
        equation = self._scene.formula(
            f"{left}{coloured(Role.GRADIENT, '{upstream}')} dot {{local}} "
            f"{coloured(Role.GRADIENT, '{p:equals}')}",
            J=self._J, a=a, v=v, r=relation(upstream, local),
            upstream=terms.factor(upstream), local=terms.factor(local), p=contribution,
        )  # fmt: skip
        sentence = (
            "One step back, to {a}: {upstream} from upstream, times {local}, the local slope."
            if first
            else "To {a}: upstream {upstream} times local {local} is {p}."
        )
        with self._scene.beat(sentence, a=a, upstream=upstream, local=local, p=contribution):
            self._scene.play(Trace(lit, run_time=0.8), appear(stage.locals[edge]))
            stage.write(equation)
            stage.send([edge], Role.GRADIENT, backward=True)
            if earlier is None:
                self._scene.play(appear(stage.gradient(edge[0], contribution)))
        if earlier is not None:
            self._accumulate(edge[0], earlier, contribution, number(step.total))
        self._scene.play(vanish(lit), dim(stage.locals[edge]), run_time=0.3)

    def _accumulate(self, name: str, earlier: Shown, contribution: Shown, total: Shown) -> None:
        """Let a further path's contribution be added to a node's gradient."""
        a = terms.name(name)
        before = self._stage.gradients[name]
        with self._scene.beat(
            "{a} has another path to {J}: the contributions add up to {total}.",
            kind="result", a=a, J=self._J, total=total,
        ):  # fmt: skip
            self._stage.write(
                self._scene.formula(
                    "(dif {J})/(dif {a}) {r} {earlier} + {p} {total:equals}",
                    J=self._J, a=a, r=relation(earlier, contribution), total=total,
                    earlier=terms.factor(earlier), p=terms.factor(contribution),
                    role=Role.GRADIENT,
                )
            )  # fmt: skip
            self._scene.play(vanish(before), appear(self._stage.gradient(name, total)))

    def follow_a_path(self, path: tuple[str, ...]) -> None:
        self._scene.chapter("The chain")
        stage, a = self._stage, terms.name(path[0])
        edges = list(pairwise(path))
        steps = {(step.edge.source, step.edge.target): step for step in self._backward.steps}
        slopes = [number(steps[edge].local) for edge in edges]
        names = " dot ".join(
            f"(dif {terms.name(target).typst})/(dif {terms.name(source).typst})"
            for source, target in edges
        )
        fields: dict[str, Any] = {
            f"f{letters(i)}": terms.factor(slope) for i, slope in enumerate(slopes)
        }
        values = " dot ".join(f"{{{field}}}" for field in fields)
        others = stage.others(path, edges)
        factors = [stage.locals[edge] for edge in edges]
        lines = [stage.view.lit(*edge, Role.GRADIENT) for edge in edges]
        self._scene.shown_on_screen(*slopes)
        with self._scene.beat(
            "This is the chain rule: along the path from {a} to {J}, the local slopes multiply.",
            kind="result", poster=1, a=a, J=self._J,
        ):  # fmt: skip
            self._scene.play(dim(*others), light(*factors))
            for line in lines:
                self._scene.play(Trace(line, run_time=0.6))
            stage.write(
                self._scene.formula(
                    f"(dif {{J}})/(dif {{a}}) = {names} {{r}} {values} "
                    f"{coloured(Role.GRADIENT, '{g:equals}')}",
                    J=self._J, a=a, r=relation(*slopes),
                    g=number(self._backward.gradients[path[0]]), **fields,
                )
            )  # fmt: skip
        self._scene.play(vanish(*lines), light(*others), dim(*factors), run_time=0.4)
        stage.clear()

    def compare_with_the_nudge(self, nudged: GraphNudge) -> None:
        stage, name = self._stage, nudged.name
        b, moved, slope = (
            terms.name(name),
            shown(nudged.quotient),
            shown(self._backward.gradients[name]),
        )
        agree = nudged.quotient.value == self._backward.gradients[name].value
        sentence = (
            "The nudge agrees: {J} moved {q} times as far as {b}, and the gradient of {b} is {g}."
            if agree
            else "The nudge came close: {J} moved {q} times as far as {b}; the gradient is {g}."
        )
        shown_together = self._scene.formula(
            "(Delta {J})/(Delta {b}) {q:equals} {q:relation} (dif {J})/(dif {b})"
            if agree
            else "(Delta {J})/(Delta {b}) {q:equals} quad (dif {J})/(dif {b}) {g:equals}",
            J=self._J, b=b, q=moved, g=slope,
        )  # fmt: skip
        with self._scene.beat(sentence, kind="result", J=self._J, b=b, q=moved, g=slope):
            others = stage.others((name, self._graph.output), [])
            self._scene.play(dim(*others))
            stage.write(shown_together)
        self._scene.play(light(*others), run_time=0.4)
        stage.clear()

    def why_backward(self) -> None:
        self._scene.chapter("Why backward")
        stage, graph = self._stage, self._graph
        counts = graph.multiplications()
        lengths = [sum(len(p) - 1 for p in graph.paths(name)) for name in graph.inputs]
        total, reused = shown(counts.path_by_path), shown(counts.reused)
        fields: dict[str, Any] = {f"n{letters(i)}": shown(n) for i, n in enumerate(lengths)}
        summands = " + ".join(f"{{{field}}}" for field in fields)
        with self._scene.beat(
            "Path by path, the chain rule would walk {total} edges, many of them again and again.",
            kind="result", total=total,
        ):  # fmt: skip
            for name in graph.inputs:
                lines = [
                    stage.view.lit(*edge, Role.SLOPE)
                    for path in graph.paths(name)
                    for edge in pairwise(path)
                ]
                self._scene.play(*(Trace(line) for line in lines), run_time=0.5)
                self._scene.play(vanish(*lines), run_time=0.2)
            stage.write(
                self._scene.formula(
                    f"{{label}} quad {summands} = {{total}}"
                    if len(lengths) > 1
                    else "{label} quad {total}",
                    label=Clause("path by path:"), total=total, **fields,
                )
            )  # fmt: skip
        with self._scene.beat(
            "Backward, each of the {reused} edges is walked just once.",
            kind="result",
            reused=reused,
        ):
            for node in reversed(graph.steps):
                lines = [
                    stage.view.lit(operand, node.name, Role.GRADIENT, backward=True)
                    for operand in node.operands
                ]
                self._scene.play(*(Trace(line) for line in lines), run_time=0.5)
                self._scene.play(vanish(*lines), run_time=0.2)
            stage.write(
                self._scene.formula(
                    "{label} quad {reused}",
                    label=Clause("backward:"),
                    reused=reused,
                    role=Role.GRADIENT,
                )
            )
        with self._scene.beat(
            "One sweep back gives every slope at once. That is backpropagation.",
            kind="conclusion", poster=3,
        ):  # fmt: skip
            stage.clear()
            self._scene.play(vanish(*stage.locals.values()))
