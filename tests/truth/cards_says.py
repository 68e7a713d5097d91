"""What the texts of decks claim: their numbers, worked out from the words for them."""

from __future__ import annotations

import ast
from string import Formatter

from tests.truth.arithmetic import Real, add, divide, multiply
from tests.truth.curve import Curve
from tests.truth.graphs import Network
from tests.truth.jets import number, value
from tests.truth.record import part
from tests.truth.said import Number, require
from tests.truth.sentences import (
    CLAIMS,
    Formula,
    Words,
    catalogue,
    claims_nothing,
    in_english,
    says,
)
from tests.truth.told import Told

claims_nothing(
    "it is a title, a heading, or says which card it is",
    "Pause and try", "Tasks to try", "Flip cards", "Interview", "The deck", "{i} of {n}", "Recap",
    "Put in order", "Out of order", "In order", "From memory",
)  # fmt: skip
claims_nothing(
    "it is about the viewer",
    "If you paused and tried it, you know it now.",
    "That was the whole deck. Which card would you like to see again?",
)

STEPS = "nudge the input", "measure the output", "divide", "shrink the nudge", "update"
EXAMPLES = (
    "{formula_a} becomes {x}",
    "{formula_a} moves by {r}",
    "the ratio is {q}",
    "the ratio goes to {k}",
    "{formula_a} becomes {b}",
)
claims_nothing("it is a step, whose place is looked at where it is said", *STEPS)
claims_nothing(
    "it asks for what is looked at when it is said",
    "These steps are out of order. Put them right.",
    "That is the whole way, in order.",
)
WITHOUT_NUMBERS = (
    "Informally, what is a derivative?",
    "What does gradient descent subtract from {formula_a}?",
    "Explain a derivative without a formula.",
    "It says how strongly the output reacts to a small change of the input.",
    "It is local: it says nothing about places far away.",
    "It is only a level place on the way up. Elsewhere it may be a top.",
    "Why not nudge every parameter, instead of going backward?",
    "Every nudge needs a forward pass of its own. One backward pass serves all parameters.",
    "Nudging is still good for checking gradients.",
    "The cost explodes. What do you try first?",
    "Halve it until the cost falls.",
    "What does backpropagation reuse?",
    "The gradient at each node: every branch takes it from there.",
    "So all gradients together cost a small multiple of one forward pass.",
    "When do you write the curly d?",
    "When the function has several inputs, and only one of them moves: {formula_a}.",
    "The number is a slope all the same.",
)
WITH_NUMBERS = (
    "A tiny nudge moves {formula_a} by nearly {formula_b} times the nudge. "
    "This {formula_b} is the derivative, the sensitivity. On {formula_c} at {a}, it is {k}.",
    "{formula_a}, and {formula_b} is {a}. The nudge is {h}, the learning rate {l}.",
    "{formula_a}, and {formula_b} is {a}. Choose a nudge of your own. What is the ratio?",
    "It is {k} plus your nudge. With {h}, for example, it is {q}.",
    "Take a calculator: what is {x} to the power {n}?",
    "It is {v} plus {r} times {d}. That makes {y}.",
    "On {formula_a}, where does one step lead from {a}, with the learning rate {l}?",
    "From {a}, take away {l} times {k}. That leads to {b}.",
    "{formula_a}: what does a nudge of {h} do at {a}?",
    "{formula_a} moves by {r}: that is {q} times the nudge.",
    "The slope is {m}. What happens to the output when the input grows a little?",
    "It moves by nearly {m} times the nudge. A minus sign means that it falls.",
    "The learning rate times the derivative. On {formula_a}, {l} times {k}, so {a} becomes {b}.",
    "In {formula_a}, why is the gradient of {formula_b} equal to {g}?",
    "The slopes along its path multiply: {first} times {second} times {third} is {product}.",
    "The derivative is {z}. Are we at the minimum?",
    "Not necessarily. {formula_a} has the slope {s} at {z}, and no minimum there.",
    "A smaller learning rate. On {formula_a}, one step with the rate {l} turns {o} into {f}.",
)
claims_nothing("it asks, or says what words mean", *WITHOUT_NUMBERS)


def _check(told: Told, **fields: str | Number) -> None:
    """Make sure that every number is what the lesson says that it is."""
    known = numbers(told.parameter("values"))
    for name, said in fields.items():
        if isinstance(said, Number):
            said.must_be(known[name], name)


for _template in (*WITH_NUMBERS, *EXAMPLES):
    assert _template in catalogue("en"), _template
    _names = [name for _, name, _, _ in Formatter().parse(_template) if name]
    _hints = {name: Formula if name.startswith("formula_") else Number for name in _names}
    CLAIMS[_template] = _check, _hints


@says(
    "First: {step}. Here {example}.",
    "Next: {step}. Here {example}.",
    "Last: {step}. Here {example}.",
)
def _(told: Told, step: Words, example: Words) -> None:
    told.row += 1
    _is_step(told, step, told.row)
    part(told, example, EXAMPLES[told.row : told.row + 1])
    said = "First" if told.row == 0 else "Last" if told.row == len(STEPS) - 1 else "Next"
    if told.language == "en":
        require(told.beat.text.startswith(said), f"step {told.row + 1} is not said as {said}")


@says("Once more, from memory: what comes after “{step}”?")
def _(told: Told, step: Words) -> None:
    _is_step(told, step, 1)


@says("It is: {step}. After that: {then}.")
def _(told: Told, step: Words, then: Words) -> None:
    _is_step(told, step, 2)
    _is_step(told, then, 3)


@says("It is: {step}. That is the last.")
def _(told: Told, step: Words) -> None:
    _is_step(told, step, 2)


def _is_step(told: Told, words: Words, place: int) -> None:
    said = in_english(words, told.language)
    require(said == STEPS[place], f"step {place + 1} is {STEPS[place]}, not {said}")


def numbers(text: str) -> dict[str, Real]:
    """The numbers of a lesson: "a = 3; k = slope of J(w) = w**2 at a"."""
    found: dict[str, Real] = {}
    for one in filter(str.strip, text.split(";")):
        name, _, words = one.partition("=")
        found[name.strip()] = _number(words.strip(), found)
    return found


def _number(words: str, known: dict[str, Real]) -> Real:
    what, of, rest = words.partition(" of ")
    if not of:
        return value(words, known)
    rest, _, by = rest.partition(" by ")
    of, _, at = rest.partition(" at ")
    if what in ("edges", "walks", "gradient"):
        output, _, body = of.partition("=")
        pairs = [pair.partition("=") for pair in at.split(",") if pair]
        inputs = {one.strip(): value(text, known) for one, _, text in pairs}
        graph = network(output.strip(), body, inputs)
        if what == "gradient":
            slope = graph.gradients[by]
            assert slope is not None
            return slope
        return number(len(graph.edges) if what == "edges" else sum(graph.walks().values()))
    curve, place = Curve(of), value(at, known)
    if what == "slope":
        return curve.slope(place)
    if what == "value":
        return curve.at(place)
    nudge = value(by, known)
    if what == "step":
        return add(place, multiply(-nudge, curve.slope(place)))
    rise = add(curve.at(add(place, nudge)), -curve.at(place))
    return divide(rise, nudge) if what == "ratio" else rise


def network(output: str, body: str, inputs: dict[str, Real]) -> Network:
    """A formula taken apart, one operation for each step; inputs that aren't given are 1."""
    steps: dict[str, str] = {}

    def step(node: ast.expr) -> str:
        match node:
            case ast.Name() | ast.Constant():
                return ast.unparse(node)
            case ast.BinOp(left, operator, right):
                text = ast.unparse(ast.BinOp(ast.Name(step(left)), operator, ast.Name(step(right))))
            case ast.UnaryOp(operator, operand):
                text = ast.unparse(ast.UnaryOp(operator, ast.Name(step(operand))))
            case ast.Call(function, [argument]):
                text = f"{ast.unparse(function)}({step(argument)})"
            case _:
                raise ValueError(ast.unparse(node))
        steps[name := f"step_{len(steps)}"] = text
        return name

    last = step(ast.parse(body.strip(), mode="eval").body)
    steps[output] = steps.pop(last)
    names = {one.id for one in ast.walk(ast.parse(body.strip())) if isinstance(one, ast.Name)}
    return Network(steps, {name: inputs.get(name, number(1)) for name in sorted(names)})
