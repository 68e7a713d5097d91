"""Questions for learning systems: what a scene asks, with answers that are compared exactly.

Its `FORMAT` writes them as GIFT, QTI 1.2 and QTI 2.1. A scene that asks nothing makes no file.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from publish.archive import pack
from publish.formats import Format
from publish.questions import qti12, qti21
from publish.questions.gift import gift
from publish.questions.items import Item, items
from publish.questions.markup import identifier, maker, write
from publish.scene import Scene

_IMS = "http://www.imsglobal.org/xsd/imscp_v1p1"
_E = maker(_IMS)
_RESOURCES = {"qti12": "imsqti_xmlv1p2", "qti21": "imsqti_item_xmlv2p1"}
_TEST = "imsqti_test_xmlv2p1"


def make(scene: Scene, folder: Path) -> None:
    """Write ``<Scene>.gift.txt``, ``<Scene>.qti12.zip`` and ``<Scene>.qti21.zip``.

    Args:
        scene: The scene.
        folder: Where they go.
    """
    record = scene.record
    asked = items(record)
    if not asked:
        return
    text = gift(record.title, asked)
    (folder / f"{scene.name}.gift.txt").write_text(text, encoding="utf-8", newline="\n")
    for kind, fill in (("qti12", _fill_12), ("qti21", _fill_21)):
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            package = Path(scratch)
            kinds = fill(scene, asked, package)
            _write_manifest(identifier(kind, scene.name), kinds, package)
            pack(package, folder / f"{scene.name}.{kind}.zip")


FORMAT = Format(
    make,
    "the questions of a scene for learning systems: GIFT, QTI 1.2 and QTI 2.1",
    ("<Scene>.gift.txt", "<Scene>.qti12.zip", "<Scene>.qti21.zip"),
    "Moodle, Canvas, Blackboard and others take one of them",
)


def _fill_12(scene: Scene, asked: Sequence[Item], package: Path) -> dict[str, str]:
    """Write the files of a package; return what each of them is."""
    name = identifier("quiz", scene.name)
    write(qti12.assessment(name, scene.record.title, asked), package / "questions.xml")
    return {"questions.xml": _RESOURCES["qti12"]}


def _fill_21(scene: Scene, asked: Sequence[Item], package: Path) -> dict[str, str]:
    files = {f"items/{one.identifier}.xml": one for one in asked}
    for file, one in files.items():
        write(qti21.item(one), package / file)
    name = identifier("test", scene.name)
    test = qti21.test(name, scene.record.title, ((one, file) for file, one in files.items()))
    write(test, package / "test.xml")
    return {"test.xml": _TEST, **dict.fromkeys(files, _RESOURCES["qti21"])}


def _write_manifest(name: str, kinds: Mapping[str, str], package: Path) -> None:
    """Write what a package has; its first file needs all others."""
    resources = [
        _E.resource(_E.file(href=file), identifier=f"file-{i}", type=kind, href=file)
        for i, (file, kind) in enumerate(kinds.items())
    ]
    needed = (_E.dependency(identifierref=f"file-{i}") for i in range(1, len(resources)))
    resources[0].extend(needed)
    root = _E.manifest(
        _E.metadata(_E.schema("IMS Content"), _E.schemaversion("1.1.3")),
        _E.organizations(),
        _E.resources(*resources),
        identifier=name,
    )
    write(root, package / "imsmanifest.xml")
