"""Where things go in the frame: title, stage, side panel, caption rail."""

from __future__ import annotations

from dataclasses import dataclass

FRAME_HEIGHT = 8.0  # Manim units, whatever the resolution
SAFE_MARGIN = 0.05  # share of the frame kept free on each side
CAPTION_RAIL = 0.14  # share of the height kept free for captions, at the bottom
TITLE_HEIGHT = 0.8
STAGE_SHARE = 0.63
GUTTER = 0.5


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

    def inset(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> Box:
        """Return the box with its sides moved inward by the given lengths."""
        return Box(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

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

    def split(self, share: float, gap: float = GUTTER) -> tuple[Box, Box]:
        """Split the box into a left one with a share of the width, and the rest."""
        cut = self.left + share * self.width
        return (
            Box(self.left, self.bottom, cut - gap / 2, self.top),
            Box(cut + gap / 2, self.bottom, self.right, self.top),
        )


@dataclass(frozen=True)
class Layout:
    """The regions of a frame.

    Attributes:
        safe: Everything inside the safe margin and above the caption rail.
        title: The strip for the title.
        body: What is left under the title.
        stage: The left part of the body, for the picture.
        side: The right part of the body, for the ledger of numbers.
    """

    safe: Box
    title: Box
    body: Box
    stage: Box
    side: Box


def layout(aspect: float = 16 / 9) -> Layout:
    """Lay out a frame of the given aspect ratio (width over height).

    Example:
        >>> layout().safe.bottom > -4 + 0.14 * 8 - 1e-9
        True
    """
    height, width = FRAME_HEIGHT, FRAME_HEIGHT * aspect
    safe = Box(
        -width / 2 + SAFE_MARGIN * width,
        -height / 2 + CAPTION_RAIL * height,
        width / 2 - SAFE_MARGIN * width,
        height / 2 - SAFE_MARGIN * height,
    )
    title = Box(safe.left, safe.top - TITLE_HEIGHT, safe.right, safe.top)
    body = Box(safe.left, safe.bottom, safe.right, title.bottom - 0.1)
    stage, side = body.split(STAGE_SHARE)
    return Layout(safe, title, body, stage, side)
