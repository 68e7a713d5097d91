"""Random and hostile parameters, and what the stories make of them.

As a program it feeds every hostile value to every parameter, with little memory to spare:
``python -m tests.fuzzing``.
"""

from __future__ import annotations

import resource
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from calculus.errors import LessonError
from calculus.expression import FUNCTIONS
from scenes import parameters
from scenes.base import LessonScene
from scenes.chain_rule import ChainRuleScene
from scenes.descent import DescentScene
from scenes.learning_rates import LearningRatesScene
from scenes.nudge import NudgeScene
from scenes.tangents import TangentScene

STORIES = (NudgeScene, TangentScene, ChainRuleScene, DescentScene, LearningRatesScene)
MOST_SECONDS = 2.0
SLOW_MACHINE = 2.0
"""How much slower than an ordinary machine one may be that runs the tests."""
MOST_BYTES = 500 * 2**20
LONGEST_MESSAGE = 1000
CANARY = "canary"
"""The file that hostile values would make, if any were run as code."""

CODE = [
    f'__import__("os").system("touch {CANARY}")',
    f'open("{CANARY}", "w")',
    f'(lambda: open("{CANARY}", "w"))()',
    f'[open("{CANARY}", "w") for a in (1,)]',
    f"{{open('{CANARY}', 'w')}}",
    f"f\"{{open('{CANARY}', 'w')}}\"",
    f'(a := open("{CANARY}", "w"))',
    f"exec(\"open('{CANARY}', 'w')\")",
    f'().__class__.__base__.__subclasses__()[0].__init__.__globals__["open"]("{CANARY}", "w")',
    f"a.__class__.__init__.__globals__['open']('{CANARY}', 'w')",
    f"$(touch {CANARY})",
    f"`touch {CANARY}`",
    f"1; touch {CANARY}",
    f'1\nopen("{CANARY}", "w")',
    f'1 if open("{CANARY}", "w") else 2',
    f'print("a", file=open("{CANARY}", "w"))',
    "{0.__class__}",
    "%s%n",
    "'; DROP TABLE lessons; --",
    '" OR 1=1',
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "#import sys",
    "$ integral $",
]
TEXTS = [
    *CODE,
    "",
    " ",
    "\0",
    "a\0b",
    "\n",
    "\t1",
    "1\n2",
    "\\",
    "\ud800",
    "\u202e1+1",
    "١٢٣",
    "१२",
    "1٢",
    "½",
    "²",
    "ａ",
    "а**2",
    "ℯ",
    "日本語",
    "🙂",
    "e\u0301",
    "((((",
    "))))",
    "(" * 90 + "a" + ")" * 90,
    "(" * 500,
    "-" * 400 + "a",
    "sin(" * 50 + "a" + ")" * 50,
    "sqrt(" * 10 + "2" + ")" * 10,
    "a**" * 100 + "a",
    "9**9**9",
    "9**9**9**9**9",
    "(9**9)**9",
    "2**1000",
    "2**-1000",
    "2**1001",
    "a**a**a",
    "a**1000",
    "(a+1)**1000",
    "(a+1/3)**999*(a-1/7)**999",
    "((a**10+1)**10+1)**10",
    "1/(1/(1/(a-a)))",
    "exp(exp(exp(exp(a))))",
    "exp(10000)",
    "exp(a**5)",
    "ln(ln(ln(a)))",
    "sin(10**100)",
    "tan(pi/2)",
    "sqrt(2)**sqrt(2)**sqrt(2)",
    "sqrt(2+sqrt(3+sqrt(5+sqrt(7+sqrt(11)))))",
    "sqrt(a+sqrt(a+sqrt(a+sqrt(a))))",
    "(1+sqrt(2))**500",
    "(1+sqrt(2))**500 - (1+sqrt(2))**500",
    "sin(1)**2 + cos(1)**2 - 1",
    "exp(1)**1000",
    "pi**pi**pi",
    "abs(a)**a",
    "0**0",
    "0**-1",
    "0**a",
    "(-1)**0.5",
    "(-8)**(1/3)",
    "1/0",
    "0/0",
    "1e999999",
    "1e-999999",
    "1e999",
    "1e-999",
    "-1e300",
    "0.1e-300",
    "1e",
    "e1",
    "0x10",
    "0b1",
    "1_000",
    "1j",
    "01",
    "1.2.3",
    ".",
    "inf",
    "-inf",
    "nan",
    "None",
    "True",
    "a!",
    "factorial(99999)",
    "gamma(a)",
    "a%2",
    "a//2",
    "a@a",
    "a<b",
    "a and b",
    "not a",
    "~a",
    "a.b",
    "a[0]",
    "a,b",
    "*a",
    "**a",
    "f(f(a))",
    "lambda",
    "lambda: 1",
    "import",
    "S",
    "I",
    "E",
    "oo",
    "zoo",
    "9" * 400,
    "0." + "3" * 400,
    "0." + "9" * 4500,
    "1/" + "7" * 400,
    "+".join(["a"] * 100),
    "*".join(["(a+1)"] * 60),
    "*".join(["sin(a)"] * 50),
    "+".join(f"a**{n}" for n in range(60)),
    "1," * 20 + "1",
    "1," * 100_000,
    ";" * 100_000,
    "a=1," * 50_000,
    "x" * 1_000_000,
    "1" * 1_000_000,
    "(" * 1_000_000,
    "a+" * 500_000 + "a",
    "é" * 1_000_000,
    "u1 = a*a; " + "; ".join(f"u{n} = u{n - 1}*u{n - 1}" for n in range(2, 40)),
    "u1 = a+a; " + "; ".join(f"u{n} = u{n - 1}+u{n - 1}" for n in range(2, 15)),
    "u = v; v = u",
    "u = u",
    "u = a; u = b",
    "J = " + "+".join(f"x{n}" for n in range(60)),
]
VALUES: list[Any] = [
    *TEXTS,
    *(f"f(a) = {text}" for text in TEXTS),
    *(f"J = {text}" for text in TEXTS),
    *(f"a={text},b=1,c=1" for text in TEXTS),
    *(None, True, False, 0, -1, 10**400, 10**5000, -(10**30), 1e308, 5e-324, -0.0),
    *(float("inf"), float("nan"), 1j, b"1", date(2020, 1, 1), object, [], {}, (), [[]], [None]),
    *([1] * 100_000, [True], ["a"], [[1, 2]], {"a": 1}, {"a": None}, {1: 1}, {"": 1}, {"f": []}),
    *(["J = a"] * 100_000, {f"x{n}": 1 for n in range(10_000)}, Fraction(1, 10**5000), range(3)),
]


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
        with _quickly(overrides):
            given = parameters.resolve(story, overrides)
            story.compute(given)
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
_FUNCTIONS = st.sampled_from([*FUNCTIONS, "log", "sigmoid"])
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
    st.sampled_from(VALUES),
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


def main() -> None:
    """Feed every hostile value to every parameter; say how many were refused and computed."""
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
    ends = [
        outcome(story, {name: value})
        for story in STORIES
        for name in parameters.names(story)
        for value in VALUES
    ]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert not events, events
    assert grown < MOST_BYTES, grown
    print(f"{ends.count('refused')} refused, {ends.count('computed')} computed")


if __name__ == "__main__":
    main()
