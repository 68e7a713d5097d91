"""What can be wrong with rendered files."""

from __future__ import annotations


class PublishError(Exception):
    """Something cannot be published; the message says what, why, and what would help.

    What the system refuses (a full disk, a folder that isn't ours) is an ``OSError`` instead.
    """
