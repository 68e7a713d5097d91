"""Whether what counts is true: beads, and a ring that runs out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from checks.rules import Found, rule
from checks.view import NEAR, Piece
from scenes.picture.meaning import Beads, Countdown
from scenes.picture.shapes import contours

COUNTDOWN = rule(
    "geometry.countdown", "of a ring as large a share is drawn as there is time left", untrue=True
)
BEADS = rule("geometry.beads", "there are as many beads as are counted", untrue=True)


def countdown(claim: Countdown, piece: Piece) -> Iterator[Found]:
    """Say whether more of a ring is drawn than there is time left, or less."""
    starts, ends = piece.pieces
    drawn = float(np.hypot(*(ends - starts).T).sum()) / (2 * np.pi * claim.radius)
    if abs(drawn - claim.left()) > NEAR:
        yield COUNTDOWN, f"{drawn:.0%} of a ring is drawn, and {claim.left():.0%} of the time left"


def beads(claim: Beads, piece: Piece) -> Iterator[Found]:
    """Say whether there are more beads than are counted, or fewer."""
    drawn = len(contours(piece.outline)) - 1
    if drawn != claim.count():
        yield BEADS, f"{drawn} beads are drawn, and {claim.count()} counted"
