"""Gradient descent: a ball rolls down into a valley, one step against the slope at a time."""

from scenes.descent import DescentScene, LearningRatesScene
from scenes.step_sizes import StepSizesScene
from scenes.surface_descent import SurfaceDescentScene

PLACE = 6  # in the course


class BallDescent(DescentScene):
    """A ball on J(w) = w² rolls down from w = 3."""

    function = "J(w) = w**2"  # one variable, Python notation
    start = 3  # where the ball starts
    learning_rate = 0.1  # α: how far a step goes for each unit of slope
    steps = 10  # how many steps are shown


class StepSizes(StepSizesScene):
    """One learning rate, four places: the steps differ, as J reacts differently."""

    function = "J(w) = w**2"
    starts = 3, 2, -3, 0.1  # where steps are taken from
    learning_rate = 0.1
    nudge = 0.001  # what the sensitivity is measured with


class LearningRates(LearningRatesScene):
    """The same valley with several learning rates: crawl, glide, land, bounce, escape."""

    function = "J(w) = w**2"
    start = 3
    learning_rates = 0.01, "1/4", "1/2", 0.9, 1, 1.1
    steps = 8


class Downhill(SurfaceDescentScene):
    """A cost of two parameters from above: which way is down, and one rule for both."""

    function = "J(w_1, w_2) = w_1**2 + 2*w_2**2"  # two variables, Python notation
    start = -5, -2  # where the ball starts
    learning_rate = 0.1
    steps = 20


class Momentum(SurfaceDescentScene):
    """A long valley in which the plain rule escapes, and a memory of steps settles."""

    function = "J(w_1, w_2) = w_1**2/10 + 2*w_2**2"
    start = -5, -2
    learning_rate = 0.6
    momentum = 0.5  # how much of the last step is kept
    steps = 20
