"""What every part of the chain rule story has at hand."""

from __future__ import annotations

from scenes.base import LessonScene
from scenes.chain_rule.facts import ChainRuleFacts
from scenes.chain_rule.stage import GraphStage
from scenes.words import terms


class Part:
    """A part of the story.

    Args:
        scene: The scene that tells it.
        stage: The graph, as the part before has left it.
    """

    def __init__(self, scene: LessonScene[ChainRuleFacts], stage: GraphStage) -> None:
        self._scene, self._stage = scene, stage
        self._facts = facts = scene.facts
        self._graph, self._is_small = facts.graph, facts.is_small
        self._J = terms.name(facts.graph.output)
