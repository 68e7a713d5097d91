"""The beats as a list: what is said, when, and what is wrong there."""

from __future__ import annotations

from collections.abc import Callable

from studio import recording
from studio.hub import Hub
from studio.model import WORDING
from studio.page.overlays import select
from studio.page.recorder import Recorder
from studio.page.sentence import Sentence
from studio.page.tags import Tag
from studio.resident.messages import Said
from voice.built_in import BUILT_IN, FILES, SILENT
from voice.choice import FOLDER


class Words:
    """The list of beats.

    Args:
        hub: What is open.
        hear: Plays a beat, counted from 0.
    """

    def __init__(self, hub: Hub, hear: Callable[[int], None]) -> None:
        self._hub = hub
        self._hear = hear
        self._rows: list[_Row] = []
        with Tag("section", classes="words", aria_label="Words"):
            with Tag("header"):
                Tag("h2", "Words")
                self._sum = Tag("p", classes="soft", role="status")
                self._own = f"files:{FOLDER}"
                ours = {name: name for name in BUILT_IN if name not in (SILENT, FILES)}
                voices = {SILENT: "nobody", **ours, self._own: "my recordings"}
                self._voices = select("Read by", voices, hub.set_voice)
                self._wrong = Tag("p", classes="wrong", role="alert")
            self._list = Tag("ol")
            self._general = Tag("ul", classes="findings")
        self._shown: list[str] = []

    def show(self) -> None:
        """Show what there is by now."""
        known, voice, refused = self._hub.known, self._hub.voice, self._hub.known.refused
        now = SILENT if voice is None else self._own if voice.folder else voice.name
        self._voices.set(value=now)
        is_here = refused is not None and refused.parameter == WORDING
        self._wrong.say(refused.message if refused is not None and is_here else "")
        while len(self._rows) > len(known.beats):
            self._rows.pop().delete()
        with self._list:
            for said in known.beats[len(self._rows) :]:
                self._rows.append(_Row(self._hub, said, self._hear))
        findings = known.findings
        for row, said in zip(self._rows, known.beats, strict=True):
            row.show(said, findings.get(said.index, []))
        self._show_general(findings.get(None, []))
        count = sum(map(len, findings.values()))
        if refused is not None:
            self._sum.say("")
        elif not known.is_checked:
            self._sum.say("Being checked…")
        else:
            self._sum.say(f"{count} finding{'s' * (count != 1)}" if count else "Nothing is wrong.")
        self.point()

    def point(self) -> None:
        """Mark the beat that is looked at."""
        now = self._hub.known.beat_at(self._hub.time)
        for at, row in enumerate(self._rows):
            row.mark(at == now)

    def _show_general(self, lines: list[str]) -> None:
        if lines != self._shown:
            self._shown = lines
            self._general.clear()
            with self._general:
                for line in lines:
                    Tag("li", line)


class _Row:
    """One beat."""

    def __init__(self, hub: Hub, said: Said, hear: Callable[[int], None]) -> None:
        self._hub = hub
        self._said = said
        self._findings: list[str] = []
        with Tag("li", classes=f"beat {said.kind}") as self._item:
            self._jump = Tag("button", classes="jump", type="button")
            self._jump.on("click", lambda: hub.look(self._said.start))
            with Tag("div"):
                self._sentence = Sentence(said, hub.set_words)
                with Tag("div", classes="speech"):
                    self._speech = Tag("p", classes="soft")
                    self._hear = Tag("button", "Hear", type="button")
                    self._hear.on("click", lambda: hear(self._said.index))
                    self._recorder = Recorder(hub.say)
                self._list = Tag("ul", classes="findings")

    def show(self, said: Said, findings: list[str]) -> None:
        """Show what is said, and what is wrong with it."""
        self._said = said
        seconds = f"{int(said.start // 60)}:{said.start % 60:04.1f}"
        self._jump.say(seconds)
        self._jump.set(aria_label=f"Look at beat {said.index + 1}, at {seconds}")
        self._sentence.show(said)
        self._speech.say(f"Said: {said.speech} · {said.end - said.start:.1f} s")
        is_silent = self._hub.voice is None
        self._hear.set(
            aria_label=f"Hear beat {said.index + 1}",
            disabled=is_silent or None,
            title="Nobody reads it: choose a voice above" if is_silent else None,
        )
        scene = self._hub.scene
        is_there = scene is not None and recording.is_there(self._hub.recordings(scene), said)
        self._recorder.show(said.version, said.index, is_there)
        if findings != self._findings:
            self._findings = findings
            self._list.clear()
            with self._list:
                for line in findings:
                    Tag("li", line)

    def mark(self, is_now: bool) -> None:
        """Say whether it is looked at."""
        self._jump.set(aria_current="true" if is_now else None)
        self._item.classes(add="now" if is_now else "", remove="" if is_now else "now")

    def delete(self) -> None:
        """Take it away."""
        self._item.delete()
