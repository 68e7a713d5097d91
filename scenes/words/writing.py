"""How a scene writes: words in its language, formulas in its colours."""

from __future__ import annotations

from typing import Any

from scenes.look.text import Text, math
from scenes.look.theme import Role
from scenes.words.language import Language
from scenes.words.wording import Wordable, Wording, fill


class Writing:
    """What scenes write with.

    Attributes:
        tongue: The language.
        theme: The colours and sizes.
    """

    tongue: Language
    theme: Any

    def formula(
        self, template: str, size: float | None = None, role: Role = Role.TEXT, **fields: Wordable
    ) -> Text:
        """Return a formula (Typst mathematics) with fields."""
        wording = fill(template, self.tongue, **fields)
        text = Text(math(wording.typst), size or self.theme.body, role, self.theme)
        text.numbers = wording.numbers
        return text

    def label(
        self,
        words: str,
        size: float | None = None,
        role: Role = Role.TEXT,
        **fields: Wordable,
    ) -> Text:
        """Return plain words, with fields; numbers have no place in them."""
        return Text(self.say(words, **fields).markup, size or self.theme.body, role, self.theme)

    def say(self, template: str, **fields: Wordable) -> Wording:
        """Return a sentence or title in the scene's language, with its fields filled in."""
        return fill(self.tongue.sentence(template), self.tongue, **fields)
