"""Whether a number in a deck of cards is what its words say: worked out from the text of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from checks.claims_of_functions import holds
from checks.claims_of_numbers import number
from checks.evaluator import Tree, mpf, parse, real, slope, value
from checks.known import gradient
from scenes.telling.computed import Computed

_CONSTANTS = "e", "pi"
_PRECISE = mpf(10) ** -25  # share by which a slope that was found by numbers may be off


@holds.register
def _(claim: Computed) -> bool:
    true, found = real(_worked_out(claim)), number(claim.number)
    return bool(abs(true - found) <= _PRECISE * (1 + abs(found)))


def _worked_out(claim: Computed) -> Any:
    names = {name: value(text) for name, text in claim.names}
    if not claim.what:
        return value(claim.of, names)
    head, _, body = claim.of.partition("=")
    if claim.what in ("edges", "walks", "nudges", "round"):
        edges, walked, _ = _walks(parse(body))
        leaves = {*re.findall(r"[A-Za-z]\w*\b(?!\s*\()", body)} - {*_CONSTANTS}
        passes = {"edges": 1, "nudges": len(leaves) + 1, "round": 2}
        return mpf(walked if claim.what == "walks" else passes[claim.what] * edges)
    if claim.what == "gradient":
        pairs = (part.partition("=") for part in claim.at.split(","))
        inputs = {name.strip(): value(text, names) for name, _, text in pairs}
        return gradient(((head.strip(), body),), inputs, head.strip(), claim.by)
    (variable,) = re.findall(r"\(\s*(\w+)\s*\)", head)

    def f(x: Any) -> Any:
        return value(body, {variable: x})

    at = value(claim.at, names)
    if claim.what == "slope":
        return slope(f, at)
    if claim.what == "value":
        return f(at)
    nudge = value(claim.by, names)
    if claim.what == "step":
        return real(at) - real(nudge) * real(slope(f, at))
    rise = real(f(at + nudge)) - real(f(at))
    return rise / real(nudge) if claim.what == "ratio" else rise


def _walks(tree: Tree) -> tuple[int, int, int]:
    """Return the edges of a formula's graph, those walked path by path, and the paths."""
    tree = _lifted(tree)
    if tree.kind == "name":
        return 0, 0, 1
    parts = [_walks(part) for part in _operands(tree)]
    edges, walked, paths = (sum(some) for some in zip(*parts, strict=True))
    return edges + len(parts), walked + paths, paths


def _lifted(tree: Tree) -> Tree:
    """Return a product or a fraction with the minus sign of its first operand before it."""
    if tree.kind not in ("*", "/"):
        return tree
    first, second = _lifted(tree.parts[0]), tree.parts[1]
    if first.kind != "minus":
        return replace(tree, parts=(first, second))
    return Tree("minus", (replace(tree, parts=(*first.parts, second)),))


def _operands(tree: Tree) -> Iterator[Tree]:
    """Give the operands of an operation that depend on inputs; a name twice is one of them."""
    seen: set[str] = set()
    for part in tree.parts:
        if part.kind != "name" and _depends(part):
            yield part
        elif part.kind == "name" and part.text not in {*_CONSTANTS, *seen}:
            seen.add(part.text)
            yield part


def _depends(tree: Tree) -> bool:
    is_input = tree.kind == "name" and tree.text not in _CONSTANTS
    return is_input or any(_depends(part) for part in tree.parts)
