"""Words of any script are set as they are read, or it is said which font can do that."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import typst

from calculus.errors import ParameterError
from calculus.shown import shown
from scenes.look import glyphs, typesetting
from scenes.look.text import Text, math
from scenes.look.theme import themed
from scenes.look.typesetting import NoGlyph, Typefaces, typeset
from scenes.words.wording import fill
from tests.fontmaking import font_with

CACHED = typesetting.typeset, typesetting.fonts, typesetting._compiler, typesetting._boxes


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a machine's own fonts, whatever else this one has."""
    house = str(files("font_source_sans_pro") / "files")

    def fonts(system: bool = False) -> typst.Fonts:
        paths = [house, str(tmp_path)] if system else [house]
        return typst.Fonts(include_system_fonts=False, font_paths=paths)

    def forget() -> None:
        for one in CACHED:
            one.cache_clear()

    forget()
    monkeypatch.setattr(typesetting, "fonts", fonts)
    monkeypatch.setattr(glyphs, "fonts", fonts)
    yield tmp_path
    monkeypatch.undo()
    forget()


LACKING = [
    ("斜率", "斜 率", "Noto Sans CJK SC"),
    ("これは斜", "こ れ は 斜", "Noto Sans CJK JP"),
    ("기울", "기 울", "Noto Sans CJK KR"),
    ("ชัน", "ช ั น", "Noto Sans Thai"),
    (math('words("斜") + x'), "斜", "Noto Sans CJK SC"),
    ("the slope *斜*", "斜", "Noto Sans CJK SC"),
]


@pytest.mark.parametrize(("source", "letters", "family"), LACKING)
def test_what_no_font_has_is_named_with_a_font_to_install(
    source: str, letters: str, family: str, machine: Path
) -> None:
    with pytest.raises(ParameterError) as caught:
        Text(source)
    assert caught.value.thing == "text_font"
    assert caught.value.rule.endswith(f"characters {letters}")
    assert caught.value.remedy.startswith(f'text_font = "{family}", once that is installed')


def test_signs_that_are_no_letters_are_better_replaced(machine: Path) -> None:
    with pytest.raises(ParameterError, match="words instead of these signs"):
        Text("well done \N{PARTY POPPER}")


@pytest.mark.parametrize("source", ["斜率", math('words("斜") + x'), math("x + 斜")])
def test_the_remedy_names_a_font_of_the_machine_and_works(source: str, machine: Path) -> None:
    font_with("абв", "A Sans Of No Use", machine / "useless.ttf")
    font_with("斜率", "Tiny Han", machine / "tiny.ttf")
    (machine / "broken.ttf").write_bytes(b"\0\1\0\0")
    with pytest.raises(ParameterError) as caught:
        Text(source)
    assert caught.value.remedy == 'text_font = "Tiny Han"'
    text = Text(source, theme=themed("dark", typefaces=Typefaces(text="Tiny Han")))
    assert text.width > 0


@pytest.mark.parametrize("source", ["naïve Ångström", "Привет", "αβγ Ω", math("dif a ≈ nabla J")])
def test_what_the_house_has_is_set(source: str, machine: Path) -> None:
    assert Text(source).width > 0


def test_a_box_is_never_set(machine: Path) -> None:
    with pytest.raises(NoGlyph):
        typeset("\U0010fffd")


HEBREW = "שלום"


def stop(source: str) -> str:
    """Return at which end of a line its full stop is: there is nothing above the baseline."""
    points = np.vstack([run.points for run in typeset(f"{source}.").runs])
    x, y = points[:, 0], points[:, 1]
    at_left, at_right = (y[x < x.min() + 0.05].max(), y[x > x.max() - 0.05].max())
    assert (at_left < 0.2) != (at_right < 0.2)
    return "left" if at_left < 0.2 else "right"


@pytest.mark.parametrize(
    ("source", "end"),
    [(HEBREW, "left"), (f"$f(a)$ {HEBREW} $a$", "left"), ("f of a", "right"), ("$upright(H) = a$",
     "right"), (f"slope: {HEBREW} of", "right")],
)  # fmt: skip
def test_a_full_stop_is_where_the_sentence_ends(source: str, end: str) -> None:
    assert stop(source) == end


def test_a_line_from_right_to_left_has_its_left_end_at_its_start() -> None:
    for source in (HEBREW, f"$a$ {HEBREW}.", f"{HEBREW} $a = -b$"):
        line = typeset(source)
        points = np.vstack([run.points for run in line.runs])
        assert -0.2 < points[:, 0].min() < 0.2
        assert points[:, 0].max() == pytest.approx(line.advance, abs=0.2)


def test_a_formula_keeps_its_direction_in_a_sentence_from_right_to_left() -> None:
    text = fill(f"{HEBREW} {{v}}.", v=shown("-3/2")).text
    assert text == f"{HEBREW} \N{LEFT-TO-RIGHT ISOLATE}−1.5\N{POP DIRECTIONAL ISOLATE}."
    assert fill("The slope is {v}.", v=shown("-3/2")).text == "The slope is −1.5."
    assert fill(f"{HEBREW} {{v}}.", v=shown("-3/2")).speech == f"{HEBREW} minus one point five."
