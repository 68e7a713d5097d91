"""Tables of derivatives: look them up, check them with a nudge, and ask a program."""

from scenes.derivative_table import DerivativeTableScene
from scenes.notation import NotationScene
from scenes.sympy_session import SymPyScene

PLACE = 5  # in the course


class DerivativeTable(DerivativeTableScene):
    """w², w³, w, 1/w and ln w at one point: five functions, five slopes."""

    functions = "w**2, w**3, w, 1/w, ln(w)"  # of one variable, Python notation
    at = 2  # where all of them are looked at
    nudge = 0.001  # how far the input is nudged there


class SymPySession(SymPyScene):
    """A program differentiates four functions, and a nudge agrees."""

    functions = "w**2, w**3, w, 1/w"  # of one variable, Python notation
    at = 2  # where the slopes are found
    also_at = 3  # another place for the first one
    nudge = 0.001  # what the slope is checked with


class Notation(NotationScene):
    """Straight d and curly d, in full and in short; a nudge has several names."""

    single = "J(w) = w**2"  # one variable, Python notation
    several = "J(w_1, w_2) = w_1**2 + w_1*w_2"  # two to four variables
    at = {"w_1": 3, "w_2": 2}  # where it is nudged
    index = "j"  # the letter for the number of any variable
