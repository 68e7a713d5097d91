"""What may lie over the picture: margins, captions, and how others see its colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studio.page.tags import Tag

# What of red, green and blue arrives at whom, in linear light (Machado, Oliveira and Fernandes
# 2009, "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1).
SIGHTS = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "achromatopsia": ((0.2126, 0.7152, 0.0722),) * 3,
}


def filters() -> str:
    """Return the filters of `SIGHTS` in SVG."""
    found = ""
    for name, rows in SIGHTS.items():
        values = " ".join(f"{red} {green} {blue} 0 0" for red, green, blue in rows)
        found += f'<filter id="{name}"><feColorMatrix type="matrix" values="{values} 0 0 0 1 0"/>'
        found += "</filter>"
    return f'<svg width="0" height="0" aria-hidden="true" class="filters">{found}</svg>'


@dataclass
class Overlays:
    """What somebody wants to see over the picture.

    Attributes:
        safe: Whether the margins are drawn that televisions may cut off.
        rail: Whether the caption stands in the picture.
        zoom: How many times as large it is.
        sight: One of `SIGHTS`, or nothing.
    """

    safe: bool = False
    rail: bool = True
    zoom: int = 1
    sight: str = ""

    def shown(self) -> dict[str, Any]:
        """Return them as the page wants them."""
        return {"safe": self.safe, "rail": self.rail, "zoom": self.zoom, "sight": self.sight}

    def build(self, changed: Callable[[], None]) -> None:
        """Build their switches.

        Args:
            changed: Is called when one of them is another.
        """

        def put(name: str, value: object) -> None:
            setattr(self, name, value)
            changed()

        for name, label in (("safe", "Safe areas"), ("rail", "Captions")):
            with Tag("label", classes="switch"):
                box = Tag("input", type="checkbox", checked=getattr(self, name) or None)
                box.on("change", lambda e, n=name: put(n, bool(e.args)), js_handler=CHECKED)
                Tag("span", label)
        select("Zoom", {"1": "100 %", "2": "200 %", "4": "400 %"}, lambda v: put("zoom", int(v)))
        sights = {"": "all colours"} | {name: name for name in SIGHTS}
        select("Seen with", sights, lambda v: put("sight", v if v in SIGHTS else ""))


CHECKED = "(event) => emit(event.target.checked)"
VALUE = "(event) => emit(event.target.value)"


def select(
    label: str, options: dict[str, str], chosen: Callable[[str], object], now: str = ""
) -> Tag:
    """Build a choice with its label.

    Args:
        label: What is chosen.
        options: What each is called, by its value.
        chosen: Gets the value that somebody chooses.
        now: The value at first; by default the first of all.
    """
    with Tag("label", classes="pick"):
        Tag("span", label)
        with Tag("select") as box:
            for value, text in options.items():
                Tag("option", text, value=value, selected=True if value == now else None)
    box.on("change", lambda e: chosen(str(e.args)), js_handler=VALUE)
    return box
