"""The dialog of the page that begins a lesson: from a story, or as a copy."""

from __future__ import annotations

from nicegui import ui

from studio.hub import Hub
from studio.page.overlays import select
from studio.page.tags import Tag

_WAYS = {"story": "its story, every parameter explained", "copy": "a copy of the file"}


def ask(hub: Hub) -> None:
    """Ask what to begin, and begin it.

    Args:
        hub: What is open.
    """
    lessons = list(dict.fromkeys(scene.lesson for scene in hub.shelf.scenes))
    by_name = {lesson.name: lesson for lesson in lessons}
    now = hub.scene.lesson.name if hub.scene is not None else next(iter(by_name), "")
    chosen = {"like": now, "way": "story"}
    with ui.dialog() as dialog, Tag("div", classes="ask"):
        Tag("h2", "A new lesson")
        file = ui.input("File", value="mine.py").props("outlined dense")
        names = dict.fromkeys([now, *by_name])
        select("Like", {name: name for name in names}, lambda v: chosen.update(like=v))
        select("From", _WAYS, lambda v: chosen.update(way=v))
        with Tag("div", classes="row"):
            Tag("button", "Cancel", type="button").on("click", dialog.close)

            async def begin() -> None:
                dialog.close()
                like = by_name.get(chosen["like"])
                if like is not None:
                    await hub.begin(str(file.value), like, copied=chosen["way"] == "copy")

            Tag("button", "Begin", classes="main", type="button").on("click", begin)
    dialog.open()
