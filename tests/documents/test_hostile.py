"""Hostile input ends in one clear line, or is harmless: no network, no code, no runaway time or memory."""

from __future__ import annotations

import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from paper_makers import LINES, paragraph, pdf, typeset, zipped

from kg.documents import read_corpus, read_document
from kg.documents.formats import extract
from kg.documents.limits import FILE_BYTES, LINE_CHARACTERS, TEXT_BYTES
from kg.documents.limits import LINES as MOST_LINES
from kg.errors import DocumentError

TEXT = "一、工业\n大力发展装备制造业，建设产业基地。\n".encode()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*args: object) -> None:
        raise AssertionError("a reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(DocumentError) as caught:
        extract(data, name)
    message = str(caught.value)
    assert message.startswith(name) and "\n" not in message
    return message


def test_a_file_above_the_limit_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as handle:
        handle.truncate(FILE_BYTES + 1)
    with pytest.raises(DocumentError, match="larger than"):
        read_document(tmp_path / "huge.txt", region="辽宁省")


def test_an_endless_line_and_endless_lines_are_refused() -> None:
    assert "a line of more than" in refusal(("发展产业" * (LINE_CHARACTERS // 4 + 1)).encode(), "line.txt")
    assert "more than" in refusal(("发展\n" * (MOST_LINES + 1)).encode(), "lines.txt")


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    bomb = bytes(FILE_BYTES + 1)
    (tmp_path / "bomb.zip").write_bytes(zipped({"paper.txt": bomb}))
    with pytest.raises(DocumentError, match="unpacks to too much"):
        read_corpus([tmp_path / "bomb.zip"], region="辽宁省")
    assert "unpacks to too much" in refusal(zipped({"word/document.xml": bomb}), "bomb.docx")
    (tmp_path / "many.zip").write_bytes(zipped({f"{n}.txt": b"x" for n in range(10_001)}))
    with pytest.raises(DocumentError, match="too many files"):
        read_corpus([tmp_path / "many.zip"], region="辽宁省")


def test_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "out.zip").write_bytes(zipped({"in.zip": zipped({"paper.txt": TEXT})}))
    with pytest.raises(DocumentError, match="no reader"):
        read_corpus([tmp_path / "out.zip"], region="辽宁省")


def test_members_that_climb_out_are_only_names(tmp_path: Path) -> None:
    (tmp_path / "climb.zip").write_bytes(zipped({"../../evil.txt": TEXT, "/root.txt": TEXT}))
    assert [paper.id for paper in read_corpus([tmp_path / "climb.zip"], region="辽宁省")] == ["evil", "root"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["climb.zip"]


@pytest.mark.parametrize(
    ("doctype", "used"),
    [
        ('[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]', "&c;"),
        ('SYSTEM "http://example.org/evil.dtd"', "text"),
        ('[<!ENTITY f SYSTEM "file:///etc/passwd">]', "&f;"),
    ],
)
def test_xml_with_entities_or_a_dtd_is_refused(doctype: str, used: str) -> None:
    xml = f'<?xml version="1.0"?><!DOCTYPE x {doctype}><w:document xmlns:w="urn:w">{used}</w:document>'
    assert "DTD" in refusal(zipped({"word/document.xml": xml.encode()}), "paper.docx")


def test_a_word_file_with_external_links_is_read_without_following_them() -> None:
    office = "http://schemas.openxmlformats.org"
    relations = (
        f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument/2006/relationships/attachedTemplate" '
        'Target="http://example.org/evil.dotm" TargetMode="External"/></Relationships>'
    )
    document = f'<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body>'
    document += paragraph("大力发展装备制造业。") + "</w:body></w:document>"
    parts = {"word/document.xml": document.encode(), "word/_rels/document.xml.rels": relations.encode()}
    assert extract(zipped(parts), "a.docx").lines == ("大力发展装备制造业。",)


def test_scripts_frames_and_styles_of_a_page_are_not_text() -> None:
    page = f"""<html><body onload="alert(1)"><script src="http://example.org/x.js">var 脚本 = 1;</script>
    <iframe src="http://example.org/">框架</iframe><style>p {{ content: "样式" }}</style>
    <img src="http://example.org/i.png" onerror="alert(1)"><p>{LINES[2]}</p><p>{LINES[4]}</p></body></html>"""
    assert extract(page.encode(), "page.html").lines == (LINES[2], LINES[4])


def test_a_page_nested_a_hundred_thousand_deep_ends() -> None:
    page = "<html><body>" + "<div>" * 100_000 + "大力发展装备制造业" + "</div>" * 100_000
    try:
        assert "装备制造业" in "".join(extract(page.encode(), "deep.html").lines)
    except DocumentError as error:
        assert "\n" not in str(error)


def test_pdfs_with_loops_end() -> None:
    good = pdf(typeset(LINES))
    loops = good.replace(b"/Kids [", b"/Kids [9 0 R 9 0 R "), good.replace(b"/Kids [5 0 R", b"/Kids [1 0 R")
    for data in (
        *loops,
        good[: len(good) // 2],
        good.replace(b"/DescendantFonts [2 0 R]", b"/DescendantFonts [3 0 R]"),
    ):
        try:
            assert len(extract(data, "loop.pdf").lines) < 1000
        except DocumentError as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize(
    "data",
    [
        "一、工业\n".encode() + b"\xed\xa0\x80" * 40,
        b"\xff\xfe" + "一、工业".encode("utf-16-le") + b"\x00\xd8" * 3,
        "一、工业\0\0\0\n".encode(),
        bytes(range(1, 32)) * 20,
    ],
    ids=["surrogates in UTF-8", "surrogates in UTF-16", "NULs", "control characters"],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    refusal(data, "paper.txt")


def test_direction_marks_and_odd_line_breaks_stay_in_the_text(tmp_path: Path) -> None:
    line = "发展\u202e装备\u2028制造\x85业\x0b和\x0c物流"
    (tmp_path / "paper.txt").write_text(f"一、工业\n{line}\n", encoding="utf-8", newline="")
    assert read_document(tmp_path / "paper.txt", region="辽宁省").clauses[1].text == line


def test_ten_thousand_nested_headings_make_a_shallow_tree(tmp_path: Path) -> None:
    numbers = ["第一编", "第一章", "第一节", "一、", "（一）", "1．", "1.1", "1.1.1", "（1）", "①", "——"]
    styles = [f"{number} 工业" for number in numbers]
    deep = "1" + ".1" * 5000 + " 工业"
    lines = [*(styles * 900), deep, "1" * 9000 + "．工业"]
    (tmp_path / "paper.txt").write_text("\n".join(lines), encoding="utf-8")
    doc = read_document(tmp_path / "paper.txt", region="辽宁省")
    assert max(section.level for section in doc.sections) <= len(styles)
    assert len(doc.sections) >= 900 * len(styles)


def test_the_largest_text_stays_below_a_gigabyte(tmp_path: Path) -> None:
    line = "大力发展装备制造业，依托龙头企业，建设产业基地。" * 12 + "\n"
    text = ("一、工业\n" + line * (TEXT_BYTES // len(line.encode())))[: TEXT_BYTES // 3 - 10]
    (tmp_path / "large.txt").write_text(text, encoding="utf-8")
    code = f"""
        import re
        from pathlib import Path
        from kg.documents import read_document
        print(len(read_document({str(tmp_path / "large.txt")!r}, region="辽宁省").clauses))
        print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, encoding="utf-8", check=True
    )
    clauses, peak = map(int, run.stdout.split())
    # getrusage's peak would count what the process that started this one held.
    assert clauses > 5_000 and peak * 1024 < 1 << 30
