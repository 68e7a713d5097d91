"""Plain elements of HTML, with their text and attributes."""

from __future__ import annotations

from typing import Any

from nicegui.elements.mixins.text_element import TextElement


class Tag(TextElement):
    """An element.

    Args:
        tag: What it is: "button", "h2".
        text: What it says.
        classes: Its classes.
        attributes: Its attributes; an underline stands for a hyphen.
    """

    def __init__(self, tag: str, text: str = "", classes: str = "", **attributes: Any) -> None:
        super().__init__(tag=tag, text=text)
        if classes:
            self.classes(classes)
        self.set(**attributes)

    def set(self, **attributes: Any) -> None:
        """Change attributes; what is None is left out."""
        for name, value in attributes.items():
            name = name.strip("_").replace("_", "-")
            if value is None:
                self.props.pop(name, None)
            elif self.props.get(name) != value:
                self.props[name] = value

    def say(self, text: str) -> None:
        """Change its text."""
        if self.text != text:
            self.set_text(text)
