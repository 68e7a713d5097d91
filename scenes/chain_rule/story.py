"""The chain rule: values flow forward through a computation graph, gradients backward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from manim import Animation, VMobject

from calculus.expression import Expression
from calculus.graph import Graph
from scenes.base import LessonScene
from scenes.chain_rule import facts as graph_facts
from scenes.chain_rule.backward import BackwardStory
from scenes.chain_rule.cards import SMALLEST
from scenes.chain_rule.chain import ChainStory
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.chain_rule.forward import ForwardStory
from scenes.chain_rule.gradients import MOST_CHECKED, Meaning
from scenes.chain_rule.moved import Moved
from scenes.chain_rule.purpose import PurposeStory
from scenes.chain_rule.stage import GraphStage
from scenes.chain_rule.travel import Sway
from scenes.look.text import Run, Text, math, outlines
from scenes.picture.carrying import Unfold
from scenes.picture.compose import fit
from scenes.picture.motion import Trace, dim, light, vanish
from scenes.picture.shapes import places_of
from scenes.settings.choices import choice
from scenes.settings.parameters import GraphParameter, Inputs, Nudge, Parameters
from scenes.words import terms

# A graph of so many steps and edges is told one by one; a larger one soon layer by layer.
_MOST_STEPS, _MOST_EDGES = 6, 10
_STEPS_TIME, _LIFT = 7.0, 1.1  # seconds in which all steps of a formula come on, and one does


class ChainRuleScene(LessonScene[ChainRuleFacts]):
    """Values flow forward, a nudge ripples through, gradients flow backward."""

    graph: GraphParameter = "J = 3*(a + b*c)"
    inputs: Inputs = {"a": 5, "b": 3, "c": 2}
    nudge: Annotated[Nudge, "how far one input is nudged"] = 0.001
    purpose: Annotated[str, choice("none", "toy", "loss", means="what it stands for")] = "none"
    checks: Annotated[str, choice("one", "all", means="which nodes are nudged; all: up to six")] = (
        "one"
    )

    @classmethod
    def compute(cls, given: Parameters) -> ChainRuleFacts:
        graph: Graph = given.graph
        forward = graph.forward(given.inputs)
        backward = graph.backward(forward)
        nudged = graph.nudge(forward, _deepest_input(graph), given.nudge)
        small = len(graph.steps) <= _MOST_STEPS and len(graph.edges) <= _MOST_EDGES
        every = given.checks == "all" and len(graph.nodes) <= MOST_CHECKED
        meaning = Meaning.of(forward, backward.gradients, nudged, every)
        path = _single_path(graph)
        return ChainRuleFacts(graph, forward, backward, nudged, path, small, meaning)

    def __init__(self, overrides: Mapping[str, object] | None = None, **options: Any) -> None:
        super().__init__(overrides, **options)
        # Whether there is room for the graph must be known before anything is drawn.
        self.stage = GraphStage(self, self.facts)

    @property
    def title(self) -> str:
        graph = self.facts.graph
        formula = terms.equation(graph.output, graph.formula)
        return self.say("The chain rule on {f}", f=formula).text

    def construct(self) -> None:
        formula = self.wiggle_an_input()
        self.take_it_apart(formula)
        ForwardStory(self, self.stage).tell(formula)
        BackwardStory(self, self.stage).tell()
        ChainStory(self, self.stage).tell()
        if self.given.purpose != "none":
            PurposeStory(self, self.stage).end()

    def wiggle_an_input(self) -> Text:
        """Show the whole graph, an input that sways, and how far the output does; ask why."""
        self.chapter("The graph")
        graph, nudged, view = self.facts.graph, self.facts.nudged, self.stage.view
        formula = terms.equation(graph.output, graph.formula)
        whole = self.formula("{f}", f=formula, size=self.theme.title)
        fit(whole, self.stage.head, up=0)
        curves = self.stage.curves.outlines
        self.add(*view.edges.values(), *view.cards.values(), *curves)
        if self.given.purpose != "none":
            PurposeStory(self, self.stage).begin(whole)
        if whole.font_size >= SMALLEST:  # in one line
            self.add(whole)
            self.stage.set_apart(whole)
        reaches = self.stage.reaches(nudged.name, float(nudged.quotient.value))
        self.add(*reaches)
        moved = Moved.of(nudged)
        asked = moved.question
        b, J = terms.name(nudged.name), terms.name(graph.output)
        with self.beat(
            asked, kind="question", claims=moved.claims, b=b, J=J, far=moved.far(self.digits)
        ):
            self.play(Sway(reaches), at=0.05, share=0.8)
        gone = vanish(*reaches, *curves), *map(vanish, view.edges.values())
        self.play(*gone, dim(*view.cards.values()))
        return whole

    def take_it_apart(self, whole: Text) -> None:
        """Let each step lift out of the formula, which stays, and light its card."""
        graph, view = self.facts.graph, self.stage.view
        with self.beat(graph_facts.in_steps(graph), teaches="U11.3"):
            groups = self.stage.groups([node.name for node in graph.steps])
            seconds = min(_LIFT, _STEPS_TIME / len(groups))
            self.play(light(*(view.cards[name] for name in graph.inputs)))
            for names in groups:
                edges = [edge for (_, target), edge in view.edges.items() if target in names]
                lifts: list[Animation] = [
                    Unfold(_term(whole, graph.formulas()[name]), view.cards[name].label)
                    for name in names
                    if whole in self.mobjects
                ]
                lifts += [light(*(view.cards[name] for name in names)), *map(Trace, edges)]
                curves = [one for name in names for one in self.stage.curves.draw(name)]
                self.play(*lifts, *curves, run_time=seconds)


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
