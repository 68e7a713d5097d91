"""What all stories have in common that leave time to think, in which a ring runs down."""

from __future__ import annotations

from scenes.base import Facts, LessonScene
from scenes.picture.countdown import Ring
from scenes.picture.motion import Steady
from scenes.telling.beats import Kind


class AskingScene(LessonScene[Facts]):
    """A story with a ring.

    Attributes:
        ring: Runs down for the parameter ``seconds`` after each question.
    """

    ring: Ring

    def _stand(self, until: int, kind: Kind) -> None:
        """Stand until the sentence of a question is over, and let the ring run down then."""
        if kind != "question":
            super()._stand(until, kind)
            return
        assert self._score is not None
        said = self._told + round(self._score.seconds * self._rate)
        if said > self.frames_drawn:
            super()._stand(said, "action")
        self.play(Steady(self.ring, float(self.given.seconds), left=0.0))
