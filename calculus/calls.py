"""A call of a function as people write it, in functions that the grammar has."""

from __future__ import annotations

import re

from calculus.brackets import bare
from calculus.functions import MOST_ARGUMENTS, ROWS, SYNONYMS
from calculus.slips import MEANINGS

_ATOM = re.compile(r"\w+(\.\d+)?|\w*\([^()]*\)")


class UncertainError(Exception):
    """A slip that may mean several things, or none.

    Attributes:
        rule: what is wrong.
        remedy: how to say what is meant.
    """

    def __init__(self, rule: str, remedy: str) -> None:
        """Keep both."""
        super().__init__(rule, remedy)
        self.rule = rule
        self.remedy = remedy


def called(name: str, arguments: list[str]) -> tuple[str, str]:
    """A function of its arguments in the grammar's notation, and what was wrong, if anything.

    Raises:
        UncertainError: where it has no such form.

    >>> called("log", ["x", "10"])[0], called("sec", ["2*x"])[0]
    ('log10(x)', '(1/cos(2*x))')
    """
    count = len(arguments)
    if name in MEANINGS:
        form = MEANINGS[name]
        if count != (2 if "{b}" in form.lower() else 1):
            raise UncertainError(f"has no function called {name}", f"it in {', '.join(ROWS)}")
        first, second = arguments[0], arguments[-1]
        text = form.format(a=first, A=held(first), b=second, B=held(second))
        return f"({text})", f"has no function called {name}"
    row = ROWS[SYNONYMS[name]]
    if SYNONYMS[name] == "ln" and count == 2:
        argument, base = arguments
        plain = base in ("10", "2")
        text = f"log{base}({argument})" if plain else f"(ln({argument})/ln({base}))"
        return text, f"has the natural logarithm under the name {name}, of one argument"
    if row.several and not 2 <= count <= MOST_ARGUMENTS:
        rule = f"gives {name} 2 to {MOST_ARGUMENTS} arguments, not {count}"
        raise UncertainError(rule, "what is compared, with commas between")
    if not row.several and count != 1:
        raise UncertainError(f"gives {name} one argument, not {count}", "the one that is meant")
    return f"{name}({', '.join(arguments)})", ""


def held(text: str) -> str:
    """A text that can be a factor or a base."""
    return text if _ATOM.fullmatch(text) or bare(text) != text else f"({text})"


def without_bars(text: str) -> str:
    """The formula with `abs` for bars; one that stands where an operand ends closes the last open.

    >>> without_bars("|a - |b||/2"), without_bars("|a|b|c|")
    ('abs(a - abs(b))/2', 'abs(a)babs(c)')
    """
    read = ""
    open_bars = [0]  # in each parenthesis
    ended = False
    for character in text:
        if character == "|" and ended and open_bars[-1]:
            open_bars[-1] -= 1
            read += ")"
            continue
        if character == "|":
            open_bars[-1] += 1
            read += "abs("
        else:
            read += character
        if character == "(":
            open_bars.append(0)
        elif character == ")" and len(open_bars) > 1:
            open_bars.pop()
        if not character.isspace():
            ended = character.isalnum() or character in "_.)"
    return read
