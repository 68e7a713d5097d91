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
        # Of what stands in two places the last counts.
        parts = [*dict.fromkeys(reversed([*_parts(self.mobjects)]))][::-1]
        return sorted(parts, key=_HEIGHT) if self.renderer.camera.use_z_index else parts

    def get_moving_and_static_mobjects(self, animations: Any) -> tuple[list[Any], list[Any]]:
        """Say what moves and what stands still, if it is drawn."""
        if self.renderer.skip_animations:
            return [], []
        return super().get_moving_and_static_mobjects(animations)


def _parts(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    for mobject in mobjects:
        yield mobject
        if mobject.submobjects:
            yield from _parts(mobject.submobjects)
