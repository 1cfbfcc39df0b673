"""A brief as a Word file: heads of tables repeat, pages are numbered, the bytes are the same each time."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from kg.viz.brief import NOTE_EN, NOTE_ZH, Brief, Table, paper_line

_LATIN, _SONG, _HEI = "Arial", "宋体", "黑体"
_PAGE: Final = 17.0
"""What is left of an A4 page between its margins, in cm."""
_LAST: Final = 9.5
"""The width of a table's last column, its quotes, in cm."""
_SHORT: Final = 5
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def to_docx(brief: Brief) -> bytes:
    """Return a brief as the bytes of a .docx; its dates are those of its latest paper."""
    document = Document()
    _properties(document, brief)
    _styles(document)
    _footer(document)
    document.add_heading(brief.title, 0)
    document.add_paragraph(brief.title_en)
    document.add_paragraph("　".join(f"{name} {value}" for name, value in brief.figures))
    document.add_paragraph(f"{NOTE_ZH}\n{NOTE_EN}", style="Caption")
    for table in brief.tables:
        document.add_heading(f"{table.zh} {table.en}", 1)
        _add_table(document, table)
    document.add_heading("来源 Sources", 1)
    for number, paper in enumerate(brief.papers, 1):
        document.add_paragraph(f"[{number}] {paper_line(paper)}")
    for line in brief.origin:
        document.add_paragraph(line, style="Caption")
    out = io.BytesIO()
    document.save(out)
    return _same_times(out.getvalue())


def _properties(document: Any, brief: Brief) -> None:
    date = brief.date if len(brief.date) == 10 else "2000-01-01"
    told, when = document.core_properties, datetime.fromisoformat(date).replace(tzinfo=UTC)
    told.title, told.author, told.last_modified_by = brief.title, brief.author, brief.author
    told.comments, told.language, told.revision = "", "zh-CN", 1
    told.created = told.modified = told.last_printed = when


def _styles(document: Any) -> None:
    fonts = {"Normal": (_SONG, 10.5), "Title": (_HEI, 20), "Heading 1": (_HEI, 14), "Caption": (_SONG, 9)}
    for name, (chinese, size) in fonts.items():
        style = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0x1F, 0x2D, 0x3D)
        properties = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(properties.attrib):
            del properties.attrib[key]
        for kind, font in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", chinese)):
            properties.set(qn(f"w:{kind}"), font)
    document.styles["Caption"].font.bold = False
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm((21 - _PAGE) / 2)
    section.top_margin = section.bottom_margin = Cm(2)


def _footer(document: Any) -> None:
    """Put the number of the page into the footer."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _add_table(document: Any, table: Table) -> None:
    made = document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    widths = _widths(table)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    head = made.rows[0]
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    _fill(head, table.columns, widths, bold=True)
    for row in table.rows:
        added = made.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(added, row, widths)


def _widths(table: Table) -> list[Any]:
    """Return the widths of a table's columns: short ones hold their words, long ones share what is left."""
    longest = [max(map(len, cells)) for cells in zip(table.columns, *table.rows, strict=True)][:-1]
    fixed = [0.33 * length + 0.5 if length <= _SHORT else 0.0 for length in longest]
    shared = [min(length, 16) if length > _SHORT else 0 for length in longest]
    room = _PAGE - _LAST - sum(fixed)
    widths = [own or room * share / sum(shared) for own, share in zip(fixed, shared, strict=True)]
    return [Cm(width) for width in widths] + [Cm(_PAGE - sum(widths))]


def _fill(row: Any, cells: tuple[str, ...], widths: list[Any], *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, cells, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(9), bold
        if bold:
            shade = OxmlElement("w:shd")
            for name, value in (("val", "clear"), ("color", "auto"), ("fill", "DDE6EE")):
                shade.set(qn(f"w:{name}"), value)
            cell._tc.get_or_add_tcPr().append(shade)


def _same_times(body: bytes) -> bytes:
    """Return a zip archive with every entry at one fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
