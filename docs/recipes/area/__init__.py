"""Areas: rectangles under a curve, and what they come to. A story to learn from."""

from .story import AreaScene

__all__ = ["AreaScene"]
