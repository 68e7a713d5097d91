"""What a beat brings on screen is said in words that are true to what is drawn."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import manim
import numpy as np
import pytest
from manim import FadeIn, Mobject

from calculus.grammar import parse_expression
from calculus.shown import shown
from calculus.typst import typst
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.derivative import DerivativeScene
from scenes.descent import DescentScene
from scenes.learning_rates import LearningRatesScene
from scenes.look.text import Text, math
from scenes.nudge import NudgeScene
from scenes.tangents import TangentScene
from scenes.telling import onlooker
from scenes.words.language import MissingTranslation, codes
from scenes.words.readable import readable
from scenes.words.terms import formula
from scenes.words.wording import fill
from tests.scenes.telling import tell

STORIES: list[tuple[type[LessonScene], dict[str, object]]] = [
    (NudgeScene, {}),
    (NudgeScene, {"function": "f(x) = sqrt(x)/3 - exp(-x)", "points": "2", "nudge_name": "h"}),
    (DerivativeScene, {}),
    (TangentScene, {"notation": "partial"}),
    (ChainRuleScene, {}),
    (ChainRuleScene, {"graph": "J = sin(a*b)**2 + sqrt(a)", "inputs": "a=2, b=1/3"}),
    (DescentScene, {"language": "fr"}),
    (LearningRatesScene, {"language": "es"}),
]
IDS = [f"{scene.__name__}-{i}" for i, (scene, _) in enumerate(STORIES)]


def seen(scene: type[LessonScene], **given: object) -> dict[str, str]:
    """What every beat brings on screen, by what it says."""
    return {beat.text: beat.shown for beat in tell(scene, **given).beats}


def test_the_triangle_is_told_side_by_side() -> None:
    told = seen(NudgeScene, points="2")
    new = "New on screen: "
    assert told["Nudge a by only 0.001: the numbers move, the picture does not."] == (
        new + "axes for a, f(a) = a²; the graph of a²; Nudging f(a) = a²; points; a = 2.001; "
        "f(2.001) = 4.004001."
    )
    sides = told["Along the height, f changes by 0.41."]
    assert sides == (
        new + "the base of the triangle; the height of the triangle; Δa = 0.1; f(2.1) = 4.41; "
        "Δf = 0.41."
    )
    assert told["Magnified 10 times, it is easier to measure."] == "The picture zooms in."
    rows = told["Does the size of the nudge matter? Take 0.01: the quotient is 4.01."]
    assert rows.startswith(new)
    assert "Δa = 0.01" in rows
    assert "Δf/Δa = 4.01" in rows


def test_a_secant_is_told_from_a_tangent_and_left_from_right() -> None:
    told = list(seen(TangentScene).values())
    first = next(i for i, text in enumerate(told) if "secants" in text)
    assert "a tangent" in told[0]
    assert next(i for i, text in enumerate(told) if "tangents" in text) > first
    roll = seen(DescentScene)["So the ball rolls from 3 to 2.4."]
    assert roll.endswith("The ball moves to the left.")
    roll = seen(DescentScene, start=-3)["So the ball rolls from −3 to −2.4."]
    assert roll.endswith("The ball moves to the right.")


def test_numbers_stand_at_their_nodes() -> None:
    told = seen(ChainRuleScene)
    assert told["Forward: a = 5, b = 3 and c = 2."] == "New on screen: a = 5; b = 3; c = 2."
    assert "dc = 9" in told["To c: upstream 3 times local 3 is 9."]
    # What was on screen is no news.
    assert "v = 11" not in told["J = 3 · 11 = 33."]


@pytest.mark.parametrize(("scene", "given"), STORIES, ids=IDS)
def test_every_beat_is_described_in_plain_text(
    scene: type[LessonScene], given: dict[str, object]
) -> None:
    told = tell(scene, **given)
    assert all(beat.shown.endswith(".") for beat in told.beats)
    everything = " ".join(beat.shown for beat in told.beats)
    left_over = r"[$#\\{}]|display|\bdif\b|\bdot\b|Delta|\bquad\b|\bc(input|output|slope|gradient)"
    assert not re.search(left_over, everything), everything
    if given.get("notation") == "partial":
        assert "∂J/∂w" in everything
        assert "dJ" not in everything
    if given.get("language"):
        assert "New" not in everything
        assert not re.search(r"\d\.\d", everything)


def words_of(source: str) -> set[str]:
    """The words of Typst in markup: outside of quotes, and no part of a sentence."""
    formulas = re.sub(r'"[^"]*"', " ", " ".join(source.split("$")[1::2]))
    return set(re.findall(r"[A-Za-z]{2,}", formulas))


KNOWN_TO_READERS = {"ln", "exp", "sin", "cos", "lim"}  # functions, which are written like that
SPACES = ("thin", "med", "thick", "quad", "wide")


@pytest.mark.parametrize(("scene", "given"), STORIES + [
    (NudgeScene, {"function": "f(a) = ln(a)", "points": "1/3"}),
    (ChainRuleScene, {"graph": "E = m*c**2 + sin(m)/cos(m)", "inputs": "m=2, c=299792"}),
])  # fmt: skip
def test_no_word_of_typst_is_read_out(scene: type[LessonScene], given: dict[str, object]) -> None:
    sources: set[str] = set()

    def watch(told: LessonScene) -> None:
        family = told.get_mobject_family_members()
        sources.update(part.source for part in family if isinstance(part, Text))

    tell(scene, watch, **given)
    commands = set().union(*map(words_of, sources)) - KNOWN_TO_READERS
    for source in sources:
        formulas = " ".join(f"${part}$" for part in source.split("$")[1::2])
        unquoted = re.sub(r'(#raw|words)?\(?"[^"]*"\)?', " ", formulas)
        assert not commands & set(re.findall(r"[A-Za-z]{2,}", readable(unquoted))), source


def test_spaces_and_powers_of_ten_are_read() -> None:
    for space in SPACES:
        assert readable(f"$display(a = 1 {space} b)$") == "a = 1 b"
    assert readable("$2 dot 3.5 times 10^(-8) = 7 times 10^(12)$") == "2 · 3.5 × 10⁻⁸ = 7 × 10¹²"
    assert readable('$op("sign")(cosh(cinput(sigma_1)))$') == "sign(cosh(σ_1))"


@pytest.mark.parametrize("text", [
    "a/(b*c)", "exp(x)", "exp(0.5*x)/(3*x)", "sin(x)/cos(x)", "1/sqrt(x)", "2*sqrt(a)*b", "w1*x_12",
    "x**0.5", "1/3/x", "3*b/pi**x", "rate*time/eta", "cbrt(x)**2", "abs(x)/log10(x)",
])  # fmt: skip
def test_a_formula_is_told_as_captions_write_it(text: str) -> None:
    term = formula(parse_expression(text))
    assert readable(math(term.typst)) == term.text
    wording = fill("With {f} it is {n}.", f=term, n=shown(2))
    assert readable(wording.markup) == f"With {term.text} it is 2."
    assert readable(math(fill("dif y := {f} dot {n}", f=term, n=shown(2)).typst)) == (
        f"dy := {term.text} · 2"
    )
    assert term.typst == typst(parse_expression(text))  # what is set is not what is read


def test_whatever_is_written_has_been_told() -> None:
    beats = []

    def look(scene: LessonScene) -> None:
        told = " ".join(beat.shown for beat in scene.beats)
        for mobject in scene.mobjects:
            for part in mobject.get_family():
                assert type(part) is not Text or readable(part.source) in told
        beats.append(told)

    def watch(scene: LessonScene) -> None:
        scene.on_beat = look

    tell(NudgeScene, watch, points="2")
    assert len(beats) > 10


class Drawn(LessonScene):
    """Drawn with Manim's own objects, one after the other."""

    objects: list[Callable[[], Mobject]] = []

    def construct(self) -> None:
        for make in self.objects:
            with self.beat("Look at this."):
                self.play(FadeIn(make()))


def drawn(*objects: Callable[[], Mobject], **given: object) -> list[str]:
    """What is said of objects that come one after the other."""
    scene = type("Own", (Drawn,), {"objects": objects})
    return [beat.shown for beat in tell(scene, **given).beats]


def axes_with_a_curve() -> Mobject:
    axes = manim.Axes(x_range=[0, 3], y_range=[0, 3], x_length=4, y_length=3)
    return manim.Group(axes, axes.plot(lambda x: x * x / 3))


PLAIN: list[tuple[Callable[[], Mobject], str]] = [
    (lambda: manim.Axes(x_length=4), "a pair of axes"),
    (lambda: manim.NumberPlane(), "a pair of axes"),
    (axes_with_a_curve, "a pair of axes; a curve"),
    (lambda: manim.NumberLine(), "a number line"),
    (lambda: manim.Annulus(0.2, 0.5), "a ring"),
    (lambda: manim.Circle(), "a circle"),
    (lambda: manim.Circle().stretch(2, 0), "an ellipse"),
    (lambda: manim.Dot(), "a dot"),
    (lambda: manim.VGroup(*(manim.Dot([x, 0, 0]) for x in range(3))), "3 dots"),
    (lambda: manim.Arrow(), "an arrow"),
    (lambda: manim.Vector([1, 1]), "an arrow"),
    (lambda: manim.Line().add_tip(), "an arrow"),
    (lambda: manim.DashedLine(), "a line"),
    (lambda: manim.Square(), "a square"),
    (lambda: manim.Rectangle(), "a rectangle"),
    (lambda: manim.RoundedRectangle(), "a rectangle"),
    (lambda: manim.Triangle(), "a triangle"),
    (lambda: manim.Star(), "a polygon"),
    (lambda: manim.FunctionGraph(np.sin), "a curve"),
    (lambda: manim.ImageMobject(np.zeros((4, 4, 3), dtype="uint8")), "a picture"),
    (lambda: manim.Text("Hi there"), "Hi there"),
    (lambda: manim.VMobject().set_points_as_corners([[0, 0, 0], [1, 1, 0]]), "a drawing"),
    (lambda: manim.VGroup(manim.Circle(), manim.Square()), "a circle; a square"),
]


@pytest.mark.parametrize(("make", "said"), PLAIN, ids=[said for _, said in PLAIN])
def test_objects_of_manim_are_named(make: Callable[[], Mobject], said: str) -> None:
    assert drawn(make) == [f"New on screen: {said}."]


def test_objects_of_manim_are_counted_once_and_named_in_every_language() -> None:
    circle = manim.Circle()
    assert drawn(manim.Square, lambda: circle, lambda: circle)[1:] == [
        "New on screen: a circle.", "Nothing new appears.",
    ]  # fmt: skip
    unseen = manim.Circle(stroke_opacity=0)
    assert drawn(lambda: unseen) == ["Nothing new appears."]
    with pytest.warns(MissingTranslation):
        assert drawn(manim.Circle, language="fr")[0].endswith(" un cercle.")
    with pytest.warns(MissingTranslation):
        assert drawn(manim.Circle, language="es")[0].endswith(" un círculo.")


def test_what_is_written_keeps_its_stop_and_its_direction() -> None:
    label = Text("Done.")
    assert drawn(lambda: label) == ["New on screen: Done."]
    hebrew = Text("שלום.")
    first, last = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
    assert drawn(lambda: hebrew) == [f"New on screen: {first}שלום.{last}."]


@pytest.mark.parametrize("code", [code for code in codes() if code != "en"])
def test_every_figure_has_a_name_in_every_language(code: str) -> None:
    path = Path(__file__).parents[2] / "scenes" / "words" / "languages" / f"{code}.toml"
    known = tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]
    assert {name for names in onlooker._FIGURES.values() for name in names} <= set(known)
