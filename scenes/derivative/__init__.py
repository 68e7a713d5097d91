"""The derivative as an answer: how many times the nudge does the output move?"""

from scenes.derivative.story import DerivativeScene

__all__ = ["DerivativeScene"]
