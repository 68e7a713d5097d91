"""Codes of languages: two letters where people write them, three in video files."""

from __future__ import annotations

# ISO 639-1 and ISO 639-2/T, of languages that lessons may well be written in.
_PAIRS = (
    "ar-ara bg-bul bn-ben ca-cat cs-ces cy-cym da-dan de-deu el-ell en-eng eo-epo es-spa "
    "et-est eu-eus fa-fas fi-fin fr-fra ga-gle gl-glg he-heb hi-hin hr-hrv hu-hun hy-hye "
    "id-ind is-isl it-ita ja-jpn ka-kat kk-kaz ko-kor la-lat lt-lit lv-lav mk-mkd ms-msa "
    "nb-nob nl-nld nn-nno no-nor pl-pol pt-por ro-ron ru-rus sk-slk sl-slv sq-sqi sr-srp "
    "sv-swe sw-swa ta-tam th-tha tr-tur uk-ukr ur-urd vi-vie zh-zho"
)
_CODES = dict(pair.split("-") for pair in _PAIRS.split())


def three_letters(code: str) -> str:
    """Return the three letters (ISO 639-2) of a language.

    Args:
        code: A code such as "en" or "pt-BR".

    Example:
        >>> three_letters("pt-BR"), three_letters("deu"), three_letters("tlh-x")
        ('por', 'deu', 'tlh')
        >>> three_letters("xx")  # not known here: "undetermined"
        'und'
    """
    language = code.replace("_", "-").split("-")[0].lower()
    return language if len(language) == 3 else _CODES.get(language, "und")
