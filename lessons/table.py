"""Tables of derivatives: look them up, and check them with a nudge."""

from scenes.derivative_table import DerivativeTableScene

PLACE = 4  # in the course


class DerivativeTable(DerivativeTableScene):
    """w², w³, w, 1/w and ln w at one point: five functions, five slopes."""

    functions = "w**2, w**3, w, 1/w, ln(w)"  # of one variable, Python notation
    at = 2  # where all of them are looked at
    nudge = 0.001  # how far the input is nudged there
