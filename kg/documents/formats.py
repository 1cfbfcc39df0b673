"""Which reader takes which file: by its first bytes, then by its ending."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from kg.documents import legacy, pdf, webpage, worddocument
from kg.documents.archive import BROKEN
from kg.documents.decode import decode, split_lines
from kg.documents.extract import Extract
from kg.documents.limits import FILE_BYTES, TEXT_BYTES, check_lines, check_size
from kg.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name, endings and reader; ``read`` takes bytes and the name for messages."""

    name: str
    endings: tuple[str, ...]
    read: Callable[[bytes, str], Extract]


def _text(data: bytes, name: str) -> Extract:
    found = decode(data, name)
    return Extract(tuple(split_lines(found.text)), found.encoding, notes=found.notes)


TEXT = Format("text", (".txt", ".text", ".md"), _text)
WEB_PAGE = Format("web page", (".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"), webpage.read)
WORD = Format("Word", (".docx", ".docm"), worddocument.read)
PDF = Format("PDF", (".pdf",), pdf.read)
LEGACY = Format("old office file", (".doc", ".wps", ".rtf", ".odt"), legacy.read)

FORMATS = (TEXT, WEB_PAGE, WORD, PDF, LEGACY)
"""Every format that a paper may come in."""
ARCHIVES = (".zip",)
ENDINGS = frozenset(ending for form in FORMATS for ending in form.endings) | frozenset(ARCHIVES)

_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)?(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def extract(data: bytes, name: str) -> Extract:
    """Return what a file's bytes yield as a paper.

    Raises DocumentError for a file that is too large, broken, or of a format that no reader takes.
    """
    form = form_of(data, name)
    check_size(len(data), name, most=TEXT_BYTES if form in (TEXT, WEB_PAGE) else FILE_BYTES)
    taken = form.read(data, name)
    check_lines(list(taken.lines), name)
    return taken


def form_of(data: bytes, name: str) -> Format:
    """Return the format of a file; raise DocumentError where there is no reader for it."""
    ending = PurePath(name).suffix.lower()
    if data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and ending == ".pdf"):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _packed(data, name)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        return LEGACY
    if data.startswith(_IMAGES) and ending not in TEXT.endings:
        raise DocumentError(f"{name}: 是图片，请先合成 PDF (an image; put the page images into a PDF)")
    if ending in WEB_PAGE.endings or _PAGE.match(data[:2048].removeprefix(b"\xef\xbb\xbf")):
        return WEB_PAGE
    if ending in (*WORD.endings, *PDF.endings, *LEGACY.endings) and data:
        raise DocumentError(f"{name}: 内容与扩展名 {ending} 不符 (its content is no {ending} file)")
    return TEXT


def _packed(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
    except BROKEN as error:
        raise DocumentError(f"{name}: 文件损坏 (broken file): {error}") from None
    if worddocument.MAIN in names:
        return WORD
    if "content.xml" in names:
        return LEGACY
    raise DocumentError(f"{name}: 不支持的格式 (not a paper: an archive or a spreadsheet)")
