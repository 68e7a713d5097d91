"""The story of how derivatives are written: `NotationScene`."""

from scenes.notation.story import NotationScene

__all__ = ["NotationScene"]
