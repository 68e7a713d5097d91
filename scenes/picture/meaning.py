"""What a figure claims to show: a record on the figure, for checks to measure it against.

A figure says which function it belongs to (its text, so that others can compute it anew) and
which values of its picture's state it goes by. Whether the drawing is true to that is measured by
`checks`, in the coordinates of the drawn axes. Nothing here knows Manim.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

from calculus.function import Function
from calculus.quantity import Quantity

Here = Callable[[], float]


class Axes(Protocol):
    """A picture with an axis frame and a window, such as `scenes.picture.plot.Plot`."""

    axes: Any

    @property
    def window(self) -> Any: ...

    @property
    def seen(self) -> Any: ...

    @property
    def card(self) -> Any: ...


@dataclass(frozen=True)
class Meaning:
    """The base of all claims; `name` is what a message calls the figure."""

    name: ClassVar[str] = "a figure"

    def __deepcopy__(self, _: object) -> Self:
        return self  # a copy of a figure claims the same


_CLAIM = "_meaning"  # where a figure keeps its meaning


def claim(figure: object, meaning: Meaning | None) -> None:
    """Let a figure say what it shows."""
    setattr(figure, _CLAIM, meaning)


def claim_of(figure: object) -> Meaning | None:
    """Return what a figure says it shows, or None."""
    # Manim looks long for attributes that are not there.
    meaning: Meaning | None = vars(figure).get(_CLAIM)
    return meaning


@dataclass(frozen=True)
class Frame(Meaning):
    """The axes of a plot."""

    plot: Axes
    name: ClassVar[str] = "the axes"


@dataclass(frozen=True)
class Backdrop(Meaning):
    """Lines that stand back, such as a grid: text may lie over them, and they may be faint."""

    name: ClassVar[str] = "a line in the background"


@dataclass(frozen=True)
class Around(Backdrop):
    """A line that belongs to a plot and stands back, such as the frame around a part of it."""

    plot: Axes


@dataclass(frozen=True)
class Grid(Around):
    """Lines of a grid, "across" the x axis or "up" the y axis, at values in order."""

    axis: str
    values: Callable[[], Sequence[float]]


@dataclass(frozen=True)
class Detail(Meaning):
    """A part of something that is told by its other parts, such as the frame around a name."""

    name: ClassVar[str] = "a shape"


@dataclass(frozen=True)
class LocalSlope(Detail):
    """The slope of one step of a computation graph, as a number at an edge."""


@dataclass(frozen=True)
class Verdict(Detail):
    """What becomes of a ball, in a word or two."""


@dataclass(frozen=True)
class Sketch(Meaning):
    """A drawing of something that has no measures: a network, a way round."""

    name: ClassVar[str] = "a drawing"


@dataclass(frozen=True)
class Screen(Backdrop):
    """A screen with the lines of a program."""


@dataclass(frozen=True)
class Sheet(Meaning):
    """A card of a deck, with something to read on it, or nothing."""

    name: ClassVar[str] = "a card"


@dataclass(frozen=True)
class Countdown(Meaning):
    """A ring of a radius, of which as large a share is drawn as there is time left."""

    radius: float
    left: Here
    name: ClassVar[str] = "the ring of a countdown"


@dataclass(frozen=True)
class Beads(Meaning):
    """Beads, as many as are counted."""

    count: Callable[[], int]
    name: ClassVar[str] = "a row of beads"


@dataclass(frozen=True)
class Passing(Meaning):
    """What is drawn on its way from one place to another; it claims nothing until it stands."""

    name: ClassVar[str] = "something on its way"


@dataclass(frozen=True)
class Ticks(Meaning):
    """The numbers at an axis; several labels in one object."""

    name: ClassVar[str] = "a tick label"


@dataclass(frozen=True)
class Formula:
    """A function as text: its variable and its body, such as ("a", "a**2")."""

    variable: str
    body: str

    @classmethod
    def of(cls, function: Function) -> Self:
        """Return a function as text."""
        return cls(function.variable, function.body_source)


@dataclass(frozen=True)
class Code(Meaning):
    """A line of a program, or what it prints.

    Attributes:
        code: The line.
        of: The function it is about; None for a line without one.
        output: What it prints; None where the line itself is shown.
        before: The lines that have been run before it, where they are told, too.
        number: What it prints in mathematics, where that is told, too.
    """

    code: str
    of: Formula | None = None
    output: str | None = None
    before: tuple[str, ...] | None = None
    number: Quantity | None = None
    name: ClassVar[str] = "a line of code"


@dataclass(frozen=True)
class Curve(Meaning):
    """The graph of a function.

    Attributes:
        until: Gives the input at which it ends for now; None at the edge of the window.
        within: A function without whose values it has none, as a derivative; None without one.
        called: What it is called in words, where it has other numbers at every moment.
    """

    plot: Axes
    of: Formula
    until: Here | None = None
    within: Formula | None = None
    called: str = ""
    name: ClassVar[str] = "the curve"


@dataclass(frozen=True)
class Spot(Meaning):
    """A dot at a place in axis coordinates; on the graph of a function, where one is given."""

    plot: Axes
    place: Callable[[], tuple[float, float]]
    on: Formula | None = None
    name: ClassVar[str] = "a dot"


@dataclass(frozen=True)
class Straight(Meaning):
    """A tangent, or a secant through a second point `reach` further on."""

    plot: Axes
    of: Formula
    at: Here
    reach: Here
    name: ClassVar[str] = "a tangent or secant"


@dataclass(frozen=True)
class Side(Meaning):
    """A part of a nudge triangle: "base", "height", "chord" or "area"; `share` of it is drawn."""

    plot: Axes
    of: Formula
    part: str
    at: Here
    by: Here
    share: Here
    name: ClassVar[str] = "a side of the triangle"


@dataclass(frozen=True)
class Stack(Meaning):
    """Rods as long as a nudge, stacked along the height of its triangle; `count` are by now.

    Their `foot` is on the curve, if nothing else is said.
    """

    plot: Axes
    of: Formula
    at: Here
    by: Here
    count: Here
    foot: Here | None = None
    name: ClassVar[str] = "a rod"


@dataclass(frozen=True)
class Span(Meaning):
    """A bar from a foot to a factor of the way to an end, which are (x, y, x, y) on the axes."""

    plot: Axes
    ends: Callable[[], tuple[float, float, float, float]]
    factor: Here
    name: ClassVar[str] = "a bar"


@dataclass(frozen=True)
class Length(Meaning):
    """A bar, or an arrow, from where x is 0 to a number, of which `share` is drawn.

    Attributes:
        number: Gives the number; None on the way from one number to another.
        upright: Whether it goes up from where y is 0 instead.
    """

    plot: Axes
    number: Callable[[], Quantity | None]
    share: Here
    upright: bool = False
    name: ClassVar[str] = "a bar"


@dataclass(frozen=True)
class Bar(Meaning):
    """A rectangle from the axis to a curve; `side` is the share of its base where they meet."""

    plot: Axes
    of: Formula
    left: float
    right: float
    side: Here
    name: ClassVar[str] = "a rectangle"


@dataclass(frozen=True)
class SlopeArea(Meaning):
    """Rectangles that together have the area of the slope at a place, in units of the axes."""

    plot: Axes
    of: Formula
    at: Here
    name: ClassVar[str] = "an area that is a slope"


@dataclass(frozen=True)
class Ball(Meaning):
    """A ball that touches a curve from above."""

    plot: Axes
    of: Formula
    at: Here
    radius: Here
    name: ClassVar[str] = "the ball"


@dataclass(frozen=True)
class Spokes(Meaning):
    """Spokes of a ball that has rolled along a curve from a place; `count` lines through it."""

    plot: Axes
    of: Formula
    start: Here
    at: Here
    radius: Here
    count: int
    name: ClassVar[str] = "the spokes of the ball"


@dataclass(frozen=True)
class Step(Meaning):
    """The arrow of a step of gradient descent, along the axis; `share` of it is drawn."""

    plot: Axes
    of: Formula
    start: float
    length: float
    share: Here
    name: ClassVar[str] = "the arrow of a step"


@dataclass(frozen=True)
class Link(Meaning):
    """An edge between two nodes; `source` and `target` are their outlines."""

    source: Any
    target: Any
    name: ClassVar[str] = "an edge"


@dataclass(frozen=True)
class AtNode(Meaning):
    """What stands at a node of a computation graph: its "value", its "gradient", or "rods".

    There are as many rods as the number of nudges by which a nudge of an input moves the node.

    Attributes:
        what: Which of these.
        node: Name of the node.
        steps: What every step computes, by name, in order: ("u", "b*c").
        shown: The digits shown.
        frame: Outline of the node.
    """

    what: str
    node: str
    steps: tuple[tuple[str, str], ...]
    shown: str
    frame: Any
    name: ClassVar[str] = "a number at a node"


@dataclass(frozen=True)
class Reads(Meaning):
    """A number that rolls along: the slope of a line, rounded to the digits it has."""

    plot: Axes
    line: Any
    name: ClassVar[str] = "a rolling number"
