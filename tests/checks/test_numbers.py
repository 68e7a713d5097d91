"""Wrong numbers are found, on screen, in captions and in speech."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
import sympy as sp

from calculus.function import Function
from calculus.grammar import parse_expression
from calculus.shown import Shown, shown
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.look.text import Text
from scenes.settings.parameters import Parameters
from scenes.telling.claims import Sentence
from scenes.telling.subject import Subject
from scenes.words import terms
from tests.checks.looking import findings, look, message

SQUARE = Function.parse("f(a) = a**2")


@dataclass(frozen=True)
class OfSquares:
    def known(self) -> Subject:
        return Subject.of_functions(SQUARE)


class Tiny(LessonScene[OfSquares]):
    """Shows one formula while one sentence is said."""

    template: str = "{x}"
    sentence: str = "Look at this number now."
    fields: dict[str, Any] = {}

    @classmethod
    def compute(cls, given: Parameters) -> OfSquares:
        return OfSquares()

    def construct(self) -> None:
        line = self.formula(self.template, **self.fields)
        with self.beat(Sentence(self.sentence, self.fields)):
            self.add(line)


def story(template: str, sentence: str = Tiny.sentence, **fields: Any) -> type[LessonScene]:
    return type("Story", (Tiny,), {"template": template, "sentence": sentence, "fields": fields})


def altered(number: Shown, **changes: Any) -> Shown:
    return replace(number, **changes)


TRUE = [
    story("{x} {y:equals}", x=terms.name("x"), y=shown("1/3")),
    story("{a}/{b} {q:equals}", a=shown("0.004001"), b=shown("0.001"), q=shown("4.001")),
    story("{x} = {f} quad f({a}) {y:equals}", x=terms.applied(SQUARE), f=terms.body(SQUARE),
          a=shown(3), y=shown(9)),
    story("{a:relation} {a:plain} dot {b} {p:equals}", a=shown("1/3"), b=shown(2), p=shown("2/3")),
    # Just as far off as the last digit of an operand may be.
    story("{a} - {b:plain} {c:equals}", a=shown(2), b=shown("2*(1 + ln(2))/3"),
          c=shown("2 - 2*(1 + ln(2))/3")),
    story("{a} approx {b} dot {c}", a=shown("6.001"), b=shown(6), c=shown(1)),
    story("abs({a}) < {b}", a=shown("-0.8"), b=shown(1)),
    story("{a:plain} dot {z} = {z}", a=shown("1/3"), z=shown(0)),
    # A 1 that is written in a formula is not the rounded 1 that comes out.
    story("{x} = {c} {y:equals}", x=terms.name("x"), y=shown("1 + 1/10**13"),
          c=terms.calculation(parse_expression("1 + x"), {"x": shown("1/10**13")})),
    story("{c} {y:equals}", c=terms.calculation(parse_expression("m*c**2"), {
        "m": shown(-2), "c": shown("2.5e12")}), y=shown("-1.25e25")),
    story("ln({a:plain}) {y:equals}", a=shown("sigma(3)"), y=shown("ln(sigma(3))", significant=4)),
]  # fmt: skip


@pytest.mark.parametrize("scene", TRUE)
def test_what_is_true_passes(scene: type[LessonScene]) -> None:
    assert look(scene)[0] == ()


HALF, THIRD = shown("1/2"), shown("1/3")
FALSE = [
    ("numbers.rounding", story("{x}", x=altered(HALF, quantity=shown("3/4").quantity))),
    ("numbers.value", story("{x}", x=altered(HALF, quantity=replace(HALF.quantity,
                                                                    value=sp.Rational(3, 4))))),
    ("numbers.rounding", story("{x}", x=altered(THIRD, text="0.333334", typst="0.333334"))),
    ("numbers.rounding", story("{x}", x=altered(THIRD, exact=True))),
    ("numbers.rounding", story("{x}", x=altered(HALF, exact=False))),
    ("numbers.relation", story("{x} = {y:plain}", x=terms.name("x"), y=THIRD)),
    ("numbers.relation", story("{x} approx {y}", x=shown(2), y=shown(2))),
    ("numbers.relation", story("{a:plain} dot {b} = {c}", a=THIRD, b=shown(3), c=shown(1))),
    ("numbers.result", story("{a}/{b} = {q}", a=shown("0.004"), b=shown("0.001"), q=shown(5))),
    ("numbers.result", story("{a} dot {b} approx {q:plain}", a=shown(2), b=THIRD,
                             q=shown("0.6667"))),
    ("numbers.result", story("f({a}) = {v}", a=shown(3), v=shown(6))),
    ("numbers.result", story("(dif)/(dif a) {f} = {g}", f=terms.sign("a^3"),
                             g=terms.sign("2 a"))),
    # 1 - 1 has no logarithm, though 1 - sigma(20) has; nor does 1 - 0.9999 tell 0.0000454.
    ("numbers.result", story("ln({b} - {a:plain}) approx {y:plain}", b=shown(1), y=shown("-20"),
                             a=shown("sigma(20)", significant=4))),
    ("numbers.result", story("{b}/{a:plain} approx {y:plain}", b=shown(1), y=shown("10**9"),
                             a=altered(shown("1/10**9+pi*0", fixed=3), exact=False))),
    ("numbers.result", story("{b} - {a:plain} approx {y:plain}", b=shown(1),
                             a=shown("sigma(9)", fixed=3), y=shown("1 - sigma(9)"))),
    ("numbers.speech", story("{x}", x=altered(HALF, speech="zero point six"))),
    ("numbers.typed", story("{x}", "It is about {n} now.", x=HALF, n=terms.sign("7"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "scene"), FALSE, ids=[rule for rule, _ in FALSE])
def test_what_is_false_is_found(rule: str, scene: type[LessonScene]) -> None:
    assert (rule, 0) in findings(scene)


class Typed(LessonScene):
    """Digits that come from nowhere, in a text made by hand."""

    def construct(self) -> None:
        with self.beat("A number of my own.", kind="action"):
            pass
        with self.beat("And here it is.", kind="action"):
            self.add(Text("the slope is $display(42)$"))


def test_a_typed_digit_is_found_in_its_beat() -> None:
    assert ("numbers.typed", 1) in findings(Typed)
    assert "42, which is no number on record" in message(Typed, "numbers.typed")


def test_a_rounded_number_after_equals_is_found_in_a_sentence() -> None:
    scene = story("{x}", "Now {a} = {x:plain}.", x=THIRD, a=terms.name("a"))
    assert "= 0.333333" in message(scene, "numbers.relation")


def test_a_number_that_rounds_to_even_stands_rightly_at_its_node() -> None:
    """156.25 to one decimal is 156.2."""
    graph = {"graph": "J = (x**3 + b**3)*10*(c - b)", "inputs": "x=0, b=2.5, c=5.12345"}
    assert "geometry.value" not in {rule for rule, _ in findings(ChainRuleScene, **graph, places=1)}


def test_a_power_of_ten_is_no_number_by_itself() -> None:
    scene = story("{ten}", "It is {tiny}.", ten=shown(10), tiny=shown("exp(-267)"))
    assert "numbers.speech" not in {rule for rule, _ in findings(scene)}


def test_operands_that_are_rounded_give_results_within_their_rounding() -> None:
    graph = {"graph": "J = a*b", "inputs": "a=1/3, b=2/3"}
    rules = {rule for rule, _ in findings(ChainRuleScene, **graph)}
    assert not rules & {"numbers.result", "numbers.rounding", "numbers.value"}
