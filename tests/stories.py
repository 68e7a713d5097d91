"""The kinds of story there are, in the order of the course, each in one place for all tests."""

from __future__ import annotations

from collections.abc import Mapping

from scenes.activation import ActivationScene
from scenes.base import LessonScene
from scenes.cards import FlipCardsScene, OrderScene, PauseScene, TakeawayScene
from scenes.chain_rule import ChainRuleScene
from scenes.checklist import ChecklistScene
from scenes.cross_entropy import CrossEntropyScene
from scenes.derivative import DerivativeScene
from scenes.derivative_table import DerivativeTableScene
from scenes.descent import DescentScene
from scenes.fit import FitScene
from scenes.learning_rates import LearningRatesScene
from scenes.notation import NotationScene
from scenes.nudge import NudgeScene
from scenes.pipeline import PipelineScene
from scenes.step_sizes import StepSizesScene
from scenes.surface_descent import SurfaceDescentScene
from scenes.sympy_session import SymPyScene
from scenes.tangents import TangentScene
from scenes.training_loop import TrainingLoopScene

STORIES: tuple[type[LessonScene], ...] = (
    TrainingLoopScene,
    NudgeScene,
    DerivativeScene,
    TangentScene,
    DerivativeTableScene,
    SymPyScene,
    NotationScene,
    DescentScene,
    StepSizesScene,
    LearningRatesScene,
    SurfaceDescentScene,
    ActivationScene,
    CrossEntropyScene,
    FitScene,
    ChainRuleScene,
    PauseScene,
    FlipCardsScene,
    OrderScene,
    TakeawayScene,
    ChecklistScene,
    PipelineScene,
)
BY_NAME: Mapping[str, type[LessonScene]] = {story.__name__: story for story in STORIES}
