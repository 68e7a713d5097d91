"""What a language does to words where they meet: elision, contraction, signs set apart.

French says « d'alpha » and « du logarithme », Spanish "del seno" and "e igual". Fields of
sentences bring such words together, so it cannot be written down in the sentences. What a field
says decides, in captions too: « d'α », because that is said « d'alpha ».
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

_GREEK = re.compile(r"[\u0370-\u03ff]")
_LETTERS = re.compile(r"[^\W\d_\u0370-\u03ff]*")


@dataclass(frozen=True)
class Joint:
    """Words that change before others.

    Attributes:
        words: Each with what it becomes, the space after it included.
        before: A regular expression of what follows.
    """

    words: Mapping[str, str]
    before: str = ""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self.words))
        return re.compile(rf"\b({words}) (?={self.before})", re.IGNORECASE)

    def applied(self, text: str) -> str:
        """Return a text in which these words have changed.

        Example:
            >>> Joint({"de": "d'"}, "[aeiou]").applied("De alpha, de beta")
            "D'alpha, de beta"
        """
        return self._pattern.sub(self._changed, text)

    def _changed(self, found: re.Match[str]) -> str:
        word = found[1]
        new = self.words[word.lower()]
        return new.capitalize() if word[0].isupper() else new


@dataclass(frozen=True)
class Joints:
    """All of a language.

    Attributes:
        joints: What it does to words.
        signs: What it sets before some signs (and after «), such as a narrow no-break space.
    """

    joints: tuple[Joint, ...] = ()
    signs: Mapping[str, str] | None = None

    @classmethod
    def of(cls, joints: Sequence[Mapping[str, object]], signs: Mapping[str, str] | None) -> Joints:
        """Read what the file of a language says."""
        return cls(tuple(Joint(**one) for one in joints), signs)  # type: ignore[arg-type]

    def within(self, speech: str) -> str:
        """Return what a field says, with its own words joined."""
        for joint in self.joints:
            speech = joint.applied(speech)
        return speech

    def meet(self, literal: str, following: str) -> tuple[str, str]:
        """Return words and what follows them, joined.

        Example:
            >>> Joints((Joint({"de": "d'"}, "a"), Joint({"de el": "del "}))).meet("x de ", "alpha")
            ("x d'", 'alpha')
        """
        *_, last = re.split(r"(?=\b\w+ $)", literal)
        joined = self.within(last + following)
        head = literal[: len(literal) - len(last)]
        if joined.endswith(following):
            return head + joined.removesuffix(following), following
        return head, joined

    def lead(self, literal: str, text: str, speech: str) -> str:
        """Return words as they are written before a field.

        Args:
            literal: The words.
            text: How the field is written.
            speech: How it is said.
        """
        said, unchanged = self.meet(literal, speech)
        if unchanged != speech:
            return literal
        if text[:1].isdigit():  # Spanish has "7 u 8", French no apostrophe before figures
            return said if said.endswith(" ") else literal
        is_sign = _GREEK.match(text) is not None
        return said if is_sign or first_word(text) == first_word(speech) else literal

    def spaced(self, text: str, follows: bool = False, ends: bool = True) -> str:
        """Return a text with the space that belongs before some signs, on which no line breaks.

        Args:
            text: The text.
            follows: Whether something stands before it.
            ends: Whether nothing stands after it.
        """
        for sign, space in (self.signs or {}).items():
            if sign == "«":
                text = re.sub(r"«\s*(?=\S)", f"«{space}", text)
            else:
                before = r"(?<=[^\s:;?!«(])" + "|^" * follows
                after = r"[\s;:?!»).,]" + "|$" * ends
                pattern = rf"(?:{before})\s*{re.escape(sign)}(?={after})"
                text = re.sub(pattern, space + sign, text)
        return text


def first_word(text: str) -> str:
    """Return the letters that a text begins with, as small ones; Greek letters are signs."""
    return _LETTERS.match(text)[0].lower()  # type: ignore[index]
