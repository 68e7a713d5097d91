"""The chain rule: gradients flow backward through a computation graph."""

from scenes.chain_rule import ChainRuleScene

PLACE = 8  # in the course


class ChainRule(ChainRuleScene):
    """J = 3(a + bc): values forward, a nudge, gradients backward."""

    graph = "J = 3*(a + b*c)"  # one formula, or its steps: "u = b*c", "v = a + u", "J = 3*v"
    inputs = {"a": 5, "b": 3, "c": 2}
    nudge = 0.001  # how far one input is nudged
    purpose = "toy"  # it stands in for the cost of a network
    checks = "all"  # every node is nudged in the end, not only one input


class LossOfOneExample(ChainRuleScene):
    """The cost of one example of logistic regression: the same code, other derivatives."""

    graph = "z = w*x + b", "p = sigma(z)", "L = -ln(p)"
    inputs = {"w": "1/2", "x": 2, "b": -1}
    nudge = 0.001
    purpose = "loss"  # it is the cost of one example
    notation = "partial"  # ∂, since it has several inputs
