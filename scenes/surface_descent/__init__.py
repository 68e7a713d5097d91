"""Gradient descent on a cost of two parameters, seen from above."""

from scenes.surface_descent.story import SurfaceDescentScene

__all__ = ["SurfaceDescentScene"]
