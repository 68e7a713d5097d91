"""What an author of a scene gets wrong: one message each, with the line and what would work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from calculus.errors import LessonError
from calculus.quantity import quantity
from scenes.base import LessonScene
from tests.checks.looking import findings, look
from tests.running import run

HEAD = """
from fractions import Fraction
from manim import DOWN, Line, Text
from calculus.quantity import quantity
from scenes.kit import *
import sympy as sp


class Own(LessonScene):
"""
TELL = "    def construct(self):\n        with self.beat({}):\n            self.hold(1)\n"


def own(source: str) -> type[LessonScene]:
    names: dict[str, object] = {"__name__": "own"}
    exec(compile(HEAD + source, "own", "exec", dont_inherit=True), names)
    scene = names["Own"]
    assert isinstance(scene, type)
    return scene


BEATS = [
    ('"{n} points."', "“{n} points.”: is given what {n} holds; got 'nothing'. Try: n=…"),
    ('"{points} here.", point=2', "(did you mean point?); got 'point=…'. Try: points=…"),
    ('"{} points.", n=2', "has a name for each field; got '{}'"),
    ('"{n!r} points.", n=2', "got '{n!r}'"),
    ('"{n:equal} points.", n=2', "(did you mean equals?); got '{n:equal}'. Try: {n:equals}"),
    ('"{n:equals points.", n=2', "has braces in pairs"),
    ('"Here are 2 points."', "has its numbers in fields, not as digits"),
    ('"{n} points.", n="two"', "{n} holds a str; got 'two'. Try: n=terms.name(\"two\")"),
    ('"{n} points.", n=0.5', "holds a float; got '0.5'. Try: n=quantity(\"0.5\")"),
    (
        '"{n} points.", n="1/2"',
        "{n} holds a str; got '1/2'. Try: n=quantity(\"1/2\") from scenes.kit",
    ),
    ('"{n} points.", n=Fraction(1, 2)', "holds a Fraction; got '1/2'. Try: n=quantity(\"1/2\")"),
    ('"{n} points.", n=float("inf")', "holds a float; got 'inf'. Try: n=self.digits.shown(…)"),
    ('"{n} points.", n=True', "{n} holds a bool"),
    ('"Look.", kind="ask"', "got 'ask'. Try: setup, question, action, result, conclusion"),
    ('"Look.", poster="best"', "is a whole number"),
    ('"Look.", claims=[claims.Sign(sp.Integer(9), 1)]', "Sign: number: is a Quantity; got '9 ("),
    ('"Look.", claims=[claims.Equal((quantity(9), 9))]', "Equal: numbers: is made of Quantity"),
    ('"Look.", claims=[3]', "are claims of scenes.kit.claims; got '3'"),
    ('Sentence("{n} points.", {"n": 2}), n=3', "has its fields and its claims in the Sentence"),
]


@pytest.mark.parametrize(("arguments", "said"), BEATS)
def test_a_beat_says_what_it_takes(arguments: str, said: str) -> None:
    with pytest.raises(LessonError) as refused:
        look(own(TELL.format(arguments)))
    assert said in str(refused.value)


FORGOTTEN = "        self.beat('Look.')\n"
INSIDE = "        with self.beat('Look.'), self.beat('There.'):\n            pass\n"


@pytest.mark.parametrize("first", ["", "        with self.beat('There.'):\n            pass\n"])
def test_a_beat_has_a_block_of_its_own(first: str) -> None:
    for told in (first + FORGOTTEN, FORGOTTEN + first):
        with pytest.raises(LessonError, match="beats: are told in a with block"):
            look(own("    def construct(self):\n" + told))
    with pytest.raises(LessonError, match="a beat: ends before the next one begins"):
        look(own("    def construct(self):\n" + first + INSIDE))


def test_one_claim_needs_no_list() -> None:
    for sign, is_false in ((1, False), (-1, True)):
        told = TELL.format(f'"It is above zero.", claims=claims.Sign(quantity(9), {sign})')
        assert ("claims.true" in {rule for rule, _ in findings(own(told))}) == is_false


PARAMETERS = [
    ("start = 0", "to declare it, start: Number = 0 (or FunctionParameter, "),
    ("start: float = 0", "got 'start: float'. Try: start: Number = 0 (or FunctionParameter"),
    (
        "function: str = 'f(x) = x**2'",
        "got 'function: str'. Try: function: FunctionParameter = 'f(x) = x**2' (or Graph",
    ),
    ("start: Number = 0\n    strat = 1", "(did you mean start?)"),
    ("facts: Number = 0", "parameter facts: is a name that every scene has for something else"),
    ("duration: Number = 0", "parameter duration: is a name"),
    ("beats: Number = 0", "parameter beats: is a name"),
    ("title: Number = 0", "parameter title: is a name"),
]


@pytest.mark.parametrize(("declared", "said"), PARAMETERS)
def test_a_parameter_is_declared_as_one(declared: str, said: str) -> None:
    with pytest.raises(LessonError) as refused:
        look(own(f"    {declared}\n" + TELL.format('"Look."')))
    assert said in str(refused.value)


def test_a_number_that_a_story_refuses_is_told() -> None:
    refused = LessonError("end", "lies beyond the start", quantity(2).value, "3")  # type: ignore[arg-type]
    assert str(refused) == "end: lies beyond the start; got '2'. Try: 3"


def test_typst_that_is_wrong_is_shown() -> None:
    drawn = '    def construct(self):\n        self.formula("1/(x - foo".replace("1", "a"))\n'
    with pytest.raises(LessonError) as refused:
        look(own(drawn))
    assert "Typst mathematics" in str(refused.value)
    assert "got 'a/(x - foo'" in str(refused.value)


def test_a_meaning_that_nothing_measures_is_told(write_lesson: Callable[..., Path]) -> None:
    source = """
from scenes.kit import meaning

class Mine(meaning.Meaning):
    name = "a line of mine"

class Own(LessonScene):
    def construct(self):
        ring = Circle()
        meaning.claim(ring, Mine())
        with self.beat("Here is a circle."):
            self.play(Create(ring))
"""
    path = write_lesson(source)
    checked = run("tiny.py:Own", "--check", folder=path.parent)
    told = "tiny.py:Own: warning: nothing measures a line of mine, which claims Mine"
    assert told in checked.stderr


def test_a_mistake_that_shows_while_it_is_told_has_one_message_and_code_2(
    write_lesson: Callable[..., Path],
) -> None:
    source = (
        "from scenes.nudge import NudgeScene\n\n"
        "class Own(LessonScene):\n"
        "    def construct(self):\n"
        '        with self.beat("Look."):\n            self.wait(1)\n'
        '        with self.beat("{n} points."):\n            self.wait(1)\n\n'
        "class Worded(NudgeScene):\n"
        '    """Own words."""\n'
    )
    path = write_lesson(source)
    lines = path.read_text(encoding="utf-8").splitlines()
    line = lines.index('        with self.beat("{n} points."):')
    done = run("tiny.py:Own", "-q", "draft", folder=path.parent)
    assert done.returncode == 2
    assert done.stderr == (
        f"render.py: tiny.py:{line + 1}: tiny:Own, beat 2: “{{n}} points.”: is given what {{n}} "
        "holds; got 'nothing'. Try: n=…\n"
    )
    words = 'wording={"Magnified {zoom} times, it is easier to measure.": "Closer."}'
    worded = run("tiny.py:Worded", "--check", "--set", words, folder=path.parent)
    assert worded.returncode == 2
    (told,) = worded.stderr.splitlines()
    assert ": wording: keeps the number {zoom}, about which the sentence claims" in told
    assert "log" not in told
