"""The picture of the page, and the way through a scene."""

from __future__ import annotations

from typing import Any

from nicegui.element import Element

from engine.jobs.quality import ASPECTS, QUALITIES
from studio.hub import Hub
from studio.page.overlays import Overlays
from studio.resident.messages import Picture


class Stage(Element, component="stage.js"):
    """Shows the moment that is looked at.

    Args:
        hub: What is open.
        overlays: What lies over the picture.
    """

    def __init__(self, hub: Hub, overlays: Overlays) -> None:
        super().__init__()
        self._hub = hub
        self._overlays = overlays
        self.classes("stage")
        self.props["rate"] = QUALITIES["draft"].frame_rate
        self.on("looked", lambda event: hub.look(float(event.args)))
        self.on("played", lambda event: hub.play(float(event.args)))
        self.on("ordered", lambda event: self._ordered(str(event.args)))
        self.on("dragged", lambda event: self._dragged(event.args), throttle=0.03)
        self.show()

    def show(self) -> None:
        """Show what there is by now."""
        hub, known = self._hub, self._hub.known
        picture = known.picture
        across, up = ASPECTS[hub.changes.aspect]
        beat = known.beats[known.beat_at(hub.time)] if known.beats else None
        found = [] if beat is None else known.findings.get(beat.index, [])
        refused = (
            "This cannot be told; the last picture stays." if picture else "This cannot be told."
        )
        late = refused if known.refused else "Drawing…"
        shown: dict[str, Any] = {
            "src": "" if picture is None else f"/picture/{id(picture)}.png",
            "alt": "" if beat is None else f"Beat {beat.index + 1}: {beat.text}",
            "old": known.is_old,
            "late": late,
            "time": hub.time,
            "duration": known.beats[-1].end if known.beats else 0.0,
            "shape": across / up,
            "caption": "" if beat is None else beat.text,
            "beats": [
                {
                    "start": one.start,
                    "end": one.end,
                    "chapter": one.chapter,
                    "found": bool(known.findings.get(one.index)),
                }
                for one in known.beats
            ],
            "handles": [] if picture is None or known.is_anothers else handles(picture),
            "marks": [] if picture is None or beat is None else marks(picture, found),
            "clips": {
                beat: f"/clip/{known.version}/{beat}.mp4"
                for beat, clip in hub.clips.items()
                if not isinstance(clip, str)
            },
            **self._overlays.shown(),
        }
        for name, value in shown.items():
            if self.props.get(name) != value:
                self.props[name] = value

    def hear(self, beat: int) -> None:
        """Play a beat, and only that."""
        self.run_method("hear", beat)

    def _ordered(self, what: str) -> None:
        orders = {"save": self._hub.save, "undo": self._hub.undo, "redo": self._hub.redo}
        if what in orders:
            orders[what]()

    def _dragged(self, moved: dict[str, Any]) -> None:
        name, index = str(moved["parameter"]), moved["index"]
        self._hub.drag(name, index, float(moved["value"]), float(moved["step"]))


def marks(picture: Picture, findings: list[str]) -> list[list[float]]:
    """Return where the things are that findings speak of."""
    return [[*box] for name, box in picture.named if any(name in line for line in findings)]


def handles(picture: Picture) -> list[dict[str, Any]]:
    """Return what can be dragged in a picture, as the page wants it."""
    return [
        {
            "parameter": one.parameter,
            "index": one.index,
            "across": one.across,
            "down": one.down,
            "value": one.value,
            "perWidth": one.per_width,
        }
        for one in picture.handles
    ]
