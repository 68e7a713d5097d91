"""Dives into a world and back: always at the same speed, by equal factors in equal times."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from math import floor, log10

from manim import Animation, Succession, VGroup, VMobject
from manim.utils.rate_functions import linear

from scenes.look.colour import blend
from scenes.look.text import Text
from scenes.look.theme import LAYER, Role
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Backdrop, claim
from scenes.picture.motion import Drive
from scenes.picture.nest import Nest
from scenes.picture.notes import DIVING, sounding
from scenes.picture.shapes import rounded
from scenes.picture.window import Window
from scenes.picture.world import World

_OPENING = 0.4  # seconds in which a frame draws itself
_DECADE, _FASTER, _LEAST = 1.8, 0.8, 1.2  # seconds for ×10; each in a row is faster, to a limit
_ALMOST = 1e-9  # of a power of ten
_SHORTEST = 0.2  # seconds of a flight between windows that are nearly as wide
_AHEAD = px(26)  # at the sides of the text of a chip
_SHARP = 4  # so many times faster than a dive one chip goes out and the next is lit
_BETWEEN = px(10)  # from chip to chip


def dive(world: World, *windows: Window, pace: float | None = None) -> Succession:
    """Go into windows, one in another, without a stop; a frame opens, and becomes the screen.

    Args:
        world: The world.
        windows: Where to, each in the one before, best ten times smaller.
        pace: Seconds for each factor of ten; by default less, the more there are.
    """
    nest = world["nest"]
    known = nest.windows or (world.window,)
    whole = (*known, *(window for window in windows if window not in known))
    stops = [max(nest.drawn, whole.index(window) + 1) for window in windows]
    opening = [Drive(world, _OPENING, nest=Nest(whole, stops[0]))] if stops[0] > nest.drawn else []
    nests = [Nest(whole, drawn) for drawn in [*stops[1:], stops[-1]]]  # the next opens meanwhile
    return sounding(Succession(*opening, *_flights(world, windows, nests, pace)), DIVING)


def approach(world: World, window: Window, seconds: float) -> Iterator[Animation]:
    """Give motions, to be played one by one, that go into a window of the same shape.

    The last is a dive, a power of ten at a time, if the window is so much smaller.

    Args:
        world: The world.
        window: Where to.
        seconds: How long it takes, beside the opening of a frame.
    """
    powers = floor(log10(world.window.width / window.width) + _ALMOST)
    sizes = [10**power for power in range(powers, 0, -1)]
    (x, y), (width, height) = window.middle, (window.width, window.height)
    wider = [Window.around(x, y, width * size, height * size) for size in sizes]
    first, *way = [*wider, window]
    yield Drive(world, seconds / (len(way) + 1), window=first)
    if way:
        yield dive(world, *way, pace=seconds / (len(way) + 1))


def surface(world: World, window: Window, pace: float | None = None) -> Succession:
    """Go back to a window of the nest without a stop; its frames fall into one another.

    Args:
        world: The world.
        window: Where to.
        pace: Seconds for each factor of ten; by default less, the more there are.
    """
    nest, here = world["nest"], world.window.width
    way = [one for one in nest.windows[::-1] if here < one.width < window.width] + [window]
    return sounding(Succession(*_flights(world, way, [nest] * len(way), pace)), DIVING)


def _flights(
    world: World, windows: Sequence[Window], nests: Sequence[Nest], pace: float | None
) -> list[Animation]:
    pace = pace or max(_LEAST, _DECADE * _FASTER ** (len(windows) - 1))
    sizes = [world.window.width, *(window.width for window in windows)]
    times = [max(_SHORTEST, pace * abs(log10(one / next_))) for one, next_ in pairwise(sizes)]
    targets = zip(windows, nests, times, strict=True)
    drives = [Drive(world, time, window=to, nest=nest) for to, nest, time in targets]
    return [drive.set_rate_func(linear) for drive in drives]


class Chips(VGroup):
    """A row of chips that say how much the picture is magnified: the one for now is lit.

    Args:
        world: The world.
        whole: What it shows without magnification.
        texts: What the chips say: × 1, × 10, and so on; or only some of them, by power of ten.
        box: Where: at the right end of this box.
    """

    def __init__(
        self, world: World, whole: Window, texts: Sequence[Text] | Mapping[int, Text], box: Box
    ) -> None:
        super().__init__()
        chips = texts if isinstance(texts, Mapping) else dict(enumerate(texts))
        self._world, self._whole = world, whole
        theme, right = world.theme, box.right
        for power, text in reversed([*chips.items()]):
            chip = VMobject(fill_opacity=1, stroke_color=theme.rule, stroke_width=pen(2))
            width, height = text.width + 2 * _AHEAD, box.height
            chip.set_points(rounded(right - width, box.bottom, right, box.top, height / 2))
            text.move_to((right - width / 2, box.centre[1], 0))
            right -= width + _BETWEEN
            claim(chip.set_z_index(LAYER["card"]), Backdrop())

            self.add(
                world.derive(chip, partial(self._shine, theme.panel, theme[Role.TEXT], power)),
                world.derive(
                    text, partial(self._shine, theme[Role.NEUTRAL], theme.background, power)
                ),
            )

    def _shine(self, dark: str, lit: str, power: int, part: VMobject) -> None:
        """Give a chip, or its text, its colour: between that of one that is lit, and another."""
        flown = log10(self._whole.width / self._world.window.width)
        near = _SHARP * (0.5 - abs(flown - power)) + 0.5
        colour = blend(dark, lit, min(1.0, max(0.0, near)))
        for one in part.get_family():
            one.set_fill(colour, family=False)
