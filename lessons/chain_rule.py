"""The chain rule: gradients flow backward through a computation graph."""

from scenes.chain_rule import ChainRuleScene

PLACE = 7  # in the course


class ChainRule(ChainRuleScene):
    """J = 3(a + bc): values forward, a nudge, gradients backward."""

    graph = "J = 3*(a + b*c)"  # one formula, or its steps: "u = b*c", "v = a + u", "J = 3*v"
    inputs = {"a": 5, "b": 3, "c": 2}
    nudge = 0.001  # how far one input is nudged
