"""The whole course as a Common Cartridge 1.1: pages and questions that learning systems import."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from publish import player
from publish.archive import files_in, pack
from publish.questions import qti12
from publish.questions.items import checksum, items
from publish.questions.markup import maker, titled, usable, write
from publish.scene import Scene
from publish.words import Words, words

CARTRIDGE = "course.imscc"
NAMESPACE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
ABOUT = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
_QUESTIONS = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
_SHARED = "shared-files"
_E = maker(NAMESPACE)
_L = maker(ABOUT, "lomimscc")


def make(scenes: Sequence[Scene], folder: Path) -> None:
    """Write ``course.imscc``.

    Args:
        scenes: The scenes, in this order.
        folder: Where it goes.
    """
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        package = Path(scratch)
        player.write_assets(package / "assets")
        shared = _resource(_SHARED, "webcontent", files_in(package / "assets"), package)
        resources, lessons = [shared], []
        for lesson, members in groupby(scenes, key=lambda scene: scene.folder):
            outline = _E.item(_E.title(""), identifier=f"lesson-{checksum(lesson.name)}")
            for scene in members:
                outline[0].text = titled(scene.record.heading)
                for entry, resource in _entries(scene, package):
                    outline.append(entry)
                    resources.append(resource)
            lessons.append(outline)
        write(_manifest(lessons, resources, _words_of(scenes)), package / "imsmanifest.xml")
        pack(package, folder / CARTRIDGE)


def _entries(scene: Scene, package: Path) -> list[tuple[Any, Any]]:
    """Write a scene's page and its questions; return each in the outline, and its resource."""
    record, place = scene.record, Path("pages", scene.folder.name, scene.name)
    name = checksum(scene.folder.name, scene.name)
    page = player.write_unit(scene, package / place, "../../../")
    others = [file for file in files_in(page.parent) if file != page]
    resource = _resource(f"page-{name}", "webcontent", [page, *others], package)
    resource.set("href", page.relative_to(package).as_posix())
    resource.append(_E.dependency(identifierref=_SHARED))
    found = [(_entry(record.title, resource), resource)]
    if asked := items(record):
        called = f"{record.title} – {words(record.language)('questions')}"
        file = package / "questions" / f"{name}.xml"
        write(qti12.assessment(f"quiz-{name}", called, asked), file)
        resource = _resource(f"questions-{name}", _QUESTIONS, [file], package)
        found.append((_entry(called, resource), resource))
    return found


def _entry(called: str, resource: Any) -> Any:
    known = resource.get("identifier")
    return _E.item(_E.title(titled(called)), identifier=f"item-{known}", identifierref=known)


def _resource(name: str, kind: str, files: Sequence[Path], package: Path) -> Any:
    listed = (_E.file(href=file.relative_to(package).as_posix()) for file in files)
    return _E.resource(*listed, identifier=name, type=kind)


def _manifest(lessons: Sequence[Any], resources: Sequence[Any], said: Words) -> Any:
    called = _L.string(usable(said("course")), language=said.language)
    return _E.manifest(
        _E.metadata(
            _E.schema("IMS Common Cartridge"),
            _E.schemaversion("1.1.0"),
            _L.lom(_L.general(_L.title(called))),
        ),
        _E.organizations(
            _E.organization(
                _E.item(*lessons, identifier="root"),
                identifier="course",
                structure="rooted-hierarchy",
            )
        ),
        _E.resources(*resources),
        identifier="manifest-course",
    )


def _words_of(scenes: Sequence[Scene]) -> Words:
    """Return the words of the language that all scenes are in, or else English ones."""
    languages = {scene.record.language for scene in scenes}
    return words(languages.pop() if len(languages) == 1 else "en")
