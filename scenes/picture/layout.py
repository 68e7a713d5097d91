"""Where things go in the frame: title, stage, side panel, caption rail.

A wide frame has the side panel at the right of the stage; in any other it lies under it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scenes.picture.window import span_toward

FRAME_SIDE = 8.0  # the frame's shorter side in Manim units, whatever the resolution
WIDE = 1.5  # width over height from which the side panel stands beside the stage
SAFE_MARGIN = 0.05  # share of the frame kept free on each side
CAPTION_RAIL = 0.14  # share of the height kept free for captions, at the bottom
TITLE_HEIGHT = 0.8
FLAT = 2.2  # width over height from which a panel has its parts side by side
STAGE_SHARE = 0.63  # of the width, beside the side panel
STAGE_SHARE_ABOVE = 0.6  # of the height, above the side panel
GUTTER = 0.5
PANEL_GUTTER = 0.15  # between stage and side panel where one is above the other
PIXELS = 1080  # along the shorter side of the frame in which widths are given in pixels
# Shares of the frame, from the left or from the top.
_ACTION_RIGHT, _CARD_LEFT, _ACTION_FOOT = 0.64, 0.66, 0.84  # side by side
_ACTION_TOP, _CARD_TOP, _CARD_FOOT, _ABOVE_CARD = 0.06, 0.65, 0.83, 0.62  # one under the other
_CARD_HEIGHT = 0.62  # of the shorter side, at most, beside the action
_CHIP = 0.5  # height of the chip that a title becomes, Manim units


@dataclass(frozen=True)
class Box:
    """A rectangle in the frame, in Manim units; the frame's centre is the origin."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def corners(self) -> list[list[float]]:
        """The corners in the frame: left below and above, right below and above; shape (4, 3)."""
        return [[x, y, 0] for x in (self.left, self.right) for y in (self.bottom, self.top)]

    @property
    def outline(self) -> list[list[float]]:
        """The corners in order around it; shape (4, 3)."""
        low_left, high_left, low_right, high_right = self.corners
        return [low_left, low_right, high_right, high_left]

    def meets(self, other: Box) -> bool:
        """Say whether two boxes have more than an edge in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0 and min(self.top, other.top) > max(self.bottom, other.bottom)

    def holds(self, other: Box) -> bool:
        """Say whether another box lies in it."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.bottom <= other.bottom and other.top <= self.top

    @classmethod
    def hull(cls, *boxes: Box) -> Box:
        """Return the box around some boxes."""
        sides = ((box.left, box.bottom, box.right, box.top) for box in boxes)
        lefts, bottoms, rights, tops = zip(*sides, strict=True)
        return cls(min(lefts), min(bottoms), max(rights), max(tops))

    def inset(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> Box:
        """Return the box with its sides moved inward by the given lengths."""
        return Box(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def moved(self, right: float = 0, up: float = 0) -> Box:
        """Return the box, moved by the given lengths."""
        return self.inset(right, up, -right, -up)

    def toward(self, other: Box, alpha: float) -> Box:
        """Return the box a share of the way to another, as a window goes to another."""
        left, right = span_toward(self.left, self.right, other.left, other.right, alpha)
        bottom, top = span_toward(self.bottom, self.top, other.bottom, other.top, alpha)
        return Box(left, bottom, right, top)

    def columns(self, count: int, gap: float = GUTTER) -> tuple[Box, ...]:
        """Split the box into equal boxes side by side."""
        width = (self.width - gap * (count - 1)) / count
        lefts = [self.left + i * (width + gap) for i in range(count)]
        return tuple(Box(left, self.bottom, left + width, self.top) for left in lefts)

    def rows(self, count: int, gap: float = GUTTER) -> tuple[Box, ...]:
        """Split the box into equal boxes one under the other, from the top."""
        height = (self.height - gap * (count - 1)) / count
        tops = [self.top - i * (height + gap) for i in range(count)]
        return tuple(Box(self.left, top - height, self.right, top) for top in tops)

    def beside(self, share: float, gap: float = GUTTER) -> tuple[Box, Box]:
        """Split the box into a left one with a share of the width, and the rest."""
        cut = self.left + share * self.width
        return (
            Box(self.left, self.bottom, cut - gap / 2, self.top),
            Box(cut + gap / 2, self.bottom, self.right, self.top),
        )

    def above(self, share: float, gap: float = PANEL_GUTTER) -> tuple[Box, Box]:
        """Split the box into an upper one with a share of the height, and the rest."""
        cut = self.top - share * self.height
        return (
            Box(self.left, cut + gap / 2, self.right, self.top),
            Box(self.left, self.bottom, self.right, cut - gap / 2),
        )

    @property
    def is_flat(self) -> bool:
        """Whether a panel has room for two parts side by side, rather than one under another."""
        return self.width > FLAT * self.height

    def parts(self, height: float, share: float = 0.5) -> tuple[Box, Box]:
        """Split a panel into a first part and a second that is read after it.

        A high panel has the first part on top, of the given height; a flat one has its
        parts side by side, the first with a share of the width.
        """
        return self.beside(share) if self.is_flat else self.above(height / self.height, gap=0)


@dataclass(frozen=True)
class Layout:
    """The regions of a frame.

    Attributes:
        frame: The whole frame.
        safe: Everything inside the safe margin and above the caption rail.
        title: The strip for the title.
        body: What is left under the title.
        stage: The left part of the body, for the picture.
        side: The right part of the body, for the ledger of numbers.
    """

    frame: Box
    safe: Box
    title: Box
    body: Box
    stage: Box
    side: Box

    def split(self, share: float | None = None) -> tuple[Box, Box]:
        """Split the body into a stage and a side panel, beside or under it.

        Args:
            share: The stage's share of the width, where they stand beside each other.
        """
        if self.is_wide:
            return self.body.beside(share or STAGE_SHARE)
        return self.body.above(STAGE_SHARE_ABOVE)

    def action(self, card: bool = False) -> Box:
        """Return where the window of a `World` is seen for certain, beside a card or alone."""
        if self.is_wide:
            right = _ACTION_RIGHT if card else 1 - SAFE_MARGIN
            return self._part(SAFE_MARGIN, SAFE_MARGIN, right, _ACTION_FOOT)
        foot = _ABOVE_CARD if card else _CARD_FOOT
        return self._part(SAFE_MARGIN, _ACTION_TOP, 1 - SAFE_MARGIN, foot)

    @property
    def card(self) -> Box:
        """The box that a `Card` hangs in from the top, beside the action or under it."""
        if self.is_wide:
            foot = SAFE_MARGIN + _CARD_HEIGHT * FRAME_SIDE / self.frame.height
            return self._part(_CARD_LEFT, SAFE_MARGIN, 1 - SAFE_MARGIN, foot)
        return self._part(SAFE_MARGIN, _CARD_TOP, 1 - SAFE_MARGIN, _CARD_FOOT)

    @property
    def chip(self) -> Box:
        """The strip at the top left for the chip that a title becomes."""
        action = self.action(card=True)
        return Box(action.left, action.top - _CHIP, action.right, action.top)

    def _part(self, left: float, top: float, right: float, foot: float) -> Box:
        """Return a part of the frame, by shares of it from the left and from the top."""
        frame = self.frame
        return Box(
            frame.left + left * frame.width,
            frame.top - foot * frame.height,
            frame.left + right * frame.width,
            frame.top - top * frame.height,
        )

    @property
    def is_wide(self) -> bool:
        """Whether the side panel stands beside the stage."""
        return self.safe.width / self.safe.height > WIDE


def px(pixels: float) -> float:
    """Return the Manim units in a number of pixels of a frame with a shorter side of 1080."""
    return pixels * FRAME_SIDE / PIXELS


def pen(pixels: float) -> float:
    """Return the stroke width that is so many pixels wide in such a frame."""
    return 100 * px(pixels)  # Manim's strokes are measured in hundredths of a unit


def frame_size(aspect: float) -> tuple[float, float]:
    """Return width and height of a frame in Manim units; its shorter side is always the same.

    So text has the same size in relation to the shorter side, and can be read in any shape.
    """
    return FRAME_SIDE * max(aspect, 1.0), FRAME_SIDE / min(aspect, 1.0)


def layout(aspect: float = 16 / 9) -> Layout:
    """Lay out a frame of the given aspect ratio (width over height).

    Example:
        >>> layout().safe.bottom > -4 + 0.14 * 8 - 1e-9
        True
    """
    width, height = frame_size(aspect)
    frame = Box(-width / 2, -height / 2, width / 2, height / 2)
    across, up = SAFE_MARGIN * width, SAFE_MARGIN * height
    safe = frame.inset(across, CAPTION_RAIL * height, across, up)
    title = Box(safe.left, safe.top - TITLE_HEIGHT, safe.right, safe.top)
    body = Box(safe.left, safe.bottom, safe.right, title.bottom - 0.1)
    regions = Layout(frame, safe, title, body, body, body)
    stage, side = regions.split()
    return replace(regions, stage=stage, side=side)
