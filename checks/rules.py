"""The rules that every scene is checked for; each is declared beside the check that upholds it."""

from __future__ import annotations

from dataclasses import dataclass

from calculus.errors import LessonFileError
from calculus.names import unknown


@dataclass(frozen=True)
class Rule:
    """Something that goes for every scene.

    Attributes:
        name: Its group and its own name, such as "layout.small".
        says: What it asks for, in a sentence.
        untrue: Whether something false is shown or said where it is broken, rather than something
            hard to read.
        remedy: What the author of a lesson can change where a story of this project draws what
            breaks it; empty if that makes no difference.
    """

    name: str
    says: str
    untrue: bool
    remedy: str


Found = tuple[Rule, str]  # a rule that is broken, and what is wrong

RULES: dict[str, Rule] = {}
"""Every rule by its name; all are there once `checks.inspector` is imported, which looks."""


def rule(name: str, says: str, *, untrue: bool = False, remedy: str = "") -> Rule:
    """Declare a rule; see `Rule`.

    Raises:
        ValueError: There is one of that name.
    """
    if name in RULES:
        raise ValueError(f"there is a rule {name} already: {RULES[name].says}")
    RULES[name] = Rule(name, says, untrue, remedy)
    return RULES[name]


def require(name: str) -> None:
    """Make sure that there is a rule of a name.

    Raises:
        LessonFileError: There is none.
    """
    if name not in RULES:
        raise unknown(LessonFileError, "rule", name, sorted(RULES))
