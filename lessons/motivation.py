"""Why derivatives: what happens when a framework trains a network."""

from scenes.training_loop import TrainingLoopScene

PLACE = 1  # in the course


class WhyDerivatives(TrainingLoopScene):
    """Forward, backward, update: three laps on J = (wx − y)²."""

    graph = "J = (w*x - y)**2"  # one formula, or its steps
    inputs = {"w": 1, "x": 2, "y": 6}  # a number for each variable
    trained = "w"  # which of them are trained
    learning_rate = 0.1
    laps = 3
