"""Gradient descent: a ball rolls down a curve, step by step."""

from scenes.descent.story import DescentScene
from scenes.learning_rates.story import LearningRatesScene  # lessons look for it here, too

__all__ = ["DescentScene", "LearningRatesScene"]
