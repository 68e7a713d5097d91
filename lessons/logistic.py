"""Logistic regression: a score becomes a probability, and slopes say how to learn."""

from scenes.activation import ActivationScene
from scenes.cross_entropy import CrossEntropyScene

PLACE = 7  # in the course


class Sigmoid(ActivationScene):
    """A score is squeezed into a probability, and that alone tells how steep it is."""

    activation = "sigma"  # or tanh, relu, softplus
    weights = 1, -1
    features = 2, 1  # one for each weight
    bias = 0.5
    points = -2, 0, 2  # other scores to look at
    nudge = 0.1  # what the slope is checked with


class CrossEntropy(CrossEntropyScene):
    """What a guess costs, what all of them cost on average, and which way is down."""

    inputs = -2, -1, 0, 1, 2
    labels = 0, 1, 0, 1, 1  # one for each input, 0 or 1
    weight = 0
    bias = 0
    nudge = 0.001  # what the slope is checked with
    notation = "partial"
