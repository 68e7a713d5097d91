"""A scene's parameters are parsed exactly, or refused in one clear message."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Annotated, Any, ClassVar

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from calculus.errors import LessonError, ParameterError
from scenes.settings import parameters
from scenes.settings.choices import choice, line
from scenes.settings.kinds import whole_number
from scenes.settings.parameters import (
    Colour,
    FunctionParameter,
    GraphParameter,
    Inputs,
    LearningRate,
    Nudges,
    OwnWords,
    Points,
    Steps,
)

LONG_NUMBER = Fraction(10**5000)


class Story:
    """Stands for a scene: annotated attributes are all that matters."""

    limit: ClassVar[int] = 3
    function: FunctionParameter = "f(a) = a**2"
    points: Annotated[Points, "where the nudges happen"] = (2, 5)
    nudges: Nudges = (0.1, 0.01)


class Descent:
    """Another one."""

    learning_rate: LearningRate = 0.1
    steps: Steps = 10


class Chain:
    """And one about a graph."""

    graph: GraphParameter = "J = 3*(a + b*c)"
    inputs: Inputs = {"a": 5, "b": 3, "c": 2}


class Look:
    """And one about what it looks like."""

    theme: Annotated[str, choice("dark", "light", means="the colours")] = "dark"
    ink: Colour = "#1E2A38"
    places: Annotated[int | str, whole_number(1, 12, "decimals shown", "3")] = 3
    author: Annotated[str, line("who made it", "Ada")] = "Ada"


class Says:
    """And one that says something."""

    wording: OwnWords = {"A “slope”.": 'It\'s "steep", {é}: \\'}


def value_of(name: str, value: object, scene: type = Story) -> Any:
    return getattr(parameters.resolve(scene, {name: value}), name)


@pytest.mark.parametrize(
    ("written", "exact"),
    [
        (0.1, [Fraction(1, 10)]),
        ("0.1", [Fraction(1, 10)]),
        ("1/3", [Fraction(1, 3)]),
        (Fraction(1, 3), [Fraction(1, 3)]),
        ((2, "1/3"), [2, Fraction(1, 3)]),
        ([2, 5], [2, 5]),
        ("1,-1", [1, -1]),
        (" 1 , -1, ", [1, -1]),
        ("(2, 5)", [2, 5]),
        ("[2]", [2]),
        ("(1 + 2)/(2*2)", [Fraction(3, 4)]),
    ],
)
def test_numbers_are_exact_however_they_are_written(written: object, exact: list[Any]) -> None:
    assert [Fraction(int(x.p), int(x.q)) for x in value_of("points", written)] == exact


def test_a_root_stays_a_root() -> None:
    assert value_of("points", "sqrt(2), 2") == (sp.sqrt(2), 2)


def test_overrides_win_over_the_lesson_which_wins_over_the_story() -> None:
    class Lesson(Story):
        points = (7,)
        nudges = 1

    given = parameters.resolve(Lesson, {"nudges": "1/2"})
    assert (given.points, given.nudges) == ((7,), (sp.Rational(1, 2),))
    assert given.function.source == "f(a) = a**2"


def test_a_graph_is_one_formula_or_its_steps() -> None:
    steps = ("u = b*c", "v = a + u", "J = 3*v")
    assert value_of("graph", "; ".join(steps), Chain) == value_of("graph", steps, Chain)
    assert value_of("inputs", "a=5, b = 1/3", Chain) == {"a": 5, "b": sp.Rational(1, 3)}


@pytest.mark.parametrize(
    ("scene", "name", "value", "message"),
    [
        (Story, "points", "", "points: needs at least one number; got ''. Try: points=2,5"),
        (Story, "points", (), "points: needs at least one number; got ''. Try: points=2,5"),
        (Story, "points", "x", "points: is a number, without variables; got 'x'. Try: points="),
        (Story, "points", "2,,5", "points: "),
        (Story, "points", True, "points: is a finite real number; got 'True'. Try: points=2,5"),
        (Story, "points", float("nan"), "points: is a finite real number; got 'nan'."),
        (Story, "points", None, "points: is a finite real number; got 'None'."),
        (Story, "points", "sqrt(-1)", "points: "),
        (Story, "points", "1/0", "points: "),
        (Story, "nudges", "0", "nudges: is not 0; got '0'. Try: nudges=0.1,0.01"),
        (Story, "nudges", (0.1, 0.0), "nudges: is not 0; got '0.0'. Try: nudges=0.1,0.01"),
        (Story, "nudges", "1 - 1", "nudges: is not 0; got '1 - 1'."),
        (Story, "function", 3, "function: is a formula, as text; got '3'. Try: function=f(a)"),
        (Story, "function", "f(a) = b", "function: uses one variable, a; got 'f(a) = b'."),
        (Story, "function", 'f(a) = __import__("os")', "function: "),
        (Story, "function", "f(a) = 9**9**9", "function: "),
        (Descent, "learning_rate", "-1", "learning_rate: is above 0; got '-1'. Try: "),
        (Descent, "learning_rate", "0.1, 0.2", "learning_rate: "),
        (Descent, "steps", "0", "steps: is a whole number from 1 to 200; got '0'. Try: steps=10"),
        (Descent, "steps", 2.5, "steps: is a whole number from 1 to 200; got '2.5'."),
        (Descent, "steps", 10**9, "steps: is a whole number from 1 to 200; got '1000000000'."),
        (Chain, "graph", "", "graph: needs at least one step; got ''."),
        (Chain, "graph", 3, "graph: is a formula, or its steps, as text; got '3'."),
        (Chain, "inputs", "", "inputs: gives each variable a number; got ''. Try: inputs=a=5,b=3"),
        (Chain, "inputs", "a", "inputs: gives each variable a number; got 'a'."),
        (Chain, "inputs", "a=1, a=2", "inputs: gives each variable one number; got 'a=1, a=2'."),
        (Chain, "inputs", "a=x", "inputs: is a number, without variables; got 'x'."),
        (Chain, "inputs", 5, "inputs: gives each variable a number; got '5'."),
        (Story, "points", ",".join("1" * 25), "points: has at most 24 numbers; got '1,1,1"),
        (Story, "points", [1] * 25, "points: has at most 24 numbers; got '1, 1, 1"),
        (Story, "points", "1" * 1_000_000, "points: has at most 200000 characters; got '111"),
        (Story, "points", LONG_NUMBER, "points: has numbers of at most 4000 digits; got 'a nu"),
        (Look, "theme", "Light", "theme: is one of dark, light (did you mean light?); got 'Light'"),
        (Look, "theme", True, "theme: is one of dark, light; got 'True'. Try: theme=light"),
        (Look, "ink", "red", "ink: is a colour, # and 3 or 6 hexadecimal digits; got 'red'. Try: "),
        (Look, "ink", "#12", "ink: is a colour, # and 3 or 6 hexadecimal digits; got '#12'."),
        (Look, "ink", 123, "ink: is a colour, # and 3 or 6 hexadecimal digits; got '123'."),
        (Look, "places", 13, "places: is a whole number from 1 to 12; got '13'. Try: places=3"),
        (Look, "places", True, "places: is a finite real number; got 'True'."),
        (Look, "author", "é" * 101, "author: is a line of text, at most 100 characters; got 'éé"),
        (Look, "author", "Ada\x1b[2J", "author: is a line of text, at most 100 characters; got"),
        (Look, "author", "Ada \u202eevil", "author: is a line of text, at most 100 characters;"),
        (Look, "author", "\ud800", "author: is a line of text, at most 100 characters; got "),
        (Look, "author", ["Ada"], "author: is a line of text, at most 100 characters; got 'Ada'."),
    ],
)
def test_a_bad_value_is_refused_in_one_message(
    scene: type, name: str, value: object, message: str
) -> None:
    with pytest.raises(LessonError) as error:
        parameters.resolve(scene, {name: value})
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_an_unknown_name_is_refused_with_the_nearest_known_one() -> None:
    with pytest.raises(ParameterError, match=r"did you mean points\?.*got 'point'"):
        parameters.resolve(Story, {"point": "1"})


def test_a_misspelt_attribute_of_a_lesson_is_not_passed_over() -> None:
    class Lesson(Story):
        nudge = 0.1

    with pytest.raises(ParameterError, match=r"did you mean nudges\?.*got 'nudge'"):
        parameters.resolve(Lesson)


def test_own_words_add_up_from_parent_to_child_to_what_is_given() -> None:
    class Middle(Says):
        wording = {"b": "1", "c": "1"}

    class Child(Middle):
        wording = '{"c": "2", "d": "2"}'

    own = parameters.resolve(Child, {"wording": {"d": "3", " e ": " 3 "}}).wording  # type: ignore[attr-defined]
    assert own == {**Says.wording, "b": "1", "c": "2", "d": "3", "e": "3"}  # type: ignore[dict-item]
    assert parameters.resolve(Child).wording["d"] == "2"  # type: ignore[attr-defined]


def test_a_parameter_without_any_value_is_asked_for() -> None:
    class Open:
        points: Points

    with pytest.raises(ParameterError, match="points: needs a value"):
        parameters.resolve(Open)


def test_a_choice_a_colour_a_number_within_limits_and_a_line() -> None:
    given = parameters.resolve(
        Look, {"theme": " light ", "ink": "#aBc", "places": "12", "author": " Émilie  du 沙特莱 "}
    )
    told = {"theme": "light", "ink": "#aabbcc", "places": 12, "author": "Émilie du 沙特莱"}
    assert dict(given) == told
    assert [info.description for info in parameters.describe(Look)] == [
        "the colours (one of dark, light)",
        "a colour (#rgb or #rrggbb)",
        "decimals shown (1 to 12)",
        "who made it (at most 100 characters)",
    ]


def test_resolved_parameters_cannot_be_changed() -> None:
    given = parameters.resolve(Story)
    with pytest.raises(ValueError, match="frozen"):
        given.points = ()  # type: ignore[attr-defined]


rationals = st.fractions(max_denominator=10**6).map(lambda f: f"{f.numerator}/{f.denominator}")


@given(st.lists(rationals | st.just("sqrt(2)"), min_size=1, max_size=5))
def test_what_is_dumped_is_read_again_without_loss(numbers: list[str]) -> None:
    given = parameters.resolve(Story, {"points": ", ".join(numbers)})
    again = parameters.resolve(Story, parameters.dump(given))
    assert dict(again) == dict(given)


@pytest.mark.parametrize("scene", [Story, Descent, Chain, Look, Says])
def test_every_kind_of_parameter_survives_dumping(scene: type) -> None:
    given = parameters.resolve(scene)
    assert dict(parameters.resolve(scene, parameters.dump(given))) == dict(given)


def test_a_graph_of_one_formula_is_dumped_as_that_formula() -> None:
    assert parameters.dump(parameters.resolve(Chain))["graph"] == "J = 3*(a + b*c)"
    steps = "p = b*c; q = a + p; J = 3*q"
    assert parameters.dump(parameters.resolve(Chain, {"graph": steps}))["graph"] == steps


def test_decimals_are_dumped_as_decimals() -> None:
    assert parameters.dump(parameters.resolve(Story)) == {
        "function": "f(a) = a**2",
        "points": "2, 5",
        "nudges": "0.1, 0.01",
    }


def test_a_description_tells_default_meaning_and_an_example_that_works() -> None:
    function, points, nudges = parameters.describe(Story)
    assert (points.name, points.default) == ("points", "2, 5")
    assert points.description == "where the nudges happen"
    assert nudges.description == "how far the input is nudged, in turn (not 0)"
    for info in (function, points, nudges):
        parameters.resolve(Story, {info.name: info.example})


def test_parameters_are_resolved_without_manim() -> None:
    program = "import sys, scenes.settings.parameters; sys.exit('manim' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
