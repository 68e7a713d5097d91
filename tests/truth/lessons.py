"""Random lessons, made again from a seed and a number; they look for corners."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random

from tests.truth.arithmetic import Undefined, real, sign
from tests.truth.curve import Curve
from tests.truth.jets import number
from tests.truth.told import DEFAULTS

CORNERS: dict[str, list[str]] = tomllib.loads(
    (Path(__file__).parent / "corners.toml").read_text(encoding="utf-8")
)

STORIES = {
    "TrainingLoopScene": 8,
    "NudgeScene": 15,
    "DerivativeScene": 12,
    "TangentScene": 14,
    "DerivativeTableScene": 8,
    "SymPyScene": 6,
    "NotationScene": 4,
    "ChainRuleScene": 15,
    "ActivationScene": 8,
    "CrossEntropyScene": 8,
    "FitScene": 8,
    "DescentScene": 14,
    "StepSizesScene": 8,
    "LearningRatesScene": 12,
    "SurfaceDescentScene": 8,
    "PauseScene": 3,
    "FlipCardsScene": 3,
    "OrderScene": 2,
    "TakeawayScene": 4,
    "ChecklistScene": 5,
    "PipelineScene": 4,
}
"""How many of a hundred lessons tell each story."""


@dataclass(frozen=True)
class Lesson:
    """A story and its parameters, as text."""

    story: str
    given: dict[str, str]

    @property
    def size(self) -> tuple[int, int]:
        return len(self.given), sum(map(len, self.given.values()))

    @property
    def command(self) -> str:
        """How to tell it again."""
        settings = " ".join(f'"{name}={value}"' for name, value in self.given.items())
        return f"python -m tests.truth.one {self.story} {settings}"


def lesson(seed: int, index: int) -> Lesson:
    """The lesson of that number."""
    chance = Random(f"{seed}/{index}")
    story = chance.choices([*STORIES], [*STORIES.values()])[0]
    given = {
        "TrainingLoopScene": _training,
        "NudgeScene": _zoomed,
        "DerivativeScene": _derivative,
        "TangentScene": _tangents,
        "DerivativeTableScene": _table,
        "SymPyScene": _session,
        "NotationScene": _notation,
        "ActivationScene": _neuron,
        "CrossEntropyScene": _examples,
        "FitScene": _fit,
        "ChainRuleScene": _chain,
        "DescentScene": _descent,
        "StepSizesScene": _sizes,
        "LearningRatesScene": _rates,
        "SurfaceDescentScene": _surface,
        "PauseScene": partial(_values, "PauseScene"),
        "FlipCardsScene": partial(_values, "FlipCardsScene"),
        "OrderScene": partial(_values, "OrderScene"),
        "TakeawayScene": _messages,
        "ChecklistScene": _checklist,
        "PipelineScene": _pipeline,
    }[story](chance)
    return Lesson(story, _separated(chance, given) | _looks(chance, story))


def _separated(chance: Random, given: dict[str, str]) -> dict[str, str]:
    """Now and then with semicolons in lists, as people write who need the comma."""
    if chance.random() > 0.06:
        return given
    return {
        name: text if name in ("function", "graph", "several") else text.replace(", ", "; ")
        for name, text in given.items()
    }


def _looks(chance: Random, story: str) -> dict[str, str]:
    found = {}
    if chance.random() < 0.16:
        found["language"] = chance.choice(["fr", "es"])
    if chance.random() < 0.15:
        found["places"] = str(chance.randint(1, 9))
    if chance.random() < 0.08:
        found["decimal_separator"] = chance.choice(["point", "comma"])
    if chance.random() < 0.08:
        found["notation"] = "partial"
    if story in ("NudgeScene", "TangentScene", "DerivativeTableScene") and chance.random() < 0.2:
        found["nudge_name"] = chance.choice(["epsilon", "h"])
    return found


# Functions.


def _function(chance: Random, simple: float, name: str = "") -> str:
    body = chance.choice(CORNERS["simple"] if chance.random() < simple else CORNERS["corners"])
    if chance.random() < 0.25:
        body = _composed(chance)
    variable = chance.choice(CORNERS["variables"]) if chance.random() < 0.4 else "a"
    body = re.sub(r"\ba\b", variable, body)
    return f"{name or chance.choice('fgJp')}({variable}) = {body}"


def _composed(chance: Random) -> str:
    """A function put together from others."""
    c, d = chance.choice(CORNERS["coefficients"]), chance.choice(CORNERS["coefficients"])
    one, other = chance.choice(CORNERS["simple"]), chance.choice(CORNERS["corners"])
    forms = [
        f"({c})*a**2 + ({d})*a", f"({c})*({one})", f"{one} + {other}", f"({one})*({other})",
        f"({c})*a**3 - ({d})*a**2 + a", f"({other}) + ({c})*a", f"(a - ({c}))**2 + ({d})",
        f"({one})/({c} + a**2)", f"-({other})", f"({c})*a + ({d})", f"(({c})*a - ({d}))**2",
    ]  # fmt: skip
    return chance.choice(forms)


# Numbers.


def _points(chance: Random, most: int) -> list[str]:
    many = chance.choices(range(1, most + 1), [4, 5, 3, 1, 1][:most])[0]
    found = chance.choices(
        CORNERS["points"][:16] if chance.random() < 0.7 else CORNERS["points"], k=many
    )
    if many > 1 and chance.random() < 0.35:  # symmetric
        found[1] = found[0].removeprefix("-") if found[0].startswith("-") else f"-{found[0]}"
    return found if chance.random() < 0.1 else [*dict.fromkeys(found)]


def _nudge_list(chance: Random) -> list[str]:
    roll = chance.random()
    if roll < 0.3:
        return ["0.1", "0.01", "0.001"]
    if roll < 0.4:
        return [chance.choice(CORNERS["nudges"])]
    found = chance.choices(CORNERS["nudges"], k=chance.randint(2, 5))
    if roll < 0.6:
        found.sort(key=lambda text: -abs(real(number(text))))
    if roll > 0.9:
        found[1] = found[0].removeprefix("-") if found[0].startswith("-") else f"-{found[0]}"
    return found if roll > 0.85 else [*dict.fromkeys(found)]


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values)


def _nudges(chance: Random) -> dict[str, str]:
    return {
        "function": _function(chance, 0.5),
        "points": _listed(_points(chance, 4)),
        "nudges": _listed(_nudge_list(chance)),
    }


def _zoomed(chance: Random) -> dict[str, str]:
    given = _nudges(chance)
    one = chance.choice(given["nudges"].split(", "))
    return given | ({"zoomed": one} if chance.random() < 0.3 else {})


def _derivative(chance: Random) -> dict[str, str]:
    function = _function(chance, 0.5)
    nudges = [*dict.fromkeys(_nudge_list(chance))]
    tried = [one for one in _nudge_list(chance) if one not in nudges[:2]]
    given = {"function": function, "at": _points(chance, 1)[0], "nudges": _listed(nudges[:2])}
    return given | ({"trials": _listed([*dict.fromkeys(tried)])} if tried else {})


def _tangents(chance: Random) -> dict[str, str]:
    return _nudges(chance)


def _table(chance: Random) -> dict[str, str]:
    bodies = [_function(chance, 0.7).partition(" = ")[2] for _ in range(chance.randint(2, 6))]
    variable = chance.choice(CORNERS["variables"]) if chance.random() < 0.4 else "a"
    head = re.compile(rf"\b({'|'.join({*CORNERS['variables'], 'a'})})\b")
    bodies = [head.sub(variable, body) for body in bodies]
    if chance.random() < 0.25:  # rows that are equally steep
        bodies[1] = f"-({bodies[0]})"
    nudge = "0.001" if chance.random() < 0.6 else chance.choice(CORNERS["nudges"])
    at = _points(chance, 1)[0]
    return {"functions": _listed(bodies), "name": "J", "at": at, "nudge": nudge}


def _session(chance: Random) -> dict[str, str]:
    name = chance.choice("aawtx")
    bodies = [
        re.sub(r"\ba\b", name, chance.choice(CORNERS[chance.choice(["simple", "corners"])]))
        for _ in range(chance.choice([1, 1, 2, 3, 4]))
    ]
    at, also = _points(chance, 1)[0], chance.choice(CORNERS["points"][:16])
    nudge = chance.choice(CORNERS["nudges"])
    return {"functions": _listed(bodies), "at": at, "also_at": also, "nudge": nudge}


def _notation(chance: Random) -> dict[str, str]:
    names = chance.sample(["w", "b", "x", "y", "w_1", "w_2"], k=chance.choice([2, 2, 3, 4]))
    one, other = (chance.choice(CORNERS["simple"]) for _ in range(2))
    one, other = (
        re.sub(r"\ba\b", name, text) for name, text in zip(names[:2], (one, other), strict=True)
    )
    rest = "".join(f" + {name}*{names[0]}" for name in names[2:])
    body = f"({one}){chance.choice(['*', '+'])}({other}){rest}"
    pool = CORNERS["inputs"][:12]
    return {
        "single": _function(chance, 0.7, "J"),
        "where": _points(chance, 1)[0],
        "several": f"J({', '.join(names)}) = {body}",
        "at": _listed([f"{name}={chance.choice(pool)}" for name in names]),
        "index": chance.choice("ijk"),
    }


# Descents.

_SHARES = [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(19, 10), Fraction(21, 10),
           Fraction(1, 20), Fraction(3, 2), Fraction(99, 50), Fraction(1, 1000)]  # fmt: skip


def _start(chance: Random, function: str) -> str:
    """A place to start: now and then on a top, at the bottom, or at the end of the domain."""
    level = [text for text in CORNERS["starts"] if _is_level(function, text)]
    return chance.choice(level if level and chance.random() < 0.12 else CORNERS["starts"])


def _is_level(function: str, text: str) -> bool:
    try:
        return sign(Curve(function).slope(number(text))) == 0
    except (Undefined, ValueError, KeyError):
        return False


def _rate(chance: Random, function: str, start: str) -> str:
    """A learning rate: often one at which the factor is 0, 1, −1 or close to it."""
    if chance.random() < 0.45:
        try:
            bend = Curve(function).bend(number(start))
        except (Undefined, ValueError, KeyError):
            bend = None
        if isinstance(bend, Fraction) and bend:
            return str(chance.choice(_SHARES) / abs(bend))
    return chance.choice(CORNERS["rates"])


def _descent(chance: Random) -> dict[str, str]:
    function = _function(chance, 0.65, "J")
    start = _start(chance, function)
    return {
        "function": function,
        "start": start,
        "learning_rate": _rate(chance, function, start),
        "steps": str(chance.choice([1, 2, 3, 4, 5, 8, 10, 10, 12, 20, 40])),
    }


def _sizes(chance: Random) -> dict[str, str]:
    function = _function(chance, 0.65, "J")
    starts = [_start(chance, function) for _ in range(chance.randint(2, 5))]
    if chance.random() < 0.4:  # equally steep, perhaps
        starts[1] = starts[0].removeprefix("-") if starts[0].startswith("-") else f"-{starts[0]}"
    return {
        "function": function,
        "starts": _listed([*dict.fromkeys(starts)]),
        "learning_rate": _rate(chance, function, starts[0]),
        "nudge": "0.001" if chance.random() < 0.6 else chance.choice(CORNERS["nudges"]),
    }


def _rates(chance: Random) -> dict[str, str]:
    function = _function(chance, 0.65, "J")
    start = _start(chance, function)
    rates = [_rate(chance, function, start) for _ in range(chance.randint(2, 6))]
    return {
        "function": function,
        "start": start,
        "learning_rates": _listed([*dict.fromkeys([*rates, "0.1", "1"][: max(2, len(rates))])]),
        "steps": str(chance.choice([1, 2, 3, 5, 8, 8, 10, 20])),
    }


def _surface(chance: Random) -> dict[str, str]:
    x, y = chance.choice([("w_1", "w_2"), ("x", "y"), ("w", "b"), ("a", "t")])
    c, d = (chance.choice(["", "2*", "1/3*", "0.1*", "5*", "-", "pi*"]) for _ in range(2))
    extra = chance.choice(["", "", f" + {x}*{y}", f" - 3*{x}", f" + 2*{x} - {y}", " + 1"])
    body = f"{c}{x}**2 + {d}{y}**2{extra}"
    if chance.random() < 0.4:
        body = chance.choice([
            f"(1 - {x})**2 + 100*({y} - {x}**2)**2", f"{x}*{y}", f"{x} + 2*{y}", f"{x}**2",
            f"sin({x})*cos({y})", f"ln({x}**2 + {y}**2 + 1)", f"abs({x}) + {y}**2",
            f"1/{x} + {y}**2", f"sqrt({x}) + {y}**2", f"exp(-{x}**2 - {y}**2)",
            f"{x}**4 - 2*{x}**2 + {y}**2", f"({x} - 200)**2/100 + ({y} + 3)**2",
        ])  # fmt: skip
    starts = ["-5", "-2", "3", "1", "0.1", "0", "1/3", "-0.25", "10", "sqrt(2)"]
    return {
        "function": f"J({x}, {y}) = {body}",
        "start": f"{chance.choice(starts)}, {chance.choice(starts)}",
        "learning_rate": chance.choice(
            ["0.1", "0.1", "0.4", "0.5", "0.6", "1", "1/3", "0.01", "2"]
        ),
        "momentum": chance.choice(["0", "0", "0", "1/2", "0.9", "0.99", "1/4"]),
        "steps": str(chance.choice([1, 2, 3, 5, 10, 20, 20, 40])),
    }


# Decks of cards.


def _values(story: str, chance: Random) -> dict[str, str]:
    """The numbers of a deck, in which those that are given are others."""
    parts = [part.partition("=") for part in DEFAULTS[story]["values"].split(";")]
    given = {"a": "points", "h": "nudges", "d": "nudges", "l": "rates", "b": "points"}
    known = {
        name.strip(): chance.choice(CORNERS[given[name.strip()]])
        if name.strip() in given and "*" not in text
        else text.strip()
        for name, _, text in parts
    }
    given = {"values": "; ".join(f"{name} = {text}" for name, text in known.items())}
    if story != "FlipCardsScene":
        return given
    pictures = [
        f"tangent of {_function(chance, 0.6)} at a",
        f"bars of {_function(chance, 0.6)} at a by h",
        f"{chance.choice(['ratio', 'limit'])} of {_function(chance, 0.6)} at a by h",
        f"steps of {_function(chance, 0.6)} at a by {chance.choice(['l', *CORNERS['rates']])}",
        f"step of {_function(chance, 0.6)} at a by {chance.choice(['l', *CORNERS['rates']])}",
        f"path of J = {chance.choice(['a*(b + c*d)', 'exp(b)*sin(c*d) + a', 'c/d - a*b'])}"
        f" at a=a, b=b, c=k, d=l by {chance.choice('bcd')}",
    ]
    cards = DEFAULTS[story]["cards"].split(" || ")
    shown = zip(cards, chance.sample(pictures, 2), strict=True)
    return given | {
        "cards": " || ".join(f"{text.rpartition(' | ')[0]} | {one}" for text, one in shown)
    }


def _messages(chance: Random) -> dict[str, str]:
    """Thoughts of the lessons, shown by other things."""
    bodies = [_function(chance, 0.7).partition(" = ")[2] for _ in range(2)]
    head = re.compile(rf"\b({'|'.join({*CORNERS['variables'], 'a'})})\b")
    listed = ", ".join(head.sub("a", body) for body in bodies)
    at, other, by = *(_points(chance, 1)[0] for _ in range(2)), chance.choice(CORNERS["nudges"])
    pictures = [
        f"tangent of {_function(chance, 0.6)} at {at}",
        f"bars of {_function(chance, 0.6)} at {at} by {by}",
        f"slopes of {listed} at {at}, {other}",
        f"formulas of {listed}",
        f"{chance.choice(['graph', 'passes'])} of J = {_tree(chance, 2)}",
        f"steps of {_function(chance, 0.6)} at {at} by {chance.choice(CORNERS['rates'])}",
    ]
    chosen = chance.sample(pictures, 2)
    return {"messages": " || ".join(f"You can look formulas up. | {one}" for one in chosen)}


# Neurons.


def _neuron(chance: Random) -> dict[str, str]:
    activation = chance.choice(["sigma", "sigma", "tanh", "relu", "softplus"])
    many = chance.randint(1, 4)
    pool = CORNERS["inputs"][:12] if chance.random() < 0.75 else CORNERS["inputs"]
    points = _points(chance, 4)
    return {
        "activation": activation,
        "weights": _listed(chance.choices(pool, k=many)),
        "features": _listed(chance.choices(pool, k=many)),
        "bias": chance.choice([*pool, "0", "-40", "20"]),
        "points": _listed([one for one in points if one != "0"] or ["1"]),
        "nudge": chance.choice(["0.1", "0.1", *CORNERS["nudges"]]),
    }


def _pipeline(chance: Random) -> dict[str, str]:
    """Examples and thresholds; now and then a score lies on a threshold, or no mistake is made."""
    many = chance.randint(2, 8)
    inputs = chance.choices(CORNERS["points"][:16], k=many)
    labels = [chance.choice("01") for _ in range(many)]
    if chance.random() < 0.2:  # separable
        labels = ["1" if real(number(one)) > 0 else "0" for one in inputs]
    pool = ["0.5", "0.7", "1/3", "0.9", "0.01", "sigma(1)", "sigma(-1/2)", "0.999"]
    return {
        "inputs": _listed(inputs),
        "labels": _listed(labels),
        "weight": chance.choice(["1", "1", "-1", "0", "0.5", "1/3", "sqrt(2)"]),
        "bias": chance.choice(["0", "1/2", "-1", "6", "0.001"]),
        "thresholds": _listed(chance.sample(pool, chance.choice([2, 2, 3]))),
    }


# Graphs.


def _chain(chance: Random) -> dict[str, str]:
    graph = chance.choice(CORNERS["graphs"]) if chance.random() < 0.7 else f"J = {_tree(chance, 3)}"
    steps = [step.partition("=") for step in graph.split(";")]
    defined = {name.strip() for name, _, _ in steps}
    text = " ".join(formula for _, _, formula in steps)
    names = [name for name in re.findall(r"[A-Za-z]\w*(?!\w*\s*\()", text) if name not in defined]
    names = [name for name in dict.fromkeys(names) if name not in ("pi", "e")]
    pool = CORNERS["inputs"][:12] if chance.random() < 0.75 else CORNERS["inputs"]
    more = {"purpose": chance.choice(["toy", "loss"])} if chance.random() < 0.2 else {}
    more |= {"checks": "all"} if chance.random() < 0.4 else {}
    return more | {
        "graph": graph,
        "inputs": _listed([f"{name}={chance.choice(pool)}" for name in names]),
        "nudge": chance.choice(["0.001"] * 4 + CORNERS["nudges"]),
    }


def _checklist(chance: Random) -> dict[str, str]:
    function, at = _function(chance, 0.8), _points(chance, 1)[0]
    given = _chain(chance)
    return {
        "function": function,
        "at": at,
        "nudge": chance.choice(["0.001", *CORNERS["nudges"]]),
        "learning_rate": _rate(chance, function, at),
        "graph": given["graph"],
        "inputs": given["inputs"],
    }


def _examples(chance: Random) -> dict[str, str]:
    many = chance.choice([2, 2, 3, 4, 5, 5, 6, 8, 12, 13, 24])
    pool = CORNERS["points"][:16] if chance.random() < 0.7 else CORNERS["points"]
    inputs = chance.choices(pool, k=many)
    if chance.random() < 0.25:  # symmetric: what two of them cost cancels
        half = many // 2
        others = [f"-({x})" if x[0] == "-" else f"-{x}" for x in inputs[:half]]
        inputs = [*inputs[: many - half], *others]
    alike = chance.random() < 0.1
    labels = ["1"] * many if alike else chance.choices(["0", "1"], k=many)
    numbers = ["0", "0", "1", "-1", "1/2", "-0.3", "5", "sqrt(2)", "-1/3", *CORNERS["points"]]
    return {
        "inputs": _listed(inputs),
        "labels": _listed(labels if chance.random() > 0.03 else [*labels, "1"]),
        "weight": chance.choice(numbers),
        "bias": chance.choice(numbers),
        "nudge": chance.choice(["0.001"] * 4 + CORNERS["nudges"]),
    }


def _fit(chance: Random) -> dict[str, str]:
    given = _examples(chance)
    found = {name: given[name] for name in ("inputs", "labels")}
    if chance.random() < 0.35:
        count = found["inputs"].count(",") + 1
        found |= {"model": "linear", "labels": _listed(chance.choices(CORNERS["inputs"], k=count))}
    starts = ["0", "0", "0", "1", "-2", "1/3", "0.5", "5", "-0.1", "sqrt(2)"]
    rates = ["1", "1", "0.1", "4", "2", "1/3", "0.01", "10", "100", "8"]
    return found | {
        "start": _listed([chance.choice(starts), chance.choice(starts)]),
        "learning_rate": chance.choice(rates),
        "steps": str(chance.choice([1, 2, 3, 5, 10, 20, 20, 40])),
        "too_large": chance.choice([*rates, "10", "10", ""]),
    }


def _training(chance: Random) -> dict[str, str]:
    given = _chain(chance)
    names = [pair.partition("=")[0] for pair in given["inputs"].split(", ")]
    trained = chance.sample(names, chance.randint(1, min(4, len(names)))) if names else ["w"]
    return {
        "graph": given["graph"],
        "inputs": given["inputs"],
        "trained": _listed(trained),
        "learning_rate": chance.choice(CORNERS["rates"]),
        "laps": str(chance.randint(1, 4)),
    }


def _tree(chance: Random, depth: int) -> str:
    """A formula in a few variables."""
    if depth == 0 or chance.random() < 0.15:
        return chance.choice(["a", "b", "c", "x", "a", "b"])
    roll = chance.random()
    if roll < 0.6:
        operator = chance.choice(["+", "*", "-", "*", "+", "/"])
        left, right = _tree(chance, depth - 1), _tree(chance, depth - 1)
        return f"({left} {operator} {right})"
    if roll < 0.75:
        return f"({chance.choice(['2', '3', '0.5', '10'])}*{_tree(chance, depth - 1)})"
    if roll < 0.85:
        return f"({_tree(chance, depth - 1)})**{chance.choice(['2', '3'])}"
    function = chance.choice(["exp", "ln", "sin", "sigma", "tanh", "sqrt", "cos", "abs"])
    return f"{function}({_tree(chance, depth - 1)})"
