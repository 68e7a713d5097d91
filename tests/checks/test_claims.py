"""What sentences claim is worked out anew: a false claim is found, and so is a missing one."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from calculus.quantity import Quantity, quantity
from checks.claims import holds, needed
from scenes.base import LessonScene
from scenes.picture.meaning import Formula
from scenes.picture.meaning_of_maps import Heights
from scenes.telling import claims as said
from scenes.telling import claims_of_examples as examples
from scenes.telling import claims_of_fits as fits
from scenes.telling import claims_of_neurons as neurons
from scenes.telling import claims_of_surfaces as maps
from scenes.telling.claims import Claim
from scenes.telling.computed import Computed
from tests.checks.looking import findings, message
from tests.scenes.telling import tell
from tests.scenes.test_languages import catalogue

SQUARE, CUBE, LINE = Formula("w", "w**2"), Formula("w", "w**3"), Formula("w", "3*w - 1")
WELL, CORNER = Formula("w", "w**4 - 2*w**2"), Formula("w", "abs(w)")
LOGISTIC = Heights(("w", "b"), "(softplus(w - b) + softplus(-2*w - b))/2")
LOGISTIC_BOTH = Heights(
    ("w", "b"), "softplus(w + b) + softplus(-w - b) + softplus(w - b) + softplus(b - w)"
)
LABELLED = Heights(("p", "y"), "-y*ln(p) - (1 - y)*ln(1 - p)")
BOWL = Heights(("x", "y"), "x**2 + 2*y**2")
TROUGH, SADDLE = Heights(("x", "y"), "x**2/10 + 2*y**2"), Heights(("x", "y"), "x*y")
SIGMA, BUMP = Formula("z", "sigma(z)"), Formula("z", "sigma(z)*(1 - sigma(z))")
CHAIN = (("u", "b*c"), ("v", "a + u"), ("J", "3*v"))

COMPUTED = [
    ("0.3", "", "0.1*a", "", ""),
    ("9", "value", "J(w) = w**2", "a", ""),
    ("6", "slope", "J(w) = w**2", "a", ""),
    ("0.006001", "rise", "J(w) = w**2", "a", "h"),
    ("6.001", "ratio", "J(w) = w**2", "a", "h"),
    ("2.994", "step", "J(w) = w**2", "a", "h"),
    ("9", "gradient", "J = 3*(a + b*c)", "a=5, b=a, c=2", "c"),
    ("5", "edges", "J = 3*(a + b*c)", "", ""),
    ("8", "walks", "J = 3*(a + b*c)", "", ""),
    ("10", "walks", "J = -a*b - c/d", "", ""),
]


def q(text: str) -> Quantity:
    return quantity(text)


def qs(*texts: str) -> tuple[Quantity, ...]:
    return tuple(map(quantity, texts))


def at(x: str, y: str) -> tuple[Quantity, Quantity]:
    return q(x), q(y)


TRUE: list[Claim] = [
    examples.Mistakes(qs("sigma(-1)", "sigma(1)", "1/2"), qs("0", "0", "1"), q("1/2"), 1, 0),
    examples.Mistakes(qs("0.3", "sigma(1)"), qs("1", "1"), q("sigma(1)"), 0, 1),
    maps.Steepest(BOWL, at("-5", "-2"), q("2*sqrt(41)")),
    maps.Turns(BOWL, at("-5", "-2"), at("1", "2")),
    maps.Level(SADDLE, at("0", "0"), "saddle"),
    maps.Level(BOWL, at("0", "0"), "bottom"),
    maps.Separate(BOWL),
    maps.Stretched(TROUGH),
    maps.Settles(TROUGH, q("0.6"), q("0.5"), settles=True),
    maps.Settles(TROUGH, q("0.6"), q("0"), settles=False),
    fits.Lowest(BOWL, at("0", "0")),
    fits.Parted(qs("1", "2"), qs("0", "1"), "parted"),
    fits.Parted(qs("1", "2", "2"), qs("0", "1", "0"), "touching"),
    fits.Parted(qs("1", "2"), qs("1", "1"), "same"),
    fits.Goes(BOWL, at("-5", "-2"), q("0.1"), 20, "falls"),
    fits.Goes(BOWL, at("0", "1"), q("0.5"), 5, "never rises"),
    fits.Goes(BOWL, at("1", "1"), q("0.6"), 9, "rises"),
    fits.Certain(qs("-2", "-1", "0", "1", "2"), q("4"), is_line=False),
    fits.Certain(qs("-2", "-1", "0", "1", "2"), q("1"), is_line=True),
    fits.Pushed(BOWL, at("0", "0"), q("1"), q("-3")),
    neurons.Between(SIGMA, 0, 1),
    neurons.Between(Formula("z", "relu(z)"), 0, None),
    examples.Average(qs("1", "2", "6"), q("3")),
    examples.Average(qs("sigma(1) - 1", "sigma(-1)"), q("0")),
    examples.Partial(LOGISTIC, qs("0", "0"), "w", q("-1/4")),
    fits.Lowest(LOGISTIC_BOTH, qs("0", "0")),
    examples.Punishes(Formula("p", "-ln(p)"), 1),
    examples.Punishes(Formula("p", "-ln(1 - p)"), 0),
    examples.BothCases(LABELLED, Formula("p", "-ln(p)"), Formula("p", "-ln(1 - p)")),
    neurons.Highest(BUMP, 0),
    neurons.FarOut(SIGMA, 0, 1),
    said.Descending(qs("-4", "3", "1/2")),
    said.NeverDescending(qs("1", "-1", "2")),
    said.Equal(qs("sqrt(8)", "2*sqrt(2)")),
    said.Different(qs("1", "1", "2")),
    said.Opposite(qs("-4", "3")),
    said.Opposite(qs("-4", "4"), equal=True),
    said.Sign(q("-0.001"), -1),
    said.Sign(q("sin(1)**2 + cos(1)**2 - 1"), 0),
    said.Size(q("-0.8"), "<", q("1")),
    said.Size(q("-1"), "=", q("1")),
    said.Times(q("0.006001"), q("6"), q("0.001"), exactly=False),
    said.Times(q("0.0005"), q("0.5"), q("0.001"), exactly=True),
    said.FarLess(q("0.000001"), q("0.001")),
    said.Approach(qs("0.1", "0.01", "0.001"), qs("4.1", "4.01", "4.001"), q("4"), closer=True),
    said.Approach(qs("0.3", "0.1", "0.01"), qs("0.03", "0.01", "0.0271"), q("0.03"), closer=False),
    said.Limit(SQUARE, q("3"), q("6")),
    said.QuotientLaw(LINE, q("2"), q("3"), 0),
    said.QuotientLaw(SQUARE, q("2"), q("4"), 1),
    said.Straight(LINE, straight=True),
    said.Straight(CORNER, straight=False),
    said.Derivative(CUBE, Formula("w", "3*w**2")),
    said.Area(SQUARE, q("0"), q("1"), q("1/3")),
    said.Area(Formula("w", "sqrt(1 - w**2)"), q("-1"), q("1"), q("pi/2")),
    said.Area(CORNER, q("-1"), q("2"), q("2.4"), within=q("0.11")),
    said.LooksStraight(SQUARE, 2, 2.001, 0.005, straight=True),
    said.LooksStraight(SQUARE, 0, 2, 4, straight=False),
    said.Hidden(SQUARE, q("2"), q("0.001"), (2.0, 0.5), hidden=True),
    said.Hidden(SQUARE, q("2"), q("1"), (2.0, 0.5), hidden=False),
    said.Magnified(4.4, 0.0044, q("1000")),
    said.Stationary(SQUARE, q("0"), "minimum"),
    said.Stationary(WELL, q("0"), "maximum"),
    said.Stationary(CUBE, q("0"), "level"),
    said.Valley(SQUARE, q("0")),
    said.Multiplies(SQUARE, q("0.1"), q("0"), q("0.8")),
    said.Constant(LINE),
    said.Arrives(SQUARE, q("3"), q("0.1"), q("0"), q("0.01"), 26),
    said.Steps(qs("-1", "-0.5", "-0.2"), "one way", "shrinking"),
    said.Steps(qs("-1", "2", "-3", "5"), "back and forth", "growing"),
    said.Steps(qs("-3", "1", "0.1"), "turning", ""),
    said.Returns(qs("3", "-3", "3")),
    said.NoSlope(CORNER, q("0")),
    said.NoSlope(Formula("w", "ln(w)"), q("-1")),
    said.Walks(CHAIN, 8, 5, 2),
    said.Uses((("u", "a*b"), ("J", "u + a")), "a", 2),
    said.SingleOperations(CHAIN),
    said.Product(qs("3", "1", "2"), q("6")),
    said.Sum(qs("3", "-1"), q("2")),
    *(Computed(q(number), *words, (("a", "3"), ("h", "0.001"))) for number, *words in COMPUTED),
]
FALSE: list[Claim] = [
    examples.Mistakes(qs("sigma(-1)", "sigma(1)", "1/2"), qs("0", "0", "1"), q("1/2"), 1, 1),
    examples.Mistakes(qs("0.3", "0.7"), qs("1", "1"), q("1/2"), 1, 0),
    fits.Lowest(BOWL, at("0", "0.001")),
    fits.Lowest(SADDLE, at("0", "0")),
    fits.Parted(qs("1", "2"), qs("0", "1"), "touching"),
    fits.Parted(qs("1", "2", "3"), qs("0", "1", "0"), "parted"),
    fits.Goes(BOWL, at("0", "1"), q("0.5"), 5, "falls"),
    fits.Goes(BOWL, at("1", "1"), q("0.6"), 9, "never rises"),
    fits.Goes(BOWL, at("-5", "-2"), q("0.1"), 20, "rises"),
    fits.Certain(qs("-2", "-1", "0", "1", "2"), q("4"), is_line=True),
    fits.Pushed(BOWL, at("0", "0"), q("1"), q("-1")),
    fits.Pushed(BOWL, at("0", "0"), q("0.1"), q("0.6")),
    neurons.Between(SIGMA, 0, None),
    neurons.Between(SIGMA, -1, 1),
    neurons.Between(Formula("z", "tanh(z)"), 0, 1),
    examples.Average(qs("1", "2", "6"), q("2")),
    examples.Partial(LOGISTIC, qs("0", "0"), "b", q("-1/4")),
    examples.Partial(LOGISTIC, qs("0", "0"), "w", q("-0.249999")),
    fits.Lowest(LOGISTIC, qs("0", "0")),
    examples.Punishes(Formula("p", "-ln(p)"), 0),
    examples.Punishes(Formula("p", "1 - p"), 1),
    examples.BothCases(LABELLED, Formula("p", "-ln(1 - p)"), Formula("p", "-ln(p)")),
    neurons.Highest(BUMP, 1),
    neurons.Highest(SIGMA, 0),
    neurons.FarOut(SIGMA, 0, 0),
    said.Descending(qs("-4", "4")),
    said.NeverDescending(qs("2", "1")),
    said.Equal(qs("1", "1.0000001")),
    said.Different(qs("sqrt(8)", "2*sqrt(2)")),
    said.Opposite(qs("4", "3")),
    said.Opposite(qs("-4", "3"), equal=True),
    said.Sign(q("0.001"), 0),
    said.Size(q("-1"), "<", q("1")),
    said.Times(q("0.006001"), q("6"), q("0.001"), exactly=True),
    said.Times(q("0.0005"), q("0.5"), q("0.001"), exactly=False),
    said.Times(q("0.01"), q("6"), q("0.001"), exactly=False),
    said.FarLess(q("0.1"), q("1")),
    said.Approach(qs("0.3", "0.1", "0.01"), qs("0.03", "0.01", "0.0271"), q("0.03"), closer=True),
    said.Approach(qs("0.1", "-0.1"), qs("4.1", "3.9"), q("4"), closer=True),
    said.Limit(SQUARE, q("3"), q("6.001")),
    said.Limit(CORNER, q("0"), q("1")),
    said.QuotientLaw(CUBE, q("2"), q("12"), 0),
    said.Straight(SQUARE, straight=True),
    said.Straight(LINE, straight=False),
    said.Area(SQUARE, q("0"), q("1"), q("0.3333")),
    said.Area(CORNER, q("-1"), q("2"), q("2.4"), within=q("0.09")),
    said.Derivative(CUBE, Formula("w", "2*w**2")),
    said.LooksStraight(SQUARE, 0, 2, 4, straight=True),
    said.LooksStraight(LINE, 0, 2, 4, straight=False),
    said.Hidden(SQUARE, q("2"), q("1"), (2.0, 0.5), hidden=True),
    said.Hidden(SQUARE, q("2"), q("0.07"), (2.0, 0.1), hidden=False),
    said.Magnified(4.4, 4.4, q("1")),
    said.Stationary(WELL, q("0"), "minimum"),
    said.Stationary(CUBE, q("0"), "minimum"),
    said.Stationary(CUBE, q("0"), "maximum"),
    said.Stationary(SQUARE, q("1"), "level"),
    said.Valley(WELL, q("1")),
    said.Multiplies(CUBE, q("0.1"), q("0"), q("0.8")),
    said.Constant(SQUARE),
    said.Arrives(SQUARE, q("3"), q("0.1"), q("0"), q("0.01"), 27),
    said.Steps(qs("-1", "-0.5", "-0.2"), "back and forth", ""),
    said.Steps(qs("-1", "-0.5", "-0.6"), "", "shrinking"),
    said.Steps(qs("-1", "-0.5", "-0.6"), "turning", ""),
    said.Returns(qs("3", "2.4", "1.92")),
    said.NoSlope(SQUARE, q("0")),
    said.Walks(CHAIN, 8, 5, 3),
    said.Uses((("u", "a*b"), ("J", "u + a")), "b", 2),
    said.SingleOperations((("z", "w*x + b"),)),
    said.Product(qs("3", "1", "2"), q("5")),
    said.Sum(qs("3", "-1"), q("3")),
    maps.Steepest(BOWL, at("-5", "-2"), q("12.8")),
    maps.Turns(BOWL, at("-5", "-2"), at("-10", "-4")),
    maps.Level(SADDLE, at("0", "0"), "top"),
    maps.Level(BOWL, at("1", "0"), "level"),
    maps.Separate(SADDLE),
    maps.Stretched(BOWL),
    maps.Stretched(SADDLE),
    maps.Settles(TROUGH, q("0.6"), q("0"), settles=True),
    *(Computed(q("7"), *words, (("a", "3"), ("h", "0.001"))) for _, *words in COMPUTED),
]


def name(claim: Claim) -> str:
    return type(claim).__name__


@pytest.mark.parametrize("claim", TRUE, ids=name)
def test_a_true_claim_holds(claim: Claim) -> None:
    assert holds(claim)


@pytest.mark.parametrize("claim", FALSE, ids=name)
def test_a_false_claim_does_not_hold(claim: Claim) -> None:
    assert not holds(claim)


def test_every_kind_of_claim_has_a_check_that_knows_true_from_false() -> None:
    kinds = {kind.__name__ for kind in Claim.__subclasses__()}
    assert {*map(name, TRUE)} == {*map(name, FALSE)} == kinds


class Says(LessonScene):
    """Says one sentence with one claim."""

    _sentence = "The first one is steeper."
    _claims: tuple[Claim, ...] = ()

    def construct(self) -> None:
        with self.beat(self._sentence, claims=self._claims):
            pass


def saying(sentence: str, *claims: Claim) -> type[LessonScene]:
    return type("Said", (Says,), {"_sentence": sentence, "_claims": claims})


LEVEL = "Along the tangent, all is level."
SAID = [
    *(("claims.true", saying("The first one is steeper.", claim)) for claim in FALSE[:3]),
    ("claims.true", saying("It rises.", said.Sign(replace(q("1"), expression="ln(0)"), 1))),
    ("claims.missing", saying(LEVEL)),
    (None, saying(LEVEL, said.Sign(q("0"), 0))),
]


@pytest.mark.parametrize(("rule", "scene"), SAID)
def test_what_is_said_falsely_or_without_its_claim_is_found(
    rule: str | None, scene: type[LessonScene]
) -> None:
    assert findings(scene) == ([(rule, 0)] if rule else [])


def test_a_message_repeats_the_sentence() -> None:
    assert "“The first one is steeper.” is not so" in message(SAID[0][1], "claims.true")


def test_claims_are_on_record() -> None:
    claim = said.Limit(SQUARE, q("1/3"), q("2/3"))
    [beat] = tell(saying("It tends to it.", claim)).beats_record("a lesson").beats
    assert list(beat.claims) == [
        {
            "claim": "Limit",
            "of": {"variable": "w", "body": "w**2"},
            "at": {"expression": "1/3", "where": {}},
            "limit": {"expression": "2/3", "where": {}},
        }
    ]


PLAIN = tomllib.loads((Path(__file__).parent / "plain.toml").read_text(encoding="utf-8"))
SENTENCES = set(catalogue("fr")["sentences"])  # test_languages.py shows that it holds all of them


def test_every_sentence_of_the_stories_claims_something_or_is_known_to_claim_nothing() -> None:
    """What a sentence claims is decided when it is written, not when somebody finds it false."""
    plain = {sentence for table in PLAIN.values() for sentence in table["sentences"]}
    assert SENTENCES - plain - set(needed()) == set()
    assert plain & set(needed()) == set()
    assert (plain | set(needed())) - SENTENCES == set()


def test_a_claim_names_kinds_that_exist() -> None:
    kinds = {kind.__name__ for kind in Claim.__subclasses__()}
    used = {one for some in needed().values() for each in some for one in each.split(" | ")}
    assert used <= kinds
