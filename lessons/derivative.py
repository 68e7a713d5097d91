"""The derivative: how many times the nudge the output moves."""

from scenes.derivative import DerivativeScene

PLACE = 3  # in the course


class Epsilon(DerivativeScene):
    """J(w) = w² at 3: nudge by ε, and J moves by about 6 ε."""

    function = "J(w) = w**2"  # one variable, Python notation
    at = 3  # where it is nudged
    nudges = 0.001, 0.002  # told in full
    trials = 1, 0.1, 0.000001, -0.001  # tried quickly
