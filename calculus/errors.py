"""Mistakes in a lesson, told to its author in one message each.

The tree::

    LessonError               a mistake in a lesson
    ├── ExpressionError       text outside the grammar, or over one of its limits
    ├── DomainError           a value that is not defined, or not real, at a point
    │   └── LimitError        one that is there, but too large to be worked out
    ├── DerivativeError       no derivative at a point
    ├── GraphError            steps that form no computation graph
    ├── ParameterError        a lesson's parameter with a value that cannot be used
    ├── LessonFileError       a lesson file, scene or option that cannot be used
    └── VoiceError            a voice that cannot speak
"""

from __future__ import annotations

from typing import Self

LONGEST_QUOTE = 60
"""Characters of the author's own text that a message repeats."""


class LessonError(Exception):
    """A mistake in a lesson: which thing, the rule it breaks, what came, what would work.

    Attributes:
        thing: what is wrong, in the author's words: a parameter, a step, a formula.
        rule: what it has to be.
        got: what came instead, as the author wrote it.
        remedy: something that would work.

    >>> print(LessonError("function", "uses one variable, a", "f(a) = b", "f(a) = a**2"))
    function: uses one variable, a; got 'f(a) = b'. Try: f(a) = a**2
    """

    def __init__(self, thing: str, rule: str, got: str, remedy: str) -> None:
        """Keep the four parts and make one message of them."""
        super().__init__(thing, rule, got, remedy)
        self.thing = thing
        self.rule = rule
        self.got = got
        self.remedy = remedy

    def but(self, *, thing: str | None = None, remedy: str | None = None) -> Self:
        """The same mistake, told of another thing or with another remedy.

        >>> print(LessonError("w", "is not 0", "0", "1").but(thing="row 2: w"))
        row 2: w: is not 0; got '0'. Try: 1
        """
        return type(self)(thing or self.thing, self.rule, self.got, remedy or self.remedy)

    def __str__(self) -> str:
        """The message, on one line."""
        return f"{self.thing}: {self.rule}; got '{_quoted(self.got)}'. Try: {self.remedy}"


class ExpressionError(LessonError):
    """Text that the grammar does not know, or that is over one of its limits."""


class DomainError(LessonError):
    """A value that is not defined, or not real, at a point."""


class LimitError(DomainError):
    """A value that is there, but larger, or longer, than what can be worked out."""


class DerivativeError(LessonError):
    """A derivative asked for where there is none."""


class GraphError(LessonError):
    """Steps that form no computation graph."""


class ParameterError(LessonError):
    """A parameter of a lesson with a value that cannot be used."""


class LessonFileError(LessonError):
    """A lesson file, a scene or an option that cannot be used."""


class VoiceError(LessonError):
    """A voice that cannot speak."""


class LessonWarning(UserWarning):
    """Something an author should know, though the lesson can be told."""


def _quoted(text: object) -> str:
    """The author's text on one line, shortened, without characters that do not print.

    A story's author may well give a number.
    """
    start = str(text)[: LONGEST_QUOTE + 1]  # the text itself may be of any length
    printable = "".join(c if c.isprintable() else "�" for c in start)
    if len(printable) <= LONGEST_QUOTE:
        return printable
    return printable[: LONGEST_QUOTE - 1] + "…"
