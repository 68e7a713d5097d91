"""The base of every scene: parameters, exact facts, beats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from math import ceil
from typing import Any, ClassVar, Generic, cast

import numpy as np
from manim import Camera, ManimColor, config
from typing_extensions import TypeVar

from calculus.errors import LessonError
from calculus.shown import Shown
from record import Quality, Record
from record.beats import Sound
from scenes.look.text import Placed, Text
from scenes.look.theme import Role, Theme
from scenes.picture.compose import fit
from scenes.picture.layout import Layout, frame_size, layout
from scenes.picture.motion import Pulse, appear, entering
from scenes.picture.notes import heard
from scenes.picture.thinking import think
from scenes.settings import parameters
from scenes.settings.looks import Looks, theme_of, tongue_of
from scenes.settings.parameters import Parameters
from scenes.settings.remedies import lasting
from scenes.telling import written
from scenes.telling.answers import Solution, solved
from scenes.telling.beats import HOLD, Beat, Kind, cues, telling_time
from scenes.telling.claims import Claim, Sentence
from scenes.telling.course import standing
from scenes.telling.explorable import figure_of
from scenes.telling.narration import Narration, Voice, narrate
from scenes.telling.onlooker import Onlooker
from scenes.telling.quick import QuickScene
from scenes.telling.record import NumberRecord
from scenes.telling.score import Score, rest
from scenes.telling.usable import in_a_block, require_known, require_score, sentence_of
from scenes.telling.versions import versions
from scenes.words import own
from scenes.words.wording import Clause, Wordable, Wording, clauses
from scenes.words.writing import Writing

_OPACITY = config.background_opacity  # what somebody may have told Manim itself
Facts = TypeVar("Facts", default=Any)
"""What a story is about: what its `compute` returns."""


class LessonScene(Looks, Writing, QuickScene, Generic[Facts]):
    """A scene that tells a story about exact facts.

    A subclass names the type of its facts, annotates its parameters (`scenes.settings.parameters`),
    computes the facts in `compute`, and tells the story in `construct`::

        with self.beat("The slope is {slope}.", kind="result", slope=table.slope):
            self.play(appear(badge))

    Args:
        overrides: Parameters that replace those of the class.
        make_renderer: Makes a renderer that takes the place of Manim's own.
        options: What Manim's scenes take.

    Attributes:
        given: The parsed parameters.
        tongue: Its language.
        digits: How numbers are written: with as many decimals as `places` allows.
        facts: What `compute` returned.
        beats: The beats told so far.
        frames_drawn: Frames told so far; all times in the record are whole frames.
        voice: Says every sentence, or nobody does; beats are as long as it takes.
        on_play: Called after every animation, for progress.
        on_beat: Called at the end of every beat, while its last picture stands.
        exemptions: Rules this scene may break, each with the reason; docs/checks.md lists them.
        exempted: The same for some beats: first, last, rule, reason.
    """

    exemptions: ClassVar[Mapping[str, str]] = {}
    theme: Any  # a parameter's name, and once it is parsed the colours

    def __init__(
        self,
        overrides: Mapping[str, object] | None = None,
        *,
        make_renderer: Callable[[], Any] | None = None,
        **options: Any,
    ) -> None:
        self.given, theme, self.facts = self.prepare(overrides or {})
        self.tongue = tongue_of(self.given, type(self))
        self.digits = self.tongue.digits
        self.theme = replace(theme, decimal_comma=self.tongue.decimal_comma)
        aspect = config.pixel_width / config.pixel_height
        # Where a picture is transparent, Manim writes a MOV with an alpha channel.
        config.background_opacity = 0.0 if self.is_transparent else _OPACITY
        # Manim keeps a wide frame whatever the shape of the picture; the camera reads these.
        config.frame_width, config.frame_height = frame_size(aspect)
        self.regions: Layout = layout(aspect)
        self.beats: list[Beat] = []
        self.frames_drawn = 0
        self.exempted: list[tuple[int, int, str, str]] = []
        self.voice: Voice | None = None
        self.on_play: Callable[[LessonScene], None] | None = None
        self.on_beat: Callable[[LessonScene], None] | None = None
        self.unopened: object = None  # a beat whose block nobody has entered
        self._rate = float(config.frame_rate)
        self._told = 0  # frames that belong to the beats told so far
        self._moved = 0  # frames drawn until something moved last
        self._chapter = ""
        self._record = NumberRecord()
        self._poster: tuple[int, float] | None = None
        self._telling = False
        self._score: Score | None = None
        self._onlooker = Onlooker(self.tongue, self.theme.partial)
        self._written: list[Placed] = []  # the texts that appeared last
        self._sounds: list[Sound] = []  # of what moved since the last beat ended
        if make_renderer is not None:  # a renderer looks at the frame's size when it is made
            options["renderer"] = make_renderer()
        super().__init__(**options)
        assert isinstance(self.camera, Camera), "lessons are drawn with Manim's Cairo renderer"
        self.camera.background_color = ManimColor(self.theme.background)
        parameters.require_free(type(self), LessonScene, vars(self))

    @classmethod
    def prepare(cls, overrides: Mapping[str, object]) -> tuple[Parameters, Theme, Facts]:
        """Parse the parameters and compute everything that can be wrong with them.

        Returns:
            The parsed parameters, the theme and the facts.

        Raises:
            LessonError: A value that cannot be used; nothing has been drawn.
        """
        parameters.require_free(cls, LessonScene, dir(LessonScene))
        given = parameters.resolve(cls, overrides)
        own.require_usable(tongue_of(given, cls), cls, closed=parameters.only_sets(cls))
        try:
            return given, theme_of(given), cls.compute(given)
        except LessonError as error:
            if error.thing not in parameters.names(cls):
                raise
            resolve = parameters.resolve
            raise lasting(error, overrides, lambda some: cls.compute(resolve(cls, some))) from None

    @classmethod
    def compute(cls, given: Parameters) -> Facts:
        """Compute the facts of the story, before anything is drawn; by default its parameters.

        Args:
            given: The parsed parameters.

        Raises:
            LessonError: No story can be told about these parameters.
        """
        return cast(Facts, given)

    @property
    def title(self) -> str:
        """The title of the video, in plain text."""
        return type(self).__name__

    @property
    def is_transparent(self) -> bool:
        """Whether the picture has an alpha channel and nothing behind."""
        return bool(self.given.background == "transparent")

    @property
    def now(self) -> float:
        """Seconds told so far."""
        return self.frames_drawn / self._rate

    @property
    def current_beat(self) -> int | None:
        """The beat being told, or None between beats."""
        return len(self.beats) if self._telling else None

    @property
    def poster_time(self) -> float:
        """When the most telling picture stands, in seconds."""
        if self._poster is not None:
            return self._poster[1]
        return max(0.0, self.now - 1 / self._rate)

    @property
    def numbers_so_far(self) -> tuple[Shown, ...]:
        """The numbers said or shown since the last beat ended."""
        return tuple(self._record.numbers)

    def chapter(self, name: str) -> None:
        """Start a chapter: the beats that follow belong to it."""
        self._chapter = self.say(name).text

    @in_a_block
    def beat(
        self,
        sentence: str | Sentence,
        *,
        kind: Kind = "action",
        poster: int = 0,
        answers: bool | Solution = False,
        claims: Claim | Sequence[Claim] = (),
        teaches: str = "",
        **fields: Wordable,
    ) -> Iterator[Score]:
        """Say one sentence while the animations in the ``with`` block run.

        How long that takes is known before anything is drawn, and what is played can be placed
        on it (`play`). The last picture is held until the sentence can have been said and read.

        Args:
            sentence: The sentence, with named fields; perhaps with their contents and its claims.
            kind: What the beat is for; a result is held longer.
            poster: How telling the last picture is; the highest of the scene is its poster.
            answers: Whether this answers the last question that was asked, or with what.
            claims: What the sentence claims, for checks to work out anew.
            teaches: What of the curriculum it teaches: "U2.1 U2.6" (docs/curriculum.toml).
            fields: What the fields hold.

        Yields:
            How long the sentence takes, and when its fields are said.
        """
        self._telling, self.unopened = True, None
        require_known(kind, poster)
        sentence = sentence_of(sentence, fields, claims)
        parts = [*clauses(Clause(sentence.template, sentence.fields))]
        if sentence.claims:
            own.require_numbers(parts, self.tongue)
        wording = self.say(sentence.template, **sentence.fields)
        self._record.say(wording.numbers)
        first = self._told  # what was played since the last beat leads over, and belongs to this
        narration = self._narration(wording)
        told = narration.seconds if narration else telling_time(wording.text, wording.speech)
        self._score = Score.of(wording, told, narration)
        yield self._score
        least = self.frames_drawn + round(HOLD[kind] * self._rate)
        self._stand(until=max(first + ceil(told * self._rate), least), kind=kind)
        self._score = None
        start, end = first / self._rate, self.now
        present = [part for mobject in self.mobjects for part in mobject.get_family()]
        numbers, arrivals = self._record.end_beat(present)
        beat = Beat(
            index=len(self.beats),
            start=start,
            end=end,
            text=wording.text,
            speech=wording.speech,
            chapter=self._chapter,
            kind=kind,
            cues=narration.cues(start, end) if narration else cues(wording.text, start, end),
            numbers=numbers,
            arrivals=arrivals,
            sound=narration.utterance.sound if narration else None,
            spoken=narration.utterance.seconds if narration else 0.0,
            answers=bool(answers),
            solution=solved(answers, self.tongue),
            shown=self._onlooker.look(present),
            description=self._onlooker.untold(wording.text),
            templates=tuple(part.template for part in parts),
            claims=sentence.claims,
            sounds=tuple(sorted({*self._sounds})),
            teaches=tuple(teaches.split()),
        )
        self._telling, self._sounds, self._told = False, [], self.frames_drawn
        self.beats.append(beat)
        if poster and (self._poster is None or poster >= self._poster[0]):
            self._poster = (poster, end - 1 / self._rate)
        if self.on_beat is not None:
            self.on_beat(self)

    def play(
        self,
        *animations: Any,
        at: str | float | None = None,
        share: float | None = None,
        **options: Any,
    ) -> None:
        """Play animations, and count their frames.

        Inside a beat they can be placed on its sentence::

            with self.beat("Along the height, {f} changes by {rise}.", f=f, rise=rise):
                self.play(Trace(height), at="f", share=0.3)
                self.play(Carry(height, number), at="rise")

        Args:
            animations: What is played.
            at: When: as a field of the sentence is said, or at a share of its time; at once if
                that is over. By default at once.
            share: How long: a share of the time the sentence takes, if that is longer than they
                take by themselves.
            options: What Manim's scenes take.

        Raises:
            LessonError: There is no sentence, or it has no such field.
        """
        if at is not None or share is not None:
            score = require_score(self._score)
            if at is not None:
                wanted = self._told + round(score.time(at) * self._rate)
                if wanted > self.frames_drawn:
                    self._stand(wanted, "action")
            if share is not None:
                least = options.get("run_time") or max(one.run_time for one in animations)
                options["run_time"] = max(least, share * score.seconds)
        begin = self.now
        super().play(*animations, **options)
        self.frames_drawn += self._frames_of_last_play()
        if not self.is_current_animation_frozen_frame():
            self._moved = self.frames_drawn
        self._sounds += heard(self.animations or (), begin)
        entered = [*entering(animations)]
        self._record.enter(entered)
        texts = [one.mobject for one in entered if isinstance(one.mobject, Placed)]
        self._written = texts or self._written
        if self.on_play is not None:
            self.on_play(self)

    @contextmanager
    def exempt(self, rule: str, reason: str) -> Iterator[None]:
        """Let the beats told in the ``with`` block, or the one around it, break a rule.

        Args:
            rule: Name of a rule of docs/checks.md, such as "layout.overlap".
            reason: Why that is right here; `--check` shows it.
        """
        first = len(self.beats)
        yield
        last = len(self.beats) if self._telling else len(self.beats) - 1
        self.exempted.append((first, max(first, last), rule, reason))

    def hold(self, seconds: float) -> None:
        """Let the picture stand for a whole number of frames, at least one."""
        frames = max(1, round(seconds * self._rate))
        # Manim cuts the duration down to frames: half a frame more is on the safe side.
        self.wait((frames + 0.5) / self._rate, frozen_frame=True)

    def _narration(self, wording: Wording) -> Narration | None:
        """Let the voice say the sentence of the beat that begins, if there is a voice."""
        if self.voice is None:
            return None
        number, language = len(self.beats) + 1, self.tongue.code
        return narrate(self.voice, number, wording.text, wording.speech, language)

    def _stand(self, until: int, kind: Kind) -> None:
        """Hold the picture until a frame, as `scenes.telling.score.rest` has it."""
        present = self.get_mobject_family_members()
        texts = [text for text in self._written if text in present]
        texts = texts or [part for part in present if isinstance(part, Placed)][-1:]
        seconds = (until - self.frames_drawn) / self._rate
        stood = (self.frames_drawn - self._moved) / self._rate
        for what, end in rest(seconds, kind, bool(texts), stood):
            # Counted in frames from the end: so all of it adds up, and what is last is whole.
            frames = until - self.frames_drawn - ceil((seconds - end) * self._rate - 1e-6)
            left = max(1, frames) / self._rate
            if what == "think":
                self.play(think(self.regions.safe, self.theme, self.mobjects, left))
            elif what == "swell":
                self.play(Pulse(*texts, run_time=left))
            else:
                self.hold(left)

    def show_title(self, template: str, **fields: Wordable) -> Text:
        """Put the title in its place, top left."""
        text = Text(self.say(template, **fields).markup, self.theme.title, Role.TEXT, self.theme)
        self.play(appear(fit(text, self.regions.title, up=0)))
        return text

    def beats_record(self, lesson: str, sounds: bool = False) -> Record:
        """Return everything later stages need to know.

        Args:
            lesson: Name of the lesson the scene belongs to.
            sounds: Whether its motions are heard.
        """
        return Record(
            lesson=lesson,
            scene=type(self).__name__,
            course=standing(type(self), self.tongue),
            title=self.title,
            language=self.tongue.code,
            author=self.given.author,
            licence=self.given.licence,
            parameters=parameters.dump(self.given),
            quality=Quality(config.pixel_width, config.pixel_height, config.frame_rate),
            duration=self.now,
            poster=self.poster_time,
            beats=written.beats(self.beats, self.now, self.tongue, sounds),
            voice=self.voice.name if self.voice else "",
            questions=written.questions(self.beats),
            figure=figure_of(self),
            versions=versions(),
        )

    def _frames_of_last_play(self) -> int:
        """Count the frames of the last play the way Manim does."""
        step, frozen = 1 / self._rate, self.is_current_animation_frozen_frame()
        return int(self.duration / step) if frozen else len(np.arange(0, self.duration, step))
