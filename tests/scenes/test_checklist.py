"""The checklist's code: written from formulas, and run once more by what shares nothing with it."""

from __future__ import annotations

import ast
import math
import re
from types import SimpleNamespace
from typing import Any

import pytest

from calculus.errors import LessonError
from scenes.checklist import ChecklistScene
from scenes.checklist.facts import ChecklistFacts, Entry
from tests.checks.looking import findings
from tests.scenes.telling import picture, tell

LOSS = {"graph": "z = w*x + b; p = sigma(z); J = -ln(p)", "inputs": "w=1, x=2, b=-1"}
NINE = {"graph": "J = ((a + b)*(c + d) + a)**2", "inputs": "a=1, b=2, c=3, d=4"}


class Expression:
    """A formula for Python's own floats: what is put in, differentiated, or taken to a limit."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def subs(self, name: Expression, put: Any) -> Expression:
        key = name.value({})
        return Expression(lambda where: self.value({**where, key: lifted(put).value(where)}))

    def __float__(self) -> float:
        return float(self.value({}))

    def __neg__(self) -> Expression:
        return Expression(lambda where: -self.value(where))


def lifted(thing: Any) -> Expression:
    if isinstance(thing, Expression):
        return thing
    return Expression(lambda where: float(thing))


def number(thing: Any) -> float:
    return float(lifted(thing).value({}))


def _operator(name: str) -> Any:
    def work(self: Any, other: Any, swap: bool = False) -> Expression:
        one, two = lifted(self), lifted(other)
        if swap:
            one, two = two, one
        return Expression(lambda where: getattr(one.value(where), name)(two.value(where)))

    return work


for _name in ("add", "sub", "mul", "truediv", "pow"):
    _work = _operator(f"__{_name}__")
    setattr(Expression, f"__{_name}__", _work)
    setattr(Expression, f"__r{_name}__", lambda a, b, work=_work: work(a, b, swap=True))


def _called(function: Any) -> Any:
    return lambda x: Expression(lambda where: function(lifted(x).value(where)))


def symbol(name: str) -> Expression:
    return Expression(lambda where: where.get(name, name))


def diff(of: Any, name: Expression, h: float = 1e-5) -> Expression:
    def slope(where: dict[str, float]) -> float:
        key = name.value({})
        ends = (lifted(of).value({**where, key: where[key] + side * h}) for side in (1, -1))
        return (next(ends) - next(ends)) / (2 * h)

    return Expression(slope)


def limit(of: Any, name: Expression, _: int) -> Expression:
    sides = [lifted(of).subs(name, side * 1e-5) for side in (1, -1)]
    return Expression(lambda where: sum(side.value(where) for side in sides) / 2)


SP = SimpleNamespace(
    Rational=lambda p, q: p / q, Integer=float, N=lambda x, _: x, sqrt=_called(math.sqrt),
    exp=_called(math.exp), log=_called(math.log), sin=_called(math.sin), cos=_called(math.cos),
    pi=math.pi, diff=diff, limit=limit,
)  # fmt: skip


def printed(entry: Entry, names: tuple[str, ...]) -> tuple[float, float]:
    """What a line gives when it is run once more, and what it says that it gives."""
    space: dict[str, Any] = {"sp": SP, **{name: symbol(name) for name in names}}
    for code in entry.before:
        exec(code, space)
    kept, sign, code = entry.line.code.partition(" = ")
    found = eval(code if sign else kept, space)
    shown = eval(str(entry.line.output), {**vars(math), "E": math.e, "sqrt": math.sqrt})
    return number(found), float(shown)


def facts(**given: str) -> ChecklistFacts:
    found: ChecklistFacts = ChecklistScene.prepare(given)[2]
    return found


@pytest.mark.parametrize(
    "given",
    [
        {},
        LOSS,
        NINE,
        {"function": "J(t) = cos(t)", "at": "pi/3", "learning_rate": "sqrt(2)"},
        {"function": "J(w) = ln(w)*w", "at": "1/3", "nudge": "-0.01"},
        {"function": "J(w) = sigma(w)", "at": "1", "graph": "J = a/b + a", "inputs": "a=1, b=3"},
    ],
)
def test_every_line_gives_what_it_says(given: dict[str, str]) -> None:
    known = facts(**given)
    limit = () if known.limit is None else (known.limit,)
    lines = known.puts, known.quotient[1], *limit, known.steps, *known.backward
    for entry in lines:
        found, said = printed(entry, (known.function.variable, "h"))
        assert found == pytest.approx(said, rel=1e-6, abs=1e-6), entry.line.code


@pytest.mark.parametrize("given", [{}, {"function": "h(sp) = sp**3", "at": "2"}, LOSS])
def test_every_name_is_declared_before_it_is_used(given: dict[str, str]) -> None:
    told: dict[str, Any] = {}
    picture(ChecklistScene, 0, keep=told, **given)
    stage, known = told["scene"].list, {"sp", "float"}
    for i in range(len(stage.rows)):
        for code, *_ in stage.lines(i):
            names = [
                one for one in ast.walk(ast.parse(code.source[6:-2])) if isinstance(one, ast.Name)
            ]
            used = {one.id for one in names if isinstance(one.ctx, ast.Load)}
            assert used <= known, code.source
            known |= {one.id for one in names}


def test_the_lines_are_those_of_the_course() -> None:
    known = facts()
    lines = known.cost, known.asks, known.puts, *known.quotient, known.limit, known.steps
    assert [(one.line.code, one.line.output) for one in lines if one] == [
        ("J = w**2", None),
        ("dJ = sp.diff(J, w)", "2*w"),
        ("slope = dJ.subs(w, 3)", "6"),
        ("q = (J.subs(w, w + h) - J).subs(w, 3)/h", None),
        ("float(q.subs(h, sp.Rational(1, 1000)))", "6.001"),
        ("sp.limit(q, h, 0)", "6"),
        ("float(3 - sp.Rational(1, 10)*slope)", "2.4"),
    ]
    assert [(one.line.code, one.line.output) for one in known.values] == [
        ("a, b, c = 5, 3, 2", None), ("u = b*c", "6"), ("v = a + u", "11"), ("J = 3*v", "33"),
    ]  # fmt: skip
    assert [(one.line.code, one.line.output) for one in known.backward] == [
        ("dv = 3", "3"), ("da = dv*1", "3"), ("du = dv*1", "3"), ("db = du*c", "6"),
        ("dc = du*b", "9"),
    ]  # fmt: skip


def test_contributions_are_added_up_and_values_are_there_that_are_needed() -> None:
    known = facts(graph="J = 3*(a*b + a**2 + a)", inputs="a=2, b=3")
    assert [one.line.code for one in known.values] == ["a, b = 2, 3"]
    *_, da, db = known.backward
    assert [da.line.code, db.line.code] == ["da = dt*1 + dv*(2*a) + du*b", "db = du*a"]
    assert da.line.output == "24"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"language": "es"},
        LOSS,
        {**NINE, "language": "fr", "theme": "light"},
        {"function": "h(sp) = sp**3", "at": "2", "notation": "partial"},
        {"function": "J(t) = exp(-t)", "at": "1/3", "graph": "J = sin(x)*x", "inputs": "x=3"},
    ],
)
def test_checklists_are_told_without_a_finding(given: dict[str, object]) -> None:
    assert findings(ChecklistScene, **given) == []


def test_code_is_hidden_while_it_is_remembered() -> None:
    stages: list[float] = []
    told: Any = tell(ChecklistScene, lambda scene: stages.append(scene.list["typed"]), seconds=3)
    assert (min(stages), stages[-1]) == (0.0, 1.0)
    question = next(beat for beat in told.beats if beat.kind == "question")
    assert question.end - question.start > 3


@pytest.mark.parametrize(
    ("given", "thing"),
    [
        ({"function": "J(w) = 3"}, "function"),
        ({"function": "J(w) = abs(w)"}, "function: formula"),
        ({"function": "J(w) = sin(w)*cos(w)*exp(w)*ln(w)*tan(w)"}, "function: formula"),
        ({"function": "J(w) = 1/w", "at": "0"}, "1/w"),
        ({"graph": "J = max(a, b)", "inputs": "a=1, b=2"}, "graph: formula"),
        ({"graph": "J = a*b*c*d*k*m", "inputs": "a=1, b=2, c=3, d=4, k=5, m=6"}, "graph"),
        ({"inputs": "a=1"}, "input"),
    ],
)
def test_what_cannot_be_told_is_refused(given: dict[str, str], thing: str) -> None:
    with pytest.raises(LessonError) as error:
        ChecklistScene.prepare(given)
    assert thing in error.value.thing


@pytest.mark.parametrize(
    "given", [{"language": "fr"}, {"nudge": "0.0000001", "learning_rate": "0.7"}]
)
def test_what_is_said_in_decimals_is_given_in_decimals(given: dict[str, str]) -> None:
    told: Any = tell(ChecklistScene, **given)
    for row in told.list.rows[3], told.list.rows[5]:
        said, code = float(row.formula.numbers[-1].number), row.entries[-1].line
        assert float(str(code.output)) == pytest.approx(said, rel=1e-12)
    outputs = "".join(text.source for i in range(7) for text in told.list.texts(i))
    assert "," not in "".join(re.findall(r'raw\("([-\d.,]+)"\)', outputs)), "code has points"


@pytest.mark.parametrize(
    ("shape", "given"), [((320, 180), {}), ((180, 320), {}), ((240, 180), NINE), ((320, 180), NINE)]
)
def test_concept_formula_and_code_end_side_by_side(
    shape: tuple[int, int], given: dict[str, str]
) -> None:
    seen: dict[str, Any] = {}
    picture(ChecklistScene, 12, *shape, keep=seen, **given)
    stage = seen["scene"].list
    for i, row in enumerate(stage.rows):
        parts = [row.head, row.formula, *stage.texts(i)]
        assert all(part.get_fill_opacity() == 1 for text in parts for part in text), i
        level = [text for text in parts if abs(text.baseline - row.formula.baseline) < 0.01]
        assert row.head in level, "a formula is level with its concept"
        assert all(text is row.formula or text.end < row.formula.start for text in level)
        lines = [stage.typed(i, k) for k in range(len(row.entries))]
        order = [(round(line.start, 3), -line.baseline) for line in lines]
        assert order == sorted(order), "down each column, and then on to the next"


def formulas(**given: str) -> list[list[str]]:
    """The numbers in the formula of each row but the first, as they are written."""
    told: Any = tell(ChecklistScene, **given)
    return [[number.text for number in row.formula.numbers] for row in told.list.rows[1:]]


def test_a_slope_is_written_with_its_place_and_a_limit_exactly() -> None:
    third = {"function": "J(w) = w**2/3 - w", "at": "1/3"}
    assert formulas()[1] == ["3", "6"]
    assert formulas(**third)[1] == ["1/3", "−7/9"]
    assert formulas(**third)[3] == ["−7/9"], "not rounded, as it would be in decimals"


@pytest.mark.parametrize(("given", "output"), [({}, "J = 3(a + bc)"), (NINE, "J = t²")])
def test_the_output_of_a_graph_is_there_as_a_formula(given: dict[str, str], output: str) -> None:
    told: Any = tell(ChecklistScene, **given)
    assert told._output.text == output
    assert len(told.facts.backward) == len(told.facts.graph.nodes) - 1, "a derivative for each"
