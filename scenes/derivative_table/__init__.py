"""A table of derivatives: several functions at one point, each nudged and looked up."""

from scenes.derivative_table.story import DerivativeTableScene

__all__ = ["DerivativeTableScene"]
