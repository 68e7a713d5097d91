"""The chain rule: values flow forward through a computation graph, gradients backward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from manim import DOWN, LEFT, RIGHT, VGroup

from calculus.backward import BackwardPass
from calculus.forward import ForwardPass, GraphNudge
from calculus.graph import Graph
from scenes.base import LessonScene
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.backward import BackwardStory
from scenes.chain_rule.cards import SMALLEST, NodeNumbers
from scenes.chain_rule.chain import ChainStory
from scenes.chain_rule.forward import ForwardStory
from scenes.chain_rule.stage import GraphStage
from scenes.look.text import scale_to_fit
from scenes.picture.layout import Box
from scenes.picture.motion import Trace, appear, vanish
from scenes.settings.parameters import GraphParameter, Inputs, Nudge, Parameters
from scenes.telling.subject import Subject
from scenes.words import terms

# A graph of so many steps and edges is told one by one; a larger one soon layer by layer.
_MOST_STEPS, _MOST_EDGES = 6, 10
_STEPS_TIME = 7.0  # seconds in which all steps of a formula come on
_UNDER = 0.9  # from the formula to its steps, Manim units
_MARGIN = 0.2  # in which a formula can swell, Manim units
_ROW_GAP = 0.35  # between rows of steps, Manim units
_LONGEST_SAID = 40  # characters of a formula that is read out


@dataclass(frozen=True)
class ChainRuleFacts:
    """What the story is about.

    Attributes:
        graph: The computation graph.
        forward: Its values.
        backward: Its gradients, step by step.
        nudged: What a nudge of one input does.
        path: The only path from some node to the output, of at least two edges; or empty.
        is_small: Whether every step and every edge can have a beat of its own.
    """

    graph: Graph
    forward: ForwardPass
    backward: BackwardPass
    nudged: GraphNudge
    path: tuple[str, ...]
    is_small: bool

    def known(self) -> Subject:
        """Return what others may know of the story."""
        return Subject.of_graph(
            self.graph, self.forward.inputs, self.nudged.by, self.backward.steps
        )


class ChainRuleScene(LessonScene[ChainRuleFacts]):
    """Values flow forward, a nudge ripples through, gradients flow backward."""

    graph: GraphParameter = "J = 3*(a + b*c)"
    inputs: Inputs = {"a": 5, "b": 3, "c": 2}
    nudge: Annotated[Nudge, "how far one input is nudged"] = 0.001

    @classmethod
    def compute(cls, given: Parameters) -> ChainRuleFacts:
        graph: Graph = given.graph
        forward = graph.forward(given.inputs)
        return ChainRuleFacts(
            graph,
            forward,
            graph.backward(forward),
            graph.nudge(forward, _deepest_input(graph), given.nudge),
            _single_path(graph),
            len(graph.steps) <= _MOST_STEPS and len(graph.edges) <= _MOST_EDGES,
        )

    def __init__(self, overrides: Mapping[str, object] | None = None, **options: Any) -> None:
        super().__init__(overrides, **options)
        facts = self.facts
        numbers = {
            name: NodeNumbers(
                value, facts.nudged.after.values[name], facts.backward.gradients[name]
            )
            for name, value in facts.forward.values.items()
        }
        # Whether there is room for the graph must be known before anything is drawn.
        self.stage = GraphStage(self, facts.graph, facts.backward.steps, numbers)

    @property
    def title(self) -> str:
        graph = self.facts.graph
        formula = terms.equation(graph.output, graph.formula)
        return self.say("The chain rule on {f}", f=formula).text

    def construct(self) -> None:
        facts = self.facts
        self.split_the_formula()
        self.build_the_graph()
        forward = ForwardStory(self, self.stage, facts.graph, facts.forward, facts.is_small)
        forward.run_forward()
        forward.nudge_an_input(facts.nudged)
        back = BackwardStory(self, self.stage, facts.graph, facts.backward, facts.is_small)
        back.sweep_back()
        chain = ChainStory(self, self.stage, facts.graph, facts.backward, facts.is_small)
        if facts.path:
            chain.follow_a_path(facts.path)
        chain.compare_with_the_nudge(facts.nudged)
        chain.why_backward()

    def split_the_formula(self) -> None:
        self.chapter("The graph")
        graph, body = self.facts.graph, self.regions.body
        formula = terms.equation(graph.output, graph.formula)
        self.show_title("Gradients flow backward")
        whole = self.formula("{f}", f=formula, size=1.5 * self.theme.title)
        scale_to_fit(whole, body.width - _MARGIN)
        steps = self._steps(body.inset(top=whole.height + _UNDER, right=_MARGIN))
        VGroup(whole, steps).arrange(DOWN, buff=_UNDER)
        VGroup(whole, steps).move_to((*body.centre, 0))
        fits = whole.font_size >= SMALLEST  # in one line
        if fits:
            sentence = "Here is a formula: {f}."
            if len(formula.text) > _LONGEST_SAID:
                sentence = "Here is a long formula."
            with self.beat(sentence, kind="setup", f=formula):
                self.play(appear(whole))
        else:
            steps.move_to((*body.centre, 0))
        with self.beat(graph_facts.in_steps(graph)):
            for step in steps:
                self.play(appear(step), run_time=min(0.7, _STEPS_TIME / len(steps)))
        self.play(vanish(*steps, *([whole] if fits else [])))

    def _steps(self, box: Box) -> VGroup:
        """Return what every step computes, in as few rows as there is room for."""
        nodes = self.facts.graph.steps
        equations = [terms.equation(node.name, node.formula) for node in nodes]
        for size in range(int(self.theme.title), SMALLEST - 1, -2):
            steps = VGroup(*(self.formula("{s}", s=equation, size=size) for equation in equations))
            gap = 0.9 * size / self.theme.title
            if sum(step.width + gap for step in steps) - gap <= box.width:
                return steps.arrange(direction=RIGHT, buff=gap)
            wide = max(step.width for step in steps) + gap
            columns = max(1, int((box.width + gap) / wide))
            rows = [steps[i : i + columns] for i in range(0, len(steps), columns)]
            if sum(row.height + _ROW_GAP for row in rows) <= box.height:
                break
        for row in rows:
            for column, step in enumerate(row):
                step.place(column * wide, 0, anchor=-1)
        VGroup(*rows).arrange(DOWN, buff=_ROW_GAP, aligned_edge=LEFT)
        return steps

    def build_the_graph(self) -> None:
        graph, view = self.facts.graph, self.stage.view
        with self.beat("Each step becomes a node, with an edge from everything it needs."):
            self.play(*(appear(view.cards[name]) for name in graph.inputs))
            for names in self.stage.groups(
                [node.name for node in graph.steps], self.facts.is_small
            ):
                edges = [
                    view.edges[operand, name]
                    for name in names
                    for operand in graph.node(name).operands
                ]
                self.play(*map(Trace, edges), run_time=0.6)
                self.play(*(appear(view.cards[name]) for name in names), run_time=0.4)


def _deepest_input(graph: Graph) -> str:
    """Return the input with the longest path to the output; the first of several."""
    return max(graph.inputs, key=lambda name: max(map(len, graph.paths(name))))


def _single_path(graph: Graph) -> tuple[str, ...]:
    """Return the longest path of two edges or more of a node that has only one.

    It starts at an input where it can; of several it is the last.
    """
    for names in graph.inputs, [node.name for node in graph.steps]:
        single = [paths[0] for name in names if len(paths := graph.paths(name)) == 1]
        longest = max(reversed(single), key=len, default=())
        if len(longest) > 2:
            return longest
    return ()
