"""XML as learning systems read it, in which every text is one that XML can hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from publish.direction import marked

_UNUSABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_TITLE = 200  # characters, by the schemas of IMS Content Packaging


def maker(namespace: str, prefix: str | None = None) -> Any:
    """Return what makes elements of a namespace, which a document calls by a prefix or none."""
    return ElementMaker(namespace=namespace, nsmap={prefix: namespace})


def usable(said: str) -> str:
    """Return a text that runs as its letters do, without what XML has no way to write."""
    return marked(_UNUSABLE.sub("", said))


def titled(said: str) -> str:
    """Return a text as a title, in a line, not longer than schemas allow."""
    line = " ".join(_UNUSABLE.sub("", said).split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def identifier(kind: str, name: str) -> str:
    """Return an XML name, which may hold letters of any language and not much else."""
    return kind + "-" + re.sub(r"[^\w.-]", "_", name)


def write(root: etree._Element, path: Path) -> None:
    """Write a document, with its declaration and a newline at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    etree.indent(root)
    path.write_bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n")
