"""The kinds of story there are, in the order of the course, each in one place for all tests."""

from __future__ import annotations

from collections.abc import Mapping

from scenes.activation import ActivationScene
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.derivative import DerivativeScene
from scenes.derivative_table import DerivativeTableScene
from scenes.descent import DescentScene
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.sympy_session import SymPyScene
from scenes.tangents import TangentScene

STORIES: tuple[type[LessonScene], ...] = (
    NudgeScene,
    DerivativeScene,
    TangentScene,
    DerivativeTableScene,
    SymPyScene,
    DescentScene,
    LearningRatesScene,
    ActivationScene,
    ChainRuleScene,
)
BY_NAME: Mapping[str, type[LessonScene]] = {story.__name__: story for story in STORIES}
