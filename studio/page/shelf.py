"""The lessons of the page, and the scenes in them."""

from __future__ import annotations

from itertools import groupby

from studio.hub import Hub
from studio.page import beginning
from studio.page.tags import Tag


class ShelfList:
    """The list of lessons.

    Args:
        hub: What is open.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._shown: object = None
        with Tag("nav", classes="shelf", aria_label="Lessons"):
            with Tag("div", classes="head"):
                Tag("h2", "Lessons")
                new = Tag("button", "New…", classes="quiet", type="button")
                new.on("click", lambda: beginning.ask(hub))
            self._list = Tag("div")

    def show(self) -> None:
        """Show what can be opened, and what is open."""
        hub = self._hub
        posters = [hub.poster(scene) for scene in hub.shelf.scenes]
        shown = hub.scene, [*hub.shelf.scenes], posters, dict(hub.shelf.broken)
        if shown == self._shown:
            return
        self._shown = shown
        self._list.clear()
        with self._list:
            for lesson, scenes in groupby(hub.shelf.scenes, lambda one: one.lesson):
                Tag("h3", lesson.name)
                with Tag("ul"):
                    for scene in scenes:
                        with Tag("li"):
                            is_open = scene is hub.scene
                            button = Tag("button", classes="scene", type="button")
                            button.set(aria_current="true" if is_open else None)
                            button.on("click", lambda one=scene: hub.open(one))
                            with button:
                                poster = hub.poster(scene)
                                if poster:
                                    Tag("img", src=poster, alt="", loading="lazy")
                                with Tag("span"):
                                    Tag("strong", scene.variant or scene.name)
                                    of = f"Variant of {scene.name}"
                                    says = of if scene.variant else scene.summary
                                    Tag("span", says, classes="soft")
            for lesson, reason in hub.shelf.broken.items():
                Tag("h3", lesson.name)
                Tag("p", reason, classes="wrong")
