"""Word papers (.docx): paragraphs with their automatic numbers, tables by row, heading styles.

The package is opened as a zip and only its own text, styles and numbering are parsed, without entities,
external DTDs or links; nothing outside the file is touched.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from kg.documents.archive import BROKEN, member
from kg.documents.extract import Extract
from kg.documents.numbering import Numbering
from kg.documents.wordxml import W, attribute, parse
from kg.errors import DocumentError

MAIN = "word/document.xml"
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}rPr", f"{W}pPr", f"{W}instrText"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}


def read(data: bytes, name: str) -> Extract:
    """Return the paper in a .docx file; raise DocumentError where the package is broken or holds no text."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            body = parse(member(package, package.getinfo(MAIN), name), name)
            styles = (
                parse(member(package, package.getinfo("word/styles.xml"), name), name)
                if "word/styles.xml" in names
                else None
            )
            numbers = (
                parse(member(package, package.getinfo("word/numbering.xml"), name), name)
                if "word/numbering.xml" in names
                else None
            )
    except BROKEN as error:
        raise DocumentError(f"{name}: Word 文件损坏 (broken .docx): {error}") from None
    numbering = Numbering(styles, numbers)
    lines: list[str] = []
    outline: dict[int, int] = {}
    for text, level in _lines(body, numbering):
        for line in text.split("\n"):
            if line.strip():
                lines.append(line.rstrip())
                if level:
                    outline[len(lines)] = level
    if not lines:
        raise DocumentError(f"{name}: Word 文件中没有文字 (no text in the file)")
    return Extract(tuple(lines), "docx", outline=outline)


def _lines(body: etree._Element, numbering: Numbering) -> Iterator[tuple[str, int]]:
    """Yield the text and heading level of each paragraph outside tables, and of each table row."""
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if element.tag == f"{W}p":
            label, level = numbering.of(element)
            yield label + _text(element), level
        elif element.tag == f"{W}tbl":
            for row in element.iterchildren(f"{W}tr"):
                cells = ["".join(_text(p) for p in cell.iter(f"{W}p")) for cell in row.iter(f"{W}tc")]
                yield " | ".join(re.sub(r"\s+", " ", cell).strip() for cell in cells), 0
        elif element.tag != f"{W}sectPr":
            stack.extend(reversed(element))


def _text(paragraph: etree._Element) -> str:
    """Return a paragraph's text with insertions, without deletions, field codes and notes."""
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _SKIPPED or element.tag == _FALLBACK:
            walk.skip_subtree()
        elif element.tag == f"{W}p" and element is not paragraph:
            parts.append("\n")
        elif element.tag == f"{W}t":
            parts.append(element.text or "")
        elif element.tag == f"{W}br" and attribute(element, "type") in ("page", "column"):
            parts.append("\n")
        elif element.tag in _BREAKS:
            parts.append(_BREAKS[element.tag])
    return "".join(parts)
