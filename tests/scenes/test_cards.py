"""Decks of cards: what they refuse, what their numbers are, and that they can be read anywhere."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from manim import ManimColor

from calculus.errors import LessonError
from calculus.graph import Graph
from engine.telling.configuration import configured
from lessons.recap import Interview, PutInOrder
from scenes.cards import FlipCardsScene, OrderScene, PauseScene, TakeawayScene
from scenes.cards.card import Card
from scenes.cards.walked import Walked
from scenes.look.text import Text
from scenes.look.theme import DARK, Role
from scenes.picture.countdown import Ring
from scenes.picture.layout import Box
from scenes.picture.paragraph import SIZES, Paragraph
from scenes.settings import parameters
from tests.checks.looking import findings
from tests.scenes.telling import tell

LONG = "Where the function is as long as this text, and its words go on and on to the very last"
FULL = f"{LONG}, who would ever read a card that is so full?"
ONE, SUM = "What is a derivative? | A slope.", "What is {a} plus {b}? | It is {c}. | So much."
SHAPES = {"16:9": (1920, 1080), "9:16": (1080, 1920), "1:1": (1080, 1080), "4:3": (1440, 1080)}


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        ("16:9", {"cards": [FULL + f" | {FULL} | {FULL}"] * 2, "seconds": "1"}),
        ("9:16", {"cards": [FULL + f" | {FULL} | {FULL}"], "seconds": "1"}),
        ("1:1", {"cards": [SUM] * 8, "values": "a = 1/3; b = ln(2); c = a + b", "seconds": "1"}),
        ("9:16", {"cards": ONE}),
        ("16:9", {"cards": "$w**2$ at {a}? | {a} {a}, $w$", "values": {"a": "2/7"}}),
    ],
)
def test_a_deck_can_be_read_in_every_shape(shape: str, given: dict[str, object]) -> None:
    width, height = SHAPES[shape]
    with configured({"pixel_width": width, "pixel_height": height}):
        assert findings(FlipCardsScene, **given) == []


def test_numbers_are_what_their_words_say() -> None:
    values = tell(PauseScene).facts.values
    known = {name: Fraction(str(one.quantity.value)) for name, one in values.items()}
    a, h, b, d = (Fraction(text) for text in ("3", "0.1", "2", "0.001"))
    assert known["k"] == 2 * a
    assert known["q"] == ((a + h) ** 2 - a**2) / h == Fraction("6.1")
    assert known["y"] == (b + d) ** 3 == Fraction("8.012006001")
    assert known["v"] + known["r"] * d == known["y"]


def test_the_ring_runs_for_as_long_as_there_is_to_think() -> None:
    short, long = (tell(FlipCardsScene, seconds=seconds) for seconds in ("2", "9"))
    for one, other in zip(short.beats, long.beats, strict=True):
        more = (other.end - other.start) - (one.end - one.start)
        assert more == pytest.approx(7 if other.kind == "question" else 0, abs=0.11)
    assert [beat.teaches for beat in tell(PauseScene).beats if beat.teaches] == [
        ("U14.2",),
        ("U14.3",),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cards": ["What is 3? | Three."]}, "card 1 has its numbers as names of values"),
        ({"cards": [ONE, "$3.001$ | b"]}, "card 2 has its numbers as names of values"),
        ({"cards": ["What is {zz}? | b"]}, "cards, number 1: names numbers of values"),
        ({"cards": ["a"]}, "card 1 has 2 or 3 sides"),
        ({"cards": [ONE] * 9}, "has 1 to 8 cards; got '9 of them'"),
        ({"cards": [f"{FULL}{FULL} | b"]}, "card 1 has 1 to 140 characters"),
        ({"cards": ["$w**2 | b"]}, "card 1 has dollar signs in pairs"),
        ({"cards": ["#w | b"]}, "card 1 has plain words around its formulas, without #"),
        ({"cards": ["$w***2$ | b"]}, "card 1 has formulas of the lessons between $"),
        (
            {"cards": [ONE, "$sin(w)**2 + cos(w)**2 + exp(w)**2 + ln(w)**2 + tan(w)**2 + w$ | b"]},
            "cards, number 2: has formulas and words short enough",
        ),
        ({"values": "q = slop of J(w) = w**2 at 3"}, "did you mean slope?"),
        ({"values": "q = slope of J(w) = abs(w) at 0"}, "values, q: slope of abs(w)"),
        ({"values": "q = a + 1"}, "values, q: expression: uses numbers that are known by then"),
    ],
)
def test_what_cannot_be_told_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(LessonError) as refused:
        FlipCardsScene.prepare(given)
    assert said in str(refused.value)


STEPS = [f"{letter} step as long as forty characters, no | as long as forty characters: {{a}} is"
         for letter in "abcdef"]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "given"),
    [
        ("1:1", {"steps": STEPS, "values": "a = 1/7", "seconds": "3"}),
        ("9:16", {"steps": "one | $w$ || two | {a} || three | b", "values": {"a": 2}}),
    ],
)
def test_steps_can_be_read_in_every_shape(shape: str, given: dict[str, object]) -> None:
    width, height = SHAPES[shape]
    with configured({"pixel_width": width, "pixel_height": height}):
        assert findings(OrderScene, **given) == []


def test_no_step_is_in_its_place_at_first_and_each_is_at_last() -> None:
    orders = {OrderScene.prepare({"seed": seed})[2].order for seed in range(8)}
    assert len(orders) > 4
    assert all(step != place for order in orders for place, step in enumerate(order))
    told: Any = tell(OrderScene, seed=5)
    heights = [card.panel.get_y() for card in told.sheets]
    assert heights == sorted(heights, reverse=True)
    assert told.now_in == sorted(told.facts.order)


class Sorted(OrderScene):
    """A lesson that says what its steps start from."""

    setting = "The nudge is {h}."


def test_other_steps_than_a_lessons_do_not_start_from_what_its_own_do() -> None:
    given: dict[str, Any] = {
        "steps": "one | $w$ || two | {a} || three | the end",
        "values": "a=1/3",
    }
    assert Sorted.prepare({})[2].setting is not None
    assert Sorted.prepare(given)[2].setting is None
    assert Sorted.prepare(given | {"setting": "With {a}."})[2].setting is not None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"steps": ["a | b", "a | c", "d | e"]}, "steps: are all different; got 'a'"),
        ({"steps": ["a | b", "c | d"]}, "has 3 to 6 steps"),
        ({"steps": [f"{'a' * 41} | b", "c | d", "e | f"]}, "step 1 has 1 to 40 characters"),
    ],
)
def test_steps_that_cannot_be_put_in_order_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(LessonError) as refused:
        OrderScene.prepare(given)
    assert said in str(refused.value)


def written(told: Any) -> list[str]:
    """What is on screen at the end, from texts and the lines of paragraphs."""
    shown = told.get_mobject_family_members()
    texts = (part for part in shown if isinstance(part, Text) and len(part[0].points))
    return [text.source for text in texts]


def test_steps_and_examples_stand_at_the_end() -> None:
    told = tell(OrderScene, steps="one | $w$ || two | {a} || three | the end", values="a = 1/3")
    assert {"one", "two", "three", "the end"} <= {*written(told)}


def test_what_steps_start_from_is_said_and_each_is_shown() -> None:
    setting = "$J(w) = w**2$, and $w$ is {a}. The nudge is {h}, the learning rate {l}."
    values = "a = 2; h = 1/10; x = a + h; r = x**2 - a**2; q = r/h; k = 2*a; l = 1/4; b = a - l*k"
    told = tell(OrderScene, setting=setting, values=values)
    first, question, *steps = told.beats
    assert first.text == "J(w) = w², and w is 2. The nudge is 0.1, the learning rate 0.25."
    assert question.kind == "question"
    for step, seen in zip(steps, ("0.1", "0.41", "4.1", "4", "1"), strict=False):
        assert seen in re.findall(r"[\d.]+\d|\d", step.shown)
    plain = tell(OrderScene, steps="one | $w$ || two | {a} || three | b", values="a=1", setting="")
    assert plain.beats[0].kind == "question"


@pytest.mark.parametrize(
    ("story", "name", "sides", "there", "gone"),
    [
        (FlipCardsScene, "cards", "What is {a}? | One more than {b}.", "What is", "One more than"),
        (PauseScene, "tasks", "What is {a}? | One more than {b}.", "What is", "One more than"),
        (TakeawayScene, "messages", "Slopes add up || So it is", "Slopes add up", "So it"),
    ],
)
def test_at_the_end_the_first_side_of_each_card_can_be_read(
    story: Any, name: str, sides: str, there: str, gone: str
) -> None:
    more = {"values": "a = 3; b = a - 1"} if "{" in sides else {}
    told = tell(story, **{name: sides}, **more)
    lines = " ".join(written(told))
    assert there in lines
    assert (gone in lines) is (story is TakeawayScene)  # a thought of its own


def test_sides_that_are_read_together_are_set_in_one_size() -> None:
    sizes: dict[str, float] = {}

    def watch(told: Any) -> None:
        seen = (part for part in told.mobjects if isinstance(part, Paragraph))
        sizes.update((part.plain, part.font_size) for part in seen)

    cards = f"Why? | {FULL} | So. || What? | That. | {LONG}."
    tell(FlipCardsScene, watch, cards=cards)
    assert len({sizes[text] for text in (FULL, "So.", "That.", f"{LONG}.")}) == 1


@pytest.mark.parametrize("shape", ["1:1", "4:3", "9:16"])
@pytest.mark.parametrize("language", ["fr", "es"])
def test_question_answer_and_picture_are_seen_together(shape: str, language: str) -> None:
    seen: list[tuple[bool, float]] = []

    def watch(told: Any) -> None:
        if told.read is not None and told.read.showing is not None:
            texts = [text.plain for _, text in told.read.all if text is not None]
            questions = {beat.text for beat in told.beats if beat.kind == "question"}
            box = told.showing.box
            seen.append((questions.isdisjoint(texts), box.width / box.height))

    width, height = SHAPES[shape]
    with configured({"pixel_width": width, "pixel_height": height}):
        tell(Interview, watch, language=language)
    assert seen
    assert not any(is_gone for is_gone, _ in seen)
    assert all(1 / 3 < ratio < 3 for _, ratio in seen)


@pytest.mark.parametrize("shape", ["16:9", "1:1", "4:3"])
def test_steps_are_shown_by_something_in_every_shape(shape: str) -> None:
    drawn: set[tuple[int | None, str]] = set()

    def watch(told: Any) -> None:
        if told.showing is not None:
            drawn.add((told.current_beat, told.showing.exhibit.source))

    width, height = SHAPES[shape]
    with configured({"pixel_width": width, "pixel_height": height}):
        told: Any = tell(PutInOrder, watch, language="fr")
    sources = [exhibit.source for exhibit in told.facts.exhibits]
    assert {(i, source) for i, source in enumerate(sources, start=2)} <= drawn


def test_a_deck_without_room_beside_its_pictures_is_refused() -> None:
    wide = f"{22 * 'm'} {LONG}"  # which has no room beside a picture, nor over it
    cards = f"{wide} | {wide} | {wide} | tangent of f(x) = x**2 at 1"
    with (
        configured({"pixel_width": 1080, "pixel_height": 1080}),
        pytest.raises(LessonError, match="frame of this shape"),
    ):
        tell(FlipCardsScene, cards=cards, values="")


def test_a_question_stays_over_its_answer_where_both_have_room() -> None:
    cards = "Why is that so? | Because {a} is. || What else? | Nothing at all."
    told = tell(FlipCardsScene, cards=cards, values="a = 1/3")
    for question, answer in zip(told.beats[0:4:2], told.beats[1:4:2], strict=True):
        assert question.text in answer.shown


def test_a_question_stays_where_something_more_is_said_beside_a_picture() -> None:
    cards = (
        "Why not nudge every parameter, instead of going backward?"
        " | Every nudge needs a forward pass of its own. One backward pass serves all parameters."
        " | Nudging is still good for checking gradients. | graph of J = 3*(a + b*c)"
    )
    told = tell(FlipCardsScene, cards=cards, values="")
    assert told.beats[0].text in told.beats[1].shown


def test_what_a_thought_is_shown_by_has_names() -> None:
    some = [
        f"{name} | slopes of x**2, sin(x) at {at}, 2" for name, at in (("Two", "1/3"), ("C", 2))
    ]
    told = tell(TakeawayScene, messages=["One | graph of J = a*b", *some])
    graph, slopes, same = (told.beats[i].shown for i in (2, 3, 5))
    assert "path by path:" in graph
    assert "backward:" in graph
    assert "x = 1/3; x = 2; the graph of sin(x)" in slopes
    assert "df/dx" in same  # one place can't be beside itself: there is a table


def test_what_answers_are_shown_by_follows_the_numbers_of_the_cards() -> None:
    cards = (
        "What is a step? | One rate times one slope. | steps of f(x) = x**2 at p by r",
        "And a slope? | How steep it is. | Nothing else. | tangent of f(x) = x**3 at q",
    )
    values = "p = 2; r = 1/4; q = 1"
    told = tell(FlipCardsScene, cards=cards, values=values)
    assert told.beats[2].text.endswith("the steps lead to 1, 0.5 and 0.25.")  # each is halved
    assert told.beats[5].text.startswith("At 1, x³ has the slope 3")
    others = tell(FlipCardsScene, cards=cards, values=values.replace("p = 2", "p = 8"))
    assert others.beats[2].text.endswith("the steps lead to 4, 2 and 1.")
    again = parameters.dump(FlipCardsScene.prepare({"cards": cards, "values": values})[0])
    assert tell(FlipCardsScene, **again).beats[5].text == told.beats[5].text


@pytest.mark.parametrize(
    ("picture", "said", "written"),
    [
        ("path of J = 3*(a + b*c) at a=5, b=p, c=2 by c",
         "From J back to c, dJ/dv = 3, dv/du = 1 and du/dc = 4: their product is 12.",
         "dJ/dv = 3; dv/du = 1; du/dc = 4; dJ/dc = 3 · 1 · 4 = 12"),
        ("path of J = exp(2*a) at a=1 by a", "their product is about 14.7781.", "dJ/da ≈ 14.7781"),
    ],
)  # fmt: skip
def test_slopes_on_a_path_are_shown_as_they_multiply(picture: str, said: str, written: str) -> None:
    told = tell(FlipCardsScene, cards=f"Why? | So. | {picture}", values="p = 4")
    assert told.beats[2].text.endswith(said)
    assert written in told.beats[2].shown


@pytest.mark.parametrize(("a", "h"), [("3", "0.001"), ("-1/4", "-0.01")])
def test_a_nudge_that_shrinks_leads_its_ratio_to_the_slope(a: str, h: str) -> None:
    told = tell(FlipCardsScene, cards="Why? | So. | limit of J(w) = w**2 at a by h",
                values=f"a = {a}; h = {h}")  # fmt: skip
    point, nudge = float(Fraction(a)), float(h)
    ratios = [round(2 * point + step, 9) for step in (nudge, nudge / 10, 0.0)]
    for ratio in ratios:
        assert f"{ratio:g}".replace("-", "−") in told.beats[2].text
    assert "tangent" in told.beats[2].shown


def test_a_step_is_shown_with_the_slope_it_comes_from() -> None:
    values = "p = 5; r = 1/4"
    for kind in ("step", "steps"):
        cards = f"Why? | So. | {kind} of f(x) = x**2 at p by r"
        told = tell(FlipCardsScene, cards=cards, values=values)
        assert "10" in re.findall(r"\d+", told.beats[1].shown)  # 2 times 5
        is_there = "−2.5" in told.beats[2].shown  # minus a quarter of it
        assert is_there is (kind == "step")  # it makes room for the next ones


@pytest.mark.parametrize(
    ("notation", "path", "said", "product"),
    [
        ("partial", "path of J = 3*(a + b*c) at a=5, b=3, c=2 by c",
         "dJ/dv = 3, ∂v/∂u = 1 and ∂u/∂c = 3", "∂J/∂c = 3 · 1 · 3 = 9"),
        ("partial", "path of J = w*x + b at w=3, x=2, b=1 by w",
         "∂J/∂u = 1 and ∂u/∂w = 2", "∂J/∂w = 1 · 2 = 2"),
        ("partial", "path of J = sin(2*a) at a=0 by a", "dJ/du = 1 and du/da = 2", "dJ/da = 1 · 2"),
        ("d", "path of J = w*x + b at w=3, x=2, b=1 by w",
         "dJ/du = 1 and du/dw = 2", "dJ/dw = 1 · 2 = 2"),
    ],
)  # fmt: skip
def test_a_curly_d_is_written_where_something_has_several_inputs(
    notation: str, path: str, said: str, product: str
) -> None:
    told = tell(FlipCardsScene, cards=f"Why? | So. | {path}", values="", notation=notation)
    assert said in told.beats[2].text
    assert product in told.beats[2].shown


@pytest.mark.parametrize(
    ("graph", "nudged", "edges"),
    [("J = 3*(a + b*c)", 20, 10), ("J = sin(a*a) + b", 12, 8), ("J = exp(2*a)", 4, 4)],
)
def test_a_nudge_for_each_input_walks_all_edges_each_time(
    graph: str, nudged: int, edges: int
) -> None:
    cards, values = f"Is it {{n}}? | So. | passes of {graph}", f"n = nudges of {graph}"
    told = tell(FlipCardsScene, cards=cards, values=values)
    assert told.beats[0].text == f"Is it {nudged}?"
    ends = (
        f"{edges} times either way." if nudged == edges else f"{edges} times instead of {nudged}."
    )
    assert told.beats[2].text.endswith(ends)


def test_what_leads_to_an_answer_is_shown_while_that_is_said() -> None:
    tasks = "Where to? | From {a}, take away {l} times {k}: {b}. | steps of f(x) = x**2 at a by l"
    values = "a = 3; l = 0.1; k = slope of f(x) = x**2 at a; b = a - l*k"
    told = tell(PauseScene, tasks=tasks, values=values)
    answer, steps = told.beats[1].shown, told.beats[2].shown
    assert "−0.6" in answer  # how far: a tenth of the slope, downhill
    assert "−0.6" not in steps
    assert "1.92" in steps


@pytest.mark.parametrize(("answer", "beats"), [("It is {k}.", 3), ("It is {l}.", 4)])
def test_what_an_answer_says_is_shown_meanwhile_and_not_said_again(answer: str, beats: int) -> None:
    cards = f"Why? | {answer} | tangent of f(x) = x**2 at 4"
    values = "k = slope of f(x) = x**2 at 4; l = k + 1"
    told = tell(FlipCardsScene, cards=cards, values=values)
    assert len(told.beats) == beats
    assert "the graph of x²" in told.beats[1].shown


def test_where_an_answer_is_shown_the_ring_has_gone() -> None:
    rings: list[bool] = []

    def watch(told: Any) -> None:
        rings.append(told.ring.picture in told.mobjects)

    cards = "Why? | So. | tangent of f(x) = x**2 at 1 || What? | That."
    tell(FlipCardsScene, watch, cards=cards, values="")
    assert rings.index(False) < len(rings) - rings[::-1].index(True)  # it comes back
    assert not rings[-1]


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ("tangent of f(x) = x**2 at m", "cards, number 2: uses numbers that are known"),
        ("steps of f(x) = x**2 at 0 by 0.1", "cards, number 2: goes by steps that can be seen"),
        ("steps of f(x) = x**2 at 1 by -0.1", "cards, number 2: has a learning rate over 0"),
        ("steps of f(x) = ln(x) at 1 by 2", "cards, number 2"),  # no slope where it leads
        ("graph of J = 3", "cards, number 2"),
        ("path of J = a*b at a=1, b=2 by a", "is by a name with one path to the end"),
        ("path of J = (a + b)*a at a=1, b=2 by a", "is by a name with one path to the end"),
        ("path of J = 2*(a + b) at a=1 by a", "cards, number 2"),
    ],
)
def test_pictures_that_cannot_be_drawn_are_refused(picture: str, said: str) -> None:
    with pytest.raises(LessonError) as refused:
        FlipCardsScene.prepare({"cards": f"Why? | So. || What? | That. | {picture}", "values": ""})
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("formula", "paths", "edges"),
    [
        ("J = 3*(a + b*c)", [("av", "vJ"), ("bu", "uv", "vJ"), ("cu", "uv", "vJ")], 5),
        ("J = a*b", [("aJ",), ("bJ",)], 2),
    ],
)
def test_as_many_edges_are_lit_as_are_walked(
    formula: str, paths: list[tuple[str, ...]], edges: int
) -> None:
    graph = Graph.parse(formula)
    drawn = Walked(graph, Box(-4, -2, 4, 2), DARK)
    lit = [part for part in drawn.picture if part.stroke_color == ManimColor(DARK[Role.GRADIENT])]

    def seen() -> list[int]:
        """Return how many strands lie on each edge that is lit."""
        return sorted(len(part.get_subpaths()) for part in lit if len(part.points))

    walked = [edge for path in paths for edge in path[::-1]]
    for step in range(1, len(walked) + 1):
        drawn.set(walked=float(step))
        assert seen() == sorted(Counter(walked[:step]).values())  # one for each time
    drawn.set(walked=0.0, swept=float(edges - 1))
    assert seen() == [1] * (edges - 1)
    drawn.set(swept=float(edges))
    assert seen() == [1] * edges
    assert len(lit) == edges


def test_a_graph_without_room_is_not_drawn() -> None:
    long = Graph.parse("J = " + " + ".join(f"sin({name}*{name})" for name in "abcdefghkmn"))
    assert not Walked(long, Box(-2, -1, 2, 1), DARK).picture


THOUGHT = "Where a thought is as long as this one it goes on until the very last of its words"


@pytest.mark.parametrize(
    ("shape", "messages"),
    [
        (
            "1:1",
            [
                f"{THOUGHT} | tangent of f(x) = -x**2 at 3",
                f"{THOUGHT} | bars of f(x) = ln(x) at 1/3 by -0.01",
                f"{THOUGHT} | slopes of sin(x), exp(x)/3, x**3 - 2*x, 1/x at 1/3, pi",
                f"{THOUGHT} | graph of J = ((a + b)*(c + d) + (a - b)*(c - d))*(a*c + b*d)",
                f"{THOUGHT} | formulas of x*sin(x), exp(-x**2/2), x**3 - 2*x, tan(x)",
                THOUGHT,
            ],
        ),
        ("16:9", ["One | tangent of f(x) = cos(x) at 0", "Two | graph of J = a*b"]),
    ],
)
def test_thoughts_can_be_read_in_every_shape(shape: str, messages: list[str]) -> None:
    width, height = SHAPES[shape]
    with configured({"pixel_width": width, "pixel_height": height}):
        assert findings(TakeawayScene, messages=messages) == []


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (
            ["a | tangnt of J(w) = w at 3", "b"],
            "message 1: is shown by tangent, bars, ratio, limit, slopes",
        ),
        (["a"], "has 2 to 6 messages"),
        (["a 3", "b"], "message 1 has its numbers as names of values"),
        (["a", "b | tangent of f(x) = abs(x) at 0"], "message 2: is finite and the same"),
        (["a | slopes of x at 1", "b"], "message 1: looks at two places"),
        (["a | formulas of 2, x", "b"], "message 1: are formulas of one variable each"),
        (["a | graph of J = " + "*".join("abcdhkmnpqrs"), "b"], "message 1: has at most 60 edges"),
    ],
)
def test_thoughts_that_cannot_be_shown_are_refused(messages: list[str], said: str) -> None:
    with pytest.raises(LessonError) as refused:
        TakeawayScene.prepare({"messages": messages})
    assert said in str(refused.value)


def test_a_deck_is_written_as_it_can_be_read_again() -> None:
    given = {"cards": "$|w|$, at {a} | {a} || b | c | d", "values": {"a": 0.1, "b": "2*a"}}
    text = parameters.dump(parameters.resolve(FlipCardsScene, given))
    assert text["cards"] == given["cards"]
    assert text["values"] == "a = 0.1; b = 2*a"
    assert parameters.dump(parameters.resolve(FlipCardsScene, text)) == text


def test_a_text_is_set_as_large_as_there_is_room() -> None:
    box = Box(-2, -0.9, 2, 0.9)
    sizes = [Paragraph(text, [text], box, DARK).font_size for text in ("Why?", FULL, 2 * FULL)]
    assert sizes[0] == SIZES[0] > sizes[1] > sizes[2] == SIZES[-1]
    few = Paragraph("Why?", ["one two three"], Box(-1, -1, 1, 1), DARK)
    assert len({round(part.get_y(), 1) for part in few}) > 1


def test_a_card_and_its_ring_are_drawn_from_nothing_but_how_far_they_are() -> None:
    place, slot = Box(-3, -1, 3, 1), Box(-1, -3, 0, -2.5)
    card, ring = Card(DARK, slot, place), Ring(DARK, (0, 0), 1)
    card.write((1,), text := Paragraph("Why?", ["Why?"], place, DARK))

    def width(**state: Any) -> float:
        card.set(**state)
        return float(text.width)

    seen = width(box=place, turn=1.0, said=1.0)
    assert width(turn=0.5) == 0
    assert 0 < width(turn=0.75) < seen == width(turn=1.0)
    assert width(turn=2.0) == 0
    for left in (1.0, 0.25):
        ring.set(left=left)
        assert ring.picture[1].get_arc_length() == pytest.approx(2 * 3.14159 * left, rel=1e-3)
