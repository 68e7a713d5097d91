"""What texts of a record need to stand in Markdown."""

from __future__ import annotations

import re

from publish.direction import marked


def escaped(text: str) -> str:
    r"""Return a text in one line in which nothing is Markdown, and which runs as its letters do.

    Example:
        >>> print(escaped("a*b < 3"))  # a product is no emphasis, a < no tag
        a\*b \< 3
        >>> print(escaped("1. That\n- is no list"))
        1\. That - is no list
    """
    line = marked(" ".join(text.split()))
    line = re.sub(r"([\\`*_\[\]<>|~$#]|&(?=#?\w+;))", r"\\\1", line)
    return re.sub(r"^(\d*)([-+=.)])", r"\1\\\2", line)  # what begins a list or a heading


def quoted(text: str) -> str:
    """Return a text in one line between quotation marks, for the block at the top of a file."""
    line = " ".join(text.split())
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
