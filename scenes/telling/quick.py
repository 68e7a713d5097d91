"""Manim's scene, which finds sooner what is in it: it looks at every step of every motion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from manim import Mobject, Scene

_HEIGHT = attrgetter("z_index")


class QuickScene(Scene):
    """A scene of Manim that answers as Manim does, without making lists of lists."""

    def get_mobject_family_members(self) -> list[Any]:
        """Return everything in the scene with all its parts, from the back; each once."""
        parts = _once(_parts(self.mobjects))
        return sorted(parts, key=_HEIGHT) if self.renderer.camera.use_z_index else parts

    def restructure_mobjects(
        self,
        to_remove: Iterable[Any],
        mobject_list_name: str = "mobjects",
        extract_families: bool = True,
    ) -> Any:
        """Take objects out of a list of the scene's, and of groups in it."""
        gone = set(_parts(to_remove) if extract_families else to_remove)
        setattr(self, mobject_list_name, [*_without(gone, getattr(self, mobject_list_name))])
        return self

    def get_moving_and_static_mobjects(self, animations: Any) -> tuple[list[Any], list[Any]]:
        """Say what moves and what stands still, if it is drawn."""
        if self.renderer.skip_animations:
            return [], []
        return super().get_moving_and_static_mobjects(animations)


def displayed(mobjects: Iterable[Mobject]) -> list[Mobject]:
    """Return what of some objects, with all parts, has points, from the back; each once."""
    return sorted(_once(part for part in _parts(mobjects) if len(part.points)), key=_HEIGHT)


def _once(parts: Iterable[Mobject]) -> list[Mobject]:
    """Return parts in order; of what stands in two places the last counts."""
    return [*dict.fromkeys(reversed([*parts]))][::-1]


def _parts(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    for mobject in mobjects:
        yield mobject
        if mobject.submobjects:
            yield from _parts(mobject.submobjects)


def _without(gone: set[Mobject], mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    """Give objects without others: of a group that has such a part, the rest of its parts."""
    for mobject in mobjects:
        if mobject in gone:
            continue
        if gone.isdisjoint(_parts(mobject.submobjects)):
            yield mobject
        else:
            yield from _without(gone, mobject.submobjects)
