"""What stories say of other people's numbers is so: chosen by facts, not by what is usual."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculus.errors import LessonError
from calculus.function import Function
from calculus.nudge import nudge_table
from calculus.quantity import quantity
from calculus.readable import Digits
from scenes.base import LessonScene
from scenes.derivative_table import DerivativeTableScene
from scenes.descent import DescentScene
from scenes.descent.story import trend
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.nudge.sentences import comparison, what_the_nudges_say
from scenes.tangents import TangentScene
from scenes.words.terms import name
from tests.scenes.telling import sentences, tell

SAID: list[tuple[type[LessonScene], dict[str, object], list[str], list[str]]] = [
    # Equally steep, whatever the sign.
    (
        NudgeScene,
        {"points": "-2, 2"},
        ["Equally steep, but one rises and the other falls: slopes −4 and 4."],
        ["steeper:"],
    ),
    (
        NudgeScene,
        {"function": "f(a) = abs(a)", "points": "2, -2"},
        ["Equally steep", "Each of these nudges gives exactly the same: 1."],
        ["closer"],
    ),
    (
        NudgeScene,
        {"function": "f(a) = a**3", "points": "1, -1"},
        ["they look alike: the slope is 3 at each of these points."],
        ["steeper"],
    ),
    (
        NudgeScene,
        {"function": "f(a) = a**3", "points": "1, -1", "nudges": "1"},
        ["The slope is 3 at each of these points."],
        ["alike"],
    ),
    (
        NudgeScene,
        {"points": "1, -5, 2"},
        ["of these points the curve is steepest where a = −5: slope −10."],
        ["steeper"],
    ),
    (
        NudgeScene,
        {"points": "1, -5, 5"},
        ["The slope changes from point to point: it is 2, −10"],
        [],
    ),
    # Slopes that no one scale shows.
    (
        NudgeScene,
        {"function": "f(a) = tanh(50*a)", "points": "1, 0"},
        ["the numbers move, the picture does not.", "The slope changes from point"],
        ["Drawn to one scale"],
    ),
    # A nudge that everybody sees.
    (
        NudgeScene,
        {"points": "2", "nudges": "1"},
        ["Nudge a by 1.", "At this scale the curve still bends.", "Height over base: 5."],
        ["only", "hides", "Magnified", "straight", "move in"],
    ),
    # Nudges that come closer, or do not.
    (
        NudgeScene,
        {"function": "f(a) = a**3", "points": "-0.1", "nudges": "0.3, 0.1, 0.01"},
        ["Smaller is not always closer here, but", "the quotient tends to 0.03."],
        ["The smaller the nudge"],
    ),
    (
        NudgeScene,
        {"function": "f(a) = a**3", "points": "-1/30", "nudges": "0.1, 0.01"},
        ["Smaller is not always closer here"],
        ["The smaller the nudge"],
    ),
    (
        NudgeScene,
        {"function": "f(a) = a**3", "points": "2", "nudges": "0.001"},
        ["As the nudge goes to zero, the quotient tends to 12."],
        ["The smaller the nudge"],
    ),
    (NudgeScene, {"function": "f(a) = sin(a)", "nudges": "0.01, -0.01"}, ["As the nudge goes"], []),
    # Secants that come closer, or do not.
    (
        TangentScene,
        {"points": "3, 1", "nudges": "0.001, 0.01, 0.1"},
        ["Move the second point out, 0.01 away: the slope is 6.01."],
        ["loser"],
    ),
    (
        TangentScene,
        {"points": "3", "nudges": "0.1, 0.01, -0.001"},
        ["closer, only 0.01 away", "Put the second point on the other side, 0.001 away"],
        ["Closer still"],
    ),
    (TangentScene, {"nudges": "-1, -0.1"}, ["a place 1 further back"], ["further on"]),
    (
        TangentScene,
        {"function": "J(w) = w/2", "points": "3"},
        ["J rises by 0.0005: 0.5 times as far.", "That line is"],
        ["about", "curve is the derivative"],
    ),
    (
        TangentScene,
        {"function": "J(w) = -w", "points": "3"},
        ["J falls by 0.001: just as far."],
        [],
    ),
    (
        TangentScene,
        {"function": "J(w) = abs(w)", "points": "1, -1"},
        ["That curve is", "the slope depends on where you stand"],
        [],
    ),
    (TangentScene, {"function": "J(w) = 5 + 2*w"}, ["the same slope at all of them"], ["depends"]),
    # Functions of which one is steepest, or several are, or none.
    (
        DerivativeTableScene,
        {"functions": "w**2, -w**2, w", "at": "3"},
        ["Steepest are w² and −w², with slopes of size 6.", "That is −6.001 times the nudge."],
        ["Steepest is"],
    ),
    (
        DerivativeTableScene,
        {"functions": "6*w, w**2, 6 - 6*w", "at": "3"},
        ["They are equally steep, with slopes of size 6.", "The formula says −6 everywhere."],
        ["Steepest"],
    ),
    (
        DerivativeTableScene,
        {"functions": "w**2, 3 + 0*w", "at": "0"},
        [
            "3 + 0w stays at 3: no rise",
            "None: all of them are level",
            "goes to its formula",
            "The slopes agree here. Stand elsewhere, and that of w² is another.",
        ],
        ["close to", "Steepest", "Log to"],
    ),
    (
        DerivativeTableScene,
        {"functions": "w, 2*w", "at": "1"},
        ["the slope depends on the function."],
        ["where you stand"],
    ),
    (
        DerivativeTableScene,
        {"functions": "w, w + 1", "at": "1"},
        ["Different rows, and one slope"],
        ["depends on"],
    ),
    (
        DerivativeTableScene,
        {"functions": "w**2, w**3", "nudge": "1"},
        ["as the nudge shrinks, every ratio goes to its formula"],
        ["close to", "Log to"],
    ),
    # Where a ball comes to rest.
    (
        DescentScene,
        {"function": "J(w) = w**4 - 2*w**2", "start": "1.5", "learning_rate": "0.2"},
        ["it lands on a maximum in a single step"],
        ["minimum", "valley"],
    ),
    (
        DescentScene,
        {"function": "J(w) = w**3", "start": "1", "learning_rate": "1/3"},
        ["it lands in a single step where the slope is zero"],
        ["minimum", "valley"],
    ),
    (
        DescentScene,
        {"function": "J(w) = w**4", "start": "1", "learning_rate": "1/4"},
        ["it lands on a minimum in a single step", "No map of the valley"],
        [],
    ),
    (
        LearningRatesScene,
        {"function": "J(w) = w**3", "start": "1", "learning_rates": "1/3, 0.1"},
        ["the ball lands in a single step where the slope is zero.", "The same curve"],
        ["minimum", "valley"],
    ),
    # The distance to a minimum, and what it is multiplied by.
    (
        DescentScene,
        {"function": "J(w) = (w + 2)**2", "start": "1"},
        ["multiplies w + 2 by 0.8."],
        ["−2"],
    ),
    (
        DescentScene,
        {"learning_rate": "1e-11"},
        ["multiplies w by 0.99999999998.", "In size that is below 1"],
        ["by about 1."],
    ),
    (DescentScene, {"function": "J(w) = (w - 1)**2", "start": "5"}, ["Start at −5 instead"], []),
    (
        LearningRatesScene,
        {},
        ["at 1 it bounces", "crawls down, in tiny steps, and arrives"],
        ["hill"],
    ),
]
IDS = [f"{scene.__name__}-{i}" for i, (scene, *_) in enumerate(SAID)]


@pytest.mark.parametrize(("scene", "changed", "said", "never"), SAID, ids=IDS)
def test_a_sentence_is_chosen_by_the_facts(
    scene: type[LessonScene], changed: dict[str, object], said: list[str], never: list[str]
) -> None:
    told = " ".join(sentences(scene, **changed))
    for words in said:
        assert words in told
    for words in never:
        assert words not in told


def test_the_other_side_is_the_other_side_of_the_minimum() -> None:
    chapters = [
        {beat.chapter for beat in tell(DescentScene, function=f"J(w) = {text}", start=start).beats}
        for text, start in (("w**2", 3), ("(w + 2)**2", 1))
    ]
    assert "From the other side" in chapters[0]
    assert "Another start" in chapters[1]


def test_translations_do_not_say_times_more() -> None:
    for code, wrong in (("fr", "fois plus"), ("es", "veces más")):
        for scene, changed in ((TangentScene, {"function": "J(w) = w/2"}), (NudgeScene, {})):
            told = " ".join(sentences(scene, language=code, **changed))
            assert wrong not in told


@pytest.mark.parametrize(
    ("scene", "changed", "remedy"),
    [
        (NudgeScene, {"points": "2, 2"}, {"points": "2"}),
        (NudgeScene, {"points": "1,2,3,4,5,6"}, {"points": "1, 2, 3, 4, 5"}),
        (TangentScene, {"nudges": "0.1, 1/10, 0.01"}, {"nudges": "0.1, 0.01"}),
        (TangentScene, {"nudges": "-1, 1, -1", "language": "es"}, {"nudges": "-1, 1"}),
        (LearningRatesScene, {"learning_rates": "0.1, 0.1, 1"}, {"learning_rates": "0.1, 1"}),
    ],
)
def test_a_list_with_a_number_twice_is_refused_with_one_that_works(
    scene: Any, changed: dict[str, str], remedy: dict[str, str]
) -> None:
    with pytest.raises(LessonError) as refused:
        scene.prepare(changed)
    assert {refused.value.thing: refused.value.remedy} == remedy
    scene.prepare(changed | remedy)


WHOLE = st.integers(-6, 6)
CUBICS = st.tuples(WHOLE, WHOLE, WHOLE)


def cubic(factors: tuple[int, int, int]) -> str:
    return "f(a) = " + " + ".join(f"({c})*a**{n}" for n, c in enumerate(factors, start=1))


def slope(factors: tuple[int, int, int], a: Fraction) -> Fraction:
    return sum((n * c * a ** (n - 1) for n, c in enumerate(factors, start=1)), Fraction(0))


def quotient(factors: tuple[int, int, int], a: Fraction, h: Fraction) -> Fraction:
    def f(x: Fraction) -> Fraction:
        return sum((c * x**n for n, c in enumerate(factors, start=1)), Fraction(0))

    return (f(a + h) - f(a)) / h


POINTS = st.lists(st.sampled_from(["-2", "-1", "-1/30", "0", "1/2", "1", "2"]), min_size=2,
                  max_size=3, unique=True)  # fmt: skip
NUDGES = st.lists(st.sampled_from(["1", "-1", "1/2", "0.3", "0.1", "-0.1", "0.01", "0.001"]),
                  min_size=1, max_size=4, unique=True)  # fmt: skip


@settings(max_examples=60, derandomize=True)
@given(CUBICS, POINTS, NUDGES, st.booleans())
def test_a_comparison_is_true_of_slopes_and_triangles(
    factors: tuple[int, int, int], points: list[str], nudges: list[str], one_scale: bool
) -> None:
    tables = [nudge_table(Function.parse(cubic(factors)), at, nudges) for at in points]
    said = comparison(tables, [table.rows[0] for table in tables], name("a"), one_scale, Digits())
    slopes = [slope(factors, Fraction(at)) for at in points]
    quotients = [quotient(factors, Fraction(at), Fraction(nudges[0])) for at in points]
    sizes = [abs(one) for one in slopes]
    if "steep" in said.template and "Equally" not in said.template:
        assert one_scale
        at = points.index(
            str(
                Fraction(
                    int(said.fields["a"].quantity.value.p),  # type: ignore[union-attr]
                    int(said.fields["a"].quantity.value.q),
                )
            )
        )  # type: ignore[union-attr]
        assert sizes.count(max(sizes)) == 1
        assert sizes[at] == max(sizes)
        assert abs(quotients[at]) == max(map(abs, quotients))
        assert ("steeper" in said.template) == (len(points) == 2)
    elif "Equally steep" in said.template:
        assert slopes[0] == -slopes[1] != 0
    elif "changes" in said.template:
        assert len(set(slopes)) > 1
    else:
        assert len(set(slopes)) == 1
        if "alike" in said.template:
            assert all(abs(one - slopes[0]) <= abs(slopes[0]) / 20 for one in quotients)
        if "congruent" in said.template:
            assert factors[1:] == (0, 0)


@settings(max_examples=60, derandomize=True)
@given(CUBICS, POINTS, NUDGES)
def test_closer_is_said_only_where_every_smaller_nudge_is_closer(
    factors: tuple[int, int, int], points: list[str], nudges: list[str]
) -> None:
    table = nudge_table(Function.parse(cubic(factors)), points[0], nudges)
    said = what_the_nudges_say(table, Digits())
    at, steps = Fraction(points[0]), sorted(map(Fraction, nudges), key=abs, reverse=True)
    off = [abs(quotient(factors, at, h) - slope(factors, at)) for h in steps]
    differ = all(abs(a) > abs(b) for a, b in pairwise(steps))
    if "The smaller the nudge" in said.template:
        assert differ
        assert len(steps) > 1
        assert all(a > b for a, b in pairwise(off))
    elif "not always closer" in said.template:
        assert differ
        assert not all(a > b for a, b in pairwise(off))
    elif "exactly the same" in said.template:
        assert set(off) == {0}
    elif "Every nudge" in said.template:
        assert factors[1:] == (0, 0)
    elif "excess" in said.template:
        assert factors[2] == 0
        assert factors[1] == 1


@given(st.lists(st.integers(-20, 20).filter(bool), min_size=2, max_size=6))
def test_steps_shrink_only_where_all_of_them_do(steps: list[int]) -> None:
    said = trend([quantity(step) for step in steps]).template
    pairs = [*pairwise(map(abs, steps))]
    assert said.startswith("As the slope shrinks") == all(a > b for a, b in pairs)
    assert said.startswith("The slope does not shrink") == all(a <= b for a, b in pairs)


def test_every_number_that_is_compared_is_told_apart() -> None:
    told = tell(NudgeScene, function="f(a) = a**2", points="2, 2.00000004", nudges="0.000001")
    compared = next(beat.text for beat in told.beats if "steeper" in beat.text)
    assert re.search(r"slope 4.00000008, not 4\.", compared)
