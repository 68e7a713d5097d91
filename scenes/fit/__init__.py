"""A model learns: gradient descent on its cost, and the curve that turns to the data."""

from scenes.fit.story import FitScene

__all__ = ["FitScene"]
