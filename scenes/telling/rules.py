"""The rules that every scene is checked for, by name; `checks` holds them up."""

from __future__ import annotations

from calculus.errors import LessonFileError
from calculus.names import unknown

RULES = {
    "numbers.value": "a number on record is what its expression gives",
    "numbers.rounding": "the digits shown are the value, correctly rounded, = or ≈ accordingly",
    "numbers.typed": "every digit shown or said belongs to a number on record or to a formula",
    "numbers.relation": "= stands between equal values, ≈ between rounded ones",
    "numbers.result": "the operands shown give the result shown",
    "numbers.speech": "a voice says the number that is shown",
    "claims.true": "what a sentence claims is so",
    "claims.missing": "a sentence that claims something carries its claim",
    "geometry.point": "points, dots and corners lie where the function has them",
    "geometry.slope": "tangents and secants have the slope of the function",
    "geometry.ball": "a ball touches the curve at its iterate and turns as it rolls",
    "geometry.step": "the arrow of a step is as long as the update",
    "geometry.edge": "an edge leads from its source to its target",
    "geometry.value": "a node shows its value and its gradient, at its place",
    "layout.overlap": "text covers at most a fifth of other text, and no line crosses it",
    "layout.outside": "everything lies in the safe area, above the captions",
    "layout.small": "text is set in 24 points or more",
    "layout.crowded": "at most four groups are shown at a time",
    "contrast.text": "text has a contrast of 4.5:1 to what lies behind it",
    "contrast.line": "lines and dots have a contrast of 3:1 to what lies behind them",
    "contrast.roles": "colours of different roles differ for every kind of colour vision",
    "contrast.flash": "nothing flashes more than three times a second",
    "reading.speed": "captions leave time to be read",
    "reading.lines": "captions have two lines of 42 letters, or 16 Chinese characters, at most",
    "reading.time": "a caption stays between 5/6 and 7 seconds",
    "reading.hold": "a result stands for two seconds",
    "reading.silent": "nothing is shown without a sentence",
    "reading.frozen": "no picture stands for more than 8 seconds",
}


def require(rule: str) -> None:
    """Make sure that there is a rule of a name.

    Raises:
        LessonFileError: There is none.
    """
    if rule not in RULES:
        raise unknown(LessonFileError, "rule", rule, RULES)
