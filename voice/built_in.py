"""The voices that come with the project, and what is known of each before it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from voice import installed

SILENT, FILES = "silent", "files"

PICO = {"fr": "fr-FR", "es": "es-ES", "de": "de-DE", "it": "it-IT"}
"""The voices of Pico that ``natural`` speaks with, by the codes of languages."""


@dataclass(frozen=True)
class BuiltIn:
    """A voice that needs no package of somebody else's.

    Attributes:
        name: What it is called behind ``--voice``.
        says: Who speaks and what that needs, for the page about voices.
        made_by: The full name of the class, which is made with the settings and the language of
            the lesson; empty for silence and for files.
        settings: What can be set, each with an example.
        takes: What stands behind the colon instead of settings.
        version: Returns which program speaks; what was said by another one is said again.
        at_hand: A module that has loaded what it takes to speak, if that takes long.
    """

    name: str
    says: str
    made_by: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    takes: str = ""
    version: Callable[[], str] = str
    at_hand: str = ""

    @property
    def example(self) -> str:
        """The voice with all that can stand behind it."""
        pairs = (f"{name}={value}" for name, value in self.settings.items())
        return ":".join(filter(None, (self.name, self.takes or ",".join(pairs))))


BUILT_IN = {
    one.name: one
    for one in (
        BuiltIn(SILENT, "nobody (the default); beats are as long as reading takes"),
        BuiltIn(
            FILES,
            "you: a WAV, MP3, FLAC, M4A, Ogg, Opus or AAC of every beat; FOLDER is `recordings` if "
            "left out",
            takes="FOLDER",
        ),
        BuiltIn(
            "natural",
            f"a natural voice, offline: hibari in English, Pico in {', '.join(PICO)}; "
            "`make setup` has it, or `pip install -e '.[natural]'`. Hibari's other voices only if "
            "you have put them in place",
            "voice.natural.Natural",
            {"voice": "heart", "speed": "0.9"},
            version=installed.natural,
            at_hand="voice.at_hand",
        ),
        BuiltIn(
            "espeak",
            "espeak-ng, offline and in the lesson's language: `apt-get install espeak-ng`, "
            "`brew install espeak-ng`",
            "voice.espeak.Espeak",
            {"voice": "en-us", "speed": "150", "pitch": "45"},
            version=installed.espeak,
        ),
        BuiltIn(
            "beeps",
            "a tone for each word: the pace of a lesson where nothing can speak",
            "voice.beeps.Beeps",
        ),
    )
}
"""Every voice of the project by its name."""

SERVICES = (
    "a service of [manim-voiceover](https://voiceover.manim.community) 0.4: "
    "`pip install -e '.[voiceover]' 'manim-voiceover[gtts]'`. Settings after a colon, "
    "`gtts:tld=ca`; keys in environment variables. A `SpeechService` of your own by its full "
    "name, `my.module.Service`"
)
"""What can speak besides, for the page about voices."""
