"""The numbers on record, the numbers a voice says, and the equations on screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from tests.truth.aloud import NotANumber, heard
from tests.truth.arithmetic import MP, Real, Undefined, add, equal, real
from tests.truth.graphs import used
from tests.truth.jets import number, value
from tests.truth.plain import NotAFormula, decimals, figure, formula, pointed
from tests.truth.said import Number, Untrue, brief, require, rounds_to
from tests.truth.sentences import CLAIMS, catalogue, evenly, read_fields, recognised
from tests.truth.told import Beat, Told

_NEAR = Fraction(1, 20)  # of a result, by which what is shown of its operands may miss it
_MOST = 9  # decimals unless others were asked for; a rounded number has as many as it needs
_REMAIN = 3  # digits of a small number that remain however few decimals were asked for

# Numbers on record.


def recorded(beat: Beat, places: int = _MOST, lesson: Sequence[Beat] = ()) -> Iterator[str]:
    """What is wrong with the numbers on record; each is worked out again.

    Args:
        beat: What was told.
        places: Decimals that were asked for, at most; of a small number some digits remain.
        lesson: All beats: numbers of theirs may have to be told apart.
    """
    for text, exact, expression, where, error in beat.numbers:
        try:
            true = value(expression, {name: number(known) for name, known in where})
            shown = Number(pointed(text))
            short = _is_short(shown, places) or _is_told_apart(shown, [beat, *lesson])
            require(short, f"{text} has more than {places} decimals")
            require(shown.is_rounded != exact, f"{text} is {'' if exact else 'not '}exact")
            if error is None:
                shown.must_be(true, expression)
            elif not (shown.value == 0 and abs(real(true)) <= real(Fraction(error))):
                shown.must_round(true, expression)
        except Untrue as untrue:
            yield f"{untrue} (with {dict(where)})"
        except (Undefined, NotAFormula, KeyError, SyntaxError, ValueError) as failure:
            yield f"{text} = {expression} with {dict(where)}: {failure!r}"


def _is_short(shown: Number, places: int) -> bool:
    """Whether a number has no more decimals than were asked for."""
    if places == _MOST or not shown.is_decimal or "×" in shown.text:
        return True
    _, last, digits = decimals(shown.text)
    return -last <= places or digits <= _REMAIN


def _is_told_apart(shown: Number, beats: Sequence[Beat]) -> bool:
    """Whether another number on record would look alike with one decimal fewer."""
    unit = real(Fraction(10) ** (decimals(shown.text)[1] + 1))
    known = {(source, where) for beat in beats for _, _, source, where, _ in beat.numbers}
    values = [
        real(value(source, {name: number(given) for name, given in where}))
        for source, where in known
    ]
    here = min(values, key=lambda one: abs(one - real(shown.value)))
    return any(one != here and MP.nint(one / unit) == MP.nint(here / unit) for one in values)


def on_record(beat: Beat, said: Number) -> None:
    """Make sure that a number of a caption is on record, and as exact as it is said to be."""
    text = pointed(said.text)
    found = [exact for shown, exact, *_ in beat.numbers if pointed(shown).lstrip("≈ ") == text]
    require(found, f"{said.text} is not on record")
    if said.is_rounded:
        require(not all(found), f"{said.text} is exact on record")


def part(told: Told, words: str, templates: Sequence[str]) -> Any:
    """Hear a part of a sentence, which is one of some templates; return what its check does."""
    heard = next(
        (one for one in recognised(words, told.language) if one.template in templates), None
    )
    if heard is None:
        raise Untrue(f"no part of a sentence: {words!r}")
    fields = read_fields(heard)
    for said in fields.values():
        if isinstance(said, Number):
            on_record(told.beat, said)
    return CLAIMS[heard.template][0](told, **fields)


# What a voice says.

_WORD = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    "ninety|hundred|thousand|million|billion|trillion"
)
_RUN = rf"(?:{_WORD})(?:[ -](?:{_WORD}))*(?: point(?: (?:{_WORD}))+)?"
_SPOKEN = re.compile(rf"\b\d+\b|\b{_RUN}(?: times ten to the (?:minus )?{_RUN})?\b", re.IGNORECASE)
_WRITTEN = re.compile(
    r"\*\*[23](?!\d)|"  # a square or a cube in code
    rf"\d+(?:\.\d+)?(?: × 10[⁻⁰-⁹¹²³]+)?|(?<![⁻⁰-⁹¹²³])[²³](?![⁰-⁹¹²³])|[⁻⁰-⁹¹²³]+|\b{_RUN}\b",
    re.IGNORECASE,
)
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def voiced(text: str, speech: str) -> None:
    """Make sure that a voice says the numbers of an English caption, in their order."""
    told = [_heard(match[0]) for match in _SPOKEN.finditer(speech)]
    written = [found for match in _WRITTEN.finditer(pointed(text)) for found in _read(match[0])]
    require(told == written, f"the voice says {_listed(told)}, the caption {_listed(written)}")
    for sign in ("minus minus", "plus minus", "− −", "+ −"):
        require(sign not in speech and sign not in text, f"{sign!r} is no way to write numbers")


def _heard(words: str) -> Fraction:
    try:
        return Fraction(words) if words.isdigit() else heard(words.lower())
    except NotANumber:
        raise Untrue(f"{words!r} is no number") from None


def _read(text: str) -> list[Fraction]:
    """The numbers in a piece of a caption; squares and cubes have words of their own."""
    if text in ("²", "³", "**2", "**3"):
        return []
    if text[0] in "⁻⁰¹²³⁴⁵⁶⁷⁸⁹":
        return [abs(Fraction(text.translate(_RAISED)))]
    if not text[0].isdigit():
        return [_heard(text)]
    size, _, power = text.partition(" × 10")
    return [Fraction(size) * Fraction(10) ** int(power.translate(_RAISED) or 0)]


def _listed(found: list[Fraction]) -> str:
    return ", ".join(map(brief, found)) or "none"


# Equations on screen.

_RELATION = re.compile(r"(?:^| )(:=|=|≈|<|>|→) ")


def on_screen(told: Told) -> Iterator[str]:
    """What is wrong with the equations that come on screen in a beat."""
    for item in items(told):
        try:
            equation(told, item)
        except Untrue as untrue:
            yield f"{item}: {untrue}"


def items(told: Told) -> list[str]:
    """What comes on screen, thing by thing."""
    words = catalogue(told.language)
    before, after = words["New on screen: {what}."].split("{what}")
    shown = evenly(told.beat.shown)
    if not shown.startswith(before):
        return []
    shown = shown.removeprefix(before)
    moves = [words[key] for key in words if key.startswith(("The ball", "The picture", "And more"))]
    for _ in range(4):
        for move in moves:
            shown = shown.removesuffix(f" {move}")
    return shown.removesuffix(after).split("; ")


def equation(told: Told, item: str) -> None:
    """Make sure that the relations between numbers in a line on screen hold."""
    pieces = _RELATION.split(item)
    sides, relations = pieces[::2], pieces[1::2]
    worth = [_worth(told, side) for side in sides]
    pairs = zip(worth, relations, worth[1:], sides, sides[1:], strict=False)
    for one, relation, other, left, right in pairs:
        if one is None or other is None:
            continue
        if relation == "=":
            require(equal(one, other), f"{left} is {brief(one)}")
        elif relation == "≈":
            off, size = abs(real(add(one, -other))), abs(real(other))
            near = off <= real(_NEAR) * size or _is_rounded(right, one)
            require(near, f"{left} is {brief(one)}")
        elif relation in "<>":
            less = real(one) < real(other)
            require(less == (relation == "<"), f"{left} is {brief(one)}")


def _is_rounded(text: str, true: Real) -> bool:
    """Whether digits are those of a true value, rounded."""
    try:
        return rounds_to(text.strip(), true)
    except NotAFormula:
        return False


def _names(told: Told) -> list[str]:
    """The names that stand for something else than numbers."""
    if told.parameter("graph"):
        return [*told.network.values]
    if told.story in ("SurfaceDescentScene", "FitScene"):
        return [*told.hill.names]
    return [curve.variable for curve in told.curves[:1]]


def _worth(told: Told, side: str) -> Real | None:
    """The value of one side; None if it has names in it.

    Raises:
        Untrue: It is made of numbers and has no value.
    """
    side = side.strip()
    if told.story in ("NudgeScene", "TangentScene"):
        match = re.fullmatch(r"(\w+)\((−?[\d.,]+)\)", side)
        if match and match[1] == told.curve.name:
            try:
                return told.curve.at(figure(match[2]))
            except Undefined:
                return None
    try:
        text = formula(side, _names(told))
    except NotAFormula as error:
        if re.fullmatch(r"[\d\s.,()+−·/|]+", side) and re.search(r"[+−·/]\s*[+−]", side):
            raise Untrue(str(error)) from None
        return None
    if used(text, _names(told)):
        return None
    try:
        return value(text)
    except (Undefined, OverflowError) as error:
        raise Untrue(f"{side} has no value: {error}") from None
