"""Makes a lesson with a fault smaller, as long as the fault stays."""

from __future__ import annotations

from collections.abc import Iterator

from tests.truth.hearing import Fault
from tests.truth.lessons import Lesson
from tests.truth.telling import ended

_MOST = 12  # lessons that are tried
_PLAIN = ("1", "2", "3", "0.1", "0.01")
_LISTS = ("points", "nudges", "trials", "learning_rates", "functions", "trained", "starts")
_OPTIONAL = (
    "language", "places", "decimal_separator", "notation", "nudge_name", "zoomed", "purpose",
    "checks",
)  # fmt: skip


def smallest(lesson: Lesson, fault: Fault) -> tuple[Lesson, Fault]:
    """The smallest lesson that is easily found with a fault of the same kind."""
    tried = 0
    again = True
    while again:
        again = False
        for smaller in _smaller(lesson):
            tried += 1
            if tried > _MOST:
                return lesson, fault
            same = _same(smaller, fault)
            if same is not None:
                lesson, fault, again = smaller, same, True
                break
    return lesson, fault


def _same(lesson: Lesson, fault: Fault) -> Fault | None:
    found = ended(lesson.story, lesson.given, audit=fault.kind == "audit").findings.faults
    return next((one for one in found if one.key[:2] == fault.key[:2]), None)


def _smaller(lesson: Lesson) -> Iterator[Lesson]:
    given = lesson.given
    here = [name for name in _OPTIONAL if name in given]
    for names in [here] * (len(here) > 1) + [[name] for name in here]:
        yield Lesson(lesson.story, {key: text for key, text in given.items() if key not in names})
    for name in _LISTS:
        parts = given.get(name, "").split(", ")
        least = 2 if name in ("learning_rates", "functions", "starts") else 1
        for i in range(len(parts)):
            if len(parts) > least:
                yield Lesson(lesson.story, given | {name: ", ".join(parts[:i] + parts[i + 1 :])})
    for name in ("start", "steps", "nudge", "learning_rate"):
        for plain in _PLAIN:
            if name in given and len(plain) < len(given[name]):
                yield Lesson(lesson.story, given | {name: plain})
