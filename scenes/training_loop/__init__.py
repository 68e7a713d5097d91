"""A graph is trained, lap after lap; and what for that a derivative is."""

from scenes.training_loop.story import TrainingLoopScene

__all__ = ["TrainingLoopScene"]
