"""What ``--schema`` prints is valid, and agrees with what a file of parameters may contain."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import render
from calculus.errors import LessonError
from engine.jobs.lessons import find
from engine.planning import catalogue, schema
from engine.planning.catalogue import SceneInfo
from scenes.settings import parameters
from tests.test_parameters import Chain, Descent, Look, Says, Story

STORIES = {"Story": Story, "Descent": Descent, "Chain": Chain, "Look": Look, "Says": Says}


def validator(document: dict[str, Any]) -> Draft202012Validator:
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def of_stories() -> Draft202012Validator:
    infos = [
        SceneInfo(f"tests:{name}", "", parameters.describe(story))
        for name, story in STORIES.items()
    ]
    return validator(schema.schema(infos))


def test_the_defaults_of_every_lesson_satisfy_it() -> None:
    infos = catalogue.describe(find([]))
    check = validator(schema.schema(infos))
    defaults = {
        info.name.partition(":")[2]: {each.name: each.default for each in info.parameters}
        for info in infos
    }
    check.validate(defaults)
    check.validate({"nudge": {"NudgeLine": defaults["NudgeLine"]}})
    check.validate({"NudgeLine": {"variant": {"steep": defaults["NudgeLine"]}}})


@pytest.mark.parametrize(
    "text",
    [
        "[Unknown]\n",
        "points = 1\n",
        "Story = 1\n",
        "[Story]\npoint = 1\n",
        "[Story]\nvariant = 1\n",
        "[Story.variant]\nsteep = 1\n",
        '[Story.variant."../steep"]\n',
        "[Story.variant.steep]\npoint = 1\n",
        "[tests.Unknown]\n",
        "[tests.Story]\npoint = 1\n",
    ],
)
def test_what_a_file_cannot_say_is_refused(text: str) -> None:
    assert not of_stories().is_valid(tomllib.loads(text))


def test_a_lesson_may_have_any_name_that_a_file_has() -> None:
    name = "leçon [3] 100% #1 ~1 - été"
    infos = [SceneInfo(f"{name}:Story", "", parameters.describe(Story))]
    allowed = validator(schema.schema(infos))
    assert allowed.is_valid({name: {"Story": {"variant": {"é": {"points": 3}}}}})
    assert not allowed.is_valid({name: {"Story": {"variant": {"é": {"points": True}}}}})
    for error in allowed.iter_errors({name: {"Story": {"points": True}}}):
        assert error.absolute_path[0] == name
    reference = schema.schema(infos)["properties"]["Story"]["anyOf"][0]["$ref"]
    assert re.fullmatch(r"#/\$defs/[!$&-;=@-Z_a-z~%]+", reference)  # RFC 3986


# What TOML can hold, right and wrong.
VALUES: list[tuple[str, Any]] = [
    *(("function", value) for value in ("f(a) = a**2", " g ( x_1 ) = ln(x_1)", "a**2", "", 1)),
    *(("function", value) for value in (True, ["f(a) = a"], {"f": 1}, "f(a) = a;", "f() = 1")),
    *(("points", value) for value in ([1, 0.5, "1/3"], 2, 0.1, "2, 5", "(2, 5)", "sqrt(2)", [])),
    *(("points", value) for value in (True, [True], [[1]], {"a": 1}, [1] * 25, "", "é", ["1;2"])),
    *(("nudges", value) for value in ([0.1, -0.1], "0.1,", 1, 0, 0.0, [0.1, 0], {})),
    *(("learning_rate", value) for value in (0.1, 1, "1/3", 0, -1, [0.1], False)),
    *(("steps", value) for value in (1, 200, "10", 10.0, 0, 201, 1.5, True, [1])),
    *(("graph", value) for value in ("J = a*b", "u = a*a; J = u + b", ["J = a*b"], [], 1, "")),
    *(("graph", value) for value in ([1], [["J = a"]], {"J": "a"}, "J = a & b", True)),
    *(("inputs", value) for value in ({"a": 1, "b": "1/3"}, "a=1, b=2", {}, "", 5, {"1a": 1})),
    *(("inputs", value) for value in ({"a": True}, {"a": [1]}, [1], {"a b": 1})),
    *(("theme", value) for value in ("dark", "light", "Light", "", 1, True, ["dark"])),
    *(("ink", value) for value in ("#fff", "#1e2A38", "red", "#12345", "fff", 0, ["#fff"])),
    *(("places", value) for value in (1, 12, "3", 0, 13, 2.5, True, "")),
    *(
        ("wording", value)
        for value in ({}, {"a b": "c {d}"}, "", '{"a": "b"}', {"a": ""}, {"": "a"})
    ),
    *(
        ("wording", value)
        for value in ({"a": 1}, {"a": "b\nc"}, {"a": "b" * 301}, [{"a": "b"}], "a")
    ),
    *(("author", value) for value in ("Ada", "", " ", "é" * 100, "é" * 101, "a\nb", 1, ["Ada"])),
]


@pytest.mark.parametrize(("name", "value"), VALUES)
def test_it_accepts_exactly_what_the_parameters_accept(name: str, value: Any) -> None:
    (key,) = [key for key, story in STORIES.items() if name in parameters.names(story)]
    try:
        parameters.resolve(STORIES[key], {name: value})
    except LessonError:
        accepted = False
    else:
        accepted = True
    assert of_stories().is_valid({key: {name: value}}) == accepted


def test_the_command_prints_it_for_what_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert render.main(["nudge:NudgeLine", "descent", "--schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    validator(printed)
    assert set(printed["properties"]) == {
        "nudge", "NudgeLine", "descent", "BallDescent", "LearningRates", "Downhill", "Momentum",
        "StepSizes",
    }  # fmt: skip
