"""Makers of papers in the formats that users bring, from plain lines."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

LINES = (
    "辽宁省装备制造业发展规划",
    "一、总体要求",
    "到2020年，全省装备制造业主营业务收入达到1.5万亿元以上，智能制造装备产业比重超过20%，形成一批具有国际竞争力"
    "的产业基地和龙头企业。",
    "二、重点任务",
    "（一）高档数控机床。依托沈阳机床、大连机床两大龙头企业，加快五轴联动卧式车铣复合加工中心、立卧转换加工中心等"
    "关键产品的研发和产业化，提升国产化率和市场占有率。",
    "（二）严格控制新增产能",
    "严禁钢铁、水泥、电解铝等产能过剩行业新增产能项目。",
)
"""A short paper: a title, two chapters, two parts, two lines of text that are longer than a page is wide."""


def docx_parts(body: str, *, numbering: str = "", styles: str = "") -> bytes:
    """Return a .docx package with the given inner XML of body, numbering and styles."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts = {"word/document.xml": f"<w:document {space}><w:body>{body}</w:body></w:document>"}
    if numbering:
        parts["word/numbering.xml"] = f"<w:numbering {space}>{numbering}</w:numbering>"
    if styles:
        parts["word/styles.xml"] = f"<w:styles {space}>{styles}</w:styles>"
    return zipped({name: text.encode() for name, text in parts.items()})


def paragraph(text: str, properties: str = "") -> str:
    """Return a Word paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return buffer.getvalue()


def rtf(lines: Iterable[str]) -> bytes:
    """Return lines as rich text: a paragraph a line, each character by its number."""
    body = "\\par\n".join(
        "".join(f"\\u{code - (code >> 15 << 16)}?" for code in map(ord, line)) for line in lines
    )
    return f"{{\\rtf1\\ansi\\uc1 {body}}}".encode("ascii")


def odt(lines: Iterable[str]) -> bytes:
    """Return lines as an OpenDocument text."""
    names = 'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    names += ' xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<t:p>{escape(line)}</t:p>" for line in lines)
    content = f'<o:document-content {names} o:version="1.2"><o:body><o:text>{body}'
    kind = "application/vnd.oasis.opendocument.text"
    space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    listed = "".join(
        f'<m:file-entry m:full-path="{path}" m:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    files = {
        "mimetype": kind,
        "content.xml": f"{content}</o:text></o:body></o:document-content>",
        "META-INF/manifest.xml": f'<m:manifest {space} m:version="1.2">{listed}</m:manifest>',
    }
    return zipped({name: body.encode() for name, body in files.items()})


Placed = tuple[float, float, int, str]
"""x, y, font size, text."""


def typeset(lines: Sequence[str], *, columns: int = 26, rows: int = 6) -> list[list[Placed]]:
    """Set lines as an official paper is: centred title, indented paragraphs, running head, page number."""
    placed: list[tuple[float, int, str]] = [(298 - len(lines[0]) * 11, 22, lines[0])]
    for line in lines[1:]:
        indented, text = True, line
        while text:
            room = columns - 2 if indented else columns
            cut = room - 1 if text[room : room + 1] in "，。；、）" else room
            placed.append((85 + 32 * indented, 16, text[:cut]))
            text, indented = text[cut:], False
    pages = []
    for at in range(0, len(placed), rows):
        page: list[Placed] = [(85, 800, 9, "辽宁省人民政府公报")]
        page += [
            (x, 750 - 30 * row, size, text) for row, (x, size, text) in enumerate(placed[at : at + rows])
        ]
        page.append((280, 40, 12, f"— {len(pages) + 1} —"))
        pages.append(page)
    return pages


def pdf(pages: Iterable[Sequence[Placed]], *, encoding: str = "GBKp-EUC-H", codec: str = "gbk") -> bytes:
    """Return a PDF whose font is not embedded and has no ToUnicode map, only a Chinese encoding's name."""
    name = encoding.encode()
    objects = [
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 1 0 R >>",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light-" + name + b" /Encoding /" + name + b" "
        b"/DescendantFonts [2 0 R] >>",
    ]
    contents = [
        b"".join(
            b"BT /F1 %d Tf %.1f %.1f Td <%s> Tj ET\n" % (size, x, y, text.encode(codec).hex().encode())
            for x, y, size, text in page
        )
        for page in pages
    ]
    resources = b"<< /Font << /F1 3 0 R >> >>"
    return _pdf_file(objects, contents, resources)


def scanned_pdf(width: int, height: int, grey: bytes) -> bytes:
    """Return a PDF of one A4 page that is nothing but a grey image."""
    packed = zlib.compress(grey)
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (width, height, len(packed), packed)
    )
    return _pdf_file([image], [b"q 595 0 0 842 0 0 cm /I Do Q"], b"<< /XObject << /I 1 0 R >> >>")


def _pdf_file(objects: list[bytes], contents: list[bytes], resources: bytes) -> bytes:
    objects = list(objects)
    tree = len(objects) + 2 * len(contents) + 1
    kids = []
    for content in contents:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources %s >>"
            % (tree, len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids)))
    objects.append(b"<< /Type /Catalog /Pages %d 0 R >>" % tree)
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
            len(objects),
            len(out),
        )
    )


def png(width: int, height: int, grey: bytes) -> bytes:
    """Return a grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + grey[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
