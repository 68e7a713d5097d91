"""Text looks the same everywhere: own fonts, tabular digits, lines on a baseline."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.look.text import NumberText, Text, coloured, math
from scenes.look.theme import DARK, Role
from scenes.look.typesetting import MATH_FONT, TEXT_FONT, MissingFont, Typefaces, fonts, typeset

# The 7 of the mathematics font is wider than other digits by its italic correction.
UNSEEN = 0.015  # em


def test_all_digits_take_equal_room() -> None:
    for form in ("${}$", "{}"):
        widths = [typeset(form.format(str(digit) * 5)).advance / 5 for digit in range(10)]
        assert np.ptp(widths) < UNSEEN


def test_letters_stand_on_the_baseline() -> None:
    points = np.vstack([run.points for run in typeset("xzEH").runs])
    assert points[:, 1].min() == pytest.approx(0, abs=0.02)


def test_fonts_of_the_machine_are_not_used() -> None:
    embedded = {"Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"}
    assert set(fonts().families()) <= embedded | {TEXT_FONT, MATH_FONT}
    assert {TEXT_FONT, MATH_FONT} <= set(fonts().families())


def test_a_lesson_can_ask_for_other_fonts() -> None:
    own = typeset("hello").runs[0].points
    other = typeset("hello", typefaces=Typefaces(text="Libertinus Serif")).runs[0].points
    assert own.shape != other.shape
    formulas = typeset("$x$"), typeset("$x$", typefaces=Typefaces(text="Libertinus Serif"))
    assert np.array_equal(formulas[0].runs[0].points, formulas[1].runs[0].points)


def test_a_font_that_is_not_there_is_replaced_with_a_warning() -> None:
    absent = Typefaces("No Such Font", "No Such Math")
    with pytest.warns(MissingFont) as caught:
        absent.warn_of_missing()
    assert [str(one.message).split(" isn't")[0] for one in caught] == [
        "font No Such Font",
        "font No Such Math",
    ]
    for source in ("hello", "$x + 1/2$"):
        own, other = typeset(source), typeset(source, typefaces=absent)
        assert np.array_equal(own.runs[0].points, other.runs[0].points)


def test_a_colour_starts_a_run_of_its_own() -> None:
    text = Text(math(f"{coloured(Role.OUTPUT, 'x')} = {coloured(Role.INPUT, 'y')} + z"))
    colours = [run.fill_color.to_hex().upper() for run in text.submobjects]
    assert colours == [DARK[Role.OUTPUT], DARK[Role.TEXT], DARK[Role.INPUT], DARK[Role.TEXT]]
    assert text.part(Role.INPUT) is text.submobjects[2]
    with pytest.raises(KeyError):
        text.part(Role.SLOPE)


def test_a_fraction_bar_is_a_thin_filled_shape() -> None:
    bare = np.vstack([run.points for run in typeset(math("a")).runs])
    both = np.vstack([run.points for run in typeset(math("a / a")).runs])
    bar = both[len(bare) * 2 :] if len(both) > 2 * len(bare) else both[-16:]
    assert np.ptp(bar[:, 1]) < 0.1 < np.ptp(bar[:, 0])


def test_lines_are_placed_by_their_pen_not_by_their_ink() -> None:
    one, eight = Text(math("1")), Text(math("8"))
    for text in (one, eight):
        text.scale(1.7).place(2.0, -1.0, anchor=-1)
        assert text.start == pytest.approx(2.0)
        assert text.baseline == pytest.approx(-1.0)
    assert one.end == pytest.approx(eight.end)
    assert one.width < eight.width


def test_a_number_changes_its_digits_in_place() -> None:
    number = NumberText("6.1").place(0, 0, anchor=1)
    before = number.end
    number.write("6.0").place(0, 0, anchor=1)
    assert number.end == pytest.approx(before)
    assert not number.submobjects
