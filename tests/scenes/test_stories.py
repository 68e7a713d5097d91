"""What the scenes draw, measured from their objects, equals what SymPy says."""

from __future__ import annotations

import re
from collections import defaultdict
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy as sp

from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from scenes.activation import ActivationScene
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.cross_entropy import CrossEntropyScene
from scenes.derivative import DerivativeScene
from scenes.derivative_table import DerivativeTableScene
from scenes.descent import DescentScene
from scenes.fit import FitScene
from scenes.learning_rates import LearningRatesScene
from scenes.look.text import NumberText, Text
from scenes.look.theme import DARK, Role
from scenes.nudge import NudgeScene
from scenes.step_sizes import StepSizesScene
from scenes.tangents import TangentScene
from tests.scenes.telling import measured, tell

STORIES: list[tuple[type[LessonScene], dict[str, object]]] = [
    (NudgeScene, {"function": "f(a) = 3*a"}),
    (NudgeScene, {"function": "f(a) = a**3 - 2*a", "points": "1, -1"}),
    (NudgeScene, {"function": "f(x) = 1/x", "points": "2", "nudges": "-0.01"}),
    (DerivativeScene, {}),
    (DerivativeScene, {"function": "J(w) = ln(w)", "at": "2", "trials": "-1/3"}),
    (TangentScene, {}),
    (TangentScene, {"function": "f(x) = sin(x)", "points": "1/3"}),
    (DerivativeTableScene, {}),
    (ActivationScene, {}),
    (CrossEntropyScene, {}),
    (FitScene, {}),
    (ChainRuleScene, {}),
    (ChainRuleScene, {"graph": "J = (a + b)*(b + c)", "inputs": "a=1, b=-2, c=3"}),
    (DescentScene, {}),
    (DescentScene, {"function": "J(w) = w**4", "start": "-1.5", "learning_rate": "0.05"}),
    (StepSizesScene, {}),
    (LearningRatesScene, {}),
]
RADIUS = 36 * 8 / 1080  # of the ball: 36 of 1080 pixels
IDS = [f"{scene.__name__}-{i}" for i, (scene, _) in enumerate(STORIES)]


@cache
def story(index: int) -> tuple[LessonScene, dict[int, set[str]]]:
    """A story that was told, and the digits that were to be seen in each of its beats."""
    seen: dict[int, set[str]] = defaultdict(set)

    def watch(told: Any) -> None:
        for part in told.get_mobject_family_members():
            seen[len(told.beats)] |= digits(getattr(part, "source", ""))

    scene, given = STORIES[index]
    return tell(scene, watch, **given), seen


@pytest.mark.parametrize("index", range(len(STORIES)), ids=IDS)
def test_beats_follow_each_other_without_gap(index: int) -> None:
    told, _ = story(index)
    assert told.beats[0].start == 0
    assert told.beats[-1].end == pytest.approx(told.now)
    assert all(a.end == b.start for a, b in pairwise(told.beats))
    assert all(beat.chapter and beat.text for beat in told.beats)
    assert 0 < told.poster_time < told.now


@pytest.mark.parametrize("index", range(len(STORIES)), ids=IDS)
def test_every_number_on_record_is_its_expression(index: int) -> None:
    numbers = [number for beat in story(index)[0].beats for number in beat.numbers]
    assert len(numbers) > 10
    for number in numbers:
        names = {
            "sigma": lambda z: 1 / (1 + sp.exp(-z)), "softplus": lambda z: sp.log(1 + sp.exp(z)),
            "e": sp.E, "ln": sp.log,
        }  # fmt: skip
        values = {k: sp.Rational(v) for k, v in number.quantity.where}
        worked_out = sp.sympify(number.quantity.expression, locals=names | values)
        digits = number.text.replace("−", "-")
        if "×" in digits:
            continue
        difference = abs(sp.N(worked_out, 40) - sp.Rational(digits))
        assert difference < sp.Rational(1, 10**number.places)
        assert (difference < sp.Float("1e-30")) or not number.exact


AREA = lessons.load(LessonFile(Path(__file__).parents[2] / "docs" / "recipes" / "areas.py"))[0]
LONG, PAIR, BOWL = "1.23571113", "1.23571113, 2.3571113", "J(w) = (w - 3/7)**2"
UNENDING = [  # nearly every number has more than three decimals, outside of formulas
    (NudgeScene, {"function": "f(t) = ln(t)", "points": PAIR, "nudges": "0.23456"}),
    (TangentScene, {"function": "J(w) = exp(w)", "points": PAIR, "nudges": "2.345, 0.2345"}),
    (DerivativeScene, {"function": "J(w) = exp(w)", "at": LONG, "nudges": "0.2345"}),
    (DerivativeTableScene, {"functions": "ln(t), sqrt(t), 1/t", "at": LONG, "nudge": "0.23456"}),
    (ActivationScene, {"bias": LONG, "points": PAIR, "nudge": "0.2345"}),
    (FitScene, {"start": PAIR, "learning_rate": "0.98765"}),
    (CrossEntropyScene, {"weight": LONG, "bias": "0.98765", "nudge": "0.2345"}),
    (ChainRuleScene, {"graph": "J = a*ln(c)**2 + a", "inputs": f"a={LONG},c=3", "nudge": "0.2345"}),
    (DescentScene, {"function": BOWL, "start": LONG, "learning_rate": "0.123456"}),
    (StepSizesScene, {"function": BOWL, "starts": PAIR, "learning_rate": "0.123456"}),
    (LearningRatesScene, {"function": BOWL, "start": LONG, "learning_rates": "0.123456, 0.98765"}),
    (AREA, {"function": "f(x) = exp(x)", "start": f"-{LONG}", "end": LONG}),
]  # fmt: skip


@pytest.mark.parametrize(("scene", "given"), UNENDING)
def test_nothing_has_more_decimals_than_were_asked_for(
    scene: type[LessonScene], given: dict[str, str]
) -> None:
    """Said, shown or on record, whoever wrote it; small numbers have two digits all the same."""
    seen: set[str] = set()

    def watch(told: Any) -> None:
        present = [part for one in told.mobjects for part in one.get_family()]
        seen.update(part.source for part in present if isinstance(part, Text | NumberText))

    beats = tell(scene, watch, places=3, **given).beats
    seen |= {text for beat in beats for text in (beat.text, beat.shown)}
    seen |= (texts := {number.text for beat in beats for number in beat.numbers})
    for whole, decimals in re.findall(r"(\d+)\.(\d+)", "\n".join(seen)):
        assert len(decimals) <= 3 or len(f"{whole}{decimals}".lstrip("0")) <= 2
    assert sum(len(text.partition(".")[2]) == 3 for text in texts) > 4, "too few tell anything"


def digits(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("index", range(len(STORIES)), ids=IDS)
def test_a_number_is_on_record_in_the_beat_in_which_it_is_seen_or_said(index: int) -> None:
    told, seen = story(index)
    for beat in told.beats:
        recorded = {token for number in beat.numbers for token in digits(number.text)}
        assert recorded <= seen[beat.index] | digits(beat.text)


NUDGES = [
    ("f(a) = a**2", "2", "0.001", lambda a: a**2),
    ("f(a) = 3*a", "5", "0.001", lambda a: 3 * a),
    ("f(a) = a**3 - 2*a", "-1", "0.01", lambda a: a**3 - 2 * a),
    ("f(a) = 1/a", "2", "-0.01", lambda a: 1 / a),
]


@pytest.mark.parametrize(("text", "point", "nudge", "truth"), NUDGES)
def test_the_drawn_triangle_is_the_nudge(text: str, point: str, nudge: str, truth: Any) -> None:
    seen: list[np.ndarray] = []

    def watch(told: Any) -> None:
        stage = told.stage
        drawn = stage.plot["height"] == 1.0 and stage.triangle.area in told.mobjects
        if drawn and stage.plot["h"] == float(Fraction(nudge)):
            sides = np.vstack(
                [stage.triangle.base.points[[0, -1]], stage.triangle.height.points[[0, -1]]]
            )
            seen.append(measured(stage.plot, sides))

    tell(NudgeScene, watch, function=text, points=point, nudges=nudge)
    a, h = Fraction(point), Fraction(nudge)
    corners = [(a, truth(a)), (a + h, truth(a)), (a + h, truth(a)), (a + h, truth(a + h))]
    assert seen
    for sides in seen:
        for drawn, true in zip(sides, corners, strict=True):
            assert drawn == pytest.approx([float(c) for c in true], abs=1e-9)
        (x0, _), (x1, y1), _, (_, y2) = sides
        quotient = (truth(a + h) - truth(a)) / h
        assert (y2 - y1) / (x1 - x0) == pytest.approx(float(quotient), rel=1e-6)


def test_the_lit_chip_says_how_much_the_window_shrank() -> None:
    widths: dict[str, float] = {}

    def watch(told: Any) -> None:
        lit = [
            text.source
            for chip, text in zip(*[iter(told.stage.chips)] * 2, strict=True)
            if chip.fill_color.to_hex() == DARK[Role.TEXT]
        ]
        if told.stage.chips in told.mobjects and lit:
            widths.setdefault(lit[0], told.stage.plot.window.width)

    tell(NudgeScene, watch, function="f(a) = a**2", points="2")
    found = {int(source.split()[1].rstrip(")$")): width for source, width in widths.items()}
    assert sorted(found) == [1, 10, 100, 1000]
    for zoom, width in found.items():
        assert width == pytest.approx(found[1] / zoom)


def test_every_nudge_is_measured_once_in_one_dive_and_carried_into_the_table() -> None:
    widths: list[float] = []
    told: Any = tell(
        NudgeScene, lambda told: widths.append(told.stage.plot.window.width), points="2"
    )
    deepest = widths.index(min(widths))
    dive = widths[widths.index(max(widths)) : deepest + 1]
    assert all(after <= before * (1 + 1e-9) for before, after in pairwise(dive))
    out = widths[deepest:]
    assert all(after >= before * (1 - 1e-9) for before, after in pairwise(out))
    carried = [
        one.number.text for beat in told.beats for one in beat.arrivals if one.way == "carry"
    ]
    # A height is carried into the quotient; those of later nudges come to their side before.
    counts = [carried.count(number) for number in ("0.41", "0.0401", "0.004001", "4.01")]
    assert counts == [1, 2, 2, 1]
    made = [one.way for beat in told.beats for one in beat.arrivals if one.way != "given"]
    assert made.count("fade") < 0.2 * len(made)


@pytest.mark.parametrize(("text", "says"), [("f(a) = a**2", False), ("f(a) = a**3", True)])
def test_a_picture_that_is_not_drawn_to_one_scale_says_so(text: str, says: bool) -> None:
    seen: set[tuple[bool, bool]] = set()

    def watch(told: Any) -> None:
        plot = told.stage.plot
        across, up = np.diff(plot.points([[0, 0], [1, 0], [1, 1]]), axis=0).max(axis=1)
        (scale,) = (
            part.submobjects[2]
            for part in plot.axes.submobjects
            if plot.names["up"] in part.submobjects
        )
        seen.add((up == pytest.approx(across, rel=0.02), len(scale.points) > 0))

    tell(NudgeScene, watch, function=text, points="2", nudges="0.1, 0.01")
    assert (True, True) not in seen
    assert ((False, True) in seen) == says


def test_the_tangents_have_the_slopes_of_sympy() -> None:
    slopes: dict[float, float] = {}

    def watch(told: Any) -> None:
        stage = told.stage
        if stage.plot["h"] == 0 and stage.line in told.mobjects:
            (x0, y0), (x1, y1) = measured(stage.plot, stage.line.points[[0, -1]])
            slopes[stage.plot["x"]] = (y1 - y0) / (x1 - x0)

    tell(TangentScene, watch)
    w = sp.Symbol("w")
    expected = {float(p): float(sp.diff(w**2, w).subs(w, p)) for p in (3, 2, -3)}
    assert expected.keys() <= slopes.keys()  # in the end it rides on to others
    assert slopes == pytest.approx({x: float(sp.diff(w**2, w).subs(w, x)) for x in slopes})


def test_the_secant_closes_in_on_the_tangent() -> None:
    slopes: list[float] = []

    def watch(told: Any) -> None:
        stage = told.stage
        if stage.second in told.mobjects and stage.line in told.mobjects:
            (x0, y0), (x1, y1) = measured(stage.plot, stage.line.points[[0, -1]])
            slopes.append(round((y1 - y0) / (x1 - x0), 9))

    tell(TangentScene, watch)
    assert list(dict.fromkeys(slopes)) == [7, 6.1, 6.01, 6.001, 6]


def test_values_and_gradients_stand_at_their_nodes() -> None:
    last: dict[str, Any] = {}

    def watch(told: Any) -> None:
        last["stage"] = told.stage

    tell(ChainRuleScene, watch)
    stage = last["stage"]
    values = {"a": 5, "b": 3, "c": 2, "u": 6, "v": 11, "J": 33}
    gradients = {"a": 3, "b": 6, "c": 9, "u": 3, "v": 3, "J": 1}
    for name, card in stage.view.cards.items():
        assert stage.values[name].source == f"$display({values[name]})$"
        assert stage.gradients[name].source == f'$display(#raw("d{name}") = {gradients[name]})$'
        above, below = stage.values[name], stage.gradients[name]
        assert above.get_bottom()[1] > card.get_top()[1]
        assert below.get_top()[1] < card.get_bottom()[1]
        assert above.get_center()[0] == pytest.approx(card.get_center()[0])


def test_a_nudge_shows_the_new_values_on_its_way() -> None:
    seen: set[str] = set()

    def watch(told: Any) -> None:
        seen.update(text.source for text in told.stage.values.values())

    tell(ChainRuleScene, watch)
    assert {f"$display({v})$" for v in ("3.001", "6.002", "11.002", "33.006")} <= seen


SHARED = [
    ("J = (a + b)*(b + c)", {"a": -2, "b": 1, "c": 5}),
    ("J = (a*b + c*d)**2 + (a - c)*(b - d)/(a + d)", {"a": 1, "b": 2, "c": -1, "d": 3}),
]


@pytest.mark.parametrize(("graph", "inputs"), SHARED)
def test_a_gradient_at_a_node_is_never_a_part_of_it(graph: str, inputs: dict[str, int]) -> None:
    seen: dict[str, set[str]] = {}

    def watch(told: Any) -> None:
        for name, text in told.stage.gradients.items():
            seen.setdefault(name, set()).add(text.numbers[-1].text.replace("−", "-"))

    tell(ChainRuleScene, watch, graph=graph, inputs=inputs)
    formula = sp.sympify(graph.removeprefix("J = "))
    for name in inputs:
        true = sp.diff(formula, name).subs(inputs)
        assert [sp.Rational(text) for text in seen[name]] == [true]


def test_a_large_graph_is_told_in_few_beats() -> None:
    graph = "J = ((a + b)*(c + d) + (a - b)*(c - d))*(a*c + b*d) - (a + d)**2/(b + c)"
    told = tell(ChainRuleScene, graph=graph, inputs="a=1, b=2, c=3, d=4")
    assert len(told.beats) < 40
    assert any(beat.text == "c is used more than once: its contributions add up to 45."
               for beat in told.beats)  # fmt: skip


def centre_of(ball: Any) -> np.ndarray:
    outline = ball.submobjects[0].points
    return (outline.min(axis=0) + outline.max(axis=0)) / 2


def test_the_ball_touches_the_curve_where_the_iterate_is() -> None:
    told: Any = tell(DescentScene, steps=4)
    land, walk = told.land, told.stage.walk
    for k in range(5):
        w, window = walk.at(k)
        assert w == pytest.approx(float(3 * Fraction(4, 5) ** k))
        land.set(t=float(k), w=w, window=window)
        centre = centre_of(land.ball)
        curve = land.line.points[::4]
        distances = np.hypot(*(curve - centre).T[:2])
        touch = measured(land, curve[[distances.argmin()]])[0]
        assert touch[0] == pytest.approx(w, abs=0.03)
        assert distances.min() == pytest.approx(RADIUS, abs=0.005)


def test_the_ball_turns_as_far_as_its_way_is_long() -> None:
    angles: dict[float, float] = {}
    scale: dict[str, float] = {}

    def watch(told: Any) -> None:
        hill = told.land
        if told.current_beat is not None and told.current_beat < 6:
            spoke = hill.ball.submobjects[1].points[[0, 3]]
            angles[hill["w"]] = float(np.arctan2(*(spoke[1] - spoke[0])[[1, 0]]))
            scale["x"] = hill.area.width / hill.window.width
            scale["y"] = hill.area.height / hill.window.height

    tell(DescentScene, watch, steps=1)
    way = mpmath.quad(lambda w: mpmath.sqrt(scale["x"] ** 2 + (2 * w * scale["y"]) ** 2), [2.4, 3])
    turned = angles[2.4] - angles[3.0]
    # To the left means counter-clockwise; spokes look alike after a sixth of a turn.
    assert np.mod(turned - float(way) / RADIUS + 0.01, np.pi) == pytest.approx(0.01, abs=0.01)


def test_the_step_is_as_long_as_the_update() -> None:
    lengths: list[float] = []

    def watch(told: Any) -> None:
        walk = told.stage.walk
        for i, arrow in enumerate(walk.arrows):
            if walk.arrows in told.mobjects and walk.taken == i + 1:
                ends = measured(told.land, arrow.points)
                lengths.append(round(float(np.ptp(ends[:, 0])), 6))

    tell(DescentScene, watch, steps=3)
    assert list(dict.fromkeys(lengths))[:3] == [0.6, 0.48, 0.384]


def test_verdicts_are_those_of_algebra() -> None:
    told: Any = tell(LearningRatesScene)
    said = [beat.text for beat in told.beats if beat.text.startswith("With α")]
    endings = ["tiny steps", "to the minimum", "single step", "settles", "for ever", "escapes"]
    assert all(end in line for line, end in zip(said, endings, strict=True))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("f(a) = 3*a", "congruent"),
        ("f(a) = a**2", "the curve is steeper where a = 5: slope 10, not 4"),
        ("f(a) = 1/a", "the curve is steeper where a = 2: slope −0.25, not −0.04"),
    ],
)
def test_the_comparison_is_chosen_by_the_facts(text: str, sentence: str) -> None:
    told = tell(NudgeScene, function=text)
    assert any(sentence in beat.text for beat in told.beats)
