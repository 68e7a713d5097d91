"""What a story of tangents is about."""

from __future__ import annotations

from dataclasses import replace

from record.figure import Figure
from scenes.settings.parameters import Parameters
from scenes.tangents.algebra import Algebra
from scenes.telling.explorable import nudged
from scenes.telling.subject import NudgedFunction, Subject


class TangentFacts(NudgedFunction):
    """What the story is about: a function, with its nudges at each point in the order given."""

    def known(self) -> Subject:
        """Return what others may know of the story, with what its quotient is divided out to."""
        subject = super().known()
        algebra = Algebra.of(self.function, "h")
        lines = (algebra.quotient, algebra.expanded, algebra.simplified) if algebra else ()
        return replace(subject, written=(*subject.written, *(line.typst for line in lines)))

    def explorable(self, given: Parameters) -> Figure:
        """Return what people can explore."""
        points, nudges = given.points, given.nudges
        return nudged("tangents", self.function, points, nudges, given.nudge_name)
