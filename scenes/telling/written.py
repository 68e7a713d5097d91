"""What a scene leaves on record: its beats, with plain text of every number and formula in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calculus.plain import plain, plain_name, plain_of
from calculus.shown import Shown
from record import beats as record
from record.questions import Question
from scenes.telling.beats import Beat
from scenes.words.language import Language


def beats(
    told: Sequence[Beat], duration: float, language: Language, sounds: bool = False
) -> tuple[record.Beat, ...]:
    """Return the beats of a scene as they go on record.

    Args:
        told: All of them.
        duration: Seconds of the scene: what is played after the last beat belongs to it.
        language: What they are told in; plain text has its decimal separator.
        sounds: Whether motions are heard.
    """
    # Inputs are written as the story writes them: 0.001 rather than 1/1000.
    known = {
        str(number.quantity.value): number.text
        for beat in told
        for number in beat.numbers
        if number.exact
    }
    ends = [*(beat.start for beat in told[1:]), duration][: len(told)]
    return tuple(
        record.Beat(
            index=beat.index,
            start=beat.start,
            end=end,
            text=beat.text,
            speech=beat.speech,
            chapter=beat.chapter,
            kind=beat.kind,
            shown=beat.shown,
            description=beat.description,
            cues=beat.cues,
            numbers=tuple(_number(number, known, language) for number in beat.numbers),
            claims=tuple(claim.record() for claim in beat.claims),
            spoken=None if beat.sound is None else round(beat.spoken, 3),
            sounds=beat.sounds if sounds else (),
            teaches=beat.teaches,
        )
        for beat, end in zip(told, ends, strict=True)
    )


def questions(told: Sequence[Beat]) -> tuple[Question, ...]:
    """Return what a viewer can try alone: questions with their answers.

    A question is answered by all beats that say so before the next question is asked. One that
    nobody answers isn't listed.
    """
    asked: list[tuple[Beat, list[Beat]]] = []
    for beat in told:
        if beat.kind == "question":
            asked.append((beat, []))
        elif beat.answers and asked:
            asked[-1][1].append(beat)
    return tuple(
        Question(
            beat=question.index,
            question=question.text,
            answer=" ".join(beat.text for beat in answers),
            answered=answers[0].index,
            kind=answers[0].solution[0],
            options=answers[0].solution[1],
        )
        for question, answers in asked
        if answers
    )


def _number(number: Shown, known: Mapping[str, str], language: Language) -> record.Number:
    quantity, where = number.quantity, dict(number.quantity.where)
    value = str(quantity.value)
    origin = "" if quantity.given else plain(quantity.formula)
    inputs = ", ".join(
        f"{plain_name(name)} = {known.get(where[name]) or plain(expression)}"
        for name, expression in sorted(quantity.inputs.items())
    )
    texts = number.marked, plain_of(quantity.value), origin, inputs
    return record.Number(
        text=number.marked,
        exact=number.exact,
        rounding=number.rounding,
        value=value,
        expression=quantity.expression,
        where=where,
        error=None if quantity.error is None else str(quantity.error),
        plain=record.Plain(*map(language.decimals, texts)),
    )
