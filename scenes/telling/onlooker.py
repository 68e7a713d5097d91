"""What a beat brings on screen, in words, for people who don't see the picture.

It is read off the objects of the scene: from what each of them claims to show, and from what is
typeset. So it says what is there, and not what a story meant to draw.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeAlias

from manim import Mobject, VMobject

from calculus.grammar import parse_expression
from calculus.plain import plain
from scenes.look.scripts import isolated
from scenes.look.text import NumberText, Text
from scenes.picture.meaning import (
    AtNode,
    Ball,
    Bar,
    Curve,
    Frame,
    Link,
    Meaning,
    Side,
    Spot,
    Step,
    Straight,
    claim_of,
)
from scenes.picture.paragraph import Paragraph
from scenes.telling.plain_figures import FIGURES, plain_figure, written
from scenes.words.language import Language
from scenes.words.readable import readable

_MOST = 24  # things that are listed; more than that nobody wants to hear
_ZOOMED = 1.05  # from here on a window has become wider, or narrower
_LONGEST = 100  # characters of a formula that is read out
_RELATIONS = "=", "≈", "×", "→"

# One of a kind, and several.
_FIGURES = {
    "axes": ("axes for {what}", "several pairs of axes for {what}"),
    "bare": ("a pair of axes", "several pairs of axes"),
    "curve": ("the graph of {what}", "several graphs of {what}"),
    "point": ("a point", "points"),
    "tangent": ("a tangent", "tangents"),
    "secant": ("a secant", "secants"),
    "base": ("the base of the triangle", "the bases of the triangles"),
    "height": ("the height of the triangle", "the heights of the triangles"),
    "area": ("the whole triangle", "the whole triangles"),
    "ball": ("a ball", "balls"),
    "trace": ("an outline where the ball was", "outlines where the ball was"),
    "step": ("the arrow of the step", "the arrows of the steps"),
    "edge": ("an edge of the graph", "edges of the graph"),
    **FIGURES,
}

Thing: TypeAlias = tuple[str, str]
"""A kind of figure, or nothing for a text; and what it is about, or the text."""


@dataclass(frozen=True)
class _View:
    """What can be seen at some time.

    Attributes:
        things: Everything, in the order in which it was put there, and how many of each.
        windows: Left, width and height of what each pair of axes shows, by its identity.
        balls: Where each ball is, by its identity.
    """

    things: Counter[Thing] = field(default_factory=Counter)
    windows: dict[int, tuple[float, float, float]] = field(default_factory=dict)
    balls: dict[int, float] = field(default_factory=dict)


class Onlooker:
    """Looks at a scene after every beat, and says what is new.

    Args:
        tongue: The language it speaks.
        partial: Whether derivatives are written with ∂.
    """

    def __init__(self, tongue: Language, partial: bool) -> None:
        self._tongue = tongue
        self._partial = partial
        self._before = _View()
        self._new: Counter[Thing] = Counter()
        self._told: set[Thing] = set()
        self._heard: set[str] = set()

    def look(self, present: Sequence[Mobject]) -> str:
        """Return what has changed since the last look: a sentence or two.

        Args:
            present: All that is on screen, with all parts.
        """
        now, before = self._view(present), self._before
        self._before = now
        self._new = now.things - before.things
        new = list(self._listed(self._new))
        say = self._tongue.sentence
        sentences = []
        if new:
            listed = "; ".join(new[:_MOST]).removesuffix(".")  # the sentence has its own
            sentences.append(say("New on screen: {what}.").format(what=listed))
        if len(new) > _MOST:
            sentences.append(say("And more of the kind."))
        sentences += [say(moved) for moved in _moves(before, now)]
        if not sentences and sum(now.things.values()) < sum(before.things.values()):
            sentences.append(say("Something leaves, and nothing new appears."))
        elif not sentences:
            sentences.append(say("Nothing new appears."))
        return self._tongue.joints.spaced(self._tongue.decimals(" ".join(sentences)))

    def untold(self, said: str) -> str:
        """Return what of the last look a listener misses: texts and graphs, in a sentence.

        That is all with a number that the beat's sentence doesn't say, or a name that none has
        said so far; what was there before once is told.

        Args:
            said: The beat's sentence, as captions write it.
        """
        names, numbers = _heard_in(said)
        self._heard |= names
        missed = Counter[Thing]()
        for thing, count in self._new.items():
            new_names, new_numbers = _heard_in(self._tongue.decimals(thing[1]))
            if thing not in self._told and not (
                new_numbers <= numbers and all(map(self._is_heard, new_names))
            ):
                missed[thing] = count
                self._heard |= new_names
        self._told |= set(self._new)
        listed = "; ".join([*self._listed(missed)][:_MOST]).removesuffix(".")
        if not listed:
            return ""
        said = self._tongue.sentence("New on screen: {what}.").format(what=listed)
        return self._tongue.joints.spaced(self._tongue.decimals(said))

    def _is_heard(self, name: str) -> bool:
        """Say whether a name was said, or is a product of names that were."""
        return name in self._heard or all(letter in self._heard for letter in name)

    def _view(self, parts: Sequence[Mobject]) -> _View:
        view = _View()
        named = {
            id(text)
            for part in parts
            if isinstance(frame := claim_of(part), Frame)
            for text in _names(frame)
        }
        named |= {
            id(number)
            for part in parts
            if isinstance(part, Paragraph)
            for number in chain.from_iterable(part.figures.values())
        }
        inside: set[int] = set()  # parts of what has a name as a whole
        for part in parts:
            thing = None if id(part) in inside | named else self._thing(part)
            if thing is not None:
                view.things[thing] += 1
            if thing is not None and claim_of(part) is None:
                inside |= {id(one) for one in part.get_family()}
            match claim_of(part):
                case Frame(plot=plot):
                    window: Any = plot.window
                    view.windows[id(plot)] = window.left, window.width, window.height
                case Ball(at=at) if part.get_fill_opacity():
                    view.balls[id(part)] = at()
        return view

    def _thing(self, part: Any) -> Thing | None:
        """Return what an object is; None for what stands back, or is out of sight."""
        if isinstance(part, Text | NumberText):
            return "", self._text(part)
        if isinstance(part, Paragraph):
            return "", part.plain
        claim = claim_of(part)
        if isinstance(claim, Frame):
            names = [self._text(text) for text in _names(claim)]
            return ("axes", ", ".join(names)) if names else ("bare", "")
        if claim is None:
            text, kind = written(part), plain_figure(part)
            return ("", text) if text else (kind, "") if kind else None
        if not isinstance(part, VMobject) or not part.has_points():
            return None
        return _figure(part, claim)

    def _text(self, text: Text | NumberText) -> str:
        said = readable(text.source, self._partial)
        claim = claim_of(text)
        name = readable(getattr(text, "heading", ""), self._partial)
        if isinstance(claim, AtNode):
            name = readable(f"$d {claim.node}$" if claim.what == "gradient" else f"${claim.node}$")
        if not name or (isinstance(claim, AtNode) and "=" in said):
            return said
        return f"{name} {said}" if said.startswith(_RELATIONS) else f"{name} = {said}"

    def _listed(self, things: Counter[Thing]) -> Iterator[str]:
        for (kind, what), count in things.items():
            if not kind:
                yield isolated(what)
            else:
                name = self._tongue.sentence(_FIGURES[kind][count > 1])
                yield name.format(what=what, count=count)


def _heard_in(text: str) -> tuple[set[str], set[str]]:
    """Return the names and the numbers in a text; an exponent is a number of its own."""
    names = re.findall(r"[^\W\d_]+", text.lower())
    return set(names), set(re.findall(r"[−-]?\d+(?:[.,]\d+)*|[⁰¹²³⁴-⁹⁻]+", text))


def _names(frame: Frame) -> list[Text]:
    """Return what is written at the ends of axes."""
    return [part for part in frame.plot.axes.get_family() if isinstance(part, Text)]


def _figure(part: VMobject, claim: Meaning) -> Thing | None:
    match claim:
        case Curve(of=of, called=called):
            body = called or of.body
            if len(body) > _LONGEST:
                return "plain curve", ""
            return "curve", plain(parse_expression(body))
        case Spot():
            return "point", ""
        case Straight(reach=reach):
            return ("secant" if reach() else "tangent"), ""
        case Side(part="base" | "height" | "area" as side, share=share) if share():
            return side, ""
        case Bar(left=left, right=right):
            return "rectangle", f"{right - left:.9g}"  # those of another width are new
        case Ball():
            return ("ball" if part.get_fill_opacity() else "trace"), ""
        case Step(share=share) if share():
            return "step", ""
        case Link():
            return "edge", ""
    return None


def _moves(before: _View, now: _View) -> Iterator[str]:
    """Return how windows and balls have moved that were there before."""
    found = set()
    for plot, (left, width, height) in now.windows.items():
        if plot not in before.windows or (left, width, height) == before.windows[plot]:
            continue
        was_left, was_width, was_height = before.windows[plot]
        if was_width > _ZOOMED * width or was_height > _ZOOMED * height:
            found.add("The picture zooms in.")
        elif width > _ZOOMED * was_width or height > _ZOOMED * was_height:
            found.add("The picture zooms out.")
        elif left != was_left:
            found.add("The picture moves along the curve.")
    ways = {
        (place > before.balls[ball]) - (place < before.balls[ball])
        for ball, place in now.balls.items()
        if ball in before.balls
    } - {0}
    if ways and len(now.balls) > 1:
        found.add("The balls move.")
    elif ways:
        found.add("The ball moves to the right." if ways == {1} else "The ball moves to the left.")
    return iter(sorted(found))
