"""Nudge triangles: rise over run, ever closer to a point."""

from scenes.nudge.story import NudgeScene

__all__ = ["NudgeScene"]
