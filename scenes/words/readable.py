"""What is typeset on screen as plain text, for people who read about a picture: Δf/Δa = 4.001."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from unicodedata import normalize

from calculus.brackets import closing
from calculus.plain import plain_name
from scenes.look.markup import as_it_is, plain_of
from scenes.look.theme import Role

_SUPERSCRIPTS = str.maketrans("0123456789-n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ")
_SIGNS = {
    "dot": "·", "times": "×", "approx": "≈", "dif": "d", "dd": "d",
    "Delta": "Δ", "lim_": "lim ", "oo": "∞", "partial": "∂",
    **dict.fromkeys(("thin", "med", "thick", "quad", "wide"), " "),  # all spaces of Typst
}  # fmt: skip
_AS_IT_IS = re.compile(as_it_is("(.*?)"))
_KNOWN = "ꙮꙭ"  # letters that nobody uses stand for what needs no reading: both for a word
_STRAIGHT = "ꙩ"  # and for a d that is no ∂, whatever derivatives are written with
_LETTER = f"[A-Za-zΑ-ω{_KNOWN}]"
_WORD = rf"{_LETTER}{{2,}}\b(?!\()"
_COLOURED = "|".join(f"c{role}" for role in Role)
_CALL = re.compile(
    r'(?:#raw|op)\("(\w+)"\)|words\("([^"]*)"\)|"([^"]*)"|'
    rf"\b({_COLOURED}|abs|hat|sqrt|floor|root|upright)\((?:3, )?|\b(?:log_(10|2) )"
)
_FUNCTIONS: dict[str, Callable[[str], str]] = {
    "abs": lambda inner: f"|{inner}|",
    "hat": lambda inner: normalize("NFC", f"{inner}\N{COMBINING CIRCUMFLEX ACCENT}"),
    "floor": lambda inner: f"⌊{inner}⌋",
    "sqrt": lambda inner: f"√({inner})",
    "root": lambda inner: f"∛({inner})",
}
_SUBSCRIPTS = str.maketrans("012", "₀₁₂")


def readable(source: str, partial: bool = False) -> str:
    """Return Typst markup, as the stories write it, as plain text.

    Args:
        source: The markup, with formulas between dollar signs.
        partial: Whether derivatives are written with ∂.

    Example:
        >>> readable("$display((dif J)/(dif w) = lim_(Delta w -> 0) coutput(Delta J)/Delta w)$")
        'dJ/dw = lim (Δw → 0) ΔJ/Δw'
        >>> readable("Nudging $f(a) = 3 (a^2 - b c)$")
        'Nudging f(a) = 3(a² − bc)'
        >>> readable("$hat(y) = sigma(z)$")
        'ŷ = σ(z)'
        >>> readable("$sqrt(t)^2 + e^a b$")
        '(√(t))² + e^a · b'
    """
    return _read(plain_of(source), partial)


@lru_cache(4096)
def _read(source: str, partial: bool) -> str:
    source = source.replace("upright(d)", _STRAIGHT)
    known = iter(_AS_IT_IS.findall(source))
    text, *formulas = _AS_IT_IS.sub(_known, source).split("$")
    for index, part in enumerate(formulas):
        text += part if index % 2 else _formula(part, partial)
    text = re.sub("ꙮꙭ?", lambda _: _named(next(known), partial), text)
    return " ".join(text.split()).replace(_STRAIGHT, "d")


def _formula(source: str, partial: bool) -> str:
    if source.startswith("display("):
        source = source.removeprefix("display(").removesuffix(")")
    text = _unpacked(source)
    text = text.replace("\\/", "/").replace("->", "→").replace("-", "−")
    text = re.sub(r"[A-Za-z]+_?", lambda found: _word(found[0]), text)
    text = re.sub(rf"([dΔ∂{_STRAIGHT}]) (?=\w)", r"\1", text)
    text = re.sub(r"\(([\w∂]+)\)(?=/)|(?<=/)\(([\w∂]+)\)", lambda m: m[1] or m[2], text)
    text = re.sub(rf"(?<=[d∂{_STRAIGHT}]/)([d∂{_STRAIGHT}]\w+) ", "\\1\0", text)  # no product
    text = re.sub(r"\^(\d+|\w\b)", lambda m: _raised(m[1]), text)
    text = re.sub(r"\^\((−?\d+)\)", lambda m: _raised(m[1].replace("−", "-")), text)
    text = re.sub(r"(\^\w+) (?=[\w(√∛|])", "\\1\0·\0", text)  # not a part of the exponent
    text = re.sub(r"(?<=[\w²³)]) (?=[\w(√|])", "", _apart(text))
    return _named(text.replace("\0", " "), partial)


def _known(found: re.Match[str]) -> str:
    return _KNOWN if re.match(_WORD, found[1]) else _KNOWN[0]


def _named(text: str, partial: bool) -> str:
    """Name derivatives as the picture does."""
    return re.sub(r"\bd(?=\w?/d\w|\w(_\w+)?\b)", "∂", text) if partial else text


def _unpacked(source: str) -> str:
    """Take away colours and quotes, and write functions as people do."""
    text = ""
    while found := _CALL.search(source):
        text += source[: found.start()]
        if found[4]:
            end = closing(source, found.end(4))
            inner = _unpacked(source[found.end() : end])
            written = _FUNCTIONS.get(found[4], str)(inner)
            source = source[end + 1 :]
            is_base = written.startswith(("√", "∛")) and source.startswith("^")
            text += f"({written})" if is_base else written
        elif found[5]:
            text += f"log{found[5].translate(_SUBSCRIPTS)}"
            source = source[found.end() :]
        else:
            text += (found[1] or found[2] or found[3] or "").replace(" ", "\0")
            source = source[found.end() :]
    return text + source


def _word(word: str) -> str:
    name = word.removesuffix("_")
    return _SIGNS.get(word) or plain_name(name) + word[len(name) :]


def _raised(text: str) -> str:
    raised = text.translate(_SUPERSCRIPTS)
    return raised if raised != text else f"^{text}"


def _apart(text: str) -> str:
    """Keep the spaces that don't mean a product: around words, and after a limit."""
    return re.sub(rf"(?<={_LETTER}{{2}}) | (?={_WORD})", "\0", text)
