"""The session's story: what it refuses, and that what it shows can be read in every shape."""

from __future__ import annotations

import pytest

from calculus.errors import LessonError
from engine.telling.configuration import configured
from scenes.look.text import LEAST_SIZE, Text
from scenes.sympy_session import SymPyScene
from tests.checks.looking import findings
from tests.scenes.telling import tell


@pytest.mark.parametrize(
    "given",
    [
        {"functions": "w**2"},
        {"functions": "sqrt(w), tan(w), sigma(w)"},
        {"functions": "ln(t), 0.1*t", "at": "1/3", "also_at": "1/3"},
        {"functions": "exp(-w**2/2)", "language": "fr", "nudge": "-0.5"},
        {"functions": "(w**2 + 1)**3, w**w", "language": "es", "name": "f"},
    ],
)
def test_sessions_are_told_without_a_finding(given: dict[str, object]) -> None:
    assert findings(SymPyScene, **given) == []


def test_every_line_is_typed_and_every_output_comes_out_of_one() -> None:
    told = tell(SymPyScene, functions="w**2, 1/w", also_at="5")
    session = " ".join(beat.shown for beat in told.beats)
    lines = [
        "J = w**2",
        "sp.diff(J, w)",
        "dJ_dw.subs(w, 2)",
        "-1/w**2",
        "sp.diff(w**2, w).subs(w, 5)",
    ]
    assert [line for line in lines if line not in session] == []


def test_names_that_mean_something_get_a_number() -> None:
    told = tell(SymPyScene, functions="sp**2", name="J", at="3")
    assert told.facts.names.code == "sp1 = sp.symbols('sp1')"
    assert told.facts.worked[0].puts.output == "6"
    said = " ".join(beat.text for beat in told.beats)
    assert "The code calls it sp1." in said
    assert "calls it J" not in said


def test_it_is_said_and_seen_where_the_nudge_is_made() -> None:
    told = tell(SymPyScene, functions="w**2", at="2", also_at="3")
    beat = next(beat for beat in told.beats if beat.text.startswith("Is the slope of"))
    assert "Where w = 2, nudge it by 0.001" in beat.text
    assert "w = 2" in beat.shown


@pytest.mark.parametrize("functions", ["w**2", "sqrt(w), w**(1/3)", "w**2, w**3, w, 1/w, ln(w)"])
def test_what_is_found_can_be_read_in_an_upright_picture(functions: str) -> None:
    with configured({"pixel_width": 720, "pixel_height": 1280}):
        told = tell(SymPyScene, functions=functions)
    shown = told.get_mobject_family_members()
    assert min(part.font_size for part in shown if isinstance(part, Text)) >= LEAST_SIZE


@pytest.mark.parametrize(
    ("given", "thing"),
    [
        ({"functions": "abs(w)"}, "functions, abs(w): formula"),
        ({"functions": "w, w**2, w**3, w**4, w**5, w**6"}, "functions"),
        ({"functions": "sin(w)*cos(w)*exp(w)*ln(w)*tan(w)"}, "functions, sin"),
        ({"functions": "ln(w)", "at": "-1"}, "slope of ln(w)"),
        ({"functions": "w**2", "name": "w"}, "name"),
    ],
)
def test_what_cannot_be_told_is_refused(given: dict[str, str], thing: str) -> None:
    with pytest.raises(LessonError) as error:
        SymPyScene.prepare(given)
    assert error.value.thing.startswith(thing)
