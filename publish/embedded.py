"""The typeface of the videos inside a page, with the characters that it needs."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from importlib.resources import as_file, files

from fontTools.subset import Options, Subsetter, load_font, save_font


def typeface(style: str, characters: Iterable[str]) -> str:
    """Return a font as base64 of WOFF.

    Args:
        style: "Regular" or "Semibold".
        characters: What it is to have.
    """
    options = Options(flavor="woff", hinting=False, layout_features=["kern", "lnum", "tnum"])
    made = io.BytesIO()
    part = Subsetter(options)
    part.populate(unicodes=map(ord, characters))
    with (
        as_file(files("font_source_sans_pro") / "files" / f"SourceSansPro-{style}.otf") as path,
        load_font(str(path), options) as font,
    ):
        part.subset(font)
        font["head"].modified = font["head"].created  # the same page, the same bytes
        save_font(font, made, options)
    return base64.b64encode(made.getvalue()).decode("ascii")
