"""What is open in the studio: a scene, what was changed in it, and what is known of it by now."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studio.describing import Described
from studio.resident.messages import Picture, Refused, Said, Told

WORDING = "wording"


@dataclass(frozen=True)
class Changes:
    """What is changed and not saved.

    Attributes:
        values: Values by the names of parameters, as text; of `WORDING`, only the sentences that
            are changed.
        aspect: The shape of the picture.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    aspect: str = "16:9"

    def with_value(self, scene: Described, name: str, text: str) -> Changes:
        """Change a parameter; the value that the lesson has is no change."""
        values = {**self.values, name: text}
        if _plain(text) == _plain(scene.control(name).value):
            del values[name]
        return replace(self, values=values)

    def with_words(self, scene: Described, sentence: str, words: str) -> Changes:
        """Say a sentence in other words; its own words are those it has in English."""
        changed = {**self.words, sentence: words}
        saved = json.loads(scene.control(WORDING).value or "{}")
        if words == saved.get(sentence, sentence):
            del changed[sentence]
        values = {name: value for name, value in self.values.items() if name != WORDING}
        if changed:
            values[WORDING] = json.dumps(changed, ensure_ascii=False)
        return replace(self, values=values)

    @property
    def words(self) -> dict[str, str]:
        """The sentences that are said in other words than the lesson has."""
        found: dict[str, str] = json.loads(self.values.get(WORDING) or "{}")
        return found


class History:
    """Changes, one after the other.

    A control that is moved again goes on with the last change, so that it is undone in one step.

    Args:
        first: Those that there are at first; all of them can be taken back at once.
    """

    def __init__(self, first: Changes | None = None) -> None:
        self._states = [Changes()]
        self._now = 0
        self._what = ""
        if first is not None:
            self._states = [Changes(aspect=first.aspect)]
            self.change("", first)

    @property
    def now(self) -> Changes:
        """The changes as they are."""
        return self._states[self._now]

    @property
    def can_undo(self) -> bool:
        """Whether there are changes before these."""
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether there are changes that were taken back."""
        return self._now < len(self._states) - 1

    def change(self, what: str, changes: Changes) -> None:
        """Go on with other changes.

        Args:
            what: What was changed; the same again is one change.
            changes: All of them.
        """
        if changes == self.now:
            return
        if what != self._what or not self.can_undo:
            self._now += 1
        self._states[self._now :] = [changes]
        self._what = what

    def undo(self) -> None:
        """Go back to the changes before these."""
        self._now, self._what = max(0, self._now - 1), ""

    def redo(self) -> None:
        """Go on to those that were taken back."""
        self._now, self._what = min(len(self._states) - 1, self._now + 1), ""


@dataclass
class Known:
    """What is known of a scene with its changes.

    Attributes:
        version: Which one it is.
        first: The first version of this scene; what is older is of another one.
        beats: Its beats, as far as they are told.
        told: What is known at its end.
        refused: Why it cannot be told.
        findings: By beat what is wrong with it, as far as it is known; None for all of it.
        is_checked: Whether all is known that is wrong with it.
        picture: The picture that was drawn last, perhaps of an older version.
    """

    version: int = 0
    first: int = 0
    beats: list[Said] = field(default_factory=list)
    told: Told | None = None
    refused: Refused | None = None
    findings: dict[int | None, list[str]] = field(default_factory=dict)
    is_checked: bool = False
    picture: Picture | None = None

    @property
    def is_old(self) -> bool:
        """Whether the picture is one of an older version, or of a scene that cannot be told."""
        is_earlier = self.picture is not None and self.picture.version != self.version
        return is_earlier or self.refused is not None

    @property
    def is_anothers(self) -> bool:
        """Whether the picture is one of another scene."""
        return self.picture is not None and self.picture.version < self.first

    def beat_at(self, time: float) -> int:
        """Return the beat that is told at a time, from 0."""
        return max(0, sum(beat.start <= time + 1e-6 for beat in self.beats) - 1)

    def renewed(self, version: int) -> None:
        """Forget what is not true of another version any more, but not what it looks like."""
        self.version, self.first = version, self.first or version
        self.told, self.refused = None, None
        self.findings, self.is_checked = {}, False

    def heard(self, said: Said) -> None:
        """Take a beat in, in place of what was there of an older version."""
        self.beats[said.index :] = [
            said,
            *(old for old in self.beats[said.index + 1 :] if old.version != said.version),
        ]

    def ended(self, told: Told) -> None:
        """Take in that a scene was told to its end."""
        self.told = told
        self.beats = [beat for beat in self.beats if beat.version == told.version]


def _plain(text: str) -> str:
    """Return a value without the spaces that mean nothing."""
    return re.sub(r"\s*([,;=])\s*", r"\1", text.strip())
