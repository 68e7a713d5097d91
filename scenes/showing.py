"""Shows a scene in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def show(
    scene: str | type,
    given: Mapping[str, object] | None = None,
    /,
    *,
    quality: str = "draft",
    aspect: str = "16:9",
    voice: str | None = None,
    sounds: bool = False,
    **parameters: object,
) -> Any:
    """Show a scene in a notebook, with captions and chapters; it is drawn only if it has changed.

    Args:
        scene: What names it on the command line, ``"nudge:NudgeSquare"`` or ``"mine.py:Mine"``;
            or its class, if that stands in a file.
        given: Parameters by name, for one that is called like something below.
        quality: How large and smooth, as for ``--quality``.
        aspect: Shape of the picture, as for ``--aspect``.
        voice: Who reads it out, as for ``--voice``.
        sounds: Whether motions are heard.
        parameters: Parameters of the scene that are different, such as ``language="fr"``.

    Returns:
        The scene, which Jupyter and marimo show; its files are in ``video``, ``captions`` and
        ``record``.

    Raises:
        LessonError: There is a mistake in what is asked for, or in the lesson.
        NotDrawn: It failed while it was drawn, or would say or show something false; see
            `engine.notebook`.
    """
    __tracebackhide__ = True  # IPython shows the author's line, and none of ours
    # The one way up in the house: whoever asks to see a scene has the engine draw it. Scenes
    # themselves know nothing of it, and what they load stays the same until somebody asks.
    notebook = import_module("engine.notebook")
    return notebook.show(
        scene,
        {**(given or {}), **parameters},
        quality=quality,
        aspect=aspect,
        voice=voice,
        sounds=sounds,
    )
