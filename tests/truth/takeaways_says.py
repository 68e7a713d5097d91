"""What is said of the things that show thoughts: each is worked out from the author's words."""

from __future__ import annotations

import re
from itertools import pairwise

from tests.truth.arithmetic import Real, add, divide, equal, multiply, real, sign
from tests.truth.cards_says import network, numbers
from tests.truth.curve import Curve
from tests.truth.jets import number, value
from tests.truth.record import on_record
from tests.truth.said import Number, require
from tests.truth.sentences import (
    Formula,
    Words,
    catalogue,
    claims_nothing,
    conjunction,
    does,
    says,
)
from tests.truth.told import Told, separated

claims_nothing(
    "it is a title or a heading", "To take away", "Thoughts", "All of them",
)  # fmt: skip
claims_nothing(
    "it is a thought, which is shown by what is said next",
    "The derivative is the slope: how far up the tangent goes for one step across.",
    "On a line the slope is the same everywhere. "
    "On {formula_a}, {formula_b} and {formula_c} it changes.",
    "You can look formulas up.",
    "The chain rule and reuse make the backward pass cheap: every edge is walked once.",
    "A derivative measures sensitivity: how strongly the output reacts to its input.",
    "These are the thoughts to take away.",
)


@does("{s} and {t} for {f}", "{f} has the derivative {d}")
def _(*_: object) -> bool:
    """It is a part of a list, which is looked at as a whole."""
    return True


def _shown(told: Told, kind: str) -> re.Match[str]:
    """The words for the next thing of a kind, or one of some, that shows a thought."""
    decks = (told.parameter(name).split("||") for name in ("messages", "cards", "tasks"))
    words = [text.rpartition("|")[2].strip() for deck in decks for text in deck]
    form = rf"(?:{kind}) of (.+?)(?: at (.+?))?(?: by (.+?))?"
    found = [match for one in words if (match := re.fullmatch(form, one))]
    place: int = told.heard.get(kind, 0)
    told.heard[kind] = place + 1
    require(place < len(found), f"no {kind} is to be shown")
    return found[place]


@says("Here are {n} thoughts to take away.")
def _(told: Told, n: Number) -> None:
    n.must_be(number(len(told.parameter("messages").split("||"))), "the count")


def _place(told: Told, text: str) -> Real:
    """A number, which a deck may call by its name."""
    return value(text, numbers(told.parameter("values")))


def _tangent(told: Told, a: Number, f: Formula, s: Number) -> Real:
    body, at, _ = _shown(told, "tangent").groups()
    curve, place = Curve(body), _place(told, at)
    require(curve.reads(f), f"the function is {curve.body}, not {f}")
    a.must_be(place, "the point")
    slope = curve.slope(place)
    s.must_be(slope, "the slope")
    return slope


@says(
    "At {a}, {f} has the slope {s}: {up} up for one step across.",
)
def _(told: Told, a: Number, f: Formula, s: Number, up: Number) -> None:
    slope = _tangent(told, a, f, s)
    require(sign(slope) > 0, "it doesn't go up")
    up.must_be(slope, "the rise")


@says("At {a}, {f} has the slope {s}: {up} down for one step across.")
def _(told: Told, a: Number, f: Formula, s: Number, up: Number) -> None:
    slope = _tangent(told, a, f, s)
    require(sign(slope) < 0, "it doesn't go down")
    up.must_be(multiply(number(-1), slope), "the fall")


@says("At {a}, {f} has the slope {s}: it is level there.")
def _(told: Told, a: Number, f: Formula, s: Number) -> None:
    require(sign(_tangent(told, a, f, s)) == 0, "it isn't level")


@says("At {a}, a nudge of {h} moves {f} by {rise}.")
def _(told: Told, a: Number, h: Number, f: Formula, rise: Number) -> None:
    body, at, by = _shown(told, "bars").groups()
    curve, place, nudge = Curve(body), _place(told, at), _place(told, by)
    require(curve.reads(f), f"the function is {curve.body}, not {f}")
    a.must_be(place, "the point")
    h.must_be(nudge, "the nudge")
    rise.must_be(add(curve.at(add(place, nudge)), -curve.at(place)), "the rise")


@says("At {a}, a nudge of {h} moves {f} by {rise}: {q} times the nudge.")
def _(told: Told, a: Number, h: Number, f: Formula, rise: Number, q: Number) -> None:
    _nudged(told, "ratio", a, h, f, rise, q)


@says(
    "At {a}, a nudge of {h} moves {f} by {rise}: {q} times the nudge. "
    "For a tenth of it, {p} times; in the limit, {k}."
)
def _(
    told: Told, a: Number, h: Number, f: Formula, rise: Number, q: Number, p: Number, k: Number
) -> None:
    curve, place, nudge = _nudged(told, "limit", a, h, f, rise, q)
    tenth = divide(nudge, number(10))
    moved = add(curve.at(add(place, tenth)), -curve.at(place))
    p.must_be(divide(moved, tenth), "the ratio of a tenth")
    k.must_be(curve.slope(place), "the limit")


def _nudged(
    told: Told, kind: str, a: Number, h: Number, f: Formula, rise: Number, q: Number
) -> tuple[Curve, Real, Real]:
    body, at, by = _shown(told, kind).groups()
    curve, place, nudge = Curve(body), _place(told, at), _place(told, by)
    require(curve.reads(f), f"the function is {curve.body}, not {f}")
    a.must_be(place, "the point")
    h.must_be(nudge, "the nudge")
    moved = add(curve.at(add(place, nudge)), -curve.at(place))
    rise.must_be(moved, "the rise")
    q.must_be(divide(moved, nudge), "the ratio")
    return curve, place, nudge


@says("On {f}, from {a}, with the learning rate {l}, a step leads to {p}.")
def _(told: Told, f: Formula, a: Number, l: Number, p: Number) -> None:  # noqa: E741
    body, at, by = _shown(told, "step").groups()
    curve, place, rate = Curve(body), _place(told, at), _place(told, by)
    require(curve.reads(f), f"the function is {curve.body}, not {f}")
    a.must_be(place, "the start")
    l.must_be(rate, "the learning rate")
    p.must_be(add(place, multiply(number(-1), multiply(rate, curve.slope(place)))), "the step")


@says("On {f}, from {a}, with the learning rate {l}, the steps lead to {p}, {q} and {r}.")
def _(
    told: Told,
    f: Formula,
    a: Number,
    l: Number,  # noqa: E741
    p: Number,
    q: Number,
    r: Number,
) -> None:
    body, at, by = _shown(told, "steps").groups()
    curve, place, rate = Curve(body), _place(told, at), _place(told, by)
    require(curve.reads(f), f"the function is {curve.body}, not {f}")
    a.must_be(place, "the start")
    l.must_be(rate, "the learning rate")
    for said in (p, q, r):
        place = add(place, multiply(number(-1), multiply(rate, curve.slope(place))))
        said.must_be(place, "where a step leads")


def _edges(told: Told) -> tuple[Real, Real]:
    shown = _shown(told, "graph|passes")
    output, _, body = shown[1].partition("=")
    graph = network(output.strip(), body, {})
    if shown[0].startswith("passes"):  # forward for each input and for none; or there and back
        edges, ends = len(graph.edges), {end for _, end in graph.edges}
        inputs = {start for start, _ in graph.edges} - ends
        return number(2 * edges), number(edges * (len(inputs) + 1))
    return number(len(graph.edges)), number(sum(graph.walks().values()))


@says("In {J}, edges are walked {e} times instead of {t}.")
def _(told: Told, J: Formula, e: Number, t: Number) -> None:
    edges, walks = _edges(told)
    e.must_be(edges, "the edges")
    t.must_be(walks, "the walks")
    require(real(edges) < real(walks), "they are as many")


@says("In {J}, edges are walked {e} times either way.")
def _(told: Told, J: Formula, e: Number) -> None:
    edges, walks = _edges(told)
    e.must_be(edges, "the edges")
    require(equal(edges, walks), "they are fewer")


@says("From {J} back to {c}, {list}: their product is {g}.")
def _(told: Told, J: Words, c: Words, list: Words, g: Number) -> None:
    body, at, by = _shown(told, "path").groups()
    output, _, formula = (part.strip() for part in body.partition("="))
    inputs = [part.partition("=") for part in separated(at)]
    graph = network(output, formula, {name.strip(): _place(told, text) for name, _, text in inputs})
    require((J, c) == (output, by), f"it goes from {output} to {by}")
    way = [by]
    while way[-1] != output:
        (after,) = (target for source, target in graph.edges if source == way[-1])
        way.append(after)
    digits = r"[=≈] −?\d+(?:[.,/]\d+)?(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
    said = [Number(text) for text in re.findall(digits, list)]
    slopes = [slope for name in reversed(way) if (slope := graph.gradients[name]) is not None]
    for one, (before, after) in zip(said, pairwise(slopes), strict=True):
        one.must_be(divide(after, before), "a slope on the way")
        on_record(told.beat, one)
    g.must_be(slopes[-1], "the product")


def _listed(told: Told, words: Words, template: str, names: str) -> list[tuple[str, ...]]:
    """The parts of a list: each is a template with its fields."""
    pattern = re.escape(catalogue(told.language)[template])
    for name in names:
        pattern = pattern.replace(re.escape(f"{{{name}}}"), f"(?P<{name}>.+?)")
    parts = [""]
    for piece in words.split(", "):  # those in parentheses are no ends
        inside = parts[-1].count("(") > parts[-1].count(")")
        parts = [*parts[:-1], f"{parts[-1]}, {piece}"] if inside else [*parts, piece]
    del parts[0]
    joint = f" {conjunction(told.language)} "
    for cut in re.finditer(joint, parts[-1]):  # the last two are joined by a word
        ends = parts[-1][: cut.start()], parts[-1][cut.end() :]
        if all(re.fullmatch(pattern, end) for end in ends):
            parts[-1:] = ends
            break
    found = [re.fullmatch(pattern, part) for part in parts]
    return [tuple(map(str, match.group(*names))) for match in found if match is not None]


def _curves(text: str) -> list[Curve]:
    names = re.findall(r"[A-Za-z]\w*(?!\w*\s*\()", text)
    name = next(one for one in names if one not in ("pi", "e"))
    return [Curve(f"f({name}) = {body}") for body in separated(text)]


@says("At {p} and {r}, the slopes are {list}.")
def _(told: Told, p: Number, r: Number, list: Words) -> None:
    bodies, at, _ = _shown(told, "slopes").groups()
    places = [_place(told, text) for text in separated(at)]
    for said, place in zip((p, r), places, strict=True):
        said.must_be(place, "the place")
    parts = _listed(told, list, "{s} and {t} for {f}", "stf")
    for (*slopes, f), curve in zip(parts, _curves(bodies), strict=True):
        require(curve.reads(f), f"the function is {curve.body}, not {f}")
        for text, place in zip(slopes, places, strict=True):
            said = Number(text)
            said.must_be(curve.slope(place), "the slope")
            on_record(told.beat, said)


@says("For example, {list}.")
def _(told: Told, list: Words) -> None:
    bodies = _shown(told, "formulas")[1]
    parts = _listed(told, list, "{f} has the derivative {d}", "fd")
    for (f, d), curve in zip(parts, _curves(bodies), strict=True):
        require(curve.reads(f), f"the function is {curve.body}, not {f}")
        require(curve.reads(d, derivative=True), f"{d} is not the derivative")
