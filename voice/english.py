"""What voices have to be told of English: a variable called a is no article."""

from __future__ import annotations

import re

VARIABLE = re.compile(
    r"(?<=[^\s.?!]\s)A\b"
    r"|\bA(?=[.,:;?!]|$|\s(?:equals|is|plus|minus|times|over|squared|cubed|to)\b)"
)
"""A variable called a, which lines of speech write A: inside of a sentence the article is a small
letter, and at its start it is followed by none of these words."""
