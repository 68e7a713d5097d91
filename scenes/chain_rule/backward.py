"""The second half of the chain rule story: gradients flow backward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import cast

from manim import LEFT, Animation, GrowFromEdge, VGroup

from calculus.backward import BackwardStep
from calculus.shown import Shown
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.calculation import Calculation, gathered, line, listed
from scenes.chain_rule.forward import FIRST, MOST_NAMED
from scenes.chain_rule.gradients import taught_by
from scenes.chain_rule.stage import Part
from scenes.chain_rule.travel import Load, Stream
from scenes.chain_rule.view import Way
from scenes.look.text import Text, coloured
from scenes.look.theme import Role
from scenes.picture.carrying import Merge, bring
from scenes.picture.motion import Pulse, appear, vanish
from scenes.telling.claims import Product, Sentence, Sum, Uses
from scenes.words import terms
from scenes.words.wording import Clause, Wordable

_ALIKE = 3  # operands of a step, of which only the first has a beat of its own
_WALKED, _FASTER = 2.5, 0.85  # seconds of a step back; each later one is faster


class BackwardStory(Part):
    """Tells how gradients flow back through a graph.

    A node is told when all that its users send back has come: then what is written at it, and
    what is called its gradient, is the whole of it.
    """

    def tell(self) -> None:
        """Tell it."""
        self._order: list[str] = []  # of the nodes, as all has come to them
        self._comes: dict[str, list[BackwardStep]] = {}
        for step in self._facts.backward.steps:
            self._comes.setdefault(step.edge.source, []).append(step)
            if step.is_last:
                self._order.append(step.edge.source)
        self._told: set[str] = set()
        self._steps = 0  # that were told one by one
        self._scene.chapter("Backward")
        scene, stage, output = self._scene, self._stage, self._graph.output
        one, code = scene.digits.shown(1), terms.code(f"d{output}")
        with scene.beat(
            "No: start at the end. Nudge {J}, and {J} moves exactly as far: in code, "
            "{name} {one:equals}.",
            answers=True, J=self._J, one=one, name=code, teaches="U12.8",
        ):  # fmt: skip
            scene.play(Pulse(stage.view.cards[output].label))
            rod = stage.rods(output, 1)
            scene.play(GrowFromEdge(rod, LEFT), Pulse(stage.values[output]), at=0.25, share=0.2)
            seed = f"{coloured(Role.GRADIENT, '{name}')} = (dif {{J}})/(dif {{J}}) {{one:equals}}"
            written = stage.write(line(seed, J=self._J, one=one, name=code), of=[rod], share=0.2)
            gradient = stage.gradient(output, one)
            names = stage.name_numbers(output)
            named = [appear(*names)] if names else []
            scene.play(bring(written, gradient), vanish(rod), *named, at="name", share=0.15)
        for group in self._together():
            if len(group) == 1:
                self._gather(group[0])
            else:
                self._gather_layer(group)
        scene.play(vanish(*stage.lit), *stage.show_local())

    def _together(self) -> Iterator[list[str]]:
        """Give the nodes as they are told, in groups: in a large graph of a layer.

        In a small one, they are those that a step gives their gradients without more words.
        """
        if not self._is_small:
            yield from ([name] for name in self._order[:FIRST])
            yield from reversed(self._stage.groups(self._order[FIRST:]))
            return
        yield self._order[:1]
        for _, names in groupby(self._order[1:], self._passed_on_by):
            yield [*names]

    def _passed_on_by(self, name: str) -> str:
        """Return the step that gives a node its gradient, if that needs no words; or the node.

        A sum gives its own as it is. Of several operands, one is told and the others are alike.
        """
        comes = self._comes[name]
        if len(comes) > 1:
            return name
        user = comes[0].edge.target
        alike = [some for some in self._graph.node(user).operands if len(self._comes[some]) == 1]
        told = min(alike, key=self._order.index)
        is_alike = len(alike) >= _ALIKE and name != told
        return user if is_alike or comes[0].local.value == 1 else name

    def _gather(self, name: str) -> None:
        """Tell all that comes back to a node, over one edge or over several."""
        comes = self._comes[name]
        if len(comes) == 1:
            self._step_back(comes[0])
        elif self._is_small:
            waiting: list[VGroup] = []
            for step in comes:
                self._step_back(step, waiting)
            self._add_up(name, waiting)
        else:
            self._add_up(name)
        self._told.add(name)

    def _step_back(self, step: BackwardStep, waiting: list[VGroup] | None = None) -> None:
        """Carry the gradient back over one edge.

        Args:
            step: The edge, and what it carries.
            waiting: What waits near the node for others that come; this is added to it, where it
                has room. None where nothing else comes.
        """
        stage, edge = self._stage, step.edge
        is_first = step is self._comes[edge[0]][0]
        a = terms.name(edge[0])
        contribution = stage.number(step.contribution)
        factors = stage.joined("*", (step.upstream, step.local), contribution)
        said: dict[str, Wordable] = {"a": a, "p": contribution}
        if factors is None:
            sentence = "To {a}: upstream times local is {p}."
        else:
            said |= {"upstream": factors[0], "local": factors[1]}
            sentence = (
                "To {a}: upstream {upstream} times local {local} is {p}."
                if self._told or not is_first
                else "One step back, to {a}: {upstream} from upstream, times {local}, the local "
                "slope."
            )
        product = Product((step.upstream, step.local), step.contribution)
        taught = f"U12.8 {taught_by(self._graph, edge[0])}"
        pace = _FASTER**self._steps
        self._steps += 1
        with self._scene.beat(Sentence(sentence, said, (product,)), teaches=taught):
            lit = self._light_up(edge)
            into: Text | None = None
            if waiting is None:
                into = stage.gradient(edge[0], contribution)
            elif (chip := stage.waiting(step, waiting)) is not None:
                waiting.append(chip)
                lit.append(appear(chip[0]))
                into = cast(Text, chip[-1])
            if into is not None:
                lit.append(self._send_back([step], into))
            self._scene.play(*lit, share=0.45 * pace, run_time=_WALKED * pace)
            stage.write(
                *self._product(edge, factors, contribution, waiting is None),
                of=[stage.gradients[edge[1]], *stage.local(edge)], share=0.25 * pace,
            )  # fmt: skip

    def _product(
        self, edge: Way, factors: Sequence[Shown] | None, contribution: Shown, is_whole: bool
    ) -> list[Calculation]:
        """Return the product that comes over an edge, and shorter forms of it.

        One of several contributions is only a part of the gradient; the first gradient says what
        code calls it. From the output the product of names would read dJ/dJ.
        """
        a, v = map(terms.name, edge)
        left = "(dif {J})/(dif {a})" if is_whole else "{part} med (dif {J})/(dif {a})"
        if is_whole and not self._told:
            left = f"{coloured(Role.GRADIENT, '{code}')} = {left}"
        names = f"{coloured(Role.GRADIENT, '(dif {J})/(dif {v})')} dot (dif {{v}})/(dif {{a}})"
        if edge[1] == self._graph.output:
            names = ""
        roles = Role.GRADIENT, Role.SLOPE
        fields: dict[str, Wordable] = {
            "J": self._J, "a": a, "v": v, "code": terms.code(f"d{edge[0]}"),
            "part": Clause("part of"),
        }  # fmt: skip
        lines = gathered(left, names, "dot", factors, roles, contribution, **fields)
        if is_whole or factors is None:
            return lines
        # The factors say more than of what their product is a part.
        return [*lines[:-1], *gathered("", "", "dot", factors, roles, contribution)]

    def _add_up(self, name: str, waiting: Sequence[VGroup] = ()) -> None:
        """Add up what has come to a node.

        Args:
            name: The node.
            waiting: What waits near it; what has not yet come comes now.
        """
        scene, stage, a = self._scene, self._stage, terms.name(name)
        total = stage.number(self._comes[name][-1].total)
        comes_in = tuple(step.contribution for step in self._comes[name])
        uses = Uses(graph_facts.steps_of(self._graph), name, len(comes_in))
        with scene.beat(
            "{a} is used more than once: its contributions add up to {total}.",
            kind="result", claims=[uses, Sum(comes_in, self._comes[name][-1].total)],
            a=a, total=total,
        ):  # fmt: skip
            gradient = stage.gradient(name, total)
            if self._is_small:
                texts = [chip[-1] for chip in waiting] or [stage.view.cards[name].frame]
                scene.play(Merge(*texts, into=gradient), vanish(*waiting), share=0.3)
            else:
                lit = self._light_up(*(step.edge for step in self._comes[name]))
                sent = self._send_back(self._comes[name], gradient)
                scene.play(*lit, sent, share=0.35)
            contributions = [step.contribution for step in self._comes[name]]
            parts = stage.joined("+", contributions, total)
            left, roles = "(dif {J})/(dif {a})", (Role.GRADIENT,)
            lines = gathered(left, "", "+", parts, roles, total, J=self._J, a=a)
            stage.write(*lines, of=[gradient])

    def _gather_layer(self, names: Sequence[str]) -> None:
        """Tell what comes back to a layer; the first sum in a graph has a beat of its own."""
        several = [name for name in names if len(self._comes[name]) > 1]
        if several and not any(len(self._comes[name]) > 1 for name in self._told):
            self._gather(several[0])
            names = [name for name in names if name != several[0]]
        if len(names) == 1:
            self._gather(names[0])
        if len(names) < 2:
            return
        stage = self._stage
        gradients = {name: stage.number(self._comes[name][-1].total) for name in names}
        with self._scene.beat(
            "Further back: {values}."
            if len(names) <= MOST_NAMED
            else "Further back, {n} more gradients follow at once.",
            values=listed(gradients, lambda name: terms.code(f"d{name}")), n=len(names),
            teaches=f"U12.8 {taught_by(self._graph, *names)}",
        ):  # fmt: skip
            lit = self._light_up(*(step.edge for name in names for step in self._comes[name]))
            sent = [
                self._send_back(self._comes[name], stage.gradient(name, value))
                for name, value in gradients.items()
            ]
            self._scene.play(*lit, *sent, *stage.clear(), share=0.5)
        self._told |= set(names)

    def _send_back(self, steps: Sequence[BackwardStep], into: Text) -> Stream:
        """Let gradients go back over edges to a node, through their gates; several add up."""
        stage, loads = self._stage, []
        for step in steps:
            edge, upstream = step.edge, stage.gradients[step.edge.target]
            road = stage.view.road(edge, upstream, into, backward=True)
            leaves = stage.contribution(step) if len(steps) > 1 else None
            loads.append(Load(upstream, road, stage.gate(edge), leaves))
        return Stream(*loads, into=into)

    def _light_up(self, *edges: Way) -> list[Animation]:
        """Return the animations in which the gates of edges show, and the edges turn round."""
        stage = self._stage
        names, stage.names = stage.names, []  # where they stood may be room for a chip
        gone = [vanish(*names)] if names else []
        return [*gone, *stage.show_local(*edges), *stage.walk_back(*edges)]
