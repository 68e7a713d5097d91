"""Backpropagation: values forward, gradients backward through a computation graph."""

from scenes.chain_rule.story import ChainRuleScene

__all__ = ["ChainRuleScene"]
