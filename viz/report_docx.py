"""A report as a Word file: tables that an office can edit, shaded cells for matrices, quotes as endnotes.

python-docx writes no footnotes, so quotes stand numbered at the end. The file's dates are fixed, the same
report gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
import zipfile

from docx import Document
from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell

from kg.viz.report_model import Cell, ChainBox, Figure, Grid, Report, Words

_FONT = "Microsoft YaHei"
_DAY = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_FILLS = {
    "gap-stated": "F4B6A6",
    "gap-intended": "F8D9A8",
    "gap-structural": "FBEFC4",
    "gap-inferred": "EEEEEE",
    "level-carried": "CFE5D8",
    "level-wanted": "DFEEE4",
    "level-named": "EEF5F0",
    "level-held": "E4E0EC",
    "whole": "D98C75",
    "part": "F6DDD4",
    "kind-contradiction": "F4B6A6",
}
_WORDS = {
    "carried": "●",
    "wanted": "◐",
    "named": "○",
    "held": "×",
    "absent": "缺",
}


def to_docx(report: Report) -> bytes:
    """Return a report as the bytes of a .docx file."""
    doc = Document()
    _page(doc)
    doc.add_heading(report.zh, 0)
    doc.add_paragraph(report.en).runs[0].italic = True
    for name, value in report.facts:
        doc.add_paragraph(f"{name}：{value}")
    for section in report.sections:
        doc.add_heading(f"{section.zh} {section.en}", 1)
        for block in section.blocks:
            if isinstance(block, Words):
                doc.add_paragraph(block.zh)
                _small(doc, block.en)
            elif isinstance(block, Figure):
                doc.add_picture(io.BytesIO(block.png), width=Cm(16))
                _caption(doc, block.zh, block.en)
            elif isinstance(block, Grid):
                _grid(doc, block)
            else:
                _chain(doc, block)
    doc.add_heading("引文 Quotes", 1)
    for note in report.notes:
        _small(doc, f"[{note.number}] 《{note.paper}》第{note.line}行：{note.text}")
    return _packed(doc)


def _page(doc: Doc) -> None:
    properties = doc.core_properties
    properties.author = "industry-kg"
    properties.created = properties.modified = properties.last_printed = _DAY
    properties.revision = 1
    style = doc.styles["Normal"]
    style.font.name = _FONT
    style.font.size = Pt(10)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    for level in range(3):
        heading = doc.styles["Title" if level == 0 else f"Heading {level}"]
        heading.font.name = _FONT
        heading.font.color.rgb = RGBColor(0x1F, 0x5F, 0x7A)
        heading.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    for section in doc.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)


def _small(doc: Doc, words: str) -> None:
    run = doc.add_paragraph().add_run(words)
    run.font.size = Pt(8)
    run.font.color.rgb = RGBColor(0x55, 0x5B, 0x63)


def _caption(doc: Doc, zh: str, en: str) -> None:
    doc.add_paragraph().add_run(zh).bold = True
    _small(doc, en)


def _grid(doc: Doc, grid: Grid) -> None:
    _caption(doc, grid.zh, grid.en)
    table = doc.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
    size = 7 if grid.dense else 9
    for place, words in enumerate(grid.columns):
        _write(table.rows[0].cells[place], Cell(words), size, bold=True)
    for row in grid.rows:
        cells = table.add_row().cells
        for place, cell in enumerate(row):
            _write(cells[place], cell, size)
    if grid.legend:
        _small(doc, "；".join(f"{zh} {en}" for zh, en in grid.legend))
    doc.add_paragraph()


def _chain(doc: Doc, box: ChainBox) -> None:
    _caption(doc, f"{box.zh}产业链（自上游至下游）", f"{box.en}, from upstream to downstream")
    table = doc.add_table(rows=1, cols=4, style="Table Grid")
    heads = ("环节 link", "状况 state", "由谁 by whom", "最近 nearest")
    for place, words in enumerate(heads):
        _write(table.rows[0].cells[place], Cell(words), 9, bold=True)
    for link in box.links:
        tone = f"gap-{link.grade}" if link.grade else f"level-{link.level}"
        row = (
            Cell(link.name, link.notes),
            Cell(_WORDS[link.level], tone=tone),
            Cell(link.carriers),
            Cell(link.nearest),
        )
        cells = table.add_row().cells
        for place, cell in enumerate(row):
            _write(cells[place], cell, 9)
    doc.add_paragraph()


def _write(target: _Cell, cell: Cell, size: float, *, bold: bool = False) -> None:
    paragraph = target.paragraphs[0]
    words = cell.text if cell.bar is None else f"{'█' * round(12 * cell.bar)} {cell.text}"
    run = paragraph.add_run(words)
    run.font.size, run.bold = Pt(size), bold
    if cell.notes:
        note = paragraph.add_run("".join(f"[{number}]" for number in cell.notes))
        note.font.size, note.font.superscript = Pt(size), True
    fill = _FILLS.get(cell.tone, "")
    if cell.shade:
        fill = "".join(f"{round(255 - cell.shade**0.6 * (255 - end)):02X}" for end in (0x4B, 0x8F, 0xAE))
    if fill:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), fill)
        target._tc.get_or_add_tcPr().append(shade)  # type: ignore[arg-type]


def _packed(doc: Doc) -> bytes:
    """Return the file with its parts in a fixed order and at a fixed time."""
    first = io.BytesIO()
    doc.save(first)
    out = io.BytesIO()
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            info = zipfile.ZipInfo(name, _ZIP_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()
