"""The studio behind its page: what is open, what is changed in it, and where that is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from urllib.parse import quote

from calculus.errors import LessonError
from engine.jobs.job import Failure
from engine.jobs.lessons import LessonFile, Target
from engine.jobs.quality import QUALITIES
from engine.planning.request import Request
from engine.workers import worker
from studio import recording, saved
from studio.describing import Described
from studio.glances import Glances
from studio.kept import Kept
from studio.making import Made, Maker
from studio.model import Changes, History, Known
from studio.resident.messages import Refused
from studio.saving.files import OpenFile
from studio.shelf import Shelf
from studio.values import replaced
from studio.viewing import Viewing
from voice.choice import FOLDER, Choice

_HEARD = 60.0  # seconds in which a recording is levelled
_GLANCE = 0.5  # seconds between looks whether somebody else has saved a file


class Hub(Viewing):
    """One studio.

    Args:
        targets: The lessons and scenes that can be opened.
        out: The folder of videos.
        room: A folder for the time being.
        params: A file with variants of their scenes.

    Attributes:
        shelf: What can be opened.
        scene: What is open.
        history: What was changed in it.
        voice: Who reads it out.
        differs: Parameters of the file that somebody else has changed, and that are changed here.
    """

    def __init__(
        self, targets: Sequence[Target], out: Path, room: Path, params: Path | None = None
    ) -> None:
        super().__init__(room)
        self.params = None if params is None else params.resolve()
        self.targets = list(targets)
        self.out = out
        self.shelf = Shelf(params)
        self.scene: Described | None = None
        self.history = History()
        self._kept = Kept(out)
        self.differs: dict[str, str] = {}
        self.voice: Choice | None = None
        self._reopening: asyncio.Future[None] | None = None
        self._files: dict[Path, OpenFile] = {}
        self._glances = Glances()
        self.made: Made | None = None
        self._maker = Maker(partial(self._soon, self._finished))

    # Beginning and end.

    async def start(self) -> None:
        """Open the first scene; the other lessons are looked at when it is there."""
        self._loop = asyncio.get_running_loop()
        self._glances.changed(self._watched)
        for target in self.targets:
            await self._describe([target])
        while True:
            await asyncio.sleep(_GLANCE)
            await self._look_at_disk()

    async def _describe(self, targets: Iterable[Target]) -> None:
        """Find out what is in lessons, and open the first scene there is if none is open."""
        await self.shelf.describe([*targets])
        if self.scene is None and self.shelf.scenes:
            self.open(self.shelf.scenes[0])
        self._tell("scenes")

    async def begin(self, file: str, like: LessonFile, copied: bool) -> None:
        """Write a new lesson into the folder where the studio was started, and open it.

        Args:
            file: Its name.
            like: The lesson that it is like.
            copied: Whether it is a copy, rather than a start from the same story.
        """
        with self._told_mistakes():
            lesson = await asyncio.to_thread(saved.begun, file, like, copied)
            self.targets.append(Target(lesson))
            await self.shelf.describe([Target(lesson)])
            self._tell("scenes")
            for scene in [one for one in self.shelf.scenes if one.lesson == lesson][:1]:
                self.open(scene)
            self.say(f"Wrote {lesson.path}.")

    def close(self) -> None:
        """End all workers."""
        super().close()
        self._maker.cancel()

    def poster(self, scene: Described) -> str:
        """Return the address of a scene's poster, if there is one."""
        inside = f"{scene.lesson.name}/{scene.told}.png"
        return f"/out/{quote(inside)}" if (self.out / inside).exists() else ""

    # What is open.

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back, here or in the file."""
        return self.history.can_undo or (self.file is not None and self.file.can_undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is something to make again."""
        return self.history.can_redo or (self.file is not None and self.file.can_redo)

    @property
    def changes(self) -> Changes:
        """What is changed and not saved."""
        return self.history.now

    @property
    def file(self) -> OpenFile | None:
        """Where what is open is saved: the file of the lesson, or that of its variants."""
        return None if self.scene is None else self._files[self._home(self.scene)]

    def _home(self, scene: Described) -> Path:
        return self.params if scene.variant and self.params is not None else scene.lesson.path

    def open(self, scene: Described) -> None:
        """Open a scene at its beginning."""
        with self._told_mistakes():
            self._opened(self._home(scene))
            self.scene, self.history, self.time = scene, History(self._kept.of(scene)), 0.0
            self.known = Known(picture=self.known.picture)
            self.differs = {}
            self._tell("scene")
            self._retell()

    def _opened(self, path: Path) -> OpenFile:
        if path not in self._files:
            self._files[path] = OpenFile(path)
        return self._files[path]

    def value(self, name: str) -> str:
        """Return a parameter as it is now."""
        assert self.scene is not None
        return self.changes.values.get(name, self.scene.control(name).value)

    def set(self, name: str, text: str) -> None:
        """Change a parameter."""
        if self.scene is not None:
            self._change(name, self.changes.with_value(self.scene, name, text))

    def reset(self, name: str) -> None:
        """Give a parameter the value that it has where the lesson does not say."""
        if self.scene is not None:
            self.set(name, self.scene.control(name).inherited)

    def set_words(self, sentence: str, words: str) -> None:
        """Say a sentence in other words; without any, as the story has it."""
        if self.scene is not None:
            changes = self.changes.with_words(self.scene, sentence, words or sentence)
            self._change(f"words: {sentence}", changes)

    def set_aspect(self, aspect: str) -> None:
        """Give the picture another shape."""
        self._change("aspect", Changes(self.changes.values, aspect))

    def drag(self, name: str, index: int | None, value: float, step: float) -> None:
        """Change a number, or one of a list, as somebody drags it in the picture."""
        self.set(name, replaced(self.value(name), index, value, step))

    def undo(self) -> None:
        """Take the last change back: of what is not saved, or else of the file."""
        self._then(lambda: self._step(self.history.can_undo, "undo"))

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self._then(lambda: self._step(self.history.can_redo, "redo"))

    def _then(self, does: Callable[[], None]) -> None:
        """Do something when a lesson that is being looked at anew is known."""
        if self._reopening is None or self._reopening.done():
            does()
        else:
            self._reopening.add_done_callback(lambda _: does())

    def _step(self, is_here: bool, way: str) -> None:
        if is_here:
            getattr(self.history, way)()
            self._changed()
        elif self.file is not None and getattr(self.file, f"can_{way}"):
            with self._told_mistakes():
                getattr(self.file, way)()
                if self.scene is not None:
                    self._reopen(self.scene, {})

    def _change(self, what: str, changes: Changes) -> None:
        if changes != self.changes:
            self.history.change(what, changes)
            self._changed()

    def _changed(self) -> None:
        if self.scene is not None:
            self._kept.keep(self.scene, self.changes)
            self._tell("values")
            self._retell()

    def _retell(self) -> None:
        """Tell the scene with its changes, and look at the same place in its story."""
        if self.scene is not None:
            self.show(self.request())

    def request(self, quality: str = "draft") -> Request:
        """Return what the scene is drawn from, with its changes."""
        assert self.scene is not None
        return Request(
            targets=[Target(self.scene.lesson, self.scene.name)],
            overrides=saved.together(self.scene, self.changes.values),
            quality=QUALITIES[quality].shaped(self.changes.aspect),
            out=self.out,
            voice=self.voice,
        )

    def set_voice(self, text: str) -> None:
        """Let another voice read it out, which takes the time that it takes."""
        with self._told_mistakes():
            self.voice = Choice.of(text)
            self._retell()

    # What is made.

    async def record(self, beat: int, sound: bytes) -> None:
        """Keep a recording of one's own voice for a beat."""
        if self.scene is None or beat >= len(self.known.beats):
            return
        with self._told_mistakes():
            said, scene = self.known.beats[beat], self.scene
            path = self.recordings(scene)
            work = partial(recording.keep, sound, path, beat + 1, said.speech)
            kept = await asyncio.to_thread(worker.ask, work, _HEARD)
            if isinstance(kept, Failure):
                raise OSError(kept.reason)
            self.set_voice(f"files:{FOLDER}")
            self._tell("known")
            self.say(f"Kept as {kept}.")

    def recordings(self, scene: Described) -> Path:
        """Return the folder of a scene's recordings, as `--voice files` has it."""
        return Path(FOLDER, scene.lesson.name, scene.told)

    def make(self, quality: str, formats: Sequence[str]) -> None:
        """Render the scene with its changes, and publish formats of it."""
        if self.scene is not None:
            self._draft.close()  # two cores have enough to do
            request = self.request(quality)
            if self.scene.variant:  # whose files are called like it
                file = saved.alone(self.scene, request.overrides)
                request = replace(request, overrides={}, params=file)
            self._maker.make(request, formats)

    def cancel(self) -> None:
        """Stop what is being made."""
        self._maker.cancel()

    def _finished(self, made: Made) -> None:
        self.made = made
        self._tell("made")

    # What is saved.

    def save(self) -> None:
        """Write the changes into the lesson file."""
        self._then(self._save)

    def _save(self) -> None:
        with self._told_mistakes():
            if self.scene is None or self.file is None or not self.changes.values:
                return
            if self.known.refused is not None:
                raise LessonError(
                    "saving", "is for scenes that can be told", "a mistake", "mending it first"
                )
            values = self.changes.values
            if self.scene.variant:
                saved.save_variant(self.file, self.scene, self.scene.variant, values)
            else:
                self.file.save(saved.text_with(self.file, self.scene, values))
            self._reopen(self.scene, values)
            self.say(f"Saved in {self.file.path.name}.")

    def save_variant(self, file: str, name: str) -> None:
        """Write the changes as a variant into a file of parameters beside the lesson."""
        with self._told_mistakes():
            if self.scene is not None:
                path = saved.beside(self.scene.lesson.path, file).resolve()
                if not path.exists():
                    path.touch()
                    self.params = self.shelf.params = self.params or path  # to be listed from now
                opened = self._opened(path) if path == self.params else OpenFile(path)
                saved.save_variant(opened, self.scene, name, self.changes.values)
                if path == self.params:
                    self._reopen(self.scene, {})
                self.say(f"Saved as variant {name} in {path}.")

    def take_theirs(self) -> None:
        """Let the file have its way where it was changed by somebody else."""
        for name in self.differs:
            self.set(name, self.differs[name])
        self.keep_ours()

    def keep_ours(self) -> None:
        """Let what is changed here have its way; it is written when somebody saves it."""
        self.differs = {}
        self._tell("disk")

    def _reopen(self, scene: Described, written: Mapping[str, str]) -> None:
        """Look at a lesson anew whose file was written here."""
        self._reopening = asyncio.ensure_future(self._describe_again(scene, written))

    async def _describe_again(self, scene: Described, written: Mapping[str, str]) -> None:
        """Look at a lesson anew; what is changed stays changed, but for what was written."""
        await self.shelf.describe([one for one in self.targets if one.lesson == scene.lesson])
        again = self.shelf.again(scene)
        now = self.scene
        if now is None or (now.lesson, now.told) != (scene.lesson, scene.told):  # another is open
            self._tell("scenes")
            return
        if again is None:
            gone = f"{scene.name} is no longer in the file"
            reason = self.shelf.broken.get(scene.lesson, gone)
            self.known.refused = Refused(self.known.version, reason)
            self._tell("known")
            return
        aspect = self.changes.aspect
        before = {control.name: control.value for control in scene.controls}
        changes = Changes(aspect=aspect)
        for name, text in self.changes.values.items():
            if written.get(name) != text:
                changes = changes.with_value(again, name, text)
        self.scene, self.history = again, History(changes)
        self._kept.keep(again, changes)
        self.differs = {
            control.name: control.value
            for control in again.controls
            if control.name in changes.values
            and control.name not in written
            and control.value != before.get(control.name)
        }
        for what in ("scenes", "scene", "disk"):
            self._tell(what)
        self._retell()

    @property
    def _watched(self) -> list[Path]:
        """The files that others may save meanwhile."""
        files = [path for one in self.targets for path in self.shelf.files(one.lesson)]
        return files if self.params is None else [*files, self.params]

    async def _look_at_disk(self) -> None:
        """Take over what somebody else has saved; what is changed here stays changed."""
        if self._reopening is not None and not self._reopening.done():
            return
        for path in await asyncio.to_thread(self._glances.changed, self._watched):
            with self._told_mistakes():
                await self._take_over(path)

    async def _take_over(self, path: Path) -> None:
        """Look anew at lessons whose file was changed, unless that was done here."""
        file, scene = self._files.get(path), self.scene
        if file is not None and not file.changed():
            return
        if file is not None:
            file.reread()
        of = self.shelf.files
        ours = [one for one in self.targets if path in (*of(one.lesson), self.params)]
        others = [one for one in ours if scene is None or one.lesson != scene.lesson]
        if others:
            await self._describe(others)
        if scene is not None and len(others) < len(ours):
            self._resident.renew()  # it may have imported what lies beside
            await self._describe_again(scene, {})
            self.say(f"{path.name} was changed by another program.")
