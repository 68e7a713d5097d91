"""Whether every number is what it says it is, on screen, in captions and in speech."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

from mpmath import MPContext

from calculus.shown import Shown
from checks import chains as relations
from checks import foreign
from checks.digits import read_text, rounded
from checks.evaluator import UnknownError, Value, real, settled, value
from checks.formula import NUMBER, constant, mathematics, words
from checks.known import KnownNames, known
from checks.rules import Found, Rule, rule
from checks.speech import TONGUES, heard, read_speech
from checks.view import View, words_of
from scenes.base import LessonScene
from scenes.picture.meaning import Code, Reads
from scenes.telling.beats import Beat
from scenes.telling.subject import Subject

_ALONE = r"(?!\w|[.,]\d|\s*[-+−·×/^(√|²³¹⁰⁴-⁹⁻])"  # behind a number that is no operand
_SAME = Fraction(1, 10**30)  # relative difference of an irrational number computed twice


class Numbers:
    """Checks the numbers of one scene; what has been seen once is not checked again."""

    def __init__(self, scene: LessonScene, subject: Subject) -> None:
        self._scene = scene
        self._known: KnownNames = known(subject)
        self._texts: dict[tuple[str, tuple[Shown, ...]], tuple[Found, ...]] = {}
        self._read: dict[object, tuple[str, tuple[Shown, ...]]] = {}  # what objects said last
        self._foreign: dict[str, int] = {}  # texts of Manim's own, each with its first beat

    def texts(self, view: View) -> Iterator[Found]:
        """Check every text that is to be seen."""
        for piece in view.seen:
            source = getattr(piece.mobject, "source", None)
            if piece.kind != "text" or source is None:
                continue
            if not view.still and isinstance(piece.claim, Reads):
                continue  # it rolls; the geometry says whether it is right
            if isinstance(piece.claim, Code):
                continue  # `checks.code` evaluates all of it
            shown = tuple(getattr(piece.mobject, "numbers", ()))
            if self._read.get(piece.mobject) == (source, shown):
                continue  # all that is wrong with it has been said
            self._read[piece.mobject] = source, shown
            if (source, shown) not in self._texts:
                found = self._text(source, shown, words_of(piece.mobject))
                self._texts[source, shown] = tuple(found)
            yield from self._texts[source, shown]

    def note_foreign(self, still: bool) -> None:
        """Take note of the texts of Manim's own; what is on record is known when beats end."""
        scene = self._scene
        for text in foreign.texts(scene.mobjects, scene.animations or (), still):
            self._foreign.setdefault(text, len(scene.beats))

    def foreign_texts(self) -> Iterator[tuple[Rule, int, str]]:
        """Check that texts of Manim's own hold only numbers on record in their first beat."""
        for text, index in self._foreign.items():
            recorded = {
                digits.value
                for beat in self._scene.beats[index : index + 1]
                for number in beat.numbers
                if (digits := read_text(number.text)) is not None
            }
            for token, says in foreign.numbers(text):
                if says not in recorded:
                    yield (
                        TYPED,
                        index,
                        f"Manim's text “{' '.join(text.split())}” holds {token}, which is no "
                        'number on record in its beat: write it with self.formula("{n}", n=…)',
                    )

    def sentences(self) -> Iterator[tuple[Rule, int, str]]:
        """Check what captions say and what a voice says, and every number on record."""
        allowed: set[str] = set()
        for beat in self._scene.beats:
            allowed |= {token for number in beat.numbers for token in _tokens(number.text)}
            for number in beat.numbers:
                for broken, message in on_record(number):
                    yield broken, beat.index, message
            for broken, message in self._caption(beat.text, beat.numbers, allowed):
                yield broken, beat.index, message
            for broken, message in self._speech(beat):
                yield broken, beat.index, message

    def _text(self, source: str, shown: tuple[Shown, ...], name: str) -> Iterator[Found]:
        recorded = [*shown, *self._recorded()]
        for number in shown:
            yield from on_record(number)
        for formula in mathematics(relations.marked(source, shown)):
            yield from relations.check(formula, self._known, name)
        body = re.sub(r'"[^"]*"|#raw\("[^"]*"\)|_\(?\w+\)?|rgb\([^)]*\)', " ", source)
        plain = words(source)
        allowed = {token for number in recorded for token in _tokens(number.typst)}
        for token in _tokens(body):
            if token not in allowed | self._known.literals:
                yield _typed(token, f"text “{name}”")
        for quoted in re.findall(r'"([^"]*\d[^"]*)"', plain + source):
            for token in _tokens(quoted):
                if token not in allowed | self._known.literals:
                    yield _typed(token, f"text “{name}”")

    def _caption(self, text: str, shown: Iterable[Shown], allowed: set[str]) -> Iterator[Found]:
        if self._scene.theme.decimal_comma:
            text = re.sub(r"(?<=\d),(?=\d)", ".", text)
        for token in _tokens(re.sub(r"[A-Za-z]+_?\d+", " ", text)):
            if token not in allowed | self._known.literals:
                yield _typed(token, "the sentence")
        for number in shown:
            for match in re.finditer(rf"([=≈]) {re.escape(number.text)}{_ALONE}", text):
                if match[1] == "=" and not number.exact and not _also_exact(number, shown):
                    yield (
                        relations.RELATION,
                        f"the sentence says = {number.text}, which is rounded: write "
                        "{name:equals}, so that the number chooses its sign",
                    )

    def _speech(self, beat: Beat) -> Iterator[Found]:
        """Check how numbers are said: each by itself, and those of the sentence in it."""
        tongue = self._scene.tongue
        if tongue.code not in TONGUES:
            return  # nobody has taught the checks to listen to it
        values = {*heard(beat.speech, tongue.code)}
        for number in beat.numbers:
            written = read_text(number.text)
            if written is None:
                continue  # a formula, whose words are not digits
            said = number.said(tongue.words)
            for some, code in ((said, tongue.code), (number.speech, "en")):
                if read_speech(some, code) != written.value:
                    yield _misspoken(number, some)
            digits = re.escape(tongue.decimals(number.text))
            stands = re.search(rf"(?<![\w.,]){digits}(?!\w|[.,]\d| × 10|⁻)", beat.text)
            if stands and not values & {written.value, -written.value}:
                yield _misspoken(number, beat.speech)

    def _recorded(self) -> Iterator[Shown]:
        for beat in self._scene.beats:
            yield from beat.numbers
        yield from self._scene.numbers_so_far


def _also_exact(number: Shown, shown: Iterable[Shown]) -> bool:
    return any(other.exact and other.text == number.text for other in shown)


TYPED = rule(
    "numbers.typed",
    "every digit shown or said belongs to a number on record or to a formula",
    untrue=True,
)


def _typed(token: str, where: str) -> Found:
    return (
        TYPED,
        f"{where} holds {token}, which is no number on record: make it a field, "
        "{name}, and give the number for it",
    )


VALUE = rule("numbers.value", "a number on record is what its expression gives", untrue=True)
ROUNDING = rule(
    "numbers.rounding",
    "the digits shown are the value, correctly rounded, = or ≈ accordingly",
    untrue=True,
)


@lru_cache(maxsize=8192)
def on_record(number: Shown) -> tuple[Found, ...]:
    """Recompute a number from its expression, and compare its digits."""
    quantity = number.quantity
    formula = quantity.expression
    try:
        true = settled(formula, dict(quantity.where))
    except (UnknownError, ArithmeticError, KeyError) as error:
        message = f"{number.text} cannot be recomputed from {_brief(formula)} ({error})"
        return ((VALUE, message),)
    stored = value(str(quantity.value)) if quantity.value.is_Rational else None
    slack = value(str(quantity.error)) if quantity.error is not None else Fraction(0)
    found: list[Found] = []
    if stored is not None and not _near(true, stored, slack):
        found.append(
            (
                VALUE,
                f"{number.text} is recorded as {_brief(formula)}, which gives {_decimal(true)}; "
                "record the expression it was computed from",
            )
        )
    found += _rounding(number, true, slack)
    return tuple(found)


def _rounding(number: Shown, true: Value, slack: Value) -> Iterator[Found]:
    for form in (number.text, number.typst):
        digits = read_text(form)
        if digits is None:
            formula = constant(form)
            if formula is None:
                yield ROUNDING, f"“{form}” is not a number; make it with shown(…)"
            elif not (number.exact and _near(true, formula, Fraction(0))):
                yield ROUNDING, f"“{form}” is {_decimal(formula)}, not {_decimal(true)}"
            continue
        if number.exact:
            if not (_near(true, digits.value, Fraction(0))):
                yield (
                    ROUNDING,
                    f"{number.text} is shown as exact, but {_brief(number.quantity.expression)} "
                    f"is {_decimal(true)}: mark it ≈",
                )
        elif not rounded(digits, true, slack):
            yield (
                ROUNDING,
                f"{number.text} is no rounding of {_decimal(true)} to {digits.places} decimals; "
                "make the digits with shown(…)",
            )
        elif isinstance(true, Fraction) and not slack and digits.value == true:
            yield (
                ROUNDING,
                f"≈ {number.text} is exact: let it be shown with =",
            )


SPEECH = rule("numbers.speech", "a voice says the number that is shown", untrue=True)


def _misspoken(number: Shown, said: str) -> Found:
    return (
        SPEECH,
        f"{number.text} is said as “{said}”; make the words with shown(…)",
    )


def _tokens(text: str) -> list[str]:
    return re.findall(NUMBER, text)


def _near(a: Value, b: Value, slack: Value) -> bool:
    if isinstance(a, Fraction) and isinstance(b, Fraction) and isinstance(slack, Fraction):
        return abs(a - b) <= slack
    room = real(slack) + real(_SAME) * max(abs(real(a)), abs(real(b)))
    return bool(abs(real(a) - real(b)) <= room)


def _decimal(number: Value) -> str:
    return str(MPContext().nstr(real(number), 12))


def _brief(formula: str) -> str:
    return formula if len(formula) <= 60 else f"{formula[:59]}…"
