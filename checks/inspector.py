"""Looks on while a scene is told, and says what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from manim import Camera

from checks import authors, claims, contrast, geometry, layout, motion, reading, roles, rules
from checks.dives import Dives
from checks.finding import Exempted, Finding
from checks.memory import forget
from checks.moment import Moment
from checks.motion import Motion
from checks.numbers import Numbers
from checks.reading import Stretch
from checks.rules import Rule
from checks.view import Eye, Piece, View, large
from scenes.base import LessonScene
from scenes.look.text import Placed
from scenes.picture.layout import Box
from scenes.picture.motion import single
from scenes.telling.subject import Subject, subject_of
from scenes.telling.usable import require_opened


class Inspector:
    """Gathers findings about one scene.

    `look` is called in the middle of every animation and of every time in which the picture
    stands, so also at the end of each beat; `findings` when the scene has been told.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Finding] = {}  # the first of its kind
        self._stretches: list[Stretch] = []
        self._glimpses: list[contrast.Glimpse] = []
        self._subject: Subject | None = None
        self._numbers: Numbers | None = None
        self._last: View | None = None  # the picture seen last, if a story shows it
        self._eye = Eye()
        self._dives, self._order = Dives(self._eye), motion.Order()

    def look(self, scene: LessonScene, seconds: float, still: bool) -> None:
        """Look at the picture as it is now.

        Args:
            scene: The scene, between the beginning and the end of an animation.
            seconds: How long the animation takes.
            still: Whether it is one in which nothing moves.
        """
        start, beat = scene.now, len(scene.beats)
        how = "still" if still else motion.way_of(scene.animations or ())
        by_story = authors.is_told_by_a_story()
        view = self._eye.view(scene.mobjects, still, _background(scene))
        written = any(isinstance(piece.mobject, Placed) for piece in view.seen)
        motions = tuple(type(one).__name__ for one in single(scene.animations or ()))
        end = start + seconds
        self._stretches.append(Stretch(beat, start, end, how, written, by_story, motions))
        moment = Moment(self._about(scene), still)
        untrue = [
            *geometry.measured(moment, view),
            *self._numbers_of(scene).texts(view),
        ]
        self._numbers_of(scene).note_foreign(still)
        hard_to_read = [
            *layout.overlaps(view),
            *layout.outside(view, scene.regions),
        ]
        if how != "swells":  # a text is as large as it is at rest
            hard_to_read += layout.small(view)
        if still:
            hard_to_read += [
                *layout.crowded(view, scene.regions),
                *contrast.contrasts(view, scene.theme),
                *contrast.roles(view),
            ]
        if by_story:
            opens = len(self._stretches) == 1
            hard_to_read += layout.blank(view, scene.regions, opens)
            if still:
                hard_to_read += [
                    *layout.hero(view, scene.regions),
                    *roles.meanings(view, scene.theme),
                ]
        for rule, message in untrue:
            self._add(rule, beat, message)
        for rule, what, remedy in hard_to_read:
            self._add(rule, beat, f"{what}; {(by_story and rule.remedy) or remedy}")
        self._last = view if by_story else None
        self._glimpse(scene, start + seconds / 2, large(view.pieces))
        self._order.look(view)
        self._dives.look(scene, view, moment)  # goes on: no other may look at the middle after it

    def end(self, scene: LessonScene) -> None:
        """Look how bright the picture is when an animation has ended."""
        last = self._stretches[-1]
        self._glimpse(scene, last.end, self._eye.large_areas(scene.mobjects))
        order = self._order.end(last.beat, scene.animations or ())
        for rule, beat, message in (*self._dives.end(last.beat), *order):
            if last.by_story:
                self._add(rule, beat, message)

    def _glimpse(self, scene: LessonScene, time: float, areas: tuple[Piece, ...]) -> None:
        camera = _camera(scene)
        half_width, half_height = camera.frame_width / 2, camera.frame_height / 2
        frame = Box(-half_width, -half_height, half_width, half_height)
        self._glimpses.append(contrast.glimpse(time, areas, _background(scene), frame))

    def findings(self, scene: LessonScene) -> tuple[tuple[Finding, ...], tuple[Exempted, ...]]:
        """Return what is wrong with a scene that has been told, and what it is exempt from.

        Raises:
            LessonError: A beat was not told.
            LessonFileError: The scene asks for an exemption from a rule that does not exist.
        """
        require_opened(scene)
        late = [
            *reading.captions(scene.beats),
            *reading.pace(scene.beats, self._stretches),
            *self._numbers_of(scene).sentences(),
            *self._numbers_of(scene).foreign_texts(),
            *claims.check(scene.beats),
            *motion.broken(scene.beats, self._stretches),
        ]
        for rule, beat, message in late:
            self._add(rule, beat, message)
        if self._last is not None:
            for rule, what, _ in layout.closing(self._last, scene.regions):
                self._add(rule, len(scene.beats) - 1, f"{what}; {rule.remedy}")
        for time, message in contrast.flashes(self._glimpses):
            self._add(contrast.FLASH, self._beat_at(time), message)
        forget()
        return _without_exempted(scene, self._found.values())

    def so_far(self, scene: LessonScene) -> tuple[Finding, ...]:
        """Return what is wrong with what was told of a scene by now, as far as that is known."""
        return _without_exempted(scene, self._found.values())[0] if self._found else ()

    def motion(self, scene: LessonScene) -> Motion:
        """Return how much of a scene that has been told moves."""
        return motion.measured(scene.beats, self._stretches)

    def _about(self, scene: LessonScene) -> Subject:
        if self._subject is None:
            self._subject = subject_of(scene.given, scene.facts)
        return self._subject

    def _numbers_of(self, scene: LessonScene) -> Numbers:
        if self._numbers is None:
            self._numbers = Numbers(scene, self._about(scene))
        return self._numbers

    def _add(self, rule: Rule, beat: int | None, message: str) -> None:
        finding = Finding(rule.name, beat, message, rule.untrue)
        self._found.setdefault((rule.name, message), finding)

    def _beat_at(self, time: float) -> int | None:
        return next((s.beat for s in self._stretches if s.start <= time < s.end), None)


def _camera(scene: LessonScene) -> Camera:
    assert isinstance(scene.camera, Camera), "lessons are drawn with Manim's Cairo renderer"
    return scene.camera


def _background(scene: LessonScene) -> tuple[float, float, float]:
    red, green, blue = _camera(scene).background_color.to_rgb()
    return float(red), float(green), float(blue)


def _without_exempted(
    scene: LessonScene, found: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Exempted, ...]]:
    asked = [*_asked(scene)]
    for _, _, rule, _ in asked:
        rules.require(rule)
    covered: Counter[tuple[str, str]] = Counter({(rule, why): 0 for _, _, rule, why in asked})
    left = []
    for finding in found:
        reason = next(
            (
                why
                for first, last, rule, why in asked
                if rule == finding.rule and (finding.beat is None or first <= finding.beat <= last)
            ),
            None,
        )
        if reason is None:
            left.append(finding)
        else:
            covered[finding.rule, reason] += 1
    left.sort(key=lambda finding: -1 if finding.beat is None else finding.beat)
    return tuple(left), tuple(Exempted(*key, count) for key, count in covered.items())


def _asked(scene: LessonScene) -> Iterator[tuple[int, int, str, str]]:
    for rule, reason in scene.exemptions.items():
        yield 0, len(scene.beats), rule, reason
    yield from scene.exempted
