"""PDF papers with a text layer, by PDFium; pages that are only images are told, or read by OCR.

PDFium carries the code maps of the Adobe-GB1 collection, so that fonts with GBK encodings and without a
ToUnicode map are read right.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from kg.documents import ocr
from kg.documents.extract import Extract
from kg.documents.layout import Line, flow
from kg.documents.limits import PAGES
from kg.errors import DocumentError

OCR_SCALE = 2.5
"""Pixels per point for OCR: 180 dpi."""


def read(data: bytes, name: str) -> Extract:
    """Return the paper in a PDF; raise DocumentError where it is broken, locked, or scanned without OCR."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        reason = "需要密码 (password needed)" if locked else f"PDF 损坏 (broken PDF): {error}"
        raise DocumentError(f"{name}: {reason}") from None
    try:
        if len(document) > PAGES:
            raise DocumentError(f"{name}: 页数过多 (more than {PAGES:,} pages)")
        return _extract(document, name)
    finally:
        document.close()


def _extract(document: pypdfium2.PdfDocument, name: str) -> Extract:
    pages: list[list[Line]] = []
    scanned: list[int] = []
    notes: list[str] = []
    for at in range(len(document)):
        try:
            page = document[at]
        except pypdfium2.PdfiumError:
            notes.append(f"第{at + 1}页无法读取 (page {at + 1} cannot be read)")
            pages.append([])
            continue
        lines = list(_page_lines(page))
        if sum(len(line.text) for line in lines) < 10 and _has_image(page):
            scanned.append(at)
            lines = ocr.lines(page.render(scale=OCR_SCALE).to_pil(), OCR_SCALE) if ocr.available() else []
        pages.append(lines)
        page.close()
    unread = [] if ocr.available() else scanned
    if not any(pages):
        reason = "没有文字 (no text)"
        if unread:
            reason = (
                "是扫描件，没有文字层；可安装 industry-kg[ocr] 识别 "
                "(scanned, no text layer; install industry-kg[ocr])"
            )
        raise DocumentError(f"{name}: PDF {reason}")
    notes += [f"第{at + 1}页是扫描图像，未读取 (page {at + 1} is a scan and was not read)" for at in unread]
    notes += [f"第{at + 1}页由 OCR 识别 (page {at + 1} was read by OCR)" for at in scanned if not unread]
    return Extract(tuple(flow(pages)), "pdf", notes=tuple(notes))


def _page_lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    """Yield the page's lines top down, built from characters that share a height."""
    height = page.get_height()
    text = page.get_textpage()
    rows: list[list[tuple[float, float, float, float, str]]] = []
    for index in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text, index)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not char or char in "\r\n\0" or (pdfium.FPDFText_IsGenerated(text, index) == 1 and char != " "):
            continue
        left, bottom, right, top = _box(text, index)
        if char.isspace() or not right > left:
            if rows:
                rows[-1].append((left or rows[-1][-1][2], rows[-1][-1][1], right, rows[-1][-1][3], " "))
            continue
        box = (left, height - top, right, height - bottom, char)
        if rows and _level(rows[-1], box):
            rows[-1].append(box)
        else:
            rows.append([box])
    text.close()
    yield from (line for row in _merged(rows) if (line := _line(row)).text)


def _box(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    """Return a character's loose box (font height), in points from the page's lower left."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rect)):
        return 0.0, 0.0, 0.0, 0.0
    return rect.left, rect.bottom, rect.right, rect.top


def _level(
    row: list[tuple[float, float, float, float, str]], box: tuple[float, float, float, float, str]
) -> bool:
    top, bottom = row[-1][1], row[-1][3]
    shared = min(bottom, box[3]) - max(top, box[1])
    return shared > 0.5 * min(bottom - top, box[3] - box[1])


def _merged(
    rows: list[list[tuple[float, float, float, float, str]]],
) -> list[list[tuple[float, float, float, float, str]]]:
    """Put rows in order of height and join those on one height that the file wrote apart."""
    merged: list[list[tuple[float, float, float, float, str]]] = []
    for row in sorted(rows, key=lambda row: (round(row[0][1]), row[0][0])):
        if merged and _level(merged[-1], row[0]) and row[0][0] >= merged[-1][-1][2] - 1:
            merged[-1] += row
        else:
            merged.append(row)
    return merged


def _line(row: list[tuple[float, float, float, float, str]]) -> Line:
    parts: list[str] = []
    for at, (left, top, _, bottom, char) in enumerate(row):
        gap = left - row[at - 1][2] if at else 0.0
        if char != " " and parts and parts[-1] != " " and gap > (bottom - top):
            parts.append(" ")
        parts.append(char)
    shown = [box for box in row if box[4] != " "]
    if not shown:
        return Line("", 0, 0, 0, 0)
    return Line(
        "".join(parts).strip(),
        min(box[0] for box in shown),
        min(box[1] for box in shown),
        max(box[2] for box in shown),
        max(box[3] for box in shown),
    )


def _has_image(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
