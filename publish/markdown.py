"""What texts of a record need to stand in Markdown."""

from __future__ import annotations

import re

from publish.direction import marked


def escaped(text: str) -> str:
    r"""Return a text in which nothing is Markdown, and which runs as its letters do.

    Example:
        >>> print(escaped("a*b < 3"))  # a product is no emphasis, a < no tag
        a\*b \< 3
    """
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", marked(text))


def quoted(text: str) -> str:
    """Return a text between quotation marks, for the block at the top of a file."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
