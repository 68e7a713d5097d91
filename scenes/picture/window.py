"""The axes window: which part of the plane a plot shows, and its ticks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

_ZEROS = 9  # after or before the digits of every number at an axis: more nobody counts


@dataclass(frozen=True)
class Window:
    """A rectangle of the plane, in axis coordinates."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(
        cls, x: float, y: float, width: float, height: float, at: tuple[float, float] = (0.5, 0.5)
    ) -> Window:
        """Return a window of a given size with a point at given shares of it.

        Args:
            x: The point.
            y: The point.
            width: Width in axis units.
            height: Height in axis units.
            at: Where in the window the point is: (0, 0) bottom left, (1, 1) top right.
        """
        left, bottom = x - at[0] * width, y - at[1] * height
        return cls(left, bottom, left + width, bottom + height)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    def contains(self, x: float, y: float, slack: float = 1e-9) -> bool:
        """Say whether a point lies in the window, with a slack in shares of its size."""
        return (
            self.left - slack * self.width <= x <= self.right + slack * self.width
            and self.bottom - slack * self.height <= y <= self.top + slack * self.height
        )

    def including(self, x: float, y: float, room: float = 0.05) -> Window:
        """Return the window, enlarged where needed to show a point with some room around it.

        Args:
            x: The point.
            y: The point.
            room: Share of the window's size to keep between the point and the edge.
        """
        across, up = room * self.width, room * self.height
        return Window(
            min(self.left, x - across),
            min(self.bottom, y - up),
            max(self.right, x + across),
            max(self.top, y + up),
        )

    def toward(self, other: Window, alpha: float) -> Window:
        """Return the window a share of the way to another.

        The size changes by equal factors in equal times, and a point that both windows show
        at the same place stays there all the way: a zoom, not a pan.
        """
        left, right = span_toward(self.left, self.right, other.left, other.right, alpha)
        bottom, top = span_toward(self.bottom, self.top, other.bottom, other.top, alpha)
        return Window(left, bottom, right, top)

    def zoomed(self, factor: float, x: float, y: float) -> Window:
        """Return the window enlarged by a factor around a point that keeps its place."""
        return Window(
            x + (self.left - x) / factor,
            y + (self.bottom - y) / factor,
            x + (self.right - x) / factor,
            y + (self.top - y) / factor,
        )


def span_toward(
    low: float, high: float, other_low: float, other_high: float, alpha: float
) -> tuple[float, float]:
    """Return the ends of a span a share of the way to another; its size goes by equal factors."""
    size, other = high - low, other_high - other_low
    now = size * (other / size) ** alpha
    share = alpha if abs(other - size) < 1e-12 * size else (now - size) / (other - size)
    start = low + share * (other_low - low)
    return start, start + now


@dataclass(frozen=True)
class Tick:
    """A mark on an axis: where, and what it says (Typst mathematics)."""

    at: float
    label: str


def ticks(low: float, high: float, count: int) -> tuple[Tick, ...]:
    """Return about ``count`` ticks at round numbers between two values.

    Labels are exact decimals with as many places as the step has, so that they can be told
    apart at every zoom; where that takes many zeros, they are written with a power of ten.

    Example:
        >>> [tick.label for tick in ticks(1.9995, 2.0015, 4)]
        ['1.9995', '2.0000', '2.0005', '2.0010', '2.0015']
    """
    rough = (high - low) / count
    power = floor(log10(rough))
    digit = next(d for d in (1, 2, 5, 10) if d * 10.0**power >= rough * (1 - 1e-9))
    step = Decimal(digit).scaleb(power)
    first = ceil(low / float(step) - 1e-6)
    last = floor(high / float(step) + 1e-6)
    places = max(0, -power - (digit == 10))
    values = [k * step for k in range(first, last + 1)]
    longest = max(map(abs, values), default=step)
    if power >= _ZEROS or longest < Decimal(1).scaleb(-_ZEROS):
        return tuple(Tick(float(value), _with_a_power(value)) for value in values)
    return tuple(Tick(float(value), f"{value:.{places}f}") for value in values)


def _with_a_power(value: Decimal) -> str:
    """Return a number in scientific notation: 1.5 times 10^(201)."""
    mantissa, _, exponent = f"{value.normalize():E}".partition("E")
    return f"{mantissa} times 10^({int(exponent)})" if value else "0"
