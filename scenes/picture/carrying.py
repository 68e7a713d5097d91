"""Numbers that come from somewhere: carried from where they are seen, merged, or lifted out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from manim import Mobject, Scene, VMobject, config
from manim.utils.rate_functions import smooth

from calculus.errors import LessonError
from calculus.shown import Shown
from scenes.look.text import NumberText, Placed, Run, Text, math, outlines
from scenes.picture.flight import Flight, Ink, bump, inks_of, landing, part_of
from scenes.picture.layout import layout
from scenes.picture.meaning import Ticks, claim_of
from scenes.picture.motion import lit, shade, single
from scenes.picture.notes import LANDING, Note, sounding
from scenes.picture.placing import Obstacles
from scenes.picture.shapes import Points, letters, places_of
from scenes.picture.ways import Way, box_around, centre_of, clear_way, height_of

SOURCE_DIMMED = 0.55  # share of its opacity that a source keeps
_SETTLES = 0.55, 1.0  # the part of a flight in which what lands is a little larger
_LANDS = Note("knock", LANDING, sum(_SETTLES) / 2)  # when it is largest
_SETTLE, _SWELL = 0.04, 0.06  # how much larger what lands is for a moment, and what merges
_LEFT = 0.15  # of a flight, until what flies itself is no longer seen where it stood
_STACKED = 3.0  # heights of a result that operands fill at most, under each other
_SEED = 0.4  # size of a number as it leaves a figure, as a share
_READ_IN_FLIGHT = 4  # letters and signs that can be read while they fly
_APART = 0.35  # of a number's height: what is nearer to it belongs to it


class _Copies(Flight):
    """Copies of sources that fly to a target; the sources may be turned down meanwhile.

    With ``dims=0`` it is the sources themselves that fly: they leave.

    Attributes:
        ways: Where they fly, once it has begun.
    """

    def __init__(
        self, target: VMobject, sources: tuple[Mobject, ...], dims: float, *rest: Any
    ) -> None:
        self._from = sources
        self._dims = dims
        self.ways: list[Way] = []
        super().__init__(target, sources, *rest)

    def _setup_scene(self, scene: Scene) -> None:
        family = scene.get_mobject_family_members()
        super()._setup_scene(scene)
        flies = single(scene.animations or ())
        self._along = [one for one in flies if isinstance(one, _Copies) and one is not self]
        own = {part for each in (self.target, *self._from) for part in each.get_family()}
        texts = [part for part in family if isinstance(part, Placed) and part not in own]
        safe = layout(config.frame_width / config.frame_height).safe
        self._obstacles = Obstacles.of(safe, *texts)

    def create_starting_mobject(self) -> Any:
        self._levels = [(part, lit(part)) for each in self._from for part in each.get_family()]
        self._becomes = inks_of(self.target)
        self.ways.clear()
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        super().interpolate_mobject(alpha)
        done = landing(alpha) if self._dims else part_of(alpha, 0, _LEFT)
        for part, level in self._levels:
            shade(part, level + (min(level, self._dims) - level) * done)

    def clean_up_from_scene(self, scene: Scene) -> None:
        if not self._dims:
            scene.remove(*self._from)
            for part, level in self._levels:
                shade(part, level)
        super().clean_up_from_scene(scene)

    def _way_to(self, start: Ink, end: Ink) -> Way:
        """Return a way that is clear of what flies along, in this animation and beside it."""
        others = [way for one in self._along for way in one.ways]
        self.ways.append(clear_way(self._obstacles, start, end, *self.ways, *others))
        return self.ways[-1]


class Carry(_Copies):
    """Let a number fly from where it is seen to where it is needed: this is that number.

    ``self.play(Carry(height, cell))``, or several at once: ``Carry(a, b), Carry(c, d)``.

    Args:
        source: A text or number, or a part of one; the labels of an axis; or a figure whose
            ``numbers`` the number is one of, such as a rod of that length.
        target: The text or number that comes on screen by it, or waits there.
        dims: How strongly lit the source stays, as a share; with 0 it leaves.
        run_time: Seconds.

    Raises:
        LessonError: The two don't show the same number.
    """

    def __init__(
        self,
        source: VMobject,
        target: Text | NumberText,
        *,
        dims: float = SOURCE_DIMMED,
        run_time: float = 0.7,
    ) -> None:
        self._number = _same(source, target)
        dims = 1.0 if isinstance(claim_of(source), Ticks) else dims  # other numbers are there
        super().__init__(target, (source,), dims, "carry", (self._number,), run_time)
        sounding(self, _LANDS)

    def create_starting_mobject(self) -> Any:
        super().create_starting_mobject()
        self._take_off(shape_of(self._number, self.target), self._from[0])
        return self.mobject

    def _take_off(self, shape: Points, source: Mobject) -> None:
        """Find what flies, and its way."""
        end, self._others = found_in(shape, self._becomes) or (whole(self._becomes), ())
        found = found_in(shape, inks_of(source))
        start = found[0] if found else _seed(source, end)
        self._route = self._way_to(start, end)

    def _inks(self, alpha: float) -> Iterator[Ink]:
        if alpha < 1:
            settle = 1 + _SETTLE * bump(part_of(alpha, *_SETTLES))
            yield self._route.at(landing(alpha), settle)
        elif self._is_new:
            yield from self._becomes
        if self._is_new and alpha < 1:
            share = smooth(part_of(alpha, 0.6, 1))
            yield from (ink.lit(share) for ink in self._others if share)


class Unfold(Carry):
    """Let a term fly out of a formula, which stays, and become something of its own.

    ``self.play(Unfold(formula.part(Role.VALUE), into=node))``

    Args:
        part: A part of a text, or a whole text.
        into: The text that comes on screen by it; where it has the term in it, that is where
            the term goes.
        run_time: Seconds.
        dims: How strongly lit the part stays, as a share; with 0 it leaves.
    """

    def __init__(
        self, part: VMobject, into: Text | NumberText, run_time: float = 0.8, *, dims: float = 1.0
    ) -> None:
        _Copies.__init__(self, into, (part,), dims, "unfold", numbers_of(part), run_time)

    def create_starting_mobject(self) -> Any:
        _Copies.create_starting_mobject(self)
        self._take_off(whole(inks_of(self._from[0])).points, self._from[0])
        return self.mobject


class Merge(_Copies):
    """Let operands fly to where they meet, swell and become their result.

    ``self.play(Merge(two, three, into=six))``; beside other operands a formula stays where it is.

    Args:
        sources: The operands; of a text with one number, that flies.
        into: The result, which comes on screen by it.
        dims: How strongly lit the operands stay, as a share; with 0 they leave.
        run_time: Seconds.
    """

    _MELTS, _MET = 0.5, 0.68  # how far it is when operands start to go, and when they are gone

    def __init__(
        self,
        *sources: VMobject,
        into: Text | NumberText,
        dims: float = SOURCE_DIMMED,
        run_time: float = 0.8,
    ) -> None:
        numbers = tuple(number for source in sources for number in numbers_of(source))
        super().__init__(into, sources, dims, "merge", numbers, run_time)

    def create_starting_mobject(self) -> Any:
        super().create_starting_mobject()
        self._result, self._others = spoken(self.target, self.target)
        sources = [source for source in self._from if not _is_formula(source)] or self._from
        self._routes = self._ways(sources)
        return self.mobject

    def _ways(self, sources: Sequence[Mobject]) -> Sequence[Any]:
        """Return the ways of the operands; each knows what is seen at a share of it."""
        flies = [*map(self._flier, sources)]
        return [self._way_to(*ends) for ends in zip(flies, self._ends(sources, flies), strict=True)]

    def _ends(self, sources: Sequence[Mobject], flies: Sequence[Ink]) -> Iterator[Ink]:
        """Give the operands as they are when they have come."""
        return _under_each_other(flies, self._result)

    def _flier(self, source: Mobject) -> Ink:
        is_text = isinstance(source, Placed | Run) and inks_of(source)  # it may have gone out
        return spoken(source, self.target)[0] if is_text else _seed(source, self._result)

    def _flown(self, share: float) -> float:
        return landing(share)

    def _inks(self, alpha: float) -> Iterator[Ink]:
        if alpha < self._MET:
            shrunk = 1 - 0.5 * smooth(part_of(alpha, self._MELTS, self._MET))
            for route in self._routes:
                flown = route.at(self._flown(part_of(alpha, 0, self._MET)), shrunk)
                yield flown.lit(1 - smooth(part_of(alpha, self._MELTS, self._MET)))
        if alpha > self._MELTS and self._is_new:
            share = part_of(alpha, self._MELTS, 1)
            size = 1 - _SEED * (1 - landing(part_of(share, 0, 0.6))) + _SWELL * bump(share)
            seen = smooth(part_of(share, 0, 0.5))
            centre = centre_of(self._result.points)
            swollen = centre + (self._result.points - centre) * size
            whole = (replace(self._result, points=swollen), *self._others)
            yield from (ink.lit(seen) for ink in (whole if alpha < 1 else self._becomes))


def bring(source: VMobject, target: VMobject) -> Carry | Merge:
    """Carry a number, or let it become what it leads to where that is another, such as rounded.

    Args:
        source: Where it comes from: a text, or a figure that shows it from now on.
        target: The text or number that comes on screen by it, or waits there.
    """
    assert isinstance(target, Text | NumberText)
    if not isinstance(source, Placed | Run):
        source.numbers = target.numbers  # type: ignore[attr-defined]
    try:
        return Carry(source, target, dims=1.0)
    except LessonError:
        return sounding(Merge(source, into=target, dims=1.0), _LANDS)


def numbers_of(mobject: Mobject) -> tuple[Shown, ...]:
    """Return the numbers that an object and its parts are on record for."""
    return tuple(number for part in mobject.get_family() for number in getattr(part, "numbers", ()))


def shape_of(number: Shown, text: Any) -> Points:
    """Return the outline of a number in the type of a text."""
    return outlines(math(number.typst), text.theme).points


def _same(source: Mobject, target: Text | NumberText) -> Shown:
    """Return the number that two objects show.

    Raises:
        LessonError: There is none.
    """
    has = numbers_of(source)
    for number in target.numbers:
        like = [one for one in has if one.text == number.text]
        if any(one.quantity.value == number.quantity.value for one in like):
            return number
        if not has and found_in(shape_of(number, target), inks_of(source), alone=True):
            return number
    raise LessonError(
        "Carry",
        "takes a number to where the same number, with the same digits, is to stand",
        f"{_listed(has)} to {_listed(target.numbers)}",
        "one shown(…) for both texts, or Merge(source, into=target) for what is worked out",
    )


def _is_formula(source: Mobject) -> bool:
    """Say whether a text is so long that it cannot be read while it flies, and is no number."""
    inks = inks_of(source) if isinstance(source, Placed | Run) else ()
    signs = sum(len(letters(ink.points)) for ink in inks)
    return signs > _READ_IN_FLIGHT and len(numbers_of(source)) != 1


def _listed(numbers: tuple[Shown, ...]) -> str:
    return ", ".join(number.marked for number in numbers) or "no number"


def spoken(text: Mobject, typed: Any) -> tuple[Ink, tuple[Ink, ...]]:
    """Return the number of a text, in the type of another, if it has one; and all else."""
    inks, numbers = inks_of(text), numbers_of(text)
    found = found_in(shape_of(numbers[0], typed), inks) if len(numbers) == 1 else None
    return found or (whole(inks), ())


def found_in(
    shape: Points, inks: tuple[Ink, ...], alone: bool = False
) -> tuple[Ink, tuple[Ink, ...]] | None:
    """Return where a shape stands, and all else; None where it doesn't.

    Args:
        shape: The outlines of a number or of a term.
        inks: Where to look.
        alone: Whether nothing may stand close to it, as another digit would.
    """
    places = [(i, place) for i, ink in enumerate(inks) for place in places_of(shape, ink.points)]
    free = [(i, place) for i, place in places if _is_alone(inks[i].points, place)]
    for i, place in free if alone else [*free, *places]:
        ink = inks[i]
        rest = np.vstack([ink.points[: place.start], ink.points[place.stop :]])
        others = (*inks[:i], *([replace(ink, points=rest)] if len(rest) else []), *inks[i + 1 :])
        return replace(ink, points=ink.points[place]), others
    return None


def _is_alone(points: Points, place: slice) -> bool:
    box = box_around(points[place])
    apart = _APART * box.height
    x, y = np.vstack([points[: place.start], points[place.stop :]])[:, :2].T
    near = (x > box.left - apart) & (x < box.right + apart) & (y > box.bottom) & (y < box.top)
    return not near.any()


def _seed(figure: Mobject, becomes: Ink) -> Ink:
    """Return how a number looks as it leaves a figure: small, at its middle, not yet seen."""
    centre = centre_of(becomes.points)
    points = np.array(figure.get_center()) + (becomes.points - centre) * _SEED
    return Ink(points, becomes.colour, 0.0)


def _under_each_other(operands: Sequence[Ink], result: Ink) -> Iterator[Ink]:
    """Give operands that have come to their result, of the same height.

    They touch it, and stand under each other, the first above, so that they can be told apart.
    """
    middle, height = centre_of(result.points), height_of(result.points)
    apart = height * min(1.0, _STACKED / len(operands))
    for line, operand in enumerate(operands):
        centre = centre_of(operand.points)
        away = (centre - middle) / max(float(np.linalg.norm(centre - middle)), 1e-9)
        away = away * [1, len(operands) == 1, 0] * height / 2
        up = np.array([0, ((len(operands) - 1) / 2 - line) * apart, 0])
        scale = height / height_of(operand.points)
        yield replace(operand, points=middle + away + up + (operand.points - centre) * scale)


def whole(inks: tuple[Ink, ...]) -> Ink:
    """Return several inks as one, in the colour of the first."""
    return replace(inks[0], points=np.vstack([ink.points for ink in inks]))
