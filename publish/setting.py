"""Formulas as pictures: set once, when a page is made, in the typefaces of the videos."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import as_file, files

import typst

_EM = 10  # points; pages give the pictures their size in ems of the text around them
_PREAMBLE = f"""\
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(size: {_EM}pt, font: "Source Sans Pro", top-edge: "bounds", bottom-edge: "bounds")
#show math.equation: set text(weight: 450)
"""
_COMMA = '#show regex("[0-9]+[.][0-9]+"): it => { show ".": ","; it }\n'
_SYMBOLS = re.compile(r"<symbol .*?</symbol>", re.DOTALL)
_OPENING = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')


@dataclass(frozen=True)
class Pictures:
    """Formulas as SVG.

    Attributes:
        glyphs: The outlines that all of them use, to stand once in the page.
        formulas: A picture for each, in the order given, in the colour of the text around it.
    """

    glyphs: str
    formulas: tuple[str, ...]


def pictures(sources: Iterable[str], decimal: str) -> Pictures:
    """Set formulas.

    Args:
        sources: Formulas for the math mode of Typst.
        decimal: What stands before decimals: "." or ",".
    """
    pages = "\n#pagebreak()\n".join(f"${source}$" for source in sources)
    document = _PREAMBLE + (_COMMA if decimal == "," else "") + pages
    with as_file(files("font_source_sans_pro") / "files") as folder:
        fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
        made = typst.compile(document.encode(), format="svg", font_paths=fonts)
    texts = [page.decode() for page in (made if isinstance(made, list) else [made])]
    glyphs = dict.fromkeys(glyph for text in texts for glyph in _SYMBOLS.findall(text))
    return Pictures("".join(glyphs), tuple(_alone(text) for text in texts))


def _alone(text: str) -> str:
    """Return a picture without its glyphs, as large as the text around it."""
    text = _SYMBOLS.sub("", text).replace("<defs></defs>", "").replace("#000000", "currentColor")
    return _OPENING.sub(_opening, text.replace("xlink:href", "href"), count=1)


def _opening(found: re.Match[str]) -> str:
    width, height = (float(size) / _EM for size in found.groups())
    box = " ".join(found.groups())
    style = f"width:{width:.3f}em;height:{height:.3f}em"
    return f'<svg class="formula" viewBox="0 0 {box}" style="{style}" aria-hidden="true">'
