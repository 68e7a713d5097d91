"""What the words for the picture claim; their numbers are looked at in `record`."""

from __future__ import annotations

from tests.truth.sentences import CLAIMS, catalogue, claims_nothing

claims_nothing(
    "its numbers are compared with the lesson's, and what moves with the descent",
    *(
        key
        for key in catalogue("en")
        if key.startswith(("New on screen", "And more", "Something leaves", "Nothing new"))
        or key.startswith(("The picture ", "The balls move", "The ball moves"))
    ),
)
claims_nothing(
    "it names a part of the picture, as the picture's own tests find it",
    *(
        key
        for key in catalogue("en")
        if (
            key.startswith(("a ", "an ", "the ", "several ", "axes "))
            and key[-1] not in ".?!"
            and key not in CLAIMS
        )
        or key.startswith("{count} ")
        or key in ("points", "tangents", "secants", "balls", "edges of the graph")
        or key.startswith(("outlines ",))
    ),
)  # fmt: skip
claims_nothing(
    "it is the title of a lesson in a course",
    "Nudge triangles", "Tangents", "Tables of derivatives", "The chain rule", "Gradient descent",
    "Logistic regression",
)  # fmt: skip
