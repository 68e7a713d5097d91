"""What the sentences of the chain rule story claim."""

from __future__ import annotations

import re
from fractions import Fraction

from tests.truth.arithmetic import Real, add, equal, multiply, real
from tests.truth.graphs import operations
from tests.truth.jets import value
from tests.truth.plain import NotAFormula, formula
from tests.truth.said import Number, brief, require
from tests.truth.sentences import Formula, Name, Words, claims_nothing, says
from tests.truth.told import Told, called

_CLOSE = Fraction(1, 20)  # of a gradient, by which a quotient may miss it and be close
_NEAR = Fraction(1, 20)  # of a result, by which what is shown of its operands may miss it

claims_nothing(
    "it is a title or a heading",
    "The graph", "Gradients flow backward", "Forward", "A nudge", "Backward", "The chain",
    "Why backward", "path by path:", "backward:",
)  # fmt: skip
claims_nothing(
    "it says how the picture is made, which the picture's own tests measure",
    "Each step becomes a node, with an edge from everything it needs.",
)
claims_nothing(
    "it names what backward runs are for, which holds for every graph",
    "One sweep back gives every slope at once. That is backpropagation.",
)


@says("The chain rule on {f}", "Here is a formula: {f}.")
def _(told: Told, f: Formula) -> None:
    name, _, body = f.partition(" = ")
    told.is_called(name, told.network.output)
    reads(told, body)


def reads(told: Told, body: str) -> None:
    """Make sure that a formula on screen is that of the graph."""
    try:
        text = formula(body, told.network.inputs)
    except NotAFormula as error:
        require(False, f"{body} cannot be read: {error}")
    require(told.network.agrees_with(text), f"{body} isn't what the steps work out")


@says("Here is a long formula.")
def _(told: Told) -> None:
    require(len(told.network.formula) > 30, f"{told.network.formula} is short")


@says("A computer takes it in small steps, one operation at a time.")
def _(told: Told) -> None:
    for name, text in told.network.steps.items():
        many = operations(text)
        require(many == 1, f"{name} = {text} takes {many} operations at once")


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


@says("The next layer: {values}.")
def _(told: Told, values: Words) -> None:
    _are(told, values)


@says("The next layer has {n} nodes. Each needs only what stands before it.")
def _(told: Told, n: Number) -> None:
    told.heard["hidden"] = told.heard.get("hidden", 0) + int(n.value)


@says("{u} {chain}.")
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


@says("The whole formula gives the same: {J} {v:equals}.")
def _(told: Told, J: Name, v: Number) -> None:
    told.is_called(J, told.network.output)
    v.must_be(told.network.values[told.network.output], J)
    missing = len(told.network.values) - len(told.heard.get("nodes", ()))
    require(missing == told.heard.get("hidden", 0), "a node was left out, or told twice")


@says("Now nudge {b} by {h}. What will {J} do?")
def _(told: Told, b: Name, h: Number, J: Name) -> None:
    names = {called(name): name for name in told.network.inputs}
    require(b in names, f"{b} is no input")
    told.heard["b"] = names[b]
    h.must_be(nudge(told), "the nudge")
    told.is_called(J, told.network.output)


def nudge(told: Told) -> Real:
    return value(told.parameter("nudge"))


@says("The change runs forward, node by node, until {J} {v:equals}.")
def _(told: Told, J: Name, v: Number) -> None:
    told.is_called(J, told.network.output)
    after = told.network.nudged(told.heard["b"], nudge(told))
    v.must_be(after[told.network.output], J)


@says("{J} moved by {rise}: {q} times the nudge.")
def _(told: Told, J: Name, rise: Number, q: Number) -> None:
    told.is_called(J, told.network.output)
    quotient = told.network.quotient(told.heard["b"], nudge(told))
    rise.must_be(multiply(quotient, nudge(told)), "the rise")
    q.must_be(quotient, "the quotient")


@says("But that was one input. Must we run everything again for each of the others?")
def _(told: Told) -> None:
    require(len(told.network.inputs) > 1, "there are no others")


@says("With many inputs, must we run everything again for each of them?")
def _(told: Told) -> None:
    require(len(told.network.inputs) == 1, "there are others")


@says("No: start at the end. Nudge {J}, and {J} moves exactly as far: a factor of {one}.")
def _(told: Told, J: Name, one: Number) -> None:
    told.is_called(J, told.network.output)
    one.must_be(Fraction(1), "the factor")


@says("In code, this gradient is called {name}.")
def _(told: Told, name: Name) -> None:
    require(name == f"d{told.network.output}", f"{name} is no name for it")


@says("One step back, to {a}: {upstream} from upstream, times {local}, the local slope.")
def _(told: Told, a: Name, upstream: Number, local: Number) -> None:
    _comes_back(told, a, upstream, local, None)


@says("To {a}: upstream {upstream} times local {local} is {p}.")
def _(told: Told, a: Name, upstream: Number, local: Number, p: Number) -> None:
    _comes_back(told, a, upstream, local, p)


def _comes_back(told: Told, a: str, upstream: Number, local: Number, p: Number | None) -> None:
    """Make sure that there is an edge over which this comes back, which was not told yet."""
    why = f"nothing leads back to {a}"
    for source, target in told.network.edges:
        if called(source) != a or (source, target) in told.heard.setdefault("edges", set()):
            continue
        gradient, slope = told.network.gradients[target], told.network.local(source, target)
        try:
            upstream.must_be(gradient, f"the gradient of {target}")
            local.must_be(slope, f"the slope of {target} with respect to {source}")
            if p is not None:
                p.must_be(multiply(gradient, slope), "the product")
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


@says("A layer further back: {values}.")
def _(told: Told, values: Words) -> None:
    for name, number in told.listed(values):
        require(name.startswith("d"), f"{name} is no gradient")
        number.must_be(told.network.gradients[name[1:]], f"the gradient of {name[1:]}")


@says("A layer further back, {n} more gradients follow at once.")
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


@says("The nudge agrees: {J} moved {q} times as far as {b}, and the gradient of {b} is {g}.")
def _(told: Told, J: Name, q: Number, b: Name, g: Number) -> None:
    quotient, gradient = _both(told, J, q, b, g)
    require(equal(quotient, gradient), "they differ")


@says("The nudge came close: {J} moved {q} times as far as {b}; the gradient is {g}.")
def _(told: Told, J: Name, q: Number, b: Name, g: Number) -> None:
    quotient, gradient = _both(told, J, q, b, g)
    require(not equal(quotient, gradient), "they are the same")
    off, size = abs(real(add(quotient, -gradient))), abs(real(gradient))
    require(off <= real(_CLOSE) * max(size, 1), f"{brief(quotient)} is not close to {g.text}")
    require(off <= real(_CLOSE) * size or size < 0.05, f"{brief(quotient)} is far from {g.text}")


def _both(told: Told, J: str, q: Number, b: str, g: Number) -> tuple[Real, Real]:
    told.is_called(J, told.network.output)
    told.is_called(b, told.heard["b"])
    quotient = told.network.quotient(told.heard["b"], nudge(told))
    gradient = told.network.gradients[told.heard["b"]]
    q.must_be(quotient, "the quotient")
    g.must_be(gradient, "the gradient")
    return quotient, gradient


@says("Path by path, the chain rule would walk {total} edges, many of them again and again.")
def _(told: Told, total: Number) -> None:
    walks = told.network.walks()
    total.must_be(Fraction(sum(walks.values())), "the number of edges walked")
    again = [count for count in walks.values() if count > 1]
    require(2 * len(again) >= len(walks), f"{len(again)} of {len(walks)} are walked again")
    require(max(walks.values()) > 2, "none is walked more than twice")


@says("Backward, each of the {reused} edges is walked just once.")
def _(told: Told, reused: Number) -> None:
    reused.must_be(Fraction(len(told.network.edges)), "the number of edges")


@says("Backward, every edge is walked just once.")
def _(told: Told) -> None:
    require(len(told.network.edges) >= 1, "there are no edges")
