"""Every story asks something that can be tried alone, and answers it from its own numbers."""

from __future__ import annotations

from typing import Any

import pytest

from record.questions import Question
from scenes.activation import ActivationScene
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.cross_entropy import CrossEntropyScene
from scenes.derivative import DerivativeScene
from scenes.derivative_table import DerivativeTableScene
from scenes.descent import DescentScene
from scenes.fit import FitScene
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.tangents import TangentScene
from scenes.telling.beats import Beat
from scenes.telling.written import questions
from tests.scenes.telling import tell

STORIES: list[tuple[type[LessonScene], dict[str, object]]] = [
    (NudgeScene, {"function": "f(a) = 3*a"}),
    (NudgeScene, {"function": "f(x) = 1/x", "points": "2", "nudges": "-0.01"}),
    (DerivativeScene, {}),
    (DerivativeScene, {"function": "J(w) = 3*w", "nudges": "0.1", "trials": "1, 2"}),
    (TangentScene, {}),
    (TangentScene, {"function": "f(x) = sin(x)", "points": "1/3", "nudges": "0.1"}),
    (DerivativeTableScene, {"functions": "w**2, w**3", "language": "es"}),
    (ActivationScene, {"activation": "relu", "points": "1", "language": "es"}),
    (FitScene, {"language": "es"}),
    (CrossEntropyScene, {"labels": "1, 1, 1, 0, 0", "language": "fr"}),
    (ChainRuleScene, {}),
    (ChainRuleScene, {"graph": "J = exp(a)*a", "inputs": "a=0.5", "language": "fr"}),
    (ChainRuleScene, {"graph": "J = a*b*c*d*(a + b)*(c + d)", "inputs": "a=1,b=2,c=3,d=4"}),
    (DescentScene, {"language": "es"}),
    (DescentScene, {"start": 0}),
    (DescentScene, {"learning_rate": "1/2", "steps": 1}),
    (LearningRatesScene, {}),
    (LearningRatesScene, {"function": "J(w) = (w - 2)**4", "start": "3.5", "steps": 2}),
]
IDS = [f"{scene.__name__}-{i}" for i, (scene, _) in enumerate(STORIES)]


def asked(scene: type[LessonScene], **given: object) -> dict[str, str]:
    """Every question of a story with its answer, as the record has them."""
    record = tell(scene, **given).beats_record("a lesson")
    return {one.question: one.answer for one in record.questions}


@pytest.mark.parametrize(("scene", "given"), STORIES, ids=IDS)
def test_every_question_is_answered_and_every_answer_was_asked_for(
    scene: type[LessonScene], given: dict[str, object]
) -> None:
    told = tell(scene, **given)
    record = told.beats_record("a lesson")
    listed = record.questions
    assert listed
    assert [one.beat for one in listed] == [
        beat.index for beat in told.beats if beat.kind == "question"
    ]
    answers = "".join(beat.text for beat in told.beats if beat.answers)
    assert "".join(one.answer for one in listed).replace(" ", "") == answers.replace(" ", "")
    for one in listed:
        assert one.question == record.beats[one.beat].text
        assert one.question.endswith("?")
        assert one.answered is not None
        assert one.answered > one.beat
        assert one.answer.startswith(record.beats[one.answered].text)


def test_questions_and_answers_follow_the_numbers() -> None:
    assert asked(NudgeScene, function="f(a) = a**3", points="1, 2", nudges="0.1") == {
        "Nudge a by 0.1. How far does f move?": "Along the height, f changes by 0.331.",
        "Now the same where a = 2. What will the quotient be?": (
            "Nudge by 0.1 again: the quotient is 12.61."
        ),
    }
    assert asked(DescentScene, start=-2, learning_rate="0.25") == {
        "A ball on J(w) = w² cannot see ahead. What does it feel, where w = −2?": (
            "The slope under the ball is −4."
        ),
        "With α = 0.25, the step is 1. Where does it lead from w = −2?": "The new w = −1.",
    }
    rates = asked(LearningRatesScene, learning_rates="0.5, 1.1")
    assert rates == {
        "The same valley, the same start, and 2 learning rates. Which of them arrive?": (
            "With α = 0.5, the ball lands on the minimum in a single step. "
            "With α = 1.1, the ball overshoots more each time, and escapes."
        )
    }


def beat(index: int, kind: Any = "action", answers: bool = False) -> Beat:
    text = f"Beat {index}."
    return Beat(index, index, index + 1, text, "", "", kind, cues=(), numbers=(), answers=answers)


def test_an_answer_belongs_to_the_last_question_before_it() -> None:
    beats = [
        beat(0, answers=True),  # nobody has asked anything
        beat(1, "question"),
        beat(2, "question"),
        beat(3),
        beat(4, answers=True),
        beat(5, answers=True),
    ]
    assert questions(beats) == (Question(2, "Beat 2.", "Beat 4. Beat 5.", answered=4),)
