"""The end of the chain rule story: what the gradients say, and why they flow backward."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from calculus.backward import BackwardPass
from calculus.forward import GraphNudge
from calculus.graph import Graph
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.stage import Calculation, GraphStage, letters, line
from scenes.look.text import coloured
from scenes.look.theme import Role
from scenes.picture.motion import Pulse, Trace, dim, light, vanish
from scenes.telling.claims import Product, Sentence
from scenes.words import terms
from scenes.words.wording import Clause, Wordable, relation


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
        locals_ = [steps[edge].local for edge in edges]
        gradient = stage.number(self._backward.gradients[path[0]])
        others = stage.others(path, edges)
        lines = [stage.view.lit(*edge, Role.GRADIENT) for edge in edges]
        with self._scene.beat(
            "This is the chain rule: along the path from {a} to {J}, the local slopes multiply.",
            kind="result", poster=1, a=a, J=self._J,
            claims=[Product(tuple(locals_), self._backward.gradients[path[0]])],
        ):  # fmt: skip
            self._scene.play(dim(*others), *stage.show_local(*edges))
            for some in lines:
                self._scene.play(Trace(some, run_time=0.6))
            stage.write(*self._chain(edges, stage.joined("*", locals_, gradient), gradient))
        labels = stage.put_back_locals(keep=self._is_small)
        self._scene.play(vanish(*lines), light(*others), *labels, run_time=0.4)
        stage.clear()

    def _chain(
        self, edges: Sequence[tuple[str, str]], slopes: Sequence[Shown] | None, gradient: Shown
    ) -> list[Calculation]:
        """Return the product of the slopes along a path, and shorter forms of it."""
        fields: dict[str, Wordable] = {
            "J": self._J, "a": terms.name(edges[0][0]), "g": gradient,
        }  # fmt: skip
        here = [letters(i) for i in range(len(edges))]
        for i, (source, target) in zip(here, edges, strict=True):
            fields |= {f"a{i}": terms.name(source), f"u{i}": terms.name(target)}
        left = "(dif {J})/(dif {a})"
        names = f"{left} = " + " dot ".join(f"(dif {{u{i}}})/(dif {{a{i}}})" for i in here)
        alone = coloured(Role.GRADIENT, "{g:equals}")
        lines = [line(f"{some} {alone}", **fields) for some in (names, left)]
        if slopes is None:
            return lines
        fields |= {f"f{i}": terms.factor(slope) for i, slope in zip(here, slopes, strict=True)}
        fields |= {"r": relation(*slopes), "s": relation(*slopes, gradient)}
        values = " dot ".join(f"{{f{i}}}" for i in here)
        result = f"{{r}} {values} {coloured(Role.GRADIENT, '{s} {g:plain}')}"
        return [*(line(f"{some} {result}", **fields) for some in (names, left)), lines[-1]]

    def compare_with_the_nudge(self, nudged: GraphNudge) -> None:
        """Compare what the nudge did with the gradient."""
        stage, name = self._stage, nudged.name
        b, slope = terms.name(name), self._backward.gradients[name]
        agreement = graph_facts.Agreement.of(nudged, slope)
        together = line(
            "(Delta {J})/(Delta {b}) {q:equals} {q:relation} (dif {J})/(dif {b})"
            if agreement.how == "exact"
            else "(Delta {J})/(Delta {b}) {q:equals} quad (dif {J})/(dif {b}) {g:equals}",
            J=self._J, b=b, q=nudged.quotient, g=slope,
        )  # fmt: skip
        fields = {"J": self._J, "b": b, "g": slope, **agreement.fields(self._scene.digits)}
        said = Sentence(agreement.sentence, fields, agreement.claims)
        with self._scene.beat(said, kind="result"):
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
            stage = self._stage
            stage.clear()
            if stage.locals:
                self._scene.play(*stage.put_back_locals(keep=False))
            slopes = [stage.gradients[name] for name in self._graph.inputs]
            self._scene.play(Pulse(*slopes), share=0.3)

    def _walk_every_path(self) -> None:
        stage, graph = self._stage, self._graph
        paths = {name: graph.paths(name) for name in graph.inputs}
        lengths = [sum(len(path) - 1 for path in paths[name]) for name in graph.inputs]
        walks = graph_facts.PathWalks.of(graph)
        fields: dict[str, Wordable] = {f"n{letters(i)}": n for i, n in enumerate(lengths)}
        summands = " + ".join(f"{{{field}}}" for field in fields)
        fields |= {"label": Clause("path by path:"), "total": walks.total}
        with self._scene.beat(walks.sentence, kind="result"):
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
        reused = self._graph.multiplications().reused
        with self._scene.beat(
            "Backward, each of the {reused} edges is walked just once."
            if reused > 1
            else "Backward, every edge is walked just once.",
            kind="result", claims=graph_facts.PathWalks.of(self._graph).claims, reused=reused,
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
