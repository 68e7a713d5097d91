"""Questions as GIFT, the text that Moodle reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.questions.items import Item
from publish.questions.markup import usable

_FEWEST_PAIRS = 3  # of a matching question; Moodle takes no fewer
_LONGEST_NAME = 200


def gift(title: str, items: Iterable[Item]) -> str:
    """Return questions as GIFT.

    An order is a question of matching places with steps; a card, which only its reader can judge,
    one to be answered in words.

    Args:
        title: What the questions are about.
        items: The questions.
    """
    said = [f"// {' '.join(title.split())}", *map(_written, items)]
    return "\n\n".join(said) + "\n"


def _written(item: Item) -> str:
    if item.kind == "order" and len(item.right) < _FEWEST_PAIRS:
        item = item.as_choice()
    name = f"{item.question[:_LONGEST_NAME]} {item.identifier}"
    lines = [
        f"// [id:{item.identifier}]",
        f"::{_escaped(name)}::[plain]{_escaped(item.question)}{{{_kind(item)}",
        *_answers(item),
        f"####{_escaped(item.answer)}",
        "}",
    ]
    return "\n".join(lines)


def _kind(item: Item) -> str:
    return "#" if item.decimal else ""


def _answers(item: Item) -> Iterator[str]:
    if item.kind == "number" and item.decimal:
        # Moodle reads decimals of any form itself.
        yield f"={item.decimal}:0{_told(item, '')}"
        for one in item.choices:
            if wrong := one.decimal:
                yield f"=%0%{wrong}:0{_told(item, one.key)}"
    elif item.kind == "number":
        yield from (f"={_escaped(form)}{_told(item, '')}" for form in item.forms)
        for one in item.choices:
            yield f"=%0%{_escaped(str(one.value))}{_told(item, one.key)}"
    elif item.kind == "choice":
        for one in item.choices:
            # The share of a wrong one keeps a "%" of its text from being one.
            mark = "=" if one.key in item.right else "~%0%"
            yield f"{mark}{_escaped(one.text)}{_told(item, one.key)}"
    elif item.kind == "order":
        steps = {one.key: one.text for one in item.choices}
        for place, key in enumerate(item.right, start=1):
            yield f"={place} -> {_escaped(steps[key])}"


def _told(item: Item, key: str) -> str:
    return f"#{_escaped(item.remark(key))}"


def _escaped(said: str) -> str:
    """Return a text in one line, in which nothing is a sign of GIFT."""
    return re.sub(r"([\\~=#{}:])", r"\\\1", " ".join(usable(said).split()))
