"""Hears a lesson that was told, sentence by sentence, and says what is false in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial

from tests.truth import (  # noqa: F401  # each fills the table of claims
    activation_says,
    cards_says,
    chain_says,
    checklist_says,
    cross_entropy_says,
    derivative_says,
    derivative_table_says,
    descent_says,
    fates,
    fit_says,
    moved_says,
    notation_says,
    nudge_says,
    pipeline_says,
    rates_says,
    screen_says,
    side_says,
    step_sizes_says,
    surface_says,
    sympy_says,
    takeaways_says,
    tangent_says,
    training_says,
)
from tests.truth.arithmetic import MANY, MP, Undefined
from tests.truth.plain import NotAFormula
from tests.truth.record import on_record, on_screen, recorded, voiced
from tests.truth.said import Number, Untrue
from tests.truth.sentences import CLAIMS, NOTHING, STEP, Heard, in_english, read_fields, recognised
from tests.truth.told import Told


@dataclass(frozen=True)
class Fault:
    """Something false.

    Attributes:
        kind: "sentence", "number", "voice", "screen", "unknown", "crash", "audit", "remedy".
        what: The template, or what else it is about.
        said: The sentence.
        why: Why it is false.
    """

    kind: str
    what: str
    said: str
    why: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What is the same in faults of one kind."""
        return self.kind, self.what, re.sub(r"[−-]?\d[\d./e+-]*|'.*?'", "#", self.why)[:60]


@dataclass
class Findings:
    """What came of hearing a lesson."""

    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def look(self, kind: str, what: str, said: str, check: Callable[[], object]) -> bool:
        """Run a check, and keep what it says is false."""
        self.counts[kind] += 1
        try:
            check()
        except Untrue as untrue:
            why = str(untrue)
        except (Undefined, NotAFormula, LookupError, OverflowError, ValueError) as failure:
            why = f"{type(failure).__name__}: {failure}"
        else:
            return True
        self.faults.append(Fault(kind, what, said, why))
        return False


def hear(told: Told, more: Iterable[int] = MANY) -> Findings:
    """Hear a lesson from its title to its last sentence; what seems false, with more digits."""
    found = _heard(replace(told, heard={}, later=[]))
    for digits in more:
        if not found.faults:
            break
        with MP.workdps(digits):
            found = _heard(replace(told, heard={}, later=[]))
    return found


def _heard(told: Told) -> Findings:
    found = Findings()
    _sentence(found, told, told.title, is_title=True)
    for place, beat in enumerate(told.beats):
        told.place = place
        _sentence(found, told, beat.text)
        if beat.chapter:
            found.look("chapter", beat.chapter, beat.chapter, lambda: _chapter(told))
        if told.language == "en":
            found.look("voice", "voice", beat.text, partial(voiced, beat.text, beat.speech))
        found.counts["number"] += len(beat.numbers)
        for why in recorded(beat, told.places, told.beats):
            found.faults.append(Fault("number", "record", beat.text, why))
        found.counts["screen"] += beat.shown.count(";") + 1
        for why in on_screen(told):
            found.faults.append(Fault("screen", "screen", beat.text, why))
    for check in told.later:
        found.look("sentence", "(at the end)", "", check)
    return found


def _chapter(told: Told) -> None:
    """Make sure that a heading is known, and true where it claims something."""
    heading = in_english(told.beat.chapter, told.language)
    if heading in CLAIMS:
        CLAIMS[heading][0](told)


def _sentence(found: Findings, told: Told, text: str, is_title: bool = False) -> None:
    readings = recognised(text, told.language)
    if not re.search("[=≈]", text):
        readings = [one for one in readings if one.template != STEP]
    if not readings:
        found.counts["sentence"] += 1
        found.faults.append(Fault("unknown", text[:40], text, "no template has this sentence"))
        return
    best = readings[0]
    if best.template in NOTHING:
        found.counts["nothing claimed"] += 1
        return
    if best.template not in CLAIMS:
        found.counts["sentence"] += 1
        found.faults.append(Fault("unknown", best.template, text, "nobody says what it claims"))
        return
    found.look("sentence", best.template, text, lambda: _check(told, best, is_title))


def _check(told: Told, heard: Heard, is_title: bool) -> None:
    fields = read_fields(heard)
    CLAIMS[heard.template][0](told, **fields)
    if is_title:
        return
    for said in fields.values():
        if isinstance(said, Number):
            on_record(told.beat, said)
