"""Which versions a picture was made with."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import version

_PACKAGES = ("animated-calculus-lessons", "manim", "sympy", "numpy", "typst", "av")


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that a picture depends on."""
    return {"python": platform.python_version()} | {name: version(name) for name in _PACKAGES}
