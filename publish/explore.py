"""A figure that people move themselves: one HTML file that needs no network.

All numbers come from its table, as they are shown; its script draws, and looks them up.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from publish.embedded import typeface
from publish.formats import Format
from publish.player import FIGURE
from publish.scene import Scene
from publish.setting import pictures
from publish.templating import inline, render
from publish.words import words

_SCRIPTS = {
    "nudge": ("explore_curve.js",),
    "tangents": ("explore_curve.js",),
    "functions": ("explore_curve.js",),
    "descent": ("explore_steps.js", "explore_descent.js"),
    "surface": ("explore_steps.js", "explore_map.js"),
    "fit": ("explore_steps.js", "explore_map.js"),
    "chain": ("explore_chain.js",),
}
_PREFIX = "explore_"  # of its words
_FACES = {400: "Regular", 600: "Semibold"}


def make(scene: Scene, folder: Path, table: Mapping[str, Any]) -> None:
    """Write ``<Scene>.explore.html``.

    Args:
        scene: The scene.
        folder: Where it goes.
        table: Everything that the figure can show (`explore.tables.table`).
    """
    target = folder / f"{scene.name}{FIGURE}"
    target.write_text(document(scene, table), encoding="utf-8", newline="\n")


def document(scene: Scene, table: Mapping[str, Any]) -> str:
    """Return the page of a scene's figure, which needs no other file.

    Args:
        scene: The scene.
        table: Everything that the figure can show.
    """
    record = scene.record
    assert record.figure is not None
    said = words(record.language)
    labels = table["labels"]
    set_ = pictures((label["typst"] for label in labels.values()), record.figure.decimal)
    own = {
        key.removeprefix(_PREFIX): text
        for key, text in said.sentences.items()
        if key.startswith(_PREFIX)
    }
    plain = {key: label["plain"] for key, label in labels.items()}
    page = partial(
        render,
        "explore.html",
        record=record,
        language=record.language,
        words=said,
        colours=record.figure.colours,
        theme=record.parameters.get("theme", "dark"),
        glyphs=set_.glyphs,
        formulas=dict(zip(labels, set_.formulas, strict=True)),
        table={**table, "labels": plain, "words": own},
        kind=table["kind"],
        shows=scripts(table),
    )
    # What its script writes is made of what stands in it, too.
    characters = sorted(set(page(faces={})))
    return page(faces={weight: typeface(style, characters) for weight, style in _FACES.items()})


def scripts(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the scripts of a figure's page, one by one."""
    return inline("theme.js"), inline("explore.js", "explore_tree.js", *_SCRIPTS[table["kind"]])


def snippet(scene: Scene) -> str:
    """Return the HTML that shows a scene's figure inside another page."""
    title = html.escape(words(scene.record.language)("explore_of", title=scene.record.title))
    address = html.escape(f"{scene.name}{FIGURE}")
    return (
        f'<iframe src="{address}" title="{title}" style="width: 100%; height: 46rem; border: 0" '
        'loading="lazy"></iframe>'
    )


FORMAT = Format(
    make,
    "a figure to explore, in one HTML file",
    (f"<Scene>{FIGURE}",),
    "of scenes about nudges, tangents, descents, maps and graphs; needs no network",
    is_figure=True,
    embed=snippet,
)
