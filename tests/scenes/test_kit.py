"""The door: what a lesson or a story may import, and that it costs nothing more."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from scenes import kit

ROOT = Path(__file__).parents[2]
EXPORTED = {
    "LAYER", "LEAST_SIZE", "Answer", "Binary", "Box", "Card", "Carry", "Chips", "Clause", "Count",
    "Drive", "Enumeration", "Formula", "Formulas", "Function", "FunctionParameter",
    "GraphParameter", "Inputs", "Layout", "LearningRate", "LearningRates", "Lens", "LessonError",
    "LessonScene", "Merge", "Note", "Nudge", "NudgeName", "Nudges", "Number", "NumberText",
    "Obstacles", "Order", "Parameters", "Picture", "Plot", "Points", "Pulse", "Quantity", "Rods",
    "Role", "Roll", "Scale", "Sentence", "Squeeze", "Steps", "Subject", "Table", "Term", "Text",
    "Theme", "Trace", "Unfold", "Window", "Wordable", "World", "appear", "around", "as_given",
    "box_of", "brief", "choice", "claims", "clearest", "coloured", "dim", "dive", "evaluated",
    "explorable", "expression_of", "filled", "fit", "in_column", "in_row", "integer", "light",
    "math", "meaning", "pen", "px", "quantity", "relation", "require_few", "require_small",
    "rest_of", "scale_to_fit", "shapes", "show", "shown", "sign_of", "sounding", "stroke",
    "substitute", "surface", "table_height", "terms", "vanish", "whole_number",
}  # fmt: skip


def test_the_door_is_as_wide_as_this() -> None:
    """A name that goes is missed by somebody's lesson; a name that comes has to stay."""
    assert set(kit.__all__) == EXPORTED
    assert len(kit.__all__) == len(EXPORTED)
    constants, classes, functions = (
        [name for name in kit.__all__ if kind(name)]
        for kind in (str.isupper, lambda one: one[0].isupper() and not one.isupper(), str.islower)
    )
    assert kit.__all__ == [*sorted(constants), *sorted(classes), *sorted(functions)]


def test_each_name_is_there_and_documented() -> None:
    told = re.findall(r"`(\w+)`", kit.__doc__ or "")
    assert sorted(told) == sorted(kit.__all__)
    for name in kit.__all__:
        found = getattr(kit, name)
        if callable(found) and hasattr(found, "__module__") and "scenes" in found.__module__:
            assert found.__doc__, name


def test_it_loads_nothing_that_a_scene_does_not_load() -> None:
    program = (
        "import sys, scenes.base; before = set(sys.modules); import scenes.kit;"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    more = done.stdout.split()
    assert {name.split(".")[0] for name in more} <= {"scenes", "calculus"}, more
