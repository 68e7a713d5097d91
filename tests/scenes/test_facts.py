"""The facts of a scene: what type they have, and what others may know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

import pytest

from calculus.shown import shown
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.learning_rates import LearningRatesScene
from scenes.settings import parameters
from scenes.settings.parameters import FunctionParameter, Number, Parameters
from scenes.telling.subject import Knowable, Subject, subject_of
from tests.scenes.telling import tell
from tests.stories import STORIES


@dataclass(frozen=True)
class Height:
    value: Any


class Typed(LessonScene[Height]):
    function: FunctionParameter = "f(a) = a**2"
    at: Number = 3

    @classmethod
    def compute(cls, given: Parameters) -> Height:
        return Height(given.function.at(given.at))

    def construct(self) -> None:
        with self.beat("It is {v} high.", v=shown(self.facts.value)):
            pass


class Untyped(LessonScene):
    function: FunctionParameter = "f(a) = a**2"
    at: Number = 3

    def construct(self) -> None:
        with self.beat("It is at {v}.", v=shown(self.facts.at)):
            pass


def test_facts_may_have_a_type_or_be_the_parameters() -> None:
    assert tell(Typed, at=4).beats[0].text == "It is 16 high."
    assert tell(Untyped, at=4).beats[0].text == "It is at 4."
    assert parameters.names(Typed) == parameters.names(Untyped)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_facts_of_a_story_have_its_type_and_say_what_may_be_known(story: Any) -> None:
    (base,) = story.__orig_bases__
    given, _, facts = story.prepare({})
    assert isinstance(facts, get_args(base)[0])
    assert isinstance(facts, Knowable)
    subject = facts.known()
    names = [name for name, _ in subject.steps] if subject.steps else list(subject.functions)
    if names:  # some stories are about no function of one variable
        assert names[-1] == {"NudgeScene": "f", "ActivationScene": "a"}.get(story.__name__, "J")
    else:
        assert subject.written or not subject.functions
    assert subject_of(given, facts) == subject


def test_without_such_facts_the_functions_that_were_given_are_known() -> None:
    given, _, facts = Typed.prepare({"function": "g(x) = abs(x)"})
    functions = subject_of(given, facts).functions
    assert {name: (of.variable, of.body) for name, of in functions.items()} == {
        "g": ("x", "abs(x)")
    }


def test_a_graph_is_known_by_its_steps_its_inputs_and_its_nudge() -> None:
    _, _, facts = ChainRuleScene.prepare({"inputs": "a=1/3, b=3, c=2", "nudge": "0.01"})
    subject: Subject = facts.known()
    assert subject.steps == (("u", "b*c"), ("v", "a + u"), ("J", "3*v"))
    assert subject.inputs == {"a": "1/3", "b": "3", "c": "2"}
    assert subject.nudge == "1/100"


def test_a_descent_is_known_by_its_learning_rates() -> None:
    _, _, facts = LearningRatesScene.prepare({"learning_rates": "0.1, 1/3"})
    assert facts.known().rates == ("1/10", "1/3")
