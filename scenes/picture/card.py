"""A card: a panel over the world with what is to be read on it, as high as that."""

from __future__ import annotations

from dataclasses import replace

from manim import VGroup, VMobject

from scenes.look.text import Text
from scenes.look.theme import LAYER, Theme
from scenes.picture.compose import envelope, fit, in_column
from scenes.picture.layout import Box, pen, px
from scenes.picture.meaning import Backdrop, claim
from scenes.picture.shapes import rounded

OPAQUE = 0.96
RADIUS = px(22)
_ROOM = 0.3  # around the contents, Manim units
_CHIP, _AROUND = 0.5, px(16)  # height of a chip, Manim units, and beside what stands in it


def panel(box: Box, theme: Theme) -> VMobject:
    """Return an opaque panel with a rule around it and round corners."""
    shape = VMobject(
        fill_color=theme.panel, fill_opacity=OPAQUE, stroke_color=theme.rule, stroke_width=pen(2)
    )
    shape.set_points(rounded(box.left, box.bottom, box.right, box.top, RADIUS))
    claim(shape, Backdrop())
    return shape.set_z_index(LAYER["card"])


def on_card(*parts: VMobject) -> None:
    """Let parts lie on a card that is over the world, in their order."""
    for part in parts:
        for one in part.get_family():
            one.set_z_index(one.z_index + LAYER["card"], family=False)


def chip(text: Text, box: Box) -> VGroup:
    """Return a small text on a panel of its own, at the top left of a box."""
    strip = replace(box, bottom=box.top - _CHIP)
    fit(text, strip.inset(left=_AROUND, right=_AROUND), up=0)
    return VGroup(panel(replace(strip, right=text.end + _AROUND), text.theme), text)


class Card(VGroup):
    """A panel that hangs from the top of a box, with contents one under the other.

    Args:
        box: Where: as wide as the box, as high as the contents, which stand at the left.
        theme: The colours.
        contents: What is on it, from the top; what is too large is made smaller.
        room: Manim units kept free around the contents.

    Attributes:
        panel: The panel behind the contents.
    """

    def __init__(self, box: Box, theme: Theme, *contents: VMobject, room: float = _ROOM) -> None:
        body = fit(in_column(*contents), box.inset(*[room] * 4))
        foot = envelope(body).bottom - room
        self.panel = panel(Box(box.left, foot, box.right, box.top), theme)
        super().__init__(self.panel, *body)
