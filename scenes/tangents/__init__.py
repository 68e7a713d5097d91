"""Tangents at some points, and their slopes as a curve of their own."""

from scenes.tangents.story import TangentScene

__all__ = ["TangentScene"]
