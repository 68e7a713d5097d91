"""Logistic regression: a score becomes a probability, and slopes say how to learn."""

from scenes.activation import ActivationScene

PLACE = 7  # in the course


class Sigmoid(ActivationScene):
    """A score is squeezed into a probability, and that alone tells how steep it is."""

    activation = "sigma"  # or tanh, relu, softplus
    weights = 1, -1
    features = 2, 1  # one for each weight
    bias = 0.5
    points = -2, 0, 2  # other scores to look at
    nudge = 0.1  # what the slope is checked with
