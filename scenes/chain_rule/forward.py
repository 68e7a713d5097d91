"""The first half of the chain rule story: values flow forward, and a nudge with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from manim import LEFT, Animation, GrowFromEdge, LaggedStart, VMobject

from calculus.expression import Expression
from calculus.forward import ForwardStep, GraphNudge
from calculus.quantity import Quantity
from calculus.worked import operands
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.calculation import line, listed, quotient_of
from scenes.chain_rule.facts import Gears
from scenes.chain_rule.gates import SIZES, Gate, GatePicture
from scenes.chain_rule.gradients import taught_by
from scenes.chain_rule.moved import Moved
from scenes.chain_rule.purpose import PurposeStory
from scenes.chain_rule.stage import Part
from scenes.chain_rule.travel import Load, Stream, Sway
from scenes.look.text import Text, coloured
from scenes.look.theme import Role
from scenes.picture.carrying import bring
from scenes.picture.motion import Pulse, Trace, appear, vanish
from scenes.telling.claims import Sentence
from scenes.words import terms
from scenes.words.wording import Wordable, relation

FIRST = 3  # nodes that are told one by one in a large graph
MOST_NAMED = 4  # numbers in one sentence
_TRAVEL, _FASTER, _LEAST = 1.3, 0.7, 0.6  # seconds to the first node; each later one is faster
_AGAIN = 3  # other inputs for which the graph is run through again


class ForwardStory(Part):
    """Tells how values flow through a graph, and what a nudge of an input does."""

    def tell(self, formula: VMobject) -> None:
        """Tell it; the inputs come from the formula."""
        self._forward = self._facts.forward
        self._run_forward(formula)
        if self._scene.given.purpose != "none":
            PurposeStory(self._scene, self._stage).after_the_forward_pass()
        self._nudge_an_input(self._facts.nudged)

    def _run_forward(self, formula: VMobject) -> None:
        self._scene.chapter("Forward")
        stage, graph = self._stage, self._graph
        given = {name: stage.number(self._forward.values[name]) for name in graph.inputs}
        with self._scene.beat("Forward: {values}.", values=listed(given), teaches="U11.4"):
            drops: list[Animation] = []
            for name, value in given.items():
                drop = VMobject().set_points(formula.get_center()[None])
                drops.append(bring(drop, stage.value(name, value)))
            self._scene.play(LaggedStart(*drops, lag_ratio=0.5), share=0.6)
        steps = {step.node.name: step for step in self._forward.steps}
        names = [*steps]
        for group in (*([name] for name in names[:FIRST]), *stage.groups(names[FIRST:])):
            if len(group) == 1:
                self._compute(steps[group[0]])
            else:
                self._compute_layer([steps[name] for name in group])

    def _compute(self, step: ForwardStep) -> None:
        stage, node = self._stage, step.node
        value = stage.number(step.value)
        whole = terms.equation(node.name, node.formula)
        form, fields = self._worked(node.formula, step.value)
        fields["u"] = terms.name(node.name)
        with self._scene.beat(Sentence(f"{{u}} {form}.", fields), teaches="U11.4"):
            carried = self._carry(node.name, stage.value(node.name, value), [*stage.values])
            led = stage.curves.lead(node.name)
            self._scene.play(carried, *led, *stage.clear(), share=0.45)
            result = coloured(Role.VALUE, form)
            stage.write(
                line(f"{{whole}} {result}", whole=whole, **fields),
                line(f"{{u}} {result}", **fields),
                line(f"{{u}} {coloured(Role.VALUE, '{v:equals}')}", **fields),
                of=[stage.values[node.name]], at=node.name,
            )  # fmt: skip

    def _compute_layer(self, steps: Sequence[ForwardStep]) -> None:
        """Compute the steps of a layer, which need only earlier ones, all at once."""
        stage = self._stage
        values = {step.node.name: stage.number(step.value) for step in steps}
        with self._scene.beat(
            "Next: {values}."
            if len(steps) <= MOST_NAMED
            else "Next come {n} nodes at once. Each needs only what stands before it.",
            values=listed(values), n=len(steps),
        ):  # fmt: skip
            texts = {name: stage.value(name, value) for name, value in values.items()}
            carried = [self._carry(name, text, [*stage.values]) for name, text in texts.items()]
            self._scene.play(*carried, *stage.clear(), share=0.5)

    def _nudge_an_input(self, nudged: GraphNudge) -> None:
        self._scene.chapter("A nudge")
        scene, stage, graph = self._scene, self._stage, self._graph
        h, J = nudged.by, self._J
        moved = Moved.of(nudged)
        before = self._forward.values
        gears = Gears.of(nudged, self._facts.backward.steps)
        after = {
            name: stage.nudged(before[name], nudged.after.values[name])[1]
            for name in nudged.reached
        }
        rods = {name: stage.rods(name, many) for name, many in gears.at.items()}
        clear = self._look_at_a_gate()
        with scene.beat(
            "A nudge of {h} runs forward, node by node, until {J} {v:equals}.",
            answers=True, h=h, J=J, v=after[graph.output], teaches=taught_by(graph, nudged.name),
        ):  # fmt: skip
            rolls: list[Animation] = [stage.change(nudged.name, after[nudged.name], Role.INPUT)]
            rolls += [GrowFromEdge(rods[nudged.name], LEFT), *clear]
            groups = stage.groups(nudged.reached[1:])
            for i, names in enumerate(groups):
                ways = (way for way in graph.edges if way[1] in names)
                gates = stage.show_local(*(way for way in ways if way[0] in nudged.reached))
                scene.play(*rolls, *gates)
                if i == 0 and (finer := stage.finer(nudged)):
                    scene.play(
                        *(stage.change(name, value, Role.VALUE) for name, value in finer.items()),
                        run_time=_LEAST,
                    )
                motions = [
                    self._send_rods(name, gears, rods)
                    if name in gears.at  # they can be counted
                    else self._carry(name, stage.values[name], nudged.reached)
                    for name in names
                ]
                scene.play(*motions, run_time=max(_LEAST, _TRAVEL * _FASTER**i))
                rolls = [stage.change(name, after[name], Role.INPUT) for name in names]
            scene.play(*rolls)
        with scene.beat(
            moved.sentence, kind="result", answers=True, claims=moved.claims,
            J=J, rise=nudged.rises[graph.output], far=moved.far(scene.digits),
        ):  # fmt: skip
            stage.write(
                quotient_of(nudged, scene.digits), of=[stage.values[graph.output]], share=0.3
            )
            standing = [*rods.values()]
            if graph.output in rods:
                scene.play(Pulse(rods[graph.output]), share=0.3)
            elif stage.plan.style.numbers == "outside":  # how far they move is seen once more
                reaches = stage.reaches(nudged.name, float(nudged.quotient.value))
                scene.play(vanish(*standing), appear(*reaches))
                scene.play(Sway(reaches), share=0.4)
                standing = [*reaches]
        with scene.beat(graph_facts.others(len(graph.inputs)), kind="question"):
            changes = [
                stage.change(name, stage.number(before[name]), Role.VALUE)
                for name in nudged.reached
            ]
            gone = vanish(*standing), *stage.clear(), *stage.show_local()
            scene.play(*changes, *gone)
            if self._is_small:
                self._run_again([name for name in graph.inputs if name != nudged.name])

    def _look_at_a_gate(self) -> Sequence[Animation]:
        """Show why the first gate multiplies as it does; return what takes the picture away."""
        stage, gate = self._stage, Gate.of(self._facts)
        edge, local = gate.step.edge, gate.step.local
        tangent, drawn = stage.curves.tangent(edge[1])  # of one that is there, or else a picture
        box, hidden = (None, []) if tangent else stage.make_room(SIZES, edge)
        if box is None and not tangent:
            return stage.clear()
        u, b, k = terms.name(edge[1]), terms.name(edge[0]), stage.number(local)
        names = "(dif {u})/(dif {b})"
        if gate.step.local_formula.free_symbols:
            names += " = {f}"
        slope = line(
            f"{names} {{k:equals}}", Role.SLOPE, u=u, b=b, k=k, f=terms.formula(local.formula)
        )
        with self._scene.beat(gate.sentence(k)):
            swells = Pulse(stage.view.cards[edge[1]].label)
            self._scene.play(*stage.clear(), swells, *map(vanish, hidden), run_time=0.4)
            gone: list[Animation] = []
            if box is not None:
                picture = GatePicture(self._scene, stage, gate, box)
                picture.show()
                tangent, gone = [picture.source], [vanish(*picture.all), *map(appear, hidden)]
            else:
                self._scene.play(*drawn, at=0.4, share=0.25)
            written = stage.write(slope, of=tangent, share=0.15)
            if shades := stage.show_local(edge, of={edge: written}):
                self._scene.play(*shades, at="k")
        return [*gone, *stage.clear()]

    def _run_again(self, names: Sequence[str]) -> None:
        """Run through the graph from other inputs, always faster."""
        seconds = _TRAVEL
        for name in names[:_AGAIN]:
            seconds *= _FASTER
            paths = map(pairwise, self._graph.paths(name))
            lines = [self._stage.view.line([*path], Role.INPUT) for path in paths]
            self._scene.play(*map(Trace, lines), run_time=seconds)
            self._scene.play(vanish(*lines), run_time=0.15)

    def _carry(self, name: str, into: Text, reached: Sequence[str]) -> Stream:
        """Let the values of operands that are reached travel to a node, and become something."""
        stage = self._stage
        moving = [some for some in self._graph.node(name).operands if some in reached]
        values = [stage.values[some] for some in moving]
        roads = [stage.view.road((some, name), stage.values[some], into) for some in moving]
        return Stream(*map(Load, values, roads), into=into)

    def _send_rods(self, name: str, gears: Gears, rods: Mapping[str, VMobject]) -> Stream:
        """Let rods travel to a node; so many leave each gate."""
        stage, into, loads = self._stage, rods[name], []
        for edge in (edge for edge in gears.leaving if edge[1] == name):
            start, leaves = rods[edge[0]], stage.rods(name, gears.leaving[edge])
            road = stage.view.road(edge, start, into)
            loads.append(Load(start, road, stage.gate(edge), leaves))
        return Stream(*loads, into=into)

    def _worked(self, expression: Expression, value: Quantity) -> tuple[str, dict[str, Wordable]]:
        """Return how a value is worked out, or it alone, after its name: a template, its fields."""
        result = self._stage.number(value)
        taken = operands(expression, self._forward.values, result, self._stage.number)
        if taken is not None:
            calculation = terms.calculation(expression, taken)
            if calculation.text != result.text:
                before = relation(*taken.values())
                after = relation(*taken.values(), result)
                return "{r} {e} {s} {v:plain}", {
                    "e": calculation, "r": before, "s": after, "v": result,
                }  # fmt: skip
        return "{v:equals}", {"v": result}
