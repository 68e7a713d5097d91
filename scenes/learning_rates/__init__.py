"""Learning rates side by side: one descent with steps of several sizes."""

from scenes.learning_rates.story import LearningRatesScene

__all__ = ["LearningRatesScene"]
