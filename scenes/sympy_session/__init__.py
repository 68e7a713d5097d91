"""The story of a session with SymPy: `SymPyScene`."""

from scenes.sympy_session.story import SymPyScene

__all__ = ["SymPyScene"]
