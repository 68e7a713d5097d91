"""A sentence of the page that can be changed."""

from __future__ import annotations

from collections.abc import Callable

from nicegui.element import Element

from studio import sentences
from studio.resident.messages import Said


class Sentence(Element, component="sentence.js"):
    """Shows what is said in a beat, with chips for its numbers.

    Args:
        on_said: Gets the template in English, and other words for it.
    """

    def __init__(self, said: Said, on_said: Callable[[str, str], None]) -> None:
        super().__init__()
        self._said = said
        self.on(
            "said", lambda e: on_said(self._said.template, sentences.joined(e.args)), throttle=0.1
        )
        self.show(said)

    def show(self, said: Said) -> None:
        """Show what is said by now."""
        self._said = said
        parts = [
            {"text": part.text, "field": part.field}
            for part in sentences.parts(said.words, said.text)
        ]
        if self.props.get("parts") != parts:
            self.props["parts"] = parts
        self.props["name"] = f"Sentence of beat {said.index + 1}"
