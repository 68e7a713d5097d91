"""The second half of the chain rule story: gradients flow backward."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VMobject

from calculus.backward import BackwardPass, BackwardStep
from calculus.graph import Graph
from calculus.shown import Shown
from scenes.base import LessonScene
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.forward import FIRST, MOST_NAMED
from scenes.chain_rule.stage import Calculation, GraphStage, letters, line
from scenes.look.text import coloured
from scenes.look.theme import Role
from scenes.picture.motion import Trace, appear, vanish
from scenes.telling.claims import Product, Sentence, Sum, Uses
from scenes.words import terms
from scenes.words.wording import Clause, Enumeration, Wordable, relation


class BackwardStory:
    """Tells how gradients flow back through a graph.

    A node is told when all that its users send back has come: then what is written at it, and
    what is called its gradient, is the whole of it.

    Args:
        scene: The scene that tells it.
        stage: The graph, with its values.
        graph: The computation graph.
        backward: Its gradients, step by step.
        is_small: Whether every edge has a beat of its own.
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
        self._is_small = is_small
        self._J = terms.name(graph.output)
        self._comes: dict[str, list[BackwardStep]] = {}
        complete = []
        for step in backward.steps:
            self._comes.setdefault(step.edge.source, []).append(step)
            if step.is_last:
                complete.append(step.edge.source)
        self._order = complete
        self._told: set[str] = set()
        self._lit: list[VMobject] = []  # lines over the edges that are being told

    def sweep_back(self) -> None:
        self._scene.chapter("Backward")
        output, one = self._graph.output, self._scene.digits.shown(1)
        with self._scene.beat(
            "No: start at the end. Nudge {J}, and {J} moves exactly as far: a factor of {one}.",
            answers=True, J=self._J, one=one,
        ):  # fmt: skip
            self._stage.write(
                line("(dif {J})/(dif {J}) = {one}", Role.GRADIENT, J=self._J, one=one)
            )
        code = terms.code(f"d{output}")
        with self._scene.beat("In code, this gradient is called {name}.", name=code):
            if not self._stage.plan.style.named:
                self._stage.write(line("{name} = {one}", Role.GRADIENT, name=code, one=one))
            self._scene.play(appear(self._stage.gradient(output, one)))
        single = len(self._order) if self._is_small else FIRST
        for name in self._order[:single]:
            self._gather(name)
        groups = self._stage.groups(self._order[single:], self._is_small)
        for group in reversed(groups):
            self._gather_layer(group)
        self._stage.clear()

    def _gather(self, name: str) -> None:
        """Tell all that comes back to a node, over one edge or over several."""
        comes = self._comes[name]
        if len(comes) == 1:
            self._step_back(comes[0])
        elif self._is_small:
            for step in comes:
                self._step_back(step, is_whole=False)
            self._add_up(name)
        else:
            self._add_up(name, *comes)
        self._put_out()
        self._told.add(name)

    def _step_back(self, step: BackwardStep, is_whole: bool = True) -> None:
        """Carry the gradient back over one edge.

        Args:
            step: The edge, and what it carries.
            is_whole: Whether nothing else comes to the node.
        """
        stage, edge = self._stage, (step.edge.source, step.edge.target)
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
                if self._told or self._lit
                else "One step back, to {a}: {upstream} from upstream, times {local}, the local "
                "slope."
            )
        product = Product((step.upstream, step.local), step.contribution)
        with self._scene.beat(Sentence(sentence, said, (product,))):
            self._light_up(edge)
            stage.write(*self._product(edge, factors, contribution, is_whole))
            stage.send([edge], Role.GRADIENT, backward=True)
            if is_whole:
                self._scene.play(appear(stage.gradient(edge[0], contribution)))

    def _product(
        self,
        edge: tuple[str, str],
        factors: Sequence[Shown] | None,
        contribution: Shown,
        is_whole: bool,
    ) -> list[Calculation]:
        """Return the product that comes over an edge, and shorter forms of it.

        One of several contributions isn't the gradient, so its line has no left side. From the
        output the product of names would read dJ/dJ.
        """
        a, v = (terms.name(name) for name in edge)
        fields: dict[str, Wordable] = {"J": self._J, "a": a, "v": v, "p": contribution}
        left = "(dif {J})/(dif {a})" if is_whole else ""
        from_upstream = coloured(Role.GRADIENT, "(dif {J})/(dif {v})")
        names = f"{from_upstream} dot (dif {{v}})/(dif {{a}})"
        if edge[1] == self._graph.output:
            names = ""
        known = f"{left} = {names}" if left and names else left or names
        if factors is None:
            return [line(f"{known} {coloured(Role.GRADIENT, '{p:equals}')}", **fields)]
        upstream, local = (terms.factor(factor) for factor in factors)
        # Nothing is rounded in a product with zero.
        rounded = () if contribution.number == 0 else factors
        fields |= {
            "upstream": upstream, "local": local,
            "r": relation(*factors), "s": relation(*rounded, contribution),
        }  # fmt: skip
        product = (
            f"{coloured(Role.GRADIENT, '{upstream}')} dot {{local}} "
            f"{coloured(Role.GRADIENT, '{s} {p:plain}')}"
        )
        return [
            line(f"{before} {{r}} {product}" if before else product, **fields)
            for before in dict.fromkeys((known, left))
        ]

    def _add_up(self, name: str, *comes: BackwardStep) -> None:
        """Add up what has come to a node.

        Args:
            name: The node.
            comes: The edges that are still to be shown.
        """
        stage, a = self._stage, terms.name(name)
        total = stage.number(self._comes[name][-1].total)
        comes_in = tuple(step.contribution for step in self._comes[name])
        uses = Uses(graph_facts.steps_of(self._graph), name, len(comes_in))
        with self._scene.beat(
            "{a} is used more than once: its contributions add up to {total}.",
            kind="result", claims=[uses, Sum(comes_in, self._comes[name][-1].total)],
            a=a, total=total,
        ):  # fmt: skip
            edges = [(step.edge.source, step.edge.target) for step in comes]
            if edges:
                self._light_up(*edges)
                stage.send(edges, Role.GRADIENT, backward=True)
            stage.write(*self._sum(name, total))
            self._scene.play(appear(stage.gradient(name, total)))

    def _sum(self, name: str, total: Shown) -> list[Calculation]:
        """Return the sum of what has come to a node, and a shorter form of it."""
        fields: dict[str, Wordable] = {"J": self._J, "a": terms.name(name), "total": total}
        alone = line("(dif {J})/(dif {a}) {total:equals}", Role.GRADIENT, **fields)
        contributions = [step.contribution for step in self._comes[name]]
        parts = self._stage.joined("+", contributions, total)
        if parts is None:
            return [alone]
        here = [f"p{letters(i)}" for i in range(len(parts))]
        summands = " + ".join(f"{{{field}}}" for field in here).replace("}", ":plain}", 1)
        fields |= dict(zip(here, [parts[0], *map(terms.factor, parts[1:])], strict=True))
        fields |= {"r": relation(*parts), "s": relation(*parts, total)}
        template = f"(dif {{J}})/(dif {{a}}) {{r}} {summands} {{s}} {{total:plain}}"
        return [line(template, Role.GRADIENT, **fields), alone]

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
        stage.clear()
        gradients = {name: stage.number(self._comes[name][-1].total) for name in names}
        listed = Enumeration(
            tuple(
                Clause("{a} {v:equals}", {"a": terms.code(f"d{name}"), "v": value})
                for name, value in gradients.items()
            )
        )
        with self._scene.beat(
            "Further back: {values}."
            if len(names) <= MOST_NAMED
            else "Further back, {n} more gradients follow at once.",
            values=listed, n=len(names),
        ):  # fmt: skip
            edges = [
                (step.edge.source, step.edge.target) for name in names for step in self._comes[name]
            ]
            lit = [stage.view.lit(*edge, Role.GRADIENT, backward=True) for edge in edges]
            self._scene.play(*(Trace(some, run_time=0.8) for some in lit))
            stage.send(edges, Role.GRADIENT, backward=True)
            self._scene.play(*(appear(stage.gradient(*at)) for at in gradients.items()))
        self._scene.play(vanish(*lit), run_time=0.3)
        self._told |= set(names)

    def _light_up(self, *edges: tuple[str, str]) -> None:
        """Light edges up, with their local derivatives; they stay until the node is told."""
        lit = [self._stage.view.lit(*edge, Role.GRADIENT, backward=True) for edge in edges]
        self._scene.play(
            *(Trace(some, run_time=0.8) for some in lit),
            *self._stage.show_local(*edges, all_or_none=True),
        )
        self._lit += lit

    def _put_out(self) -> None:
        """Take the light from the edges of a node that has been told."""
        labels = self._stage.put_back_locals(keep=self._is_small)
        self._scene.play(vanish(*self._lit), *labels, run_time=0.3)
        self._lit = []
