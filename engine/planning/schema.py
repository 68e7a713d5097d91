"""The JSON Schema of a file of parameters, for editors that complete and check while one types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from engine.planning.catalogue import SceneInfo
from engine.planning.params import LONGEST_VARIANT

# Letters of any script, for JavaScript and Python alike: everything but ASCII's other signs. An
# accent may be a character of its own here, which it no longer is when letters are counted.
_OTHERS = r"\u0000-,./:-@\[-^`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf"
_VARIANT = rf"^[^{_OTHERS}]{{1,{4 * LONGEST_VARIANT}}}$"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(scenes: Sequence[SceneInfo]) -> dict[str, Any]:
    """Return the schema of a file of parameters for some scenes.

    Args:
        scenes: The scenes; their names are those of the command line, ``nudge:NudgeLine``.
    """
    by_lesson: dict[str, dict[str, Any]] = {}
    by_name: dict[str, list[dict[str, str]]] = {}
    definitions = {}
    for info in scenes:
        lesson, _, scene = info.name.partition(":")
        key = f"{lesson}.{scene}"
        reference = {"$ref": f"#/$defs/{_pointed_at(key)}"}
        definitions[key] = _scene(info, reference["$ref"])
        by_lesson.setdefault(lesson, {})[scene] = reference
        by_name.setdefault(scene, []).append(reference)
    return {
        "$schema": DIALECT,
        "title": "Parameters of lessons",
        **_table(
            # A scene goes before a lesson of the same name.
            {lesson: _table(inner) for lesson, inner in by_lesson.items()}
            | {scene: {"anyOf": references} for scene, references in by_name.items()}
        ),
        "$defs": definitions,
    }


def _pointed_at(key: str) -> str:
    """Write a key as it stands in a JSON Pointer in a URI."""
    return quote(key.replace("~", "~0"))  # no key has a slash


def _scene(info: SceneInfo, reference: str) -> dict[str, Any]:
    parameters = {
        each.name: {
            "description": each.description,
            "default": each.default,
            "examples": [each.example],
            **each.schema,
        }
        for each in info.parameters
    }
    same = {name: {"$ref": f"{reference}/properties/{name}"} for name in parameters}
    variants = {
        "type": "object",
        "description": "More videos of the scene; each states what is different.",
        "propertyNames": {"pattern": _VARIANT},
        "additionalProperties": _table(same),
    }
    return {"description": info.summary, **_table(parameters | {"variant": variants})}


def _table(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}
