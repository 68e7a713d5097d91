"""A kind of value that a parameter can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from calculus.errors import LONGEST_QUOTE, LessonError, ParameterError

MOST_TEXT = 200_000
"""Characters of a text that is looked at: as many as a list of the longest numbers has."""


class RefusedError(Exception):
    """A value that breaks a rule.

    Attributes:
        rule: The rule.
        got: The value, or the part of it that breaks the rule, as it was written.
    """

    def __init__(self, rule: str, got: object) -> None:
        super().__init__(rule, got)
        self.rule = rule
        self.got = _written(got)


@dataclass(frozen=True)
class Kind:
    """What a parameter accepts. In an annotation it tells pydantic how to parse.

    Attributes:
        name: What the value is, in a word or two.
        means: What such a parameter is for; a story may say it more precisely.
        example: Text that works.
        schema: What may stand for it in a file, as JSON Schema. It refuses what can be told
            without computing, and never what `parse` accepts.
        parse: Parses what an author wrote, or raises `RefusedError` or a `LessonError`.
        text: Writes a parsed value as text that `parse` reads again; exact.
        limits: What it has to be beyond its name, in a few words, or nothing.
    """

    name: str
    means: str
    example: str
    schema: Mapping[str, Any]
    parse: Callable[[Any], Any]
    text: Callable[[Any], str]
    limits: str = ""

    def __get_pydantic_core_schema__(
        self, _: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Parse with `parse`, dump with `text`."""
        return core_schema.with_info_plain_validator_function(
            self._validate,
            serialization=core_schema.plain_serializer_function_ser_schema(self.text),
        )

    def _validate(self, value: object, info: core_schema.ValidationInfo) -> Any:
        parameter = str(info.field_name)
        try:
            if isinstance(value, str) and len(value) > MOST_TEXT:
                raise RefusedError(f"has at most {MOST_TEXT} characters", value)
            return self.parse(value)
        except RefusedError as refused:
            remedy = f"{parameter}={self.example}"
            raise ParameterError(parameter, refused.rule, refused.got, remedy) from None
        except LessonError as error:
            raise type(error)(parameter, error.rule, error.got, error.remedy) from None


def _written(value: object) -> str:
    """Return a value as its author may have written it, as far as a message has room for it."""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(_written, value[:LONGEST_QUOTE]))
    try:
        return str(value)
    except ValueError:  # more digits than Python writes out
        return "a number of thousands of digits"
