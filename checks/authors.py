"""Who draws a picture: a story of this project, or the author of a lesson; so who can change it."""

from __future__ import annotations

import inspect

# What plays animations for whoever tells a beat.
_PLAYERS = "checks.", "engine.", "manim.", "contextlib", "scenes.base", "scenes.picture.motion"


def is_told_by_a_story() -> bool:
    """Say whether the animation that is played now was asked for by one of this project's stories.

    A lesson may tell beats of its own between those of a story.
    """
    frame = inspect.currentframe()
    while frame is not None:
        module = str(frame.f_globals.get("__name__"))
        if not module.startswith(_PLAYERS):
            return module.startswith("scenes.")
        frame = frame.f_back
    return False
