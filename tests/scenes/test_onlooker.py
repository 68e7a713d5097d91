"""What a beat brings on screen is said in words that are true to what is drawn."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scenes import onlooker
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.descent import DescentScene
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.readable import readable
from scenes.tangents import TangentScene
from scenes.text import Text
from tests.scenes.telling import tell

STORIES: list[tuple[type[LessonScene], dict[str, object]]] = [
    (NudgeScene, {}),
    (NudgeScene, {"function": "f(x) = sqrt(x)/3 - exp(-x)", "points": "2", "nudge_name": "h"}),
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
    assert told["Here is the function f(a) = a²."] == (
        new + "Nudging f(a) = a²; axes for a, f(a); the graph of a²."
    )
    assert told["Along the base, a grows by 0.001."] == (
        new + "the base of the triangle; Δa = 0.001."
    )
    height = told["Along the height, f changes by 0.004001."]
    assert height.startswith(new + "the height of the triangle; Δf = 0.004001; ")
    assert told["Magnified 1000 times, the two points come apart."] == (
        new + "× 1000. The picture zooms in."
    )
    rows = told["With 0.01, the quotient is 4.01."]
    assert rows.startswith(new)
    assert "Δa = 0.01" in rows
    assert "Δf/Δa = 4.01" in rows


def test_a_secant_is_told_from_a_tangent_and_left_from_right() -> None:
    told = list(seen(TangentScene).values())
    first = next(i for i, text in enumerate(told) if "a secant" in text)
    assert next(i for i, text in enumerate(told) if "a tangent" in text) > first
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


@pytest.mark.parametrize("code", ["fr", "es"])
def test_every_figure_has_a_name_in_every_language(code: str) -> None:
    path = Path(onlooker.__file__).parent / "languages" / f"{code}.toml"
    known = tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]
    assert {name for names in onlooker._FIGURES.values() for name in names} <= set(known)
