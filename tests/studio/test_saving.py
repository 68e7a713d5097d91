"""What the studio writes into lessons: the change, and nothing else."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.jobs import lessons
from engine.jobs.lessons import LessonFile
from scenes.settings import parameters
from studio.saving import lesson
from studio.saving.values import DEFAULT, SavingError
from tests.studio.comparing import as_list, changed_lines

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "lessons").glob("*.py"))


def stated(source: str, scene: str) -> dict[str, Any]:
    """What a class states, by Python itself."""
    space: dict[str, Any] = {"NudgeScene": object, "kept": lambda one: one, "Points": tuple}
    exec(compile(source, "lesson", "exec", dont_inherit=True), space)
    return {name: value for name, value in vars(space[scene]).items() if name[0] != "_"}


def in_class(body: str) -> str:
    return f"class A(NudgeScene):\n{textwrap.indent(textwrap.dedent(body), '    ')}"


# A body of a class, a change, and the body that is expected.
CHANGES = [
    ("points = 2, 5  # where\n", {"points": (2, 7)}, "points = 2, 7  # where\n"),
    ("points = 2, 5\n", {"points": [3]}, "points = (3,)\n"),
    ("points = (2,)\n", {"points": [2, 5]}, "points = (2, 5)\n"),
    ("points = 2,\n", {"points": (2, "1/3")}, 'points = 2, "1/3"\n'),
    ("points: list = [2, 5]\n", {"points": (1, 0.5)}, "points: list = [1, 0.5]\n"),
    ("points = [ 2,5 ]\n", {"points": [2, 9]}, "points = [ 2,9 ]\n"),
    ("points = ()\n", {"points": (0.00001, 1e-30)}, "points = 0.00001, 1e-30\n"),
    ("points=2\n", {"points": (1, 2)}, "points=1, 2\n"),
    ("points = \\\n    2, 5\n", {"points": (2, 6)}, "points = \\\n    2, 6\n"),
    ("points = 2, 5; nudges = 1,\n", {"points": (4, 5)}, "points = 4, 5; nudges = 1,\n"),
    ("points = 2, 5; nudges = 1\n", {"nudges": DEFAULT}, "points = 2, 5\n"),
    ("points = 2, 5; nudges = 1\n", {"points": DEFAULT}, "nudges = 1\n"),
    ("points = 2, 5; nudges = 1;  # c\n", {"nudges": DEFAULT}, "points = 2, 5;  # c\n"),
    ("at = (\n    # why\n    3\n)\n", {"at": 0.5}, "at = (\n    # why\n    0.5\n)\n"),
    ("start = at = 3\n", {"start": 4}, "at = 3\nstart = 4\n"),
    ("start = at = 3\n", {"start": DEFAULT}, "at = 3\n"),
    ("name = 'J'\nat = 'x'\n", {"name": "it's"}, "name = \"it's\"\nat = 'x'\n"),
    ("name = 'J'\nat = 'x'\n", {"name": "K"}, "name = 'K'\nat = 'x'\n"),
    ('name = "J"\n', {"name": 'a "b" \'c\'\\\n'}, 'name = "a \\"b\\" \'c\'\\\\\\n"\n'),
    ("at = 3\n", {"at": -2.5}, "at = -2.5\n"),
    ("at = 3\n", {"at": None}, "at = None\n"),
    ("pass\n", {"at": 3}, "at = 3\n"),
    ("...\n", {"at": 3}, "at = 3\n"),
    ('"""One."""\n', {"at": 3}, '"""One."""\n\nat = 3\n'),
    ('"""One."""\npass\n', {"at": 3}, '"""One."""\nat = 3\n'),
    ("at = 3  # here\n", {"at": DEFAULT}, "pass\n"),
    ('"""One."""\n\nat = 3\n', {"at": DEFAULT}, '"""One."""\n'),
    ('"""One."""\n\nat = 3\nto = 4\n', {"at": DEFAULT}, '"""One."""\n\nto = 4\n'),
    ("a = 1\n\nb = 2\n\nc = 3\n", {"b": DEFAULT}, "a = 1\n\nc = 3\n"),
    ("a = 1\n# own\nb = 2\n", {"b": DEFAULT}, "a = 1\n# own\n"),
    ("a = 1\n# own\nb = 2\nc = 3\n", {"b": DEFAULT}, "a = 1\n# own\nc = 3\n"),
    ("a = 1\n", {"b": DEFAULT}, "a = 1\n"),
    ("at: Points\n", {"at": (3,)}, "at: Points = (3,)\n"),
    (
        "a = 1\n\ndef told(self):\n    at = 2\n",
        {"at": 3},
        "a = 1\nat = 3\n\ndef told(self):\n    at = 2\n",
    ),
    (
        "points = (\n    2,  # two\n    # own\n    5,  # five\n)\n",
        {"points": (2, 5, 7)},
        "points = (\n    2,  # two\n    # own\n    5,  # five\n    7,\n)\n",
    ),
    (
        "points = (\n    2,  # two\n    5,  # five\n    7\n)\n",
        {"points": [2, 5]},
        "points = (\n    2,  # two\n    5  # five\n)\n",
    ),
    (
        "points = [\n    2, 5, 6,\n    7, 8,\n]\n",
        {"points": [2, 5, 6, 7, 8, 9]},
        "points = [\n    2, 5, 6,\n    7, 8, 9,\n]\n",
    ),
    (
        'values = {  # head\n    "a": 3,  # three\n    "b": "a"\n    "*2",\n}\n',
        {"values": {"a": 4, "c": 1, "b": "a*2"}},
        'values = {  # head\n    "a": 4,  # three\n    "c": 1,\n    "b": "a"\n    "*2",\n}\n',
    ),
    ('values = {"a": 3}\n', {"values": {"a": 3, "b": 1}}, 'values = {"a": 3, "b": 1}\n'),
    ('values = {"a": 3}\n', {"values": {}}, "values = {}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "change", "expected"), CHANGES, ids=range(len(CHANGES)))
def test_only_the_change_is_written(body: str, change: dict[str, Any], expected: str) -> None:
    assert lesson.edited(in_class(body), "A", change) == in_class(expected)


@pytest.mark.parametrize(("body", "change", "expected"), CHANGES[::4])
@pytest.mark.parametrize(
    "form",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.removesuffix("\n"),
        lambda text: text.replace("    ", "\t"),
        lambda text: f"# coding: latin-1\n@kept\n{text}\n\nclass B(A):\n    points = POINTS = 1\n",
        lambda text: f"POINTS = 1, 2\nif POINTS:\n    import os\n\n\n\n{text}# the end",
    ],
    ids=["crlf", "no end", "tabs", "decorated", "among others"],
)
def test_files_of_every_form_keep_it(
    form: Callable[[str], str], body: str, change: dict[str, Any], expected: str
) -> None:
    assert lesson.edited(form(in_class(body)), "A", change) == form(in_class(expected))


def test_a_class_on_one_line_stays_there() -> None:
    one = "class A(NudgeScene): pass  # later\n"
    two = lesson.edited(one, "A", {"at": 3})
    assert two == "class A(NudgeScene): at = 3  # later\n"
    assert lesson.edited(two, "A", {"to": 1}) == "class A(NudgeScene): at = 3; to = 1  # later\n"
    assert lesson.edited(two, "A", {"at": DEFAULT}).startswith("class A(NudgeScene): pass")


def test_default_is_what_the_base_gives() -> None:
    source = "class A(NudgeScene):\n    at = 1\n\n\nclass B(A):\n    at = 2\n"
    without = lesson.edited(source, "B", {"at": DEFAULT})
    space: dict[str, Any] = {"NudgeScene": object}
    exec(without, space)
    assert space["B"].at == 1
    assert lesson.edited(without, "B", {"at": 2}) == source.replace("    at = 2", "    at = 2")


LONG = [
    {"points": tuple(range(1000, 1020))},
    {"points": [f"{number}/7" for number in range(12)], "name": "x" * 80},
    {"name": "x" * 90},
    {"name": "x" * 120},
    {"wording": {"Along the height, {f} changes by {rise}.": "Climb.", "y" * 40: "z" * 90}},
    {"wording": {"a" * 30: ("b" * 30, "c" * 30), "d": [1, 2]}},
]  # fmt: skip


@pytest.mark.parametrize("change", LONG, ids=range(len(LONG)))
@pytest.mark.parametrize("body", ['"""One."""\n', 'points = (2, 5)\nname = "J"\nwording = {}\n'])
def test_long_values_have_the_lines_that_ruff_gives_them(body: str, change: Any) -> None:
    new = lesson.edited(in_class(body), "A", change)
    command = [str(Path(sys.executable).with_name("ruff")), "format", "--line-length=100", "-"]
    done = subprocess.run(command, input=new, capture_output=True, text=True, check=True)
    assert new == done.stdout
    assert {name: [*map(str, value)] for name, value in change.items()} == {
        name: [*map(str, stated(new, "A")[name])] for name in change
    }


REFUSED = [
    ("points = POINTS\n", "lesson:2: points: is written out, not worked out", "points = POINTS"),
    ("points = 2 * 3, 4\n", "is written out", "points = 2 * 3, 4"),
    ("points = [n for n in (1, 2)]\n", "is written out", "[n for"),
    ('points = f"{1}"\n', "is written out", "points = f"),
    ("points = 1, *(2, 3)\n", "is written out", "*(2"),
    ("points = 1, 2\npoints = 3, 4\n", "lesson:3: points: is set once", "points = 3, 4"),
    ("points = 1\npoints += 1\n", "is set once", "+="),
    ("points, at = 1, 2\n", "is set once in its class, by itself", "points, at"),
    ("if True:\n    points = 1\n", "without conditions", "points = 1"),
    ("for points in (1, 2):\n    pass\n", "is set once", "for points"),
    ("def points(self): ...\n", "is set once", "def points"),
    ("import os as points\n", "is set once", "import os"),
]


@pytest.mark.parametrize(("body", "rule", "got"), REFUSED)
def test_what_is_made_by_code_is_refused(body: str, rule: str, got: str) -> None:
    for value in ((7, 8), DEFAULT):
        with pytest.raises(SavingError, match=r"^[^\n]*$") as error:
            lesson.edited(in_class(body), "A", {"points": value})
        assert rule in str(error.value)
        assert got in str(error.value)
    # Something else can be changed beside it.
    new = lesson.edited(in_class(body), "A", {"other": 1})
    assert changed_lines(in_class(body), new) == ([], ["    other = 1\n"])


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("class Nudge(B):\n    at = 1\n", "lesson: class: there is none of this name"),
        ("class A(B):\n    at = 1\nclass A(B):\n    at = 2\n", "lesson:3: A: is defined once"),
        ("class A(B):\n    at = 1\nA = wrapped(A)\n", "lesson:3: A: is defined once"),
        ("if X:\n    class A(B):\n        at = 1\n", "lesson:2: A: is written as a class"),
        ("A = type('A', (B,), {'at': 1})\n", "lesson:1: A: is written as a class"),
        ("class A(B):\n    at = 1\nA.at = 3\n", "lesson:3: at: is set in its class alone"),
        ("class A(B):\n    at = 1\nsetattr(A, 'at', 3)\n", "is set in its class alone"),
        ("class A(B):\n    at = 1\nfor n in X:\n    setattr(A, n, 3)\n", "in its class alone"),
        (
            "class C(B):\n    def __init_subclass__(cls):\n        cls.at = 1\nclass A(C): pass\n",
            "lesson:3: at: is set in its class alone",
        ),
        ("class A(B):\n    at: Points = 1\n", "lesson:2: at: is declared by a base"),
        ("class A(B:\n    at = 1\n", "lesson:1: is Python ("),
        ("class A(B):\n    at = '\0'\n", "null"),
        ("\fclass A(B):\n    at = 1\n", "lesson: A: has a form that can be changed here"),
        ("class A(B):\r    at = 1\r", "lesson: A: has a form that can be changed here"),
    ],
)
def test_what_cannot_be_changed_is_refused_with_its_line(source: str, rule: str) -> None:
    with pytest.raises(SavingError) as error:
        lesson.edited(source, "A", {"at": DEFAULT})
    assert rule in str(error.value)


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), object(), 2j, b"J"])
def test_values_that_nobody_writes_are_refused(value: object) -> None:
    with pytest.raises(SavingError, match="is a number, a text"):
        lesson.edited("class A: pass", "A", {"at": value})


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_parameter_of_the_lessons_is_changed_alone_and_back(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    for scene in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        for line in (line for line in scene.body if isinstance(line, ast.Assign)):
            name, value = ast.unparse(line.targets[0]), ast.literal_eval(line.value)
            one, other = (
                lesson.edited(source, scene.name, {name: changed}) for changed in another(value)
            )
            lines = source.splitlines(keepends=True)[line.lineno - 1 : line.end_lineno]
            for new in (one, other):
                gone, came = changed_lines(source, new)
                assert set(gone) <= set(lines)
                assert (len(gone), len(came)) == (1, 1)
                assert lesson.edited(new, scene.name, {name: value}) == source
        for name, value in {"places": 3, "wording": {"Nudge": "Push"}}.items():
            new = lesson.edited(source, scene.name, {name: value})
            assert changed_lines(source, new)[0] == []
            assert lesson.edited(new, scene.name, {name: DEFAULT}) == source


def another(value: Any) -> tuple[Any, Any]:
    """Two values like one: the first item or the last is another one."""
    if isinstance(value, dict):
        *_, last = value
        first = next(iter(value))
        return {**value, first: 77}, {**value, last: "88/3"}
    if isinstance(value, tuple):
        return (f"{value[0]}!", *value[1:]), (*value[:-1], f"So: {value[-1]}")
    return f"{value}!", 0.00099


def test_a_changed_lesson_is_loaded_with_the_change(tmp_path: Path) -> None:
    path = tmp_path / "nudge.py"
    source = (ROOT / "lessons/nudge.py").read_text(encoding="utf-8")
    own = {"Along the height, {f} changes by {rise}.": "Climb by {rise}."}
    changes = {"points": ["1/3", 5], "wording": own, "nudges": DEFAULT}
    path.write_text(lesson.edited(source, "NudgeSquare", changes), encoding="utf-8")
    before, after = (
        {
            (scene.__name__, info.name): info.default
            for scene in lessons.load(LessonFile(file))
            for info in parameters.describe(scene)
        }
        for file in (ROOT / "lessons/nudge.py", path)
    )
    different = {name: after[name] for name in before if before[name] != after[name]}
    assert different == {
        ("NudgeSquare", "points"): "1/3, 5",
        ("NudgeSquare", "wording"): json.dumps(own),
    }
    assert "nudges" not in lesson_text(path, "NudgeSquare")


def lesson_text(path: Path, scene: str) -> str:
    source = path.read_text(encoding="utf-8")
    node = next(one for one in ast.parse(source).body if getattr(one, "name", "") == scene)
    return ast.get_source_segment(source, node) or ""


NAMES = ["points", "at", "values", "name"]
SCALARS = st.one_of(
    st.integers(-999, 999),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=5).map(tuple),
    st.lists(SCALARS, max_size=5),
    st.dictionaries(st.sampled_from("abcdef"), SCALARS, max_size=4),
)


@st.composite
def written(draw: st.DrawFn, value: Any) -> str:
    """A value as somebody may write it: on a line or on several, with comments and odd spaces."""
    space = draw(st.sampled_from(["", " ", "  "]))
    if not isinstance(value, tuple | list | dict):
        return draw(st.sampled_from([repr(value), f"({space}{value!r})"]))
    items = [repr(one) for one in value]
    if isinstance(value, dict):
        items = [f"{key!r}{space}:{space}{one!r}" for key, one in value.items()]
    ends = draw(st.lists(st.sampled_from(LINE_ENDS), min_size=len(items), max_size=len(items)))
    inner = "".join(f"{item},{end}" for item, end in zip(items, ends, strict=True))
    start = draw(st.sampled_from(LINE_ENDS)) if items else space
    left, right = ("()", "[]", "{}")[(tuple, list, dict).index(type(value))]
    return f"{left}{start}{inner}{right}"


LINE_ENDS = ["", " ", "\n        ", "  # , ) ]\n      ", "\n\n    # own\n  "]


@st.composite
def classes(draw: st.DrawFn) -> tuple[str, str, dict[str, Any], dict[str, str]]:
    """What stands before a class and in it, what it states, and each statement."""
    stated = draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4))
    head = draw(st.sampled_from(["", "# first\n", "import os\n\n\n@kept\n"]))
    lines = {
        name: f"{name}{draw(st.sampled_from(['', ': object']))} = {draw(written(value))}"
        for name, value in stated.items()
    }
    between = st.sampled_from(["\n", "  # why\n", "\n\n    # own\n", "\n    _x = os = 1\n"])
    doc = draw(st.sampled_from(["pass\n", '"""One."""\n\n', "# none\n    other = 1\n"]))
    body = "".join(f"    {line}{draw(between)}" for line in lines.values())
    foot = draw(st.sampled_from(["", "\n\nat = points = 1\n", "    # foot\n\n# end"]))
    return f"{head}class A:\n    {doc}{body}{foot}", foot, stated, lines


@settings(max_examples=60, deadline=None)
@given(made=classes(), name=st.sampled_from(NAMES), value=VALUES)
def test_whatever_the_layout_only_the_attribute_differs(
    made: tuple[str, str, dict[str, Any], dict[str, str]], name: str, value: Any
) -> None:
    source, _, before, lines = made
    new = lesson.edited(source, "A", {name: value})
    space: dict[str, Any] = {"kept": lambda one: one}
    exec(new, space)
    said = {key: vars(space["A"])[key] for key in [*before, name]}
    assert repr(as_list(said)) == repr(as_list(before | {name: value}))
    if name not in before:
        gone, _ = changed_lines(source, new)
        assert "".join(gone).strip() in ("", "pass")
        return
    head, _, tail = source.partition(lines[name])
    assert new.startswith(head)
    assert new.endswith(tail)
    back = lesson.edited(new, "A", {name: before[name]})
    assert back.startswith(head)
    assert back.endswith(tail)
