"""What a check says about a scene."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A rule that a scene breaks, and where.

    Attributes:
        rule: Name of the rule.
        beat: The beat, counted from 0; None for the scene as a whole.
        message: What is wrong, and what to do about it.
        is_untrue: Whether something false is shown or said, rather than something hard to read.
    """

    rule: str
    beat: int | None
    message: str
    is_untrue: bool

    def at(self, file: str, scene: str) -> str:
        """Write the finding on one line, with its place first.

        Example:
            >>> Finding("layout.small", 2, "text “x” is small", False).at("my.py", "Mine")
            'my.py:Mine:3: text “x” is small [layout.small]'
        """
        beat = "" if self.beat is None else f"{self.beat + 1}"
        return f"{file}:{scene}:{beat}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Exempted:
    """An exception that a scene asks for, and how often it was needed.

    Attributes:
        rule: Name of the rule.
        reason: Why, in the author's words.
        count: How many findings it covers.
    """

    rule: str
    reason: str
    count: int
