"""Whatever lesson anybody writes, its sentences and numbers are true; and lies are noticed.

``make fuzz`` tells thousands of lessons; here are a few, and lies that the oracle has to catch.
"""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.stories import BY_NAME
from tests.truth import hearing, record, sentences, telling
from tests.truth.lessons import lesson
from tests.truth.run import result
from tests.truth.said import Number, Untrue
from tests.truth.sentences import CLAIMS, Words
from tests.truth.told import Beat, Told

SEED, SAMPLE = 28, 3  # lessons that always are the same; more take too long here
STORIES = [*BY_NAME]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


@cache
def default(story: str, language: str = "en") -> Told:
    """A story as it is told with its own parameters."""
    return telling.told(story, {"language": language})[0]


def again(lesson: Told, beats: tuple[Beat, ...]) -> Told:
    """The same lesson with other beats, heard from the beginning."""
    return Told(lesson.story, lesson.given, beats, lesson.title, lesson.steps)


def faults(lesson: Told) -> list[hearing.Fault]:
    """What is false in a lesson, by the digits that do for a story's own parameters."""
    return hearing.hear(again(lesson, lesson.beats), more=()).faults


def retold(lesson: Told, place: int, **changes: object) -> Told:
    """A lesson in which one beat is another."""
    beats = [*lesson.beats]
    beats[place] = replace(beats[place], **changes)
    return again(lesson, tuple(beats))


@pytest.mark.parametrize("index", range(SAMPLE))
def test_a_random_lesson_is_true(index: int) -> None:
    found = result((SEED, index))
    assert found.faults == [], lesson(SEED, index).command


@pytest.mark.parametrize(
    ("story", "language"),
    [*((story, "en") for story in STORIES), *zip(STORIES, ["fr", "es"] * 6, strict=False)],
)
def test_a_story_with_its_own_parameters_is_true(story: str, language: str) -> None:
    assert faults(default(story, language)) == []


def test_somebody_says_what_every_sentence_of_the_catalogue_claims() -> None:
    assert [*sentences.unknown()] == []


def test_no_claim_is_about_a_sentence_that_is_no_longer_said() -> None:
    known = sentences.catalogue("en")
    old = [one for one in (*CLAIMS, *sentences.NOTHING, *sentences.PHRASES) if one not in known]
    assert [one for one in old if re.search(r"[a-z]{2}", re.sub(r"\{.*?\}", "", one))] == []


ONCE_WRONG = [
    (one["story"], one["given"])
    for one in tomllib.loads(
        (Path(__file__).parent / "truth" / "once_wrong.toml").read_text(encoding="utf-8")
    )["lesson"]
]


@pytest.mark.parametrize(("story", "given"), ONCE_WRONG)
def test_what_once_was_wrong_is_true(story: str, given: dict[str, str]) -> None:
    ended = telling.ended(story, given, audit=True)
    assert (ended.refused, ended.findings.faults) == (None, [])


# Lies.


def lied(text: str) -> str:
    """A caption with another digit in its last number."""
    found = [*re.finditer(r"(?<![\d⁻⁰¹²³⁴⁵⁶⁷⁸⁹])\d(?!\d*[.,]?\d*[⁰¹²³])", text)]
    last = found[-1]
    return f"{text[: last.start()]}{(int(last[0]) + 1) % 10}{text[last.end() :]}"


@pytest.mark.parametrize("story", STORIES, scope="module")  # told once for all of these
def test_a_wrong_number_in_a_caption_is_noticed_wherever_it_stands(story: str) -> None:
    told = default(story)
    places = []
    for place, beat in enumerate(told.beats):
        heard = sentences.recognised(beat.text, "en")[0]
        hints = CLAIMS.get(heard.template, (None, {}))[1]
        in_parts = (
            story in ("OrderScene", "TakeawayScene") and Words in hints.values() and beat.numbers
        )
        if Number in hints.values() or in_parts:
            places.append(place)
            lie = lied(beat.text)
            found = [one.kind for one in faults(retold(told, place, text=lie)) if one.said == lie]
            assert {*found} & {"sentence", "unknown"}, lie
    assert len(places) >= 3


@pytest.mark.parametrize("story", STORIES, scope="module")  # told once for all of these
def test_a_wrong_number_that_is_on_record_all_the_same_is_noticed(story: str) -> None:
    """A caption and its record may be wrong together: that is why the lesson is asked."""
    told = default(story)
    numbered = (i for i, b in enumerate(told.beats) if b.numbers and re.search(r"\d", b.text))
    place = next(numbered)
    beat = told.beats[place]
    text = lied(beat.text)
    number = re.findall(r"[\d.]+\d|\d", text)[-1]
    numbers = (*beat.numbers, (number, True, number, (), None))
    found = faults(retold(told, place, text=text, numbers=numbers))
    assert ("sentence", text) in {(one.kind, one.said) for one in found}


@pytest.mark.parametrize("story", STORIES, scope="module")  # told once for all of these
def test_a_wrong_number_on_record_is_noticed(story: str) -> None:
    told = default(story)
    for beat in told.beats:
        for i, (text, exact, *origin) in enumerate(beat.numbers):
            numbers = [*beat.numbers]
            numbers[i] = (lied(text), exact, *origin)
            assert [*record.recorded(replace(beat, numbers=tuple(numbers)))], (beat.text, text)


@pytest.mark.parametrize("story", STORIES, scope="module")  # told once for all of these
def test_a_voice_that_says_another_number_is_noticed(story: str) -> None:
    told = default(story)
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    lies = 0
    for beat in told.beats:
        match = re.search(rf"\b({'|'.join(words)})\b", beat.speech)
        if match:
            other = words[(words.index(match[1]) + 1) % 10]
            speech = beat.speech[: match.start()] + other + beat.speech[match.end() :]
            with pytest.raises(Untrue):
                record.voiced(beat.text, speech)
            lies += 1
    assert lies > 2


LIES = [
    # story, parameters, the sentence as it is told, the lie that is told instead
    ("NudgeScene", {}, "changes by 0.41", "Along the height, f changes by 0.0401."),
    ("NudgeScene", {}, "looks straight", "The line looks the same at every scale."),
    ("NudgeScene", {}, "excess over 4", "Every nudge gives 4: the triangle only changes its size."),
    ("NudgeScene", {}, "steeper where a = 5",
     "Drawn to one scale, the curve is steeper where a = 2: slope 4, not 10."),
    ("NudgeScene", {}, "steeper where a = 5",
     "Drawn to one scale, they look alike: the slope is 4 at each of these points."),
    ("NudgeScene", {}, "looks straight", "At this scale the curve still bends."),
    ("NudgeScene", {}, "it is easier to measure",
     "Magnified 2000 times, it is easier to measure."),
    ("NudgeScene", {}, "excess over 4", "Each of these nudges gives exactly the same: 4."),
    ("NudgeScene", {}, "derivative of a² is 2a",
     "Calculus has a formula for the slope: the derivative of a² is a²."),
    ("NudgeScene", {}, "A square of side 2",
     "Why? A square of side 2 gains two strips of 0.4 and a corner of 0.01."),
    ("NudgeScene", {}, "the numbers move",
     "Nudge a by only 0.1: the numbers move, the picture does not."),
    ("NudgeScene", {}, "bends away from it",
     "Move back out: the line stands still, and the curve still lies along it."),
    ("NudgeScene", {}, "bends away from it",
     "Move back out: nothing bends away, for a line is its own tangent."),
    ("DerivativeScene", {}, "J becomes 9.006001", "J becomes 9.0601: it goes up by 0.006001."),
    ("DerivativeScene", {}, "J becomes 9.006001", "J becomes 9.006001: it goes down by 0.006001."),
    ("DerivativeScene", {}, "J becomes 9.012004", "J becomes 9.012004: it goes up by 0.012."),
    ("DerivativeScene", {}, "That is 6.001 times", "That is exactly 6.001 times the nudge."),
    ("DerivativeScene", {}, "That is 6.001 times", "That is 6 times the nudge: roughly 6 to one."),
    ("DerivativeScene", {}, "is left over", "Not exactly: 0.000001 is missing."),
    ("DerivativeScene", {}, "is left over", "Not exactly: 0.00004 is left over."),
    ("DerivativeScene", {}, "With other nudges",
     "With other nudges the ratio is 7 with 1, 6.1 with 0.1 and 6.001 with 0.01."),
    ("DerivativeScene", {}, "The ratio is 6 plus",
     "Every nudge gives 6. Nothing is ever left over."),
    ("DerivativeScene", {}, "This number has a name",
     "This number has a name: the derivative of J with respect to w. Here it is 6.001."),
    ("DerivativeScene", {}, "Small ones all come out", "Try a nudge of your own: they all give 6."),
    ("TangentScene", {}, "one across is 6 up", "Along the tangent, one across is 6 down."),
    ("TangentScene", {}, "one across is 6 up", "Along the tangent, all is level."),
    ("TangentScene", {}, "Nudge w by 0.001 and J rises",
     "Nudge w by 0.001 and J falls by 0.006001: about 6 times as far."),
    ("TangentScene", {}, "Nudge w by 0.001 and J rises",
     "Nudge w by 0.001 and J rises by 0.006001: about 7 times as far."),
    ("TangentScene", {}, "Nudge w by 0.001 and J rises", "Nudge w by 0.001 and J does not move."),
    ("TangentScene", {}, "Nudge w by 0.001 and J rises",
     "Nudge w by 0.001 and J rises by 0.006001: 6 times as far."),
    ("TangentScene", {}, "Bring the second point closer",
     "Move the second point out, 0.1 away: the slope is 6.1."),
    ("TangentScene", {}, "That line is the derivative", "That line is the derivative: 3w."),
    ("TangentScene", {}, "the slope depends on",
     "One function, 3 points, and the same slope at all of them."),
    ("TangentScene", {}, "Put in what we know", "Put in what we know: it says 6, 5 and −6."),
    ("DerivativeTableScene", {}, "w³: from 8",
     "w³: from 8 to 8.012006001, a fall of 0.012006001."),
    ("DerivativeTableScene", {}, "The formula, 2w",
     "That is 4.001 times the nudge. The formula, w, says 4."),
    ("DerivativeTableScene", {}, "Steepest is", "Steepest is w², with the slope 4."),
    ("DerivativeTableScene", {}, "Steepest is",
     "They are equally steep, with slopes of size 12."),
    ("DerivativeTableScene", {}, "The formula says 1 everywhere",
     "That is exactly 2 times the nudge. The formula says 2 everywhere."),
    ("DerivativeTableScene", {}, "depends on the function",
     "Different rows, and one slope: here it does not depend on the function."),
    ("NotationScene", {}, "with respect to w", "The derivative with respect to w_1 is 6."),
    ("NotationScene", {}, "nudge w_2 instead",
     "Hold w_1 still and nudge w_2 instead, and it is 2."),
    ("NotationScene", {}, "How strongly does",
     "Hold all others still, and nudge w_1 alone. How strongly does J react?"),
    ("NotationScene", {}, "You will meet both",
     "Here we write it everywhere, too. The meaning is the same: a slope."),
    ("ActivationScene", {}, "squeezes every score",
     "The sigmoid squeezes every score between −1 and 1."),
    ("ActivationScene", {}, "In the middle",
     "Nowhere: the slope goes on rising, from almost 0 to almost 1."),
    ("ActivationScene", {}, "Calculus has a formula", "Calculus has a formula for it: σ(z)."),
    ("ActivationScene", {}, "area of a box",
     "So the slope is a unit square, without a square as wide as the output."),
    ("ActivationScene", {}, "comes close",
     "A nudge of 0.1 where z = 0 agrees: the ratio is about 0.249792."),
    ("CrossEntropyScene", {}, "examples, each",
     "5 examples, each with an input and a label. Here every label is 1."),
    ("CrossEntropyScene", {}, "is the average over",
     "The cost J is the average over all examples: about 0.693148."),
    ("CrossEntropyScene", {}, "average of error times input",
     "The derivative by w is the average of error times input: 0.4."),
    ("CrossEntropyScene", {}, "must grow", "Both are positive, so both parameters must shrink."),
    ("CrossEntropyScene", {}, "must grow",
     "The slope by b is 0, so b can stay. But w must grow."),
    ("CrossEntropyScene", {}, "A nudge agrees",
     "A nudge agrees: lower w by 0.001, and the ratio is about −0.399750."),
    ("ChainRuleScene", {}, "Nudge b a little",
     "Nudge b a little, and J moves 3 times as far as b. How?"),
    ("ChainRuleScene", {}, "The rectangle bc",
     "Now nudge b. The rectangle bc gains a strip as long as b: a local slope of 2."),
    ("ChainRuleScene", {}, "The rectangle bc",
     "Now nudge b. The sum bc gains just as much: a local slope of 2."),
    ("ChainRuleScene", {}, "To b: upstream 3", "To b: upstream 3 times local 3 is 9."),
    ("ChainRuleScene", {}, "To c: upstream 3",
     "c is used more than once: its contributions add up to 9."),
    ("ChainRuleScene", {}, "The nudge agrees",
     "The nudge came close: J moved 6 times as far as b; the gradient of b is 6."),
    ("ChainRuleScene", {}, "The nudge agrees",
     "The nudge agrees: J moved 6 times as far as b, the other way, and the gradient of b is 6."),
    ("ChainRuleScene", {}, "each of the others", "But that was one input. Must we run everything "
     "again for the other one?"),
    ("ChainRuleScene", {}, "runs forward, node",
     "A nudge of 0.001 runs forward, node by node, until J = 33."),
    ("DescentScene", {}, "As the slope shrinks",
     "The slope does not shrink, so the steps do not either, with the same α."),
    ("DescentScene", {}, "Go on, and it comes closer",
     "Go on, and it comes closer than 0.01 to the minimum after 25 steps."),
    ("DescentScene", {}, "In size that is below",
     "In size that is below 1, so it overshoots but settles: algebra, not luck."),
    ("DescentScene", {}, "In size that is below",
     "In size that is above 1, so it diverges: algebra, not luck."),
    ("DescentScene", {}, "Each step multiplies w by", "Each step multiplies w − 1 by 0.8."),
    ("DescentScene", {}, "so the step goes the other way",
     "Start at −3 instead: here the slope is 6."),
    ("SurfaceDescentScene", {}, "Along w_1 alone",
     "Along w_1 alone, the slope is −8. Along w_2 alone, it is −10."),
    ("SurfaceDescentScene", {}, "Straight against",
     "Straight against the gradient: the cost falls by 13 for each unit of way."),
    ("SurfaceDescentScene", {}, "the cost falls from 33",
     "To w_1 = −4 and w_2 = −1.2: the cost rises from 33 to 18.88."),
    ("SurfaceDescentScene", {}, "both factors are below",
     "Each step multiplies w_1 by 0.8 and w_2 by 0.6: only one factor is below 1 in size."),
    ("SurfaceDescentScene", {}, "both factors are below",
     "Each step multiplies w_1 by 0.6 and w_2 by 0.8: both factors are below 1 in size."),
    ("SurfaceDescentScene", {}, "enough to go down",
     "The same rule, but these steps are too long."),
    ("SurfaceDescentScene", {}, "Of all directions",
     "The valley is steep across and flat along, and the plain rule escapes. What would help?"),
    ("FitScene", {}, "The cost fell at every",
     "The cost did not fall at every step. With a learning rate below 4 it would."),
    ("FitScene", {}, "The cost fell at every",
     "The cost fell at every step. With a learning rate below 5 that is certain here."),
    ("StepSizesScene", {}, "Where w = 3, ", "Where w = 3, the slope is 6: the step is 0.6."),
    ("StepSizesScene", {}, "Where w = 2, ", "Where w = 2, all is level: no step."),
    ("StepSizesScene", {}, "The steepest places",
     "The steepest place takes the longest step. The learning rate never changed."),
    ("StepSizesScene", {}, "The steepest places",
     "Nowhere: all places are equally steep, so all steps are equally long."),
    ("StepSizesScene", {}, "Here a nudge",
     "Here a nudge comes out 5.999 times as large: moving w pays."),
    ("StepSizesScene", {}, "Here only 0.201", "Here nothing of the nudge comes out at all."),
    ("PauseScene", {}, "It is 6 plus",
     "It is 6 plus your nudge. With 0.1, for example, it is 6.01."),
    ("FlipCardsScene", {}, "moves by 0.006001", "J moves by 0.006: that is 6.001 times the nudge."),
    ("OrderScene", {}, "Next: divide", "Next: update. Here the ratio is 6.001."),
    ("OrderScene", {}, "Next: divide", "Next: divide. Here the ratio is 6."),
    ("TakeawayScene", {}, "At 3, w² has", "At 3, w² has the slope 6: 6 down for one step across."),
    ("TakeawayScene", {}, "For example", "For example, a² has the derivative a, a³ has the "
     "derivative 3a² and ln(a) has the derivative 1/a."),
    ("TakeawayScene", {}, "a nudge of 0.001", "At 3, a nudge of 0.001 moves w² by 0.006."),
    ("ChecklistScene", {}, "one call", "The derivative is one call. It gives w."),
    ("ChecklistScene", {}, "One step",
     "One step of descent takes the learning rate times 6 away: w becomes 3.6."),
    ("PipelineScene", {}, "False alarms: 1. Misses: 1.", "False alarms: 1. Misses: 0."),
    ("PipelineScene", {}, "False alarms: 0.",
     "Move the threshold to 0.7: no mistakes, on these examples."),
    ("OrderScene", {}, "It is: divide", "It is: shrink the nudge. After that: divide."),
    ("LearningRatesScene", {}, "With α = 1, ", "With α = 1, the ball overshoots, but settles."),
    ("LearningRatesScene",
     {"function": "J(w) = w**4", "start": "1.5", "learning_rates": "0.01, 0.2"},
     "With α = 0.2, ", "With α = 0.2, the ball seems to glide down."),
    ("LearningRatesScene",
     {"function": "J(w) = w**4", "start": "1.5", "learning_rates": "0.01, 0.2"},
     "With α = 0.01, ", "With α = 0.01, the ball seems to overshoot, but settle."),
    ("LearningRatesScene", {}, "With α = 1.1, ",
     "With α = 1.1, the ball glides down to the minimum."),
    ("LearningRatesScene", {}, "With α = 0.5, ",
     "With α = 0.5, the ball lands on a maximum in a single step."),
    ("LearningRatesScene", {}, "With α = 0.5, ", "With α = 0.5, the ball overshoots, but settles."),
    ("LearningRatesScene", {}, "With α = 0.9, ",
     "With α = 0.9, the ball lands on the minimum in a single step."),
]  # fmt: skip


@pytest.mark.parametrize(("story", "given", "begins", "lie"), LIES, ids=[lie for *_, lie in LIES])
def test_a_lie_is_noticed(story: str, given: dict[str, str], begins: str, lie: str) -> None:
    told = telling.told(story, given)[0] if given else default(story)
    place = next(i for i, beat in enumerate(told.beats) if begins in beat.text)
    found = faults(retold(told, place, text=lie))
    assert [one for one in found if one.said == lie and one.kind in ("sentence", "unknown")]
