"""The story of a checklist from concept to code: `ChecklistScene`."""

from scenes.checklist.story import ChecklistScene

__all__ = ["ChecklistScene"]
