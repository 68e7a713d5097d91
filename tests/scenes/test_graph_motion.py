"""What moves in the chain rule story: numbers along edges, rods through gates, beads for edges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp
from manim import tempconfig

from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.chain_rule.calculation import bring_from
from scenes.chain_rule.travel import Load, Stream, Sway
from scenes.look.theme import Role
from scenes.picture.meaning import AtNode, Backdrop, Detail, claim_of
from tests.checks.looking import findings
from tests.scenes.telling import sentences, tell

WAY = np.array([[-4.0, 0, 0], [-2, 2, 0], [0, 2, 0], [2, 2, 0], [4, 0, 0]])
GATE = np.array([0.0, 2, 0])


class Streaming(LessonScene):
    """A number that goes through a gate."""

    def construct(self) -> None:
        source = self.formula("{n}", 60, Role.GRADIENT, n=11).place(-4, 0)
        target = self.formula("{n}", 60, Role.GRADIENT, n=4).place(4, 0)
        self.add(source)
        stream = Stream(Load(source, WAY, GATE), into=target)
        self.counts = [sum(len(run.points) for run in text) for text in (source, target)]
        stream._setup_scene(self)
        stream.begin()
        self.seen: list[tuple[int, float, float]] = []
        for alpha in np.linspace(0.05, 0.7, 40):
            stream.interpolate(alpha)
            points = np.vstack([run.points for run in stream._stand_in if len(run.points)])
            x, y, _ = (points.min(axis=0) + points.max(axis=0)) / 2
            self.seen.append((len(points), float(x), float(y)))


def test_a_number_follows_its_way_and_becomes_another_at_the_gate() -> None:
    told: Any = tell(Streaming)
    before, after = told.counts
    assert before != after
    for count, x, y in told.seen:
        assert y == pytest.approx(min(2, 4 - abs(x)), abs=1e-6)
        assert count == (before if x < 0 else after)
    across = [x for _, x, _ in told.seen]
    assert across == sorted(across)
    assert across[0] < -3.5
    assert across[-1] > 3.5


def rods_on(told: Any) -> dict[str, int]:
    """The rods at every node, counted by the gaps between them."""
    found = {}
    for part in told.mobjects:
        claim = claim_of(part)
        if isinstance(claim, AtNode) and claim.what == "rods":
            middle = float(part.get_center()[1])
            level = part.points[np.abs(part.points[:, 1] - middle) < 0.4 * part.height]
            found[claim.node] = len({round(float(x), 3) for x in level[:, 0]}) // 2
    return found


COUNTED = [
    ("J = 3*(a + b*c)", "a=5, b=3, c=2", {"b": 1, "u": 2, "v": 2, "J": 6}),
    ("J = a*b + a", "a=2, b=3", {"a": 1, "u": 3, "J": 4}),  # two ways add up
    ("J = -2*a + b", "a=1, b=1", {"a": 1, "u": 2}),  # J goes the other way
    ("J = (a + b)/2", "a=1, b=2", {"a": 1, "u": 1}),  # half a nudge
    ("J = (a + b)**2", "a=1, b=2", {"a": 1, "u": 1}),  # not quite 6
    ("J = 20*(a + b)", "a=1, b=2", {"a": 1, "u": 1}),  # too many
    ("J = sin(a)", "a=0", {"a": 1}),  # not quite 1
]


@pytest.mark.parametrize(("graph", "inputs", "counts"), COUNTED)
def test_rods_are_the_nudges_by_which_a_node_moves(
    graph: str, inputs: str, counts: dict[str, int]
) -> None:
    most: dict[str, int] = {}

    def watch(told: Any) -> None:
        if any("Now nudge" in beat.text for beat in told.beats) and len(most) < len(counts):
            most.update(rods_on(told))

    tell(ChainRuleScene, watch, graph=graph, inputs=inputs)
    assert most == counts


def test_nothing_is_written_before_the_motion_that_makes_it_has_ended() -> None:
    """A gradient stands only when its token has landed, and its line only after that."""
    seen: dict[str, list[str]] = {}

    def watch(told: Any) -> None:
        stage = told.stage
        texts = [text.source for text in told.mobjects if hasattr(text, "source")]
        for name in ("v", "b", "c"):
            if stage.gradients.get(name) in told.mobjects and name not in seen:
                seen[name] = [text for text in texts if f"dif {name})" in text]

    tell(ChainRuleScene, watch)
    assert seen == {"v": [], "b": [], "c": []}


def test_nothing_but_the_picture_is_ever_seen_to_be_empty() -> None:
    empty: list[int] = []

    def watch(told: Any) -> None:
        if not told.mobjects:
            empty.append(told.current_beat)

    tell(ChainRuleScene, watch)
    tell(ChainRuleScene, watch, graph="J = " + "sqrt(" * 10 + "a" + ")" * 10, inputs="a=3")
    assert empty == []


def walked(graph: str, inputs: list[str]) -> int:
    """Edges on all paths from an input to the output, counted in the tree of the formula."""
    tree = sp.sympify(graph.partition("=")[2], evaluate=False)
    return sum(depth for name in inputs for depth in depths(tree, sp.Symbol(name)))


def depths(tree: sp.Expr, name: sp.Symbol) -> list[int]:
    if tree == name:
        return [0]
    return [1 + depth for part in tree.args for depth in depths(part, name)]


@pytest.mark.parametrize(
    ("graph", "inputs"), [("J = (a*b + c)*(a + c)", "abc"), ("J = (a + b)*(b + c)", "abc")]
)
def test_there_is_a_bead_for_every_edge_that_is_walked(graph: str, inputs: str) -> None:
    """Every operation has two operands here, so the tree of the formula is that of the paths."""
    told: Any = tell(
        ChainRuleScene,
        graph=graph,
        inputs=", ".join(f"{name}={i + 2}" for i, name in enumerate(inputs)),
    )
    edges = len(told.facts.graph.edges)
    beads = sorted(count_of_beads(told).values())
    assert beads == sorted([walked(graph, [*inputs]), edges])


def count_of_beads(told: Any) -> dict[float, int]:
    """Beads on screen, by the tally they belong to."""
    strip = told.stage.strip
    found: dict[float, int] = {}
    for part in told.mobjects:
        x, y, _ = part.get_center()
        small = part.height < 0.2 and part.width == pytest.approx(part.height, rel=1e-3)
        if small and strip.bottom < y < strip.top and strip.left < x < strip.right:
            side = float(x > strip.centre[0])
            found[side] = found.get(side, 0) + 1
    return found


def test_every_number_comes_from_what_is_seen() -> None:
    told = tell(ChainRuleScene)
    ways = [arrival.way for beat in told.beats for arrival in beat.arrivals]
    assert ways.count("fade") == 0
    assert len([way for way in ways if way in ("carry", "merge", "roll", "count", "unfold")]) > 40


@pytest.mark.parametrize(("more", "rules"), [(0, set()), (2, {"geometry.value"})])
def test_the_checks_count_rods(more: int, rules: set[str]) -> None:
    class Miscounted(ChainRuleScene):
        def construct(self) -> None:
            rods = self.stage.rods("u", 2 + more)
            with self.beat("Look at these rods now."):
                self.add(*self.stage.view.cards.values(), *self.stage.view.edges.values(), rods)

    assert {rule for rule, _ in findings(Miscounted)} == rules


def test_edges_turn_round_as_gradients_go_back() -> None:
    told: Any = tell(ChainRuleScene)
    cards, walked = told.stage.view.cards, told.stage.walked
    assert {*walked} == {("b", "u"), ("c", "u"), ("a", "v"), ("u", "v"), ("v", "J")}
    for (source, target), edge in walked.items():
        assert edge in told.mobjects
        assert told.stage.view.edges[source, target] not in told.mobjects
        head = edge.head.get_center()
        near, far = (
            np.hypot(*(head - cards[name].frame.get_center())[:2]) for name in (source, target)
        )
        assert near < far, (source, target)


def test_the_output_sways_so_many_times_as_far_as_the_input() -> None:
    told: Any = tell(ChainRuleScene)
    reaches = told.stage.reaches("b", 6.0)
    sway = Sway(reaches)
    before = {part: part.get_center()[0] for part in reaches}
    sway.begin()
    sway.interpolate(0.3)
    moved = [part.get_center()[0] - before[part] for part in reaches]
    own, output = (way for way in moved if way)
    assert output / own == pytest.approx(3 * 2)  # J = 3 (a + b c), where c = 2
    sway.interpolate(1.0)
    assert [part.get_center()[0] for part in reaches] == pytest.approx([*before.values()])


def test_beads_sway_once_more_where_no_rods_say_how_far(monkeypatch: pytest.MonkeyPatch) -> None:
    swayed: list[list[float]] = []

    class Noted(Sway):
        def __init__(self, reaches: Any, **options: Any) -> None:
            swayed.append([way for way in reaches.values() if way])
            super().__init__(reaches, **options)

    monkeypatch.setattr("scenes.chain_rule.forward.Sway", Noted)
    tell(ChainRuleScene)
    assert swayed == []  # six rods stand at J
    tell(ChainRuleScene, graph="J = a**2", inputs="a=-3")
    own, output = swayed[0]
    assert output / own == pytest.approx(2 * -3 + 0.001)


def blocks_of(told: Any) -> list[np.ndarray]:
    """Width and height of what is tinted in the picture of a gate."""
    return [
        np.ptp(part.points[:, :2], axis=0)
        for part in told.mobjects
        if isinstance(claim_of(part), Detail)
        and [type(claim_of(ground)) for ground in part.submobjects] == [Backdrop]
    ]


@pytest.mark.parametrize(
    ("graph", "inputs", "sides"),
    [
        ("J = 3*(a + b*c)", "a=5, b=3, c=2", [3, 2]),
        ("J = 4*a + b", "a=2, b=1", [2, 4]),
        ("z = w*x + b; J = z**2", "w=1, x=2, b=-1", [1, 2]),  # what is added does not change
        ("J = (a + b)*c", "a=3, b=5, c=2", None),
    ],
)
def test_a_product_is_a_rectangle_and_a_sum_bars(
    graph: str, inputs: str, sides: list[int] | None
) -> None:
    seen: list[list[np.ndarray]] = []

    def watch(told: Any) -> None:
        seen.append(blocks_of(told))

    tell(ChainRuleScene, watch, graph=graph, inputs=inputs)
    blocks = max(seen, key=len)
    if sides is not None:
        whole, strip = blocks
        assert whole[0] / whole[1] == pytest.approx(sides[0] / sides[1], rel=1e-3)
        assert strip[1] == pytest.approx(whole[1], rel=1e-3)  # it is as long as the other side
    else:
        other, own, total = blocks
        assert own[0] / other[0] == pytest.approx(3 / 5, rel=1e-3)
        assert total[0] == pytest.approx(own[0] + other[0], rel=1e-3)


class Written(LessonScene):
    """A line that is made of two numbers that are seen."""

    def construct(self) -> None:
        factors = [
            self.formula("{n}", 40, role, n=n).place(x, -2)
            for n, role, x in ((3, Role.GRADIENT, -4), (3, Role.SLOPE, 4))
        ]
        line = self.formula("cgradient({a}) dot cslope({b}) = cgradient({p})", 60, a=3, b=3, p=9)
        self.add(*factors)
        flight: Any = bring_from(factors, line)
        flight._setup_scene(self)
        flight.begin()
        flight.interpolate(0.6)
        self.landed = [run.get_center()[0] for run in flight._stand_in if len(run.points)][:2]
        self.places = line.part(Role.GRADIENT).get_left()[0], line.part(Role.SLOPE).get_center()[0]


def test_each_factor_lands_where_it_stands_in_the_line() -> None:
    """Both are a 3: the one in the colour of gradients is the first, as that in the line is."""
    told: Any = tell(Written)
    upstream, local = told.landed
    first, second = told.places
    assert local == pytest.approx(second, abs=0.01)
    assert first - 0.01 < upstream < local


def test_what_code_calls_a_gradient_is_said_to_be_the_derivative() -> None:
    """Once where it starts, and once at the first step back."""
    shown = [beat.shown.removeprefix("New on screen: ") for beat in tell(ChainRuleScene).beats]
    seen = [part for some in shown for part in some.split("; ")]
    said = [part.rstrip(".") for part in seen if " = dJ/d" in part and part.startswith("d")]
    assert [part for part in said if "/" not in part.partition(" = ")[0]] == [
        "dJ = dJ/dJ = 1",
        "dv = dJ/dv = 1 · 3 = 3",
    ]


def test_every_gradient_that_a_nudge_has_confirmed_has_a_tick_beside_it() -> None:
    ticked: set[str] = set()

    def watch(told: Any) -> None:
        marks = [
            part.get_center()
            for part in told.mobjects
            if isinstance(claim_of(part), Detail)
            and len(part.points)
            and not part.get_fill_opacity()
        ]
        for name, gradient in told.stage.gradients.items():
            at = gradient.get_center()
            beside = [one for one in marks if abs(one[1] - at[1]) < 1e-6]
            if any(gradient.width / 2 < abs(one[0] - at[0]) < gradient.width for one in beside):
                ticked.add(name)

    tell(ChainRuleScene, watch, checks="all")
    assert ticked == {*"abcuv"}


def test_numbers_stand_at_least_twice_as_near_to_their_own_node_as_to_the_next() -> None:
    stage: Any = tell(ChainRuleScene).stage
    cards = [stage.view.cards[name].frame for name in "abc"]
    for name, after, own, below in zip("ab", "bc", cards, cards[1:], strict=False):
        gradient, value = stage.gradients[name], stage.values[after]
        over, under = gradient.get_bottom()[1], value.get_top()[1]
        assert over - under > 2 * (own.get_bottom()[1] - gradient.get_top()[1]) > 0
        assert over - under > 2 * (value.get_bottom()[1] - below.get_top()[1]) > 0


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_what_bends_is_a_curve_with_its_value_on_it_and_its_slope_as_tangent(
    size: tuple[int, int],
) -> None:
    """All parts keep to the curve: its dot lies on it, and its tangent leaves it ever so slowly."""
    graph, inputs = "z = w*x + b; p = sigma(z); L = -ln(p)", "w=0.5, x=2, b=-1"
    with tempconfig({"pixel_width": size[0], "pixel_height": size[1]}):
        told: Any = tell(ChainRuleScene, graph=graph, inputs=inputs)
    parts = told.stage.curves.seen()
    assert len(parts) == 2 * 4  # axes, curve, dot and tangent of p and of L
    for _, graph_of, bead, tangent in (parts[:4], parts[4:]):
        place, points = bead.get_center(), graph_of.points
        start, end = tangent.points[0], tangent.points[-1]
        along = (end - start) / np.linalg.norm(end - start)
        assert np.linalg.norm(points - place, axis=1).min() < 0.02
        assert np.linalg.norm(np.cross(along, place - start)) < 1e-6
        near = points[np.linalg.norm(points - place, axis=1) < 0.3]
        away = np.linalg.norm(np.cross(along, near - start), axis=1)
        assert (away < np.linalg.norm(near - place, axis=1) ** 2 + 0.01).all()


@pytest.mark.parametrize(
    ("step", "between"), [("sigma(z)", (0, 1)), ("tanh(z)", (-1, 1)), ("z**2", (0, None))]
)
def test_a_curve_is_only_drawn_where_its_operand_can_be(
    step: str, between: tuple[float, float | None]
) -> None:
    graph = f"z = w*x + b; p = {step}; L = exp(p)"
    told: Any = tell(ChainRuleScene, graph=graph, inputs="w=0.5, x=2, b=-0.5")
    window = told.stage.curves._curves["L"].window
    least, most = between
    assert window.left >= least - 1e-6
    assert most is None or window.right <= most + 1e-6
    assert told.stage.curves._curves["p"].window.left < -2  # z can be anything


def test_a_curve_stands_at_its_own_step() -> None:
    """Where there is no room near a step, it has none: far away it would be taken for another's."""
    told: Any = tell(ChainRuleScene, graph="J = tanh(a*b + c)**2", inputs="a=-2, b=1, c=3")
    curves = {name: curve.area for name, curve in told.stage.curves._curves.items()}
    assert curves
    for name, box in curves.items():
        card = told.stage.view.cards[name]
        apart = max(
            box.left - card.get_right()[0], card.get_left()[0] - box.right,
            box.bottom - card.get_top()[1], card.get_bottom()[1] - box.top,
        )  # fmt: skip
        assert 0 < apart < 2.5


def test_of_three_operands_that_are_alike_only_the_first_is_worked_out() -> None:
    said = sentences(ChainRuleScene, graph="z = w*x + b; J = z**2", inputs="w=1, x=3, b=-1")
    assert "To w: upstream 4 times local 3 is 12." in said
    assert "Further back: dx = 4 and db = 4." in said
    two = sentences(ChainRuleScene, graph="u = b*c; J = u**2", inputs="b=3, c=2")
    assert {"To b: upstream 12 times local 2 is 24.", "To c: upstream 12 times local 3 is 36."} <= {
        *two
    }
