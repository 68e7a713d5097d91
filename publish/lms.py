"""Packages for learning management systems: SCORM 1.2, which nearly all of them take.

A lesson is a package, each of its scenes a unit of it (a SCO). A unit is completed when its last
chapter is reached, or the end of a video that has one chapter only. Its score is the share of its
questions that were answered right at first.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from publish import cartridge, player
from publish.archive import files_in, pack
from publish.formats import Format
from publish.questions.markup import identifier, titled
from publish.scene import Scene

MANIFEST = "imsmanifest.xml"
SUFFIX = ".scorm.zip"
IMS = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
_REPORTING = "scorm.js", "xapi.js"
_SHARED = "shared-files"


@dataclass(frozen=True)
class _Unit:
    """A scene in a package.

    Attributes:
        identifier: What the manifest calls it, an XML name.
        title: What people read.
        files: Its files, as the manifest names them; its page is the first.
    """

    identifier: str
    title: str
    files: tuple[str, ...]


def make(scenes: Sequence[Scene], folder: Path) -> None:
    """Write a package for each lesson, and a cartridge of all of them.

    Args:
        scenes: The scenes, in this order.
        folder: Where the packages go.
    """
    for _, members in groupby(scenes, key=lambda scene: scene.folder):
        lesson = list(members)
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            package = Path(scratch)
            _write(lesson, package)
            pack(package, folder / f"{lesson[0].folder.name}{SUFFIX}")
    cartridge.make(scenes, folder)


FORMAT = Format(
    make,
    "a SCORM 1.2 package of each lesson for learning systems, and a Common Cartridge of the course",
    (f"<lesson>{SUFFIX}", cartridge.CARTRIDGE),
    "Moodle, Canvas and others take them; the score and each answer are reported",
    is_of_course=True,
    shows=("explore",),
)


def manifest(lesson: str, title: str, units: Sequence[_Unit], shared: Sequence[str]) -> bytes:
    """Return the manifest of a package.

    Args:
        lesson: Name of the lesson.
        title: What people read.
        units: What there is to learn, in order.
        shared: The files that all of them use.
    """
    ET.register_namespace("", IMS)
    ET.register_namespace("adlcp", ADL)
    root = ET.Element(_ims("manifest"), {"identifier": identifier("manifest", lesson)})
    root.set("version", "1.0")
    about = ET.SubElement(root, _ims("metadata"))
    ET.SubElement(about, _ims("schema")).text = "ADL SCORM"
    ET.SubElement(about, _ims("schemaversion")).text = "1.2"
    course = identifier("course", lesson)
    courses = ET.SubElement(root, _ims("organizations"), {"default": course})
    outline = ET.SubElement(courses, _ims("organization"), {"identifier": course})
    ET.SubElement(outline, _ims("title")).text = titled(title)
    resources = ET.SubElement(root, _ims("resources"))
    for unit in units:
        names = {"identifier": f"item-{unit.identifier}", "identifierref": unit.identifier}
        item = ET.SubElement(outline, _ims("item"), names)
        ET.SubElement(item, _ims("title")).text = titled(unit.title)
        resource = _resource(resources, unit.identifier, "sco", unit.files)
        resource.set("href", unit.files[0])
        ET.SubElement(resource, _ims("dependency"), {"identifierref": _SHARED})
    _resource(resources, _SHARED, "asset", shared)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _write(lesson: Sequence[Scene], package: Path) -> None:
    """Write all files of a package into an empty folder."""
    player.write_assets(package / "assets", _REPORTING)
    units = []
    for scene in lesson:
        page = player.write_unit(scene, package / scene.name, "../", _REPORTING)
        place = page.parent
        files = [page, *(file for file in files_in(place) if file != page)]
        names = tuple(file.relative_to(package).as_posix() for file in files)
        units.append(_Unit(identifier("unit", scene.name), scene.record.title, names))
    shared = [file.relative_to(package).as_posix() for file in files_in(package / "assets")]
    (package / MANIFEST).write_bytes(
        manifest(lesson[0].folder.name, lesson[0].record.heading, units, shared)
    )


def _resource(
    resources: ET.Element, identifier: str, kind: str, files: Sequence[str]
) -> ET.Element:
    names = {"identifier": identifier, "type": "webcontent", f"{{{ADL}}}scormtype": kind}
    resource = ET.SubElement(resources, _ims("resource"), names)
    for file in files:
        ET.SubElement(resource, _ims("file"), {"href": file})
    return resource


def _ims(tag: str) -> str:
    return f"{{{IMS}}}{tag}"
