"""A kind of value that a parameter can have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from calculus.errors import LONGEST_QUOTE, LessonError, ParameterError
from scenes.words.language import speaking

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


def _as_it_is(value: Any, _: bool) -> Sequence[Any]:
    return [value]


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
        readings: Returns how a value can be read, given whether decimals have a comma in the
            language: as it is, unless there are commas in it; see `scenes.settings.separators`.
    """

    name: str
    means: str
    example: str
    schema: Mapping[str, Any]
    parse: Callable[[Any], Any]
    text: Callable[[Any], str]
    limits: str = ""
    readings: Callable[[Any, bool], Sequence[Any]] = _as_it_is

    def example_in(self, given: Mapping[str, Any]) -> str:
        """Return the example, such that it can be read in one way in the language of a scene.

        Args:
            given: Parameters of the scene, as far as they are known.
        """
        if len(self.readings(self.example, _has_comma(given))) == 1:
            return self.example
        return self.example.replace(",", "; ")

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
        has_comma = _has_comma(info.data)  # whose file may have a mistake, not the parameter
        try:
            if isinstance(value, str) and len(value) > MOST_TEXT:
                raise RefusedError(f"has at most {MOST_TEXT} characters", value)
            readings = self.readings(value, has_comma)
            parsed = self.parse(readings[0])
        except RefusedError as refused:
            remedy = f"{parameter}={self.example_in(info.data)}"
            raise ParameterError(parameter, refused.rule, refused.got, remedy) from None
        except LessonError as error:
            raise error.but(thing=parameter) from None
        if len(readings) > 1:
            clear = [f"{parameter}={_written(one)}" for one in readings if self._accepts(one)]
            rule = "has commas of one meaning only: between numbers, or before decimals"
            raise ParameterError(parameter, rule, _written(value), " or ".join(clear))
        return parsed

    def _accepts(self, value: object) -> bool:
        try:
            self.parse(value)
        except (RefusedError, LessonError):
            return False
        return True


def _has_comma(given: Mapping[str, Any]) -> bool:
    """Whether decimals have a comma in the language of a scene; one without has points."""
    separator = given.get("decimal_separator", "auto")
    return speaking(given.get("language", "en"), separator).decimal_comma


def _written(value: object) -> str:
    """Return a value as its author may have written it, as far as a message has room for it."""
    if isinstance(value, (tuple, list)):
        return ", ".join(map(_written, value[:LONGEST_QUOTE]))
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_written(one)}" for name, one in value.items())
    try:
        return str(value)
    except ValueError:  # more digits than Python writes out
        return "a number of thousands of digits"
