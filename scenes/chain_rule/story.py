"""The chain rule: values flow forward through a computation graph, gradients backward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from manim import Animation, Transform, VMobject

from calculus.expression import Expression
from calculus.graph import Graph
from scenes.base import LessonScene
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.backward import BackwardStory
from scenes.chain_rule.cards import SMALLEST, NodeNumbers
from scenes.chain_rule.chain import ChainStory
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.chain_rule.forward import ForwardStory
from scenes.chain_rule.stage import GraphStage
from scenes.chain_rule.view import Edge
from scenes.look.text import Run, Text, math, outlines, scale_to_fit
from scenes.look.theme import Role
from scenes.picture.carrying import Unfold
from scenes.picture.compose import fit
from scenes.picture.motion import Pulse, Trace, appear, vanish
from scenes.picture.shapes import places_of
from scenes.settings.parameters import GraphParameter, Inputs, Nudge, Parameters
from scenes.words import terms

# A graph of so many steps and edges is told one by one; a larger one soon layer by layer.
_MOST_STEPS, _MOST_EDGES = 6, 10
_STEPS_TIME, _LIFT = 7.0, 0.9  # seconds in which all steps of a formula come on, and one does
_LARGE = 2.6  # size of the formula at first, as a share of that of a title
_MARGIN = 0.6  # in which a formula can swell, Manim units
_LONGEST_SAID = 40  # characters of a formula that is read out


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
        formula = self.meet_the_formula()
        self.take_it_apart(formula)
        self.build_the_graph(formula)
        ForwardStory(self, self.stage).tell(formula)
        lit = BackwardStory(self, self.stage).sweep_back()
        ChainStory(self, self.stage).tell(lit)

    def meet_the_formula(self) -> Text:
        """Show the formula large; return it."""
        self.chapter("The graph")
        graph, regions = self.facts.graph, self.regions
        formula = terms.equation(graph.output, graph.formula)
        whole = self.formula("{f}", f=formula, size=_LARGE * self.theme.title)
        scale_to_fit(whole, regions.body.width - _MARGIN)
        whole.move_to((*regions.body.centre, 0))
        title = self.label("Gradients flow backward", self.theme.small, Role.NEUTRAL)
        self.heading = fit(title, regions.title, up=0)
        self.add(self.heading)
        if whole.font_size < SMALLEST:  # in one line
            self.add(*(self.stage.view.cards[name] for name in graph.inputs))
            return whole
        self.add(whole)
        sentence = "Here is a formula: {f}."
        if len(formula.text) > _LONGEST_SAID:
            sentence = "Here is a long formula."
        with self.beat(sentence, kind="setup", f=formula):
            self.play(Pulse(whole), at=0.1, share=0.5)
        return whole

    def take_it_apart(self, whole: Text) -> None:
        """Let each step lift out of the formula, which goes to where it stays, and be a card."""
        graph = self.facts.graph
        with self.beat(graph_facts.in_steps(graph)):
            if whole in self.mobjects:
                there = whole.copy().scale(min(1.0, self.theme.title / whole.font_size))
                fits = fit(there, self.regions.title, up=0).font_size >= SMALLEST
                goes = Transform(whole, there) if fits else vanish(whole)
                self.play(goes, vanish(self.heading), run_time=0.8)
            seconds = min(_LIFT, _STEPS_TIME / len(graph.steps))
            for node in graph.steps:
                edges = self._edges([node.name], but=graph.inputs)
                lifts = *self._lift(whole, node.name), *map(Trace, edges)
                self.play(*lifts, run_time=seconds)

    def _lift(self, whole: Text, name: str) -> list[Animation]:
        """Return the animations in which a node lifts out of the formula."""
        card = self.stage.view.cards[name]
        if card in self.mobjects:
            return []
        if whole not in self.mobjects:
            return [appear(card)]
        part = _term(whole, self.facts.graph.formulas()[name])
        return [Unfold(part, card.label), Trace(card.frame)]

    def build_the_graph(self, whole: Text) -> None:
        graph = self.facts.graph
        with self.beat("Each step becomes a node, with an edge from everything it needs."):
            inner = [node.name for node in graph.steps]
            lifts = [one for name in graph.inputs for one in self._lift(whole, name)]
            if lifts:
                self.play(*lifts)
            groups = self.stage.groups([node.name for node in graph.steps], self.facts.is_small)
            groups = [names for names in groups if self._edges(names, but=inner)]
            for names in groups:
                edges = self._edges(names, but=inner)
                self.play(*map(Trace, edges), run_time=min(0.9, _STEPS_TIME / len(groups)))
            if whole in self.mobjects and whole.width > self.stage.head.width:
                self.play(vanish(whole))
        self.add(*self.stage.view.cards.values())

    def _edges(self, names: Sequence[str], but: Sequence[str]) -> list[Edge]:
        """Return the edges to nodes, but for those from some others."""
        return [
            edge
            for (source, target), edge in self.stage.view.edges.items()
            if target in names and source not in but
        ]


def _term(whole: Text, formula: Expression) -> VMobject:
    """Return where a part of a formula is written in it; the whole where it isn't found."""
    shape = outlines(math(terms.formula(formula).typst), whole.theme).points
    for run in whole.submobjects:
        for place in places_of(shape, run.points):
            return Run(run.points[place], run.get_fill_color().to_hex())
    return whole


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
