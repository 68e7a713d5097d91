"""Manim's shape, made and asked sooner: a lesson makes thousands, and looks at all of them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from functools import lru_cache
from typing import Any

import numpy as np
from manim import Mobject, VMobject


class Shape(VMobject):
    """A shape as Manim makes it, taken from one of the same style that was made before.

    Args:
        style: Of what Manim's shapes take, what is no list and no array.
    """

    def __init__(self, **style: Any) -> None:
        state = _made(tuple(style.items()))
        vars(self).update({name: _own(value) for name, value in state.items()})
        self.name = type(self).__name__

    def get_family(self, recurse: bool = True) -> list[Any]:
        """Return the shape and all its parts."""
        return super().get_family(recurse) if self.submobjects else [self]

    def _iter_family(self, active_path: Any) -> Iterator[Mobject]:
        return super()._iter_family(active_path) if self.submobjects else iter((self,))


@lru_cache(256)
def _made(style: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return vars(VMobject(**dict(style)))


def _own(value: Any) -> Any:
    return copy(value) if isinstance(value, list | np.ndarray) else value
