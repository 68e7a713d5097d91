"""Logistic regression: a score becomes a probability, and slopes say how to learn."""

from scenes.activation import ActivationScene
from scenes.cross_entropy import CrossEntropyScene
from scenes.fit import FitScene

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


class LogisticDescent(FitScene):
    """Five examples, and a model that learns from them: down to the lowest cost there is."""

    model = "logistic"  # or linear, a straight line through labels of any size
    inputs = -2, -1, 0, 1, 2
    labels = 0, 1, 0, 1, 1  # one for each input
    start = 0, 0  # the weight and the bias at first
    learning_rate = 1
    steps = 20
    too_large = 10  # another learning rate, or "" for none
