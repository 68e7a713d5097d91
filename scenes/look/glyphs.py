"""Which font to take for characters that the chosen one lacks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from calculus.errors import ParameterError
from scenes.look.typesetting import NoGlyph, Typefaces, fonts, typeset

# What fonts of Noto are called for some first words of characters' names.
_NOTO = {"CJK": "CJK SC", "HIRAGANA": "CJK JP", "KATAKANA": "CJK JP", "HANGUL": "CJK KR"}
_MOST = 20  # characters that a message names
_REGULAR = "normal", 400  # style and weight


def refusal(source: str, definitions: str, typefaces: Typefaces) -> ParameterError:
    """Say which characters of a text its fonts lack, and which font of this machine has them.

    Args:
        source: Typst markup that cannot be set.
        definitions: Typst definitions it uses.
        typefaces: The fonts it was to be set in.
    """
    missing = [one for one in dict.fromkeys(source) if not _can_set(one, typefaces)]
    names = " ".join(missing[:_MOST]) or source  # what is joined may be missing, its parts not
    rule = f"is a font that has the characters {names}"
    for family in _families(missing):
        other = replace(typefaces, text=family)
        try:
            typeset(source, definitions, other)
        except NoGlyph:
            continue
        return ParameterError("text_font", rule, typefaces.text, f'text_font = "{family}"')
    return ParameterError("text_font", rule, typefaces.text, _to_install(missing))


def _can_set(character: str, typefaces: Typefaces) -> bool:
    if character.isascii():
        return True
    try:
        typeset(f'#"{character}"', typefaces=typefaces)
    except NoGlyph:
        return False
    return True


def _to_install(missing: Iterable[str]) -> str:
    """Return a font that can be had for some characters, or what to do if there is none."""
    letters = [one for one in missing if unicodedata.category(one)[0] in "LM"]
    if not letters:
        return "words instead of these signs"
    family = _noto(letters)
    return f'text_font = "{family}", once that is installed (fonts.google.com/noto)'


def _noto(letters: Iterable[str]) -> str:
    scripts = [unicodedata.name(one, "").split(" ")[0] for one in letters]
    # Chinese characters are in the fonts of Japanese as well.
    first = next((script for script in scripts if script != "CJK"), "CJK")
    return f"Noto Sans {_NOTO.get(first, first.title())}"


def _families(characters: Iterable[str]) -> Iterator[str]:
    """Yield the families on this machine that have some characters, the plainest first."""
    wanted = {ord(one) for one in characters}
    noto = _noto(characters)
    regular = {
        font.family: (Path(font.path), font.index)
        for font in fonts(system=True).fonts()
        if font.path and (font.style, font.weight) == _REGULAR
    }
    for family in sorted(regular, key=lambda one: (one != noto, "Sans" not in one, one)):
        if wanted <= _characters(*regular[family]):
            yield family


@lru_cache(maxsize=512)
def _characters(path: Path, index: int) -> frozenset[int]:
    """Return the characters a font has; none of one that cannot be read."""
    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (OSError, TTLibError):
        return frozenset()
