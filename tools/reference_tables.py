"""Make the tables in `docs` from what they tell of: ``python tools/reference_tables.py``.

With ``--print`` the tables go to standard output, and the pages stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import checks.inspector  # noqa: F401  # with it come all rules
from calculus.function import Function
from checks.rules import RULES
from engine.jobs import lessons
from engine.planning import starter
from publish.formats import FORMATS
from scenes import kit
from scenes.base import LessonScene
from scenes.picture import meaning, meaning_of_maps
from scenes.settings import parameters
from scenes.telling import (
    claims,
    claims_of_examples,
    claims_of_fits,
    claims_of_neurons,
    claims_of_surfaces,
)
from voice.built_in import BUILT_IN, SERVICES

DOCS = Path(__file__).resolve().parents[1] / "docs"


def table(*rows: Sequence[str]) -> str:
    """Return a table in Markdown; the first row is its head."""
    head, *others = (
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows
    )
    return "\n".join([head, "|---" * len(rows[0]) + "|", *others]) + "\n"


def of_parameters() -> str:
    """Tell of every parameter of every story, and of those they share."""
    rows = [("scene class", "parameter", "meaning", "default")]
    shared = parameters.names(LessonScene)
    stories = {
        story: f"`{starter.face(story, lesson)}.{story.__name__}`"
        for lesson in lessons.available()
        for story in starter.stories(lesson)
    }
    for story, name in {**stories, LessonScene: "every scene"}.items():
        for info in parameters.describe(story):
            if story is LessonScene or info.name not in shared:
                default = f"`{info.default}`" if info.default else ""
                rows.append((name, f"`{info.name}`", info.description, default))
                name = ""
    return table(*rows)


def of_rules() -> str:
    """Tell of every rule; those come first that scenes must not break to be drawn."""
    rows = [("rule", "what it asks for", "a scene that breaks it")]
    for rule in sorted(RULES.values(), key=lambda rule: (not rule.untrue, rule.name)):
        becomes = "is not drawn" if rule.untrue else "is drawn and told"
        rows.append((f"`{rule.name}`", rule.says, becomes))
    return table(*rows)


def of_formats() -> str:
    """Tell of every format, and where in the folder of videos it goes."""
    rows = [("format", "what it makes", "where, in `out/`")]
    for name, one in FORMATS.items():
        first, *others = one.makes
        where = [first if one.is_of_course else f"<lesson>/{first}"]
        where += [made.removeprefix("<Scene>") for made in others]
        said = "; ".join(filter(None, (one.says, one.more)))
        rows.append((f"`{name}`", said, ", ".join(f"`{made}`" for made in where)))
    return table(*rows)


def of_voices() -> str:
    """Tell of every voice, and what can be set of it."""
    rows = [("`--voice`", "who speaks")]
    for name, one in BUILT_IN.items():
        says = f"{one.says}. `{one.example}`" if one.settings else one.says
        rows.append((f"`{name if one.settings else one.example}`", says))
    return table(*rows, ("`gtts`, `azure`, `openai`, …", SERVICES))


def of_calculus() -> str:
    """Tell what `scenes.kit` hands out of calculus, and what a function can do."""
    rows = [("name", "what it is")]
    offered = [name for name in kit.__all__ if _room(getattr(kit, name)) == "calculus"]
    for name in offered:
        rows.append((f"`{name}`", _line(getattr(kit, name))))
        if name == "Function":
            rows += [(f"`Function.{one}`", _line(getattr(Function, one))) for one in _USED]
    return table(*rows)


def of_meanings() -> str:
    """Tell of everything that a figure can claim to show, and what each takes."""
    return _of_kinds("figure", meaning.Meaning, meaning, meaning_of_maps)


def of_claims() -> str:
    """Tell of everything that a sentence can claim, and what each takes."""
    modules = claims, claims_of_surfaces, claims_of_neurons, claims_of_examples, claims_of_fits
    return _of_kinds("claim", claims.Claim, *modules)


def _of_kinds(called: str, base: type, *modules: ModuleType) -> str:
    kinds = [
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, base) and one is not base
        if one.__module__ == module.__name__  # else it is only used there
    ]
    rows = [(called, "what it says", "what it takes")]
    for kind in kinds:
        parts = ", ".join(f"`{part.name}`" for part in fields(kind) if part.name != "plot")
        rows.append((f"`{kind.__name__}`", _line(kind), parts))
    return table(*rows)


_USED = "parse", "at", "derivative_at", "derivative", "sample", "sample_at", "symbolic", "symbol"


def _room(thing: object) -> str:
    return str(getattr(thing, "__module__", "")).partition(".")[0]


def _line(thing: object) -> str:
    return (thing.__doc__ or "").partition("\n")[0]


TABLES = {
    "lessons.md": {"parameters": of_parameters},
    "checks.md": {"rules": of_rules},
    "publishing.md": {"formats": of_formats},
    "rendering.md": {"voices": of_voices},
    "recipes/README.md": {"calculus": of_calculus, "meanings": of_meanings, "claims": of_claims},
}
"""Which page has which tables, and what makes each, by the name that its markers have."""


def filled(page: Path) -> str:
    """Return a page with each of its tables between its markers.

    Raises:
        ValueError: The markers are not there.
    """
    text = page.read_text(encoding="utf-8")
    for name, made in TABLES[page.relative_to(DOCS).as_posix()].items():
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not (found and closed):
            raise ValueError(f"{page.name} has no {begin.strip()} … {end.strip()}")
        text = f"{before}{begin}\n{made()}\n{end}{after}"
    return text


def main() -> None:
    """Write the tables into their pages, or print them."""
    if sys.argv[1:] == ["--print"]:
        every = (made() for page in TABLES.values() for made in page.values())
        print("\n".join(every), end="")
        return
    for name in TABLES:
        (DOCS / name).write_text(filled(DOCS / name), encoding="utf-8")


if __name__ == "__main__":
    main()
