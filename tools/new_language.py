"""Begin a language: ``python tools/new_language.py it``.

Writes its file in `scenes/words/languages` and its words in `publish/templates/words.toml`, all of
it in English still, to be translated line by line. Nothing is written of a language that is there
already, or that num2words doesn't know.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Mapping
from pathlib import Path

from num2words import CONVERTER_CLASSES

from scenes.words.language import codes
from scenes.words.translations import NEEDED

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ROOT / "scenes" / "words" / "languages"
WORDS = ROOT / "publish" / "templates" / "words.toml"


def of_lessons() -> str:
    """Return the file of a language that says everything in English, sorted as the Spanish one."""
    _, _, spanish = (LANGUAGES / "es.toml").read_text(encoding="utf-8").partition("[sentences]\n")
    sentences = re.sub(r'^("(?:[^"\\]|\\.)*") = .*$', r"\1 = \1", spanish, flags=re.MULTILINE)
    speech = {name: said for name, said in NEEDED["speech"].items() if name != "functions"}
    separator = {"decimal_separator": NEEDED["decimal_separator"]}
    functions = f"[speech.functions]\n{_lines(NEEDED['speech']['functions'])}"
    parts = _lines(separator), f"[speech]\n{_lines(speech)}", functions, f"[sentences]\n{sentences}"
    return "\n".join(parts)


def of_pages(code: str) -> str:
    """Return the words of pages under the code of a language, in English."""
    (english,) = re.findall(r"^\[en\].*?(?=^\[(?!en))", WORDS.read_text(encoding="utf-8"), _BLOCK)
    return f"\n{english.replace('[en', f'[{code}')}".rstrip() + "\n"


_BLOCK = re.MULTILINE | re.DOTALL


def _lines(table: Mapping[str, str]) -> str:
    lines = (f"{key} = {json.dumps(said, ensure_ascii=False)}\n" for key, said in table.items())
    return "".join(lines)


def main() -> None:
    """Write what a language needs, but for how its numbers are heard."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("code", help="its code in num2words, such as it")
    code = parser.parse_args().code
    if code not in CONVERTER_CLASSES:
        parser.error(f"{code!r} is no code of num2words: {', '.join(CONVERTER_CLASSES)}")
    if code in codes():
        parser.error(f"{code!r} is there already; there are {', '.join(codes())}")
    with (LANGUAGES / f"{code}.toml").open("x", encoding="utf-8") as file:
        file.write(of_lessons())
    with WORDS.open("a", encoding="utf-8") as file:
        file.write(of_pages(code))
    print(f"{code}.toml in {LANGUAGES.relative_to(ROOT)} and [{code}] in {WORDS.relative_to(ROOT)}")
    print(f"are in English still; python render.py nudge --check --language {code} says what is.")


if __name__ == "__main__":
    main()
