"""A neuron: a score, what an activation makes of it, and how steep that is."""

from scenes.activation.story import ActivationScene

__all__ = ["ActivationScene"]
