"""The end of the chain rule story: what the gradients say, and why they flow backward."""

from __future__ import annotations

from itertools import pairwise

from calculus.backward import BackwardPass
from calculus.forward import GraphNudge
from calculus.graph import Graph
from calculus.shown import shown
from scenes import terms
from scenes.base import LessonScene
from scenes.graph_stage import GraphStage, letters, line
from scenes.motion import Trace, dim, light, vanish
from scenes.text import coloured
from scenes.theme import Role
from scenes.wording import Clause, Wordable, relation


class ChainStory:
    """Follows a chain of slopes, compares with the nudge, and counts what backward saves.

    Args:
        scene: The scene that tells it.
        stage: The graph, with its values and gradients.
        graph: The computation graph.
        backward: Its gradients.
        is_small: Whether the labels of the edges stay while others are talked about.
    """

    def __init__(
        self,
        scene: LessonScene,
        stage: GraphStage,
        graph: Graph,
        backward: BackwardPass,
        is_small: bool,
    ) -> None:
        self._scene = scene
        self._stage = stage
        self._graph = graph
        self._backward = backward
        self._is_small = is_small
        self._J = terms.name(graph.output)

    def follow_a_path(self, path: tuple[str, ...]) -> None:
        """Multiply the slopes along a path.

        Args:
            path: The only path from its first node to the output.
        """
        self._scene.chapter("The chain")
        stage, a = self._stage, terms.name(path[0])
        edges = list(pairwise(path))
        steps = {(step.edge.source, step.edge.target): step for step in self._backward.steps}
        slopes = [stage.number(steps[edge].local) for edge in edges]
        gradient = stage.number(self._backward.gradients[path[0]])
        fields: dict[str, Wordable] = {}
        for i, ((source, target), slope) in enumerate(zip(edges, slopes, strict=True)):
            fields[f"a{letters(i)}"] = terms.name(source)
            fields[f"u{letters(i)}"] = terms.name(target)
            fields[f"f{letters(i)}"] = terms.factor(slope)
        here = [letters(i) for i in range(len(edges))]
        names = " dot ".join(f"(dif {{u{i}}})/(dif {{a{i}}})" for i in here)
        values = " dot ".join(f"{{f{i}}}" for i in here)
        fields |= {
            "J": self._J, "a": a, "r": relation(*slopes),
            "g": gradient, "s": relation(*slopes, gradient),
        }  # fmt: skip
        left, result = "(dif {J})/(dif {a})", coloured(Role.GRADIENT, "{s} {g:plain}")
        alone = coloured(Role.GRADIENT, "{g:equals}")
        others = stage.others(path, edges)
        lines = [stage.view.lit(*edge, Role.GRADIENT) for edge in edges]
        with self._scene.beat(
            "This is the chain rule: along the path from {a} to {J}, the local slopes multiply.",
            kind="result", poster=1, a=a, J=self._J,
        ):  # fmt: skip
            self._scene.play(dim(*others), *stage.show_local(*edges))
            for some in lines:
                self._scene.play(Trace(some, run_time=0.6))
            stage.write(
                line(f"{left} = {names} {{r}} {values} {result}", **fields),
                line(f"{left} {{r}} {values} {result}", **fields),
                line(f"{left} {alone}", **fields),
            )
        labels = stage.put_back_locals(keep=self._is_small)
        self._scene.play(vanish(*lines), light(*others), *labels, run_time=0.4)
        stage.clear()

    def compare_with_the_nudge(self, nudged: GraphNudge) -> None:
        """Compare what the nudge did with the gradient."""
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
        together = line(
            "(Delta {J})/(Delta {b}) {q:equals} {q:relation} (dif {J})/(dif {b})"
            if agree
            else "(Delta {J})/(Delta {b}) {q:equals} quad (dif {J})/(dif {b}) {g:equals}",
            J=self._J, b=b, q=moved, g=slope,
        )  # fmt: skip
        with self._scene.beat(sentence, kind="result", J=self._J, b=b, q=moved, g=slope):
            others = stage.others((name, self._graph.output), [])
            self._scene.play(dim(*others))
            stage.write(together)
        self._scene.play(light(*others), run_time=0.4)
        stage.clear()

    def why_backward(self) -> None:
        """Count the edges that are walked path by path, and backward."""
        self._scene.chapter("Why backward")
        counts = self._graph.multiplications()
        if counts.path_by_path > counts.reused:
            self._walk_every_path()
        self._walk_back()
        with self._scene.beat(
            "One sweep back gives every slope at once. That is backpropagation.",
            kind="conclusion", poster=3, answers=True,
        ):  # fmt: skip
            self._stage.clear()
            if self._stage.locals:
                self._scene.play(*self._stage.put_back_locals(keep=False))

    def _walk_every_path(self) -> None:
        stage, graph = self._stage, self._graph
        paths = {name: graph.paths(name) for name in graph.inputs}
        lengths = [shown(sum(len(path) - 1 for path in paths[name])) for name in graph.inputs]
        total = shown(graph.multiplications().path_by_path)
        fields: dict[str, Wordable] = {f"n{letters(i)}": n for i, n in enumerate(lengths)}
        summands = " + ".join(f"{{{field}}}" for field in fields)
        fields |= {"label": Clause("path by path:"), "total": total}
        with self._scene.beat(
            "Path by path, the chain rule would walk {total} edges, many of them again and again.",
            kind="result", total=total,
        ):  # fmt: skip
            for name in graph.inputs:
                edges = {edge for path in paths[name] for edge in pairwise(path)}
                lines = [stage.view.lit(*edge, Role.SLOPE) for edge in sorted(edges)]
                self._scene.play(*(Trace(some) for some in lines), run_time=0.5)
                self._scene.play(vanish(*lines), run_time=0.2)
            only = line("{label} quad {total}", **fields)
            sums = line(f"{{label}} quad {summands} = {{total}}", **fields)
            stage.write(*([sums] if len(lengths) > 1 else []), only)

    def _walk_back(self) -> None:
        stage = self._stage
        reused = shown(self._graph.multiplications().reused)
        with self._scene.beat(
            "Backward, each of the {reused} edges is walked just once."
            if reused.number > 1
            else "Backward, every edge is walked just once.",
            kind="result", reused=reused,
        ):  # fmt: skip
            for node in reversed(self._graph.steps):
                lines = [
                    stage.view.lit(operand, node.name, Role.GRADIENT, backward=True)
                    for operand in node.operands
                ]
                self._scene.play(*(Trace(some) for some in lines), run_time=0.5)
                self._scene.play(vanish(*lines), run_time=0.2)
            stage.write(
                line(
                    "{label} quad {reused}", Role.GRADIENT,
                    label=Clause("backward:"), reused=reused,
                )
            )  # fmt: skip
