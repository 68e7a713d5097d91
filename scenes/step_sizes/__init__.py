"""The story of steps of several sizes: `StepSizesScene`."""

from scenes.step_sizes.story import StepSizesScene

__all__ = ["StepSizesScene"]
