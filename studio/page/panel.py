"""The controls of the page: one for each parameter, with what is wrong beside it."""

from __future__ import annotations

from studio.controls import Control
from studio.hub import Hub
from studio.model import WORDING
from studio.page.field import Field
from studio.page.tags import Tag

_FIRST = "theme", "language", "places"
"""Of what all scenes have, what is changed most."""


class Panel:
    """The controls of the scene that is open.

    Args:
        hub: What is open.
    """

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rows: list[_Row] = []
        with Tag("section", classes="panel", aria_label="Controls"):
            Tag("h2", "Controls")
            self._general = Tag("p", classes="wrong", role="alert")
            self._home = Tag("div")

    def build(self) -> None:
        """Build the controls of another scene."""
        self._home.clear()
        self._rows = []
        scene = self._hub.scene
        if scene is None:
            return
        shared = [one for one in scene.controls if one.is_shared and one.name != WORDING]
        with self._home:
            self._group([one for one in scene.controls if not one.is_shared])
            self._group([one for one in shared if one.name in _FIRST])
            with Tag("details"):
                Tag("summary", "More that every scene has")
                self._group([one for one in shared if one.name not in _FIRST])
        self.show()

    def show(self) -> None:
        """Show the values, and what is wrong with them."""
        refused = self._hub.known.refused
        named = {WORDING} | {row.name for row in self._rows}  # words are told of beside them
        is_general = refused is not None and refused.parameter not in named
        self._general.say(refused.message if refused is not None and is_general else "")
        for row in self._rows:
            row.show()

    def _group(self, controls: list[Control]) -> None:
        self._rows += [_Row(self._hub, control) for control in controls]


class _Row:
    """One control."""

    def __init__(self, hub: Hub, control: Control) -> None:
        self._hub = hub
        self._control = control
        self.name = control.name
        with Tag("div", classes=f"control {control.widget}") as self._row:
            with Tag("div", classes="head"):
                Tag("label", control.label, _for=f"field-{control.name}")
                self._state = Tag("span", classes="state soft")
                self._reset = Tag("button", "Reset", classes="quiet", type="button")
                self._reset.set(aria_label=f"Reset {control.label}")
                self._reset.on("click", lambda: hub.reset(control.name))
            self._field = Field(control, hub.value(control.name), self._said)
            self._reads = Tag("p", classes="reads")
            Tag("p", control.help, classes="soft about", id=f"about-{control.name}")
            with Tag("div", role="alert"):
                self._wrong = Tag("p", classes="wrong")
                self._use = Tag("button", classes="use", type="button")
                self._use.on("click", self._suggested)

    def show(self) -> None:
        """Show the value, and what is wrong with it."""
        control, hub = self._control, self._hub
        value, refused = hub.value(control.name), hub.known.refused
        mine = refused if refused is not None and refused.parameter == control.name else None
        self._field.show(value, mine is not None)
        told = hub.known.told
        self._reads.say("" if told is None else dict(told.readings).get(control.name, ""))
        is_default, is_changed = value == control.inherited, control.name in hub.changes.values
        self._state.say("changed" if is_changed else "default" if is_default else "")
        self._row.classes(
            add="changed" if is_changed else "", remove="" if is_changed else "changed"
        )
        self._reset.set(hidden=True if is_default else None)
        theirs = hub.differs.get(control.name)
        note = f" In the file it is {theirs} by now." if theirs is not None else ""
        self._wrong.say((mine.message if mine else "") + note)
        self._use.set(hidden=None if mine and mine.suggested else True)
        if mine and mine.suggested:
            self._use.say(f"Use the suggestion: {mine.suggestion}")

    def _said(self, text: str) -> None:
        self._hub.set(self._control.name, text)

    def _suggested(self) -> None:
        refused = self._hub.known.refused
        if refused is not None and refused.suggested:
            self._hub.set(refused.suggested, refused.suggestion)
