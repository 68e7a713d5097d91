"""Numbers in texts of Manim's own are found, unless they are on record in their beat."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import manim
import pytest
from manim import DecimalNumber, FadeIn, Integer, MarkupText, Mobject, Transform, Write
from manim.mobject.text import numbers as manims_numbers

from calculus.shown import shown
from scenes.base import LessonScene
from tests.checks.looking import findings, message

Make = Callable[[], Mobject]


@pytest.fixture(autouse=True)
def no_digits_are_kept() -> Iterator[None]:
    """Manim keeps the digits it has set, however they were set."""
    yield
    manims_numbers.string_to_mob_map.clear()


def text(words: str) -> Make:
    return lambda: manim.Text(words)


def decimal(number: float, places: int = 2) -> Make:
    return lambda: DecimalNumber(number, num_decimal_places=places, mob_class=manim.Text)


def written(make: Make) -> type[LessonScene]:
    class Written(LessonScene):
        def construct(self) -> None:
            with self.beat("Where it is {n}, the slope is {m}.", n=shown("5/2"), m=shown(-1234)):
                self.play(Write(make()))
            with self.beat("Nothing is said of numbers here."):
                self.hold(1)

    return Written


FALSE = [
    text("slope 4711"), text("slope −2.5"), text("1234"), text("3 - 1"), text("= 2,5"),
    decimal(2.51), decimal(-2.5), lambda: Integer(3, mob_class=manim.Text),
    lambda: MarkupText("a <b>47</b>"), lambda: manim.Paragraph("one", "of 47"),
    lambda: manim.VGroup(manim.Text("a"), manim.Text("47")),
]  # fmt: skip
TRUE = [
    text("slope"), text("the points x1 and y_2"), text("2.5"), text("f(2.5) = −1,234"),
    decimal(2.5), decimal(-1234, 0), lambda: MarkupText('<span size="40">2.5</span>'),
    lambda: manim.Text("47").set_opacity(0),
    lambda: manim.NumberLine((0, 3), include_numbers=True, label_constructor=manim.Text),
]  # fmt: skip


@pytest.mark.parametrize("make", FALSE)
def test_a_number_that_nobody_computed_is_found(make: Make) -> None:
    assert ("numbers.typed", 0) in findings(written(make))


@pytest.mark.parametrize("make", TRUE)
def test_what_is_on_record_in_the_beat_or_no_number_passes(make: Make) -> None:
    assert "numbers.typed" not in {rule for rule, _ in findings(written(make))}


def placed(*made: Make, height: float = 0.6) -> type[LessonScene]:
    class Placed(LessonScene):
        def construct(self) -> None:
            with self.beat("Something is written here."):
                self.add(*(make().scale_to_fit_height(height) for make in made))
                self.hold(1)

    return Placed


@pytest.mark.parametrize("make", [*FALSE[:-1], *TRUE[:-2]])
def test_texts_are_looked_at_as_texts_however_many_shapes_they_are(make: Make) -> None:
    alone, beside = placed(make), placed(make, lambda: manim.Text("over it"))
    assert "layout.overlap" not in {rule for rule, _ in findings(alone)}
    assert ("layout.overlap", 0) in findings(beside)
    assert "layout.small" in {rule for rule, _ in findings(placed(make, height=0.1))}


class Stale(LessonScene):
    """A number of an earlier beat, and one into which a word turns."""

    def construct(self) -> None:
        with self.beat("The slope is {n}.", n=shown(5)):
            self.hold(1)
        with self.beat("And here is another one."):
            self.play(FadeIn(manim.Text("slope 5")))
        word = manim.Text("how many")
        with self.beat("How many are there now?"):
            self.play(Write(word))
            self.play(Transform(word, manim.Text("seventeen, 17")))


def test_each_beat_has_numbers_of_its_own_and_a_word_may_turn_into_one() -> None:
    assert {("numbers.typed", 1), ("numbers.typed", 2)} <= set(findings(Stale))
    assert "“slope 5” holds 5, which is no number on record in its beat" in message(
        Stale, "numbers.typed"
    )


def test_a_number_that_rolls_is_read_where_it_stands() -> None:
    class Rolling(LessonScene):
        def construct(self) -> None:
            number = DecimalNumber(0, mob_class=manim.Text)
            with self.beat("It begins at {n}.", n=shown(0)):
                self.play(FadeIn(number))
            with self.beat("It rises to {n}.", n=shown(self.ENDS)):
                self.play(manim.ChangeDecimalToValue(number, 7))

        ENDS = 7

    class Wrong(Rolling):
        ENDS = 8

    rules = [{rule for rule, _ in findings(scene)} for scene in (Rolling, Wrong)]
    assert ["numbers.typed" in some for some in rules] == [False, True]
