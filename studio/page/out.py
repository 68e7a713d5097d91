"""What is made of a scene: videos, slides, pages, and how they are shown elsewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from engine.jobs.quality import QUALITIES
from publish.formats import FORMATS
from studio.hub import Hub
from studio.page.overlays import CHECKED, select
from studio.page.tags import Tag


class Out:
    """The part of the page that makes things.

    Args:
        hub: What is open.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._quality = "720p"
        self._formats: set[str] = set()
        with Tag("section", classes="out", aria_label="Render and publish"):
            Tag("h2", "Render and publish")
            with Tag("div", classes="row"):
                sizes = {name: str(quality) for name, quality in QUALITIES.items()}
                select("Quality", sizes, self._choose, self._quality)
                self._go = Tag("button", "Render", classes="main", type="button")
                self._go.on("click", lambda: hub.make(self._quality, sorted(self._formats)))
                self._cancel = Tag("button", "Cancel", type="button", hidden=True)
                self._cancel.on("click", hub.cancel)
            with Tag("details"):
                Tag("summary", "Publish formats of it, too")
                with Tag("div", classes="formats"):
                    for name, kind in FORMATS.items():
                        self._format(name, kind.says)
            self._bar = Tag("progress", max=1, hidden=True, aria_label="Progress")
            self._what = Tag("p", classes="soft", role="status")
            self._made = Tag("div", classes="made")

    def _choose(self, quality: str) -> None:
        if quality in QUALITIES:
            self._quality = quality

    def _format(self, name: str, says: str) -> None:
        def put(is_wanted: bool) -> None:
            (self._formats.add if is_wanted else self._formats.discard)(name)

        with Tag("label", classes="switch"):
            box = Tag("input", type="checkbox")
            box.on("change", lambda event: put(bool(event.args)), js_handler=CHECKED)
            with Tag("span"):
                Tag("strong", name)
                Tag("span", f" {says}", classes="soft")

    def show(self) -> None:
        """Show how far it is."""
        made = self._hub.made
        if made is None:
            return
        self._bar.set(value=round(made.share, 3), hidden=True if made.is_done else None)
        self._cancel.set(hidden=True if made.is_done else None)
        self._go.set(disabled=None if made.is_done else True)
        self._what.say(made.what if made.is_done else f"{made.what}: {made.share:.0%}")
        self._made.clear()
        with self._made:
            with Tag("ul"):
                for file in made.files:
                    with Tag("li"):
                        self._link(file)
            for file, code in made.embeds.items():
                with Tag("label", classes="embed"):
                    Tag("span", f"To embed {file.name} in another page")
                    Tag("textarea", code, readonly=True, rows=3)
            with Tag("ul", classes="findings"):
                for problem in made.problems:
                    Tag("li", problem)

    def _link(self, file: Path) -> None:
        try:
            inside = file.resolve().relative_to(self._hub.out.resolve())
        except ValueError:
            Tag("span", str(file))
            return
        page = inside / "index.html" if file.is_dir() else inside
        Tag("a", str(file), href=f"/out/{quote(page.as_posix())}", target="_blank")
