"""A button of the page that records one's own voice."""

from __future__ import annotations

from collections.abc import Callable

from nicegui.element import Element


class Recorder(Element, component="recorder.js"):
    """Records what is said in a beat.

    Args:
        on_failed: Gets why there is no recording.
    """

    def __init__(self, on_failed: Callable[[str], None]) -> None:
        super().__init__()
        self.on("failed", lambda event: on_failed(str(event.args)))

    def show(self, version: int, beat: int, is_there: bool) -> None:
        """Record a beat.

        Args:
            version: Of which scene.
            beat: Which, counted from 0.
            is_there: Whether there is a recording of it.
        """
        shown = {
            "name": f"Record your voice for beat {beat + 1}",
            "to": f"/recording/{version}/{beat}",
            "again": is_there,
        }
        for name, value in shown.items():
            if self.props.get(name) != value:
                self.props[name] = value
