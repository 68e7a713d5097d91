"""What a graph is good for: it stands in for a network, or is the cost of one example."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import UP, LaggedStart, Transform, VMobject

from scenes.chain_rule.cards import SMALLEST
from scenes.chain_rule.stage import Part
from scenes.chain_rule.view import Edge
from scenes.look.text import Text
from scenes.look.theme import Role
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Backdrop, Detail, Link, claim
from scenes.picture.motion import Pulse, RunOut, Trace, appear, vanish
from scenes.picture.plot import filled, stroke
from scenes.picture.shapes import circle, rounded, segments

_BARS = 3, 7, 2, 5, 4, 8, 3, 6, 2, 7, 4, 3, 6  # lengths of words in a formula too long to be read
_LAYERS = 3, 5, 5, 4, 1  # nodes of a network
_NODE, _BAR = px(30), px(22)  # radius; height


class PurposeStory(Part):
    """Tells at the beginning, after the forward pass and at the end what a graph is good for."""

    def begin(self, formula: Text) -> None:
        """Show both passes, and where the formula comes from."""
        scene, is_read = self._scene, formula.font_size >= SMALLEST
        with scene.beat(
            "A network computes in two passes: forward to its output, backward to its derivatives.",
            kind="setup", teaches="U11.1",
        ):  # fmt: skip
            self._sweep(0.35)
            self._sweep(0.35, backward=True)
        if not is_read:
            return
        if self._is_cost:
            with scene.beat(
                "This is the cost of one example: what training makes small.", teaches="U10.8"
            ):
                scene.play(appear(formula), share=0.3)
            return
        with scene.beat(
            "Its cost is a long formula. This short one stands in for it.", teaches="U11.2"
        ):
            bars = self._long_formula(formula)
            scene.play(appear(bars), share=0.2)
            shrunk = bars.copy().stretch_to_fit_width(formula.width).move_to(formula)
            scene.play(Transform(bars, shrunk), share=0.3)
            scene.play(appear(formula), vanish(bars))

    def after_the_forward_pass(self) -> None:
        """Say what the output is for."""
        with self._scene.beat(
            "From left to right, this pass computes {J}. That is what one wants to make small."
            if self._is_cost
            else "From left to right, this pass computes {J}. That is what one wants to make "
            "small, or large.",
            kind="result", J=self._J, teaches="U11.5",
        ):  # fmt: skip
            self._sweep(0.5)
            self._scene.play(Pulse(self._stage.values[self._graph.output]))

    def end(self) -> None:
        """Let the graph make room for a network; derivatives flow back in it."""
        scene = self._scene
        with scene.beat(
            "A network is such a graph, only larger. Its derivatives flow back the same way.",
            kind="conclusion", teaches="U11.6",
        ):  # fmt: skip
            nodes, lines, back = self._network(scene.regions.safe)
            changes = appear(*nodes), vanish(*scene.mobjects)
            scene.play(LaggedStart(*changes, lag_ratio=0.3), share=0.12)
            scene.play(*map(Trace, lines), share=0.2)
            for some in reversed(back):
                scene.play(Trace(some), share=0.12)

    def _sweep(self, share: float, backward: bool = False) -> None:
        """Go once through the whole graph, over some of the sentence."""
        groups = self._stage.groups([node.name for node in self._graph.steps])
        view, role = self._stage.view, Role.GRADIENT if backward else Role.TEXT
        ways = [[edge for edge in self._graph.edges if edge[1] in names] for names in groups]
        lines: list[Edge] = []
        for some in reversed(ways) if backward else ways:
            new = [view.line([edge], role, backward) for edge in some]
            old = [RunOut(view.edges[edge]) for edge in some] if backward else []
            self._scene.play(*map(Trace, new), *old, share=share / len(ways), run_time=0.3)
            lines += new
        back = map(Trace, view.edges.values()) if backward else []
        self._scene.play(vanish(*lines), *back, run_time=0.3)

    def _long_formula(self, formula: Text) -> VMobject:
        """Return bars in the place of words, as wide as there is room."""
        room, y = self._stage.head, formula.get_y()
        each = room.width / (sum(_BARS) + len(_BARS) - 1)
        starts = room.left + each * np.cumsum([0, *(length + 1 for length in _BARS)])
        bars = filled(self._scene.theme[Role.NEUTRAL], "label")
        claim(bars, Backdrop())
        return bars.set_points(
            np.vstack([
                rounded(x, y - _BAR / 2, x + length * each, y + _BAR / 2, _BAR / 2)
                for x, length in zip(starts[:-1], _BARS, strict=True)
            ])
        )  # fmt: skip

    def _network(self, box: Box) -> tuple[list[VMobject], list[VMobject], list[VMobject]]:
        """Return nodes with the name of the output; edges; and lines back from layer to layer."""
        theme, room = self._scene.theme, box.inset(*[2 * _NODE] * 4)
        xs = np.linspace(room.left, room.right, len(_LAYERS))
        pitch = room.height / (max(_LAYERS) - 1)
        layers = [
            [_outline(x, room.centre[1] + (i - (n - 1) / 2) * pitch) for i in range(n)]
            for x, n in zip(xs, _LAYERS, strict=True)
        ]
        output = self._scene.formula("{J}", role=Role.VALUE, J=self._J)
        output.next_to(layers[-1][0], UP)
        edges: list[VMobject] = []
        back: list[VMobject] = []
        for before, after in pairwise(layers):
            pairs = [(a, b) for b in after for a in before]
            ends = [(a.get_right(), b.get_left()) for a, b in pairs]
            for (a, b), (start, end) in zip(pairs, ends, strict=True):
                edge = stroke(theme[Role.NEUTRAL], pen(2), "guide")
                claim(edge, Link(a, b))
                edges.append(edge.set_points(segments([start], [end])))
            line = stroke(theme[Role.GRADIENT], pen(4), "guide")
            starts, finishes = zip(*ends, strict=True)
            back.append(line.set_points(segments([*finishes], [*starts])))
        nodes = self._node(*(frame for layer in layers for frame in layer))
        return [output, nodes], edges, back

    def _node(self, *outlines: VMobject) -> VMobject:
        """Return nodes with some outlines, as one object."""
        nodes = filled(self._scene.theme[Role.VALUE], "dot")
        claim(nodes, Detail())
        return nodes.set_points(np.vstack([one.points for one in outlines]))


def _outline(x: float, y: float) -> VMobject:
    return VMobject().set_points(circle([x, y, 0], _NODE))
