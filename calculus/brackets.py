"""Brackets in texts: where one is closed, and a text without those around the whole of it."""

from __future__ import annotations


def closing(text: str, start: int = 0, pairs: str = "()") -> int:
    """Where the bracket at a place is closed; the text's length if it never is.

    >>> closing("f(a(b)) + (c)", 1)
    6
    """
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in pairs[::2]) - (text[place] in pairs[1::2])
        if depth == 0:
            return place
    return len(text)


def bare(text: str, pairs: str = "()") -> str:
    """The text without the brackets around the whole of it, if there are any.

    >>> bare("(a + b)"), bare("(a)*(b)"), bare("[2, 5]", "()[]")
    ('a + b', '(a)*(b)', '2, 5')
    """
    opened, closed = text[:1], text[-1:]
    if not opened or opened + closed not in (pairs[:2], pairs[2:]):
        return text
    return text[1:-1] if closing(text, 0, pairs) == len(text) - 1 else text
