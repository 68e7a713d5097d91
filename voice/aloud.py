"""Plain text with formulas in it, as a voice says it: "v = 11.002" is "v equals eleven point …".

Sentences of lessons have words of their own for a voice. What is read off a picture has not.
"""

from __future__ import annotations

import re
import unicodedata

from calculus.vocabulary import Vocabulary

_LETTER = "[^\\W\\d_⁰¹²³⁴-⁹₀-₉]"  # Python's digits are 0 to 9 and what stands for them elsewhere
_NAME = f"{_LETTER}[\\d₀-₉]*"
_TOKEN = re.compile(
    f"(?P<slope>[d∂](?P<of>{_NAME})?/[d∂](?P<by>{_NAME}))"
    f"|Δ(?P<change>{_NAME})"
    r"|(?P<number>(?:(?<![\w).] )(?<![\w)])[−-])?\d+(?:[.,]\d+)?)"
    "|(?P<raised>⁻?[⁰¹²³⁴-⁹]+)"
    f"|(?P<word>{_LETTER}+[\\d₀-₉]*)"
    "|(?P<sign>.)",
    re.DOTALL,
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻₀₁₂₃₄₅₆₇₈₉", "0123456789-0123456789")
_MINUS = str.maketrans("−,", "-.")


def aloud(text: str, words: Vocabulary, speech: str = "") -> str:
    """Return a text in words, formulas included.

    Args:
        text: Plain text, as descriptions have it.
        words: Those of its language.
        speech: What is said elsewhere of the same things: where letters are said one by one
            there, as those of a product are, they are so here.

    Example:
        >>> from calculus.vocabulary import ENGLISH
        >>> aloud("A dot; f(2) = −4; u = 3(a + bc).", ENGLISH, "b c")
        'A dot; f of two equals minus four; u equals three times the quantity A plus b c.'
    """
    said, open_quantities = "", []
    for found in _TOKEN.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        if found["sign"] == "(":
            is_quantity = bool(re.search(r"[\d)]$", before))
            open_quantities.append(is_quantity)
            pattern = words.product.format("", words.quantity.format(""))
            said += f" {pattern} " if is_quantity else ""
        elif found["sign"] == ")":
            said += ", " if open_quantities and open_quantities.pop() else ""
        else:
            said += _said(found, after, words, speech)
    spaced = re.sub(r"\s+([,;.:?!])", r"\1", " ".join(said.split()))
    return re.sub(r",(?=[,;.:?!])", "", spaced)


def _said(found: re.Match[str], after: str, words: Vocabulary, speech: str) -> str:
    """Say a number, a name, a word or a sign."""
    if found["slope"]:
        of = _name(found["of"] or "", words)
        what = "" if of else words.of.format("", "")  # which then follows
        return f" {words.derivative.format(of, _name(found['by'], words))} {what} "
    if found["change"]:
        return f" {words.change.format(_name(found['change'], words))} "
    if found["number"]:
        return f" {words.decimal(found['number'].translate(_MINUS))} "
    if found["raised"]:
        power = int(found["raised"].translate(_DIGITS))
        named = {2: words.squared, 3: words.cubed}.get(power)
        return f"{named.format('') if named else words.power.format('', words.whole(power))} "
    if found["word"]:
        return _word(found["word"], after, words, speech)
    return _sign(found["sign"], words)


def _word(word: str, after: str, words: Vocabulary, speech: str) -> str:
    if word in words.functions and after.startswith("("):
        return f" {words.functions[word].format('')} "
    if re.fullmatch(_NAME, word):
        of = words.of.format("", "") if after.startswith("(") else ""
        is_word = re.match(f"['’]| {_LETTER}{{2}}", after)  # an article, in English and elsewhere
        return word if is_word else f" {_name(word, words)} {of} "
    apart = " ".join(_name(letter, words) for letter in word)
    is_formula = re.match(" ?[=≈]", after) and re.fullmatch(f"[d∂]{_LETTER}", word)
    return f" {apart} " if is_formula or f" {apart} " in f" {speech} " else word


def _sign(sign: str, words: Vocabulary) -> str:
    """Say a sign between two things; what no voice knows is left out."""
    patterns = {"+": words.sum, "−": words.difference, "/": words.quotient}
    patterns |= dict.fromkeys("·×", words.product)
    relations = {"=": words.equals, "≈": words.nearly, "→": ",", "√": words.functions["sqrt"]}
    known = patterns.get(sign) or relations.get(sign)
    if known is not None:
        return f" {known.format('', '')} "
    return sign if unicodedata.category(sign)[0] in "PZ" else " "


def _name(name: str, words: Vocabulary) -> str:
    """Say a name: a letter, perhaps Greek, perhaps with a number."""
    letter, number = name[:1], name[1:].translate(_DIGITS)
    called = unicodedata.name(letter, "") if letter else ""
    plain = called.split()[-1].lower() if called.startswith("GREEK") else letter
    return f"{words.name(plain) or plain} {words.whole(int(number)) if number else ''}".strip()
