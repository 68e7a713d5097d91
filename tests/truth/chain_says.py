"""What the sentences of the chain rule story claim."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.truth.arithmetic import Real, add, equal, multiply, real, sign
from tests.truth.graphs import operations
from tests.truth.jets import value
from tests.truth.plain import NotAFormula, formula
from tests.truth.said import Number, brief, require
from tests.truth.sentences import STEP, Formula, Name, Words, claims_nothing, says
from tests.truth.told import Told, called

_NEAR = Fraction(1, 20)  # of a result, by which what is shown of its operands may miss it

claims_nothing(
    "it is a title or a heading",
    "The graph", "Forward", "A nudge", "Backward", "The chain",
    "Why backward", "part of", "path by path:", "backward:", "value", "gradient",
    "by nudges:", "forward, backward:",
)  # fmt: skip
claims_nothing(
    "it names what the two passes are for, which holds for every graph",
    "One sweep back gives every slope at once. That is backpropagation.",
    "A network computes in two passes: forward to its output, backward to its derivatives.",
    "A network is such a graph, only larger. Its derivatives flow back the same way.",
)
claims_nothing(
    "it says what a graph stands for, which its author knows",
    "Its cost is a long formula. This short one stands in for it.",
    "This is the cost of one example: what training makes small.",
)


@says(
    "From left to right, this pass computes {J}. That is what one wants to make small.",
    "From left to right, this pass computes {J}. That is what one wants to make small, or large.",
)
def _(told: Told, J: Name) -> None:
    told.is_called(J, told.network.output)


@says("The chain rule on {f}")
def _(told: Told, f: Formula) -> None:
    is_the_formula(told, f)


def reads(told: Told, body: str) -> None:
    """Make sure that a formula on screen is that of the graph."""
    try:
        text = formula(body, told.network.inputs)
    except NotAFormula as error:
        require(False, f"{body} cannot be read: {error}")
    require(told.network.agrees_with(text), f"{body} isn't what the steps work out")


@says("{f}: a computer takes small steps, one operation at a time.")
def _(told: Told, f: Formula) -> None:
    is_the_formula(told, f)
    _takes_single_operations(told)


@says("{f}: a computer takes small steps.")
def _(told: Told, f: Formula) -> None:
    is_the_formula(told, f)
    _has_several_steps(told)


@says("{f}: a computer takes it in one step.")
def _(told: Told, f: Formula) -> None:
    is_the_formula(told, f)
    _has_one_step(told)


def is_the_formula(told: Told, f: str) -> None:
    """Make sure that a formula on screen is that of the graph."""
    name, _, body = f.partition(" = ")
    told.is_called(name, told.network.output)
    reads(told, body)


@says("A computer takes it in small steps, one operation at a time.")
def _(told: Told) -> None:
    _takes_single_operations(told)


def _takes_single_operations(told: Told) -> None:
    _has_several_steps(told)
    for name, text in told.network.steps.items():
        many = operations(text, told.network.values)
        require(many == 1, f"{name} = {text} takes {many} operations at once")


@says("A computer takes it in small steps.")
def _(told: Told) -> None:
    _has_several_steps(told)


def _has_several_steps(told: Told) -> None:
    require(len(told.network.steps) > 1, "it is a single step")


@says("A computer takes it in a single step.")
def _(told: Told) -> None:
    _has_one_step(told)


def _has_one_step(told: Told) -> None:
    require(len(told.network.steps) == 1, f"there are {len(told.network.steps)} steps")


@says("Forward: {values}.")
def _(told: Told, values: Words) -> None:
    found = told.listed(values)
    names = [called(name) for name in told.network.inputs]
    require([name for name, _ in found] == names or {*names} == {n for n, _ in found}, "others")
    _are(told, values)


def _are(told: Told, values: Words) -> None:
    known = {called(name): worth for name, worth in told.network.values.items()}
    for name, number in told.listed(values):
        require(name in known, f"there is no {name}")
        number.must_be(known[name], name)
        told.heard.setdefault("nodes", set()).add(name)


@says("Next: {values}.")
def _(told: Told, values: Words) -> None:
    _are(told, values)


@says("Next come {n} nodes at once. Each needs only what stands before it.")
def _(told: Told, n: Number) -> None:
    told.heard["hidden"] = told.heard.get("hidden", 0) + int(n.value)


@says(STEP)
def _(told: Told, u: Name, chain: Formula) -> None:
    """One step: u = 3 · 2 = 6."""
    steps = {called(name): name for name in told.network.steps}
    require(u in steps, f"there is no step {u}")
    name = steps[u]
    told.heard.setdefault("nodes", set()).add(u)
    relations(told, chain, told.network.values[name], name)


def relations(told: Told, chain: str, true: Real, name: str) -> None:
    """Make sure that a chain of relations holds: = 3 · 2 = 6, ≈ 0.333333 + 2 ≈ 2.33333."""
    parts = [part for part in re.split(r"(?<!\S)(?=[=≈] )", chain) if part]
    *sides, result = (Number(part.strip()) for part in parts)
    result.must_round(true, name)
    rounded = any(side.is_rounded for side in (*sides, result))
    if rounded and len(parts) == 1:
        result.must_be(true, name)
    for side in sides:
        try:
            shown = value(formula(side.text))
        except (NotAFormula, ArithmeticError) as error:
            require(False, f"{side.text} has no value: {error}")
        if not rounded:
            require(equal(shown, true), f"{side.text} is {brief(shown)}, not {result.text}")
            continue
        off = abs(real(add(shown, -true)))
        require(off <= real(_NEAR) * abs(real(true)), f"{side.text} gives {brief(shown)}")


@says("Now nudge {b}. The rectangle {f} gains a strip as long as {c}: a local slope of {k}.")
def _(told: Told, b: Name, f: Formula, c: Formula, k: Number) -> None:
    slope = _local(told, b, f, k, is_all=False)
    length = value(formula(c, told.network.values), told.network.values)
    require(equal(length, slope), f"{c} is {brief(length)}, and the slope {brief(slope)}")
    require(real(length) > 0 and real(told.network.inputs[told.heard["b"]]) > 0, "no rectangle")


@says("Now nudge {b}. The sum {f} gains just as much: a local slope of {k}.")
def _(told: Told, b: Name, f: Formula, k: Number) -> None:
    require(equal(_local(told, b, f, k), Fraction(1)), "it gains more, or less")


@says("Now nudge {b}. The curve of {f} has the slope {k} here: a local slope.")
def _(told: Told, b: Name, f: Formula, k: Number) -> None:
    _local(told, b, f, k)


def _local(told: Told, b: str, f: str, k: Number, is_all: bool = True) -> Real:
    """Make sure that a step is told rightly; return its slope with respect to the input.

    Where not all of it is told, the rest stays as it is while the input moves.
    """
    told.is_called(b, told.heard["b"])
    network, text = told.network, formula(f, told.network.values)
    known = network.values.items()
    near = {name: add(one, Fraction(i, 89)) for i, (name, one) in enumerate(known, start=1)}
    moved = near | {told.heard["b"]: add(near[told.heard["b"]], Fraction(1, 7))}
    for target in network.users(told.heard["b"]):
        step = network.steps[target]
        rest, then = (add(value(step, some), -value(text, some)) for some in (near, moved))
        if equal(rest, then) and not (is_all and sign(rest)):
            slope = network.local(told.heard["b"], target)
            k.must_be(slope, f"the slope of {target}")
            return slope
    require(False, f"no step of {b} is {f}")
    raise AssertionError


def nudge(told: Told) -> Real:
    return value(told.parameter("nudge"))


@says("A nudge of {h} runs forward, node by node, until {J} {v:equals}.")
def _(told: Told, h: Number, J: Name, v: Number) -> None:
    h.must_be(nudge(told), "the nudge")
    told.is_called(J, told.network.output)
    missing = len(told.network.values) - len(told.heard.get("nodes", ()))
    require(missing == told.heard.get("hidden", 0), "a node was left out, or told twice")
    after = told.network.nudged(told.heard["b"], nudge(told))
    v.must_be(after[told.network.output], J)


@says("But that was one input. Must we run everything again for each of the others?")
def _(told: Told) -> None:
    require(len(told.network.inputs) > 2, "there are no others, or one")


@says("But that was one input. Must we run everything again for the other one?")
def _(told: Told) -> None:
    require(len(told.network.inputs) == 2, f"there are {len(told.network.inputs)} inputs")


@says("With many inputs, must we run everything again for each of them?")
def _(told: Told) -> None:
    require(len(told.network.inputs) == 1, "there are others")


@says(
    "No: start at the end. Nudge {J}, and {J} moves exactly as far: in code, {name} {one:equals}."
)
def _(told: Told, J: Name, name: Name, one: Number) -> None:
    told.is_called(J, told.network.output)
    require(name == f"d{told.network.output}", f"{name} is no name for it")
    one.must_be(Fraction(1), "the factor")


@says("One step back, to {a}: {upstream} from upstream, times {local}, the local slope.")
def _(told: Told, a: Name, upstream: Number, local: Number) -> None:
    _comes_back(told, a, upstream, local, None)


@says("To {a}: upstream {upstream} times local {local} is {p}.")
def _(told: Told, a: Name, upstream: Number, local: Number, p: Number) -> None:
    _comes_back(told, a, upstream, local, p)


@says("To {a}: upstream times local is {p}.")
def _(told: Told, a: Name, p: Number) -> None:
    _comes_back(told, a, None, None, p)


def _comes_back(
    told: Told, a: str, upstream: Number | None, local: Number | None, p: Number | None
) -> None:
    """Make sure that there is an edge over which this comes back, which was not told yet."""
    why = f"nothing leads back to {a}"
    for source, target in told.network.edges:
        if called(source) != a or (source, target) in told.heard.setdefault("edges", set()):
            continue
        gradient, slope = told.network.gradients[target], told.network.local(source, target)
        try:
            for said, true, what in (
                (upstream, gradient, f"the gradient of {target}"),
                (local, slope, f"the slope of {target} with respect to {source}"),
                (p, multiply(gradient, slope), "the product"),
            ):
                if said is not None:
                    said.must_be(true, what)
        except AssertionError as error:
            why = str(error)
            continue
        told.heard["edges"].add((source, target))
        return
    require(False, why)


@says("{a} is used more than once: its contributions add up to {total}.")
def _(told: Told, a: Name, total: Number) -> None:
    name = _node(told, a)
    require(len(told.network.users(name)) > 1, f"{a} is used once")
    total.must_be(told.network.gradients[name], f"the gradient of {a}")


def _node(told: Told, said: str) -> str:
    names = {called(name): name for name in told.network.values}
    require(said in names, f"there is no {said}")
    return names[said]


@says("Further back: {values}.")
def _(told: Told, values: Words) -> None:
    for name, number in told.listed(values):
        require(name.startswith("d"), f"{name} is no gradient")
        number.must_be(told.network.gradients[name[1:]], f"the gradient of {name[1:]}")


@says("Further back, {n} more gradients follow at once.")
def _(told: Told, n: Number) -> None:
    require(1 < int(n.value) < len(told.network.values), f"{n.text} gradients")


@says("This is the chain rule: along the path from {a} to {J}, the local slopes multiply.")
def _(told: Told, a: Name, J: Name) -> None:
    told.is_called(J, told.network.output)
    paths = told.network.paths(_node(told, a))
    require(len(paths) == 1, f"there are {len(paths)} paths")
    product: Real = Fraction(1)
    for source, target in zip(paths[0], paths[0][1:], strict=False):
        product = multiply(product, told.network.local(source, target))
    require(equal(product, told.network.gradients[paths[0][0]]), "they do not give the gradient")


@says("Path by path, the chain rule walks {total} edges: {k} of the {n} more than once.")
def _(told: Told, total: Number, k: Number, n: Number) -> None:
    _walks(told, total, n, k.value)


@says("Path by path, the chain rule walks {total} edges: one of the {n} more than once.")
def _(told: Told, total: Number, n: Number) -> None:
    _walks(told, total, n, Fraction(1))


@says("Path by path, the chain rule walks {total} edges: each of the {n} more than once.")
def _(told: Told, total: Number, n: Number) -> None:
    _walks(told, total, n, n.value)


def _walks(told: Told, total: Number, n: Number, again: Real) -> None:
    walks = told.network.walks().values()
    total.must_be(Fraction(sum(walks)), "the number of edges walked")
    n.must_be(Fraction(len(walks)), "the number of edges")
    many = sum(count > 1 for count in walks)
    require(many == again, f"{many} are walked more than once")


@says("Backward, each of the {reused} edges is walked just once.")
def _(told: Told, reused: Number) -> None:
    reused.must_be(Fraction(len(told.network.edges)), "the number of edges")


@says("Backward, every edge is walked just once.")
def _(told: Told) -> None:
    require(len(told.network.edges) >= 1, "there are no edges")
