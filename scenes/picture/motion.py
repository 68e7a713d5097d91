"""The three ways things move here: a picture is driven, an object lit or dimmed, a line traced.

A picture is a pure function of its state; nothing accumulates from frame to frame. So any
frame can be drawn from the state alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from manim import Animation, AnimationGroup, Group, Mobject, Scene, VGroup, VMobject
from manim.utils.rate_functions import linear, smooth, there_and_back

from scenes.picture.arriving import Brings, Entrance

DIMMED = 0.45  # share of its opacity that a dimmed object keeps
_SWELL = 0.06, 0.1  # how much a pulsing text grows: a share of its width, or so much at most,
_FREE = 0.18  # or this share of its height: so far away is a full stop
_LIGHT = "_light"  # where an object keeps its `_Light`


class Scale(float):
    """A number of a picture's state that changes by equal factors in equal times.

    Beside a zooming window it keeps its length on screen.
    """

    def toward(self, other: float, alpha: float) -> Scale:
        """Return the number a share of the way to another of the same sign."""
        if self * other <= 0:
            return Scale(self + (other - self) * alpha)
        return Scale(self * (other / self) ** alpha)


class Picture:
    """Something drawn from a few named values.

    Each object on screen that depends on the state is registered with a rule that redraws
    it. Driving the picture changes the state and applies the rules that read what has changed.
    """

    def __init__(self, **state: Any) -> None:
        self.state: dict[str, Any] = state
        self._derived: list[_Derived] = []

    def __getitem__(self, name: str) -> Any:
        value = self.state[name]
        if _Derived.reading is not None:
            _Derived.reading[self, name] = value
        return value

    def derive(self, mobject: VMobject, rule: Callable[[Any], None]) -> VMobject:
        """Register an object and draw it; rules are applied in order of registration.

        Args:
            mobject: The object.
            rule: Draws it from nothing but values of this picture and others, read by their
                names.
        """
        derived = _Derived(mobject, rule)
        self._derived.append(derived)
        derived.draw()
        return mobject

    def derive_from(self, mobject: VMobject, rule: Callable[[Any], None]) -> VMobject:
        """Register an object that a rule moves, each time from where it is now.

        Moved on from where it was the last time, it would be elsewhere by a rounding after an
        animation that was drawn than after one that was skipped.
        """
        home = [(part, part.points.copy()) for part in mobject.get_family()]

        def move(mobject: VMobject) -> None:
            for part, points in home:
                part.set_points(points)
            rule(mobject)

        return self.derive(mobject, move)

    def set(self, **state: Any) -> None:
        """Change some values of the state and redraw."""
        unknown = set(state) - set(self.state)
        if unknown:
            raise KeyError(f"the picture has no {', '.join(sorted(unknown))}")
        self.state.update(state)
        for derived in self._derived:
            if derived.is_stale:
                derived.draw()

    @property
    def mobjects(self) -> VGroup:
        """Everything derived from the state, shown or not; once, whatever rules it is drawn by."""
        return VGroup(*dict.fromkeys(derived.mobject for derived in self._derived))


class _Derived:
    """An object that is drawn from values of pictures, and which these were the last time.

    Attributes:
        mobject: The object.
        reading: What the rule being applied has read, or None outside of all rules.
    """

    reading: ClassVar[dict[tuple[Picture, str], Any] | None] = None

    def __init__(self, mobject: VMobject, rule: Callable[[Any], None]) -> None:
        self.mobject = mobject
        self._rule = rule
        self._read: dict[tuple[Picture, str], Any] = {}

    @property
    def is_stale(self) -> bool:
        """Whether a value it was drawn from has changed."""
        return any(picture.state[name] != value for (picture, name), value in self._read.items())

    def draw(self) -> None:
        """Apply the rule, and take note of what it reads."""
        outer, _Derived.reading = _Derived.reading, {}
        try:
            self._rule(self.mobject)
            self._read = _Derived.reading
        finally:
            _Derived.reading = outer


class Drive(Animation):
    """Move values of a picture's state from where they are to a target.

    Numbers move on a straight line; a value with a method ``toward`` chooses its own way.
    """

    def __init__(self, picture: Picture, run_time: float = 1.5, **target: Any) -> None:
        super().__init__(
            picture.mobjects, run_time=run_time, rate_func=smooth, suspend_mobject_updating=False
        )
        self.picture = picture
        self.target = target
        # The scene must not add what this animation merely redraws.
        self.introducer = True

    def _setup_scene(self, scene: Scene) -> None:
        pass

    def create_starting_mobject(self) -> Any:
        self.origin = {name: self.picture[name] for name in self.target}
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        eased = self.rate_func(alpha)
        self.picture.set(
            **{name: _between(self.origin[name], end, eased) for name, end in self.target.items()}
        )


class Steady(Drive):
    """Move values of a picture's state evenly, as time goes by."""

    def __init__(self, picture: Picture, run_time: float, **target: Any) -> None:
        super().__init__(picture, run_time, **target)
        self.rate_func: Any = linear


class Shade(Animation):
    """Change how strongly an object is lit, without touching its shape.

    Args:
        mobjects: What to light, with all their parts.
        to: Share of the full opacity: 1 lit, `DIMMED` dimmed, 0 gone (it leaves the scene).
        enters: Whether it starts from nothing.
    """

    def __init__(
        self, *mobjects: Mobject, to: float, run_time: float = 0.5, enters: bool = False
    ) -> None:
        group = mobjects[0] if len(mobjects) == 1 else Group(*mobjects)
        super().__init__(group, run_time=run_time, rate_func=smooth, suspend_mobject_updating=False)
        self.members = mobjects
        self.to = to
        self.enters = enters
        self.remover = to == 0
        self.introducer = True

    def _setup_scene(self, scene: Scene) -> None:
        present = scene.get_mobject_family_members()
        for mobject in self.members:
            if mobject not in present:
                scene.add(mobject)

    def create_starting_mobject(self) -> Any:
        self.levels = [
            (part, 0.0 if self.enters else lit(part)) for part in self.mobject.get_family()
        ]
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        eased = self.rate_func(alpha)
        for part, start in self.levels:
            shade(part, start + (self.to - start) * eased)

    def entrances(self) -> Iterator[Entrance]:
        """Give what it has brought on, with all parts."""
        if self.enters:
            for mobject in self.members:
                yield from map(Entrance, mobject.get_family())

    def clean_up_from_scene(self, scene: Scene) -> None:
        if self.remover:
            scene.remove(*self.members)
            for part, _ in self.levels:
                shade(part, 1.0)


@dataclass
class _Light:
    """How strongly an object is lit, as a share of the opacities it was made with."""

    fill: float
    stroke: float
    level: float = 1.0


def shade(part: object, level: float) -> None:
    """Set how strongly one object is lit: a share of the opacities it was made with."""
    if not isinstance(part, VMobject):
        return
    light: _Light | None = getattr(part, _LIGHT, None)
    if light is None:
        light = _Light(part.get_fill_opacity(), part.get_stroke_opacity())
        setattr(part, _LIGHT, light)
    light.level = level
    if light.fill:
        _fade(part, "fill", light.fill * level)
    if light.stroke and part.get_stroke_width():
        _fade(part, "stroke", light.stroke * level)
    if part.get_stroke_width(background=True):  # its knock-out goes with it
        _fade(part, "background_stroke", level)


def _fade(part: VMobject, what: str, opacity: float) -> None:
    """Set an opacity as `set_fill` and `set_stroke` do, which work out all colours for that."""
    getattr(part, f"{what}_rgbas")[:, 3] = opacity
    setattr(part, f"{what}_opacity", opacity)


def lit(part: object) -> float:
    """Return how strongly one object is lit: 1 as it was made, 0 gone."""
    light: _Light | None = vars(part).get(_LIGHT)
    return 1.0 if light is None else light.level


def appear(*mobjects: Mobject, run_time: float = 0.6) -> Shade:
    """Fade objects in."""
    return Shade(*mobjects, to=1, run_time=run_time, enters=True)


def vanish(*mobjects: Mobject, run_time: float = 0.4) -> Shade:
    """Fade objects out."""
    return Shade(*mobjects, to=0, run_time=run_time)


def entering(animations: Iterable[Animation]) -> Iterator[Entrance]:
    """Give what some animations that have been played brought on, with all parts."""
    for animation in single(animations):
        if isinstance(animation, Brings):
            yield from animation.entrances()


def single(animations: Iterable[Animation]) -> Iterator[Animation]:
    """Give animations one by one, those of groups, too."""
    for animation in animations:
        if isinstance(animation, AnimationGroup):
            yield from single(animation.animations)
        else:
            yield animation


def dim(*mobjects: Mobject, run_time: float = 0.4) -> Shade:
    """Turn objects down that aren't being talked about."""
    return Shade(*mobjects, to=DIMMED, run_time=run_time)


def light(*mobjects: Mobject, run_time: float = 0.4) -> Shade:
    """Turn dimmed objects up again; nothing moves where none is dimmed, see `Pulse`."""
    return Shade(*mobjects, to=1, run_time=run_time)


class Pulse(Animation):
    """Let texts swell a little and shrink back: what has just been said still stands here."""

    def __init__(self, *texts: VMobject, run_time: float = 1.0) -> None:
        super().__init__(
            Group(*texts), run_time=run_time, rate_func=there_and_back, introducer=True
        )
        self._texts = texts

    def _setup_scene(self, scene: Scene) -> None:
        pass

    def create_starting_mobject(self) -> Any:
        share, most = _SWELL
        self._shapes = [
            (part, part.points.copy(), _outermost(text),
             min(share, min(most, _FREE * text.height) / text.width))
            for text in self._texts
            if text.width  # of what has nothing to be seen, nothing swells
            for part in text.get_family()
        ]  # fmt: skip
        return self.mobject

    def interpolate_mobject(self, alpha: float) -> None:
        strength = self.rate_func(alpha)
        for part, points, fixed, growth in self._shapes:
            part.points = fixed + (points - fixed) * (1 + growth * strength) if strength else points


class Trace(Animation):
    """Let a line draw itself from its start to its end; a head goes along with the pen.

    A line with a head says how a share of it is drawn (`Headed`), other lines are cut off there.
    """

    def __init__(self, mobject: VMobject, run_time: float = 1.2, eased: bool = True) -> None:
        super().__init__(mobject, run_time=run_time, rate_func=smooth if eased else linear)
        self.introducer = True

    def interpolate_mobject(self, alpha: float) -> None:
        if isinstance(self.mobject, Headed):
            self.mobject.draw(self.rate_func(alpha))
        else:
            super().interpolate_mobject(alpha)

    def interpolate_submobject(self, submobject: Any, whole: Any, alpha: float) -> Any:
        submobject.pointwise_become_partial(whole, 0, alpha)
        return self


@runtime_checkable
class Headed(Protocol):
    """A line with a head."""

    def draw(self, share: float) -> None:
        """Draw a share of the line, from its start, with the head at the end of that."""
        ...


class RunOut(Trace):
    """Let a line run out, from its end to its start, and leave."""

    def __init__(self, mobject: VMobject, run_time: float = 2.5) -> None:
        super().__init__(mobject, run_time=run_time)
        self.rate_func = _backwards
        self.remover = True


def _backwards(alpha: float) -> float:
    return 1 - alpha


def _outermost(text: VMobject) -> Any:
    """Return the corner of a text that lies farthest out: growing from it, it stays inside."""
    return text.get_corner(np.where(text.get_center() < 0, -1, 1) * (1, 1, 0))


def _between(start: Any, end: Any, alpha: float) -> Any:
    if alpha >= 1:
        return end
    if alpha <= 0:  # worked out, it may differ by a rounding, and all would be drawn anew
        return start
    if hasattr(start, "toward"):
        return start.toward(end, alpha)
    return start + (end - start) * alpha
