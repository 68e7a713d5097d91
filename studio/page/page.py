"""The page of the studio."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from nicegui import ui

from engine.jobs.quality import ASPECTS
from studio.hub import Hub
from studio.page.out import Out
from studio.page.overlays import Overlays, filters, select
from studio.page.panel import Panel
from studio.page.shelf import ShelfList
from studio.page.stage import Stage
from studio.page.tags import Tag
from studio.page.words import Words

STYLE = Path(__file__).with_name("style.css")


class Page:
    """One page that is open in a browser.

    Args:
        hub: What it shows.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        ui.add_css(STYLE)
        ui.html(filters(), sanitize=False)
        self._build()
        self._shows: dict[str, list[Callable[[], None]]] = {
            "scenes": [self._shelf.show],
            "scene": [
                self._panel.build,
                self._shelf.show,
                self._head,
                self._words.show,
                self._disk,
            ],
            "values": [self._panel.show, self._head, self._stage.show],
            "known": [self._panel.show, self._words.show, self._stage.show, self._head],
            "picture": [self._stage.show, self._words.point],
            "time": [self._words.point],
            "clips": [self._stage.show],
            "disk": [self._disk, self._panel.show],
            "made": [self._out.show, self._shelf.show],
            "told": [self._told],
        }
        for what in ("scenes", "scene", "known", "disk", "made"):
            self.hear(what)

    def hear(self, what: str) -> None:
        """Show what is new."""
        for show in self._shows[what]:
            show()

    def _build(self) -> None:
        hub, overlays = self._hub, Overlays()
        with Tag("div", classes="studio"):
            with Tag("header", classes="top"):
                Tag("h1", "Studio")
                self._name = Tag("p", classes="name")
                self._state = Tag("p", classes="soft", role="status")
                with Tag("div", classes="tools"):
                    self._undo = self._button("Undo", hub.undo)
                    self._redo = self._button("Redo", hub.redo)
                    self._variant = self._button("Save as variant…", self._ask_variant)
                    self._save = self._button("Save", hub.save, "main")
            self._banner()
            with Tag("div", classes="columns"):
                self._shelf = ShelfList(hub)
                with Tag("div", classes="middle"):
                    self._stage = Stage(hub, overlays)
                    with Tag("div", classes="switches", role="group", aria_label="View"):
                        shapes = {name: name for name in ASPECTS}
                        self._shapes = select("Shape", shapes, self._shape)
                        overlays.build(self._stage.show)
                    self._words = Words(hub, self._stage.hear)
                with Tag("aside"):
                    self._panel = Panel(hub)
                    self._out = Out(hub)

    def _shape(self, aspect: str) -> None:
        if aspect in ASPECTS:
            self._hub.set_aspect(aspect)

    def _button(self, text: str, does: Callable[[], object], classes: str = "") -> Tag:
        button = Tag("button", text, classes, type="button")
        button.on("click", does)
        return button

    def _banner(self) -> None:
        """Build what is shown while a file and its changes here say different things."""
        with Tag("div", classes="banner", role="alert") as self._conflict:
            self._differs = Tag("p")
            self._button("Take the file's", self._hub.take_theirs)
            self._button("Keep mine", self._hub.keep_ours)

    def _head(self) -> None:
        hub = self._hub
        scene, values = hub.scene, hub.changes.values
        self._shapes.set(value=hub.changes.aspect)
        if scene is None:
            return
        self._name.say(f"{scene.lesson.name} · {scene.told}")
        count = len(values)
        file = hub.file.path.name if hub.file is not None else ""
        self._state.say(
            f"{count} change{'s' * (count != 1)} not saved" if count else f"As in {file}"
        )
        open_file = hub.file
        self._undo.set(disabled=None if hub.can_undo else True)
        self._redo.set(disabled=None if hub.can_redo else True)
        self._save.set(disabled=None if count and open_file else True)
        self._variant.set(disabled=None if count else True)

    def _disk(self) -> None:
        differs = self._hub.differs
        self._conflict.set(hidden=None if differs else True)
        listed = "; ".join(f"{name} is {text}" for name, text in differs.items())
        self._differs.say(f"The file was changed elsewhere meanwhile. There {listed}.")

    def _told(self) -> None:
        if self._hub.message:
            ui.notify(self._hub.message, position="bottom", timeout=6000)

    def _ask_variant(self) -> None:
        with ui.dialog() as dialog, Tag("div", classes="ask"):
            Tag("h2", "Save as a variant")
            Tag("p", "The lesson stays; the changes go into a file for --params.", classes="soft")
            name = ui.input("Name", value="variant").props("outlined dense")
            file = ui.input("File", value="course.toml").props("outlined dense")
            with Tag("div", classes="row"):
                self._button("Cancel", dialog.close)

                def save() -> None:
                    dialog.close()
                    self._hub.save_variant(str(file.value), str(name.value))

                self._button("Save", save, "main")
        dialog.open()
