"""Slips that courses on derivatives are known for are noticed; test_languages looks for them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

WRONG = tomllib.loads(Path(__file__).with_name("wrong.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """A text of any language, with points in numbers and hyphens for minus."""
    text = re.sub(r"(?<=\d),(?=\d)", ".", text.replace("−", "-").replace("\N{NO-BREAK SPACE}", " "))
    return " ".join(text.split())


def slips(text: str) -> list[str]:
    """The names of those that a text has."""
    return [name for name, one in WRONG.items() if re.search(one["pattern"], plain(text))]


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_is_noticed_and_what_is_right_is_not(name: str) -> None:
    for text in WRONG[name]["wrong"]:
        assert name in slips(text), text
    for text in WRONG[name]["right"]:
        assert slips(text) == [], text
