"""Manim's configuration, changed for a while."""

from __future__ import annotations

import configparser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any

from manim import config
from manim._config.utils import ManimConfig


@contextmanager
def configured(options: Mapping[str, Any]) -> Iterator[None]:
    """Change some of Manim's configuration; afterwards all of it is as it was.

    Manim's own `tempconfig` sets the renderer each time, and with it the bases of hundreds of
    classes, upon which Python forgets what it has learnt about all of them.

    Args:
        options: New values, by name.
    """
    before = config.copy()
    _set(options)
    try:
        yield
    finally:
        _set(before)


def defaults() -> ManimConfig:
    """Return the configuration Manim itself comes with."""
    return _read().copy()


@cache
def _read() -> ManimConfig:
    parser = configparser.ConfigParser()
    parser.read_string((files("manim") / "_config" / "default.cfg").read_text(encoding="utf-8"))
    return ManimConfig().digest_parser(parser)


def _set(options: Mapping[str, Any]) -> None:
    # Manim's "quality" is another name for the size and the rate, and would change these.
    changed = {name: value for name, value in options.items() if name != "quality"}
    config.update({name: value for name, value in changed.items() if config[name] != value})
