"""What people write that the grammar has another form for: signs, letters and functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from keyword import iskeyword
from types import MappingProxyType

from calculus.expression import CONSTANTS
from calculus.functions import ROWS, SYNONYMS
from calculus.limits import MAX_NAME

RAISED = "⇑"
"""Stands before an exponent that was written raised, and so ends where it ends."""

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ", "0123456789-n")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻ⁿ]+")
_FRACTIONS = {
    "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5",
    "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip
_MIXED = re.compile(rf"(\d+)([{''.join(_FRACTIONS)}])")
_SIGNS = {
    **dict.fromkeys("−–—﹣－", "-"), **dict.fromkeys("×·∙⋅•✕✖∗＊", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("[{⟨", "("), **dict.fromkeys("]}⟩", ")"), **dict.fromkeys("∣｜", "|"),
    "√": " sqrt ", "∛": " cbrt ", "⌊": " floor(", "⌋": ")", "\u00a0": " ", "\t": " ",
    "\u2009": " ", "\u202f": " ", "\n": " ",
}  # fmt: skip
_MODULES = re.compile(r"\b(?:math|np|numpy|torch|jnp|sympy|sp)\.(?=[A-Za-z])")

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("sec", "secant"), "1/cos({a})"),
        **dict.fromkeys(("csc", "cosec", "cosecant"), "1/sin({a})"),
        **dict.fromkeys(("cot", "cotan", "ctg", "cotg", "cotangent"), "cos({a})/sin({a})"),
        **dict.fromkeys(("sech",), "1/cosh({a})"),
        **dict.fromkeys(("csch", "cosech"), "1/sinh({a})"),
        **dict.fromkeys(("coth",), "1/tanh({a})"),
        **dict.fromkeys(("asinh", "arcsinh", "arsinh"), "ln({a} + sqrt({A}**2 + 1))"),
        **dict.fromkeys(("acosh", "arccosh", "arcosh"), "ln({a} + sqrt({a} - 1)*sqrt({a} + 1))"),
        **dict.fromkeys(("atanh", "arctanh", "artanh"), "ln((1 + {A})/(1 - {A}))/2"),
        **dict.fromkeys(("sine", "sen", "sinus"), "sin({a})"),
        **dict.fromkeys(("cosine", "cosinus"), "cos({a})"),
        **dict.fromkeys(("tangent", "tg"), "tan({a})"),
        **dict.fromkeys(("arctg", "atg"), "arctan({a})"),
        **dict.fromkeys(("arcsen", "arsin"), "arcsin({a})"),
        **dict.fromkeys(("sh",), "sinh({a})"),
        **dict.fromkeys(("ch",), "cosh({a})"),
        **dict.fromkeys(("th",), "tanh({a})"),
        **dict.fromkeys(("logistic", "expit"), "sigma({a})"),
        **dict.fromkeys(("silu", "swish"), "{A}*sigma({a})"),
        **dict.fromkeys(("heaviside",), "step({a})"),
        **dict.fromkeys(("signum",), "sign({a})"),
        **dict.fromkeys(("fabs", "absolute"), "abs({a})"),
        **dict.fromkeys(("ceil", "ceiling"), "-floor(-{A})"),
        **dict.fromkeys(("log1p",), "ln(1 + {a})"),
        **dict.fromkeys(("expm1",), "exp({a}) - 1"),
        **dict.fromkeys(("exp2",), "2**{A}"),
        **dict.fromkeys(("erfc",), "1 - erf({a})"),
        **dict.fromkeys(("logit",), "ln({A}/(1 - {A}))"),
        **dict.fromkeys(("square",), "{A}**2"),
        **dict.fromkeys(("cube",), "{A}**3"),
        **dict.fromkeys(("reciprocal",), "1/{A}"),
        **dict.fromkeys(("relu6",), "min(max(0, {a}), 6)"),
        **dict.fromkeys(("pow", "power"), "{A}**{B}"),
        **dict.fromkeys(("hypot",), "sqrt({A}**2 + {B}**2)"),
        **dict.fromkeys(("maximum",), "max({a}, {b})"),
        **dict.fromkeys(("minimum",), "min({a}, {b})"),
    }
)
"""Functions that the grammar lacks, in those that it has; A and B stand in parentheses."""

ELSEWHERE = {"arccot", "acot", "sinhc", "sinc"}
"""Functions of other names that must not be taken for misspelled ones."""

_GLUED = re.compile(rf"({'|'.join(sorted(SYNONYMS, key=len, reverse=True))})(\d+)([A-Za-z]?)")
_LETTER = re.compile(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?(\w+)$")


def keyboard(text: str) -> tuple[str, str]:
    """The text with what a keyboard has, and what was wrong, if anything.

    >>> keyboard("2π·x² − a^2")
    ('2 pi *x ⇑2  - a**2', 'is typed on a keyboard, without π')
    """
    wrong = ""
    strange = [one for one in text if not one.isspace() and _instead(one) != one]
    if strange:
        wrong = f"is typed on a keyboard, without {strange[0]}"
    if strange and strange[0] in "[{":
        wrong = f"has ( ) for every parenthesis, not {strange[0]}"
    text = _RAISED.sub(lambda run: f" {RAISED}{run[0].translate(_SUPERSCRIPTS)} ", text)
    text = _MIXED.sub(r"(\1+\2)", text)
    typed = "".join(map(_instead, text))
    if "^" in typed:
        typed, wrong = typed.replace("^", "**"), wrong or "writes a power with **, not ^"
    if module := _MODULES.search(typed):
        typed, wrong = _MODULES.sub("", typed), wrong or f"names functions without {module[0]}"
    return typed, wrong


def _instead(character: str) -> str:
    if _RAISED.match(character):
        return ""
    if character in _FRACTIONS:
        return f"({_FRACTIONS[character]})"
    if character in _SIGNS:
        return _SIGNS[character]
    if character.isascii() or character == RAISED:
        return character
    folded = unicodedata.normalize("NFKC", character)
    if folded != character:
        return "".join(map(_instead, folded))
    greek = _LETTER.match(unicodedata.name(character, ""))
    if greek is None or (greek[1] == "CAPITAL" and greek[2] in ("DELTA", "SIGMA")):
        return character
    name = greek[2].lower() if greek[1] == "SMALL" else greek[2].title()
    return f" {ALIASES.get(name, name)} "


ALIASES = {"lambda": "lam", "lamda": "lam", "Lamda": "Lam"}
"""Names that Python keeps for itself, or Unicode misspells."""


def taken_apart(name: str) -> tuple[str, str] | None:
    """A name that reads like a function of a number, as that function and its argument.

    >>> taken_apart("sin2x"), taken_apart("ln2"), taken_apart("log10"), taken_apart("x2")
    (('sin', '2*x'), ('ln', '2'), None, None)
    """
    parts = _GLUED.fullmatch(name)
    if parts is None or name in SYNONYMS or name in MEANINGS or ROWS[SYNONYMS[parts[1]]].several:
        return None
    return parts[1], "*".join(filter(None, parts.groups()[1:]))


def misspelled(name: str) -> str | None:
    """The function that a name differs from by one letter, if it is long enough to be sure.

    >>> misspelled("squrt"), misspelled("arcton"), misspelled("sinc"), misspelled("arccot")
    ('sqrt', 'arctan', None, None)
    """
    if len(name) < 5 or name in ELSEWHERE:
        return None
    close = {SYNONYMS[known] for known in SYNONYMS if len(known) > 3 and _one_apart(name, known)}
    return close.pop() if len(close) == 1 else None


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter too many, too few or wrong makes the difference, or two swapped."""
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def tidy_name(name: str) -> str:
    """A name that a variable may have, as near as possible to one that it may not.

    >>> [tidy_name(name) for name in ("α", "w_in_1", "__a", "2x", "höhe", "λ", "日", "", "sin")]
    ['alpha', 'w_in1', 'a', 'x2', 'hohe', 'lam', 'x1', 'x1', 'sin1']
    """
    typed = unicodedata.normalize("NFKD", "".join(map(_instead, name[:MAX_NAME])))
    plain = "".join(one for one in typed if not unicodedata.combining(one)).strip()
    first, *rest = [part for part in re.split(r"[^A-Za-z0-9]+", plain) if part] or [""]
    letters = first.lstrip("0123456789")
    tidy = letters + first[: len(first) - len(letters)] + ("_" + "".join(rest) if rest else "")
    tidy = tidy[:MAX_NAME].rstrip("_")
    tidy = ALIASES.get(tidy, tidy)
    if not tidy[:1].isalpha():
        return f"x{tidy.strip('_') or 1}"
    taken = tidy in SYNONYMS or tidy in CONSTANTS or iskeyword(tidy)
    return f"{tidy}1" if taken else tidy
