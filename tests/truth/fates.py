"""What descents and balls are said to do, and when that is true.

A fact has to hold for the whole descent, far beyond what is shown. What only seems to be so has
to look like it in the steps that are shown, and must not turn out to be otherwise.
"""

from __future__ import annotations

from itertools import pairwise

from tests.truth.arithmetic import Real, Undefined, add, equal, real, sign
from tests.truth.curve import Descent
from tests.truth.said import Untrue, brief, require
from tests.truth.sentences import PHRASES, claims_nothing, does, in_english
from tests.truth.told import Told

claims_nothing(
    "it is a label, the short form of a sentence that is said with it",
    "crawls", "one step", "settles", "stops", "bounces", "bounces for ever", "comes back",
    "glides in", "escapes", "rolls on", "stays", "undecided",
)  # fmt: skip


def tells(told: Told, descent: Descent, phrase: str) -> None:
    """Make sure that a descent does what is said of it."""
    english = in_english(phrase, told.language)
    check = PHRASES.get(english)
    require(check is not None, f"nobody says what {english!r} claims")
    assert check is not None
    try:
        right = check(descent, told.steps_shown)
    except Undefined as error:
        raise Untrue(f"it {english}: {error}") from None
    if not right:
        walk = ", ".join(brief(place)[:12] for place in descent.walk[:5])
        raise Untrue(f"it {descent.fate} (α = {brief(descent.rate)}: {walk}, …), not: {english}")


_SEEN = 10**9  # times the start: farther away nobody sees which way it goes


# Facts.


@does("converges")
def _(descent: Descent, steps: int) -> bool:
    return descent.settles_at_minimum


@does("glides down to the minimum")
def _(descent: Descent, steps: int) -> bool:
    return descent.settles_at_minimum and _one_way(descent.moves(40))


@does("arrives in one step", "lands on the minimum in a single step")
def _(descent: Descent, steps: int) -> bool:
    return descent.arrives_after == 1 and descent.settles_at_minimum


@does("lands on a minimum in a single step")
def _(descent: Descent, steps: int) -> bool:
    return descent.arrives_after == 1 and descent.curve.is_minimum(descent.walk[1])


@does("lands on a maximum in a single step")
def _(descent: Descent, steps: int) -> bool:
    return descent.arrives_after == 1 and descent.curve.is_maximum(descent.walk[1])


@does("lands in a single step where the slope is zero")
def _(descent: Descent, steps: int) -> bool:
    return descent.arrives_after == 1


@does("comes to rest on a minimum")
def _(descent: Descent, steps: int) -> bool:
    return _rests(descent, steps) and descent.curve.is_minimum(descent.end)


@does("comes to rest on a maximum")
def _(descent: Descent, steps: int) -> bool:
    return _rests(descent, steps) and descent.curve.is_maximum(descent.end)


@does("comes to rest where the slope is zero")
def _(descent: Descent, steps: int) -> bool:
    return _rests(descent, steps)


def _rests(descent: Descent, steps: int) -> bool:
    """Whether it stands still after some steps, exactly."""
    arrived = descent.arrives_after
    return arrived is not None and 1 < arrived <= steps


@does("overshoots but settles", "overshoots, but settles")
def _(descent: Descent, steps: int) -> bool:
    return descent.settles_at_minimum and _alternates(descent.moves(12))


@does("cycles forever")
def _(descent: Descent, steps: int) -> bool:
    return descent.fate == "cycles"


@does("bounces back and forth for ever")
def _(descent: Descent, steps: int) -> bool:
    return descent.fate == "cycles" and _alternates(descent.moves(400)[-12:])


@does("comes by the same places again and again")
def _(descent: Descent, steps: int) -> bool:
    return descent.fate == "cycles" and not _alternates(descent.moves(400)[-12:])


@does("diverges")
def _(descent: Descent, steps: int) -> bool:
    return _escapes(descent)


@does("overshoots more each time, and escapes")
def _(descent: Descent, steps: int) -> bool:
    return _escapes(descent) and _alternates(descent.moves(12)) and _grow(descent.moves(12))


@does("rolls on and on, and never arrives")
def _(descent: Descent, steps: int) -> bool:
    return _escapes(descent) and _one_way(descent.moves(12))


@does("crawls down, in tiny steps, and arrives in the end")
def _(descent: Descent, steps: int) -> bool:
    if not (descent.settles_at_minimum and _one_way(descent.moves(40))):
        return False
    way = abs(real(add(descent.end, -descent.start)))
    return bool(abs(real(descent.moves(1)[0])) <= 0.1001 * way)


@does("stays where it is")
def _(descent: Descent, steps: int) -> bool:
    return descent.fate == "stays"


@does(
    "cannot go on, as the next step leads to where there is no slope",
    "stops: the next step leads to where there is no slope",
)
def _(descent: Descent, steps: int) -> bool:
    return descent.is_blocked and len(descent.walk) - 1 <= steps


# Appearances.


@does("appears to converge")
def _(descent: Descent, steps: int) -> bool:
    return _lies_still(descent) or not _turns_out(descent, "converges")


@does("seems to glide down")
def _(descent: Descent, steps: int) -> bool:
    settles = _lies_still(descent) or not _turns_out(descent, "converges")
    return settles and _one_way(_plain(descent, steps))


@does("appears to arrive in one step")
def _(descent: Descent, steps: int) -> bool:
    moves = descent.moves(steps)
    return len(moves) > 1 and bool(abs(real(moves[1])) < 1e-6 * abs(real(moves[0])))


@does("appears to overshoot but settle", "seems to overshoot, but settle")
def _(descent: Descent, steps: int) -> bool:
    alternates = _alternates(_tail(descent, steps))
    settles = _lies_still(descent) or not _turns_out(descent, "converges")
    return settles and (alternates or not _one_way(_plain(descent, steps)))


@does("appears to cycle forever")
def _(descent: Descent, steps: int) -> bool:
    return _alternates(_tail(descent, steps)) and not _turns_out(descent, "cycles")


@does("appears to diverge", "seems to escape")
def _(descent: Descent, steps: int) -> bool:
    sizes = [abs(real(move)) for move in _tail(descent, steps)]
    far = abs(real(descent.walk[: steps + 1][-1])) > 100 * max(1, abs(real(descent.start)))
    return bool(far or sizes[-1] > sizes[0]) and not _turns_out(descent, "diverges")


@does("seems to roll on and on")
def _(descent: Descent, steps: int) -> bool:
    return _one_way(_tail(descent, steps)) and not _turns_out(descent, "diverges")


@does("appears to stay where it is")
def _(descent: Descent, steps: int) -> bool:
    return bool(abs(real(descent.moves(1)[0])) < 1e-6)


@does("is undecided", "cannot be told from these steps")
def _(descent: Descent, steps: int) -> bool:
    return descent.fate not in ("stays", "blocked") and descent.arrives_after is None


@does("has not arrived yet", "is still on its way")
def _(descent: Descent, steps: int) -> bool:
    arrived = descent.arrives_after
    return (arrived is None or arrived > steps) and descent.fate != "stays"


_FATES = {
    "escapes": ("escape", "never arrives", "on and on"),
    "bounces": ("bounces", "again and again"),
    "does not move": ("stays",),
    "is blocked": ("stops",),
    "is on its way": ("on its way",),
    "comes to rest on a top": ("maximum",),
}


def fate(story: str) -> str:
    """What becomes of a ball, whatever the way it takes there."""
    found = (name for name, words in _FATES.items() if any(word in story for word in words))
    return next(found, "arrives")


def _tail(descent: Descent, steps: int) -> list[Real]:
    moves = descent.moves(steps)
    size = _SEEN * max(1, abs(real(descent.start)))
    moves = [move for move, at in zip(moves, descent.walk, strict=False) if abs(real(at)) < size]
    return moves[-max(3, len(moves) // 2) :]


def _plain(descent: Descent, steps: int) -> list[Real]:
    """Its steps that can be seen beside the longest one."""
    moves = descent.moves(steps)
    longest = max(abs(real(move)) for move in moves)
    return [move for move in moves if abs(real(move)) > longest / 100]


def _lies_still(descent: Descent) -> bool:
    """Whether it comes to rest on level ground, lower than it has started."""
    if descent.fate != "arrives":
        return False
    fallen = real(descent.curve.at(descent.end)) < real(descent.curve.at(descent.start))
    return fallen and descent.curve.bend(descent.end) == 0


def _turns_out(descent: Descent, fate: str) -> bool:
    """Whether in the long run something else becomes of it than it seems."""
    right = {fate, "unknown"} | ({"arrives"} if fate == "converges" else set())
    if fate == "diverges" and descent.fate == "blocked":
        return False
    if fate == "converges" and descent.fate in right and descent.fate != "unknown":
        return not descent.settles_at_minimum
    return descent.fate not in right


def _escapes(descent: Descent) -> bool:
    if descent.fate == "diverges":
        return True
    # Slowly: by steps that do not get shorter.
    moves = [abs(real(move)) for move in descent.moves(400)]
    steady = len(moves) > 100 and all(b >= a or equal(a, b) for a, b in pairwise(moves[20:]))
    return descent.fate == "unknown" and steady and _one_way(descent.moves(400))


def _one_way(moves: list[Real]) -> bool:
    signs = {sign(move) for move in moves} - {0}
    return len(signs) == 1


def _alternates(moves: list[Real]) -> bool:
    still = [move for move in moves if sign(move)]
    return len(still) > 1 and all(sign(a) * sign(b) < 0 for a, b in pairwise(still))


def _grow(moves: list[Real]) -> bool:
    sizes = [abs(real(move)) for move in moves]
    return len(sizes) > 0 and all(b > a for a, b in pairwise(sizes))
