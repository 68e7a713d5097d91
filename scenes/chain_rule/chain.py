"""The end of the chain rule story: what the gradients say, and why they flow backward."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from manim import LEFT, Animation, GrowFromCenter, LaggedStart, VGroup

from calculus.forward import GraphNudge
from calculus.shown import Shown, shown
from scenes.base import LessonScene
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.calculation import Calculation, gathered, letters, line
from scenes.chain_rule.checking import CheckStory
from scenes.chain_rule.stage import Part
from scenes.chain_rule.view import Edge, Way
from scenes.look.text import NumberText
from scenes.look.theme import Role
from scenes.picture.compose import fit
from scenes.picture.layout import Box, px
from scenes.picture.meaning import Detail, claim
from scenes.picture.motion import Pulse, Trace, appear, dim, light, vanish
from scenes.picture.plot import filled
from scenes.picture.rolling import Count
from scenes.picture.shapes import circle
from scenes.telling.claims import Product, Sentence
from scenes.words import terms
from scenes.words.wording import Clause, Wordable

_EDGE, _LONGEST = 0.35, 1.6  # seconds in which an edge is walked, and a stretch at most
_MOST_BEADS, _BEAD = 16, px(9)


class ChainStory(Part):
    """Follows a chain of slopes, compares with the nudge, and counts what backward saves."""

    def tell(self) -> None:
        """Tell it."""
        self._after: list[Animation] = []  # undoes the picture before
        self._swept: list[Edge] = []  # the lines of the sweep back, which stay
        self._gradients = self._facts.backward.gradients
        self._check = CheckStory(self._scene, self._stage)
        if self._facts.path:
            self._follow_a_path(self._facts.path)
        self._compare_with_the_nudge(self._facts.nudged)
        if self._is_small:
            self._after = self._check.tell(self._after)
        self._why_backward()

    def _follow_a_path(self, path: tuple[str, ...]) -> None:
        """Multiply the slopes along a path, the only one from its first node to the output."""
        self._scene.chapter("The chain")
        stage, a = self._stage, terms.name(path[0])
        edges = list(pairwise(path))
        locals_ = [stage.steps[edge].local for edge in edges]
        gradient = stage.number(self._gradients[path[0]])
        others = stage.others(path)
        lines = [stage.view.line([edge], Role.TEXT) for edge in edges]
        with self._scene.beat(
            "This is the chain rule: along the path from {a} to {J}, the local slopes multiply.",
            kind="result", poster=1, a=a, J=self._J,
            claims=[Product(tuple(locals_), self._gradients[path[0]])], teaches="U12.6",
        ):  # fmt: skip
            self._scene.play(dim(*others), *self._after, *stage.show_local(*edges), *stage.clear())
            back = [stage.walked[edge] for edge in edges]
            for some, turned in zip(lines, back, strict=True):
                self._scene.play(Trace(some, run_time=0.6), vanish(turned))
            chips = [text for edge in edges for text in stage.local(edge)]
            products = self._chain(edges, stage.joined("*", locals_, gradient), gradient)
            stage.write(*products, of=chips or [stage.gradients[path[0]]])
        self._after = [vanish(*lines), light(*others), appear(*back)]

    def _chain(
        self, edges: Sequence[tuple[str, str]], slopes: Sequence[Shown] | None, gradient: Shown
    ) -> list[Calculation]:
        """Return the product of the slopes along a path, and shorter forms of it."""
        fields: dict[str, Wordable] = {"J": self._J, "a": terms.name(edges[0][0])}
        here = [letters(i) for i in range(len(edges))]
        for i, (source, target) in zip(here, edges, strict=True):
            fields |= {f"a{i}": terms.name(source), f"u{i}": terms.name(target)}
        names = " dot ".join(f"(dif {{u{i}}})/(dif {{a{i}}})" for i in here)
        left, roles = "(dif {J})/(dif {a})", (Role.SLOPE,)
        return gathered(left, names, "dot", slopes, roles, gradient, **fields)

    def _compare_with_the_nudge(self, nudged: GraphNudge) -> None:
        """Compare what the nudge did with the gradient."""
        stage, name = self._stage, nudged.name
        b, slope = terms.name(name), self._gradients[name]
        agreement = graph_facts.Agreement.of(nudged, slope)
        # One that is only close goes to the gradient as the nudge gets smaller.
        between = {"exact": "{q:relation}", "close": "->"}.get(agreement.how, "quad")
        ends = "" if agreement.how == "exact" else " {g:equals}"
        together = line(
            f"(Delta {{J}})/(Delta {{b}}) {{q:equals}} {between} (dif {{J}})/(dif {{b}}){ends}",
            J=self._J, b=b, q=nudged.quotient, g=slope,
        )  # fmt: skip
        fields = {"J": self._J, "b": b, "g": slope, **agreement.fields(self._scene.digits)}
        said = Sentence(agreement.sentence, fields, agreement.claims)
        with self._scene.beat(said, kind="result"):
            others = stage.others((name, self._graph.output))
            if self._after:
                self._scene.play(*self._after)
            self._scene.play(dim(*others), *stage.clear())
            stage.write(together, of=[stage.gradients[name]], share=0.3)
            others_are_checked = self._is_small and self._facts.meaning.checked
            if others_are_checked and agreement.how == "exact":
                self._check.tick(name)  # as they will have one
        self._after = [light(*others), *stage.clear()]

    def _why_backward(self) -> None:
        """Count the edges that are walked path by path, and backward."""
        self._scene.chapter("Why backward")
        scene, stage = self._scene, self._stage
        walks = graph_facts.PathWalks.of(self._graph)
        left, right = stage.strip.columns(2)
        by_paths = Tally(scene, left, Clause("path by path:"), walks.total)
        back = Tally(scene, right, Clause("backward:"), walks.edges)
        if walks.repeated:
            with scene.beat(walks.sentence, kind="result", teaches="U12.9"):
                scene.play(*self._after, appear(by_paths.label))
                self._after = []
                self._walk_every_path(by_paths, walks.total)
        reused = walks.edges
        with scene.beat(
            "Backward, each of the {reused} edges is walked just once."
            if reused > 1
            else "Backward, every edge is walked just once.",
            kind="result", claims=walks.claims, reused=reused, teaches="U12.9",
        ):  # fmt: skip
            scene.play(*self._after, appear(back.label))
            for node in reversed(self._graph.steps):
                self._walk(
                    [[(operand, node.name)] for operand in node.operands], back, backward=True
                )
        with scene.beat(
            "One sweep back gives every slope at once. That is backpropagation.",
            kind="conclusion", poster=3, answers=True, teaches="U1.2 U12.10",
        ):  # fmt: skip
            scene.play(LaggedStart(*map(Trace, self._swept), lag_ratio=0.3), share=0.5)
            scene.play(Pulse(*(stage.gradients[name] for name in self._graph.inputs)), share=0.3)

    def _walk_every_path(self, tally: Tally, total: int) -> None:
        """Walk every path by itself; where they are many, those of an input together."""
        for name in self._graph.inputs:
            paths = [[*pairwise(path)] for path in self._graph.paths(name)]
            for some in [[path] for path in paths] if total <= _MOST_BEADS else [paths]:
                self._walk(some, tally)

    def _walk(self, paths: Sequence[Sequence[Way]], tally: Tally, backward: bool = False) -> None:
        """Walk some paths at the same time, and count their edges."""
        role = Role.GRADIENT if backward else Role.TEXT
        lines = [self._stage.view.line(path, role, backward) for path in paths]
        many = sum(map(len, paths))
        seconds = min(_EDGE * many, _LONGEST)
        traces = [Trace(some, run_time=seconds, eased=False) for some in lines]
        self._scene.play(*traces, *tally.count(many, seconds))
        if backward:
            self._swept += lines
        else:
            self._scene.play(vanish(*lines), run_time=0.15)


class Tally:
    """A count of the edges that are walked, with a bead for each of them, if they are few.

    Args:
        scene: The scene.
        box: Where it stands.
        label: What is counted.
        total: How far it counts.

    Attributes:
        label: What is counted, on screen.
    """

    def __init__(self, scene: LessonScene, box: Box, label: Clause, total: int) -> None:
        theme = scene.theme
        self.label = scene.formula("{label}", theme.small, Role.NEUTRAL, label=label)
        self._number = NumberText(shown(total), 1.25 * theme.body, Role.TEXT, theme)
        row = VGroup(self.label, self._number).arrange(buff=0.25)
        self._number.place(self._number.start, self.label.baseline, anchor=-1)
        self._beads = VGroup()
        if total <= _MOST_BEADS:
            for i in range(total):
                bead = filled(theme[Role.TEXT], "label")
                claim(bead.set_points(circle([3 * i * _BEAD, 0, 0], _BEAD)), Detail())
                self._beads.add(bead)
            self._beads.move_to(row).align_to(row, LEFT).shift((0, -(row.height / 2 + 0.22), 0))
        whole = fit(VGroup(*row, *self._beads), box, across=0, up=0)
        whole.shift((0, box.centre[1] - self.label.baseline, 0))
        self._walked = 0

    def count(self, many: int, seconds: float) -> list[Animation]:
        """Return the animations that count more edges, over so many seconds."""
        before, self._walked = self._walked, self._walked + many
        values = range(before + 1, self._walked + 1)
        motions: list[Animation] = [Count(self._number, values, run_time=seconds)]
        if beads := [*self._beads[before : self._walked]]:
            grown = (GrowFromCenter(bead) for bead in beads)
            motions.append(LaggedStart(*grown, lag_ratio=1.0, run_time=seconds))
        return motions
