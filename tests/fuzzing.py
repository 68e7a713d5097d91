"""Random and hostile parameters, and what the stories make of them.

As a program it feeds hostile values to the parameters, with little memory to spare:
``python -m tests.fuzzing``.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from calculus.errors import LessonError, LessonWarning
from calculus.functions import SYNONYMS
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.derivative_table import DerivativeTableScene
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.settings import parameters
from tests.hostile import CODE, IN_PLACE, OTHERS, TEXTS
from tests.stories import STORIES

MOST_SECONDS = 2.0
SLOW_MACHINE = 2.0
"""How much slower than an ordinary machine one may be that runs the tests."""
MOST_BYTES = 500 * 2**20
LONGEST_MESSAGE = 1000


class TooSlowError(BaseException):
    """Not an `Exception`, so that nothing on the way takes it for a failed computation."""


def outcome(story: type[LessonScene], overrides: Mapping[str, Any]) -> str:
    """Resolve and compute a story, and say how that ended.

    Raises:
        AssertionError: It took too long, a message is not one line, or what was resolved
            cannot be written down and resolved again.
        Exception: Whatever it raised that is no `LessonError`.
    """
    try:
        with _quickly(overrides), warnings.catch_warnings():
            warnings.simplefilter("ignore", LessonWarning)  # a font that isn't there, say
            given, *_ = story.prepare(overrides)
    except LessonError as error:
        message = str(error)
    else:
        written = parameters.dump(given)
        assert parameters.dump(parameters.resolve(story, written)) == written
        return "computed"
    assert "\n" not in message, message
    assert len(message) < LONGEST_MESSAGE, message
    return "refused"


@contextmanager
def _quickly(overrides: Mapping[str, Any]) -> Iterator[None]:
    """Stop what takes too long on this processor, however busy the machine is."""

    def stop(*_: object) -> None:
        raise TooSlowError

    began = time.thread_time()
    previous = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SLOW_MACHINE * MOST_SECONDS)
    try:
        yield
    except TooSlowError:
        raise AssertionError(f"takes more than {MOST_SECONDS} s: {overrides!r:.500}") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, previous)
    # One long call into C cannot be stopped on the way.
    assert time.thread_time() - began < SLOW_MACHINE * MOST_SECONDS, f"{overrides!r:.500}"


# Random values.

_NUMBERS = st.sampled_from(
    [*"0123", "10", "0.1", "0.5", "1.1", "1/3", "0.001", "1e-9", "1e9", "1e-300", "1e300", "100"]
    + ["1000", "3.14159", "12345678901"]
)
_FUNCTIONS = st.sampled_from([*SYNONYMS])
_TOKENS = st.sampled_from(
    [*"abcefwxyz0123456789.,;=()[]+-*/^ _", "**", "pi", "sin(", "ln(", "1e", "f(a)", "J", "\0", "é"]
)


def formulas(names: str = "a", leaves: int = 12) -> st.SearchStrategy[str]:
    """Formulas that the grammar may accept, in some variables, with numbers of all sizes."""
    atoms = st.sampled_from(names) | _NUMBERS | st.sampled_from(["pi", "e"])

    def larger(smaller: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.tuples(smaller, st.sampled_from("+-*/"), smaller).map(
                "({0[0]} {0[1]} {0[2]})".format
            ),
            st.tuples(_FUNCTIONS, smaller).map("{0[0]}({0[1]})".format),
            st.tuples(smaller, smaller | _NUMBERS).map("({0[0]})**({0[1]})".format),
            smaller.map("(-{})".format),
        )

    return st.recursive(atoms, larger, max_leaves=leaves)


_GARBAGE = st.one_of(
    st.sampled_from([*TEXTS, *OTHERS]),
    st.tuples(st.sampled_from([*IN_PLACE.values()]), st.sampled_from(TEXTS)).map(
        lambda each: each[0].replace("{}", each[1])
    ),
    st.text(max_size=60),
    st.lists(_TOKENS, max_size=40).map("".join),
    st.integers(),
    st.floats(),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
        max_leaves=8,
    ),
)
_NUMBER = formulas("2", leaves=4) | _NUMBERS | st.floats(-1000, 1000) | st.integers(-1000, 1000)
_LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "function": formulas().map("f(a) = {}".format),
    "formulas": st.lists(formulas(leaves=6), min_size=1, max_size=7),
    "graph": st.one_of(
        formulas("abc", leaves=20).map("J = {}".format),
        st.lists(formulas("abcuvw", leaves=6), min_size=1, max_size=8).map(
            lambda steps: [f"{n} = {step}" for n, step in zip("uvwstrqJ", steps, strict=False)]
        ),
    ),
    "inputs": st.fixed_dictionaries(dict.fromkeys("abc", _NUMBER)),
    "number": _NUMBER,
    "numbers": st.lists(_NUMBER, min_size=1, max_size=6),
    "whole number": st.integers(1, 250),
}
"""For each kind of parameter, values that may work."""


def overrides(story: type[LessonScene]) -> st.SearchStrategy[dict[str, Any]]:
    """Values for some of a story's parameters: mostly ones that may work, now and then garbage."""
    known = parameters.describe(story)
    likely = st.fixed_dictionaries(
        {},
        optional={
            info.name: _LIKELY.get(info.kind, st.sampled_from([info.default, info.example]))
            for info in known
        },
    )
    garbage = st.dictionaries(st.sampled_from([info.name for info in known]), _GARBAGE, max_size=2)
    return st.one_of(likely, likely, st.builds(lambda some, more: some | more, likely, garbage))


# The program.

_FEW = NudgeScene, DerivativeTableScene, ChainRuleScene, LearningRatesScene
"""Stories that have every kind of parameter."""


def hostile(thorough: bool) -> Iterator[tuple[type[LessonScene], str, Any]]:
    """Yield stories, parameters of theirs and hostile values; one parameter of a kind, or all."""
    known: set[str] = set()
    for story in STORIES if thorough else _FEW:
        for info in parameters.describe(story):
            if info.kind in known and info.kind != "function" and not thorough:
                continue
            known.add(info.kind)
            form = IN_PLACE.get(info.kind, "{}")
            texts = [form.replace("{}", text) for text in TEXTS]
            for value in [*texts, *OTHERS, *(TEXTS if thorough else CODE)]:
                yield story, info.name, value


def main() -> None:
    """Feed hostile values to the parameters; say how many were refused and computed."""
    events = []

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("os.system", "os.exec", "subprocess.Popen", "socket.connect") or (
            event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+")
        ):
            events.append((event, arguments))

    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + MOST_BYTES, used + MOST_BYTES))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.addaudithook(hear)
    thorough = sys.argv[1:] == ["--thorough"]
    ends = [outcome(story, {name: value}) for story, name, value in hostile(thorough)]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert not events, events
    assert grown < MOST_BYTES, grown
    print(f"{ends.count('refused')} refused, {ends.count('computed')} computed")


if __name__ == "__main__":
    main()
