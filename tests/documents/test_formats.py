"""The same paper in every format gives the same lines; what a format says of it is found."""

from __future__ import annotations

import io
import subprocess
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from paper_makers import LINES, docx_parts, odt, paragraph, pdf, png, rtf, scanned_pdf, typeset, zipped

from kg.documents import ocr, read_corpus, read_document
from kg.documents.formats import extract
from kg.documents.legacy import program
from kg.errors import DocumentError, KGError

PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312">
<title>辽宁省装备制造业发展规划_辽宁省人民政府网</title>
<meta name="PubDate" content="2016-03-02 10:11"><script>document.write("脚本")</script></head>
<body><div class="nav"><a href="/">首页</a> <a href="/zw">政务公开</a></div>
<table class="index"><tr><td>索 引 号：</td><td>LN-12</td><td>发文机关：</td><td>辽宁省人民政府</td></tr>
<tr><td>成文日期：</td><td>2016年2月26日</td><td>发文字号：</td><td>辽政发〔2016〕12号</td></tr></table>
<div id="box"><h1>辽宁省装备制造业发展规划</h1><div>字体：<a>大</a> <a>中</a> <a>小</a></div>
<div class="TRS_Editor">%s<p style="display:none">隐藏的文字</p>
<table><tr><td>序号</td><td>任务</td></tr><tr><td>1</td><td><p>建设产业基地</p></td></tr></table></div></div>
<div class="foot">主办：辽宁省人民政府办公厅　网站标识码：2100000000</div></body></html>"""


def test_text_in_every_encoding() -> None:
    text = "\r\n".join(LINES)
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        assert extract(text.encode(encoding), "paper.txt").lines == LINES, encoding
    traditional = "一、總體要求\n大力發展裝備製造業，建設產業基地，加強技術創新，推動產業升級和經濟發展。\n"
    found = extract(traditional.encode("big5"), "paper.txt")
    assert "大力發展裝備製造業" in found.lines[1] and found.encoding.startswith("big5")


def test_a_government_page_in_gbk_gives_the_paper_and_its_facts() -> None:
    body = "".join(f"<p>　　{line}</p>" for line in LINES[1:])
    found = extract((PAGE % body).encode("gb18030"), "page.html")
    assert tuple(line.strip() for line in found.lines if line.strip() in LINES) == LINES
    text = "\n".join(found.lines)
    assert "1 | 建设产业基地" in text
    for noise in ("首页", "脚本", "隐藏", "字体", "主办"):
        assert noise not in text
    assert (found.title, found.issuer, found.date, found.number, found.published) == (
        "辽宁省装备制造业发展规划",
        "辽宁省人民政府",
        "2016-02-26",
        "辽政发〔2016〕12号",
        "2016-03-02",
    )


def test_a_page_that_sets_its_lines_itself() -> None:
    page = "<html><body><div><a>首页</a></div><pre>" + "\n".join(LINES) + "</pre></body></html>"
    assert extract(page.encode(), "page.html").lines == LINES


def test_a_page_saved_as_a_web_archive() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message.set_content("plain")
    message.add_related("<p>" + "</p><p>".join(LINES) + "</p>", subtype="html", charset="gb2312")
    assert extract(message.as_bytes(), "page.mht").lines == LINES


def test_a_few_damaged_bytes_are_told_and_many_are_refused() -> None:
    text = ("\n".join(LINES) * 20).encode("gb18030")
    broken = extract(text[:5000] + b"\xff" + text[5001:], "paper.txt")
    assert broken.encoding == "gb18030" and "damaged" in broken.notes[0]
    with pytest.raises(DocumentError, match="encoding"):
        extract(b"\xff".join(text[at : at + 20] for at in range(0, 5000, 20)), "paper.txt")


def test_a_page_laid_out_by_tables_and_line_breaks() -> None:
    text = "<br>".join(LINES)
    page = f"<html><body><table><tr><td><a>菜单</a></td><td>{text}</td></tr></table></body></html>"
    assert extract(page.encode(), "page.htm").lines == LINES


def test_a_word_file_as_word_writes_it(tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_heading(LINES[0], 0)
    for line in LINES[1:]:
        paper.add_paragraph(line)
    table = paper.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ("1", "发展智能制造", "省发展改革委"), strict=True):
        cell.text = text
    paper.save(str(tmp_path / "paper.docx"))
    doc = read_document(tmp_path / "paper.docx")
    assert [clause.text for clause in doc.clauses] == [*LINES, "1 | 发展智能制造 | 省发展改革委"]
    assert (doc.region, doc.title, doc.encoding) == ("辽宁省", LINES[0], "docx")
    assert [section.title for section in doc.sections[1:3]] == ["总体要求", "重点任务"]


def test_automatic_numbers_are_written_out() -> None:
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3．"))
    numbering = '<w:abstractNum w:abstractNumId="7">'
    for at, (form, shown) in enumerate(levels):
        numbering += f'<w:lvl w:ilvl="{at}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{shown}"/></w:lvl>'
    numbering += '</w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'

    def numbered(text: str, depth: int) -> str:
        return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="2"/></w:numPr>')

    body = [numbered("总体要求", 0), numbered("原则", 1), numbered("目标", 1), numbered("重点任务", 0)]
    body += [numbered("工业", 1), numbered("数控机床。加快发展。", 2), numbered("机器人。加快发展。", 2)]
    found = extract(docx_parts("".join(body), numbering=numbering), "paper.docx")
    assert found.lines == (
        *("一、总体要求", "（一）原则", "（二）目标", "二、重点任务", "（一）工业"),
        *("1．数控机床。加快发展。", "2．机器人。加快发展。"),
    )


def test_heading_styles_make_sections_where_no_number_does(tmp_path: Path) -> None:
    paper = docx.Document()
    for text, level in (("总体要求", 1), ("发展目标", 2), ("重点任务", 1)):
        paper.add_heading(text, level)
        paper.add_paragraph("大力发展装备制造业，建设产业基地。")
    paper.save(str(tmp_path / "paper.docx"))
    doc = read_document(tmp_path / "paper.docx", region="辽宁省")
    assert [(section.level, section.title) for section in doc.sections[1:]] == [
        *((1, "总体要求"), (2, "发展目标"), (1, "重点任务"))
    ]


def test_inserted_text_is_kept_and_deleted_text_is_not() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>重点发展</w:t></w:r></w:ins><w:del><w:r><w:delText>限制</w:delText></w:r></w:del>"
        "<w:sdt><w:sdtContent><w:r><w:t>装备</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><w:instrText>PAGE</w:instrText><w:t>制造业</w:t></w:r></w:p>"
    )
    assert extract(docx_parts(body), "paper.docx").lines == ("重点发展装备制造业",)


@pytest.mark.parametrize(
    ("encoding", "codec"), [("GBKp-EUC-H", "gbk"), ("GBK-EUC-H", "gbk"), ("UniGB-UCS2-H", "utf-16-be")]
)
def test_a_pdf_without_unicode_maps_is_read_and_its_lines_are_joined(encoding: str, codec: str) -> None:
    pages = typeset(LINES)
    assert len(pages) > 2
    assert extract(pdf(pages, encoding=encoding, codec=codec), "paper.pdf").lines == LINES


def test_a_scanned_pdf_says_so() -> None:
    if ocr.available():
        pytest.skip("the ocr extra is installed: scanned pages are read")
    with pytest.raises(DocumentError, match=r"scanned.*industry-kg\[ocr\]"):
        extract(scanned_pdf(100, 140, b"\xff" * 14000), "scan.pdf")


def test_a_scanned_page_is_read_by_ocr() -> None:
    font = next(Path("/usr/share/fonts").rglob("NotoSerifCJK-Regular.ttc"), None)
    if not ocr.available() or font is None:
        pytest.skip("needs the ocr extra and the font Noto Serif CJK")
    pillow = (
        pytest.importorskip("PIL.Image"),
        pytest.importorskip("PIL.ImageDraw"),
        pytest.importorskip("PIL.ImageFont"),
    )
    width, height = 1240, 1754
    page = pillow[0].new("L", (width, height), 255)
    scale = width / 595
    for x, y, size, text in typeset(LINES, rows=40)[0][1:]:
        face = pillow[2].truetype(str(font), int(size * scale), index=2)
        pillow[1].Draw(page).text((x * scale, (842 - y - size) * scale), text, font=face, fill=0)
    found = extract(scanned_pdf(width, height, page.tobytes()), "scan.pdf")
    assert found.lines == LINES
    assert "OCR" in found.notes[0]


def test_images_and_spreadsheets_are_named_as_such() -> None:
    with pytest.raises(DocumentError, match="image"):
        extract(png(4, 4, b"\0" * 16), "page.png")
    with pytest.raises(DocumentError, match="not a paper"):
        extract(zipped({"xl/workbook.xml": b"<x/>"}), "table.xlsx")
    with pytest.raises(DocumentError, match="broken"):
        extract(b"PK\x03\x04broken", "paper.docx")
    with pytest.raises(DocumentError, match="broken PDF"):
        extract(b"%PDF-1.7 nothing", "paper.pdf")


def test_an_old_word_file_without_libreoffice_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DocumentError, match="LibreOffice"):
        extract(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "paper.doc")


def old_word(folder: Path, office: str) -> bytes:
    """Return the short paper as LibreOffice saves it for Word 97."""
    paper = docx.Document()
    for line in LINES:
        paper.add_paragraph(line)
    paper.save(str(folder / "paper.docx"))
    command = [office, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", "doc", "--outdir", str(folder), str(folder / "paper.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "paper.doc").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["doc", "rtf", "odt"])
def test_old_formats_are_converted_by_libreoffice(tmp_path: Path, ending: str) -> None:
    office = program()
    if office is None:
        pytest.skip("LibreOffice Writer is not installed: old .doc/.wps/.rtf/.odt files cannot be tried here")
    plain = {"rtf": rtf, "odt": odt}
    data = plain[ending](LINES) if ending in plain else old_word(tmp_path, office)
    assert tuple(line.strip() for line in extract(data, f"paper.{ending}").lines) == LINES


def test_folders_and_zips_are_read_file_by_file(tmp_path: Path) -> None:
    text = "\n".join(LINES).encode()
    folder = tmp_path / "papers"
    (folder / "2016").mkdir(parents=True)
    (folder / "2016" / "a.txt").write_bytes(text)
    (folder / "~$a.docx").write_bytes(b"lock")
    (folder / "index.csv").write_text("doc,title\na2,x\n", encoding="utf-8")
    (folder / "sheet.xlsx").write_bytes(b"PK")
    buffer = {"b.txt": text, "深/c.txt": text, "bad.txt": b"", "index.csv": b"doc,file,date\nbb,b.txt,2016\n"}
    (folder / "more.zip").write_bytes(zipped(buffer))
    failures: list[tuple[str, KGError]] = []
    papers = read_corpus([folder], on_error=lambda name, error: failures.append((name, error)))
    assert [(paper.id, paper.date) for paper in papers] == [("a", ""), ("bb", "2016"), ("c", "")]
    assert [Path(name).name for name, _ in failures] == ["bad.txt", "sheet.xlsx"]
    with pytest.raises(DocumentError):
        read_corpus([folder])


def test_names_packed_in_gbk_are_readable(tmp_path: Path) -> None:
    data = bytearray(zipped({"xxxx.txt": "\n".join(LINES).encode()}))
    name = "规划".encode("gbk")
    (tmp_path / "old.zip").write_bytes(bytes(data).replace(b"xxxx.txt", name + b".txt"))
    assert [paper.id for paper in read_corpus([tmp_path / "old.zip"])] == ["规划"]


def test_reading_is_deterministic() -> None:
    data = io.BytesIO(pdf(typeset(LINES))).getvalue()
    assert extract(data, "a.pdf") == extract(data, "a.pdf")
