"""A control of the page."""

from __future__ import annotations

from collections.abc import Callable

from nicegui.element import Element

from studio.controls import Control


class Field(Element, component="field.js"):
    """Shows the value of a parameter, and says when somebody changes it.

    Args:
        control: What it is.
        value: The value.
        on_said: Gets every other value.
    """

    def __init__(self, control: Control, value: str, on_said: Callable[[str], None]) -> None:
        super().__init__()
        self.props.update(
            widget=control.widget,
            options=[*control.options],
            low=control.low,
            high=control.high,
            step=control.step,
            name=control.label,
            field=f"field-{control.name}",
            describedby=f"about-{control.name}",
            value=value,
            invalid=False,
        )
        self.on("said", lambda event: on_said(str(event.args)), throttle=0.03)

    def show(self, value: str, is_wrong: bool) -> None:
        """Show a value."""
        if self.props["value"] != value:
            self.props["value"] = value
        if self.props["invalid"] != is_wrong:
            self.props["invalid"] = is_wrong
