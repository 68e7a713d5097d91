"""Any speech service of manim-voiceover, by name: gtts, azure, openai, or one of your own.

What a service needs comes from its settings and from environment variables; it is never given
the chance to ask somebody.
"""

from __future__ import annotations

import inspect
import io
import logging
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from calculus.errors import VoiceError
from calculus.names import hint
from scenes.telling.narration import SpokenLine
from voice import installed
from voice.audio import read
from voice.built_in import BUILT_IN
from voice.speaker import Spoken, in_one

_PACKAGE = "manim_voiceover"
_INSTALL = "pip install -e '.[voiceover]', or --voice espeak"
_NO_SERVICE = "a class that is no SpeechService of it needs a row in voice/built_in.py"


class Service:
    """Says lines with a service of manim-voiceover.

    Args:
        name: A module of manim-voiceover, such as gtts, or the full name of a class.
        settings: What the service is made with.
        language: A code such as "en", for services that take one.

    Raises:
        VoiceError: There is no such service, or it has not all it needs.
    """

    def __init__(self, name: str, settings: Mapping[str, str], language: str) -> None:
        self._name = name
        service = _service(name)
        known = inspect.signature(service).parameters
        given: dict[str, Any] = dict(settings)
        if "lang" in known:
            given.setdefault("lang", language)
        self.key = f"{installed.voiceover()} {name} {sorted(given.items())}"
        with tempfile.TemporaryDirectory() as folder:
            self._service = self._ask(lambda: service(cache_dir=folder, **given))

    def needs(self, line: SpokenLine) -> Sequence[object]:
        """Return the sentence: a service isn't asked again because it has other captions."""
        return [line.text]

    def speak(self, line: SpokenLine) -> Spoken:
        """Say a line."""
        with tempfile.TemporaryDirectory() as folder:
            told = self._ask(lambda: self._service.generate_from_text(line.text, cache_dir=folder))
            try:
                spoken = in_one(read(Path(folder) / told["original_audio"]))
            except (KeyError, OSError, ValueError) as error:
                raise self._refused(f"gives a file with speech ({error})", line.text) from None
        return Spoken(spoken.samples, _marks(told.get("word_boundaries") or ()))

    def _ask(self, question: Callable[[], Any]) -> Any:
        """Let the service do something, and tell why it doesn't."""
        try:
            with _quiet():
                return question()
        except EOFError:  # workers have nobody to ask
            rule, got = "has all it needs, so that it asks nobody", "a question of the service"
            raise self._refused(rule, got) from None
        except (Exception, SystemExit) as error:
            got = " ".join(f"{type(error).__name__}: {error}".split())
            raise self._refused("speaks", got) from None

    def _refused(self, rule: str, got: str) -> VoiceError:
        remedy = f"pip install 'manim-voiceover[{self._name}]', its settings, or --voice espeak"
        return VoiceError(f"--voice {self._name}", rule, got, remedy)


def _service(name: str) -> Any:
    if find_spec(_PACKAGE) is None:
        rule = f"needs manim-voiceover{hint(name, BUILT_IN)}"
        remedy = f"{_INSTALL}; {_NO_SERVICE}" if "." in name else _INSTALL
        raise VoiceError(f"--voice {name}", rule, "none is installed", remedy)
    with _quiet():
        base = import_module(f"{_PACKAGE}.services.base").SpeechService
    module, _, own = name.rpartition(".")
    try:
        with _quiet():
            found = import_module(module or f"{_PACKAGE}.services.{name}")
    except ImportError as error:
        rule = f"is a service of manim-voiceover, or module.Class{hint(name, BUILT_IN)} ({error})"
        raise VoiceError("--voice", rule, name, "--voice espeak") from None
    services = [
        one for one in vars(found).values() if inspect.isclass(one) and issubclass(one, base)
    ]
    classes = [
        one
        for one in services
        if (one.__name__ == own if module else one.__module__ == found.__name__)
    ]
    if not classes:
        raise VoiceError("--voice", "is a speech service", name, f"--voice espeak; {_NO_SERVICE}")
    return classes[0]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what services print off the screen: what matters of it comes as an error."""
    logger = logging.getLogger("manim")
    before, logger.disabled = logger.disabled, True
    try:
        with redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of modules that Python is about to drop
            yield
    finally:
        logger.disabled = before


def _marks(words: Sequence[Mapping[str, Any]]) -> dict[int, float]:
    """Return when words begin, in seconds from the first, by their places in the text."""
    resolution = import_module(f"{_PACKAGE}.tracker").AUDIO_OFFSET_RESOLUTION
    times = {word["text_offset"]: word["audio_offset"] / resolution for word in words}
    first = min(times.values(), default=0.0)
    return {place: time - first for place, time in times.items()}
