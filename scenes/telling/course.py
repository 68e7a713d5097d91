"""Where a scene stands in a course, as its lesson's file says it."""

from __future__ import annotations

import sys
from typing import Any

from scenes.words.language import ENGLISH, Language


def standing(scene: type, tongue: Language = ENGLISH) -> dict[str, Any]:
    """Return where a scene stands in its course, ready for JSON.

    Args:
        scene: The class.
        tongue: The language it is told in; a title that has no translation stays as it is.

    Returns:
        `title`: what the lesson is called, by the first words of its file;
        `place`: which lesson of the course it is, where the file says ``PLACE = 2``, or None;
        `scene`: which scene of the file, counted from 0.
    """
    module = sys.modules.get(scene.__module__)
    contents = {} if module is None else vars(module)
    title = (contents.get("__doc__") or "").strip().partition("\n")[0].partition(":")[0]
    place = contents.get("PLACE")
    classes = [
        name
        for name, value in contents.items()
        if isinstance(value, type) and value.__module__ == scene.__module__
    ]
    title = title.strip().rstrip(".")
    return {
        "title": (tongue.sentences or {}).get(title, title),
        "place": place,
        "scene": classes.index(scene.__name__) if scene.__name__ in classes else 0,
    }
